"""Declare a parameter once: default, unit, meaning, source, range. Everything else reads that."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """A frozen group of declared parameters; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def param(
    default: Any,
    unit: str,
    meaning: str,
    source: str,
    low: float | None = None,
    high: float | None = None,
    *,
    least: float | None = None,
    most: float | None = None,
) -> Any:
    """One parameter.

    `low` and `high` are the plausible range (sliders, sensitivity designs); `least` and `most` are
    what makes sense at all (validation), so that a limit case may leave the plausible range.
    `source` is a tag of the dossier (S16, W1, C24 ...) or the honest word "assumption".
    """
    return Field(
        default,
        ge=least,
        le=most,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "low": low, "high": high},
    )
