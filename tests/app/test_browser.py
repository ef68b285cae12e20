"""The app as a visitor uses it, in a real headless browser without internet."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page

from model import Market
from tests.app.conftest import Visit

ORDERS = "[data-panel=orders]"


def test_step_play_and_pause(visit: Visit) -> None:
    assert "A small town" in visit.page.locator(".lm-question").inner_text()
    visit.picture("0-first-sight")
    visit.step(1)
    visit.step(2)
    assert visit.page.locator(f"{ORDERS} svg path").count() > 3
    visit.press("fast")
    visit.press("Play")
    visit.until(".lm-day", "Day 5 ")
    visit.press("Pause")
    visit.page.get_by_role("button", name="Play", exact=True).wait_for()
    visit.page.wait_for_timeout(400)  # the day that was under way
    paused = visit.day
    visit.page.wait_for_timeout(700)
    assert visit.day == paused >= 5
    visit.press("5 d")
    visit.step(paused + 5)
    visit.picture("1-market")


def test_every_page_draws_and_a_session_can_be_replayed(visit: Visit) -> None:
    visit.press("10 d")
    visit.step(10)
    visit.tab("Session", "orders_second")
    visit.picture("2-session", whole=True)
    first = visit.page.locator("[data-panel=counter] .lm-note").inner_text()
    visit.press("2")
    visit.page.wait_for_function(
        "t => document.querySelector('[data-panel=counter] .lm-note').innerText != t", arg=first
    )
    visit.press("Replay the evening")
    visit.page.wait_for_selector(".lm-unroll")
    visit.tab("Factories", "outcome")
    visit.picture("3-factories", whole=True)
    for mode in ("Brand & dealers", "ODM", "C2M", "Incubated brand"):
        assert mode in visit.page.locator("[data-panel=outcome]").inner_text()
    visit.tab("Money", "price_parts")
    visit.picture("4-money", whole=True)
    assert visit.page.locator("[data-panel=funnel] svg rect").count() == 6


def test_a_slider_waits_for_the_reset_and_a_scenario_does_not(visit: Visit) -> None:
    visit.step(1)
    visit.slide("anchors-count", "ArrowLeft", times=2)
    visit.until(".lm-reset .lm-changed", "40 anchors")
    assert visit.day == 1
    visit.press("Reset with 1 change")
    visit.until(".lm-day", "Day 0 ")
    visit.until("[data-panel=stars]", "anchors are about to go live")
    visit.page.locator("button", has_text="Reset with").wait_for(state="detached")
    assert "40 anchors" in visit.page.locator(".lm-reset .lm-changed").inner_text()
    visit.step(1)
    visit.page.locator(".lm-side .v-select").first.click()
    visit.page.get_by_role("option", name="no_live").click()
    visit.until(".lm-question", "No live channel")
    visit.until(".lm-day", "Day 0 ")


def test_live_levers_act_without_a_reset(visit: Visit) -> None:
    visit.step(1)
    visit.slide("platforms-take_rate", times=20)
    visit.until(".lm-now .lm-changed", "10 %")
    star = visit.page.get_by_role("button", name="leaves for good")
    before = star.inner_text()
    star.click()
    visit.page.wait_for_function(
        "t => ![...document.querySelectorAll('button')].some(b => b.innerText == t)", arg=before
    )
    visit.step(2)
    visit.tab("Compare", "hint")
    text = take(visit.page, "Scenario (TOML)").read_text()
    assert "market.pull('platforms.take_rate', 0.1)" in text
    assert "market.dismiss(" in text
    visit.picture("5-levers")


def test_pin_and_compare_with_the_same_luck(visit: Visit) -> None:
    visit.press("5 d")
    visit.step(5)
    visit.tab("Compare", "hint")
    visit.press("Pin this run")
    visit.page.wait_for_selector("[data-panel=differences]")
    visit.press("Reset")
    visit.until(".lm-day", "Day 0 ")
    visit.step(5)
    visit.until("[data-panel=differences]", "0 differences, the same luck")
    visit.until("[data-panel=compare_orders]", "Orders: the same over 5 days")
    visit.slide("shipping-pace", times=20)
    visit.step(10)
    visit.until("[data-panel=differences]", "shipping.pace")
    visit.picture("6-compare", whole=True)


def test_downloads_hold_the_data_and_a_scenario_that_runs(visit: Visit, tmp_path: Path) -> None:
    visit.step(1)
    visit.step(2)
    with zipfile.ZipFile(
        io.BytesIO(take(visit.page, "Data (zip: CSV, Parquet)").read_bytes())
    ) as z:
        names = set(z.namelist())
        days = pd.read_csv(io.BytesIO(z.read("days.csv")))
        same = pd.read_parquet(io.BytesIO(z.read("days.parquet")))
    assert {"manifest.json", "scenario.toml", "factories.csv", "sessions.parquet"} <= names
    assert len(days) == len(same) == 2
    scenario = take(visit.page, "Scenario (TOML)")
    assert tomllib.loads(scenario.read_text())["title"] == "A small town"
    kept = tmp_path / "kept.toml"
    kept.write_bytes(scenario.read_bytes())
    again = Market(kept)
    again.step()
    assert again.observer.latest["orders"] == days["orders"][0]


def take(page: Page, name: str) -> Path:
    """Click a download and wait for the file."""
    with page.expect_download(timeout=60_000) as waited:
        page.get_by_role("button", name=name).click()
    path: Path = waited.value.path()
    return path
