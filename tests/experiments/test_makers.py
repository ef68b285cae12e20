"""Numbers of factories, on tables small enough to be reckoned by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.measure import known_numbers
from experiments.measures.makers import NUMBERS, MakerNumbers
from experiments.measures.modes import ModeNumbers
from experiments.outcome import OUTCOME, outcome_by_mode
from model import Market
from model.results import Results
from model.watching import columns
from tests.books.fakes import nothing, plausible

DAYS = 10
SALES = {0: 100.0, 1: 300.0, 2: 40.0, 3: 20.0}  # of a day
QUALITY = {0: -1.0, 1: 1.0, 2: -1.0, 3: 1.0}


def table() -> pd.DataFrame:
    """Two C2M factories of apparel, two of cables; factory 1 is picked on the evening of day 4."""
    rows = []
    for day in range(DAYS):
        for j in range(4):
            row = dict.fromkeys(columns.FACTORIES, 0.0)
            row |= {"day": day, "factory": j, "net_sales": SALES[j], "quality": QUALITY[j],
                    "profit": SALES[j] / 10, "grown_factory": 7.0 * (day == DAYS - 1),
                    "launched": day == 5, "units_sold": 4, "orders": 4, "warehouse": 6,
                    "unit_cost": 10.0 * (j + 1), "taste_distance": 0.5 * (j % 2)}  # fmt: skip
            rows.append(row | {"mode": "c2m", "category": "apparel" if j < 2 else "cables",
                               "picked": day >= 4 and j == 1})  # fmt: skip
    return pd.DataFrame(rows)


def measured() -> dict[str, float]:
    fake = plausible(days=2)
    told = Results(table(), table(), fake.anchors, fake.sessions, {}, 1)
    return MakerNumbers().measure(told)


BY_HAND = {
    "margin": (460.0 + 4 * 7.0) / 4600.0,
    "earners": 1.0,
    "goods_left": 24 / 16,
    "turns": 16 * 365 / 24,
    "launches": 365 / DAYS,
    "taste_distance": 0.25,
    "cost_of_making": 25.0,
}


def test_numbers_equal_those_by_hand() -> None:
    found = measured()
    for name, value in BY_HAND.items():
        assert found[f"makers.{name}"] == pytest.approx(value)
        assert name in OUTCOME or found[f"c2m.{name}"] == found[f"makers.{name}"]


def test_earnings_differ_within_categories_only() -> None:
    """Apparel earns 107 and 307, the mean sale is 2000; cables 47 and 27, of 300."""
    variance = ((200 / 2000) ** 2 / 2 + (20 / 300) ** 2 / 2) / 2
    assert measured()["c2m.earnings_spread"] == pytest.approx(variance**0.5)


def test_quality_explains_what_goes_with_it_in_its_own_category() -> None:
    """Quality triples sales of apparel and halves those of cables."""
    up, down = 1.0986123, -0.6931472  # ln 3 and ln 1/2, from the worse to the better
    slope = (up + down) / 4  # of log sales, over the two pairs
    explained = slope**2 * 4 / ((up**2 + down**2) / 2)
    assert measured()["c2m.quality_explains"] == pytest.approx(explained)


def test_the_picked_lead_counts_from_the_morning_after() -> None:
    """From day 6 on: apparel 300 of a mean of 200 against .5, 4/3 and 2/3 of theirs."""
    others = (0.5 + 4 / 3 + 2 / 3) / 3
    assert measured()["c2m.picked_lead"] == pytest.approx(1.5 / others)


def test_goods_and_designs_count_in_the_mode_in_which_they_came() -> None:
    """Factory 0 has goods of 50 from day 4 on; it is ODM on days 6 and 7, and then C2M again."""
    frame = table()
    mine = frame["factory"] == 0
    frame.loc[mine, "grown_factory"] = 50.0 * (frame["day"] == 4) + 6.0 * (frame["day"] == 6)
    frame.loc[mine & frame["day"].isin([6, 7]), "mode"] = "odm"
    frame.loc[mine, "launched"] = frame["day"] == 7  # one as ODM, none as C2M
    fake = plausible(days=2)
    results = Results(table(), frame, fake.anchors, fake.sessions, {}, 1)
    found, margin = MakerNumbers().measure(results), outcome_by_mode(results)["margin"]
    assert margin["odm"] == pytest.approx((2 * 10.0 + 6.0) / 200.0)
    assert margin["c2m"] == pytest.approx((440.0 + 50.0 + 3 * 7.0) / 4400.0)
    assert found["odm.launches"] == pytest.approx(365 / 2)
    assert found["c2m.launches"] == pytest.approx(3 * 365 / (4 * DAYS - 2))
    assert found["odm.goods_left"] == 0.0  # what it has in the end are goods of C2M


def test_modes_together_earn_what_all_makers_earn_though_factories_switch() -> None:
    learning = {"learning.kind": "imitation", "learning.review_days": 5}
    market = Market("base", seed=2, **{"consumers.count": 500, "anchors.count": 12, **learning})
    results = market.run(30)
    factories = results.factories
    modes = factories.groupby("factory")["mode"]
    switched = (factories["mode"] != modes.shift(1)) & (factories["day"] > 0)
    assert switched.sum() > 5
    brought = factories["goods_factory"][switched].abs()
    found, sales = MakerNumbers().measure(results), factories.groupby("mode")["net_sales"].sum()
    margin = outcome_by_mode(results)["margin"]
    earned = sum(margin[mode] * sold for mode, sold in sales.items())
    assert earned == pytest.approx(found["makers.margin"] * sales.sum())
    assert brought.sum() > 0.05 * abs(earned)  # so that to count it twice would be seen


def test_no_number_of_a_mode_has_two_names() -> None:
    """Goods left have two, since they are two numbers: of a mode that came late."""
    assert not MakerNumbers().columns().keys() & ModeNumbers().columns().keys()
    assert not {"c2m.earned", "c2m.earning"} & known_numbers().keys()
    frame = table()
    frame.loc[frame["day"] >= 5, "mode"] = "odm"
    fake = plausible(days=2)
    results = Results(table(), frame, fake.anchors, fake.sessions, {}, 1)
    late = MakerNumbers().measure(results)["odm.goods_left"]
    assert late == pytest.approx(24 / 16)
    assert outcome_by_mode(results)["leftover_days"]["odm"] == pytest.approx(2 * late)


def test_a_market_without_factories_has_no_numbers() -> None:
    found = MakerNumbers().measure(nothing())
    assert len(found) == 5 * len(NUMBERS) - 4 * len(NUMBERS.keys() & OUTCOME)
    assert np.isnan(list(found.values())).all()
