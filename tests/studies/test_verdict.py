"""The one rule by which runs become verdicts, on runs whose answer is known."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from core.errors import BadInput
from experiments.judging.findings import Answer, Finding
from experiments.judging.study import _told
from experiments.judging.study_figures import study_png
from experiments.judging.verdict import contrasts, find, judge
from experiments.judging.verdict_words import effect as told
from experiments.judging.verdict_words import failures
from tests.studies.made_up import SEEDS, evidence_of, made_up, study_of


@pytest.mark.parametrize(
    ("effect", "smallest", "finding"),
    [
        (5.0, 1.0, Finding.HOLDS),
        (-5.0, 1.0, Finding.REVERSED),
        (-5.0, 8.0, Finding.AGAINST),
        (2.0, 8.0, Finding.SMALL),
        (0.0, 8.0, Finding.SMALL),
    ],
)
def test_a_cell(effect: float, smallest: float, finding: Finding) -> None:
    study = study_of(made_up(smallest=smallest))
    (found,) = judge(study, evidence_of(study, [effect]))
    (cell,) = found.cells
    assert cell.finding is finding
    assert cell.low < cell.effect < cell.high
    assert cell.low < effect < cell.high
    assert cell.n == SEEDS


@pytest.mark.parametrize(
    ("effect", "low", "high", "p_holm", "finding"),
    [
        (8.5, 4.6, 12.4, 0.002, Finding.FAINT),  # more for sure, but whether 10 is open
        (8.5, 4.6, 9.9, 0.002, Finding.SMALL),
        (8.5, -0.1, 17.1, 0.002, Finding.FAINT),  # an interval of a share is another one
        (8.5, 4.6, 12.4, 0.2, Finding.UNSURE),  # more, were it the only cell
        (12.0, 1.0, 23.0, 0.2, Finding.UNSURE),
        (8.5, -1.0, 18.0, 0.2, Finding.OPEN),
        (-8.5, -12.4, -4.6, 0.002, Finding.AGAINST),
    ],
)
def test_what_is_sure_is_not_called_open(
    effect: float, low: float, high: float, p_holm: float, finding: Finding
) -> None:
    assert find(effect, low, high, p_holm, smallest=10.0) is finding


@pytest.mark.parametrize(
    ("effect", "low", "high", "p_holm", "finding"),
    [
        (900.0, 700.0, 1100.0, 0.002, Finding.FAINT),  # never "holds"
        (-900.0, -1100.0, -700.0, 0.002, Finding.AGAINST),  # never "reversed"
        (900.0, 700.0, 1100.0, 0.2, Finding.UNSURE),
        (-900.0, -1100.0, -700.0, 0.2, Finding.AGAINST),
        (9.0, -700.0, 718.0, 0.2, Finding.OPEN),  # nor "too small", as nobody can say
    ],
)
def test_what_has_no_share_is_judged_by_its_sign(
    effect: float, low: float, high: float, p_holm: float, finding: Finding
) -> None:
    assert find(effect, low, high, p_holm, smallest=np.nan) is finding


@pytest.mark.parametrize(("sign", "finding"), [(+1, Finding.REVERSED), (-1, Finding.HOLDS)])
def test_the_sign_that_was_expected_decides(sign: int, finding: Finding) -> None:
    study = study_of(made_up(sign=sign))
    (found,) = judge(study, evidence_of(study, [-5.0]))
    assert found.cells[0].finding is finding


def test_what_noise_hides_is_not_called_small() -> None:
    study = study_of(made_up(smallest=5.0))
    (found,) = judge(study, evidence_of(study, [3.0], noise=40.0))
    assert found.cells[0].finding is Finding.OPEN
    assert found.answer is Answer.NOT


def test_luck_that_is_paired_wrongly_hides_the_effect() -> None:
    """The planned failure: the same runs, the arms' seeds out of step."""
    study = study_of(made_up())
    table = evidence_of(study, [5.0])
    assert judge(study, table)[0].answer is Answer.SUPPORTED
    table.loc[table["arm"] == "with", "replicate"] = (np.arange(SEEDS) + 1) % SEEDS
    assert judge(study, table)[0].answer is not Answer.SUPPORTED


def test_one_p_of_many_is_not_enough() -> None:
    """Holm: an effect that would do alone does not among twenty cells."""
    alone = study_of(made_up())
    for effect in (1.0, 1.1, 1.2, 1.3, 1.4):
        table = evidence_of(alone, [effect], noise=2.0)
        if 0.004 < judge(alone, table)[0].cells[0].p < 0.05:
            break
    (cell,) = judge(alone, table)[0].cells
    assert cell.p_holm < 0.05
    places = [f"place {number}" for number in range(20)]
    many = study_of(made_up(), places=places)
    others = evidence_of(many, [0.0] * 20, noise=2.0)
    first = table.assign(context="place 0")
    (found,) = judge(many, pd.concat([first, others[others["context"] != "place 0"]]))
    assert found.cells[0].p == pytest.approx(cell.p)
    assert found.cells[0].finding is not Finding.HOLDS


def test_a_family_without_effects_rarely_finds_one() -> None:
    places = [f"place {number}" for number in range(5)]
    study = study_of(made_up(smallest=1e-9), places=places)
    table = evidence_of(study, [0.0] * 5)
    rng, alarms = np.random.default_rng(11), 0
    for _ in range(200):
        luck = table.assign(value=rng.normal(size=len(table)))
        alarms += judge(study, luck)[0].answer is not Answer.NOT
    assert alarms <= 22  # 10 expected; one in a thousand would have more


