"""Events in order of time, whether they are spread over a day or all in one second."""

from __future__ import annotations

import numpy as np
import pytest

from core.sorting import in_time


@pytest.mark.parametrize("rows", [0, 1, 2, 50, 5000])
@pytest.mark.parametrize("different", [1, 7, 100_000])
def test_order_by_second_then_by_who(rows: int, different: int) -> None:
    random = np.random.default_rng(rows + different)
    second = 1e6 + random.integers(0, different, rows) / 3.0
    who = random.permutation(rows)
    assert in_time(second, who).tolist() == np.lexsort((who, second)).tolist()
