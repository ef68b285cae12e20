"""The list of runs: configurations times replicates, each run with its place, luck and identity.

Places go replicate by replicate, so that a sweep that stops early has all configurations, and one
that is given more replicates later keeps the places of what it has.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.errors import BadInput, listed
from core.luck import Luck
from core.plugins import OWN_PLUGINS
from core.scenario import build, resolve
from core.trees import Tree, changed
from experiments.measure import chosen_numbers
from experiments.places import ROOT, SCENARIOS
from experiments.sweeping.design import Question, read_design
from experiments.sweeping.factors import SCENARIO, flat, read_factors
from experiments.sweeping.spec import GOOD_FIRST, LEAST_FIRST, Spec, Stop
from experiments.sweeping.unknowns import Points, at_turn, how_many, left_open, read_points
from model.names import check_names
from model.parameters import Scenario

CHECKED = 2_000  # configurations that are validated before the first run
SOURCES = (  # that can change a number
    "core", "agents", "model", "experiments/measures", "experiments/measure.py",
    "experiments/outcome.py", "experiments/live.py", "experiments/sweeping/worker.py",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One run, as it is sent to a worker."""

    position: int  # its place in the plan
    configuration: int  # row of the design
    replicate: int
    id: str  # digest of the resolved configuration, its seed, and the code
    code: str
    scenario: Tree  # every parameter, resolved, the seed among them
    metrics: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """All runs of a sweep, none of them held in memory."""

    table: pd.DataFrame  # a row a configuration, see experiments.sweeping.design
    bases: Mapping[str, Tree]  # resolved scenario by name, fixed parameters included
    scenario: str  # the base of a configuration that names none
    seed: int  # root of the luck of all replicates
    metrics: tuple[str, ...]
    code: str
    files: Mapping[str, str] = field(default_factory=dict)  # digest of what scenarios name, by path
    points: Points = field(default_factory=dict)  # replicates take turns at them

    def __len__(self) -> int:
        """How many configurations there are."""
        return len(self.table)

    @property
    def parameters(self) -> list[str]:
        """The columns that change a run."""
        return [name for name in self.table.columns if "." in name or name == SCENARIO]

    @cached_property
    def is_paired(self) -> bool:
        """Whether every context has one configuration of arm a and one of arm b, and no more.

        Where that is not so, `arm` and `context` are labels like any other.
        """
        labels = self.table.reindex(columns=["context", "arm"]).dropna()
        pairs = labels.groupby("context")["arm"]
        return len(labels) == len(self) and all(
            sorted(map(str, arms)) == ["a", "b"] for _, arms in pairs
        )

    @cached_property
    def identity(self) -> str:
        """Digest of everything that decides what the run at a place is."""
        cells = {str(name): self.table[name].tolist() for name in self.table.columns}
        told = [cells, self.bases, self.scenario, self.seed, self.metrics, self.code]
        return told_digest([*told, *(one for one in (self.files, self.points) if one)])

    def run(self, position: int) -> Run:
        """The run at a place."""
        replicate, configuration = divmod(position, len(self))
        tree, files = _resolved(self, configuration, replicate if self.points else 0)
        tree = {**tree, "market": tree["market"] | {"seed": replicate_seed(self.seed, replicate)}}
        told = {key: value for key, value in tree.items() if key not in ("title", "question")}
        name = told_digest([told, files, self.code])
        return Run(position, configuration, replicate, name, self.code, tree, self.metrics)

    def changed_files(self) -> list[str]:
        """Files that are no longer what they were when the plan was made."""
        return [path for path, digest in self.files.items()
                if not Path(path).is_file() or file_digest(path) != digest]  # fmt: skip

    def changes(self, configuration: int) -> dict[str, Any]:
        """What one configuration changes, by path."""
        cells = {path: _plain(self.table[path].iat[configuration]) for path in self.parameters}
        return {path: value for path, value in cells.items() if not _empty(value)}


