"""`livemarket app`: what it refuses before a browser opens, and whom it listens to."""

from __future__ import annotations

import socket

import pytest

from app import command
from experiments.__main__ import main


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
