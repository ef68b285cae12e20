"""The groups [peers] and [follows]: every kind is found, unknown keys are refused."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from core.luck import Luck
from model.ties.network_parameters import (
    FOLLOW_KINDS,
    PEER_KINDS,
    FollowsParameters,
    PeersParameters,
    follow_kind,
    peer_network,
    population,
)


def test_every_kind_is_found() -> None:
    assert set(PEER_KINDS) == {
        "communities", "file", "from_follows", "isolated", "random", "scale_free", "small_world",
    }  # fmt: skip
    assert set(FOLLOW_KINDS) == {"equal", "file", "heavy_tailed", "none"}


@pytest.mark.parametrize("kind", sorted(PEER_KINDS))
def test_a_peer_kind_is_made_from_its_name(kind: str) -> None:
    assert peer_network(PeersParameters(kind=kind)).kind == kind


@pytest.mark.parametrize("kind", sorted(FOLLOW_KINDS))
def test_a_follow_kind_is_made_from_its_name(kind: str) -> None:
    assert follow_kind(FollowsParameters(kind=kind)).kind == kind


def test_nested_parameters_reach_their_kind() -> None:
    tree = {"kind": "small_world", "degree": 4, "small_world": {"rewiring": 0.0}}
    network = peer_network(PeersParameters.model_validate(tree)).build(9, Luck(1))
    assert network.neighbours(4).tolist() == [2, 3, 5, 6]


@pytest.mark.parametrize(
    "tree",
    [
        {"kind": "smallworld"},
        {"rewiring": 0.1},
        {"communities": {"mixin": 0.1}},
        {"degree": -1.0},
        {"communities": {"mixing": 1.5}},
    ],
)
def test_what_is_not_declared_is_refused(tree: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PeersParameters.model_validate(tree)


def test_parameters_can_be_sent_to_another_process() -> None:
    peers, follows = PeersParameters(degree=4.0), FollowsParameters(kind="none")
    assert pickle.loads(pickle.dumps((peers, follows))) == (peers, follows)


def test_every_leaf_is_declared_with_unit_and_source() -> None:
    for group in (PeersParameters(), FollowsParameters()):
        parts = [group, *(part for _, part in group if hasattr(part, "model_fields_set"))]
        for part in parts:
            for name, field in type(part).model_fields.items():
                if not hasattr(getattr(part, name), "model_fields_set"):
                    assert isinstance(field.json_schema_extra, dict), name
                    assert {"unit", "source"} <= field.json_schema_extra.keys(), name
                    assert field.description, name


def test_people_are_as_many_as_declared_without_a_file() -> None:
    peers, follows = peer_network(PeersParameters()), follow_kind(FollowsParameters())
    assert population(peers, follows, 123) == 123
