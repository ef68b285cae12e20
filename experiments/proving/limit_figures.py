"""Limit cases as pictures: what the model does, drawn on the law that it should follow."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from core.arrays import Floats, Integers
from experiments.limits._bullwhip import swing
from experiments.limits._orders import received_and_cancelled
from experiments.limits.bullwhip_tiers import DEMAND, Chain
from experiments.limits.kept_while_waiting import NEARLY_FIXED
from experiments.limits.sell_out import Values
from experiments.live import next_day
from experiments.proving.mode_map_figure import mode_boundary
from experiments.style import GREY, INK, PERCENT_TICKS, legend, page, pale, tidy, write_png
from model import Market, load_scenario
from model.watching.watched import NOTHING

LISTENERS, STOCK = 20_000, 4_000
HAZARD, FAST = 0.5, 0.32  # of a pitch; half-life of the fast trace [h] (S27)
MEANS = (0.25, 0.5, 1.0, 1.5, 2.5, 3.5, 5.0)  # day
LAWS = {
    "exponential": (1.0, "#D55E00"),
    "gamma, shape 4": (4.0, "#0072B2"),
    "fixed": (NEARLY_FIXED, INK),
}


def write_limit_figures(folder: Path, seed: int) -> list[Path]:
    """Draw all of them from runs of this seed; the files written."""
    figures: dict[str, Callable[[int], Figure]] = {
        "mode_boundary": mode_boundary,
        "sell_out": sell_out,
        "bullwhip": bullwhip,
        "kept_while_waiting": kept_while_waiting,
    }
    return [write_png(draw(seed), folder / f"{name}.png") for name, draw in figures.items()]


def sell_out(seed: int) -> Figure:
    """One session with too little stock, against the law of order statistics (C03, LC13)."""
    seconds, sold_out = _one_session(seed)
    place = np.arange(1, len(seconds) + 1)
    low, middle, high = (_order_time(place, chance) for chance in (0.025, 0.5, 0.975))
    figure = page("A shop sells out as order statistics say, to the second", height=4.4)
    left, right = figure.subplots(1, 2, width_ratios=(1.0, 1.0))
    tidy(left, "seconds after the pitch", "items sold", "One pitch, one shop")
    left.fill_betweenx(
        place, low, high, color=pale("#D55E00"), label="95 % of sessions, at each place"
    )
    left.plot(middle, place, color="#D55E00", lw=1.2, label="the law, median")
    left.step(seconds, place, color=INK, lw=1.0, where="post", label="the model's session")
    left.axvline(sold_out, color=GREY, lw=0.9, ls=(0, (4, 3)))
    left.annotate(
        f"{STOCK:,} items gone\nafter {sold_out:.1f} s",
        (sold_out, 0.30 * STOCK), (-8, 0), textcoords="offset points", ha="right", color=GREY,
        fontsize=9,
    )  # fmt: skip
    legend(left, loc="upper left")
    left.set(xlim=(0, None), ylim=(0, 1.08 * STOCK))
    tidy(
        right,
        "order, by its place in the queue",
        "seconds behind the law's median",
        "The same, close up",
    )
    right.fill_between(place, low - middle, high - middle, color=pale("#D55E00"))
    right.axhline(0.0, color="#D55E00", lw=1.2)
    right.plot(place, seconds - middle, color=INK, lw=1.0)
    right.set(xlim=(0, STOCK))
    return figure


def _one_session(seed: int) -> tuple[Floats, float]:
    """Seconds from the pitch to each order that was served, and to the last item's going."""
    scenario = load_scenario(
        "limits/every_noon",
        **{
            "consumers.count": LISTENERS,
            "impulse.strength": 2.0 * HAZARD,  # all have a susceptibility of a half
            "impulse.trace_half_lives": (FAST, 1.0, 1.0),
            "categories.cables.need_rate": 1.0 / LISTENERS,  # an expected unit a day
            "strategies.odm.opening_days": float(STOCK),
        },
    )
    market = Market(scenario, seed=seed, watched=NOTHING)
    today = next_day(market)
    heard = today.audience.second
    checkout = today.checkout
    assert len(heard) == LISTENERS
    assert np.ptp(heard) < 1e-6
    orders = np.sort(checkout.orders["placed"]) - heard[0]
    return orders, float(np.nanmax(checkout.sold_out) - heard[0])


