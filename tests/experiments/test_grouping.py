"""Rows taken apart by what they have in common: as pandas does it, and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.grouping import Groups, look_up, rows_of, split, those

ROW = st.tuples(
    st.integers(0, 3), st.sampled_from(["odm", "c2m", "own"]), st.integers(-50, 50), st.booleans()
)
TABLES = st.lists(ROW, max_size=30).map(
    lambda rows: pd.DataFrame(rows, columns=["day", "mode", "amount", "flag"]).astype(
        {"day": int, "amount": float, "flag": bool, "mode": "category"}
    )
)
KEYS = st.sampled_from([["day"], ["mode"], ["day", "mode"], ["mode", "day", "flag"]])


@given(TABLES, KEYS)
def test_groups_are_those_of_a_frame(frame: pd.DataFrame, keys: list[str]) -> None:
    rows, plain = rows_of(frame, frame), frame.groupby(keys, observed=True)
    groups, amount = Groups(*(rows[key] for key in keys)), rows["amount"]
    assert list(groups.of) == list(plain.ngroup())
    assert list(groups.size) == list(plain.size())
    assert list(groups.sum(amount)) == list(plain["amount"].sum())
    assert list(groups.mean(amount)) == pytest.approx(list(plain["amount"].mean()))
    assert list(groups.least(amount)) == list(plain["amount"].min())
    assert list(groups.first(rows["mode"])) == list(plain["mode"].first())
    before = plain["amount"].shift(1, fill_value=-99.0)
    assert list(groups.before(amount, none=-99.0)) == list(before)
    flagged = groups.before(rows["flag"], none=False)
    assert flagged.dtype == bool
    assert list(flagged) == list(plain["flag"].shift(1, fill_value=False))


@given(TABLES)
def test_split_rows_are_those_with_the_value(frame: pd.DataFrame) -> None:
    found = split(rows_of(frame, frame), "mode")
    plain = dict(list(frame.groupby("mode", observed=True)))
    assert list(found) == list(plain)
    for mode, rows in found.items():
        pd.testing.assert_frame_equal(
            pd.DataFrame(rows), plain[mode].reset_index(drop=True), check_dtype=False,
            check_categorical=False, check_column_type=False,
        )  # fmt: skip


def test_those_rows_are_the_flagged() -> None:
    rows = {"a": np.array([1, 2, 3]), "b": np.array(["x", "y", "z"], object)}
    found = those(rows, rows["a"] != 2)
    assert {name: list(values) for name, values in found.items()} == {"a": [1, 3], "b": ["x", "z"]}


def test_a_value_is_looked_up_by_its_keys() -> None:
    day, factory = np.array([0, 0, 1]), np.array([0, 2, 0])
    price, at = np.array([5.0, 6.0, 7.0]), (np.array([1, 0, 1, 4]), np.array([0, 2, 2, 9]))
    assert look_up(price, (day, factory), at, none=np.nan).tolist() == pytest.approx(
        [7.0, 6.0, np.nan, np.nan], nan_ok=True
    )
    nothing = np.empty(0)
    assert look_up(nothing, (nothing, nothing), (nothing, nothing), none=np.nan).size == 0
