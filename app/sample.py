"""The network as it is drawn: a sample laid out once a run, and what happened to it today."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from core.arrays import Flags, Floats, Integers
from model import Market
from model.records import Day


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
    return Sample(
        nodes["x"].to_numpy(dtype=float), nodes["y"].to_numpy(dtype=float),
        people, number[hub], pairs[~follow], pairs[follow],
        communities(people.size, pairs[~follow]), row_of,
    )  # fmt: skip


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
    fresh = state.touched[sample.people] >= midnight - 86_400.0
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
