"""The supply side at the close of a day: goods come in, dealers order, strategies decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from agents.factories import Factory
from agents.feeds import Shown
from agents.strategy import FactoryView, Feed, ask
from core.arrays import Floats, Integers, Table
from core.compiled import compiled
from core.units import to_cents, to_yuan
from model.books.money import take_rate
from model.books.supply import (
    dealers_account,
    hand_over,
    own_account,
    pay_outside,
    sell_off,
    warehouse_account,
)
from model.ledger import Books, Party, Reason, book
from model.records import Aftersales, Checkout, Deliveries, Production
from model.statement import ROW
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
    at_work = [factory for factory in world.factories if factory.open]
    _finish(world, at_work, record)
    _supply_dealers(world, at_work, _wanted(world, checkout), record)
    _decide(world, at_work, record)
    _operate(world, at_work)
    _share_sales(world, checkout.orders, (deliveries.cancelled, aftersales.came_back))
    return record


def open_shop(world: World, factory: Factory) -> None:
    """Put up the prices of the first morning; nothing is started."""
    factory.offer(ask(factory.strategy, *views_of(world, [factory], [0])))


def views_of(
    world: World, factories: Sequence[Factory], waiting: Sequence[int]
) -> list[FactoryView]:
    """What factories may know today: their own books, and what their feeds show.

    `waiting` are units that consumers wait for, one number a factory.
    """
    cash = world.ledger.balance(Party.FACTORIES).tolist()
    views = []
    for factory, owed, shown in zip(factories, waiting, _seen(world, factories), strict=True):
        on_hand, on_order, backlog = _position(factory, owed)
        kind = factory.kind
        view = FactoryView(
            on_hand=on_hand,
            on_order=on_order,
            backlog=backlog,
            capacity=factory.line.capacity,
            lead_days=factory.lead_days,
            unit_cost=factory.unit_cost,
            carriage=float(world.lines.carriage[factory.index]),
            salvage=to_yuan(factory.salvage_cents()),
            expected_demand=factory.expected_demand,
            history=shown.history,
            live_signal=shown.signal,
            taste=factory.trend if shown.taste is None else shown.taste,
            design=factory.design,
            design_age=_design_age(factory, world.day),
            reference_price=kind.reference_price,
            take_rate=take_rate(world, factory),
            cash=to_yuan(cash[factory.index]),
        )
        views.append(view)
    return views


def _design_age(factory: Factory, day: int) -> int:
    """Days since its launch; of a design in preparation less than 0, also where it is late."""
    age = day - factory.design_day
    return age if factory.next_design is None else min(age, -1)


def _seen(world: World, factories: Sequence[Factory]) -> list[Shown]:
    """Demand as feeds show it; who is shown no taste knows fashion from the last trade fair."""
    asking: dict[tuple[int, Feed], list[int]] = defaultdict(list)
    shown = {}
    for factory in factories:
        if world.day % factory.parameters.fair_days == 0:
            factory.trend = world.taste_centre[factory.category].copy()
        if factory.chain:
            shown[factory.index] = Shown(np.array(factory.chain.orders), 0.0, None)
        else:
            asking[factory.platform, factory.strategy.feed].append(factory.index)
    for (home, feed), rows in asking.items():
        told = world.platforms[home].observe(rows, world.day, feed)
        shown.update(zip(rows, told, strict=True))
    return [shown[factory.index] for factory in factories]


def _position(factory: Factory, waiting: int) -> tuple[int, int, int]:
    """Finished units, units in production, units owed: of the coming design if one is prepared."""
    backlog = int(factory.chain.owed) if factory.chain else waiting
    if factory.next_design is None:
        return factory.warehouse, factory.on_order, backlog
    old = factory.warehouse + factory.line.units_before_mark
    return 0, factory.line.units_after_mark, max(0, backlog - old)


def _finish(world: World, factories: Sequence[Factory], record: Production) -> None:
    """Designs come out, and goods off the line; these belong to who keeps the warehouse."""
    moves = []
    for factory in factories:  # a design is out before the first new pieces come in
        if leftover := factory.launch(world.day):
            record.redesigned[factory.index] = True
            sell_off(world.ledger, factory, leftover)
        if finished := factory.finish(world.day):
            record.finished[factory.index] = finished
            moves.append((factory, warehouse_account(world.ledger, factory), finished))
    hand_over(world.ledger, moves)


def _wanted(world: World, checkout: Checkout) -> Floats:
    """What dealers' shops notice of today's demand, as platforms do: not what was too dear."""
    sold = np.bincount(checkout.orders["product"], minlength=len(world.factories))
    seen = [p.parameters.platform_sales.lost_sales_seen for p in world.platforms]
    share = np.array(seen)[world.lines.platform]
    wanted: Floats = sold + share * (checkout.refused_stock + checkout.refused_promise)
    return wanted


def _supply_dealers(
    world: World, factories: Sequence[Factory], wanted: Floats, record: Production
) -> None:
    """Dealers pay for what leaves the warehouse; the first tier's order is put on record."""
    ledger, moves = world.ledger, []
    cash = ledger.balance(Party.DEALERS).tolist()
    for factory in factories:
        if not factory.chain:
            continue
        affordable = max(0, cash[factory.index]) // max(1, to_cents(factory.transfer_price))
        first = factory.fill_shops(affordable) if record.redesigned[factory.index] else 0
        if step := factory.deal(float(wanted[factory.index]), affordable - first):
            record.dealer_orders[factory.index] = step.order
            moves.append((factory, dealers_account(ledger, factory), first + int(step.moved[0])))
    hand_over(ledger, moves)


