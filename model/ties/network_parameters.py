"""The groups [peers] and [follows] of a scenario: what kinds share, and a group for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import create_model

from core.declare import Parameters
from core.plugins import choose, discover, parameters_of
from model.ties.follow_network import FollowKind, FollowsCommon
from model.ties.network_kind import PeerNetwork, PeersCommon

C = TypeVar("C", bound=Parameters)

PEER_KINDS: dict[str, type[PeerNetwork[Any]]] = discover(
    "model.networks",
    PeerNetwork,  # type: ignore[type-abstract]
)
FOLLOW_KINDS: dict[str, type[FollowKind[Any]]] = discover(
    "model.follow_networks",
    FollowKind,  # type: ignore[type-abstract]
)


def _with_kinds(name: str, common: type[C], kinds: Mapping[str, type[Any]]) -> type[C]:
    """The common group, `kind` one of the kinds found, and a nested group a kind that needs one."""
    groups = {kind: parameters_of(plugin) for kind, plugin in kinds.items()}
    fields: dict[str, Any] = {
        kind: (own, own()) for kind, own in groups.items() if own.model_fields
    }
    fields["kind"] = (Literal[tuple(sorted(kinds))], common.model_fields["kind"])
    return create_model(
        name, __base__=common, __module__=__name__, __doc__=common.__doc__, **fields
    )


if TYPE_CHECKING:  # a checker knows the shared part; the kinds are found when the program starts
    PeersParameters = PeersCommon
    FollowsParameters = FollowsCommon
else:
    PeersParameters = _with_kinds("PeersParameters", PeersCommon, PEER_KINDS)
    FollowsParameters = _with_kinds("FollowsParameters", FollowsCommon, FOLLOW_KINDS)


def peer_network(parameters: PeersParameters) -> PeerNetwork[Any]:
    """The kind of peer network that the parameters name."""
    plugin = choose(PEER_KINDS, parameters.kind, "peers.kind")
    return plugin(parameters, _own(plugin, parameters, parameters.kind))


def follow_kind(parameters: FollowsParameters) -> FollowKind[Any]:
    """The kind of follow network that the parameters name."""
    plugin = choose(FOLLOW_KINDS, parameters.kind, "follows.kind")
    return plugin(parameters, _own(plugin, parameters, parameters.kind))


def _own(plugin: type[Any], parameters: Parameters, kind: str) -> Parameters:
    """The nested group of a kind; a kind that needs nothing has none in the scenario."""
    own: Parameters = getattr(parameters, kind, None) or parameters_of(plugin)()
    return own


def population(peers: PeerNetwork[Any], follows: FollowKind[Any], default: int) -> int:
    """How many consumers there are: as many as a file has, the file of follows first."""
    return follows.people(peers.people(default))
