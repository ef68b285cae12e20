"""The page of keyed decisions names every decision that a run makes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from core.luck import Luck
from experiments.documenting.luck_table import luck_table
from model.market import Market

ROOT = Path(__file__).resolve().parents[2]
LIVELY = {
    "consumers.count": 300, "market.days": 30, "learning.kind": "exp3", "learning.review_days": 4,
    "categories.apparel.need_volatility": 0.5, "word_of_mouth.keep_on": 0.2,
    "shelf.one_by_one": 0.3,
}  # fmt: skip


def test_every_decision_of_a_run_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[tuple[str, bool]] = set()
    key = Luck.key

    def noted(luck: Luck, decision: str, day: int = 0) -> np.uint64:
        made.add((decision, day > 0))
        return key(luck, decision, day)

    monkeypatch.setattr(Luck, "key", noted)
    Market("base", seed=1, **LIVELY).run(9)
    rows = re.findall(r"^\| ([^|]+) \| (yes|no) \| \[", luck_table(ROOT), re.MULTILINE)
    pages = {
        (re.compile(re.escape(name).replace(r"\.\.\.", ".+")), day == "yes") for name, day in rows
    }

    def told(decision: str, by_day: bool) -> bool:
        return any(name.fullmatch(decision) and day >= by_day for name, day in pages)

    assert not [one for one in sorted(made) if not told(*one)]
    assert {("pass on", True), ("keep on", True), ("trait age", False)} <= made
