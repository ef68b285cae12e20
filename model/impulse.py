"""The heart: an impulse that decays, as one exact draw (docs/odd.md 7.6; C24, LC13, LC14).

A pitch leaves one memory trace of decay rate r. The hazard to buy a time tau after the pitch is
H r exp(-r tau), so the time of the purchase is a Gompertz time with a cured fraction: with E a unit
exponential the consumer ever buys iff E < H, and then at tau = -ln(1 - E / H) / r. While the
session runs the hazard has the live price's H, afterwards the shop price's.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
from pydantic import model_validator

from agents.clocks import NEVER
from core.arrays import Floats
from core.compiled import inlined
from core.declare import Parameters, param, share_something
from core.units import HOUR_SECONDS

LN2 = math.log(2.0)


class ImpulseParameters(Parameters):
    """Arousal, its decay, and the clock that it drives."""

    strength: float = param(
        0.0155,
        "1/arousal",
        "kappa: hazard of a pitch for one unit of arousal at appeal 1",
        "calibrated: sales per daily viewer (C08), conversion (2.3)",
        0.001,
        0.05,
        least=0,
        most=1e6,
    )
    arousal_half_life: float = param(
        0.5,
        "h",
        "half-life of arousal between pitches",
        "assumption; S22, S26",
        0.05,
        24,
        least=1e-6,
    )
    trace_weights: tuple[float, float, float] = param(
        (0.56, 0.16, 0.28), "share", "fast, middle and slow memory traces", "S27", least=0
    )
    trace_half_lives: tuple[float, float, float] = param(
        (0.32, 10.8, 156.0), "h", "half-lives of the three traces", "S27", least=1e-6
    )
    time_scale: float = param(
        1.0,
        "ratio",
        "stretches all three trace half-lives: the decay to sweep",
        "C24, W1",
        0.1,
        10,
        least=1e-9,
    )
    delay: float = param(
        0.0,
        "h",
        "from a pitch until its goods can be ordered: a queue, a countdown, a cooling-off rule",
        "C24; assumption",
        0,
        72,
        least=0,
        most=1e6,
    )
    stranger_trust: float = param(
        0.35,
        "share",
        "trust in an anchor one does not follow",
        "fans x3 of non-fans, 2.3",
        0.1,
        0.6,
        least=0,
        most=1,
    )
    herd: float = param(
        0.05,
        "1/log unit",
        "eta: excitement per log unit sold on the counter",
        "C20; assumption",
        0,
        0.3,
        least=0,
    )
    deal: float = param(
        1.5, "1/share", "theta: excitement per share of discount", "C43; assumption", 0, 5, least=0
    )
    friend: float = param(
        0.5, "arousal", "arousal that a friend's recommendation stirs", "assumption", 0, 2, least=0
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        share_something("trace_weights", self.trace_weights)
        return self


class ImpulseLaw(NamedTuple):
    """ImpulseParameters as compiled code reads them, in seconds."""

    strength: float
    arousal_rate: float  # 1/s
    delay: float  # s
    stranger_trust: float
    weights: Floats  # cumulative
    rates: Floats  # 1/s
    delayed: Floats  # share of the hazard that is left after the delay


@lru_cache
def impulse_law(parameters: ImpulseParameters) -> ImpulseLaw:
    """Rates in 1/s and cumulative weights."""
    weights = np.array(parameters.trace_weights)
    lives = np.array(parameters.trace_half_lives) * parameters.time_scale * HOUR_SECONDS
    rates, delay = LN2 / lives, parameters.delay * HOUR_SECONDS
    return ImpulseLaw(
        parameters.strength,
        LN2 / (parameters.arousal_half_life * HOUR_SECONDS),
        delay,
        parameters.stranger_trust,
        np.cumsum(weights / weights.sum()),
        rates,
        np.array([math.exp(-rate * delay) for rate in rates.tolist()]),
    )


@inlined
def adstock(arousal: float, rate: float, seconds: float) -> float:
    """Arousal left after some seconds (LC14)."""
    return arousal * math.exp(-rate * seconds)


@inlined
def trace_of(law: ImpulseLaw, draw: float) -> int:
    """Which memory trace a pitch leaves: 0 fast, 1 middle, 2 slow."""
    if draw < law.weights[0]:
        return 0
    if draw < law.weights[1]:
        return 1
    return 2


@inlined
def ring_after(live: float, shop: float, rate: float, live_seconds: float, draw: float) -> float:
    """Seconds from the pitch to the purchase, inf for never.

    `live` and `shop` are the total hazards H at the two prices, `live_seconds` the time until the
    session ends and the live price with it, `draw` a unit exponential.
    """
    return ring_within(live, shop, rate, live_seconds, math.exp(-rate * live_seconds), draw)


@inlined
def ring_within(
    live: float, shop: float, rate: float, live_seconds: float, left: float, draw: float
) -> float:
    """The same, if the share of the hazard that is `left` at the session's end is known."""
    spent_live = live * (1.0 - left)
    if draw < spent_live:
        return -math.log(1.0 - draw / live) / rate
    rest = shop * left
    if draw - spent_live < rest:
        return live_seconds - math.log(1.0 - (draw - spent_live) / rest) / rate
    return NEVER
