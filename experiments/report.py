"""One page that a newcomer can read: question, run, answer, figures, and how to get it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agents.categories import CategoryParameters
from agents.platform_parameters import PlatformParameters
from core.trees import differences
from experiments.figure import all_figures
from experiments.html import inline, render
from experiments.outcome import OUTCOME, SHOWN, outcome_by_mode, readable, verdict
from experiments.places import SCENARIOS
from experiments.style import mode_colour, mode_name, png, short
from model import load_scenario
from model.results import Results

FIGURES = all_figures()  # found before a run begins, so that a broken one is told at once


def write_report(results: Results, folder: str | Path) -> Path:
    """Write `report.html` and `figures/*.png` into the folder; the page needs no other file."""
    home = Path(folder)
    (home / "figures").mkdir(parents=True, exist_ok=True)
    figures = []
    for figure in FIGURES:
        picture = png(figure.draw(results))
        (home / "figures" / f"{figure.kind}.png").write_bytes(picture)
        figures.append(
            {
                "kind": figure.kind,
                "title": figure.title,
                "caption": figure.caption,
                "data": inline(picture),
            }
        )
    path = home / "report.html"
    path.write_text(render("report.html", figures=figures, **facts(results)), encoding="utf-8")
    return path


def facts(results: Results) -> dict[str, Any]:
    """Everything on the page that is not a figure."""
    outcome = outcome_by_mode(results)
    table = readable(outcome)
    totals = {name: float(results.days[name].sum()) for name in ("orders", "gmv", "net_sales")}
    return {
        "title": results.scenario.get("title", "A market"),
        "question": results.scenario.get("question", "What happens?"),
        "changes": from_base(results.scenario),
        "days": len(results.days),
        "warm_up": results.first_day,
        "seed": results.seed,
        "numbers": _numbers(results),
        **{name: short(value) for name, value in totals.items()},
        "verdict": verdict(outcome, len(results.days)),
        "modes": [
            {"name": mode_name(str(mode)), "colour": mode_colour(str(mode))}
            for mode in outcome.index
        ],
        "rows": [
            {
                "name": label,
                "meaning": OUTCOME[name].meaning,
                "numbers": list(table.loc[label]) if len(outcome) else [],
            }
            for name, label in SHOWN.items()
        ],
        "follows": [
            (name.replace("_", " "), short(value)) for name, value in results.follows.items()
        ],
        "manifest": results.manifest(),
        "scenario": json.dumps(results.scenario, indent=2, default=str),
    }


def from_base(scenario: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What differs from `base`: dotted path, value there, value here; new groups from defaults."""
    base = load_scenario(SCENARIOS / "base.toml").model_dump(mode="json")
    for group, make in (("platforms", PlatformParameters), ("categories", CategoryParameters)):
        for name in set(scenario.get(group, {})) - set(base[group]):
            base[group][name] = make().model_dump(mode="json")
    return [
        (path, json.dumps(before, default=str), json.dumps(here, default=str))
        for path, before, here in differences(base, scenario)
        if path not in ("title", "question", "market.seed")
    ]


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
