# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import date

import pytest

from pipeline.delivery.script_text import read_script, write_script
from pipeline.errors import ReviewError
from pipeline.model import Erratum, Origin, Sentence
from tests.doubles import values


def test_an_unchanged_text_gives_the_same_script() -> None:
    script = values.script()
    assert read_script(write_script(script), script) == script


def test_a_changed_sentence_keeps_its_sources_and_is_the_editors() -> None:
    script = values.script()
    text = write_script(script).replace("über Neuhof.", "über den Ortsteil Neuhof.")
    changed = read_script(text, script).stories[0].sentences[1]
    assert changed.text == "Die Umleitung führt über den Ortsteil Neuhof."
    assert changed.sources == (2,)
    assert changed.origin is Origin.EDITOR


def test_a_new_sentence_has_no_source_until_somebody_names_one() -> None:
    script = values.script()
    text = write_script(script).replace(
        "Die Arbeiten beginnen im Januar.", "Die Arbeiten beginnen im Januar.\nWir freuen uns sehr darüber!"
    )
    new = read_script(text, script).stories[1].sentences[2]
    assert new.sources == ()


def test_stories_can_be_turned_round_and_their_items_go_along() -> None:
    script = values.script()
    text = write_script(script)
    first, second = text.index("## Beitrag 1"), text.index("## Beitrag 2")
    end = text.index("## Verabschiedung")
    turned = read_script(text[:first] + text[second:end] + text[first:second] + text[end:], script)
    assert [s.item_id for s in turned.stories] == ["school", "bridge"]
    assert [s.item.id for s in turned.rundown.slots] == ["school", "bridge"]


def test_a_story_that_is_removed_is_dropped_with_its_item() -> None:
    script = values.script()
    text = write_script(script)
    cut = read_script(text[: text.index("## Beitrag 2")] + text[text.index("## Verabschiedung") :], script)
    assert [s.item_id for s in cut.stories] == ["bridge"]
    assert [s.item.id for s in cut.rundown.slots] == ["bridge"]


def test_headline_and_topic_can_be_changed() -> None:
    script = values.script()
    text = (
        write_script(script)
        .replace("Beitrag 1: Brücke an der K 12 gesperrt", "Beitrag 1: K 12 dicht")
        .replace("Thema: Verkehr", "Thema: Straße")
    )
    story = read_script(text, script).stories[0]
    assert (story.headline, story.kicker) == ("K 12 dicht", "Straße")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("## Verabschiedung", "## Schluss", "means nothing"),
        ("## Beitrag 2", "## Beitrag 7", "there are 1 to 2"),
        ("## Beitrag 2", "## Beitrag 1", "may stand once"),
        ("Ich bin eine KI-Stimme.\n", "", "no sentence"),
    ],
)
def test_a_text_that_cannot_be_understood_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    script = values.script()
    with pytest.raises(ReviewError) as refused:
        read_script(write_script(script).replace(old, new), script)
    assert says in str(refused.value)


def test_a_script_without_stories_is_refused() -> None:
    script = values.script()
    text = write_script(script)
    with pytest.raises(ReviewError, match="no story left"):
        read_script(text[: text.index("## Beitrag 1")] + text[text.index("## Verabschiedung") :], script)


def test_a_correction_can_be_reworded_and_stays_where_its_section_is_left_out() -> None:
    told = Erratum(date(2026, 11, 21), (Sentence("Wir berichtigen.", origin=Origin.TEMPLATE), Sentence("Es ist Altdorf.")))
    script = replace(values.script(), erratum=told)
    text = write_script(script)
    assert read_script(text, script) == script
    reworded = read_script(text.replace("Es ist Altdorf.", "Es ist der Ort Altdorf."), script).erratum
    assert reworded is not None
    assert [s.text for s in reworded.sentences] == ["Wir berichtigen.", "Es ist der Ort Altdorf."]
    without = text.replace("## Berichtigung\nWir berichtigen.\nEs ist Altdorf.\n", "")
    assert without != text
    assert read_script(without, script) == script
    with pytest.raises(ReviewError):
        read_script(text, values.script())


@pytest.mark.parametrize(
    ("put", "shown"), [("<!-- nicht sprechen -->", ""), ("<!-- zwei\nZeilen -->", ""), ("<!-- offen", "<!-- offen")]
)
def test_a_comment_is_not_spoken_and_one_that_never_ends_is_text(put: str, shown: str) -> None:
    script = values.script()
    said = script.closing[0].text
    read = read_script(write_script(script).replace(said, f"{said}{put}"), script)
    assert read.closing[0].text == f"{said}{shown}"


def test_a_script_of_a_book_s_length_is_refused() -> None:
    with pytest.raises(ReviewError, match="letters"):
        read_script(write_script(values.script()) + "Noch ein Satz.\n" * 10_000, values.script())
