"""What every behaviour and every traffic rule must keep, whichever files are in their folders."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from agents.behaviour import AnchorView, Behaviour
from agents.behaviours.loyal_supplier import LoyalSupplier, LoyalSupplierParameters
from agents.traffic import TrafficRule, TrafficView, shares_of_traffic
from core.declare import Parameters
from core.errors import BadInput
from tests.stars.conftest import BEHAVIOURS, TRAFFICS

ALL_BEHAVIOURS = pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS)
ALL_TRAFFICS = pytest.mark.parametrize("rule", TRAFFICS.values(), ids=TRAFFICS)


OFFERS = (
    "day",
    "slots",
    "list_price",
    "stock",
    "presale_days",
    "believed_quality",
)  # the same for all


def anchor_view(seed: int = 1, count: int = 12) -> AnchorView:
    draws = np.random.default_rng(seed)
    list_price = draws.uniform(20, 300, count)
    return AnchorView(
        day=3,
        followers=500,
        power=0.4,
        expected_views=20.0,
        conversion=draws.uniform(0.001, 0.05, count),
        live_price=list_price * draws.uniform(0.5, 1.0, count),
        list_price=list_price,
        commission=draws.uniform(0, 0.3, count),
        commission_share=0.8,
        slot_fee=draws.uniform(0, 5, count),
        deal=draws.random(count) < 0.7,
        stock=draws.integers(0, 3, count),
        presale_days=draws.integers(-1, 2, count),
        price_rank=draws.uniform(0, 1, count),
        believed_quality=draws.normal(0, 1, count),
        return_rate=draws.uniform(0, 0.6, count),
        sourcing_cost=draws.uniform(0, 2, count),
        familiarity=draws.dirichlet(np.ones(count)),
    )


def all_alike(count: int = 4) -> AnchorView:
    ones = np.ones(count)
    return AnchorView(
        day=3, followers=500, power=0.4, expected_views=20.0, conversion=0.02 * ones,
        live_price=80.0 * ones, list_price=100.0 * ones, commission=0.15 * ones,
        commission_share=1.0, slot_fee=0.0 * ones, deal=ones > 0, stock=np.full(count, 9),
        presale_days=np.full(count, -1), price_rank=0.5 * ones, believed_quality=0.0 * ones,
        return_rate=0.2 * ones, sourcing_cost=0.5 * ones, familiarity=ones / count,
    )  # fmt: skip


def traffic_view(sessions: int = 6) -> TrafficView:
    return TrafficView(
        anchor=np.arange(sessions),
        followers=np.array([0, 10, 100, 1000, 10, 10])[:sessions],
        views=np.linspace(0, 50, sessions),
        conversion=np.linspace(0, 0.03, sessions),
        incubated=np.array([0, 0, 0, 0, 0.5, 1.0])[:sessions],
    )


def digest(view: Any) -> list[Any]:
    return [copy.deepcopy(value) for value in view]


@ALL_BEHAVIOURS
@pytest.mark.parametrize("seed", range(5))
def test_appetite_is_pure_shaped_and_only_for_agreed_offers(
    behaviour: Behaviour[Any], seed: int
) -> None:
    view = anchor_view(seed)
    before = digest(view)
    first, second = behaviour.appetite(view), behaviour.appetite(view)
    assert first.shape == (12,)
    np.testing.assert_array_equal(first, second)
    for was, value in zip(before, view, strict=True):
        np.testing.assert_array_equal(was, value)
    possible = view.deal & ((view.stock > 0) | (view.presale_days >= 0))
    assert (first[~possible] == -np.inf).all()
    assert np.isfinite(first[possible]).all()


@ALL_BEHAVIOURS
def test_several_anchors_side_by_side_want_what_each_wants_alone(behaviour: Behaviour[Any]) -> None:
    alone = [anchor_view(seed) for seed in range(3)]
    offers = {name: value for name, value in alone[0]._asdict().items() if name in OFFERS}
    alone = [view._replace(**offers) for view in alone]
    together = alone[0]._replace(
        **{
            name: np.array([np.atleast_1d(getattr(view, name)) for view in alone])
            for name in alone[0]._fields
            if name not in OFFERS
        },
    )
    appetite = behaviour.appetite(together)
    for k, view in enumerate(alone):
        np.testing.assert_array_equal(appetite[k], behaviour.appetite(view))
        some = together.of(slice(k, k + 1))
        np.testing.assert_array_equal(appetite[[k]], behaviour.appetite(some))


@ALL_BEHAVIOURS
def test_appetite_survives_an_anchor_without_viewers_or_offers(behaviour: Behaviour[Any]) -> None:
    nobody = anchor_view()._replace(expected_views=0.0, followers=0)
    assert not np.isnan(behaviour.appetite(nobody)).any()
    nothing = anchor_view()._replace(deal=np.zeros(12, dtype=bool))
    assert (behaviour.appetite(nothing) == -np.inf).all()


@ALL_BEHAVIOURS
def test_hype_falls_with_honesty_to_nothing(behaviour: Behaviour[Any]) -> None:
    assert behaviour.hype(0.0) > behaviour.hype(0.5) > behaviour.hype(1.0) == 0.0


@pytest.mark.parametrize(
    ("kind", "column", "better"),
    [
        ("commission_seeker", "commission", 0.3),
        ("commission_seeker", "conversion", 0.05),
        ("lowest_price", "price_rank", 0.0),
        ("lowest_price", "live_price", 60.0),
        ("curator", "believed_quality", 1.0),
        ("curator", "return_rate", 0.05),
        ("loyal_supplier", "familiarity", 0.9),
    ],
)
def test_each_behaviour_wants_what_it_is_named_for(kind: str, column: str, better: float) -> None:
    view = all_alike()
    values = getattr(view, column).copy()
    values[2] = better
    appetite = BEHAVIOURS[kind].appetite(view._replace(**{column: values}))
    assert np.argmax(appetite) == 2
    assert appetite[2] > appetite[0]


@pytest.mark.parametrize("bond", [0.0, 2.0, 10.0])
def test_no_bond_makes_a_loss_a_wish(bond: float) -> None:
    """Beyond 1 it once did, the larger the loss the larger the wish."""
    partner = LoyalSupplier(LoyalSupplierParameters(bond=bond))
    familiar = np.linspace(0, 1, 200)
    view = anchor_view(count=200)._replace(familiarity=familiar, sourcing_cost=5.0)
    appetite, loses = partner.appetite(view), view.earnings() < 0
    assert 20 < (loses & view.can_pitch()).sum() < view.can_pitch().sum() - 20
    assert (appetite[loses] < 0).all()
    assert (appetite[~loses & view.can_pitch()] >= 0).all()


def test_the_curator_hypes_least_and_the_bargain_hunter_digs_deepest() -> None:
    assert min(BEHAVIOURS, key=lambda kind: BEHAVIOURS[kind].hype(0.3)) == "curator"
    assert max(BEHAVIOURS, key=lambda kind: BEHAVIOURS[kind].price_share) == "lowest_price"


@ALL_TRAFFICS
def test_traffic_is_pure_finite_and_never_all_zero(rule: TrafficRule[Any]) -> None:
    view = traffic_view()
    before = digest(view)
    weights = rule.weights(view)
    np.testing.assert_array_equal(weights, rule.weights(view))
    for was, value in zip(before, view, strict=True):
        np.testing.assert_array_equal(was, value)
    assert weights.shape == (6,)
    assert np.isfinite(weights).all()
    assert (weights >= 0).all()
    assert weights.sum() > 0


@ALL_TRAFFICS
def test_traffic_of_rooms_nobody_knows_yet(rule: TrafficRule[Any]) -> None:
    zero = np.zeros(3)
    weights = rule.weights(TrafficView(np.arange(3), zero.astype(int), zero, zero, zero))
    assert weights.sum() > 0
    assert weights == pytest.approx(weights[0])


def test_each_rule_favours_what_it_is_named_for() -> None:
    view = traffic_view()
    assert np.ptp(TRAFFICS["equal"].weights(view)) == 0.0
    assert np.argmax(TRAFFICS["by_followers"].weights(view)) == 3
    assert np.argmax(TRAFFICS["by_conversion"].weights(view)) == 5
    few = TRAFFICS["incubate_few"].weights(view)
    assert few[5] > few[4] > few[1]


@pytest.mark.parametrize("plugins", [BEHAVIOURS, TRAFFICS])
def test_the_kind_is_the_file_name_and_the_class_is_final(plugins: dict[str, Any]) -> None:
    assert len(plugins) >= 4
    for kind, plugin in plugins.items():
        assert plugin.kind == kind
        assert getattr(type(plugin), "__final__", False)


class Told(TrafficRule[Parameters]):
    """Answers what it is given."""

    kind = "told"

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def weights(self, view: TrafficView) -> Any:
        return self.answer


@pytest.mark.parametrize(
    "answer",
    [[0.0] * 6, [1.0, -1.0, 3.0, 1.0, 1.0, 1.0], [1.0] * 5, [np.nan] + [1.0] * 5,
     [np.inf] + [1.0] * 5, 1.0],
)  # fmt: skip
def test_traffic_that_is_no_shares_names_the_rule(answer: Any) -> None:
    with pytest.raises(BadInput, match=r"traffic rule told \(.*test_plugins\.py\): weights"):
        shares_of_traffic(Told(answer), traffic_view())


def test_shares_of_traffic_sum_to_one() -> None:
    found = shares_of_traffic(Told([3, 0, 0, 0, 0, 1]), traffic_view())
    assert found.tolist() == [0.75, 0, 0, 0, 0, 0.25]


@pytest.mark.parametrize("kind", ["by_followers", "by_conversion", "incubate_few"])
def test_no_exponent_is_too_large(kind: str) -> None:
    usual = TRAFFICS[kind]
    rule = type(usual)(usual.parameters.model_copy(update={"exponent": 900.0}))
    shares = shares_of_traffic(rule, traffic_view())
    assert shares.sum() == pytest.approx(1.0)
    assert shares.max() > 0.99
