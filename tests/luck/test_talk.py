"""Talk is drawn for each person and product: gossip is not all or nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from core.luck import Luck
from model.phases.word_of_mouth import _follow_on_advice, _tellers
from model.records import Gossip
from model.rows import ORDER

PEOPLE, PRODUCTS = 400, 3


def heard_of_three(chance: float) -> tuple[Any, Gossip]:
    """A world in which everybody heard of three products yesterday, each from its own anchor."""
    told = np.repeat(np.arange(PEOPLE), PRODUCTS)
    product = np.tile(np.arange(PRODUCTS), PEOPLE)
    nobody = told[:0]
    gossip = Gossip(nobody, nobody, nobody, told, product, product, told, 0)
    talk = SimpleNamespace(pass_on=chance, follow=chance, keep_on=0.0)
    attention = SimpleNamespace(first_trust=0.5)
    world = SimpleNamespace(
        luck=Luck(1), day=3, gossip=gossip,
        scenario=SimpleNamespace(word_of_mouth=talk, attention=attention), consumers=Follows(),
        anchors=[SimpleNamespace(active=True)] * PRODUCTS,
    )  # fmt: skip
    return world, gossip


class Follows:
    """Writes down who was to follow whom."""

    def follow(self, people: Any, anchors: Any, trust: float) -> None:
        self.people = people


def two_of_three(people: Any) -> float:
    """Share of the people of whom some but not all of the three came true."""
    counts = np.bincount(people, minlength=PEOPLE)
    return float(np.mean((counts > 0) & (counts < PRODUCTS)))


def test_who_passes_on_one_thing_need_not_pass_on_another() -> None:
    world, _ = heard_of_three(0.5)
    nothing: Any = SimpleNamespace(kept=np.zeros(0, ORDER))
    teller, _, _ = _tellers(world, nothing)
    assert abs(two_of_three(teller) - 0.75) < 4 * np.sqrt(0.75 * 0.25 / PEOPLE)


def test_who_follows_one_anchor_on_advice_need_not_follow_another() -> None:
    world, gossip = heard_of_three(0.5)
    _follow_on_advice(world, gossip.told, gossip.product, gossip.anchor)
    assert abs(two_of_three(world.consumers.people) - 0.75) < 4 * np.sqrt(0.75 * 0.25 / PEOPLE)
