"""Artefacts: whether the headline numbers hang on something arbitrary.

A variant changes what should not matter: labels, the order of phases, the number of people, the
draw or family of the network, the length of a session. Each is lived with several seeds and its
mean compared with that of base.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from core.arrays import Floats
from core.luck import Luck, uniforms
from core.validate import build
from experiments.live import live_days, numbers_of, one_thread
from experiments.other_order import live_other_day
from experiments.summary import holm
from model import Market, load_scenario
from model.day import live_one_day
from model.metric import known_modes
from model.network_parameters import peer_network
from model.parameters import Scenario
from model.records import Day
from model.world import World

ROBUST, SHIFTED, FRAGILE = "ROBUST", "SHIFTED", "FRAGILE"
SMALL, LARGE = 0.10, 0.50  # relative changes
ALPHA = 0.05
UNSURE = "no sure one"

HEADLINES: dict[str, str] = {
    "conversion_per_exposure": "conversion per exposure",
    "impulse_spend": "impulse share of spend",
    "return_rate": "return rate",
    "top_tenth_of_anchors": "sales of the top tenth of anchors",
    "share_anchors": "anchors' share of a yuan",
    "fill_rate": "fill rate",
    **{f"mode_share_{mode}": f"share of {mode.replace('_', ' ')}" for mode in known_modes()},
}


@dataclass(frozen=True)
class Variant:
    """One arbitrary thing, otherwise."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    scale: float = 1.0  # of the number of consumers
    day: Callable[[World], Day] = live_one_day
    prepare: Callable[[Market], None] | None = None
    arbitrary: bool = True  # False: a matter of fact on which the numbers may well depend


def other_friends(market: Market) -> None:
    """Another draw of the same kind of peer network; everybody else's luck stays."""
    world = market.world
    luck = Luck(int(world.luck.key("other friends")) % 2**31)
    world.peers = peer_network(world.scenario.peers).build(
        len(world.consumers), luck, world.follow_network
    )


def other_numbers(market: Market) -> None:
    """The same people under other numbers: rows of traits and state are dealt anew.

    Luck and ties go by number, so that each person gets another's luck and friends.
    """
    world = market.world
    people = len(world.consumers)
    deal = np.argsort(uniforms(world.luck.key("other numbers"), people))
    for column in (*world.consumers.traits, *world.consumers.state):
        if column.shape[0] == people:
            column[:] = column[deal]


def variants() -> tuple[Variant, ...]:
    """Base first, then all others."""
    base = load_scenario("base")
    return (
        Variant("base"),
        Variant("people under other numbers", prepare=other_numbers),
        Variant("categories in the other order",
                {"market.categories": list(reversed(base.market.categories))}),
        Variant("phases in another order", day=live_other_day),
        Variant("a quarter of the people", scale=0.25),
        Variant("five times the people", scale=5.0),
        Variant("another draw of friends", prepare=other_friends),
        Variant("friends at random", {"peers.kind": "random"}),
        Variant("friends scale free", {"peers.kind": "scale_free"}),
        Variant("sessions in the early afternoon", {"anchors.start_hour": 13.0}),
        Variant("sessions half as long", {"anchors.slots_per_session": _slots(0.5)},
                arbitrary=False),
        Variant("sessions half as long again", {"anchors.slots_per_session": _slots(1.5)},
                arbitrary=False),
    )  # fmt: skip


def audit(
    seeds: Sequence[int], consumers: int, days: int, names: Sequence[str] = ()
) -> pd.DataFrame:
    """A row a variant, seed and headline number."""
    wanted, rows = list(HEADLINES), []
    with one_thread():
        for variant in variants():
            if names and variant.name not in ("base", *names):
                continue
            for seed in seeds:
                market = _market(variant, seed, round(consumers * variant.scale), days)
                live_days(market, days, variant.day)
                numbers = numbers_of(market, wanted)
                rows += [{"variant": variant.name, "seed": seed, "number": name, "value": value}
                         for name, value in numbers.items()]  # fmt: skip
    return pd.DataFrame(rows)


def judge(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a variant and number: change, its interval's p (Holm over all), and the word.

    ROBUST: less than a tenth off, or not to be told from luck. FRAGILE: surely off by more than a
    half. SHIFTED: between. Seeds are samples, not pairs: labels and orders re-deal the luck.
    """
    rows = []
    base = frame[frame["variant"] == "base"]
    for (variant, number), group in frame.groupby(["variant", "number"], sort=False):
        if variant == "base":
            continue
        theirs = group["value"].to_numpy(float)
        ours = base.loc[base["number"] == number, "value"].to_numpy(float)
        change = theirs.mean() / ours.mean() - 1 if ours.any() else 0.0
        p = chance(theirs, ours)
        rows.append({"variant": variant, "number": number, "change": change, "p": p})
    table = pd.DataFrame(rows)
    table["p"] = holm(table["p"].to_numpy(float))
    table["word"] = [word(change, p) for change, p in zip(table["change"], table["p"], strict=True)]
    return table


def chance(theirs: Floats, ours: Floats) -> float:
    """Welch's p of two means; 1 if nothing differs, 0 if only that is certain."""
    if max(np.ptp(theirs), np.ptp(ours)) < 1e-6 * abs(ours.mean()):
        return 1.0 if np.allclose(theirs.mean(), ours.mean(), rtol=1e-6) else 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # one of them may not vary
        return float(stats.ttest_ind(theirs, ours, equal_var=False).pvalue)


def word(change: float, p: float) -> str:
    """The word for a relative change and its corrected p."""
    if abs(change) <= SMALL or p > ALPHA:
        return ROBUST
    return FRAGILE if abs(change) > LARGE else SHIFTED


def leaders(frame: pd.DataFrame) -> dict[str, str]:
    """Of each variant, the mode with most sales in every seed; "no sure one" if they differ."""
    shares = frame[frame["number"].str.startswith("mode_share_")]
    wide = shares.pivot_table(index=["variant", "seed"], columns="number", values="value")
    first = wide.idxmax(axis=1).map(lambda name: str(name).removeprefix("mode_share_"))
    return {
        str(name): str(group.iat[0]) if group.nunique() == 1 else UNSURE
        for name, group in first.groupby(level="variant")
    }


def _market(variant: Variant, seed: int, consumers: int, days: int) -> Market:
    tree: dict[str, Any] = load_scenario("base").model_dump()
    told = {"consumers.count": consumers, "market.days": days, **variant.changes}
    for path, value in told.items():  # whole values: a merged table would keep its order
        tree = _replaced(tree, path, value)
    market = Market(build(Scenario, tree), seed=seed, keep_orders=True)
    if variant.prepare:
        variant.prepare(market)
    return market


def _replaced(tree: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    first, dot, rest = path.partition(".")
    return {**tree, first: _replaced(tree[first], rest, value) if dot else value}


def _slots(factor: float) -> int:
    return round(load_scenario("base").anchors.slots_per_session * factor)
