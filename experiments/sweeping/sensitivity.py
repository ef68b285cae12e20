"""Which parameters matter: SALib's indices of a finished sweep, or a refusal that says why not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.errors import BadInput
from experiments.sweeping.design import Question, Sampled, all_designs, read_design
from experiments.sweeping.factors import read_factors
from experiments.sweeping.plan import make_plan
from experiments.sweeping.shards import frames
from experiments.sweeping.spec import Spec
from experiments.sweeping.store import Store, open_store
from experiments.sweeping.sweep import SweepRequest

NAMED = 5  # missing runs that a refusal names


def sensitivity(request: SweepRequest) -> pd.DataFrame:
    """Indices of every factor for every metric that the spec names: a row a metric and factor.

    A number that varies nowhere has no indices and is left out. Replicates are averaged first; they
    share their luck over the design, so that luck does not pass for an effect.
    """
    spec = request.spec
    design = _sampled(spec)
    asked = Question(read_factors(spec.factors), request.folder, spec.seed)
    store = open_store(request.home)
    if store.plan.identity != make_plan(spec, request.folder).identity:
        raise BadInput("--out", str(store.home), "the folder of this spec's sweep, with this code")
    means = complete_means(store)
    points = design.points(asked)
    parts = []
    for metric in means.columns:
        answers = means[metric].to_numpy(float)
        if np.ptp(answers) > 0:
            found = design.indices(asked, points, answers)
            parts.append(found.rename_axis("factor").reset_index().assign(metric=metric))
    if not parts:
        raise BadInput("metrics", list(means.columns), "a number that the factors move")
    return pd.concat(parts, ignore_index=True).set_index(["metric", "factor"])


def complete_means(store: Store) -> pd.DataFrame:
    """Mean over replicates of every metric, a row a configuration; refused if a run is missing."""
    configurations, wanted = len(store.plan), store.spec.replicates
    metrics = list(store.plan.metrics)
    rows = pd.concat(list(frames(store)) or [pd.DataFrame(columns=["position", *metrics])])
    rows = rows[rows["position"] < configurations * wanted]
    missing = sorted(set(range(configurations * wanted)) - set(rows["position"]))
    if missing:
        named = "; ".join(map(store.name, missing[:NAMED]))
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        allowed = f"a complete design: `livemarket sweep` or --run first; missing: {named}{more}"
        raise BadInput(
            "sensitivity", f"{len(missing)} of {configurations * wanted} missing", allowed
        )
    if store.spec.metrics:
        _refuse_empty(store, rows, metrics)
    else:  # nobody asked for these in particular
        metrics = [name for name in metrics if rows[name].notna().all()]
    return rows.groupby("configuration")[metrics].mean()


def _refuse_empty(store: Store, rows: pd.DataFrame, metrics: list[str]) -> None:
    for metric in metrics:
        empty = rows.loc[rows[metric].isna(), "position"].tolist()
        if empty:
            named = "; ".join(map(store.name, empty[:NAMED]))
            allowed = f"a number in every run; {len(empty)} have none: {named}"
            raise BadInput("metrics", metric, allowed)


def check_design(request: SweepRequest) -> None:
    """Refuse a design that cannot be analysed, before its sweep is lived."""
    _sampled(request.spec).check()


def _sampled(spec: Spec) -> Sampled[object]:  # type: ignore[type-var]
    design = read_design(spec.design)
    if not isinstance(design, Sampled):
        kinds = [kind for kind, plugin in all_designs().items() if issubclass(plugin, Sampled)]
        raise BadInput("design.kind", design.kind, f"{', '.join(kinds)}, which can be analysed")
    return design
