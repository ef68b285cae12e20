"""Compare: a pinned run, and the one that plays now laid over it, with the same luck."""

from __future__ import annotations

import numpy as np

from app.knobs import told
from app.panels import Panel, counted, key, known, marked, table, waiting
from app.studio import Pinned, Studio
from app.svg import Plot, span
from core.arrays import Floats
from core.trees import differences
from experiments.style import CHANNEL_COLOURS, in_order, short, trailing

THEN, NOW = "#8b93a1", CHANNEL_COLOURS["live"]
CHARTS = {  # column of days -> (what it is, unit of the axis, whether it adds up over days)
    "net_sales": ("Net sales", "CNY a day", True),
    "orders": ("Orders", "orders a day", True),
    "orders_live": ("Live orders", "orders a day", True),
    "return_rate": ("Returns", "share of decided orders", False),
    "wait_days": ("Order to door", "days", False),
    "stock": ("Finished goods", "units", False),
}
SHOWN = 9  # differences listed
HOW = (
    "Let a market run, press Pin this run, change a parameter or a lever, reset and play: the new "
    "run is drawn over the pinned one. The seed stays, so both have the same luck, and every "
    "difference comes from what you changed."
)


def panels(studio: Studio, pinned: Pinned | None) -> list[Panel]:
    """What differs, six series, and the outcome by mode."""
    if pinned is None:
        return [
            Panel(
                "hint",
                "Nothing is pinned yet",
                waiting(HOW),
            )
        ]
    return [
        _differences(studio, pinned),
        _outcome(studio, pinned),
        *(_chart(studio, pinned, column) for column in CHARTS),
    ]


def _differences(studio: Studio, pinned: Pinned) -> Panel:
    same = pinned.seed == studio.market.luck_seed
    rows = [
        (path, told(before), told(now))
        for path, before, now in differences(
            pinned.scenario.model_dump(), studio.scenario.model_dump()
        )
        if path not in ("title", "question")
    ]
    rows += [(f"day {p.day}: {p.lever}", "", told(p.value)) for p in studio.market.pulled]
    rows += [(f"day {p.day}: {p.lever}", told(p.value), "") for p in pinned.pulled]
    luck = "the same luck" if same else "DIFFERENT luck: set the same seed to compare"
    title = f"{counted(len(rows), 'difference')}, {luck}"
    body = key(
        [
            (THEN, f"pinned: {_short(pinned.name)}, {counted(pinned.tables.day, 'day')}"),
            (NOW, f"now: {_short(studio.name)}, {counted(studio.day, 'day')}"),
        ],
        "line",
    )
    body += table(("parameter or lever", "pinned", "now"), rows[:SHOWN])
    more = f"and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return Panel("differences", title, body, more)


def _short(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")


def _chart(studio: Studio, pinned: Pinned, column: str) -> Panel:
    what, unit, adds_up = CHARTS[column]
    then, now = pinned.history.get(column, np.empty(0)), studio.series(column)
    days = max(then.size, now.size)
    y = span(trailing(then), trailing(now), least=1e-6)
    plot = Plot(
        330, 150, (0, max(days - 1, 1)), y, "day", unit, right=12, percent=column == "return_rate"
    )
    plot.line(np.arange(then.size), trailing(then), THEN, 2.2, "5 3")
    plot.line(np.arange(now.size), trailing(now), NOW, 2.0)
    for pull in studio.market.pulled:
        plot.marker(pull.day, pull.lever.rpartition(".")[2].replace("_", " "))
    return Panel(
        f"compare_{column}",
        _change(what, then, now, adds_up),
        plot.svg(),
        "mean of the last seven days",
    )


def _change(what: str, then: Floats, now: Floats, adds_up: bool) -> str:
    """How much more or less over the days that both runs have."""
    days = min(then.size, now.size)
    both = [series[:days][np.isfinite(series[:days])] for series in (then, now)]
    if not all(one.size for one in both):
        return what
    before, after = (float(one.sum() if adds_up else one.mean()) for one in both)
    if not before:
        return what
    change = after / before - 1
    if abs(change) < 5e-5:
        return f"{what}: the same over {days} days"
    return f"{what}: {100 * change:+.1f} % over {days} days"


def _outcome(studio: Studio, pinned: Pinned) -> Panel:
    if not studio.day:
        return Panel("compare_modes", "Outcome by mode", waiting("Press Play."))
    then, now = pinned.tables, studio.tables
    rows = []
    for mode in in_order({*map(str, then.outcome.index), *map(str, now.outcome.index)}):
        cells = []
        for column in ("net_sales", "earnings", "chain_margin"):
            for tables in (then, now):
                there = mode in tables.outcome.index
                value = float(tables.outcome[column].loc[mode]) if there else float("nan")
                cells.append(known(value, ".2f") if column == "chain_margin" else short(value))
        rows.append((marked(mode), *cells))
    heads = ("", "net sales pinned", "now", "earned pinned", "now", "chain per yuan pinned", "now")
    fair = ""
    if then.day != now.day:
        fair = f"Sums over {then.day} days pinned and {now.day} now: fair once the days agree."
    return Panel("compare_modes", "Outcome by mode [CNY]", table(heads, rows), fair)
