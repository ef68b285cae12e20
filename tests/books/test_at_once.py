"""Tables and metrics of a day are noted side by side: each once, and the same by any threads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numba
import pytest

from core.sharing import WORTH_SHARING, share
from model import Market
from model.watching import observation
from model.watching.at_once import at_once
from model.watching.watched import ORDERS_TOO

MOST = numba.config.NUMBA_NUM_THREADS


@pytest.fixture(params=range(1, MOST + 1))
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    before = numba.get_num_threads()
    numba.set_num_threads(request.param)
    yield request.param
    numba.set_num_threads(before)


@pytest.mark.parametrize("rows", [0, WORTH_SHARING])
def test_every_task_is_done_once(threads: int, rows: int) -> None:
    done: list[int] = []
    at_once([partial(done.append, task) for task in range(500)], rows)
    assert sorted(done) == list(range(500))
    assert numba.get_num_threads() == threads


def test_what_is_shared_within_a_task_waits_for_nobody(threads: int) -> None:
    parts: list[int] = []

    def task() -> None:
        parts.append(len(share(lambda _begin, _end: None, WORTH_SHARING)))

    at_once([task] * 50, WORTH_SHARING)
    assert parts == [1] * 50
    assert numba.get_num_threads() == threads


@pytest.mark.usefixtures("threads")
def test_a_task_that_fails_is_heard_of() -> None:
    def fail() -> None:
        raise RuntimeError("a metric divides by nothing")

    with pytest.raises(RuntimeError, match="divides by nothing"):
        at_once([lambda: None, fail], WORTH_SHARING)


@pytest.mark.usefixtures("threads")
def test_tables_do_not_depend_on_who_notes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def lived() -> dict[str, str]:
        over = {"consumers.count": 300, "market.days": 10}
        return Market("base", watched=ORDERS_TOO, **over).run().digests()

    alone = lived()
    monkeypatch.setattr(observation, "at_once", lambda tasks, _rows: at_once(tasks, WORTH_SHARING))
    assert lived() == alone
