"""The commands about sweeps: bad input in one line, and what a sweep tells at its end."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.__main__ import main
from experiments.sweeping.plan import make_plan
from experiments.sweeping.store import begin_store
from experiments.sweeping.sweep import request_of
from tests.experiments.sweeping import SMALL

PAIR = f"""
days = 3
replicates = 4
metrics = ["orders", "gmv"]
{SMALL}[factors]
shelf.outside = [0.5, 1.5]
[design]
kind = "paired"
a.scenario = "no_live"
b.scenario = "base"
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pair.toml").write_text(PAIR)
    (tmp_path / "wrong.toml").write_text("replicate = 3")
    (tmp_path / "name.toml").write_text('[factors]\nmarket.platforms = [["nrth"], ["south"]]')
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("sweep nowhere.toml", "file = 'nowhere.toml'; allowed: a TOML file that exists"),
        ("sweep empty", "file = 'empty'; allowed: a TOML file, not a folder"),
        ("sweep name.toml", "market.platforms = 'nrth' (did you mean 'north'?); allowed: east"),
        ("sweep wrong.toml", "replicate is not known (did you mean 'replicates'?); allowed: days"),
        ("sweep pair.toml --workers 0", "--workers = '0'; allowed: a whole number, at least 1"),
        ("sweep pair.toml --executor daks", "did you mean 'dask'?"),
        ("sweep pair.toml --executor serial://here:1", "--executor = 'serial://here:1'"),
        ("sweep pair.toml --executor dask://", "--executor = 'dask://'"),
        ("sweep pair.toml --shard 3/2", "--shard = '3/2'; allowed: I/N with I from 1 to N"),
        ("sweep pair.toml --shard half", "--shard = 'half'"),
        ("sweep pair.toml --out wrong.toml", "--out = "),
        ("status empty", "DIR = 'empty'; allowed: the folder of a sweep, with sweep.json"),
        ("compact empty", "DIR = 'empty'"),
        ("verify empty", "DIR = 'empty'; allowed: a folder with manifest.json or sweep.json"),
        ("verify empty --sample many", "--sample = 'many'"),
        ("sensitivity pair.toml", "design.kind = 'paired'; allowed: latin_hypercube"),
        ("swep pair.toml", "sweep"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    words: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    told = capsys.readouterr()
    assert wanted in told.err
    assert told.err.count("\n") == 1, told.err
    assert told.out == ""


def test_a_pair_ends_in_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "pair.toml", "--executor", "serial"]) == 0
    found = pd.read_csv("out/pair/summary.csv")
    assert found[["context", "shelf.outside"]].drop_duplicates().to_numpy().tolist() == [
        [0, 0.5],
        [1, 1.5],
    ]
    assert found["metric"].tolist() == ["gmv", "orders"] * 2
    assert (found["n"] == 4).all()
    assert (found["low"] <= found["difference"]).all()
    assert (found["p_holm"] >= found["p"]).all()
    told = capsys.readouterr().out
    assert "B less A and half-width of its 95 % interval" in told
    assert "only 4 replicates" in told
    runs = pd.read_parquet("out/pair/results.parquet")
    assert runs.groupby("replicate")["seed"].nunique().eq(1).all()
    assert runs.loc[runs["arm"] == "a", "scenario"].eq("no_live").all()


def test_compact_writes_what_is_finished_so_far() -> None:
    assert main(["sweep", "pair.toml", "--executor", "serial", "--shard", "2/4"]) == 0
    Path("out/pair/results.parquet").unlink()
    assert main(["compact", "out/pair"]) == 0
    assert len(pd.read_parquet("out/pair/results.parquet")) == 4


@pytest.mark.parametrize("command", ["report", "verify", "compact"])
def test_a_sweep_without_a_finished_run_is_told_with_the_way_on(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    request = request_of(Path("pair.toml"))
    begin_store(request.home, request.spec, make_plan(request.spec, request.folder))
    assert main([command, "out/pair"]) == 1
    told = capsys.readouterr()
    assert "no run in out/pair is finished: `livemarket sweep SPEC.toml --out out/pair`" in told.err
    assert told.out == ""
    assert not Path("out/pair/results.parquet").exists()


@pytest.mark.parametrize("words", ["sweep pair.toml", "--debug sweep pair.toml"])
def test_ctrl_c_before_anything_is_done_says_that_the_command_resumes(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.sweeping.sweep.make_plan", interrupt)
    assert main(words.split()) == 1
    told = capsys.readouterr().err
    assert told == "livemarket: interrupted: every finished run is kept, the same command resumes\n"