def test_a_seed_without_a_value_is_left_out_with_its_pair() -> None:
    study = study_of(made_up())
    table = evidence_of(study, [5.0]).reset_index(drop=True)
    table.loc[[0, SEEDS + 1], "value"] = [np.nan, np.inf]
    assert judge(study, table)[0].cells[0].n == SEEDS - 2


@pytest.mark.parametrize(
    ("left", "lived", "open_"),
    [(0, 12, True), (1, 12, True), (2, 12, True), (4, 4, True), (5, 5, False), (9, 12, True),
     (10, 12, False), (12, 12, False)],
)  # fmt: skip
def test_too_few_seeds_decide_nothing(left: int, lived: int, open_: bool) -> None:
    """Ten seeds in which a lot never sold out have no seconds: two that have do not decide."""
    study = study_of(made_up())
    table = evidence_of(study, [5.0])
    table = table[table["replicate"] < lived]
    table["value"] = table["value"].where(table["replicate"] < left)
    (found,) = judge(study, table)
    (cell,) = found.cells
    assert (cell.n, cell.seeds) == (left, lived)
    assert cell.finding is (Finding.OPEN if open_ else Finding.HOLDS)
    lacking = f"{left} of {lived} seeds have a number"
    assert (lacking in told(study, cell)) is (left < lived or open_)
    assert failures(found) == (f"{lacking}: everywhere" if open_ else "")


def test_what_lacks_numbers_stays_in_the_family() -> None:
    study = study_of(made_up(), places=["here", "there"])
    table = evidence_of(study, [5.0, 5.0])
    table["value"] = table["value"].where((table["context"] == "here") | (table["replicate"] < 2))
    here, there = judge(study, table)[0].cells
    assert here.p_holm == 2 * here.p
    assert (there.p_holm, there.finding) == (1.0, Finding.OPEN)


def test_weights_and_what_a_share_is_of() -> None:
    arms = pd.DataFrame({"with": [6.0, 9.0], "without": [5.0, 5.0], "other": [1.0, 1.5]})
    change, plain, relative = contrasts(made_up(), arms)
    assert not relative
    assert change.tolist() == [1.0, 4.0]
    assert plain.middle == 2.5
    change, share, relative = contrasts(made_up(relative=True), arms)
    assert relative
    assert change.tolist() == [1.0, 4.0]  # what is tested stays in its unit
    assert share.middle == 0.5
    weights = {"with": 1.0, "without": -0.5, "other": -0.5}
    assert contrasts(made_up(contrast=weights), arms).change.tolist() == [3.0, 5.75]
    assert contrasts(made_up(contrast={"with": 1.0}), arms).change.tolist() == [6.0, 9.0]
    named = made_up(contrast=weights, relative=True, base_arm="without")
    assert contrasts(named, arms).mean.middle == pytest.approx(4.375 / 5.0)


def test_a_share_of_several_counterfactuals_must_say_of_which() -> None:
    weights = {"with": 2.0, "without": -1.0, "other": -1.0}
    assert made_up(contrast=weights, base_arm="with").counterfactual == "with"
    for unclear in ("", "nobody"):
        with pytest.raises(
            BadInput, match=r"base_arm = '.*'; allowed: one of with, without, other"
        ):
            _ = made_up(contrast=weights, relative=True, base_arm=unclear).counterfactual


def test_a_share_of_next_to_nothing_is_not_told() -> None:
    one = made_up(relative=True)
    study = study_of(one)
    table = evidence_of(study, [5.0])
    lacking = table["arm"] == "without"
    table.loc[lacking, "value"] = np.random.default_rng(3).normal(size=SEEDS)
    (cell,) = judge(study, table)[0].cells
    assert not cell.share
    assert cell.low < cell.effect < cell.high
    assert cell.p < 1e-6  # that there is an effect is sure; only its share is not
    assert cell.finding is Finding.FAINT
    words = told(study, cell)
    assert re.search(rf"sales: \+\S+ CNY \(\S+ to \S+; n = {SEEDS}\), no share, as ", words)
    assert 'as "without" is not surely above zero; expected: more' in words
    assert study_png(study, judge(study, table))


@pytest.mark.parametrize("sign", [+1, -1])
def test_a_smaller_loss_is_no_gain_of_so_many_per_cent(sign: int) -> None:
    """A loss of 100 CNY that becomes one of 95: no share, neither held nor reversed."""
    study = study_of(made_up(relative=True, smallest=0.01, sign=sign), places=["here, now"])
    table = evidence_of(study, [5.0])
    table["value"] -= 200.0
    (cell,) = judge(study, table)[0].cells
    study.drawing = "map"
    assert study_png(study, judge(study, table))
    assert cell.effect == pytest.approx(5.0, abs=2.0)
    assert cell.finding is (Finding.FAINT if sign > 0 else Finding.AGAINST)


def test_what_a_prediction_does_not_say_leaves_what_was_declared() -> None:
    plain = study_of(made_up())
    said = json.dumps([_told(one) for one in plain.predictions])
    for name in ("base_arm", "fitted"):
        assert name not in said
        assert plain.declared() != study_of(made_up(**{name: "with"})).declared()
