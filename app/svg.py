"""A light chart: axes with units and a few shapes, written as SVG text in well under a millisecond.

Coordinates are data; a `Plot` knows where they go. Nothing here knows of markets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import final

import numpy as np
import numpy.typing as npt

from experiments.style import GREY, INK, PALE, short

GRID = "#eceef1"
Numbers = Sequence[float] | npt.NDArray[np.generic]


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers from low to high, about as many as wanted."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    raw = span / max(wanted, 1)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def span(*series: Numbers, least: float = 1.0, floor: float | None = 0.0) -> tuple[float, float]:
    """From the floor (or the lowest value) to a little above the highest finite value."""
    values = np.concatenate([np.asarray(s, dtype=float).ravel() for s in series] or [np.zeros(1)])
    values = values[np.isfinite(values)]
    high = float(values.max(initial=-np.inf)) if values.size else least
    low = float(values.min()) if values.size else 0.0
    if floor is not None:
        low = min(floor, low)
    high = max(high, low + least)
    room = 0.06 * (high - low)
    return (low if floor is not None and low == floor else low - room), high + room


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 11,
    colour: str = INK,
    anchor: str = "start",
    bold: bool = False,
    extra: str = "",
) -> str:
    """A line of text at a point of the page."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight} {extra}>{escape(words)}</text>'
    )


