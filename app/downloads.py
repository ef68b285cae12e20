"""What a visitor takes home: all tables as Parquet and CSV, and the scenario to run it again."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.studio import Studio
from model.levers import Pull


def data_zip(studio: Studio) -> bytes:
    """The folder that `livemarket run` would leave, each table also as CSV, and the scenario."""
    results = studio.market.results()
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        results.save(folder)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
            for name, frame in results.tables().items():
                archive.writestr(f"{name}.csv", frame.to_csv(index=False))
            archive.writestr("scenario.toml", scenario_toml(studio))
    return packed.getvalue()


def scenario_toml(studio: Studio) -> str:
    """A scenario file that extends the one chosen by what was changed; levers as remarks."""
    lines = [
        "# livemarket run this.toml",
        f"extends = {_literal(studio.name)}",
        f"title = {_literal(studio.scenario.title)}",
        f"question = {_literal(studio.scenario.question)}",
        *(f"{path} = {_literal(value)}" for path, value in sorted(studio.overrides.items())),
    ]
    if studio.market.pulled:
        lines += ["", "# pulled while it ran; in Python, before stepping into that day:"]
        lines += [f"#   day {pull.day}: {_call(pull)}" for pull in studio.market.pulled]
    return "\n".join(lines) + "\n"


def _call(pull: Pull) -> str:
    if pull.lever == "dismiss":
        return f"market.dismiss({pull.value:.0f})"
    return f"market.pull({pull.lever!r}, {pull.value:g})"


def _literal(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    return repr(value)
