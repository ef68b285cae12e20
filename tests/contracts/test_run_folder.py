"""What the command line leaves on the disk, from real runs of a small market."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.__main__ import main
from model.watching.columns import all_columns
from model.watching.tables import digest
from tests.contracts.command import SMALL, environment, livemarket

TABLES = ("days", "factories", "anchors", "sessions", "orders")
EXTRAS = ("--orders", "--network", "--set", "categories.apparel.drift_speed=0.05")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Four runs: one, the same again with two threads, without extras, with another seed."""
    home = tmp_path_factory.mktemp("runs")
    common = ("run", "base", "--days", "6", *SMALL)
    for name, words in {
        "one": ("--seed", "3", "--threads", "1", *EXTRAS),
        "two": ("--seed", "3", "--threads", "2", *EXTRAS),
        "bare": ("--seed", "3", *EXTRAS[2:]),
        "other": ("--seed", "4", *EXTRAS),
    }.items():
        told = livemarket(*common, *words, "--out", name, cwd=home)
        assert told.returncode == 0, told.stderr
        assert f"results in {name}" in told.stdout
        assert "Outcome by factory mode, all 6 days, the first ones included" in told.stdout
        assert "day 6 of 6" in told.stderr  # plain lines where there is no terminal
    return {path.name: path for path in home.iterdir()}


def manifest(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_the_files_of_the_contract_are_there(runs: dict[str, Path]) -> None:
    assert set(runs) == {"one", "two", "bare", "other"}
    names = {path.name for path in runs["one"].iterdir()}
    assert {f"{table}.parquet" for table in TABLES} <= names
    assert {"manifest.json", "report.html", "network.graphml"} <= names
    assert len(list((runs["one"] / "figures").glob("*.png"))) >= 6
    bare = {path.name for path in runs["bare"].iterdir()}
    assert names - bare == {"orders.parquet", "network.graphml"}


def test_every_column_of_every_table_has_its_unit(runs: dict[str, Path]) -> None:
    declared = all_columns()
    for path in runs["one"].glob("*.parquet"):
        schema = pq.read_schema(path)
        assert set(schema.names) == set(declared[path.stem])
        for field in schema:
            assert field.metadata[b"unit"].decode() == declared[path.stem][field.name].unit
            assert field.metadata[b"meaning"].strip()


def test_the_same_seed_gives_the_same_bytes_with_one_thread_and_two(runs: dict[str, Path]) -> None:
    files = [path.relative_to(runs["one"]) for path in runs["one"].rglob("*") if path.is_file()]
    assert len(files) > 15
    for file in files:
        assert (runs["one"] / file).read_bytes() == (runs["two"] / file).read_bytes(), file


def test_looking_closer_changes_nothing(runs: dict[str, Path]) -> None:
    for table in TABLES[:4]:
        whole, bare = (runs[name] / f"{table}.parquet" for name in ("one", "bare"))
        assert whole.read_bytes() == bare.read_bytes()


def test_another_seed_is_another_run(runs: dict[str, Path]) -> None:
    one, other = (manifest(runs[name])["digests"] for name in ("one", "other"))
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    assert all(one[table] != other[table] for table in TABLES)


def test_the_manifest_tells_how_to_get_it_again(runs: dict[str, Path]) -> None:
    told = manifest(runs["one"])
    assert told["seed"] == 3
    assert told["scenario"]["categories"]["apparel"]["drift_speed"] == 0.05  # type: ignore[index]
    assert told["scenario"]["consumers"]["count"] == 300  # type: ignore[index]
    assert {"python", "numpy", "numba", "mesa"} <= set(told["versions"])  # type: ignore[call-overload]
    for table in runs["one"].glob("*.parquet"):
        frame = pd.read_parquet(table)
        assert told["digests"][table.stem] == digest(frame)  # type: ignore[index]
    assert str(runs["one"].parent) not in (runs["one"] / "manifest.json").read_text()


def test_the_report_needs_nothing_from_outside(runs: dict[str, Path]) -> None:
    page = (runs["one"] / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=\"(?!data:)|<link|@import|<script", page)
    assert page.count("data:image/png;base64,") >= 6
    assert str(runs["one"].parent) not in page


def test_orders_and_network_hold_what_they_say(runs: dict[str, Path]) -> None:
    orders = pd.read_parquet(runs["one"] / "orders.parquet")
    assert set(orders["channel"]) <= {"live", "spillover", "shelf"}
    assert ((orders["anchor"] == -1) == (orders["channel"] == "shelf")).all()
    assert orders["consumer"].between(0, 299).all()
    days = pd.read_parquet(runs["one"] / "days.parquet")
    assert 0 < len(orders) <= days["orders"].sum()
    graph = networkx.read_graphml(runs["one"] / "network.graphml")
    assert graph.number_of_nodes() == 300


def test_ctrl_c_leaves_a_valid_folder_and_says_so(tmp_path: Path) -> None:
    words = ("run", "base", "--days", "3000", *SMALL, "--out", "cut")
    with subprocess.Popen(
        [sys.executable, "-m", "experiments", *words],
        cwd=tmp_path,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".cut.*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(2.5)  # into the days
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    lived = re.search(r"stopped after (\d+) of 3000 days; what was lived is kept", told)
    assert lived is not None, told
    assert len(pd.read_parquet(tmp_path / "cut" / "days.parquet")) == int(lived[1])
    assert manifest(tmp_path / "cut")["days"] == int(lived[1])
    assert (tmp_path / "cut" / "report.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["cut"]


@pytest.mark.parametrize("command", ["report", "verify"])
@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("days.parquet", None, "days is missing"),
        ("days.parquet", "PAR1", "days.parquet"),
        ("manifest.json", '{"seed": 1', "line 1"),
        ("manifest.json", '{"seed": 1}', "is missing"),
    ],
)
def test_a_damaged_folder_is_told_in_one_line(
    command: str, name: str, content: str | None, wanted: str, runs: dict[str, Path],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    shutil.copytree(runs["bare"], "here")
    Path("here", name).unlink()
    if content is not None:
        Path("here", name).write_text(content)
    assert main([command, "here"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("livemarket: here")
    assert " is not whole (" in told
    assert wanted in told
    assert told.count("\n") == 1
