"""One run, from its place in a plan to its row on the disk: what a worker does."""

from __future__ import annotations

from pathlib import Path

from core.scenario import build
from experiments.durable import StoreTrouble
from experiments.folders import whole_folder
from experiments.live import live_days, numbers_of, one_thread, small_results
from experiments.measure import measured, watched_for
from experiments.sweeping.plan import Run, code_version
from experiments.sweeping.rows import Row, make_row, write_row
from experiments.sweeping.store import FOLDERS, MANIFEST, run_file
from model import Market
from model.parameters import Scenario
from model.results import Results
from model.watching.watched import EVERYTHING


class RunFailed(Exception):
    """The model could not live a run."""


def keep_run(run: Run, home: Path, folders: bool) -> None:
    """Live a run and keep it in the store at `home`; a run that is kept already is left.

    A scheduler may send a run twice, when it lost track of the worker that had it.
    """
    path = run_file(home, run.position)
    if path.exists():
        return
    if not (home / MANIFEST).is_file():
        raise StoreTrouble(f"a worker does not see {home}: workers need a folder they share")
    if run.code != code_version():
        raise StoreTrouble("a worker has other code than the driver: the same commit is needed")
    wanted = list(run.metrics)
    try:
        with one_thread():
            market = live(run, whole=folders)
            results = market.results() if folders else small_results(market, wanted)
            row = make_row(run, measured(results, wanted))
    except Exception as error:  # whatever a plugin raises, it must find its way back
        raise RunFailed(f"{type(error).__name__}: {error}") from None
    if folders:
        _keep_folder(results, home / FOLDERS / path.stem)
    write_row(path, row)


def relive(run: Run) -> Row:
    """Live a run again and say what it comes to, without keeping it."""
    with one_thread():
        return make_row(run, numbers_of(live(run), run.metrics))


def live(run: Run, whole: bool = False) -> Market:
    """The market of a run at the end of its last day; only what its numbers need was watched.

    The whole is everything, and single orders if a number needs them.
    """
    needed = watched_for(run.metrics)
    market = Market(build(Scenario, run.scenario), watched=needed | EVERYTHING if whole else needed)
    live_days(market, market.scenario.market.days)
    return market


def _keep_folder(results: Results, place: Path) -> None:
    try:
        with whole_folder(place) as folder:
            results.save(folder)
    except OSError as error:
        raise StoreTrouble(f"{place} cannot be written ({error.strerror or error})") from None
