"""The desk of one visitor: play, pause, step, reset; tells the page when to draw anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, final

import solara

from app.studio import Pinned, Studio
from core.errors import BadInput

PACES = {"1 day/s": 1.0, "4 days/s": 0.25, "fast": 0.0}  # seconds from one drawing to the next
REST = 0.02  # s that every drawing leaves to the browser

T = TypeVar("T")


@final
class Desk:
    """One market and its controls. Only one thread at a time steps the market or changes it."""

    def __init__(self, scenario: str) -> None:
        self.scenario = solara.reactive(scenario)
        self.changes: solara.Reactive[dict[str, Any]] = solara.reactive({})  # act on reset
        self.builds = solara.reactive(0)  # counts resets
        self.version = solara.reactive(0)  # counts drawings
        self.playing = solara.reactive(False)
        self.building = solara.reactive(True)
        self.trouble = solara.reactive("")
        self.pace = solara.reactive("4 days/s")
        self.every = solara.reactive(1)  # days from one drawing to the next
        self.pinned: solara.Reactive[Pinned | None] = solara.reactive(None)
        self.studio: Studio | None = None
        self._lock = threading.Lock()

    def redraw(self) -> None:
        """Let every page read the studio again."""
        self.version.value += 1

    def reset(self) -> None:
        """Ask for a new market, with the changes that wait."""
        self.builds.value += 1

    def build(self, name: str, changes: Mapping[str, Any]) -> None:
        """A new market, from day 0. What is wrong with a scenario is told on the page."""
        self.playing.value = False
        self.building.value = True
        try:
            studio = Studio.open(name, changes)
            with self._lock:
                self.studio = studio
            self.trouble.value = ""
        except BadInput as error:
            self.trouble.value = str(error)
        self.building.value = False
        self.redraw()

    def locked(self, deed: Callable[[Studio], T]) -> T:
        """Do something with the studio between two days."""
        assert self.studio is not None
        with self._lock:
            return deed(self.studio)

    def act(self, deed: Callable[[Studio], object]) -> None:
        """Change something between two days, and draw; what goes wrong is told on the page."""
        if self.studio is None:
            return
        try:
            self.locked(deed)
        except BadInput as error:
            self.trouble.value = str(error)
        except Exception as error:  # the visitor must see it, and the page must live on
            self.trouble.value = f"{type(error).__name__}: {error}"
            self.playing.value = False
        self.redraw()

    def step(self) -> None:
        """Live as many days as lie between two drawings, or what is left."""
        self.act(self._live)

    def pin(self) -> None:
        """Keep this run, to lay the next one over it."""
        if self.studio is not None:
            self.pinned.value = self.locked(Studio.pin)

    def _live(self, studio: Studio) -> None:
        studio.hurried = self.playing.value
        for _ in range(self.every.value):
            if not studio.over:
                studio.step()

    def play(self, stopped: threading.Event) -> None:
        """Step at the chosen pace until paused, stopped or over."""
        while self.playing.value and not stopped.is_set():
            began = time.monotonic()
            self.step()
            if self.studio is None or self.studio.over:
                self.playing.value = False
            rest = PACES[self.pace.value] - (time.monotonic() - began)
            stopped.wait(max(rest, REST))
        if self.studio is not None:
            self.studio.hurried = False
            self.redraw()
