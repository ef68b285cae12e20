"""What a sweep costs on top of its runs, and what mesa.batch_run costs on the same model.

    python -m benchmarks.sweeps [RUNS]

CPU seconds of one process, the least of three, so that a busy machine matters little.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mesa.batchrunner import batch_run

from benchmarks.paper import keep
from experiments.live import one_thread
from experiments.sweeping.plan import make_plan
from experiments.sweeping.spec import Spec, spec_of
from experiments.sweeping.sweep import SweepRequest, sweep
from experiments.sweeping.worker import live
from model import Market

SMALL = {  # one platform, one shelf of four factories, five anchors beside their own
    "consumers.count": 1_000, "anchors.count": 5, "market.platforms": ["north"],
    "market.categories": ["apparel"], "market.days": 100,
}  # fmt: skip
SIZES: dict[str, dict[str, Any]] = {
    "tiny": SMALL | {"consumers.count": 200, "market.days": 5},
    "1,000 consumers x 100 days, small tables": SMALL,
    "1,000 consumers x 100 days, base tables": {"consumers.count": 1_000, "market.days": 100},
}
METRICS = ("gmv", "net_sales", "orders", "return_rate")


def main(runs: int) -> None:
    rows = []
    for name, fixed in SIZES.items():
        rows += measure(name, fixed, runs if name == "tiny" else max(runs // 5, 4))
    keep("sweeps", rows)


def measure(name: str, fixed: dict[str, Any], runs: int) -> list[dict[str, Any]]:
    """CPU seconds a run; what a sweep costs once, however long it is, is told apart."""
    few = spec_of({"fixed": fixed, "replicates": runs, "metrics": METRICS})
    every = few.model_copy(update={"metrics": ()})
    plan = make_plan(few, Path())
    _model(plan.run(0))  # compiled code is loaded
    model = seconds(lambda: [_model(plan.run(place)) for place in range(runs)]) / runs
    once = seconds(lambda: _sweep(few.model_copy(update={"replicates": 1}), "serial")) - model
    spent = {
        "model alone": model,
        "sweep, 4 numbers": (seconds(lambda: _sweep(few, "serial")) - once) / runs,
        "sweep, all numbers": (seconds(lambda: _sweep(every, "serial")) - once) / runs,
        "mesa.batch_run": seconds(lambda: _mesa(fixed, runs)) / runs,
        "a sweep, once": once,
    }
    return [{
        "runs of": name, "what": label, "CPU ms": 1e3 * each, "times the model": each / model,
        "runs/s/core": 1 / each,
    } for label, each in spent.items()]  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds, the least of three."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def _model(run: object) -> None:
    with one_thread():
        live(run)  # type: ignore[arg-type]


def _sweep(spec: Spec, executor: str) -> None:
    with tempfile.TemporaryDirectory() as folder, _silence():
        assert sweep(SweepRequest(spec, Path(folder, "out"), executor=executor))


def _mesa(fixed: dict[str, Any], runs: int) -> None:
    parameters = {path.replace(".", "__"): [value] for path, value in fixed.items()}
    days = fixed["market.days"]
    with one_thread(), _silence():
        batch_run(
            Market, parameters | {"seed": range(runs)}, number_processes=1, iterations=1,
            max_steps=days - 1, data_collection_period=-1, display_progress=False,
        )  # fmt: skip


@contextlib.contextmanager
def _silence():  # type: ignore[no-untyped-def]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
