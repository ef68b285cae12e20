"""Factories that stream for themselves: who has an anchor of its own, and who gives it up (C47)."""

from __future__ import annotations

from collections.abc import Sequence

from agents.anchors import Anchor
from agents.casting import create_own_anchor
from agents.factories import Factory
from core.plugins import choose
from model.parameters import BEHAVIOURS
from model.world import World


def staff_own_streams(world: World) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give every factory whose mode has an own stream its anchor; the others dismiss theirs.

    A closed factory has none, nor has one whose platform has no live rooms. Returns who was hired
    (a new anchor, or the old one again) and who was dismissed.
    """
    employed = {a.employer: a for a in world.anchors if a.employer is not None}
    live = [platform.parameters.live for platform in world.platforms]
    hired: list[int] = []
    dismissed: list[int] = []
    for factory in world.factories:
        can = factory.open and live[factory.platform]
        sessions = factory.strategy.terms.own_stream if can else 0.0
        anchor = employed.get(factory.index)
        if anchor is None:
            if not sessions:
                continue
            anchor = _hire(world, factory)
            hired.append(anchor.index)
        elif bool(sessions) != anchor.active:
            (hired if sessions else dismissed).append(anchor.index)
        anchor.active, anchor.sessions_per_week = bool(sessions), sessions
    return tuple(hired), tuple(dismissed)


def _hire(world: World, factory: Factory) -> Anchor:
    """A new anchor with an account and no followers."""
    p = world.scenario.anchors
    kind = choose(BEHAVIOURS, p.own_behaviour, "anchors.own_behaviour").kind
    world.experience.grow(1)
    anchor = create_own_anchor(
        world.market, len(world.anchors), p, world.behaviours[kind], factory, world.experience
    )
    world.ledger.add_anchor()
    world.anchors.append(anchor)
    return anchor


def free_anchors(world: World) -> list[int]:
    """Anchors at work whom no factory employs."""
    return [one.index for one in world.anchors if one.active and one.is_free]


def biggest(world: World) -> int | None:
    """The free anchor with most followers, None without one."""
    followers = world.consumers.followers(len(world.anchors))
    return max(free_anchors(world), key=lambda i: int(followers[i]), default=None)


def let_go(world: World, leaving: Sequence[int]) -> None:
    """Anchors stop, whatever the reason: nobody follows them any more (S65)."""
    for anchor in leaving:
        world.anchors[anchor].active = False
    if leaving:
        world.consumers.forget(leaving)
