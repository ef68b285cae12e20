"""The page of claims and its picture: made from kept evidence, and from all ways of living it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from core.errors import BadInput
from experiments.judging.any_report import write_any_report
from experiments.judging.claim_rows import ways_of
from experiments.judging.claims_figure import claims_figure
from experiments.judging.claims_page import (
    FIGURE,
    claims_page,
    code_told,
    kept_records,
    publish,
)
from experiments.judging.evidence import read_evidence
from experiments.judging.study_record import EVIDENCE, VERDICT, Record, keep, load
from experiments.judging.study_run import StudyRequest, run_studies
from experiments.judging.verdict_words import answer, found_in
from experiments.places import DOCS
from experiments.sweeping.store import starts_of
from tests.studies.conftest import QUICKEST, TINY, sweep_home


def test_the_page_of_claims_is_made_from_kept_evidence(tiny: Record, tmp_path: Path) -> None:
    publish([tiny], tmp_path)
    folder = tmp_path / "generated" / "studies"
    page = (tmp_path / "claims.md").read_text()
    assert page == claims_page(kept_records(folder), code_told(tmp_path))
    (row,) = re.findall(r"^\| C04 \|.*$", page, re.MULTILINE)
    assert str(tiny.verdicts[0].answer) in row
    counts = re.search(r"^Of the (\d+) claims: (.*)\.$", page, re.MULTILINE)
    assert counts is not None
    assert sum(map(int, re.findall(r"\d+", counts[2]))) == int(counts[1])
    beside = page[counts.end() :].strip().split("\n\n")[0].replace("\n", " ")
    assert "Holm's correction is made within a study, not over all of them" in beside
    assert "with a chance of up to 5 %, so that of 1 studies 0.1 may be expected to" in beside
    table = read_evidence(folder / QUICKEST / EVIDENCE)
    table["value"] *= 1 + 9 * (table["arm"] == "usual")
    table["run"] += table["arm"]
    table.to_csv(folder / QUICKEST / EVIDENCE, index=False)
    assert claims_page(kept_records(folder), code_told(tmp_path)) != page


def test_the_page_says_by_which_code_and_commit_a_study_was_lived(
    tiny: Record, out: Path, tmp_path: Path
) -> None:
    assert code_told(tmp_path) == ""
    publish([tiny], tmp_path)
    assert code_told(tmp_path) == tiny.code[:8]
    (start,) = starts_of(sweep_home(out))
    assert tiny.commit == (start["commit"] or "")[:10] + ("+" if start["dirty"] else "")
    kept = kept_records(tmp_path / "generated" / "studies")
    row = f"| {QUICKEST} | 300 | 6 | 2 |  | {tiny.code[:8]} | {tiny.commit} |\n"
    assert row in (tmp_path / "claims.md").read_text()
    assert row not in (other := claims_page(kept, "another0"))
    assert row.replace(f"{tiny.code[:8]} |", f"{tiny.code[:8]} (other code) |") in other
    assert row in claims_page(kept)  # without a word where it is not told what the page was made by
    older = [replace(one, commit="") for one in kept]
    assert "| not kept |" in claims_page(older)


def test_what_was_expected_later_is_not_answered(tiny: Record, tmp_path: Path) -> None:
    publish([tiny], tmp_path)
    place = tmp_path / "generated" / "studies" / QUICKEST
    told = json.loads((place / VERDICT).read_text())
    (place / VERDICT).write_text(json.dumps(told | {"declared": "another"}))
    assert load(place).stale
    page = claims_page(kept_records(place.parent))
    assert re.search(r"^\| C04 \|.*not yet run", page, re.MULTILINE)
    assert "the study has changed since" in page


def test_a_study_over_the_posterior_stands_beside_the_other(
    tiny: Record, out: Path, tmp_path: Path
) -> None:
    out = shutil.copytree(out, tmp_path / "out")  # other tests want one sweep there
    request = StudyRequest([tiny.study], out, executor="serial", effort=TINY, drawn=True)
    (drawn,), whole = run_studies(request)
    assert whole
    assert len(drawn.drawn) > 10
    assert not drawn.evidence.equals(tiny.evidence)
    assert load(out / QUICKEST).evidence.equals(load(out / tiny.place).evidence)
    assert load(out / QUICKEST / "posterior").drawn == drawn.drawn
    publish([tiny, drawn], tmp_path)
    page = (tmp_path / "claims.md").read_text()
    (row,) = re.findall(r"^\| C04 \|.*$", page, re.MULTILINE)
    usual, other = tiny.verdicts[0], drawn.verdicts[0]
    assert found_in(drawn.study, other.cells[0]) in row
    assert ("the same: " in row) == (answer(usual) == answer(other))
    stay = re.search(r"in small markets, the verdict is of the same kind for (\d) of (\d)", page)
    assert stay is not None
    assert stay[2] == "1"
    assert stay[1] == ("1" if usual.answer == other.answer else "0")
    assert f"| {len(drawn.drawn)} of 18 parameters |" in page
    assert "so that of 1 studies" in page


def test_the_long_version_counts_and_small_markets_stand_beside_it(
    tiny: Record, tmp_path: Path
) -> None:
    """Made of the tiny runs, as if they were long, with an effect that is sure."""
    wide = tiny.evidence.copy()
    wide["value"] += 1e6 * (wide["arm"] == "usual")
    wide["run"] += wide["arm"]
    long = Record.of(tiny.study, tiny.study.full, tiny.code, tiny.commit, wide)
    publish([tiny, long], tmp_path)
    folder = tmp_path / "generated" / "studies" / QUICKEST
    assert load(folder).effort == TINY
    assert load(folder / "long").is_long
    page = (tmp_path / "claims.md").read_text()
    (row,) = re.findall(r"^\| C04 \|.*$", page, re.MULTILINE)
    small, counted = tiny.verdicts[0].cells[0], long.verdicts[0].cells[0]
    told = [found_in(tiny.study, cell) for cell in (counted, small)]
    assert told[0] != told[1]
    assert row.index(told[0]) < row.index(told[1])
    assert f"(generated/studies/{QUICKEST}/long/figure.png)" in row
    alike = int(tiny.verdicts[0].answer == long.verdicts[0].answer)
    assert f"In small markets the verdict is of the same kind for {alike} of 1" in page
    assert len(re.findall(rf"^\| {QUICKEST} \| ", page, re.MULTILINE)) == 2
    publish([tiny], other := tmp_path / "small")
    assert "| counted |" in (other / "claims.md").read_text()


def test_the_picture_has_a_panel_a_verdict_and_a_row_a_claim(tiny: Record, tmp_path: Path) -> None:
    publish([tiny], tmp_path)
    assert (tmp_path / FIGURE).read_bytes().startswith(b"\x89PNG")
    assert f"]({FIGURE})" in (tmp_path / "claims.md").read_text()
    best = ways_of(kept_records(DOCS / "generated" / "studies")).best
    kinds = Counter(str(one.answer) for code, (_, one) in best.items() if code.startswith("C"))
    panels = claims_figure(best).axes
    assert {axes.get_title(loc="left") for axes in panels} == {
        f"{kind} ({count})" for kind, count in kinds.items()
    }
    labels = [tick.get_text() for axes in panels for tick in axes.get_yticklabels()]
    assert sorted(label[-3:] for label in labels) == sorted(c for c in best if c.startswith("C"))


def test_the_picture_measures_by_what_is_worth_the_name(tiny: Record) -> None:
    one = tiny.study.predictions[0]
    found = tiny.verdicts[0]
    cell = replace(found.shown, effect=2.5 * one.sign * one.smallest, share=one.relative)
    verdict = replace(found, cells=(cell,))
    (axes,) = claims_figure({found.claim: (tiny, verdict)}).axes
    (point,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert point.get_xdata() == pytest.approx([2.5])
    told_otherwise = replace(verdict, cells=[replace(cell, share=not one.relative)])
    (axes,) = claims_figure({found.claim: (tiny, told_otherwise)}).axes
    assert not [line for line in axes.lines if line.get_marker() == "o"]


def test_a_folder_of_studies_has_one_page_of_all(tiny: Record, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(BadInput, match="or of studies"):
        write_any_report(tmp_path / "nothing")
    keep(tiny, tmp_path / tiny.place)
    page = write_any_report(tmp_path).read_text()
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert f'<a href="#{QUICKEST}">C04</a>' in page
    assert f'id="{QUICKEST}"' in page
    assert escape(found_in(tiny.study, tiny.verdicts[0].shown)) in page
    assert page.count("data:image/png;base64") == 2  # all claims, and the study's own
