"""The Python half of the contract, line by line, and Mesa's own tools on top of it."""

from __future__ import annotations

import copy
import gc
import pickle
import resource
import weakref
from pathlib import Path
from typing import Any

import mesa
import networkx
import numpy as np
import pandas as pd
import pytest

from core.errors import BadInput
from model import Market, load_scenario
from model.results import Results

SMALL: dict[str, Any] = {"consumers.count": 300, "anchors.count": 5}
DAYS = (
    "day gmv net_sales orders orders_live orders_spillover orders_shelf reach exposures visits "
    "units_started units_delivered cancelled returned stockouts fill_rate lost_impulse"
).split()
FACTORIES = (
    "day factory mode category price on_hand on_order backlog orders units_started units_sold "
    "profit forecast demand lead_days"
).split()


@pytest.fixture(scope="module")
def market() -> Market:
    made = Market(load_scenario("base", **SMALL), seed=1)
    made.step()
    made.run(days=6)
    return made


@pytest.fixture(scope="module")
def results(market: Market) -> Results:
    return market.results()


def test_a_scenario_is_loaded_with_overrides() -> None:
    scenario = load_scenario("base", **{"consumers.count": 5000})
    assert scenario.consumers.count == 5000
    assert load_scenario("base", consumers__count=5000) == scenario
    assert load_scenario().consumers.count == 20_000
    rates = {"platforms.*.take_rate": 0.1, "platforms.north.take_rate": 0.2}
    told = load_scenario("base", **rates).platforms
    assert [told[name].take_rate for name in ("north", "south")] == [0.2, 0.1]
    told = load_scenario("base", **dict(reversed(rates.items()))).platforms
    assert [told[name].take_rate for name in ("north", "south")] == [0.1, 0.1]
    with pytest.raises(BadInput, match=r"consumers.cuont is not known .*'consumers.count'"):
        load_scenario("base", **{"consumers.cuont": 3})


def test_a_step_is_a_day_and_run_goes_on(market: Market) -> None:
    assert market.world.day == 7
    assert market.today is not None
    assert market.today.number == 6
    assert market.running


def test_run_without_days_ends_with_the_scenario() -> None:
    market = Market(load_scenario("base", **SMALL, **{"market.days": 3}))
    assert len(market.run().days) == 3
    assert not market.running
    assert len(market.run().days) == 3  # nothing is left to live


def test_results_are_frames_with_the_columns_of_the_contract(results: Results) -> None:
    for frame in (results.days, results.factories, results.anchors, results.sessions):
        assert isinstance(frame, pd.DataFrame)
        assert len(frame)
    assert set(DAYS) <= set(results.days)
    assert set(FACTORIES) <= set(results.factories)
    assert results.days["day"].tolist() == list(range(7))
    assert len(results.factories) == 7 * 36


def test_results_are_saved_and_loaded(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "kept")
    assert Results.load(tmp_path / "kept").digests() == results.digests()


def test_one_consumer_is_a_live_window(market: Market) -> None:
    consumer = market.consumers[17]
    assert consumer.trust.shape == consumer.follows.shape
    assert ((consumer.trust >= 0) & (consumer.trust <= 1)).all()
    assert (consumer.trust[consumer.follows < 0] == 0).all()
    first = int(np.argmax(consumer.follows >= 0))
    assert consumer.follows[first] >= 0
    told = f"trust by anchor: {{{consumer.follows[first]}: {consumer.trust[first]:.2f}"
    assert told in repr(consumer)
    before = int(consumer.budget_left)
    consumer.budget_left = before + 5
    assert market.consumers.state.budget_left[17] == before + 5
    consumer.budget_left = before
    assert len(market.consumers) == 300
    with pytest.raises(IndexError):
        _ = market.consumers[300]


def test_peers_go_to_networkx(market: Market) -> None:
    graph = market.peers.to_networkx()
    assert isinstance(graph, networkx.Graph)
    assert graph.number_of_nodes() == 300
    assert graph.number_of_edges() == market.peers.ties
    assert sorted(graph[17]) == market.peers.neighbours(17).tolist()


def test_plain_keywords_build_the_same_market() -> None:
    scenario = load_scenario("base", **SMALL)
    plain = {key.replace(".", "__"): value for key, value in SMALL.items()}
    markets = [
        Market(scenario, seed=4),
        Market("base", seed=4, **SMALL),
        Market(rng=4, **plain),
        Market(load_scenario("base"), **SMALL, **{"market.seed": 4}),
    ]
    digests = [market.run(days=3).digests() for market in markets]
    assert all(digest == digests[0] for digest in digests)
    assert Market(scenario, seed=5).run(days=3).digests()["days"] != digests[0]["days"]


