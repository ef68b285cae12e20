"""A calibration from spec to folder: search, check with fresh luck, and what else would do.

trials.db, trials.parquet   every point that was tried, and what it came to
best.toml                   the best of them, as a scenario that extends the one it began with
targets.parquet             every target: its range, before, with fresh luck, inside or not
wave/                       the sweep behind the ranges (experiments.sweeping.sweep)
posterior.parquet           points that would do; ranges.parquet, emulated.parquet
points.csv, lived.parquet   some of them, equally likely, and what a market comes to at each
figures/, manifest.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from core.errors import BadInput
from core.trees import spread
from experiments.calibrating.figures import draw_posterior, draw_targets
from experiments.calibrating.points import equally_likely, lived_at, write_points
from experiments.calibrating.posterior import Posterior, cube_of, find_posterior
from experiments.calibrating.search import finished, open_study, search, trials_frame
from experiments.calibrating.spec import read_calibration
from experiments.calibrating.table import target_table, verdict
from experiments.calibrating.trial import FRESH, Problem, make_problem, numbers_at
from experiments.durable import write_durably, write_text_durably
from experiments.interrupts import stoppable
from experiments.style import write_png
from experiments.sweeping.plan import code_version, files_of, told_digest
from experiments.sweeping.sensitivity import complete_means
from experiments.sweeping.spec import spec_of
from experiments.sweeping.store import open_store
from experiments.sweeping.sweep import SweepRequest, sweep
from model.results import commit, versions
from model.watching.tables import digest

WAVE = "wave"
LOCK = "calibration.lock"  # let go by the system at death


@dataclass(frozen=True)
class CalibrationRequest:
    """What was asked for."""

    problem: Problem
    home: Path
    folder: Path  # where the spec lies
    executor: str = "serial"
    workers: int = 1


def calibration_at(path: Path, out: Path | None = None) -> CalibrationRequest:
    """The calibration of a spec file; its folder is out/<name of the spec> if not said."""
    problem = make_problem(read_calibration(path), path.parent)
    return CalibrationRequest(problem, (out or Path("out", path.stem)).absolute(), path.parent)


def calibrate(request: CalibrationRequest) -> bool:
    """Start a calibration or go on with it; True if it came to its end."""
    home = request.home
    if home.exists() and not home.is_dir():
        raise BadInput("--out", str(home), "a folder")
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        return _go_on(request)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keep others out: each trial depends on those before it, so that two drivers gain nothing."""
    lock = FileLock(home / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        allowed = "a folder in which no other calibration is at work"
        raise BadInput("--out", str(home), allowed) from None
    try:
        yield
    finally:
        lock.release()


def _go_on(request: CalibrationRequest) -> bool:
    problem, home = request.problem, request.home
    study = open_study(f"sqlite:///{home / 'trials.db'}", _identity(problem))
    with stoppable("trial") as stop:
        search(problem, study, stop)
    trials = trials_frame(study)
    _keep(trials, home / "trials.parquet")
    if len(finished(study)) < problem.spec.search.trials:
        print("stopped: every finished trial is kept, the same command resumes", file=sys.stderr)
        return False
    if problem.spec.wave.samples and not sweep(_wave(request)):
        return False
    best = {str(path): value for path, value in study.best_trial.params.items()}
    write_text_durably(home / "best.toml", best_toml(problem, best))
    _finish(request, best)
    return True


def _finish(request: CalibrationRequest, best: dict[str, Any]) -> None:
    """Live the best with luck that no fit saw, tell how near it is, and keep all tables."""
    problem, home = request.problem, request.home
    fresh = range(FRESH, FRESH + problem.spec.check.replicates)
    runs = numbers_at(problem, best, fresh)
    table = target_table(problem, runs, numbers_at(problem, problem.defaults(), fresh))
    tables = {"targets": table, "check": runs.reset_index()}
    write_png(draw_targets(problem.targets, table), home / "figures" / "targets.png")
    words = verdict(table)[1]
    for name, frame in tables.items():
        _keep(frame, home / f"{name}.parquet")
    if problem.spec.wave.samples:
        found = posterior_of(request, runs)
        tables |= {"posterior": found.points, "ranges": found.ranges, "emulated": found.emulated}
        write_png(draw_posterior(found), home / "figures" / "posterior.png")
        words += f"\n{len(found.points)} of {found.tried} points would do"
        words += f" ({found.missed} targets missed)" if found.missed else ""
        tables["lived"], told = _live_points(problem, home, equally_likely(found))
        words += f"\n{told}"
        print(found.ranges.to_string(index=False, float_format="%.4g"))
    for name, frame in tables.items():
        _keep(frame, home / f"{name}.parquet")
    _write_manifest(problem, home, best, tables)
    shown = ["target", "low", "base", "high", "before", "simulated", "inside", "grade"]
    print(table[shown].to_string(index=False, float_format="%.4g"))
    print(f"{words}\nresults in {home}")


def _live_points(problem: Problem, home: Path, points: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Keep points, live a market at each, and say in words how many targets these meet."""
    write_points(points, home / "points.csv")
    lived = lived_at(problem, points)
    low, middle, high = lived["inside"].quantile([0.0, 0.5, 1.0])
    words = f"at {len(points)} of them, lived once each, {low:g} to {high:g} targets lie inside"
    return lived, f"{words}, {middle:g} mostly"


def posterior_of(request: CalibrationRequest, runs: pd.DataFrame) -> Posterior:
    """What the finished wave says would do."""
    store = open_store(request.home / WAVE)
    answers = complete_means(store)
    points = cube_of(request.problem.factors, store.plan.table.loc[answers.index])
    return find_posterior(request.problem, points, answers, runs.var(ddof=1))


def best_toml(problem: Problem, best: dict[str, Any]) -> str:
    """The best as a scenario: what it changes; a star is every name in its place."""
    spec = problem.spec
    lines = [f'extends = "{spec.scenario}"', f'title = "{spec.title} (calibrated)"']
    told = {found: value for path, value in best.items() for found in spread(path, problem.base)}
    return "\n".join([*lines, *(f"{path} = {value!r}" for path, value in told.items())]) + "\n"


def _wave(request: CalibrationRequest) -> SweepRequest:
    spec = request.problem.spec
    tree = {
        "title": f"{spec.title}: the wave", "scenario": spec.scenario, "fixed": spec.fixed,
        "factors": spec.free, "days": spec.days, "seed": spec.seed,
        "replicates": spec.wave.replicates, "metrics": list(request.problem.measures),
        "design": {"kind": "latin_hypercube", "samples": spec.wave.samples},
    }  # fmt: skip
    asked = SweepRequest(spec_of(tree), request.home / WAVE, request.folder)
    return replace(asked, workers=request.workers, executor=request.executor)


def _identity(problem: Problem) -> str:
    """Digest of what a trial depends on: more trials and other checks are the same calibration."""
    files = files_of(problem.base)
    return told_digest([
        problem.base, repr(problem.factors), repr(problem.targets), problem.spec.seed,
        problem.spec.search.replicates, code_version(), *([files] if files else []),
    ])  # fmt: skip


def _write_manifest(
    problem: Problem, home: Path, best: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    told = {
        "spec": problem.spec.model_dump(mode="json"), "best": best,
        "identity": _identity(problem), "code": code_version(), "commit": commit(),
        "versions": versions(), "digests": {name: digest(one) for name, one in tables.items()},
    }  # fmt: skip
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    write_text_durably(home / "manifest.json", text)


def _keep(frame: pd.DataFrame, path: Path) -> None:
    write_durably(path, lambda beside: frame.to_parquet(beside, index=False))
