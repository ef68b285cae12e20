"""Where the runs of one sweep are kept, so that none is lost and none is done twice.

sweep.json        what the sweep is: spec, resolved scenarios, code; versions of every start
design.parquet    a row a configuration
runs/             a small file a finished run, written by the worker that lived it
shards/           the same rows in Parquet, a file for so many places; see shards.py
failures/         runs that were given up, each with its reason
folders/          whole folders of runs, if the spec wants them
results.parquet   all finished runs in order, made from runs/ and shards/
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from core.errors import BadInput
from core.plugins import own_plugins
from experiments.durable import write_durably, write_text_durably
from experiments.sweeping.plan import Plan
from experiments.sweeping.spec import Spec, spec_of
from experiments.sweeping.starts import Start, starts_in, this_start
from model.results import SHAPING

MANIFEST = "sweep.json"
LOCK = "merge.lock"  # held by who writes what is shared: manifest, shards, results
DESIGN = "design.parquet"
RESULTS = "results.parquet"
RUNS, SHARDS, FAILURES, FOLDERS = "runs", "shards", "failures", "folders"
BLOCK = 512  # places a shard


@dataclass(frozen=True)
class Failure:
    """Why a run was given up."""

    position: int
    reason: str
    attempts: int


@dataclass(frozen=True)
class Store:
    """The folder of one sweep."""

    home: Path
    plan: Plan
    spec: Spec

    def run_file(self, position: int) -> Path:
        """Where a finished run is kept until it is merged."""
        return run_file(self.home, position)

    def shard_file(self, block: int) -> Path:
        """Where the runs of places block x BLOCK and following are merged."""
        return self.home / SHARDS / f"{block:06d}.parquet"

    def waiting(self) -> list[int]:
        """Places of finished runs that are not merged yet, in order."""
        return sorted(int(path.stem) for path in (self.home / RUNS).glob("[0-9]*.json"))

    def blocks(self) -> list[int]:
        """Numbers of the shards there are, in order."""
        return sorted(int(path.stem) for path in (self.home / SHARDS).glob("[0-9]*.parquet"))

    def failures(self) -> dict[int, Failure]:
        """Runs given up, by place."""
        found = sorted((self.home / FAILURES).glob("[0-9]*.json"))
        return {int(path.stem): Failure(**json.loads(path.read_text())) for path in found}

    def failure_file(self, position: int) -> Path:
        """Where it is told why a run was given up."""
        return self.home / FAILURES / f"{position:08d}.json"

    def give_up(self, failure: Failure) -> None:
        """Put a run into quarantine: it is not tried again until its file is removed."""
        write_text_durably(self.failure_file(failure.position), json.dumps(vars(failure)) + "\n")

    def name(self, position: int) -> str:
        """A run in words: its place, replicate, and what its configuration changes."""
        replicate, configuration = divmod(position, len(self.plan))
        changes = self.plan.changes(configuration)
        told = ", ".join(f"{path} = {value}" for path, value in changes.items()) or "as it is"
        return f"run {position} (configuration {configuration}: {told}; replicate {replicate})"

    def epitaph(self, failure: Failure) -> str:
        """A run given up, and why, in one line."""
        told = f"given up after {failure.attempts} tries, {failure.reason}"
        return f"{told}: {self.name(failure.position)}"


def run_file(home: Path, position: int) -> Path:
    """Where the worker puts a finished run."""
    return home / RUNS / f"{position:08d}.json"


def open_store(home: Path) -> Store:
    """The store in a folder, with the plan as it was when the sweep began."""
    try:
        told = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadInput("DIR", str(home), f"the folder of a sweep, with {MANIFEST}") from None
    table = pd.read_parquet(home / DESIGN)
    for name in told["objects"]:
        table[name] = pd.Series([json.loads(cell) for cell in table[name]], dtype=object)
    plan = Plan(table=table, **told["plan"] | {"metrics": tuple(told["plan"]["metrics"])})
    return Store(home, plan, spec_of(told["spec"]))


def plugins_of(home: Path) -> list[str]:
    """The plugins of somebody's own with which a sweep was made."""
    told = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
    return [str(name) for name in told.get("plugins", ())]


def begin_store(home: Path, spec: Spec, plan: Plan) -> Store:
    """The store for a plan: a new one, or the one that is there if it holds the same sweep.

    More replicates, another rule for stopping and other words are the same sweep.
    """
    if (home / MANIFEST).is_file():
        _refuse_other(open_store(home).plan, plan, home)
    else:
        _refuse_foreign(home)
    store = Store(home, plan, spec)
    try:
        for folder in (RUNS, SHARDS, FAILURES):
            (home / folder).mkdir(parents=True, exist_ok=True)
        with _manifest_lock(home):
            _write_manifest(store, starts_of(home) or [this_start()])
    except OSError as error:
        allowed = f"a folder that can be written ({error.strerror})"
        raise BadInput("--out", str(home), allowed) from None
    return store


def starts_of(home: Path) -> list[Start]:
    """With what the sweep in a folder was worked on: starts that differ, the first one first."""
    path = home / MANIFEST
    return starts_in(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def note_start(store: Store) -> None:
    """Add to the manifest that runs are now lived with this commit and these versions."""
    with _manifest_lock(store.home):
        starts = starts_of(store.home)
        if (now := this_start()) not in starts:
            _write_manifest(store, [*starts, now])


def _manifest_lock(home: Path) -> FileLock:
    return FileLock(home / LOCK)


def _write_manifest(store: Store, starts: list[Start]) -> None:
    table = store.plan.table.copy()
    objects = [name for name in table if table[name].dtype == object and not _words(table[name])]
    for name in objects:
        table[name] = table[name].map(json.dumps)
    plan = {name: getattr(store.plan, name) for name in _PLAN}
    told = {
        "spec": store.spec.model_dump(mode="json"),
        "plan": plan,
        "objects": objects,
        "plugins": own_plugins((*SHAPING, "measures")),
        "starts": starts,
    }
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    if not (store.home / DESIGN).is_file():
        write_durably(store.home / DESIGN, lambda beside: table.to_parquet(beside, index=False))
    write_text_durably(store.home / MANIFEST, text)


_PLAN = tuple(one.name for one in fields(Plan) if one.name != "table")  # that is DESIGN


def _words(cells: pd.Series[Any]) -> bool:
    """Whether Parquet gives these cells back as they are: a hole would turn 5 into 5.0."""
    return all(isinstance(cell, str) for cell in cells)


def _refuse_other(there: Plan, wanted: Plan, home: Path) -> None:
    if there.code != wanted.code:
        allowed = "a new folder: this sweep was begun with other code, and runs of two versions"
        raise BadInput("--out", str(home), f"{allowed} do not mix")
    if changed := there.changed_files():
        since = f"{', '.join(changed)} changed since this sweep began"
        raise BadInput("--out", str(home), f"a new folder: {since}")
    if there.identity != wanted.identity:
        raise BadInput("--out", str(home), "a new folder: this one holds another sweep")


def _refuse_foreign(home: Path) -> None:
    ours = {RUNS, SHARDS, FAILURES, DESIGN, LOCK}
    if home.exists() and not home.is_dir():
        raise BadInput("--out", str(home), "a folder")
    if home.is_dir() and any(
        path.name not in ours and not path.name.endswith(".tmp") for path in home.iterdir()
    ):
        raise BadInput("--out", str(home), "a new or empty folder, or the folder of this sweep")
