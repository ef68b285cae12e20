"""The market: a mesa.Model whose step is one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from numbers import Integral
from pathlib import Path
from typing import Any, final

import mesa
from mesa.datacollection import DataCollector

from agents.consumers import Consumers
from core.errors import BadInput
from core.luck import Luck
from core.memory import give_back
from core.scenario import build, resolve
from core.trees import changed
from model.day import live_one_day
from model.initialization import create_world
from model.levers import Pull, dismiss, pull
from model.network import Network
from model.own_streams import biggest
from model.parameters import MarketParameters, Scenario
from model.records import Day
from model.results import Results
from model.watching.columns import days_columns
from model.watching.observation import Observer
from model.watching.portrait import Networks, Portrait, portray
from model.watching.watched import EVERYTHING

SEED = "market.seed"
MANY = 4_000_000  # consumers, from which on memory is dearer than the time to ask for it again
SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"


def load_scenario(name: str | Path = "base", **overrides: Any) -> Scenario:
    """A scenario of scenarios/ or a TOML file, with overrides by dotted path.

    `load_scenario("base", **{"consumers.count": 5000})`; where dots are awkward, two underscores
    stand for one: `consumers__count=5000`. A star stands for every name in its place, as in
    `platforms.*.take_rate`; of two that say something of one, the later holds. Raises `BadInput`
    naming key, value and what is allowed.
    """
    scenario = build(Scenario, resolve(name, SCENARIOS))  # by itself: nothing hides its mistakes
    return _changed(scenario, _dotted(overrides))


def _dotted(overrides: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("__", "."): value for key, value in overrides.items()}


class Market(mesa.Model):
    """Consumers, anchors, platforms and factories, a day a step.

    Takes a scenario (object, name or path) and any of its parameters as keywords, so that
    `mesa.batch_run` and `SolaraViz` can build it. The seed is the scenario's unless given; `rng` is
    another name for it, which Mesa uses. All luck is keyed by it: Mesa's generators are never used.
    With a folder, long tables are written there while the market lives and not held; its results
    can then be asked for once, at the end. What is not `watched` costs nothing and is not there.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "base",
        *,
        seed: int | None = None,
        rng: int | None = None,
        keep_orders: bool = False,
        folder: Path | None = None,
        watched: Iterable[str] = EVERYTHING,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        given = [one for one in (seed, rng, _dotted(kwargs).get(SEED)) if one is not None]
        self.scenario = _seeded(_with_overrides(scenario, kwargs), given)
        self.luck_seed = self.scenario.market.seed
        self.world = create_world(self, self.scenario, Luck(self.luck_seed))
        noted = frozenset([watched] if isinstance(watched, str) else watched)
        self.observer = Observer(
            self.world, self.scenario.market.categories, self.scenario.market.platforms,
            noted | {"orders"} if keep_orders else noted, folder,
        )  # fmt: skip
        self.datacollector = Scalars(self.observer)
        self.today: Day | None = None
        self.pulled: list[Pull] = []  # levers used so far

    @property
    def scenario(self) -> Scenario:
        """What the market began with. Mesa 3.5 has a notion of its own by this name: not used."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._scenario = scenario

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take an agent in, without being kept alive for ever.

        Before Mesa 3.5 agents are counted in a table that holds on to every model there ever was
        (mesa issue 3179); the market counts its agents itself and leaves that table.
        """
        super().register_agent(agent)
        counters = getattr(mesa.Agent, "_ids", {})
        if counters.pop(self, None) is not None:
            agent.unique_id = len(self.agents)

    @property
    def consumers(self) -> Consumers:
        """All consumers; `market.consumers[17].trust` looks at one."""
        return self.world.consumers

    @property
    def peers(self) -> Network:
        """Who knows whom."""
        return self.world.peers

    def step(self) -> None:
        """Live one day and observe it."""
        self.today = None  # room for it: without, a large day takes new memory from the system
        if len(self.consumers) >= MANY:
            give_back()
        self.today = live_one_day(self.world)
        self.observer.show(self.today, self.world)
        self.datacollector.collect(self)
        self.running = self.world.day < self.scenario.market.days

    def pull(self, lever: str, value: float) -> None:
        """Set a lever of `model.levers`; tomorrow is the first day to feel it."""
        new = pull(self.world, lever, value)
        self.pulled = [old for old in self.pulled if (old.day, old.lever) != (new.day, lever)]
        self.pulled.append(new)

    def dismiss(self, anchor: int | None = None) -> int:
        """An anchor, or the most followed one, leaves for good; answers its number."""
        who = biggest(self.world) if anchor is None else anchor
        self.pulled.append(dismiss(self.world, -1 if who is None else who))
        return int(self.pulled[-1].value)

    def run(
        self, days: int | None = None, progress: Callable[[int], None] | None = None
    ) -> Results:
        """Live so many days (default: the rest of the scenario's) and return all results so far.

        NotWatched before the first day if not everything is watched: `step` needs no results.
        """
        self.observer.require(EVERYTHING)
        left = self.scenario.market.days - self.world.day
        for _ in range(left if days is None else _whole(days)):
            self.step()
            if progress is not None:
                progress(self.world.day)
        return self.results()

    def results(self) -> Results:
        """What has been observed so far."""
        statistics = self.world.follow_network.statistics
        return Results.collect(
            self.observer,
            self.scenario.model_dump(mode="json"),
            self.luck_seed,
            self.portrait(),
            asdict(statistics) if statistics else None,
            self.world.orders.open_orders() if "orders" in self.observer.tables else None,
            [asdict(pull) for pull in self.pulled],
        )

    def portrait(self) -> Portrait:
        """A sample of both networks, with arousal as it was when last touched."""
        world = self.world
        networks = Networks(
            world.peers.starts,
            world.peers.targets,
            world.consumers.state.follows,
            world.consumers.state.arousal,
            world.consumers.followers(len(world.anchors)),
        )
        return portray(networks, world.luck)


