"""A few anchors have most of the followers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, final

import numpy as np

from core.arrays import Floats, Integers
from core.declare import Parameters, param
from core.luck import Luck, normals
from model.ties.follow_draw import draw_follows
from model.ties.follow_network import FollowKind, FollowNetwork


class HeavyTailedParameters(Parameters):
    """The law of popularity."""

    law: Literal["rank", "log_normal"] = param(
        "rank", "-", "popularity is rank^-exponent, or log-normal", "S63, W11"
    )
    exponent: float = param(
        1.15, "-", "rank law: exponent", "calibrated: rank law of anchors' sales (S63)", 0.9, 1.2,
        least=0.0, most=5.0,
    )  # fmt: skip
    sigma: float = param(
        1.5, "-", "log-normal: sd of the logarithm", "W11, assumption",
        0.5, 2.5, least=0.0, most=5.0,
    )  # fmt: skip


@final
class HeavyTailed(FollowKind[HeavyTailedParameters]):
    """Popularity by a rank law or log-normal (W11: do not assume which); anchor 0 leads."""

    kind = "heavy_tailed"

    def build(
        self,
        n: int,
        anchors: int,
        anchor_platform: Integers,
        home_platform: Integers,
        width: int,
        luck: Luck,
    ) -> FollowNetwork:
        """Lists of at most `width` anchors, by popularity."""
        popularity = _LAWS[self.own.law](self.own, anchors, luck)
        return draw_follows(self.common, popularity, anchor_platform, home_platform, width, luck)


def _rank(own: HeavyTailedParameters, anchors: int, luck: Luck) -> Floats:
    return np.arange(1, anchors + 1) ** -own.exponent


def _log_normal(own: HeavyTailedParameters, anchors: int, luck: Luck) -> Floats:
    draws = normals(luck.key("follows popularity"), anchors)
    return np.sort(np.exp(own.sigma * draws))[::-1].copy()


_LAWS: dict[str, Callable[[HeavyTailedParameters, int, Luck], Floats]] = {
    "rank": _rank,
    "log_normal": _log_normal,
}
