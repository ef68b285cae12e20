"""Every kind of peer network: invariants for any size, and the law each of them promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compiled import compiled
from core.luck import Luck
from model.network import Network
from model.networks.communities import Communities, CommunitiesParameters
from model.networks.isolated import Isolated
from model.networks.random import Random
from model.networks.scale_free import ScaleFree, ScaleFreeParameters
from model.networks.small_world import SmallWorld, SmallWorldParameters
from model.ties.network_kind import NoParameters, PeerNetwork, PeersCommon, pick
from tests.core.test_luck import key_of_word

picked = compiled(pick)  # with a way in from Python

GENERATED = {
    "small_world": (SmallWorld, SmallWorldParameters()),
    "scale_free": (ScaleFree, ScaleFreeParameters()),
    "communities": (Communities, CommunitiesParameters(size=10.0)),
    "random": (Random, NoParameters()),
}
KINDS = pytest.mark.parametrize("kind", sorted(GENERATED))
PEOPLE = 20_000


def kind_of(kind: str, degree: float) -> PeerNetwork[Any]:
    plugin, own = GENERATED[kind]
    return plugin(PeersCommon(degree=degree), own)


def assert_sound(network: Network, n: int) -> None:
    owner = np.repeat(np.arange(n), network.degree)
    assert network.size == n
    assert (network.targets != owner).all()  # nobody is tied to himself
    pairs = owner * n + network.targets
    assert (np.diff(pairs) > 0).all()  # rows sorted, nobody twice
    assert np.array_equal(np.sort(network.targets * np.int64(n) + owner), pairs)  # both ways


@KINDS
@given(n=st.integers(1, 70), degree=st.floats(0.0, 30.0), seed=st.integers(0, 2**32))
@settings(max_examples=60)
def test_any_network_is_sound(kind: str, n: int, degree: float, seed: int) -> None:
    assert_sound(kind_of(kind, degree).build(n, Luck(seed)), n)


@KINDS
@pytest.mark.parametrize("degree", [10.0, 7.3])
def test_mean_degree_is_as_declared(kind: str, degree: float) -> None:
    network = kind_of(kind, degree).build(PEOPLE, Luck(3))
    short = 20 if kind == "scale_free" else 0.5  # its first circle starts with fewer ties a head
    assert 0 <= PEOPLE * degree / 2 - network.ties <= short


@KINDS
def test_luck_is_keyed(kind: str) -> None:
    def digest(seed: int) -> bytes:
        network = kind_of(kind, 8.0).build(500, Luck(seed))
        return network.starts.tobytes() + network.targets.tobytes()

    assert digest(1) == digest(1)
    assert digest(1) != digest(2)


@given(count=st.integers(1, 2**40))
def test_the_highest_draw_picks_the_last(count: int) -> None:
    highest = key_of_word(2**64 - 1)
    assert picked(highest, 0, 0, count) == count - 1
    assert picked(key_of_word(0), 0, 0, count) == 0


def test_isolated_people_have_no_ties() -> None:
    network = Isolated(PeersCommon(), NoParameters()).build(5, Luck(1))
    assert (network.size, network.ties) == (5, 0)


@pytest.mark.parametrize("rewiring", [0.0, 0.1, 0.23, 0.47])
def test_small_world_clustering(rewiring: float) -> None:
    own = SmallWorldParameters(rewiring=rewiring)
    network = SmallWorld(PeersCommon(degree=10.0), own).build(PEOPLE, Luck(4))
    wanted = 3 * (10 - 2) / (4 * (10 - 1)) * (1 - rewiring) ** 3  # of transitivity, to O(1/n)
    assert network.statistics().clustering == pytest.approx(wanted, abs=0.012)


def test_preferential_attachment_has_the_closed_form_degree_law() -> None:
    """LC24: P(k) = 2m(m+1) / (k(k+1)(k+2)); m = 3: .4, .2, .1143, .0714."""
    n, m = 200_000, 3
    own = ScaleFreeParameters(triads=0.0)
    network = ScaleFree(PeersCommon(degree=2.0 * m), own).build(n, Luck(7))
    share = np.bincount(network.degree) / n
    for k in (3, 4, 5, 6, 10, 20):
        wanted = 2 * m * (m + 1) / (k * (k + 1) * (k + 2))
        error = np.sqrt(wanted * (1 - wanted) / n)
        assert abs(share[k] - wanted) < 4.5 * error, k


def test_triads_make_clusters_and_keep_the_heavy_tail() -> None:
    def found(triads: float) -> tuple[float, int]:
        own = ScaleFreeParameters(triads=triads)
        shape = ScaleFree(PeersCommon(), own).build(PEOPLE, Luck(7)).statistics()
        return shape.clustering, shape.max_degree

    plain, closed = found(0.0), found(ScaleFreeParameters().triads)
    assert plain[0] < 0.02
    assert closed[0] == pytest.approx(0.30, abs=0.02)
    assert min(plain[1], closed[1]) > 200  # twenty times the mean


@pytest.mark.parametrize("mixing", [0.0, 0.1, 0.5, 1.0])
def test_communities_mix_as_declared(mixing: float) -> None:
    own = CommunitiesParameters(mixing=mixing, size=100.0, variation=0.3)
    plugin = Communities(PeersCommon(), own)
    lower, upper = plugin.build(PEOPLE, Luck(8)).edges()
    borders = plugin.borders(PEOPLE, Luck(8))
    group = np.searchsorted(borders, np.arange(PEOPLE), side="right")
    across = (group[lower] != group[upper]).mean()
    error = np.sqrt(mixing * (1 - mixing) / lower.size)
    assert abs(across - mixing) <= 4.5 * error


@given(n=st.integers(1, 400), variation=st.floats(0.0, 2.0), seed=st.integers(0, 1000))
def test_groups_share_out_the_people(n: int, variation: float, seed: int) -> None:
    own = CommunitiesParameters(size=8.0, variation=variation)
    borders = Communities(PeersCommon(), own).borders(n, Luck(seed))
    assert (borders[0], borders[-1]) == (0, n)
    assert np.diff(borders).min() >= min(n, 2)


def test_random_degrees_are_poisson() -> None:
    degree = Random(PeersCommon(degree=5.0), NoParameters()).build(PEOPLE, Luck(9)).degree
    for k in range(10):
        wanted = np.exp(-5.0) * 5.0**k / np.prod(np.arange(1.0, k + 1))
        error = np.sqrt(wanted * (1 - wanted) / PEOPLE)
        assert abs((degree == k).mean() - wanted) < 4.5 * error, k


def test_random_can_be_complete() -> None:
    network = Random(PeersCommon(degree=500.0), NoParameters()).build(40, Luck(9))
    assert network.ties == 40 * 39 // 2
