"""From a view to a plan: what the strategies share when they forecast, stock up and redesign."""

from __future__ import annotations

import math

from agents.ordering import (
    critical_ratio,
    gamma_poisson_predict,
    newsvendor_quantity,
    normal_update,
    order_up_to,
    sd_after_signal,
)
from agents.strategy import FactoryView
from core.arrays import Floats


def outdated(view: FactoryView, gap: float) -> bool:
    """Whether the taste that it sees lies further from its design than `gap` [taste units]."""
    return view.taste is not None and math.dist(view.taste.tolist(), view.design.tolist()) > gap


def redesign(
    view: FactoryView, period: int, gap: float, weight: float, way: int = 0
) -> Floats | None:
    """A design moved by `weight` towards the taste seen, if the present one is outdated (C39).

    It is begun a lead, the `way` to its shops and a day before the `period` [day] of the present
    one ends, to follow it.
    """
    begun = period - view.lead_days - way - 1
    if view.taste is None or view.design_age < begun or not outdated(view, gap):
        return None
    return view.design + weight * (view.taste - view.design)


def batch_cover(view: FactoryView, forecast: float, batch_days: float, patience: float) -> float:
    """Days from one start to the next: a day, and as long as a batch lasts at this forecast.

    A batch that would last longer than `patience` times its usual time is not waited for: then
    needs have to gather until they fill one (LC21).
    """
    longest = patience * batch_days
    usual = batch_days * view.expected_demand
    return 1.0 + (usual / forecast if longest * forecast > usual else longest)


def first_run(view: FactoryView, units: int, batch_days: float) -> int:
    """Units to start: a design in preparation begins with a batch, since it needs goods to show."""
    if view.design_age >= 0 or view.on_order > 0 or view.capacity <= 0:
        return units
    return max(units, math.ceil(batch_days * view.expected_demand))


def selling_days(view: FactoryView, cover: float, period: int, gap: float) -> float:
    """Days of demand that today's inventory position has to meet: lead plus cover.

    Towards the end of a design nothing is made to be left over, and a design in preparation does
    not sell before its launch.
    """
    left = remaining_days(view, period) if outdated(view, gap) else math.inf
    return max(0, view.lead_days + min(0, view.design_age)) + min(cover, left)


def remaining_days(view: FactoryView, period: int) -> int:
    """Days on sale of what is started today: from its arrival to the launch of the next design.

    A design in preparation may be ready before its own launch, and waits for it.
    """
    return max(1, period - max(view.design_age + view.lead_days, 0))


def informed_demand(
    view: FactoryView, belief: tuple[float, float], horizon: float, correlation: float
) -> tuple[float, float]:
    """Mean and sd of demand over the horizon: a gamma belief from sales, and live interest.

    Live interest is a signal of known correlation with what sales do not show yet: it moves the
    mean by correlation^2 of what it shows and shrinks the sd as in LC17; LC17b is the rest.
    """
    mean, sd = gamma_poisson_predict(*belief, horizon)
    if correlation <= 0.0:
        return mean, sd
    noise = sd_after_signal(sd, correlation) / correlation
    return normal_update(mean, sd, mean + view.live_signal, noise)


def units_to_start(view: FactoryView, mean: float, sd: float, price: float, cost: float) -> int:
    """Whole units that lift the position to the newsvendor's quantity; owed units on top (LC16).

    `price` and `cost` are those of whoever bears the risk of a leftover.
    """
    if view.capacity <= 0:
        return 0
    ratio = critical_ratio(price, cost, view.salvage)
    target = newsvendor_quantity(mean, sd, ratio)
    return round(order_up_to(target, view.on_hand, view.on_order, view.backlog))


def promised_days(view: FactoryView, batch_days: float) -> int:
    """Wait [day] that it can promise for an order of tomorrow: lead, or the queue before the line.

    Orders wait half a batch on average before a batch fills (LC21). -1 if it cannot make any.
    """
    if view.capacity <= 0:
        return -1
    queue = view.on_order + max(0, view.backlog - view.on_hand - view.on_order)
    return max(view.lead_days, math.ceil(queue / view.capacity)) + math.ceil(batch_days / 2.0)
