# SPDX-License-Identifier: EUPL-1.2
"""How long a voice takes: predicted from the spoken text, and fitted to what was heard."""

import pytest

from pipeline.language.pace import ESPEAK_DE, Measured, Pace, calibrated, predict

SENTENCE = "Der Landkreis saniert die Brücke, und die Busse fahren eine Umleitung."


def test_an_empty_text_takes_no_time() -> None:
    assert predict("") == predict("  ") == 0.0


def test_every_character_comma_stop_and_letter_takes_its_time() -> None:
    pace = Pace(characters_per_second=10, comma_seconds=0.5, stop_seconds=1, letter_seconds=0.2, edge_seconds=0)
    assert predict("abcdefghij", pace) == pytest.approx(1.0)
    assert predict("abcd, fghij", pace) == pytest.approx(1.0 + 0.5)
    assert predict("abcd. fghij.", pace) == pytest.approx(1.0 + 1.0)
    assert predict("ab K I ef", pace) == pytest.approx(0.9 + 0.4)


def test_a_sentence_of_the_news_is_spoken_at_the_natural_rate() -> None:
    assert 4.2 <= predict(SENTENCE) <= 5.2


def test_a_slower_voice_is_learnt_from_what_it_took() -> None:
    heard = tuple(Measured(text, predict(text) * 1.2) for text in (SENTENCE, "Das Kreishaus bleibt geschlossen."))
    slower = calibrated(ESPEAK_DE, heard)
    assert predict(SENTENCE, slower) == pytest.approx(heard[0].seconds, rel=0.01)


def test_nothing_heard_teaches_nothing() -> None:
    assert calibrated(ESPEAK_DE, ()) == ESPEAK_DE
    assert calibrated(ESPEAK_DE, (Measured(SENTENCE, 0.0),)) == ESPEAK_DE
