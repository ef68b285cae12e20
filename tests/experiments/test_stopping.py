"""Enough is enough: batches until the interval is as narrow as wanted, whoever did the work."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from experiments.__main__ import main
from experiments.summary import half_width
from experiments.sweeping import runner, stopping
from experiments.sweeping.conclusion import EARLY
from experiments.sweeping.plan import make_plan
from experiments.sweeping.spec import read_spec
from experiments.sweeping.store import begin_store
from experiments.sweeping.worker import RunFailed
from tests.experiments.sweeping import SMALL

SPEC = f"""
days = 2
replicates = 5
metrics = ["orders"]
{SMALL}[factors]
returns.days = [4, 8]
[stop]
metric = "orders"
half_width = 0.1
batch = 2
most = 9
"""
PAIRED = (
    '[design]\nkind = "paired"\na = { "returns.free" = false }\nb = { "returns.free" = true }\n'
)
CSV = '[design]\nkind = "csv"\npath = "{}.csv"\n'


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.toml").write_text(SPEC)
    return tmp_path / "tiny.toml"


def planned(
    spec: Path, monkeypatch: pytest.MonkeyPatch, answers: dict[int, list[float]]
) -> list[list[int]]:
    """All batches, if the runs of each configuration come to these answers."""
    rows = [
        {"configuration": one, "replicate": number, "orders": value}
        for one, values in answers.items()
        for number, value in enumerate(values)
    ]
    monkeypatch.setattr(stopping, "frames", lambda _store: iter([pd.DataFrame(rows)]))
    told = read_spec(spec)
    store = begin_store(spec.parent / "store", told, make_plan(told, spec.parent))
    return [list(stage) for stage in stopping.stages(store)]


def test_each_configuration_goes_on_until_it_is_known(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm, wild = [10.0, 10.1] * 5, [5.0, 15.0] * 5
    found = planned(spec, monkeypatch, {0: calm, 1: wild})
    assert found == [list(range(10)), [11, 13], [15, 17]]


def test_a_run_without_the_number_counts_for_nothing(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm, wild = [10.0, math.nan, 10.1] * 3, [5.0, math.nan, 15.0] * 3
    found = planned(spec, monkeypatch, {0: calm, 1: wild})
    assert found == [list(range(10)), [11, 13], [15, 17]]


def test_a_pair_without_the_number_counts_for_nothing(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec.write_text(SPEC.replace("[4, 8]", "[4]") + PAIRED)
    calm, lost = [10.0, math.nan, 10.1] * 3, [10.3, 10.2, math.nan] * 3
    assert len(planned(spec, monkeypatch, {0: calm, 1: lost})) == 1


def test_what_has_failed_whole_is_asked_no_further(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wild = [5.0, 15.0] * 5
    assert planned(spec, monkeypatch, {1: wild})[1:] == [[11, 13], [15, 17]]


def test_a_pair_of_which_one_arm_has_failed_whole_is_asked_no_further(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec.write_text(SPEC.replace("[4, 8]", "[4]") + PAIRED)
    assert len(planned(spec, monkeypatch, {1: [5.0, 15.0] * 5})) == 1


def test_a_first_stage_that_fails_whole_names_its_failures(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RunFailed("RuntimeError: no returns on a Sunday")

    monkeypatch.setattr(runner, "keep_run", fail)
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 1
    told = capsys.readouterr().err
    assert told.count("given up after 3 tries, RuntimeError: no returns on a Sunday") == 10
    assert "No objects" not in told
    assert main(["status", "out/tiny"]) == 1
    assert "0 of 10 finished, 10 given up, 0 left" in capsys.readouterr().out


def test_who_looks_early_is_told(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(SPEC.replace("[4, 8]", "[4]").replace("half_width = 0.1", "half_width = 9"))
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    assert EARLY in capsys.readouterr().out
    late = spec.read_text().replace("= 5", "= 10").replace("most = 9", "most = 20")
    spec.write_text(late)
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    assert EARLY not in capsys.readouterr().out


def test_a_pair_is_judged_by_its_difference(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec.write_text(SPEC.replace("[4, 8]", "[4]") + PAIRED)
    wild = [75.0, 125.0] * 5
    assert len(planned(spec, monkeypatch, {0: wild, 1: [value + 1 for value in wild]})) == 1
    assert len(planned(spec, monkeypatch, {0: wild, 1: wild[::-1]})) == 3
    for less in (90.0, 900.0):  # a base that may be zero, or is a loss: no share of it is known
        lost = [value - less for value in wild]
        assert len(planned(spec, monkeypatch, {0: lost, 1: [value + 0.1 for value in lost]})) == 3


def test_a_pair_from_a_file_is_judged_alike_whichever_arm_comes_first(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "arm,context,returns.days\nb,x,8\na,x,4\n"
    (spec.parent / "pairs.csv").write_text(rows)
    spec.write_text(SPEC.replace("returns.days = [4, 8]", "") + CSV.format("pairs"))
    wild = [75.0, 125.0] * 5
    assert len(planned(spec, monkeypatch, {0: [value + 1 for value in wild], 1: wild})) == 1
    assert len(planned(spec, monkeypatch, {0: wild[::-1], 1: wild})) == 3
    large, small = [value + 900.0 for value in wild], [value / 25.0 for value in wild]
    assert len(planned(spec, monkeypatch, {0: large, 1: small})) == 3  # the base is arm a, small
    assert len(planned(spec, monkeypatch, {0: small, 1: large})) == 1


@pytest.mark.parametrize("stopped", [True, False])
@pytest.mark.parametrize(
    "rows",
    [
        "arm,returns.days\nshort,4\nusual,7\nlong,9\n",
        "arm,returns.days\na,4\nb,7\n",  # no context: which belong together is not said
        "arm,context,returns.days\na,x,4\nb,x,7\na,y,9\n",
        "arm,context,returns.days\na,,4\nb,,7\n",
    ],
)
def test_arms_that_are_no_pairs_are_labels(stopped: bool, rows: str, spec: Path) -> None:
    """They were taken for pairs when all runs had been lived, and there was no summary."""
    (spec.parent / "arms.csv").write_text(rows)
    head, stop, rest = SPEC.partition("[stop]")
    told = (head + (stop + rest) * stopped).replace("returns.days = [4, 8]", "")
    spec.write_text(told.replace("replicates = 5", "replicates = 6") + CSV.format("arms"))
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    found = pd.read_csv("out/tiny/summary.csv")
    assert found["arm"].tolist() == [line.split(",")[0] for line in rows.splitlines()[1:]]
    assert (found["n"] >= 6).all()


def test_the_base_of_a_pair_is_known_from_the_same_runs(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the interval that is told: the base's luck counts, and what both arms share does not."""
    spec.write_text(SPEC.replace("[4, 8]", "[4]").replace("0.1", "0.05") + PAIRED)
    base = [21.0, 23.0, 21.4, 22.6, 21.8, 22.2, 22.0, 21.6, 22.4]
    double = [2.0 * value for value in base]  # the same share in all pairs, not the same number
    assert len(planned(spec, monkeypatch, {0: base, 1: double})) == 1
    more = [value + 60.0 for value in base]  # the same number, not the same share
    assert len(planned(spec, monkeypatch, {0: base, 1: more})) > 1


@pytest.mark.parametrize("wanted", [0.1, 0.38])  # too narrow for nine replicates, and not so
def test_a_real_sweep_ends_with_intervals_as_wanted(
    wanted: float, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.write_text(SPEC.replace("half_width = 0.1", f"half_width = {wanted}"))
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    frame = pd.read_parquet("out/tiny/results.parquet")
    for _, runs in frame.groupby("configuration"):
        orders = runs.sort_values("replicate")["orders"]
        looks = [orders.head(n) for n in (5, 7)]
        known = [len(seen) for seen in looks if half_width(seen) <= wanted * seen.mean()]
        assert len(runs) == [*known, 9][0]
    before = Path("out/tiny/results.parquet").read_bytes()
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    assert Path("out/tiny/results.parquet").read_bytes() == before
    capsys.readouterr()
    assert main(["status", "out/tiny"]) == 0
    assert f"{len(frame)} of {len(frame)} finished" in capsys.readouterr().out


def test_parts_are_refused(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "tiny.toml", "--shard", "1/2"]) == 2
    assert "--shard = '1/2'; allowed: no parts" in capsys.readouterr().err
