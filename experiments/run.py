"""One run: live a scenario, leave a whole folder, tell the outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numba

from core.errors import BadInput
from experiments.exports import write_network
from experiments.folders import MARK, whole_folder
from experiments.interrupts import Stopped, stoppable
from experiments.progress import progress

if TYPE_CHECKING:
    from model import Market
    from model.parameters import Scenario
    from model.results import Results


@dataclass(frozen=True)
class RunRequest:
    """What the user asked for."""

    scenario: str  # a name in scenarios/ or a TOML path
    overrides: Mapping[str, object]  # by dotted path
    out: Path | None = None  # out/<scenario> if None
    threads: int | None = None  # as many as there are cores if None
    orders: bool = False  # also write orders.parquet
    network: bool = False  # also write network.graphml


def run(request: RunRequest) -> bool:
    """Carry out a request; False if the user stopped it early, which leaves a valid result too."""
    from experiments.outcome import print_outcome
    from experiments.report import write_report
    from model import Market, load_scenario

    use_threads(request.threads)
    scenario = load_scenario(request.scenario, **request.overrides)
    place = request.out or Path("out", Path(request.scenario).stem)
    days = scenario.market.days
    with whole_folder(place) as folder:
        _say(_notes(request, scenario))
        begun = [*_compiling(), *_earlier(place)]
        with progress(days, "day") as tell:  # from the start: many people take a while to be made
            market = Market(
                scenario, seed=scenario.market.seed, keep_orders=request.orders, folder=folder
            )
            _say(begun)  # not before the world is made, which may find a mistake
            results, lived = _live(market, days, tell)
        results.save(folder)
        if request.network:
            write_network(market.peers, folder / "network.graphml")
        del market  # room for the figures
        write_report(results, folder)
    print_outcome(results)
    whole = lived == days
    if not whole:
        told = f"stopped after {lived} of {days} days; what was lived is kept"
        print(told, file=sys.stderr)
    print(f"results in {place}, to read: {place / 'report.html'}")
    return whole


def _say(notes: Iterable[str]) -> None:
    for note in notes:
        print(note, file=sys.stderr, flush=True)


def _notes(request: RunRequest, scenario: Scenario) -> list[str]:
    """What may come out otherwise than the user thinks."""
    from experiments.plausible import notes_on, notes_on_tables

    lived, changes = scenario.model_dump(), request.overrides
    return [*notes_on(changes), *notes_on_tables(request.scenario, changes, lived)]


def _compiling() -> list[str]:
    """Why nothing is seen for a while, where no machine code of this state of the sources is kept.

    A compiler that is off (NUMBA_DISABLE_JIT=1) has nothing to do.
    """
    kept: str = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    idle: int = numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    if idle or any(Path(kept).glob("*/*.nbi")):
        return []
    return ["note: compiling, which takes about half a minute; later runs do without"]


def _earlier(place: Path) -> list[str]:
    """What becomes of an earlier result in this place."""
    there = (place / MARK).is_file()
    return [f"note: the earlier result in {place} will be replaced; --out DIR keeps it"] * there


def use_threads(threads: int | None) -> None:
    """Limit the compiled loops to so many threads."""
    most: int = numba.config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]
    if threads is None:
        return
    if not 1 <= threads <= most:
        raise BadInput("--threads", threads, f"1 to {most}, the cores of this machine")
    numba.set_num_threads(threads)


def _live(market: Market, days: int, tell: Callable[[], None]) -> tuple[Results, int]:
    """Results and the number of whole days they cover."""
    lived = 0
    with stoppable("day") as stop:

        def after_day(_day: int) -> None:
            nonlocal lived
            lived += 1
            tell()
            if lived < days:
                stop.obey()

        try:
            return market.run(days=days, progress=after_day), lived
        except Stopped:
            return market.results(), lived
