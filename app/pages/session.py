"""Session: the evening of one anchor, minute by minute and order by order."""

from __future__ import annotations

import numpy as np

from app.panels import Panel, counted, key, marked, table, waiting
from app.room import Room, room_of
from app.studio import Studio
from app.svg import Plot, span
from experiments.style import CHANNEL_COLOURS, GREY, INK, in_order, mode_colour, mode_name

LIVE = CHANNEL_COLOURS["live"]


def panels(studio: Studio, rank: int = 0, replay: bool = False) -> list[Panel]:
    """One session of today; the busiest is rank 0. A replay draws it from left to right."""
    day = studio.today
    if day is None:
        return [Panel("hint", "No session yet", waiting("Press Step: the first evening is live."))]
    room = room_of(studio.market, day, rank)
    if room is None:
        return [Panel("hint", "Nobody was live today", waiting("Press Step for another day."))]
    modes = [factory.mode for factory in studio.market.world.factories]
    drawn = [
        _orders(room, modes),
        _counter(room, replay),
        _viewers(room),
        _arousal(room),
        _stock(room, modes),
        _pitches(room, modes),
    ]
    return drawn if not replay else [_unrolled(panel) for panel in drawn]


def heading(room: Room) -> str:
    """Who, when and how long."""
    return f"anchor {room.anchor}, {_clock(room.start)} to {_clock(room.start + room.length / 60)}"


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _plot(room: Room, y: tuple[float, float], label: str, **size: float) -> Plot:
    """Minutes below, as the clock on the wall."""
    hours = np.arange(np.ceil(room.start * 2) / 2, room.start + room.length / 60 + 1e-9, 0.5)
    marks = [((hour - room.start) * 60, _clock(hour)) for hour in hours.tolist()]
    box = {"width": 500.0, "height": 150.0, "right": 14.0} | size
    return Plot(
        box["width"],
        box["height"],
        (0, max(room.length, 1.0)),
        y,
        "time of day",
        label,
        x_ticks=marks,
        right=box["right"],
    )


def _orders(room: Room, modes: list[str]) -> Panel:
    """A bar a minute, and a tick for each order at its second."""
    edges = np.arange(0, np.ceil(room.length) + 1)
    count = np.histogram(room.ordered, edges)[0]
    plot = _plot(room, span(count, least=3), "orders a minute", height=190, width=660)
    plot.bars(edges[:-1] + 0.5, count, 0.86, LIVE, 0.35)
    low = plot.y[1]
    for mode in in_order(set(modes)):
        mine = [m for m, p in zip(room.ordered, room.bought, strict=True) if modes[p] == mode]
        strokes = "".join(f"M{plot.px(m):.2f} {plot.py(low):.1f}v-9" for m in mine)
        plot.shapes.append(f'<path d="{strokes}" stroke="{mode_colour(mode)}" stroke-width="1.5"/>')
    for minute in room.gone:
        plot.dots([minute], [0], INK, 4, 'stroke="#fff"')
    best = int(count.max(initial=0))
    legend = key(((mode_colour(m), mode_name(m)) for m in in_order(set(modes))), "line")
    title = f"{counted(room.ordered.size, 'live order')}, at most {best} in a minute"
    return Panel(
        "orders_second",
        title,
        legend + plot.svg(),
        "Each stroke on top is one order at its second, in the colour of the factory's "
        "mode. A black dot on the floor: a product sold out.",
    )


def _counter(room: Room, replay: bool) -> Panel:
    """The counter as the room sees it; it runs up in a replay."""
    total, viewers = room.ordered.size, int(room.viewers.max(initial=0))
    face = f'<div class="lm-count">{total:,}</div>'
    if replay and total:
        face = f'<div class="lm-count lm-running" style="--end:{total}"></div>' + _run_up(room)
    facts = table(
        ("", ""),
        [
            ("most viewers at once", f"{viewers:,}"),
            ("room visits", f"{room.visits:,}"),
            ("orders per 100 visits", f"{100 * total / max(room.visits, 1):.1f}"),
            ("products sold out", str(room.gone.size)),
        ],
    )
    return Panel("counter", "Sold in this session", face + facts, heading(room))


