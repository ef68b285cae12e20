"""The command line with a small fake market behind it: statuses, one-line errors, folders."""

from __future__ import annotations

import os
import re
import signal
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numba
import pytest

from agents.segments import ConsumerParameters
from core.declare import Parameters, param
from core.errors import BadInput
from core.scenario import build
from core.trees import merge, nested
from experiments import __main__ as command_line
from experiments import run as one_run
from experiments.__main__ import main
from experiments.folders import whole_folder
from experiments.places import SCENARIOS
from experiments.progress import progress
from model.parameters import MarketParameters


class FakeMarketParameters(Parameters):
    days: int = param(3, "day", "length", "assumption", 1, 9, least=1)
    seed: int = param(1, "-", "luck", "assumption", least=0)


class FakeConsumers(Parameters):
    count: int = param(10, "consumer", "how many", "assumption", least=1)


class FakeScenario(Parameters):
    market: FakeMarketParameters = FakeMarketParameters()
    consumers: FakeConsumers = FakeConsumers()


class FakeResults:
    def __init__(self, lived: int, asked: dict[str, Any]) -> None:
        self.lived = lived
        self.asked = asked

    def save(self, folder: Path) -> None:
        (folder / "manifest.json").write_text(f"{self.lived} {self.asked}")


class FakeMarket:
    each_day: Callable[[int], None] = staticmethod(lambda day: None)

    def __init__(self, scenario: FakeScenario, seed: int, keep_orders: bool, folder: Path) -> None:
        assert folder.is_dir()
        self.asked = {"seed": seed, "count": scenario.consumers.count, "orders": keep_orders}
        self.lived = 0
        self.peers = SimpleNamespace(to_networkx=_two_friends)

    def run(self, days: int, progress: Callable[[int], None] | None = None) -> FakeResults:
        for day in range(days):
            self.each_day(day)
            self.lived += 1
            assert progress is not None
            progress(day)
        return self.results()

    def results(self) -> FakeResults:
        return FakeResults(self.lived, self.asked)


def _two_friends() -> object:
    import networkx

    return networkx.path_graph(2)


def _load_scenario(name: str, **overrides: object) -> FakeScenario:
    if name != "base":
        raise BadInput("scenario", name, known=["base"])
    tree: dict[str, Any] = {}
    for path, value in overrides.items():
        tree = merge(tree, nested(path, value))
    return build(FakeScenario, tree)


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def module(name: str, **members: object) -> None:
        made = ModuleType(name)
        made.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, made)

    module("model", Market=FakeMarket, load_scenario=_load_scenario)
    module("model.parameters", Scenario=FakeScenario)
    module("experiments.outcome", print_outcome=lambda results: print(f"lived {results.lived}"))
    module("experiments.report", write_report=lambda results, out: (out / "report.html").touch())
    monkeypatch.setattr(one_run, "_compiling", list)  # the fake is not compiled
    monkeypatch.chdir(tmp_path)


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().err
    assert told.count("\n") == 1, told
    return told


