"""The whole market beside the same rules with an object a consumer, as plain Mesa would have it.

    python -O -m benchmarks.plain_mesa [--people 100000] [--days 6]

The objects are those of the oracle in tests/oracles, which the tests hold equal to the market day
after day; here they draw from Python's own `random`, the fastest luck a plain model has, and not
from keyed luck. They are spared what the few do (sessions, factories, platforms): they are handed
its outcome. So the plain version does less than ours, and the ratio is a lower bound.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from types import ModuleType
from typing import Any

import mesa

from benchmarks.paper import keep
from model import Market
from tests.oracles import plain_luck


def streamed_luck() -> ModuleType:
    """The oracle's luck with draws from one stream: keys are taken and ignored."""
    luck = ModuleType("tests.oracles.plain_luck")
    draw = random.Random(1).random

    def poisson(mean: float, *_key: int) -> int:
        left, chance, count = draw(), math.exp(-mean), 0
        while left > chance > 0.0:
            left -= chance
            count += 1
            chance *= mean / count
        return count

    luck.__dict__.update(
        PlainLuck=plain_luck.PlainLuck,
        uniform=lambda *_key: draw(),
        exponential=lambda *_key: -math.log(draw()),
        gumbel=lambda *_key: -math.log(-math.log(draw())),
        normal=lambda *_key: random.gauss(0.0, 1.0),
        poisson=poisson,
    )
    return luck


sys.modules["tests.oracles.plain_luck"] = streamed_luck()
sys.modules["tests.oracles"].plain_luck = sys.modules["tests.oracles.plain_luck"]
if __debug__:  # with luck of their own the objects' stock is not the market's, nor needs it be
    raise SystemExit("run it with python -O: the oracle's assertions hold for equal luck only")
from tests.oracles import consumer_day, market_side  # (they take the luck they find)


class PlainMarket(mesa.Model):
    """Consumers as objects; a step is a day."""

    def __init__(self, market: Market) -> None:
        super().__init__(seed=1)
        self.town = market_side.town_of(market)

    def live(self, today: Any, anchors: list[Any], on_hand: list[int]) -> None:
        consumer_day.live_one_day(self.town, today, anchors, on_hand)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=6)
    order = parser.parse_args()
    market = Market("base", **{"consumers.count": order.people})
    plain = PlainMarket(market)
    ours, theirs = [], []
    for day in range(order.days):
        anchors = list(market.world.anchors)  # who leaves today still streams today
        on_hand = [factory.on_hand for factory in market.world.factories]
        plain.town.designs = [factory.generation for factory in market.world.factories]
        plain.town.own = market_side.own_anchors(market)
        start = time.perf_counter()
        market.step()
        middle = time.perf_counter()
        plain.live(market.today, anchors, on_hand)
        end = time.perf_counter()
        ours.append((middle - start) * 1e3)
        theirs.append((end - middle) * 1e3)
        print(f"day {day}: {ours[-1]:.1f} ms, plain {theirs[-1]:.0f} ms", file=sys.stderr)
    fast, slow = statistics.median(ours[1:]), statistics.median(theirs[1:])
    keep("plain_mesa", [{
        "consumers": order.people, "livemarket, ms a day": fast, "plain Mesa, ms a day": slow,
        "ratio": slow / fast,
    }])  # fmt: skip


if __name__ == "__main__":
    main()
