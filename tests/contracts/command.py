"""The real command line, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--consumers", "300", "--set", "anchors.count=5")


def environment(**more: str) -> dict[str, str]:
    """The environment, with this repository first on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def livemarket(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run to the end; a run that hangs fails the test."""
    return subprocess.run(
        [sys.executable, "-m", "experiments", *words],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
