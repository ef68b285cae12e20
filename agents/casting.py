"""Drawing anchors: on day 0, and whenever one enters later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import mesa
import numpy as np

from agents.anchor_parameters import AnchorParameters
from agents.anchors import Anchor
from agents.behaviour import Behaviour
from agents.experience import Experience
from agents.factories import Factory
from agents.segments import pick
from core.arrays import Integers
from core.luck import Luck, normals

OWN = 1 << 20  # persons from here on work for factories; no free anchor gets so far


def create_anchors(
    model: mesa.Model,
    indices: Integers | range,
    persons: Integers | range,
    parameters: AnchorParameters,
    behaviours: Mapping[str, Behaviour[Any]],
    platform_shares: Sequence[float],
    experience: Experience,
    luck: Luck,
) -> list[Anchor]:
    """Draw anchors; the same person has the same luck whenever it enters, and at whichever index.

    `behaviours` has one instance a kind (they hold no state); `platform_shares` one weight a
    platform, 0 where there is no live channel (all alike where none has one); `experience` a row
    for each index.
    """
    kinds = [kind for kind in sorted(parameters.behaviours) if kind in behaviours]
    weights = [parameters.behaviours[kind] for kind in kinds]
    low, high = parameters.honesty
    homes = platform_shares if any(platform_shares) else [1.0] * len(platform_shares)
    people = []
    for index, person in zip(map(int, indices), map(int, persons), strict=True):
        shock = float(normals(luck.key("anchor charisma"), np.array([person]))[0])
        spread = parameters.charisma_spread
        people.append(
            Anchor(
                model,
                index=index,
                platform=int(pick(homes, luck.one("anchor platform", who=person))),
                region=int(pick(parameters.region_shares, luck.one("anchor region", who=person))),
                charisma=parameters.charisma * float(np.exp(spread * shock - spread**2 / 2.0)),
                honesty=low + (high - low) * luck.one("anchor honesty", who=person),
                behaviour=behaviours[kinds[pick(weights, luck.one("anchor kind", who=person))]],
                parameters=parameters,
                experience=experience,
                person=person,
            )
        )
    return people


def create_own_anchor(
    model: mesa.Model,
    index: int,
    parameters: AnchorParameters,
    behaviour: Behaviour[Any],
    employer: Factory,
    experience: Experience,
) -> Anchor:
    """The anchor of a factory's own stream: in the factory, not a star, paid a wage (C47).

    Nothing about it is drawn; its luck is that of its employer.
    """
    return Anchor(
        model,
        index=index,
        platform=employer.platform,
        region=employer.region,
        charisma=parameters.own_charisma,
        honesty=parameters.own_honesty,
        behaviour=behaviour,
        parameters=parameters,
        experience=experience,
        person=OWN + employer.index,
        employer=employer.index,
    )
