"""What an interval is worth when luck decided how long to go on: simulated with the rule itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.arrays import Floats
from experiments.places import DOCS
from experiments.sweeping.conclusion import EARLY, covered
from experiments.sweeping.spec import COVERED, GOOD_FIRST, LEAST_FIRST, Stop
from experiments.sweeping.stopping import enough

TRIALS = 20_000


def values(sd: float, trials: int = TRIALS) -> Floats:
    """(trials, replicates) numbers of runs whose true mean is 1."""
    return np.random.default_rng(1).normal(1.0, sd, (trials, Stop().most))


def stopped(sample: Floats, first: int, batch: int) -> tuple[Floats, Floats, Floats]:
    """Replicates, means and half-widths at which each sweep stops, by the rule as it is said."""
    n, mean, width = (np.zeros(len(sample)) for _ in range(3))
    going, done = np.arange(len(sample)), first
    while going.size:
        seen = sample[going, :done]
        n[going], mean[going] = done, seen.mean(axis=1)
        width[going] = stats.t.ppf(0.975, done - 1) * stats.sem(seen, axis=1)
        going = going[(width[going] > Stop().half_width * abs(mean[going])) & (done < Stop().most)]
        done = min(done + batch, Stop().most)
    return n, mean, width


@pytest.mark.parametrize(("case", "share"), COVERED.items(), ids=str)
def test_an_interval_covers_what_the_page_says(case: tuple[int, int, float], share: float) -> None:
    first, batch, sd = case
    _, mean, width = stopped(values(sd), first, batch)
    found = float((abs(mean - 1.0) <= width).mean())
    assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / TRIALS))


def test_the_rule_is_that_of_sweeps() -> None:
    sample = values(0.075, 60)
    for row, stop in zip(sample, stopped(sample, 5, 5)[0], strict=True):
        looks = range(5, Stop().most, 5)
        assert stop == next(n for n in looks if enough(Stop(), pd.Series(row[:n])))


def test_the_page_and_the_warning_name_these_numbers() -> None:
    page = " ".join((DOCS / "sweeps.md").read_text(encoding="utf-8").split())
    for share in COVERED.values():
        assert f"{100 * share:.1f}" in page
    assert (
        f"{LEAST_FIRST} replicates first and 5 at a time they cover {covered(LEAST_FIRST)}" in page
    )
    assert f"with {GOOD_FIRST} first {covered(GOOD_FIRST)}" in page
    assert covered(LEAST_FIRST) == "92.7 to 94.7 %"
    assert covered(GOOD_FIRST) == "93.8 to 95.2 %"
    assert all(covered(first) in EARLY for first in (LEAST_FIRST, GOOD_FIRST))
