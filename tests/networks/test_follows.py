"""Follow networks: lists without repeats, the laws they are drawn by, and a small real file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.luck import Luck
from model.follow_networks.equal import Equal
from model.follow_networks.file import File
from model.follow_networks.heavy_tailed import HeavyTailed, HeavyTailedParameters
from model.follow_networks.none import Nobody
from model.networks.file import File as PeersFile
from model.networks.from_follows import FromFollows
from model.ties.follow_network import FollowKind, FollowNetwork, FollowsCommon
from model.ties.network_kind import NoParameters, PeersCommon

PEOPLE = 40_000


def build(
    kind: FollowKind[Any], n: int, anchors: int, width: int, seed: int = 1, platforms: int = 1
) -> FollowNetwork:
    places = np.arange(anchors) % platforms, np.arange(n) % platforms
    return kind.build(n, anchors, *places, width, Luck(seed))


def assert_sound(follows: FollowNetwork, n: int, anchors: int, width: int) -> None:
    rows = follows.anchors
    assert rows.shape == (n, width)
    assert rows.dtype == np.int16
    assert -1 <= rows.min(initial=0) <= rows.max(initial=0) < anchors
    # ascending without repeats, then nothing but -1
    assert ((np.diff(rows, axis=1) > 0) | (rows[:, 1:] == -1)).all()
    assert follows.popularity.sum() == pytest.approx(1.0)


def heavy(common: FollowsCommon, **own: Any) -> HeavyTailed:
    return HeavyTailed(common, HeavyTailedParameters(**own))


@given(
    n=st.integers(0, 40),
    anchors=st.integers(1, 20),
    width=st.integers(1, 25),
    mean=st.floats(0.0, 50.0),
    boost=st.floats(0.0, 10.0),
    spread=st.sampled_from(["poisson", "geometric"]),
    law=st.sampled_from(["rank", "log_normal"]),
    seed=st.integers(0, 1_000),
)
def test_any_lists_are_sound(
    n: int, anchors: int, width: int, mean: float, boost: float, spread: Any, law: str, seed: int
) -> None:
    common = FollowsCommon(mean=mean, spread=spread, platform_boost=boost)
    for kind in (heavy(common, law=law), Equal(common, NoParameters())):
        assert_sound(build(kind, n, anchors, width, seed, platforms=3), n, anchors, width)


def test_nobody_follows() -> None:
    follows = build(Nobody(FollowsCommon(), NoParameters()), 5, 3, 4)
    assert (follows.anchors == -1).all()
    assert_sound(follows, 5, 3, 4)


@pytest.mark.parametrize(
    ("spread", "variance"), [("poisson", 4.0), ("geometric", 4.0 * (1.0 + 4.0))]
)
def test_counts_follow_their_law(spread: Any, variance: float) -> None:
    kind = Equal(FollowsCommon(mean=4.0, spread=spread), NoParameters())
    counts = (build(kind, PEOPLE, 200, 200).anchors >= 0).sum(axis=1)
    assert abs(counts.mean() - 4.0) < 4.5 * np.sqrt(variance / PEOPLE)
    assert counts.var() == pytest.approx(variance, rel=0.05)


def test_first_choices_go_by_rank_to_the_exponent() -> None:
    common = FollowsCommon(mean=500.0, spread="poisson")
    follows = build(heavy(common, exponent=1.1), PEOPLE, 60, 1)
    wanted = np.arange(1, 61) ** -1.1
    wanted /= wanted.sum()
    error = np.sqrt(wanted * (1 - wanted) / PEOPLE)
    assert np.abs((follows.followers() / PEOPLE - wanted) / error).max() < 4.5
    assert np.allclose(follows.popularity, wanted)


def test_pairs_have_the_law_of_draws_without_repeats() -> None:
    common = FollowsCommon(mean=500.0, spread="poisson")
    rows = build(heavy(common, exponent=2.0), PEOPLE, 4, 2).anchors
    weight = np.arange(1, 5) ** -2.0
    weight /= weight.sum()
    for a in range(4):
        for b in range(a + 1, 4):
            both = weight[a] * weight[b]
            wanted = both / (1 - weight[a]) + both / (1 - weight[b])
            error = np.sqrt(wanted * (1 - wanted) / PEOPLE)
            assert abs((rows == (a, b)).all(axis=1).mean() - wanted) < 4.5 * error


def test_long_lists_on_a_steep_law_are_filled() -> None:
    common = FollowsCommon(mean=500.0, spread="poisson")
    follows = build(heavy(common, exponent=5.0), 300, 50, 50)
    assert (follows.anchors == np.arange(50)).all()


def test_the_last_place_is_raced_for_by_weight() -> None:
    """Anchor 0 has nearly all the weight, so the second place is hardly ever drawn, but raced."""
    common = FollowsCommon(mean=500.0, spread="poisson", platform_boost=1e8)
    kind, platform = heavy(common, exponent=2.0), np.array([0, 1, 1, 1, 1])
    rows = kind.build(PEOPLE, 5, platform, np.zeros(PEOPLE, int), 2, Luck(1)).anchors
    assert (rows[:, 0] == 0).all()
    wanted = np.arange(2, 6) ** -2.0
    wanted /= wanted.sum()
    second = np.bincount(rows[:, 1], minlength=5)[1:] / PEOPLE
    assert (np.abs(second - wanted) < 4.5 * np.sqrt(wanted * (1 - wanted) / PEOPLE)).all()


def test_log_normal_popularity_is_led_by_anchor_zero() -> None:
    follows = build(heavy(FollowsCommon(), law="log_normal", sigma=1.5), 10, 500, 4)
    assert (np.diff(follows.popularity) <= 0).all()
    assert np.log(follows.popularity).std() == pytest.approx(1.5, rel=0.15)


def test_home_platform_is_favoured() -> None:
    common = FollowsCommon(mean=500.0, spread="poisson", platform_boost=3.0)
    follows = build(Equal(common, NoParameters()), PEOPLE, 10, 1, platforms=2)
    home = (follows.anchors[:, 0] % 2 == np.arange(PEOPLE) % 2).mean()
    assert abs(home - 0.75) < 4.5 * np.sqrt(0.75 * 0.25 / PEOPLE)


def test_luck_is_keyed() -> None:
    def digest(seed: int) -> bytes:
        return build(heavy(FollowsCommon()), 200, 20, 8, seed).anchors.tobytes()

    assert digest(1) == digest(1)
    assert digest(1) != digest(2)


# followers: Star 3 (Ann, Bo, Cy), Bo 2 (Ann, Cy), Cy 1 (Bo), Ann 1 (Star); a loop and a repeat
SMALL = "Ann Star\nAnn Bo\nBo Star\nCy Star\nCy Bo\nBo Cy\nStar Ann\nAnn Ann\nAnn Star\n"


def small_file(tmp_path: Path) -> File:
    path = tmp_path / "follows.txt"
    path.write_text(SMALL)
    return File(FollowsCommon(kind="file", path=str(path)), NoParameters())


def test_a_small_file_by_hand(tmp_path: Path) -> None:
    kind = small_file(tmp_path)
    assert kind.people(99) == 4
    follows = build(kind, 4, 2, 1)
    assert follows.names == ("Ann", "Star", "Bo", "Cy")
    assert follows.anchor_people is not None
    assert follows.anchor_people.tolist() == [1, 2]  # Star, then Bo
    # the widest list (Ann and Cy follow both) beats the declared width of one
    assert follows.anchors.tolist() == [[0, 1], [-1, -1], [0, -1], [0, 1]]
    assert follows.popularity.tolist() == [0.6, 0.4]
    assert follows.other_edges is not None
    assert sorted(follows.other_edges.tolist()) == [[1, 0], [2, 3]]
    assert follows.statistics is not None
    assert (follows.statistics.nodes, follows.statistics.edges) == (4, 7)
    assert follows.statistics.reciprocity == pytest.approx(4 / 7)


def test_equally_followed_anchors_come_in_order_of_appearance(tmp_path: Path) -> None:
    follows = build(small_file(tmp_path), 4, 4, 1)
    assert follows.anchor_people is not None
    assert follows.anchor_people.tolist() == [1, 2, 0, 3]  # Ann before Cy


def test_peers_from_follows(tmp_path: Path) -> None:
    follows = build(small_file(tmp_path), 4, 2, 1)
    peers = FromFollows(PeersCommon(), NoParameters())
    network = peers.build(4, Luck(1), follows)
    assert network.names == follows.names
    assert [network.neighbours(i).tolist() for i in range(4)] == [[1], [0], [3], [2]]
    with pytest.raises(BadInput, match=r"follows\.kind"):
        peers.build(4, Luck(1), build(Nobody(FollowsCommon(), NoParameters()), 4, 2, 1))


def test_peers_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "peers.csv"
    path.write_text("Cy,Ann\nAnn,Bo\n")
    kind = PeersFile(PeersCommon(path=str(path)), NoParameters())
    assert kind.people(99) == 3
    alone = kind.build(3, Luck(1))
    assert alone.names == ("Cy", "Ann", "Bo")
    assert alone.degree.tolist() == [1, 2, 1]
    together = kind.build(4, Luck(1), build(small_file(tmp_path), 4, 2, 1))
    assert together.names == ("Ann", "Star", "Bo", "Cy")  # matched by name, not by number
    assert together.neighbours(0).tolist() == [2, 3]
    with pytest.raises(BadInput, match=r"consumers\.count = 5; allowed: 3"):
        kind.build(5, Luck(1))


def test_strangers_among_the_peers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "peers.csv"
    path.write_text("Cy,Zoe\n")
    kind = PeersFile(PeersCommon(path=str(path)), NoParameters())
    with pytest.raises(BadInput, match=r"peers\.path = 'Zoe'"):
        kind.build(4, Luck(1), build(small_file(tmp_path), 4, 2, 1))


def test_more_anchors_than_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"anchors\.count = 5; allowed: at most 4"):
        build(small_file(tmp_path), 4, 5, 1)
