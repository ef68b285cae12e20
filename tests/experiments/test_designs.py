"""Designs and specs: the right configurations, the same luck, and every mistake in one line."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.describe import describe
from core.errors import BadInput
from experiments.sweeping.design import Question, all_designs, read_design
from experiments.sweeping.executors import crew
from experiments.sweeping.factors import read_factors
from experiments.sweeping.plan import Plan, make_plan, replicate_seed
from experiments.sweeping.spec import spec_of
from model.parameters import Scenario

SPECS = Path(__file__).resolve().parents[2] / "experiments" / "specs"
TWO = {"returns.days": [3, 4], "anchors.count": {"low": 10, "high": 30}}
DESIGNS = {
    "grid": {},
    "list": {"rows": [{"name": "x", "returns.days": 3}, {"scenario": "no_live"}]},
    "csv": {"path": "some.csv"},
    "latin_hypercube": {"samples": 8},
    "sobol": {"samples": 4},
    "morris": {"trajectories": 3},
    "one_at_a_time": {},
    "paired": {"a": {"returns.free": False}, "b": {"returns": {"free": True}}},
}
WITHOUT_FACTORS = ("list", "csv")


def plan(folder: Path = Path(), **told: Any) -> Plan:
    return make_plan(spec_of({"fixed": {"consumers.count": 200}, **told}), folder)


def rows(kind: str, folder: Path = Path(), **told: Any) -> list[dict[str, Any]]:
    factors = {} if kind in WITHOUT_FACTORS else TWO
    made = plan(folder, factors=factors, design={"kind": kind, **DESIGNS[kind], **told})
    return [made.changes(number) for number in range(len(made))]


@pytest.fixture
def some_csv(tmp_path: Path) -> Path:
    text = "name,returns.days,learning.kind\nfirst,3,\nsecond,4,imitation\n"
    (tmp_path / "some.csv").write_text(text)
    return tmp_path


def test_every_design_is_tried_here() -> None:
    assert set(all_designs()) == set(DESIGNS)


@pytest.mark.parametrize("kind", DESIGNS)
def test_the_same_question_has_the_same_answer(kind: str, some_csv: Path) -> None:
    assert rows(kind, some_csv) == rows(kind, some_csv)


def test_a_grid_is_every_combination_and_cuts_ranges() -> None:
    found = rows("grid")
    assert found == [
        {"returns.days": days, "anchors.count": count} for days in (3, 4) for count in (10, 20, 30)
    ]


def test_a_list_may_change_the_scenario() -> None:
    made = plan(design={"kind": "list", **DESIGNS["list"]})
    assert [made.changes(number) for number in (0, 1)] == [
        {"returns.days": 3},
        {"scenario": "no_live"},
    ]
    assert made.table["name"].tolist() == ["x", None]
    live = [made.run(number).scenario["platforms"]["north"]["live"] for number in (0, 1)]
    assert live == [True, False]


def test_cells_of_a_csv_are_values(some_csv: Path) -> None:
    assert rows("csv", some_csv) == [
        {"returns.days": 3},
        {"returns.days": 4, "learning.kind": "imitation"},
    ]


@pytest.mark.parametrize(("kind", "count"), [("latin_hypercube", 8), ("sobol", 16), ("morris", 9)])
def test_samples_fill_the_ranges(kind: str, count: int) -> None:
    found = rows(kind)
    assert len(found) == count
    assert {row["returns.days"] for row in found} == {3, 4}
    counts = [row["anchors.count"] for row in found]
    assert all(isinstance(value, int) and 10 <= value <= 30 for value in counts)
    assert len(set(counts)) >= 3


def test_one_at_a_time_moves_one() -> None:
    found = rows("one_at_a_time")
    assert found[0] == {}
    assert [list(row) for row in found[1:]] == [["returns.days"]] * 2 + [["anchors.count"]] * 2


def test_both_arms_in_every_context() -> None:
    made = plan(factors={"returns.days": [3, 4]}, design={"kind": "paired", **DESIGNS["paired"]})
    assert made.table["arm"].tolist() == ["a", "b"] * 2
    assert made.table["context"].tolist() == [0, 0, 1, 1]
    assert [made.changes(number)["returns.free"] for number in range(4)] == [False, True] * 2


def test_bounds_come_from_the_declaration() -> None:
    row = next(row for row in describe(Scenario) if row.path == "returns.days")
    (factor,) = read_factors({"returns": {"days": {}}})
    assert (factor.low, factor.high, factor.whole) == (row.low, row.high, True)
    assert (factor.at(0.0), factor.at(1.0)) == (row.low, row.high)


@pytest.mark.parametrize(
    ("design", "values"),
    [
        ({"kind": "latin_hypercube", "samples": 30}, (1, 2, 3)),
        ({"kind": "sobol", "samples": 64}, (1, 2, 3, 4)),
        ({"kind": "morris", "trajectories": 200, "levels": 6}, (1, 2, 3)),
        ({"kind": "morris", "trajectories": 200, "levels": 4}, (1, 2)),
        ({"kind": "grid", "steps": 3}, (1, 2, 3)),
    ],
    ids=lambda one: one["kind"] if isinstance(one, dict) else len(one),
)
def test_whole_values_have_equal_weight(design: dict[str, Any], values: tuple[int, ...]) -> None:
    """Exactly in what is stratified; levels of Morris are drawn, and visited about as often."""
    factors = read_factors(
        {"returns.days": {"low": values[0], "high": values[-1]}, "shelf.outside": {}}
    )
    table = read_design(design).configurations(Question(factors, Path(), 3))
    counts = table["returns.days"].value_counts(normalize=True)
    assert sorted(counts.index) == list(values)
    exact = design["kind"] != "morris"
    assert counts.to_numpy() == pytest.approx(1 / len(values), abs=1e-9 if exact else 0.05)


def test_cuts_of_a_whole_range_reach_both_ends_and_a_step_of_morris_moves_it() -> None:
    """Also where there are more levels than values; half a range is a step of Morris."""
    for high, steps in itertools.product(range(4, 24), range(2, 13)):
        (factor,) = read_factors({"returns.days": {"low": 3, "high": high}})
        cut = [factor.at(step / (steps - 1)) for step in range(steps)]
        assert (cut[0], cut[-1]) == (3, high)
        assert cut == sorted(cut)
        half = steps // 2
        if steps % 2 == 0:
            assert all(cut[step + half] > cut[step] for step in range(half))


@pytest.mark.parametrize("log", [False, True])
def test_a_whole_value_lies_in_the_middle_of_its_part(log: bool) -> None:
    (factor,) = read_factors({"returns.days": {"low": 3, "high": 12, "log": log}})
    values = np.arange(3.0, 13.0)
    shares = factor.share(values)
    assert [factor.at(share) for share in shares] == values.tolist()
    edges = np.linspace(0, 1, 20_001)
    drawn = np.array([factor.at(share) for share in edges])
    middles = [edges[drawn == value].mean() for value in values]
    assert shares == pytest.approx(middles, abs=1e-3)


def test_equal_steps_of_a_logarithm_are_equal_ratios() -> None:
    (factor,) = read_factors({"waiting.half_life_impulse": {"low": 1, "high": 100, "log": True}})
    assert factor.at(0.5) == pytest.approx(10.0)


def test_a_star_stands_for_every_platform() -> None:
    made = plan(factors={"platforms.*.take_rate": [0.05, 0.1]})
    rates = [made.run(1).scenario["platforms"][name]["take_rate"] for name in ("north", "south")]
    assert rates == [0.1, 0.1]


def test_replicates_share_their_luck_over_configurations() -> None:
    made = plan(factors={"returns.days": [3, 4, 5]})
    seeds = [made.run(place).scenario["market"]["seed"] for place in range(6)]
    assert seeds == [replicate_seed(1, 0)] * 3 + [replicate_seed(1, 1)] * 3
    assert len({replicate_seed(1, number) for number in range(1000)}) == 1000
    assert replicate_seed(2, 0) != replicate_seed(1, 0)


def test_the_identity_is_of_what_is_run_and_not_of_how_it_is_said() -> None:
    one = plan(factors={"returns.days": [3, 4]})
    other = plan(factors={"returns": {"days": [3, 4]}}, title="Another", replicates=9)
    assert one.identity == other.identity
    ids = [made.run(place).id for made in (one, other) for place in range(4)]
    assert ids[:4] == ids[4:]
    assert len(set(ids)) == 4
    assert plan(factors={"returns.days": [3, 5]}).identity != one.identity


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"factros": {}}, "did you mean 'factors'"),
        ({"scenario": "bsae"}, "did you mean 'base'"),
        ({"fixed": {"consumers.cuont": 3}}, "did you mean 'consumers.count'"),
        ({"factors": {"returns.dyas": {}}}, "did you mean 'returns.days'"),
        ({"factors": {"returns.dyas": [1]}}, "did you mean 'returns.days'"),
        ({"factors": {"returns.days": [3, "many"]}}, "returns.days = 'many'; allowed: integer"),
        ({"factors": {"returns.days": []}}, "at least one value"),
        ({"factors": {"returns.days": 3}}, "[a, b, ...]"),
        ({"factors": {"returns.days": {"low": 9, "high": 3}}}, "low below high"),
        ({"factors": {"returns.days": {"hihg": 9}}}, "did you mean 'high'"),
        ({"factors": {"returns.free": {}}}, "declares no bounds"),
        ({"factors": {"market.seed": [1, 2]}}, "market.seed; allowed: nothing: write `seed`"),
        ({"fixed": {"market": {"seed": 3}}}, "market.seed; allowed: nothing: write `seed`"),
        ({"design": {"kind": "gird"}}, "did you mean 'grid'"),
        ({"design": {"kind": "grid", "stpes": 3}}, "did you mean 'grid.steps'"),
        ({"design": {"kind": "sobol"}}, "at least one: design sobol needs some"),
        ({"design": {"kind": "sobol", "samples": 3}, "factors": TWO}, "a power of 2"),
        ({"design": {"kind": "paired"}}, "something that differs from design.a"),
        ({"design": {"kind": "paired", "b": {"market.seed": 3}}}, "write `seed`"),
        ({"design": {"kind": "list"}}, "at least one row"),
        ({"design": {"kind": "csv", "path": "nowhere.csv"}}, "design.path = 'nowhere.csv'"),
        ({"metrics": ["gvm"]}, "did you mean 'gmv'"),
        ({"stop": {"metric": "gvm"}}, "did you mean 'gmv'"),
        ({"stop": {"metrik": "gmv"}}, "did you mean 'stop.metric'"),
        ({"replicates": 0}, "replicates = 0; allowed: integer at least 1"),
        ({"replicates": 1, "stop": {"metric": "gmv"}}, "at least 2, for an interval"),
        ({"replicates": 4, "stop": {"metric": "gmv"}}, "at least 5 before [stop] looks"),
        ({"stop": {"metric": "c2m.*"}}, "stop.metric = 'c2m.*'; allowed: one number: c2m."),
        ({"stop": {"metric": "net_sale?"}}, "allowed: one number: net_sales"),
        ({"factors": {"returns.days": {"low": 3.2, "high": 4.9}}}, "two whole numbers or more"),
    ],
)
def test_a_mistake_names_the_key_and_the_nearest_name(told: dict[str, Any], wanted: str) -> None:
    with pytest.raises(BadInput) as error:
        plan(**told)
    assert wanted in str(error.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("returns.days\n3,4\n", "line 2"),
        ("", "a header and at least one row"),
        ("market.seed\n3\n", "write `seed`"),
        ("returns.dyas\n3\n", "did you mean 'returns.days'"),
    ],
)
def test_a_mistake_in_a_csv(text: str, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text(text)
    with pytest.raises(BadInput) as error:
        rows("csv", tmp_path)
    assert wanted in str(error.value)


def test_rows_of_a_list_have_labels_and_only_known_ones() -> None:
    pair = [{"context": 1, "arm": arm, "returns.days": days} for arm, days in (("a", 3), ("b", 9))]
    assert plan(design={"kind": "list", "rows": pair}).is_paired
    assert not plan(design={"kind": "list", "rows": pair[:1]}).is_paired
    with pytest.raises(BadInput, match=r"rows\.nmae; allowed: a dotted path, scenario, name"):
        plan(design={"kind": "list", "rows": [{"nmae": "x"}]})


def test_a_word_for_no_executor_is_refused() -> None:
    with pytest.raises(BadInput, match="did you mean 'process'"), crew("proces", 1):
        pass


SWEEPS = [path for path in sorted(SPECS.glob("*.toml")) if "calibration" not in path.stem]


@pytest.mark.parametrize("path", SWEEPS, ids=lambda path: path.stem)
def test_the_example_specs_are_sound(path: Path) -> None:
    from experiments.sweeping.spec import read_spec

    made = make_plan(read_spec(path), path.parent)
    assert len(made) >= 2
    assert made.run(len(made)).replicate == 1


def test_points_of_a_design_do_not_depend_on_global_luck() -> None:
    asked = Question(read_factors(TWO), Path(), 5)
    first = read_design({"kind": "morris", "trajectories": 2}).points(asked)
    np.random.seed(4)  # noqa: NPY002  it is the point
    assert (read_design({"kind": "morris", "trajectories": 2}).points(asked) == first).all()
