"""All limit cases in one go: run them, tell what came out, keep it as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.plugins import choose, discover
from experiments.limit import FALSE_ALARM, Finding, Limit, Seen, compare, holds

LIMITS: Mapping[str, type[Limit[Any]]] = discover("experiments.limits", Limit)  # type: ignore[type-abstract]

_HEAD = "| limit | row | closed form | number | theory | model | s.e. | z | |\n" + "|---" * 9 + "|"


@dataclass(frozen=True)
class Answer:
    """One limit's findings, and whether they agree with theory."""

    limit: Limit[Any]
    values: Any
    shown: Mapping[str, Seen]
    findings: list[Finding]
    holds: bool


def questions(names: Iterable[str], seed: int, drawn: int = 0) -> list[tuple[Limit[Any], Any]]:
    """Limits by name (all if none): at published values, then at some drawn at random."""
    asked = []
    for name in list(names) or LIMITS:
        limit = choose(LIMITS, name, "limit")()
        rng = np.random.default_rng([seed, *name.encode()])
        asked += [(limit, limit.published), *((limit, limit.others(rng)) for _ in range(drawn))]
    return asked


def answer(limit: Limit[Any], values: Any, seed: int, effort: int) -> Answer:
    """Run one limit at these values."""
    shown = limit.simulate(values, seed, effort)
    findings = compare(limit, shown, values)
    return Answer(limit, values, shown, findings, holds(findings, len(LIMITS)))


def limits_page(
    answered: Iterable[Answer], seed: int, effort: int, pictures: Iterable[Path] = ()
) -> str:
    """A Markdown page with a row a number, then the pictures (paths as seen from the page)."""
    rows = [row for one in answered for row in _rows(one)]
    told = (
        "# Limit cases\n\nMade by `make proof` (`livemarket limits --write`); do not edit. The "
        "model is driven by parameters alone (scenarios/limits/) to where theory knows the answer "
        f"(experiments/limits/). Seed {seed}, effort {effort}. A standard error of 0 means that "
        "there is no luck: the number must be exact. A sound model fails any of these, all "
        f"together, with chance {FALSE_ALARM:g}."
    )
    shown = "".join(f"\n![{path.stem.replace('_', ' ')}]({path.as_posix()})\n" for path in pictures)
    return told + "\n\n" + "\n".join([_HEAD, *rows]) + "\n" + shown


def _rows(one: Answer) -> list[str]:
    limit = one.limit
    form = limit.closed_form.replace("|", "\\|")
    return [
        f"| {limit.kind} | {limit.code} | {form} | {f.name} | {f.expected:.6g} | {f.simulated:.6g} "
        f"| {f.error:.2g} | {f.z:+.2f} | {'holds' if one.holds else 'FAILS'} |"
        for f in one.findings
    ]
