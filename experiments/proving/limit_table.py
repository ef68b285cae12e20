"""All limit cases in one go: run them, tell what came out, keep it as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Floats
from core.errors import BadInput
from core.plugins import discover
from experiments.markdown import table
from experiments.proving.limit import (
    FALSE_ALARM,
    FAULT,
    POWER,
    Comparison,
    Limit,
    Seen,
    bound_on,
    compare,
    holds,
    smallest_seen,
)

LIMITS: Mapping[str, type[Limit[Any]]] = discover("experiments.limits", Limit)  # type: ignore[type-abstract]

FAR = 1_000_000  # between seeds, so that they share no replicate
_COLUMNS = (
    "limit", "row", "closed form", "number", "published", "theory", "model", "s.e.", "z",
    "smallest error seen", "",
)  # fmt: skip


@dataclass(frozen=True)
class LimitResult:
    """One limit's findings, and whether they agree with theory."""

    limit: Limit[Any]
    values: Any
    shown: Mapping[str, Seen]
    findings: list[Comparison]
    holds: bool

    @property
    def smallest_seen(self) -> Floats:
        """The least error of theory that these findings would show, as a share; 0 if any would."""
        return smallest_seen(self.limit, self.values, self.findings, len(LIMITS))

    @property
    def published(self) -> Mapping[str, float]:
        """The textbook's answers, if these are the values of the textbook."""
        return self.limit.textbook if self.values == self.limit.published else {}


def questions(names: Iterable[str], seed: int, drawn: int = 0) -> list[tuple[Limit[Any], Any, int]]:
    """Limits by name (all if none): at published values, then at some drawn at random.

    Each with a seed of its own, so that what does not depend on the values is seen anew.
    """
    asked = []
    for name in list(names) or LIMITS:
        if name not in LIMITS:
            within = next((known for known in LIMITS if name and name in known), None)
            raise BadInput("limit", name, known=LIMITS, nearest=within)
        limit = LIMITS[name]()
        rng = np.random.default_rng([seed, *name.encode()])
        asked.append((limit, limit.published, seed))
        asked += [(limit, limit.others(rng), seed + FAR * (k + 1)) for k in range(drawn)]
    return asked


def answer(limit: Limit[Any], values: Any, seed: int, effort: int) -> LimitResult:
    """Run one limit at these values."""
    shown = limit.simulate(values, seed, effort)
    findings = compare(limit, shown, values)
    return LimitResult(limit, values, shown, findings, holds(findings, len(LIMITS)))


def limits_page(
    answered: Iterable[LimitResult], seed: int, effort: int, pictures: Iterable[Path] = ()
) -> str:
    """A Markdown page with a row a number, then the pictures (paths as seen from the page)."""
    told = list(answered)
    rows = [row for one in told for row in _rows(one)]
    coarse = [row for one in told for row in _coarse(one)]
    shown = "".join(f"\n![{path.stem.replace('_', ' ')}]({path.as_posix()})\n" for path in pictures)
    head, weak = _PREFACE.format(seed=seed, effort=effort), _WEAK.format(fault=FAULT)
    return "\n".join([head, table(_COLUMNS, rows), "", weak, *coarse]) + "\n" + shown


_PREFACE = f"""# Limit cases

Made by `make proof` (`livemarket limits --write`); do not edit. The model is driven by parameters
alone (scenarios/limits/) to where theory knows the answer (experiments/limits/). Seed {{seed}},
effort {{effort}}.

*Published* is the number of the research notes; *theory* is the law of the model's own days,
pieces and finite numbers, where that differs (the limit's docstring says how). A standard error
"exact" means that there is no luck: the number must be right to rounding. One run of this whole
family of limits fails a sound model with chance {FALSE_ALARM:g}; two runs, with twice that. The
*smallest error seen* is how wrong theory could be and still be rejected with chance {POWER:g} at
this effort, as a share of what the number measures: its distance from what it would be if the
mechanism did nothing.
"""
_WEAK = """## What does not see a tenth at effort 1

Every other number rejects theory that is wrong by {fault:.0%} at the smallest effort; these need
more (the error seen shrinks with the square root of the effort).
"""


def _rows(one: LimitResult) -> list[tuple[str, ...]]:
    head = (one.limit.kind, one.limit.code, one.limit.closed_form)
    verdict = "holds" if one.holds else "FAILS"
    return [(*head, *cells(one, row), verdict) for row in range(len(one.findings))]


def _coarse(one: LimitResult) -> list[str]:
    return [
        f"- {one.limit.kind}, {name}: {fault:.0%} at effort 1; {because}."
        for name, (fault, because) in one.limit.coarse.items()
    ]


def cells(one: LimitResult, row: int) -> tuple[str, ...]:
    """A finding's number, published answer, theory, model, error, z and smallest error seen."""
    f = one.findings[row]
    published = f"{one.published[f.name]:.6g}" if f.name in one.published else ""
    error, least = "exact", "exact"
    if f.error:
        error, least = f"{f.error:.2g}", f"{100.0 * float(one.smallest_seen[row]):.2g} %"
    numbers = (f"{f.expected:.6g}", f"{f.simulated:.6g}", error, f"{f.z:+.2f}", least)
    return (f.name, published, *numbers)


def how_to_read(answered: Iterable[LimitResult]) -> str:
    """What the last columns of the table mean, for who sees it for the first time."""
    lucky = [one.findings for one in answered if any(finding.error for finding in one.findings)]
    bounds = sorted({f"{bound_on(findings, len(LIMITS)):.1f}" for findings in lucky})
    fails = f" (a limit fails beyond {' to '.join(bounds[:: max(1, len(bounds) - 1)])})"
    return (
        f"z: the model's distance from theory in standard errors{fails if bounds else ''}. Least "
        f"seen: how wrong theory could be, as a share of what is measured, and still be found out "
        f"with chance {POWER:g}. Exact: no luck, so right to rounding."
    )


def values_told(values: Any) -> str:
    """Values in a line, short."""
    if isinstance(values, float):
        return f"{values:.4g}"
    if isinstance(values, tuple):
        names = getattr(values, "_fields", ("",) * len(values))
        parts = [
            f"{name} {values_told(value)}".strip()
            for name, value in zip(names, values, strict=True)
        ]
        return ", ".join(parts) if hasattr(values, "_fields") else f"({'; '.join(parts)})"
    return str(values)


def limits_listed() -> list[tuple[str, str, str]]:
    """Name, row of the research notes and first line of each limit."""
    return [
        (kind, limit.code, (limit.__doc__ or "").partition("\n")[0])
        for kind, limit in LIMITS.items()
    ]
