"""What an impulse loses when it must wait: before one can order, and after one has ordered."""

from __future__ import annotations

from typing import final

from experiments.judging.of_base import shipping
from experiments.judging.study import Effort, Number, Prediction, Study, crossed, than
from experiments.judging.study_numbers import CANCELLED, KEPT_VALUE, RETURNED

LIVE_BORN = Number("orders_live + orders_spillover", "orders", "moved by an anchor, whole run")


@final
class ImpulseClocks(Study):
    """Two clocks, two delays: a day before one may order, a week before the parcel comes."""

    kind = "impulse_clocks"
    title = "What is lost when an impulse must wait"
    mechanism = (
        "A pitch stirs a wish that decays with the click clock: what cannot be ordered now is "
        "ordered less often later. An order that is placed survives with the wait clock, the "
        "faster the more of it was impulse. The essay does not say which of the two it means "
        "(W1), and they differ by a factor of a hundred, so that both are tried over their range."
    )
    arms = {
        "as it is": {},
        "orders open a day later": {"impulse.delay": 24.0},
        "parcels a week later": shipping(more=7.0),
    }
    contexts = crossed(
        {
            "clicks x 0.1": {"impulse.time_scale": 0.1},
            "clicks as fitted": {},
            "clicks x 10": {"impulse.time_scale": 10.0},
        },
        {
            "waits 1 d": {"waiting.half_life_impulse": 1.0},
            "waits 14 d": {},
            "waits 65 d": {"waiting.half_life_impulse": 65.0},
        },
    )
    predictions = (
        Prediction("C24", "live-born orders, ordering a day later",
                   "three in four impulses are gone after a day (S27)", LIVE_BORN,
                   than("orders open a day later", "as it is"), -1, 0.10, relative=True),
        Prediction("C24", "cancelled, parcels a week later",
                   "patience is a half-life, and impulsive orders have the shorter one", CANCELLED,
                   than("parcels a week later", "as it is"), +1, 0.02),
        Prediction("Q13", "returns under a cooling-off rule",
                   "who still wants it a day later should regret it less", RETURNED,
                   than("orders open a day later", "as it is"), -1, 0.01,
                   contexts=("clicks as fitted, waits 14 d",)),
        Prediction("Q13", "part of GMV that lasts under a cooling-off rule",
                   "fewer cancelled and sent back of what is sold", KEPT_VALUE,
                   than("orders open a day later", "as it is"), +1, 0.01,
                   contexts=("clicks as fitted, waits 14 d",)),
    )  # fmt: skip
    quick = Effort(consumers=5_000, days=40, replicates=12)
    full = Effort(consumers=20_000, days=120, replicates=20)
    drawing = "map"
    caution = (
        "Who may order only a day later pays the list price, which is part of what is lost. How "
        "impulsive an order is, is settled at the pitch: those who still order a day later regret "
        "no less, so that a cooling-off rule works here through the mix of orders only."
    )
