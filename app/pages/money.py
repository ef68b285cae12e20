"""Money: who gains, where a hundred yuan went, and how many of those reached keep what they buy."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from app.panels import Panel, key, waiting
from app.studio import Studio
from app.svg import Plot, canvas, span, text
from experiments.figures.price_decomposition import COLOURS
from experiments.outcome import PARTS
from experiments.style import GREY, INK, PALE, mode_colour, mode_name, short

# neither a mode's colour nor each other's to a colour-blind eye: they differ in lightness and dash
PARTIES = {
    "factories": ("#222222", ""),
    "dealers": ("#b0a032", ""),
    "platforms": ("#2a8fc7", "7 3"),
    "anchors": ("#D55E00", ""),
    "carriers": ("#7d838d", "2 3"),
}
STAGES = {
    "people reached": ("reach", "heard at least one pitch, a person a day"),
    "pitches heard": ("exposures", "pairs of a person and a pitch"),
    "impulses": ("wishes", "came to the point of buying"),
    "orders moved by anchors": ("moved", "live, or later in the shop"),
    "orders, all doors": ("orders", "with the deliberate ones from the shelf"),
    "kept": ("kept", "received, and not sent back"),
}


def panels(studio: Studio) -> list[Panel]:
    """Who gains, the price taken apart, the funnel."""
    if studio.day == 0:
        return [Panel("hint", "No money has moved yet", waiting("Press Step."))]
    return [_gains(studio), _funnel(studio), _decomposition(studio.tables.decomposition)]


def _gains(studio: Studio) -> Panel:
    total = {name: np.cumsum(studio.series(f"profit_{name}")) for name in PARTIES}
    plot = Plot(
        520,
        292,
        (0, max(studio.day - 1, 1)),
        span(*total.values()),
        "day",
        "CNY of profit since day 0",
        right=78,
        left=52,
    )
    for name, series in total.items():
        plot.line(studio.days, series, PARTIES[name][0], 2.2, PARTIES[name][1])
    plot.ends(
        ((float(series[-1]), name, PARTIES[name][0]) for name, series in total.items()),
        size=11,
        bold=True,
    )
    total.pop("carriers")  # what they are paid is drawn, but what it costs them is not known
    best = max(total, key=lambda name: float(total[name][-1]))
    week = {
        name: float(series[-1] - series[-8]) if len(series) > 7 else float(series[-1])
        for name, series in total.items()
    }
    losers = [name for name in week if week[name] < 0]
    title = f"{best.capitalize()} have gained most"
    title += f"; this week {' and '.join(losers)} lost money" if losers else ""
    return Panel(
        "gains",
        title,
        plot.svg(),
        "Received less paid, what owners put in aside; a return costs when the buyer decides. "
        "Stock is not valued: goods cost when they are paid, so factories begin below zero. "
        "Carriers: before their own costs.",
    )


def _decomposition(parts: pd.DataFrame) -> Panel:
    parts = parts[parts.sum(axis=1) > 0]
    if parts.empty:
        return Panel("price_parts", "No mode has net sales yet", waiting("Wait a few days."))
    share = parts.div(parts.sum(axis=1), axis=0) * 100
    low = min(float(share.clip(upper=0).sum(axis=1).min()), 0.0) - 2
    high = max(float(share.clip(lower=0).sum(axis=1).max()), 100.0) + 2
    width, row_height = 1020.0, 34
    height = row_height * len(share) + 34

    def px(value: float) -> float:
        return 120 + (value - low) / (high - low) * (width - 135)

    shapes = [
        f'<path d="M{px(at):.1f} 4V{height - 28}" stroke="{INK}" stroke-dasharray="{dash}"/>'
        for at, dash in ((0, ""), (100, "4 3"))
    ]
    for place, (mode, row) in enumerate(share.iterrows()):
        top = 6 + place * row_height
        shapes.append(text(112, top + 16, mode_name(str(mode)), anchor="end", size=12, bold=True))
        shapes += _stack(row, str(mode), top, px)
    for at in range(0, int(high) + 1, 20):
        shapes.append(text(px(at), height - 14, f"{at}", size=10, colour=GREY, anchor="middle"))
    shapes.append(
        text(
            width - 2,
            height - 2,
            "yuan of 100 yuan of net sales",
            size=10.5,
            colour=GREY,
            anchor="end",
        )
    )
    legend = key(
        [
            *((COLOURS[part], PARTS[part]) for part in COLOURS),
            (PALE, "factory's earnings: colour of its mode"),
        ]
    )
    best = str(share["factory"].idxmax())
    return Panel(
        "price_parts",
        f"Of 100 yuan, {mode_name(best)} factories keep {share['factory'].max():.0f}",
        legend + canvas(width, height, "".join(shapes)),
        "From making the goods on the left to what the factory keeps on the right. "
        "Losses lie left of zero. Violet: a strategy of your own.",
    )


def _stack(row: pd.Series[float], mode: str, top: float, px: object) -> list[str]:
    assert callable(px)
    right = left = 0.0
    shapes = []
    for part, value in row.items():
        begin = right if value >= 0 else left
        x, width = px(min(begin, begin + value)), abs(px(value) - px(0))
        colour = COLOURS.get(str(part), mode_colour(mode))
        shapes.append(
            f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="24" fill="{colour}" '
            f'stroke="#fff"><title>{PARTS[str(part)]}: {value:.1f} yuan</title></rect>'
        )
        if width > 22:
            pale = colour in ("#c9ced6", "#F0E442", "#56B4E9", "#E69F00", "#CC79A7", "#8d97a6")
            shapes.append(
                text(
                    x + width / 2,
                    top + 16,
                    f"{value:.0f}",
                    anchor="middle",
                    colour=INK if pale else "#fff",
                )
            )
        right, left = right + max(value, 0.0), left + min(value, 0.0)
    return shapes


def _funnel(studio: Studio) -> Panel:
    sums = {
        name: float(np.nansum(series))
        for name, series in (
            (column, studio.series(column))
            for column in (
                "reach",
                "exposures",
                "wishes",
                "orders",
                "orders_live",
                "orders_spillover",
                "kept",
            )
        )
    }
    sums["moved"] = sums["orders_live"] + sums["orders_spillover"]
    values = [sums[column] for column, _ in STAGES.values()]
    top = max(math.log10(max(values) + 1), 1.0)
    shapes = []
    for place, (name, value) in enumerate(zip(STAGES, values, strict=True)):
        y, half = 6 + place * 44, max(math.log10(value + 1) / top, 0.01) * 135
        shade = "#D55E00" if name.startswith(("impulses", "orders moved")) else "#7f8a9c"
        shapes.append(
            f'<rect x="{320 - half:.1f}" y="{y}" width="{2 * half:.1f}" height="30" '
            f'rx="4" fill="{shade}"/>'
        )
        shapes.append(
            text(320, y + 20, short(value), size=13, colour="#fff", anchor="middle", bold=True)
        )
        shapes.append(text(4, y + 14, name, size=12, bold=True))
        shapes.append(text(4, y + 28, STAGES[name][1], size=10, colour=GREY))
    heard, moved = sums["exposures"], sums["moved"]
    title = f"One order for every {heard / moved:.0f} pitches heard" if moved else "No live order"
    share = 100 * sums["kept"] / sums["orders"] if sums["orders"] else 0.0
    return Panel(
        "funnel",
        title,
        canvas(460, 272, "".join(shapes)),
        f"Summed over the run; lengths on a log scale. {share:.0f} % of all orders are kept so "
        "far; the rest is on the road, cancelled or sent back.",
    )
