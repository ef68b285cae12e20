"""Start the app: a server for this machine alone, that asks nothing of the internet."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import warnings
import webbrowser
from types import FrameType
from typing import NoReturn, final

import uvicorn

from core.errors import BadInput
from core.scenario import resolve
from experiments.places import SCENARIOS

HOST = "127.0.0.1"
QUIET = {  # before solara is imported
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",  # a market whose page was closed is forgotten
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_MODE": "production",  # no watching of files, no reloading
}


def serve(scenario: str, port: int, browser: bool) -> int:
    """Serve the app until Ctrl-C; open a browser unless told not to."""
    resolve(scenario, SCENARIOS)  # a scenario that is not there is told now, not in the browser
    _free(port)
    os.environ |= QUIET | {
        "LIVEMARKET_SCENARIO": scenario,
        "SOLARA_APP": "app.page",
        "SERVER_NAME": HOST,
        "SERVER_PORT": str(port),
    }
    from solara.server.starlette import app as site  # reads the environment when imported

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # we are on http
    url = f"http://{HOST}:{port}"
    print(f"livemarket app: {url} (Ctrl-C ends it)", flush=True)
    server = _Server(uvicorn.Config(site, host=HOST, port=port, log_level="warning"))
    signal.signal(signal.SIGINT, _end)  # uvicorn calls it again when it has tidied up
    if browser:
        threading.Thread(target=_show, args=(server, url), daemon=True).start()
    server.run()
    return 0


@final
class _Server(uvicorn.Server):
    """Tidies up after the first Ctrl-C; the second ends it at once, without its complaints."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called on the signals that end it."""
        if self.should_exit:
            _end(sig, frame)
        super().handle_exit(sig, frame)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave with one line: nothing is kept, and tidying up would tell of a Ctrl-C at length."""
    print("livemarket: the app has ended", file=sys.stderr, flush=True)
    os._exit(0)  # there is no other way to end it


def _show(server: uvicorn.Server, url: str) -> None:
    """Open the visitor's browser once the server answers."""
    while not server.started and not server.should_exit:
        time.sleep(0.1)
    if server.started:
        webbrowser.open(url)


def _free(port: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OverflowError:
            raise BadInput("--port", port, allowed="a port: 1 to 65535") from None
        except OSError:
            raise BadInput("--port", port, allowed="a port that nobody uses") from None
