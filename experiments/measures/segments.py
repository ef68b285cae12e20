"""Who buys: each group of consumers, in the numbers of the table of segments."""

from __future__ import annotations

from typing import final

import numpy as np
import pandas as pd

from agents.segments import AGES, GENDERS, TIERS
from experiments.measure import Measure
from model.results import Results
from model.watching.columns import SEGMENTS
from model.watching.metric import Column, ratio

# By what the members have in common; groups of two traits are those of claims (C12, C16).
GROUPS: dict[str, dict[str, str]] = {
    "young": {"age": AGES[0]},
    "middle_aged": {"age": AGES[1]},
    "older": {"age": AGES[2]},
    "tier_1": {"tier": TIERS[0]},
    "tier_2": {"tier": TIERS[1]},
    "tier_3": {"tier": TIERS[2]},
    "women": {"gender": GENDERS[0]},
    "men": {"gender": GENDERS[1]},
    "young_tier_3": {"age": AGES[0], "tier": TIERS[2]},
    "women_tier_3": {"tier": TIERS[2], "gender": GENDERS[0]},
}
SUMMED = ("orders_live", "orders_spillover", "orders_shelf", "spent", "kept", "returned")


@final
class SegmentNumbers(Measure):
    """`young_orders_live` is what the group `young` ordered live."""

    kind = "segments"
    tables = ("segments",)

    def columns(self) -> dict[str, Column]:
        """A share of all people and some totals for each group."""
        shares = {
            f"{group}_people": Column("share", f"of all consumers, {', '.join(traits.values())}")
            for group, traits in GROUPS.items()
        }
        totals = {
            f"{group}_{name}": Column(
                SEGMENTS[name].unit, f"{', '.join(traits.values())}: {SEGMENTS[name].meaning}"
            )
            for group, traits in GROUPS.items()
            for name in SUMMED
        }
        return shares | totals

    def measure(self, results: Results) -> dict[str, float]:
        """Sum the segments of each group."""
        table = pd.DataFrame(results.segments, columns=list(SEGMENTS))
        traits = {name: table[name].to_numpy(str) for name in ("age", "tier", "gender")}
        amounts = {name: table[name].to_numpy() for name in ("people", *SUMMED)}
        everybody, numbers = float(amounts["people"].sum()), {}
        for group, wanted in GROUPS.items():
            inside = np.all([traits[name] == value for name, value in wanted.items()], axis=0)
            numbers[f"{group}_people"] = ratio(amounts["people"][inside].sum(), everybody)
            numbers |= {f"{group}_{name}": float(amounts[name][inside].sum()) for name in SUMMED}
        return numbers
