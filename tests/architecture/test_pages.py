"""What the pages promise: the example plugin works, and links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from agents.traffic import TrafficRule, TrafficView
from core.plugins import discover, parameters_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test_the_example_plugin_of_the_contributing_page_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    _strategy, plugin, its_test = blocks
    (tmp_path / "rules_of_this_house").mkdir()
    (tmp_path / "rules_of_this_house" / "__init__.py").touch()
    (tmp_path / "by_views.py").write_text(plugin)
    monkeypatch.syspath_prepend(tmp_path)
    rule = discover("rules_of_this_house", TrafficRule, extra=tmp_path)["by_views"]
    names = {"np": np, "TrafficView": TrafficView, "ByViews": rule}
    names["ByViewsParameters"] = parameters_of(rule)
    exec(its_test, names)
    names["test_a_room_with_more_viewers_gets_more_traffic"]()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text())
    lost = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert links
    assert not lost


def test_the_lock_file_names_every_dependency_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    locked = {line.partition("==")[0].lower() for line in lines}
    named = {re.split(r"[\[<>=!~ ]", dependency)[0].lower() for dependency in wanted}
    assert named <= locked
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line) for line in lines)
