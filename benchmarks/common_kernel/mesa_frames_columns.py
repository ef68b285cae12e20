"""mesa-frames: consumers as the rows of a polars frame."""

from __future__ import annotations

from collections.abc import Callable

import mesa_frames
import numpy as np
import polars as pl
from timing import time_version
from town import KEEP, PITCH, WORD, Town


class Consumers(mesa_frames.AgentSetPolars):
    def __init__(self, model, town: Town):
        super().__init__(model)
        self.add(pl.DataFrame({
            "unique_id": np.arange(town.people), "impulse": np.zeros(town.people, np.float32),
        }))  # fmt: skip
        self.people = town.people
        self.buyers = np.empty(0, np.int64)
        length = np.diff(town.peer_starts)
        self.ties = pl.DataFrame({
            "teller": np.repeat(np.arange(town.people, dtype=np.int32), length),
            "friend": town.peers,
        })  # fmt: skip

    def step(self):
        town, number = self.model.town, self.model.number
        reached = [
            town.fans[town.fan_starts[anchor] : town.fan_starts[anchor + 1]]
            for anchor in np.flatnonzero(town.live[number])
        ]
        tellers = pl.DataFrame({"teller": self.buyers.astype(np.int32)})
        friends = self.ties.join(tellers, on="teller", how="semi")["friend"].to_numpy()
        heard = np.zeros(self.people, np.float32)
        for fans in reached:
            heard[fans] += PITCH
        heard += WORD * np.bincount(friends, minlength=self.people).astype(np.float32)
        luck = self.model.random.random(self.people)
        self["impulse"] = self["impulse"] * float(KEEP) + pl.Series(heard)
        frame = pl.DataFrame({"x": self["impulse"], "luck": luck})
        buys = frame.select(pl.col("luck") < 1.0 - (-pl.col("x")).exp()).to_series()
        self["impulse"] = frame.select(
            pl.when(buys).then(0.0).otherwise(pl.col("x")).cast(pl.Float32)
        ).to_series()
        self.buyers = np.flatnonzero(buys.to_numpy())


class Market(mesa_frames.ModelDF):
    def __init__(self, town: Town):
        super().__init__(seed=1)
        self.town, self.number = town, 0
        self.consumers = Consumers(self, town)
        self.agents += self.consumers

    def step(self):
        self.consumers.step()
        self.number += 1


def start(town: Town) -> Callable[[int], int]:
    market = Market(town)

    def tick(number: int) -> int:
        market.step()
        return len(market.consumers.buyers)

    return tick


if __name__ == "__main__":
    time_version(start)
