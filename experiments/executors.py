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
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from core.errors import BadInput

T = TypeVar("T")

WORDS = ("process", "serial", "dask", "dask://HOST:PORT")
DASK = "dask://"


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
    """Warm processes of this machine.

    They are forked from a server that has done nothing but import the model: neither mesa nor
    numba's threads survive a fork of a process that works, and imports cost as much as a run.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["experiments.live"])
    hired: list[ProcessPoolExecutor] = []

    def hire() -> Executor:
        hired.append(ProcessPoolExecutor(workers, context, initializer=warm_up))
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


def warm_up() -> None:
    """Begin a worker: leave Ctrl-C to the driver, and end when it ends, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    driver = multiprocessing.parent_process()
    assert driver is not None
    threading.Thread(target=_end_with, args=(driver,), daemon=True).start()


def _end_with(driver: BaseProcess) -> None:
    driver.join()
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
