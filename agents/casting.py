"""Drawing anchors: on day 0, and whenever one enters later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import mesa
import numpy as np

from agents.anchor_parameters import AnchorParameters
from agents.anchors import Anchor
from agents.behaviour import Behaviour
from core.arrays import Integers
from core.luck import Luck, normals


def _choice(weights: Sequence[float], draw: float) -> int:
    edges = np.cumsum(weights) / np.sum(weights)
    return min(int(np.searchsorted(edges, draw, side="right")), len(weights) - 1)


def create_anchors(
    model: mesa.Model,
    indices: Integers | range,
    parameters: AnchorParameters,
    behaviours: Mapping[str, Behaviour[Any]],
    platform_shares: Sequence[float],
    factories: int,
    luck: Luck,
) -> list[Anchor]:
    """Draw anchors; the same index is the same person whenever it enters.

    `behaviours` has one instance a kind (they hold no state); `platform_shares` one weight a
    platform, 0 where there is no live channel (all alike where none has one).
    """
    kinds = [kind for kind in sorted(parameters.behaviours) if kind in behaviours]
    weights = [parameters.behaviours[kind] for kind in kinds]
    low, high = parameters.honesty
    homes = platform_shares if any(platform_shares) else [1.0] * len(platform_shares)
    people = []
    for index in map(int, indices):
        shock = float(normals(luck.key("anchor charisma"), np.array([index]))[0])
        spread = parameters.charisma_spread
        people.append(
            Anchor(
                model,
                index=index,
                platform=_choice(homes, luck.one("anchor platform", who=index)),
                region=_choice(parameters.region_shares, luck.one("anchor region", who=index)),
                charisma=parameters.charisma * float(np.exp(spread * shock - spread**2 / 2.0)),
                honesty=low + (high - low) * luck.one("anchor honesty", who=index),
                behaviour=behaviours[kinds[_choice(weights, luck.one("anchor kind", who=index))]],
                parameters=parameters,
                factories=factories,
            )
        )
    return people
