"""What search brings a shopper, and what an anchor's choice brings (C18)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.live import next_day
from experiments.proving.limit import Coarse, Limit, Mean, Seen, Share, seeds_of
from model import Market, load_scenario
from model.records import Day
from model.watching.watched import NOTHING

PEOPLE = 20_000
UNIT = 1e9  # utility of a perfect fit: the standard Gumbel shocks are dust beside it
DESIGNS = 6_000
PLATFORMS, ANCHORS, LISTENERS = 100, 150, 60_000
TAKEN_OUT = 0.9  # of the luck of which designs there are to show
GOOD, LOOKED, NET = "products good enough", "looks of a visit", "net of own search"
SHOWN, WAIT = "what an anchor shows", "wait that an anchor is worth"


class Values(NamedTuple):
    """What the closed form depends on."""

    cost: float  # c of a look, in perfect fits
    choice: int  # k: products among which an anchor finds the best

    @property
    def enough(self) -> float:
        """The reservation value."""
        return 1.0 - math.sqrt(2.0 * self.cost)


@final
class SearchOrAnchor(Limit[Values]):
    """Uniform values: fits of designs that scatter as widely as tastes are tolerant.

    How many products are good enough is told by the designs of a crowded market as it opens. On one
    shelf, tastes are alike and all shoppers share what happens to be there. Given that, K of J,
    visits are independent of each other; the first good one of J in random order comes on average
    as look (J + 1)/(K + 1), and is worth on average what the K are. Of looks and worth of every
    visit, this luck of the shelf is divided out, or taken away: the control is exact.

    Anchors find the best of k as the model's anchors do: they show each once and learn what sells.
    One anchor a platform counts, and what it shows on day k; it is the best but for near equals,
    which costs a ten-thousandth. How good the best of k is, by the luck of designs, has a known
    mean; nine tenths of that luck are taken out (a control variate, which biases nothing).
    Waiting for it costs the same whatever it shows, so that the difference is the longest wait w
    for which the anchor wins.
    """

    kind = "search_or_anchor"
    code = "LC28"
    closed_form = (
        "search nets 1 - sqrt(2c) in 1/sqrt(2c) looks; anchor iff w < sqrt(2c) - 1/(k + 1)"
    )
    textbook = {LOOKED: 5.0, NET: 0.8}
    coarse = {GOOD: Coarse(0.18, "designs are few")}

    @property
    def published(self) -> Values:
        """A look costs a fiftieth of a perfect fit; who knows four products is worth no wait."""
        return Values(0.02, 4)

    def others(self, rng: np.random.Generator) -> Values:
        """Three to seven looks: the 64 for which there is time suffice."""
        return Values(rng.uniform(0.01, 0.06), int(rng.integers(2, 6)))

    def flawed(self, values: Values) -> Values:
        """Looks a tenth cheaper."""
        return values._replace(cost=0.9 * values.cost)

    def trivial(self, values: Values) -> Mapping[str, float]:
        """The first product that is met, or the one that an anchor happens to have."""
        by_chance = 0.5
        return {
            LOOKED: 1.0,
            NET: by_chance - values.cost,
            SHOWN: by_chance,
            WAIT: by_chance - values.enough,
        }

    def expect(self, values: Values) -> Mapping[str, float]:
        """In perfect fits."""
        good = 1.0 - values.enough
        best = values.choice / (values.choice + 1.0)
        return {
            GOOD: good,
            LOOKED: 1.0 / good,
            NET: values.enough,
            SHOWN: best,
            WAIT: best - values.enough,
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """A day of shopping, visits of those who came once; and days of live sessions."""
        scenario = load_scenario(
            "limits/one_by_one",
            **{
                "consumers.count": PEOPLE * effort,
                "market.first_designs": 1.0,  # appeal.fit_width is 1: a fit is uniform on (0, 1)
                "appeal.fit": UNIT,
                "appeal.fit_seen": 1.0,
                "shelf.search_cost": values.cost * UNIT,
                "shelf.outside": -1e3 * UNIT,
            },
        )
        market = Market(scenario, seed=seed, watched=NOTHING)
        today = next_day(market)
        designs = _fits(_crowded(DESIGNS * effort, seed + 1))
        fit = _fits(market)
        good = fit[fit >= values.enough]
        looks, worth = _single_visits(today)
        looks *= (len(good) + 1) / (len(fit) + 1) / (1.0 - values.enough)
        worth += (1.0 + values.enough) / 2.0 - good.mean()
        net = worth - values.cost * looks
        shown = np.concatenate([_shown(values.choice, own) for own in seeds_of(seed, effort)])
        instead = np.array([part.mean() for part in np.array_split(net, len(shown))])
        return {
            GOOD: Share(int((designs >= values.enough).sum()), len(designs)),
            LOOKED: Mean(looks),
            NET: Mean(net),
            SHOWN: Mean(shown),
            WAIT: Mean(shown - instead),
        }


def _crowded(designs: int, seed: int) -> Market:
    """A market of so many designs, on its first morning."""
    changes = {"market.factories_per_shelf": designs, "market.first_designs": 1.0}
    return Market(load_scenario("limits/one_by_one", **changes), seed=seed, watched=NOTHING)


def _single_visits(today: Day) -> tuple[Floats, Floats]:
    """Looks, and worth in perfect fits, of the visits of those who came once; all visits buy."""
    needs = today.needs
    visits = np.bincount(needs.consumer)
    assert visits.sum() == needs.visits
    once = visits == 1
    looks = needs.looks[np.repeat(once, visits)].astype(float)
    by_consumer = np.argsort(needs.consumer, kind="stable")
    worth = needs.promise[by_consumer][np.repeat(once, visits)] / UNIT
    return looks, worth


def _shown(choice: int, seed: int) -> Floats:
    """Fit of what one anchor of each platform shows when it has shown all `choice` once."""
    names = tuple(f"platform {k}" for k in range(PLATFORMS))
    shares = {f"platforms.{name}.share": 1.0 for name in names}
    modes = {"odm": 1.0, "c2m": 0.0, "incubated": 0.0, "brand_dealer": 0.0}
    scenario = load_scenario(
        "limits/anchors_choice",
        **{
            "consumers.count": LISTENERS,
            "anchors.count": ANCHORS,
            "anchors.festival_days": tuple(range(choice + 1)),
            "market.factories_per_shelf": choice,
            "market.platforms": names,
            "market.days": choice + 1,
            **shares,
            **{f"platforms.{name}.modes": modes for name in names},
        },
    )
    market = Market(scenario, seed=seed, watched=NOTHING)
    for _ in range(scenario.market.days):
        schedule = next_day(market).schedule
    _, firsts = np.unique(schedule.platform, return_index=True)
    slots = np.argsort(schedule.slot_session)[firsts]  # a session has one slot
    fits = _fits(market)
    product = schedule.slot_product[slots]
    best = fits.reshape(PLATFORMS, choice).max(axis=1)[product // choice]
    shown: Floats = fits[product] - TAKEN_OUT * (best - choice / (choice + 1.0))
    return shown


def _fits(market: Market) -> Floats:
    """Of all products to the taste that all share."""
    designs = np.array([factory.design for factory in market.world.factories])
    fits: Floats = np.exp(-np.sum(designs**2, axis=1) / 2.0)
    return fits
