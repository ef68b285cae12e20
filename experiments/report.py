"""One page that a newcomer can read: question, run, answer, figures, and how to get it again."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from experiments.figure import FigureKind, all_figures
from experiments.outcome import OUTCOME, outcome_by_mode, readable, verdict
from experiments.style import mode_colour, mode_name, short
from model.results import Results

FIGURES = all_figures()  # found before a run begins, so that a broken one is told at once
TEMPLATES = Path(__file__).parent / "templates"


def write_report(results: Results, folder: str | Path) -> Path:
    """Write `report.html` and `figures/*.png` into the folder; the page needs no other file."""
    home = Path(folder)
    (home / "figures").mkdir(parents=True, exist_ok=True)
    figures = []
    for figure in FIGURES:
        picture = render(figure, results)
        (home / "figures" / f"{figure.kind}.png").write_bytes(picture)
        figures.append(
            {
                "kind": figure.kind,
                "title": figure.title,
                "caption": figure.caption,
                "data": base64.b64encode(picture).decode(),
            }
        )
    loader = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    page = loader.get_template("report.html").render(figures=figures, **facts(results))
    path = home / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def render(figure: FigureKind, results: Results) -> bytes:
    """The PNG of a figure; equal results give equal bytes."""
    buffer = io.BytesIO()
    figure.draw(results).savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def facts(results: Results) -> dict[str, Any]:
    """Everything on the page that is not a figure."""
    outcome = outcome_by_mode(results)
    table = readable(outcome)
    totals = {name: float(results.days[name].sum()) for name in ("orders", "gmv", "net_sales")}
    return {
        "days": len(results.days),
        "seed": results.seed,
        "numbers": _numbers(results),
        **{name: short(value) for name, value in totals.items()},
        "verdict": verdict(outcome),
        "modes": [
            {"name": mode_name(str(mode)), "colour": mode_colour(str(mode))}
            for mode in outcome.index
        ],
        "rows": [
            {
                "name": name.replace("_", " "),
                "meaning": what.meaning,
                "unit": what.unit,
                "numbers": list(table.iloc[place]) if len(outcome) else [],
            }
            for place, (name, what) in enumerate(OUTCOME.items())
        ],
        "follows": [
            (name.replace("_", " "), short(value)) for name, value in results.follows.items()
        ],
        "manifest": results.manifest(),
        "scenario": json.dumps(results.scenario, indent=2, default=str),
    }


def _numbers(results: Results) -> str:
    """How many of each kind of agent there were."""
    counts = {
        "anchors": results.anchors["anchor"].nunique(),
        "platforms": results.factories["platform"].nunique(),
        "factories": results.factories["factory"].nunique(),
    }
    people = results.scenario.get("consumers", {}).get("count")
    known = ({"consumers": people} if people else {}) | counts
    words = [f"{count:,} {name}" for name, count in known.items()]
    return f"{', '.join(words[:-1])} and {words[-1]}"
