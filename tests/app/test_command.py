"""`livemarket app`: what it refuses before a browser opens, and whom it listens to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.request import urlopen

import pytest

from app import command
from experiments.__main__ import main
from tests.contracts.command import ROOT, environment


def test_an_unknown_scenario_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "bsae", "--no-browser"]) == 2
    assert "did you mean 'base'" in capsys.readouterr().err


def test_a_port_in_use_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind((command.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "base", "--port", str(port), "--no-browser"]) == 2
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "http", "-1", "70000"])
def test_a_port_that_is_none_is_told_at_once(port: str) -> None:
    assert main(["app", "base", "--port", port, "--no-browser"]) == 2


def test_it_listens_to_this_machine_alone_and_reports_to_nobody() -> None:
    assert command.HOST == "127.0.0.1"
    assert command.QUIET["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "False"


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_it_with_one_line(times: int) -> None:
    with socket.socket() as one:
        one.bind((command.HOST, 0))
        port = one.getsockname()[1]
    words = ["-m", "experiments", "app", "--no-browser", "--port", str(port)]
    app = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _wait(f"http://{command.HOST}:{port}/readyz", app)
        for _ in range(times):
            app.send_signal(signal.SIGINT)
        _, complaints = app.communicate(timeout=60)
    finally:
        app.kill()
    assert complaints == "livemarket: the app has ended\n"
    assert app.returncode == 0


def _wait(url: str, app: subprocess.Popen[str]) -> None:
    for _ in range(300):
        assert app.poll() is None
        with suppress(OSError), urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise AssertionError("the app did not start")
