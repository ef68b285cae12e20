"""The pages without a browser: sound pictures of any market, drawn within their budget."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from app.knobs import FIRST, STARTERS, knobs
from app.page import PLAIN
from app.pages import compare, session
from app.panels import Panel
from app.studio import Studio
from app.svg import ticks
from core.describe import describe
from experiments.style import MODE_COLOURS
from model.parameters import Scenario

PAGES: dict[str, Callable[[Studio], list[Panel]]] = {
    **PLAIN,
    "Session": session.panels,
    "Replay": lambda studio: session.panels(studio, 1, True),
    "Compare": lambda studio: compare.panels(studio, studio.pin() if studio.day else None),
}
MARKETS = {
    "base": {},
    "no_live": {},
    "evolution": {"learning.review_days": 2},
    "one_star": {},
    "yanxuan": {},
}
SMALL = {"consumers.count": 800, "market.days": 40}
BUDGET = 0.150  # s of processor time for a page at 20,000 consumers


@pytest.mark.parametrize("scenario", MARKETS)
def test_any_market_can_be_drawn_on_any_day(scenario: str) -> None:
    studio = Studio.open(scenario, SMALL | MARKETS[scenario])
    for days in (0, 1, 6):
        for _ in range(days):
            studio.step()
        drawn = {
            name: [check(panel, f"{scenario}, {name}, day {studio.day}") for panel in page(studio)]
            for name, page in PAGES.items()
        }
        assert all(drawn.values()), "a page without a panel"
    empty = {name for name, pictures in drawn.items() if not sum(pictures)}
    assert empty == ({"Session", "Replay"} if scenario == "no_live" else set())


def check(panel: Panel, where: str) -> int:
    """Well-formed, and no number in it is none; how many pictures it has."""
    assert panel.title, where
    pictures = re.findall(r"<svg.*?</svg>", panel.body, re.DOTALL)
    for picture in pictures:
        root = ET.fromstring(picture)
        for place in root.iter():
            for key, value in place.attrib.items():
                assert not re.search(r"nan|inf", value), f"{where}: {panel.name} {key}"
    assert not re.search(r"[>\s](nan|inf)[<\s]", panel.body), f"{where}: {panel.name}"
    return len(pictures)


def test_the_same_mode_has_the_same_colour_on_every_page() -> None:
    studio = Studio.open("base", SMALL)
    for _ in range(10):
        studio.step()
    for name in ("Factories", "Money", "Session"):
        drawn = "".join(panel.html for panel in PAGES[name](studio))
        for mode, colour in MODE_COLOURS.items():
            assert colour in drawn, (name, mode)


@pytest.fixture(scope="module")
def large() -> Studio:
    studio = Studio.open("base", {"market.days": 200})
    for _ in range(25):
        studio.step()
    return studio


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_within_its_budget(large: Studio, name: str) -> None:
    PAGES[name](large)
    large.hurried = True  # as while it plays
    costs = []
    for _ in range(5):
        began = time.process_time()
        for panel in PAGES[name](large):
            assert len(panel.html) < 200_000
        costs.append(time.process_time() - began)
    assert min(costs) < BUDGET


def test_every_declared_range_is_a_knob_and_every_knob_holds_its_value() -> None:
    scenario = Scenario()
    groups = knobs(scenario)
    found = {knob.path: knob for group in groups.values() for knob in group}
    ranged = [row.path for row in describe(Scenario) if row.low is not None]
    missing = [
        path
        for path in ranged
        if not any(re.fullmatch(re.escape(path).replace("<name>", r"\w+"), one) for one in found)
    ]
    assert not missing
    for knob in found.values():
        assert knob.value in knob.values, knob.path
        assert knob.values[knob.place(knob.value)] == knob.value
        assert len(knob.values) <= 70, knob.path
        assert type(knob.values[0]) is type(knob.value), knob.path
    assert [knob.path for knob in groups[FIRST]] == list(STARTERS)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 7), (0, 0.013), (1e6, 3.2e6), (5, 5)])
def test_ticks_are_round_and_inside(low: float, high: float) -> None:
    marks = ticks(low, high)
    assert 1 <= len(marks) <= 11
    assert all(low <= mark <= high for mark in marks)
