"""What a scenario says of the two channels: live rooms, and the shelf."""

from __future__ import annotations

from core.declare import Parameters, param


class AttentionParameters(Parameters):
    """Opening the live channel and staying in rooms."""

    habit: float = param(
        0.017,
        "1/day",
        "mean chance to open the live channel unpulled",
        "calibrated: impulse share of spend (S32, S33)",
        0.01,
        0.3,
        least=0,
        most=1,
    )
    habit_spread: float = param(
        0.8, "log", "log-normal spread of the habit", "assumption", 0, 1.5, least=0
    )
    pull: float = param(
        0.036,
        "1/day",
        "chance that a fully trusted live anchor pulls a follower in",
        "calibrated: impulse share of spend (S32, S33)",
        0.02,
        0.4,
        least=0,
        most=1,
    )
    buzz: float = param(
        1.0,
        "ratio",
        "added pull of an anchor that a friend spoke of yesterday",
        "assumption",
        0,
        3,
        least=0,
    )
    first_trust: float = param(
        0.5, "share", "trust of a new follower", "assumption", 0.2, 0.8, least=0, most=1
    )
    punctual: float = param(
        0.0,
        "share",
        "of those whom an anchor pulled in, who are there when the session begins",
        "C03 (the rush at 18 o'clock); assumption",
        0,
        1,
        least=0,
        most=1,
    )
    followed_stay: float = param(
        8.5,
        "min",
        "mean visit to a followed anchor's room",
        "calibrated: stay in a room (S80)",
        5,
        60,
        least=0,
    )
    wander_stay: float = param(
        75.0, "s", "mean visit to a recommended room", "S80", 30, 120, least=0
    )
    wander: float = param(
        9.5,
        "rooms",
        "mean number of further rooms",
        "calibrated: stay in a room (S80), sales per daily viewer (C08)",
        0,
        10,
        least=0,
        most=20,
    )


class ShelfParameters(Parameters):
    """Search and deliberate choice."""

    search_cost: float = param(
        0.08,
        "utility/look",
        "cost of inspecting one more product",
        "LC28; assumption",
        0.005,
        0.2,
        least=1e-6,
    )
    rank_exponent: float = param(
        0.8,
        "-",
        "gamma: inspection weight is rank^-gamma",
        "S86",
        0.5,
        1.0,
        least=0,
    )
    one_by_one: float = param(
        0.0, "share", "visits on which one looks from the top down until something is good enough",
        "LC28; assumption", 0, 1, least=0, most=1,
    )  # fmt: skip
    score_exponent: float = param(
        0.0,
        "-",
        "delta: inspection weight goes with score^delta too, as if how much it sold were shown",
        "LC12, LC27; C20",
        0,
        1.5,
        least=0,
        most=3,
    )
    brand_search: float = param(
        2.0,
        "ratio",
        "added inspection weight of a brand that everyone is aware of",
        "C46; assumption",
        0,
        6,
        least=0,
    )
    outside: float = param(
        2.05,
        "utility",
        "value of buying nothing",
        "calibrated: half of a week's shoppers buy (S03)",
        -2,
        6,
    )
    roaming: float = param(
        0.2,
        "share",
        "visits to a platform other than one's own",
        "assumption",
        0,
        0.5,
        least=0,
        most=1,
    )
    opening_hour: float = param(
        8.0,
        "h",
        "visits are spread evenly from this hour to midnight",
        "assumption",
        0,
        12,
        least=0,
        most=23,
    )
