"""Common luck: the same person has the same luck whatever else changes, however it is computed."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.clocks import CLOCK
from core import sharing
from core.arrays import Table
from experiments.live import next_day
from model.market import Market
from model.records import Day

ROOT = Path(__file__).resolve().parents[2]
BUSY: dict[str, Any] = {
    "market.platforms": ("north", "south"),
    "market.categories": ("apparel", "home"),
    "consumers.count": 600,
    "anchors.count": 10,
    "attention.habit": 0.4,
    "impulse.strength": 0.02,
}


def digest(thing: Any) -> str:
    """One word for all bytes of a record, or of anything that is made of records."""
    word = hashlib.blake2b(digest_size=16)
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            word.update(digest(getattr(thing, field.name)).encode())
    elif isinstance(thing, np.ndarray):
        word.update(f"{thing.dtype} {thing.shape}".encode() + thing.tobytes())
    elif isinstance(thing, tuple | list):
        for part in thing:
            word.update(digest(part).encode())
    else:
        word.update(repr(thing).encode())
    return word.hexdigest()


def live(market: Market, days: int) -> list[Day]:
    return [next_day(market) for _ in range(days)]


def history(settings: dict[str, Any], days: int, seed: int | None = None) -> list[str]:
    """A digest a day, and one of everybody at the end."""
    market = Market("base", seed=seed, **settings)
    story = [digest(day) for day in live(market, days)]
    return [*story, digest((market.consumers.traits, market.consumers.state))]


# --- one factory changes ---------------------------------------------------------------------


def test_a_better_product_moves_only_those_who_heard_of_it() -> None:
    """On the day on which one factory's true quality changes; nothing else links people here."""
    alone = BUSY | {
        "peers.kind": "isolated",
        "impulse.herd": 0.0,
        "market.research_conversion": 20.0,  # factories hold more than anybody wants
    }
    days = 6
    plain, changed = Market("base", **alone), Market("base", **alone)
    one = live(plain, days)[-1]
    heard = np.bincount(one.schedule.slot_product[one.audience.slot])
    product = int(np.argmax(heard))
    live(changed, days - 1)
    changed.world.factories[product].quality += 2.0
    other = live(changed, 1)[-1]

    assert not one.checkout.refused_stock.any()
    assert not other.checkout.refused_stock.any()
    assert digest(one.audience) == digest(other.audience)
    assert digest(one.needs) == digest(other.needs)
    met = np.zeros(len(plain.consumers), np.bool_)
    met[one.audience.consumer[one.schedule.slot_product[one.audience.slot] == product]] = True
    wanted = one.wishes.product == product
    met[one.wishes.consumer[wanted]] = True  # had heard of it on an earlier day
    assert 0 < met.sum() < len(met)
    for day_one, day_other in zip(tables(one), tables(other), strict=True):
        mine, theirs = day_one[~met[day_one["consumer"]]], day_other[~met[day_other["consumer"]]]
        strangers_to_it = mine["product"] != product
        assert (strangers_to_it == (theirs["product"] != product)).all()
        assert mine[strangers_to_it].tobytes() == theirs[strangers_to_it].tobytes()
    clocks, others = clocks_of(plain), clocks_of(changed)
    assert (clocks[~met] == others[~met]).all()
    arousal, others_arousal = plain.consumers.arousal, changed.consumers.arousal
    assert arousal[~met].tobytes() == others_arousal[~met].tobytes()
    assert (clocks[met] != others[met]).any()


def clocks_of(market: Market) -> Table:
    """Everybody's clock, with the second when it rings; blank for who has none."""
    pending = market.consumers.pending
    clocks = np.zeros(len(pending.second), [*CLOCK.descr, ("second", "f8")])
    has = pending.second < np.inf
    for name in CLOCK.names or ():
        clocks[name][has] = pending.clock[name][pending.place[has]]
    clocks["second"] = pending.second
    return clocks


def tables(day: Day) -> tuple[Any, ...]:
    return (
        day.checkout.orders,
        day.deliveries.shipped,
        day.deliveries.cancelled,
        day.deliveries.received,
    )


def test_a_price_in_another_street_moves_nobodys_luck() -> None:
    """Two platforms with nothing between them: the factories of the north get dearer."""
    streets = BUSY | {
        "market.categories": ("apparel",),
        "market.factories_per_shelf": 2,
        "platforms.north.live": False,
        "platforms.north.modes": {"brand_dealer": 0.0, "odm": 0.0, "c2m": 1.0, "incubated": 0.0},
        "platforms.south.modes": {"brand_dealer": 1.0, "odm": 1.0, "c2m": 0.0, "incubated": 0.0},
        "platforms.north.review_scale": 0.0,  # reviews compare products of all platforms
        "platforms.south.review_scale": 0.0,
        "anchors.behaviours": {"commission_seeker": 0.5, "curator": 0.5},
        "shelf.roaming": 0.0,
        "shelf.outside": 0.0,
        "peers.kind": "isolated",
        "follows.kind": "none",
    }
    plain = Market("base", **streets)
    dearer = Market("base", **streets, **{"strategies.c2m.markup": 1.6})
    southern = plain.consumers.platform == 1
    northern_orders = 0
    for one, other in zip(live(plain, 20), live(dearer, 20), strict=True):
        assert digest(one.audience) == digest(other.audience)
        assert digest(one.wishes) == digest(other.wishes)
        assert digest(one.needs.visits_by_platform) == digest(other.needs.visits_by_platform)
        for mine, theirs in zip(tables(one), tables(other), strict=True):
            ours = mine[southern[mine["consumer"]]]
            assert ours.tobytes() == theirs[southern[theirs["consumer"]]].tobytes()
        north, same = shared_orders(one, other)
        northern_orders += len(north)
        assert (north["price"] < same["price"]).all()
        assert (north["cancel_at"] == same["cancel_at"]).all()
    assert northern_orders > 20


