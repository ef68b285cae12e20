"""How unequal the market is: among anchors, among factories, between modes."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import final

import numpy as np

from core.arrays import Floats, Integers
from core.inequality import gini
from model.own_streams import free_anchors
from model.records import Day
from model.watching.counting import Shown
from model.watching.metric import Column, Metric, Window, known_modes, ratio
from model.world import World

WINDOW = 30  # days


@final
class Concentration(Metric):
    """Shares of gross merchandise value over 30 days (assumption: one day is mostly noise)."""

    kind = "concentration"
    columns = {
        "anchors_active": Column("anchors", "free anchors at work at the close of the day"),
        "first_partner": Column(
            "share", "of a free anchor's recent slots, those of its first factory; mean (C56)"
        ),
        "top_1_percent_share": Column(
            "share", "of free anchors' GMV of 30 days, that of the top 1 % (at least one anchor)"
        ),
        "top_10_percent_share": Column(
            "share", "of free anchors' GMV of 30 days, that of the top 10 %"
        ),
        "anchors_gini": Column("share", "Gini of the GMV of 30 days of the free anchors at work"),
        "factories_gini": Column("share", "Gini of the factories' GMV of 30 days"),
        **{
            f"mode_share_{mode}": Column("share", f"of the GMV of 30 days, that of mode {mode}")
            for mode in known_modes()
        },
    }

    def __init__(self) -> None:
        self._anchors, self._factories = Window(WINDOW), Window(WINDOW)
        self._modes = Window(WINDOW)

    def measure(self, day: Shown, world: World) -> dict[str, float]:
        """Add today's GMV (live and spillover for anchors, all for factories)."""
        free, today = free_anchors(world), day.placed.product.price
        anchors = np.sort(self._anchors.push(day.placed.anchor.price)[free])
        factories = self._factories.push(today)
        return {
            "anchors_active": float(len(free)),
            "first_partner": first_partner(world, free),
            "top_1_percent_share": top_share(anchors, 0.01),
            "top_10_percent_share": top_share(anchors, 0.10),
            "anchors_gini": gini(anchors),
            "factories_gini": gini(factories),
            **self._mode_shares(today, day, world),
        }

    def _mode_shares(self, today: Integers, day: Day, world: World) -> dict[str, float]:
        """A factory that switches takes only its later sales along."""
        of_mode = dict.fromkeys(known_modes(), 0)
        sold = day.careers.sold_as(factory.mode for factory in world.factories)
        for mode, cents in zip(sold, today.tolist(), strict=True):
            of_mode[mode] += cents
        sums = self._modes.push(np.array([*of_mode.values()]))
        every = float(sums.sum())
        return {
            f"mode_share_{mode}": ratio(amount, every)
            for mode, amount in zip(of_mode, sums, strict=True)
        }


def first_partner(world: World, free: Sequence[int]) -> float:
    """Mean over the free anchors at work who have streamed; nan without one."""
    known, who = world.experience, np.array(free, dtype=np.int64)
    most = known.familiarity(who[known.streamed[who]]).max(axis=1)
    return ratio(most.sum(), most.size)


def top_share(amounts: Floats, top: float) -> float:
    """Of ascending amounts, share of the largest `top` (of the number, rounded up); or else nan."""
    number = ceil(top * amounts.size)
    return ratio(amounts[amounts.size - number :].sum(), amounts.sum())
