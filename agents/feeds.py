"""Data feeds: what a platform shows factories of their sales, late, noisy, and padded (C38)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, final

import numpy as np

from core.arrays import Flags, Floats, Integers
from core.compiled import compiled
from core.declare import Parameters, param

WINDOW = 90  # days that a feed keeps, those included that it does not show yet
SHOWN = 80  # days that it shows at least, so that a late one keeps more


class FeedParameters(Parameters):
    """One data feed."""

    # fmt: off
    delay_days: int = param(
        1, "day", "age of the newest day shown", "C38, LC18", 0, 60, least=0, most=WINDOW
    )
    noise: float = param(
        0.1, "log", "log-normal noise of each number shown", "C38, LC17", 0.0, 1.0, least=0
    )
    lost_sales_seen: float = param(
        0.5, "share", "refused demand that shows as demand: waiting lists, clicks on what is gone",
        "C38, assumption", 0.0, 1.0, least=0, most=1,
    )  # fmt: skip
    taste_days: int = param(
        14, "day", "days of buyers whose mean taste it shows", "assumption", 3, 60,
        least=1, most=SHOWN,
    )
    fake_viewers: float = param(
        0.0, "ratio", "fake interest for each true unit of live interest", "C38", 0.0, 2.0, least=0
    )
    # fmt: on


class Sales(NamedTuple):
    """What is to be told of a day, in units. One row a factory."""

    offered: Flags  # what could be ordered this morning
    sold: Floats
    refused: Floats  # wanted and not served
    live: Floats  # of what was sold
    tastes: Floats  # [F, 2] summed over buyers


class Shown(NamedTuple):
    """What a feed shows a factory."""

    history: Floats  # units on each day on sale, newest last
    signal: float  # live interest beyond sales on the newest day
    taste: Floats | None  # mean of recent buyers; None if there are none, or it is not told


@final
class SalesFeed:
    """Daily rows of each factory's sales, live interest and buyers' taste.

    Those that are not old enough wait. Day d is in column d % columns.

    A day on which a product was not on sale says nothing of its demand and is left out: counted as
    no demand, it would lower the forecast, the next stock, and so on down. Noise belongs to the day
    shown: who looks at the same day twice sees the same number.
    """

    def __init__(
        self, name: str, platform: int, parameters: FeedParameters, factories: int,
        with_taste: bool = True,
    ) -> None:  # fmt: skip
        self.name = name
        self.platform = platform
        self.parameters = parameters
        self.with_taste = with_taste
        self.days = 0  # days recorded
        self.columns = max(WINDOW, SHOWN + parameters.delay_days)
        self.sales = np.zeros((factories, self.columns))  # units, as shown
        self.offered = np.zeros((factories, self.columns), np.bool_)
        self.signal = np.zeros((factories, self.columns))  # live interest not ordered yet, as shown
        self.buyers = np.zeros((factories, self.columns))
        self.tastes = np.zeros((factories, self.columns, 2))  # summed over buyers

    def record(self, day: int, here: Flags, sales: Sales, interest: Floats, draws: Floats) -> None:
        """Add a day of the factories `here`; `draws` are a standard normal a factory.

        `interest` is what today's viewers usually come to order, sooner or later. The signal is the
        part of it that is not ordered yet: it runs ahead of demand (C38). Fake viewers look like
        interest and never buy.
        """
        p = self.parameters
        noise = np.exp(p.noise * draws - p.noise**2 / 2.0)
        _write_down(
            day % self.columns, here, sales, interest, noise, p.lost_sales_seen,
            1.0 + p.fake_viewers, self.sales, self.offered, self.signal, self.buyers, self.tastes,
        )  # fmt: skip
        self.days = day + 1

    def observe(self, factories: Sequence[int], day: int) -> list[Shown]:
        """On a day, to each of some factories: sales up to `delay_days` before it, and the rest.

        Every day must have been recorded in turn; a feed cannot show a day before it is over.
        """
        newest = min(day - self.parameters.delay_days, self.days - 1)
        if newest < 0:
            return [Shown(np.empty(0), 0.0, None)] * len(factories)
        oldest = max(0, self.days - self.columns)
        recent = max(newest + 1 - self.parameters.taste_days, oldest)
        rows = np.array(factories, np.int64)
        history, taste = np.empty((rows.size, newest - oldest + 1)), np.empty((rows.size, 2))
        days = np.empty((2, rows.size), np.int64)  # on sale; with buyers
        _show(
            self.sales, self.offered, self.buyers, self.tastes, oldest, recent, newest, rows,
            history, taste, days,
        )  # fmt: skip
        signal = self.signal[rows, newest % self.columns].tolist()
        return [
            Shown(sold[:offered], live, mean if self.with_taste and bought else None)
            for sold, live, mean, offered, bought in zip(
                history, signal, taste, *days.tolist(), strict=True
            )
        ]


@compiled
def _write_down(
    column: int, here: Flags, sales: Sales, interest: Floats, noise: Floats, seen: float,
    padded: float, shown: Floats, offered: Flags, signal: Floats, buyers: Floats, tastes: Floats,
) -> None:  # fmt: skip
    """Fill a day of a feed. What is elsewhere stays nothing."""
    for j in range(here.size):
        if not here[j]:
            continue
        shown[j, column] = (sales.sold[j] + seen * sales.refused[j]) * noise[j]
        offered[j, column] = sales.offered[j]
        signal[j, column] = max(padded * interest[j] - sales.live[j], 0.0) * noise[j]
        buyers[j, column] = sales.sold[j]
        tastes[j, column, 0], tastes[j, column, 1] = sales.tastes[j, 0], sales.tastes[j, 1]


@compiled
def _show(
    sales: Floats, offered: Flags, buyers: Floats, tastes: Floats, oldest: int, recent: int,
    newest: int, rows: Integers, history: Floats, taste: Floats, days: Integers,
) -> None:  # fmt: skip
    """A row a factory: sales on days on which it could be ordered, recent buyers' mean taste."""
    for row, factory in enumerate(rows):
        count, bought, people, first, second = 0, 0, 0.0, 0.0, 0.0
        for day in range(oldest, newest + 1):
            place = day % sales.shape[1]
            if offered[factory, place]:
                history[row, count] = sales[factory, place]
                count += 1
            if day >= recent and buyers[factory, place] > 0.0:
                bought += 1
                people += buyers[factory, place]
                first += tastes[factory, place, 0]
                second += tastes[factory, place, 1]
        if bought:
            taste[row, 0], taste[row, 1] = first / people, second / people
        days[0, row], days[1, row] = count, bought
