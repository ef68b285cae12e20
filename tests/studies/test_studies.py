"""What every study keeps, whatever the scan of the folder finds, and that none is forgotten."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import final

import pandas as pd
import pytest

from experiments.judging.claims import CLAIMS
from experiments.judging.findings import LEAST, NO_TEST, Answer, Finding
from experiments.judging.study import Prediction, Study, all_studies, than
from experiments.judging.study_figures import DRAWINGS
from experiments.judging.study_numbers import SOLD
from experiments.judging.study_record import Record, load
from experiments.judging.study_run import StudyRequest, run_studies
from experiments.measure import known_numbers
from experiments.sweeping.plan import make_plan
from experiments.sweeping.shards import read_results
from tests.studies.conftest import QUICKEST, TINY

ROOT = Path(__file__).resolve().parents[2]
PLAN = re.compile(r"^\| (\w+) \| ((?:[CQ]\d\d ?)+)\|", re.MULTILINE)

ALL_ACT_BY = 26  # days: festivals, bans and reviews of the studies lie before
# a design of two months is renewed after two months, a brand's line is two months long, and three
# hundred people sell little by which one rank differs from another
ACTS_LATER = {"fresh_designs": 64, "live_data": 64, "rank_loop": 64}

# words of the page's counts, and those after a count in the README
IN_THE_README = {
    "supported": "(?:is|are) supported",
    "supported only in some places": "only in some places",
    "mixed": "(?:is|are) mixed",
    "not supported": "(?:is|are) not",
    "reversed": "comes? out reversed",
    "answered only by what was fitted": "(?:is|are) answered only by what was fitted",
    "of which the model cannot say": "the model cannot judge",
}

EVERY = pytest.mark.parametrize("name", all_studies())


def planned() -> dict[str, set[str]]:
    """Studies of the plan, and what each is to answer."""
    text = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")
    return {name: set(codes.split()) for name, codes in PLAN.findall(text)}


def test_every_claim_and_question_is_planned_once_or_has_a_reason() -> None:
    wanted = {f"C{n:02d}" for n in range(1, 57)} | {f"Q{n:02d}" for n in range(1, 21)}
    assert set(CLAIMS) == wanted
    answers = Counter(code for codes in planned().values() for code in codes)
    answers.update(code for code, claim in CLAIMS.items() if claim.unanswered)
    assert answers == Counter(wanted)


def test_at_least_fifty_claims_get_a_verdict() -> None:
    unanswered = [c for c in CLAIMS.values() if c.unanswered and c.code.startswith("C")]
    assert len(unanswered) <= 6


def test_the_readme_counts_the_verdicts_as_the_page_of_claims_does() -> None:
    page, readme = (
        " ".join((ROOT / path).read_text(encoding="utf-8").split())
        for path in (Path("docs", "claims.md"), Path("README.md"))
    )
    counted = re.search(r"Of the 56 claims: (.*?)\. ", page)
    assert counted
    kinds = {words: count for count, words in re.findall(r"(\d+) ([^,]+)", counted[1])}
    assert kinds.keys() <= IN_THE_README.keys()
    told = re.search(r"The 56 claims.*?\[All verdicts\]", readme)
    assert told
    for kind, words in IN_THE_README.items():
        found = re.findall(rf"\b(\d+) {words}\b", told[0])
        assert found == ([kinds[kind]] if kind in kinds else []), kind


@EVERY
def test_a_study_answers_what_was_planned(name: str) -> None:
    assert set(all_studies()[name].codes()) == planned()[name]


@EVERY
def test_a_study_declares_everything(name: str) -> None:
    study: type[Study] = all_studies()[name]
    assert inspect.getdoc(study)
    assert len(study.mechanism) > 80
    assert study.title
    assert study.drawing in DRAWINGS
    keys = [one.key for one in study.predictions]
    assert len(set(keys)) == len(keys)
    assert set(study.arms) == {arm for one in study.predictions for arm in one.contrast}
    for one in study.predictions:
        assert one.because
        assert one.number.unit
        assert one.number.base
        assert one.sign in {-1, 1}
        assert one.smallest > 0
        assert set(study.where(one)) <= set(study.contexts)
        assert one.number.names <= set(known_numbers())
        assert not one.relative or one.counterfactual in one.contrast
        assert one.relative or not one.base_arm
    assert study.quick.replicates >= 6
    assert study.full.replicates > study.quick.replicates


@EVERY
def test_its_arms_are_valid_scenarios_that_differ(name: str) -> None:
    study = all_studies()[name]
    plan = make_plan(study.spec(study.quick), ROOT)
    runs = len(study.arms) * len(study.contexts)
    assert len(plan) == runs
    assert len({plan.run(place).id for place in range(runs)}) > runs // 2


@pytest.mark.proof
@EVERY
def test_a_tiny_run_ends_in_a_verdict_and_every_treatment_does_something(
    name: str, tmp_path: Path
) -> None:
    study = all_studies()[name]
    effort = replace(TINY, days=ACTS_LATER.get(name, ALL_ACT_BY))
    request = StudyRequest([study], tmp_path, executor="serial", effort=effort)
    (record,), whole = run_studies(request)
    assert whole
    the_record_is_sound(record)
    assert load(tmp_path / name).told() == record.told()
    (home,) = (tmp_path / name).glob("runs-*")
    assert one_and_the_same(study, read_results(home)) == []


def one_and_the_same(study: type[Study], runs: pd.DataFrame) -> list[str]:
    """Arms, and contexts, of a prediction that agree in every number of all runs."""
    numbers = [name for name in known_numbers() if name in runs]
    by_place = {
        place: mine.sort_values("replicate")[numbers].reset_index(drop=True)
        for place, mine in runs.groupby("configuration")
    }
    names = [(context, arm) for context in study.contexts for arm in study.arms]
    lived = {name: by_place[place] for place, name in enumerate(names)}
    same = []
    for one in study.predictions:
        for context in study.where(one):
            for arm, other in combinations(one.contrast, 2):
                if lived[context, arm].equals(lived[context, other]):
                    same.append(f"{one.key}, {context}: {arm} = {other}")
        for here, there in combinations(study.where(one), 2):
            if all(lived[here, arm].equals(lived[there, arm]) for arm in one.contrast):
                same.append(f"{one.key}: {here} = {there}")
    return same


def test_treatments_that_do_nothing_are_seen(tmp_path: Path) -> None:
    """The planned failure: an arm, and a context, that no number of a run depends on."""

    @final
    class Idle(Study):
        kind = "idle"
        title = mechanism = "nothing"
        arms = {"with": {"platforms.*.programme_throughput": 0.8}, "without": {}}
        contexts = {"base": {}, "again": {"anchors.exit_patience": 10_000}}
        predictions = (
            Prediction("C41", "sales", "of nothing", SOLD, than("with", "without"), +1, 1.0),
        )

    request = StudyRequest([Idle], tmp_path, executor="serial", effort=TINY)
    run_studies(request)
    (home,) = (tmp_path / "idle").glob("runs-*")
    assert one_and_the_same(Idle, read_results(home)) == [
        "C41 sales, base: with = without",
        "C41 sales, again: with = without",
        "C41 sales: base = again",
    ]


def test_one_tiny_run_at_least(tiny: Record, out: Path) -> None:
    the_record_is_sound(tiny)
    assert load(out / QUICKEST).told() == tiny.told()


def the_record_is_sound(record: Record) -> None:
    study = record.study
    assert [one.claim for one in record.verdicts] == list(study.codes())
    for one in record.verdicts:
        asked = {(p.key, place) for p in study.predictions if p.claim == one.claim
                 for place in study.where(p)}  # fmt: skip
        assert sorted((cell.prediction, cell.context) for cell in one.cells) == sorted(asked)
        assert one.answer in (Answer.NOT, Answer.UNTESTED, Answer.FITTED)
        for cell in one.cells:
            assert cell.n <= cell.seeds == record.effort.replicates < LEAST
            assert cell.finding in (Finding.OPEN, *NO_TEST)  # two seeds decide nothing
