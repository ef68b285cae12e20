"""The oracle's world: people, clocks and orders as plain objects, one after another."""

from __future__ import annotations

import math
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.oracles.plain_luck import PlainLuck

DAY = 86_400.0
MOMENT = 300.0
NOBODY = -1


def added(values: Iterable[float]) -> float:
    """One after another, from the first to the last."""
    total = 0.0
    for value in values:
        total += value
    return total


def single(value: float) -> float:
    """A number as single precision keeps it."""
    return float(struct.unpack("f", struct.pack("f", value))[0])


@dataclass(frozen=True)
class Clock:
    """An impulse that will ring."""

    second: float
    product: int
    anchor: int
    session: int
    until: float  # the live price holds up to this second
    price: int
    commission: float
    hazard: float
    impulse: float
    promise: float
    trace: int

    def stored(self) -> Clock:
        """The same, as precise as memory keeps it."""
        values = dict(self.__dict__)
        for name in ("commission", "hazard", "impulse", "promise"):
            values[name] = single(values[name])
        return Clock(**values)


@dataclass
class Person:
    number: int
    susceptibility: float
    confidence: float
    price_sensitivity: float
    patience: float
    habit: float
    need: float
    taste: list[list[float]]  # a point a category
    budget: int
    region: int
    platform: int
    follows: list[int]  # places, NOBODY where free
    trust: list[float]
    joined: int  # 0 not yet, 1 native, 2 advertising, 3 live, 4 word of mouth
    purse: int
    arousal: float = 0.0
    touched: float = -DAY
    loyal: dict[int, tuple[int, int]] = field(default_factory=dict)  # category: product, times
    heard: tuple[int, int] = (NOBODY, -2)  # anchor, day: the last word of a friend
    knows: dict[int, int] = field(default_factory=dict)  # product: day of hearing or telling
    clock: Clock | None = None

    def trust_in(self, anchor: int) -> float | None:
        """None for a stranger."""
        return self.trust[self.follows.index(anchor)] if anchor in self.follows else None

    def follow(self, anchor: int, trust: float) -> None:
        """In a free place, or in that of the least trusted, the first of equals."""
        if NOBODY in self.follows:
            place = self.follows.index(NOBODY)
        else:
            place = self.trust.index(min(self.trust))
        self.follows[place], self.trust[place] = anchor, single(trust)

    def forget(self, gone: tuple[int, ...]) -> bool:
        """Anchors who left the trade leave their places; True if there was one."""
        held = any(anchor in gone for anchor in self.follows)
        for place, anchor in enumerate(self.follows):
            if anchor in gone:
                self.follows[place], self.trust[place] = NOBODY, 0.0
        return held

    def calm(self, second: float) -> None:
        """Buying satiates."""
        self.arousal, self.touched, self.clock = 0.0, second, None

    def stir(self, by: float, second: float, rate: float) -> float:
        """Arousal decays since it was touched, then rises."""
        arousal = self.arousal * math.exp(-rate * (second - self.touched)) + by
        self.arousal, self.touched = arousal, second
        return arousal

    def spoken_of(self, today: int) -> int:
        """The anchor of what a friend spoke of the night before."""
        anchor, day = self.heard
        return anchor if day == today - 1 else NOBODY

    def offer(self, clock: Clock) -> bool:
        """Of two clocks the one that rings first is kept."""
        if self.clock is not None and self.clock.second <= clock.second:
            return False
        self.clock = clock.stored()
        return True


@dataclass
class Wish:
    """A clock that rang (session NOBODY after the live), or a need from the shelf."""

    consumer: int
    second: float
    product: int
    price: int
    promise: float
    anchor: int = NOBODY
    session: int = NOBODY
    commission: float = 0.0
    channel: int = 2  # 0 live, 1 spillover, 2 shelf
    impulse: float = 0.0
    hazard: float = 0.0
    trace: int = 0


@dataclass
class Order:
    wish: Wish
    worth: float
    commission: int
    take: int
    promised_days: int
    cancel_at: float
    shipped: int  # day, -1 while it waits
    design: int  # generation
    delivered: float | None = None
    fate: int = 0

    @property
    def person(self) -> int:
        return self.wish.consumer

    @property
    def product(self) -> int:
        return self.wish.product


@dataclass
class Town:
    """All that the consumers' day depends on from one day to the next."""

    scenario: Any
    luck: PlainLuck
    people: list[Person]
    friends: list[list[int]]
    platforms: int
    fashion: list[list[float]]
    designs: list[int]  # generations today
    takes: list[float]  # platform's share of each product's sales
    own: dict[int, int] = field(default_factory=dict)  # anchor of a product's own stream, today
    at_work: set[int] = field(default_factory=set)  # anchors who have not left, today
    day: int = 0
    queue: list[Order] = field(default_factory=list)
    on_the_way: defaultdict[int, list[Order]] = field(default_factory=lambda: defaultdict(list))
    going_back: defaultdict[int, list[Order]] = field(default_factory=lambda: defaultdict(list))
    talk: list[tuple[int, int, int]] = field(default_factory=list)  # who heard what of whom
    tellers: list[tuple[int, int, int]] = field(default_factory=list)  # of what, whose pitch
    seen: Counter[str] = field(default_factory=Counter)  # that a thing really happened

    @property
    def midnight(self) -> float:
        """Second at which today begins."""
        return self.day * DAY

    @property
    def categories(self) -> list[Any]:
        market = self.scenario.market
        return [self.scenario.categories[name] for name in market.categories]

    @property
    def homes(self) -> list[Any]:
        """Parameters of the platforms."""
        market = self.scenario.market
        return [self.scenario.platforms[name] for name in market.platforms]

    def key(self, decision: str) -> int:
        return self.luck.key(decision, self.day)
