"""Anchors who left the trade: their places are free, and nobody is counted as their follower."""

from __future__ import annotations

import numpy as np

from model.market import Market


def test_places_of_those_who_left_are_free_for_others() -> None:
    market = Market("base", seed=1, **{"consumers.count": 500, "anchors.count": 12})
    people, gone = market.consumers, (0, 3)
    before = people.followers(12).copy()
    places = people.follows.copy()
    assert before[list(gone)].all()
    people.forget(gone)
    left = np.isin(places, gone)
    assert (people.follows[left] == -1).all()
    assert (people.trust[left] == 0.0).all()
    assert (people.follows[~left] == places[~left]).all()
    counted = np.bincount(people.follows[people.follows >= 0], minlength=12)
    assert list(people.followers(12)) == list(counted)
    assert list(counted) == [0 if anchor in gone else n for anchor, n in enumerate(before)]


def test_nobody_follows_an_anchor_who_is_gone() -> None:
    market = Market(
        "base", seed=1,
        **{"consumers.count": 1_600, "anchors.count": 12, "anchors.bans": [3, 5, 7],
           "returns.follow": 1.0, "word_of_mouth.follow": 1.0, "word_of_mouth.tell": 0.3},
    )  # fmt: skip
    gone: set[int] = set()
    begun = thanked = heard = 0
    for _ in range(14):
        market.step()
        today = market.today
        assert today is not None
        begun += today.aftersales.followed
        thanked += np.isin(today.aftersales.kept["anchor"], list(gone)).sum()
        heard += np.isin(today.gossip.anchor, list(gone)).sum()
        gone |= {*today.careers.anchors_left}
        assert not market.consumers.followers(len(market.world.anchors))[list(gone)].any()
    assert len(gone) >= 3
    assert begun > 10
    assert thanked > 5  # goods that they had pitched still arrive, and please
    assert heard > 5
