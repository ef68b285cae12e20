"""The picture of all claims: a row each, every effect that was found measured by what was asked."""

from __future__ import annotations

from textwrap import shorten

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from experiments.judging.claim_rows import Found
from experiments.judging.claims import CLAIMS
from experiments.judging.findings import NO_TEST, Answer, Cell, Verdict
from experiments.judging.study import Study
from experiments.judging.study_figures import COLOURS
from experiments.style import INK, LABEL, SMALL, page, tidy

ORDER = [
    Answer.SUPPORTED, Answer.PARTLY, Answer.MIXED, Answer.NOT, Answer.REVERSED, Answer.FITTED,
    Answer.UNTESTED,
]  # fmt: skip
WORDS = 64  # letters of a claim that fit beside its row
FAR = 1_000.0  # times what is worth the name: the end of the scale
WORTH, TURNED = "#eaf6f1", "#fbeee6"  # fields of effects that are large enough, either way
HEADING = "effect, in units of the least that would be worth the name; to the right as predicted"


def claims_figure(found: Found) -> Figure:
    """Claims by their verdict, the most supported first; a point a prediction and place.

    The first one shown in the page of claims has its 95 % interval. Effects that could not be told
    as the share that was predicted are not on this scale, and left out.
    """
    told = {code: found[code] for code in sorted(found) if code.startswith("C")}
    groups = {
        answer: [code for code, (_, one) in told.items() if one.answer is answer]
        for answer in ORDER
    }
    shown = {answer: codes for answer, codes in groups.items() if codes}
    figure = page("What became of the claims", width=11.0, height=1.9 + 0.23 * len(told))
    heights = [len(codes) + 0.6 for codes in shown.values()]
    panels = figure.subplots(len(shown), 1, sharex=True, squeeze=False, height_ratios=heights)
    for axes, (answer, codes) in zip(panels[:, 0], shown.items(), strict=True):
        _group(axes, str(answer), {code: told[code] for code in codes})
    panels[-1, 0].set_xlabel(HEADING, fontsize=LABEL, color=INK)
    _key(figure)
    return figure


def _group(axes: Axes, answer: str, told: Found) -> None:
    """The claims of one verdict."""
    tidy(axes, heading=f"{answer} ({len(told)})", grid="x")
    axes.set_xscale("symlog", linthresh=1.0, linscale=0.8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.set_xlim(-FAR, FAR)
    axes.axvspan(1.0, FAR, color=WORTH, lw=0)
    axes.axvspan(-FAR, -1.0, color=TURNED, lw=0)
    axes.axvline(0.0, color=INK, lw=0.8)
    for row, (record, one) in enumerate(told.values()):
        _claim(axes, row, record.study, one)
    axes.set_yticks(range(len(told)), [_label(code) for code in told])
    axes.set_ylim(len(told) - 0.4, -0.6)
    axes.tick_params(axis="y", labelcolor=INK)


def _claim(axes: Axes, row: int, study: type[Study], one: Verdict) -> None:
    for cell in one.cells:
        prediction = study.predicted(cell.prediction)
        if cell.n < 2 or cell.share != prediction.relative:
            continue
        unit, colour = prediction.sign * prediction.smallest, COLOURS[cell.finding]
        if cell == one.shown:
            ends = sorted((cell.low / unit, cell.high / unit))
            axes.plot(ends, [row, row], color=colour, lw=2.2, solid_capstyle="butt", zorder=2)
        edge = INK if cell == one.shown else "white"
        axes.plot([cell.effect / unit], [row], "o", color=colour, mec=edge, mew=0.7,
                  ms=_size(cell, one), zorder=3)  # fmt: skip


def _size(cell: Cell, one: Verdict) -> float:
    return 6.5 if cell == one.shown else 3.5 if cell.finding in NO_TEST else 4.5


def _label(code: str) -> str:
    return f"{shorten(CLAIMS[code].words, WORDS, placeholder=' ...')}  {code}"


def _key(figure: Figure) -> None:
    points = [
        Line2D([], [], marker="o", ls="", color=colour, label=finding.value)
        for finding, colour in COLOURS.items()
    ]
    figure.legend(handles=points, loc="outside lower left", ncols=3, frameon=False,
                  fontsize=SMALL, labelcolor=INK)  # fmt: skip
