"""Patience that goes with personal taste (C21): off by default, and it moves nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from agents.consumers import Traits
from agents.segments import impatience_of_own_taste
from model import Market, load_scenario


def traits(by_taste: float) -> Traits:
    changes = {"consumers.count": 400, "consumers.patience_by_taste": by_taste}
    found: Traits = Market(load_scenario("base", **changes), seed=4).world.consumers.traits
    return found


def test_the_distance_is_the_root_mean_square_over_categories() -> None:
    taste = np.array([[[3.0, 4.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    assert impatience_of_own_taste(0.2, taste) == pytest.approx([np.exp(0.2 * 12.5**0.5), 1.0])


@pytest.mark.parametrize("by_taste", [-1.0, 0.5])
def test_a_tie_changes_patience_alone(by_taste: float) -> None:
    free, tied = traits(0.0), traits(by_taste)
    factor = impatience_of_own_taste(by_taste, free.taste)
    assert tied.patience == pytest.approx(free.patience * factor, rel=1e-6)
    assert np.ptp(factor) > 0.1
    for name in set(Traits._fields) - {"patience"}:
        assert np.array_equal(getattr(tied, name), getattr(free, name)), name
