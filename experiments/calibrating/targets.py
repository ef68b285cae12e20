"""Every target, declared once. Ranges are those of the sources (tags: docs/sources.md).

What may not stand here, because it is to be predicted, is declared in
experiments/validating/held_out.py.
"""

from __future__ import annotations

from experiments.calibrating.target import Target

TARGETS: tuple[Target, ...] = (
    # from the room to the order (2.3)
    Target("live_conversion_per_viewer_item", "conversion_per_exposure", 0.003, 0.012, 0.03,
           "share", "pairs of a person and a pitch heard", "S-chinadaily, 2.3 (derived)", "B"),
    Target("live_conversion_per_room_visit", "conversion_per_visit", 0.015, 0.06, 0.15,
           "share", "room visits", "S04, S81", "C"),
    Target("weekly_conversion_of_live_users", "buying_per_weekly_opener", 0.50, 0.56, 0.60,
           "share", "people who opened the live channel in a week", "S03", "B",
           "a week of lockdown"),
    Target("weekly_conversion_of_shoppers", "shelf_conversion_per_visit", 0.45, 0.50, 0.55,
           "share", "visits with a need, most people's only one of the week", "S03", "B",
           "a visit of the model is a need, not the loading of a page (2.5 % a page visit)"),
    Target("sales_per_daily_viewer", "anchored_yuan_per_viewer", 27, 30, 36,
           "CNY", "viewer-days", "C07, C08, S73 (derived)", "B"),
    Target("price_per_purchase", "anchored_price", 70, 100, 120, "CNY", "orders", "S72", "C"),
    Target("impulse_share_of_spend", "impulse_spend", 0.33, 0.40, 0.50,
           "share", "money spent online", "S32, S33", "A"),
    # sessions and visits (2.2)
    Target("session_length", "session_hours", 2, 5.4, 12, "h", "sessions", "S79", "A"),
    Target("room_visit", "visit_seconds", 30, 75, 120, "s", "room visits", "S80", "C"),
    Target("women_of_live_buyers", "women_of_live_buyers", 0.55, 0.65, 0.80,
           "share", "live buyers of a day", "S70, S71", "C"),
    # what comes back (2.4)
    Target("returns_shelf", "returned_shelf", 0.05, 0.10, 0.15,
           "share", "decided orders", "S01", "B"),
    Target("returns_shelf_apparel", "returned_shelf_apparel", 0.20, 0.30, 0.50,
           "share", "decided orders", "S02", "C"),
    Target("returns_live", "returned_live", 0.15, 0.25, 0.35,
           "share", "decided orders", "S01", "B"),
    Target("returns_live_apparel", "returned_live_apparel", 0.30, 0.45, 0.60,
           "share", "decided orders", "S01, S02", "B"),
    # the click clock (2.6)
    Target("bought_within_20_min", "within_20_min", 0.25, 0.30, 0.35,
           "share", "buyers", "S27", "C"),
    Target("bought_within_1_h", "within_1_h", 0.45, 0.50, 0.55, "share", "buyers", "S27", "C"),
    Target("bought_within_12_h", "within_12_h", 0.60, 0.65, 0.72, "share", "buyers", "S27", "C"),
    Target("bought_within_3_d", "within_3_d", 0.75, 0.80, 0.85, "share", "buyers", "S27", "C"),
    # deals (2.5)
    Target("discount_ordinary", "live_discount", 0.03, 0.076, 0.15,
           "share", "live orders", "S16 (price)", "A"),
    Target("discount_festival", "festival_discount", 0.20, 0.40, 0.50,
           "share", "live orders of festival days", "S12", "B"),
    Target("commission_top", "commission_top", 0.20, 0.25, 0.30,
           "share", "price of live orders, best-selling tenth of anchors", "S12, S13", "B"),
    Target("commission_small", "commission_small", 0.05, 0.15, 0.20,
           "share", "price of live orders, other anchors", "2.5 (memory)", "M"),
    Target("cost_of_a_customer", "cac_advertising", 185, 390, 1503,
           "CNY", "customers won by advertising", "S61, S62", "C"),
    # prices of the modes (2.8)
    Target("odm_over_brand_price", "odm_to_brand_price", 0.20, 0.30, 0.50,
           "ratio", "price of a brand with dealers", "S40", "B"),
    Target("brand_price_over_cost", "brand_to_cost", 4, 6, 10, "ratio", "unit cost", "S41", "C"),
    Target("c2m_price_over_cost", "c2m_to_landed_cost", 1.05, 1.15, 1.30,
           "ratio", "landed unit cost", "S39", "C", imposed=True),
    # parcels (2.9)
    Target("delivery_hours", "road_hours", 53.9, 57, 68.6,
           "h", "parcels inside the country", "S53, S54, S55", "A", imposed=True),
    Target("delivered_within_72_h", "road_within_72_h", 0.77, 0.79, 0.84,
           "share", "the same parcels", "S53, S54, S55", "A", imposed=True),
    # repeat purchase and concentration (2.10, 2.11)
    Target("repurchase_live", "repurchase_live", 0.45, 0.59, 0.65,
           "share", "live buyers of 30 days, in the 60 days after", "S71", "C",
           "the source names no period"),
    Target("rank_exponent_of_anchors", "rank_exponent_of_anchors", 0.9, 1.1, 1.2,
           "1", "log GMV on log rank", "S63", "B"),
)  # fmt: skip
