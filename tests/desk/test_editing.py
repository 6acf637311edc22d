# SPDX-License-Identifier: EUPL-1.2
"""Editing: what is changed, what stays, and that two people lose nothing."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.desk.form import apply, form_of, in_order, read_form
from pipeline.desk.merging import merge
from pipeline.model import Origin, Script
from tests.desk.newsroom import House, opened, text_of, wait_for_film
from tests.doubles import values


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def script_of(house: House, name: str) -> Script:
    found = house.room.script(name)
    assert found is not None
    return found


def test_saving_an_untouched_form_changes_nothing(house: House) -> None:
    name = house.bulletin()
    before = house.room.ledger.heads(name, "script")
    page = house.person("Anna", "redaktion").edit(name)
    assert page.headers["location"].endswith("?ok=unchanged")
    assert house.room.ledger.heads(name, "script") == before


def test_a_changed_sentence_keeps_its_sources_and_is_the_editors(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    assert anna.edit(name, ("s1.t3", "Der Kreis bezahlt 1,8 Millionen Euro.")).status == 303
    sentence = script_of(house, name).stories[0].sentences[2]
    assert (sentence.text, sentence.sources, sentence.origin) == ("Der Kreis bezahlt 1,8 Millionen Euro.", (3,), Origin.EDITOR)
    untouched = script_of(house, name).stories[0].sentences[0]
    assert untouched == values.script().stories[0].sentences[0]
    wait_for_film(house, name)
    assert house.remade == [name]
    head = house.room.ledger.head(name, "script")
    assert head is not None
    assert head.by == "Anna"


def test_stories_are_moved_and_dropped_and_come_back(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    anna.edit(name, ("s1.place", "2"), ("s2.place", "1"))
    assert [s.item_id for s in script_of(house, name).stories] == ["school", "bridge"]
    assert [s.item.id for s in script_of(house, name).rundown.slots] == ["school", "bridge"]
    anna.edit(name, ("s1.drop", "1"))
    assert [s.item_id for s in script_of(house, name).stories] == ["bridge"]
    anna.edit(name, ("back", "school"))
    assert [s.item_id for s in script_of(house, name).stories] == ["bridge", "school"]
    wait_for_film(house, name)


def test_a_sentence_is_added_at_the_end_and_removed_by_emptying(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    anna.edit(name, ("s1.t2", ""), ("s1.t4", "Das ist neu."))
    story = script_of(house, name).stories[0]
    assert [s.text for s in story.sentences][1:] == [values.script().stories[0].sentences[2].text, "Das ist neu."]
    assert story.sentences[-1].sources == ()
    wait_for_film(house, name)


def test_headline_card_service_and_crop_are_edited(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    anna.edit(
        name, ("s1.headline", "Brücke zu"), ("s1.kicker", "Bau"), ("s1.x", "20"), ("s1.phone", "06151 1"), ("s2.figure", "9")
    )
    script = script_of(house, name)
    assert (script.stories[0].headline, script.stories[0].kicker) == ("Brücke zu", "Bau")
    picture = script.rundown.slots[0].item.picture
    assert picture is not None
    assert picture.focus == (0.2, 0.42)
    assert script.stories[0].service is not None
    assert script.stories[0].service.phone == "06151 1"
    assert script.stories[1].panel.figure == "9"
    wait_for_film(house, name)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((("s1.drop", "1"), ("s2.drop", "1")), "kein Beitrag"),
        ((("s1.t1", ""), ("s1.t2", ""), ("s1.t3", "")), "hat keinen Satz"),
        ((("o.t1", ""), ("o.t2", "")), "Begrüßung hat keinen Satz"),
        ((("s1.t1", "x" * 700),), "700 Zeichen"),
        ((("s1.address", "javascript:alert(1)"),), "keine Web-Adresse"),
    ],
)
def test_what_cannot_be_saved_is_said_and_the_form_keeps_it(
    house: House, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    name = house.bulletin()
    page = house.person("Anna", "redaktion").edit(name, *changes)
    assert page.status == 422
    assert said in page.text
    assert script_of(house, name) == replace(values.script(), rundown=script_of(house, name).rundown)


def test_signs_that_turn_the_writing_direction_are_removed(house: House) -> None:
    name = house.bulletin()
    house.person("Anna", "redaktion").edit(name, ("s1.t2", "Die Umleitung\u202e führt\u0000 über\r\nNeuhof."))
    assert script_of(house, name).stories[0].sentences[1].text == "Die Umleitung führt über Neuhof."
    wait_for_film(house, name)


def test_a_draft_comes_back_until_it_is_saved_or_discarded(house: House) -> None:
    name = house.bulletin()
    anna, ben = house.person("Anna", "redaktion"), house.person("Ben", "redaktion")
    fields = dict(anna.fields(name)) | {"s1.t2": "Noch nicht fertig"}
    kept = anna.post(f"/b/{name}/entwurf", fields)
    assert kept.status == 200
    assert '"stale":false' in kept.text
    assert "Noch nicht fertig" in anna.get(f"/b/{name}/bearbeiten").text
    assert "Noch nicht fertig" not in ben.get(f"/b/{name}/bearbeiten").text
    anna.post(f"/b/{name}/entwurf/verwerfen")
    assert "Noch nicht fertig" not in anna.get(f"/b/{name}/bearbeiten").text


def test_a_stale_save_shows_both_words_and_keeps_what_was_typed(house: House) -> None:
    name = house.bulletin()
    anna, ben = house.person("Anna", "redaktion"), house.person("Ben", "redaktion")
    mine = dict(anna.fields(name)) | {"s1.t2": "Die Umleitung führt über Altdorf.", "s2.headline": "Schule wächst", "do": "save"}
    ben.edit(name, ("s1.t2", "Die Umleitung führt über Waldau."), ("s1.t1", "Die Brücke ist zu."))
    page = anna.post(f"/b/{name}/bearbeiten", mine)
    assert page.status == 409
    text = text_of(page.text)
    assert "Zwei haben dasselbe geändert" in text
    assert "<del>Waldau.</del><ins>Altdorf.</ins>" in page.text
    head = house.room.ledger.head(name, "script")
    assert head is not None
    assert head.by == "Ben"
    assert "Altdorf" in anna.get(f"/b/{name}/bearbeiten").text, "what was typed waits as a draft"
    merged = dict(anna.fields(name))
    assert merged["base"] == head.digest
    assert anna.post(f"/b/{name}/bearbeiten", {**merged, "do": "save"}).status == 303
    script = script_of(house, name)
    assert [s.text for s in script.stories[0].sentences][:2] == ["Die Brücke ist zu.", "Die Umleitung führt über Altdorf."]
    assert script.stories[1].headline == "Schule wächst"
    wait_for_film(house, name)


def test_edits_of_different_places_merge_without_a_conflict() -> None:
    base = values.script()
    mine = form_of(base, "b")
    mine = replace(mine, title="Meiner", stories=(replace(mine.stories[0], headline="Meine Zeile"), mine.stories[1]))
    theirs = replace(base, closing=base.opening[:1], stories=(base.stories[1], base.stories[0]))
    merged, conflicts = merge(base, mine, theirs, "t")
    assert conflicts == ()
    after = apply(merged, theirs, ())
    assert after.title == "Meiner"
    assert [s.headline for s in after.stories] == [base.stories[1].headline, "Meine Zeile"]
    assert after.closing == theirs.closing


def test_a_story_that_one_drops_and_the_other_changes_is_a_conflict_and_not_gone() -> None:
    base = values.script()
    mine = form_of(base, "b")
    mine = replace(mine, stories=(replace(mine.stories[0], headline="Meine Zeile"), mine.stories[1]))
    theirs = replace(base, stories=base.stories[1:], rundown=replace(base.rundown, slots=base.rundown.slots[1:]))
    merged, conflicts = merge(base, mine, theirs, "t")
    assert [c.label for c in conflicts] == ["Beitrag „Meine Zeile“ (gestrichen)"]
    assert "Meine Zeile" in [s.headline for s in merged.stories]


def test_versions_are_compared_word_by_word_and_restored(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    page = anna.get(f"/b/{name}/fassungen?von=1&bis=2")
    assert "<del>Neuhof.</del><ins>Altdorf.</ins>" in page.text
    head = house.room.ledger.head(name, "script")
    assert head is not None
    assert anna.post(f"/b/{name}/fassungen", {"version": "1", "base": head.digest}).status == 303
    assert script_of(house, name).stories[0].sentences[1].text == "Die Umleitung führt über Neuhof."
    assert len(house.room.ledger.heads(name, "script")) == 3
    wait_for_film(house, name)


def test_a_sentence_is_spoken_as_wav(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    name = house.bulletin()
    said: list[str] = []

    def speak(text: str) -> tuple[bytes, float]:
        said.append(text)
        return b"RIFF....WAVE", 1.0

    monkeypatch.setattr(house.desk.hands, "speak", speak)
    page = house.person("Anna", "redaktion").post(f"/b/{name}/anhoeren", {"say": "s1.t2", "s1.t2": "Die Umleitung."})
    assert (page.status, page.headers["content-type"], page.content[:4]) == (200, "audio/wav", b"RIFF")
    assert said == ["Die Umleitung."]


def test_a_pasted_item_is_written_and_joins_the_bulletin(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    words = anna.digests(name)["words"]
    text = (
        "Das Gesundheitsamt ruft zum Abkochen von Trinkwasser auf. Betroffen ist der Ort Musterau bis Freitag, 27. November 2026."
    )
    given = {"words": words, "title": "Trinkwasser in Musterau abkochen", "text": text, "link": "https://kreis.example/wasser"}
    assert anna.post(f"/b/{name}/meldungen", {**given, "text": "zu kurz"}).status == 409
    assert anna.post(f"/b/{name}/meldungen", given).status == 303
    script = script_of(house, name)
    assert len(script.stories) == 3
    assert script.stories[2].sentences[0].sources
    assert anna.post(f"/b/{name}/meldungen", given).status == 409
    wait_for_film(house, name)


def writers(house: House, name: str, people: int, saves: int) -> tuple[int, int]:
    """Let several people save at once, each a word of their own; who is refused tries again. → (saved, conflicts)"""
    counts = [[0, 0] for _ in range(people)]
    wrong: list[str] = []

    def work(number: int) -> None:
        person = house.person(f"Person {number}", "redaktion")
        n = 0
        while n < saves:
            fields = dict(person.fields(name))
            fields[f"s1.t{number + 1}" if number < 3 else "s2.t1"] = f"Satz {number} in der Fassung {n}."
            page = person.post(f"/b/{name}/bearbeiten", {**fields, "do": "save"})
            if page.status == 303:
                counts[number][0] += 1
                n += 1
            elif page.status == 409:
                counts[number][1] += 1
                if "inzwischen" not in page.text:
                    wrong.append(page.text)
                person.post(f"/b/{name}/entwurf/verwerfen")
            else:
                wrong.append(f"{page.status} {page.text}")
                return

    threads = [threading.Thread(target=work, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    return sum(c[0] for c in counts), sum(c[1] for c in counts)


def no_update_is_lost(house: House, people: int, saves: int) -> None:
    """Every save stands in the history, and each version differs from the one before only in its author's sentence."""
    name = house.bulletin()
    saved, _ = writers(house, name, people, saves)
    heads = house.room.ledger.heads(name, "script")
    assert saved == people * saves == len(heads) - 1
    scripts = [house.room.store.get_value(Script, head.digest) for head in heads]
    for before, after, head in zip(scripts, scripts[1:], heads[1:], strict=False):
        old = [s.text for story in before.stories for s in story.sentences]
        new = [s.text for story in after.stories for s in story.sentences]
        changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        assert len(changed) == 1
        assert changed[0][1].startswith(f"Satz {head.by.split()[-1]} ")
    last = " ".join(s.text for story in scripts[-1].stories for s in story.sentences)
    for number in range(people):
        assert f"Satz {number} in der Fassung {saves - 1}." in last
    wait_for_film(house, name)


