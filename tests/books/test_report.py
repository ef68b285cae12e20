"""Figures draw whatever happened; the report stands alone and says no more than the run."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from experiments.figure import FigureKind, all_figures
from experiments.outcome import (
    OUTCOME,
    PARTS,
    decomposition_by_mode,
    outcome_by_mode,
    print_outcome,
    verdict,
)
from experiments.report import render, write_report
from model.results import Results
from tests.books import fakes
from tests.books.test_observation import watch

RUNS = {
    "plausible": fakes.plausible(20),
    "tiny": Results.collect(watch(1)[0], {}, seed=1),
    "nothing": fakes.nothing(),
}


@pytest.mark.parametrize("run", list(RUNS))
@pytest.mark.parametrize("figure", all_figures(), ids=lambda figure: figure.kind)
def test_a_figure_draws_and_is_the_same_twice(figure: FigureKind, run: str) -> None:
    picture = render(figure, RUNS[run])
    assert picture.startswith(b"\x89PNG")
    assert picture == render(figure, RUNS[run])


def test_every_figure_tells_how_to_read_it() -> None:
    assert len(all_figures()) >= 8
    assert all(figure.title and len(figure.caption) > 80 for figure in all_figures())


@pytest.mark.parametrize("run", list(RUNS))
def test_the_report_stands_alone(run: str, tmp_path: Path) -> None:
    page = write_report(RUNS[run], tmp_path).read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=\"(?!data:)|<link|@import|<script", page)
    assert page.count("data:image/png;base64,") == len(all_figures())
    for figure in all_figures():
        assert f'id="{figure.kind}"' in page
        assert (tmp_path / "figures" / f"{figure.kind}.png").exists()
    assert all(value in page for value in RUNS[run].digests().values())


def test_the_report_shows_the_follow_graph_if_it_is_known(tmp_path: Path) -> None:
    page = write_report(RUNS["plausible"], tmp_path).read_text(encoding="utf-8")
    assert "in degree gini" in page
    bare = write_report(RUNS["tiny"], tmp_path / "bare").read_text(encoding="utf-8")
    assert "Who follows whom" not in bare


def test_the_outcome_by_hand() -> None:
    outcome = outcome_by_mode(Results.collect(watch(2)[0], {}, seed=1))
    assert list(outcome) == list(OUTCOME)
    assert list(outcome.index) == ["brand_dealer", "c2m"]
    c2m, brand = outcome.loc["c2m"], outcome.loc["brand_dealer"]
    assert (c2m["orders"], c2m["gmv"], c2m["net_sales"]) == (6, 620.0, 200.0)
    assert c2m["return_rate"] == pytest.approx(1 / 2)
    assert c2m["stockouts"] == 1.0
    assert brand["stockouts"] == 0.0
    assert c2m["profit"] == pytest.approx(152.0)
    assert c2m["earnings"] == pytest.approx(152.0 + (10 + 20) * 60)  # goods of one day, not two
    assert c2m["chain_earnings"] == pytest.approx(2 * (100 - 60 - 10) + (10 + 20) * 60)
    assert brand["chain_earnings"] == pytest.approx(2 * (500 - 50 - 3) + (10 + 20 + 30) * 50)
    assert c2m["price_to_cost"] == pytest.approx(620 / (6 * 60))
    assert (c2m["leftover"], brand["leftover"]) == (10, 40)
    assert c2m["leftover_days"] == pytest.approx(10 / 2)
    assert c2m["forecast_error"] == pytest.approx(1 / 7)


def test_the_parts_of_net_sales_add_up() -> None:
    for run in ("plausible", "tiny"):
        parts = decomposition_by_mode(RUNS[run])
        assert list(parts) == list(PARTS)
        net_sales = outcome_by_mode(RUNS[run])["net_sales"]
        assert parts.sum(axis=1).to_numpy() == pytest.approx(net_sales.to_numpy())


def test_the_verdict_names_the_best_mode_with_its_number() -> None:
    outcome = outcome_by_mode(RUNS["tiny"])
    assert outcome["margin"]["c2m"] == pytest.approx(18.76)
    assert "the C2M chain earned most per yuan of net sales, +18.300 CNY" in verdict(outcome)
    assert verdict(outcome).endswith("C2M came first with +18.760 CNY.")
    assert "lost least" in verdict(outcome.assign(chain_margin=[-0.5, -0.2]))
    assert "No mode had net sales" in verdict(outcome_by_mode(RUNS["nothing"]))


@pytest.mark.parametrize("terminal", [True, False])
def test_the_outcome_ends_with_one_sentence(terminal: bool) -> None:
    out = io.StringIO()
    print_outcome(RUNS["plausible"], Console(file=out, force_terminal=terminal, width=160))
    text = out.getvalue()
    assert text.endswith(verdict(outcome_by_mode(RUNS["plausible"])) + "\n")
    assert "net sales [CNY]" in text
    assert ("\x1b" in text) == terminal
