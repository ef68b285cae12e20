"""A market on a real graph, through the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from experiments.__main__ import main
from tests.public_data import DATA

FILE = DATA / "wiki-Vote.txt"


@pytest.mark.skipif(
    not FILE.is_file(),
    reason="needs wiki-Vote.txt of the Stanford Large Network Dataset Collection "
    "(snap.stanford.edu/data/wiki-Vote.html) in the folder that LIVEMARKET_DATA names",
)
def test_sixty_days_on_wiki_vote(tmp_path: Path) -> None:
    out = tmp_path / "wiki"
    words = ["run", "real_follow_graph", "--days", "60", "--set", f"follows.path={FILE}"]
    assert main([*words, "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["days"] == 60
    shape = manifest["follows"]
    assert (shape["nodes"], shape["edges"]) == (7_115, 103_689)
    assert shape["in_degree_gini"] == pytest.approx(0.82, abs=0.005)  # domain 2.12
    assert shape["reciprocity"] == pytest.approx(0.056, abs=0.0005)
    page = (out / "report.html").read_text()
    for name in ("nodes", "edges", "in degree gini", "reciprocity"):
        assert re.search(rf"{name}</td>\s*<td[^>]*>[\d.]+", page), name
