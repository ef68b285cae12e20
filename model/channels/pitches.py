"""Today's slots as a listener meets them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.arrays import Floats, Integers
from core.units import DAY_SECONDS
from model.records import Catalog, Schedule
from model.world import World


class Pitches(NamedTuple):
    """Columns of compiled code; one row a slot."""

    product: Integers
    anchor: Integers
    session: Integers
    moment: Integers  # of the day; slots are sorted by it
    price: Integers  # live price [cents]
    commission: Floats
    promise: Floats  # quality that is promised
    until: Floats  # second at which the session ends
    stir: Floats  # charisma x deal; the herd factor joins when the pitch begins
    luck_slot: Integers  # person x 86,400: stays the same when other slots or anchors change


def pitches_of(world: World, catalog: Catalog, schedule: Schedule) -> Pitches:
    """Slots with their anchor's charisma and their deal."""
    session, product = schedule.slot_session, schedule.slot_product
    anchor = schedule.anchor[session]
    charisma = np.array([a.charisma for a in world.anchors])
    person = np.array([a.person for a in world.anchors], np.int64)
    discount = 1.0 - schedule.slot_price / catalog.price[product]
    return Pitches(
        product.astype(np.uint32), anchor, session, schedule.slot_moment, schedule.slot_price,
        schedule.slot_commission, schedule.slot_promise, schedule.end[session],
        charisma[anchor] * (1.0 + world.scenario.impulse.deal * discount),
        person[anchor] * int(DAY_SECONDS),
    )  # fmt: skip
