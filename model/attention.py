"""Attention: the habit of opening the live channel, and the pull of anchors (model.md 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.consumers import State, Traits
from core.arrays import Floats
from core.compiled import compiled_part, inlined
from core.declare import Parameters, param
from core.luck import poisson_chances

if TYPE_CHECKING:
    from model.world import World


SLACK = 1.0 + 1e-6  # of a bound, against rounding


class AttentionParameters(Parameters):
    """Opening the live channel and staying in rooms."""

    habit: float = param(
        0.017,
        "1/day",
        "mean chance to open the live channel unpulled",
        "calibrated: impulse share of spend (S32, S33)",
        0.01,
        0.3,
        least=0,
        most=1,
    )
    habit_spread: float = param(
        0.8, "log", "log-normal spread of the habit", "assumption", 0, 1.5, least=0
    )
    pull: float = param(
        0.036,
        "1/day",
        "chance that a fully trusted live anchor pulls a follower in",
        "calibrated: impulse share of spend (S32, S33)",
        0.02,
        0.4,
        least=0,
        most=1,
    )
    buzz: float = param(
        1.0,
        "ratio",
        "added pull of an anchor that a friend spoke of yesterday",
        "assumption",
        0,
        3,
        least=0,
    )
    first_trust: float = param(
        0.5, "share", "trust of a new follower", "assumption", 0.2, 0.8, least=0, most=1
    )
    punctual: float = param(
        0.0,
        "share",
        "of those whom an anchor pulled in, who are there when the session begins",
        "C03 (the rush at 18 o'clock); assumption",
        0,
        1,
        least=0,
        most=1,
    )
    followed_stay: float = param(
        8.5,
        "min",
        "mean visit to a followed anchor's room",
        "calibrated: stay in a room (S80)",
        5,
        60,
        least=0,
    )
    wander_stay: float = param(
        75.0, "s", "mean visit to a recommended room", "S80", 30, 120, least=0
    )
    wander: float = param(
        9.5,
        "rooms",
        "mean number of further rooms",
        "calibrated: stay in a room (S80), sales per daily viewer (C08)",
        0,
        10,
        least=0,
        most=20,
    )


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
