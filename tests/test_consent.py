# SPDX-License-Identifier: EUPL-1.2
"""When a presenter's consent ends: nothing is rendered or published with it, and the films that show it are listed."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import cli, consent, rules
from pipeline.casting import Cast
from pipeline.errors import ConfigError
from pipeline.keep.ledger import Published
from pipeline.newsroom import Newsroom
from pipeline.settings import PresenterSettings
from pipeline.studio import MACHINE
from tests.desk.newsroom import Clock, package_of, settings
from tests.doubles import values
from tests.picture.spoken import AVATARS

RECORD = {
    "person": '"Erika Muster"', "purpose": '"Nachrichtenfilm"', "given": "2026-01-15", "expires": "2027-01-15",
    "office_holder": "false",
}  # fmt: skip


def consent_of(home: Path, **changes: str) -> None:
    """Give Erika, who looks like Anna, a folder of her own with a consent."""
    folder = home / "avatars" / "erika"
    shutil.copytree(AVATARS / "anna", folder, dirs_exist_ok=True)
    toml = (
        (AVATARS / "anna" / "avatar.toml")
        .read_text(encoding="utf-8")
        .replace("consent_required = false", "consent_required = true")
    )
    told = "\n".join(f"{key} = {value}" for key, value in (RECORD | changes).items())
    (folder / "avatar.toml").write_text(f"{toml}\n[consent]\n{told}\n", encoding="utf-8")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose presenter is Erika, with one published bulletin that shows her and one that shows Thomas."""
    consent_of(tmp_path)
    opened = Newsroom(replace(settings(tmp_path), presenter=PresenterSettings("erika")), clock=Clock())
    for name, shown in (("2026-kw46", "erika/rig2d"), ("2026-kw45", "thomas/rig2d"), ("2026-kw47", "erika/rig2d")):
        words = values.script()
        words = replace(words, rundown=replace(words.rundown, id=name))
        package = package_of(opened, words)
        package = replace(package, master=replace(package.master, presenter=shown))
        given = opened.ledger.register(f"feed|{name}", name, values.DAY)
        opened.ledger.set_head(given, "rundown", opened.store.put_value(words.rundown), MACHINE)
        opened.ledger.set_head(given, "script", opened.store.put_value(words), MACHINE)
        opened.ledger.set_head(given, "package", opened.store.put_value(package), MACHINE)
        if name != "2026-kw47":
            opened.ledger.record_publication(given, Published("web", "publish", opened.film(given), "x", "", ""))
    yield opened
    opened.close()


def engines(room: Newsroom) -> None:
    Cast(room.settings, room.store, room.ledger).engines("2026-kw47")


def test_while_a_consent_holds_nothing_is_in_the_way(room: Newsroom) -> None:
    engines(room)
    assert consent.ended(room) == ()
    package = room.package("2026-kw47")
    assert [o.bar for o in rules.against_release(room, "2026-kw47", package)] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"withdrawn": "2026-11-19"}, "widerrufen"),
        ({"expires": "2026-11-19"}, "endete am 19.11.2026"),
        ({"office_holder": "true"}, "Amtsträger"),
    ],
)
def test_an_ended_consent_stops_rendering_and_release_and_lists_what_is_outside(
    change: dict[str, str], said: str, room: Newsroom
) -> None:
    consent_of(room.settings.home, **change)
    with pytest.raises(ConfigError, match=said):
        engines(room)
    found = consent.ended(room)
    assert [(one.folder, one.bulletins) for one in found] == [("erika", ("2026-kw46",))]
    assert said in found[0].why
    obstacles = rules.against_release(room, "2026-kw47", room.package("2026-kw47"))
    assert [o.bar for o in obstacles] == [rules.Bar.CONSENT]
    assert said in str(obstacles[0])


def test_a_consent_ends_by_itself_when_its_day_is_over(room: Newsroom) -> None:
    assert isinstance(room.clock, Clock)
    room.clock.now = datetime(2027, 1, 16, 8, 0, tzinfo=UTC)
    assert [one.bulletins for one in consent.ended(room)] == [("2026-kw46",)]


def test_another_presenter_may_speak_while_the_first_ones_films_are_still_listed(room: Newsroom) -> None:
    consent_of(room.settings.home, withdrawn="2026-11-19")
    other = Newsroom(replace(room.settings, presenter=PresenterSettings("thomas")), clock=Clock())
    try:
        engines(other)
        assert [one.folder for one in consent.ended(other)] == ["erika"]
    finally:
        other.close()


def test_a_photographed_presenter_whose_folder_is_gone_counts_as_ended(room: Newsroom) -> None:
    assert "gibt es nicht mehr" in consent.why_ended(room, "hans/photo")
    assert consent.why_ended(room, "hans/rig2d") == ""
    assert consent.why_ended(room, "") == ""


def test_status_and_doctor_name_the_films_to_be_taken_back(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    consent_of(room.settings.home, withdrawn="2020-01-01")
    config = room.settings.home / "config.toml"
    config.write_text('[presenter]\navatar = "erika"\n', encoding="utf-8")
    assert cli.main(["status", "--config", str(config)]) == 0
    assert "To be retracted: 2026-kw46" in capsys.readouterr().out
    assert cli.main(["status", "--json", "--config", str(config)]) == 0
    assert json.loads(capsys.readouterr().out)["to_retract"][0]["bulletins"] == ["2026-kw46"]
    assert cli.main(["doctor", "--config", str(config)]) == 1
    assert "newsreel retract`: 2026-kw46" in capsys.readouterr().out
