"""Today's live rooms: which anchor streams where, and which room a platform recommends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers
from core.compiled import inlined
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
    sessions = len(schedule.anchor)
    session_of = np.full(anchors + 1, -1, np.int32)
    session_of[schedule.anchor] = np.arange(sessions)
    by_platform = np.argsort(schedule.platform, kind="stable").astype(np.int32)
    starts = np.searchsorted(schedule.platform[by_platform], np.arange(platforms + 1))
    cumulative = np.zeros(sessions)
    guide = np.zeros((platforms, STEPS), np.int32)
    for p in range(platforms):
        rows = slice(starts[p], starts[p + 1])
        cumulative[rows] = np.cumsum(schedule.traffic[by_platform[rows]])
        total = cumulative[rows][-1] if starts[p] < starts[p + 1] else 0.0
        guide[p] = starts[p] + np.searchsorted(cumulative[rows], DRAWS * total, side="right")
    slot_rows = np.argsort(schedule.slot_session, kind="stable").astype(np.int32)
    first_slot = np.searchsorted(schedule.slot_session[slot_rows], np.arange(sessions + 1))
    first_moment = schedule.slot_moment[slot_rows[first_slot[:-1]]] if sessions else slot_rows
    return Rooms(
        session_of, (session_of >= 0).astype(np.float64), schedule.anchor, schedule.start,
        schedule.end, by_platform, starts, cumulative, guide, first_slot, slot_rows, first_moment,
    )  # fmt: skip


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
