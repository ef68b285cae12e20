"""Real demand: the four strategies forecast and order against weekly sales of real products (2.8).

The series (UCI 396, 811 products of one retailer over 52 weeks) are not part of this repository;
their path is given by whoever has them. Factories, dealers, lines and strategies are the model's
own. Not in play are designs, prices, anchors and live data: a series has none, so that C2M has its
speed and its small batches alone to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from agents.factories import Factory
from agents.feeds import FeedParameters
from agents.strategy import FactoryView, Strategy
from core.arrays import Floats, Integers
from core.errors import BadInput
from core.luck import Luck, uniforms
from core.units import to_yuan
from model import Market, load_scenario
from model.books.money import take_rate

WEEK, RESEARCH = 7, 8  # days; weeks that market research has seen
LEADS = (1, 2, 4, 8, 17)  # weeks ahead at which a forecast is judged
CATEGORY = "home"  # whose costs and prices the products get: steady goods
LEAST = 1.0  # units a week, below which a product is left out


def read_series(path: Path) -> Integers:
    """[products, weeks] units; BadInput if the file is not what it should be."""
    try:
        frame = pd.read_csv(path)
        weeks = [name for name in frame.columns if name[:1] == "W" and name[1:].isdigit()]
        units = frame[weeks].to_numpy(dtype=np.int64)
    except (OSError, ValueError) as error:
        raise BadInput("--series", str(path), f"the table of UCI 396 ({error})") from None
    if units.shape[1] <= RESEARCH + max(LEADS):
        raise BadInput("--series", str(path), "a column a week")
    steady = (units.mean(axis=1) >= LEAST) & (units[:, :RESEARCH].sum(axis=1) > 0)
    kept: Integers = units[steady]
    return kept


def days_of(weeks: Integers, luck: Luck) -> Integers:
    """[products, days]: each unit of a week falls on a day of it by lot."""
    daily = np.zeros((weeks.shape[0], weeks.shape[1] * WEEK), dtype=np.int64)
    for product, row in enumerate(weeks):
        where = np.repeat(np.arange(row.size), row)
        lot = uniforms(luck.key("day of the week", product), where.size)
        np.add.at(daily[product], where * WEEK + (lot * WEEK).astype(int), 1)
    return daily


@dataclass
class Trace:
    """What one factory did, a day a place."""

    forecast: Floats
    started: Floats
    ordered: Floats  # by the first dealer; what was started without dealers
    lost: Floats
    stock: Floats
    waited: Floats  # units owed at the close of the day


def meet(market: Market, strategy: Strategy[Any], demand: Integers) -> Trace:
    """One factory of a mode meets a series of daily demand, from the ninth week on."""
    opening = RESEARCH * WEEK
    expected = float(demand[:opening].mean())
    scenario = market.scenario
    factory = Factory(
        market, index=0, category=0, platform=0, region=0, strategy=strategy,
        parameters=scenario.factories, kind=scenario.categories[CATEGORY],
        expected_demand=expected, design=np.zeros(2), quality=0.0,
    )  # fmt: skip
    factory.stock_up(round(strategy.terms.opening_days * expected))
    feed: FeedParameters = getattr(scenario.platforms[market.world.platforms[0].name],
                                   strategy.feed, FeedParameters(delay_days=0))  # fmt: skip
    days, take = demand[opening:], take_rate(market.world, factory)
    trace = Trace(*(np.zeros(days.size) for _ in range(6)))
    seen = np.concatenate([demand[:opening].astype(float), np.zeros(days.size)])
    owed = 0
    for day, wanted in enumerate(days.tolist()):
        served, owed, lost = _serve(factory, wanted, owed)
        seen[opening + day] = served + feed.lost_sales_seen * lost
        factory.finish(day)
        step = factory.deal(seen[opening + day], 10**9)
        shown = seen[: opening + day + 1 - feed.delay_days]
        if factory.chain:
            shown = np.concatenate([seen[:opening], np.array(factory.chain.orders)])
        decision = strategy.decide(_view(factory, day, shown, owed, take))
        factory.offer(decision)
        trace.started[day] = factory.start(decision.start, day)
        trace.forecast[day] = decision.forecast
        trace.ordered[day] = step.order if step else trace.started[day]
        trace.lost[day], trace.waited[day] = lost, owed
        trace.stock[day] = factory.warehouse + factory.chain_stock
    return trace


def _serve(factory: Factory, wanted: int, owed: int) -> tuple[int, int, int]:
    """Units sold today, owed tonight, and lost; who is owed comes first."""
    owed_first = min(owed, factory.on_hand)
    factory.take(owed_first)
    owed -= owed_first
    at_once = min(wanted, factory.on_hand)
    factory.take(at_once)
    missing = wanted - at_once
    if factory.presale_days >= 0:
        return wanted, owed + missing, 0
    return at_once, owed, missing


def _view(factory: Factory, day: int, shown: Floats, owed: int, take: float) -> FactoryView:
    """What the model shows it, without taste and live data, and with a purse that never binds."""
    return FactoryView(
        on_hand=factory.warehouse, on_order=factory.on_order,
        backlog=int(factory.chain.owed) if factory.chain else owed,
        capacity=factory.line.capacity, lead_days=factory.lead_days, unit_cost=factory.unit_cost,
        carriage=factory.kind.shipping_cost, salvage=to_yuan(factory.salvage_cents()),
        expected_demand=factory.expected_demand, history=shown[-90:], live_signal=0.0,
        taste=None, design=factory.design, design_age=day,
        reference_price=factory.kind.reference_price, take_rate=take, cash=1e9,
    )  # fmt: skip


def demand_table(weeks: Integers, seed: int = 1) -> pd.DataFrame:
    """A row a mode: forecast errors by lead, lost demand, stock, bullwhip (pooled over products).

    `wape_k` is the absolute error of a week's units forecast k weeks ahead, per unit; `bullwhip`
    the median over products of the variance of weekly orders on the factory per that of demand.
    """
    market = Market(load_scenario("base", **{"consumers.count": 50, "market.days": 1}), seed=seed)
    daily = days_of(weeks, Luck(seed))
    rows = []
    for mode, strategy in market.world.strategies.items():
        traces = [meet(market, strategy, demand) for demand in daily]
        rows.append({"mode": mode, "lead_days": strategy.terms.lead_days}
                    | _judge(traces, weeks[:, RESEARCH:]))  # fmt: skip
    rows.append({"mode": "moving average of 8 weeks", "lead_days": np.nan} | _benchmark(weeks))
    return pd.DataFrame(rows)


def _judge(traces: list[Trace], weeks: Integers) -> dict[str, float]:
    count = weeks.shape[1]
    forecast = np.stack([one.forecast[WEEK - 1 :: WEEK][:count] * WEEK for one in traces])
    start = np.stack([one.started.reshape(count, WEEK).sum(axis=1) for one in traces])
    order = np.stack([one.ordered.reshape(count, WEEK).sum(axis=1) for one in traces])
    sold, half = weeks.sum(), count // 2
    spread = weeks[:, half:].var(axis=1)
    told = {f"wape_{k}": wape(forecast, weeks, k) for k in LEADS}
    return told | {
        "lost": sum(float(one.lost.sum()) for one in traces) / sold,
        "stockout_days": float(np.mean([(one.lost > 0).mean() for one in traces])),
        "stock_days": _days(sum(float(one.stock.mean()) for one in traces), weeks),
        "leftover_days": _days(sum(float(one.stock[-1]) for one in traces), weeks),
        "wait_days": _days(sum(float(one.waited.mean()) for one in traces), weeks),
        "bullwhip": _ratio(order[:, half:], spread),
        "bullwhip_starts": _ratio(start[:, half:], spread),
    }


def wape(forecast: Floats, weeks: Integers, ahead: int) -> float:
    """Absolute error of forecasts made at the end of each week for the week `ahead` of it."""
    told, came = forecast[:, :-ahead], weeks[:, ahead:]
    return float(np.abs(told - came).sum() / came.sum())


def _benchmark(weeks: Integers) -> dict[str, float]:
    """What eight weeks' mean would have forecast, as in 2.8."""
    sums = np.cumsum(np.pad(weeks, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, RESEARCH + 1 :] - sums[:, 1:-RESEARCH]) / RESEARCH
    later = weeks[:, RESEARCH:]
    return {f"wape_{k}": wape(means, later, k) for k in LEADS}


def _days(units: float, weeks: Integers) -> float:
    return units / float(weeks.mean(axis=1).sum() / WEEK)


def _ratio(orders: Floats, spread: Floats) -> float:
    """Median over products: batches make some of these ratios huge."""
    moving = spread > 0
    return float(np.median(orders[moving].var(axis=1) / spread[moving]))
