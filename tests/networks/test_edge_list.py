"""Edge lists: three formats, any names, and mistakes told with their line."""

from __future__ import annotations

from pathlib import Path

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from model.ties.edge_list import EdgeList, read_edge_list

GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<graph edgedefault="directed">
<node id="Ann"/>
<node id="Bo"/>
<edge source="Bo" target="Cy"/>
{line}
</graph>
</graphml>
"""


def write(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_bytes(content.encode())
    return str(path)


def pairs(edges: EdgeList) -> list[tuple[str, str]]:
    ends = zip(edges.source.tolist(), edges.target.tolist(), strict=True)
    return [(edges.names[a], edges.names[b]) for a, b in ends]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("snap.txt", "# comment\n# From\tTo\n30\t1412\n30 7\n\n  7   30  \n"),
        ("windows.txt", "# comment\r\n30\t1412\r\n30\t7\r\n7\t30"),
        ("plain.csv", "30,1412\n30,7\n7,30\n"),
        ("headed.csv", "follower,followed\n30,1412\n30,7\n7,30\n"),
        ("odd_header.csv", "\ufeffwho,whom\n30, 1412\n 30,7\n7,30\n"),
        ("quoted.csv", '"source","target"\n"30","1412"\n30,7\n7,"30"\n'),
        ("commas.txt", "30,1412\n30,7\n7,30\n"),
    ],
)
def test_the_same_edges_in_many_dresses(tmp_path: Path, name: str, content: str) -> None:
    edges = read_edge_list(write(tmp_path, name, content), "peers.path")
    assert edges.names == ("30", "1412", "7")  # in order of first appearance
    assert edges.source.tolist() == [0, 0, 2]
    assert edges.target.tolist() == [1, 2, 0]


def test_any_names(tmp_path: Path) -> None:
    tabs = read_edge_list(write(tmp_path, "a.txt", "Li Jiaqi\t薇娅\n薇娅\tAnn\n"), "x")
    assert pairs(tabs) == [("Li Jiaqi", "薇娅"), ("薇娅", "Ann")]
    letters = read_edge_list(write(tmp_path, "b.csv", "a,b\nb,c\n"), "x")
    assert pairs(letters) == [("a", "b"), ("b", "c")]  # names, not headings
    commas = read_edge_list(write(tmp_path, "a.csv", '"Li, ""Jia""",Bo B\nBo B,01\n'), "x")
    assert pairs(commas) == [('Li, "Jia"', "Bo B"), ("Bo B", "01")]


def test_graphml(tmp_path: Path) -> None:
    path = write(tmp_path, "a.graphml", GRAPHML.format(line='<edge source="Ann" target="Bo"/>'))
    edges = read_edge_list(path, "peers.path")
    assert edges.names == ("Ann", "Bo", "Cy")
    assert pairs(edges) == [("Bo", "Cy"), ("Ann", "Bo")]


def test_graphml_written_by_networkx(tmp_path: Path) -> None:
    graph = networkx.karate_club_graph()
    networkx.write_graphml(graph, tmp_path / "club.graphml")
    edges = read_edge_list(str(tmp_path / "club.graphml"), "peers.path")
    assert {(int(a), int(b)) for a, b in pairs(edges)} == set(graph.edges)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "# c\n1 2\n\n3\n4 5\n", "line 4 is '3'"),
        ("a.txt", "1\t2\n1 2 3\n", "line 2 is '1 2 3'"),
        ("a.txt", "1\t2\n1\t2\t3\n", "line 2 is"),
        ("a.csv", "a,b\n1,2\n1;2\n", "line 3 is '1;2'"),
        ("a.csv", "1,2\n1,\n", "line 2 is '1,'"),
        ("a.csv", "1,2\n,1\n", "line 2 is ',1'"),
        ("a.csv", "1,2,3\n1,2\n", "line 1 is '1,2,3'"),
        ("a.csv", '1,2\n"",1\n', "line 2 is"),
        ("a.graphml", GRAPHML.format(line='<edge source="Ann"/>'), "line 7 is '<edge source="),
        ("a.graphml", GRAPHML.format(line="<edge"), "line 8 is"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(BadInput) as refusal:
        read_edge_list(path, "follows.path")
    message = str(refusal.value)
    assert message.startswith("follows.path = ")
    assert name in message  # of a long path, its middle is left out
    assert told in message


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.graphml"])
@pytest.mark.parametrize("content", ["", "\n", "# nothing but a comment\n"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(BadInput, match=r"peers\.path = .*"):
        read_edge_list(write(tmp_path, name, content), "peers.path")


@pytest.mark.parametrize("path", ["", ".", "nowhere/to/be/found.txt", "nul\0.txt"])
def test_a_missing_file_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match=r"follows\.path = .*readable file"):
        read_edge_list(path, "follows.path")


@given(
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=3_000)
)
@settings(max_examples=25)
def test_numbering_agrees_with_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory, edges: list[tuple[int, int]]
) -> None:
    lines = "".join(f"{a}\t{b}\n" for a, b in edges)
    path = write(tmp_path_factory.mktemp("edges"), "a.txt", lines)
    number: dict[str, int] = {}
    wanted = [number.setdefault(str(name), len(number)) for edge in edges for name in edge]
    found = read_edge_list(path, "x")
    assert found.names == tuple(number)
    assert np.column_stack((found.source, found.target)).ravel().tolist() == wanted
