"""Platforms close the day: sales, reviews, shelves, brand memory and the programme."""

from __future__ import annotations

import math

import numpy as np

from core.arrays import Flags, Floats, Integers, Table
from core.compiled import compiled
from model.ledger import Party, Reason
from model.orders.returning import ReturnLaw, logistic, return_law, return_logit
from model.records import Aftersales, Audience, Catalog, Checkout, Production, Schedule
from model.world import World


def update_platforms(
    world: World,
    catalog: Catalog,
    schedule: Schedule,
    audience: Audience,
    checkout: Checkout,
    aftersales: Aftersales,
    production: Production,
) -> None:
    """Everything that platforms learn from a day, and how they rank tomorrow (C34, C45)."""
    believed = _review(world, catalog, aftersales)
    _remember_brands(world, schedule, audience)
    sold = np.bincount(checkout.orders["product"], minlength=len(world.factories))
    for platform in world.platforms:
        here = catalog.platform == platform.index
        platform.record(world.day, sold * here)
        platform.forget(production.redesigned & here)
    _subsidise(world, catalog, aftersales)
    _run_programme(world, catalog)
    _rank(world, catalog.open, believed)


def set_shelves(world: World) -> None:
    """Rank every platform's products, before the first day."""
    is_open = np.array([factory.open for factory in world.factories])
    _rank(world, is_open, np.array([factory.believed for factory in world.factories]))


def _rank(world: World, is_open: Flags, believed: Floats) -> None:
    category, home = world.lines.category, world.lines.platform
    for platform in world.platforms:
        platform.rank(category, is_open & (home == platform.index), believed)


def _exposures(world: World, schedule: Schedule, audience: Audience) -> Floats:
    """Pairs of a person and a pitch heard, by product."""
    product, heard = schedule.slot_product, audience.exposures
    return np.bincount(product, weights=heard, minlength=len(world.factories)).astype(np.float64)


def _review(world: World, catalog: Catalog, aftersales: Aftersales) -> Floats:
    """Believed quality follows reviews: products kept more often than expected rise (C45).

    Expected is what would be kept if the product were what the public believes. Hype, impulse
    and fit, which send goods back whatever their quality, are known for each order and discounted;
    quality drops out of `promise - worth`, so that only its distance from belief surprises. Returns
    what is believed now.
    """
    doubt = world.scenario.appeal.quality * (catalog.quality - catalog.believed)
    reviews = np.zeros((4, len(doubt)))  # kept, all, expected to be kept, information
    law = return_law(world, catalog)
    for judged, stayed in ((aftersales.kept, 1.0), (aftersales.returned, 0.0)):
        _add_reviews(judged, stayed, law, doubt, reviews)
    believed = catalog.believed.copy()
    for platform in world.platforms:
        believed += platform.review(*(reviews * (catalog.platform == platform.index)))
    for factory, quality in zip(world.factories, believed.tolist(), strict=True):
        factory.believed = quality
    return believed


@compiled
def _add_reviews(
    judged: Table, stayed: float, law: ReturnLaw, doubt: Floats, reviews: Floats
) -> None:
    """Reviews of each product, and what would be kept if belief were right."""
    for row in range(judged.size):
        order = judged[row]
        j = order.product
        share = logistic(-return_logit(law, order, doubt[j]))
        reviews[0, j] += stayed
        reviews[1, j] += 1.0
        reviews[2, j] += share
        reviews[3, j] += share * (1.0 - share)


def _remember_brands(world: World, schedule: Schedule, audience: Audience) -> None:
    """Awareness is an adstock of people reached by advertising and by pitches (S35)."""
    exposures, shares = _exposures(world, schedule, audience), []
    for platform in world.platforms:
        people = platform.reached + platform.parameters.awareness_live * exposures
        shares.append((-np.expm1(-people / max(platform.public, 1))).tolist())
    keep = [2.0 ** (-1.0 / p.parameters.awareness_half_life) for p in world.platforms]
    for factory in world.factories:
        old = keep[factory.platform] * factory.awareness
        factory.awareness = old + (1.0 - old) * shares[factory.platform][factory.index]


def _subsidise(world: World, catalog: Catalog, aftersales: Aftersales) -> None:
    """Platforms add to the kept sales of the products they incubate (C34)."""
    rates, ledger = np.zeros(len(world.factories)), world.ledger
    for platform in world.platforms:
        rates[platform.incubated] = platform.parameters.programme_subsidy
    if not rates.any():
        return
    payers = ledger.first(Party.PLATFORMS) + catalog.platform
    product, payee, cents = _subsidies(aftersales.kept, rates)
    ledger.transfer(payers[product], payee, cents, Reason.SUBSIDY)


@compiled
def _subsidies(kept: Table, rates: Floats) -> tuple[Integers, Integers, Integers]:
    """Product, merchant and whole cents of each kept order; nothing for who is not picked."""
    product, payee = np.empty(kept.size, np.int64), np.empty(kept.size, np.int64)
    cents = np.empty(kept.size, np.int64)
    for row in range(kept.size):
        order = kept[row]
        product[row], payee[row] = order.product, order.merchant
        cents[row] = math.floor(order.price * rates[order.product])
    return product, payee, cents


def _run_programme(world: World, catalog: Catalog) -> None:
    """Members that miss the throughput lose their place; every so often a few are picked (C34)."""
    asked = [platform.parameters.programme_modes for platform in world.platforms]
    able = np.array([factory.mode in asked[factory.platform] for factory in world.factories])
    for platform in world.platforms:
        here = catalog.open & (catalog.platform == platform.index)
        platform.admit(here & able, catalog.category, here)
        if (world.day + 1) % platform.parameters.programme_days == 0:
            kept_share = (platform.kept + 1.0) / (platform.reviews + 1.0)
            platform.pick_incubated(platform.sales * kept_share)