def _decide(world: World, factories: Sequence[Factory], record: Production) -> None:
    """Strategies answer what they are shown; starts are paid for, new designs too."""
    waiting = world.orders.waiting.tolist()
    views = views_of(world, factories, [waiting[factory.index] for factory in factories])
    bills = []  # account, and what it pays for pieces and for setting up [CNY]
    for factory, view in zip(factories, views, strict=True):
        row = factory.index
        decision = ask(factory.strategy, view)
        factory.offer(decision)
        record.forecast[row] = decision.forecast
        if view.history.size:
            record.demand[row] = view.history[-1]
        if decision.start:
            setup = factory.strategy.terms.setup_days * factory.expected_demand * view.unit_cost
            affordable = max(0.0, view.cash - setup) / view.unit_cost
            if started := factory.start(min(decision.start, affordable), world.day):
                record.started[row] = started
                account = own_account(world.ledger, factory)
                bills.append((account, to_cents(started * view.unit_cost), to_cents(setup)))
        if decision.redesign is not None and factory.next_design is None:
            _redesign(world, factory, decision.redesign)
    if bills:
        payers, production, setups = zip(*bills, strict=True)
        outside = world.ledger.account(Party.OUTSIDE)
        world.ledger.transfer(payers, outside, production, Reason.PRODUCTION)
        world.ledger.transfer(payers, outside, setups, Reason.SETUP)


def _redesign(world: World, factory: Factory, design: Floats) -> None:
    """Begin a new design; what is started from tomorrow on is of it."""
    factory.prepare(design, world.day)
    yuan = factory.parameters.design_days * factory.expected_revenue
    pay_outside(world.ledger, own_account(world.ledger, factory), yuan, Reason.REDESIGN)


def _operate(world: World, factories: Sequence[Factory]) -> None:
    """Fixed costs of the day."""
    cents = [
        to_cents((f.parameters.overhead_share + f.strategy.terms.operation) * f.size
                 * f.kind.unit_cost)
        for f in factories
    ]  # fmt: skip
    first, outside = world.ledger.first(Party.FACTORIES), world.ledger.account(Party.OUTSIDE)
    payers = [first + factory.index for factory in factories]
    world.ledger.transfer(payers, outside, cents, Reason.OPERATION)


def _share_sales(world: World, sold: Table, undone: Sequence[Table]) -> None:
    """The platform's share of an incubated brand's sales, net of what was paid back today.

    Shares are those that were due when an order was placed, whatever mode the factory has now. On
    a day when more is paid back than sold the platform pays, to a closed factory too.
    """
    ledger, rows = world.ledger, len(world.factories)
    net = np.zeros(rows, np.int64)
    _add_programme(net, sold, 1)
    for orders in undone:
        _add_programme(net, orders, -1)
    first = ledger.first(Party.FACTORIES), ledger.first(Party.PLATFORMS)
    _book_shares(net, world.lines.platform, *first, ROW[Reason.PROGRAMME], ledger.books)


@compiled
def _add_programme(net: Integers, orders: Table, sign: int) -> None:
    for row in range(orders.size):
        net[orders[row].product] += sign * orders[row].programme


@compiled
def _book_shares(
    net: Integers, homes: Integers, factories: int, platforms: int, reason: int, books: Books
) -> None:
    for row in range(net.size):
        payer, payee = factories + row, platforms + homes[row]
        if net[row] < 0:
            payer, payee = payee, payer
        book(books, reason, payer, payee, abs(net[row]))
