"""Arms whose runs are the same in every seed are no test, in no table and no picture."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from experiments.judging.findings import Answer, Finding
from experiments.judging.study_figures import study_png
from experiments.judging.study_record import _plain
from experiments.judging.verdict import agree, judge
from experiments.judging.verdict_words import effect as told
from experiments.judging.verdict_words import failures
from tests.studies.made_up import SEEDS, evidence_of, made_up, study_of


def equal_in(table: pd.DataFrame, *places: str) -> pd.DataFrame:
    """The same evidence, in these contexts with one arm's runs for all."""
    seeds = table[table["arm"] == "without"].set_index(["prediction", "context", "replicate"])
    where = pd.MultiIndex.from_frame(table[["prediction", "context", "replicate"]])
    changed = ~table["context"].isin(places)
    alike = {of: seeds[of].reindex(where).to_numpy() for of in ("value", "run")}
    return table.assign(**{of: table[of].where(changed, alike[of]) for of in alike})


def test_arms_that_agree_in_every_seed_are_no_test() -> None:
    study = study_of(made_up())
    (found,) = judge(study, equal_in(evidence_of(study, [5.0]), "base"))
    (cell,) = found.cells
    assert cell.finding is Finding.UNCHANGED
    assert found.answer is Answer.UNTESTED
    assert np.isnan([cell.p, cell.p_holm]).all()
    same = f"the runs of all arms are the same in every seed (n = {SEEDS})"
    assert told(study, cell) == f"sales: {same}; expected: more"
    assert failures(found) == "nothing was changed: everywhere"
    json.dumps(_plain(cell), allow_nan=False)
    assert study_png(study, [found])


def test_one_seed_that_differs_makes_a_test() -> None:
    study = study_of(made_up())
    table = equal_in(evidence_of(study, [5.0]), "base").reset_index(drop=True)
    assert judge(study, table)[0].cells[0].finding is Finding.UNCHANGED
    table.loc[0, "run"] = "another"
    (found,) = judge(study, table)
    assert found.cells[0].finding is Finding.SMALL
    assert found.cells[0].p_holm == 1.0
    assert found.answer is Answer.NOT
    table.loc[0, "value"] = np.nan  # whether or not the number has a value there
    assert judge(study, table)[0].cells[0].finding is Finding.SMALL


def test_a_number_that_did_not_move_where_others_did_is_a_test() -> None:
    """A true null: equal in every seed, in runs that differ; it is in Holm's family and answers."""
    places = [f"place {number}" for number in range(20)]
    study = study_of(made_up(), places=places)
    table = evidence_of(study, [1.0] * 20, noise=2.0)
    still = equal_in(table, *places[1:]).assign(run=table["run"])
    (found,) = judge(study, still)
    first, *others = found.cells
    assert {one.finding for one in others} == {Finding.SMALL}
    assert {one.p for one in others} == {1.0}
    assert first.p_holm == min(1.0, 20 * first.p)
    assert found.answer is not Answer.SUPPORTED


def test_where_nothing_was_changed_the_answer_is_that_of_the_other_cells() -> None:
    study = study_of(made_up(), places=["here", "there", "elsewhere"])
    table = equal_in(evidence_of(study, [5.0, 5.0, 5.0]), "there")
    (found,) = judge(study, table)
    assert [one.finding for one in found.cells].count(Finding.HOLDS) == 2
    assert found.answer is Answer.SUPPORTED
    assert failures(found) == "nothing was changed: there"


def test_where_nothing_was_changed_is_not_in_the_family() -> None:
    """One p beside nineteen cells without a test is corrected for itself alone."""
    places = [f"place {number}" for number in range(20)]
    study = study_of(made_up(), places=places)
    (found,) = judge(study, equal_in(evidence_of(study, [1.0] * 20, noise=2.0), *places[1:]))
    first, *others = found.cells
    assert first.p_holm == first.p
    assert all(np.isnan(one.p_holm) for one in others)


def test_an_interaction_of_nothing_is_a_test_of_runs_that_differ() -> None:
    """Parallel shifts: one number's difference of differences is zero, and no run is another."""
    weights = {"both": 1.0, "one": -1.0, "other": -1.0, "none": 1.0}
    one = made_up(contrast=weights)
    lived = {"both": range(5, 10), "one": range(3, 8), "other": range(4, 9), "none": range(2, 7)}
    cells = [
        {"prediction": one.key, "context": "base", "arm": arm, "replicate": seed,
         "value": value / 10.0, "run": f"{arm} {seed}"}
        for arm, values in lived.items() for seed, value in enumerate(values)
    ]  # fmt: skip
    table = pd.DataFrame(cells)
    (cell,) = judge(study_of(one), table)[0].cells
    assert (cell.finding, cell.p, cell.effect) == (Finding.SMALL, 1.0, 0.0)
    again = table.assign(run=table["replicate"].astype(str))
    assert judge(study_of(one), again)[0].cells[0].finding is Finding.UNCHANGED


def test_what_agrees() -> None:
    one, runs = made_up(), pd.DataFrame({"with": list("abc"), "without": list("abc")})
    assert agree(one, runs)
    assert not agree(one, runs.assign(without=list("abd")))
    assert not agree(one, runs.head(1))
    assert not agree(made_up(contrast={"with": 1.0}), runs)
