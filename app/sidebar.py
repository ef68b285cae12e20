"""The side of the page: scenario, levers that act tomorrow, parameters that wait for a reset."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara

from app.desk import Desk
from app.downloads import data_zip, scenario_toml
from app.knobs import FIRST, Knob, knobs, told, with_unit
from app.panels import counted
from app.studio import Studio
from core.scenario import known_scenarios
from experiments.places import SCENARIOS
from model import load_scenario
from model.levers import LEVERS, Lever

LEVER_STEPS = 60


@solara.component
def Side(desk: Desk, version: int) -> None:
    """All cards of the side; `version` counts drawings."""
    with solara.Div():
        ScenarioCard(desk)
        if desk.studio is not None:
            LeversCard(desk, desk.studio, version)
            ParametersCard(desk, desk.studio)
            DownloadsCard(desk, desk.studio, desk.studio.day)


@solara.component
def ScenarioCard(desk: Desk) -> None:
    """The menu of scenarios; choosing one builds its market."""

    def choose(name: str) -> None:
        desk.changes.value = {}
        desk.scenario.value = name  # the page builds it

    names = dict.fromkeys([desk.scenario.value, *known_scenarios(SCENARIOS)])
    paths = {name.replace("\\", "/").rpartition("/")[2]: name for name in names}
    with solara.Div(classes=["lm-card"]):
        solara.Select(
            "Scenario",
            value=next(label for label, path in paths.items() if path == desk.scenario.value),
            values=sorted(paths),
            on_value=lambda label: choose(paths[label]),
        )


@solara.component
def LeversCard(desk: Desk, studio: Studio, version: int) -> None:
    """Live levers, and a star who leaves."""
    star = studio.star
    with solara.Div(classes=["lm-card", "lm-now"]):
        _heading("Live levers", "act from the next morning")
        for lever in LEVERS.values():
            pulled = any(pull.lever == lever.name for pull in studio.market.pulled)
            LeverRow(desk, lever, lever.read(studio.market.world), pulled)
        solara.Button(
            "No anchor left" if star is None else f"Anchor {star} leaves for good",
            on_click=lambda: desk.act(lambda one: one.market.dismiss(star)),
            disabled=star is None,
            small=True,
            outlined=True,
            block=True,
            style="margin-top:8px",
        )


@solara.component
def LeverRow(desk: Desk, lever: Lever, value: float, pulled: bool) -> None:
    """One lever: name, value with unit, slider."""
    size = (lever.high - lever.low) / LEVER_STEPS

    def pull(place: int) -> None:
        new = round(lever.low + place * size, 6)
        desk.act(lambda one: one.market.pull(lever.name, new))

    with solara.Div():
        _label(lever.label, with_unit(value, lever.unit), lever.meaning, pulled)
        _slider(round((value - lever.low) / size), LEVER_STEPS, pull, "#009E73", lever.name)


@solara.component
def ParametersCard(desk: Desk, studio: Studio) -> None:
    """Every parameter with a range, by group; changes wait for the reset."""
    group, set_group = solara.use_state(FIRST)
    groups = solara.use_memo(lambda: knobs(load_scenario(studio.name)), [studio.name])
    changes = desk.changes.value
    with solara.Div(classes=["lm-card", "lm-reset"]):
        _heading("Parameters", "apply on Reset")
        solara.Select("Group", value=group, values=list(groups), on_value=set_group)
        for knob in groups.get(group, []):
            KnobRow(desk, knob, changes.get(knob.path, knob.value), group == FIRST)
        if changes != studio.overrides:
            solara.Button(
                f"Reset with {counted(len(changes), 'change')}" if changes else "Reset to these",
                on_click=desk.reset,
                small=True,
                block=True,
                style="margin-top:8px",
                color="#8a5f00",
                dark=True,
            )
        if changes:
            solara.Button(
                "Back to the scenario's values",
                on_click=lambda: desk.changes.set({}),
                small=True,
                text=True,
                block=True,
            )


@solara.component
def KnobRow(desk: Desk, knob: Knob, value: Any, whole_name: bool) -> None:
    """One parameter: name, value with unit, and a slider, a switch or a choice."""
    about = f"{knob.meaning}. Source: {knob.source}. {knob.path}"

    def turn(new: Any) -> None:
        others = {path: old for path, old in desk.changes.peek().items() if path != knob.path}
        desk.changes.value = others | ({} if new == knob.value else {knob.path: new})

    name = knob.path.replace(".", ": ").replace("_", " ") if whole_name else knob.label
    with solara.Div():
        _label(name, with_unit(value, knob.unit), about, value != knob.value)
        if knob.shape == "slider":
            _slider(
                knob.place(value),
                len(knob.values) - 1,
                lambda place: turn(knob.values[int(place)]),
                "#E69F00",
                knob.path,
            )
        else:
            words = [told(one) for one in knob.values]
            solara.ToggleButtonsSingle(
                told(value),
                values=words,
                dense=True,
                on_value=lambda word: turn(knob.values[words.index(word)]),
            )


@solara.component
def DownloadsCard(desk: Desk, studio: Studio, day: int) -> None:
    """All data, and the scenario as a file."""
    stem = f"{studio.name.rpartition('/')[2].removesuffix('.toml')}-day{day}"
    with solara.Div(classes=["lm-card"]):
        _heading("Take it home", "")
        _download(desk, data_zip, f"{stem}.zip", "Data (zip: CSV, Parquet)")
        _download(desk, scenario_toml, f"{stem}.toml", "Scenario (TOML)")


def _download(desk: Desk, made: Callable[[Studio], str | bytes], filename: str, words: str) -> None:
    """Made when it is asked for."""
    solara.FileDownload(
        lambda: desk.locked(made),
        filename=filename,
        children=[
            solara.Button(words, icon_name="mdi-download", small=True, outlined=True, block=True)
        ],
    )


def _heading(words: str, tag: str) -> None:
    mark = f' <span class="lm-tag">{escape(tag)}</span>' if tag else ""
    solara.HTML(unsafe_innerHTML=f"<h4>{escape(words)}{mark}</h4>")


def _label(name: str, value: str, about: str, changed: bool) -> None:
    solara.HTML(
        unsafe_innerHTML=f"<span>{escape(name)}</span><b>{escape(value)}</b>",
        classes=["lm-row", "lm-changed"] if changed else ["lm-row"],
        attributes={"title": about},
    )


def _slider(value: int, last: int, turn: Any, colour: str, name: str) -> None:
    solara.v.Slider(
        v_model=value,
        on_v_model=turn,
        min=0,
        max=last,
        step=1,
        hide_details=True,
        dense=True,
        color=colour,
        track_color="#e5e7eb",
        class_=f"lm-slide-{name.replace('.', '-')}",
    )
