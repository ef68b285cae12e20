"""What is kept of studies is evidence of something: no two arms are one, nor two contexts."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from experiments.judging.evidence import read_evidence
from experiments.judging.study import all_studies
from experiments.judging.study_record import EVIDENCE, PARTS, VERDICT
from experiments.places import DOCS

FOLDER = DOCS / "generated" / "studies"
KEPT = [
    Path(name, part)
    for name in all_studies()
    for part in PARTS
    if (FOLDER / name / part / VERDICT).is_file()
]
EVERY = pytest.mark.parametrize("place", KEPT, ids=Path.as_posix)


def runs_of(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """By prediction and context, digests of runs: a row a seed, a column an arm."""
    return {
        (str(key), str(context)): mine.pivot(index="replicate", columns="arm", values="run")
        for (key, context), mine in table.groupby(["prediction", "context"])
    }


def equal_arms(table: pd.DataFrame) -> list[str]:
    """Pairs of arms of a prediction that agree in every seed."""
    return [
        f"{key}, {context}: {one} = {other}"
        for (key, context), arms in runs_of(table).items()
        for one, other in combinations(arms.columns, 2)
        if arms[one].equals(arms[other])
    ]


def equal_contexts(table: pd.DataFrame) -> list[str]:
    """Pairs of contexts of a prediction that agree in every seed and arm."""
    return [
        f"{key}: {here} = {there}"
        for ((key, here), one), ((other, there), two) in combinations(runs_of(table).items(), 2)
        if key == other and one.equals(two)
    ]


def test_every_study_has_evidence_and_all_of_it_is_of_a_study() -> None:
    assert {FOLDER / place for place in KEPT} == {path.parent for path in FOLDER.rglob(VERDICT)}
    assert {place.parts[0] for place in KEPT} == set(all_studies())


@EVERY
def test_the_evidence_is_of_what_the_study_predicts(place: Path) -> None:
    """Else there would be nothing in which arms or contexts could agree."""
    study = all_studies()[place.parts[0]]
    asked = {(one.key, where) for one in study.predictions for where in study.where(one)}
    assert set(runs_of(read_evidence(FOLDER / place / EVIDENCE))) == asked


@EVERY
def test_no_treatment_changed_nothing(place: Path) -> None:
    assert equal_arms(read_evidence(FOLDER / place / EVIDENCE)) == []


@EVERY
def test_no_context_is_another(place: Path) -> None:
    assert equal_contexts(read_evidence(FOLDER / place / EVIDENCE)) == []


def test_both_see_what_agrees() -> None:
    """The planned failure: a treatment and a context that do nothing; one seed that differs."""
    rows = [
        {
            "prediction": "C01 sales",
            "context": context,
            "arm": arm,
            "replicate": seed,
            "run": str(seed),
        }
        for context in ("here", "there")
        for arm in ("with", "without")
        for seed in range(4)
    ]
    table = pd.DataFrame(rows, dtype=object)
    assert len(equal_arms(table)) == 2
    assert equal_contexts(table) == ["C01 sales: here = there"]
    table.loc[0, "run"] = "7"
    assert len(equal_arms(table)) == 1
    assert equal_contexts(table) == []
