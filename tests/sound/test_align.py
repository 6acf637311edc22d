# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

import numpy as np
import pytest

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.model import Timing
from pipeline.ports import Utterance, Uttered
from pipeline.sound.align import begins
from pipeline.sound.quality import foreign
from pipeline.sound.stretch import stretched
from pipeline.sound.timing import timed
from pipeline.sound.wav import Sound
from tests.doubles.voices import babble

TEXTS = (
    "Die Kreisstraße zwölf zwischen Musterbach und Oberau wird ab Montag voll gesperrt.",
    "Der Kreistag hat dafür vier Komma zwei Millionen Euro freigegeben.",
    "Am fünften Dezember spielt das Kreisjugendorchester um neunzehn Uhr dreißig in der Stadtkirche.",
    "Halterinnen und Halter müssen ihr Geflügel ab sofort im Stall lassen.",
)


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


def references(espeak: EspeakVoice, text: str) -> tuple[Uttered, ...]:
    return tuple(espeak.speak(Utterance(text, name)) for name in ("de", "de+klatt", "de+f2"))


def uneven(uttered: Uttered, seed: int) -> tuple[Sound, list[int]]:
    """Make each word faster or slower, put pauses between some, add an echo and noise: sound and true onsets."""
    rng = np.random.default_rng(seed)
    marks = [*(word.start for word in uttered.words), len(uttered.pcm)]
    parts: list[Sound] = [uttered.pcm[: marks[0]]]
    onsets: list[int] = []
    for n in range(len(uttered.words)):
        if n and rng.random() < 0.15:
            parts.append(np.zeros(int(rng.uniform(0.15, 0.35) * 48_000), np.float32))
        onsets.append(sum(map(len, parts)))
        parts.append(stretched(uttered.pcm[marks[n] : marks[n + 1]], 48_000, rng.uniform(0.75, 1.3)))
    sound = np.concatenate(parts)
    echo = np.pad(sound, (900, 0))[: len(sound)] * np.float32(0.15)
    return sound + echo + rng.standard_normal(len(sound)).astype(np.float32) * np.float32(0.0007), onsets


def test_words_of_another_timbre_at_an_uneven_pace_are_found(espeak: EspeakVoice) -> None:
    errors: list[float] = []
    for seed, text in enumerate(TEXTS):
        for timbre in ("de+m7", "de+f5"):
            sound, onsets = uneven(espeak.speak(Utterance(text, timbre)), seed)
            given = Uttered(sound, 48_000, (), (), Timing.ESTIMATED, "other:one")
            found = timed(given, text, references(espeak, text))
            assert found.timing is Timing.ALIGNED
            errors.extend(abs(word.start - true) / 48 for word, true in zip(found.words[1:], onsets[1:], strict=True))
    assert np.percentile(errors, 95) <= 80
    assert np.mean(np.array(errors) <= 100) >= 0.98


def test_an_inserted_silence_lies_before_the_word_and_phonemes_follow_along(espeak: EspeakVoice) -> None:
    text = TEXTS[1]
    spoken = espeak.speak(Utterance(text, "de+m7"))
    cut = spoken.words[5].start
    gap = np.zeros(round(0.3 * 48_000), np.float32)
    given = Uttered(np.concatenate([spoken.pcm[:cut], gap, spoken.pcm[cut:]]), 48_000, (), (), Timing.ESTIMATED, "x:y")
    found = timed(given, text, references(espeak, text))
    assert abs(found.words[5].start - (cut + len(gap))) / 48 <= 40
    assert found.words[4].end <= cut + 48 * 40
    assert all(a.end <= b.start for a, b in zip(found.phonemes, found.phonemes[1:], strict=False))
    assert not [p for p in found.phonemes if cut + 2_000 < (p.start + p.end) / 2 < cut + len(gap) - 2_000]


def test_a_different_text_is_not_aligned_but_estimated(espeak: EspeakVoice) -> None:
    given = Uttered(espeak.speak(Utterance(TEXTS[0], "de+m7")).pcm, 48_000, (), (), Timing.ESTIMATED, "x:y")
    assert timed(given, TEXTS[2], references(espeak, TEXTS[2])).timing is Timing.ESTIMATED
    noise = Uttered(babble(5.0), 48_000, (), (), Timing.ESTIMATED, "x:y")
    assert timed(noise, TEXTS[3], references(espeak, TEXTS[3])).timing is Timing.ESTIMATED


def test_without_references_words_share_the_time_by_their_letters() -> None:
    found = timed(Uttered(babble(4.0), 48_000, (), (), Timing.ESTIMATED, "x:y"), "Eine lange Bundesstraße ist gesperrt.", ())
    assert found.timing is Timing.ESTIMATED
    assert [word.text for word in found.words] == ["Eine", "lange", "Bundesstraße", "ist", "gesperrt"]
    assert found.words[2].end - found.words[2].start > found.words[3].end - found.words[3].start
    times = [moment for word in found.words for moment in (word.start, word.end)]
    assert times == sorted(times)


def test_native_times_are_left_alone(espeak: EspeakVoice) -> None:
    spoken = espeak.speak(Utterance(TEXTS[0], ""))
    assert timed(spoken, TEXTS[0], ()) is spoken


def test_german_read_in_english_is_heard(espeak: EspeakVoice) -> None:
    for text in TEXTS[:2]:
        native, stranger = espeak.speak(Utterance(text, "")), espeak.speak(Utterance(text, "", "en"))
        assert not foreign(espeak.speak(Utterance(text, "de+m7")), native, stranger)
        assert foreign(espeak.speak(Utterance(text, "en-US+m7", "en")), native, stranger)


def test_sound_begins_where_the_words_of_an_engine_with_exact_times_begin(espeak: EspeakVoice) -> None:
    text = ", ".join(TEXTS[3].rstrip(".").split()) + "."
    spoken = espeak.speak(Utterance(text, "de+f2"))
    # eSpeak makes a pause of 65 ms and more after a comma: each is drawn out, at a place 30 ms before the word.
    cuts = [word.start - 30 * 48 for word in spoken.words[1:]]
    gap = np.zeros(100 * 48, np.float32)
    sound = np.concatenate([part for piece in np.split(spoken.pcm, cuts) for part in (piece, gap)])
    onsets = [word.start + n * len(gap) for n, word in enumerate(spoken.words)]
    found = begins(sound)
    assert len(found) == len(onsets)
    assert all(abs(onset - begin) <= 20 * 48 for onset, begin in zip(onsets, found, strict=True))
    assert begins(np.zeros(48_000, np.float32)) == ()
    assert begins(np.zeros(0, np.float32)) == ()
