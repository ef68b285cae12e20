"""A day small enough to be counted by hand: 2 factories, 3 anchors, 6 consumers, 5 orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from agents.factory_parameters import FactoryParameters
from agents.stock import RecentSales
from core.arrays import Table
from core.units import CENTS_A_YUAN
from model import records
from model.ledger import Ledger, Party, Reason
from model.order_book import Calendar
from model.parameters import Scenario
from model.records import Channel, Day
from model.rows import EXPOSURE, ORDER
from model.world import Lines

NOON = 43_200.0  # moment 144
MERCHANTS = np.array([5, 8])  # accounts of who sells each product: factory 0, dealers of factory 1


@dataclass
class FakeFactory:
    mode: str
    category: int = 0
    region: int = 0
    warehouse: int = 10
    on_order: int = 20
    chain_stock: int = 0
    generation: int = 0
    lead_days: int = 7
    strategy: Any = field(default_factory=lambda: SimpleNamespace(merchant="factory"))
    open: bool = True
    unit_cost: float = 60.0
    parameters: FactoryParameters = field(default_factory=FactoryParameters)
    sales: RecentSales = field(default_factory=lambda: RecentSales(1.0))  # 60 units will sell

    def salvage_cents(self) -> int:
        return round(self.parameters.salvage_share * self.unit_cost * CENTS_A_YUAN)


@dataclass
class FakeAnchor:
    index: int = 0
    platform: int = 0
    region: int = 1
    followers: int = 5
    active: bool = True
    employer: int | None = None
    behaviour: Any = field(default_factory=lambda: SimpleNamespace(kind="star"))

    @property
    def is_free(self) -> bool:
        return self.employer is None


class People(SimpleNamespace):
    """As many of them as have an arousal; traits are at hand by name, as in the model."""

    def __len__(self) -> int:
        return len(self.arousal)

    @property
    def segment(self) -> np.ndarray:
        return self.traits.segment


def orders(*rows: tuple[int, int, int, int, Channel, float, int, int]) -> Table:
    """Rows of (consumer, product, anchor, session, channel, placed, price, commission)."""
    table = np.zeros(len(rows), dtype=ORDER)
    names = ("consumer", "product", "anchor", "session", "channel", "placed", "price", "commission")
    for place, row in enumerate(rows):
        for name, value in zip(names, row, strict=True):
            table[name][place] = value
    table["merchant"] = MERCHANTS[table["product"]]
    return table


def small_world() -> Any:
    """Two factories of different modes, three anchors, six consumers; an open ledger."""
    return SimpleNamespace(
        scenario=Scenario(),
        lines=Lines(  # parcels of 5 and of 3 CNY
            np.arange(2),
            np.arange(2),
            np.zeros(2, int),
            np.array([120.0, 25.0]),
            np.array([5.0, 3.0]),
            np.array([5.0, 3.0]),
        ),
        factories=[
            FakeFactory("c2m"),
            FakeFactory("brand_dealer", 1, chain_stock=30, lead_days=90, unit_cost=50.0),
        ],
        anchors=[FakeAnchor(), FakeAnchor(1, platform=1), FakeAnchor(2, active=False)],
        orders=SimpleNamespace(
            waiting=np.array([2, 0]),
            queue=orders(*[(0, 0, -1, -1, Channel.SHELF, 0.0, 10_000, 0)] * 2),
            going_back=Calendar(),
        ),
        consumers=People(
            arousal=np.array([0, 1, 2, 3, 0, 0.0]),
            joined=np.array([1, 1, 1, 1, 1, 0]),
            state=SimpleNamespace(followers=np.array([5, 5, 0])),
            traits=SimpleNamespace(
                region=np.array([0, 1, 1, 1, 2, 2]),
                segment=np.array([0, 4, 5, 8, 16, 13]),  # ages 000122, tiers 022120, men 2 and 5
                budget=np.array([100, 200, 300, 400, 500, 600]),
            ),
        ),
        platforms=[
            SimpleNamespace(incubated=np.array([True, False])),
            SimpleNamespace(incubated=np.array([False, False])),
        ],
        ledger=Ledger(anchors=3, platforms=2, factories=2),
        taste_centre=np.zeros((2, 2)),
        experience=SimpleNamespace(  # nobody has streamed yet
            streamed=np.zeros(3, bool), familiarity=lambda who: np.zeros((who.size, 2))
        ),
    )


def trade(world: Any, number: int = 0) -> None:
    """The money of the day, and its close."""
    ledger = world.ledger
    public, carrier, outside = (
        ledger.account(party) for party in (Party.CONSUMERS, Party.CARRIERS, Party.OUTSIDE)
    )
    factory = ledger.account(Party.FACTORIES, np.array([0, 1]))
    dealer, anchor = ledger.account(Party.DEALERS, 1), ledger.account(Party.ANCHORS, 0)
    platform = ledger.account(Party.PLATFORMS, 0)
    ledger.transfer(outside, factory, 100_000, Reason.ENDOWMENT)
    ledger.transfer(public, np.array([factory[0], factory[0], dealer]), [10_000, 9_000, 20_000],
                    Reason.SALE)  # fmt: skip
    ledger.transfer(factory[0], anchor, 1_900, Reason.COMMISSION)
    ledger.transfer(factory[0], anchor, 500, Reason.SLOT_FEE)
    ledger.transfer(dealer, platform, 1_000, Reason.TAKE)
    ledger.transfer(dealer, factory[1], 8_000, Reason.TRANSFER)
    ledger.transfer(factory, outside, [6_000, 5_000], Reason.PRODUCTION)
    ledger.transfer([factory[0], dealer], carrier, [1_000, 300], Reason.SHIPPING)
    ledger.transfer(public, carrier, 500, Reason.RETURN_SHIPPING)
    ledger.transfer(factory[0], public, 2_000, Reason.REFUND)
    ledger.close_day(number)


def small_day(number: int = 0) -> Day:
    """Session 0 pitches product 0 at noon, then product 1; nobody hears session 1."""
    begin = number * 86_400.0 + NOON
    live, spill, shelf = Channel.LIVE, Channel.SPILLOVER, Channel.SHELF
    placed = orders(
        (0, 0, 0, 0, live, begin + 10, 10_000, 1_000),
        (1, 0, 0, 0, live, begin + 40, 9_000, 900),
        (1, 1, 0, 0, live, begin + 400, 20_000, 2_000),
        (2, 0, 0, -1, spill, begin + 9_000, 12_000, 1_200),
        (3, 1, -1, -1, shelf, begin + 9_500, 30_000, 0),
    )
    whole = np.array([0, 0])
    return Day(
        number=number,
        catalog=records.Catalog(
            open=np.array([True, True]), category=np.array([0, 1]), platform=np.array([0, 1]),
            region=whole, price=np.array([12_000, 30_000]), reference=np.array([150.0, 150.0]),
            quality=np.array([1.0, -1.0]), believed=np.array([0.5, 0.0]),
            design=np.array([[3.0, 4.0], [0.0, 0.0]]), stock=np.array([3, 9]),
            presale_days=np.array([-1, -1]), position=whole, awareness=np.array([0.2, 0.6]),
            counter=np.zeros(2), score=np.zeros(2), merchant=MERCHANTS,
            take=np.zeros(2), programme=np.zeros(2),
        ),
        schedule=records.Schedule(
            anchor=np.array([0, 1]), platform=np.array([0, 1]), start=np.array([begin, begin]),
            end=np.array([begin + 600, begin + 600]), traffic=np.array([1.0, 1.0]),
            slot_session=np.array([0, 1, 0]), slot_moment=np.array([144, 144, 145]),
            slot_product=np.array([0, 1, 1]), slot_price=np.array([9_500, 21_000, 20_000]),
            slot_commission=np.full(3, 0.1), slot_promise=np.zeros(3),
            slot_fee=np.array([500, 0, 0]),
        ),
        advertising=records.Advertising(
            np.array([3_000, 1_000]), np.array([1_500, 0]), np.array([9, 9]), np.array([2, 0])
        ),
        audience=records.Audience(
            openers=np.array([0, 1, 2, 4]),
            heard=np.array(
                [(begin, 0.5, slot) for slot in (0, 0, 2, 2)],
                EXPOSURE,
            ),
            starts=np.array([0, 1, 3, 4, 4]), exposures=np.array([2, 0, 2]), reach=3,
            visits=np.array([6, 4]), dwell=np.array([500.0, 100.0]),
        ),
        wishes=SimpleNamespace(consumer=np.arange(6)),  # type: ignore[arg-type]
        needs=SimpleNamespace(visits=20),  # type: ignore[arg-type]
        checkout=records.Checkout(
            orders=placed, refused_stock=np.array([3, 0]), refused_promise=np.array([1, 0]),
            refused_budget=1, lost_impulse=2.5,
            sold_out=np.array([begin + 90.0, np.nan]), demand=np.array([7, 3]),
        ),
        deliveries=records.Deliveries(
            shipped=placed[:3], cancelled=placed[3:4], received=placed[:2],
            late_days=np.array([0.0, 2.0]), wait_days=np.array([2.0, 4.0]), carriage=whole,
        ),
        aftersales=records.Aftersales(
            kept=placed[:1], returned=placed[1:2], came_back=placed[1:2], unopened=placed[:0],
            resellable=np.array([True]), followed=3, unfollowed=1, carriage=whole,
        ),
        gossip=records.Gossip(
            np.array([0]), np.array([0]), np.array([0]),
            np.array([4, 5]), np.array([0, 0]), np.array([0, 0]), np.array([0, 0]), followed=2,
        ),
        production=records.Production(
            started=np.array([4, 40]), finished=np.array([3, 0]), forecast=np.array([6.0, 2.0]),
            demand=np.array([5.0, 2.0]), unit_cost=np.array([60.0, 50.0]),
            redesigned=np.array([False, False]), dealer_orders=np.array([np.nan, 12.0]),
        ),
        careers=records.Careers((), (), (), (), ()),
        stocks=records.Stocks(
            on_hand=np.array([10, 10]), warehouse=np.array([10, 10]),
            on_order=np.array([20, 20]), chain=np.array([0, 30]),
        ),
    )  # fmt: skip
