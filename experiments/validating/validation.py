"""What is known of the model's truth, in four parts of docs/validation.md, each made by a command.

Blocks between `<!-- made: PART -->` and `<!-- end of made -->` are written by `livemarket validate
--write`; the words around them, above all the reasons for misses, are written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.calibrating.spec import read_calibration
from experiments.calibrating.table import target_table, targets_table, verdict
from experiments.calibrating.trial import FRESH, make_problem, numbers_at
from experiments.markdown import table, with_blocks
from experiments.places import DOCS, ROOT
from experiments.progress import progress
from experiments.style import write_png
from experiments.validating.artefacts import HEADLINES, audit, variants
from experiments.validating.prediction import (
    FULL,
    HIT,
    QUICK,
    SimulatedResult,
    Size,
    all_predictions,
    ask,
)
from experiments.validating.real_demand import LEADS, demand_table, read_series
from experiments.validating.robustness import (
    FRAGILE,
    ROBUST,
    SHIFTED,
    UNTOLD,
    Lead,
    judge,
    leaders,
)
from experiments.validating.validation_figures import draw_demand, draw_predictions

PAGE = DOCS / "validation.md"
PICTURES = DOCS / "pictures"
SPEC = ROOT / "experiments" / "specs" / "calibration.toml"


@dataclass(frozen=True)
class Workload:
    """How much is lived for the page."""

    seeds: int
    size: Size
    audit_seeds: int
    audit_people: int
    audit_days: int
    every: int  # of the real products, each so many-th


WHOLE = Workload(8, FULL, 32, 20_000, 30, 1)
LITTLE = Workload(2, QUICK, 2, 800, 12, 40)


@dataclass(frozen=True)
class Part:
    """One made block: Markdown, and whether what must hold holds."""

    text: str
    holds: bool = True


def validate_part(name: str, workload: Workload, series: Path | None, draw: bool) -> Part:
    """Live what a part of the page needs."""
    if name == "demand":
        return _demand(workload, series, draw)
    parts: dict[str, Callable[[Workload, bool], Part]] = {
        "targets": _targets, "predictions": _predictions, "artefacts": _artefacts,
    }  # fmt: skip
    return parts[name](workload, draw)


PARTS = ("targets", "predictions", "artefacts", "demand")


def with_parts(text: str, made: dict[str, Part]) -> str:
    """The page with some of its made blocks anew."""
    return with_blocks(text, "made", lambda name: made[name].text if name in made else None)


def _targets(workload: Workload, _draw: bool) -> Part:
    spec = read_calibration(SPEC).model_copy(update={"scenario": "base"})
    if workload is LITTLE:
        spec = spec.model_copy(update={"fixed": spec.fixed | {"consumers": {"count": 2000}}})
    problem = make_problem(spec, SPEC.parent)
    runs = numbers_at(problem, {}, range(FRESH, FRESH + workload.seeds))
    found = target_table(problem, runs)
    holds, words = verdict(found)
    return Part(f"{targets_table(found)}\n\n{words}.", holds or workload is LITTLE)


def _predictions(workload: Workload, draw: bool) -> Part:
    answers: list[SimulatedResult] = []
    found = all_predictions()
    with progress(len(found), "experiment") as tell:
        for prediction in found:
            mine, _ = ask(prediction, range(1, workload.seeds + 1), workload.size, {})
            answers += mine
            tell()
    heads = ("held out", "source", "unit", "the field", "the model (95 %)", "seeds", "outcome")
    lines = [table(heads, map(_answer_cells, answers)), "", "How each was asked:", ""]
    lines += [f"- `{p.kind}` ({', '.join(p.answers)}): {p.how}." for p in found]
    lines += ["", "What in the model was set from the same source all the same:", ""]
    lines += [f"- {a.asked.name} ({a.asked.source}): {a.asked.touched}." for a in answers]
    if draw:
        write_png(draw_predictions(answers), PICTURES / "predictions.png")
        lines += ["", "![predictions](pictures/predictions.png)"]
    return Part("\n".join(lines))


def _answer_cells(answer: SimulatedResult) -> tuple[object, ...]:
    asked = answer.asked
    if asked.is_sign:
        field = "above 0" if asked.low == 0 else "below 0"
    else:
        field = f"{asked.base:g} ({asked.low:g} ... {asked.high:g})"
    return (
        f"{asked.name.replace('_', ' ')}: {asked.says}", asked.source, asked.unit, field,
        f"{answer.mean:.3g} [{answer.low:.3g}, {answer.high:.3g}]", answer.seeds,
        answer.outcome if answer.outcome == HIT else f"**{answer.outcome}**",
    )  # fmt: skip


def _artefacts(workload: Workload, _draw: bool) -> Part:
    frame = audit(range(1, workload.audit_seeds + 1), workload.audit_people, workload.audit_days)
    judged, first = judge(frame), leaders(frame)
    made = table(
        ("what is otherwise", "word", "what earned it, else the most moved (95 %)", "most sales"),
        (
            variant_cells(variant.name, judged[judged["variant"] == variant.name], first)
            for variant in variants()[1:]
        ),
    )
    return Part(
        f"{made}\n\nIn `base` it is {first['base']}. {workload.audit_seeds} seeds, "
        f"{workload.audit_people:,} consumers, {workload.audit_days} days."
    )


def variant_cells(name: str, rows: pd.DataFrame, first: dict[str, Lead]) -> tuple[str, ...]:
    """The worst word of a variant, the numbers that earned one (else the most moved), the leader.

    Each number has its 95 % interval; what moved surely comes before what is not told. If another
    mode than in base leads surely, that is fragile whatever the numbers say.
    """
    order = (ROBUST, UNTOLD, SHIFTED, FRAGILE)
    worst = max(rows["word"], key=order.index)
    shown = [row for row in rows.to_dict("records") if row["word"] != ROBUST]
    shown.sort(key=lambda row: -order.index(row["word"]))
    if not shown:
        shown = [max(rows.to_dict("records"), key=lambda row: abs(row["change"]))]
    lead = first[name]
    if lead.is_sure and lead.mode != first["base"].mode:
        worst = FRAGILE
    return name, worst, ", ".join(map(_moved, shown)), str(lead)


def _moved(row: dict[Any, Any]) -> str:
    if pd.isna(row["low"]):
        return f"{HEADLINES[str(row['number'])]} without an interval"
    ends = f"{row['low']:+.1%} to {row['high']:+.1%}"
    return f"{HEADLINES[str(row['number'])]} {row['change']:+.1%} ({ends})"


def _demand(workload: Workload, series: Path | None, draw: bool) -> Part:
    if series is None:
        return Part("Not made: the series were not at hand.")
    found = demand_table(read_series(series)[:: workload.every])
    names = {f"wape_{k}": f"error {k} w" for k in LEADS} | {
        "lost": "lost", "stockout_days": "days out of stock", "stock_days": "stock [days]",
        "leftover_days": "left at the end [days]", "wait_days": "wait [days]",
        "bullwhip": "bullwhip (orders)", "bullwhip_starts": "bullwhip (starts)",
    }  # fmt: skip
    shown = found.rename(columns=names)[["mode", "lead_days", *names.values()]]
    text = table(
        shown.columns,
        (
            (row[0], *("" if pd.isna(value) else f"{value:.3g}" for value in row[1:]))
            for row in shown.itertuples(index=False)
        ),
    )
    if draw:
        write_png(draw_demand(found), PICTURES / "real_demand.png")
        text += "\n\n![real demand](pictures/real_demand.png)"
    return Part(text)
