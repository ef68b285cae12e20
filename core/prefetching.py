"""Ask for memory before it is needed, so that a loop over scattered rows does not wait for each.

Only time depends on it: a row asked for in vain, or beyond the end of its array, does no harm.
"""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

_declare: Any = cgutils.get_or_insert_function  # untyped
AHEAD = 8  # rows: about the time that memory takes to answer, in the loops of this model


def _ask(_typing: Any, array: Any, row: Any) -> Any:
    """The machine's prefetch of the cache lines in which a row of an array begins and ends."""
    is_long = array.ndim > 1 or isinstance(array.dtype, types.Record)  # so it may lie in two

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        view = context.make_array(signature.args[0])(context, builder, values[0])
        stride = builder.extract_value(view.strides, 0)
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        prefetch = _declare(builder.module, kind, "llvm.prefetch.p0")
        read, keep, data = word(0), word(3), word(1)
        at = builder.add(builder.ptrtoint(view.data, stride.type), builder.mul(values[1], stride))
        last = builder.sub(builder.add(at, stride), stride.type(1))
        for place in (at, last) if is_long else (at,):
            builder.call(prefetch, [builder.inttoptr(place, byte), read, keep, data])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


def _ignore(_array: Any, _row: int) -> None:
    """Plain Python has no use for it."""


fetch_ahead: Any = _ignore if numba.config.DISABLE_JIT else intrinsic(_ask)  # type: ignore[attr-defined]
