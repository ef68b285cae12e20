"""Earnings at the end of a run are what is left once all that was sold has been delivered.

What is not even being made is not sold but promised: the money for it is owed.
"""

from __future__ import annotations

import pandas as pd
import pytest

from agents.strategies.c2m import C2M
from agents.strategy import Decision, FactoryView
from model import Market

QUIET = {
    "consumers.count": 2_000,
    "market.platforms": ("north",),
    "anchors.count": 0,
    "strategies.c2m.own_stream": 0.0,
    "strategies.c2m.setup_days": 0.0,
    "strategies.c2m.batch_days": 0.0,
    "strategies.c2m.redesign_days": 1_000,  # old pieces would be sold off
    "factories.learning_rate": 0.0,  # a piece costs the same today and tomorrow
    "factories.sellable_days": 100_000,  # and is worth what it cost
    "waiting.half_life_deliberate": 1e9,
    "waiting.half_life_impulse": 1e9,
    **{f"categories.{name}.return_intercept": -50.0 for name in ("apparel", "cables", "home")},
}


def test_earnings_are_those_of_when_all_is_delivered() -> None:
    market = Market("base", seed=2, **QUIET)
    market.run(20)
    people = market.world.consumers
    people.traits.budget[:] = people.state.budget_left[:] = 0  # nobody can buy any more
    frame = market.run(25).factories
    frame = frame[frame["mode"] == "c2m"]
    before, after = frame[frame["day"] < 20], frame[frame["day"] >= 20]
    assert before.loc[before["day"] == 19, "backlog"].sum() > 50  # sold, and yet to be made
    assert after.loc[after["day"] == 44, "backlog"].sum() == 0
    assert after["orders"].sum() == 0
    running = float((after["other_costs"] + after["carriage"]).sum())  # what goes on after the end
    assert earnings(frame) + running == pytest.approx(earnings(before), abs=1)


def test_who_never_makes_what_it_sells_earns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    promises = C2M.decide

    def never(self: C2M, view: FactoryView) -> Decision:
        return promises(self, view)._replace(start=0, presale_days=12, advertising=0.0)

    monkeypatch.setattr(C2M, "decide", never)
    nothing = {"strategies.c2m.opening_days": 0.0, "strategies.c2m.operation": 0.0}
    frame = Market("base", seed=2, **QUIET, **nothing).run(20).factories
    frame = frame[frame["mode"] == "c2m"]
    assert frame.loc[frame["day"] == 19, "backlog"].sum() > 50
    overheads = float(frame["other_costs"].sum())
    assert earnings(frame) == pytest.approx(-overheads, abs=1)


def earnings(frame: pd.DataFrame) -> float:
    """Profit and what the goods are worth in the end; a run begins with none."""
    last = frame[frame["day"] == frame["day"].max()]
    return float(frame["profit"].sum() + last["goods_factory"].sum())
