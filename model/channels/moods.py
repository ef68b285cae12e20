"""Today's listeners side by side: what a pitch reads and changes of each, in a cache line."""

from __future__ import annotations

import numpy as np

from agents.clocks import NEVER, Pending
from agents.consumers import State, Traits, ask_for_mood
from core.arrays import Floats, Integers, Record, Table
from core.compiled import compiled, inlined
from core.prefetching import AHEAD
from core.sharing import rows_of_shard, share
from model.channels.evening import Evening, trust_of
from model.records import Audience

MOOD = np.dtype(
    [
        ("touched", "f8"),  # second
        ("rings", "f8"),  # second at which the pending clock rings, inf for none
        ("arousal", "f8"),  # when touched
        ("susceptibility", "f4"),
        ("consumer", "u4"),
        ("next", "i4"),  # the exposure that is felt next
        ("clock", "i4"),  # row of the temptation that set the pending clock, -1 for an older clock
    ]
)


def moods_of(audience: Audience, traits: Traits, state: State, pending: Pending) -> Table:
    """Take down the moods of today's listeners."""
    openers = audience.openers
    moods = np.empty(len(openers), MOOD)
    share(_take_down, len(openers), openers, audience.starts, traits, state, pending, moods)
    return moods


@compiled
def _take_down(
    begin: int, end: int, openers: Integers, starts: Integers, traits: Traits, state: State,
    pending: Pending, moods: Table,
) -> None:  # fmt: skip
    low, high = rows_of_shard(openers.size, begin)[0], rows_of_shard(openers.size, end)[0]
    for k in range(low, high):
        ask_for_mood(state, openers[min(k + AHEAD, high - 1)])
        i, mood = openers[k], moods[k]
        mood.touched = state.touched[i]
        mood.rings = pending.second[i]
        mood.arousal = state.arousal[i]
        mood.susceptibility = traits.susceptibility[i]
        mood.consumer = i
        mood.next = starts[k]
        mood.clock = -1


@inlined
def feel(mood: Record, until: int, evening: Evening, crowd: Floats) -> None:
    """Arousal after the exposures before row `until` (LC14); a clock that rings satiates."""
    for row in range(mood.next, until):
        second, slot = evening.heard[row].second, evening.heard[row].slot
        if mood.rings <= second:
            satiate(mood)
        sway = mood.susceptibility * trust_of(evening, evening.heard[row])
        mood.arousal = (
            mood.arousal * evening.kept[row] + sway * crowd[slot] * evening.pitches.stir[slot]
        )
        mood.touched = second
    mood.next = until


@inlined
def satiate(mood: Record) -> None:
    """The clock rings, and arousal is gone."""
    mood.arousal, mood.touched, mood.rings = 0.0, mood.rings, NEVER
