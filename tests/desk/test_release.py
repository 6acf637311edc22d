# SPDX-License-Identifier: EUPL-1.2
"""What leaves the house: on time or not at all, corrected with a dated note, never before an embargo is over."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import cli, release, review, rules
from pipeline.errors import ReviewError
from pipeline.keep import audit
from pipeline.model import Script
from pipeline.settings import Settings
from tests.desk.newsroom import House, Person, opened, text_of, wait_for_film
from tests.doubles import values

NAME = "2026-kw47"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def falk(house: House) -> Person:
    return house.person("Falk", "freigabe", "web")


def embargoed(until: datetime) -> Script:
    script = values.script()
    slot = replace(script.rundown.slots[0], item=replace(script.rundown.slots[0].item, embargo=until))
    return replace(script, rundown=replace(script.rundown, slots=(slot, *script.rundown.slots[1:])))


def dated() -> Script:
    """Give a script that tells a day as to come."""
    script = values.script()
    first = replace(script.stories[0].sentences[0], text="Am Montag, 30. November, wird die Brücke an der K 12 voll gesperrt.")
    story = replace(script.stories[0], sentences=(first, *script.stories[0].sentences[1:]))
    return replace(script, stories=(story, *script.stories[1:]))


def published(house: House, falk: Person) -> str:
    name = house.bulletin()
    falk.approve(name)
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303
    return name


# ---------------------------------------------------------------- on time


def test_a_scheduled_release_leaves_when_its_time_has_come_and_not_before(house: House, falk: Person) -> None:
    name = house.bulletin()
    assert falk.approve(name, due="2026-11-20", due_time="18:00").headers["location"].endswith("ok=scheduled")
    assert release.release(house.room) == ()
    assert "Geplant für" in falk.get("/").text
    house.clock.now = datetime(2026, 11, 20, 17, 0, 30, tzinfo=UTC)
    (done,) = release.release(house.room)
    assert done.bulletin == name
    assert done.holds == ""
    assert house.room.state(name) == "published"
    assert release.release(house.room) == (), "the next call of cron does nothing"


def test_a_missed_window_holds_and_the_desk_offers_to_publish_now(house: House, falk: Person) -> None:
    name = house.bulletin()
    falk.approve(name, due="2026-11-20", due_time="18:00")
    house.clock.now = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # 19:30 at the newsroom
    (held,) = release.release(house.room)
    assert "missed" in held.holds
    assert house.room.ledger.publications(name) == ()
    page = text_of(falk.get(f"/b/{name}").text)
    assert "Der geplante Zeitpunkt wurde verpasst" in page
    assert "Jetzt veröffentlichen" in page
    assert "Termin verpasst" in text_of(falk.get("/").text)
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303


def test_a_missed_release_can_be_given_another_time(house: House, falk: Person) -> None:
    name = house.bulletin()
    falk.approve(name, due="2026-11-20", due_time="18:00")
    house.clock.now = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
    assert falk.approve(name, due="2026-11-21", due_time="07:00").status == 303
    house.clock.now = datetime(2026, 11, 21, 6, 1, tzinfo=UTC)
    assert release.release(house.room)[0].holds == ""


def test_while_publishing_is_paused_a_release_holds(house: House, falk: Person) -> None:
    name = house.bulletin()
    lea = house.person("Lea", "leitung")
    falk.approve(name, due="2026-11-20", due_time="18:00")
    lea.post("/leitung/anhalten", {"value": "1", "reason": "Unwetterlage"})
    house.clock.now = datetime(2026, 11, 20, 17, 1, tzinfo=UTC)
    (held,) = release.release(house.room)
    assert "paused: Unwetterlage" in held.holds
    house.account("Web", "web")
    with pytest.raises(ReviewError, match="Unwetterlage"):
        release.publish(house.room, name, "Web")


def test_an_edit_between_approval_and_release_stops_the_release(house: House, falk: Person) -> None:
    name = house.bulletin()
    falk.approve(name, due="2026-11-20", due_time="18:00")
    house.person("Anna", "redaktion").edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    house.clock.now = datetime(2026, 11, 20, 17, 1, tzinfo=UTC)
    assert release.release(house.room) == ()
    assert house.room.ledger.publications(name) == ()


@pytest.mark.parametrize("breaks", [True, False])
def test_changed_words_void_the_approval_before_there_is_a_film_of_them(
    house: House, falk: Person, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    name = house.bulletin()
    falk.approve(name)
    if breaks:
        monkeypatch.setattr(house.desk.jobs, "remake", lambda *_: None)
    house.person("Anna", "redaktion").edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    assert house.room.state(name) == "review"
    with pytest.raises(ReviewError):
        release.publish(house.room, name)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20 18:00", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("2026-07-01 08:00", datetime(2026, 7, 1, 6, tzinfo=UTC)),
        ("2027-03-28 02:30", None),
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
        ("übermorgen", None),
        ("2026-13-01 10:00", None),
    ],
)
def test_times_are_those_of_the_newsrooms_clock_on_both_nights_of_the_change(
    house: House, text: str, moment: datetime | None
) -> None:
    assert rules.moment(text, house.desk.zone) == moment


# ---------------------------------------------------------------- embargo and dates


def test_nothing_leaves_before_an_embargo_is_over(house: House, falk: Person) -> None:
    name = house.bulletin(script=embargoed(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    assert falk.approve(name, due="2026-11-20", due_time="12:30").status == 409, "13:00 is the end"
    assert falk.approve(name).status == 303
    page = falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name))
    assert page.status == 409
    assert "20.11.2026 13:00" in page.text
    house.clock.now = datetime(2026, 11, 20, 12, 0, 1, tzinfo=UTC)
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303


def test_a_date_that_is_over_on_the_day_of_release_blocks_it(house: House, falk: Person) -> None:
    name = house.bulletin(script=dated())
    page = falk.approve(name, due="2026-12-01", due_time="08:00")
    assert page.status == 409
    assert "vorbei" in page.text
    assert falk.approve(name, due="2026-11-29", due_time="08:00").status == 303


def test_a_date_that_is_over_by_today_is_red_on_the_page_and_can_be_ticked(house: House) -> None:
    name = house.bulletin(script=dated())
    house.clock.now = datetime(2026, 12, 2, 8, tzinfo=UTC)
    falk = house.person("Fanny", "freigabe")
    assert "ist am Sendetag vorbei" in falk.get(f"/b/{name}").text
    assert falk.approve(name).status == 409
    package = review.package_of(house.room, name)
    for one in rules.dates_over(house.room, name, package, rules.today(house.room)):
        form = {"film": falk.digests(name)["film"], "mark": rules.mark_of(one), "reason": "Die Sperrung dauert an."}
        assert falk.post(f"/b/{name}/abhaken", form).status == 303
    assert falk.approve(name).status == 303


# ---------------------------------------------------------------- correct


def test_a_correction_needs_a_note_and_shows_it_with_its_date(house: House, falk: Person) -> None:
    name = published(house, falk)
    house.clock.now += timedelta(days=1)
    anna, falk = house.person("Anna", "redaktion"), house.person("Frida", "freigabe")
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    refused = falk.approve(name)
    assert refused.status == 409
    assert "Berichtigungsvermerk" in refused.text
    assert anna.post(f"/b/{name}/berichtigen", {"note": "kurz"}).status == 409
    note = "Wir hatten Neuhof genannt. Richtig ist: Die Umleitung führt über <b>Altdorf</b>."
    assert anna.post(f"/b/{name}/berichtigen", {"note": note}).status == 303
    wait_for_film(house, name)
    script = house.room.package(name).master.timeline.speech.script  # type: ignore[union-attr]
    assert script.erratum is not None, "the film speaks the note"
    assert script.erratum.day == date(2026, 11, 21)
    assert script.erratum.right == "Die Umleitung führt über Altdorf."
    assert script.erratum.sentences[1].text == "Wir hatten Neuhof genannt."
    assert "Wir hatten Neuhof genannt" in falk.get(f"/b/{name}").text
    assert falk.approve(name).status == 303
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303
    assert house.room.state(name) == "corrected"
    page = (house.room.settings.home / "public" / name / "embed.html").read_text(encoding="utf-8")
    assert "Berichtigung vom 21. November 2026:" in page
    assert "&lt;b&gt;Altdorf&lt;/b&gt;" in page
    sums = (house.room.settings.home / "public" / name / "SHA256SUMS").read_bytes()
    assert "embed.html" not in sums.decode(), "the note touches nothing that was approved"


def test_what_is_not_outside_is_not_corrected(house: House, falk: Person) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    assert anna.post(f"/b/{name}/berichtigen", {"note": "Das war alles ganz falsch."}).status == 409
    with pytest.raises(ReviewError):
        review.correct(house.room, name, "Anna", "Das war alles ganz falsch.")


# ---------------------------------------------------------------- one person alone, words first, undo


def alone(plain: Settings) -> Settings:
    return replace(plain, review=replace(plain.review, alone=True))


def test_one_person_alone_gives_a_reason_that_the_history_shows(tmp_path: Path) -> None:
    with opened(tmp_path, change=alone) as house:
        name = house.bulletin()
        anna = house.person("Anna", "redaktion", "freigabe")
        anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
        wait_for_film(house, name)
        assert "Warum geben Sie Ihren eigenen Text allein frei?" in anna.get(f"/b/{name}").text
        assert anna.approve(name).status == 409
        assert anna.approve(name, reason="Wochenenddienst, sonst niemand da").status == 303
        assert "Wochenenddienst" in anna.get(f"/b/{name}").text


def words_first(plain: Settings) -> Settings:
    return replace(plain, review=replace(plain.review, script_first=True))


def test_words_are_approved_first_where_the_newsroom_wants_it(tmp_path: Path) -> None:
    with opened(tmp_path, change=words_first) as house:
        script = replace(values.script(), rundown=replace(values.script().rundown, id=NAME))
        name = house.room.ledger.register("feed|x|2026-11-20", NAME, values.DAY)
        house.room.ledger.set_head(name, "rundown", house.room.store.put_value(script.rundown), "newsreel")
        house.room.ledger.set_head(name, "script", house.room.store.put_value(script), "newsreel")
        falk = house.person("Falk", "freigabe")
        assert "Zuerst wird der Text freigegeben" in falk.get(f"/b/{name}").text
        for finding in review.red_words(house.room, name, script):
            form = {"words": falk.digests(name)["words"], "mark": rules.mark_of(finding), "reason": "geprüft und richtig"}
            assert falk.post(f"/b/{name}/abhaken", form).status == 303
        assert falk.post(f"/b/{name}/text-freigeben", {"words": "0" * 64}).status == 409
        assert falk.post(f"/b/{name}/text-freigeben", falk.digests(name)).status == 303
        wait_for_film(house, name)
        assert house.remade == [name]
        assert house.room.script_waits(name) is False


def test_ones_own_last_change_is_taken_back_with_one_button(house: House) -> None:
    name = house.bulletin()
    anna, ben = house.person("Anna", "redaktion"), house.person("Ben", "redaktion")
    assert "Meine Änderung zurücknehmen" not in anna.get(f"/b/{name}").text
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    assert "Meine Änderung zurücknehmen" in anna.get(f"/b/{name}").text
    assert "Meine Änderung zurücknehmen" not in ben.get(f"/b/{name}").text
    anna.post(f"/b/{name}/fassungen", {"base": anna.digests(name)["words"], "version": "1"})
    wait_for_film(house, name)
    assert house.room.script(name) == replace(values.script(), rundown=house.room.script(name).rundown)  # type: ignore[union-attr]


# ---------------------------------------------------------------- the command line obeys the same rules


def test_on_the_command_line_by_names_an_account_with_the_role(house: House) -> None:
    name = house.bulletin()
    house.account("Anna", "redaktion")
    house.account("Falk", "freigabe")
    with pytest.raises(ReviewError, match="There is no account Niemand"):
        review.approve(house.room, name, "Niemand")
    with pytest.raises(ReviewError, match="no role"):
        review.approve(house.room, name, "Anna")
    assert review.approve(house.room, name, "falk")
    assert house.room.ledger.decisions(name)[-1].by == "Falk", "the account's own writing"


def test_a_switched_off_account_decides_nothing(house: House) -> None:
    name = house.bulletin()
    falk = house.account("Falk", "freigabe")
    house.desk.accounts.change(falk, ("freigabe",), False, "")
    house.account("Lea", "leitung")
    with pytest.raises(ReviewError, match="no account"):
        review.approve(house.room, name, "Falk")


def test_without_any_account_the_command_line_takes_every_name(house: House) -> None:
    assert review.approve(house.room, house.bulletin(), "Schulz")


def test_a_required_training_record_is_asked_for_on_the_command_line_too(house: House) -> None:
    name = house.bulletin()
    house.account("Falk", "freigabe")
    house.person("Lea", "leitung").post("/leitung/ki-pass", {"value": "1"})
    with pytest.raises(ReviewError, match="training"):
        review.approve(house.room, name, "Falk")


def test_every_act_stands_in_the_audit_chain_under_a_pseudonym(house: House, falk: Person) -> None:
    name = published(house, falk)
    release.retract(house.room, name, "Falsche Zahl", "Falk")
    rows = audit.entries(house.room.ledger, name)
    assert [row.act for row in rows] == ["retract", "publish", "approve"]
    assert {row.who for row in rows} == {falk.account.pseudonym}
    assert "Falk" not in "".join(row.detail for row in rows)
    assert audit.verify(house.room.ledger).broken == 0


def test_release_is_a_command_for_cron(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text('[[targets]]\nkind = "folder"\npath = "public"\n', encoding="utf-8")
    assert cli.main(["release", "--json", "--config", str(tmp_path / "config.toml")]) == 0
    assert json.loads(capsys.readouterr().out) == {"released": [], "notices": [], "names": 0}
