"""From a tree to frozen parameters; what pydantic finds wrong is told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from core.declare import Parameters, Unfit
from core.describe import (
    allowed_words,
    choices,
    defaults_of,
    describe,
    example_words,
    is_group,
    named_group,
)
from core.errors import BadInput, closest, listed
from core.trees import merge

P = TypeVar("P", bound=Parameters)

_ABOUT = ("title", "question")  # what a scenario says of itself; not every root class keeps it


def build(model_class: type[P], tree: Mapping[str, Any]) -> P:
    """Validated, frozen parameters from a tree laid over the defaults of `model_class`.

    Laid over, so that `[categories.apparel] drift = 0.1` leaves the other categories, and what
    else is known of apparel, as they are.
    """
    fields = model_class.model_fields
    told = {key: value for key, value in tree.items() if key in fields or key not in _ABOUT}
    try:
        return model_class.model_validate(merge(defaults_of(model_class), told))
    except ValidationError as error:
        raise _explain(model_class, error.errors()[0]) from None


@dataclass
class _Place:
    """Where in the declarations an error happened."""

    group: type[Parameters]
    keys: list[str] = field(default_factory=list)
    leaf: FieldInfo | None = None

    @property
    def path(self) -> str:
        return ".".join(self.keys)


def _locate(model_class: type[Parameters], steps: tuple[int | str, ...]) -> _Place:
    """Follow an error's location as far as the declarations go."""
    place, annotation = _Place(model_class), model_class  # type: _Place, Any
    for step in steps:
        if is_group(annotation):
            place.group, place.keys = annotation, [*place.keys, str(step)]
            place.leaf = annotation.model_fields.get(str(step))
            annotation = place.leaf.annotation if place.leaf else None
        elif inside := named_group(annotation):
            place.keys, place.leaf, annotation = [*place.keys, str(step)], None, inside
        elif isinstance(step, int) and place.keys:
            place.keys[-1] += f"[{step}]"
        else:
            break  # a branch of a union, which no user ever typed
    if is_group(annotation):
        place.group = annotation
    return place


def _explain(model_class: type[Parameters], error: ErrorDetails) -> BadInput:
    place = _locate(model_class, error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown(model_class, place)
    if error["type"] == "missing":
        wanted = allowed_words(place.leaf) if place.leaf else ""
        return BadInput(f"{place.path} is missing", allowed=wanted)
    if error["type"] in ("value_error", "assertion_error"):  # a group's own rule, in its own words
        return _broken_rule(place, error["ctx"]["error"])
    if error["type"] in ("model_type", "dict_type") and not _holds_values(place.leaf):
        names = listed(place.group.model_fields)
        return BadInput(place.path, error["input"], allowed=f"a group with the keys {names}")
    if place.leaf is None:
        return BadInput(place.path, error["input"], allowed=error["msg"])
    words = choices(place.leaf.annotation)
    return BadInput(
        place.path,
        error["input"],
        allowed="" if words else _wanted(place.leaf, error["type"]),
        known=words,
    )


def _holds_values(leaf: FieldInfo | None) -> bool:
    """Whether it is a value, a list or a table of values: no group, and no table of groups."""
    return leaf is not None and not (is_group(leaf.annotation) or named_group(leaf.annotation))


def _wanted(leaf: FieldInfo, mistake: str) -> str:
    """What is allowed; how it is written, if a list or a table is wanted and was not given."""
    written = example_words(leaf) if mistake in ("tuple_type", "dict_type") else ""
    return f"{allowed_words(leaf)}, such as {written}" if written else allowed_words(leaf)


def _broken_rule(place: _Place, rule: Exception) -> BadInput:
    if isinstance(rule, Unfit):
        return BadInput(".".join([*place.keys, rule.key]), rule.value, rule.allowed)
    return BadInput(place.path or "scenario", allowed=str(rule))


def _unknown(model_class: type[Parameters], place: _Place) -> BadInput:
    """An unknown key: a slip of the pen among its siblings, or a right name in a wrong place."""
    *above, name = place.keys
    siblings = list(place.group.model_fields)
    elsewhere = {row.path.rpartition(".")[2]: row.path for row in describe(model_class)}
    near = closest(name, siblings)
    far = closest(name, elsewhere)
    meant = ".".join([*above, near]) if near else elsewhere.get(far or "")
    return BadInput(f"{place.path} is not known", known=siblings, nearest=meant)
