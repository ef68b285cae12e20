"""Declare a parameter once: default, unit, meaning, source, low and high."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """A frozen group of declared parameters; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def param(
    default: Any, unit: str, meaning: str, source: str, low: float | None = None, high: float | None = None
) -> Any:
    """One parameter. `low` and `high` bound it and serve as its range in sensitivity designs.

    `source` is a tag of docs/odd.md (S16, W1, ...) or the honest word "assumption".
    """
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "low": low, "high": high},
    )
