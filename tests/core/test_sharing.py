"""Loops that threads share: every shard once, whatever their number; rows asked for ahead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise

import numba
import numpy as np
import pytest

from core.arrays import Floats, Integers
from core.compiled import SHARDS, compiled
from core.luck import uniform, uniforms_in_a_row
from core.prefetching import fetch_ahead
from core.sharing import WORTH_SHARING, rows_of_shard, rows_of_some, shards_of, share

ROWS = WORTH_SHARING + 17


@compiled
def _mark(begin: int, end: int, by: Integers, times: Integers) -> None:
    for shard in range(begin, end):
        low, high = rows_of_shard(times.size, shard)
        for row in range(low, high):
            fetch_ahead(row + times.size, times)  # beyond the end does no harm
            times[row] += 1
            by[row] = shard


@pytest.fixture
def threads() -> Iterator[None]:
    before = numba.get_num_threads()
    yield
    numba.set_num_threads(before)


@pytest.mark.parametrize("rows", [0, 1, SHARDS - 1, WORTH_SHARING - 1, ROWS])
@pytest.mark.parametrize("count", range(1, numba.config.NUMBA_NUM_THREADS + 1))
@pytest.mark.usefixtures("threads")
def test_every_row_is_done_once_by_its_shard(rows: int, count: int) -> None:
    numba.set_num_threads(count)
    by, times = np.full(rows, -1), np.zeros(rows, np.int64)
    share(_mark, rows, by, times)
    assert (times == 1).all()
    assert (np.diff(by) >= 0).all()
    assert set(by.tolist()) <= set(range(SHARDS))


@compiled
def _list(begin: int, end: int, rows: int) -> Integers:
    return np.arange(rows_of_shard(rows, begin)[0], rows_of_shard(rows, end)[0])


@pytest.mark.parametrize("rows", [0, 1, WORTH_SHARING - 1, ROWS])
@pytest.mark.parametrize("count", range(1, numba.config.NUMBA_NUM_THREADS + 1))
@pytest.mark.usefixtures("threads")
def test_what_the_threads_return_is_whole_end_to_end(rows: int, count: int) -> None:
    numba.set_num_threads(count)
    found = share(_list, rows, rows)
    assert len(found) == min(count, shards_of(rows))
    assert np.concatenate(found).tolist() == list(range(rows))


@pytest.mark.parametrize("shards", [1, SHARDS])
@pytest.mark.parametrize("parts", [1, 2, 3, SHARDS])
@pytest.mark.parametrize("rows", [0, 1, 5000])
def test_every_row_about_somebody_is_in_one_part(rows: int, parts: int, shards: int) -> None:
    everybody = 1000
    who = np.random.default_rng(rows).integers(0, everybody, rows)  # many come again
    who[:2] = [0, everybody - 1][:rows]
    edges = [shards * part // parts for part in range(parts + 1)]
    found = [rows_of_some(who, everybody, a, b, shards) for a, b in pairwise(edges)]
    assert sorted(np.concatenate(found).tolist()) == list(range(rows))
    assert all((np.diff(part) > 0).all() for part in found)
    people = [set(who[part].tolist()) for part in found]
    assert sum(map(len, people)) == len(set(who.tolist()))  # nobody is in two of them


def test_a_forked_process_has_helpers_of_its_own() -> None:
    by, times = np.full(ROWS, -1), np.zeros(ROWS, np.int64)
    share(_mark, ROWS, by, times)
    child = os.fork()
    if child == 0:
        share(_mark, ROWS, by, times)
        os._exit(0 if (times == 2).all() else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_failure_in_a_helper_is_heard() -> None:
    def kernel(begin: int, end: int) -> None:
        if end == SHARDS:
            raise RuntimeError(f"shards {begin} to {end}")

    with pytest.raises(RuntimeError, match="64"):
        share(kernel, ROWS)


def test_draws_in_a_row_are_the_draws_of_each() -> None:
    draws: Floats = np.zeros(40)
    key = np.uint64(7)
    compiled(uniforms_in_a_row)(key, 100, 135, 3, draws)
    one = compiled(uniform)
    assert draws[:35].tolist() == [one(key, who, 3) for who in range(100, 135)]
    assert (draws[35:] == 0.0).all()
