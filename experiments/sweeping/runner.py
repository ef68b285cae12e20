"""The runner hands out runs, a few at a time, and sees that each ends: finished, or given up.

A run that fails, or whose worker dies, is a suspect. Suspects are tried again one at a time, so
that it is certain who kills; who fails `TRIES` times, alone in the end, is put into quarantine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field

from experiments.durable import StoreTrouble
from experiments.interrupts import StopRequest
from experiments.sweeping.executors import Crew
from experiments.sweeping.plan import Run
from experiments.sweeping.run_locks import RunLocks
from experiments.sweeping.shards import finished
from experiments.sweeping.store import Failure, Store
from experiments.sweeping.worker import keep_run

AHEAD = 2  # runs in flight a worker: one at work, one waiting
TRIES = 3


@dataclass
class Runner:
    """One driver's work on one store."""

    store: Store
    crew: Crew
    locks: RunLocks
    request: StopRequest
    _flying: dict[Future[None], Run] = field(default_factory=dict)
    _suspects: deque[Run] = field(default_factory=deque)
    _tries: dict[int, int] = field(default_factory=dict)
    _after_run: tuple[Callable[[], None], ...] = ()
    _executor: Executor | None = None
    _someone_died: bool = False

    def work(self, places: Iterator[int], after_run: Iterable[Callable[[], None]] = ()) -> None:
        """Hand out runs until none of `places` is left that nobody has, or a stop is asked for."""
        self._after_run = tuple(after_run)
        self._executor = self._executor or self._hire()
        while True:
            self._hand_out(places)
            if not self._flying and not self._someone_died:
                break
            done = wait(self._flying, return_when=FIRST_COMPLETED).done if self._flying else ()
            for future in done:
                self._settle(self._flying.pop(future), future)

    def _hire(self) -> Executor:
        """Workers, once they have shown that they can start."""
        executor = self.crew.hire()
        try:
            executor.submit(ready).result()
        except self.crew.deaths as error:
            raise StoreTrouble(f"workers die before they begin ({error})") from None
        return executor

    def _hand_out(self, places: Iterator[int]) -> None:
        if self._someone_died and self._executor and not self._flying:
            self._executor.shutdown(wait=False)
            self._executor, self._someone_died = self._hire(), False
        if self.request.asked:
            return
        if self._suspects:
            if not self._flying:
                self._submit(self._suspects.popleft())
            return
        room = AHEAD * self.crew.workers() - len(self._flying)
        while room > 0 and not self._suspects and (place := next(places, None)) is not None:
            room -= self._take(place)

    def _take(self, place: int) -> bool:
        """Begin a run, unless another driver has it or it is done."""
        if not self.locks.take(place):
            return False
        if finished(self.store, place) or self.store.failure_file(place).exists():
            self.locks.give_back(place)
            return False
        self._submit(self.store.plan.run(place))
        return True

    def _submit(self, run: Run) -> None:
        folders = self.store.spec.keep == "folders"
        assert self._executor is not None
        try:
            future = self._executor.submit(keep_run, run, self.store.home, folders)
        except self.crew.deaths:  # somebody died just now, and this run had no part in it
            self._someone_died = True
            self._suspects.append(run)
        else:
            self._flying[future] = run

    def _settle(self, run: Run, future: Future[None]) -> None:
        error = future.exception()
        if error is None:
            self._end(run)
        elif isinstance(error, StoreTrouble) or not isinstance(error, Exception):
            raise error
        elif isinstance(error, self.crew.deaths):
            self._someone_died = True
            self._suspect(run, "its worker died each time")
        else:
            self._suspect(run, str(error))

    def _suspect(self, run: Run, reason: str) -> None:
        tried = self._tries[run.position] = self._tries.get(run.position, 0) + 1
        if tried < TRIES:
            self._suspects.append(run)
            return
        self.store.give_up(Failure(run.position, reason, tried))
        self._end(run)

    def _end(self, run: Run) -> None:
        self._tries.pop(run.position, None)
        self.locks.give_back(run.position)
        for told in self._after_run:
            told()


def ready() -> None:
    """What a worker is asked first."""
