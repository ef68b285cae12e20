"""The sparse rows: their invariants, their statistics, their exchange with networkx."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inequality import gini
from model.network import Network
from model.ties.network_statistics import describe_follows

Pairs = list[tuple[int, int]]
PEOPLE = 12
PAIRS = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=60)


def network_of(pairs: Pairs, n: int = PEOPLE) -> Network:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Network.from_edges(n, ends[:, 0], ends[:, 1])


@given(PAIRS)
def test_rows_are_the_sorted_sets_of_neighbours(pairs: Pairs) -> None:
    network = network_of(pairs)
    wanted: list[set[int]] = [set() for _ in range(PEOPLE)]
    for a, b in pairs:
        if a != b:
            wanted[a].add(b)
            wanted[b].add(a)
    assert [network.neighbours(i).tolist() for i in range(PEOPLE)] == [sorted(s) for s in wanted]
    assert network.degree.tolist() == [len(s) for s in wanted]
    assert (network.starts.dtype, network.targets.dtype) == (np.int32, np.int32)


@given(PAIRS)
def test_statistics_agree_with_networkx(pairs: Pairs) -> None:
    network = network_of(pairs)
    graph = network.to_networkx()
    found = network.statistics()
    assert (found.nodes, found.edges) == (graph.number_of_nodes(), graph.number_of_edges())
    assert found.clustering == pytest.approx(networkx.average_clustering(graph))
    assert found.mean_degree == pytest.approx(2 * graph.number_of_edges() / PEOPLE)
    assert found.max_degree == max(degree for _, degree in graph.degree)


@given(PAIRS)
def test_edges_list_every_tie_once_and_rebuild_the_network(pairs: Pairs) -> None:
    network = network_of(pairs)
    lower, upper = network.edges()
    assert (lower < upper).all()
    assert lower.size == network.ties
    again = Network.from_edges(PEOPLE, upper, lower)
    assert again.starts.tobytes() == network.starts.tobytes()
    assert again.targets.tobytes() == network.targets.tobytes()


def test_sampled_clustering_is_near_the_exact_one() -> None:
    ends = np.random.default_rng(5).integers(0, 300, (9_000, 2))
    network = network_of(ends.tolist(), 300)
    exact, sampled = network.statistics().clustering, network.statistics(sample=150).clustering
    assert sampled != exact
    assert sampled == pytest.approx(exact, abs=0.01)


def test_names_travel_to_networkx() -> None:
    network = Network.from_edges(2, np.array([0]), np.array([1]), ("Ann", "Bo"))
    assert dict(network.to_networkx().nodes(data="name")) == {0: "Ann", 1: "Bo"}


@pytest.mark.parametrize("far", [-1, 3])
def test_a_tie_to_nobody_is_refused(far: int) -> None:
    with pytest.raises(ValueError, match="leaves the range"):
        network_of([(0, far)], 3)


def test_names_must_be_one_a_person() -> None:
    with pytest.raises(ValueError, match="1 names for 2 people"):
        Network.from_edges(2, np.array([0]), np.array([1]), ("Ann",))


def test_follow_statistics_by_hand() -> None:
    # 0 -> 2, 1 -> 2, 2 -> 0, 3 -> 2 (twice), 3 -> 3 (a loop); in-degrees 1, 0, 3, 0
    found = describe_follows(4, np.array([0, 1, 2, 3, 3, 3]), np.array([2, 2, 0, 2, 2, 3]))
    assert (found.nodes, found.edges, found.max_in_degree) == (4, 4, 3)
    assert found.reciprocity == pytest.approx(2 / 4)  # 0 -> 2 and 2 -> 0
    assert found.zero_in_degree == pytest.approx(2 / 4)
    # mean absolute difference over all pairs: (1+2+1+3+0+3) * 2 / 16 = 1.25; gini = 1.25 / (2 * 1)
    assert found.in_degree_gini == pytest.approx(0.625)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20))
def test_gini_is_the_mean_absolute_difference_over_twice_the_mean(values: list[int]) -> None:
    table = np.array(values)
    differences = np.abs(table[:, None] - table[None, :]).mean()
    wanted = differences / (2 * table.mean()) if table.sum() else np.nan
    assert gini(table) == pytest.approx(wanted, abs=1e-12, nan_ok=True)
