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
