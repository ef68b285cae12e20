"""Names for the kinds of array that cross module borders."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]
Table: TypeAlias = npt.NDArray[np.void]  # a structured array: a row a thing, a field a column
Record: TypeAlias = Any  # a row of a table, as compiled code sees it: its fields are attributes
