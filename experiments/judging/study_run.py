"""Running a study: its sweep, with the runs that other studies have done already, then its verdict.

OUT/NAME/               evidence.csv, verdict.json, figure.png of the last finished effort
OUT/NAME/posterior/     the same where every seed has other values of what nobody knows
OUT/NAME/runs-DIGEST/   the sweep: one a state of code, declaration and effort
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.judging.evidence import evidence
from experiments.judging.shared_runs import borrow
from experiments.judging.study import Effort, Study, asked_by_any
from experiments.judging.study_record import Record, keep
from experiments.places import ROOT
from experiments.sweeping.plan import make_plan
from experiments.sweeping.shards import read_results
from experiments.sweeping.status import look
from experiments.sweeping.store import MANIFEST, RESULTS, Store, begin_store, open_store, starts_of
from experiments.sweeping.sweep import SweepRequest, sweep

RUNS = "runs-"
COMMIT = 10  # letters of it that are kept


@dataclass(frozen=True)
class StudyRequest:
    """What was asked for."""

    studies: Sequence[type[Study]]
    out: Path
    quick: bool = False
    workers: int | None = None
    executor: str = "process"
    effort: Effort | None = None  # instead of the studies' own
    drawn: bool = False  # every seed at another point of the posterior


def run_studies(request: StudyRequest) -> tuple[list[Record], bool]:
    """The records of all studies that could be finished, and whether that is all of them."""
    records, whole = [], True
    for number, study in enumerate(request.studies, start=1):
        print(f"study {number} of {len(request.studies)}: {study.kind}", file=sys.stderr)
        effort = request.effort or (study.quick if request.quick else study.full)
        store = _store(study, effort, request.out, request.drawn)
        if sweep(_sweep_request(store, request)):
            records.append(_record(study, effort, store, request.out))
        elif look(store).left:  # somebody stopped it
            return records, False
        else:
            whole = False
    return records, whole


def _sweep_request(store: Store, request: StudyRequest) -> SweepRequest:
    return SweepRequest(store.spec, store.home, ROOT, request.workers, request.executor, quiet=True)


def _store(study: type[Study], effort: Effort, out: Path, drawn: bool) -> Store:
    """The store of a study's sweep, with what other studies have lived already.

    Its folder is named by the study's own numbers, so that a number of another study begins nothing
    anew. It keeps those that any study asked for when it began, so that they can share runs.
    """
    spec = study.spec(effort, drawn)
    name = f"{RUNS}{make_plan(spec, ROOT).identity[:12]}"
    home = (out / study.kind / name).absolute()
    kept = open_store(home).plan.metrics if (home / MANIFEST).is_file() else asked_by_any()
    spec = spec.model_copy(update={"metrics": kept})
    store = begin_store(home, spec, make_plan(spec, ROOT))
    others = sorted(out.absolute().glob(f"*/{RUNS}*/{RESULTS}"))
    borrow(store, [path for path in others if path.parent != home])
    return store


def _record(study: type[Study], effort: Effort, store: Store, out: Path) -> Record:
    runs = read_results(store.home)
    first = runs[runs["replicate"] < effort.replicates]  # a longer sweep may have been there
    commit, table = _commit(store), evidence(study, first)
    record = Record.of(study, effort, store.plan.code, commit, table, [*store.plan.points])
    keep(record, out / record.place)
    return record


def _commit(store: Store) -> str:
    """The commit of the last start, with a plus if files differed from it; nothing without git."""
    last = starts_of(store.home)[-1]
    return (last["commit"] or "")[:COMMIT] + "+" * bool(last["dirty"])
