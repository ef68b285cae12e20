"""Keyed luck: uniform, independent along every part of the key, and the same for ever."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from core import luck as formulas
from core.compiled import compiled
from core.luck import Luck, normals, uniforms

# Parts have no way in from Python: here they are compiled with one, each by itself.
exponential = compiled(formulas.exponential)
as_gumbel = compiled(formulas.as_gumbel)
gumbel_at_most = compiled(formulas.gumbel_at_most)
word_of = compiled(formulas.word_of)
poisson = compiled(formulas.poisson)
uniform = compiled(formulas.uniform)

PEOPLE = 100_000
RARE = (
    1e-4  # each test below fails by bad luck this often; the keys are fixed, so it never flickers
)
FULL = 2**64 - 1
KEY = 0x32288681CCA35A39  # Luck(1), "buy", day 5
FIRST_THREE = [0.2896244157504987, 0.5879140788227263, 0.9844912026254723]


def oracle(seed: int, decision: str, day: int, who: int, slot: int) -> float:
    """The definition once more, in unbounded Python integers."""

    def finalise(word: int) -> int:
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & FULL
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & FULL
        return word ^ (word >> 31)

    digest = hashlib.blake2b(f"{seed}/{decision}".encode(), digest_size=8).digest()
    word = finalise((int.from_bytes(digest, "little") + day * 0xA0761D6478BD642F) & FULL)
    word = finalise((word + who * 0x9E3779B97F4A7C15) & FULL)
    word = finalise((word + slot * 0xD1B54A32D192ED03) & FULL)
    return ((word >> 12) + 0.5) * 2.0**-52


def key_of_word(word: int) -> np.uint64:
    """The key whose draw for nobody in particular (who 0, slot 0) is made of this last word."""
    for _ in ("slot", "who"):
        word ^= word >> 31 ^ word >> 62
        word = word * pow(0x94D049BB133111EB, -1, 2**64) & FULL
        word ^= word >> 27 ^ word >> 54
        word = word * pow(0xBF58476D1CE4E5B9, -1, 2**64) & FULL
        word ^= word >> 30 ^ word >> 60
    return np.uint64(word)


def correlation_is_small(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a correlation is within what independence allows, at the level RARE."""
    limit = stats.norm.isf(RARE / 2) / np.sqrt(one.size)
    return abs(np.corrcoef(one, other)[0, 1]) < limit


@pytest.mark.parametrize(
    "place", [(1, "buy", 0, 0, 0), (7, "watch", 179, 19_999, 3), (2**40, "né", 3, 10**7, 287)]
)
def test_the_compiled_draw_equals_the_definition(place: tuple[int, str, int, int, int]) -> None:
    seed, decision, day, who, slot = place
    assert Luck(seed).one(decision, day, who, slot) == oracle(*place)
    drawn = uniforms(Luck(seed).key(decision, day), np.array([who]), slot)
    assert drawn[0] == oracle(*place)


@pytest.mark.parametrize("mean", [0.0, 0.05, 1.0, 30.0])
def test_the_count_equals_the_compiled_poisson(mean: float) -> None:
    luck = Luck(5)
    drawn = [luck.count("entry", day, mean) for day in range(50)]
    assert drawn == [poisson(mean, luck.key("entry", day), 0, 0) for day in range(50)]


def test_known_answers_never_change() -> None:
    key = Luck(1).key("buy", 5)
    assert int(key) == KEY
    assert uniforms(key, 3).tolist() == FIRST_THREE


def test_the_first_bits_of_a_draw_bound_its_gumbel() -> None:
    edges = [step << 56 for step in range(256)]
    words = np.array(edges + [edge | (1 << 56) - 1 for edge in edges], np.uint64)
    assert all(gumbel_at_most(word) > as_gumbel(word) for word in words)
    lasts = words[256:-1]  # the last step has no bound
    assert all(gumbel_at_most(word) < as_gumbel(word) + 1e-8 for word in lasts)