def shared_orders(one: Day, other: Day) -> tuple[Any, Any]:
    """Orders of the north that were placed in both worlds, the price notwithstanding."""
    northern = [
        {
            (row["consumer"], row["placed"]): place
            for place, row in enumerate(day.checkout.orders)
            if day.catalog.platform[row["product"]] == 0
        }
        for day in (one, other)
    ]
    both = sorted(northern[0].keys() & northern[1].keys())
    mine = one.checkout.orders[[northern[0][order] for order in both]]
    return mine, other.checkout.orders[[northern[1][order] for order in both]]


# --- seeds and threads -----------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert history(BUSY, 12) == history(BUSY, 12)


def test_every_day_of_another_seed_is_another_day() -> None:
    one, other = history(BUSY, 12, seed=1), history(BUSY, 12, seed=2)
    assert not set(one) & set(other)


CROWD: dict[str, Any] = {
    "consumers.count": 45_000,
    "attention.habit": 0.6,
    "attention.followed_stay": 60.0,
    "categories.apparel.need_rate": 0.4,
    "anchors.start_hour_spread": 0.2,
    "word_of_mouth.tell": 0.3,
}
STORY = "from tests.luck.test_common_luck import crowd; print(*crowd())"


def crowd() -> list[str]:
    """Twenty days of a market with enough viewers that threads share them."""
    market = Market("base", **CROWD)
    days = live(market, 20)
    fewest = min(min(len(d.audience.openers), d.needs.visits, len(d.checkout.orders)) for d in days)
    assert fewest > sharing.WORTH_SHARING, f"only {fewest} openers, visits or orders on a day"
    most = min(
        max(len(d.gossip.told) for d in days),
        max(len(d.aftersales.kept) + len(d.aftersales.returned) for d in days),
    )
    assert most > sharing.WORTH_SHARING, f"only {most} told, or kept and returned, on any day"
    return [digest(day) for day in days] + [digest(market.consumers.state)]


def test_the_number_of_threads_changes_no_byte() -> None:
    """Each count in a process of its own, so that a machine with one core has two threads too."""
    stories = {}
    for threads in ("1", "2", "3"):
        told = subprocess.run(
            [sys.executable, "-c", STORY],
            cwd=ROOT,
            env=os.environ | {"NUMBA_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        stories[threads] = told.stdout.split()
    assert len(stories["1"]) == 21
    assert stories["1"] == stories["2"] == stories["3"]


# --- growing the market ----------------------------------------------------------------------

TRAITS = (
    "susceptibility", "confidence", "price_sensitivity", "patience", "habit", "need", "budget",
    "region", "segment", "taste", "platform",
)  # fmt: skip


@pytest.mark.parametrize(
    ("growth", "moved"),
    [
        ({"consumers.count": 900}, ()),
        ({"anchors.count": 25}, ()),
        ({"market.factories_per_shelf": 9}, ()),
        ({"market.categories": ("apparel", "home", "cables")}, ()),
        ({"market.platforms": ("north", "south", "east")}, ("platform",)),
    ],
    ids=["consumers", "anchors", "factories", "categories", "platforms"],
)
def test_who_was_there_before_stays_who_they_were(
    growth: dict[str, Any], moved: tuple[str, ...]
) -> None:
    before, after = Market("base", **BUSY), Market("base", **BUSY | growth)
    people, categories = len(before.consumers), len(before.world.categories)
    for name in TRAITS:
        old, new = getattr(before.consumers, name), getattr(after.consumers, name)[:people]
        if name == "taste":
            new = new[:, :categories]
        assert ((old == new).all()) == (name not in moved), name
    joined = after.consumers.joined[:people]
    assert (before.consumers.joined == joined).all()


@pytest.mark.parametrize("growth", [{"anchors.count": 25}, {"consumers.count": 900}])
def test_earlier_anchors_stay_who_they_were(growth: dict[str, Any]) -> None:
    before, after = Market("base", **BUSY), Market("base", **BUSY | growth)
    free = [[a for a in m.world.anchors if a.employer is None] for m in (before, after)]
    for old, new in zip(*free, strict=False):
        assert old.index == new.index
        for name in ("charisma", "honesty", "platform", "region"):
            assert getattr(old, name) == getattr(new, name)
        assert old.behaviour.kind == new.behaviour.kind


def test_more_consumers_leave_earlier_follows_alone() -> None:
    before, after = Market("base", **BUSY), Market("base", **BUSY | {"consumers.count": 900})
    assert (before.consumers.follows == after.consumers.follows[:600]).all()
