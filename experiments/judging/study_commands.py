"""The commands about studies: study, and report for whatever a folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.plugins import choose
from experiments.options import Workers, workers_of

OUT = Path("out", "studies")

Quick = Annotated[
    bool, typer.Option("--quick", help="small markets: --all takes half an hour on two cores")
]
Drawn = Annotated[
    bool,
    typer.Option("--posterior", help="each seed at another point of what the calibration leaves"),
]


def study(
    names: Annotated[list[str] | None, typer.Argument(help="which; see --list")] = None,
    listing: Annotated[bool, typer.Option("--list", help="name all studies and stop")] = False,
    everything: Annotated[bool, typer.Option("--all", help="all of them")] = False,
    quick: Quick = False,
    posterior: Drawn = False,
    workers: Workers = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="where runs are kept")] = OUT,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="keep results in docs/ and write docs/claims.md; alone: those that are in DIR",
        ),
    ] = False,
) -> int:
    """Answer claims of the source text, with verdicts.

    Starts or resumes the runs of studies; without a name, lists them.
    """
    from experiments.judging.study import all_studies
    from experiments.judging.study_table import print_list, print_verdicts

    if listing or not (names or everything or write):
        print_list()
        return 0
    from experiments.judging.claims_page import fresh_records, publish
    from experiments.judging.claims_report import write_claims_report
    from experiments.judging.study_report import write_study_report
    from experiments.judging.study_run import StudyRequest, run_studies

    chosen = list(all_studies()) if everything else list(names or ())
    request = StudyRequest(
        [choose(all_studies(), name, "study") for name in chosen],
        out,
        quick,
        workers_of(workers),
        drawn=posterior,
    )
    records, finished = run_studies(request) if chosen else (fresh_records(out), True)
    for record in records:
        write_study_report(record, out / record.place)
    print_verdicts(records, out)
    if len(records) > 1:
        print(f"to read: {write_claims_report(out)}")
    if write:
        publish(records)
    return 0 if finished else 1


def report(
    home: Annotated[Path, typer.Argument(metavar="DIR", help="of a run, a sweep, a study or many")],
) -> int:
    """Write DIR/report.html anew; it needs no other file."""
    from experiments.judging.any_report import write_any_report

    print(f"to read: {write_any_report(home)}")
    return 0
