"""A page of what a Morris design found: which factors move which numbers, and how surely."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd
from scipy import stats

from experiments.markdown import table
from experiments.measure import known_numbers
from experiments.places import DOCS, ROOT
from experiments.summary import LEVEL
from experiments.sweeping.design import read_design
from experiments.sweeping.factors import Factor, flat, read_factors
from experiments.sweeping.plan import code_version
from experiments.sweeping.spec import Spec
from model.results import commit, dirty

Effect: TypeAlias = Mapping[Any, float]  # mu, mu_star, mu_star_conf, sigma

SPEC = ROOT / "experiments" / "specs" / "base_morris.toml"
PAGE = DOCS / "generated" / "sensitivity.md"
MADE_WITH = "Code: "
OLDER = "That is other code than that of the [claims](../claims.md)"
COMMIT = 10  # letters of a commit that are shown
FIRST = 3  # factors of a number that are told in words, and bold in the table


def sensitivity_page(spec: Spec, found: pd.DataFrame) -> str:
    """Markdown: in words what moves each number most, then every factor and number.

    `found` has a row a metric and factor, as `experiments.sweeping.sensitivity` gives it.
    """
    trajectories = int(read_design(spec.design).parameters.trajectories)
    effects: Mapping[Any, Effect] = found.to_dict("index")  # by metric and factor
    factors = _by_weight(read_factors(spec.factors), found)
    paths = [factor.path for factor in factors]
    most = {name: sorted(paths, key=lambda path: -effects[name, path]["mu_star"])[:FIRST]
            for name in spec.metrics}  # fmt: skip

    def cell(name: str, path: str) -> str:
        text = _sign(effects[name, path], trajectories) + _size(effects[name, path])
        return f"**{text}**" if path in most[name] else text

    heads = ("factor", "range", *(f"`{name}`" for name in spec.metrics))
    rows = [
        (f"`{factor.path}`", _range(factor), *(cell(name, factor.path) for name in spec.metrics))
        for factor in factors
    ]
    words = [
        f"- `{name}` ({known_numbers()[name].meaning}): "
        + ", ".join(f"`{path}` {_size(effects[name, path])}" for path in most[name])
        + "."
        for name in spec.metrics
    ]
    return "\n".join([_preface(spec, trajectories, len(rows)), *words, "", table(heads, rows), ""])


def _preface(spec: Spec, trajectories: int, factors: int) -> str:
    people = flat(spec.fixed)["consumers.count"]
    return f"""# What base hangs on

Made by `livemarket sensitivity {SPEC.relative_to(ROOT)} --run --write`; do not edit.
{MADE_WITH}`{code_version()}`, commit {_commit()}.

A Morris design: {trajectories} trajectories through the declared plausible ranges of {factors}
parameters at once, {trajectories * (factors + 1)} markets of {people:,} people and {spec.days}
days, all with the same luck (replicates: {spec.replicates}).

A cell is the mean size of a factor's effect (mu*), told for the whole of its range and in the
number's own unit, with the half-width of its {LEVEL:.0%} interval over trajectories; before it the
sign of the mean effect, where its {LEVEL:.0%} interval has one. The {FIRST} largest of a number are
bold, and factors stand by the size of their effects on all numbers together.

The ranges are wide, far beyond what calibration leaves open, and all other factors lie anywhere in
theirs: this says what to be careful with, not how wrong base is. Little effects are partly luck,
and the first {spec.days} days are those of a market that begins.

What moves each number most:
"""


def _commit() -> str:
    """Of the sources, with a plus if they differ from it."""
    known = commit()
    return f"{known[:COMMIT]}{'+' * bool(dirty())}" if known else "not known"


def with_age(page: str, newer: str) -> str:
    """The page, saying whether it is of the code that made the claims, of which `newer` begins."""
    head, made, rest = page.partition(MADE_WITH)
    told, end, words = rest.partition("\n\n")
    told = told.partition("\n")[0]
    if newer and not told.startswith(f"`{newer}"):
        told += f"\n{OLDER} (code {newer}): numbers may have moved since."
    return head + made + told + end + words


def _sign(effect: Effect, trajectories: int) -> str:
    """That of the mean effect, if it is sure."""
    reach = float(stats.t.ppf(0.5 + LEVEL / 2, trajectories - 1)) * effect["sigma"]
    if abs(effect["mu"]) <= reach / math.sqrt(trajectories):
        return ""
    return "+" if effect["mu"] > 0 else "-"


def _size(effect: Effect) -> str:
    return f"{effect['mu_star']:.2g} ± {effect['mu_star_conf']:.2g}"


def _by_weight(factors: tuple[Factor, ...], found: pd.DataFrame) -> list[Factor]:
    """The largest first: effects as shares of each number's largest, all numbers together."""
    share = found["mu_star"] / found.groupby(level="metric")["mu_star"].transform("max")
    weight = share.groupby(level="factor").sum()
    return sorted(factors, key=lambda factor: -float(weight[factor.path]))


def _range(factor: Factor) -> str:
    return f"{factor.low:g} ... {factor.high:g}" + ", log" * factor.log
