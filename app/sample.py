"""The network as it is drawn: a sample laid out once a run, and what happened to it today."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd

from core.arrays import Flags, Floats, Integers
from core.units import DAY_SECONDS
from model import Market
from model.records import Day
from model.watching.portrait import layout


@dataclass(frozen=True)
class Sample:
    """People around the most followed anchors. Rows of people come first, then the hubs."""

    x: Floats  # [people + hubs], -1 to 1
    y: Floats
    people: Integers  # [people] consumer
    hubs: Integers  # [hubs] anchor
    ties: Integers  # [m, 2] rows of people who know each other
    follows: Integers  # [k, 2] row of a person, row of a hub
    community: Integers  # [people]
    row_of: Integers  # [consumers] row of a consumer, -1 outside the sample


@dataclass(frozen=True)
class Mood:
    """The sample today."""

    arousal: Floats  # [people] when last stirred, 0 if not today
    watched: Flags
    bought: Flags


def sample_of(market: Market) -> Sample:
    """Sample, layout and communities: slow, and the same for the whole run."""
    portrait = market.portrait()
    nodes, edges = portrait.nodes, portrait.edges
    hub = nodes["anchor"].to_numpy(dtype=bool)
    number = nodes["number"].to_numpy(dtype=np.int64)
    pairs = edges[["source", "target"]].to_numpy(dtype=np.int64).reshape(-1, 2)
    follow = edges["follow"].to_numpy(dtype=bool)
    people = number[~hub]
    row_of = np.full(len(market.consumers), -1, dtype=np.int64)
    row_of[people] = np.arange(people.size)
    ties, follows = pairs[~follow], pairs[follow]
    place = _villages(market, people.size, int(hub.sum()), ties, follows)
    return Sample(
        place[:, 0],
        place[:, 1],
        people,
        number[hub],
        ties,
        follows,
        communities(people.size, ties),
        row_of,
    )


def _villages(market: Market, people: int, hubs: int, ties: Integers, follows: Integers) -> Floats:
    """Positions by springs, around one hub each: whoever follows many would sit in the middle.

    The portrait lists the circle of the first hub first, then that of the second, and so on.
    """
    home = np.arange(people) * hubs // max(people, 1)
    near = ties[home[ties[:, 0]] == home[ties[:, 1]]]
    own = follows[follows[:, 1] - people == home[follows[:, 0]]]
    springs = np.concatenate([near, own])
    edges = pd.DataFrame({"source": springs[:, 0], "target": springs[:, 1]})
    return layout(people, hubs, edges, market.world.luck)


def communities(people: int, ties: Integers) -> Integers:
    """Groups of the sample by modularity (Clauset, Newman & Moore 2004), the largest first."""
    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(ties.tolist())
    group = np.zeros(people, dtype=np.int64)
    if graph.number_of_edges():
        for place, members in enumerate(nx.community.greedy_modularity_communities(graph)):
            group[list(members)] = place
    return group


def mood_of(market: Market, sample: Sample, today: Day | None) -> Mood:
    """What the day did to the sample; calm before the first day."""
    calm = np.zeros(sample.people.size)
    if today is None:
        return Mood(calm, calm > 0, calm > 0)
    state = market.consumers.state
    midnight = market.world.seconds  # at which the day just lived ended
    fresh = state.touched[sample.people] >= midnight - DAY_SECONDS
    arousal = np.where(fresh, state.arousal[sample.people], 0.0).astype(float)
    return Mood(
        arousal,
        _among(sample, today.audience.consumer),
        _among(sample, today.checkout.orders["consumer"]),
    )


def _among(sample: Sample, consumers: Integers) -> Flags:
    rows = sample.row_of[consumers]
    found = np.zeros(sample.people.size, dtype=bool)
    found[rows[rows >= 0]] = True
    return found