@pytest.mark.parametrize(("word", "wanted"), [(0, 2.0**-53), (FULL, 1.0 - 2.0**-53)])
def test_the_extreme_words_stay_strictly_inside(word: int, wanted: float) -> None:
    key = key_of_word(word)
    assert uniforms(key, 1).tolist() == [wanted]
    assert exponential(key, 0, 0) > 0.0
    assert np.isfinite(exponential(key, 0, 0))
    assert np.isfinite(as_gumbel(np.uint64(word)))
    assert np.isfinite(normals(key, 1)).all()


def test_another_process_draws_the_same() -> None:
    program = "from core.luck import Luck; print(Luck(1).one('buy', 5, 2))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert float(told.stdout) == FIRST_THREE[2]


@pytest.mark.parametrize("day", [0, 1, 100])
@pytest.mark.parametrize("decision", ["buy", "watch"])
def test_draws_are_uniform(decision: str, day: int) -> None:
    drawn = uniforms(Luck(1).key(decision, day), PEOPLE)
    counts = np.bincount((drawn * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > RARE
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0


def test_slots_of_one_person_are_uniform() -> None:
    drawn = uniforms(Luck(1).key("buy"), np.full(PEOPLE, 17), np.arange(PEOPLE))
    assert stats.kstest(drawn, "uniform").pvalue > RARE


@pytest.mark.parametrize(
    "other", [("buy", 1, 0), ("watch", 0, 0), ("buy", 0, 1)], ids=["day", "decision", "slot"]
)
def test_neighbouring_keys_are_independent(other: tuple[str, int, int]) -> None:
    luck = Luck(1)
    decision, day, slot = other
    one = uniforms(luck.key("buy", 0), PEOPLE, 0)
    two = uniforms(luck.key(decision, day), PEOPLE, slot)
    joint, _, _ = np.histogram2d(one, two, bins=16, range=[[0, 1], [0, 1]])
    assert stats.chisquare(joint.ravel()).pvalue > RARE
    assert correlation_is_small(one, two)


def test_neighbouring_people_and_seeds_are_independent() -> None:
    one = uniforms(Luck(1).key("buy"), PEOPLE)
    assert correlation_is_small(one[:-1], one[1:])
    assert correlation_is_small(one, uniforms(Luck(2).key("buy"), PEOPLE))


def test_more_people_move_nobody_elses_luck() -> None:
    key = Luck(1).key("buy", 3)
    assert np.array_equal(uniforms(key, 100), uniforms(key, 1000)[:100])
    some = np.array([512, 3, 77])
    assert np.array_equal(uniforms(key, some), uniforms(key, 1000)[some])


def test_the_order_of_questions_does_not_matter() -> None:
    asked, fresh = Luck(1), Luck(1)
    for decision in ("watch", "need", "return"):
        asked.key(decision, 9)
    assert asked.key("buy", 3) == fresh.key("buy", 3)


def test_the_shapes_follow_from_the_uniform() -> None:
    key = Luck(1).key("shapes")
    people = range(20_000)
    below = np.array([exponential(key, who, 0) for who in people])
    taste = np.array([as_gumbel(np.uint64(word_of(key, who, 1))) for who in people])
    assert stats.kstest(below, "expon").pvalue > RARE
    assert stats.kstest(taste, "gumbel_r").pvalue > RARE
    assert stats.kstest(normals(key, PEOPLE, 2), "norm").pvalue > RARE


@pytest.mark.parametrize("mean", [0.2, 3.0, 25.0])
def test_poisson_by_inversion(mean: float) -> None:
    key = Luck(1).key("counts")
    counts = np.array([poisson(mean, key, who, 0) for who in range(20_000)])
    top = int(stats.poisson.ppf(0.999, mean))
    wanted = stats.poisson.pmf(np.arange(top), mean)
    seen = np.bincount(np.minimum(counts, top), minlength=top + 1)
    expected = np.append(wanted, 1.0 - wanted.sum()) * counts.size
    enough = expected > 5.0
    assert (
        stats.chisquare(
            np.append(seen[enough], seen[~enough].sum() + 1e-9),
            np.append(expected[enough], expected[~enough].sum() + 1e-9),
        ).pvalue
        > RARE
    )
    assert all(counts[who] == stats.poisson.ppf(uniform(key, who, 0), mean) for who in range(200))


def test_poisson_of_nothing_is_nothing() -> None:
    assert poisson(0.0, Luck(1).key("counts"), 1, 0) == 0
