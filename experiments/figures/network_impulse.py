"""A corner of the public: friends, the anchors they follow, and how excited they are."""

from __future__ import annotations

from typing import final

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from experiments.figure import FigureKind
from experiments.style import GREY, INK, SMALL, nothing, page, short
from model.results import Results

HEAT = LinearSegmentedColormap.from_list(
    "heat", ["#e8ebf0", "#f7d9a8", "#f0a34e", "#D55E00", "#8c2d04"]
)


@final
class NetworkImpulse(FigureKind):
    """A sample around the most followed anchors at the end of the run."""

    kind = "network_impulse"
    title = "Anchors, their followers, and who is excited"
    caption = (
        "A small sample, not the whole market: the most followed anchors (dark, larger with more "
        "followers; the number is the anchor's) with some followers and friends of theirs. Thin "
        "grey lines tie friends, pale red ones lead to the anchors they follow. The warmer a dot, "
        "the more excited that consumer was when last touched; colours end at the 95th percentile."
    )

    def draw(self, results: Results) -> Figure:
        """Positions were fixed when the sample was taken."""
        figure = page(self.title, width=8.6, height=7.2)
        portrait = results.portrait
        if portrait is None or portrait.nodes.empty:
            return nothing(figure, "No sample of the networks was taken.")
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_aspect("equal")
        nodes, edges = portrait.nodes, portrait.edges
        place = nodes[["x", "y"]].to_numpy()
        for follow, colour in ((True, "#D55E00"), (False, "#6b7280")):
            chosen = edges[edges["follow"] == follow]
            lines = place[chosen[["source", "target"]].to_numpy()]
            alpha = float(np.clip(60 / max(len(lines), 1), 0.08, 0.45))
            axes.add_collection(LineCollection(list(lines), colors=colour, lw=0.6, alpha=alpha))
        people, hubs = nodes[~nodes["anchor"]], nodes[nodes["anchor"]]
        people = people.sort_values("weight", kind="stable")  # the excited are drawn on top
        top = float(np.quantile(people["weight"], 0.95)) if len(people) else 1.0
        dots = axes.scatter(
            people["x"], people["y"], c=people["weight"], cmap=HEAT, vmin=0, vmax=top or 1.0, s=30,
            edgecolors="#6b7280", linewidths=0.35, zorder=3,
        )  # fmt: skip
        size = 260 + 620 * hubs["weight"] / max(float(hubs["weight"].max()), 1.0)
        axes.scatter(
            hubs["x"], hubs["y"], s=size, color=INK, edgecolors="white", linewidths=1.6, zorder=4
        )
        for number, x, y in zip(hubs["number"], hubs["x"], hubs["y"], strict=True):
            axes.text(
                x, y, str(number), color="white", ha="center", va="center", fontsize=SMALL,
                fontweight="bold", zorder=5,
            )  # fmt: skip
        bar = figure.colorbar(dots, ax=axes, shrink=0.45, aspect=22, pad=0.01, extend="max")
        bar.outline.set_visible(False)
        bar.set_label("arousal of a consumer", fontsize=SMALL + 0.5, color=INK)
        bar.ax.tick_params(labelsize=SMALL, colors=GREY, length=0)
        axes.text(
            0.0, -0.01,
            f"{len(people)} consumers, {len(hubs)} anchors with up to "
            f"{short(float(hubs['weight'].max()) if len(hubs) else 0)} followers",
            transform=axes.transAxes, fontsize=SMALL, color=GREY, va="top",
        )  # fmt: skip
        axes.autoscale_view()
        return figure
