"""What is written can be read, and equal results have equal digests."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import BadInput
from core.luck import Luck
from model.results import Results, commit, dirty
from model.watching.collecting import Rows
from model.watching.columns import FACTORIES, SESSIONS
from model.watching.observation import Observer
from model.watching.portrait import Networks, portray
from model.watching.tables import Sink, digest, file_digest, read_table
from model.watching.watched import ORDERS_TOO
from tests.books import fakes
from tests.books.small_day import orders, small_day, small_world, trade
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


def _streamed(folder: Path, most: int, days: int = 9) -> tuple[Observer, list[int]]:
    """A run whose rows go to a folder, and how many were held at the close of each day."""
    world, held = small_world(), []
    folder.mkdir()
    watched = ORDERS_TOO
    observer = Observer(world, ["apparel", "cables"], ["north", "south"], watched, folder)
    for rows in observer.tables.values():
        rows.most = most
    for number in range(days):
        trade(world, number)
        observer.show(small_day(number), world)
        held.append(max(rows.held for rows in observer.tables.values()))
    return observer, held


def test_what_is_held_does_not_grow_with_the_days(tmp_path: Path) -> None:
    observer, held = _streamed(tmp_path / "run", most=8, days=60)
    assert max(held) < 8 == max(held) + 1
    assert max(len(rows.frame()) for rows in watch(60)[0].tables.values()) == 180
    observer.close(orders())
    groups = [pq.ParquetFile(path).num_row_groups for path in observer.files.values()]
    assert min(groups) > 5


@pytest.mark.parametrize("most", [1, 5, 1000])
def test_a_streamed_run_says_what_one_in_memory_says(tmp_path: Path, most: int) -> None:
    observer, _ = _streamed(tmp_path / "run", most)
    streamed = Results.collect(observer, {}, seed=1, still_open=orders())
    whole = Results.collect(watch(9, keep_orders=True)[0], {}, seed=1, still_open=orders())
    assert streamed.orders is None  # of which there may be too many
    assert streamed.digests() == whole.digests()
    loaded = Results.load(streamed.save(tmp_path / "run"))
    for name, frame in whole.tables().items():
        pd.testing.assert_frame_equal(frame, loaded.tables()[name], check_column_type=False)
    schema = pq.read_schema(tmp_path / "run" / "orders.parquet")
    assert schema.field("price").metadata[b"unit"] == b"CNY"


def test_a_streamed_run_is_the_same_bytes_again_and_torn_is_no_result(tmp_path: Path) -> None:
    for name in ("one", "two"):
        observer, _ = _streamed(tmp_path / name, most=5)
        with pytest.raises(pa.ArrowInvalid):  # the end of the file is not there yet
            pq.read_table(observer.files["orders"])
        observer.close(orders())
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_streamed_run_ends_with_its_results(tmp_path: Path) -> None:
    observer, _ = _streamed(tmp_path / "run", most=5)
    first, again = (Results.collect(observer, {}, seed=1, still_open=orders()) for _ in range(2))
    assert first.digests() == again.digests()
    with pytest.raises(BadInput, match=r"folder = .*; allowed: days only before results"):
        observer.show(small_day(9), small_world())


def test_a_streamed_table_without_a_row_has_its_columns(tmp_path: Path) -> None:
    sink = Sink(tmp_path / "sessions.parquet", SESSIONS)
    rows = Rows(SESSIONS, sink=sink)
    rows.close()
    assert list(read_table(sink.path)) == list(SESSIONS)
    assert file_digest(sink.path) == digest(Rows(SESSIONS).frame())


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


def test_a_portrait_is_drawn_when_somebody_looks_as_it_was_when_it_was_taken() -> None:
    networks, luck = _ring(), Luck(5)
    early = portray(networks, luck, around=20)
    assert "nodes" not in vars(early)
    wanted = digest(portray(networks, luck, around=20).nodes)
    networks.arousal[:] = 7.0
    networks.followers[:] = 0
    networks.follows[:] = -1
    assert digest(early.nodes) == wanted
    assert early.nodes is early.nodes


def test_a_portrait_of_nobody_is_empty() -> None:
    unknown = replace(_ring(), follows=np.full((60, 2), -1), followers=np.zeros(3, int))
    portrait = portray(unknown, Luck(5))
    assert portrait.nodes.empty
    assert portrait.edges.empty


def test_a_portrait_is_a_function_of_the_seed() -> None:
    first, again, other = (portray(_ring(), Luck(seed), around=20) for seed in (5, 5, 6))
    assert digest(first.nodes) == digest(again.nodes)
    assert digest(first.nodes) != digest(other.nodes)
