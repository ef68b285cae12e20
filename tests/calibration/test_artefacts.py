"""The audit changes what it says and nothing else, and its words follow its rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.measure import known_numbers
from experiments.summary import Interval
from experiments.validating.artefacts import (
    HEADLINES,
    audit,
    other_friends,
    other_numbers,
    variants,
)
from experiments.validating.other_order import live_other_day
from experiments.validating.robustness import (
    FRAGILE,
    ROBUST,
    SHIFTED,
    UNTOLD,
    Lead,
    judge,
    leaders,
    paired,
    word,
)
from experiments.validating.validation import variant_cells
from model import Market, load_scenario


def small(seed: int = 4) -> Market:
    return Market(load_scenario("base", **{"consumers.count": 500, "market.days": 6}), seed=seed)


def test_the_words_follow_the_rule() -> None:
    assert word(Interval(0.05, 0.01, 0.09), 1e-9) == ROBUST
    assert word(Interval(0.05, -0.02, 0.12), 1e-9) == UNTOLD
    assert word(Interval(0.134, -0.1, 0.4), 0.30) == UNTOLD
    assert word(Interval(0.40, 0.2, 0.6), 0.01) == SHIFTED
    assert word(Interval(-0.70, -0.8, -0.6), 0.01) == FRAGILE
    assert word(Interval(-0.70, -1.0, -0.4), 0.01) == SHIFTED  # by a half is not sure
    assert word(Interval(0.11, 0.005, 0.215), 0.04) == UNTOLD  # nor, here, by a tenth
    assert word(Interval(np.nan, np.nan, np.nan), 1.0) == UNTOLD


def lived(seeds: int, noise: float, shared: float = 0.0) -> pd.DataFrame:
    """Base, a variant whose number `a` moved by 30 %, one that is base, and other populations."""
    rng = np.random.default_rng(1)
    luck = shared * rng.normal(size=seeds)
    names = ("base", "moved", "same", "a quarter of the people")
    return pd.DataFrame(
        {"variant": variant, "seed": seed, "number": number,
         "value": (1.3 if (variant, number) == ("moved", "a") else 1) * (1 + luck[seed])
         + noise * rng.normal()}
        for variant in names for seed in range(seeds) for number in ("a", "b")
    )  # fmt: skip


def test_a_shift_that_was_put_in_is_found_and_nothing_else() -> None:
    table = judge(lived(6, 0.01)).set_index(["variant", "number"])["word"]
    assert table["moved", "a"] == SHIFTED
    assert (table.drop(("moved", "a")) == ROBUST).all()


def test_noise_is_not_robust() -> None:
    """The planned failure: what seeds cannot tell was once called robust."""
    assert (judge(lived(4, 0.3))["word"] == UNTOLD).all()


def test_luck_that_is_shared_tells_more_whatever_the_number_of_people() -> None:
    table = judge(lived(8, 0.005, shared=0.3)).set_index(["variant", "number"])
    assert table.loc[("same", "a"), "word"] == ROBUST
    assert table.loc[("a quarter of the people", "a"), "word"] == ROBUST


def test_worlds_of_any_size_have_the_same_people_anchors_and_goods() -> None:
    """What the pairing of other populations stands on."""
    few, many = (
        Market(load_scenario("base", **{"consumers.count": count}), seed=4).world
        for count in (300, 900)
    )
    for name, trait in few.consumers.traits._asdict().items():
        assert np.array_equal(trait, getattr(many.consumers.traits, name)[:300]), name
    assert np.array_equal(few.consumers.follows, many.consumers.follows[:300])
    assert (few.consumers.follows >= 0).any()
    for ours, theirs in zip(few.anchors, many.anchors, strict=True):
        for name in ("charisma", "honesty", "region", "platform", "hype"):
            assert getattr(ours, name) == getattr(theirs, name), name
        assert ours.behaviour.kind == theirs.behaviour.kind
    for one, other in zip(few.factories, many.factories, strict=True):
        for name in ("mode", "kind", "quality", "believed"):
            assert getattr(one, name) == getattr(other, name), name
        assert np.array_equal(one.design, other.design)
    for world in (few, many):
        world.market.run(2)
    assert np.array_equal(few.taste_centre, many.taste_centre)


def test_worlds_without_the_number_do_not_differ() -> None:
    assert paired(np.zeros(4), np.zeros(4)) == (Interval(0.0, 0.0, 0.0), 1.0)
    found, p = paired(np.zeros(4), np.ones(4))
    assert np.isnan([found.middle, p]).all()


def shares_of(**modes: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"variant": "base", "seed": seed, "number": f"mode_share_{mode}", "value": share}
        for mode, shares in modes.items()
        for seed, share in enumerate(shares)
    )


def test_who_leads_is_told_with_its_lead_seed_by_seed() -> None:
    luck = np.array([0.0, 0.2, 0.4, 0.1])
    rows = shares_of(odm=[*(0.3 + luck)], c2m=[*(0.29 + luck + [0, 0.004, 0, 0])], brand=[0.1] * 4)
    lead = leaders(rows)["base"]
    assert (lead.mode, lead.after, lead.is_sure) == ("odm", "c2m", True)
    assert lead.by.middle == pytest.approx(0.009)
    assert str(lead) == "odm by 0.9 points (+0.6 to +1.2) over c2m"
    torn = leaders(shares_of(odm=[0.6, 0.4, 0.5, 0.55], c2m=[0.4, 0.6, 0.5, 0.45]))["base"]
    assert (torn.mode, torn.is_sure) == ("odm", False)


def test_another_leader_is_fragile_and_only_a_sure_one() -> None:
    rows = pd.DataFrame({"number": ["fill_rate"], "word": [ROBUST], "change": [0.0],
                         "low": [0.0], "high": [0.0]})  # fmt: skip
    base = Lead("odm", "c2m", Interval(0.1, 0.05, 0.15))
    for lead, wanted in (
        (Lead("c2m", "odm", Interval(0.1, 0.05, 0.15)), FRAGILE),
        (Lead("c2m", "odm", Interval(0.1, -0.05, 0.25)), ROBUST),
        (Lead("odm", "c2m", Interval(0.2, 0.15, 0.25)), ROBUST),
    ):
        cells = variant_cells("x", rows, {"base": base, "x": lead})
        assert (cells[1], cells[3]) == (wanted, str(lead))


def test_people_under_other_numbers_are_the_same_people() -> None:
    market, twin = small(), small()
    other_numbers(market)
    ours, theirs = market.world.consumers, twin.world.consumers
    assert not np.array_equal(ours.habit, theirs.habit)
    dealt, usual = (
        sorted(zip(one.habit.tolist(), one.confidence.tolist(), strict=True))
        for one in (ours, theirs)
    )
    assert dealt == usual
    market.step()


def test_other_friends_leave_everything_else() -> None:
    market, twin = small(), small()
    other_friends(market)
    assert not np.array_equal(market.world.peers.targets, twin.world.peers.targets)
    assert np.array_equal(market.world.consumers.habit, twin.world.consumers.habit)
    market.step()


def test_the_other_order_of_phases_closes_its_books() -> None:
    market = small()
    for number in range(4):
        assert live_other_day(market.world).number == number


def test_headlines_are_numbers_of_a_run_and_variants_are_scenarios() -> None:
    assert set(HEADLINES) <= set(known_numbers())
    assert len({variant.name for variant in variants()}) == len(variants())


@pytest.mark.parametrize("name", ["categories in the other order", "people under other numbers"])
def test_a_small_audit_has_a_word_for_everything(name: str) -> None:
    table = judge(audit((1, 2), 400, 8, [name]))
    assert sorted(table["number"]) == sorted(HEADLINES)
    assert set(table["variant"]) == {name}
    assert (table["change"].abs() > 0).any()  # it is another world, not base once more
