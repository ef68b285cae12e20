"""Where a hundred yuan that consumers paid for good went, by mode."""

from __future__ import annotations

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from core.arrays import Floats
from experiments.figure import FigureKind
from experiments.outcome import PARTS, decomposition_by_mode
from experiments.style import INK, OWN_MODE, SMALL, mode_colour, mode_name, nothing, page, tidy
from model.results import Results

COLOURS = {
    "making": "#3f4a5a",
    "unsold": "#8d97a6",
    "carriage": "#c9ced6",
    "anchors": "#D55E00",
    "platform": "#56B4E9",
    "dealers": "#F0E442",
}
ON_DARK = ("#3f4a5a", "#D55E00", "#0072B2", "#009E73", OWN_MODE)


@final
class PriceDecomposition(FigureKind):
    """From unit cost to retail, in shares of net sales."""

    kind = "price_decomposition"
    title = "Where 100 yuan of net sales went"
    caption = (
        "Each bar adds up to the 100 yuan that consumers paid and did not get back, from the cost "
        "of making the goods sold, on the left, to what the factory kept, at the end in the colour "
        "of its mode (violet: a strategy of one's own). A part drawn to the left of zero is a "
        "loss, and then the others add up to more than 100. Goods left at the end count with "
        "their owners for what they can bring; set-up, waste, unsold and other costs are what was "
        "spent beyond that and what was sold. Carriage is shared out by parcels; the platform has "
        "what remains after all others."
    )

    def draw(self, results: Results) -> Figure:
        """Sums over the run; modes without net sales are left out."""
        figure = page(self.title, height=4.6)
        parts = decomposition_by_mode(results)
        parts = parts[parts.sum(axis=1) > 0]
        if parts.empty:
            return nothing(figure, "No mode had net sales in this run.")
        axes = figure.add_subplot()
        tidy(axes, "yuan of 100 yuan of net sales", grid="x")
        for row, mode in enumerate(parts.index):
            _bar(axes, row, str(mode), 100 * parts.loc[mode].to_numpy() / parts.loc[mode].sum())
        names = [mode_name(str(mode)) for mode in parts.index]
        axes.set_yticks(np.arange(len(names)), names)
        axes.tick_params(axis="y", labelcolor=INK, labelsize=SMALL + 1.5)
        axes.invert_yaxis()
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=INK, lw=0.9)
        axes.axvline(100, color=INK, lw=0.9, ls=(0, (4, 3)))
        patches = [Patch(color=COLOURS[part], label=PARTS[part]) for part in COLOURS]
        patches.append(
            Patch(facecolor="white", edgecolor=INK, label="factory's earnings (colour of mode)")
        )
        figure.legend(
            handles=patches, loc="outside lower center", ncols=4, frameon=False, fontsize=SMALL
        )
        return figure


def _bar(axes: Axes, row: int, mode: str, shares: Floats) -> None:
    """Gains grow to the right of zero, losses to the left."""
    right = left = 0.0
    for part, share in zip(PARTS, shares, strict=True):
        begin = right if share >= 0 else left
        colour = COLOURS.get(part, mode_colour(mode))
        axes.barh(row, share, left=begin, color=colour, height=0.62, edgecolor="white", lw=0.8)
        if abs(share) >= 4:
            axes.text(
                begin + share / 2, row, f"{share:.0f}", ha="center", va="center",
                fontsize=SMALL, color="white" if colour in ON_DARK else INK,
            )  # fmt: skip
        right, left = right + max(share, 0), left + min(share, 0)
