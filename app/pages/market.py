"""Market: who knows whom, who is moved, who buys; orders by the door they came through."""

from __future__ import annotations

import math

import numpy as np

from app.panels import Panel, key, table, waiting
from app.sample import Mood, Sample
from app.studio import Studio
from app.svg import Plot, canvas, span, text
from core.arrays import Floats
from core.units import to_yuan
from experiments.style import CHANNEL_COLOURS, CHANNEL_NAMES, INK, short, smooth

SIZE = 520.0  # px of the square network
CALM, MOVED = (212, 217, 225), (213, 94, 0)  # from grey to the colour of live
FULL = 1.5  # arousal at which the colour is full
TINTS = ("#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6b7280")


def panels(studio: Studio) -> list[Panel]:
    """Network, orders over time, the anchors that count."""
    return [_network(studio), _orders(studio), _stars(studio)]


def colour_of(arousal: float) -> str:
    """From calm to moved."""
    share = min(math.sqrt(max(arousal, 0.0) / FULL), 1.0)
    return "#" + "".join(
        f"{round(calm + share * (moved - calm)):02x}"
        for calm, moved in zip(CALM, MOVED, strict=True)
    )


def _network(studio: Studio) -> Panel:
    sample, mood = studio.sample, studio.mood
    watched, bought = int(mood.watched.sum()), int(mood.bought.sum())
    if studio.day == 0:
        title = "The neighbourhoods of the most followed anchors, before the first day"
    elif not sample.people.size:
        title = "Nobody follows an anchor here"
    else:
        title = f"{watched} of these {sample.people.size} people watched, {bought} bought"
    entries = [(colour_of(0), "calm"), (colour_of(0.3), "stirred"), (colour_of(FULL), "excited")]
    legend = key([*entries, ("#ffffff", "ring: bought today"), (INK, "anchor")], "dot")
    return Panel(
        "network",
        title,
        legend + canvas(SIZE, SIZE, _drawing(studio, sample, mood), "lm-network"),
        "Friends (grey ties) and follows (pale rays). Tints are communities of friends; colour is "
        "the excitement that today's sessions left.",
    )


def _drawing(studio: Studio, sample: Sample, mood: Mood) -> str:
    x = SIZE / 2 + sample.x * (SIZE / 2 - 22)
    y = SIZE / 2 + sample.y * (SIZE / 2 - 22)
    people = sample.people.size

    def strokes(pairs: list[list[int]]) -> str:
        return "".join(f"M{x[a]:.1f} {y[a]:.1f}L{x[b]:.1f} {y[b]:.1f}" for a, b in pairs)

    parts = [_tints(sample, x, y)]
    parts.append(f'<path d="{strokes(sample.follows.tolist())}" stroke="#f3e1d6"/>')
    parts.append(f'<path d="{strokes(sample.ties.tolist())}" stroke="#c9ced6" stroke-width=".7"/>')
    for row in range(people):
        ring = f' stroke="{INK}" stroke-width="1.6"' if mood.bought[row] else ""
        radius = 4.6 if mood.bought[row] else 3.6
        parts.append(
            f'<circle cx="{x[row]:.1f}" cy="{y[row]:.1f}" r="{radius}" '
            f'fill="{colour_of(float(mood.arousal[row]))}"{ring}/>'
        )
    for row in np.flatnonzero(mood.bought).tolist():
        parts.append(f'<circle class="lm-flash" cx="{x[row]:.1f}" cy="{y[row]:.1f}" r="5"/>')
    anchors, followers = studio.market.world.anchors, studio.followers
    for place, number in enumerate(sample.hubs.tolist()):
        anchor, row = anchors[number], people + place
        fill = INK if anchor.active else "#ffffff"
        radius = 9 + 9 * math.sqrt(followers[number] / max(len(studio.market.consumers), 1))
        parts.append(
            f'<circle cx="{x[row]:.1f}" cy="{y[row]:.1f}" r="{radius:.1f}" fill="{fill}" '
            f'stroke="{INK}"><title>anchor {number}: {followers[number]:,} followers, '
            f"{anchor.behaviour.kind.replace('_', ' ')}</title></circle>"
        )
        parts.append(
            text(
                x[row],
                y[row] + 3.6,
                str(number),
                size=10.5,
                anchor="middle",
                bold=True,
                colour="#ffffff" if anchor.active else INK,
            )
        )
    return "".join(parts)


def _tints(sample: Sample, x: Floats, y: Floats) -> str:
    """A soft cloud behind each of the largest communities."""
    parts = []
    for group, tint in enumerate(TINTS):
        rows = np.flatnonzero(sample.community == group)
        if rows.size >= 5:
            discs = "".join(f'<circle cx="{x[r]:.0f}" cy="{y[r]:.0f}" r="17"/>' for r in rows)
            parts.append(f'<g fill="{tint}" opacity=".09">{discs}</g>')
    return "".join(parts)


def _orders(studio: Studio) -> Panel:
    channels = list(CHANNEL_COLOURS)
    legend = key((CHANNEL_COLOURS[c], CHANNEL_NAMES[c]) for c in channels)
    if studio.day == 0:
        return Panel("orders", "Orders by the door they came through", waiting("Press Step."))
    days = studio.days
    base = np.zeros(studio.day)
    parts = {c: smooth(studio.series(f"orders_{c}")) for c in reversed(channels)}
    total = np.sum(list(parts.values()), axis=0)
    raw = studio.series("orders")
    plot = Plot(
        500, 215, (0, max(studio.day - 1, 1)), span(total, raw), "day", "orders a day", right=12
    )
    for channel, values in parts.items():
        plot.area(days, base, base + values, CHANNEL_COLOURS[channel], 0.9)
        base = base + values
    plot.line(days, raw, INK, 0.8, opacity=0.55)
    for pull in studio.market.pulled:
        plot.marker(pull.day, pull.lever.rpartition(".")[2].replace("_", " "))
    live, orders = studio.series("orders_live")[-7:].sum(), raw[-7:].sum()
    share = f"{100 * live / orders:.0f} %" if orders else "none"
    return Panel(
        "orders",
        f"{share} of this week's orders came while a session ran",
        legend + plot.svg(),
        "Bands: mean over a week. Thin line: all orders, day by day.",
    )


def _stars(studio: Studio) -> Panel:
    anchors = studio.market.world.anchors
    active = [anchor for anchor in anchors if anchor.active]
    if not active:
        return Panel("stars", "No anchor is at work", waiting("This market has no live channel."))
    best = sorted(active, key=lambda anchor: -anchor.cumulative_income)[:6]
    followers, known = studio.followers, studio.market.world.experience
    rows = [
        (
            f"anchor {a.index}",
            a.behaviour.kind.replace("_", " "),
            f"{followers[a.index]:,}",
            short(float(known.income[a.index])),
            short(to_yuan(a.cumulative_income)),
        )
        for a in best
    ]
    heads = ("", "looks for", "followers", "CNY a slot", "CNY so far")
    whole = sum(max(anchor.cumulative_income, 0) for anchor in active)
    share = sum(max(anchor.cumulative_income, 0) for anchor in best) / whole if whole else 0.0
    title = f"{len(best)} of {len(active)} anchors have {100 * share:.0f} % of what anchors earned"
    if studio.day == 0:
        title = f"{len(active)} anchors are about to go live"
    return Panel("stars", title, table(heads, rows), "The six with the highest income so far.")
