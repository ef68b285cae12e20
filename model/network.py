"""Who knows whom: an undirected network as two arrays (compressed sparse rows)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Integers
from core.compiled import compiled
from model.ties.network_statistics import NetworkStatistics, describe_network

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Network:
    """Ties among people 0 ... n-1, each stored both ways.

    A row is sorted and holds neither its owner nor anybody twice. `starts` is int32 where it fits:
    up to a thousand million ties.
    """

    starts: Integers  # [n + 1]: the neighbours of i are targets[starts[i] : starts[i + 1]]
    targets: Integers  # int32 [2 * ties]
    names: tuple[str, ...] | None = None  # one a person, when a file brought them

    @classmethod
    def from_edges(
        cls, n: int, a: Integers, b: Integers, names: tuple[str, ...] | None = None
    ) -> Network:
        """Ties between a[k] and b[k] among n people; loops and repeats are dropped."""
        one, other = (np.ascontiguousarray(ends, dtype=np.int32) for ends in (a, b))
        if one.shape != other.shape or one.ndim != 1:
            raise ValueError("both ends of the ties must be vectors of one length")
        if one.size and not (0 <= min(one.min(), other.min()) <= max(one.max(), other.max()) < n):
            raise ValueError(f"a tie leaves the range of people 0 ... {n - 1}")
        if names is not None and len(names) != n:
            raise ValueError(f"{len(names)} names for {n} people")
        starts, targets = _sorted_rows(n, one, other)
        fits = targets.size <= np.iinfo(np.int32).max
        return cls(starts.astype(np.int32) if fits else starts, targets, names)

    @property
    def size(self) -> int:
        """Number of people."""
        return self.starts.size - 1

    @property
    def ties(self) -> int:
        """Number of undirected ties."""
        return self.targets.size // 2

    @property
    def degree(self) -> Integers:
        """Number of neighbours of each person, int64 [n]."""
        return np.diff(self.starts)

    def neighbours(self, person: int) -> Integers:
        """The people tied to one person, ascending; a view, not a copy."""
        return self.targets[self.starts[person] : self.starts[person + 1]]

    def edges(self) -> tuple[Integers, Integers]:
        """Every tie once: its lower ends and its upper ends."""
        owner = np.repeat(np.arange(self.size, dtype=np.int32), self.degree)
        once = owner < self.targets
        return owner[once], self.targets[once]

    def statistics(self, sample: int = 20_000) -> NetworkStatistics:
        """Size and shape; clustering from `sample` people where the network has more than that."""
        return describe_network(self.starts, self.targets, sample)

    def to_networkx(self) -> networkx.Graph[int]:
        """The same network for networkx; names become the node attribute `name`."""
        import networkx  # noqa: PLC0415 - heavy, and needed for exchange only

        graph: networkx.Graph[int] = networkx.Graph()
        graph.add_nodes_from(range(self.size))
        lower, upper = self.edges()
        graph.add_edges_from(zip(lower.tolist(), upper.tolist(), strict=True))
        if self.names is not None:
            networkx.set_node_attributes(graph, dict(enumerate(self.names)), "name")
        return graph


@compiled
def _sorted_rows(n: int, a: Integers, b: Integers) -> tuple[Integers, Integers]:
    """Rows by a counting sort, twice.

    A symmetric network equals its transpose, and transposing visits the rows in order, so the
    second pass sorts every row without comparing anything. Repeats are then neighbours in a row.
    """
    starts = np.zeros(n + 1, np.int64)
    for tie in range(a.size):
        if a[tie] != b[tie]:
            starts[a[tie] + 1] += 1
            starts[b[tie] + 1] += 1
    for row in range(n):
        starts[row + 1] += starts[row]
    rough = np.empty(starts[n], np.int32)
    cursor = starts[:-1].copy()
    for tie in range(a.size):
        one, other = a[tie], b[tie]
        if one != other:
            rough[cursor[one]] = other
            cursor[one] += 1
            rough[cursor[other]] = one
            cursor[other] += 1
    targets = np.empty_like(rough)
    for row in range(n):
        cursor[row] = starts[row]
    for row in range(n):
        for at in range(starts[row], starts[row + 1]):
            other = rough[at]
            targets[cursor[other]] = row
            cursor[other] += 1
    kept = 0
    begin = 0
    for row in range(n):
        end = starts[row + 1]
        last = -1
        for at in range(begin, end):
            if targets[at] != last:
                last = targets[at]
                targets[kept] = last
                kept += 1
        starts[row + 1] = kept
        begin = end
    return starts, targets if kept == targets.size else targets[:kept].copy()
