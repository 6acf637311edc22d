# SPDX-License-Identifier: EUPL-1.2
import multiprocessing
import os
import pickle
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.engines.child_process import ChildProcess
from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.errors import EngineError
from pipeline.model import Timing
from pipeline.ports import Utterance
from pipeline.sound.trim import edges, envelope

SENTENCE = "Die Sanierung der Brücke über den Mühlbach kostet eine Komma neun Millionen Euro."
HANGING = Path(__file__).parents[1] / "doubles" / "hanging_child.py"


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    opened = EspeakVoice()
    yield opened
    opened.close()


def test_every_word_has_its_place_in_the_text_and_a_time(voice: EspeakVoice) -> None:
    uttered = voice.speak(Utterance(SENTENCE, ""))
    assert [word.text for word in uttered.words] == SENTENCE.rstrip(".").split()
    assert all(SENTENCE[word.at : word.to] == word.text for word in uttered.words)
    assert uttered.timing is Timing.NATIVE
    assert uttered.sample_rate == 48_000
    assert uttered.voice == "espeak:de+f2"
    times = [moment for word in uttered.words for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert times[-1] <= len(uttered.pcm)


def test_phonemes_are_ipa_in_order_without_pauses_and_language_switches(voice: EspeakVoice) -> None:
    uttered = voice.speak(Utterance("Das Meeting, sagte sie, war gut.", ""))
    assert all(p.ipa and "(" not in p.ipa and "ˈ" not in p.ipa and p.end > p.start for p in uttered.phonemes)
    assert any(p.stressed for p in uttered.phonemes)
    assert {"ʃ", "ŋ", "z"} & {p.ipa for p in uttered.phonemes}
    assert list(uttered.phonemes) == sorted(uttered.phonemes, key=lambda p: p.start)


@pytest.mark.parametrize("timbre", ["de", "de+f2", "de+m3"])
def test_a_word_begins_within_20_ms_of_its_sound(voice: EspeakVoice, timbre: str) -> None:
    # Commas put a true silence before each word, so that the onset can be seen in the sound.
    text = ", ".join(SENTENCE.rstrip(".").split()) + "."
    uttered = voice.speak(Utterance(text, timbre))
    loud = envelope(uttered.pcm, 48) > 0.01 * np.percentile(envelope(uttered.pcm, 48), 95)
    off = []
    for word in uttered.words[1:]:
        near = word.start // 48
        onsets = [n for n in range(near - 100, near + 100) if loud[n] and not loud[max(0, n - 25) : n].any()]
        off.append(min(abs(n - near) for n in onsets))
    assert len(off) == 12
    assert max(off) <= 20


def test_the_rate_changes_the_length_by_as_much(voice: EspeakVoice) -> None:
    lengths = []
    for rate in (0.95, 1.0, 1.05):
        first, last = edges(voice.speak(Utterance(SENTENCE, "", rate=rate)).pcm)
        lengths.append(last - first)
    assert lengths[0] / lengths[1] == pytest.approx(1.05, abs=0.02)
    assert lengths[2] / lengths[1] == pytest.approx(0.95, abs=0.02)


def test_the_same_sentence_sounds_the_same_whatever_was_spoken_before(voice: EspeakVoice) -> None:
    first = voice.speak(Utterance(SENTENCE, ""))
    voice.speak(Utterance("Etwas ganz anderes, schneller!", "de+m3", rate=1.05))
    again = voice.speak(Utterance(SENTENCE, ""))
    assert np.array_equal(first.pcm, again.pcm)
    fresh = EspeakVoice()
    assert np.array_equal(first.pcm, fresh.speak(Utterance(SENTENCE, "")).pcm)
    fresh.close()


def test_an_unknown_voice_or_timbre_is_refused_with_those_that_exist(voice: EspeakVoice) -> None:
    with pytest.raises(EngineError, match=r"no voice “de\+quatsch”.*de\+f2"):
        voice.speak(Utterance(SENTENCE, "de+quatsch"))
    with pytest.raises(EngineError, match="does not speak the language"):
        voice.speak(Utterance(SENTENCE, "en"))


def test_an_english_sentence_is_spoken_by_an_english_voice(voice: EspeakVoice) -> None:
    assert voice.speak(Utterance("The bridge is closed.", "", "en")).voice == "espeak:en+f2"
    names = [one.name for one in voice.voices("de")]
    assert names[0] == "de"
    assert {"de+f2", "de+m3"} <= set(names)


def test_a_killed_child_is_replaced_and_the_sentence_spoken(voice: EspeakVoice) -> None:
    before = voice.speak(Utterance(SENTENCE, "")).pcm
    os.kill(voice._child.pid, 9)
    assert np.array_equal(voice.speak(Utterance(SENTENCE, "")).pcm, before)


@pytest.mark.parametrize("mode", ["hang", "mute"])
def test_a_hanging_child_is_killed_at_the_time_limit(mode: str) -> None:
    child = ChildProcess(["python3", str(HANGING), mode], 0.4)
    begun = time.monotonic()
    with pytest.raises(OSError, match="no answer within"):
        child.ask({"text": "Hallo"})
    assert time.monotonic() - begun < 3
    assert child.pid == 0


def test_a_voice_that_cannot_work_is_one_clear_error() -> None:
    voice = EspeakVoice(time_limit=5.0, child=HANGING.with_name("no_such_child.py"))
    with pytest.raises(EngineError, match=r"does not work.*doctor"):
        voice.speak(Utterance(SENTENCE, ""))


def test_closing_ends_the_child_process() -> None:
    voice = EspeakVoice()
    voice.speak(Utterance("Hallo zusammen.", ""))
    pid = voice._child.pid
    voice.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def _length(voice: EspeakVoice) -> int:
    return len(voice.speak(Utterance(SENTENCE, "")).pcm)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_voice_in_another_process_has_a_child_of_its_own(voice: EspeakVoice, method: str) -> None:
    expected = _length(voice)
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(_length, (voice,)) == expected
    assert _length(voice) == expected
    assert _length(pickle.loads(pickle.dumps(voice))) == expected  # noqa: S301 (our own bytes)


def test_a_hundred_seconds_cost_less_than_a_second_of_processor_time() -> None:
    voice = EspeakVoice()

    def spent() -> float:
        both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        return sum(part.ru_utime + part.ru_stime for part in both)

    begun, seconds = spent(), 0.0
    for n in range(19):
        uttered = voice.speak(Utterance(f"{SENTENCE[:-1]}, Nummer {'eins ' * (n % 3 + 1)}.", ""))
        first, last = edges(uttered.pcm)
        seconds += (last - first) / 48_000
    voice.close()
    assert seconds > 100
    assert spent() - begun < 1.0


def test_the_fingerprint_names_build_and_voice() -> None:
    assert EspeakVoice("de+f2").fingerprint != EspeakVoice("de+m3").fingerprint
    assert "espeak" in EspeakVoice().fingerprint


def test_umlauts_and_quotation_marks_do_not_shift_the_words(voice: EspeakVoice) -> None:
    text = "„Größere Räume für fünfhundert Schüler“, sagte Landrätin Özdemir."
    uttered = voice.speak(replace(Utterance(text, ""), rate=1.02))
    assert [w.text for w in uttered.words] == "Größere Räume für fünfhundert Schüler sagte Landrätin Özdemir".split()
