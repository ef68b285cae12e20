"""`livemarket report DIR`: the page of whatever a folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from core.errors import BadInput
from experiments.judging import study_record
from experiments.judging.claims_page import fresh_records
from experiments.judging.claims_report import write_claims_report
from experiments.judging.study_report import write_study_report
from experiments.report import write_report
from experiments.run_folder import load_run
from experiments.sweeping import store
from experiments.sweeping.sweep_report import write_sweep_report
from model.results import MANIFEST

WRITERS: Mapping[str, Callable[[Path], Path]] = {
    MANIFEST: lambda home: write_report(load_run(home), home),
    store.MANIFEST: lambda home: write_sweep_report(store.open_store(home)),
    study_record.VERDICT: lambda home: write_study_report(study_record.load(home), home),
}


def write_any_report(home: Path) -> Path:
    """Write `report.html` into the folder of a run, a sweep, a study or many studies."""
    for mark, write in WRITERS.items():
        if (home / mark).is_file():
            return write(home)
    if fresh_records(home):
        return write_claims_report(home)
    raise BadInput("DIR", str(home), f"a folder with one of {', '.join(WRITERS)}, or of studies")