def test_a_run_leaves_a_whole_folder_and_tells_the_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "--days 2 --set consumers.count=7 --seed 5 --orders --network --out here".split()
    assert main(["run", *options]) == 0
    told = "2 {'seed': 5, 'count': 7, 'orders': True}"
    assert (tmp_path / "here" / "manifest.json").read_text() == told
    written = {path.name for path in (tmp_path / "here").iterdir()}
    assert written == {"manifest.json", "network.graphml", "report.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert "lived 2\n" in capsys.readouterr().out


def test_the_folder_is_named_after_the_scenario(tmp_path: Path) -> None:
    assert main(["run"]) == 0
    assert (tmp_path / "out" / "base" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("run --days 0", "--days = '0'; allowed: a whole number, at least 1"),
        ("run --days -3", "--days = '-3'; allowed: a whole number"),
        ("run --days long", "--days = 'long'; allowed: a whole number"),
        ("run --consumers 0", "--consumers = '0'"),
        ("run --seed -1", "--seed = '-1'; allowed: a whole number, at least 0"),
        ("run --threads 9999", "--threads = 9999; allowed: 1 to"),
        ("run --set consumers.cuont=3", "did you mean 'consumers.count'?"),
        ("run --set consumers.count=many", "consumers.count = 'many'; allowed: integer"),
        ("run --set nothing", "--set = 'nothing'; allowed: path=value"),
        ("run bsae", "scenario = 'bsae' (did you mean 'base'?); allowed: base"),
        ("run --dys 3", "--dys"),
        ("rnu", "Did you mean 'run'?"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    words: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    assert wanted in complaint(capsys)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["a_file", "a_file/below", "full"])
def test_a_place_that_must_not_be_written_is_refused_before_the_run(
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a_file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").touch()
    monkeypatch.setattr(FakeMarket, "__init__", lambda *_, **__: pytest.fail("it ran"))
    assert main(["run", "--out", place]) == 2
    assert "--out" in complaint(capsys)
    assert (tmp_path / "full" / "thesis.tex").exists()


def test_an_earlier_result_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    assert main(["run", "--out", "here", "--days", "1"]) == 0
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "here") as folder:
        (folder / "half").touch()
        raise RuntimeError
    assert (tmp_path / "here" / "manifest.json").read_text().startswith("1 ")
    assert main(["run", "--out", "here", "--days", "2"]) == 0
    assert (tmp_path / "here" / "manifest.json").read_text().startswith("2 ")
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_what_becomes_of_an_earlier_result_is_told_once_the_run_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "note: the earlier result in here will be replaced; --out DIR keeps it\n"
    for wanted in ("", note):
        assert main(["run", "--out", "here", "--days", "1"]) == 0
        assert capsys.readouterr().err.removesuffix("day 1 of 1, about 0 s left\n") == wanted

    def refuse(*_: object, **__: object) -> None:
        raise BadInput("follows.path", "edges.txt", "a file that exists")

    monkeypatch.setattr(FakeMarket, "__init__", refuse)
    assert main(["run", "--out", "here", "--days", "1"]) == 2
    assert complaint(capsys).startswith("livemarket: follows.path = 'edges.txt'")


def test_a_run_says_that_it_compiles_where_no_machine_code_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    (told,) = one_run._compiling()
    assert told.startswith("note: compiling, which takes about half a minute")
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
    assert one_run._compiling() == []
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    (tmp_path / "core_57").mkdir()
    (tmp_path / "core_57" / "sorting.nbi").touch()
    assert one_run._compiling() == []


def test_ctrl_c_keeps_the_days_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(day: int) -> None:
        if day == 1:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)  # ignored, where the tests run in the background
    monkeypatch.setattr(FakeMarket, "each_day", staticmethod(interrupt))
    assert main(["run", "--days", "50", "--out", "here"]) == 1
    assert (tmp_path / "here" / "manifest.json").read_text().startswith("2 ")
    assert "stopped after 2 of 50 days; what was lived is kept" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_drops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt_twice(_day: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(FakeMarket, "each_day", staticmethod(interrupt_twice))
    assert main(["run", "--out", "here"]) == 1
    assert "interrupted: nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_of_ours_is_one_line_and_a_traceback_only_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(_day: int) -> None:
        raise ZeroDivisionError("no customers")

    monkeypatch.setattr(FakeMarket, "each_day", staticmethod(stumble))
    assert main(["run"]) == 1
    assert "ZeroDivisionError: no customers" in complaint(capsys)
    assert main(["run", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_the_parameter_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["params"]) == 0
    row = "| market.days | 3 | day | 1 ... 9 | integer at least 1 | length | assumption |"
    assert row in capsys.readouterr().out.splitlines()


def test_some_parameters_are_printed_by_a_part_of_their_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["params", "Market.da"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "market.days = 3 [day]  plausible 1 ... 9, allowed integer at least 1",
        "    length (assumption)",
    ]
    assert main(["params", "dyas"]) == 2
    assert "did you mean 'days'?" in complaint(capsys)
    assert main(["params", "days", "--check"]) == 2


def test_stale_pages_are_named_until_they_are_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = [Path("docs", "odd.md")]
    pages = ModuleType("experiments.documenting.pages")
    pages.__dict__.update(stale_pages=lambda: stale, write_pages=stale.clear)
    monkeypatch.setitem(sys.modules, "experiments.documenting.pages", pages)
    assert main(["params", "--check"]) == 1
    assert complaint(capsys) == "odd.md is stale: livemarket params --write\n"
    assert main(["params", "--write"]) == 0
    assert main(["params", "--check"]) == 0


def test_scenarios_are_listed_with_their_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fast.toml").write_text('title = "Fast"\nquestion = "Does speed win?"')
    monkeypatch.setattr(command_line, "SCENARIOS", tmp_path)
    assert main(["scenarios"]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("fast", "Fast", "Does speed win?"))


def test_plain_progress_tells_each_tenth_once(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(25, "run") as tell:
        for _ in range(25):
            tell()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("run 3 of 25, about ")
    assert lines[-1] == "run 25 of 25, about 0 s left"


@pytest.mark.parametrize("at_once", [1, 2])
def test_the_time_left_does_not_count_the_first_ones_which_compile(
    at_once: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([100.0] * at_once + [102.0, 104.0, 106.0])  # after each unit; begun at 0
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with progress(10, "day", at_once) as tell:
        for _ in range(at_once + 3):
            tell()
    told = capsys.readouterr().err.splitlines()
    left = 10 - at_once
    assert told[:at_once] == [f"day {done + 1} of 10" for done in range(at_once)]
    assert told[at_once:] == [
        f"day {at_once + k} of 10, about {2 * (left - k)} s left" for k in (1, 2, 3)
    ]


def test_help_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "scenarios" in capsys.readouterr().out


def test_no_line_of_help_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    told = capsys.readouterr().out
    assert "..." not in told.replace("[ARGS]...", "")
    assert max(map(len, told.splitlines())) <= 80


def test_help_tells_how_long_all_studies_take(capsys: pytest.CaptureFixture[str]) -> None:
    main(["study", "--help"])
    assert "--all takes half an hour" in " ".join(capsys.readouterr().out.split())


def test_help_tells_the_defaults_of_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    base = tomllib.loads((SCENARIOS / "base.toml").read_text())
    market, consumers = MarketParameters(), ConsumerParameters()
    assert not {"market", "consumers"} & set(base)
    for option, default in (
        ("--days", market.days),
        ("--consumers", consumers.count),
        ("--seed", market.seed),
    ):
        assert re.search(rf"{option} \S+ [^(]*\(base: {default}\)", told)
