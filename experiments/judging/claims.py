"""The claims of the source text and the questions asked of it: their words, and what none can say.

Words and reasons are in `claims.toml`. Every code is answered by one study or has a reason there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Claim:
    """One statement or question; `code` as in the dossier, C24 or Q02."""

    code: str
    words: str
    unanswered: str = ""  # why the model cannot say


def _read() -> dict[str, Claim]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    reasons = told["unanswered"]
    return {
        code: Claim(code, words, reasons.get(code, "")) for code, words in told["words"].items()
    }


CLAIMS: Mapping[str, Claim] = _read()
