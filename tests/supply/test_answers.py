"""A strategy that answers nonsense, or fails, is told by name, file and field."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from agents.strategies.odm import OdmParameters
from agents.strategy import Decision, Strategy, ask
from core.errors import BadInput
from core.plugins import BadPlugin
from tests.supply.conftest import STRATEGIES, VIEW

SOUND = Decision(10.0, 5, 90.0, 60.0, 0.2, 50.0, 7)
EDGES: list[dict[str, Any]] = [
    {"forecast": 0.0}, {"start": 0}, {"list_price": math.inf, "advertising": math.inf},
    {"max_commission": 1.0}, {"max_slot_fee": 0.0}, {"presale_days": -1},
    {"redesign": np.array([0.5, -3.0])}, {"start": np.int64(4), "forecast": np.float64(2.5)},
]  # fmt: skip
NONSENSE = [
    ("forecast", math.nan), ("forecast", math.inf), ("forecast", -0.1), ("forecast", None),
    ("forecast", np.array([1.0, 2.0])), ("start", -1), ("start", 2.5), ("start", math.nan),
    ("start", "many"), ("presale_days", 1.5),
    ("list_price", 0.0), ("list_price", -90.0), ("list_price", math.nan),
    ("floor_price", 0.0), ("floor_price", math.nan), ("max_commission", 1.5),
    ("max_slot_fee", math.inf), ("presale_days", -2), ("advertising", math.nan),
    ("redesign", np.array([math.nan, 0.0])), ("redesign", np.zeros(3)),
]  # fmt: skip


class Answering(Strategy[OdmParameters]):
    """Answers what it is given."""

    kind, feed, merchant = "answering", "platform_sales", "factory"
    terms = STRATEGIES["odm"].terms

    def __init__(self, answer: Any) -> None:
        super().__init__(OdmParameters())
        self.answer = answer

    def dealers(self, demand: float) -> None:
        """None."""

    def transfer_price(self, unit_cost: float, reference_price: float) -> float:
        return unit_cost

    def decide(self, view: Any) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=list(STRATEGIES))
def test_an_answer_that_makes_sense_is_taken_as_it_is(strategy: Any) -> None:
    assert str(ask(strategy, VIEW)) == str(strategy.decide(VIEW))


@pytest.mark.parametrize("changes", EDGES)
def test_the_least_and_the_most_make_sense(changes: dict[str, Any]) -> None:
    answer = SOUND._replace(**changes)
    assert ask(Answering(answer), VIEW) is answer


@pytest.mark.parametrize(("field", "value"), NONSENSE)
def test_nonsense_is_refused_with_strategy_file_field_and_value(field: str, value: Any) -> None:
    with pytest.raises(BadInput) as told:
        ask(Answering(SOUND._replace(**{field: value})), VIEW)
    line = str(told.value)
    shown = " ".join(repr(value).split())
    assert f"strategy answering ({__file__}): {field} = {shown}; allowed: " in line


@pytest.mark.parametrize("answer", [None, (1, 2), tuple(SOUND)])
def test_what_is_no_decision_is_refused(answer: Any) -> None:
    with pytest.raises(BadInput, match="allowed: a Decision"):
        ask(Answering(answer), VIEW)


def test_an_error_inside_a_strategy_names_its_file() -> None:
    with pytest.raises(BadPlugin) as told:
        ask(Answering(ZeroDivisionError("no sales")), VIEW)
    assert str(told.value) == f"{__file__}: strategy 'answering', ZeroDivisionError: no sales"
    assert isinstance(told.value.__cause__, ZeroDivisionError)
