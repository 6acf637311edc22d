# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable, Iterator

import pytest

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.fallback_voice import FallbackVoice
from pipeline.errors import EngineError
from pipeline.ports import Utterance, Voice
from tests.doubles import voices

SENTENCE = "Die Brücke über den Mühlbach wird am Montag für ein halbes Jahr gesperrt."


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


@pytest.mark.parametrize(
    "bad",
    [
        voices.Crashing,
        voices.silent,
        voices.empty,
        voices.wrong_rate,
        voices.hasty,
        voices.shouting,
        voices.broken,
        voices.mp3,
    ],
)
def test_a_voice_that_fails_is_caught_and_the_second_speaks(bad: Callable[[], Voice]) -> None:
    voice = FallbackVoice(bad(), voices.Babbler())
    assert voice.speak(Utterance(SENTENCE, "")).voice == "babble:one"
    assert voice.reason


def test_an_english_voice_that_reads_german_is_caught(espeak: EspeakVoice) -> None:
    voice = FallbackVoice(voices.EnglishReader(espeak), espeak, "de+f2", espeak)
    assert voice.speak(Utterance(SENTENCE, "de")).voice == "espeak:de+f2"
    assert "another language" in voice.reason


def test_a_good_voice_is_left_alone(espeak: EspeakVoice) -> None:
    first, second = voices.Babbler(), voices.Babbler(name="spare")
    voice = FallbackVoice(first, second, reference=espeak)
    assert voice.speak(Utterance(SENTENCE, "")).voice == "babble:one"
    assert not second.spoke
    assert not voice.reason


def test_once_failed_the_second_speaks_all_that_follows() -> None:
    first = voices.Crashing(after=1)
    voice = FallbackVoice(first, voices.Babbler(), "spare")
    spoke = [voice.speak(Utterance(SENTENCE, "")).voice for _ in range(4)]
    assert spoke == ["crash:one", "babble:one", "babble:one", "babble:one"]
    assert first.calls == 2


def test_when_both_fail_both_reasons_are_named() -> None:
    voice = FallbackVoice(voices.Crashing(), voices.silent())
    with pytest.raises(EngineError, match=r"Both voices failed. crash: The voice crashed.*bent: the sound is silent"):
        voice.speak(Utterance(SENTENCE, ""))


def test_the_second_speaks_the_language_of_the_bulletin(espeak: EspeakVoice) -> None:
    voice = FallbackVoice(voices.Crashing(), espeak, "de+m3", espeak)
    text = "The bridge across the river is closed for half a year."
    assert voice.speak(Utterance(text, "", "en")).voice == "espeak:en+m3"


def test_the_second_is_asked_for_its_own_voice() -> None:
    second = voices.Babbler()
    FallbackVoice(voices.Crashing(), second, "de+m3").speak(Utterance(SENTENCE, "nova"))
    assert second.spoke[0].voice == "de+m3"