def _with_overrides(scenario: Scenario | str | Path, overrides: Mapping[str, Any]) -> Scenario:
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, **overrides)
    return _changed(scenario, _dotted(overrides))


def _whole(days: object) -> int:
    if isinstance(days, Integral) and int(days) >= 0:
        return int(days)
    raise BadInput("days", days, allowed="a whole number at least 0")


def _seeded(scenario: Scenario, given: list[Any]) -> Scenario:
    """The scenario with the seed that is used, however it was given."""
    for other in given:
        if other != given[0]:
            raise BadInput("seed", given[0], allowed=f"one seed only, and {other!r} is given too")
    if not given or given[0] == scenario.market.seed:
        return scenario
    market = build(MarketParameters, scenario.market.model_dump() | {"seed": given[0]})
    return scenario.model_copy(update={"market": market})


def _changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    return build(Scenario, changed(scenario.model_dump(), changes)) if changes else scenario


@final
class Scalars(DataCollector):
    """Mesa's collector of a market's scalars: takes today's row of `days` as it was measured.

    Mesa's own way would call a function and copy its answer, for each of a hundred numbers.
    Keeps nothing of a market whose rows are not held.
    """

    def __init__(self, observer: Observer) -> None:
        names = [] if observer.files else [*days_columns(observer.metrics)][1:]
        super().__init__(model_reporters={name: [_latest, [observer, name]] for name in names})
        self._observer = observer

    def collect(self, model: mesa.Model) -> None:
        """Note today's numbers."""
        steps = getattr(self, "_collection_steps", None)  # which Mesa keeps since 3.4
        if steps is not None:
            steps.append(getattr(model, "time", model.steps))
        for name, values in self.model_vars.items():
            values.append(self._observer.latest[name])


def _latest(observer: Observer, column: str) -> float:
    return observer.latest[column]
