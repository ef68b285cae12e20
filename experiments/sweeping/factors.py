"""What a sweep varies: a parameter, and either its levels or a range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Floats
from core.describe import ParameterRow, describe
from core.errors import BadInput, closest
from core.scenario import build
from core.trees import EVERY, leaves, nested
from model.parameters import Scenario

SEED = "market.seed"
SCENARIO = "scenario"  # a factor of this name chooses the scenario that a run starts from
RANGE = ("low", "high", "log")


@dataclass(frozen=True)
class Factor:
    """A parameter that varies. `levels` if values are listed, else low ... high."""

    path: str
    levels: tuple[Any, ...] = ()
    low: float = math.nan
    high: float = math.nan
    log: bool = False  # equal steps are equal ratios
    whole: bool = False  # only whole numbers

    def at(self, share: float) -> Any:
        """The value at a share of the way from low to high, or through the levels.

        Every whole number has the same part of the way, the last as much as any: v that of v to
        v + 1. A share of 1 is `high` all the same.
        """
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        if self.log:
            value = self.low * (self._end / self.low) ** share
        else:
            value = self.low + share * (self._end - self.low)
        return min(math.floor(value), int(self.high)) if self.whole else value

    def share(self, values: Floats) -> Floats:
        """Shares of the way at which values lie; a whole number lies in the middle of its part."""
        if self.whole:
            return (self._way(values) + self._way(values + 1.0)) / 2.0
        return self._way(values)

    @property
    def _end(self) -> float:
        return self.high + 1 if self.whole else self.high

    def _way(self, values: Floats) -> Floats:
        if self.log:
            return np.asarray(np.log(values / self.low) / math.log(self._end / self.low))
        return np.asarray((values - self.low) / (self._end - self.low))


def read_factors(told: Mapping[str, Any]) -> tuple[Factor, ...]:
    """The factors of a spec: `"a.b" = [1, 2]`, `"a.b" = { low = 1, high = 2 }`, `"a.b" = {}`.

    Bounds that are not given are the declared ones. Dots may be written as TOML tables.
    """
    return tuple(_factor(path, value) for path, value in _flat(told).items())


def refuse_seed(path: str) -> None:
    """Luck is never varied by accident."""
    if path.strip() == SEED:
        allowed = "nothing: write `seed` and `replicates` at the top of the spec instead; each "
        raise BadInput(path, allowed=allowed + "replicate has its seed, the same everywhere")


def flat(told: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted path, however tables and dots were mixed; never the seed."""
    found = leaves(told)
    for path in found:
        refuse_seed(path)
    return found


def _flat(told: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Tables of tables as dotted paths, down to what says how a factor varies."""
    found: dict[str, Any] = {}
    for key, value in told.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping) and any(
            isinstance(v, Mapping | list) for v in value.values()
        ):
            found |= _flat(value, f"{path}.")
        else:
            found[path] = value
    return found


def _factor(path: str, told: Any) -> Factor:
    refuse_seed(path)
    if isinstance(told, list):
        if not told:
            raise BadInput(f"factors.{path}", told, "at least one value")
        return Factor(path, levels=tuple(told))
    if not isinstance(told, Mapping):
        raise BadInput(f"factors.{path}", told, "[a, b, ...] or { low = a, high = b } or {}")
    for key in told:
        if key not in RANGE:
            raise BadInput(
                f"factors.{path}.{key} is not known", known=RANGE, nearest=closest(key, RANGE)
            )
    if path == SCENARIO:
        raise BadInput("factors.scenario", told, "a list of scenarios")
    row = declared(path)
    low, high = told.get("low", row.low), told.get("high", row.high)
    if low is None or high is None:
        allowed = "{ low = a, high = b } or [a, b, ...]: the parameter declares no bounds"
        raise BadInput(f"factors.{path}", dict(told), allowed)
    log = bool(told.get("log", False))
    if not (_is_number(low) and _is_number(high)) or low >= high or (log and low <= 0):
        raise BadInput(f"factors.{path}", {"low": low, "high": high}, "numbers, low below high"
                       + " and above 0" * log)  # fmt: skip
    if not row.type.startswith("integer"):
        return Factor(path, low=low, high=high, log=log)
    if math.ceil(low) >= math.floor(high):
        raise BadInput(f"factors.{path}", {"low": low, "high": high}, "two whole numbers or more")
    return Factor(path, low=math.ceil(low), high=math.floor(high), log=log, whole=True)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def declared(path: str) -> ParameterRow:
    """The declaration behind a path; BadInput with the nearest name if there is none."""
    steps = path.split(".")
    for row in describe(Scenario):
        parts = row.path.split(".")
        if len(parts) == len(steps) and all(
            part in (step, "<name>") for part, step in zip(parts, steps, strict=True)
        ):
            return row
    build(Scenario, nested(path.replace(EVERY, "any"), 0))  # tells the nearest name
    raise BadInput(f"factors.{path} is not known")
