"""Newcomers tie themselves to the well connected (Barabasi & Albert 1999)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np

from core.arrays import Floats
from experiments.limit import Limit, Mean, Seen
from model import Market, load_scenario

PEOPLE, NETWORKS = 20_000, 10


class Values(NamedTuple):
    """What the closed form depends on."""

    ties: int  # m: ties a newcomer brings


@final
class PreferentialAttachment(Limit[Values]):
    """How many peers people have, where they came in one after another and preferred the popular.

    Degrees within a network depend on each other, so each network is one value. The law is that of
    infinitely many people; the first ones move a share by up to 2 / people, a tenth of its standard
    error, and people grow with the effort.
    """

    kind = "preferential_attachment"
    code = "LC24"
    closed_form = "P(k) = 2 m (m+1) / (k (k+1) (k+2))"

    @property
    def published(self) -> Values:
        """Three ties."""
        return Values(3)

    def others(self, rng: np.random.Generator) -> Values:
        """One to six."""
        return Values(int(rng.integers(1, 7)))

    def flawed(self, values: Values) -> Values:
        """One tie more."""
        return Values(values.ties + 1)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The three degrees from m on that are published for m = 3."""
        m = values.ties
        return {
            f"share with m{add:+d} peers": 2 * m * (m + 1) / (k * (k + 1) * (k + 2))
            for add in (0, 1, 3)
            for k in [m + add]
        }

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """The peers of several markets."""
        rows = [_shares(values.ties, PEOPLE * effort, seed + 7919 * k) for k in range(NETWORKS)]
        return {
            f"share with m{add:+d} peers": Mean(np.array([row[values.ties + add] for row in rows]))
            for add in (0, 1, 3)
        }


def _shares(ties: int, people: int, seed: int) -> Floats:
    """Share of people by number of peers."""
    scenario = load_scenario(
        "limits/one_pitch",
        **{
            "consumers.count": people,
            "peers.kind": "scale_free",
            "peers.degree": 2.0 * ties,
            "peers.scale_free.triads": 0.0,
        },
    )
    shares: Floats = np.bincount(Market(scenario, seed=seed).peers.degree) / people
    return shares
