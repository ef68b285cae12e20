"""Mesa, as its tutorials write it: each agent looks at its own neighbours and anchors."""

from __future__ import annotations

import math
from collections.abc import Callable

import mesa
from timing import time_version
from town import KEEP, PITCH, WORD, Town

KEPT, PITCHED, TOLD = float(KEEP), float(PITCH), float(WORD)


class Consumer(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.impulse = 0.0
        self.bought = self.buys = False
        self.friends, self.anchors = (), ()

    def step(self):
        live, heard = self.model.live, 0.0
        for anchor in self.anchors:
            if live[anchor]:
                heard += PITCHED
        for friend in self.friends:
            if friend.bought:
                heard += TOLD
        self.impulse = self.impulse * KEPT + heard
        self.buys = self.model.random.random() < 1.0 - math.exp(-self.impulse)
        if self.buys:
            self.impulse = 0.0

    def advance(self):
        self.bought = self.buys


class Market(mesa.Model):
    def __init__(self, town: Town):
        super().__init__(seed=1)
        self.town, self.number = town, 0
        people = [Consumer(self) for _ in range(town.people)]
        follows = [[] for _ in people]
        for anchor in range(len(town.fan_starts) - 1):
            for fan in town.fans[town.fan_starts[anchor] : town.fan_starts[anchor + 1]].tolist():
                follows[fan].append(anchor)
        for i, person in enumerate(people):
            row = town.peers[town.peer_starts[i] : town.peer_starts[i + 1]]
            person.friends = [people[k] for k in row.tolist()]
            person.anchors = follows[i]

    def step(self):
        self.live = self.town.live[self.number].tolist()
        self.agents.do("step")
        self.agents.do("advance")
        self.number += 1


def start(town: Town) -> Callable[[int], int]:
    market = Market(town)

    def tick(number: int) -> int:
        market.step()
        return sum(agent.bought for agent in market.agents)

    return tick


if __name__ == "__main__":
    time_version(start)
