"""A plugin is a file and its name is its `kind`: found by scanning a folder, never registered.

Plugins of one's own live outside the repository, in a folder that the environment variable
LIVEMARKET_PLUGINS names, with sub-folders named as here: strategies/, behaviours/, metrics/ ...
Being in the environment it holds for the command line, Python and worker processes alike.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args

from pydantic import create_model

from core.declare import Parameters
from core.errors import BadInput

T = TypeVar("T")

OWN_PLUGINS = "LIVEMARKET_PLUGINS"


class BadPlugin(Exception):
    """A plugin file that breaks the rule "one final class, whose kind is the file name"."""


def discover(package: str, base: type[T], extra: Path | None = None) -> dict[str, type[T]]:
    """Every plugin of a folder package, by kind, in the order of the file names.

    Each module whose name has no leading underscore holds exactly one concrete subclass of `base`
    (abstract helpers are fine), and the class's `kind` is the module's name. `extra` is one more
    folder of such files; without it, the user's own folder of this name is one, if there is any.
    """
    folder = importlib.import_module(package)
    kinds = [found.name for found in pkgutil.iter_modules(folder.__path__)]
    modules = {
        kind: importlib.import_module(f"{package}.{kind}")
        for kind in kinds
        if not kind.startswith("_")
    }
    outside = extra or _own_folder(package.rpartition(".")[2])
    for path in _files(outside):
        if path.stem in modules:
            raise BadPlugin(f"{path}: {package} has a plugin of this name already")
        modules[path.stem] = _load(f"{package}.{path.stem}", path)
    return {kind: _plugin_of(modules[kind], kind, base) for kind in sorted(modules)}


def own_plugins(folders: Iterable[str]) -> list[str]:
    """The user's own plugins in folders of these names, as `strategies/mine`."""
    return [f"{name}/{path.stem}" for name in folders for path in _files(_own_folder(name))]


def _files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("[!_]*.py")) if folder else []


def _own_folder(kind: str) -> Path | None:
    """The user's folder for one kind of plugin."""
    told = os.environ.get(OWN_PLUGINS)
    if not told:
        return None
    home = Path(told).expanduser().resolve()
    if not home.is_dir():
        raise BadInput(OWN_PLUGINS, told, allowed="a folder with strategies/, behaviours/ ...")
    return home / kind


def file_of(plugin: object) -> str:
    """The file that a plugin's class stands in, for messages; its module where there is none."""
    home = inspect.getmodule(type(plugin))
    return getattr(home, "__file__", None) or type(plugin).__module__


def choose(registry: Mapping[str, type[T]], kind: str, key: str) -> type[T]:
    """The plugin that a scenario names under `key`; BadInput with the nearest name if none."""
    if kind not in registry:
        raise BadInput(key, kind, known=registry)
    return registry[kind]


def parameters_of(plugin: type[Any]) -> type[Parameters]:
    """The parameter group that a plugin is generic in: `class C2M(Strategy[C2MParameters])`."""
    for parent in plugin.__mro__:
        for origin in getattr(parent, "__orig_bases__", ()):
            for argument in get_args(origin):
                if inspect.isclass(argument) and issubclass(argument, Parameters):
                    return argument
    raise BadPlugin(f"{plugin.__qualname__} does not say which Parameters it is generic in")


def parameter_group(
    name: str, registry: Mapping[str, type[Any]], module: str = __name__
) -> type[Parameters]:
    """One group with a field a plugin, so that a scenario can say `strategies.c2m.markup`.

    `module` is where the group is kept under `name`; pickling needs to know.
    """
    fields: dict[str, Any] = {
        kind: (parameters_of(plugin), parameters_of(plugin)()) for kind, plugin in registry.items()
    }
    return create_model(name, __base__=Parameters, __module__=module, **fields)


def _load(name: str, path: Path) -> ModuleType:
    """Import one file from outside under a name inside the package; the same file only once.

    It stays known under that name, since dataclasses, pydantic and pickle look it up there. A file
    of the same name from another folder gets a name of its own, for the first may be in use.
    """
    known = sys.modules.get(name)
    while known is not None and known.__file__ != str(path):
        name += "_"
        known = sys.modules.get(name)
    if known is not None:
        return known
    spec = importlib.util.spec_from_file_location(name, path)
    assert isinstance(spec, ModuleSpec)  # a .py file always has a spec, and the spec a loader
    assert spec.loader is not None
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BadPlugin(f"{path}: {type(error).__name__}: {error}") from error
    return module


def _plugin_of(module: ModuleType, kind: str, base: type[T]) -> type[T]:
    found = [
        member
        for member in vars(module).values()
        if inspect.isclass(member)
        and issubclass(member, base)
        and member.__module__ == module.__name__
        and not inspect.isabstract(member)
    ]
    place = module.__file__ or module.__name__
    if len(found) != 1:
        names = ", ".join(member.__qualname__ for member in found) or "none"
        raise BadPlugin(f"{place}: wants exactly one concrete {base.__name__}, found {names}")
    plugin: type[T] = found[0]
    stated = getattr(plugin, "kind", None)
    if stated != kind:
        raise BadPlugin(
            f"{place}: {plugin.__qualname__}.kind is {stated!r}, the file's name wants {kind!r}"
        )
    if not getattr(plugin, "__final__", False):
        raise BadPlugin(f"{place}: mark {plugin.__qualname__} with @final")
    return plugin
