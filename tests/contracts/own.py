"""Plugins that a user might write, one of each kind, as the text of their files."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

HEAD = '''"""An own plugin (assumption)."""

from __future__ import annotations

from typing import final

import numpy as np

from core.declare import Parameters, param
'''

BEHAVIOUR = (
    HEAD
    + '''
from agents.behaviour import AnchorView, Behaviour


class CheapFeeParameters(Parameters):
    """How greedy it is."""

    weight: float = param(1.0, "1", "weight of the fee", "assumption", 0.0, 2.0, least=0.0)


@final
class CheapFee(Behaviour[CheapFeeParameters]):
    """Looks at the fee alone."""

    kind = "cheap_fee"

    def appetite(self, view: AnchorView) -> np.ndarray:
        """The fee."""
        return np.where(view.can_pitch(), self.parameters.weight * view.slot_fee, -np.inf)

    @property
    def price_share(self) -> float:
        """A tenth."""
        return 0.1

    def hype(self, honesty: float) -> float:
        """A little."""
        return 0.1 * (1.0 - honesty)
'''
)

LEARNING = (
    HEAD
    + '''
from agents.learning import Learning, ReviewView


class RestlessParameters(Parameters):
    """Nothing to set."""


@final
class Restless(Learning[RestlessParameters]):
    """Always the next mode."""

    kind = "restless"

    def remember(self, view: ReviewView) -> np.ndarray:
        """Nothing."""
        return view.memory

    def choose(self, view: ReviewView) -> str:
        """The next in the alphabet."""
        return view.modes[(view.modes.index(view.mode) + 1) % len(view.modes)]
'''
)

PEERS = (
    HEAD
    + '''
from model.network import Network
from model.ties.network_kind import PeerNetwork


class CoupleParameters(Parameters):
    """How far apart they live."""

    step: int = param(1, "persons", "distance of a couple", "assumption", 1, 9, least=1)


@final
class Couple(PeerNetwork[CoupleParameters]):
    """Everybody knows one other."""

    kind = "couple"

    def build(self, n, luck, follows=None):
        """Pairs."""
        first = np.arange(0, n - self.own.step, 2)
        return Network.from_edges(n, first, first + self.own.step)
'''
)

FOLLOWS = (
    HEAD
    + '''
from model.ties.follow_network import FollowKind, FollowNetwork
from model.ties.network_kind import NoParameters


@final
class Idol(FollowKind[NoParameters]):
    """All follow the first anchor."""

    kind = "idol"

    def build(self, n, anchors, anchor_platform, home_platform, width, luck):
        """One star."""
        rows = np.full((n, width), -1, np.int16)
        rows[:, 0] = 0
        return FollowNetwork(rows, np.eye(1, anchors)[0])
'''
)

METRIC = (
    HEAD
    + '''
from model.watching.metric import Column, Metric


@final
class Heads(Metric):
    """Counts people."""

    kind = "heads"
    columns = {"heads": Column("people", "consumers there are")}

    def measure(self, day, world):
        """All of them."""
        return {"heads": float(len(world.consumers))}
'''
)

STUDY = '''"""An own study (assumption)."""

from __future__ import annotations

from typing import final

from experiments.judging.study import Number, Prediction, Study, than


@final
class OneNumber(Study):
    """Sales with and without live rooms (assumption)."""

    kind = "one_number"
    title = "What live rooms sell"
    mechanism = "More is pitched, so that more is bought."
    arms = {"live": {}, "no live": {"platforms.*.live": False}}
    predictions = (
        Prediction("Q04", "sales", "pitches sell", Number("net_sales", "CNY", "all factories"),
                   than("live", "no live"), +1, 0.05, relative=True),
    )
'''

FIGURE = (
    HEAD
    + '''
from experiments.figure import FigureKind
from experiments.style import page


@final
class Blank(FigureKind):
    """Nothing."""

    kind = "blank"
    title = "Nothing"
    caption = "A page of one's own."

    def draw(self, results):
        """A white page."""
        return page(self.title)
'''
)


def example(kind: str) -> str:
    """The plugin of this kind on the contributing page."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (found,) = [block for block in blocks if f'"{kind}"' in block and "@final" in block]
    return str(found)


def write_plugins(home: Path) -> None:
    """One file of each kind below `home`."""
    for place, text in {
        "strategies/one_price.py": example("one_price"),
        "behaviours/cheap_fee.py": BEHAVIOUR,
        "traffics/by_views.py": example("by_views"),
        "learnings/restless.py": LEARNING,
        "networks/couple.py": PEERS,
        "follow_networks/idol.py": FOLLOWS,
        "metrics/heads.py": METRIC,
        "figures/blank.py": FIGURE,
        "studies/one_number.py": STUDY,
    }.items():
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
