"""Every file in scenarios/ loads, says what it asks, runs, and can be extended."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.scenario import known_scenarios
from experiments.__main__ import main
from model import load_scenario
from model.market import SCENARIOS
from model.parameters import Scenario
from model.results import Results

NAMES = known_scenarios(SCENARIOS)
PRESETS = ("taobao", "yanxuan", "kaola", "jd", "pinduoduo", "suning", "suning_818")
WANTED = {
    "base", "festival", "data_cables", "data_cables_small", "li_jiaqi_in_us", "no_live",
    "one_star", "many_small_anchors", "evolution", "real_follow_graph", "six_platforms", *PRESETS,
}  # fmt: skip

Live = Callable[..., Results]


def test_all_scenarios_of_the_plan_are_there() -> None:
    assert set(NAMES) >= WANTED


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_says_what_it_is_and_what_it_asks(name: str) -> None:
    told = tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))
    assert told["title"] not in {"", Scenario().title}
    assert told["question"].endswith("?")
    scenario = load_scenario(name)
    assert (scenario.title, scenario.question) == (told["title"], told["question"])


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"base"}))
def test_a_scenario_differs_from_those_it_extends(name: str) -> None:
    told = tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))
    parents = told.get("extends", "base")
    for parent in [parents] if isinstance(parents, str) else parents:
        kept = {"title", "question"}
        assert load_scenario(name).model_dump(exclude=kept) != load_scenario(parent).model_dump(
            exclude=kept
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_runs(name: str, live: Live, edge_list: Path) -> None:
    """The market checks its ledger at the close of each day and stops if a cent is amiss."""
    changes: dict[str, Any] = {"consumers.count": 600}
    if name == "real_follow_graph":
        changes = {"follows.path": str(edge_list)}
    days = live(name, 5, changes).days
    assert len(days) == 5
    assert days["orders"].sum() > 0
    by_channel = days[["orders_live", "orders_spillover", "orders_shelf"]].sum(axis=1)
    assert np.array_equal(days["orders"], by_channel)
    assert np.allclose(days["consumer_payments"], days["gmv"], atol=0.005)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_can_be_extended(preset: str, tmp_path: Path, live: Live) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(f"""
        extends = ["{preset}"]
        title = "Ours against a new one"
        [market]
        platforms = ["{load_scenario(preset).market.platforms[0]}", "ours"]
        [platforms.ours]
        modes = {{ c2m = 1.0 }}
    """)
    results = live(own, 2, {"consumers.count": 300})
    theirs, ours = load_scenario(own).market.platforms
    assert load_scenario(own).platforms[theirs] == load_scenario(preset).platforms[theirs]
    modes = results.factories.groupby("platform", observed=True)["mode"].agg(set)
    assert modes[ours] == {"c2m"}
    wanted = load_scenario(preset).platforms[theirs].modes
    assert modes[theirs] == {mode for mode, weight in wanted.items() if weight > 0}


def test_six_platforms_bring_their_presets_along() -> None:
    six = load_scenario("six_platforms")
    assert len(six.market.platforms) == 6
    for name in six.market.platforms:
        assert six.platforms[name] == load_scenario(name).platforms[name]


@pytest.mark.parametrize("options", [[], ["--set", "follows.path=no-such-file"]])
def test_a_missing_graph_gives_one_line_that_helps(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "result"
    assert main(["run", "real_follow_graph", *options, "--out", str(out)]) == 2
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "follows.path" in told
    assert "file" in told
    assert not out.exists()
