"""Sellers adopt live: difference in differences against matched sellers (S16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, final

import numpy as np
import pandas as pd

from agents.factories import Factory
from core.luck import uniforms
from core.units import DAY_SECONDS
from experiments.live import all_orders, live_days
from experiments.validating.prediction import HeldOutPrediction, Size, market_of
from model import Market
from model.own_streams import let_go, staff_own_streams
from model.views import open_shop

TWINS = 3  # factories of each mode on a shelf: one that streams as ever, and a matched pair
RAMP = 10  # days left out after the change of regime


@final
class Adopters(HeldOutPrediction):
    """On every shelf and in every mode, a pair of sellers who do not sell live; then one does.

    Which of the pair adopts is drawn. A third seller of the same mode sells live all the time, as
    do the other modes' thirds, so that the live channel is there before the adoption. Adopting
    means what it means in `base`: offers to anchors, and the mode's own stream.
    """

    kind = "adopters"
    answers = ("revenue_lift", "spillover_of_lift")
    how: ClassVar[str] = (
        "a matched pair of sellers on every shelf and in every mode sells without live; one of "
        "the two, drawn by lot, then adopts it; revenue of the adopters over that of their twins, "
        "after over before"
    )

    def simulate(self, seed: int, size: Size, changes: Mapping[str, Any]) -> dict[str, float]:
        """Both numbers, from one market."""
        modes = 4
        told = {"market.factories_per_shelf": TWINS * modes, **changes}
        market = market_of(seed, size, told)
        adopters, twins = adopters_and_twins(market)
        open_ones = {f.index: f.strategy for f in market.world.factories}
        keep_from_live(market, adopters | twins)
        live_days(market, size.before)
        for index in adopters:
            market.world.factories[index].strategy = open_ones[index]
        live_days(market, size.after)
        orders = all_orders(market)
        return lift(orders, adopters, twins, size)


def lift(orders: pd.DataFrame, adopters: set[int], twins: set[int], size: Size) -> dict[str, float]:
    """The lift of total revenue, and the part of it outside the sessions (ratios of ratios)."""
    day = orders["placed"] // DAY_SECONDS
    early = (day >= RAMP) & (day < size.before)
    late = day >= size.before + min(RAMP, size.after // 2)
    mine, theirs = orders["product"].isin(adopters), orders["product"].isin(twins)
    live = orders["channel"].astype(str) == "live"
    days = (size.before - RAMP, size.after - min(RAMP, size.after // 2))

    def yuan(which: pd.Series[bool], late_ones: bool) -> float:
        when = late if late_ones else early
        return float(orders.loc[which & when, "price"].sum()) / max(days[late_ones], 1)

    trend = yuan(theirs, True) / yuan(theirs, False)
    expected = yuan(mine, False) * trend
    gained = yuan(mine, True) - expected
    outside = yuan(mine & ~live, True) - expected  # before the adoption all sales are outside
    return {"revenue_lift": gained / expected, "spillover_of_lift": outside / gained}


def keep_from_live(market: Market, factories: set[int]) -> None:
    """Before the first day: the shops open anew without offers to anchors, own streams close."""
    world = market.world
    for factory in world.factories:
        if factory.index in factories:
            factory.strategy = without_live(factory)
            open_shop(world, factory)
    let_go(world, staff_own_streams(world)[1])


def without_live(factory: Factory) -> Any:
    """The same strategy with no commission, no slot fee and no stream of its own."""
    parameters = factory.strategy.parameters
    off = {name: 0.0 for name in ("commission_cap", "fee_days", "own_stream")
           if hasattr(parameters, name)}  # fmt: skip
    return type(factory.strategy)(parameters.model_copy(update=off))


def adopters_and_twins(market: Market) -> tuple[set[int], set[int]]:
    """Who adopts and who is the twin: the second and third of each shelf and mode, by lot."""
    groups: dict[tuple[int, int, str], list[int]] = {}
    for factory in market.world.factories:
        key = (factory.platform, factory.category, factory.mode)
        groups.setdefault(key, []).append(factory.index)
    lots = uniforms(market.world.luck.key("who adopts live"), len(groups)) < 0.5
    adopters, twins = set(), set()
    for members, first in zip(groups.values(), np.asarray(lots), strict=True):
        pair = members[1:3]
        adopters.add(pair[0 if first else 1])
        twins.add(pair[1 if first else 0])
    return adopters, twins
