"""A small world of stand-ins: real anchors and platforms among pretended factories and people."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
import pytest

from agents.anchor_parameters import AnchorParameters
from agents.behaviour import Behaviour
from agents.casting import create_anchors
from agents.categories import CATEGORIES as SHELVES
from agents.contracts import ContractParameters
from agents.experience import Experience
from agents.platform_parameters import PlatformParameters
from agents.platforms import Platform
from agents.traffic import TrafficRule
from core.luck import Luck
from core.plugins import discover, parameters_of
from model.appeal import AppealParameters
from model.books.money import merchants, take_rate
from model.ledger import Ledger, Party, Reason
from model.order_parameters import ReturnsParameters
from model.records import Catalog
from model.rows import ORDER
from model.world import lines_of

CATEGORIES, PLATFORMS = len(SHELVES), 3
MODES = ("brand_dealer", "odm", "c2m", "incubated")
COST_OVER_PRICE = np.array([1 / 6, 1 / 2, 1 / 1.15, 1 / 2.5])
SHIPPING = np.array([[1.0, 2.5, 10.0], [2.5, 3.0, 12.0], [10.0, 12.0, 4.0]])


def instances(package: str, base: type[Any]) -> dict[str, Any]:
    """Every plugin of a folder with its default parameters, by kind."""
    return {kind: one(parameters_of(one)()) for kind, one in discover(package, base).items()}


BEHAVIOURS = instances("agents.behaviours", Behaviour)
TRAFFICS = instances("agents.traffics", TrafficRule)


def _factories(count: int) -> list[SimpleNamespace]:
    draws = np.random.default_rng(7)
    factories = []
    for j in range(count):
        mode = j % len(MODES)
        price = round(draws.uniform(6_000, 20_000))
        cost = price * COST_OVER_PRICE[mode]
        factories.append(
            SimpleNamespace(
                index=j,
                mode=MODES[mode],
                platform=j // len(MODES) % PLATFORMS,
                category=j // (len(MODES) * PLATFORMS) % CATEGORIES,
                region=j % 2,
                kind=list(SHELVES.values())[j // (len(MODES) * PLATFORMS) % CATEGORIES],
                open=True,
                on_hand=50,
                list_price=price,
                floor_price=round(cost * 1.02 / 0.95),
                max_commission=max(0.0, 0.95 - 1.02 * cost / price),
                max_slot_fee=5_000,
                presale_days=-1,
                quality=float(draws.normal()),
                believed=0.0,
                awareness=0.0,
                advertising_budget=10_000,
                strategy=SimpleNamespace(
                    merchant=("dealers", "platform", "factory", "factory")[mode],
                    terms=SimpleNamespace(own_stream=0.0),
                ),
            )
        )
    return factories


def make_catalog(world: Any) -> Catalog:
    """The shop windows that the architect would dress."""

    def column(name: str) -> Any:
        return np.array([getattr(factory, name) for factory in world.factories])

    count = len(world.factories)
    return Catalog(
        open=column("open"),
        category=column("category"),
        platform=column("platform"),
        region=column("region"),
        price=column("list_price"),
        reference=np.full(count, 100.0),
        quality=column("quality"),
        believed=column("believed"),
        design=np.zeros((count, 2)),
        stock=column("on_hand"),
        presale_days=column("presale_days"),
        position=np.zeros(count, dtype=np.int64),
        score=np.zeros(count),
        awareness=column("awareness"),
        counter=np.zeros(count),
        merchant=merchants(world),
        take=np.array([take_rate(world, factory) for factory in world.factories]),
        programme=np.zeros(count),
    )


def make_world(
    *,
    factories: int = 36,
    anchors: AnchorParameters | None = None,
    contracts: ContractParameters | None = None,
    platform: PlatformParameters | None = None,
    seed: int = 3,
) -> Any:
    """A world that has all these phases read, and nothing else."""
    anchors = anchors or AnchorParameters()
    platform = platform or PlatformParameters(share=1 / 3)
    luck, market, people = Luck(seed), mesa.Model(), 20_000
    makers = _factories(factories)
    experience = Experience(anchors, anchors.count, factories)
    ledger = Ledger(anchors.count, PLATFORMS, factories)
    for party, size in ((Party.FACTORIES, factories), (Party.PLATFORMS, PLATFORMS)):
        ledger.transfer(
            ledger.account(Party.OUTSIDE),
            ledger.account(party, np.arange(size)),
            np.full(size, 10_000_000),
            Reason.ENDOWMENT,
        )
    public = people // PLATFORMS
    world = SimpleNamespace(
        scenario=SimpleNamespace(
            anchors=anchors,
            contracts=contracts or ContractParameters(),
            returns=ReturnsParameters(),
            appeal=AppealParameters(),
        ),
        market=market,
        day=0,
        seconds=0.0,
        luck=luck,
        ledger=ledger,
        factories=makers,
        lines=lines_of(makers, np.zeros(PLATFORMS), 1.0),
        platforms=[
            Platform(
                market, index=p, name=f"p{p}", parameters=platform,
                traffic=TRAFFICS[platform.traffic], factories=factories, public=public, luck=luck,
            )
            for p in range(PLATFORMS)
        ],
        behaviours=BEHAVIOURS,
        experience=experience,
        anchors=create_anchors(
            market, range(anchors.count), range(anchors.count), anchors, BEHAVIOURS,
            [1.0] * PLATFORMS, experience, luck,
        ),
        consumers=People(people),
        shipping=SHIPPING,
        taste_centre=np.zeros((CATEGORIES, 2)),
        categories=list(SHELVES.values()),
    )  # fmt: skip
    for anchor in world.anchors:
        anchor.followers = 100 + 40 * anchor.index
    return world


class People:
    """As many consumers as were asked for, each with one taste; advertising wins every tenth."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.traits = SimpleNamespace(taste=np.full((count, CATEGORIES, 2), 0.5))

    def __len__(self) -> int:
        return self.count

    def forget(self, anchors: Any) -> None:
        self.forgotten = tuple(anchors)

    def acquire(self, chances: Any, key: np.uint64) -> Any:
        return np.ceil(100 * chances).astype(np.int64)


def make_orders(**columns: Any) -> Any:
    """Orders with these columns, zero elsewhere."""
    rows = np.zeros(len(next(iter(columns.values()))), ORDER)
    for name, values in columns.items():
        rows[name] = values
    return rows


@pytest.fixture
def world() -> Any:
    return make_world()


@pytest.fixture
def new_world() -> Callable[..., Any]:
    return make_world


@pytest.fixture
def catalog_of() -> Callable[[Any], Catalog]:
    return make_catalog


@pytest.fixture
def orders_of() -> Callable[..., Any]:
    return make_orders
