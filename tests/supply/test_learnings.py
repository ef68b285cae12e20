"""Learning rules: neutral drift, the replicator's limit, and the bandit's bound (LC25, LC31)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from agents.learning import Learning, ReviewView
from agents.learnings.exp3 import Exp3, Exp3Parameters, best_exploration
from agents.learnings.imitation import Imitation, ImitationParameters, fermi
from agents.learnings.none import NoLearning, NoneParameters
from core.luck import Luck, uniforms
from core.plugins import discover, parameters_of

MODES = ("a", "b")
VIEW = ReviewView("a", MODES, 0.0, ("b", "a"), np.zeros(2), np.zeros(0), (0.3, 0.3))
KINDS = discover("agents.learnings", Learning)


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_names_a_mode_and_is_pure(kind: str) -> None:
    rule = KINDS[kind](parameters_of(KINDS[kind])())
    memory = VIEW.memory.copy()
    for payoff in (-9.0, 0.0, 9.0):
        view = VIEW._replace(payoff=payoff)
        assert np.array_equal(rule.remember(view), rule.remember(view))
        assert np.array_equal(view.memory, memory)
        assert rule.choose(view) == rule.choose(view)
        assert rule.choose(view) in MODES


def test_without_learning_nothing_changes() -> None:
    rule = NoLearning(NoneParameters())
    assert rule.choose(VIEW._replace(rival_payoffs=np.array([99.0, 99.0]))) == "a"


def test_fermi_by_hand() -> None:
    assert fermi(0, 0, 0.1) == 0.5
    assert fermi(1.0, 1.2, 0.1) == pytest.approx(1 / (1 + math.exp(-2)))


def test_neutral_imitation_fixes_one_in_n() -> None:
    rule, size, worlds = Imitation(ImitationParameters()), 5, 1_500
    luck = Luck(11).key("neutral drift")
    wins = 0
    for world in range(worlds):
        draws = uniforms(luck, 3_000, world).reshape(-1, 3)
        modes = ["b"] + ["a"] * (size - 1)
        for who, pick, flip in draws:
            me = int(who * size)
            rivals = tuple(mode for other, mode in enumerate(modes) if other != me)
            payoffs = np.zeros(size - 1)
            view = ReviewView(modes[me], MODES, 0.0, rivals, payoffs, VIEW.memory, (pick, flip))
            modes[me] = rule.choose(view)
            if len(set(modes)) == 1:
                break
        assert len(set(modes)) == 1
        wins += modes[0] == "b"
    error = math.sqrt(0.2 * 0.8 / worlds)
    assert wins / worlds == pytest.approx(1 / size, abs=4 * error)


def test_imitation_drifts_as_the_replicator_says() -> None:
    """Expected change of a share x is x (1 - x) tanh(gap / 2K), the replicator for a small gap."""
    rule, size, share, gap = Imitation(ImitationParameters(noise=0.5)), 1_000, 0.3, 0.2
    modes = np.array(["b"] * int(share * size) + ["a"] * int((1 - share) * size))
    payoffs = np.where(modes == "b", gap, 0.0)
    luck = Luck(2).key("replicator")
    picks, flips = uniforms(luck, size, 0), uniforms(luck, size, 1)
    rivals = tuple(modes.tolist())
    change = 0
    for me in range(size):
        view = ReviewView(
            rivals[me], MODES, payoffs[me], rivals, payoffs, VIEW.memory, (picks[me], flips[me])
        )
        change += (rule.choose(view) == "b") - (rivals[me] == "b")
    error = math.sqrt(share * (1 - share) / size)
    expected = share * (1 - share) * math.tanh(gap / (2 * 0.5))
    assert change / size == pytest.approx(expected, abs=4 * error)


def test_exp3_regret_stays_under_its_bound() -> None:
    rounds, arms = 20_000, ("w", "x", "y", "z")
    means = np.array([0.35, 0.4, 0.45, 0.6])
    rule = Exp3(Exp3Parameters(exploration=best_exploration(4, rounds), worst=0.0, best=1.0))
    key = Luck(4).key("bandit")
    choices, rewards = uniforms(key, rounds, 0), uniforms(key, rounds, 1)
    mode, memory, earned = "w", np.zeros(0), 0.0
    view = ReviewView(mode, arms, 0.0, (), np.zeros(0), memory, (0.5, 0.5))
    for choice, reward in zip(choices, rewards, strict=True):
        mode = rule.choose(view._replace(memory=memory, luck=(0.5, choice)))
        payoff = float(reward < means[arms.index(mode)])
        earned += payoff
        memory = rule.remember(view._replace(mode=mode, memory=memory, payoff=payoff))
    regret = rounds * means.max() - earned
    assert 0 < regret < 2 * math.sqrt(math.e - 1) * math.sqrt(rounds * 4 * math.log(4))


def test_exp3_chances_by_hand() -> None:
    rule = Exp3(Exp3Parameters(exploration=0.4))
    chances = rule.chances(np.array([0.0, math.log(3.0)]), 2)
    assert chances == pytest.approx([0.6 * 0.25 + 0.2, 0.6 * 0.75 + 0.2])
    assert rule.chances(np.zeros(0), 2) == pytest.approx([0.5, 0.5])
