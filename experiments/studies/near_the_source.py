"""Whether anchors settle near the factories, and whether pairs grow closer."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Effort, Number, Prediction, Study, anchors_all, than

BASE, FREE, CROWDED = "distance costs", "distance costs nothing", "a crowded cluster is dear"
BOND, FICKLE = "anchors know their suppliers", "anchors go by pay alone"

SHARE = Number("cluster.anchors", "share", "of free anchors at work at the end")
BIGGER = Number("cluster.big - cluster.others", "share",
                "the fifth with most followers less all others, at the end")  # fmt: skip
PARTNER = Number("first_partner", "share", "of recent slots, those of an anchor's first factory; "
                 "about .42 if it gave as many to all who have a deal")  # fmt: skip


@final
class NearTheSource(Study):
    """Places with and without the cost of distance, and anchors with and without bonds."""

    kind = "near_the_source"
    title = "Whether anchors move to the factories, and stay with them"
    mechanism = (
        "Samples, trips and supply that may fail cost the more the further away, and the more the "
        "more a slot earns, so that big anchors should move to the cluster first until its rents "
        "hold the others off. Slots that paid are given again to the same factory."
    )
    arms = {
        BASE: {},
        FREE: {"anchors.sourcing_cost": 0.0, "anchors.sourcing_risk": 0.0},
        CROWDED: {"anchors.congestion": 20.0},
        BOND: anchors_all("loyal_supplier"),
        FICKLE: {**anchors_all("loyal_supplier"), "behaviours.loyal_supplier.bond": 0.0},
    }
    predictions = (
        Prediction("C54", "anchors in the cluster", "near the source it costs less",
                   SHARE, than(BASE, FREE), +1, 0.10),
        Prediction("C54", "big anchors more than others", "they have more to secure",
                   BIGGER, {BASE: 1.0}, +1, 0.10),
        Prediction("C56", "slots of the first partner", "who is known is chosen again",
                   PARTNER, than(BOND, FICKLE), +1, 0.10),
        Prediction("Q09", "rents hold anchors off", "a cluster has room for some",
                   SHARE, than(CROWDED, BASE), -1, 0.05),
    )  # fmt: skip
    quick = Effort(consumers=3_000, days=120, replicates=12)
    full = Effort(consumers=20_000, days=360, replicates=20)
    caution = (
        "A bond is put in as a taste of the loyal kind; C56 asks how far it concentrates. Most "
        "anchors have a deal with few factories, so that the first has a large part without any "
        "bond: with equal slots it was .42 in a market of 3,000 (three seeds, 120 days). Until a "
        "review slots went by rank, and a bond could move nothing, and then a "
        "limit of pitches of one product shared them out; in base none binds now."
    )
