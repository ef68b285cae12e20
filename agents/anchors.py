"""Anchors: who they are, and when they go live."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from scipy.special import ndtr, ndtri

from agents.anchor_parameters import AnchorParameters
from agents.behaviour import Behaviour
from agents.experience import Experience
from core.arrays import Flags, Floats, Integers
from core.luck import Luck, uniforms
from core.units import MOMENTS_A_DAY


class Anchor(mesa.Agent):  # mesa has no types
    """One anchor. `followers` is set each morning from the consumers' follows."""

    def __init__(
        self,
        model: mesa.Model,
        *,
        index: int,
        platform: int,
        region: int,
        charisma: float,
        honesty: float,
        behaviour: Behaviour[Any],
        parameters: AnchorParameters,
        experience: Experience,
        person: int | None = None,
        employer: int | None = None,
    ) -> None:
        super().__init__(model)
        self.index = index  # its row of the experience
        self.person = index if person is None else person  # whose luck it has
        self.employer = employer  # factory whose own stream it is, None if it is free
        self.sessions_per_week = parameters.sessions_per_week
        self.platform = platform
        self.region = region
        self.charisma = charisma
        self.honesty = honesty
        self.behaviour = behaviour
        self.hype = behaviour.hype(honesty)  # of its promises [quality units]
        self.parameters = parameters
        self.experience = experience
        self.active = True
        self.followers = 0

    @property
    def is_free(self) -> bool:
        """Whether it works for no factory."""
        return self.employer is None

    @property
    def cumulative_income(self) -> int:
        """Cents earned since it came, net of what its place costs."""
        return int(self.experience.cumulative_income[self.index])


def who_streams(
    parameters: AnchorParameters, persons: Integers, sessions_per_week: Floats, day: int, luck: Luck
) -> Flags:
    """Which of these persons stream today; all on a festival day (C22, S12)."""
    chance = 1.0 if day in parameters.festival_days else sessions_per_week / 7.0
    draws = uniforms(luck.key("anchor live", day), persons)
    streams: Flags = draws < chance
    return streams


def start_moments(
    parameters: AnchorParameters, persons: Integers, lengths: Integers, day: int, luck: Luck
) -> Integers:
    """Moment of the day of each one's first slot; its session of `lengths` ends by midnight."""
    p = parameters
    last = MOMENTS_A_DAY - lengths
    latest = 24.0 * last / MOMENTS_A_DAY
    draws = uniforms(luck.key("anchor start", day), persons)
    hours = truncated_normals(p.start_hour, p.start_hour_spread, 0.0, latest, draws)
    moments: Integers = np.rint(hours * MOMENTS_A_DAY / 24.0).astype(np.int64)
    return np.minimum(moments, last)


def truncated_normals(
    mean: float, spread: float, low: float, high: Floats, draws: Floats
) -> Floats:
    """Quantiles `draws` of a normal law cut to [low, high]; the nearest end if that is far off."""
    end: Floats = np.minimum(max(mean, low), high)
    if spread <= 0.0:
        return end
    below, above = ndtr((low - mean) / spread), ndtr((high - mean) / spread)
    ranks = below + draws * (above - below)
    lawful = (above > below) & (ranks > 0.0) & (ranks < 1.0)
    return np.where(lawful, mean + spread * ndtri(ranks), end)
