"""What is known of the model's truth, in four parts of docs/validation.md, each made by a command.

Blocks between `<!-- made: PART -->` and `<!-- end of made -->` are written by `livemarket validate
--write`; the words around them, above all the reasons for misses, are written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.artefacts import (
    FRAGILE,
    HEADLINES,
    ROBUST,
    SHIFTED,
    UNSURE,
    audit,
    judge,
    leaders,
    variants,
)
from experiments.calibrating.spec import read_calibration
from experiments.calibrating.table import table_lines, target_table, verdict
from experiments.calibrating.trial import FRESH, make_problem, numbers_at
from experiments.places import DOCS, ROOT
from experiments.prediction import FULL, QUICK, Answer, Size, all_predictions, ask
from experiments.progress import progress
from experiments.real_demand import LEADS, demand_table, read_series
from experiments.validation_figures import draw_demand, draw_predictions

PAGE = DOCS / "validation.md"
PICTURES = DOCS / "pictures"
SPEC = ROOT / "experiments" / "specs" / "calibration.toml"
_MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end of made -->)", re.DOTALL)


@dataclass(frozen=True)
class Effort:
    """How much is lived for the page."""

    seeds: int
    size: Size
    audit_seeds: int
    audit_people: int
    audit_days: int
    every: int  # of the real products, each so many-th


WHOLE = Effort(8, FULL, 4, 20_000, 30, 1)
LITTLE = Effort(2, QUICK, 2, 800, 12, 40)


@dataclass(frozen=True)
class Part:
    """One made block: Markdown lines, and whether what must hold holds."""

    lines: list[str]
    holds: bool = True


def validate_part(name: str, effort: Effort, series: Path | None, draw: bool) -> Part:
    """Live what a part of the page needs."""
    if name == "demand":
        return _demand(effort, series, draw)
    parts: dict[str, Callable[[Effort, bool], Part]] = {
        "targets": _targets, "predictions": _predictions, "artefacts": _artefacts,
    }  # fmt: skip
    return parts[name](effort, draw)


PARTS = ("targets", "predictions", "artefacts", "demand")


def with_parts(text: str, made: dict[str, Part]) -> str:
    """The page with some of its made blocks anew."""

    def filled(block: re.Match[str]) -> str:
        part = made.get(block[2])
        return block[0] if part is None else f"{block[1]}{chr(10).join(part.lines)}\n{block[3]}"

    return _MADE.sub(filled, text)


def _targets(effort: Effort, _draw: bool) -> Part:
    spec = read_calibration(SPEC).model_copy(update={"scenario": "base"})
    if effort is LITTLE:
        spec = spec.model_copy(update={"fixed": spec.fixed | {"consumers": {"count": 2000}}})
    problem = make_problem(spec, SPEC.parent)
    runs = numbers_at(problem, {}, range(FRESH, FRESH + effort.seeds))
    table = target_table(problem, runs)
    holds, words = verdict(table)
    return Part([*table_lines(table), "", f"{words}."], holds or effort is LITTLE)


def _predictions(effort: Effort, draw: bool) -> Part:
    answers: list[Answer] = []
    found = all_predictions()
    lines = ["| held out | source | unit | the field | the model (95 %) | seeds | outcome |",
             "|" + "---|" * 7]  # fmt: skip
    with progress(len(found), "experiment") as tell:
        for prediction in found:
            mine, _ = ask(prediction, range(1, effort.seeds + 1), effort.size, {})
            answers += mine
            tell()
    lines += [_answer_line(answer) for answer in answers]
    lines += ["", "How each was asked:", ""]
    lines += [f"- `{p.kind}` ({', '.join(p.answers)}): {p.how}." for p in found]
    lines += ["", "What in the model was set from the same source all the same:", ""]
    lines += [f"- {a.asked.name} ({a.asked.source}): {a.asked.touched}." for a in answers]
    if draw:
        draw_predictions(answers).savefig(PICTURES / "predictions.png")
        lines += ["", "![predictions](pictures/predictions.png)"]
    return Part(lines)


def _answer_line(answer: Answer) -> str:
    asked = answer.asked
    if asked.base == asked.base:
        field = f"{asked.base:g} ({asked.low:g} ... {asked.high:g})"
    else:
        field = "above 0" if asked.low == 0 else "below 0"
    mark = answer.outcome if answer.outcome == "hit" else f"**{answer.outcome}**"
    return (
        f"| {asked.name.replace('_', ' ')}: {asked.says} | {asked.source} | {asked.unit} "
        f"| {field} | {answer.mean:.3g} [{answer.low:.3g}, {answer.high:.3g}] "
        f"| {answer.seeds} | {mark} |"
    )


def _artefacts(effort: Effort, _draw: bool) -> Part:
    seeds = range(1, effort.audit_seeds + 1)
    frame = audit(seeds, effort.audit_people, effort.audit_days)
    table, first = judge(frame), leaders(frame)
    words = (ROBUST, SHIFTED, FRAGILE)
    lines = ["| what is otherwise | word | most moved | leading mode |", "|---|---|---|---|"]
    for variant in variants()[1:]:
        rows = table[table["variant"] == variant.name]
        worst = max(rows["word"], key=words.index)
        leader = first[variant.name]
        if UNSURE not in (leader, first["base"]) and leader != first["base"]:
            worst = FRAGILE
        row = rows.loc[rows.loc[rows["word"] == max(rows["word"], key=words.index)]["change"]
                       .abs().idxmax()]  # fmt: skip
        moved = f"{HEADLINES[str(row['number'])]} {row['change']:+.1%}"
        shifted = ", ".join(
            f"{HEADLINES[str(r['number'])]} {r['change']:+.0%}"
            for r in rows[rows["word"] != ROBUST].to_dict("records")
        )
        lines.append(f"| {variant.name} | {worst} | {shifted or moved} | {leader} |")
    lines += ["", f"In `base` the leading mode by sales is {first['base']}. {effort.audit_seeds} "
              f"seeds, {effort.audit_people:,} consumers, {effort.audit_days} days."]  # fmt: skip
    return Part(lines)


def _demand(effort: Effort, series: Path | None, draw: bool) -> Part:
    if series is None:
        return Part(["Not made: the series were not at hand."])
    table = demand_table(read_series(series)[:: effort.every])
    if draw:
        draw_demand(table).savefig(PICTURES / "real_demand.png")
    names = {f"wape_{k}": f"error {k} w" for k in LEADS} | {
        "lost": "lost", "stockout_days": "days out of stock", "stock_days": "stock [days]",
        "leftover_days": "left at the end [days]", "wait_days": "wait [days]",
        "bullwhip": "bullwhip (orders)", "bullwhip_starts": "bullwhip (starts)",
    }  # fmt: skip
    shown = table.rename(columns=names)[["mode", "lead_days", *names.values()]]
    lines = ["| " + " | ".join(map(str, shown.columns)) + " |", "|" + "---|" * shown.shape[1]]
    for row in shown.itertuples(index=False):
        cells = [str(row[0])] + ["" if pd.isna(v) else f"{v:.3g}" for v in row[1:]]
        lines.append("| " + " | ".join(cells) + " |")
    if draw:
        lines += ["", "![real demand](pictures/real_demand.png)"]
    return Part(lines)
