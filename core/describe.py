"""Tell what can be set: one row a parameter, read from the declarations themselves."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from core.declare import Parameters, bounds_in_words

_WORDS = {int: "integer", float: "number", bool: "true or false", str: "text"}


@dataclass(frozen=True)
class ParameterRow:
    """One parameter as a reader sees it.

    `path` is dotted; where a group is kept by name the name stands in angle brackets,
    `categories.<name>.drift`, and `default` is then a mapping from name to value if they differ.
    `low` and `high` are the plausible range, `allowed` says what makes sense at all.
    """

    path: str
    type: str
    default: object
    unit: str
    meaning: str
    source: str
    low: float | None
    high: float | None
    allowed: str


def describe(model_class: type[Parameters]) -> list[ParameterRow]:
    """Every declared parameter below a group class, in the order of declaration."""
    return list(_rows(model_class, "", [(None, defaults_of(model_class))]))


def defaults_of(model_class: type[Parameters]) -> dict[str, Any]:
    """The default tree of a group class: nested groups as dictionaries, the rest as it is.

    A default that is required (has none) is left out.
    """
    found: dict[str, Any] = {}
    for name, field in model_class.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        if default is not PydanticUndefined:
            found[name] = _plain(default)
        elif is_group(field.annotation):
            found[name] = defaults_of(field.annotation)
    return found


def is_group(annotation: object) -> TypeGuard[type[Parameters]]:
    """Whether a field is one nested group."""
    return inspect.isclass(annotation) and issubclass(annotation, Parameters)


def named_group(annotation: object) -> type[Parameters] | None:
    """The group class of a `dict[str, SomeParameters]` field, None for any other field."""
    if get_origin(annotation) is dict:
        inside = get_args(annotation)[1]
        return inside if is_group(inside) else None
    return None


def choices(annotation: object) -> list[str]:
    """The words a field chooses from, none if it is not a choice."""
    return [str(word) for word in get_args(annotation)] if get_origin(annotation) is Literal else []


def type_words(annotation: Any) -> str:
    """The type of a field in words."""
    if annotation in _WORDS:
        return _WORDS[annotation]
    if words := choices(annotation):
        return f"one of {', '.join(words)}"
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        parts = [type_words(part) for part in inside if part is not NoneType]
        return " or ".join(parts + ["nothing"] * (NoneType in inside))
    if origin in (tuple, list, frozenset, set):
        kinds = dict.fromkeys(type_words(part) for part in inside if part is not Ellipsis)
        return f"list of {' and '.join(kinds)}"
    if origin is dict:
        return f"table of {type_words(inside[1])}"
    return str(getattr(annotation, "__name__", annotation))


def allowed_words(field: FieldInfo) -> str:
    """Type and hard bounds of a field in words: "integer at least 1 and at most 5"."""
    bounds, extra = [], field.json_schema_extra
    if isinstance(extra, dict) and "least" in extra:  # of each number in a list
        bounds.append(bounds_in_words(extra["least"], extra["most"]))
    for rule in field.metadata:
        match rule:
            case Ge(ge=bound):
                bounds.append(f"at least {bound:g}")
            case Gt(gt=bound):
                bounds.append(f"above {bound:g}")
            case Le(le=bound):
                bounds.append(f"at most {bound:g}")
            case Lt(lt=bound):
                bounds.append(f"below {bound:g}")
    return " ".join([type_words(field.annotation), " and ".join(bounds)]).strip()


def example_words(field: FieldInfo) -> str:
    """How a list or a table is written in TOML, by its default; nothing for any other field."""
    default = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, tuple) and default:
        return json.dumps(default)
    if isinstance(default, Mapping) and default:
        return f"{{{', '.join(f'{name} = {json.dumps(one)}' for name, one in default.items())}}}"
    return ""


def _rows(
    model_class: type[Parameters], prefix: str, defaults: list[tuple[str | None, Any]]
) -> Iterator[ParameterRow]:
    """Rows of one group; `defaults` holds its default tree, once a name it is kept under."""
    for name, field in model_class.model_fields.items():
        path = f"{prefix}{name}"
        below = [(key, tree.get(name)) for key, tree in defaults]
        kept_by_name = named_group(field.annotation)
        if is_group(field.annotation):
            yield from _rows(field.annotation, f"{path}.", below)
        elif kept_by_name:
            named: list[tuple[str | None, Any]] = [
                (key, tree) for _, trees in below for key, tree in (trees or {}).items()
            ]
            if not named:
                named.append((None, defaults_of(kept_by_name)))
            yield from _rows(kept_by_name, f"{path}.<name>.", named)
        elif isinstance(field.json_schema_extra, dict) and "unit" in field.json_schema_extra:
            yield _row(path, field, field.json_schema_extra, below)


def _row(
    path: str, field: FieldInfo, extra: Mapping[str, Any], below: list[tuple[str | None, Any]]
) -> ParameterRow:
    values = [value for _, value in below]
    same = all(value == values[0] for value in values)
    return ParameterRow(
        path=path,
        type=type_words(field.annotation),
        default=values[0] if same else dict(below),
        unit=str(extra["unit"]),
        meaning=field.description or "",
        source=str(extra["source"]),
        low=extra["low"],
        high=extra["high"],
        allowed=allowed_words(field),
    )


def _plain(value: object) -> Any:
    if isinstance(value, Parameters):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _plain(inside) for key, inside in value.items()}
    return value
