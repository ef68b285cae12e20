"""Factories: the four ways of selling from the factory, side by side."""

from __future__ import annotations

import math

import numpy as np

from app.panels import Panel, key, table, waiting
from app.studio import Studio
from app.svg import Plot, canvas, span, text
from core.arrays import Floats
from experiments.style import INK, in_order, mode_colour, mode_name, percent, short, smooth


def panels(studio: Studio) -> list[Panel]:
    """Price, stock, forecast against demand, earnings, fashion, and the outcome so far."""
    if studio.day == 0:
        return [Panel("hint", "The factories open tomorrow", waiting("Press Step."))]
    modes = in_order(studio.shelf.modes)
    return [_legend(modes), _price(studio, modes), _stock(studio, modes), _earnings(studio, modes),
            _fashion(studio, modes), _forecasts(studio, modes), _outcome(studio)]  # fmt: skip


def _lines(
    studio: Studio, values: Floats, modes: list[str], label: str, even: bool,
    floor: float | None = 0.0,
) -> Plot:  # fmt: skip
    """A line a mode over the days, the mean of its factories."""
    means = {mode: studio.shelf.by_mode(values, mode) for mode in modes}
    if even:
        means = {m: smooth(v) if np.isfinite(v).all() else v for m, v in means.items()}
    plot = Plot(
        330, 168, (0, max(studio.day - 1, 1)), span(*means.values(), least=1e-6, floor=floor),
        "day", label, right=12,
    )  # fmt: skip
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


def _best(ends: dict[str, float], lowest: bool = False) -> str:
    known = {mode: value for mode, value in ends.items() if math.isfinite(value)}
    if not known:
        return "nobody"
    return mode_name((min if lowest else max)(known, key=lambda mode: known[mode]))


def _legend(modes: list[str]) -> Panel:
    return Panel("modes", "Every way from the factory has one colour, on every page",
                 key(((mode_colour(m), mode_name(m)) for m in modes), "line"))  # fmt: skip


def _price(studio: Studio, modes: list[str]) -> Panel:
    categories = studio.market.world.categories
    reference = np.array(
        [categories[f.category].reference_price for f in studio.market.world.factories]
    )
    values = studio.shelf["price"] / reference
    title = f"{_best(_ends(studio, values, modes), lowest=True)} sells cheapest"
    label = "list price / reference price of the category"
    plot = _lines(studio, values, modes, label, False, floor=None)  # they differ by a few per cent
    return Panel("price", title, plot.svg())


def _stock(studio: Studio, modes: list[str]) -> Panel:
    values = studio.shelf["warehouse"] + studio.shelf["chain_stock"]
    title = f"{_best(_ends(studio, values, modes))} holds the most goods"
    plot = _lines(studio, values, modes, "units a factory, with its dealers", True)
    return Panel("goods", title, plot.svg())


def _earnings(studio: Studio, modes: list[str]) -> Panel:
    shelf = studio.shelf
    values = np.cumsum(np.nan_to_num(shelf["profit"]), axis=0)
    values = values + shelf["goods_factory"]
    best = _best(_ends(studio, values, modes))
    plot = _lines(studio, values, modes, "CNY a factory, goods left included", False)
    return Panel("earnings", f"{best} factories have earned the most so far", plot.svg())


def _fashion(studio: Studio, modes: list[str]) -> Panel:
    values = studio.shelf["taste_distance"]
    best = _best(_ends(studio, values, modes), lowest=True)
    plot = _lines(studio, values, modes, "distance of designs to the fashion [taste]", False)
    return Panel("fashion", f"{best} designs are nearest to what people like", plot.svg())


def _forecasts(studio: Studio, modes: list[str]) -> Panel:
    """A small plot a mode, all on one scale."""
    shelf, width = studio.shelf, 1020 / max(len(modes), 1)
    demand = {m: shelf.by_mode(shelf["demand"], m) for m in modes}
    forecast = {m: shelf.by_mode(shelf["forecast"], m) for m in modes}
    even = [smooth(np.nan_to_num(series)) for series in demand.values()]
    y = span(*even, *forecast.values(), least=1)
    parts, errors = [], {}
    for place, mode in enumerate(modes):
        plot = Plot(width, 158, (0, max(studio.day - 1, 1)), y, "day",
                    "units a day and factory" if place == 0 else "", left=36, top=30)  # fmt: skip
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
        title = f"{_best(errors, lowest=True)} forecasts come nearest to tomorrow's demand"
    return Panel("forecast", title, canvas(1020, 158, "".join(parts)),
                 "Dotted: what the strategies expect. Area: what buyers wanted, mean over a week.")  # fmt: skip


def _outcome(studio: Studio) -> Panel:
    tables = studio.tables
    heads = ("so far", "net sales", "earned", "that earn", "chain per yuan", "returned",
             "cancelled", "stockout days", "goods left")  # fmt: skip
    rows = []
    for mode, row in tables.outcome.iterrows():
        dot = f'<i class="lm-mark" style="background:{mode_colour(str(mode))}"></i>'
        rows.append((
            dot + mode_name(str(mode)), short(row["net_sales"]) + " CNY",
            short(row["earnings"]) + " CNY", f"{100 * row['earners']:.0f} %",
            f"{row['chain_margin']:.2f} CNY", percent(row["return_rate"]),
            percent(row["cancel_rate"]), percent(row["stockouts"]),
            f"{row['leftover_days']:.1f} days",
        ))  # fmt: skip
    return Panel("outcome", f"The outcome after {tables.day} days", table(heads, rows))
