"""Numbers of behaviour that plans use are declared, and have the effect that they say."""

from __future__ import annotations

import numpy as np
import pytest

from agents.feeds import FeedParameters, Sales, SalesFeed
from agents.planning import batch_cover
from agents.strategies.odm import OdmParameters
from tests.supply.conftest import VIEW


@pytest.mark.parametrize(("patience", "cover"), [(2.0, 21.0), (4.0, 41.0), (1.0, 11.0)])
def test_a_batch_is_made_ahead_for_so_many_usual_times(patience: float, cover: float) -> None:
    """A hundred units a day were expected, ten are: ten days' batch would last a hundred days."""
    assert batch_cover(VIEW, 10.0, 10.0, patience) == cover
    assert batch_cover(VIEW, 100.0, 10.0, OdmParameters().batch_patience) == 11.0


@pytest.mark.parametrize("days", [1, 3])
def test_a_feed_shows_the_taste_of_so_many_days(days: int) -> None:
    feed = SalesFeed("live_data", 0, FeedParameters(delay_days=0, taste_days=days), 1)
    one, none, always = np.ones(1), np.zeros(1), np.ones(1, np.bool_)
    for day in range(4):
        sales = Sales(always, one, none, none, np.full((1, 2), float(day)))
        feed.record(day, always, sales, none, none)
    taste = feed.observe([0], 3)[0].taste
    assert taste is not None
    assert taste[0] == np.mean(range(4)[-days:])
