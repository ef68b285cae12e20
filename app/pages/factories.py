"""Factories: the four ways of selling from the factory, side by side."""

from __future__ import annotations

import math

import numpy as np

from app.panels import Panel, counted, key, known, marked, table, waiting
from app.studio import Studio
from app.svg import Plot, canvas, span, text
from core.arrays import Floats
from experiments.style import INK, in_order, mode_colour, mode_name, percent, short, smooth

ALIKE = 0.01  # relative difference that is no news


def panels(studio: Studio) -> list[Panel]:
    """Price, stock, forecast against demand, earnings, fashion, and the outcome so far."""
    if studio.day == 0:
        return [Panel("hint", "The factories open tomorrow", waiting("Press Step."))]
    modes = in_order(studio.shelf.modes)
    return [
        _legend(modes),
        _price(studio, modes),
        _stock(studio, modes),
        _earnings(studio, modes),
        _fashion(studio, modes),
        _outcome(studio),
        _forecasts(studio, modes),
    ]


def _lines(
    studio: Studio,
    values: Floats,
    modes: list[str],
    label: str,
    even: bool,
    floor: float | None = 0.0,
) -> Plot:
    """A line a mode over the days, the mean of its factories."""
    means = {mode: studio.shelf.by_mode(values, mode) for mode in modes}
    if even:
        means = {m: smooth(v) if np.isfinite(v).all() else v for m, v in means.items()}
    plot = Plot(
        330,
        168,
        (0, max(studio.day - 1, 1)),
        span(*means.values(), least=1e-6, floor=floor),
        "day",
        label,
        right=12,
    )
    for mode, series in means.items():
        plot.line(studio.days, series, mode_colour(mode))
    return plot


def _ends(studio: Studio, values: Floats, modes: list[str]) -> dict[str, float]:
    """Mean of the last week, by mode."""
    found = {}
    for mode in modes:
        series = studio.shelf.by_mode(values, mode)[-7:]
        series = series[np.isfinite(series)]
        found[mode] = float(series.mean()) if series.size else math.nan
    return found


def _best(ends: dict[str, float], said: str, alike: str, lowest: bool = False) -> str:
    """Says it of the mode with the highest (or lowest) value, unless all are alike."""
    known = {mode: value for mode, value in ends.items() if math.isfinite(value)}
    values = list(known.values())
    if not known or max(values) - min(values) <= ALIKE * max(abs(value) for value in values):
        return alike
    return said.format(mode_name((min if lowest else max)(known, key=lambda mode: known[mode])))


def _legend(modes: list[str]) -> Panel:
    return Panel(
        "modes",
        "Every way from the factory has one colour, on every page",
        key(((mode_colour(m), mode_name(m)) for m in modes), "line"),
    )


def _price(studio: Studio, modes: list[str]) -> Panel:
    categories = studio.market.world.categories
    reference = np.array(
        [categories[f.category].reference_price for f in studio.market.world.factories]
    )
    values = studio.shelf["price"] / reference
    title = _best(_ends(studio, values, modes), "{} sells cheapest", "All sell alike", True)
    label = "list price / reference price of the category"
    plot = _lines(studio, values, modes, label, False, floor=None)  # they differ by a few per cent
    return Panel("price", title, plot.svg())


def _stock(studio: Studio, modes: list[str]) -> Panel:
    values = studio.shelf["warehouse"] + studio.shelf["chain_stock"]
    title = _best(_ends(studio, values, modes), "{} holds the most goods", "All hold as much")
    plot = _lines(studio, values, modes, "units a factory, with its dealers", True)
    return Panel("goods", title, plot.svg())


def _earnings(studio: Studio, modes: list[str]) -> Panel:
    shelf = studio.shelf
    values = np.cumsum(np.nan_to_num(shelf["profit"]), axis=0)
    values = values + shelf["goods_factory"]
    title = _best(
        _ends(studio, values, modes), "{} factories earned most so far", "All have earned the same"
    )
    plot = _lines(studio, values, modes, "CNY a factory, goods left included", False)
    return Panel("earnings", title, plot.svg())


def _fashion(studio: Studio, modes: list[str]) -> Panel:
    values = studio.shelf["taste_distance"]
    title = _best(
        _ends(studio, values, modes),
        "{} designs are nearest to the fashion",
        "No design is nearer to the fashion yet",
        True,
    )
    plot = _lines(studio, values, modes, "distance of designs to the fashion [taste]", False)
    return Panel("fashion", title, plot.svg())


def _forecasts(studio: Studio, modes: list[str]) -> Panel:
    """A small plot a mode, all on one scale."""
    shelf, width = studio.shelf, 1020 / max(len(modes), 1)
    demand = {m: shelf.by_mode(shelf["demand"], m) for m in modes}
    forecast = {m: shelf.by_mode(shelf["forecast"], m) for m in modes}
    even = [smooth(np.nan_to_num(series)) for series in demand.values()]
    y = span(*even, *forecast.values(), least=1)
    parts, errors = [], {}
    for place, mode in enumerate(modes):
        plot = Plot(
            width,
            158,
            (0, max(studio.day - 1, 1)),
            y,
            "day",
            "units a day and factory" if place == 0 else "",
            left=36,
            top=30,
        )
        plot.area(studio.days, np.zeros(studio.day), even[place], mode_colour(mode), 0.3)
        plot.line(studio.days, even[place], mode_colour(mode), 1.2)
        plot.line(studio.days, forecast[mode], INK, 1.4, "1.5 2.5")
        shift = f'<g transform="translate({place * width:.1f} 0)">'
        parts.append(shift + plot.inside() + text(40, 25, mode_name(mode), bold=True) + "</g>")
        gap = np.abs(forecast[mode][:-1] - demand[mode][1:])
        if np.isfinite(gap).any() and np.nansum(demand[mode][1:]):
            errors[mode] = float(np.nansum(gap) / np.nansum(demand[mode][1:]))
    title = "Forecast (dotted) and demand (area)"
    if errors:
        title = _best(errors, "{} forecasts come nearest to tomorrow's demand", title, True)
    return Panel(
        "forecast",
        title,
        canvas(1020, 158, "".join(parts)),
        "Dotted: what the strategies expect to be asked for, brands by their dealers. "
        "Area: what buyers wanted, mean over a week.",
    )


def _outcome(studio: Studio) -> Panel:
    tables = studio.tables
    heads = (
        "",
        "net sales",
        "earned",
        "that earn",
        "chain, a yuan",
        "returned",
        "stockouts",
        "goods left",
    )
    rows = []
    for mode, row in tables.outcome.iterrows():
        rows.append(
            (
                marked(str(mode)),
                short(row["net_sales"]),
                short(row["earnings"]),
                known(100 * row["earners"], ".0f", " %"),
                known(row["chain_margin"], ".2f"),
                percent(row["return_rate"]),
                percent(row["stockouts"]),
                known(row["leftover_days"], ".1f", " days"),
            )
        )
    return Panel(
        "outcome",
        f"The outcome after {counted(tables.day, 'day')}",
        table(heads, rows),
        "CNY of net sales and of the factories' earnings, goods left included; share of "
        "factories that earn; what the whole chain earns of a yuan of net sales; share of "
        "received orders sent back; share of days with a stockout; days of sales in "
        "stock.",
    )
