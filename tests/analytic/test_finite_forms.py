"""The exact laws of small systems, used as theory by some limits, tend to the published numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.limits._bullwhip import moving
from experiments.limits._reviews import imitation_chain
from experiments.limits.bullwhip_tiers import BullwhipTiers
from experiments.limits.large_cascade import LargeCascade
from experiments.limits.polya_herding import PolyaHerding, Values
from experiments.limits.preferential_attachment import PreferentialAttachment
from experiments.limits.preferential_attachment import Values as Degrees
from experiments.limits.rank_feedback import RankFeedback
from experiments.limits.small_cascade import SmallCascade


def test_published_numbers() -> None:
    small = SmallCascade()
    assert list(small.expect(small.published).values())[:2] == pytest.approx([2.0, 0.6065306597])
    large = LargeCascade()
    assert large.expect(large.published)["share reached"] == pytest.approx(0.79681213002002)
    rank = RankFeedback()
    shares = [0.493902439, 0.2987804878, 0.1524390244, 0.0548780488]
    assert list(rank.expect(rank.published).values()) == pytest.approx(shares)
    ties = PreferentialAttachment()
    assert list(ties.expect(ties.published).values()) == pytest.approx([0.4, 0.2, 0.0714285714])


def test_herding_of_a_long_history() -> None:
    """Dirichlet shares; the distance to them shrinks as one over the number of purchases."""
    gaps = []
    for purchases in (2_000, 4_000):
        long = PolyaHerding().expect(Values(48, 1.0, purchases))
        gaps.append(
            (long["Gini coefficient"] - 0.4895833333, long["unpredictability"] - 0.0206140351)
        )
    assert np.abs(gaps[1]).max() < 0.01
    assert np.divide(gaps[0], gaps[1]) == pytest.approx([2.0, 2.0], rel=0.05)


def test_orders_swing_as_much_as_their_answer_to_a_pulse() -> None:
    """Energy of the answer, which the control variate uses, beside the closed forms of S97."""
    for cover, window in ((1, 4), (2, 5), (4, 4)):
        a, pulse = cover / window, moving(cover, window)
        assert pulse @ pulse == pytest.approx(1.0 + 2.0 * a + 2.0 * a**2)
    tiers = BullwhipTiers()
    for name, chain in zip(tiers.textbook, tiers.published, strict=True):
        assert chain.pulse @ chain.pulse == pytest.approx(tiers.textbook[name])


def test_preferential_attachment_with_a_share_for_all_is_a_law() -> None:
    """Dorogovtsev: with a share for all fewer have the least, (2 + d/m)/(m + 2 + d + d/m)."""
    plain, other = (PreferentialAttachment().expect(Degrees(3, d)) for d in (0.0, 0.3))
    assert other["share with m+0 peers"] == pytest.approx((2.0 + 0.1) / (5.0 + 0.3 + 0.1))
    assert plain["share with m+0 peers"] > other["share with m+0 peers"]


def test_neutral_drift_fixes_one_in_n() -> None:
    for size in (4, 9):
        after_long = np.linalg.matrix_power(imitation_chain(size, 0.0), 2_000)
        assert after_long[1, size] == pytest.approx(1.0 / size)


def test_imitation_in_a_large_population_is_the_replicator() -> None:
    """Small steps: the logistic curve, with an error that falls as one over the population."""
    step, reviews, start = 0.02, 100, 0.25
    curve = 1.0 / (1.0 + (1.0 - start) / start * math.exp(-step * reviews))
    errors = []
    for size in (200, 400):
        law = np.linalg.matrix_power(imitation_chain(size, step), reviews)[round(start * size)]
        errors.append(law @ np.arange(size + 1) / size - curve)
    assert errors[0] / errors[1] == pytest.approx(2.0, rel=0.05)
    assert abs(2 * errors[1] - errors[0]) < 0.003  # what is left at size without end: the step
