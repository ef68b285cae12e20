"""What leaves the house in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.network import Network


def write_network(network: Network, path: Path) -> None:
    """Write who knows whom as GraphML, for Gephi, Cytoscape, igraph, networkx."""
    import networkx

    networkx.write_graphml(network.to_networkx(), path)
