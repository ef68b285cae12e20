"""Newcomers tie themselves to the well connected (Barabasi & Albert 1999)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
from scipy.special import gammaln

from core.arrays import Floats
from experiments.proving.limit import Limit, Mean, Seen, seeds_of
from model import Market, load_scenario

PEOPLE, NETWORKS = 30_000, 30


class Values(NamedTuple):
    """What the closed form depends on."""

    ties: int  # m: ties a newcomer brings
    even: float = 0.0  # d: a newcomer's choice is in proportion to k + d; the model has none


@final
class PreferentialAttachment(Limit[Values]):
    """How many peers people have, where they came in one after another and preferred the popular.

    Degrees within a network depend on each other, so each network is one value. The law is that of
    infinitely many people. The first ones move a share by -1.3, .2 and -.5 over people, measured in
    250 networks of 1,500 people with standard errors of .6 to .9: with the people here by about a
    tenth of the standard error, by three tenths at most likely. People grow with the effort, so
    that it then is less.
    """

    kind = "preferential_attachment"
    code = "LC24"
    closed_form = "P(k) = 2 m (m+1) / (k (k+1) (k+2))"
    textbook = {
        "share with m+0 peers": 0.4,
        "share with m+1 peers": 0.2,
        "share with m+3 peers": 0.07142857142857142,
    }

    @property
    def published(self) -> Values:
        """Three ties."""
        return Values(3)

    def others(self, rng: np.random.Generator) -> Values:
        """One to six."""
        return Values(int(rng.integers(1, 7)))

    def flawed(self, values: Values) -> Values:
        """A tenth of a newcomer's ties counts for everybody alike."""
        return values._replace(even=0.1 * values.ties)

    def expect(self, values: Values) -> Mapping[str, float]:
        """The three degrees from m on that are published for m = 3, of Dorogovtsev's law for any d.

        At d = 0 it is the closed form.
        """
        m, d = values.ties, values.even
        least, tail = m + d, 2.0 + d / m
        shares = {
            add: tail * math.exp(
                gammaln(m + add + d) + gammaln(least + tail)
                - gammaln(least) - gammaln(m + add + d + tail + 1.0)
            )
            for add in (0, 1, 3)
        }  # fmt: skip
        return {f"share with m{add:+d} peers": share for add, share in shares.items()}

    def simulate(self, values: Values, seed: int, effort: int) -> Mapping[str, Seen]:
        """The peers of several markets."""
        rows = [_shares(values.ties, PEOPLE * effort, own) for own in seeds_of(seed, NETWORKS)]
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
