"""Random small markets: many parameters anywhere in their declared range, all kinds, all limits."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from core.describe import ParameterRow
from core.scenario import describe
from model.founding import modes_of_shelf
from model.parameters import LEARNINGS, PLATFORMS, STRATEGIES, TRAFFICS, Scenario
from model.ties.network_parameters import FOLLOW_KINDS, PEER_KINDS

DAYS = 25
CATEGORIES = ("apparel", "cables", "home")
NAMED = {"categories": CATEGORIES, "platforms": tuple(PLATFORMS)}
SIZES = (
    "market.days", "market.warm_up_days", "market.seed", "market.factories_per_shelf",
    "consumers.count",
    "platforms.<name>.share",  # a market whose platforms are nobody's home is refused
)  # fmt: skip
ROWS = {
    row.path: row
    for row in describe(Scenario)
    if row.low is not None and row.type in ("integer", "number")
    if row.path not in (*SIZES, "anchors.count")
}
FROM_FILES = ("file", "from_follows")
Overrides = dict[str, Any]


def value_of(row: ParameterRow) -> st.SearchStrategy[float]:
    """Either end of the plausible range, or something between."""
    assert row.low is not None
    assert row.high is not None
    if row.type == "integer":
        return st.integers(round(row.low), round(row.high))
    return st.sampled_from((row.low, row.high)) | st.floats(row.low, row.high)


@st.composite
def some_parameters(draw: st.DrawFn) -> Overrides:
    """A few dozen of the declared parameters, each in its range."""
    chosen = draw(st.lists(st.sampled_from(sorted(ROWS)), unique=True, min_size=10, max_size=40))
    overrides = {}
    for path in chosen:
        group = path.partition(".")[0]
        name = draw(st.sampled_from(NAMED[group])) if "<name>" in path else ""
        overrides[path.replace("<name>", name)] = draw(value_of(ROWS[path]))
    return overrides


@st.composite
def kinds(draw: st.DrawFn) -> Overrides:
    """Networks, learning, traffic, mixes of modes."""
    overrides: Overrides = {
        "peers.kind": draw(st.sampled_from([k for k in PEER_KINDS if k not in FROM_FILES])),
        "follows.kind": draw(st.sampled_from([k for k in FOLLOW_KINDS if k not in FROM_FILES])),
        "learning.kind": draw(st.sampled_from(sorted(LEARNINGS))),
        "learning.review_days": draw(st.sampled_from((1, 5, 30))),
        "returns.free": draw(st.booleans()),
    }
    for name in PLATFORMS:
        weights = [draw(st.sampled_from((0.0, 1.0, 2.5))) for _ in STRATEGIES]
        if not any(weights):
            weights[0] = 1.0
        for mode, weight in zip(STRATEGIES, weights, strict=True):
            overrides[f"platforms.{name}.modes.{mode}"] = weight
        overrides[f"platforms.{name}.traffic"] = draw(st.sampled_from(sorted(TRAFFICS)))
        overrides[f"platforms.{name}.live"] = draw(st.sampled_from((True, True, False)))
    return overrides


@st.composite
def limits(draw: st.DrawFn) -> Overrides:
    """Now and then what no plausible range holds: nothing can be made, nobody has cash."""
    extremes: list[Overrides] = [
        {"factories.capacity_days": 0.0},
        {"factories.cash_days": 0.0, "factories.credit_days": 0.0},
        {"factories.cash_days": 2.0, "factories.credit_days": 0.5},
        {"waiting.half_life_impulse": 0.2, "waiting.half_life_deliberate": 0.5},
        {"strategies.c2m.cover_days": 0.0, "strategies.c2m.opening_days": 0.0},
    ]
    return {
        key: value for extreme in extremes if draw(st.booleans()) for key, value in extreme.items()
    }


def _thinned(market: Overrides) -> Overrides:
    """Weights of modes, 0 for those that would get no place on the shelf."""
    thinned: Overrides = {}
    for name in PLATFORMS:
        weights = {mode: market[f"platforms.{name}.modes.{mode}"] for mode in STRATEGIES}
        while True:
            placed = modes_of_shelf(weights, market["market.factories_per_shelf"])
            without = [mode for mode in weights if weights[mode] and mode not in placed]
            if not without:
                break
            weights[without[0]] = 0.0
        thinned |= {f"platforms.{name}.modes.{mode}": weights[mode] for mode in weights}
    return thinned


@st.composite
def small_markets(draw: st.DrawFn) -> Overrides:
    """Overrides of the base scenario for one small market."""
    rosters = {
        f"market.{group}": draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        for group, names in NAMED.items()
    }
    sizes = {
        "market.days": DAYS,
        "market.seed": draw(st.integers(0, 2**31)),
        "market.factories_per_shelf": draw(st.sampled_from((4, 2, 1))),
        "consumers.count": draw(st.sampled_from((200, 400, 20, 1))),
        "anchors.count": draw(st.sampled_from((3, 8, 1, 0))),
    }
    market = draw(some_parameters()) | draw(kinds()) | draw(limits()) | rosters | sizes
    return market | _thinned(market)