def test_the_seed_used_is_the_scenarios_however_it_was_given() -> None:
    told = load_scenario("base", **SMALL, **{"market.seed": 6})
    markets = [
        Market(told),
        Market("base", seed=6, **SMALL),
        Market("base", rng=6, **SMALL),
        Market("base", seed=6, **SMALL, market__seed=6),
    ]
    assert [market.luck_seed for market in markets] == [6] * 4
    assert all(market.scenario == told for market in markets)
    results = Market(told, seed=9).results()  # a keyword goes before what a scenario says
    assert results.seed == results.scenario["market"]["seed"] == 9


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"seed": -1}, "seed = -1; allowed: integer at least 0"),
        ({"seed": 2.5}, "seed = 2.5; allowed: integer at least 0"),
        ({"rng": "x"}, "seed = 'x'; allowed: integer at least 0"),
        ({"market.seed": -1}, "market.seed = -1; allowed: integer at least 0"),
        ({"seed": 1, "market.seed": 7}, "seed = 1; allowed: one seed only, and 7 is given too"),
        ({"seed": 1, "market__seed": 7}, "seed = 1; allowed: one seed only, and 7 is given too"),
        ({"seed": 0, "rng": 3}, "seed = 0; allowed: one seed only, and 3 is given too"),
    ],
)
def test_a_seed_that_makes_no_sense_is_refused(given: dict[str, Any], wanted: str) -> None:
    with pytest.raises(BadInput) as caught:
        Market("base", **SMALL, **given)
    assert str(caught.value) == wanted


def test_days_and_levers_that_make_no_sense_are_refused(market: Market) -> None:
    for days in (-5, 2.5, "x"):
        with pytest.raises(BadInput, match=r"days = .*; allowed: a whole number at least 0"):
            market.run(days)  # type: ignore[arg-type]
    for value in ("x", "0.1", float("nan"), [1.0], -0.1):
        with pytest.raises(BadInput, match=r"lever platforms.take_rate = .* at least 0 and"):
            market.pull("platforms.take_rate", value)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"north\.take_rate = 0\.95; allowed: with .*programme"):
        market.pull("platforms.take_rate", 0.95)
    with pytest.raises(BadInput, match=r"anchor = 'x'; allowed: the number of an anchor"):
        market.dismiss("x")  # type: ignore[arg-type]
    assert market.world.day == 7
    assert not market.pulled


def test_agents_are_mesas_and_counted_from_one(market: Market) -> None:
    kinds = {kind.__name__ for kind in market.agents_by_type}
    assert kinds == {"Anchor", "Platform", "Factory"}
    numbers = sorted(agent.unique_id for agent in market.agents)
    assert numbers == list(range(1, len(market.world.anchors) + 3 + 36 + 1))


def test_mesas_collector_holds_the_days(market: Market, results: Results) -> None:
    collected = market.datacollector.get_model_vars_dataframe()
    days = results.days.set_index("day")
    assert set(collected) == set(days)
    for column in days:
        np.testing.assert_array_equal(collected[column].to_numpy(float), days[column].to_numpy())


def test_mesas_batch_run_builds_and_runs_markets() -> None:
    counts = [100, 200]
    runs = mesa.batch_run(
        Market,
        parameters={
            "consumers.count": counts,
            "anchors.count": 4,
            "market.days": 3,
            "market.seed": [1, 2],
        },
        number_processes=1,
        max_steps=50,
        display_progress=False,
    )
    assert len(runs) == 4
    for run in runs:
        told = {key: run[key] for key in ("consumers.count", "anchors.count", "market.seed")}
        alone = Market("base", **told).run(days=3).days
        assert run["gmv"] == alone["gmv"].iloc[-1]
    assert len({run["gmv"] for run in runs}) > 1


def test_a_copy_lives_on_like_the_original() -> None:
    market = Market("base", seed=2, **SMALL)
    market.run(days=4)
    copies = [copy.deepcopy(market), pickle.loads(pickle.dumps(market))]
    wanted = market.run(days=4).digests()
    for twin in copies:
        assert twin.world.day == 4
        assert twin.run(days=4).digests() == wanted
        frame = twin.datacollector.get_model_vars_dataframe()
        assert len(frame) == 8


def test_a_scenario_can_be_pickled() -> None:
    scenario = load_scenario("base", **SMALL)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def resident() -> float:
    """Memory of this process [MB]."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def test_markets_that_are_dropped_are_forgotten() -> None:
    scenario = load_scenario("base", **{"consumers.count": 1_000, "anchors.count": 5})

    def one(seed: int) -> weakref.ref[Market]:
        market = Market(scenario, seed=seed)
        for _ in range(3):
            market.step()
        return weakref.ref(market)

    gone = [one(seed) for seed in range(3)]
    gc.collect()
    before = resident()
    gone += [one(seed) for seed in range(30)]
    gc.collect()
    assert [ref() for ref in gone] == [None] * 33
    assert resident() - before < 30.0
