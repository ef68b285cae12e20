"""Runs of studies: shared, resumed, kept, and told in pages that need no other file."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.__main__ import main
from experiments.judging import study_run
from experiments.judging.any_report import write_any_report
from experiments.judging.evidence import digests, evaluated, evidence, read_evidence
from experiments.judging.shared_runs import borrow
from experiments.judging.study import Number, all_studies, asked_by_any
from experiments.judging.study_record import EVIDENCE, Record
from experiments.measure import chosen_numbers
from experiments.places import ROOT
from experiments.sweeping.plan import make_plan
from experiments.sweeping.shards import read_results, unfinished
from experiments.sweeping.spec import spec_of
from experiments.sweeping.store import RESULTS, begin_store, open_store
from tests.studies.conftest import QUICKEST, TINY, sweep_home

ELSEWHERE = re.compile(r'(?:src|href)="(?!data:|#)')


def test_a_run_that_another_study_has_lived_is_not_lived_again(
    tiny: Record, out: Path, tmp_path: Path
) -> None:
    spec = tiny.study.spec(TINY)
    rows = list(reversed(spec.design["rows"]))  # other places, the same runs
    asked = {"design": {"kind": "list", "rows": rows}, "metrics": asked_by_any()}
    other = spec_of({**spec.model_dump(), **asked})
    store = begin_store(tmp_path / "other", other, make_plan(other, tmp_path))
    runs = len(rows) * TINY.replicates
    assert borrow(store, [sweep_home(out) / RESULTS]) == runs
    assert len(store.waiting()) == runs
    assert borrow(store, [sweep_home(out) / RESULTS]) == 0
    lived = read_results(sweep_home(out)).set_index("id")
    row = json.loads(store.run_file(0).read_text())
    assert row["net_sales"] == lived["net_sales"][row["id"]]


def test_a_number_that_was_changed_in_the_results_is_not_borrowed(
    tiny: Record, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether the other sweep kept as many numbers or more; sound runs beside it are borrowed."""
    copy = tmp_path / "copy"
    shutil.copytree(sweep_home(out), copy)
    runs = read_results(copy)
    first, last = runs["id"].iloc[0], runs["id"].iloc[-1]
    runs.loc[0, "net_sales"] += 1.0
    runs.loc[len(runs) - 1, "id"] = "0" * 32
    runs.to_parquet(copy / RESULTS)
    for metrics in (asked_by_any(), ("net_sales", "orders")):
        spec = spec_of({**tiny.study.spec(TINY).model_dump(), "metrics": metrics})
        store = begin_store(tmp_path / str(len(metrics)), spec, make_plan(spec, tmp_path))
        assert borrow(store, [copy / RESULTS]) == len(runs) - 2
        told = capsys.readouterr().err
        lacking = {store.plan.run(place).id for place in unfinished(store, range(len(runs)))}
        assert lacking == {first, last}
        assert f"not borrowed, it has changed since: {store.name(0)}" in told
        assert told.count("\n") == 1
        assert borrow(store, [sweep_home(out) / RESULTS]) == 2


