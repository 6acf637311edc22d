# SPDX-License-Identifier: EUPL-1.2
"""The pace of a voice is heard once, remembered by its fingerprint, and guessed only where the voice cannot speak."""

from dataclasses import dataclass, replace

import pytest

from pipeline.errors import EngineError
from pipeline.language.pace import ESPEAK_DE, SENTENCES, predict
from pipeline.language.spoken import spoken_form
from pipeline.pacing import pace_of
from pipeline.ports import Utterance, Uttered
from tests.doubles.shelf import MemoryShelf
from tests.doubles.voices import Babbler, babble


@dataclass
class Timed(Babbler):
    """A voice that takes `slower` times as long as eSpeak is predicted to."""

    slower: float = 1.25
    says: str = "babble:one"

    def speak(self, utterance: Utterance) -> Uttered:
        uttered = super().speak(utterance)
        return replace(uttered, pcm=babble(self.slower * predict(utterance.text)), words=(), voice=self.says)


def test_a_slow_voice_is_heard_to_be_slow() -> None:
    pace = pace_of(Timed(), "", "de", ESPEAK_DE, MemoryShelf())
    text = spoken_form("Der Kreistag tagt am 3. Dezember im Kreishaus.").text
    assert predict(text, pace) == pytest.approx(1.25 * predict(text), rel=0.02)


def test_a_voice_is_heard_once_per_language_and_fingerprint() -> None:
    shelf, voice = MemoryShelf(), Timed()
    first = pace_of(voice, "", "de", ESPEAK_DE, shelf)
    assert len(voice.spoke) == len(SENTENCES["de"])
    assert pace_of(voice, "", "de", ESPEAK_DE, shelf) == first
    assert len(voice.spoke) == len(SENTENCES["de"])
    pace_of(voice, "", "en", ESPEAK_DE, shelf)
    pace_of(replace(voice, fingerprint="babble 2", spoke=voice.spoke), "", "de", ESPEAK_DE, shelf)
    assert len(voice.spoke) == 2 * len(SENTENCES["de"]) + len(SENTENCES["en"])


def test_what_a_stopgap_took_is_not_remembered() -> None:
    shelf = MemoryShelf()
    pace_of(Timed(says="espeak:de"), "", "de", ESPEAK_DE, shelf)
    assert shelf.known == {}


def test_a_voice_that_cannot_speak_leaves_the_pace_as_known() -> None:
    class Mute(Timed):
        def speak(self, utterance: Utterance) -> Uttered:
            raise EngineError("stumm")

    assert pace_of(Mute(), "", "de", ESPEAK_DE, MemoryShelf()) == ESPEAK_DE


def test_what_a_voice_is_heard_with_is_spoken_in_words() -> None:
    for language, texts in SENTENCES.items():
        assert len(texts) >= 10
        assert not any(char.isdigit() for text in texts for char in spoken_form(text, language=language).text)
