"""The audit changes what it says and nothing else, and its words follow its rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

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
    UNSURE,
    UNTOLD,
    apart,
    judge,
    leaders,
    paired,
    word,
)
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


def test_luck_that_is_shared_tells_more_and_only_where_it_is_shared() -> None:
    table = judge(lived(8, 0.005, shared=0.3)).set_index(["variant", "number"])
    assert table.loc[("same", "a"), "word"] == ROBUST
    assert table.loc[("a quarter of the people", "a"), "word"] == UNTOLD


def test_two_samples_cover_as_often_as_they_say() -> None:
    rng, trials, hits = np.random.default_rng(4), 600, 0
    for _ in range(trials):
        ours, theirs = 1 + 0.1 * rng.normal(size=6), 1.2 + 0.3 * rng.normal(size=6)
        found, _p = apart(ours, theirs)
        hits += found.low <= 0.2 <= found.high
    low, high = stats.binom.interval(0.999, trials, 0.95)
    assert low <= hits <= high


def test_worlds_without_the_number_do_not_differ() -> None:
    assert paired(np.zeros(4), np.zeros(4)) == (Interval(0.0, 0.0, 0.0), 1.0)
    found, p = apart(np.zeros(4), np.ones(4))
    assert np.isnan([found.middle, p]).all()


def test_a_leader_is_one_in_every_seed() -> None:
    shares = {"sure": ((0.6, 0.4), (0.7, 0.3)), "torn": ((0.6, 0.4), (0.4, 0.6))}
    rows = [
        {"variant": name, "seed": seed, "number": f"mode_share_{mode}", "value": value}
        for name, seeds in shares.items()
        for seed, pair in enumerate(seeds)
        for mode, value in zip(("odm", "c2m"), pair, strict=True)
    ]
    assert leaders(pd.DataFrame(rows)) == {"sure": "odm", "torn": UNSURE}


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
    assert set(table["number"]) == set(HEADLINES)
    assert set(table["word"]) <= {ROBUST, UNTOLD, SHIFTED, FRAGILE}
