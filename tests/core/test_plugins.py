"""A plugin is a file: found, named, refused when it breaks the rule."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from core.errors import BadInput
from core.plugins import BadPlugin, choose, discover, parameter_group, parameters_of
from core.scenario import build

BASE = """
from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar
from core.declare import Parameters
P = TypeVar("P", bound=Parameters)
class Rule(ABC, Generic[P]):
    kind: ClassVar[str]
    def __init__(self, parameters): self.parameters = parameters
    @abstractmethod
    def answer(self) -> float: ...
"""
PLUGIN = """
from typing import final
from core.declare import Parameters, param
from {package} import Rule
class OwnParameters(Parameters):
    weight: float = param({weight}, "1", "its weight", "assumption", 0.0, 1.0, least=0.0)
@final
class Own(Rule[OwnParameters]):
    kind = "{kind}"
    def answer(self) -> float:
        return self.parameters.weight
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder package with two plugins; each test gets modules of its own."""
    folder = tmp_path / "rules_of_the_test"
    folder.mkdir()
    (folder / "__init__.py").write_text(BASE)
    (folder / "_helper.py").write_text("answer = 42")
    for kind, weight in (("mild", 0.25), ("harsh", 0.75)):
        write(folder, kind, weight)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def write(folder: Path, kind: str, weight: float, stem: str | None = None) -> None:
    text = PLUGIN.format(package="rules_of_the_test", kind=kind, weight=weight)
    (folder / f"{stem or kind}.py").write_text(text)


def rule() -> type:
    import rules_of_the_test

    return rules_of_the_test.Rule


def test_every_file_is_found_by_its_name(package: Path) -> None:
    registry = discover(package.name, rule())
    assert list(registry) == ["harsh", "mild"]
    assert registry["mild"](parameters_of(registry["mild"])()).answer() == 0.25


def test_a_file_in_a_folder_of_ones_own_is_found_too(package: Path, tmp_path: Path) -> None:
    extra = tmp_path / "mine"
    extra.mkdir()
    write(extra, "gentle", 0.1)
    assert list(discover(package.name, rule(), extra)) == ["gentle", "harsh", "mild"]
    assert list(discover(package.name, rule())) == ["harsh", "mild"]


def test_a_name_that_is_taken_is_refused(package: Path, tmp_path: Path) -> None:
    extra = tmp_path / "mine"
    extra.mkdir()
    write(extra, "mild", 0.1)
    with pytest.raises(BadPlugin, match="of this name already"):
        discover(package.name, rule(), extra)


def test_the_kind_must_be_the_file_name(package: Path) -> None:
    write(package, "mild", 0.1, stem="other")
    with pytest.raises(BadPlugin, match=r"Own.kind is 'mild', the file's name wants 'other'"):
        discover(package.name, rule())


def test_a_file_without_a_plugin_or_with_two_is_refused(package: Path) -> None:
    (package / "empty.py").write_text("from rules_of_the_test.mild import Own")
    with pytest.raises(BadPlugin, match="exactly one concrete Rule, found none"):
        discover(package.name, rule())
    twice = PLUGIN.format(package=package.name, kind="empty", weight=1.0)
    (package / "empty.py").write_text(twice + "\nclass Second(Own): pass\n")
    del sys.modules[f"{package.name}.empty"]
    with pytest.raises(BadPlugin, match="found Own, Second"):
        discover(package.name, rule())


def test_a_plugin_must_be_final(package: Path) -> None:
    text = PLUGIN.format(package=package.name, kind="open", weight=1.0)
    (package / "open.py").write_text(text.replace("@final\n", ""))
    with pytest.raises(BadPlugin, match="mark Own with @final"):
        discover(package.name, rule())


def test_choose_names_the_nearest(package: Path) -> None:
    registry = discover(package.name, rule())
    assert choose(registry, "mild", "traffic.rule") is registry["mild"]
    with pytest.raises(BadInput, match=r"traffic.rule = 'midl' .*did you mean 'mild'"):
        choose(registry, "midl", "traffic.rule")


def test_the_parameters_of_all_plugins_make_one_group(package: Path) -> None:
    group = parameter_group("Rules", discover(package.name, rule()))
    built = build(group, {"mild": {"weight": 0.5}})
    assert built.model_dump() == {"harsh": {"weight": 0.75}, "mild": {"weight": 0.5}}
    with pytest.raises(BadInput, match=r"did you mean 'mild.weight'"):
        build(group, {"mild": {"wieght": 0.5}})


def test_a_plugin_must_say_its_parameters() -> None:
    class Silent:
        pass

    with pytest.raises(BadPlugin, match="does not say"):
        parameters_of(Silent)


def test_the_same_name_in_another_folder_leaves_the_first_in_use(
    package: Path, tmp_path: Path
) -> None:
    """A check of one's own plugins loads others of their names; parameters still pickle."""
    folders = [tmp_path / name for name in ("mine", "yours")]
    plugins = []
    for folder, weight in zip(folders, (0.1, 0.2), strict=True):
        folder.mkdir()
        write(folder, "gentle", weight)
        plugins.append(discover(package.name, rule(), folder)["gentle"])
    for plugin, folder in zip(plugins, folders, strict=True):
        chosen = parameters_of(plugin)(weight=0.3)
        assert pickle.loads(pickle.dumps(chosen)) == chosen
        assert discover(package.name, rule(), folder)["gentle"] is plugin
