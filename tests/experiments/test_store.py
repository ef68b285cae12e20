"""The store from inside one process: parts, damage, refusal, quarantine, full disks, status."""

from __future__ import annotations

import resource
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.errors import BadInput
from experiments.__main__ import main
from experiments.sweeping import runner
from experiments.sweeping.shards import read_results
from experiments.sweeping.store import open_store
from experiments.sweeping.worker import RunFailed, keep_run
from tests.experiments.sweeping import RUNS, TINY

SERIAL = ("--executor", "serial")


class Place:
    """A folder with a spec, and a log of the runs that were lived."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.lives, self.poison = home, Counter[int](), -1
        (home / "tiny.toml").write_text(TINY.replace(', "fault"', ""))
        monkeypatch.chdir(home)
        monkeypatch.setattr(runner, "keep_run", self.keep)

    def keep(self, run: Any, *rest: Any) -> None:
        self.lives[run.position] += 1
        if run.position == self.poison:
            raise RunFailed("RuntimeError: no returns on a Sunday")
        keep_run(run, *rest)

    def sweep(self, *words: str, out: str = "out") -> int:
        return main(["sweep", "tiny.toml", "--out", out, *SERIAL, *words])

    @property
    def result(self) -> bytes:
        return (self.home / "out" / "results.parquet").read_bytes()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    home = tmp_path_factory.mktemp("whole")
    (home / "tiny.toml").write_text(TINY.replace(', "fault"', ""))
    assert main(["sweep", str(home / "tiny.toml"), "--out", str(home / "out"), *SERIAL]) == 0
    return (home / "out" / "results.parquet").read_bytes()


def test_equal_bytes_on_two_shards_and_after_a_resume(place: Place, whole: bytes) -> None:
    assert place.sweep("--shard", "2/2") == 0
    assert sorted(place.lives) == [1, 3, 5, 7, 9, 11]
    assert main(["status", "out"]) == 1
    assert place.sweep("--shard", "1/2") == 0
    assert place.result == whole
    assert place.sweep() == 0
    assert place.result == whole
    assert place.lives == Counter(range(RUNS))
    assert main(["status", "out"]) == 0


def test_the_result_has_keys_factors_and_numbers(place: Place, whole: bytes) -> None:
    assert place.sweep() == 0
    frame = pd.read_parquet(place.home / "out" / "results.parquet")
    assert list(frame.columns) == [
        "configuration", "replicate", "seed", "id", "digest", "returns.days",
        "gmv", "orders", "return_rate", "odm.net_sales",
    ]  # fmt: skip
    assert frame["returns.days"].tolist() == [4, 5, 6, 7, 8, 9] * 2
    assert frame["id"].is_unique
    assert frame.groupby("replicate")["seed"].nunique().tolist() == [1, 1]
    assert frame["seed"].nunique() == 2
    assert (frame["orders"] > 0).all()


def test_a_missing_folder_or_column_is_answered_with_the_nearest(
    place: Place, whole: bytes
) -> None:
    home = place.home / "out"
    home.mkdir()
    (home / "results.parquet").write_bytes(whole)
    wrong = place.home / "uot"
    with pytest.raises(BadInput) as error:
        read_results(wrong)
    assert f"home = {str(wrong)!r}" in str(error.value)
    assert "the folder of a sweep, with results.parquet" in str(error.value)
    assert f"did you mean {str(home)!r}?" in str(error.value)
    with pytest.raises(BadInput, match=r"columns = 'relpicate' .*did you mean 'replicate'\?"):
        read_results(home, ["relpicate"])


def test_more_replicates_keep_what_there_is(place: Place, whole: bytes) -> None:
    assert place.sweep() == 0
    spec = place.home / "tiny.toml"
    spec.write_text(spec.read_text().replace("replicates = 2", "replicates = 3"))
    assert place.sweep() == 0
    assert place.lives == Counter(range(RUNS + 6))


def test_a_run_that_fails_is_named_and_stays_in_quarantine(
    place: Place, whole: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    place.poison = 9
    assert place.sweep() == 1
    wanted = (
        "given up after 3 tries, RuntimeError: no returns on a Sunday: "
        "run 9 (configuration 3: returns.days = 7; replicate 1)"
    )
    assert wanted in capsys.readouterr().err
    place.poison = -1
    assert place.sweep() == 1
    assert place.lives == Counter([*range(RUNS), 9, 9])
    (place.home / "out" / "failures" / "00000009.json").unlink()
    assert place.sweep() == 0
    assert place.result == whole


@pytest.mark.parametrize("cut", ["truncated", "changed", "empty"])
def test_a_damaged_shard_is_found_and_its_runs_redone(
    place: Place, whole: bytes, cut: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.sweep() == 0
    shard = place.home / "out" / "shards" / "000000.parquet"
    sound = shard.read_bytes()
    at = sound.index(b"\x00\x00\x00\x00\x00\x00") if cut == "changed" else len(sound) // 2
    flipped = sound[:60] + bytes(255 - byte for byte in sound[60:68]) + sound[68:]
    shard.write_bytes({"truncated": sound[:at], "changed": flipped, "empty": b""}[cut])
    assert main(["status", "out"]) == 1
    assert "damaged: 000000.parquet" in capsys.readouterr().out
    assert main(["verify", "out"]) == 1
    assert place.sweep() == 0
    assert "000000.parquet is damaged and put aside" in capsys.readouterr().err
    assert place.result == whole
    assert place.lives == Counter(list(range(RUNS)) * 2)


def test_a_damaged_run_file_is_redone(place: Place, whole: bytes) -> None:
    assert place.sweep("--shard", "1/2") == 0
    store = open_store(place.home / "out")
    frame = pd.read_parquet(store.shard_file(0))
    assert len(frame) == 6
    text = '{"position": 1, "id": "x", "digest": "y"}'
    store.run_file(1).write_text(text)
    assert place.sweep() == 0
    assert place.result == whole


def test_rows_come_out_the_same_when_lived_again(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.sweep() == 0
    assert main(["verify", "out", "--sample", "3"]) == 0
    assert "3 of 3 runs lived again came out the same (12 are stored)" in capsys.readouterr().out
    frame = pd.read_parquet(place.home / "out" / "shards" / "000000.parquet")
    from experiments.sweeping.rows import write_shard

    frame.loc[0, "digest"] = "0" * 32
    write_shard(place.home / "out" / "shards" / "000000.parquet", frame)
    assert main(["verify", "out", "--sample", "1"]) == 1
    assert "differs: run 0 (configuration 0: returns.days = 4" in capsys.readouterr().out


def test_a_run_folder_is_verified_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = "--days 2 --consumers 200 --set anchors.count=3 --orders --out one".split()
    assert main(["run", *words]) == 0
    assert main(["verify", "one"]) == 0
    manifest = tmp_path / "one" / "manifest.json"
    told = manifest.read_text()
    manifest.write_text(told.replace('"seed": 1', '"seed": 2'))
    capsys.readouterr()
    assert main(["verify", "one"]) == 1
    assert "DIFFERS" in capsys.readouterr().out


def test_whole_folders_on_request(place: Place) -> None:
    spec = place.home / "tiny.toml"
    spec.write_text('keep = "folders"\n' + spec.read_text().replace("replicates = 2", ""))
    spec.write_text(
        spec.read_text()
        .replace("[4, 5, 6, 7, 8, 9]", "[4]")
        .replace("seed", "replicates = 1\nseed")
    )
    assert place.sweep() == 0
    assert main(["verify", "out/folders/00000000"]) == 0


def test_a_full_disk_is_one_line_and_loses_nothing(
    place: Place, whole: bytes, small_disk: Path | None, capsys: pytest.CaptureFixture[str]
) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    out = place.home / "out"
    if small_disk is None:  # then no file may grow: the same error, in merging
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))
    else:
        out.symlink_to(small_disk)
    try:
        assert place.sweep() == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("livemarket: ")
    assert "every finished run is kept" in last
    kept = len(list((out / "runs").glob("[0-9]*.json")))
    begun = place.lives.total()
    if small_disk is not None:
        assert 0 < kept < RUNS
        subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert place.sweep() == 0
    assert place.result == whole
    assert place.lives.total() - begun == RUNS - kept


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (("seed = 7", "seed = 8"), "this one holds another sweep"),
        (("returns.days = [4", "returns.days = [3"), "this one holds another sweep"),
    ],
)
def test_a_folder_of_another_sweep_is_refused(
    place: Place, change: tuple[str, str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.sweep("--shard", "1/6") == 0
    spec = place.home / "tiny.toml"
    spec.write_text(spec.read_text().replace(*change))
    assert place.sweep() == 2
    assert wanted in capsys.readouterr().err


def test_a_sweep_of_other_code_is_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.sweep("--shard", "1/6") == 0
    monkeypatch.setattr("experiments.sweeping.plan.code_version", lambda: "another")
    assert place.sweep() == 2
    assert "begun with other code" in capsys.readouterr().err


def test_a_foreign_folder_is_refused(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    (place.home / "thesis").mkdir()
    (place.home / "thesis" / "chapter.tex").touch()
    assert place.sweep(out="thesis") == 2
    assert main(["status", "thesis"]) == 2
    assert not place.lives
