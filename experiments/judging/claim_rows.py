"""What the page of claims says of each claim: its verdict, and what becomes of it elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from experiments.judging.claims import CLAIMS, Claim
from experiments.judging.findings import Answer, Cell, Verdict
from experiments.judging.study_record import Record
from experiments.judging.verdict_words import answer, effect, failures, found_in

HEADS = (
    "in its words",
    "verdict",
    "what was looked at first: effect, 95 % interval",
    "where it fails, and why",
    "in small markets",
    "there, where what is unknown is drawn",
    "study",
)
_CANNOT_SAY, _NOT_RUN = "the model cannot say", "not yet run"
_KINDS = {
    Answer.SUPPORTED: "supported",
    Answer.PARTLY: "supported only in some places",
    Answer.MIXED: "mixed",
    Answer.NOT: "not supported",
    Answer.REVERSED: "reversed",
    Answer.UNTESTED: "not tested, as no treatment changed anything",
    Answer.FITTED: "answered only by what was fitted, which is no evidence",
    _CANNOT_SAY: "of which the model cannot say",
    _NOT_RUN: "not yet run",
}
Found: TypeAlias = dict[str, tuple[Record, Verdict]]  # by claim


class Ways(NamedTuple):
    """The verdicts that there are, by how their studies were lived."""

    best: Found  # the longest runs that there are: these verdicts count
    small: Found  # markets of `--quick`
    drawn: Found  # the same, each seed at another point of the posterior


def ways_of(records: Sequence[Record]) -> Ways:
    """Sort the verdicts of records."""
    long = _by_claim(one for one in records if one.is_long and not one.drawn)
    small = _by_claim(one for one in records if not one.is_long and not one.drawn)
    drawn = _by_claim(one for one in records if one.drawn and not one.is_long)
    return Ways(small | long, small, drawn)


def _by_claim(records: Iterable[Record]) -> Found:
    return {one.claim: (record, one) for record in records for one in record.verdicts}


def summary(found: Found) -> str:
    """Every claim of the text counts once: by its verdict, or by why it has none."""
    claims = [claim for code, claim in CLAIMS.items() if code.startswith("C")]
    kinds = Counter(_kind(claim, found) for claim in claims)
    counts = ", ".join(f"{kinds[kind]} {words}" for kind, words in _KINDS.items() if kinds[kind])
    return f"Of the {len(claims)} claims: {counts}."


def alike(ways: Ways) -> list[str]:
    """How many verdicts are the same in small markets, and there where what is unknown is drawn."""
    long = {code: found for code, found in ways.best.items() if found[0].is_long}
    told = (
        _same("In small markets the verdict is", long, ways.small),
        _same(
            "Where what is unknown is drawn, in small markets, the verdict is",
            ways.small,
            ways.drawn,
        ),
    )
    return [sentence for sentence in told if sentence]


def _same(what: str, usual: Found, other: Found) -> str:
    both = [code for code in usual if code in other and code.startswith("C")]
    if not both:
        return ""
    moved = sorted(code for code in both if usual[code][1].answer != other[code][1].answer)
    others = f"; it is another for {', '.join(moved)}" if moved else ""
    return f"{what} of the same kind for {len(both) - len(moved)} of {len(both)}{others}."


def _kind(claim: Claim, found: Found) -> str:
    if claim.code in found:
        return found[claim.code][1].answer
    return _CANNOT_SAY if claim.unanswered else _NOT_RUN


def rows(letter: str, ways: Ways) -> list[tuple[str, ...]]:
    """A row a claim whose code begins with the letter."""
    return [_row(claim, ways) for code, claim in CLAIMS.items() if code.startswith(letter)]


def _row(claim: Claim, ways: Ways) -> tuple[str, ...]:
    cells: tuple[str, ...] = (_NOT_RUN, "", "", "", "", "")
    if claim.code in ways.best:
        record, one = ways.best[claim.code]
        shown = effect(record.study, one.shown)
        fails = failures(one) or "nowhere tried"
        small, drawn = ways.small.get(claim.code), ways.drawn.get(claim.code)
        beside = _beside(one, small) if record.is_long else "counted"
        below = _beside(small[1] if small else one, drawn)
        cells = (answer(one), shown, fails, beside, below, _link(record))
    elif claim.unanswered:
        cells = (_CANNOT_SAY, "", claim.unanswered, *cells[3:])
    return claim.code, claim.words, *cells


def _link(record: Record) -> str:
    return f"[{record.study.kind}](generated/studies/{record.place.as_posix()}/figure.png)"


def _beside(usual: Verdict, other: tuple[Record, Verdict] | None) -> str:
    """What becomes of a verdict and of its effect where the study was lived another way."""
    if other is None:
        return _NOT_RUN
    record, one = other
    place = _place(usual.shown)
    shown = next((cell for cell in one.cells if _place(cell) == place), one.shown)
    told = "the same" if answer(one) == answer(usual) else answer(one)
    return f"{told}: {found_in(record.study, shown)}"


def _place(cell: Cell) -> tuple[str, str]:
    return cell.prediction, cell.context
