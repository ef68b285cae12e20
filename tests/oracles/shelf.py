"""Needs, and what each shopper inspects and chooses."""

from __future__ import annotations

import itertools
import math

from scipy.special import gammaincinv

from tests.oracles.plain_luck import gumbel, poisson, uniform
from tests.oracles.town import DAY, Person, Town, Wish, added
from tests.oracles.windows import Window, hope, loyalty, price_term, wait_term

Shelf = list[tuple[Window, float]]  # from the top, with inspection weights summed up from there


def visit_all(town: Town, windows: list[Window]) -> tuple[list[Wish], list[int]]:
    """What is wanted from the shelf, in order of second, and visits by platform."""
    shelves = _shelves(town, windows)
    rates = _rates(town)
    wishes: list[Wish] = []
    visits = [0] * town.platforms
    for person in town.people:
        needs = 0
        if person.joined:
            needs = poisson(added(rates) * person.need, town.key("need"), person.number, 0)
        for visit in range(needs):
            platform, wish = _visit(town, person, visit << 16, shelves, windows)
            visits[platform] += 1
            wishes += [wish] if wish else []
        town.seen["two needs on a day"] += needs > 1
    return sorted(wishes, key=lambda wish: (wish.second, wish.consumer)), visits


def _rates(town: Town) -> list[float]:
    """Needs of a person a day by category, with the gamma shock that all have in common."""
    rates = []
    for number, category in enumerate(town.categories):
        rate, sd = category.need_rate, category.need_volatility
        if sd > 0.0:
            key = town.luck.key("common need", town.day // category.need_spell)
            rate *= float(gammaincinv(sd**-2.0, uniform(key, number))) / sd**-2.0
            town.seen["a shock of need that all share"] += 1
        rates.append(rate)
    return rates


def _shelves(town: Town, windows: list[Window]) -> dict[tuple[int, int], Shelf]:
    """By (platform, category): weight = rank^-gamma (1 + brand search x awareness)."""
    p = town.scenario.shelf
    shelves: dict[tuple[int, int], Shelf] = {}
    total = 0.0
    for place in itertools.product(range(town.platforms), range(len(town.categories))):
        here = [w for w in windows if w.buyable and (w.platform, w.category) == place]
        before = total
        shelves[place] = []
        for rank, window in enumerate(sorted(here, key=lambda w: w.position), start=1):
            total += float(rank) ** -p.rank_exponent * (1.0 + p.brand_search * window.awareness)
            shelves[place].append((window, total - before))
    return shelves


def _one_of(shares: list[float], draw: float) -> int:
    total = added(shares)
    edges = list(itertools.accumulate(share / total for share in shares))
    return next((k for k, edge in enumerate(edges[:-1]) if draw < edge), len(edges) - 1)


def _visit(
    town: Town, person: Person, first: int, shelves: dict[tuple[int, int], Shelf],
    windows: list[Window],
) -> tuple[int, Wish | None]:  # fmt: skip
    """One visit: when, where, for what, what is seen, what is chosen."""
    p, key, who = town.scenario.shelf, town.key("shelf"), person.number
    opens = town.midnight + p.opening_hour * 3600.0
    second = opens + (DAY - p.opening_hour * 3600.0) * uniform(key, who, first)
    platform = person.platform
    if uniform(key, who, first + 1) < p.roaming:
        shares = [home.share for home in town.homes]
        platform = _one_of(shares, uniform(key, who, first + 2))
    rates = _rates(town)
    category = _one_of(rates, uniform(key, who, first + 3))
    seen = _inspect(town, person, shelves[platform, category], first)
    favourite = person.loyal.get(category, (-1, 0))[0]
    if favourite >= 0 and windows[favourite].buyable and windows[favourite] not in seen:
        town.seen["the favourite is looked up"] += 1
        seen.append(windows[favourite])
    best, chosen = p.outside + gumbel(key, who, first + 4095), None
    for window in seen:
        hoped = hope(town, person, window, window.believed)
        value = hoped + loyalty(town, person, window)
        value += price_term(person, window, window.price)
        value += wait_term(town, person, window) + gumbel(key, who, first + 4096 + window.product)
        if value > best:
            best, chosen = value, Wish(who, second, window.product, window.price, hoped)
    town.seen["bought nothing from the shelf" if chosen is None else "chose from the shelf"] += 1
    return platform, chosen


def _inspect(town: Town, person: Person, shelf: Shelf, first: int) -> list[Window]:
    """Distinct products drawn by weight; all of them where the shelf is short."""
    average = 1.0 / math.sqrt(2.0 * town.scenario.shelf.search_cost)
    looks = max(1, min(math.ceil(average * (0.5 + person.confidence)), 64))
    if looks >= len(shelf):
        return [window for window, _ in shelf[:64]]
    town.seen["some of the shelf is inspected"] += 1
    seen: list[Window] = []
    for attempt in range(4 * looks):
        draw = uniform(town.key("shelf"), person.number, first + 8 + attempt)
        target = draw * shelf[-1][1]
        window = next((w for w, sum_ in shelf if sum_ > target), shelf[-1][0])
        if window not in seen:
            seen.append(window)
        if len(seen) == looks:
            break
    return seen
