"""Scenarios: files that extend each other, overrides, and mistakes told in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import model_validator

from core.declare import Parameters, param
from core.errors import BadInput
from core.scenario import build, describe, known_scenarios, parse_set, read_toml, resolve


class Consumers(Parameters):
    count: int = param(1000, "consumer", "how many consumers", "assumption", 100, 1e6, least=1)
    patience: float = param(0.5, "1", "how patient they are", "S16", 0.1, 0.9, least=0.0, most=1.0)


class Category(Parameters):
    drift: float = param(0.0, "1/day", "speed of fashion", "W1", 0.0, 0.2, least=0.0)
    goods: int = param(3, "product", "how many products", "assumption", least=1)


class Peers(Parameters):
    kind: Literal["small_world", "none"] = param("small_world", "-", "which network", "C35")


class Platform(Parameters):
    live: bool = param(True, "yes or no", "whether it has a live channel", "C35")


class Root(Parameters):
    title: str = ""
    days: int = param(180, "day", "length of a run", "assumption", 30, 720, least=1)
    roster: tuple[str, ...] = param(("apparel", "cables"), "-", "which categories", "assumption")
    consumers: Consumers = Consumers(patience=0.7)
    peers: Peers = Peers()
    weights: dict[str, float] = param({"a": 1.0, "b": 0.5}, "-", "a table", "assumption", least=0)
    categories: dict[str, Category] = {
        "apparel": Category(drift=0.05, goods=9),
        "cables": Category(),
    }

    @model_validator(mode="after")
    def _roster_is_told(self) -> Root:
        unknown = set(self.roster) - set(self.categories)
        if unknown:
            raise ValueError(f"roster: no category {unknown.pop()}")
        return self


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "base": 'title = "Base"\nquestion = "What is normal?"',
        "many": "[consumers]\ncount = 5000\npatience = 0.2",
        "fast": 'extends = "base"\ntitle = "Fast"\n[categories.apparel]\ndrift = 0.1',
        "both": 'extends = ["fast", "many"]\n[consumers]\ncount = 7',
        "left": 'extends = "right"',
        "right": 'extends = "left"',
        "broken": "days = = 3",
        "strange": "extends = 3",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
    return tmp_path


def message(tree: dict[str, object]) -> str:
    with pytest.raises(BadInput) as caught:
        build(Root, tree)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_extends_merges_in_order_and_the_file_itself_last(folder: Path) -> None:
    assert resolve("both", folder) == {
        "title": "Fast",
        "question": "What is normal?",
        "consumers": {"count": 7, "patience": 0.2},
        "categories": {"apparel": {"drift": 0.1}},
    }


def test_a_path_is_a_scenario_too_and_extends_by_name(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine" / "own.toml"
    own.parent.mkdir()
    own.write_text('extends = ["base", "../many.toml"]\ndays = 2')
    assert resolve(own, folder)["consumers"]["count"] == 5000
    assert resolve(str(own), folder)["days"] == 2


def test_only_what_is_said_changes() -> None:
    built = build(Root, {"categories": {"apparel": {"drift": 0.1}}, "consumers": {"count": 9}})
    assert built.categories["apparel"] == Category(drift=0.1, goods=9)
    assert built.categories["cables"] == Category()
    assert built.consumers == Consumers(count=9, patience=0.7)


def test_a_scenario_may_add_a_category_of_its_own() -> None:
    built = build(Root, {"roster": ["toys"], "categories": {"toys": {"goods": 1}}, "question": "?"})
    assert built.roster == ("toys",)
    assert built.categories["toys"] == Category(goods=1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b=3", 3),
        ("a.b = 0.5", 0.5),
        ("a.b=true", True),
        ("a.b=[1, 2]", [1, 2]),
        ('a.b="3"', "3"),
        ("a.b=small_world", "small_world"),
        ("a.b=x=y", "x=y"),
        ("a.b={c = 1}", {"c": 1}),
    ],
)
def test_parse_set_reads_toml_values_and_bare_words(text: str, value: object) -> None:
    assert parse_set(text) == ("a.b", value)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("yes", True), ("no", False), ("on", True), ("OFF", False), ("TRUE", True), ("False", False)],
)
def test_words_for_true_and_false(word: str, meant: bool) -> None:
    """As docs/scenarios.md says."""
    path, value = parse_set(f"live={word}")
    assert build(Platform, {path: value}).live is meant


@pytest.mark.parametrize("text", ["days", "=3", "days=", "a..b=3", "a b=3"])
def test_parse_set_refuses_what_is_not_an_assignment(text: str) -> None:
    with pytest.raises(BadInput, match="path=value"):
        parse_set(text)


@pytest.mark.parametrize(
    ("tree", "wanted"),
    [
        ({"consumers": {"cuont": 3}}, "consumers.cuont is not known (did you mean "
                                      "'consumers.count'?); allowed: count, patience"),
        ({"categories": {"cables": {"drfit": 1}}}, "did you mean 'categories.cables.drift'?"),
        ({"consumer": {"count": 3}}, "did you mean 'consumers'?"),
        ({"patience": 3}, "did you mean 'consumers.patience'?"),
        ({"days": "long"}, "days = 'long'; allowed: integer at least 1"),
        ({"days": 0}, "days = 0; allowed: integer at least 1"),
        ({"days": 2.5}, "days = 2.5; allowed: integer at least 1"),
        ({"consumers": {"patience": 1.5}}, "consumers.patience = 1.5; allowed: number at least 0 "
                                           "and at most 1"),
        ({"categories": {"apparel": {"drift": -1}}}, "categories.apparel.drift = -1; allowed: "
                                                     "number at least 0"),
        ({"peers": {"kind": "smal_world"}}, "peers.kind = 'smal_world' (did you mean "
                                            "'small_world'?); allowed: none, small_world"),
        ({"consumers": 3}, "consumers = 3; allowed: a group with the keys count, patience"),
        ({"categories": 3}, "categories = 3; allowed: a group"),
        ({"roster": [1]}, "roster[0] = 1; allowed: list of text"),
        ({"roster": "toys"}, "roster = 'toys'; allowed: list of text, such as "
                             '["apparel", "cables"]'),
        ({"weights": 3}, "weights = 3; allowed: table of number at least 0, such as "
                         "{a = 1.0, b = 0.5}"),
        ({"roster": ["toys"]}, "roster: no category toys"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_key_value_range_and_nearest_name(
    tree: dict[str, object], wanted: str
) -> None:
    assert wanted in message(tree)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("bsae", "scenario = 'bsae' (did you mean 'base'?); allowed: base, both"),
        ("nowhere/fst.toml", "did you mean 'fast'?"),
        ("left", "left -> right -> left"),
        ("broken", "line 1"),
        ("strange", "strange.toml: extends = 3"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    folder: Path, name: str, wanted: str
) -> None:
    with pytest.raises(BadInput) as caught:
        resolve(name, folder)
    assert wanted in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_bad_input(folder: Path) -> None:
    with pytest.raises(BadInput, match="that exists"):
        read_toml(folder / "none.toml")
    with pytest.raises(BadInput, match="not a folder"):
        read_toml(folder)


def test_known_scenarios_are_the_file_names(folder: Path) -> None:
    assert known_scenarios(folder)[:2] == ["base", "both"]


def test_describe_walks_groups_and_named_groups() -> None:
    rows = {row.path: row for row in describe(Root)}
    assert list(rows) == [
        "days",
        "roster",
        "consumers.count",
        "consumers.patience",
        "peers.kind",
        "weights",
        "categories.<name>.drift",
        "categories.<name>.goods",
    ]
    patience = rows["consumers.patience"]
    assert (patience.default, patience.unit, patience.source) == (0.7, "1", "S16")
    assert (patience.low, patience.high, patience.type) == (0.1, 0.9, "number")
    assert patience.allowed == "number at least 0 and at most 1"
    assert rows["categories.<name>.drift"].default == {"apparel": 0.05, "cables": 0.0}
    assert rows["peers.kind"].type == "one of small_world, none"
    assert rows["roster"].type == "list of text"
