"""Ask for memory before it is needed, so that a loop over scattered rows does not wait for each.

Only time depends on it: a row asked for in vain, or beyond the end of its array, does no harm.
"""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

_declare: Any = cgutils.get_or_insert_function  # these three are untyped
_unpack: Any = cgutils.unpack_tuple
_tuple_of: Any = types.StarArgTuple.from_types
AHEAD = 8  # rows: about the time that memory takes to answer, in the loops of this model


def _ask(_typing: Any, row: Any, *columns: Any) -> Any:
    """Ask for one row of each of these columns."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place, arrays = values[0], _unpack(builder, values[1])
        for kind, array in zip(signature.args[1], arrays, strict=True):
            _prefetch(builder, kind, context.make_array(kind)(context, builder, array), place)
        return context.get_dummy_value()

    return types.void(types.intp, _tuple_of(columns)), generate


def _prefetch(builder: Any, kind: Any, array: Any, row: Any) -> None:
    """The machine's prefetch of the cache lines in which a row of an array begins and ends."""
    is_long = kind.ndim > 1 or isinstance(kind.dtype, types.Record)  # so it may lie in two
    stride = builder.extract_value(array.strides, 0)
    byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
    instruction = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
    prefetch = _declare(builder.module, instruction, "llvm.prefetch.p0")
    read, keep, data = word(0), word(3), word(1)
    at = builder.add(builder.ptrtoint(array.data, stride.type), builder.mul(row, stride))
    size = array.itemsize
    for extent in _unpack(builder, array.shape)[1:]:
        size = builder.mul(size, extent)
    last = builder.sub(builder.add(at, size), stride.type(1))
    for place in (at, last) if is_long else (at,):
        builder.call(prefetch, [builder.inttoptr(place, byte), read, keep, data])


def _ignore(_row: int, *_columns: Any) -> None:
    """Plain Python has no use for it."""


fetch_ahead: Any = _ignore if numba.config.DISABLE_JIT else intrinsic(_ask)  # type: ignore[attr-defined]
