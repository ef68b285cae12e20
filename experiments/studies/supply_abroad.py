"""The same anchors and the same demand, with the supply near, across an ocean, or slow and thin."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Prediction, Study, than
from experiments.judging.study_numbers import CANCELLED, SOLD, WAIT

ABROAD = {"consumers.region_shares": [0.0, 0.0, 1.0], "anchors.region_shares": [0.0, 0.0, 1.0]}
SLOW_AND_THIN = {  # as in scenarios/li_jiaqi_in_us.toml
    "factories.capacity_days": 1.2,
    "strategies.brand_dealer.lead_days": 120,
    "strategies.odm.lead_days": 70,
    "strategies.incubated.lead_days": 28,
    "strategies.c2m.lead_days": 14,
}


@final
class SupplyAbroad(Study):
    """Four cells of supply and demand, and goods that lie ready where the people are."""

    kind = "supply_abroad"
    title = "Would Li Jiaqi work in the United States?"
    mechanism = (
        "The pitch works on both sides of an ocean; the parcel does not. What comes in days in "
        "China takes weeks across a border or from slow and thin supply, promises are longer, and "
        "orders that were placed on impulse are cancelled on the way. If that is the reason, "
        "stock where the people are brings most of it back."
    )
    arms = {
        "China": {},
        "United States": {"scenario": "li_jiaqi_in_us"},
        "across the border": ABROAD,
        "stock in the United States": {**ABROAD, "market.factory_region": 2},
        "China, slow and thin supply": SLOW_AND_THIN,
    }
    contexts = {
        "waits 14 d": {},
        "waits 2 d": {"waiting.half_life_impulse": 2.0},
        "waits 65 d": {"waiting.half_life_impulse": 65.0},
    }
    predictions = (
        Prediction("C53", "order to door", "an ocean, and double the lead", WAIT,
                   than("United States", "China"), +1, 5.0),
        Prediction("C53", "cancelled orders", "patience runs out on the way", CANCELLED,
                   than("United States", "China"), +1, 0.05),
        Prediction("C53", "net sales", "long promises sell less, and less of it is kept", SOLD,
                   than("United States", "China"), -1, 0.20, relative=True),
        Prediction("Q08", "net sales, stock where the people are",
                   "demand is the same, so that the road must be what was lost", SOLD,
                   than("stock in the United States", "across the border"), +1, 0.10,
                   relative=True),
        Prediction("Q08", "net sales, China's demand with that supply", "likewise", SOLD,
                   than("China, slow and thin supply", "China"), -1, 0.10, relative=True),
    )  # fmt: skip
    caution = "Parcels still on the road at the end are sales that may yet be cancelled."
