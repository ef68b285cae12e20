"""AgentPy: an AgentList of consumers; anchors and buyers call those whom they reach."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable

import agentpy
from timing import time_version
from town import KEEP, PITCH, WORD, Town

KEPT, PITCHED, TOLD = float(KEEP), float(PITCH), float(WORD)


class Consumer(agentpy.Agent):
    def setup(self):
        self.impulse = 0.0

    def decay(self):
        self.impulse *= KEPT

    def decide(self):
        if random.random() < 1.0 - math.exp(-self.impulse):
            self.impulse = 0.0
            self.model.buyers.append(self)


class Market(agentpy.Model):
    def setup(self):
        random.seed(1)
        town = self.p.town
        self.buyers = []
        self.people = agentpy.AgentList(self, town.people, Consumer)
        everyone = list(self.people)
        for i, person in enumerate(everyone):
            row = town.peers[town.peer_starts[i] : town.peer_starts[i + 1]]
            person.friends = [everyone[k] for k in row.tolist()]
        starts = town.fan_starts.tolist()
        self.fans = [
            [everyone[k] for k in town.fans[low:high].tolist()]
            for low, high in itertools.pairwise(starts)
        ]

    def step(self):
        told, self.buyers = self.buyers, []
        self.people.decay()
        for anchor in self.p.town.live[self.t - 1].nonzero()[0]:
            for fan in self.fans[anchor]:
                fan.impulse += PITCHED
        for buyer in told:
            for friend in buyer.friends:
                friend.impulse += TOLD
        self.people.decide()


def start(town: Town) -> Callable[[int], int]:
    market = Market({"town": town})
    market.sim_setup()

    def tick(number: int) -> int:
        market.sim_step()
        return len(market.buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
