"""The day in another order is made of the same calls as the day."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any

from experiments.validating.other_order import live_other_day
from model.day import live_one_day


def calls(day: Callable[..., Any]) -> list[str]:
    """Every call with its arguments, in order."""
    body = ast.parse(inspect.getsource(day))
    found = [node for node in ast.walk(body) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in sorted(found, key=lambda call: call.lineno)]


def test_both_days_have_the_same_phases_with_the_same_arguments() -> None:
    day, other = calls(live_one_day), calls(live_other_day)
    assert len(day) >= 18
    assert Counter(day) == Counter(other)
    assert day != other
