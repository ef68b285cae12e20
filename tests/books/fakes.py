"""Made-up results that look like a run, for figures and files."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.luck import Luck
from model.results import Results
from model.watching import columns
from model.watching.columns import days_columns
from model.watching.observation import BusiestSession
from model.watching.portrait import Networks, portray

MODES = ["brand_dealer", "odm", "c2m", "incubated"]


def plausible(days: int = 120, seed: int = 3) -> Results:
    """A run of 36 factories and 60 anchors that might have been."""
    rng = np.random.default_rng(seed)
    factories = pd.concat([_factory(j, days, rng) for j in range(36)]).sort_values(
        ["day", "factory"], ignore_index=True
    )
    factories = factories.astype(dict.fromkeys(["mode", "category", "platform"], "category"))
    return Results(
        days=_days(factories, days, rng),
        factories=factories[list(columns.FACTORIES)],
        anchors=_anchors(days, rng),
        sessions=pd.DataFrame({name: np.zeros(3) for name in columns.SESSIONS}),
        scenario={"market": {"days": days, "seed": seed}, "peers": {"kind": "small_world"}},
        seed=seed,
        busiest=_session(rng),
        portrait=_portrait(rng, seed),
        follows={"nodes": 20060, "edges": 61234, "in_degree_gini": 0.81, "reciprocity": 0.0},
    )


def nothing() -> Results:
    """A run in which nobody ever ordered and there was no factory."""
    return Results(
        days=pd.DataFrame({name: np.zeros(1) for name in days_columns()}),
        factories=pd.DataFrame({name: np.empty(0) for name in columns.FACTORIES}),
        anchors=pd.DataFrame({name: np.empty(0) for name in columns.ANCHORS}),
        sessions=pd.DataFrame({name: np.empty(0) for name in columns.SESSIONS}),
        scenario={},
        seed=0,
    )


def _factory(j: int, days: int, rng: np.random.Generator) -> pd.DataFrame:
    mode = MODES[j % 4]
    lead, markup, returns = {
        "brand_dealer": (60, 4.5, 0.3), "odm": (25, 2.0, 0.22),
        "c2m": (7, 1.4, 0.25), "incubated": (15, 1.8, 0.28),
    }[mode]  # fmt: skip
    day = np.arange(days)
    level = 12 * rng.lognormal(0, 0.5) * (1 + 0.8 * (mode == "c2m") * day / days)
    pulse = (rng.random(days) < 0.08) * rng.gamma(2, 40, days)
    demand = rng.poisson(level + pulse)
    forecast = pd.Series(demand).rolling(max(lead // 2, 3), min_periods=1).mean().to_numpy()
    orders = np.minimum(demand, rng.poisson(level * 3, days) + 5)
    live = rng.binomial(orders, 0.45)
    spill = rng.binomial(orders - live, 0.4)
    cost = 30 * rng.lognormal(0, 0.2)
    price = cost * markup
    kept, back = rng.binomial(orders, 0.68 - returns / 3), rng.binomial(orders, returns)
    gone = rng.binomial(orders, 0.04)
    gmv, net = orders * price * 0.93, (orders - back - gone) * price * 0.93
    making, other = cost * (orders - back) * (1.3 if mode == "brand_dealer" else 1.08), net * 0.02
    carriage, commission, fees = orders * 4.0, net * 0.08, np.full(days, 20.0)
    dealers = net * 0.35 * (mode == "brand_dealer")
    chain = net - making - other - carriage
    platform = net * (0.25 if mode == "odm" else 0.05)
    stock = np.abs(np.cumsum(rng.normal(0, level, days))) + level * lead / 3
    frame: dict[str, Any] = {name: np.zeros(days) for name in columns.FACTORIES}
    frame |= {
        "day": day, "factory": j, "mode": mode, "category": ["apparel", "cables", "home"][j % 3],
        "platform": "north", "open": True, "price": price, "unit_cost": cost,
        "on_hand": stock.astype(int),
        "warehouse": stock.astype(int), "goods_factory": stock * cost,
        "grown_factory": np.diff(stock * cost, prepend=0.0),
        "on_order": (level * lead) // 1,
        "chain_stock": (level * 40).astype(int) * (mode == "brand_dealer"), "lead_days": lead,
        "forecast": forecast, "demand": demand,
        "orders": orders, "orders_live": live,
        "orders_spillover": spill, "orders_shelf": orders - live - spill, "units_sold": orders,
        "units_kept": kept, "units_cancelled": gone, "units_returned": back,
        "stockout": demand > orders, "picked": (day > 30) & (j == 3),
        "gmv": gmv, "net_sales": net, "making": making,
        "other_costs": other, "carriage": carriage, "commission": commission, "slot_fees": fees,
        "dealers_profit": dealers, "platform_gain": platform, "chain_profit": chain,
        "profit": chain - dealers - platform - commission - fees,
    }  # fmt: skip
    return pd.DataFrame(frame)


def _days(factories: pd.DataFrame, days: int, rng: np.random.Generator) -> pd.DataFrame:
    total = factories.groupby("day").sum(numeric_only=True)
    frame = pd.DataFrame({name: rng.random(days) for name in days_columns()})
    frame["day"] = np.arange(days)
    for name in ("gmv", "net_sales", "orders", "orders_live", "orders_spillover", "orders_shelf"):
        frame[name] = total[name].to_numpy(float)
    frame["kept"], frame["cancelled"] = total["units_kept"], total["units_cancelled"]
    frame["returned"] = total["units_returned"]
    frame["exposures"] = frame["orders_live"] * rng.uniform(70, 110, days)
    frame["visits"] = frame["exposures"] / 4.2
    frame["reach"], frame["openers"] = frame["visits"] / 2.1, frame["visits"] / 2
    frame["wishes"] = frame["orders_live"] * 1.7
    return frame


def _anchors(days: int, rng: np.random.Generator) -> pd.DataFrame:
    size = 40_000 / np.arange(1, 61) ** 1.1
    frame: dict[str, Any] = {name: np.zeros(60 * days) for name in columns.ANCHORS}
    frame |= {
        "day": np.repeat(np.arange(days), 60), "anchor": np.tile(np.arange(60), days),
        "behaviour": np.tile(["star", "grassroots", "factory_owner"] * 20, days),
        "employer": np.full(60 * days, -1),
        "platform": "north", "active": True, "followers": np.tile(size, days),
        "gmv": np.tile(size, days) * rng.lognormal(0, 0.6, 60 * days),
    }  # fmt: skip
    return pd.DataFrame(frame).astype(dict.fromkeys(["behaviour", "platform"], "category"))


def _session(rng: np.random.Generator) -> BusiestSession:
    pitches = np.arange(36) * 300.0
    seconds = [p + rng.exponential(240, rng.poisson(30 + 90 * (k % 7 == 3))) for k, p in
               enumerate(pitches)]  # fmt: skip
    second = np.concatenate(seconds)
    product = np.repeat(np.arange(36), [part.size for part in seconds])
    events = pd.DataFrame({"second": second, "product": product, "sold_out": False})
    gone = pd.DataFrame({"second": [1010.0, 3140.0, 7420.0], "product": [3, 10, 24]})
    events = pd.concat([events[events["second"] < 10800], gone.assign(sold_out=True)])
    events = events.sort_values("second", ignore_index=True).astype({"sold_out": bool})
    return BusiestSession(84, 7, 84 * 86400 + 72000.0, 84 * 86400 + 82800.0, 1180, events)


def _portrait(rng: np.random.Generator, seed: int) -> Any:
    people, ring = 4000, 5
    starts = np.arange(people + 1) * 2 * ring
    steps = np.concatenate([np.arange(1, ring + 1), -np.arange(1, ring + 1)])
    neighbours = (np.arange(people)[:, None] + steps[None, :]) % people
    rewired = rng.random(neighbours.shape) < 0.05
    neighbours[rewired] = rng.integers(0, people, rewired.sum())
    chance = 1 / np.arange(1, 61) ** 1.1
    follows = rng.choice(60, (people, 4), p=chance**0.5 / (chance**0.5).sum())
    follows[rng.random(follows.shape) < 0.7] = -1
    arousal = rng.gamma(0.6, 0.5, people)
    followers = np.array([(follows == a).any(axis=1).sum() for a in range(60)])
    networks = Networks(starts, neighbours.ravel(), follows, arousal, followers)
    return portray(networks, Luck(seed))
