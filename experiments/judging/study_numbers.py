"""Numbers that several studies compare, each with its base (W3)."""

from __future__ import annotations

from experiments.judging.study import Number

WAIT = Number("wait_days", "day", "order to door, mean of the parcels received")
SOLD = Number("net_sales", "CNY", "net sales of all factories, whole run")
SHELF_CONVERSION = Number(
    "orders_shelf / shelf_visits", "share", "shelf visits that end in an order"
)
LIVE_CONVERSION = Number("orders_live / exposures", "share", "live orders per exposure, whole run")
C2M_SOLD = Number("c2m.net_sales", "CNY", "net sales of the factories' own brands, whole run")
RETURNED = Number("return_rate", "share", "received orders that were decided")
UNEQUAL = Number("factories_gini", "share", "Gini of the factories' GMV of 30 days, mean over days")
CANCELLED = Number("cancelled / orders", "share", "orders placed in the run")
KEPT_VALUE = Number("net_sales / gmv", "share", "GMV, cancelled and sent back taken off")
EARNED = Number("makers.margin", "share", "factories' earnings per yuan of net sales")
SENT_BACK = Number("returned / (kept + returned)", "share", "received orders that were decided")
