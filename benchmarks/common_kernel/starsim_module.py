"""Starsim: a module with one float state; spreading through its network's edges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import starsim as ss
from timing import time_version
from town import KEEP, PITCH, TICKS, WORD, Town


class Impulse(ss.Module):
    def __init__(self, town: Town, **kwargs):
        super().__init__(**kwargs)
        self.town, self.number = town, 0
        self.buyers = np.empty(0, np.int64)
        self.define_states(ss.FloatArr("impulse", default=0.0))
        self.luck = ss.random(name="luck")

    def step(self):
        town = self.town
        impulse = self.impulse.raw
        impulse *= KEEP
        for anchor in np.flatnonzero(town.live[self.number]):
            impulse[town.fans[town.fan_starts[anchor] : town.fan_starts[anchor + 1]]] += PITCH
        if len(self.buyers):
            first, last = town.peer_starts[self.buyers], town.peer_starts[self.buyers + 1]
            length = last - first
            rows = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
            heard = town.peers[rows + np.repeat(first, length)]
            impulse[: town.people] += WORD * np.bincount(heard, minlength=town.people)
        chance = -np.expm1(-self.impulse.values)
        self.buyers = np.flatnonzero(self.luck.rvs(self.sim.people.auids) < chance)
        impulse[self.buyers] = 0.0
        self.number += 1


def start(town: Town) -> Callable[[int], int]:
    module = Impulse(town)
    sim = ss.Sim(n_agents=town.people, modules=module, dur=TICKS + 1, dt=1, verbose=0)
    sim.init()
    module = next(iter(sim.modules))

    def tick(number: int) -> int:
        sim.run_one_step()
        return len(module.buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
