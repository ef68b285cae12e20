"""What people have heard of is a table that forgets: it must say the same as a dictionary."""

from __future__ import annotations

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from model.stories import Stories, knows, make_room, no_stories, note

PEOPLE, PRODUCTS, MEMORY = 3000, 3, 7


@compiled
def tell(stories: Stories, who: Integers, what: Integers, day: int) -> None:
    for row in range(who.size):
        note(stories, who[row], what[row], day)


@compiled
def ask(stories: Stories, people: int, products: int, since: int) -> Integers:
    known = np.zeros((people, products), np.int64)
    for person in range(people):
        for product in range(products):
            known[person, product] = knows(stories, person, product, since)
    return known


def test_what_is_forgotten_and_what_is_kept() -> None:
    """Also where a full table is tidied in its own place, and where it grows."""
    random, stories = np.random.default_rng(1), no_stories()
    heard = np.full((PEOPLE, PRODUCTS), -MEMORY - 1)  # last day
    tidied = grown = 0
    for day in range(300):
        count, before, used = int(random.integers(0, 60)), stories, int(stories.used[0])
        stories = make_room(stories, count, day - MEMORY)
        grown += stories is not before
        tidied += stories is before and int(stories.used[0]) < used
        who, what = random.integers(0, PEOPLE, count), random.integers(0, PRODUCTS, count)
        tell(stories, who, what, day)
        heard[who, what] = day
        known = ask(stories, PEOPLE, PRODUCTS, day - MEMORY)
        assert (known == (heard >= day - MEMORY)).all()
        assert 4 * int(stories.used[0]) <= 3 * len(stories.written)
    assert tidied > 3
    assert grown > 1
