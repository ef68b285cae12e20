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
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from core.errors import BadInput

T = TypeVar("T")

WORDS = ("process", "serial", "dask", "dask://HOST:PORT")


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


def crew(word: str, workers: int) -> AbstractContextManager[Crew]:
    """The crew that a word on the command line names; it goes home at the end."""
    kind, address = known_crew(word)
    return CREWS[kind](workers, address)


def known_crew(word: str) -> tuple[str, str]:
    """Kind and address of a crew, before anybody is hired; BadInput if there is no such crew."""
    kind, _, address = word.partition("://")
    if kind not in CREWS or bool(address) != (word not in CREWS) or (address and kind != "dask"):
        raise BadInput("--executor", word, known=WORDS)
    return kind, address


@contextmanager
def _serial(_workers: int, _address: str) -> Iterator[Crew]:
    yield Crew(SerialExecutor, lambda: 1, ())


@contextmanager
def _processes(workers: int, _address: str) -> Iterator[Crew]:
    """Warm processes of this machine.

    They are forked from a server that has done nothing but import the model: neither mesa nor
    numba's threads survive a fork of a process that works, and imports cost as much as a run.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["experiments.live"])
    _start_server()
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


def _start_server() -> None:
    """Start what workers are forked from deaf to Ctrl-C: it is for the driver, imports or not."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


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
def _dask(workers: int, address: str) -> Iterator[Crew]:
    """A Dask cluster: one of our own, or the one whose scheduler listens at HOST:PORT."""
    import dask
    import distributed
    from distributed.scheduler import KilledWorker

    link: Any = distributed.Client  # neither has types
    local_cluster: Any = distributed.LocalCluster

    @contextmanager
    def cluster() -> Iterator[Any]:
        if address:
            yield f"tcp://{address}"
            return
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            local_cluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
                preload=[__name__],
            ) as local,
        ):
            yield local

    def connect(place: Any) -> Any:
        try:
            return link(place, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            allowed = f"the address of a scheduler that answers ({error})"
            raise BadInput("--executor", f"dask://{address}", allowed) from None

    with cluster() as place, connect(place) as scheduler:
        yield Crew(
            lambda: scheduler.get_executor(pure=False),
            lambda: max(sum(scheduler.nthreads().values()), 1),
            (KilledWorker,),
        )


def dask_setup(_worker: object) -> None:
    """Called by Dask in each new worker: it leaves Ctrl-C to the driver."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


CREWS = {"process": _processes, "serial": _serial, "dask": _dask}
