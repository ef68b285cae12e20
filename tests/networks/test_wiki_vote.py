"""The real follow graph of domain 2.12 as anchors and followers."""

from __future__ import annotations

import numpy as np
import pytest

from core.luck import Luck
from model.follow_networks.file import File
from model.networks.file import File as PeersFile
from model.networks.from_follows import FromFollows
from model.ties.follow_network import FollowsCommon
from model.ties.network_kind import NoParameters, PeersCommon
from tests.public_data import DATA

FILE = DATA / "wiki-Vote.txt"

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason="needs wiki-Vote.txt of the Stanford Large Network Dataset Collection "
    "(snap.stanford.edu/data/wiki-Vote.html) in the folder that LIVEMARKET_DATA names",
)


def test_statistics_are_those_of_the_dossier() -> None:
    kind = File(FollowsCommon(kind="file", path=str(FILE)), NoParameters())
    n = kind.people(0)
    follows = kind.build(n, 60, np.zeros(60, int), np.zeros(n, int), 8, Luck(1))
    shape = follows.statistics
    assert shape is not None
    assert (shape.nodes, shape.edges, shape.max_in_degree) == (7_115, 103_689, 457)
    assert shape.zero_in_degree == pytest.approx(0.665, abs=0.0005)
    assert shape.reciprocity == pytest.approx(0.056, abs=0.0005)
    assert shape.in_degree_gini == pytest.approx(0.82, abs=0.005)
    followers = follows.followers()
    assert followers[0] == 457
    assert (np.diff(followers) <= 0).all()
    peers = FromFollows(PeersCommon(), NoParameters()).build(n, Luck(1), follows)
    assert followers.sum() + len(follows.other_edges) == 103_689
    assert peers.size == n


def test_clustering_without_direction_is_that_of_the_dossier() -> None:
    kind = PeersFile(PeersCommon(kind="file", path=str(FILE)), NoParameters())
    shape = kind.build(kind.people(0), Luck(1)).statistics()
    assert shape.clustering == pytest.approx(0.141, abs=0.0005)
