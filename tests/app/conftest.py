"""A served app, and a page of it in a real browser that reports whatever goes wrong."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "out" / "app"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PATIENCE = 90_000  # ms: first use compiles, and the machine may be busy
TOWN = """
extends = "base"
title = "A small town"
question = "Does the app work?"
consumers.count = 2000
market.days = 700
"""


@dataclass
class Visit:
    """One page, and what it complained of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        home = (self.address, self.address.replace("http", "ws"), "blob:", "data:")
        self.page.on(
            "request",
            lambda r: None if r.url.startswith(home) else self.complaints.append(f"left: {r.url}"),
        )
        self.page.on("requestfailed", lambda r: self.complaints.append(f"failed: {r.url}"))
        self.page.on(
            "response",
            lambda r: self.complaints.append(f"{r.status}: {r.url}") if r.status >= 400 else None,
        )
        self.page.on(
            "console",
            lambda m: self.complaints.append(f"console: {m.text}") if m.type == "error" else None,
        )
        self.page.on("pageerror", lambda e: self.complaints.append(f"script: {e}"))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def until(self, selector: str, words: str) -> None:
        """Wait until an element says so."""
        self.page.wait_for_function(
            "([s, w]) => [...document.querySelectorAll(s)].some(e => e.innerText.includes(w))",
            arg=[selector, words],
            timeout=PATIENCE,
        )

    def step(self, until_day: int) -> None:
        self.press("Step")
        self.until(".lm-day", f"Day {until_day} ")

    @property
    def day(self) -> int:
        return int(self.page.locator(".lm-day b").inner_text().removeprefix("Day "))

    def slide(self, name: str, key: str = "ArrowRight", times: int = 1) -> None:
        thumb = self.page.locator(f".lm-slide-{name} [role=slider]")
        thumb.focus()
        for _ in range(times):
            thumb.press(key)

    def tab(self, name: str, panel: str) -> None:
        self.page.get_by_role("tab", name=name).click()
        self.page.wait_for_selector(f"[data-panel={panel}]", timeout=PATIENCE)

    def picture(self, name: str, whole: bool = False) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(300)  # a transition of the tabs ends
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: the app is not tested in a browser")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=found, headless=True, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as a user starts it, with a small scenario."""
    town = tmp_path_factory.mktemp("scenario") / "town.toml"
    town.write_text(TOWN, encoding="utf-8")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    words = ["-m", "experiments", "app", str(town), "--port", str(port), "--no-browser"]
    log = tmp_path_factory.mktemp("log") / "server.txt"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)
    told = log.read_text()
    assert "Traceback" not in told, told


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the app did not start: {log.read_text()}")


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """A fresh visitor whose market is built; at the end nothing may have gone wrong."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    one = Visit(page, address)
    one.listen()
    page.goto(address)
    page.wait_for_selector("[data-panel=network]", timeout=PATIENCE)
    yield one
    context.close()
    assert not one.complaints
