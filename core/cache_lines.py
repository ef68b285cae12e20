"""Tables whose rows keep to the memory's own lines, for columns that are read together anywhere.

A loop that visits rows in no order waits for lines of 64 bytes, whatever it reads of each. Columns
that it reads together are fields of one table then, and the rest of the program has them as views.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Table

LINE = 64  # bytes that the memory hands over at a time


def table_in_lines(rows: int, fields: dict[str, npt.DTypeLike]) -> Table:
    """An empty table of which no row lies in more lines than it must."""
    kind: Any = np.dtype({"names": [*fields], "formats": [*fields.values()]}, align=True)
    offsets = [kind.fields[name][1] for name in fields]
    size = _padded(kind.itemsize)
    told: Any = {"names": [*fields], "formats": [*fields.values()]}
    told |= {"offsets": offsets, "itemsize": size}
    room = np.empty(rows * size + LINE, np.uint8)
    begin = -room.ctypes.data % LINE
    return room[begin : begin + rows * size].view(np.dtype(told, align=True))


def _padded(size: int) -> int:
    """The next power of two up to a line, else of whole lines."""
    return 1 << (size - 1).bit_length() if size <= LINE else -(-size // LINE) * LINE
