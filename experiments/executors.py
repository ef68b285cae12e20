"""Who does the work: one process, processes of this machine, or a Dask cluster.

All of them are `concurrent.futures.Executor`s, so that the runner knows no difference but one: how
it learns that a worker died.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from core.errors import BadInput

T = TypeVar("T")

WORDS = ("process", "serial", "dask", "dask://HOST:PORT")
DASK = "dask://"
WATCH_SECONDS = 1.0


@dataclass(frozen=True)
class Crew:
    """Workers that can be hired again after a death."""

    hire: Callable[[], Executor]
    workers: Callable[[], int]
    deaths: tuple[type[BaseException], ...]  # what a future raises when its worker died


class SerialExecutor(Executor):
    """Does the work when it is handed in: for debugging, and to compare with."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Call the function and return a future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def crew(word: str, workers: int) -> Iterator[Crew]:
    """The crew that a word on the command line names; it goes home at the end."""
    if word == "serial":
        yield Crew(SerialExecutor, lambda: 1, ())
    elif word == "process":
        with _processes(workers) as found:
            yield found
    elif word == "dask" or (word.startswith(DASK) and ":" in word.removeprefix(DASK)):
        with _dask(word, workers) as found:
            yield found
    else:
        raise BadInput("--executor", word, known=WORDS)


@contextmanager
def _processes(workers: int) -> Iterator[Crew]:
    """Warm processes of this machine, started fresh (mesa and numba do not survive a fork)."""
    hired: list[ProcessPoolExecutor] = []

    def hire() -> Executor:
        context = multiprocessing.get_context("spawn")
        hired.append(
            ProcessPoolExecutor(workers, context, initializer=warm_up, initargs=(os.getpid(),))
        )
        return hired[-1]

    try:
        yield Crew(hire, lambda: workers, (BrokenExecutor,))
    except KeyboardInterrupt:  # the second Ctrl-C: not even what is in hand
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        for pool in hired:
            pool.shutdown(cancel_futures=True)


def warm_up(driver: int) -> None:
    """Begin a worker: leave Ctrl-C to the driver, end when it ends, import the model."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(driver,), daemon=True).start()
    import experiments.live  # noqa: F401  the first run then begins at once


def _end_with(driver: int) -> None:
    """End this process soon after the driver, which may be killed before it can say so."""
    while os.getppid() == driver:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


@contextmanager
def _dask(word: str, workers: int) -> Iterator[Crew]:
    """A Dask cluster: a local one, or the one whose scheduler listens at dask://HOST:PORT."""
    import dask
    import distributed
    from distributed.scheduler import KilledWorker

    link: Any = distributed.Client  # neither has types
    local_cluster: Any = distributed.LocalCluster

    def connect(address: Any) -> Any:
        try:
            return link(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise BadInput("--executor", word, f"a scheduler that answers ({error})") from None

    @contextmanager
    def cluster() -> Iterator[Any]:
        if word != "dask":
            yield f"tcp://{word.removeprefix(DASK)}"
            return
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            local_cluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            ) as local,
        ):
            yield local

    with cluster() as address, connect(address) as scheduler:
        yield Crew(
            lambda: scheduler.get_executor(pure=False),
            lambda: max(len(scheduler.scheduler_info(-1)["workers"]), 1),
            (KilledWorker,),
        )
