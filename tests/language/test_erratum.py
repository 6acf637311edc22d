# SPDX-License-Identifier: EUPL-1.2
"""The spoken correction, and the sentence that it is about."""

from dataclasses import replace
from datetime import date

from pipeline.language.differences import one_sentence
from pipeline.language.templates import ERRATUM_MOST, erratum
from pipeline.model import Origin, Script
from tests.doubles import values

DAY = date(2026, 11, 20)


def test_a_correction_names_the_bulletin_and_speaks_the_note_in_whole_sentences() -> None:
    told = erratum("Wir hatten Neuhof genannt. Richtig ist: Die Umleitung führt über Altdorf", DAY)
    assert [s.text for s in told] == [
        "Wir berichtigen unsere Sendung vom 20. November.",
        "Wir hatten Neuhof genannt.",
        "Richtig ist: Die Umleitung führt über Altdorf.",
    ]
    assert [s.origin for s in told] == [Origin.TEMPLATE, Origin.EDITOR, Origin.EDITOR]
    assert erratum("It is Altdorf.", DAY, "en")[0].text == "We correct our bulletin of 20 November."


def test_a_long_note_is_spoken_as_far_as_there_is_time() -> None:
    note = " ".join(f"Das ist der Satz mit der Nummer {n} von vielen." for n in range(20))
    told = erratum(note, DAY)[1:]
    assert 4 <= len(told) < 20
    assert sum(len(s.text) for s in told) <= ERRATUM_MOST
    assert len(erratum("wort " * 190, DAY)) == 2  # one endless sentence is spoken all the same


def changed(**texts: str) -> Script:
    script = values.script()
    sentences = tuple(replace(s, text=texts.get(f"s{n}", s.text)) for n, s in enumerate(script.stories[0].sentences))
    return replace(script, stories=(replace(script.stories[0], sentences=sentences), *script.stories[1:]))


def test_one_changed_sentence_is_laid_beside_the_old_one() -> None:
    before = values.script()
    said = before.stories[0].sentences[1].text
    assert one_sentence(before, changed(s1="Die Umleitung führt über Altdorf.")) == (said, "Die Umleitung führt über Altdorf.")
    assert one_sentence(before, before) == ("", "")
    assert one_sentence(before, changed(s0="Ganz anders.", s1="Auch dies.")) == ("", "")
    assert one_sentence(before, changed(s1="Die Umleitung führt über Altdorf" + " und weiter" * 20 + ".")) == ("", "")