def make_plan(spec: Spec, folder: Path) -> Plan:
    """The plan of a spec that lies in `folder`; every mistake is found here, before the first run.

    Of very many configurations, an even choice is tried.
    """
    asked = Question(read_factors(spec.factors), folder, spec.seed)
    table = read_design(spec.design).configurations(asked)
    named = table[SCENARIO].dropna() if SCENARIO in table else ()
    changes = flat(spec.fixed) | ({} if spec.days is None else {"market.days": spec.days})
    bases = {name: _base(name, folder, changes) for name in dict.fromkeys([spec.scenario, *named])}
    wanted = (
        [*spec.metrics, spec.stop.metric] if spec.metrics and spec.stop.metric else spec.metrics
    )
    metrics = tuple(chosen_numbers(wanted))
    _check_stop(spec.stop, spec.replicates)
    files = _files_now(table, bases)
    plan = Plan(table, bases, spec.scenario, spec.seed, metrics, code_version(), files)
    trees = [_resolved(plan, one)[0] for one in range(0, len(plan), -(-len(plan) // CHECKED))]
    return _with_points(plan, spec, folder, trees) if spec.posterior else plan


def _with_points(plan: Plan, spec: Spec, folder: Path, trees: Iterable[Tree]) -> Plan:
    """The plan with the points of what its configurations leave open, each of them tried."""
    usual, said = _base(spec.scenario, folder, {}), {*flat(spec.fixed), *plan.parameters}
    points = read_points(folder / spec.posterior)
    told = [*trees, *plan.bases.values()]  # of very many configurations not all were tried
    drawn = replace(plan, points=left_open(points, usual, told, said))
    for replicate in range(how_many(points) if drawn.points else 0):
        _resolved(drawn, 0, replicate)
    return drawn


def replicate_seed(root: int, replicate: int) -> int:
    """The seed of one replicate: the same in every configuration, so that they share their luck."""
    return int(Luck(root).key("replicate", replicate)) >> 1  # fits a signed integer


@cache
def code_version() -> str:
    """Digest of the sources that can change a number, plugins of one's own included."""
    own = os.environ.get(OWN_PLUGINS)
    digest = hashlib.sha256()
    for place in [*(ROOT / name for name in SOURCES), *([Path(own)] if own else [])]:
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(path.relative_to(place).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _base(name: str, folder: Path, changes: Mapping[str, Any]) -> Tree:
    """A scenario in full, with what is changed in all runs; its path is seen from the spec."""
    place = folder / name if "/" in name or name.endswith(".toml") else name
    tree = build(Scenario, resolve(place, SCENARIOS)).model_dump(mode="json")
    return _changed(tree, changes).model_dump(mode="json")


@lru_cache(maxsize=256)
def _resolved(plan: Plan, configuration: int, replicate: int = 0) -> tuple[Tree, dict[str, str]]:
    """The whole scenario of a configuration, and digests of the files that it reads."""
    changes = plan.changes(configuration)
    base = plan.bases[str(changes.pop(SCENARIO, plan.scenario))]
    changes |= at_turn(plan.points, replicate)
    scenario = _changed(base, changes)
    check_names(scenario)
    tree = scenario.model_dump(mode="json")
    return tree, files_of(tree)


def files_of(tree: Tree) -> dict[str, str]:
    """Digests of the files that a scenario reads, by path."""
    return {path: file_digest(path) for path in _paths(tree)}


def _paths(tree: Tree) -> list[str]:
    """The files that a scenario names."""
    return [str(group["path"]) for group in tree.values()
            if isinstance(group, Mapping) and group.get("path")]  # fmt: skip


def _files_now(table: pd.DataFrame, bases: Mapping[str, Tree]) -> dict[str, str]:
    """Digests of all files that any configuration may read.

    One that is not there has none: no configuration reads it, or the first that does says so.
    """
    columns = [name for name in table.columns if str(name).endswith(".path")]
    named = {str(cell) for name in columns for cell in table[name] if not _empty(cell)} - {""}
    named.update(path for tree in bases.values() for path in _paths(tree))
    return {path: file_digest(path) for path in sorted(named) if Path(path).is_file()}


def file_digest(path: str) -> str:
    """Digest of a file's bytes; BadInput if it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput("path", path, f"a file that can be read ({error.strerror})") from None


def _check_stop(stop: Stop, replicates: int) -> None:
    """Refuse what could not stop a sweep, or would stop it by luck."""
    if not stop.metric:
        return
    found = chosen_numbers([stop.metric])
    if found != [stop.metric]:
        raise BadInput("stop.metric", stop.metric, f"one number: {listed(found)}")
    if replicates < LEAST_FIRST:
        allowed = f"at least {LEAST_FIRST} before [stop] looks, better {GOOD_FIRST}"
        raise BadInput("replicates", replicates, allowed)


def _changed(tree: Tree, changes: Mapping[str, Any]) -> Scenario:
    return build(Scenario, changed(tree, changes))


def told_digest(told: object) -> str:
    """Digest of plain values, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
