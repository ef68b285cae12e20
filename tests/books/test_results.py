"""What is written can be read, and equal results have equal digests."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from core.luck import Luck
from model.columns import FACTORIES
from model.portrait import Networks, portray
from model.results import Results, commit, dirty
from model.tables import digest
from tests.books import fakes
from tests.books.test_observation import watch


@pytest.fixture(scope="module")
def results() -> Results:
    return fakes.plausible(days=12)


def observed() -> Results:
    return Results.collect(watch(3, keep_orders=True)[0], {"market": {"days": 3}}, seed=1)


@pytest.mark.parametrize("make", [observed, lambda: fakes.plausible(8), fakes.nothing])
def test_what_is_saved_is_loaded(make: object, tmp_path: Path) -> None:
    saved = make()  # type: ignore[operator]
    loaded = Results.load(saved.save(tmp_path))
    for name, frame in saved.tables().items():
        pd.testing.assert_frame_equal(frame, loaded.tables()[name], check_column_type=False)
    assert loaded.digests() == saved.digests()
    assert loaded.manifest() == json.loads((tmp_path / "manifest.json").read_text())
    assert (loaded.busiest is None) == (saved.busiest is None)


def test_units_are_in_the_file(results: Results, tmp_path: Path) -> None:
    schema = pq.read_schema(results.save(tmp_path) / "factories.parquet")
    for name, what in FACTORIES.items():
        assert schema.field(name).metadata[b"unit"].decode() == what.unit


def test_equal_results_are_equal_bytes(tmp_path: Path) -> None:
    one, two = (fakes.plausible(6).save(tmp_path / name) for name in ("one", "two"))
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_a_second_save_leaves_nothing_of_the_first(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path)
    fakes.nothing().save(tmp_path)
    assert not (tmp_path / "busiest_session.parquet").exists()
    assert Results.load(tmp_path).portrait is None


def test_digest_sees_values_not_storage() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [0.0, np.nan], "c": ["x", "y"], "d": [True, False]})
    same = frame.astype({"a": "int16", "c": "category"}).assign(b=[-0.0, np.nan])
    assert digest(frame) == digest(same)
    for changed in (
        frame.assign(a=[1, 3]),
        frame.assign(b=[np.nextafter(0.0, 1.0), np.nan]),
        frame.assign(c=["xy", ""]),
        frame.assign(d=[False, True]),
        frame.rename(columns={"a": "e"}),
        frame[["b", "a", "c", "d"]],
        frame.iloc[:1],
    ):
        assert digest(changed) != digest(frame)


def test_another_value_is_another_digest_of_that_table_only(results: Results) -> None:
    days = results.days.assign(gmv=results.days["gmv"] + 0.01)
    changed, before = replace(results, days=days).digests(), results.digests()
    assert changed["days"] != before["days"]
    assert {name for name in before if changed[name] != before[name]} == {"days"}


def test_the_manifest_says_what_ran(results: Results) -> None:
    manifest = results.manifest()
    assert manifest["seed"] == results.seed
    assert manifest["scenario"] == results.scenario
    assert {"python", "numpy", "scipy", "numba", "mesa", "livemarket"} <= set(manifest["versions"])
    assert set(manifest["digests"]) == set(results.tables())


def test_the_manifest_says_whether_the_code_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.results.CODE", tmp_path)
    assert (commit(), dirty()) == (None, None)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    file = tmp_path / "file"
    for words in (("init", "-q"), ("add", "file"), (*who, "commit", "-q", "-m", "first")):
        file.write_text("one")
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert len(commit() or "") == 40
    assert dirty() is False
    file.write_text("two")
    assert dirty() is True


def _ring(people: int = 60) -> Networks:
    place = np.arange(people)
    neighbours = np.stack([(place - 1) % people, (place + 1) % people], axis=1).ravel()
    follows = np.where(place[:, None] % 3 == 0, [[0, -1]], [[1, -1]])
    follows[place % 5 == 0] = -1
    followers = np.bincount(follows[follows >= 0], minlength=3)
    return Networks(np.arange(people + 1) * 2, neighbours, follows, place / people, followers)


def test_a_portrait_shows_only_edges_that_exist() -> None:
    networks = _ring()
    portrait = portray(networks, Luck(5), hubs=3, around=20)
    nodes, edges = portrait.nodes, portrait.edges
    assert nodes["anchor"].sum() == 2  # the third has no follower
    assert nodes[["x", "y"]].abs().to_numpy().max() <= 1.0
    assert edges["follow"].any()
    assert not edges["follow"].all()
    number = nodes["number"].to_numpy()
    for source, target, follow in edges.itertuples(index=False):
        if follow:
            assert number[target] in networks.follows[number[source]]
        else:
            assert abs(number[source] - number[target]) in (1, 59)


def test_a_portrait_is_a_function_of_the_seed() -> None:
    first, again, other = (portray(_ring(), Luck(seed), around=20) for seed in (5, 5, 6))
    assert digest(first.nodes) == digest(again.nodes)
    assert digest(first.nodes) != digest(other.nodes)
