# SPDX-License-Identifier: EUPL-1.2
"""The county's lexicon: what it accepts, and which sentences an entry touches."""

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.language.lexicon import Entry, Lexicon, parse_lexicon
from pipeline.language.spoken import spoken_form

SHIPPED = Path(__file__).parents[2] / "assets" / "beispielheim" / "lexikon.toml"


def test_the_shipped_lexicon_is_read_and_spoken() -> None:
    lexicon = parse_lexicon(SHIPPED.read_text(encoding="utf-8"))
    assert len(lexicon.entries) >= 8
    assert spoken_form("Das Erletal hört Dvořák.", lexicon).text == "Das Erle Tal hört Dewohrschak."


def test_an_entry_touches_only_sentences_that_hold_its_word() -> None:
    lexicon = Lexicon((Entry("Roth", "Roht"), Entry("Soest", "Sohst")))
    assert lexicon.relevant("Der Bus fährt nach Soest.").entries == (Entry("Soest", "Sohst"),)
    assert lexicon.relevant("Die Rothaarige aus Altroth wartet.").entries == ()
    assert lexicon.relevant("Die Rother Straße").entries == ()


def test_an_entry_takes_the_genitive_and_hyphens_along() -> None:
    lexicon = Lexicon((Entry("Soest", "Sohst"),))
    assert spoken_form("Soests Altstadt, die Soest-Tage", lexicon).text == "Sohsts Altstadt, die Sohst Tage"


def test_the_longest_entry_wins() -> None:
    lexicon = Lexicon((Entry("Bad", "Bahd"), Entry("Bad Soden", "Bahd Sohden")))
    assert spoken_form("In Bad Soden", lexicon).text == "In Bahd Sohden"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("entry = 5", "[[entry]]"),
        ("[[word]]\nwritten = 'a'\nspoken = 'b'", "word"),
        ("[[entry]]\nwritten = 'a'\nspoken = 'b'\nlanguage = 'de'", "language"),
        ("[[entry]]\nwritten = 'a'", "spoken"),
        ("[[entry]]\nwritten = ''\nspoken = 'b'", "written"),
        ("[[entry]]\nwritten = 5\nspoken = 'b'", "quotes"),
        ("[[entry]]\nwritten = 'A5'\nspoken = 'A 5'", "A 5"),
        ("[[entry]]\nwritten = 'a.'\nspoken = 'b'", "a."),
        ("[[entry]]\nwritten = 'a'\nspoken = 'b'\n[[entry]]\nwritten = 'a'\nspoken = 'c'", "two entries"),
        ("entry = [1]", "no table"),
        ("[[entry", "TOML"),
    ],
)
def test_a_wrong_lexicon_is_refused_with_the_reason(text: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word.replace("[", r"\[").replace(".", r"\.")):
        parse_lexicon(text)
