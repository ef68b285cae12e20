"""How the cells of a claim become its answer, and what that answer says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.calibrating.targets import TARGETS
from experiments.judging.findings import Answer, Finding
from experiments.judging.study import Prediction, all_studies
from experiments.judging.study_figures import study_png
from experiments.judging.verdict import judge, verdict
from experiments.judging.verdict_words import answer, failures
from experiments.judging.verdict_words import effect as told
from tests.studies.made_up import evidence_of, made_up, study_of

BY_HAND = {"90 s of C03, by data_cables"}  # fitted, but to no target of the calibration
NOT_FITTED: dict[str, str] = {}  # levels that read a target's number all the same, and why


def unsaid(predictions: list[Prediction]) -> list[str]:
    """Levels made of a number that base was fitted to, which do not say so."""
    found = []
    for one in predictions:
        targets = {target.name for target in TARGETS if target.measure in one.number.names}
        if len(one.contrast) == 1 and targets and one.fitted not in targets:
            found.append(one.key)
    return found


def test_a_level_that_was_fitted_says_so() -> None:
    every = [one for study in all_studies().values() for one in study.predictions]
    assert unsaid(every) == list(NOT_FITTED)
    named = {one.fitted for one in every} - {""}
    assert len(named) > 1
    assert named <= BY_HAND | {target.name for target in TARGETS}


def test_one_that_does_not_is_seen() -> None:
    """The planned failure, whether it says nothing or names another target."""
    every = [one for study in all_studies().values() for one in study.predictions]
    measures = {target.measure for target in TARGETS}
    fitted = [one for one in every if one.fitted and measures & one.number.names]
    assert fitted
    for other in ("", "session_length"):
        keys = [one.key for one in fitted]
        assert unsaid([replace(one, fitted=other) for one in fitted]) == keys


@pytest.mark.parametrize(
    ("findings", "answer"),
    [
        ([Finding.HOLDS, Finding.HOLDS], Answer.SUPPORTED),
        ([Finding.HOLDS, Finding.OPEN], Answer.PARTLY),
        ([Finding.HOLDS, Finding.AGAINST], Answer.PARTLY),
        ([Finding.HOLDS, Finding.UNCHANGED], Answer.SUPPORTED),
        ([Finding.HOLDS, Finding.REVERSED], Answer.MIXED),
        ([Finding.REVERSED, Finding.REVERSED], Answer.REVERSED),
        ([Finding.REVERSED, Finding.SMALL], Answer.NOT),
        ([Finding.OPEN, Finding.SMALL], Answer.NOT),
        ([Finding.UNCHANGED, Finding.SMALL], Answer.NOT),
        ([Finding.UNCHANGED, Finding.REVERSED], Answer.REVERSED),
        ([Finding.UNCHANGED, Finding.UNCHANGED], Answer.UNTESTED),
        ([Finding.FITTED, Finding.HOLDS], Answer.SUPPORTED),
        ([Finding.FITTED, Finding.OPEN], Answer.NOT),
        ([Finding.FITTED, Finding.FITTED], Answer.FITTED),
        ([Finding.FITTED, Finding.UNCHANGED], Answer.FITTED),
    ],
)
def test_cells_become_an_answer(findings: list[Finding], answer: Answer) -> None:
    study = study_of(made_up(), places=["here", "there"])
    (found,) = judge(study, evidence_of(study, [0.0, 0.0]))
    cells = [replace(cell, finding=one) for cell, one in zip(found.cells, findings, strict=True)]
    assert verdict("C01", cells).answer is answer


def test_what_was_fitted_is_shown_and_decides_nothing() -> None:
    fitted = made_up(about="level", fitted="a target")
    study = study_of(fitted, made_up())
    (found,) = judge(study, evidence_of(study, [-5.0, 5.0]))
    level, other = found.cells
    assert level.finding is Finding.FITTED
    assert level.low < -5.0 + 2.0 < 2.0
    assert np.isnan([level.p, level.p_holm]).all()
    assert other.p_holm == other.p
    assert found.answer is Answer.SUPPORTED
    assert found.shown is other
    assert told(study, level).endswith("; fitted to: a target")
    assert failures(found) == "fitted, so no evidence: level"
    alone = study_of(fitted)
    (found,) = judge(alone, evidence_of(alone, [5.0]))
    assert found.answer is Answer.FITTED
    assert found.shown is found.cells[0]
    assert study_png(alone, [found])


def test_places_are_told_only_where_every_prediction_holds_somewhere() -> None:
    study = study_of(made_up(), made_up(about="costs"), made_up(about="wages"), places=["a", "b"])

    def told_of(*effects: float) -> str:
        (found,) = judge(study, evidence_of(study, effects))
        return answer(found)

    assert told_of(5, 0, 0, 5, 5, 5) == "supported only where: sales (a); costs (b); wages"
    assert told_of(5, 0, 0, 0, 5, 5) == "mixed: holds: sales (a); wages; holds nowhere: costs"
    assert (
        told_of(5, 5, 5, -5, 5, 5) == "mixed: holds: sales; costs (a); wages; reversed: costs (b)"
    )
    assert told_of(5, 5, 0, -5, 0, 0) == (
        "mixed: holds: sales; reversed: costs (b); holds nowhere: wages"
    )
    assert told_of(0, 0, 0, -5, 0, 0) == "not supported"
    assert told_of(-5, -5, -5, -5, -5, -5) == "reversed"
