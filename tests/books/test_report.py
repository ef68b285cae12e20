"""Figures draw whatever happened; the report stands alone and says no more than the run."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from agents.stock import RecentSales
from experiments.figure import FigureKind, all_figures
from experiments.figures.price_decomposition import COLOURS
from experiments.figures.session_minutes import bar_minutes
from experiments.outcome import (
    OUTCOME,
    PARTS,
    decomposition_by_mode,
    outcome_by_mode,
    print_outcome,
    verdict,
)
from experiments.report import from_base, write_report
from experiments.style import GREY, INK, MODE_COLOURS, mode_colour, png
from model import Market, load_scenario
from model.results import Results
from tests.books import fakes
from tests.books.small_day import small_day, trade
from tests.books.test_observation import watch

RUNS = {
    "plausible": fakes.plausible(20),
    "tiny": Results.collect(watch(1)[0], {}, seed=1),
    "nothing": fakes.nothing(),
}


@pytest.mark.parametrize("run", list(RUNS))
@pytest.mark.parametrize("figure", all_figures(), ids=lambda figure: figure.kind)
def test_a_figure_draws_and_is_the_same_twice(figure: FigureKind, run: str) -> None:
    picture = png(figure.draw(RUNS[run]))
    assert picture.startswith(b"\x89PNG")
    assert picture == png(figure.draw(RUNS[run]))


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
    assert c2m["earnings"] == pytest.approx(
        152.0 + (10 + 20 - 2) * 60
    )  # goods of one day, two owed
    assert c2m["chain_earnings"] == pytest.approx(2 * (100 - 60 - 10) + (10 + 20 - 2) * 60)
    assert brand["chain_earnings"] == pytest.approx(2 * (500 - 50 - 3) + (10 + 20 + 30) * 50)
    assert c2m["price_to_cost"] == pytest.approx(620 / (6 * 60))
    assert (c2m["leftover"], brand["leftover"]) == (10, 40)
    assert c2m["leftover_days"] == pytest.approx(10 / 2)
    assert c2m["forecast_error"] == pytest.approx(1 / 7)


def test_a_strategy_of_ones_own_has_a_colour_that_nothing_else_has() -> None:
    assert mode_colour("mine") not in {*COLOURS.values(), *MODE_COLOURS.values(), GREY, INK}


def test_unsellable_goods_show_in_earnings() -> None:
    observer, world = watch(1)
    world.factories[0].sales = RecentSales(0.25)  # 15 of 30 will sell, the rest at 24 for 60
    trade(world, 1)
    observer.show(small_day(1), world)
    c2m = outcome_by_mode(Results.collect(observer, {}, seed=1)).loc["c2m"]
    assert c2m["earnings"] == pytest.approx(152.0 + 15 * 60 + 13 * 24)  # two are owed
    assert c2m["earners"] == 1.0


def test_what_differs_from_base_is_listed() -> None:
    same = load_scenario("base").model_dump(mode="json")
    assert from_base(same) == []
    changed = {"consumers.count": 77, "market.seed": 9}
    other = load_scenario("base", **changed).model_dump(mode="json")
    count = same["consumers"]["count"]
    assert from_base(other) == [("consumers.count", str(count), "77")]
    told = {path: (before, here) for path, before, here in from_base(
        load_scenario("jd").model_dump(mode="json"))}  # fmt: skip
    assert told["market.platforms"] == ('["north", "south", "east"]', '["jd"]')
    assert told["platforms.jd.traffic"][1] == '"equal"'
    assert "platforms.jd.take_rate" not in told  # as in any platform


def test_bars_are_as_wide_as_they_need_orders() -> None:
    assert bar_minutes(299, 200.0) == 5.0
    assert bar_minutes(300, 200.0) == 1.0
    assert bar_minutes(300, 30.0) == pytest.approx(1 / 6)


def test_the_parts_of_net_sales_add_up() -> None:
    lived = Market("base", seed=1, **{"consumers.count": 1_000}).run(14)
    for run in (RUNS["plausible"], lived):  # what is booked on the tiny day is not what is ordered
        parts = decomposition_by_mode(run)
        assert list(parts) == list(PARTS)
        net_sales = outcome_by_mode(run)["net_sales"]
        assert parts.sum(axis=1).to_numpy() == pytest.approx(net_sales.to_numpy())


def test_the_verdict_names_the_best_mode_with_its_number() -> None:
    outcome = outcome_by_mode(RUNS["tiny"])
    assert outcome["margin"]["c2m"] == pytest.approx(17.56)
    assert verdict(outcome, 60) == (
        "Per yuan of net sales the C2M chain earned most, 17.10 CNY (next Brand & dealers, "
        "6.89 CNY); factories with positive earnings: Brand & dealers 100 %, C2M 100 %."
    )
    poor = outcome.assign(chain_margin=[-0.5, -0.2], earnings=[1.0, -5.0], earners=[0.5, 0.0])
    assert "the C2M chain lost least, -0.20 CNY" in verdict(poor, 60)
    assert verdict(poor, 60).endswith("Brand & dealers 50 %, C2M 0 % (in sum a loss: C2M).")
    assert "No mode had net sales" in verdict(outcome_by_mode(RUNS["nothing"]), 60)
    assert verdict(outcome, 2) == (
        "Nothing is said of who earned most: 30 days are needed, there are 2."
    )


@pytest.mark.parametrize("terminal", [True, False])
def test_the_outcome_ends_with_one_sentence(terminal: bool) -> None:
    out = io.StringIO()
    print_outcome(RUNS["plausible"], Console(file=out, force_terminal=terminal, width=160))
    text, days = out.getvalue(), len(RUNS["plausible"].days)
    assert text.endswith(verdict(outcome_by_mode(RUNS["plausible"]), days) + "\n")
    assert "net sales [CNY]" in text
    assert ("\x1b" in text) == terminal
