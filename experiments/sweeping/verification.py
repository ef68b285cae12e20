"""Live finished runs again from what their manifest says, and compare digests."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from core.errors import BadInput
from core.plugins import OWN_PLUGINS, own_plugins
from core.scenario import build
from experiments.durable import StoreTrouble
from experiments.live import one_thread
from experiments.progress import progress
from experiments.run_folder import load_run, not_whole
from experiments.sweeping.plan import code_version
from experiments.sweeping.shards import damaged, frames
from experiments.sweeping.status import require_runs
from experiments.sweeping.store import MANIFEST, Store, open_store, plugins_of
from experiments.sweeping.worker import relive
from model import Market
from model.parameters import Scenario
from model.results import MANIFEST as RUN_MANIFEST
from model.results import SHAPING

SAMPLE = 5


def verify(home: Path, sample: int | None = SAMPLE) -> bool:
    """Verify a sweep (`sample` of its runs, all if None) or one run's folder; True if all agree."""
    if (home / MANIFEST).is_file():
        return _verify_sweep(open_store(home), sample)
    if (home / RUN_MANIFEST).is_file():
        return _verify_run(home)
    raise BadInput("DIR", str(home), f"a folder with {RUN_MANIFEST} or {MANIFEST}")


def _verify_sweep(store: Store, sample: int | None) -> bool:
    _all_there(plugins_of(store.home))
    if store.plan.code != code_version():
        print("the code has changed since this sweep: runs may differ for that", file=sys.stderr)
    for name in store.plan.changed_files():
        print(f"{name} has changed since this sweep began: runs differ for that", file=sys.stderr)
    broken = damaged(store)
    for path in broken:
        print(f"damaged: {path.name}; `livemarket sweep` does its runs again")
    if broken:
        return False
    require_runs(store)
    rows = pd.concat([frame[["position", "digest"]] for frame in frames(store)])
    chosen = _spread(rows["position"].tolist(), sample)
    told = dict(zip(rows["position"], rows["digest"], strict=True))
    agree = 0
    with progress(len(chosen), "run") as tell:
        for position in chosen:
            if relive(store.plan.run(position))["digest"] == told[position]:
                agree += 1
            else:
                print(f"differs: {store.name(position)}")
            tell()
    print(f"{agree} of {len(chosen)} runs lived again came out the same ({len(rows)} are stored)")
    return agree == len(chosen)


def _spread(places: Sequence[int], sample: int | None) -> list[int]:
    """Evenly chosen, first and last included."""
    if sample is None or sample >= len(places):
        return list(places)
    steps = [round(step * (len(places) - 1) / max(sample - 1, 1)) for step in range(sample)]
    return [places[step] for step in dict.fromkeys(steps)]


def _all_there(plugins: Iterable[str]) -> None:
    """Refuse a run that was made with plugins which are not here."""
    if missing := sorted(set(plugins) - set(own_plugins((*SHAPING, "measures")))):
        names = ", ".join(missing)
        raise StoreTrouble(f"made with {names}: {OWN_PLUGINS} must name the folder they are in")


def _verify_run(home: Path) -> bool:
    try:
        told = json.loads((home / RUN_MANIFEST).read_text(encoding="utf-8"))
        _all_there(told.get("plugins", ()))
        digests: dict[str, str] = told["digests"]
        scenario = build(Scenario, told["scenario"])
        seed, days = told["seed"], told["days"]
    except (ValueError, KeyError, TypeError) as error:
        raise not_whole(home, error) from None
    stored = load_run(home).digests()
    with one_thread():
        market = Market(scenario, seed=seed, keep_orders="orders" in digests)
        again = market.run(days=days).digests()
    for name in sorted({*digests, *again}):
        same = digests.get(name) == again.get(name)
        print(f"{name:<16} {'the same' if same else 'DIFFERS'}")
    changed = [name for name in digests if stored.get(name) != digests[name]]
    for name in changed:
        print(f"{name}.parquet is not what the manifest says")
    return again == digests and not changed
