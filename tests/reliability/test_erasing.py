# SPDX-License-Identifier: EUPL-1.2
"""What is erased is gone everywhere, leaves a record without content, and does not come back by a feed or a backup."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline import backing_up, erasing, producer, publishing, release, review
from pipeline.engines.folder_target import FolderTarget
from pipeline.errors import BusyError, ReviewError, TargetError
from pipeline.keep import audit, drafts, people
from pipeline.keep.lease import leased
from pipeline.keep.ledger import Called, Published
from pipeline.newsroom import Newsroom
from pipeline.ports import Receipt
from pipeline.settings import load
from tests.doubles.web import Web, page
from tests.reliability import small_night

WORDS = ("Hallenbad", "Kleinau öffnet")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("town")
    with small_night.stubbed():
        small_night.found(folder / "a")
        small_night.night(folder / "a", folder / "diary")
        yield folder / "a"


@pytest.fixture
def room(town: Path, tmp_path: Path) -> Iterator[Newsroom]:
    copy = Path(shutil.copytree(town, tmp_path / "town", symlinks=True))
    opened = Newsroom(load(copy / "config.toml"), clock=lambda: small_night.NOW)
    yield opened
    opened.close()


def anywhere(room: Newsroom, words: str) -> list[str]:
    """Give every file of the newsroom's output that holds some words, in whatever JSON may make of them."""
    forms = {words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le")}
    files = [p for p in room.output.rglob("*") if p.is_file() and not p.is_symlink()]
    return [str(p.relative_to(room.output)) for p in files if any(form in p.read_bytes() for form in forms)]


def test_an_erased_item_is_nowhere_any_more(room: Newsroom) -> None:
    assert anywhere(room, "Hallenbad")
    done = erasing.erase(room, "bad", "Antrag vom 20. November")
    assert (done.items, done.bulletins, done.retracted) == (1, ("2026-kw47",), ("2026-kw47",))
    assert anywhere(room, "Hallenbad") == []
    assert room.state("2026-kw47") == "retracted"
    assert not list((room.output / "public" / "v").rglob("*.mp4"))


def test_what_a_language_model_answered_about_it_goes_too(room: Newsroom) -> None:
    room.ledger.record_call(Called("2026-kw47", "h", "m", "p", "{}", 10, 20, "Das Freibad von Frau Muster.", "ok", 1.0))
    room.ledger.record_call(Called("anderes", "h", "m", "p", "{}", 10, 20, "Die Kirmes.", "ok", 1.0))
    assert anywhere(room, "Freibad von Frau Muster")
    erasing.erase(room, "bad", "Antrag vom 20. November")
    assert anywhere(room, "Freibad von Frau Muster") == []
    assert anywhere(room, "Die Kirmes.")


def test_what_is_left_is_a_record_without_content_and_a_whole_audit_chain(room: Newsroom) -> None:
    erasing.erase(room, "bad", "Antrag vom 20. November")
    record = (room.output / "erased.jsonl").read_text(encoding="utf-8")
    assert record.count("\n") == 1
    assert "Hallenbad" not in record
    assert audit.verify(room.ledger).broken == 0
    assert audit.entries(room.ledger)[0].act == "erase"


def test_an_erased_audit_row_that_no_later_row_names_breaks_the_chain(room: Newsroom) -> None:
    with room.ledger.write() as connection:
        connection.exec_driver_sql('UPDATE audit SET detail = \'{"erased": "0"}\' WHERE number = 1')
    assert audit.verify(room.ledger).broken == 1


def test_the_other_items_stay_and_the_feed_does_not_bring_the_erased_one_back(room: Newsroom) -> None:
    erasing.erase(room, "bad", "Antrag")
    assert anywhere(room, "Bücherei")
    producer.run(room, small_night.DAY)
    assert anywhere(room, "Hallenbad") == []


@pytest.mark.slow  # two nights
def test_a_bulletin_that_nobody_has_published_is_made_anew_without_it(tmp_path: Path) -> None:
    with small_night.stubbed():
        small_night.found(tmp_path / "b")
        room = Newsroom(load(tmp_path / "b" / "config.toml"), clock=lambda: small_night.NOW)
        producer.run(room, small_night.DAY)
        erasing.erase(room, "buch", "Antrag")
        assert room.package("2026-kw47") is None
        producer.run(room, small_night.DAY)
        script = room.script("2026-kw47")
        assert script is not None
        assert [story.item_id for story in script.stories] == ["bad"]
        room.close()


@pytest.mark.parametrize(
    "what", ["picture", pytest.param("item", marks=pytest.mark.slow), pytest.param("photographer", marks=pytest.mark.slow)]
)
def test_an_erased_picture_is_gone_from_store_and_films_and_its_feed_does_not_bring_it_back(what: str, tmp_path: Path) -> None:
    with small_night.stubbed():
        small_night.found(tmp_path / "b")
        shown = BytesIO()
        Image.effect_noise((640, 400), 90).convert("RGB").save(shown, "JPEG")
        (tmp_path / "b" / "bad.jpg").write_bytes(shown.getvalue())
        feed = tmp_path / "b" / "feed.xml"
        media = (
            '<media:content url="bad.jpg" medium="image"><media:credit>Foto: Karla Kamera</media:credit></media:content></item>'
        )
        text = feed.read_text(encoding="utf-8").replace("</item>", media, 1)
        feed.write_text(text.replace("<rss ", '<rss xmlns:media="http://search.yahoo.com/mrss/" '), encoding="utf-8")
        room = Newsroom(load(tmp_path / "b" / "config.toml"), clock=lambda: small_night.NOW)
        producer.run(room, small_night.DAY)
        script = room.script("2026-kw47")
        assert script is not None
        (picture,) = [slot.item.picture for slot in script.rundown.slots if slot.item.picture is not None]
        kept = room.store.path(picture.blob)
        named = {"picture": picture.blob.digest[:12], "item": "bad", "photographer": "Karla Kamera"}[what]
        done = erasing.erase(room, named, "Lizenz abgelaufen")
        assert (done.items, done.pictures, done.bulletins) == (int(what == "item"), 1, ("2026-kw47",))
        assert not kept.exists()
        producer.run(room, small_night.DAY)
        script = room.script("2026-kw47")
        assert script is not None
        assert [story.item_id for story in script.stories] == (["buch"] if what == "item" else ["bad", "buch"])
        assert {slot.item.picture for slot in script.rundown.slots} == {None}
        assert not room.store.has(picture.blob.digest)
        room.close()


def test_a_feed_that_still_holds_an_erased_item_is_not_kept_raw(tmp_path: Path) -> None:
    """What a server marks with an ETag is kept to be asked for conditionally; after an erasure it is fetched whole each time."""
    with small_night.stubbed(), Web({"/feed.xml": page(small_night.FEED.encode(), "application/rss+xml", ETag='"1"')}) as web:
        small_night.found(tmp_path / "b")
        config = tmp_path / "b" / "config.toml"
        text = config.read_text(encoding="utf-8").replace('url = "feed.xml"', f'url = "{web.url}/feed.xml"')
        config.write_text(text + '[fetch]\nallow_private_hosts = ["127.0.0.1"]\n', encoding="utf-8")
        room = Newsroom(load(config), clock=lambda: small_night.NOW)
        producer.run(room, small_night.DAY)
        assert anywhere(room, "Das Hallenbad in Kleinau")
        erasing.erase(room, "bad", "Antrag")
        assert anywhere(room, "Das Hallenbad in Kleinau") == []
        producer.run(room, small_night.DAY)
        assert anywhere(room, "Das Hallenbad in Kleinau") == []
        assert anywhere(room, "Die Bücherei in Kleinau")
        room.close()


def test_a_person_is_erased_with_every_item_that_names_them(room: Newsroom) -> None:
    done = erasing.erase(room, "fortbildung der beschäftigten", "Antrag")
    assert done.items == 1
    assert anywhere(room, "Fortbildung") == []
    assert anywhere(room, "Hallenbad")


def test_a_person_whom_only_an_editor_named_goes_with_the_words_and_stays_gone_after_a_restore(
    room: Newsroom, tmp_path: Path
) -> None:
    with small_night.stubbed():
        text = (room.folder("2026-kw47") / "script.md").read_text(encoding="utf-8")
        review.edit(room, "2026-kw47", text.replace("kostet vier Euro", "kostet laut Erika Muster vier Euro"), "Weber")
        assert anywhere(room, "Erika Muster")
        backing_up.backup(room, tmp_path / "backup")
        done = erasing.erase(room, "Erika Muster", "Antrag")
        assert (done.items, done.bulletins) == (0, ("2026-kw47",))
        assert anywhere(room, "Erika Muster") == []
        producer.run(room, small_night.DAY)
        assert anywhere(room, "Hallenbad")
        small_night.found(tmp_path / "new")
        backing_up.restore(load(tmp_path / "new" / "config.toml"), tmp_path / "backup", room.output / "erased.jsonl")
        back = Newsroom(load(tmp_path / "new" / "config.toml"), clock=lambda: small_night.NOW)
        assert anywhere(back, "Erika Muster") == []
        assert audit.verify(back.ledger).broken == 0
        back.close()


def test_a_name_in_a_reason_goes_and_the_published_film_stays(room: Newsroom, tmp_path: Path) -> None:
    room.ledger.decide("2026-kw47", "send-back", "Weber", reason="Erika Muster hat angerufen")
    audit.append(room.ledger, "r1", "send-back", "2026-kw47", (("reason", "Erika Muster hat angerufen"),))
    backing_up.backup(room, tmp_path / "backup")
    done = erasing.erase(room, "erika muster", "Antrag")
    assert (done.items, done.bulletins, done.retracted) == (0, (), ())
    assert anywhere(room, "Erika Muster") == []
    assert (room.state("2026-kw47"), audit.verify(room.ledger).broken) == ("published", 0)
    small_night.found(tmp_path / "new")
    backing_up.restore(load(tmp_path / "new" / "config.toml"), tmp_path / "backup", room.output / "erased.jsonl")
    back = Newsroom(load(tmp_path / "new" / "config.toml"), clock=lambda: small_night.NOW)
    assert anywhere(back, "Erika Muster") == []
    assert back.package("2026-kw47") is not None
    back.close()


def test_an_erasure_needs_a_reason_a_meaning_and_a_quiet_house(room: Newsroom) -> None:
    with pytest.raises(ReviewError, match="reason"):
        erasing.erase(room, "bad", " ")
    with pytest.raises(ReviewError, match="Nothing here"):
        erasing.erase(room, "unbekannt", "Antrag")
    with leased(room.ledger, "bulletin:2026-kw47"), pytest.raises(BusyError):
        erasing.erase(room, "bad", "Antrag")
    assert anywhere(room, "Hallenbad")


def test_a_film_that_a_broken_target_keeps_is_not_forgotten_by_asking_twice(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_given: object) -> Receipt:
        raise TargetError("web: the host cannot be reached.")

    with monkeypatch.context() as broken:
        broken.setattr(FolderTarget, "retract", down)
        for _ in range(2):
            with pytest.raises(TargetError, match="nothing was erased"):
                erasing.erase(room, "bad", "Antrag")
    assert anywhere(room, "Hallenbad")
    assert erasing.erase(room, "bad", "Antrag").retracted == ("2026-kw47",)
    assert not list((room.output / "public" / "v").rglob("*.mp4"))


def test_a_film_that_was_edited_after_it_was_published_is_taken_back_too(room: Newsroom) -> None:
    with small_night.stubbed():
        text = (room.folder("2026-kw47") / "script.md").read_text(encoding="utf-8")
        review.edit(room, "2026-kw47", text.replace("kostet vier Euro", "kostet nur vier Euro"), "Weber")
    assert room.state("2026-kw47") == "review"
    assert erasing.erase(room, "bad", "Antrag").retracted == ("2026-kw47",)
    assert not list((room.output / "public" / "v").rglob("*.mp4"))


@pytest.mark.parametrize("before", [False, True], ids=["published", "taken back before"])
def test_what_stands_in_the_place_of_an_erased_film_does_not_tell_its_title(before: bool, tmp_path: Path) -> None:
    """With a bulletin per item its title is the item's: it may name whom the erasure is for."""
    with small_night.stubbed():
        small_night.found(tmp_path / "b")
        feed, config = tmp_path / "b" / "feed.xml", tmp_path / "b" / "config.toml"
        feed.write_text(feed.read_text(encoding="utf-8").replace("Bücherei schließt", "Erika Muster schließt Bücherei"))
        config.write_text(config.read_text(encoding="utf-8") + '[rundown]\nshape = "item"\n', encoding="utf-8")
        small_night.night(tmp_path / "b", tmp_path / "diary")
        room = Newsroom(load(config), clock=lambda: small_night.NOW)
        if before:
            for entry in room.ledger.bulletins():
                release.retract(room, entry.name, "Falsche Angaben")
            (name,) = [entry.name for entry in room.ledger.bulletins() if "erika-muster" in entry.name]
            card = room.output / "retracted" / name / "karte.mp4"
            card.parent.mkdir(parents=True)
            card.write_bytes(b"Erika Muster")
        assert anywhere(room, "Erika Muster")
        done = erasing.erase(room, "Erika Muster", "Antrag")
        assert len(done.retracted) == (0 if before else 1)
        assert [("id" in one, "stays" in one) for one in done.by_hand] == [(True, True)]
        assert anywhere(room, "Erika Muster") == []
        assert "Kreis kompakt" in (room.output / "public" / "corrections.html").read_text(encoding="utf-8")
        room.close()


def test_uploads_by_hand_and_targets_that_are_gone_are_told_and_hold_nothing_up(room: Newsroom) -> None:
    publishing.uploaded(room, "2026-kw47", "youtube", "https://youtu.be/x", False)
    room.ledger.record_publication("2026-kw47", Published("alt", "publish", "f", "https://alt.example/x", "", ""))
    done = erasing.erase(room, "bad", "Antrag")
    assert anywhere(room, "Hallenbad") == []
    assert [("https://youtu.be/x" in one, "https://alt.example/x" in one) for one in done.by_hand] == [
        (True, False),
        (False, True),
    ]


def test_a_name_in_texts_about_no_bulletin_goes_and_does_not_come_back_with_a_backup_or_the_feed(tmp_path: Path) -> None:
    with small_night.stubbed():
        small_night.found(tmp_path / "b")
        feed = tmp_path / "b" / "feed.xml"
        feed.write_text(feed.read_text(encoding="utf-8").replace("Kreis Klein", "Abschied von Erika Muster"), encoding="utf-8")
        small_night.night(tmp_path / "b", tmp_path / "diary")
        room = Newsroom(load(tmp_path / "b" / "config.toml"), clock=lambda: small_night.NOW)
        people.pronounce(room.ledger, "Erika Muster", "Erika Muhster", "Weber")
        people.pronounce(room.ledger, "Wümme", "Wümmə", "Weber")
        drafts.set_switch(room.ledger, "pause", "1", "Weber", "Erika Muster hat angerufen")
        audit.append(room.ledger, "r1", "pause", "", (("reason", "Erika Muster hat angerufen"),))
        room.ledger.record_call(Called("", "h", "m", "p", "{}", 10, 20, "Frau Erika Muster.", "ok", 1.0))
        backing_up.backup(room, tmp_path / "backup")
        done = erasing.erase(room, "Erika Muster", "Antrag")
        assert (done.items, done.texts, done.bulletins) == (0, 5, ())
        assert anywhere(room, "Erika Mu") == []
        assert people.pronunciations(room.ledger) == (("Wümme", "Wümmə"),)
        pause = drafts.switch(room.ledger, "pause")
        assert pause is not None
        assert (pause.by, pause.reason, audit.verify(room.ledger).broken) == ("Weber", "", 0)
        producer.run(room, small_night.DAY)
        assert anywhere(room, "Erika Mu") == []
        small_night.found(tmp_path / "new")
        backing_up.restore(load(tmp_path / "new" / "config.toml"), tmp_path / "backup", room.output / "erased.jsonl")
        back = Newsroom(load(tmp_path / "new" / "config.toml"), clock=lambda: small_night.NOW)
        assert anywhere(back, "Erika Mu") == []
        assert audit.verify(back.ledger).broken == 0
        back.close()
        room.close()


def test_why_a_repeat_was_left_out_does_not_tell_the_title_of_what_was_erased(tmp_path: Path) -> None:
    with small_night.stubbed():
        small_night.found(tmp_path / "b")
        feed = tmp_path / "b" / "feed.xml"
        again = feed.read_text(encoding="utf-8").split("<item>")[1].split("</item>")[0]
        again = (
            again.replace("Hallenbad öffnet wieder", "Das Bad öffnet wieder")
            .replace(">bad<", ">alt<")
            .replace("20 Nov", "19 Nov")
        )
        text = feed.read_text(encoding="utf-8").replace("</channel>", f"<item>{again}</item></channel>")
        feed.write_text(text.replace("Fri, 19", "Thu, 19"), encoding="utf-8")
        room = Newsroom(load(tmp_path / "b" / "config.toml"), clock=lambda: small_night.NOW)
        assert [left.item_id for left in producer.run(room, small_night.DAY, "plan").left_out] == ["alt"]
        assert anywhere(room, "Hallenbad öffnet wieder")
        erasing.erase(room, "bad", "Antrag")
        assert anywhere(room, "Hallenbad öffnet wieder") == []
        room.close()
