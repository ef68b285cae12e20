"""One tiny run of one study for all tests that need a finished one."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.judging.study import Effort, all_studies
from experiments.judging.study_record import Record
from experiments.judging.study_run import StudyRequest, run_studies

TINY = Effort(consumers=300, days=6, replicates=2)
QUICKEST = "festival_lift"


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studies")


@pytest.fixture(scope="session")
def tiny(out: Path) -> Record:
    """Its record; its runs and files are in `out`."""
    request = StudyRequest([all_studies()[QUICKEST]], out, executor="serial", effort=TINY)
    (record,), whole = run_studies(request)
    assert whole
    return record


def sweep_home(out: Path) -> Path:
    """Where its sweep is kept."""
    (home,) = (out / QUICKEST).glob("runs-*")
    return home
