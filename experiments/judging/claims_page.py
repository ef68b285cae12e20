"""docs/claims.md: a row a claim and question, made from the kept records of studies.

Verdicts are judged again from the kept evidence, so that the page is fresh or it is not, without a
run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from experiments.judging.claim_rows import HEADS, alike, rows, summary, ways_of
from experiments.judging.claims_figure import claims_figure
from experiments.judging.study import POSTERIOR, all_studies
from experiments.judging.study_record import PARTS, Record, is_kept, keep, load
from experiments.judging.verdict import ALPHA
from experiments.markdown import table
from experiments.places import DOCS, ROOT
from experiments.style import write_png
from experiments.sweeping.plan import code_version
from experiments.sweeping.unknowns import read_points

PAGE = "claims.md"
FIGURE = "generated/claims.png"

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

The verdicts counted are those of the long version of a study, where that has been lived. The same
study *in small markets* is what `--quick` lives: fewer people, days and seeds. It came first;
nothing that is predicted was changed between the two.

The calibration leaves most of what it fits within wide ranges. *Where what is unknown is drawn* is
the study in small markets with each seed at another of the
[points that would do](../experiments/specs/base_posterior.csv), one for all arms, so that the
interval covers what the data leave open beside luck; a parameter that the study itself sets is not
drawn.

Verdicts are about this model and its assumptions, not about the market of 2019."""
_MADE_WITH = "Code of this page: "
_RUNS = ("study", "consumers", "days", "seeds", "drawn", "code", "commit")
_CODE = 8  # letters of a code that are shown


def publish(records: Iterable[Record], docs: Path = DOCS) -> None:
    """Keep records in docs/ and write the page, with its picture."""
    folder = docs / "generated" / "studies"
    for record in records:
        keep(record, folder / record.place)
    kept = kept_records(folder)
    (docs / PAGE).write_text(claims_page(kept, code_version()), encoding="utf-8")
    write_png(claims_figure(ways_of(kept).best), docs / FIGURE)


def kept_records(folder: Path) -> list[Record]:
    """The records that are kept there; not those of studies that are gone, nor of older forms."""
    places = [folder / name / part for name in all_studies() for part in PARTS]
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
    ways = ways_of(records)
    parts = [
        _TOLD,
        summary(ways.best),
        *alike(ways),
        _caution(len({record.study for record in records})),
        f"![Every claim's effects, by verdict]({FIGURE})",
        "## Claims of the source text\n\n" + table(("claim", *HEADS), rows("C", ways)),
        "## Questions\n\n" + table(("question", *HEADS), rows("Q", ways)),
        "## Runs\n\n" + _code(code) + table(_RUNS, [_run(record, code) for record in records]),
    ]
    return "\n\n".join(parts) + "\n"


def _caution(studies: int) -> str:
    """What the counts do not say by themselves."""
    return (
        "Holm's correction is made within a study, not over all of them: each study may find\n"
        f"something by luck with a chance of up to {100 * ALPHA:g} %, so that of {studies} studies "
        f"{studies * ALPHA:.1f} may be\nexpected to, at worst."
    )


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