@final
@dataclass
class Plot:
    """One pair of axes of a fixed size [px]; shapes are added in the order in which they lie."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    x_label: str = ""
    y_label: str = ""
    left: float = 46
    right: float = 10
    top: float = 20
    bottom: float = 34
    percent: bool = False  # y counts shares
    x_ticks: Sequence[tuple[float, str]] | None = None
    shapes: list[str] = field(default_factory=list)

    def px(self, x: float) -> float:
        """Across the page."""
        low, high = self.x
        return self.left + (x - low) / (high - low) * (self.width - self.left - self.right)

    def py(self, y: float) -> float:
        """Down the page."""
        low, high = self.y
        return (
            self.height
            - self.bottom
            - (y - low) / (high - low) * (self.height - self.top - self.bottom)
        )

    def _points(self, xs: Numbers, ys: Numbers) -> str:
        """M x y L x y ...; a gap where a value is not finite."""
        parts, pen = [], "M"
        across = self.px(0.0), (self.px(1.0) - self.px(0.0))
        down = self.py(0.0), (self.py(1.0) - self.py(0.0))
        for x, y in zip(np.asarray(xs).tolist(), np.asarray(ys).tolist(), strict=True):
            if math.isfinite(y):
                parts.append(f"{pen}{across[0] + across[1] * x:.1f} {down[0] + down[1] * y:.1f}")
                pen = "L"
            else:
                pen = "M"
        return "".join(parts)

    def line(
        self,
        xs: Numbers,
        ys: Numbers,
        colour: str,
        width: float = 2.0,
        dash: str = "",
        opacity: float = 1.0,
    ) -> Plot:
        """A line through the points."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<path d="{self._points(xs, ys)}" fill="none" stroke="{colour}" '
            f'stroke-width="{width:g}" stroke-linejoin="round" opacity="{opacity:g}"{dashes}/>'
        )
        if len(xs) == 1:  # a run of one day is a dot, not an invisible line
            self.dots(xs, ys, colour, 2.5)
        return self

    def area(
        self, xs: Numbers, low: Numbers, high: Numbers, colour: str, opacity: float = 1.0
    ) -> Plot:
        """The band between two lines."""
        if len(xs) > 1:
            there = self._points(xs, high)
            back = self._points(np.asarray(xs)[::-1], np.asarray(low)[::-1]).replace("M", "L")
            self.shapes.append(
                f'<path d="{there}{back}Z" fill="{colour}" fill-opacity="{opacity:g}"/>'
            )
        return self

    def bars(
        self, xs: Numbers, tops: Numbers, width: float, colour: str, opacity: float = 1.0
    ) -> Plot:
        """Bars from zero, centred on xs; `width` in data. One path, however many."""
        half, base, parts = width / 2, self.py(max(self.y[0], 0.0)), []
        for x, top in zip(np.asarray(xs).tolist(), np.asarray(tops).tolist(), strict=True):
            if top:
                parts.append(
                    f"M{self.px(x - half):.1f} {base:.1f}V{self.py(top):.1f}"
                    f"H{self.px(x + half):.1f}V{base:.1f}Z"
                )
        self.shapes.append(
            f'<path d="{"".join(parts)}" fill="{colour}" fill-opacity="{opacity:g}"/>'
        )
        return self

    def dots(
        self, xs: Numbers, ys: Numbers, colour: str, radius: float = 3.0, extra: str = ""
    ) -> Plot:
        """A disc at each point."""
        self.shapes += [
            f'<circle cx="{self.px(x):.1f}" cy="{self.py(y):.1f}" r="{radius:g}" fill="{colour}" '
            f"{extra}/>"
            for x, y in zip(np.asarray(xs).tolist(), np.asarray(ys).tolist(), strict=True)
            if math.isfinite(y)
        ]
        return self

    def write(self, x: float, y: float, words: str, **style: object) -> Plot:
        """Words at a point of the data."""
        self.shapes.append(text(self.px(x), self.py(y), words, **style))  # type: ignore[arg-type]
        return self

    def marker(self, x: float, words: str, colour: str = GREY) -> Plot:
        """A dashed line at one x, with a word on top."""
        if not self.x[0] <= x <= self.x[1]:
            return self
        at = self.px(x)
        self.shapes.append(
            f'<path d="M{at:.1f} {self.top:.1f}V{self.height - self.bottom:.1f}" '
            f'stroke="{colour}" stroke-dasharray="3 3"/>'
        )
        right = at > 0.7 * self.width
        self.shapes.append(
            text(
                at - 4 if right else at + 4,
                self.top + 9,
                words,
                size=10,
                colour=colour,
                anchor="end" if right else "start",
            )
        )
        return self

    def ends(
        self, lines: Iterable[tuple[float, str, str]], size: float = 10, bold: bool = False
    ) -> Plot:
        """Words to the right of lines that end at these values, in a colour; none over another."""
        lowest = -math.inf
        for value, words, colour in sorted(lines, key=lambda line: -line[0]):
            lowest = max(self.py(value) + 0.36 * size, lowest + size + 1)
            at = self.width - self.right + 4
            self.shapes.append(text(at, lowest, words, size=size, colour=colour, bold=bold))
        return self

    def svg(self) -> str:
        """The whole picture."""
        return canvas(self.width, self.height, self.inside())

    def inside(self) -> str:
        """Axes and shapes, to be put into a larger picture."""
        return self._axes() + "".join(self.shapes)

    def _axes(self) -> str:
        floor, end = self.height - self.bottom, self.width - self.right
        parts = []
        for value in ticks(*self.y):
            y = self.py(value)
            parts.append(f'<path d="M{self.left} {y:.1f}H{end}" stroke="{GRID}"/>')
            label = f"{100 * value:g} %" if self.percent else short(value)
            parts.append(text(self.left - 6, y + 3.5, label, size=10, colour=GREY, anchor="end"))
        marks = self.x_ticks
        if marks is None:
            marks = [(value, f"{value:g}") for value in ticks(*self.x, wanted=6)]
        for value, label in marks:
            at = self.px(value)
            parts.append(text(at, floor + 13, label, size=10, colour=GREY, anchor="middle"))
        if self.y[0] < 0 < self.y[1]:
            parts.append(f'<path d="M{self.left} {self.py(0):.1f}H{end}" stroke="{GREY}"/>')
        parts.append(f'<path d="M{self.left} {floor:.1f}H{end}" stroke="{PALE}"/>')
        parts.append(text(end, self.height - 5, self.x_label, size=10.5, colour=GREY, anchor="end"))
        parts.append(text(2, 11, self.y_label, size=10.5, colour=GREY))
        return "".join(parts)


def canvas(width: float, height: float, inside: str, classes: str = "") -> str:
    """A picture that fills the width it is given and keeps its proportions."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" class="{classes}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )
