"""docs/claims.md: a row a claim and question, made from the kept records of studies.

Verdicts are judged again from the kept evidence, so that the page is fresh or it is not, without a
run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from experiments.judging.claims import CLAIMS, Claim
from experiments.judging.findings import Answer, Cell, Verdict
from experiments.judging.study import POSTERIOR, all_studies
from experiments.judging.study_record import DRAWN, Record, is_kept, keep, load
from experiments.judging.verdict import ALPHA
from experiments.judging.verdict_words import answer, effect, failures, found_in
from experiments.markdown import table
from experiments.places import DOCS, ROOT
from experiments.sweeping.plan import code_version
from experiments.sweeping.unknowns import read_points

PAGE = "claims.md"

_HEADS = (
    "in its words",
    "verdict",
    "what was looked at first: effect, 95 % interval",
    "where it fails, and why",
    "where what is unknown is drawn",
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
_TOLD = """# Claims

Made by `livemarket study --all --write` from `docs/generated/studies/`; do not edit. What each
study runs and what was expected of it before it ran: [studies.md](studies.md). A claim is
*supported* if all its predictions hold in all contexts: Holm's test over the study's cells finds
the expected sign, and the mean effect is worth the name that was given to it beforehand; what the
words for a failure mean is [said there](studies.md#how-a-study-is-judged) too. Where only some
hold it is *supported only where* they do if each prediction holds in some context and none is
reversed in any, and else *mixed*. Where the runs of all arms are the same in every seed nothing was
changed, and a number that was fitted is no evidence: neither is a test, and a claim without another
has no verdict. The effect shown is that of the first prediction and context that are a test. Points
are differences of shares; a per cent is of the counterfactual's mean over seeds, and of one plain
counterfactual, named beside it, where a contrast has several; where that mean is not surely above
zero the effect is told in its own unit.

The calibration leaves most of what it fits within wide ranges. *Where what is unknown is drawn* is
the same study with each seed at another of the
[points that would do](../experiments/specs/base_posterior.csv), one for all arms, so that the
interval covers what the data leave open beside luck; a parameter that the study itself sets is not
drawn. The verdicts counted here are those at the calibrated values.

Verdicts are about this model and its assumptions, not about the market of 2019."""
_MADE_WITH = "Code of this page: "
_RUNS = ("study", "consumers", "days", "seeds", "drawn", "code", "commit")
_CODE = 8  # letters of a code that are shown

Found: TypeAlias = Mapping[str, tuple[Record, Verdict]]  # by claim


def publish(records: Iterable[Record], docs: Path = DOCS) -> None:
    """Keep records in docs/ and write the page."""
    folder = docs / "generated" / "studies"
    for record in records:
        keep(record, folder / record.place)
    page = claims_page(kept_records(folder), code_version())
    (docs / PAGE).write_text(page, encoding="utf-8")


def kept_records(folder: Path) -> list[Record]:
    """The records that are kept there; not those of studies that are gone, nor of older forms."""
    places = [folder / name / part for name in all_studies() for part in ("", DRAWN)]
    return [load(place) for place in places if is_kept(place)]


def fresh_records(folder: Path) -> list[Record]:
    """Those whose study still says what it said when it ran."""
    return [record for record in kept_records(folder) if not record.stale]


def code_told(docs: Path = DOCS) -> str:
    """The code that the page says it was made with; nothing if there is none.

    A page made anew without a run keeps it, so that it is not stale at every change of the code.
    """
    page = docs / PAGE
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return text.partition(_MADE_WITH)[2].partition(".")[0]


def claims_page(records: Sequence[Record], code: str = "") -> str:
    """The page as it should be for these records, made with this code if that is to be told."""
    found = _by_claim(record for record in records if not record.drawn)
    drawn = _by_claim(record for record in records if record.drawn)
    claims = [_row(claim, found, drawn) for code, claim in CLAIMS.items() if code.startswith("C")]
    questions = [
        _row(claim, found, drawn) for code, claim in CLAIMS.items() if code.startswith("Q")
    ]
    parts = [
        _TOLD,
        _summary(found) + _stay(found, drawn),
        _caution(len({record.study for record in records})),
        "## Claims of the source text\n\n" + table(("claim", *_HEADS), claims),
        "## Questions\n\n" + table(("question", *_HEADS), questions),
        "## Runs\n\n" + _code(code) + table(_RUNS, [_run(record, code) for record in records]),
    ]
    return "\n\n".join(parts) + "\n"


def _by_claim(records: Iterable[Record]) -> Found:
    return {one.claim: (record, one) for record in records for one in record.verdicts}


def _summary(found: Found) -> str:
    """Every claim of the text counts once: by its verdict, or by why it has none."""
    claims = [claim for code, claim in CLAIMS.items() if code.startswith("C")]
    kinds = Counter(_kind(claim, found) for claim in claims)
    counts = ", ".join(f"{kinds[kind]} {words}" for kind, words in _KINDS.items() if kinds[kind])
    return f"Of the {len(claims)} claims: {counts}."


def _stay(found: Found, drawn: Found) -> str:
    """How many verdicts are the same where what is unknown is drawn."""
    both = [code for code in found if code in drawn and code.startswith("C")]
    if not both:
        return ""
    moved = sorted(code for code in both if found[code][1].answer != drawn[code][1].answer)
    others = f"; it is another for {', '.join(moved)}" if moved else ""
    return (
        f"\n\nWhere what is unknown is drawn, the verdict is of the same kind for "
        f"{len(both) - len(moved)} of {len(both)}{others}."
    )


def _caution(studies: int) -> str:
    """What the counts do not say by themselves."""
    return (
        "Holm's correction is made within a study, not over all of them: each study may find\n"
        f"something by luck with a chance of up to {100 * ALPHA:g} %, so that of {studies} studies "
        f"{studies * ALPHA:.1f} may be\nexpected to, at worst."
    )


def _kind(claim: Claim, found: Found) -> str:
    if claim.code in found:
        return found[claim.code][1].answer
    return _CANNOT_SAY if claim.unanswered else _NOT_RUN


def _row(claim: Claim, found: Found, drawn: Found) -> tuple[str, ...]:
    cells: tuple[str, ...] = (_NOT_RUN, "", "", "", "")
    if claim.code in found:
        record, one = found[claim.code]
        name = record.study.kind
        shown = effect(record.study, one.shown)
        link = f"[{name}](generated/studies/{name}/figure.png)"
        fails = failures(one) or "nowhere tried"
        cells = (answer(one), shown, fails, _drawn(one, drawn.get(claim.code)), link)
    elif claim.unanswered:
        cells = (_CANNOT_SAY, "", claim.unanswered, "", "")
    return claim.code, claim.words, *cells


def _drawn(usual: Verdict, other: tuple[Record, Verdict] | None) -> str:
    """What becomes of a verdict and of its effect where what is unknown is drawn."""
    if other is None:
        return _NOT_RUN
    record, one = other
    shown = next((cell for cell in one.cells if _place(cell) == _place(usual.shown)), one.shown)
    told = "the same" if answer(one) == answer(usual) else answer(one)
    return f"{told}: {found_in(record.study, shown)}"


def _place(cell: Cell) -> tuple[str, str]:
    return cell.prediction, cell.context


def _code(code: str) -> str:
    """With which code the page was made, and what is said of runs that were lived by another."""
    if not code:
        return ""
    return (
        f"{_MADE_WITH}{code[:_CODE]}. Runs of other code might come out otherwise by now, though\n"
        "most changes of code move no number.\n\n"
    )


def _which_drawn(record: Record) -> str:
    every = read_points(ROOT / POSTERIOR)
    others = ", ".join(path for path in every if path not in record.drawn)
    return f"{len(record.drawn)} of {len(every)} parameters" + f", not {others}" * bool(others)


def _run(record: Record, code: str) -> tuple[str, ...]:
    done = record.effort
    stale = " (the study has changed since)" if record.stale else ""
    other = " (other code)" if code and not record.code.startswith(code[:_CODE]) else ""
    drawn = _which_drawn(record) if record.drawn else ""
    days = f"{done.days}, without the first {done.warm_up}" if done.warm_up else str(done.days)
    runs = (f"{done.consumers:,}", days, str(done.replicates), drawn)
    return (
        record.study.kind + stale,
        *runs,
        record.code[:_CODE] + other,
        record.commit or "not kept",
    )
