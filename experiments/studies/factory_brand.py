"""The factory as a brand: what streaming does for its name, and its floor for its credit."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than
from experiments.judging.study_numbers import LIVE_CONVERSION

OWN = ("strategies.c2m.own_stream", "strategies.incubated.own_stream")
FLOOR, NONE, BOAST = "streams from its floor", "no stream of its own", "streams that boast"
FORGOTTEN, UNLIVE = "pitches leave no memory of the brand", "no live rooms"

KNOWN = Number("awareness", "share", "of people who know a brand, mean over open factories")
RETURNED = Number("c2m.return_rate", "share", "C2M's received orders that were decided")
SEARCHED = Number("c2m.net_sales + incubated.net_sales", "CNY",
                  "net sales of factories' own brands, whole run")  # fmt: skip


@final
class FactoryBrand(Study):
    """Own streams from an honest factory floor, none, or boasting ones; memory of pitches."""

    kind = "factory_brand"
    title = "What streaming does for a factory's name"
    mechanism = (
        "A pitch leaves a memory of the brand in some who hear it; whom one knows, one looks for "
        "on the shelf. A stream from the factory floor shows the goods as they are, so that fewer "
        "come back than from a stream that boasts."
    )
    arms = {
        FLOOR: {},
        NONE: dict.fromkeys(OWN, 0.0),
        BOAST: {"anchors.own_behaviour": "commission_seeker",
                "anchors.own_honesty": 0.0},
        FORGOTTEN: {"platforms.*.awareness_live": 0.0},
        UNLIVE: {"platforms.*.live": False},
    }  # fmt: skip
    contexts = {"base": {}, "apparel only": {"market.categories": ["apparel"]}}
    predictions = (
        Prediction("C46", "awareness by live rooms", "a pitch is heard by thousands",
                   KNOWN, than(FLOOR, UNLIVE), +1, 0.03),
        Prediction("C46", "awareness by own streams", "their own name, every evening",
                   KNOWN, than(FLOOR, NONE), +1, 0.03),
        Prediction("C46", "own brands' sales by what is remembered",
                   "whom one knows, one looks for", SEARCHED, than(FLOOR, FORGOTTEN), +1, 0.03,
                   relative=True),
        Prediction("C47", "returns of own brands, floor or boast", "seen as it is",
                   RETURNED, than(FLOOR, BOAST), -1, 0.01),
        Prediction("C47", "conversion by own streams", "an honest room is trusted",
                   LIVE_CONVERSION, than(FLOOR, NONE), +1, 0.05, relative=True),
    )  # fmt: skip
    caution = (
        "Own streams are small: what they do to a whole mode's returns is diluted by its other "
        "sales. A factory floor is honest by assumption; that it convinces is not assumed."
    )
