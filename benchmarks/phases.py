"""Where a day's CPU time goes: milliseconds by phase, and nanoseconds by unit of its work.

    python -m benchmarks.phases [CONSUMERS] [DAYS]

One thread and CPU time, median of the days after the first, so that a busy machine matters less.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numba

from model import Market, day, load_scenario
from model.records import Day

PHASES = {  # and what they work on
    "start_day": "", "open_shops": "", "schedule_sessions": "slots", "advertise": "",
    "gather_audience": "exposures", "stream_sessions": "exposures", "visit_shelf": "shelf visits",
    "check_out": "orders", "deliver": "orders", "settle_aftersales": "received",
    "spread_word": "tellings", "report_day": "orders", "run_factories": "",
    "update_platforms": "orders", "review_modes": "", "review_anchors": "", "close_the_books": "",
}  # fmt: skip
WATCHING = "observer"  # metrics, tables of results


def main(consumers: int, days: int) -> None:
    numba.set_num_threads(1)
    market = Market(load_scenario("base", **{"consumers.count": consumers}), seed=1)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for name in PHASES:
        setattr(day, name, _timed(getattr(day, name), spent[name]))
    market.observer.show = _timed(market.observer.show, spent[WATCHING])  # type: ignore[method-assign]
    work: defaultdict[str, list[int]] = defaultdict(list)
    step = _timed(market.step, spent["whole day"])
    for _ in range(days):
        step()
        assert market.today is not None
        for unit, count in _work(market.today).items():
            work[unit].append(count)
    print(f"{consumers:,} consumers, {days} days, one thread\n")
    print(f"{'phase':<20}{'CPU ms':>9}{'share':>8}   {'ns':>8}  each of")
    whole = _median(spent["whole day"])
    for name, taken in sorted(spent.items(), key=lambda item: -_median(item[1])):
        unit = PHASES.get(name, "")
        each = f"{1e6 * _median(taken) / max(_median(work[unit]), 1):8.0f}" if unit else " " * 8
        count = f"{_median(work[unit]):,.0f} {unit}" if unit else ""
        print(f"{name:<20}{_median(taken):>9.2f}{_median(taken) / whole:>8.1%}   {each}  {count}")


def _timed(function: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        begun = time.process_time()
        result = function(*arguments)
        spent.append((time.process_time() - begun) * 1e3)
        return result

    return timed


def _work(today: Day) -> dict[str, int]:
    return {
        "slots": today.schedule.slot_product.size,
        "exposures": today.audience.heard.size,
        "shelf visits": today.needs.visits,
        "orders": today.checkout.orders.size,
        "received": today.deliveries.received.size,
        "tellings": today.gossip.told.size,
    }


def _median(values: list[float] | list[int]) -> float:
    return float(statistics.median(values[1:] or values))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [1_000_000, 12][len(numbers) :]))
