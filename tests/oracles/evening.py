"""Who watches what: each person in turn opens the live channel or not, and walks through rooms."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from tests.oracles.plain_luck import exponential, poisson, uniform
from tests.oracles.town import MOMENT, Person, Town
from tests.oracles.windows import Session


@dataclass(frozen=True)
class Exposure:
    consumer: int
    slot: int
    second: float
    moment: int


@dataclass
class Evening:
    exposures: list[Exposure]
    openers: list[int]
    visits: list[int]
    dwell: list[int]  # thousandths of a second


def gather(town: Town, sessions: list[Session]) -> Evening:
    """Everybody in turn; exposures by consumer, then as they came."""
    evening = Evening([], [], [0] * len(sessions), [0] * len(sessions))
    live = {session.anchor: session for session in sessions}
    for person in town.people:
        pulls = [
            (live[anchor], _pull(town, person, anchor, trust))
            for anchor, trust in zip(person.follows, person.trust, strict=True)
            if anchor in live
        ]
        if sessions and _opens(town, person, pulls):
            evening.openers.append(person.number)
            _walk(town, person, pulls, sessions, evening)
    return evening


def _pull(town: Town, person: Person, anchor: int, trust: float) -> float:
    p = town.scenario.attention
    pull = p.pull * trust
    if anchor == person.spoken_of(town.day):
        town.seen["buzz"] += 1
        pull *= 1.0 + p.buzz
    return float(min(pull, 1.0))


def _opens(town: Town, person: Person, pulls: list[tuple[Session, float]]) -> bool:
    stays_away = 1.0 - person.habit
    for _, pull in pulls:
        stays_away *= 1.0 - pull
    return uniform(town.key("open live"), person.number, 0) < 1.0 - stays_away


def _first_room(town: Town, person: Person, pulls: list[tuple[Session, float]]) -> Session | None:
    """The followed anchor that pulled, None where it was habit."""
    total = person.habit
    for _, pull in pulls:
        total += pull
    left = uniform(town.key("open live"), person.number, 1) * total - person.habit
    if left < 0.0 or not pulls:
        return None
    for session, pull in pulls:
        left -= pull
        if left < 0.0:
            return session
    return pulls[-1][0]


def _recommended(sessions: list[Session], platform: int, draw: float) -> Session | None:
    """By the weights of the platform's traffic rule."""
    here = [session for session in sessions if session.platform == platform]
    if not here:
        return None
    ladder = list(itertools.accumulate(session.traffic for session in here))
    target = draw * ladder[-1]
    return next((s for s, step in zip(here, ladder, strict=True) if step > target), here[-1])


def _next_room(
    town: Town, person: Person, sessions: list[Session], left: Session, now: float, draw: int
) -> Session | None:
    """Up to eight looks for a room that is live now, other than the one just left."""
    for look in range(8):
        luck = uniform(town.key("rooms"), person.number, draw + look)
        session = _recommended(sessions, person.platform, luck)
        if session is None:
            return None
        if session is not left and session.start <= now < session.end:
            return session
    town.seen["gave up looking for a room"] += 1
    return None


def _walk(
    town: Town, person: Person, pulls: list[tuple[Session, float]], sessions: list[Session],
    evening: Evening,
) -> None:  # fmt: skip
    p, key, who = town.scenario.attention, town.key("rooms"), person.number
    session, stay = _first_room(town, person, pulls), p.followed_stay * 60.0
    pulled = session is not None
    town.seen["came by habit" if session is None else "was pulled in"] += 1
    if session is None:
        session = _recommended(sessions, person.platform, uniform(key, who, 0))
        stay = p.wander_stay
    if session is None:
        return
    punctual = p.punctual if pulled else 0.0
    draw = uniform(key, who, 1)
    if draw < punctual:
        now = session.start
    else:
        share = (draw - punctual) / (1.0 - punctual)
        now = session.start + (session.end - session.start) * share
    for room in range(1 + poisson(p.wander, key, who, 2)):
        draw = (room + 1) * 16
        if room > 0:
            session, stay = _next_room(town, person, sessions, session, now, draw), p.wander_stay
            if session is None:
                return
        leave = min(now + stay * exponential(key, who, draw + 8), session.end)
        _listen(town, person, session, now, leave, evening)
        evening.visits[session.number] += 1
        evening.dwell[session.number] += int((leave - now) * 1000.0)
        now = leave


def _listen(
    town: Town, person: Person, session: Session, now: float, leave: float, evening: Evening
) -> None:
    """An exposure for each slot between arriving and leaving."""
    first = int((now - town.midnight) // MOMENT)
    last = int((leave - town.midnight) // MOMENT)
    for moment in range(first, last + 1):
        if moment in session.slots:
            second = max(now, town.midnight + moment * MOMENT)
            evening.exposures.append(
                Exposure(person.number, session.slots[moment].number, second, moment)
            )
