"""The counts of `conservation` see an order, a piece, a cent that is not where it should be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import experiments.limits.conservation as limit
from experiments.live import next_day
from experiments.proving.limit import Comparison, Exact, compare, holds
from experiments.proving.limit_table import LIMITS, answer
from model import Market, load_scenario
from model.ledger import Party

COUNTS = ("orders unaccounted for", "pieces unaccounted for", "cents from nowhere")


def lose_an_order(market: Market) -> None:
    calendar = market.world.orders.on_the_way
    orders = calendar.everything()
    calendar.__init__()  # type: ignore[misc]
    days = (orders["delivered"][1:] // 86_400).astype(int)
    calendar.put(orders[1:], days)


def lose_a_piece(market: Market) -> None:
    market.world.factories[0].warehouse -= 1


def find_a_piece(market: Market) -> None:
    market.world.factories[-1].started -= 1


def find_a_cent(market: Market) -> None:
    ledger = market.world.ledger
    ledger.balances[ledger.account(Party.ANCHORS, 3)] += 1


def judged(tamper: Callable[[Market], None] | None) -> list[Comparison]:
    """The judge's findings on a lived market of which something was taken, or nothing."""
    market = Market(load_scenario("base", **{"consumers.count": 500}), seed=1)
    days = [next_day(market) for _ in range(6)]
    if tamper:
        tamper(market)
    case = limit.Conservation()
    seen = dict.fromkeys(case.expect(case.published), 0) | limit.accounts(market, days)
    shown = {name: Exact(float(value)) for name, value in seen.items()}
    return compare(case, shown, case.published)


def test_nothing_is_missing_of_a_market_left_alone() -> None:
    assert holds(judged(None), len(LIMITS))


@pytest.mark.parametrize(
    ("tamper", "count"),
    [
        (lose_an_order, COUNTS[0]),
        (lose_a_piece, COUNTS[1]),
        (find_a_piece, COUNTS[1]),
        (find_a_cent, COUNTS[2]),
    ],
)
def test_what_is_taken_is_missed(tamper: Callable[[Market], None], count: str) -> None:
    findings = judged(tamper)
    assert not holds(findings, len(LIMITS))
    assert [finding.name for finding in findings if finding.z] == [count]
    assert max(finding.simulated for finding in findings) == 1.0


@pytest.mark.parametrize(
    ("switch", "count"),
    [
        ("NOBODY_STREAMS", "live orders without anchors"),
        ("IDLE", "deliveries without capacity"),
        ("DEAREST", "sales at an infinite price"),
    ],
)
def test_what_cannot_be_is_there_if_nothing_forbids_it(
    switch: str, count: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the count that is 0 is not so because nothing ever happens."""
    monkeypatch.setattr(limit, switch, {})
    seen = answer(limit.Conservation(), limit.Conservation().published, 1, 1)
    assert not seen.holds
    assert [finding.name for finding in seen.findings if finding.z] == [count]
