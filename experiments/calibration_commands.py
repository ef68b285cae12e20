"""The commands about calibration: calibrate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput

Spec = Annotated[Path, typer.Argument(metavar="SPEC.toml", help="what to calibrate")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="default: out/SPEC")]


def calibrate(
    spec: Spec,
    out: Out = None,
    workers: Annotated[
        str, typer.Option(metavar="N", help="processes of the wave; the search has one")
    ] = "1",
) -> int:
    """Find parameters that meet the targets, and the ranges that would; starts or resumes."""
    from experiments.calibrating.calibration import calibrate as carry_out
    from experiments.calibrating.calibration import calibration_at

    if not workers.isdecimal() or int(workers) < 1:
        raise BadInput("--workers", workers, "a whole number, at least 1")
    order = calibration_at(spec, out)
    if int(workers) > 1:
        order = replace(order, executor="process", workers=int(workers))
    return 0 if carry_out(order) else 1
