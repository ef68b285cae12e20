"""What every study keeps, whatever the scan of the folder finds, and that none is forgotten."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path

import pytest

from experiments.claims import CLAIMS
from experiments.measure import known_numbers
from experiments.plan import make_plan
from experiments.study import Study, all_studies
from experiments.study_figures import DRAWINGS
from experiments.study_record import Record, load
from experiments.study_run import StudyOrder, run_studies
from experiments.verdict import Answer, Finding
from tests.studies.conftest import QUICKEST, TINY

ROOT = Path(__file__).resolve().parents[2]
PLAN = re.compile(r"^\| (\w+) \| ((?:[CQ]\d\d ?)+)\|", re.MULTILINE)

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
        re.findall(r"\d+", re.search(line, (ROOT / path).read_text(encoding="utf-8"))[0])  # type: ignore[index]
        for path, line in (
            (Path("docs", "claims.md"), "Of the 56 claims: .*"),
            (Path("README.md"), r"The 56 claims[\s\S]*?cannot judge"),
        )
    )
    assert [n for n in readme if n != "28"] == page


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
def test_a_tiny_run_ends_in_a_verdict(name: str, tmp_path: Path) -> None:
    study = all_studies()[name]
    order = StudyOrder([study], tmp_path, executor="serial", effort=TINY)
    (record,), whole = run_studies(order)
    assert whole
    the_record_is_sound(record)
    assert load(tmp_path / name).told() == record.told()


def test_one_tiny_run_at_least(tiny: Record, out: Path) -> None:
    the_record_is_sound(tiny)
    assert load(out / QUICKEST).told() == tiny.told()


def the_record_is_sound(record: Record) -> None:
    study = record.study
    assert [one.claim for one in record.verdicts] == list(study.codes())
    for one in record.verdicts:
        assert isinstance(one.answer, Answer)
        assert all(isinstance(cell.finding, Finding) for cell in one.cells)
