"""Indices against functions whose indices are known, and refusals that name what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import BadInput
from experiments.__main__ import main
from experiments.sweeping.design import Question, read_design
from experiments.sweeping.factors import read_factors
from experiments.sweeping.sensitivity_page import (
    MADE_WITH,
    OLDER,
    PAGE,
    sensitivity_page,
    with_age,
)
from experiments.sweeping.sensitivity_page import SPEC as PUBLISHED
from experiments.sweeping.spec import read_spec, spec_of
from tests.experiments.sweeping import SMALL

SPEC = f"""
days = 2
replicates = 2
metrics = ["orders", "gmv"]
{SMALL}
[factors]
shelf.outside = {{}}
shelf.search_cost = {{}}

[design]
kind = "morris"
trajectories = 2
"""
THREE = {"returns.days": {}, "anchors.count": {}, "waiting.half_life_impulse": {}}


def test_sobol_finds_the_shares_of_a_sum() -> None:
    asked = Question(read_factors(THREE), Path(), 1)
    design = read_design({"kind": "sobol", "samples": 512})
    points = design.points(asked)
    found = design.indices(asked, points, points @ np.array([4.0, 2.0, 0.0]))
    for name in ("S1", "ST"):
        assert found[name].to_numpy() == pytest.approx([0.8, 0.2, 0.0], abs=0.03)
        assert (found[f"{name}_conf"] < 0.2).all()


def test_morris_finds_the_slopes_of_a_plane() -> None:
    asked = Question(read_factors(THREE), Path(), 1)
    design = read_design({"kind": "morris", "trajectories": 5})
    points = design.points(asked)
    found = design.indices(asked, points, points @ np.array([4.0, -2.0, 0.0]))
    assert found["mu"].to_numpy() == pytest.approx([4.0, -2.0, 0.0])
    assert found["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_pawn_ranks_what_matters() -> None:
    asked = Question(read_factors(THREE), Path(), 1)
    design = read_design({"kind": "latin_hypercube", "samples": 500})
    points = design.points(asked)
    found = design.indices(asked, points, points @ np.array([4.0, 1.0, 0.0]))
    first, second, third = found["median"]
    assert first > 0.4 > second > third
    assert third < 0.2


def test_pawn_says_what_a_factor_of_no_influence_would_have() -> None:
    asked = Question(read_factors(THREE), Path(), 1)
    design = read_design({"kind": "latin_hypercube"})
    points = design.points(asked)
    found = design.indices(asked, points, points @ np.array([4.0, 1.0, 0.0]))
    dummy, high = found["dummy"].iloc[0], found["dummy_high"].iloc[0]
    assert 0.05 < dummy < high < 0.2
    assert (found["median"] > high).tolist() == [True, True, False]
    noise = np.random.default_rng(2).normal(size=len(points))
    assert (design.indices(asked, points, noise)["median"] < 1.2 * high).all()


def test_pawn_with_too_few_points_is_refused() -> None:
    asked = Question(read_factors(THREE), Path(), 1)
    for told, wanted in (({"samples": 64}, 500), ({"samples": 99, "slides": 2}, 100)):
        design = read_design({"kind": "latin_hypercube", **told})
        points = design.points(asked)
        with pytest.raises(BadInput, match=f"{wanted} or more: PAWN needs 50 for each of"):
            design.indices(asked, points, points[:, 0])


def test_too_few_points_are_refused_before_they_are_lived(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = spec.read_text().replace('"morris"\ntrajectories = 2', '"latin_hypercube"\nsamples = 3')
    spec.write_text(few)
    assert main(["sensitivity", "tiny.toml", "--run"]) == 2
    assert "design.samples = 3; allowed: 500 or more: PAWN" in capsys.readouterr().err
    assert not (spec.parent / "out").exists()
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0  # a plain sweep is free


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tiny.toml"
    path.write_text(SPEC)
    return path


def test_an_incomplete_design_is_refused_until_it_is_complete(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", "tiny.toml"]) == 2
    told = capsys.readouterr().err
    assert "SPEC = 'tiny.toml'; allowed: one whose sweep is in " in told
    assert "out/tiny: --run lives it first" in told
    assert main(["sweep", "tiny.toml", "--executor", "serial", "--shard", "1/2"]) == 0
    capsys.readouterr()
    assert main(["sensitivity", "tiny.toml"]) == 2
    told = capsys.readouterr().err
    assert "6 of 12 missing" in told
    assert "run 1 (configuration 1: " in told
    assert "and 1 more" in told
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    assert main(["sensitivity", "tiny.toml"]) == 0
    told = (spec.parent / "out" / "tiny" / "sensitivity.csv").read_text()
    assert told.startswith("metric,factor,mu,mu_star,mu_star_conf,sigma")
    assert {line.partition(",")[0] for line in told.splitlines()[1:]} == {"orders", "gmv"}


def test_a_number_that_is_empty_in_some_runs_is_refused_by_name(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.write_text(spec.read_text().replace('"orders", "gmv"', '"cac_advertising"'))
    assert main(["sweep", "tiny.toml", "--executor", "serial"]) == 0
    capsys.readouterr()
    assert main(["sensitivity", "tiny.toml"]) == 2
    told = capsys.readouterr().err
    assert "metrics = 'cac_advertising'; allowed: a number in every run" in told


def test_a_page_has_signs_that_are_sure_and_the_largest_first() -> None:
    spec = spec_of(
        {"days": 9, "metrics": ["orders", "gmv"], "fixed": {"consumers.count": 2_000},
         "factors": {**THREE, "shelf.search_cost": {}},
         "design": {"kind": "morris", "trajectories": 4}}
    )  # fmt: skip
    effects = {
        ("orders", "returns.days"): (-3.0, 3.0, 0.5, 0.1),
        ("orders", "anchors.count"): (0.5, 1.0, 0.25, 9.0),
        ("orders", "waiting.half_life_impulse"): (0.0, 0.0, 0.0, 0.0),
        ("orders", "shelf.search_cost"): (0.0, 0.0, 0.0, 0.0),
        ("gmv", "returns.days"): (10.0, 10.0, 0.25, 6.3),  # 3.18 x 6.3 / 2 is just above 10
        ("gmv", "anchors.count"): (20.0, 20.0, 0.75, 12.5),
        ("gmv", "waiting.half_life_impulse"): (5.0, 5.0, 0.5, 0.0),
        ("gmv", "shelf.search_cost"): (-1.0, 1.0, 0.5, 0.0),
    }
    index = pd.MultiIndex.from_tuples(list(effects), names=["metric", "factor"])
    columns = ["mu", "mu_star", "mu_star_conf", "sigma"]
    page = sensitivity_page(spec, pd.DataFrame(list(effects.values()), index, columns))
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        "| `returns.days` | 3 ... 15 | **-3 ± 0.5** | **10 ± 0.25** |",
        "| `anchors.count` | 10 ... 1000 | **1 ± 0.25** | **+20 ± 0.75** |",
        "| `waiting.half_life_impulse` | 1 ... 65 | **0 ± 0** | **+5 ± 0.5** |",
        "| `shelf.search_cost` | 0.005 ... 0.2 | 0 ± 0 | -1 ± 0.5 |",
    ]
    made = rf"^{MADE_WITH}`[0-9a-f]{{16}}`, commit ([0-9a-f]{{10}}\+?|not known)\.$"
    assert re.search(made, page, re.MULTILINE)
    assert "20 markets of 2,000 people and 9\ndays" in page
    assert "`anchors.count` 20 ± 0.75, `returns.days` 10 ± 0.25, `waiting" in page


def test_the_kept_page_is_of_its_spec() -> None:
    spec, page = read_spec(PUBLISHED), PAGE.read_text(encoding="utf-8")
    factors = read_factors(spec.factors)
    assert {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")} == {
        factor.path for factor in factors
    }
    assert f"| {' | '.join(f'`{name}`' for name in spec.metrics)} |" in page
    for factor in factors:
        assert f"| `{factor.path}` | {factor.low:g} ... {factor.high:g}" in page


def test_the_page_says_of_which_code_it_is_and_whether_the_claims_are_newer() -> None:
    page = PAGE.read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(MADE_WITH)]
    code = line.split("`")[1]
    assert ", commit " in line
    older = with_age(page, "0123abcd")
    assert f"{line}\n{OLDER} (code 0123abcd): numbers may have moved since.\n\nA Morris" in older
    assert with_age(older, "0123abcd") == older
    assert OLDER not in with_age(older, code[:8])
    assert with_age(with_age(older, code[:8]), "0123abcd") == older


def test_only_one_design_has_a_page(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", "tiny.toml", "--run", "--write"]) == 2
    assert "--write = 'tiny.toml'; allowed: base_morris.toml" in capsys.readouterr().err
    assert not (spec.parent / "out").exists()


def test_a_design_that_cannot_be_analysed_is_refused(
    spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.write_text(spec.read_text().replace('"morris"\ntrajectories = 2', '"grid"'))
    assert main(["sensitivity", "tiny.toml"]) == 2
    assert "latin_hypercube, morris, sobol, which can be analysed" in capsys.readouterr().err
