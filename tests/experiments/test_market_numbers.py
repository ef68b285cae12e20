"""A ratio of a run is the ratio of its sums, not the mean of its days."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from experiments.measure import known_numbers, measured
from experiments.measures.market import MarketNumbers, with_terms
from model import Market
from model.watching.columns import days_columns
from tests.books.fakes import plausible


def test_the_price_of_a_customer_is_all_that_was_spent_per_customer() -> None:
    days = pd.DataFrame(
        {name: [1.0, 1.0, 1.0] for name in days_columns()}
        | {
            "own_advertising": [600.0, 600.0, 600.0],
            "new_own_advertising": [0.0, 0.5, 0.0],
            "cac_advertising": [math.nan, 1_200.0, math.nan],
            "returned": [1.0, 0.0, 4.0],
            "kept": [0.0, 9.0, 6.0],
            "return_rate": [1.0, 0.0, 0.4],
        }
    )
    results = plausible(3)
    object.__setattr__(results, "days", days)
    told = MarketNumbers().measure(results)
    assert told["cac_advertising"] == 1_800 / 0.5
    assert told["return_rate"] == 5 / 20


def test_what_a_ratio_is_made_of_is_there_and_makes_each_day_of_it() -> None:
    known = days_columns()
    ratios = {name: what for name, what in known.items() if what.base}
    assert {"cac_live", "conversion_per_exposure", "price_paid", "fill_rate"} <= set(ratios)
    days = Market("base", seed=1, **{"consumers.count": 1_500}).run(9).days
    for name, what in ratios.items():
        assert what.above
        assert {*what.above, *what.base} < set(known)
        base = days[list(what.base)].sum(axis=1)
        made = days[list(what.above)].sum(axis=1) / base.where(base != 0)
        assert made.to_numpy() == pytest.approx(days[name].to_numpy(), nan_ok=True)
        assert known_numbers()[name].meaning.endswith("of the whole run")


def test_what_is_asked_for_brings_its_terms() -> None:
    assert with_terms(["gmv", "cac_live"]) == {"gmv", "cac_live", "live_fees", "new_live"}
    told = measured(plausible(6), ["price_paid", "gmv", "orders"])
    assert told["price_paid"] == pytest.approx(told["gmv"] / told["orders"])