def test_four_writers_lose_nothing(house: House) -> None:
    no_update_is_lost(house, 4, 3)


@pytest.mark.slow
def test_four_writers_lose_nothing_in_a_thousand_saves(house: House) -> None:
    no_update_is_lost(house, 4, 250)


def test_fields_are_read_back_as_they_were_laid_out(house: House) -> None:
    name = house.bulletin()
    fields = house.person("Anna", "redaktion").fields(name)
    script = script_of(house, name)
    digest = house.room.ledger.head(name, "script")
    assert digest is not None
    assert read_form(tuple(fields)) == form_of(script, digest.digest)


def test_a_pronunciation_put_right_at_the_desk_counts_everywhere(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    path = f"/b/{name}/aussprache"
    assert anna.post(path, {"written": "NGB", "spoken": "N-G-B 7"}).status == 409
    assert anna.post(path, {"written": "", "spoken": "x"}).status == 409
    assert anna.post(path, {"written": "Waldau", "spoken": "Wald Au"}).status == 303
    wait_for_film(house, name)
    assert house.remade == [name], "the film is spoken anew"
    lexicon = house.room.cast.lexicon()
    assert {e.spoken for e in lexicon.entries if e.written == "Waldau"} == {"Wald Au"}
    assert anna.post(path, {"written": "NGB", "spoken": "En Ge Be"}).status == 303
    assert [e.spoken for e in house.room.cast.lexicon().entries if e.written == "NGB"] == ["En Ge Be"], "it wins over the pack"
    assert anna.post(path, {"written": "NGB", "spoken": ""}).status == 303
    assert [e.spoken for e in house.room.cast.lexicon().entries if e.written == "NGB"] == ["N G B"]
    wait_for_film(house, name)


def test_fetch_now_runs_a_night_in_the_background(house: House) -> None:
    anna = house.person("Anna", "redaktion")
    assert "Jetzt holen" in anna.get("/").text
    assert anna.post("/holen").headers["location"] == "/?ok=fetching"
    until = time.monotonic() + 5
    while house.desk.fetching.running and time.monotonic() < until:
        time.sleep(0.01)
    assert len(house.fetched) == 1
    assert house.person("Gast", "lesen").post("/holen").status == 403


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 3, 1]), (1, 2, [2, 1, 3]), (3, 2, [1, 3, 2]), (2, 9, [1, 3, 2]), (2, 2, [1, 2, 3])],
)
def test_a_story_moved_to_a_taken_place_pushes_the_others_on(moved: int, place: int, order: list[int]) -> None:
    plain = form_of(values.script(), "").stories[0]
    stories = tuple(replace(plain, item=f"i{n}", place=place if n == moved else n) for n in (1, 2, 3))
    assert [story.item for story in in_order(stories)] == [f"i{n}" for n in order]
