"""Today's live rooms: which anchor streams where, and which room a platform recommends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import compiled, inlined
from core.luck import as_uniform, word_of
from model.records import Schedule

LOOKS = 8  # rooms a wanderer is offered before giving up
STEPS = 256  # of the guide to the rooms of a platform: a power of two, so that it is exact
DRAWS = np.arange(STEPS) / STEPS
_TO_STEP = np.uint64(56)  # from the bits of a draw to its step


class Rooms(NamedTuple):
    """Today's sessions as a wanderer meets them."""

    session_of: Integers  # session of each anchor today, -1 if not live; the last is nobody's: -1
    live: Floats  # 1 for each anchor that is live today, else 0; the last is nobody's
    anchor: Integers
    start: Floats
    end: Floats
    by_platform: Integers  # sessions sorted by platform
    starts: Integers  # [platforms + 1] rows of by_platform
    cumulative: Floats  # traffic weights, cumulative within a platform
    guide: Integers  # [platforms, STEPS] row where the search for a draw begins
    first_slot: Integers  # row of the session's first slot in slot_rows
    slot_rows: Integers  # slots sorted by session and moment
    first_moment: Integers


def rooms_of(schedule: Schedule, anchors: int, platforms: int) -> Rooms:
    """Index the schedule by anchor, by platform and by session."""
    session_of = np.full(anchors + 1, -1, np.int32)
    session_of[schedule.anchor] = np.arange(len(schedule.anchor))
    guide = np.zeros((platforms, STEPS), np.int32)
    by_platform, starts = _sorted(schedule.platform, platforms)
    slot_rows, first_slot = _sorted(schedule.slot_session, len(schedule.anchor))
    return Rooms(
        session_of, (session_of >= 0).astype(np.float64), schedule.anchor, schedule.start,
        schedule.end, by_platform, starts, _guide(schedule.traffic, by_platform, starts, guide),
        guide, first_slot, slot_rows, schedule.slot_moment[slot_rows[first_slot[:-1]]],
    )  # fmt: skip


@compiled
def _sorted(group: Integers, groups: int) -> tuple[Integers, Integers]:
    """Rows by their group, in order within each; the first of each group, and the end."""
    starts, rows = np.zeros(groups + 1, np.int64), np.empty(group.size, np.int32)
    for one in group:
        starts[one + 1] += 1
    for one in range(groups):
        starts[one + 1] += starts[one]
    place = starts.copy()
    for row, one in enumerate(group):
        rows[place[one]] = row
        place[one] += 1
    return rows, starts


@compiled
def _guide(traffic: Floats, by_platform: Integers, starts: Integers, guide: Integers) -> Floats:
    """Weights of traffic, cumulative within a platform; fills the guide to them."""
    cumulative = np.zeros(traffic.size)
    for platform in range(len(guide)):
        low, high = starts[platform], starts[platform + 1]
        total = 0.0
        for row in range(low, high):
            total += traffic[by_platform[row]]
            cumulative[row] = total
        row = low
        for step in range(STEPS):
            while row < high and cumulative[row] <= DRAWS[step] * total:
                row += 1
            guide[platform, step] = row
    return cumulative


@inlined
def recommended_room(rooms: Rooms, platform: int, word: np.uint64) -> int:
    """A session of the platform drawn by the weights of its traffic rule, -1 if there is none."""
    low, high = rooms.starts[platform], rooms.starts[platform + 1]
    if low == high:
        return -1
    target = as_uniform(word) * rooms.cumulative[high - 1]
    row = np.uint32(rooms.guide[platform, word >> _TO_STEP])
    while row < high - 1 and rooms.cumulative[row] <= target:
        row += 1
    return int(rooms.by_platform[row])


@inlined
def next_room(
    rooms: Rooms, platform: int, now: float, left: int, key: np.uint64, i: int, draw: int
) -> int:
    """A recommended session that is live now, not the one just left; -1 after LOOKS in vain."""
    for look in range(LOOKS):
        session = recommended_room(rooms, platform, word_of(key, i, draw + look))
        if session < 0:
            return -1
        if session != left and rooms.start[session] <= now < rooms.end[session]:
            return session
    return -1
