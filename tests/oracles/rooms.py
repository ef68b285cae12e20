"""Pitches one after another: arousal, the clock that it drives, and what the counter shows."""

from __future__ import annotations

import itertools
import math

from tests.oracles.evening import Evening, Exposure
from tests.oracles.plain_luck import exponential, uniform
from tests.oracles.town import DAY, MOMENT, NOBODY, Clock, Person, Town, Wish, added
from tests.oracles.windows import Session, Slot, Window, hope, loyalty, price_term, wait_term

LN2 = math.log(2.0)


def trace_rates(town: Town) -> list[float]:
    """1/s, of the fast, the middle and the slow trace."""
    p = town.scenario.impulse
    return [LN2 / (life * p.time_scale * 3600.0) for life in p.trace_half_lives]


def trace_of(town: Town, draw: float) -> int:
    weights = town.scenario.impulse.trace_weights
    total = added(weights)
    edges = list(itertools.accumulate(weight / total for weight in weights))
    return 0 if draw < edges[0] else 1 if draw < edges[1] else 2


def arousal_rate(town: Town) -> float:
    return float(LN2 / (town.scenario.impulse.arousal_half_life * 3600.0))


def ring_after(
    live: float, shop: float, rate: float, live_seconds: float, draw: float
) -> float | None:
    """A Gompertz time with a cured fraction, in two pieces: the live price, then the shop's."""
    left = math.exp(-rate * live_seconds)
    spent = live * (1.0 - left)
    if draw < spent:
        return -math.log(1.0 - draw / live) / rate
    rest = shop * left
    if draw - spent < rest:
        return live_seconds - math.log(1.0 - (draw - spent) / rest) / rate
    return None


def stream(
    town: Town, windows: list[Window], sessions: list[Session], evening: Evening
) -> list[Wish]:
    """All pitches of the day, moment by moment; the clocks that rang before midnight."""
    slots = {
        slot.number: (session, slot) for session in sessions for slot in session.slots.values()
    }
    rung: list[tuple[Person, Clock]] = []
    by_moment = sorted(evening.exposures, key=lambda exposure: exposure.moment)
    for moment, exposures in itertools.groupby(by_moment, lambda exposure: exposure.moment):
        counter = _counter(town, windows, rung, moment)
        for exposure in exposures:
            person = town.people[exposure.consumer]
            if person.clock is not None and person.clock.second <= exposure.second:
                town.seen["rang between pitches"] += 1
                rung.append((person, person.clock))
                person.calm(person.clock.second)
            session, slot = slots[exposure.slot]
            _hear(town, person, exposure, session, slot, windows[slot.product], counter)
    for person in town.people:
        if person.clock is not None and person.clock.second < town.midnight + DAY:
            rung.append((person, person.clock))
            person.calm(person.clock.second)
    wishes = [_wish(town, person, clock, windows) for person, clock in rung]
    return sorted(wishes, key=lambda wish: (wish.second, wish.consumer))


def _counter(
    town: Town, windows: list[Window], rung: list[tuple[Person, Clock]], moment: int
) -> list[float]:
    """Recent sales and today's rings of earlier moments, as far as there were units to sell."""
    clocks = [clock for _, clock in rung]
    clocks += [person.clock for person in town.people if person.clock is not None]
    sold = [0] * len(windows)
    for clock in clocks:
        since = clock.second - town.midnight
        if since < DAY and int(since // MOMENT) < moment:
            sold[clock.product] += 1
    shown = []
    for window in windows:
        units = sold[window.product]
        if window.presale_days < 0 and units > window.stock:
            town.seen["counter stops at the stock"] += 1
            units = window.stock
        shown.append(window.counter + units)
    return shown


def _hear(
    town: Town, person: Person, exposure: Exposure, session: Session, slot: Slot, window: Window,
    counter: list[float],
) -> None:  # fmt: skip
    p, second = town.scenario.impulse, exposure.second
    trust = person.trust_in(session.anchor)
    if trust is None:
        trust = p.stranger_trust
    crowd = 1.0 + p.herd * math.log(1.0 + counter[window.product])
    stir = session.charisma * (1.0 + p.deal * (1.0 - slot.price / window.price))
    arousal = person.stir(person.susceptibility * trust * crowd * stir, second, arousal_rate(town))
    promise = hope(town, person, window, slot.promise)
    liking = promise + loyalty(town, person, window) + wait_term(town, person, window)
    live = math.exp(liking + price_term(person, window, slot.price))
    shop = math.exp(liking + price_term(person, window, window.price))
    drive = p.strength * arousal

    luck = session.person * 86_400 + int(second - town.midnight)
    trace = trace_of(town, uniform(town.key("trace"), person.number, luck))
    rate = trace_rates(town)[trace]
    draw = exponential(town.key("impulse"), person.number, luck)
    opens = second + p.delay * 3600.0
    still = drive * math.exp(-rate * p.delay * 3600.0)
    after = ring_after(still * live, still * shop, rate, max(session.end - opens, 0.0), draw)
    if after is None:
        return
    rings = opens + after
    replaced = person.clock is not None
    kept = person.offer(
        Clock(
            rings,
            window.product,
            session.anchor,
            session.number,
            session.end,
            slot.price,
            slot.commission,
            drive * shop * math.exp(-rate * (rings - second)),
            arousal / (1.0 + arousal),
            promise,
            trace,
        )
    )
    if replaced:
        town.seen["a later clock gave way" if kept else "an earlier clock stayed"] += 1


def _wish(town: Town, person: Person, clock: Clock, windows: list[Window]) -> Wish:
    """The live price while the session runs, the shop's afterwards."""
    live = clock.second <= clock.until
    channel = 0 if live else 1 if clock.anchor >= 0 else 2
    town.seen[("live wish", "spillover wish", "a friend's word rang")[channel]] += 1
    return Wish(
        consumer=person.number, second=clock.second, product=clock.product,
        price=clock.price if live else windows[clock.product].price, promise=clock.promise,
        anchor=clock.anchor, session=clock.session if live else NOBODY,
        commission=clock.commission, channel=channel, impulse=clock.impulse,
        hazard=clock.hazard, trace=clock.trace,
    )  # fmt: skip
