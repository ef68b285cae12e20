"""How far a sweep is, and what went wrong, without touching it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from experiments.durable import StoreTrouble
from experiments.sweeping.shards import damaged, frames, unfinished
from experiments.sweeping.starts import words_of
from experiments.sweeping.stopping import stages
from experiments.sweeping.store import Failure, Store, open_store, starts_of


@dataclass(frozen=True)
class Status:
    """What a store holds."""

    planned: int  # runs; with a rule for stopping, as far as it has decided
    left: int
    failures: dict[int, Failure]
    shards: int
    waiting: int  # finished runs not merged yet
    damaged: list[Path]

    @property
    def whole(self) -> bool:
        """Whether every planned run is finished and sound."""
        return not (self.left or self.failures or self.damaged)


def look(store: Store) -> Status:
    """Read the state of a store."""
    planned = left = 0
    for stage in stages(store):
        planned += len(stage)
        left += sum(1 for _ in unfinished(store, stage))
        if left:
            break
    return Status(planned, left, store.failures(), len(store.blocks()), len(store.waiting()),
                  damaged(store))  # fmt: skip


def require_runs(store: Store) -> None:
    """StoreTrouble with the way on if no run is finished, of which nothing can be told."""
    if not any(len(frame) for frame in frames(store)):
        raise StoreTrouble(
            f"no run in {store.home} is finished: `livemarket sweep SPEC.toml --out {store.home}` "
            f"goes on with it, `livemarket status {store.home}` tells how far it is"
        )


def print_status(home: Path) -> bool:
    """Tell the state of a store; True if it is whole."""
    store = open_store(home)
    found = look(store)
    done = found.planned - found.left - len(found.failures)
    print(store.spec.title or "a sweep without a title")
    print(f"runs: {done} of {found.planned} finished, {len(found.failures)} given up, "
          f"{found.left} left")  # fmt: skip
    print(f"configurations: {len(store.plan)}; numbers a run: {len(store.plan.metrics)}")
    if drawn := store.plan.points:
        print(f"drawn, another point each replicate: {', '.join(drawn)}")
    print(f"files: {found.shards} shards, {found.waiting} runs not merged yet")
    for line in words_of(starts_of(home)):
        print(line)
    for failure in found.failures.values():
        print(store.epitaph(failure))
    for path in found.damaged:
        print(f"damaged: {path.name}; `livemarket sweep` does its runs again")
    return found.whole
