"""A plugin of each kind in a folder of one's own: the command line, Python and workers use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from core.plugins import OWN_PLUGINS, discover
from tests.contracts.command import SMALL, environment, livemarket
from tests.contracts.own import write_plugins
from tests.contracts.shelf import FOLDERS

CHOICES = {
    "platforms.north.modes.one_price": 2,
    "market.factories_per_shelf": 6,
    "strategies.one_price.markup": 2.5,
    "anchors.behaviours.cheap_fee": 9,
    "platforms.north.traffic": "by_views",
    "traffics.by_views.exponent": 0.5,
    "learning.kind": "restless",
    "learning.review_days": 2,
    "peers.kind": "couple",
    "peers.couple.step": 3,
    "follows.kind": "idol",
}
SETS = [word for path, value in CHOICES.items() for word in ("--set", f"{path}={value}")]
SCRIPT = f"""
import mesa
from model import Market

if __name__ == "__main__":
    chosen = {CHOICES!r} | {{"consumers.count": 100, "anchors.count": 4, "market.days": 2}}
    runs = mesa.batch_run(
        Market, chosen | {{"market.seed": [1, 2]}}, number_processes=2, display_progress=False
    )
    print([run["heads"] for run in runs])
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    write_plugins(folder)
    return folder


def test_a_plugin_of_each_kind_runs_from_a_folder_of_ones_own(home: Path, tmp_path: Path) -> None:
    words = ("run", "--days", "4", *SMALL, *SETS, "--out", "here")
    told = livemarket(*words, cwd=tmp_path, **{OWN_PLUGINS: str(home)})
    assert told.returncode == 0, told.stderr
    assert "One price" in told.stdout
    here = tmp_path / "here"
    days = pd.read_parquet(here / "days.parquet")
    assert set(days["heads"]) == {300.0}
    assert "mode_share_one_price" in days
    factories = pd.read_parquet(here / "factories.parquet")
    first = factories[factories["day"] == 0]
    mine = first[first["mode"] == "one_price"]
    assert set(mine["platform"]) == {"north"}
    assert mine["price"].to_numpy() == pytest.approx(2.5 * mine["unit_cost"].to_numpy(), abs=0.01)
    assert set(factories[factories["day"] == 3]["mode"]) >= {"one_price", "brand_dealer"}
    anchors = pd.read_parquet(here / "anchors.parquet")
    assert "cheap_fee" in set(anchors["behaviour"])
    followers = anchors[anchors["day"] == 0]["followers"].tolist()
    assert followers[:5] == [300, 0, 0, 0, 0]  # then come the shops' own anchors
    assert (here / "figures" / "blank.png").is_file()
    lost = livemarket("verify", "here", cwd=tmp_path)
    assert lost.returncode == 1
    assert "made with behaviours/cheap_fee" in lost.stderr
    assert OWN_PLUGINS in lost.stderr
    again = livemarket("verify", "here", cwd=tmp_path, **{OWN_PLUGINS: str(home)})
    assert again.returncode == 0, again.stdout


def test_a_sweep_that_was_made_with_one_asks_for_it_when_it_is_verified(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "tiny.toml").write_text(
        'days = 2\nreplicates = 1\nmetrics = ["gmv"]\n[fixed]\nconsumers.count = 200\n'
        "anchors.count = 3\nmarket.factories_per_shelf = 8\n"
        "[factors]\nplatforms.north.modes.one_price = [4.0]\n"
    )
    mine = {OWN_PLUGINS: str(home)}
    words = ("sweep", "tiny.toml", "--out", "here", "--executor", "serial")
    made = livemarket(*words, cwd=tmp_path, **mine)
    assert made.returncode == 0, made.stderr
    lost = livemarket("verify", "here", cwd=tmp_path)
    assert lost.returncode == 1
    assert "made with behaviours/cheap_fee" in lost.stderr
    assert OWN_PLUGINS in lost.stderr
    again = livemarket("verify", "here", cwd=tmp_path, **mine)
    assert again.returncode == 0, again.stdout + again.stderr


def test_worker_processes_know_them_too(home: Path, tmp_path: Path) -> None:
    (tmp_path / "batch.py").write_text(SCRIPT)
    told = subprocess.run(
        [sys.executable, "batch.py"],
        cwd=tmp_path,
        env=environment(**{OWN_PLUGINS: str(home)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.stdout.strip() == "[100.0, 100.0]", told.stderr


@pytest.mark.parametrize(
    ("place", "text", "complaint"),
    [
        ("strategies/odm.py", "", "has a plugin of this name already"),
        ("metrics/broken.py", "import nothing_of_this_name", "ModuleNotFoundError"),
        ("traffics/half.py", "x = (", "SyntaxError"),
        ("traffics/empty.py", "", "wants exactly one concrete TrafficRule, found none"),
        ("", "", "a folder with strategies/"),
    ],
)
def test_a_broken_plugin_is_one_line_that_names_the_file(
    place: str, text: str, complaint: str, tmp_path: Path
) -> None:
    home = tmp_path / "mine"
    if place:
        (home / place).parent.mkdir(parents=True)
        (home / place).write_text(text)
    told = livemarket("run", "--days", "1", cwd=tmp_path, **{OWN_PLUGINS: str(home)})
    assert told.returncode == 2
    assert told.stderr.count("\n") == 1
    assert complaint in told.stderr
    assert place in told.stderr
    assert not (tmp_path / "out").exists()


def test_without_the_variable_the_house_is_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, base in FOLDERS.items():
        monkeypatch.delenv(OWN_PLUGINS, raising=False)
        house = discover(folder, base)
        monkeypatch.setenv(OWN_PLUGINS, str(home))
        more = discover(folder, base)
        assert len(more) == len(house) + 1
        assert house.items() <= more.items()
        assert discover(folder, base) == more  # loaded once, so that classes stay the same
