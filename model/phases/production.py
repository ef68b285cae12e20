"""The supply side at the close of a day: goods come in, dealers order, strategies decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.factories import Factory
from agents.strategy import Decision, FactoryView
from core.arrays import Floats, Integers, Table
from core.units import to_cents, to_yuan
from model.ledger import Party, Reason
from model.money import take_rate
from model.order_book import join
from model.records import Aftersales, Checkout, Deliveries, Production
from model.supply import (
    dealers_account,
    hand_over,
    own_account,
    pay_outside,
    sell_off,
    warehouse_account,
)

if TYPE_CHECKING:
    from model.world import World


def run_factories(
    world: World, checkout: Checkout, deliveries: Deliveries, aftersales: Aftersales
) -> Production:
    """Launch, finish, supply dealers, decide, start; every step posts its money."""
    rows = len(world.factories)
    record = Production(
        started=np.zeros(rows, np.int64),
        finished=np.zeros(rows, np.int64),
        forecast=np.zeros(rows),
        demand=np.zeros(rows),
        unit_cost=np.array([factory.unit_cost for factory in world.factories]),
        redesigned=np.zeros(rows, np.bool_),
        dealer_orders=np.full(rows, np.nan),
    )
    waiting = world.orders.waiting
    sold = np.bincount(checkout.orders["product"], minlength=rows)
    refused = checkout.refused_stock + checkout.refused_promise
    sensitivity = float(world.consumers.traits.price_sensitivity.mean())
    for row, factory in enumerate(world.factories):
        if not factory.open:
            continue
        record.redesigned[row] = _launch(world, factory)  # before the first new pieces come in
        record.finished[row] = _finish(world, factory)
        record.dealer_orders[row] = _supply_dealers(
            world, factory, _wanted(world, row, sold, refused)
        )
        view = view_of(world, factory, int(waiting[row]), sensitivity)
        decision = factory.strategy.decide(view)
        factory.offer(decision)
        record.started[row] = _start(world, factory, decision)
        _redesign(world, factory, decision)
        _operate(world, factory)
        record.forecast[row] = decision.forecast
        record.demand[row] = view.history[-1] if view.history.size else 0.0
    _share_sales(world, checkout.orders, join([deliveries.cancelled, aftersales.came_back]))
    return record


def open_shop(world: World, factory: Factory) -> None:
    """Put up the prices of the first morning; nothing is started."""
    sensitivity = float(world.consumers.traits.price_sensitivity.mean())
    factory.offer(factory.strategy.decide(view_of(world, factory, 0, sensitivity)))


def view_of(world: World, factory: Factory, waiting: int, sensitivity: float) -> FactoryView:
    """What the factory may know today: its own books, and what its feed shows."""
    history, signal, taste = _seen(world, factory)
    on_hand, on_order, backlog = _position(factory, waiting)
    cash = int(world.ledger.balance(Party.FACTORIES)[factory.index])
    return FactoryView(
        day=world.day,
        on_hand=on_hand,
        on_order=on_order,
        backlog=backlog,
        capacity=factory.line.capacity,
        lead_days=factory.lead_days,
        unit_cost=factory.unit_cost,
        carriage=factory.kind.shipping_cost,
        salvage=to_yuan(factory.salvage_cents()),
        expected_demand=factory.expected_demand,
        history=history,
        live_signal=signal,
        taste=taste,
        design=factory.design,
        design_age=world.day - factory.design_day,
        list_price=to_yuan(factory.list_price),
        reference_price=factory.kind.reference_price,
        price_sensitivity=sensitivity,
        take_rate=take_rate(world, factory),
        cash=to_yuan(cash),
    )


def _seen(world: World, factory: Factory) -> tuple[Floats, float, Floats]:
    """Demand as the feed shows it; who is shown no taste knows fashion from the last trade fair."""
    if world.day % factory.parameters.fair_days == 0:
        factory.trend = world.taste_centre[factory.category].copy()
    if factory.chain:
        return np.array(factory.chain.orders), 0.0, factory.trend
    platform = world.platforms[factory.platform]
    history, signal, taste = platform.observe(factory.index, world.day, factory.strategy.feed)
    return history, signal, factory.trend if taste is None else taste


def _position(factory: Factory, waiting: int) -> tuple[int, int, int]:
    """Finished units, units in production, units owed: of the coming design if one is prepared."""
    backlog = int(factory.chain.owed) if factory.chain else waiting
    if factory.next_design is None:
        return factory.warehouse, factory.on_order, backlog
    old = factory.warehouse + factory.line.units_before_mark
    return 0, factory.line.units_after_mark, max(0, backlog - old)


def _finish(world: World, factory: Factory) -> int:
    """Goods come off the line, and belong to the merchant who keeps the warehouse."""
    done = factory.finish(world.day)
    hand_over(world.ledger, factory, warehouse_account(world.ledger, factory), done)
    return done


def _launch(world: World, factory: Factory) -> bool:
    leftover = factory.launch(world.day)
    if leftover is None:
        return False
    sell_off(world.ledger, factory, leftover)
    return True


def _wanted(world: World, row: int, sold: Integers, refused: Integers) -> float:
    """What a dealer's shop notices of today's demand, as a platform does: not what was too dear."""
    platform = world.platforms[world.factories[row].platform]
    return float(sold[row] + platform.parameters.platform_sales.lost_sales_seen * refused[row])


def _supply_dealers(world: World, factory: Factory, demand: float) -> float:
    """Dealers pay for what leaves the warehouse; the first tier's order, nan without dealers."""
    cash = max(0, int(world.ledger.balance(Party.DEALERS)[factory.index]))
    step = factory.deal(demand, cash // max(1, to_cents(factory.transfer_price)))
    if step is None:
        return float("nan")
    buyer = dealers_account(world.ledger, factory)
    hand_over(world.ledger, factory, buyer, int(step.moved[0]))
    return step.order


def _start(world: World, factory: Factory, decision: Decision) -> int:
    """Start what is wanted as far as cash reaches; pay for the pieces and for setting up."""
    cost, own = factory.unit_cost, own_account(world.ledger, factory)
    setup = factory.strategy.terms.setup_days * factory.expected_demand * cost
    cash = to_yuan(int(world.ledger.balance(Party.FACTORIES)[factory.index]))
    started = factory.start(min(decision.start, max(0.0, cash - setup) / cost), world.day)
    if started:
        pay_outside(world.ledger, own, started * cost, Reason.PRODUCTION)
        pay_outside(world.ledger, own, setup, Reason.SETUP)
    return started


def _redesign(world: World, factory: Factory, decision: Decision) -> None:
    """Begin a new design; what is started from tomorrow on is of it."""
    if decision.redesign is None or factory.next_design is not None:
        return
    factory.prepare(decision.redesign, world.day)
    yuan = factory.parameters.design_days * factory.expected_revenue
    pay_outside(world.ledger, own_account(world.ledger, factory), yuan, Reason.REDESIGN)


def _operate(world: World, factory: Factory) -> None:
    """Fixed costs of the day."""
    share = factory.parameters.overhead_share + factory.strategy.terms.operation
    yuan = share * factory.size * factory.kind.unit_cost
    pay_outside(world.ledger, own_account(world.ledger, factory), yuan, Reason.OPERATION)


def _share_sales(world: World, sold: Table, undone: Table) -> None:
    """The platform's share of an incubated brand's sales, net of what was paid back today.

    Shares are those that were due when an order was placed, whatever mode the factory has now. On
    a day when more is paid back than sold the platform pays, to a closed factory too.
    """
    ledger, rows = world.ledger, len(world.factories)
    net = np.zeros(rows, np.int64)
    np.add.at(net, sold["product"], sold["programme"])
    np.subtract.at(net, undone["product"], undone["programme"])
    for factory, share in zip(world.factories, net.tolist(), strict=True):
        payer = own_account(ledger, factory)
        payee = ledger.account(Party.PLATFORMS, factory.platform)
        if share < 0:
            payer, payee = payee, payer
        ledger.transfer(payer, payee, abs(share), Reason.PROGRAMME)
