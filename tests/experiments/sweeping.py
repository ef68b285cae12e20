"""Tiny sweeps for the tests, and faults that are put into them from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.contracts.command import environment

LONG = 600  # s, for a machine that does much else
SMALL = """
[fixed]
consumers.count = 200
anchors.count = 3
market.platforms = ["north"]
market.categories = ["apparel"]
"""
TINY = f"""
title = "A tiny sweep"
days = 3
replicates = 2
seed = 7
metrics = ["gmv", "orders", "return_rate", "odm.net_sales", "fault"]
{SMALL}
[factors]
returns.days = [4, 5, 6, 7, 8, 9]
"""
RUNS = 12
POISON = 7  # the value of returns.days at which the fault strikes

# Every run leaves a line in LIVES. A fault is said in the environment, so that the code, and with
# it the identity of the runs, is the same with it and without.
FAULT = '''"""A fault on demand."""

import os
import signal
import time
from pathlib import Path
from typing import final

from model.watching.metric import Column, Metric


@final
class Fault(Metric):
    """Always zero, if it lives to say so."""

    kind = "fault"
    columns = {"fault": Column("1", "nothing")}

    def begin(self, world):
        """Strike if this is the run."""
        days, seed = world.scenario.returns.days, world.luck.seed
        with Path(os.environ["LIVES"]).open("a") as log:
            log.write(f"{days} {seed}\\n")
        time.sleep(float(os.environ.get("SLOW", 0)))
        fault, _, mark = os.environ.get("FAULT", "").partition(":")
        if days == 7 and fault and not (mark and Path(mark).exists()):
            if mark:
                Path(mark).touch()
            if fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise RuntimeError("no returns on a Sunday")

    def measure(self, day, world):
        """Zero."""
        return {"fault": 0.0}
'''


class Bench:
    """A folder with a spec, the plugin with the fault, and the command line."""

    def __init__(self, home: Path, spec: str = TINY) -> None:
        self.home = home
        self.spec = home / "tiny.toml"
        self.spec.write_text(spec)
        self.log = home / "lives.log"
        metrics = home / "own" / "metrics"
        metrics.mkdir(parents=True)
        (metrics / "fault.py").write_text(FAULT)

    def environment(self, **more: str) -> dict[str, str]:
        own = str(self.home / "own")
        return environment(LIVEMARKET_PLUGINS=own, LIVES=str(self.log), **more)

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "experiments", *words],
            cwd=self.home,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        begun = self.start(*words, **more)
        try:
            out, err = begun.communicate(timeout=LONG)
        except BaseException:
            os.killpg(begun.pid, signal.SIGKILL)
            raise
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(words, begun.returncode, out, err)

    def sweep(self, out: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run("sweep", self.spec.name, "--out", out, *words, **more)

    def result(self, out: str) -> bytes:
        return (self.home / out / "results.parquet").read_bytes()

    def lives(self) -> Counter[str]:
        """How often each run was begun."""
        return Counter(self.log.read_text().splitlines()) if self.log.exists() else Counter()

    def kept(self, out: str) -> int:
        """Finished runs that wait to be merged."""
        return len(list((self.home / out / "runs").glob("[0-9]*.json")))


def wait_until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < limit, "it never came to that"
        time.sleep(0.01)


def servers_of(driver: int) -> list[Any]:
    """The process that a driver started to fork workers from, once it is there."""
    import psutil

    found = []
    for child in psutil.Process(driver).children():
        with suppress(psutil.Error):  # it ended meanwhile
            if "multiprocessing.forkserver" in " ".join(child.cmdline()):
                found.append(child)
    return found


def workers_of(driver: int) -> list[int]:
    """Processes that live runs for a driver: forked from the server that it started."""
    return [worker.pid for server in servers_of(driver) for worker in server.children()]
