"""Mesa: an agent a consumer; anchors and buyers call those whom they reach."""

from __future__ import annotations

import itertools
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
        self.friends = ()

    def decay(self):
        self.impulse *= KEPT

    def decide(self):
        if self.model.random.random() < 1.0 - math.exp(-self.impulse):
            self.impulse = 0.0
            self.model.buyers.append(self)


class Market(mesa.Model):
    def __init__(self, town: Town):
        super().__init__(seed=1)
        self.town, self.buyers, self.number = town, [], 0
        people = [Consumer(self) for _ in range(town.people)]
        for i, person in enumerate(people):
            row = town.peers[town.peer_starts[i] : town.peer_starts[i + 1]]
            person.friends = [people[k] for k in row.tolist()]
        starts = town.fan_starts.tolist()
        self.fans = [
            [people[k] for k in town.fans[low:high].tolist()]
            for low, high in itertools.pairwise(starts)
        ]

    def step(self):
        told, self.buyers = self.buyers, []
        self.agents.do("decay")
        for anchor in self.town.live[self.number].nonzero()[0]:
            for fan in self.fans[anchor]:
                fan.impulse += PITCHED
        for buyer in told:
            for friend in buyer.friends:
                friend.impulse += TOLD
        self.agents.do("decide")
        self.number += 1


def start(town: Town) -> Callable[[int], int]:
    market = Market(town)

    def tick(number: int) -> int:
        market.step()
        return len(market.buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
