"""A scenario is what differs from the defaults: TOML files that extend each other, and overrides.

Three steps: `resolve` reads files into one tree, `build` turns the tree into frozen parameters,
`describe` tells what could be set. A mistake in any of them is one line that names the key.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from core.describe import ParameterRow, describe
from core.errors import BadInput, closest, listed
from core.trees import Tree, merge
from core.validate import build

__all__ = [
    "ParameterRow",
    "Tree",
    "build",
    "describe",
    "known_scenarios",
    "parse_set",
    "read_toml",
    "resolve",
]

_DOTTED = re.compile(r"[\w-]+(\.([\w-]+|\*))*")


def read_toml(path: Path) -> Tree:
    """One TOML file as nested dictionaries."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput("file", str(path), allowed="a TOML file that exists") from None
    except IsADirectoryError:
        raise BadInput("file", str(path), allowed="a TOML file, not a folder") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file", str(path), allowed=f"a readable TOML file ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput("file", str(path), allowed=f"TOML ({error})") from None


def known_scenarios(folder: Path) -> list[str]:
    """The names of the scenarios in a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def resolve(name_or_path: str | Path, folder: Path) -> Tree:
    """The whole tree of one scenario.

    A file's `extends` (a name, or a list of names merged in order) comes first, then the file
    itself. Groups merge, values and lists replace. `title` and `question` are kept; `extends` is
    used up.
    """
    return _resolved(_find(name_or_path, folder, Path(), "scenario"), folder, ())


def parse_set(text: str) -> tuple[str, object]:
    """`"a.b=3"` as a dotted path and a TOML value; a bare word is a string."""
    path, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value or not _DOTTED.fullmatch(path):
        raise BadInput("--set", text, allowed="path=value, such as consumers.count=5000")
    try:
        parsed = tomllib.loads(f"value = {value}")
    except tomllib.TOMLDecodeError:
        return path, value
    return path, parsed["value"] if list(parsed) == ["value"] else value


def _resolved(path: Path, folder: Path, above: tuple[Path, ...]) -> Tree:
    if path in above:
        ring = " -> ".join(step.stem for step in (*above[above.index(path) :], path))
        raise BadInput("extends", ring, allowed="scenarios that do not extend each other in a ring")
    own = read_toml(path)
    parents = own.pop("extends", [])
    if isinstance(parents, str):
        parents = [parents]
    if not (isinstance(parents, list) and all(isinstance(parent, str) for parent in parents)):
        raise BadInput(f"{path.name}: extends", parents, allowed="a scenario's name, or a list")
    tree: Tree = {}
    for parent in parents:
        found = _find(parent, folder, path.parent, f"{path.name}: extends")
        tree = merge(tree, _resolved(found, folder, (*above, path)))
    return merge(tree, own)


def _find(name_or_path: str | Path, folder: Path, beside: Path, key: str) -> Path:
    """A name lives in `folder` or below; anything else is a path, seen from the folder `beside`.

    `key` is who asks, for the message.
    """
    text = str(name_or_path)
    if not text.endswith(".toml"):
        path = folder / f"{text}.toml"
        if path.is_file():
            return path.resolve()
        if "/" not in text:
            raise BadInput(key, text, known=known_scenarios(folder))
    path = beside / text
    if not path.is_file():
        names = known_scenarios(folder)
        allowed = f"a TOML file that exists, or one of {listed(names)}"
        own = {one.stem: Path(text).with_name(one.name) for one in path.parent.glob("*.toml")}
        meant = closest(path.stem, {*names, *own})
        raise BadInput(key, text, allowed, nearest=meant and str(own.get(meant, meant)))
    return path.resolve()
