"""What a run leaves: tables, the day's most watched minutes, and how to get it all again."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from core.arrays import Table
from core.plugins import own_plugins
from model.watching.columns import all_columns
from model.watching.observation import BusiestSession, Observer
from model.watching.portrait import Portrait
from model.watching.tables import digest, file_digest, read_table, write_table
from model.watching.watched import EVERYTHING

MANIFEST = "manifest.json"
CODE = Path(__file__).parent
SHAPING = (  # folders of plugins without which a run is not the same
    "strategies", "behaviours", "traffics", "learnings", "networks", "follow_networks", "metrics",
)  # fmt: skip
LIBRARIES = ("numpy", "scipy", "numba", "mesa", "pandas", "pyarrow", "livemarket")


@dataclass(frozen=True)
class Results:
    """One finished run. Units of all columns: `model.watching.columns`."""

    days: pd.DataFrame
    factories: pd.DataFrame
    anchors: pd.DataFrame
    sessions: pd.DataFrame
    scenario: dict[str, Any]  # every parameter, resolved
    seed: int
    orders: pd.DataFrame | None = None  # every order placed, if they were kept
    busiest: BusiestSession | None = None  # None if no order was live
    portrait: Portrait | None = None  # sample of the networks
    follows: dict[str, float] = field(default_factory=dict)  # statistics of the follow graph
    levers: list[dict[str, Any]] = field(default_factory=list)  # pulled while it ran, in order
    segments: pd.DataFrame | None = None  # who bought, over the run
    files: dict[str, Path] = field(default_factory=dict)  # of tables written while it ran

    @classmethod
    def collect(
        cls,
        observer: Observer,
        scenario: Mapping[str, Any],
        seed: int,
        portrait: Portrait | None = None,
        follows: Mapping[str, float] | None = None,
        still_open: Table | None = None,
        levers: Sequence[Mapping[str, Any]] = (),
    ) -> Results:
        """The results of what an observer has seen so far, and the orders open now.

        Where rows went to files while the run lived, this is their end. Orders stay there: a frame
        of them may need more memory than the run did. NotWatched if not everything was watched.
        """
        observer.require(EVERYTHING)
        observer.close(still_open)
        return cls(
            days=observer.days(),
            factories=observer.factories(),
            anchors=observer.anchors(),
            sessions=observer.sessions(),
            scenario=dict(scenario),
            seed=seed,
            orders=None if observer.files else observer.orders(still_open),
            busiest=observer.busiest,
            portrait=portrait,
            follows=dict(follows or {}),
            levers=[dict(pull) for pull in levers],
            segments=observer.segments(),
            files=observer.files,
        )

    @property
    def first_day(self) -> int:
        """The first day that is told; later than 0 after warming up."""
        return int(self.days["day"].min()) if len(self.days) else 0

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table in memory, by the name of its file."""
        found = {
            "days": self.days,
            "factories": self.factories,
            "anchors": self.anchors,
            "sessions": self.sessions,
            "segments": self.segments,
            "orders": self.orders,
            "busiest_session": self.busiest.events if self.busiest else None,
            "network_nodes": self.portrait.nodes if self.portrait else None,
            "network_edges": self.portrait.edges if self.portrait else None,
        }
        return {name: frame for name, frame in found.items() if frame is not None}

    def digests(self) -> dict[str, str]:
        """SHA-256 of every table's values."""
        files = {name: file_digest(path) for name, path in self.files.items()}
        tables = self.tables().items()
        return files | {name: digest(frame) for name, frame in tables if name not in files}

    def manifest(self) -> dict[str, Any]:
        """What is needed to run this again and to see that it came out the same.

        Holds no time and no place: equal runs have equal manifests.
        """
        busiest = self.busiest
        return {
            "seed": self.seed,
            "days": len(self.days),
            "scenario": self.scenario,
            "versions": versions(),
            "plugins": own_plugins(SHAPING),  # those that are not of this repository
            "commit": commit(),
            "dirty": dirty(),
            "digests": self.digests(),
            "follows": self.follows,
            "levers": self.levers,
            "busiest_session": None
            if busiest is None
            else {
                "day": busiest.day,
                "anchor": busiest.anchor,
                "start": busiest.start,
                "end": busiest.end,
                "orders": busiest.orders,
            },
        }

    def save(self, folder: str | Path) -> Path:
        """Write all tables and, last, the manifest; returns the folder."""
        home = Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        declared = all_columns()
        tables = self.tables()
        for name, columns in declared.items():
            path = home / f"{name}.parquet"
            if self.files.get(name) == path:
                continue  # written while the run lived
            if name in tables:
                write_table(tables[name], path, columns)
            else:
                path.unlink(missing_ok=True)  # of an earlier run in this folder
        text = json.dumps(
            self.manifest(), indent=2, sort_keys=True, ensure_ascii=False, default=str
        )
        (home / MANIFEST).write_text(text + "\n", encoding="utf-8")
        return home

    @classmethod
    def load(cls, folder: str | Path) -> Results:
        """Read what `save` wrote."""
        home = Path(folder)
        manifest = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
        paths = {name: home / f"{name}.parquet" for name in all_columns()}
        read = {name: read_table(path) for name, path in paths.items() if path.exists()}
        busiest = manifest["busiest_session"]
        return cls(
            days=read["days"],
            factories=read["factories"],
            anchors=read["anchors"],
            sessions=read["sessions"],
            scenario=manifest["scenario"],
            seed=manifest["seed"],
            orders=read.get("orders"),
            segments=read.get("segments"),
            busiest=BusiestSession(**busiest, events=read["busiest_session"]) if busiest else None,
            portrait=Portrait(read["network_edges"], lambda: read["network_nodes"])
            if "network_nodes" in read
            else None,
            follows=manifest["follows"],
            levers=manifest.get("levers", []),
        )


def versions() -> dict[str, str]:
    """Versions of the interpreter and of what can change a number."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            found[library] = "not installed"
    return found


def commit() -> str | None:
    """The commit of the checkout this code is in; None outside one or without git."""
    answer = _git("rev-parse", "HEAD")
    return None if answer is None else answer.strip()


def dirty() -> bool | None:
    """Whether a file that git follows differs from that commit; None as for `commit`."""
    answer = _git("status", "--porcelain", "--untracked-files=no")
    return None if answer is None else bool(answer.strip())


def _git(*words: str) -> str | None:
    try:
        answer = subprocess.run(
            ["git", *words], cwd=CODE, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout
