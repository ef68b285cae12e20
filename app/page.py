"""The one page of the app, as Solara shows it; each visitor has a desk of their own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from typing import Any

import solara

from app.desk import PACES, Desk
from app.pages import compare, factories, market, money, session
from app.panels import Panel
from app.sidebar import Side
from app.studio import Studio
from app.theme import CSS, WIDTH
from experiments.style import percent, short

START = "LIVEMARKET_SCENARIO"
TABS = ("Market", "Session", "Factories", "Money", "Compare")
PLAIN = {"Market": market.panels, "Factories": factories.panels, "Money": money.panels}
EVERY = (1, 5, 10)  # days from one drawing to the next
ROOMS = 6  # sessions to choose from


@solara.component
def Layout(children: Sequence[Any] = ()) -> None:
    """Our own page, without Solara's bars."""
    solara.Div(children=list(children))


@solara.component
def Page() -> None:
    """Head, side and the chosen page."""
    desk = solara.use_memo(lambda: Desk(os.environ.get(START, "base")), [])
    solara.use_thread(
        lambda: desk.build(desk.scenario.value, desk.changes.peek()),
        [desk.scenario.value, desk.builds.value],
        intrusive_cancel=False,
    )
    solara.use_thread(desk.play, [desk.playing.value], intrusive_cancel=False)
    version = desk.version.value  # read here alone: one reader, one pass over the page a drawing
    solara.Style(CSS)
    solara.Title("livemarket")
    with solara.Div(classes=["lm"]):
        Head(desk, version)
        with solara.Div(classes=["lm-body"]):
            with solara.Div(classes=["lm-side"]):
                Side(desk, version)
            with solara.Div(classes=["lm-main"]):
                Body(desk, version)


@solara.component
def Head(desk: Desk, version: int) -> None:
    """Name, question, day and transport."""
    studio, playing, building = desk.studio, desk.playing.value, desk.building.value
    idle = studio is None or building
    with solara.Div(classes=["lm-head"]):
        solara.HTML(unsafe_innerHTML="livemarket<b>LIVE</b>", classes=["lm-brand"])
        solara.HTML(unsafe_innerHTML=_question(studio), classes=["lm-question"])
        solara.HTML(unsafe_innerHTML=_day(studio), classes=["lm-day"])
        solara.Button("Step", on_click=desk.step, disabled=idle or playing, small=True)
        solara.Button(
            "Pause" if playing else "Play",
            on_click=lambda: desk.playing.set(not playing),
            disabled=idle or (studio is not None and studio.over),
            small=True,
            dark=True,
            color="#D55E00",
            style="min-width:72px",
        )
        solara.Button("Reset", on_click=desk.reset, disabled=building, small=True)
        with solara.Div(classes=["lm-pace"]):
            solara.HTML(unsafe_innerHTML="pace", tag="span")
            solara.ToggleButtonsSingle(desk.pace, values=list(PACES), dense=True)
            solara.HTML(unsafe_innerHTML="draw every", tag="span")
            solara.ToggleButtonsSingle(
                f"{desk.every.value} d",
                values=[f"{days} d" for days in EVERY],
                dense=True,
                on_value=lambda word: desk.every.set(int(word.split()[0])),
            )


def _question(studio: Studio | None) -> str:
    if studio is None:
        return "<div>Building the market ...</div><span>a few seconds</span>"
    return (
        f"<div>{escape(studio.scenario.title)}</div><span>{escape(studio.scenario.question)}</span>"
    )


def _day(studio: Studio | None) -> str:
    day, days = (studio.day, studio.scenario.market.days) if studio else (0, 1)
    return (
        f"<b>Day {day}</b> of {days}"
        f'<div class="lm-bar"><i style="width:{100 * day / days:.1f}%"></i></div>'
    )


@solara.component
def Body(desk: Desk, version: int) -> None:
    """Trouble, key figures, tabs and the chosen page."""
    tab, set_tab = solara.use_state(0)
    with solara.Div():
        if desk.trouble.value:
            solara.HTML(unsafe_innerHTML=escape(desk.trouble.value), classes=["lm-alert"])
        if desk.studio is None or desk.building.value:
            solara.HTML(unsafe_innerHTML="Building the market ...", classes=["lm-nothing"])
        if desk.studio is not None:
            solara.HTML(unsafe_innerHTML=_figures(desk.studio), classes=["lm-kpis"])
            with solara.v.Tabs(v_model=tab, on_v_model=set_tab, height=36, color="#D55E00"):
                for name in TABS:
                    solara.v.Tab(children=[name])
            Chosen(desk, TABS[tab], version)


def _figures(studio: Studio) -> str:
    """Today in six numbers."""
    week = studio.series("orders_live")[-7:].sum(), studio.series("orders")[-7:].sum()
    cells = {
        "sales today": (short(studio.latest("gmv")), "CNY"),
        "orders today": (short(studio.latest("orders")), ""),
        "live orders, this week": (percent(week[0] / week[1]) if week[1] else "n/a", ""),
        "watching today": (short(studio.latest("reach")), "people"),
        "sent back today": (percent(studio.latest("return_rate")), ""),
        "order to door": (short(studio.latest("wait_days")), "days"),
    }
    return "".join(
        f'<div class="lm-kpi"><span>{name}</span><div>{value} <small>{unit}</small></div></div>'
        for name, (value, unit) in cells.items()
    )


@solara.component
def Chosen(desk: Desk, tab: str, version: int) -> None:
    """One page; only the one that is seen is drawn."""
    if tab == "Session":
        SessionPage(desk, version)
    elif tab == "Compare":
        ComparePage(desk, version)
    elif desk.studio is not None:
        Cards(PLAIN[tab](desk.studio))


@solara.component
def SessionPage(desk: Desk, version: int) -> None:
    """A session of today, by rank, and its replay."""
    rank, set_rank = solara.use_state(0)
    replay, set_replay = solara.use_state(-1)  # the drawing that a replay belongs to
    if desk.studio is None:
        return
    with solara.Div():
        with solara.Div(classes=["lm-tools"]):
            solara.Text("Session of today, by orders:")
            solara.ToggleButtonsSingle(
                str(rank + 1),
                values=[str(k + 1) for k in range(ROOMS)],
                dense=True,
                on_value=lambda word: set_rank(int(word) - 1),
            )
            solara.Button(
                "Replay the evening",
                on_click=lambda: set_replay(version),
                small=True,
                disabled=desk.playing.value,
            )
        Cards(session.panels(desk.studio, rank, replay == version))


@solara.component
def ComparePage(desk: Desk, version: int) -> None:
    """Pin, unpin, and both runs in one picture."""
    studio, pinned = desk.studio, desk.pinned.value
    if studio is None:
        return
    with solara.Div():
        with solara.Div(classes=["lm-tools"]):
            solara.Button("Pin this run", on_click=desk.pin, small=True, disabled=studio.day == 0)
            solara.Button(
                "Unpin", on_click=lambda: desk.pinned.set(None), small=True, disabled=pinned is None
            )
        Cards(compare.panels(studio, pinned))


def Cards(panels: list[Panel]) -> None:
    """The panels of a page, each in its place."""
    with solara.Div(classes=["lm-grid"]):
        for panel in panels:
            solara.HTML(
                unsafe_innerHTML=panel.html,
                classes=["lm-card"],
                style=f"grid-column: {WIDTH.get(panel.name, 'span 4')}",
                attributes={"data-panel": panel.name},
            ).key(panel.name)
