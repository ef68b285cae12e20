"""The commands about sweeps: sweep, status, verify, compact, sensitivity."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput
from experiments.options import Out, Workers, whole_number, workers_of

Spec = Annotated[Path, typer.Argument(metavar="SPEC.toml", help="what to sweep")]
Home = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a sweep")]


def sweep(
    spec: Spec,
    out: Out = None,
    workers: Workers = None,
    executor: Annotated[
        str, typer.Option(metavar="WORD", help="process, serial, dask, or dask://HOST:PORT")
    ] = "process",
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="only this part, for batch schedulers")
    ] = None,
) -> int:
    """Start or resume many runs; none is lost, none done twice."""
    from experiments.sweeping.sweep import request_of
    from experiments.sweeping.sweep import sweep as carry_out

    count, part = workers_of(workers), _part(shard)
    request = replace(request_of(spec, out), workers=count, executor=executor, shard=part)
    return 0 if carry_out(request) else 1


def status(home: Home) -> int:
    """Tell how far a sweep is.

    Exit status 1 while something is left, given up or damaged.
    """
    from experiments.sweeping.status import print_status

    return 0 if print_status(home) else 1


def verify(
    home: Annotated[Path, typer.Argument(metavar="DIR", help="a sweep, or one run's folder")],
    sample: Annotated[str, typer.Option(metavar="N", help="runs of a sweep to live again")] = "5",
    everything: Annotated[bool, typer.Option("--all", help="live all of them again")] = False,
) -> int:
    """Live finished runs again and compare their digests.

    Exit status 1 if any differs.
    """
    from experiments.sweeping.verification import verify as carry_out

    return 0 if carry_out(home, None if everything else whole_number("--sample", sample)) else 1


def compact(home: Home) -> int:
    """Write results.parquet of a sweep anew, finished or not."""
    from experiments.sweeping.shards import merge, write_results
    from experiments.sweeping.status import require_runs
    from experiments.sweeping.store import open_store

    store = open_store(home)
    require_runs(store)
    merge(store)
    print(f"results in {write_results(store)}")
    return 0


def sensitivity(
    spec: Spec,
    out: Out = None,
    run: Annotated[bool, typer.Option("--run", help="start or resume the sweep first")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="write docs/generated/sensitivity.md (base_morris.toml)")
    ] = False,
) -> int:
    """Tell which factors matter (Morris, Sobol, PAWN).

    Refused while runs are missing.
    """
    from experiments.sweeping.sensitivity import check_design
    from experiments.sweeping.sensitivity import sensitivity as carry_out
    from experiments.sweeping.sensitivity_page import PAGE, SPEC, sensitivity_page
    from experiments.sweeping.store import MANIFEST
    from experiments.sweeping.sweep import request_of
    from experiments.sweeping.sweep import sweep as sweep_first

    request = request_of(spec, out)
    check_design(request)
    if not (run or (request.home / MANIFEST).is_file()):
        allowed = f"one whose sweep is in {request.home}: --run lives it first"
        raise BadInput("SPEC", str(spec), f"{allowed}, --out DIR says where else it is")
    if write and spec.resolve() != SPEC:
        raise BadInput("--write", str(spec), f"{SPEC.name}, of which there is a page")
    if run and not sweep_first(request):
        return 1
    found = carry_out(request)
    path = request.home / "sensitivity.csv"
    found.to_csv(path)
    print(found.to_string(float_format="%.4g"))
    print(f"indices in {path}")
    if write:
        PAGE.write_text(sensitivity_page(request.spec, found), encoding="utf-8")
    return 0


def _part(text: str | None) -> tuple[int, int]:
    if text is None:
        return (1, 1)
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise BadInput("--shard", text, "I/N with I from 1 to N, such as 3/8")
    return (int(found[1]), int(found[2]))
