"""Livemarket's building blocks: keyed luck inside compiled loops, shards, narrow rows."""

from __future__ import annotations

import math
from collections.abc import Callable

import numba
import numpy as np
from timing import time_version
from town import KEEP, PITCH, WORD, Town

from core.compiled import compiled, compiled_parallel
from core.luck import Luck, uniform

BLOCK = 4096  # consumers that a core keeps at hand while it decides about them


@compiled
def pitch(impulse, fan_starts, fans, live):
    """Every follower of a live anchor is stirred."""
    for anchor in live:
        for at in range(fan_starts[anchor], fan_starts[anchor + 1]):
            impulse[fans[at]] += PITCH


@compiled
def tell(buyers, starts, peers, heard):
    """Count by how many of these buyers each neighbour was told."""
    first, last = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    nearest = 0
    for begin in range(0, buyers.size, BLOCK):
        rows = min(BLOCK, buyers.size - begin)
        for row in range(rows):  # fetch many rows from far memory at once
            first[row] = starts[buyers[begin + row]]
            last[row] = starts[buyers[begin + row] + 1]
            nearest ^= peers[first[row]]
        for row in range(rows):
            for at in range(first[row], last[row]):
                heard[peers[at]] += 1
    return nearest


@compiled_parallel
def tell_all(buyers, starts, peers, heard, heard_too):
    """Two halves of the buyers, each on a counter of its own: any number of threads may help."""
    half = buyers.size // 2
    for part in numba.prange(2):
        if part == 0:
            tell(buyers[:half], starts, peers, heard)
        else:
            tell(buyers[half:], starts, peers, heard_too)


@compiled
def decide(impulse, heard, heard_too, likely, first, key, buyers):
    """Who buys among these consumers. Short loops, each one vectorised."""
    for i in range(impulse.size):
        impulse[i] += WORD * np.float32(heard[i] + heard_too[i])
        heard[i] = 0
        heard_too[i] = 0
    for i in range(impulse.size):
        likely[i] = uniform(key, first + i, 0) < impulse[i]  # 1 - exp(-x) < x
    count = 0
    for i in range(impulse.size):
        if likely[i] and uniform(key, first + i, 0) < 1.0 - math.exp(-impulse[i]):
            buyers[count] = first + i
            count += 1
            impulse[i] = 0.0
    for i in range(impulse.size):
        impulse[i] *= KEEP  # for the next tick
    return count


@compiled_parallel
def decide_all(impulse, heard, heard_too, likely, key, buyers, counts):
    """Blocks that stay near a core; their buyers are then moved together."""
    for block in numba.prange(counts.size):
        low, high = BLOCK * block, min(BLOCK * (block + 1), impulse.size)
        counts[block] = decide(
            impulse[low:high], heard[low:high], heard_too[low:high], likely[low:high], low, key,
            buyers[low:high],
        )  # fmt: skip
    total = 0
    for block in range(counts.size):
        for k in range(counts[block]):
            buyers[total + k] = buyers[BLOCK * block + k]
        total += counts[block]
    return total


def start(town: Town) -> Callable[[int], int]:
    luck = Luck(1)
    impulse = np.zeros(town.people, np.float32)
    heard, heard_too = np.zeros(town.people, np.uint8), np.zeros(town.people, np.uint8)
    likely = np.zeros(town.people, np.bool_)
    buyers, counts = np.empty(town.people, np.int32), np.zeros(-(-town.people // BLOCK), np.int64)
    bought = 0

    def tick(number: int) -> int:
        nonlocal bought
        pitch(impulse, town.fan_starts, town.fans, np.flatnonzero(town.live[number]))
        tell_all(buyers[:bought], town.peer_starts, town.peers, heard, heard_too)
        key = luck.key("buy", number)
        bought = decide_all(impulse, heard, heard_too, likely, key, buyers, counts)
        return bought

    return tick


if __name__ == "__main__":
    time_version(start)
