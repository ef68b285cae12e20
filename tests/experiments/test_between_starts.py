"""What changes between two starts of a sweep is refused, or told by name; nothing is mixed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.__main__ import main
from experiments.sweeping import shards, store, sweep
from experiments.sweeping.plan import make_plan
from experiments.sweeping.spec import read_spec
from tests.experiments.sweeping import SMALL

PEOPLE = 200
SPEC = f"""
days = 2
replicates = 1
metrics = ["orders", "told"]
{SMALL}
[factors]
returns.days = [4, 8]
"""
WITH_NETWORK = SPEC.replace("[factors]", 'peers.kind = "file"\npeers.path = "net.txt"\n[factors]')
OF_A_FACTOR = SPEC.replace("returns.days = [4, 8]", 'peers.path = ["net.txt"]').replace(
    "[factors]", 'peers.kind = "file"\n[factors]'
)


def write_network(steps: tuple[int, ...]) -> None:
    """Everybody knows those so many places on."""
    lines = [f"{one} {(one + step) % PEOPLE}" for step in steps for one in range(PEOPLE)]
    Path("net.txt").write_text("\n".join(lines) + "\n")


def start(spec: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status, and what was told of troubles."""
    Path("tiny.toml").write_text(spec)
    capsys.readouterr()
    status = main(["sweep", "tiny.toml", "--out", "out", "--executor", "serial"])
    return status, capsys.readouterr().err


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_network((1, 2))
    return tmp_path


@pytest.mark.parametrize("spec", [WITH_NETWORK, OF_A_FACTOR], ids=["fixed", "factor"])
def test_another_edge_list_under_the_same_name_is_refused(
    spec: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = spec.replace("replicates = 1", "replicates = 2")
    assert start(spec, capsys)[0] == 0
    first = make_plan(read_spec(Path("tiny.toml")), Path()).identity
    write_network((1, 2, 3))
    assert make_plan(read_spec(Path("tiny.toml")), Path()).identity != first
    status, told = start(more, capsys)
    assert status == 2
    assert "a new folder: net.txt changed since this sweep began" in told
    assert main(["verify", "out"]) == 1
    assert "net.txt has changed since this sweep began" in capsys.readouterr().err
    write_network((1, 2))
    assert start(more, capsys)[0] == 0
    assert main(["verify", "out"]) == 0


def test_an_edge_list_that_is_gone_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("net.txt").unlink()
    status, told = start(WITH_NETWORK, capsys)
    assert status == 2
    assert "path = 'net.txt'; allowed: a file that can be read" in told
    assert told.count("\n") == 1


def test_the_manifest_keeps_every_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = store.this_start()
    assert start(SPEC, capsys)[0] == 0
    assert main(["status", "out"]) == 0
    assert "started again" not in capsys.readouterr().out
    later = begun | {"versions": begun["versions"] | {"numpy": "9.9"}}
    more = SPEC.replace("replicates = 1", "replicates = 2")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(store, "this_start", lambda: later)
        assert start(SPEC, capsys)[0] == 0  # nothing was left to do
        assert store.starts_of(Path("out")) == [begun]
        assert start(more, capsys)[0] == 0
    assert start(more.replace("replicates = 2", "replicates = 3"), capsys)[0] == 0
    assert store.starts_of(Path("out")) == [begun, later]
    told = f"started again with numpy 9.9 (at first {begun['versions']['numpy']})"
    assert main(["status", "out"]) == 0
    assert told in capsys.readouterr().out
    assert main(["report", "out"]) == 0
    assert told in Path("out", "report.html").read_text()


def test_a_manifest_of_old_tells_its_last_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(SPEC, capsys)[0] == 0
    path = Path("out", "sweep.json")
    told = json.loads(path.read_text())
    (first,) = told.pop("starts")
    first["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(told | first))
    assert start(SPEC.replace("replicates = 1", "replicates = 2"), capsys)[0] == 0
    assert store.starts_of(Path("out")) == [first, store.this_start()]


def test_a_run_file_that_is_damaged_before_it_is_merged_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut(one: store.Store) -> bool:
        path = one.run_file(0)
        path.write_text(path.read_text()[:40])
        return shards.merge(one)

    with monkeypatch.context() as bad_disk:
        bad_disk.setattr(sweep, "merge", cut)
        status, told = start(SPEC, capsys)
    assert status == 1
    assert "00000000.json is damaged and put aside; `livemarket sweep` does its runs again" in told
    status, told = start(SPEC, capsys)
    assert status == 0
    assert "damaged" not in told
