"""The commands about calibration and what it is worth: calibrate, validate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput
from experiments.options import Out, whole_number

Spec = Annotated[Path, typer.Argument(metavar="SPEC.toml", help="what to calibrate")]


def calibrate(
    spec: Spec,
    out: Out = None,
    workers: Annotated[
        str, typer.Option(metavar="N", help="processes of the wave; the search has one")
    ] = "1",
) -> int:
    """Find parameters that meet the targets.

    And the ranges that would. Starts or resumes.
    """
    from experiments.calibrating.calibration import calibrate as carry_out
    from experiments.calibrating.calibration import calibration_at

    order, count = calibration_at(spec, out), whole_number("--workers", workers)
    if count > 1:
        order = replace(order, executor="process", workers=count)
    return 0 if carry_out(order) else 1


def validate(
    parts: Annotated[
        list[str] | None,
        typer.Argument(help="targets, predictions, artefacts, demand; default: all"),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="small markets, few seeds")] = False,
    series: Annotated[
        Path | None, typer.Option(metavar="FILE", help="weekly sales of UCI 396, for demand")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="write docs/validation.md")] = False,
) -> int:
    """Hold the base scenario against what is known.

    Targets, held-out predictions, artefacts, real demand. Exit status 1 if the targets are missed.
    """
    from experiments.validating.validation import (
        LITTLE,
        PAGE,
        PARTS,
        WHOLE,
        validate_part,
        with_parts,
    )

    names = parts or [name for name in PARTS if name != "demand" or series]
    for name in names:
        if name not in PARTS:
            raise BadInput("PART", name, known=PARTS)
    made = {}
    for name in names:
        part = made[name] = validate_part(name, LITTLE if quick else WHOLE, series, write)
        print(f"# {name}\n{part.text}\n", flush=True)
        if write:
            PAGE.write_text(with_parts(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 0 if all(part.holds for part in made.values()) else 1
