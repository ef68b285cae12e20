"""Artefacts: whether the headline numbers hang on something arbitrary.

A variant changes what should not matter: labels, the order of phases, the number of people, the
draw or family of the network, the length of a session. Each is lived with several seeds, and
`experiments.validating.robustness` compares its means with those of base.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from core.luck import Luck, uniforms
from core.validate import build
from experiments.live import live_days, numbers_of, one_thread
from experiments.measure import watched_for
from experiments.validating.other_order import live_other_day
from model import Market, load_scenario
from model.day import live_one_day
from model.parameters import Scenario
from model.records import Day
from model.ties.network_parameters import peer_network
from model.watching.metric import known_modes
from model.world import World

HEADLINES: dict[str, str] = {
    "moved_per_exposure": "moved orders per exposure",  # live ones alone go by session length
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
        Variant("sessions half as long", {"anchors.slots_per_session": _slots(0.5)}),
        Variant("sessions half as long again", {"anchors.slots_per_session": _slots(1.5)}),
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


def _market(variant: Variant, seed: int, consumers: int, days: int) -> Market:
    tree: dict[str, Any] = load_scenario("base").model_dump()
    told = {"consumers.count": consumers, "market.days": days, **variant.changes}
    for path, value in told.items():  # whole values: a merged table would keep its order
        tree = _replaced(tree, path, value)
    market = Market(build(Scenario, tree), seed=seed, watched=watched_for(HEADLINES))
    if variant.prepare:
        variant.prepare(market)
    return market


def _replaced(tree: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    first, dot, rest = path.partition(".")
    return {**tree, first: _replaced(tree[first], rest, value) if dot else value}


def _slots(factor: float) -> int:
    return round(load_scenario("base").anchors.slots_per_session * factor)