def _run_up(room: Room) -> str:
    """Key frames of the counter: orders so far at twentieths of the session."""
    shares = np.linspace(0, 1, 21)
    so_far = np.searchsorted(np.sort(room.ordered), shares * room.length, side="right")
    frames = "".join(
        f"{100 * share:.0f}%{{--n:{count}}}"
        for share, count in zip(shares.tolist(), so_far.tolist(), strict=True)
    )
    return f"<style>@keyframes lm-run-up{{{frames}}}</style>"


def _viewers(room: Room) -> Panel:
    plot = _plot(room, span(room.viewers, least=5), "people who heard the pitch")
    plot.bars(room.pitched + 2.5, room.viewers, 4.4, "#7f8a9c")
    best = int(room.viewers.argmax()) if room.viewers.size else 0
    when = _clock(room.start + room.pitched[best] / 60) if room.viewers.size else ""
    return Panel(
        "viewers", f"The room was fullest at {when}", plot.svg(), "One bar a pitch of five minutes."
    )


def _arousal(room: Room) -> Panel:
    level = np.nan_to_num(room.arousal)
    plot = _plot(room, span(level, least=0.05), "arousal [1], mean of the room")
    x = room.pitched + 2.5
    plot.area(x, level * 0, level, LIVE, 0.16).line(x, level, LIVE)
    best = int(level.argmax()) if level.size else 0
    stirred = level.max(initial=0.0) > 0.0
    when = _clock(room.start + room.pitched[best] / 60) if stirred else ""
    title = f"Excitement was highest at {when}: {level[best]:.2g}" if stirred else "Nobody stirs"
    return Panel(
        "arousal",
        title,
        plot.svg(),
        "Each pitch adds, every half-life halves. Everybody enters calm.",
    )


def _stock(room: Room, modes: list[str]) -> Panel:
    if not room.stocks:
        return Panel(
            "stock",
            "Nothing pitched here was in stock this morning",
            waiting("Everything was sold on presale."),
        )
    plot = _plot(room, (0.0, 1.06), "share of the stock at the start", right=84)
    plot.percent = True
    for stock in room.stocks:
        x = np.repeat(stock.minutes, 2)[1:]
        y = np.repeat(stock.left / max(int(stock.left[0]), 1), 2)[:-1]
        plot.line(x, y, mode_colour(modes[stock.product]), 1.8)
    plot.ends((s.share_left, f"{s.product}: {s.left[-1]:,} left", GREY) for s in room.stocks)
    empty = sum(int(stock.left[-1]) == 0 for stock in room.stocks)
    sold = sum(int(stock.left[0] - stock.left[-1]) for stock in room.stocks)
    title = f"{counted(sold, 'unit')} went from the shelves of its best sellers"
    title += f"; {empty} ran out" if empty else ""
    return Panel(
        "stock",
        title,
        plot.svg(),
        "Goods that can be bought at once, by factory; colour is its mode.",
    )


def _pitches(room: Room, modes: list[str]) -> Panel:
    """Products of the session, best sellers first."""
    products, first = np.unique(room.product, return_index=True)
    sold = np.array([int((room.bought == p).sum()) for p in products])
    rows = []
    for k in np.argsort(-sold, kind="stable")[:7]:
        product, slot = int(products[k]), first[k]
        price, listed = room.price[slot], room.listed[slot]
        cut = f"{100 * (1 - price / listed):.0f} % off" if listed else ""
        rows.append(
            (
                marked(modes[product], f"factory {product}, "),
                str(int((room.product == product).sum())),
                f"{price:.0f}",
                cut,
                str(sold[k]),
            )
        )
    heads = ("", "pitches", "CNY", "", "sold")
    return Panel(
        "pitches",
        f"{counted(products.size, 'product')} in {counted(room.product.size, 'pitch', 'pitches')}",
        table(heads, rows),
        "Price on air, against the price in the shop.",
    )


def _unrolled(panel: Panel) -> Panel:
    """The same panel, its shapes uncovered from left to right."""
    body = panel.body.replace('class=""', 'class="lm-unroll"')
    return Panel(panel.name, panel.title, body, panel.note)
