"""What is to be predicted is never fitted: by name, by measure, by number, by import."""

from __future__ import annotations

import ast
import math
import re
import tomllib
from pathlib import Path

import pytest

from experiments.calibrating.targets import TARGETS
from experiments.measure import known_numbers
from experiments.validating.held_out import HELD_OUT, HeldOut
from experiments.validating.prediction import all_predictions

ROOT = Path(__file__).parents[2]
FITTING = sorted((ROOT / "experiments" / "calibrating").glob("*.py"))
FITTING += sorted((ROOT / "experiments" / "measures").glob("*.py"))
SPECS = sorted((ROOT / "experiments" / "specs").glob("calibration*.toml"))
FORBIDDEN = (
    "experiments.validating.held_out", "experiments.validating.prediction",
    "experiments.predictions",
)  # fmt: skip
# a target may share a source with a held-out result if it is another quantity, named here
OTHER_QUANTITIES = {"discount_ordinary": "S16"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reachable() -> set[str]:
    """Every module of experiments that the fitting code imports, however indirectly."""
    seen: set[str] = set()
    todo = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in FITTING]
    while todo:
        name = todo.pop()
        path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        todo += [one for one in imports(path) if one.startswith("experiments.")]
    return seen


def test_the_fit_cannot_reach_what_is_held_out() -> None:
    found = reachable()
    assert "experiments.calibrating.search" in found
    assert "experiments.measures.trade" in found
    assert not [name for name in found if name.startswith(FORBIDDEN)]


def test_the_walk_over_imports_would_find_it() -> None:
    found = imports(ROOT / "experiments" / "predictions" / "adopters.py")
    assert "experiments.validating.prediction" in found


@pytest.mark.parametrize("one", HELD_OUT, ids=lambda one: one.name)
def test_no_held_out_name_is_a_target_or_a_measure(one: HeldOut) -> None:
    names = {target.name for target in TARGETS} | {target.measure for target in TARGETS}
    assert one.name not in names
    text = "".join(path.read_text(encoding="utf-8") for path in [*FITTING, *SPECS])
    assert not re.search(rf"\b{one.name}\b", text)


def test_targets_share_no_source_with_held_out_results_but_for_other_quantities() -> None:
    sources = {one.source for one in HELD_OUT}
    for target in TARGETS:
        shared = sources & set(re.findall(r"S\d+", target.source))
        if target.name in OTHER_QUANTITIES:
            assert shared == {OTHER_QUANTITIES[target.name]}
        else:
            assert not shared, f"{target.name} is fitted to {shared}, which is held out"


def test_the_share_of_spillover_is_no_target_under_any_name() -> None:
    """`spillover_share` of a run is what S16 measured, or nearly so: no fit may look at it."""
    assert "spillover_share" in known_numbers()
    assert not [target.measure for target in TARGETS if "spillover" in target.measure]


def test_no_target_has_a_held_out_number_for_its_base() -> None:
    published = {one.base for one in HELD_OUT if not math.isnan(one.base) and one.base != 0}
    assert published >= {1.07, 0.47, 0.015}
    assert not {target.base for target in TARGETS} & published


def test_what_is_fitted_by_the_specs_is_a_list_of_targets() -> None:
    known = {target.name for target in TARGETS}
    assert SPECS
    for spec in SPECS:
        tree = tomllib.loads(spec.read_text(encoding="utf-8"))
        assert set(tree.get("targets", ())) <= known


def test_every_held_out_result_is_predicted_once() -> None:
    answered = [name for prediction in all_predictions() for name in prediction.answers]
    assert sorted(answered) == sorted(one.name for one in HELD_OUT)
