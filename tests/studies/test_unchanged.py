"""Arms that agree in every seed are no test, in no table and no picture."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from experiments.study_figures import study_png
from experiments.study_record import _plain
from experiments.verdict import Answer, Finding, agree, judge
from experiments.verdict_words import effect as told
from experiments.verdict_words import failures
from tests.studies.made_up import SEEDS, evidence_of, made_up, study_of


def equal_in(table: pd.DataFrame, *places: str) -> pd.DataFrame:
    """The same evidence, in these contexts with one arm's values for all."""
    seeds = table[table["arm"] == "without"].set_index(["prediction", "context", "replicate"])
    where = pd.MultiIndex.from_frame(table[["prediction", "context", "replicate"]])
    alike = seeds["value"].reindex(where).to_numpy()
    return table.assign(value=table["value"].where(~table["context"].isin(places), alike))


def test_arms_that_agree_in_every_seed_are_no_test() -> None:
    study = study_of(made_up())
    (found,) = judge(study, equal_in(evidence_of(study, [5.0]), "base"))
    (cell,) = found.cells
    assert cell.finding is Finding.UNCHANGED
    assert found.answer is Answer.UNTESTED
    assert np.isnan([cell.p, cell.p_holm]).all()
    assert told(study, cell) == f"sales: all arms agree in every seed (n = {SEEDS}); expected: more"
    assert failures(found) == "nothing was changed: everywhere"
    json.dumps(_plain(cell), allow_nan=False)
    assert study_png(study, [found])


def test_one_seed_that_differs_makes_a_test() -> None:
    study = study_of(made_up())
    table = equal_in(evidence_of(study, [5.0]), "base").reset_index(drop=True)
    table.loc[0, "value"] += 1e-6
    assert judge(study, table)[0].cells[0].finding is Finding.SMALL
    table.loc[0, "value"] = np.nan  # nor is the seed that differs left out
    assert judge(study, table)[0].cells[0].finding is Finding.UNCHANGED


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


def test_pairs_that_agree_are_no_interaction() -> None:
    weights = {"both": 1.0, "one": -1.0, "other": -1.0, "none": 1.0}
    one, rng = made_up(contrast=weights), np.random.default_rng(2)
    arms = pd.DataFrame({"both": rng.normal(size=9), "other": rng.normal(size=9)})
    assert agree(one, arms.assign(one=arms["both"], none=arms["other"]))
    assert not agree(one, arms.assign(one=arms["other"], none=arms["both"] + 1e-9))
    assert not agree(made_up(contrast={"both": 1.0}), arms.assign(both=0.0))
    assert not agree(one, arms.assign(one=arms["both"], none=arms["other"]).head(1))
