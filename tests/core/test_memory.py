"""What a machine cannot hold is refused before it is tried, in one line that says what would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BadInput
from core.memory import installed
from model import Market, initialization

GB = 1_000_000_000
MEMINFO = Path("/proc/meminfo")  # begins with MemTotal, in KiB


@pytest.mark.skipif(not MEMINFO.is_file(), reason="only Linux tells in a file")
def test_this_machine_has_some_and_no_more_than_it_has() -> None:
    found = installed()
    assert found is not None
    assert GB // 10 < found <= 1024 * int(MEMINFO.read_text().split()[1])


def test_more_people_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initialization, "installed", lambda: GB)
    wanted = (
        r"consumers\.count = 5000000; allowed: at most about 3,700,000, as .* 264 bytes .* 1 GB"
    )
    with pytest.raises(BadInput, match=wanted):
        Market("base", **{"consumers.count": 5_000_000})


def test_more_categories_take_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"category {k}" for k in range(12)]
    told = {"market.categories": names, "categories": {name: {} for name in names}}
    monkeypatch.setattr(initialization, "installed", lambda: GB)
    with pytest.raises(BadInput, match=r"at most about 2,500,000, as .* 392 bytes"):
        Market("base", **told, **{"consumers.count": 3_000_000})


def test_as_many_as_are_named_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initialization, "installed", lambda: 264 * 396)
    with pytest.raises(BadInput, match="at most about 390,"):
        Market("base", **{"consumers.count": 397})
    Market("base", **{"consumers.count": 390})


def test_where_nobody_knows_only_what_cannot_be_counted_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initialization, "installed", lambda: None)
    Market("base", **{"consumers.count": 300})
    with pytest.raises(BadInput, match="at most about 2,100,000,000"):
        Market("base", **{"consumers.count": 2**31})
