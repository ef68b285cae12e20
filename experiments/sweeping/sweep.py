"""A sweep: design -> plan -> runner -> store -> results. Starting and resuming are one thing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput
from experiments.durable import StoreTrouble
from experiments.interrupts import StopRequest, stoppable
from experiments.progress import progress
from experiments.sweeping.conclusion import print_conclusion
from experiments.sweeping.executors import crew, known_crew
from experiments.sweeping.plan import make_plan
from experiments.sweeping.run_locks import RunLocks
from experiments.sweeping.runner import Runner
from experiments.sweeping.shards import (
    damaged,
    merge,
    merging,
    put_aside,
    unfinished,
    write_results,
)
from experiments.sweeping.spec import Spec, read_spec
from experiments.sweeping.stopping import stages
from experiments.sweeping.store import Store, begin_store, note_start

LOCKS = "locks"
PATIENCE = 0.5  # seconds between two looks at what other drivers have in hand


@dataclass(frozen=True)
class SweepRequest:
    """What was asked for."""

    spec: Spec
    home: Path  # the folder of the sweep
    folder: Path = Path()  # where paths in the spec are seen from
    workers: int | None = None  # as many as there are cores if None
    executor: str = "process"
    shard: tuple[int, int] = (1, 1)  # this part, of so many
    quiet: bool = False  # whoever asked tells the results


def request_of(spec: Path, out: Path | None = None) -> SweepRequest:
    """What a file stands for; its folder is out/<name of the spec> if not said."""
    return SweepRequest(read_spec(spec), (out or Path("out", spec.stem)).absolute(), spec.parent)


def sweep(request: SweepRequest) -> bool:
    """Start a sweep or go on with it; True if all of its runs, or of its part, are finished."""
    known_crew(request.executor)
    if request.spec.stop.metric and request.shard != (1, 1):
        allowed = "no parts in a sweep with [stop], which decides by all runs: several drivers may"
        raise BadInput(
            "--shard", "/".join(map(str, request.shard)), f"{allowed} work on one folder"
        )
    plan = make_plan(request.spec, request.folder)
    store = begin_store(request.home, request.spec, plan)
    try:
        return _work(store, request)
    except KeyboardInterrupt:
        return _tell("interrupted: every finished run is kept, the same command resumes")
    except OSError as error:
        raise StoreTrouble(f"{error}; every finished run is kept") from None


def _work(store: Store, request: SweepRequest) -> bool:
    put_aside(damaged(store))
    with stoppable("run") as stop, ExitStack() as stack:
        driver = _Driver(store, request, stop, stack)
        for stage in stages(store):
            driver.finish(stage)
            if stop.asked:
                return _tell("stopped: every finished run is kept, the same command resumes")
        if not driver.worked:
            _tell("nothing left to do: every run was finished before")
    merge(store)
    path = write_results(store)
    for failure in store.failures().values():
        _tell(store.epitaph(failure))
    whole = all(is_finished(store, stage) for stage in stages(store))
    if not request.quiet:
        if whole and not store.failures():
            print_conclusion(store)
        print(f"results in {path}")
    return not store.failures() and (whole or request.shard != (1, 1))


@dataclass
class _Driver:
    """One process's part of the work."""

    store: Store
    request: SweepRequest
    stop: StopRequest
    stack: ExitStack
    _runner: Runner | None = None

    @property
    def worked(self) -> bool:
        """Whether there was anything to do."""
        return self._runner is not None

    def finish(self, stage: Sequence[int]) -> None:
        """Work until every place of a stage is finished, by whomever, or given up."""
        part, parts = self.request.shard
        mine = stage[part - 1 :: parts]
        others = False
        while (left := sum(1 for _ in unfinished(self.store, mine))) and not self.stop.asked:
            if others:
                time.sleep(PATIENCE)
            runner = self._runner = self._runner or self._begin()
            at_once = runner.crew.workers()
            with merging(self.store) as merge_some, progress(left, "run", at_once) as tell:
                runner.work(unfinished(self.store, mine), (tell, merge_some))
            others = True

    def _begin(self) -> Runner:
        """Hire, once there is something to do, and say with what it is done."""
        note_start(self.store)
        workers = self.request.workers or os.cpu_count() or 1
        hired = self.stack.enter_context(crew(self.request.executor, workers))
        locks = self.stack.enter_context(closing(RunLocks(self.store.home / LOCKS)))
        return Runner(self.store, hired, locks, self.stop)


def is_finished(store: Store, stage: Sequence[int]) -> bool:
    """Whether a stage is done, all drivers together."""
    return next(unfinished(store, stage), None) is None


def _tell(line: str) -> bool:
    print(line, file=sys.stderr)
    return False
