"""Where public data lie that may not be copied into the project."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(
    os.environ.get("LIVEMARKET_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
