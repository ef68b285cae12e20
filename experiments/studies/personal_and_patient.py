"""Personal taste and patience: both readings of a garbled sentence."""

from __future__ import annotations

from typing import Any, final

from experiments.judging.of_base import shipping
from experiments.judging.study import Effort, Number, Prediction, Study, than
from experiments.judging.study_numbers import SENT_BACK, SHELF_CONVERSION

LATE = shipping(more=7.0)
TIES = {"untied": 0.0, "patient": -1.0, "impatient": 1.0}  # log of impatience by unit of taste
TASTES = {"common": 0.4, "personal": 1.6}

OWN_BRANDS = Number("c2m.net_sales / net_sales", "share", "net sales of all factories")


def _arms() -> dict[str, dict[str, Any]]:
    """Every tie with both tastes, prompt and late: "patient, personal, late"."""
    return {
        f"{tie}, {taste}, {when}": {
            "market.categories": ["apparel"],
            "consumers.patience_by_taste": by_taste,
            "consumers.taste_spread": spread,
            **change,
        }
        for tie, by_taste in TIES.items()
        for taste, spread in TASTES.items()
        for when, change in {"prompt": {}, "late": LATE}.items()
    }


def interaction(tie: str) -> dict[str, float]:
    """What a week takes from personal buyers less what it takes from common ones."""
    return {
        f"{tie}, personal, late": 1.0,
        f"{tie}, personal, prompt": -1.0,
        f"{tie}, common, late": -1.0,
        f"{tie}, common, prompt": 1.0,
    }


@final
class PersonalAndPatient(Study):
    """Do buyers with a taste of their own accept delay? Untied, and tied both ways."""

    kind = "personal_and_patient"
    title = "A taste of one's own, and patience"
    mechanism = (
        "The sentence can mean that who wants something personal gladly waits for it, or does not. "
        "Nothing in the model makes taste and patience go together unless it is told to; then the "
        "cost of a promised day falls, or rises, with the distance of personal taste from fashion. "
        "A factory that makes to order promises longer waits, so that it should live on the "
        "patient."
    )
    arms = _arms()
    predictions = (
        Prediction("C21", "personal buyers accept a week more, untied",
                   "who finds the one thing that fits has no second best to turn to",
                   SHELF_CONVERSION, interaction("untied"), +1, 0.02),
        Prediction("C21", "personal buyers accept a week more, told patient",
                   "first reading: a promised day costs them less",
                   SHELF_CONVERSION, interaction("patient"), +1, 0.02),
        Prediction("C21", "personal buyers do not, told impatient",
                   "second reading: a promised day costs them more",
                   SHELF_CONVERSION, interaction("impatient"), -1, 0.02),
        Prediction("C21", "returns after a week more, untied",
                   "who waited for what fits keeps it", SENT_BACK, interaction("untied"), -1, 0.01),
        Prediction("C21", "own brands live on the patient",
                   "making to order asks for patience",
                   OWN_BRANDS,
                   than("patient, personal, prompt", "impatient, personal, prompt"), +1, 0.02),
    )  # fmt: skip
    quick = Effort(consumers=3_000, days=30, replicates=12)
    caution = (
        "A garbled sentence: both readings are declared (the tie is an assumption), and the third "
        "arm says what follows of itself. The tie acts on promised days, not on the clock of open "
        "orders (W1)."
    )
