"""The market against the oracle: every record and everybody's state, equal day after day."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from model.market import Market
from model.ties.network_parameters import PEER_KINDS
from tests.oracles import consumer_day, market_side
from tests.oracles.plain_luck import PlainLuck, uniform
from tests.oracles.town import Town, single

PEOPLE, DAYS = 280, 35

# A small town in a hurry: curious, impatient, poor, talkative, and the shops are nearly empty.
LIVELY: dict[str, Any] = {
    "market.platforms": ("north", "south"),
    "market.categories": ("apparel", "home"),
    "market.factories_per_shelf": 6,
    "market.research_conversion": 0.25,  # factories expect little
    "market.month": 10,
    "consumers.count": PEOPLE,
    "consumers.online": 0.6,
    "consumers.budget": 350.0,
    "consumers.patience": 0.12,
    "consumers.patience_by_taste": 0.3,
    "consumers.region_shares": (0.3, 0.5, 0.2),
    "anchors.count": 8,
    "appeal.loyalty_times": 0.5,
    "anchors.exit_patience": 12,
    "anchors.bans": (14, 17, 22, 25),
    "attention.habit": 0.25,
    "attention.pull": 0.4,
    "attention.punctual": 0.2,
    "attention.buzz": 2.0,
    "impulse.strength": 0.06,
    "impulse.delay": 0.25,
    "impulse.herd": 0.2,
    "impulse.friend": 2.0,
    "shelf.search_cost": 0.15,
    "shelf.one_by_one": 0.3,
    "shelf.outside": 0.0,
    "shelf.roaming": 0.3,
    "shelf.score_exponent": 0.5,
    "categories.apparel.need_rate": 0.15,
    "categories.home.need_rate": 0.08,
    "categories.apparel.need_volatility": 0.5,
    "categories.apparel.season_days": 10,
    "categories.apparel.season_age": 3,
    "categories.home.need_volatility": 0.5,
    "categories.home.need_gamma": True,
    "categories.home.season_days": 7,
    "waiting.half_life_deliberate": 12.0,
    "waiting.half_life_impulse": 3.0,
    "returns.days": 3,
    "returns.follow": 0.5,
    "returns.trust_loss": 0.6,
    "returns.unfollow_below": 0.25,
    "word_of_mouth.tell": 0.25,
    "word_of_mouth.pass_on": 0.3,
    "word_of_mouth.follow": 0.3,
    "word_of_mouth.memory": 6,
    "word_of_mouth.keep_on": 0.2,
    "peers.degree": 6.0,
    "follows.width": 3,
    "follows.mean": 5.0,
    "strategies.c2m.opening_days": 8.0,
    "strategies.c2m.cover_days": 12.0,
    "platforms.north.modes": {"brand_dealer": 1.0, "odm": 1.0, "c2m": 3.0, "incubated": 1.0},
    "platforms.north.ad_budget": 0.2,
    "platforms.north.ad_chance": 0.1,
}


def write_edges(path: Path, people: int, mean: float, stars: int) -> str:
    """Directed edges among numbered people; some towards a few whom everybody knows."""
    key = PlainLuck(5).key("edges")
    edges = []
    for edge in range(int(people * mean)):
        ends = int(uniform(key, edge, 0) * people), int(uniform(key, edge, 1) * people)
        edges.append((edge % people, ends[1] % stars if edge % 2 else ends[0]))
    text = [f"{a}\t{b}" for a, b in edges if a != b]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return str(path)


def network_settings(kind: str, folder: Path) -> dict[str, Any]:
    """What a kind of peer network needs to be built."""
    if kind == "file":
        path = write_edges(folder / "peers.txt", PEOPLE, 4.0, PEOPLE)
        return {"peers.path": path}
    if kind == "from_follows":
        path = write_edges(folder / "follows.txt", PEOPLE, 6.0, 8)
        return {"follows.kind": "file", "follows.path": path}
    return {}


def first_difference(market: market_side.Account, oracle: market_side.Account) -> str | None:
    """Names the first item in which two accounts differ."""
    assert market.keys() == oracle.keys()
    for what, ours in market.items():
        theirs = oracle[what]
        for row, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            if one != other:
                return f"{what}, row {row}: the market says {one}, the oracle {other}"
        if len(ours) != len(theirs):
            return f"{what}: {len(ours)} rows in the market, {len(theirs)} in the oracle"
    return None


def live_one_day(market: Market, town: Town) -> str | None:
    """One day in both worlds; names the first item in which they differ."""
    anchors = list(market.world.anchors)
    on_hand = [factory.on_hand for factory in market.world.factories]
    town.designs = [factory.generation for factory in market.world.factories]
    town.own = market_side.own_anchors(market)
    town.at_work = market_side.at_work(market)
    market.step()
    told = consumer_day.live_one_day(town, market.today, anchors, on_hand)
    return first_difference(
        market_side.account_of(market.today) | market_side.state_of(market),
        told | consumer_day.state_of(town),
    )


def live(settings: dict[str, Any]) -> Counter[str]:
    """Live in both worlds; returns what happened, counted."""
    market = Market("base", **LIVELY | settings)
    town = market_side.town_of(market)
    for day in range(DAYS):
        difference = live_one_day(market, town)
        assert difference is None, f"day {day}, {difference}"
    return town.seen


HAPPENS = (
    "was pulled in", "came by habit", "gave up looking for a room", "live wish", "spillover wish",
    "rang between pitches", "a later clock gave way", "an earlier clock stayed",
    "counter stops at the stock", "chose from the shelf", "bought nothing from the shelf",
    "some of the shelf is inspected", "the favourite is looked up", "two needs on a day",
    "stopped at something good enough",
    "sold out", "left for the wait", "too poor", "took the presale", "knew of the presale",
    "a refused impulse rings again", "a refused impulse was spent", "joined through door 2",
    "joined through door 3", "shipped after waiting", "given up before it was shipped",
    "given up on the road", "received late", "resold", "scrapped", "satisfied again",
    "trust grew", "followed after a good buy", "loyalty ended", "unfollowed", "a new month",
    "met the shop's own anchor", "an anchor's place was freed", "got a newer design",
    "liked a buy from an anchor who is gone",
)  # fmt: skip
AMONG_FRIENDS = (
    "passed on", "told again", "had heard of it", "had forgotten it",
    "heard of what cannot be bought", "followed on advice", "buzz",
    "was advised to follow who is gone",
    "a friend's word set a clock", "a friend's word rang", "joined through door 4",
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PEER_KINDS))
def test_the_market_lives_as_the_oracle_says(kind: str, tmp_path: Path) -> None:
    happened = live({"peers.kind": kind} | network_settings(kind, tmp_path))
    wanted = HAPPENS if kind == "isolated" else HAPPENS + AMONG_FRIENDS
    if kind != "from_follows":  # the file's longest list of follows leaves room in all others
        wanted += ("a new follow took another's place",)
    assert not [what for what in wanted if not happened[what]], "the comparison was vacuous"


def test_a_hairs_breadth_is_noticed() -> None:
    """The comparison has power: one trait of one viewer, moved by its last stored bit."""
    market = Market("base", **LIVELY)
    town = market_side.town_of(market)
    for day in range(5):
        difference = live_one_day(market, town)
        assert difference is None, f"day {day}, {difference}"
    viewer = next(person for person in town.people if person.arousal > 0.0)
    viewer.susceptibility = single(viewer.susceptibility * (1.0 + 2.0**-23))
    assert any(live_one_day(market, town) for _ in range(DAYS))
