"""A small sample of both networks with fixed positions, to be drawn: anchors as hubs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd

from core.arrays import Floats, Integers
from core.luck import Luck, uniforms

ROUNDS = 150  # of the layout
RING = 0.55  # radius of the ring of hubs
HUB_CHARGE = 6.0  # a hub pushes others away as so many people do, so that its disc stays free
PULL = 0.15  # towards the middle, so that loose parts stay on the page


@dataclass(frozen=True)
class Portrait:
    """A sample of both networks, drawn when somebody looks: the layout takes as long as a day."""

    edges: pd.DataFrame  # columns.EDGES
    draw: Callable[[], pd.DataFrame]

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Who is in it, and where (columns.NODES)."""
        return self.draw()


@dataclass(frozen=True)
class Networks:
    """Both networks as arrays: peers as CSR, follows as a table of fixed width."""

    starts: Integers  # [n + 1] friends of i are neighbours[starts[i] : starts[i + 1]]
    neighbours: Integers
    follows: Integers  # [n, width] anchors followed, -1 for a free place
    arousal: Floats  # [n]
    followers: Integers  # [anchors]


def portray(networks: Networks, luck: Luck, hubs: int = 6, around: int = 45) -> Portrait:
    """Sample the most followed anchors, followers of each and their friends, to be laid out.

    At most `hubs` anchors and `hubs * around` consumers; a pure function of networks and seed.
    """
    top = np.argsort(-networks.followers, kind="stable")[:hubs]
    top = top[networks.followers[top] > 0]
    people: dict[int, None] = {}
    for anchor in top:
        for person in _circle(networks, luck, int(anchor), around):
            people.setdefault(person)
    chosen = np.array(list(people), dtype=np.int64)
    edges = _edges(networks, chosen, top)
    who = pd.DataFrame(
        {
            "anchor": np.repeat([False, True], [chosen.size, top.size]),
            "number": np.concatenate([chosen, top]).astype(np.int64),
            "weight": np.concatenate(
                [networks.arousal[chosen], networks.followers[top]], dtype=float
            ),
        }
    )
    return Portrait(edges, partial(_drawn, who, edges, luck))


def _drawn(who: pd.DataFrame, edges: pd.DataFrame, luck: Luck) -> pd.DataFrame:
    hubs = int(who["anchor"].sum())
    x, y = layout(len(who) - hubs, hubs, edges, luck).T
    return pd.concat([pd.DataFrame({"x": x, "y": y}), who], axis=1)


def _circle(networks: Networks, luck: Luck, anchor: int, size: int) -> list[int]:
    """A few followers drawn by luck, and the circle filled up with friends of theirs."""
    fans = np.flatnonzero((networks.follows == anchor).any(axis=1))
    order = fans[np.argsort(uniforms(luck.key("portrait_fans"), fans, anchor), kind="stable")]
    circle = dict.fromkeys(order[: max(size // 4, 1)].tolist())
    for person in list(circle):
        for friend in networks.neighbours[networks.starts[person] : networks.starts[person + 1]]:
            if len(circle) < size:
                circle.setdefault(int(friend))
    return list(circle)


def _edges(networks: Networks, people: Integers, anchors: Integers) -> pd.DataFrame:
    row = {int(person): place for place, person in enumerate(people)}
    hub = {int(anchor): people.size + place for place, anchor in enumerate(anchors)}
    found: list[tuple[int, int, bool]] = []
    for person, place in row.items():
        friends = networks.neighbours[networks.starts[person] : networks.starts[person + 1]]
        found += [(place, row[f], False) for f in friends.tolist() if row.get(f, -1) > place]
        found += [(place, hub[a], True) for a in networks.follows[person].tolist() if a in hub]
    sources, targets, follow = zip(*found, strict=True) if found else ((), (), ())
    return pd.DataFrame(
        {
            "source": np.array(sources, dtype=np.int64),
            "target": np.array(targets, dtype=np.int64),
            "follow": np.array(follow, dtype=bool),
        }
    )


def layout(people: int, hubs: int, edges: pd.DataFrame, luck: Luck) -> Floats:
    """Positions in [-1, 1]^2: hubs evenly on a ring, people by springs and repulsion, keyed luck.

    The forces are those of Fruchterman & Reingold (1991); rows of hubs follow those of people.
    """
    number = people + hubs
    key = luck.key("portrait_layout")
    place = np.stack([uniforms(key, number, 0), uniforms(key, number, 1)], axis=1) * 2 - 1
    angle = 2 * np.pi * (np.arange(hubs) + 0.25) / max(hubs, 1)
    place[people:] = RING * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    source, target = edges["source"].to_numpy(), edges["target"].to_numpy()
    length = 1.6 / np.sqrt(max(number, 1))
    charge = np.where(np.arange(number) < people, 1.0, HUB_CHARGE)
    rows = np.concatenate([np.arange(number), source, target])
    for heat in np.linspace(0.12, 0.004, ROUNDS):
        force = np.zeros_like(place)
        force[:people] = _repulsion(place, people, charge, length)
        stretch = place[source] - place[target]
        tension = stretch * np.linalg.norm(stretch, axis=1, keepdims=True) / length
        pulls = np.concatenate([force, -tension, tension]).T
        force = np.stack([np.bincount(rows, along, number) for along in pulls], axis=1, dtype=float)
        force -= place * PULL / length
        strength = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        step = force / strength * np.minimum(strength, heat)
        place[:people] += step[:people]
    placed: Floats = place / max(float(np.abs(place).max(initial=0.0)), 1e-9)
    return placed


def _repulsion(place: Floats, people: int, charge: Floats, length: float) -> Floats:
    """What all nodes do to each person; [axis, node, person], so that numpy adds whole rows."""
    along = np.ascontiguousarray(place.T)
    apart = along[:, None, :people] - along[:, :, None]
    distance = np.maximum(np.sqrt((apart**2).sum(axis=0)), 1e-3)
    apart *= charge[:, None] * (length / distance) ** 2
    force: Floats = apart.sum(axis=1).T
    return force
