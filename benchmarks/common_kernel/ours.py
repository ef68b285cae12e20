"""Livemarket's building blocks: keyed luck inside compiled loops, and shards that threads share.

A kernel that is shared gets some shards of its rows, begin ... end - 1. It writes only what is
theirs, and what it returns is laid end to end: results are the same for any number of threads.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from timing import time_version
from town import KEEP, PITCH, WORD, Town

from core.compiled import compiled
from core.luck import Luck, uniforms_in_a_row
from core.prefetching import AHEAD, fetch_ahead
from core.sharing import rows_of_shard, share


@compiled
def pitch(live, starts, fans, impulse):
    """Every follower of a live anchor is stirred."""
    for anchor in live:
        for at in range(starts[anchor], starts[anchor + 1]):
            impulse[fans[at]] += PITCH


@compiled
def tell(begin, end, buyers, starts, peers):
    """Whom the buyers of these shards tell, one after another."""
    low, high = rows_of_shard(buyers.size, begin)[0], rows_of_shard(buyers.size, end)[0]
    most = 0
    for row in range(low, high):
        fetch_ahead(buyers[min(row + AHEAD, high - 1)], starts)
        most += starts[buyers[row] + 1] - starts[buyers[row]]
    told, count = np.empty(most, np.int32), 0
    for row in range(low, high):
        fetch_ahead(starts[buyers[min(row + AHEAD, high - 1)]], peers)
        for at in range(starts[buyers[row]], starts[buyers[row] + 1]):
            told[count] = peers[at]
            count += 1
    return told


@compiled
def stir(begin, end, told, impulse):
    """Who is told by several buyers is stirred by one thread, in the order of the buyers."""
    low, high = rows_of_shard(impulse.size, begin)[0], rows_of_shard(impulse.size, end)[0]
    for row in range(told.size):
        if low <= told[row] < high:
            impulse[told[row]] += WORD


@compiled
def decide(begin, end, impulse, key):
    """Who buys, in order of people; what is left of an impulse decays for the next tick."""
    buyers, count = np.empty(impulse.size, np.int32), 0
    for shard in range(begin, end):
        low, high = rows_of_shard(impulse.size, shard)
        mine, draws = impulse[low:high], np.empty(high - low)
        uniforms_in_a_row(key, low, high, 0, draws)
        for k in range(mine.size):
            # 1 - exp(-x) < x: few need the exponential
            if draws[k] < mine[k] and draws[k] < 1.0 - math.exp(-mine[k]):
                buyers[count] = low + k
                count += 1
                mine[k] = 0.0
        for k in range(mine.size):
            mine[k] *= KEEP
    return buyers[:count]


def start(town: Town) -> Callable[[int], int]:
    luck = Luck(1)
    impulse, buyers = np.zeros(town.people, np.float32), np.empty(0, np.int32)

    def tick(number: int) -> int:
        nonlocal buyers
        pitch(np.flatnonzero(town.live[number]), town.fan_starts, town.fans, impulse)
        told = np.concatenate(share(tell, len(buyers), buyers, town.peer_starts, town.peers))
        share(stir, town.people, told, impulse)
        buyers = np.concatenate(share(decide, town.people, impulse, luck.key("buy", number)))
        return len(buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