def test_a_number_of_another_study_begins_nothing_anew(
    tiny: Record, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = open_store(sweep_home(out)).plan.metrics
    more = set(chosen_numbers([])[:200]) | set(kept)
    assert len(more) > len(kept)
    monkeypatch.setattr(study_run, "asked_by_any", lambda: tuple(sorted(more)))
    request = study_run.StudyRequest([tiny.study], out, executor="serial", effort=TINY)
    (again,), whole = study_run.run_studies(request)
    assert whole
    assert "nothing left to do" in capsys.readouterr().err
    assert again.told() == tiny.told()
    assert open_store(sweep_home(out)).plan.metrics == kept


def test_a_number_of_its_own_does(tiny: Record, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tiny.study.asked()
    assert set(tiny.study.spec(TINY).metrics) == mine < set(asked_by_any())
    before = make_plan(tiny.study.spec(TINY), ROOT).identity
    monkeypatch.setattr(tiny.study, "asked", classmethod(lambda _: mine | {"units_started"}))
    assert make_plan(tiny.study.spec(TINY), ROOT).identity != before


def test_other_luck_is_another_run(tiny: Record, out: Path, tmp_path: Path) -> None:
    told = tiny.study.spec(TINY).model_dump() | {"seed": 2}
    store = begin_store(tmp_path / "other", spec_of(told), make_plan(spec_of(told), tmp_path))
    assert borrow(store, [sweep_home(out) / RESULTS]) == 0


@pytest.mark.parametrize("cells", [[3, None], [0.5, None], [True, None], [[1, 2], None], ["x"]])
def test_a_plan_with_holes_is_the_same_when_it_is_read_again(
    cells: list[object], tmp_path: Path
) -> None:
    paths = {
        int: "returns.days",
        float: "impulse.herd",
        bool: "returns.free",
        list: "anchors.festival_days",
        str: "name",
    }
    path = paths[type(cells[0])]
    rows = [{} if cell is None else {path: cell} for cell in cells]
    spec = spec_of({"design": {"kind": "list", "rows": rows}})
    plan = make_plan(spec, tmp_path)
    begin_store(tmp_path / "sweep", spec, plan)
    assert open_store(tmp_path / "sweep").plan.identity == plan.identity


def test_every_field_of_a_plan_is_kept(tiny: Record, tmp_path: Path) -> None:
    spec = tiny.study.spec(TINY)
    plan = replace(make_plan(spec, tmp_path), files={"somewhere.csv": "a digest"})
    begin_store(tmp_path / "sweep", spec, plan)
    again = open_store(tmp_path / "sweep").plan
    for one in fields(plan):
        if one.name != "table":
            assert getattr(again, one.name) == getattr(plan, one.name)
    assert again.identity == plan.identity


def test_evidence_is_kept_to_the_digit(tiny: Record, out: Path) -> None:
    kept = read_evidence(out / QUICKEST / EVIDENCE)
    pd.testing.assert_frame_equal(kept, tiny.evidence, check_exact=True)


def test_evidence_is_what_the_runs_came_to(tiny: Record, out: Path) -> None:
    runs = read_results(sweep_home(out))
    one = tiny.study.predictions[0]
    table = evidence(tiny.study, runs)
    context, arm = next(iter(tiny.study.contexts)), next(iter(one.contrast))
    mine = table[
        (table["prediction"] == one.key) & (table["context"] == context) & (table["arm"] == arm)
    ]
    named = runs[runs["name"] == f"{context} | {arm}"]
    wanted = evaluated(one.number.formula, named)
    np.testing.assert_allclose(mine["value"], wanted, rtol=1e-9)


def test_equal_outcomes_of_other_configurations_are_one_run() -> None:
    runs = pd.DataFrame({"configuration": [0, 1, 2], "consumers.count": [1, 2, 3],
                         "gmv": [3.0, 3.0, 3.0], "orders": [np.nan, np.nan, 1.0]})  # fmt: skip
    one, other, third = digests(runs)
    assert one == other != third
    changed = runs.assign(gmv=[3.0, np.nextafter(3.0, 4.0), 3.0])
    assert digests(changed)[0] != digests(changed)[1]


def test_formulas_know_names_with_dots() -> None:
    runs = pd.DataFrame({"c2m.orders": [6.0], "orders": [3.0]})
    assert evaluated("2 * c2m.orders / orders - 1e0", runs).tolist() == [3.0]
    number = Number("2 * c2m.orders / orders - 1e0", "ratio", "of nobody")
    assert number.names == {"c2m.orders", "orders"}


def test_reports_need_no_other_file(tiny: Record, out: Path) -> None:
    for home in (out / QUICKEST, sweep_home(out)):
        text = write_any_report(home).read_text()
        assert "data:image/png;base64" in text
        assert not ELSEWHERE.search(text)
    assert tiny.study.title in text


def test_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["study", "--list"]) == 0
    assert all(name in capsys.readouterr().out for name in [QUICKEST])
    assert main(["study", "festival_lfit"]) == 2
    assert QUICKEST in capsys.readouterr().err
    assert main(["report", str(tmp_path)]) == 2
    assert "sweep.json" in capsys.readouterr().err


def test_all_studies_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["study"])
    told = capsys.readouterr().out
    assert all(name in told for name in all_studies())
