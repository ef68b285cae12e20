"""Attention: the habit of opening the live channel, and the pull of anchors (docs/odd.md 7.5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.consumers import State, Traits
from core.arrays import Floats
from core.compiled import compiled_part, inlined
from core.luck import poisson_chances
from model.world import World

SLACK = 1.0 + 1e-6  # of a bound, against rounding


class Watching(NamedTuple):
    """AttentionParameters as compiled code reads them, and the keys of today's luck."""

    pull: float
    buzz: float
    punctual: float
    followed_stay: float  # s
    wander_stay: float  # s
    wander: Floats  # chances of 0, 1, ... further rooms
    midnight: float  # second at which the day begins
    open_key: np.uint64
    room_key: np.uint64


def watching_of(world: World) -> Watching:
    """Today's attention: parameters in seconds, keys of the day."""
    p = world.scenario.attention
    return Watching(
        p.pull, p.buzz, p.punctual, p.followed_stay * 60.0, p.wander_stay,
        poisson_chances(p.wander),
        world.seconds,
        world.luck.key("open live", world.day), world.luck.key("rooms", world.day),
    )  # fmt: skip


@inlined
def pull_of(state: State, watching: Watching, i: int, k: int, named: int) -> float:
    """Chance that the anchor in place k pulls consumer i in today; a friend spoke of `named`."""
    pull = watching.pull * float(state.trust[i, k])
    if state.follows[i, k] == named:
        pull *= 1.0 + watching.buzz
    return min(pull, 1.0)


@compiled_part
def most_chances(
    traits: Traits, state: State, watching: Watching, first: int, last: int, most: Floats
) -> None:
    """A bound that spares most people the exact chance to open: habit + sum of pulls.

    Free places have no trust, so that who is live and who was spoken of need not be looked up.
    """
    for k in range(last - first):
        most[k] = _all_trust(state, first + k)
    for k in range(last - first):
        i = np.uint32(first + k)
        buzz = watching.buzz if state.spoken_of[i] >= 0 else 0.0
        most[k] = SLACK * (traits.habit[i] + watching.pull * most[k] * (1.0 + buzz))


@inlined
def _all_trust(state: State, i: int) -> np.float32:
    """Trust of consumer i summed over all places, four sums at once: a sum waits for the last."""
    width = state.trust.shape[1]
    whole = width - width % 4
    a = b = c = d = np.float32(0.0)
    for k in range(0, whole, 4):
        a += state.trust[i, k]
        b += state.trust[i, k + 1]
        c += state.trust[i, k + 2]
        d += state.trust[i, k + 3]
    for k in range(whole, width):
        a += state.trust[i, k]
    return (a + b) + (c + d)
