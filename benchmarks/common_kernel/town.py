"""The common kernel: influence with impulse decay. The rules and the town that all versions get.

A tick, in this order:
1. every impulse decays: x <- KEEP x;
2. each anchor that is live this tick adds PITCH to every follower's impulse;
3. each buyer of the last tick adds WORD to every neighbour's impulse;
4. everybody buys with probability 1 - exp(-x), and buying resets x to 0.

Whoever writes a version reads nothing but the arrays of `load`: it needs numpy only.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

KEEP, PITCH, WORD = np.float32(0.8), np.float32(0.02), np.float32(0.005)
ANCHORS, LIVE, FOLLOWS, TICKS = 100, 0.02, 5, 60


class Town(NamedTuple):
    """Who knows whom, who follows whom, who is live when."""

    peer_starts: np.ndarray  # int32 [n + 1], int64 where ties are too many
    peers: np.ndarray  # int32, both ways, mean degree 10, preferential attachment
    fan_starts: np.ndarray  # int64 [ANCHORS + 1]
    fans: np.ndarray  # int32, sorted within an anchor
    live: np.ndarray  # bool [TICKS, ANCHORS]

    @property
    def people(self) -> int:
        return len(self.peer_starts) - 1


def load(path: str) -> Town:
    """A town from its file."""
    with np.load(path) as arrays:
        return Town(*(arrays[name] for name in Town._fields))


def build(people: int, path: Path) -> None:
    """Make a town: the house's scale-free network, followings falling as 1 / rank."""
    from core.luck import Luck
    from model.networks.scale_free import ScaleFreeParameters
    from model.ties.network_kind import PeersCommon
    from model.ties.network_parameters import PEER_KINDS

    kind = PEER_KINDS["scale_free"]
    network = kind(PeersCommon(degree=10.0), ScaleFreeParameters(triads=0.0)).build(people, Luck(1))
    rng = np.random.default_rng(1)
    fame = 1.0 / np.arange(1, ANCHORS + 1)
    chosen = rng.choice(ANCHORS, size=(people, FOLLOWS), p=fame / fame.sum())
    pairs = np.unique(chosen.ravel() * people + np.repeat(np.arange(people), FOLLOWS))
    fan_starts = np.searchsorted(pairs, np.arange(ANCHORS + 1) * people)
    live = rng.random((TICKS, ANCHORS)) < LIVE
    np.savez(
        path, peer_starts=network.starts, peers=network.targets, fan_starts=fan_starts,
        fans=(pairs % people).astype(np.int32), live=live,
    )  # fmt: skip


if __name__ == "__main__":
    build(int(sys.argv[1]), Path(sys.argv[2]))
