"""A user's mistake: status 2, one line with key, value and what is allowed, nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from experiments.__main__ import main
from tests.contracts.command import SMALL, livemarket

EDGES = "# a comment\n1 2\n2 3\nonly-one-name\n4 1\n"
SETS = {
    "consumers.cuont=9": ["consumers.cuont is not known", "did you mean 'consumers.count'"],
    "consumer.count=9": ["consumer is not known", "did you mean 'consumers'"],
    "impulse.nonsense_of_mine=1": ["impulse.nonsense_of_mine is not known"],
    "consumers.count=many": ["consumers.count = 'many'", "integer"],
    "consumers.count=2.5": ["consumers.count = 2.5", "integer"],
    "consumers.count=-5": ["consumers.count = -5", "at least"],
    "consumers=5": ["consumers = 5", "a group"],
    "returns.resellable=1.5": ["returns.resellable = 1.5", "at most 1"],
    "returns.free=perhaps": ["returns.free = 'perhaps'", "true or false"],
    "platforms.north.live=perhaps": ["platforms.north.live = 'perhaps'", "true or false"],
    "market.days=0": ["market.days = 0", "at least 1"],
    "market.days=-3": ["market.days = -3", "at least 1"],
    "market.categories=['aparel']": ["market.categories = 'aparel'", "did you mean 'apparel'"],
    "market.categories=[]": ["market.categories = []", "at least one"],
    "market.platforms=['nroth']": ["market.platforms = 'nroth'", "did you mean 'north'"],
    "market.platforms=['north','north']": ["market.platforms", "each name once"],
    "categories.aparel.drift_speed=0.1": ["categories.aparel", "did you mean 'apparel'"],
    "platforms.nort.take_rate=0.1": ["platforms.nort", "did you mean 'north'"],
    "platforms.north.modes.c2n=1": ["platforms.north.modes = 'c2n'", "did you mean 'c2m'"],
    "platforms.north.modes.odm=-1": ["platforms.north.modes", "at least 0"],
    "platforms.north.modes.odm=0.01": ["north.modes.odm = 0.01", "a shelf of 4", "brand_dealer"],
    "market.factories_per_shelf=3": ["platforms.north.modes.", "a shelf of 3", "no place for it"],
    "platforms.north.programme_modes=['incubate']": ["did you mean 'incubated'"],
    "platforms.north.traffic=by_folowers": ["platforms.north.traffic", "'by_followers'"],
    "anchors.behaviours.curater=1": ["anchors.behaviours", "did you mean 'curator'"],
    "anchors.count=33000": ["anchors.count = 33000", "at most 30000"],
    "anchors.entry_rate=25 & market.days=2000": [
        "anchors.count = 60",
        "entry_rate x market.days, 5",
    ],
    "platforms.*.take_rate=0.95": ["north.take_rate = 0.95", "incubated.programme = 0.05, below"],
    "platforms.east.take_rate=0.6 & strategies.incubated.programme=0.5": [
        "platforms.east.take_rate = 0.6",
        "strategies.incubated.programme = 0.5, below 0.5",
    ],
    "learning.kind=imitatoin": ["learning.kind", "did you mean 'imitation'"],
    "peers.kind=smal_world": ["peers.kind", "did you mean 'small_world'"],
    "follows.kind=heavy": ["follows.kind", "heavy_tailed"],
    "strategies.c2m.markupp=1": ["strategies.c2m.markupp", "'strategies.c2m.markup'"],
    "platforms.*.take_rat=1": ["platforms.north.take_rat", "'platforms.north.take_rate'"],
    "platforms.*.take_rate=7": ["platforms.north.take_rate = 7", "at most"],
    "impulse.trace_half_lives=[-1,1,2]": ["impulse.trace_half_lives[0] = -1.0", "at least 1e-06"],
    "impulse.trace_weights=[0,0,0]": ["impulse.trace_weights = [0.0, 0.0, 0.0]", "not all 0"],
    "impulse.trace_weights=[inf,1,1]": ["impulse.trace_weights[0] = inf", "a finite number"],
    "impulse.strength=inf": ["impulse.strength = inf", "at most 1e+06"],
    "returns.days=inf": ["returns.days = inf", "integer"],
    "consumers.confidence_by_tier=-inf": ["consumers.confidence_by_tier = -inf", "finite"],
    "categories.apparel.unit_cost=1e12": ["unit_cost = 1000000000000.0", "at most 1e+09"],
    "strategies.c2m.lead_days=100000000": ["strategies.c2m.lead_days = 100000000", "at most 1000"],
    "consumers.count=999999999999": ["consumers.count = 999999999999", "at most about", "GB"],
    "consumers.age_shares=[1e308,1e308,1]": ["consumers.age_shares = [1e+308, ", "finite"],
    "anchors.behaviours.curator=inf": ["anchors.behaviours.curator = inf", "a finite number"],
    "platforms.*.share=0": ["platforms.<name>.share = {'east': 0.0", "finite and not all 0"],
    "impulse.trace_weights=[1,0]": ["impulse.trace_weights", "list of number at least 0"],
    "consumers.age_shares=[-1,1,1]": ["consumers.age_shares[0] = -1.0", "at least 0"],
    "consumers.tier_shares=[0,0,0]": ["consumers.tier_shares = [0.0, 0.0, 0.0]", "not all 0"],
    "consumers.region_shares=[1,0,-0.5]": ["consumers.region_shares[2] = -0.5", "at least 0"],
    "anchors.region_shares=[0,0,0]": ["anchors.region_shares = [0.0, 0.0, 0.0]", "not all 0"],
    "anchors.honesty=[2,-1]": ["anchors.honesty[0] = 2.0", "at least 0 and at most 1"],
    "anchors.honesty=[0.9,0.1]": ["anchors.honesty = [0.9, 0.1]", "the lowest first"],
    "anchors.festival_days=[4,-3]": ["anchors.festival_days[1] = -3", "at least 0"],
    "anchors.bans=[-3]": ["anchors.bans[0] = -3", "at least 0"],
    "anchors.behaviours.curator=-1": ["anchors.behaviours.curator = -1.0", "at least 0"],
    "shipping.days=[[1,1,1],[1,-3,1],[1,1,1]]": ["shipping.days[1][1] = -3.0", "at least 0"],
    "contracts.least_power=0.9": ["contracts.least_power = 0.9", "up to most_power, 0.85"],
    "learnings.exp3.worst=1": ["learnings.exp3.worst = 1.0", "below best, 1"],
    "appeal.fit=nan": ["appeal.fit = nan", "a finite number"],
    "consumers.count.*=1": ["consumers.count.*", "names"],
    "consumers.count": ["--set", "path=value"],
    "=5": ["--set", "path=value"],
    "consumers.count=": ["--set", "path=value"],
    "a b=5": ["--set", "path=value"],
    "consumers..count=5": ["--set", "path=value"],
}
WORDS = {
    "run bsae": ["scenario = 'bsae'", "did you mean 'base'"],
    "run missing/there.toml": ["scenario = 'missing/there.toml'", "a TOML file that exists"],
    "run base --days 0": ["--days = '0'", "at least 1"],
    "run base --days -3": ["--days = '-3'", "at least 1"],
    "run base --days soon": ["--days = 'soon'", "a whole number"],
    "run base --consumers 0": ["--consumers = '0'", "at least 1"],
    "run base --seed -1": ["--seed = '-1'", "at least 0"],
    "run base --threads 0": ["--threads = '0'", "at least 1"],
    "run base --threads 99": ["--threads = 99", "cores of this machine"],
    "run base --consumers 9 --set consumers.count=8": ["--consumers = '9'", "not both"],
    "app base --no-browser --port 80000": ["--port = 80000", "1 to 65535"],
    "run base --dyas 3": ["--dyas", "--days"],
    "rnu base": ["rnu"],
    "run base twice": ["twice"],
}


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, which must stay empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a mistake is answered with."""
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1, told.err
    assert told.err.startswith("livemarket: ")
    assert "Traceback" not in told.err
    return told.err


