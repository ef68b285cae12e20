"""The one page of the app, as Solara shows it; each visitor has a desk of their own."""

from __future__ import annotations

import os
import threading
from typing import Any

import solara

from app.desk import Desk
from app.pages import market
from app.panels import Panel
from app.theme import CSS, WIDTH

START = "LIVEMARKET_SCENARIO"
PAGES = {"Market": market.panels}


@solara.component
def Layout(children: Any = ()) -> None:
    """Our own page, without Solara's bars."""
    solara.Div(children=list(children))


@solara.component
def Page() -> None:
    """Head, side and the chosen page."""
    desk = solara.use_memo(lambda: Desk(os.environ.get(START, "base")), [])
    solara.use_thread(lambda: desk.build(desk.scenario.value, {}), [])
    solara.use_thread(
        lambda stopped: desk.play(stopped), [desk.playing.value], intrusive_cancel=False
    )
    solara.Style(CSS)
    solara.Title("livemarket")
    with solara.Div(classes=["lm"]):
        Head(desk)
        with solara.Div(classes=["lm-body"]), solara.Div(classes=["lm-main"]):
            Pages(desk)


@solara.component
def Head(desk: Desk) -> None:
    """Name, question, day and transport."""
    desk.version.value  # noqa: B018
    studio = desk.studio
    with solara.Div(classes=["lm-head"]):
        solara.HTML(unsafe_innerHTML='<div class="lm-brand">livemarket<b>LIVE</b></div>')
        day = studio.day if studio else 0
        solara.HTML(unsafe_innerHTML=f'<div class="lm-day"><b>Day {day}</b></div>')
        solara.Button("Step", on_click=desk.step, disabled=desk.playing.value, small=True)
        solara.Button("Pause" if desk.playing.value else "Play", on_click=lambda: desk.playing.set(not desk.playing.value), small=True)


@solara.component
def Pages(desk: Desk) -> None:
    """The chosen page."""
    version = desk.version.value
    studio = desk.studio
    if studio is None:
        solara.HTML(unsafe_innerHTML='<div class="lm-nothing">Building the market ...</div>')
        return
    drawn = solara.use_memo(lambda: market.panels(studio), [version])
    with solara.Div(classes=["lm-grid"]):
        for panel in drawn:
            Card(panel)


def Card(panel: Panel) -> None:
    solara.HTML(
        unsafe_innerHTML=panel.html, classes=["lm-card"],
        style=f"grid-column: {WIDTH[panel.name]}", attributes={"data-panel": panel.name},
    )
