"""Needs, and what each shopper inspects and chooses."""

from __future__ import annotations

import itertools
import math

from scipy.special import gammaincinv

from tests.oracles.plain_luck import gumbel, normal, poisson, uniform
from tests.oracles.town import DAY, Person, Town, Wish, added
from tests.oracles.windows import Window, hope, loyalty, price_term, wait_term

Shelf = list[tuple[Window, float]]  # from the top, with inspection weights summed up from there


def visit_all(town: Town, windows: list[Window]) -> tuple[list[Wish], list[int], list[int]]:
    """What is wanted from the shelf, in order of second, visits by platform, and looks."""
    shelves = _shelves(town, windows)
    rates = _need_rates(town)
    wishes: list[Wish] = []
    visits = [0] * town.platforms
    looks: list[int] = []
    enough = _good_enough(town)
    for person in town.people:
        needs = 0
        if person.joined:
            needs = poisson(added(rates) * person.need, town.key("need"), person.number, 0)
        for visit in range(needs):
            platform, looked, wish = _visit(town, person, visit << 16, shelves, windows, enough)
            visits[platform] += 1
            looks.append(looked)
            wishes += [wish] if wish else []
        town.seen["two needs on a day"] += needs > 1
    return sorted(wishes, key=lambda wish: (wish.second, wish.consumer)), visits, looks


def _need_rates(town: Town) -> list[float]:
    """Needs a day by category; a season is good or bad for all."""
    rates = []
    for c, category in enumerate(town.categories):
        season = (town.day + category.season_age) // category.season_days
        key, sd = town.luck.key("season", season), category.need_volatility
        level = max(0.0, 1.0 + sd * normal(key, c))
        if category.need_gamma and sd > 0.0:
            level = float(gammaincinv(sd**-2.0, uniform(key, c))) / sd**-2.0
        rates.append(category.need_rate * level)
    return rates


def _shelves(town: Town, windows: list[Window]) -> dict[tuple[int, int], Shelf]:
    """By (platform, category): weight = rank^-gamma score^delta (1 + brand search x awareness)."""
    p = town.scenario.shelf
    shelves: dict[tuple[int, int], Shelf] = {}
    total = 0.0
    for place in itertools.product(range(town.platforms), range(len(town.categories))):
        here = [w for w in windows if w.buyable and (w.platform, w.category) == place]
        before = total
        shelves[place] = []
        best = max((max(w.score, 1e-99) for w in here), default=0.0)
        for rank, window in enumerate(sorted(here, key=lambda w: w.position), start=1):
            by_score = (max(window.score, 1e-99) / best) ** p.score_exponent
            known = 1.0 + p.brand_search * window.awareness
            total += float(rank) ** -p.rank_exponent * by_score * known
            shelves[place].append((window, total - before))
    return shelves


def _one_of(shares: list[float], draw: float) -> int:
    total = added(shares)
    edges = list(itertools.accumulate(share / total for share in shares))
    return next((k for k, edge in enumerate(edges[:-1]) if draw < edge), len(edges) - 1)


def _visit(
    town: Town, person: Person, first: int, shelves: dict[tuple[int, int], Shelf],
    windows: list[Window], enough: float,
) -> tuple[int, int, Wish | None]:  # fmt: skip
    """One visit: when, where, for what, how much is seen, what is chosen."""
    p, key, who = town.scenario.shelf, town.key("shelf"), person.number
    opens = town.midnight + p.opening_hour * 3600.0
    second = opens + (DAY - p.opening_hour * 3600.0) * uniform(key, who, first)
    platform = person.platform
    if uniform(key, who, first + 1) < p.roaming:
        shares = [home.share for home in town.homes]
        platform = _one_of(shares, uniform(key, who, first + 2))
    rates = _need_rates(town)
    category = _one_of(rates, uniform(key, who, first + 3))
    one_by_one = uniform(key, who, first + 4) < p.one_by_one
    seen = _inspect(town, person, shelves[platform, category], first, one_by_one)
    favourite = person.loyal.get(category, (-1, 0))[0]
    means_something = town.scenario.appeal.loyalty != 0.0
    if means_something and favourite >= 0 and windows[favourite].buyable:
        town.seen["the favourite is looked up"] += windows[favourite] not in seen
        seen = [windows[favourite], *(window for window in seen if window.product != favourite)]
    best, chosen, looks = p.outside + gumbel(key, who, first + 4095), None, 0
    for window in seen:
        if one_by_one and best >= enough:
            town.seen["stopped at something good enough"] += 1
            break
        looks += 1
        hoped = hope(town, person, window, window.believed)
        value = hoped + loyalty(town, person, window)
        value += price_term(person, window, window.price)
        value += wait_term(town, person, window) + gumbel(key, who, first + 4096 + window.product)
        if value > best:
            best, chosen = value, Wish(who, second, window.product, window.price, hoped)
    town.seen["bought nothing from the shelf" if chosen is None else "chose from the shelf"] += 1
    return platform, looks, chosen


def _inspect(
    town: Town, person: Person, shelf: Shelf, first: int, one_by_one: bool
) -> list[Window]:
    """Distinct products drawn by weight; all of them, from the top, where the shelf is short."""
    average = 1.0 / math.sqrt(2.0 * town.scenario.shelf.search_cost)
    looks = max(1, min(math.ceil(average * (0.5 + person.confidence)), 64))
    looks = 64 if one_by_one else looks
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


def _good_enough(town: Town) -> float:
    """Where one more look at an ordinary product brings on average what it costs, by bisection."""
    p, appeal = town.scenario.shelf, town.scenario.appeal
    people, market = town.scenario.consumers, town.scenario.market
    exponent = (people.taste_spread**2 + market.first_designs**2) / appeal.fit_width**2
    unseen = (1.0 - appeal.fit_seen) * appeal.fit_hoped
    fits = [((k + 0.5) / 300) ** exponent for k in range(300)]
    low, high = -20.0, 20.0
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        gains = [_gain(appeal.fit * (unseen + appeal.fit_seen * f) - middle) for f in fits]
        low, high = (middle, high) if added(gains) / 300 > p.search_cost else (low, middle)
    return low


def _gain(ahead: float) -> float:
    """E (ahead + Gumbel)^+: the integral of (1 - exp(-t)) / t from 0 to exp(ahead), as a series."""
    if ahead > 3.0:  # the Gumbel is hardly ever below -3
        return ahead + 0.5772156649015329
    y, term, total = math.exp(ahead), -1.0, 0.0
    for k in range(1, 100):
        term *= -y / k
        total += term / k
    return total
