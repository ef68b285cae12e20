"""Where every piece of a product line is.

Every piece is somewhere: started = held + gone + outside, whatever verbs are called (LC33).
"""

from __future__ import annotations

from agents.dealers import ChainStep, DealerChain
from agents.production_line import ProductionLine
from agents.stock import Leftover


class Pieces:
    """Pieces in production, in the warehouse, with dealers, outside, and gone."""

    chain: DealerChain | None = None

    def __init__(self, index: int, line: ProductionLine) -> None:
        self.index = index
        self.line = line
        self.warehouse = 0  # finished units that are not with dealers
        self.produced = self.started = self.scrapped = self.salvaged = 0
        self.outside = 0  # units in the hands of carriers and consumers, or on their way back

    @property
    def on_hand(self) -> int:
        """Units that consumers can buy now: in the dealers' shop, or else in the warehouse."""
        return int(self.chain.retailer.on_hand) if self.chain else self.warehouse

    @property
    def on_order(self) -> int:
        """Units in production."""
        return self.line.units

    @property
    def chain_stock(self) -> int:
        """Units that dealers own."""
        return self.chain.stock if self.chain else 0

    def goods_held(self) -> int:
        """Units in production, in the warehouse and with dealers."""
        return self.on_order + self.warehouse + self.chain_stock

    def goods_gone(self) -> int:
        """Units scrapped or sold off."""
        return self.scrapped + self.salvaged

    def stock_up(self, units: int) -> int:
        """Pieces it opens with, beside those that fill its dealers' shelves; all it got."""
        chained = self.chain.fill_up() if self.chain else 0
        self.warehouse += max(0, units - chained)
        total = max(units, chained)
        self.started += total
        return total

    def fill_shops(self, affordable: int) -> int:
        """Put a new design on its dealers' shelves, as far as they can pay; units they took.

        Whatever the shops sell afterwards they order, and only that is demand to the factory.
        """
        units = self.chain.fill_up(float(min(self.warehouse, affordable))) if self.chain else 0
        self.warehouse -= units
        return units

    def deal(self, demand: float, affordable: int) -> ChainStep | None:
        """One day of its dealers, if any: orders up, goods down, no more than they can pay."""
        if self.chain is None:
            return None
        step = self.chain.step(demand, float(min(self.warehouse, affordable)))
        self.warehouse -= int(step.moved[0])
        return step

    def take(self, units: int) -> None:
        """Hand pieces to a carrier."""
        if not 0 <= units <= self.on_hand:
            raise ValueError(f"factory {self.index}: {units} units asked, {self.on_hand} on hand")
        self._shelve(-units)
        self.outside += units

    def restock(self, units: int) -> None:
        """Take back pieces that can be sold again."""
        self._fetch(units)
        self._shelve(units)

    def sell_returned(self, units: int) -> None:
        """Take back pieces of an older design, to be sold off."""
        self._fetch(units)
        self.salvaged += units

    def scrap(self, units: int) -> None:
        """Take back pieces that nobody can sell."""
        self._fetch(units)
        self.scrapped += units

    def scrap_stock(self) -> Leftover:
        """Sell off all finished pieces, its own and its dealers'."""
        leftover = Leftover(self.warehouse, self.chain.clear() if self.chain else 0)
        self.warehouse = 0
        self.salvaged += leftover.warehouse + leftover.dealers
        return leftover

    def _shelve(self, units: int) -> None:
        if self.chain:
            self.chain.retailer.on_hand += units
        else:
            self.warehouse += units

    def _fetch(self, units: int) -> None:
        if not 0 <= units <= self.outside:
            raise ValueError(f"factory {self.index}: {units} units back, {self.outside} outside")
        self.outside -= units
