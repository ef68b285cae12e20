"""The desk of one visitor: play, pause, step, reset; tells the page when to draw anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, final

import solara

from app.studio import Studio
from core.errors import BadInput

PACES = {"1 day/s": 1.0, "4 days/s": 0.25, "fast": 0.0}  # seconds from one drawing to the next


@final
class Desk:
    """One market and its controls. Only one thread at a time steps the market or changes it."""

    def __init__(self, scenario: str) -> None:
        self.scenario = solara.reactive(scenario)
        self.changes: solara.Reactive[dict[str, Any]] = solara.reactive({})  # wait for a reset
        self.version = solara.reactive(0)  # counts drawings
        self.playing = solara.reactive(False)
        self.building = solara.reactive(True)
        self.trouble = solara.reactive("")
        self.pace = solara.reactive("4 days/s")
        self.every = solara.reactive(1)  # days from one drawing to the next
        self.studio: Studio | None = None
        self._lock = threading.Lock()

    def redraw(self) -> None:
        """Let every page read the studio again."""
        self.version.value += 1

    def build(self, name: str, changes: Mapping[str, Any]) -> None:
        """A new market, from day 0. What is wrong with a scenario is told on the page."""
        self.playing.value = False
        self.building.value = True
        try:
            with self._lock:
                self.studio = Studio.open(name, changes)
            self.trouble.value = ""
        except BadInput as error:
            self.trouble.value = str(error)
        self.building.value = False
        self.redraw()

    def act(self, deed: Callable[[Studio], None]) -> None:
        """Do something to the studio between two days, and draw."""
        if self.studio is None:
            return
        try:
            with self._lock:
                deed(self.studio)
        except BadInput as error:
            self.trouble.value = str(error)
        except Exception as error:  # the visitor must see it, and the page must live on
            self.trouble.value = f"{type(error).__name__}: {error}"
            self.playing.value = False
            raise
        finally:
            self.redraw()

    def step(self) -> None:
        """Live as many days as lie between two drawings, or what is left."""
        self.act(self._live)

    def _live(self, studio: Studio) -> None:
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
            stopped.wait(max(rest, 0.01))
