"""The page of all plugins: what each is, in the words of its own docstring."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from core.plugins import discover
from experiments.figure import FigureKind
from experiments.judging.study import all_studies
from experiments.markdown import table
from model.parameters import BEHAVIOURS, LEARNINGS, STRATEGIES, TRAFFICS
from model.ties.network_parameters import FOLLOW_KINDS, PEER_KINDS
from model.watching.metric import Metric


def plugin_table() -> str:
    """A Markdown page with a table a folder of plugins."""
    metrics = discover("model.metrics", Metric)  # type: ignore[type-abstract]
    figures = discover("experiments.figures", FigureKind)  # type: ignore[type-abstract]
    folders: dict[str, tuple[str, Mapping[str, type[Any]]]] = {
        "Factory strategies": ("agents/strategies", STRATEGIES),
        "Anchor behaviours": ("agents/behaviours", BEHAVIOURS),
        "Traffic rules": ("agents/traffics", TRAFFICS),
        "Learning rules": ("agents/learnings", LEARNINGS),
        "Peer networks": ("model/networks", PEER_KINDS),
        "Follow networks": ("model/follow_networks", FOLLOW_KINDS),
        "Metrics": ("model/metrics", metrics),
        "Figures": ("experiments/figures", figures),
        "Studies": ("experiments/studies", all_studies()),
    }
    parts = [
        "# Plugins",
        "Made from the code by `livemarket params --write`; do not edit. A plugin is a file and "
        "its name is its `kind`.",
    ]
    for title, (folder, found) in folders.items():
        rows = (
            (f"`{kind}`", f"[{plugin.__name__}](../../{folder}/{kind}.py)", first_line(plugin))
            for kind, plugin in found.items()
        )
        listed = table(("kind", "class", "what it is"), rows)
        parts.append(f"## {title}\n\nIn `{folder}/`.\n\n{listed}")
    return "\n\n".join(parts) + "\n"


def first_line(plugin: type[Any]) -> str:
    """The first sentence or line of a docstring; every plugin has one."""
    return inspect.cleandoc(plugin.__doc__ or "").partition("\n")[0]