@pytest.mark.parametrize("text", SETS)
def test_a_wrong_parameter(
    text: str, empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = [word for one in text.split(" & ") for word in ("--set", one)]
    told = complaint(["run", "base", "--seed", "1", *sets], capsys)
    assert all(word in told for word in SETS[text]), told
    assert list(empty_place.iterdir()) == []


@pytest.mark.parametrize("words", WORDS)
def test_a_wrong_command(words: str, empty_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint(words.split(), capsys)
    assert all(word in told for word in WORDS[words]), told
    assert list(empty_place.iterdir()) == []


@pytest.mark.parametrize("group", ["follows", "peers"])
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (EDGES, ["line 4", "only-one-name"]),
        ("", ["at least one edge"]),
        ("# nothing but a comment\n", ["at least one edge"]),
        (None, ["No such file"]),
    ],
)
def test_a_wrong_edge_list(
    group: str, content: str | None, wanted: list[str], empty_place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if content is not None:
        (empty_place / "edges.txt").write_text(content)
    sets = ["--set", f"{group}.kind=file", "--set", f"{group}.path=edges.txt"]
    told = complaint(["run", "base", *sets], capsys)
    assert f"{group}.path = 'edges.txt'" in told
    assert all(word in told for word in wanted), told
    assert [path.name for path in empty_place.iterdir()] == ["edges.txt"] * (content is not None)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("days = = 3", "TOML"),
        ('extends = "bsae"', "mine.toml: extends = 'bsae' (did you mean 'base'?); allowed: base, "),
        ('extends = ["festivl.toml"]', "extends = 'festivl.toml' (did you mean 'festival'?)"),
        ('extends = "mine.toml"', "in a ring"),
        ("[market]\ndasy = 3", "did you mean 'market.days'"),
        ("[market]\ndays = 'three'", "integer"),
        ("market = 3", "a group"),
        ("consumers = 5", "consumers = 5; allowed: a group"),
        ("[consumers]\ncount = 'many'", "consumers.count = 'many'; allowed: integer"),
    ],
)
def test_a_wrong_scenario_file(
    content: str, wanted: str, empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_place / "mine.toml").write_text(content)
    for options in ([], ["--days", "3", "--consumers", "300", "--set", "market.seed=4"]):
        assert wanted in complaint(["run", "./mine.toml", *options], capsys)
    assert [path.name for path in empty_place.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("nolive.toml", "no_live"),
        ("fesitval.toml", "festival"),
        ("mien.toml", "mine.toml"),
        ("./mien.toml", "mine.toml"),
    ],
)
def test_a_file_that_is_not_there(
    path: str, nearest: str, empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_place / "mine.toml").write_text('extends = "base"')
    told = complaint(["run", path], capsys)
    assert f"scenario = {path!r} (did you mean {nearest!r}?); allowed: a TOML file that" in told
    assert "or one of base, data_cables" in told


def test_a_place_below_a_file_is_no_folder(
    empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_place / "a_file").touch()
    assert "--out" in complaint(["run", "base", "--out", "a_file/below/it"], capsys)
    assert "--out" in complaint(["run", "base", "--out", "a_file"], capsys)
    assert [path.name for path in empty_place.iterdir()] == ["a_file"]


def test_a_folder_that_refuses_is_named(
    empty_place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "mkdir", refuse)  # whoever is root may write anywhere
    told = complaint(["run", "base", "--out", "mine"], capsys)
    assert "a folder that can be written (Permission denied)" in told
    assert list(empty_place.iterdir()) == []


def test_the_installed_command_says_the_same(empty_place: Path) -> None:
    told = livemarket("run", "base", *SMALL, "--set", "consumers.cuont=9", cwd=empty_place)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "did you mean 'consumers.count'" in told.stderr
    assert list(empty_place.iterdir()) == []
