"""The page of all scenarios: what each is called and what it asks."""

from __future__ import annotations

from pathlib import Path

from core.scenario import known_scenarios, read_toml, resolve
from experiments.markdown import table


def scenario_table(folder: Path) -> str:
    """A Markdown page with a row a scenario file."""
    parts = [
        "# Scenarios",
        "Made from `scenarios/*.toml` by `livemarket params --write`; do not edit. A file holds "
        "only what differs from what it extends, and in the end from the "
        "[defaults](parameters.md).",
        table(
            ("scenario", "title", "question", "extends"),
            (_row(folder, name) for name in known_scenarios(folder)),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _row(folder: Path, name: str) -> tuple[str, ...]:
    tree = resolve(name, folder)
    parents = read_toml(folder / f"{name}.toml").get("extends", [])
    above = ", ".join([parents] if isinstance(parents, str) else parents) or "the defaults"
    return f"`{name}`", tree.get("title", ""), tree.get("question", ""), above