def _order_time(place: Integers, chance: float) -> Floats:
    """Second before which the k-th of all listeners' orders comes with this chance."""
    return Values(LISTENERS, STOCK, HAZARD, FAST).ordered(place, chance)


def bullwhip(seed: int) -> Figure:
    """Variance of the orders that reach a factory, by the number of dealers before it (LC19)."""
    told = "Every dealer makes orders swing more, less so if all see the consumer"
    figure = page(told, height=4.6)
    axes = tidy(
        figure.add_subplot(), "dealers between factory and consumer",
        "variance of orders to the factory,\nover that of demand", grid="y",
    )  # fmt: skip
    for shared, colour, name in (
        (False, "#0072B2", "each sees the orders of the next"),
        (True, "#009E73", "all see what consumers buy"),
    ):
        chains = [Chain(n, 1, 4, shared) for n in range(1, 6)]
        counts = np.array([chain.dealers for chain in chains])
        axes.plot(
            counts,
            [chain.law for chain in chains],
            color=colour,
            lw=1.3,
            label=f"{name}: exact law",
        )
        for chain in chains:
            own_luck = seed + 100 * chain.dealers + 1_000 * shared  # or all would err alike
            seen = swing(_brand(chain), chain.pulse, DEMAND, 30, own_luck, 2).values
            error = 1.96 * float(seen.std(ddof=1)) / math.sqrt(len(seen))
            axes.errorbar(
                chain.dealers, seen.mean(), error, fmt="o", ms=4.5, color=colour, capsize=4, lw=1.2,
                label="the model, 95 % interval" if chain.dealers == 1 and shared else None,
            )  # fmt: skip
    axes.axhline(1.0, color=GREY, lw=0.8)
    axes.annotate(
        "no amplification",
        (5.0, 1.0),
        (0, -11),
        textcoords="offset points",
        ha="right",
        fontsize=9,
        color=GREY,
    )
    axes.set(yscale="log", xticks=range(1, 6), ylim=(0.8, 30))
    axes.set_yticks((1, 2, 5, 10, 20), labels=("1", "2", "5", "10", "20"))
    axes.minorticks_off()
    legend(axes, loc="upper left")
    return figure


def _brand(chain: Chain) -> dict[str, object]:
    return {
        "tiers": 1 + chain.dealers, "transit_days": chain.cover,
        "window_days": chain.window, "shared_demand": chain.shared,
    }  # fmt: skip


def kept_while_waiting(seed: int) -> Figure:
    """Orders that are still wanted when they arrive: the Laplace transform of the wait (LC13b)."""
    figure = page("Of equal mean waits, the unreliable one keeps more orders", height=4.6)
    axes = tidy(
        figure.add_subplot(), "mean wait, in half-lives of patience", "orders that are kept"
    )
    fine = np.linspace(0.0, 1.04 * MEANS[-1], 200)
    for name, (shape, colour) in LAWS.items():
        axes.plot(fine, _laplace(fine, shape), color=colour, lw=1.3, label=name)
        shares, errors = [], []
        for mean in MEANS:
            received, cancelled = received_and_cancelled(
                4_000, seed, half_life=1.0, road=mean, shape=shape
            )
            trials = len(received) + len(cancelled)
            share = len(received) / trials
            shares.append(share)
            errors.append(1.96 * math.sqrt(share * (1.0 - share) / trials))
        label = "the model, 4,000 orders, 95 % interval" if name == "fixed" else None
        axes.errorbar(
            MEANS, shares, errors, fmt="o", ms=4, color=colour, capsize=3, lw=1.2, label=label
        )
    axes.yaxis.set_major_formatter(PERCENT_TICKS)
    axes.set(xlim=(0, 1.04 * MEANS[-1]), ylim=(0, 1))
    legend(axes, loc="upper right", title="law of the wait", alignment="left")
    return figure


def _laplace(mean: Floats, shape: float) -> Floats:
    kept: Floats = np.exp(-shape * np.log1p(math.log(2.0) * mean / shape))
    return kept
