"""numpy: dense decay, then push from live anchors and from buyers only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from timing import time_version
from town import KEEP, PITCH, WORD, Town


def start(town: Town) -> Callable[[int], int]:
    rng = np.random.default_rng(1)
    impulse = np.zeros(town.people, np.float32)
    buyers = np.empty(0, np.int64)

    def tick(number: int) -> int:
        nonlocal buyers
        np.multiply(impulse, KEEP, out=impulse)
        for anchor in np.flatnonzero(town.live[number]):
            impulse[town.fans[town.fan_starts[anchor] : town.fan_starts[anchor + 1]]] += PITCH
        if len(buyers):
            first, last = town.peer_starts[buyers], town.peer_starts[buyers + 1]
            length = last - first
            rows = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
            heard = town.peers[rows + np.repeat(first, length)]
            np.add(
                impulse,
                WORD * np.bincount(heard, minlength=town.people),
                out=impulse,
                casting="unsafe",
            )
        chance = -np.expm1(-impulse)
        buyers = np.flatnonzero(rng.random(town.people, dtype=np.float32) < chance)
        impulse[buyers] = 0.0
        return len(buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
