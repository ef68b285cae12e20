"""Tables in lines: rows that begin where the memory's lines do, fields as ordinary columns."""

from __future__ import annotations

import numpy as np
import pytest

from core.cache_lines import LINE, table_in_lines


@pytest.mark.parametrize(
    ("floats", "bytes_a_row"), [(1, 8), (3, 16), (15, 64), (16, 128), (40, 192)]
)
def test_no_row_lies_in_more_lines_than_it_must(floats: int, bytes_a_row: int) -> None:
    table = table_in_lines(100, {"many": (np.float32, (floats,)), "one": np.int16})
    assert table.itemsize == bytes_a_row
    assert table.ctypes.data % LINE == 0
    begins = np.arange(100) * table.itemsize
    lines = (begins + table.itemsize - 1) // LINE - begins // LINE + 1
    assert lines.max() == -(-table.itemsize // LINE)


def test_fields_are_columns_of_their_own() -> None:
    table = table_in_lines(5, {"a": np.uint8, "b": np.float64, "c": (np.int16, (2,))})
    table["a"], table["b"], table["c"] = 7, np.arange(5.0), -1
    table["b"][3] = 9.0
    assert table["a"].tolist() == [7] * 5
    assert table["b"].tolist() == [0.0, 1.0, 2.0, 9.0, 4.0]
    assert table["c"].shape == (5, 2)
    assert table["b"].flags.aligned
