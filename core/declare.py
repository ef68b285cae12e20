"""Declare a parameter once: default, unit, meaning, source, range. Everything else reads that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Unfit(ValueError):
    """A group's own rule is broken: which of its keys, by what, and what is allowed."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        super().__init__(f"{key}: {allowed}")
        self.key, self.value, self.allowed = key, value, allowed


class Parameters(BaseModel):
    """A frozen group of declared parameters; unknown keys are refused, and what is no number.

    Infinity is none but where a parameter says so: `most=math.inf`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    @model_validator(mode="after")
    def _every_number_keeps_to_its_bounds(self) -> Self:
        """The bounds of a list, or a table by name, are those of each number in it."""
        for name, field in type(self).model_fields.items():
            extra = field.json_schema_extra
            bounds = extra if isinstance(extra, dict) else {}
            least, most = bounds.get("least"), bounds.get("most")
            low, high = _or(least, -math.inf), _or(most, math.inf)
            kind = "a number" if bounds.get("endless") else "a finite number"
            for key, value in _numbers(name, getattr(self, name)):
                if not low <= value <= high or (math.isinf(value) and not bounds.get("endless")):
                    raise Unfit(key, value, f"{kind} {bounds_in_words(least, most)}")
        return self


def param(
    default: Any,
    unit: str,
    meaning: str,
    source: str,
    low: float | None = None,
    high: float | None = None,
    *,
    least: float | None = None,
    most: float | None = None,
) -> Any:
    """One parameter.

    `low` and `high` are the plausible range (sliders, sensitivity designs); `least` and `most` are
    what makes sense at all (validation), so that a limit case may leave the plausible range; of a
    list or a table they bound each number in it. Infinity is refused unless it is `most`.
    `source` is a tag of the dossier (S16, W1, C24 ...) or the honest word "assumption".
    """
    told: dict[str, Any] = {"unit": unit, "source": source, "low": low, "high": high}
    told["endless"] = most == math.inf
    many = isinstance(default, (tuple, dict))
    if many and not (least is None and most is None):
        told |= {"least": least, "most": most}
    return Field(
        default,
        ge=None if many else least,
        le=None if many else most,
        description=meaning,
        json_schema_extra=told,
    )


def bounds_in_words(least: Any, most: Any) -> str:
    """As in "at least 0 and at most 1"; nothing if there is no bound."""
    told = (("at least", least), ("at most", most))
    there = ((words, bound) for words, bound in told if bound not in (None, math.inf))
    return " and ".join(f"{words} {bound:g}" for words, bound in there)


def share_something(name: str, weights: Mapping[str, float] | Sequence[float]) -> None:
    """A rule of all weights: shares can be made of them, since one counts and all are finite."""
    told = dict(weights) if isinstance(weights, Mapping) else list(weights)
    numbers = told.values() if isinstance(told, dict) else told
    if min(numbers, default=0.0) < 0.0 or not 0.0 < sum(numbers) < math.inf:
        raise Unfit(name, told, "weights of at least 0, finite and not all 0")


def _or(bound: Any, other: float) -> float:
    return other if bound is None else float(bound)


def _numbers(path: str, value: Any) -> Iterator[tuple[str, float]]:
    """Every number: the value itself, or those of a list of lists or of a table, by its path."""
    if isinstance(value, Mapping):
        for name, inside in value.items():
            yield from _numbers(f"{path}.{name}", inside)
    elif isinstance(value, tuple):
        for place, inside in enumerate(value):
            yield from _numbers(f"{path}[{place}]", inside)
    elif isinstance(value, (int, float)):
        yield path, value
