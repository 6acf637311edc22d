# SPDX-License-Identifier: EUPL-1.2
"""Which newsrooms a fleet has, that they are kept apart, and what a job does to one of them. All of it without a server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline import fleet, jobs, producer, settings
from pipeline.errors import ConfigError
from pipeline.hand import Hand
from pipeline.newsroom import Newsroom
from pipeline.orders import Order
from tests.fleet import towns
from tests.reliability import small_night

DAY = date(2026, 11, 20)
URL = "postgresql+psycopg://newsreel@db.example/newsreel"


def town(place: Path, name: str, text: str) -> Path:
    (place / name).mkdir(parents=True)
    (place / name / "config.toml").write_text(text, encoding="utf-8")
    return place / name


def served(schema: str) -> str:
    return f'[keep]\nledger = "{URL}"\nschema = "{schema}"\n'


def test_a_folder_of_newsrooms_is_a_fleet_and_its_jobs_lie_with_the_ledgers(tmp_path: Path) -> None:
    for name in ("waldmark", "auental"):
        town(tmp_path, name, served(name))
    found = fleet.open_fleet(tmp_path, Path("config.toml"))
    roll = found.read()
    assert (found.names(), sorted(roll.newsrooms), roll.jobs) == (("auental", "waldmark"), ["auental", "waldmark"], URL)


def test_one_newsroom_is_a_fleet_of_one(tmp_path: Path) -> None:
    home = town(tmp_path, "waldmark", served("waldmark"))
    assert fleet.open_fleet(None, home / "config.toml").names() == ("waldmark",)


def test_fleet_toml_says_where_newsrooms_and_jobs_are(tmp_path: Path) -> None:
    town(tmp_path / "towns", "auental", "")
    text = f'jobs = "{URL}"\nnewsrooms = ["towns/*/config.toml"]\n[worker]\nbeat_seconds = 2.0\nstalled_seconds = 8.0\n'
    (tmp_path / "fleet.toml").write_text(text)
    found = fleet.open_fleet(tmp_path / "fleet.toml", Path("config.toml"))
    assert (found.names(), found.read().jobs, found.file.worker.beat_seconds) == (("auental",), URL, 2.0)


def test_one_wrong_configuration_stops_no_other(tmp_path: Path) -> None:
    town(tmp_path, "gut", served("gut"))
    town(tmp_path, "falsch", "[keep]\nlegder = 1\n")
    roll = fleet.open_fleet(tmp_path, Path("c")).read()
    assert (list(roll.newsrooms), list(roll.wrong)) == (["gut"], ["falsch"])
    assert "ledger" in str(roll.wrong["falsch"])


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (served("same"), served("same"), "ledger"),
        (served("a") + 'store = "../store"\n', served("b") + 'store = "../store/"\n', "store"),
        (served("a") + 'store = "s3://b/x"\n', served("b") + 'store = "s3://b/x/"\n', "store"),
        (served("a") + 'output = "../out"\n', served("b") + 'output = "../out"\n', "output folder"),
    ],
)
def test_two_newsrooms_that_would_share_something_are_refused(tmp_path: Path, one: str, other: str, what: str) -> None:
    town(tmp_path, "a", one)
    town(tmp_path, "b", other)
    with pytest.raises(ConfigError, match=f"a and b have the same {what}"):
        fleet.open_fleet(tmp_path, Path("c")).read()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no newsroom"),
        ({"a/config.toml": ""}, "need a PostgreSQL database"),
        ({"a/config.toml": served("a"), "b/config.toml": served("b").replace("db.example", "other")}, "lie in 2 databases"),
        ({"a/config.toml": "", "fleet.toml": 'schema = "A;"'}, "schema"),
        ({"a/config.toml": "", "fleet.toml": "[worker]\nstalled_seconds = 1.0"}, "stalled_seconds"),
        ({"a/config.toml": "", "fleet.toml": "jbos = 1"}, "jbos"),
        ({"a/config.toml": "", "fleet.toml": "="}, "TOML"),
        ({"a b/config.toml": ""}, "cannot be called"),
        ({"x/a/config.toml": "", "y/a/config.toml": "", "fleet.toml": 'newsrooms = ["*/*/config.toml"]'}, "Two newsrooms"),
    ],
)
def test_what_is_no_fleet_is_refused_with_what_to_do(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError, match=said) as wrong:
        fleet.open_fleet(tmp_path, Path("c")).read()
    assert wrong.value.hint


def test_an_unknown_newsroom_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    town(tmp_path, "waldmark", "")
    with pytest.raises(ConfigError, match="no newsroom auental"):
        fleet.open_fleet(tmp_path, Path("c")).config("auental")


# ---------------------------------------------------------------- keys


def test_a_newsroom_sees_its_own_keys_and_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text('# keys\nNEWSREEL_LLM_KEY="eigen"\nTOWN=waldmark\n')
    (tmp_path / "secrets.env").chmod(0o600)
    worn = fleet.dressed({"PATH": "/bin", "NEWSREEL_LLM_KEY": "fremd", "NEWSREEL_SMTP_PASSWORD": "x"}, fleet.secrets(tmp_path))
    assert worn == {"PATH": "/bin", "NEWSREEL_LLM_KEY": "eigen", "TOWN": "waldmark"}


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("A=b")
    (tmp_path / "secrets.env").chmod(0o644)
    with pytest.raises(ConfigError, match="read by others"):
        fleet.secrets(tmp_path)


def test_a_line_that_is_no_key_is_named_without_its_content(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("A=b\ngeheim\n")
    (tmp_path / "secrets.env").chmod(0o600)
    with pytest.raises(ConfigError, match="line 2") as wrong:
        fleet.secrets(tmp_path)
    assert "geheim" not in str(wrong.value)


# ---------------------------------------------------------------- what a job does


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with small_night.stubbed():
        towns.found(tmp_path / "auental", "", 5, url="")
        opened = towns.opened(tmp_path / "auental")
        yield opened
        opened.close()


def test_a_night_is_planned_once_and_ordered_bulletin_by_bulletin(room: Newsroom) -> None:
    answer = jobs.night(room, "auental", DAY)
    assert (answer.state, len(answer.follow), len({order.bulletin for order in answer.follow})) == ("done", 5, 5)
    assert jobs.night(room, "auental", DAY).follow == answer.follow


def test_no_more_bulletins_are_ordered_than_a_newsroom_may_have(room: Newsroom) -> None:
    room.settings = settings.replace(room.settings, fleet=settings.FleetSettings(at_once=2, bulletins_per_night=3))
    answer = jobs.night(room, "auental", DAY)
    assert [order.lane for order in answer.follow] == ["lane-0", "lane-1", "lane-0"]
    assert "2 over the limit" in answer.says


def test_jobs_make_what_one_machine_makes_in_a_night(room: Newsroom, tmp_path: Path) -> None:
    for order in jobs.night(room, "auental", DAY).follow[:2]:
        assert jobs.carry_out(room, order).says == "review"
    towns.found(tmp_path / "alone" / "auental", "", 5, url="")
    alone = towns.opened(tmp_path / "alone" / "auental")
    producer.run(alone, DAY)
    for entry in room.due(DAY)[:2]:
        assert room.film(entry.name) == alone.film(entry.name) != ""
    alone.close()


def test_a_bulletin_that_somebody_else_is_at_is_asked_for_again(room: Newsroom) -> None:
    from pipeline.keep.lease import leased

    order = jobs.night(room, "auental", DAY).follow[0]
    with leased(room.ledger, f"bulletin:{order.bulletin}"):
        assert jobs.carry_out(room, order).state == "busy"
    assert room.ledger.parked(order.bulletin) is None


def test_a_release_that_somebody_else_holds_up_is_asked_for_again_and_misses_nothing(room: Newsroom, tmp_path: Path) -> None:
    from pipeline.keep.lease import leased

    for order in jobs.night(room, "auental", DAY).follow:
        jobs.carry_out(room, order)
    names = towns.approve_all(tmp_path / "auental")
    later = towns.opened(tmp_path / "auental", clock=towns.NOON + timedelta(minutes=2))
    with leased(later.ledger, f"bulletin:{names[0]}"):  # as a worker that died a moment ago
        answer = jobs.carry_out(later, Order("auental", "release", "2026-11-20"))
    assert (answer.state, answer.says[:11]) == ("busy", "4 published")
    assert jobs.carry_out(later, Order("auental", "release", "2026-11-20")).state == "done"
    assert all(later.ledger.publications(name) for name in names)
    later.close()


def test_a_hand_opens_the_newsroom_of_an_order_with_its_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worn: list[Path] = []
    monkeypatch.setattr(fleet, "wear", worn.append)
    towns.found(tmp_path / "auental", "", 1, url="")
    hand = Hand(str(tmp_path), "config.toml")
    with small_night.stubbed():
        answer = hand(Order("auental", "night", "2026-11-20"))
    assert (answer.state, len(answer.follow), worn) == ("done", 1, [tmp_path / "auental"])
    assert hand(Order("nirgends", "night", "2026-11-20")).state == "failed"


# ---------------------------------------------------------------- commands


def newsreel(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=os.environ | environment)


@pytest.mark.parametrize("verb", ["enqueue", "worker", "fleet"])
def test_without_the_extra_each_command_says_how_to_install_it(verb: str, tmp_path: Path) -> None:
    (tmp_path / "procrastinate.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'procrastinate'\", name='procrastinate')"
    )
    town(tmp_path, "a", served("a"))
    said = newsreel(verb, "--config", str(tmp_path / "a" / "config.toml"), PYTHONPATH=str(tmp_path))
    assert (said.returncode, "pip install newsreel[fleet]" in said.stderr) == (2, True), said.stderr


@pytest.mark.slow  # waits for a database that is not there
def test_a_database_that_does_not_answer_is_one_clear_error(tmp_path: Path) -> None:
    text = '[keep]\nledger = "postgresql://me:geheim@127.0.0.1:9/x?connect_timeout=2"\n'
    town(tmp_path, "a", text)
    said = newsreel("enqueue", "--fleet", str(tmp_path), "--json")
    assert (said.returncode, "does not answer" in said.stderr) == (1, True), said.stderr
    assert "geheim" not in said.stderr
    assert "Traceback" not in said.stderr


def test_a_fleet_without_a_database_is_a_wrong_configuration(tmp_path: Path) -> None:
    town(tmp_path, "a", "")
    said = newsreel("enqueue", "--fleet", str(tmp_path))
    assert (said.returncode, "fleet.toml" in said.stderr) == (2, True), said.stderr
    assert json.dumps(said.stdout) == '""'
