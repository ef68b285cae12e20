"""What the tests of scenarios share: one way to live a small market, and a small real graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from model import Market, load_scenario
from model.results import Results

Live: TypeAlias = Callable[..., Results]


@pytest.fixture(scope="session")
def live() -> Live:
    """`live("base", 20, {"consumers.count": 500})`: results of so many days, seed 1 unless told."""

    def run(
        name: str | Path,
        days: int,
        changes: dict[str, Any] | None = None,
        seed: int = 1,
        orders: bool = False,
    ) -> Results:
        scenario = load_scenario(name, **(changes or {}))
        return Market(scenario, seed=seed, keep_orders=orders).run(days)

    return run


@pytest.fixture(scope="session")
def edge_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directed graph of 400 people who vote for few, as a file of edges."""
    draw = np.random.default_rng(7)
    voters = np.repeat(np.arange(400), 6)
    chosen = np.minimum(draw.zipf(1.6, voters.size), 400) - 1
    path = tmp_path_factory.mktemp("graph") / "votes.txt"
    lines = [f"{a}\t{b}" for a, b in zip(voters, chosen, strict=True) if a != b]
    path.write_text("# follower, followed\n" + "\n".join(lines) + "\n")
    return path
