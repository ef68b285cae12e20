"""What the oracle is handed each morning: shop windows and live sessions, and their appeal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tests.oracles.town import Person, Town

COLUMNS = (
    "open", "category", "platform", "region", "price", "reference", "quality", "believed",
    "stock", "presale_days", "position", "score", "awareness", "counter",
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """One product as shoppers see it."""

    product: int
    open: bool
    category: int
    platform: int
    region: int
    price: int
    reference: float
    quality: float
    believed: float
    stock: int
    presale_days: int
    position: int
    score: float
    awareness: float
    counter: float
    across: float  # the design, relative to fashion
    along: float

    @property
    def buyable(self) -> bool:
        return self.open and (self.stock > 0 or self.presale_days >= 0)


@dataclass(frozen=True)
class Slot:
    number: int
    moment: int
    product: int
    price: int
    commission: float
    promise: float


@dataclass(frozen=True)
class Session:
    number: int
    anchor: int
    platform: int
    start: float
    end: float
    traffic: float
    charisma: float
    person: int  # of its anchor: whose luck it has
    slots: dict[int, Slot]  # by moment


def windows_of(town: Town, catalog: Any) -> list[Window]:
    """One window a product."""
    rows = zip(*(getattr(catalog, name).tolist() for name in COLUMNS), strict=True)
    windows = []
    for product, (row, design) in enumerate(zip(rows, catalog.design.tolist(), strict=True)):
        fashion = town.fashion[row[1]]
        windows.append(Window(product, *row, design[0] - fashion[0], design[1] - fashion[1]))
    return windows


def sessions_of(schedule: Any, anchors: list[Any]) -> list[Session]:
    """Sessions with their own slots."""
    columns = (
        schedule.slot_moment, schedule.slot_product, schedule.slot_price,
        schedule.slot_commission, schedule.slot_promise,
    )  # fmt: skip
    slots = [
        Slot(k, *row) for k, row in enumerate(zip(*(c.tolist() for c in columns), strict=True))
    ]
    owners = schedule.slot_session.tolist()
    sessions = []
    for number, anchor in enumerate(schedule.anchor.tolist()):
        own = {
            slot.moment: slot for slot, owner in zip(slots, owners, strict=True) if owner == number
        }
        sessions.append(
            Session(
                number,
                anchor,
                int(schedule.platform[number]),
                float(schedule.start[number]),
                float(schedule.end[number]),
                float(schedule.traffic[number]),
                anchors[anchor].charisma,
                anchors[anchor].person,
                own,
            )
        )
    return sessions


def fit(town: Town, person: Person, window: Window) -> float:
    """A Gaussian of the distance between taste and design."""
    width = town.scenario.appeal.fit_width
    across = person.taste[window.category][0] - window.across
    along = person.taste[window.category][1] - window.along
    return math.exp(-(across * across + along * along) / (2.0 * (width * width)))


def hope(town: Town, person: Person, window: Window, quality: float) -> float:
    """The fit as far as it shows, and a quality, in utility."""
    p = town.scenario.appeal
    judged = p.fit_hoped + p.fit_seen * (fit(town, person, window) - p.fit_hoped)
    return float(p.fit * judged + p.quality * quality)


def worth(town: Town, person: Person, window: Window) -> float:
    """The whole fit and the true quality, in utility."""
    p = town.scenario.appeal
    return float(p.fit * fit(town, person, window) + p.quality * window.quality)


def loyalty(town: Town, person: Person, window: Window) -> float:
    """A bonus for the favourite that grows with the times it satisfied."""
    product, times = person.loyal.get(window.category, (-1, 0))
    if product != window.product:
        return 0.0
    p = town.scenario.appeal
    return float(p.loyalty * float(times) / (times + p.loyalty_times))


def price_term(person: Person, window: Window, cents: int) -> float:
    """A price above the category's reference hurts."""
    return -person.price_sensitivity * (cents / (100 * window.reference) - 1.0)


def days_to(town: Town, person: Person, window: Window) -> float:
    """Days to the door that the window promises: the road, and the presale's wait if sold out."""
    wait = 0 if window.stock > 0 else max(window.presale_days, 0)
    return float(town.scenario.shipping.days[window.region][person.region] + wait)


def wait_term(town: Town, person: Person, window: Window) -> float:
    """So does waiting."""
    return -person.patience * days_to(town, person, window)
