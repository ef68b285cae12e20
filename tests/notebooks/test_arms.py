"""Comparisons of worlds: pairs are pairs, intervals are Student's, pictures show nothing early."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.errors import BadInput
from experiments.arm_figures import draw_courses, draw_gaps, gap_page, show
from experiments.arms import Arm, gaps, live_arm, live_arms, said
from experiments.summary import relative_effect
from model import Market, load_scenario

SMALL = {"consumers.count": 300, "anchors.count": 6}


def test_a_row_is_what_the_market_alone_would_have_shown() -> None:
    lived = live_arms(
        {"plain": Arm()}, (3,), 4, ["gmv"], SMALL, lambda market: {"day": market.world.day}
    )
    alone = Market(load_scenario("base", **SMALL), seed=3).run(days=4)
    assert lived.runs.loc[0, "gmv"] == alone.days["gmv"].sum()
    assert lived.runs.loc[0, ["arm", "seed", "day"]].tolist() == ["plain", 3, 4]
    pd.testing.assert_series_equal(lived.days["gmv"], alone.days["gmv"])


def test_what_is_read_off_orders_has_its_orders() -> None:
    runs = live_arms({"plain": Arm()}, (3,), 4, ["orders_per_day", "orders"], SMALL).runs
    assert 4 * runs.loc[0, "orders_per_day"] == runs.loc[0, "orders"] > 0


def test_a_hand_is_felt_from_its_morning_on_and_not_before() -> None:
    plain = live_arm(Arm(), 1, 6, SMALL).observer.days()
    left = live_arm(Arm(hands={3: Market.dismiss}), 1, 6, SMALL).observer.days()
    pd.testing.assert_frame_equal(plain.iloc[:3], left.iloc[:3])
    assert (left["anchors_active"][3:] < plain["anchors_active"][3:]).all()


def test_gaps_are_paired_by_seed() -> None:
    a, b = np.array([10.0, 20.0, 40.0]), np.array([11.0, 23.0, 44.0])
    frame = pd.DataFrame({"arm": ["x"] * 3 + ["y"] * 3, "seed": [1, 2, 3] * 2, "n": [*a, *b]})
    frame = frame.sample(frac=1.0, random_state=1)
    plain = gaps(frame, "x", ["n"]).iloc[0]
    low, high = stats.ttest_1samp(b - a, 0.0).confidence_interval(0.95)
    assert (plain["arm"], plain["n"]) == ("y", 3)
    assert plain[["difference", "low", "high"]].tolist() == pytest.approx([8 / 3, low, high])
    share = gaps(frame.assign(n=frame["n"] + 60.0), "x", ["n"], relative=True).iloc[0]
    told = relative_effect(b - a, a + 60.0)
    ends = [(b - a).mean() / (a + 60.0).mean(), told.low, told.high]
    assert share[["difference", "low", "high"]].tolist() == pytest.approx(ends)
    assert share["p"] == plain["p"]
    assert share["variance_reduction"] == pytest.approx(plain["variance_reduction"])
    assert plain["variance_reduction"] > 10.0


@pytest.mark.parametrize(
    ("changed", "first", "numbers", "wanted"),
    [
        (
            {},
            "no liev",
            ["gmv"],
            "arm = 'no liev' (did you mean 'no live'?); allowed: live, no live",
        ),
        ({}, "live", ["gvm"], "metrics = 'gvm' (did you mean 'gmv'?); allowed: arm, seed, gmv"),
        ({}, "live", "gmv", "metrics = 'gmv'; allowed: a list of names, such as ['gmv']"),
        ({"arm": "live"}, "live", ["gmv"], "arm = 'live'; allowed: an arm beside others"),
        ({"seed": 3}, "live", ["gmv"], "seed = 3; allowed: once in each arm"),
    ],
)
def test_a_wrong_comparison_is_answered_with_what_there_is(
    changed: dict[str, object], first: str, numbers: list[str], wanted: str
) -> None:
    frame = pd.DataFrame({"arm": ["live", "no live"] * 2, "seed": [1, 1, 2, 2], "gmv": 1.0})
    with pytest.raises(BadInput, match=re.escape(wanted)):
        gaps(frame.assign(**changed), first, numbers)
    with pytest.raises(BadInput, match=r"column = 'arm'; allowed: world, seed, gmv"):
        gaps(frame.rename(columns={"arm": "world"}), "live", ["gmv"])


@pytest.mark.parametrize(("arms", "seeds", "key"), [({}, [1], "arms"), ({"a": Arm()}, [], "seeds")])
def test_a_comparison_of_nothing_is_refused(
    arms: dict[str, Arm], seeds: list[int], key: str
) -> None:
    with pytest.raises(BadInput, match=f"{key} = .*; allowed: at least one"):
        live_arms(arms, iter(seeds), 1)


def test_a_gap_is_said_with_its_interval() -> None:
    gap = pd.Series({"difference": 0.424, "low": 0.39, "high": 0.45})
    assert said(gap) == "+42.4 % (95 % interval +39.0 to +45.0)"
    assert said(12_345 * gap, "CNY") == "+5,234 CNY (95 % interval +4,815 to +5,555)"
    assert said(gap * np.nan).startswith("not told: too few seeds, or a base not surely above zero")
    assert said(gap, "CNY") == "+0.424 CNY (95 % interval +0.390 to +0.450)"


def test_a_course_shows_nothing_before_it_happened() -> None:
    days = pd.DataFrame(
        {
            "arm": "x",
            "day": list(range(20)) * 2,
            "seed": [1] * 20 + [2] * 20,
            "n": ([0.0] * 10 + [7.0] * 10) * 2,
        }
    )
    _, axes = gap_page("A step")
    draw_courses(axes, days, "n", "units", {"x": "black"})
    seen = axes.lines[0].get_ydata()
    assert seen[:10].tolist() == [0.0] * 10
    assert seen[10:17] == pytest.approx(np.arange(1.0, 8.0))


def test_equal_pages_are_equal_bytes_and_tell_their_heading() -> None:
    rows = pd.DataFrame({"arm": ["x"], "difference": [0.1], "low": [0.0], "high": [0.2]})
    pictures = []
    for _ in range(2):
        figure, axes = gap_page("What is seen")
        draw_gaps(axes, rows, "change", share=True)
        pictures.append(show(figure))
    assert pictures[0].png == pictures[1].png
    assert repr(pictures[0]) == "Figure: What is seen"
