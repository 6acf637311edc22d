# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.fallback_voice import FallbackVoice
from pipeline.engines.pico_voice import PicoVoice
from pipeline.errors import EngineError
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.model import SAMPLE_RATE, SAMPLES_PER_FRAME, Script, Sentence, Speech, Story, Timing
from pipeline.ports import Voice
from pipeline.sound.quality import predicted_seconds
from pipeline.sound.wav import read_wav
from pipeline.stages.speak import SpeakSettings, freeze, speak
from tests.doubles import values, voices
from tests.doubles.shelf import MemoryShelf

NATURAL = SpeakSettings()


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


def edited(script: Script, story: int, sentence: int, text: str) -> Script:
    """Give a script with one sentence in other words."""

    def of(told: Story) -> Story:
        there = tuple(replace(s, text=text) if n == sentence else s for n, s in enumerate(told.sentences))
        return replace(told, sentences=there)

    return replace(script, stories=tuple(of(told) if n == story else told for n, told in enumerate(script.stories)))


def longer() -> Script:
    """Give a script of about a minute."""
    script = values.script()
    more = tuple(Sentence(f"Die Arbeiten am Bauabschnitt {n} dauern bis in den Sommer hinein an.") for n in range(3, 8))
    return replace(script, stories=tuple(replace(story, sentences=(*story.sentences, *more)) for story in script.stories))


def codes(speech: Speech) -> list[str]:
    return [finding.code for finding in speech.findings]


def test_the_track_holds_every_sentence_where_it_says(espeak: EspeakVoice) -> None:
    shelf = MemoryShelf()
    speech = speak(values.script(), NATURAL, espeak, shelf)
    track = read_wav(shelf.read(speech.audio))
    assert (track.rate, len(track.sound)) == (SAMPLE_RATE, speech.length)
    assert speech.length % SAMPLES_PER_FRAME == 0
    silence = np.ones(speech.length, bool)
    for sentence in speech.sentences:
        assert sentence.start % SAMPLES_PER_FRAME == 0
        alone = read_wav(shelf.read(sentence.audio)).sound
        assert np.array_equal(track.sound[sentence.start : sentence.end], alone)
        silence[sentence.start : sentence.end] = False
    assert not track.sound[silence].any()
    ends = [s.end for s in speech.sentences]
    assert [e + p for e, p in zip(ends, speech.pauses, strict=True)] == [*(s.start for s in speech.sentences[1:]), speech.length]


def test_words_are_those_shown_and_lie_inside_their_sentence(espeak: EspeakVoice) -> None:
    speech = speak(values.script(), NATURAL, espeak, MemoryShelf())
    for sentence in speech.sentences:
        assert [w.text for w in sentence.words] == [sentence.text[w.at : w.to] for w in sentence.words]
        times = [moment for word in sentence.words for moment in (word.start, word.end)]
        assert times == sorted(times)
        assert sentence.start <= times[0]
        assert times[-1] <= sentence.end
        assert all(sentence.start <= p.start < p.end <= sentence.end for p in sentence.phonemes)
        assert sentence.timing is Timing.NATIVE


def test_numbers_are_heard_in_words_and_shown_in_figures(espeak: EspeakVoice) -> None:
    script = edited(values.script(), 0, 0, "Am 24. Dezember um 10.30 Uhr kostet es 1,9 Mio. Euro.")
    sentence = next(s for s in speak(script, NATURAL, espeak, MemoryShelf()).sentences if s.where == "1.1")
    assert not any(character.isdigit() for character in sentence.spoken)
    assert [w.text for w in sentence.words] == [
        "Am",
        "24",
        "Dezember",
        "um",
        "10.30",
        "Uhr",
        "kostet",
        "es",
        "1,9",
        "Mio",
        "Euro",
    ]
    assert all(w.end > w.start for w in sentence.words)


def test_pauses_are_longer_between_stories(espeak: EspeakVoice) -> None:
    speech = speak(values.script(), NATURAL, espeak, MemoryShelf())
    for sentence, pause, after in zip(speech.sentences, speech.pauses, speech.sentences[1:], strict=False):
        same = sentence.where.partition(".")[0] == after.where.partition(".")[0]
        assert pause / SAMPLE_RATE == pytest.approx(0.4 if same else 0.8, abs=0.045)


@pytest.mark.parametrize("off", [-0.06, -0.03, 0.0, 0.04, 0.08])
def test_the_speech_lands_within_a_second_of_its_length(espeak: EspeakVoice, off: float) -> None:
    shelf = MemoryShelf()
    natural = speak(longer(), NATURAL, espeak, shelf).length / SAMPLE_RATE
    target = natural * (1 + off)
    speech = speak(longer(), replace(NATURAL, speech_seconds=target), espeak, shelf)
    assert speech.length / SAMPLE_RATE == pytest.approx(target, abs=1.0)
    assert 0.95 <= speech.rate <= 1.05
    assert "length-missed" not in codes(speech)


def test_pauses_go_first_and_the_rate_only_after_them(espeak: EspeakVoice) -> None:
    shelf = MemoryShelf()
    natural = speak(longer(), NATURAL, espeak, shelf)
    eased = speak(longer(), replace(NATURAL, speech_seconds=natural.length / SAMPLE_RATE + 2), espeak, shelf)
    assert eased.rate == 1.0
    assert [s.audio for s in eased.sentences] == [s.audio for s in natural.sentences]


def test_too_much_or_too_little_text_is_said_in_seconds(espeak: EspeakVoice) -> None:
    shelf = MemoryShelf()
    natural = speak(longer(), NATURAL, espeak, shelf).length / SAMPLE_RATE
    long, short = (speak(longer(), replace(NATURAL, speech_seconds=natural * by), espeak, shelf) for by in (0.7, 1.5))
    message = next(f.message for f in long.findings if f.code == "length-missed")
    assert "Sekunden zu lang" in message
    assert "zu kurz" in next(f.message for f in short.findings if f.code == "length-missed")
    assert (long.rate, short.rate) == (1.05, 0.95)


def test_a_second_time_no_sentence_is_spoken_anew_and_every_byte_is_the_same() -> None:
    shelf, first, second = MemoryShelf(), voices.Babbler(), voices.Babbler()
    speech = speak(values.script(), NATURAL, first, shelf)
    assert speak(values.script(), NATURAL, second, shelf) == speech
    assert len(first.spoke) == len(speech.sentences)
    assert not second.spoke


def test_an_edited_sentence_costs_one_sentence_and_the_others_stay_where_they_are() -> None:
    shelf, voice = MemoryShelf(), voices.Babbler()
    target = replace(NATURAL, speech_seconds=speak(longer(), NATURAL, voice, shelf).length / SAMPLE_RATE + 1)
    before = speak(longer(), target, voice, shelf)
    voice.spoke.clear()
    old = before.sentences[5]
    script = edited(longer(), 0, 3, old.text.replace("Sommer", "Frühling"))
    changed = next(n for n, s in enumerate(before.sentences) if s.where == "1.4")
    after = speak(script, replace(target, frozen=freeze(before)), voice, shelf)
    assert len(voice.spoke) == 1
    assert after.rate == before.rate
    for n, (a, b) in enumerate(zip(before.sentences, after.sentences, strict=True)):
        if n != changed:
            assert (a.audio, a.start) == (b.audio, b.start)


def test_an_edit_that_is_too_long_for_its_pause_is_absorbed_before_the_closing() -> None:
    shelf, voice = MemoryShelf(), voices.Babbler()
    before = speak(longer(), NATURAL, voice, shelf)
    sentence = before.sentences[4]
    script = edited(longer(), 0, 2, longer().stories[0].sentences[2].text[:-1] + ", sagte er.")
    after = speak(script, replace(NATURAL, frozen=freeze(before)), voice, shelf)
    assert sentence.where.startswith("1.")
    closing = [next(s for s in speech.sentences if s.where == "closing.1") for speech in (before, after)]
    moved = {b.start - a.start for a, b in zip(before.sentences, after.sentences, strict=True) if a.text == b.text}
    assert all(shift >= 0 for shift in moved)
    assert closing[1].start - closing[0].start <= max(moved)
    inner = [p for s, p in zip(after.sentences, after.pauses, strict=True) if s.where.startswith("2.")][:-1]
    assert inner == [p for s, p in zip(before.sentences, before.pauses, strict=True) if s.where.startswith("2.")][:-1]


def test_an_edit_beyond_three_seconds_offers_a_new_fit_and_does_not_make_it() -> None:
    shelf, voice = MemoryShelf(), voices.Babbler()
    natural = speak(longer(), NATURAL, voice, shelf)
    target = replace(NATURAL, speech_seconds=natural.length / SAMPLE_RATE)
    before = speak(longer(), target, voice, shelf)
    script = edited(longer(), 1, 1, "Ein sehr langer neuer Satz, " * 6 + "der alles aufhält.")
    after = speak(script, replace(target, frozen=freeze(before)), voice, shelf)
    assert "neu eingepasst" in next(f.message for f in after.findings if f.code == "length-missed")
    assert after.rate == before.rate


def test_a_lexicon_entry_touches_only_the_sentences_that_hold_its_word() -> None:
    shelf, voice = MemoryShelf(), voices.Babbler()
    speak(values.script(), NATURAL, voice, shelf)
    voice.spoke.clear()
    speak(values.script(), replace(NATURAL, lexicon=Lexicon((Entry("Musterau", "Musterrau"),))), voice, shelf)
    assert voice.spoke
    assert all("Musterrau" in utterance.text for utterance in voice.spoke)


def test_a_new_take_speaks_everything_anew() -> None:
    shelf, voice = MemoryShelf(), voices.Babbler()
    speech = speak(values.script(), NATURAL, voice, shelf)
    speak(values.script(), replace(NATURAL, take=2), voice, shelf)
    assert len(voice.spoke) == 2 * len(speech.sentences)


def test_a_voice_that_fails_half_way_leaves_one_voice_in_the_whole_programme() -> None:
    shelf = MemoryShelf()
    voice = FallbackVoice(voices.Crashing(after=2), voices.Babbler(name="spare"))
    speech = speak(values.script(), NATURAL, voice, shelf)
    assert {s.voice for s in speech.sentences} == {"spare:one"}
    assert "voice-fallback" in codes(speech)
    # What the stand-in spoke is not kept for the real voice.
    repaired = voices.Crashing(after=99)
    again = speak(values.script(), NATURAL, FallbackVoice(repaired, voices.Babbler(name="spare")), shelf)
    assert {s.voice for s in again.sentences} == {"crash:one"}


def hanging(folder: Path) -> PicoVoice:
    """Give a Pico whose program never answers."""
    program = folder / "pico2wave"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    return PicoVoice(program=str(program), time_limit=0.3)


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
        hanging,
        voices.EnglishReader,
    ],
    ids=lambda bad: bad.__name__.lower(),
)
def test_whatever_is_wrong_with_a_voice_the_fallback_speaks_and_the_editor_sees_which_one_did(
    bad: Callable[..., Voice], espeak: EspeakVoice, tmp_path: Path
) -> None:
    first = bad(tmp_path) if bad is hanging else bad(espeak) if bad is voices.EnglishReader else bad()
    speech = speak(values.script(), NATURAL, FallbackVoice(first, espeak, "de+f2", espeak), MemoryShelf(), espeak)
    assert {s.voice for s in speech.sentences} == {"espeak:de+f2"}
    finding = next(f for f in speech.findings if f.code == "voice-fallback")
    assert first.name in finding.message
    assert finding.quote == "espeak:de+f2"


@pytest.mark.parametrize("bad", [voices.silent(), voices.wrong_rate(), voices.hasty(), voices.broken(), voices.Crashing()])
def test_a_bad_voice_without_a_fallback_is_an_error_and_nothing_is_kept(bad: voices.Bent) -> None:
    shelf = MemoryShelf()
    with pytest.raises(EngineError):
        speak(values.script(), NATURAL, bad, shelf)
    assert not shelf.known


def test_the_editor_is_told_about_espeak_and_about_a_voice_that_does_not_suit(espeak: EspeakVoice) -> None:
    shelf = MemoryShelf()
    assert codes(speak(values.script(), NATURAL, espeak, shelf)) == ["voice-espeak"]
    fitting = replace(NATURAL, fitting=("espeak:de+m3",))
    assert "voice-mismatch" in codes(speak(values.script(), fitting, espeak, shelf))
    assert codes(speak(values.script(), replace(fitting, voice="de+m3"), espeak, shelf)) == ["voice-espeak"]


def test_a_voice_without_times_is_aligned_where_there_is_a_reference_and_estimated_where_not(espeak: EspeakVoice) -> None:
    mumbling = voices.Bent(lambda u, _: replace(u, words=(), phonemes=(), timing=Timing.ESTIMATED), espeak)
    script = replace(values.script(), stories=values.script().stories[:1])
    aligned = speak(script, NATURAL, mumbling, MemoryShelf(), espeak)
    guessed = speak(script, NATURAL, mumbling, MemoryShelf())
    assert {s.timing for s in aligned.sentences} == {Timing.ALIGNED}
    assert {s.timing for s in guessed.sentences} == {Timing.ESTIMATED}
    assert "timing-estimated" in codes(guessed)
    exact = speak(script, NATURAL, espeak, MemoryShelf())
    off = [
        abs(a.start - b.start) / 48
        for s, t in zip(aligned.sentences, exact.sentences, strict=True)
        for a, b in zip(s.words, t.words, strict=True)
    ]
    assert np.percentile(off, 95) <= 80


def test_a_sentence_without_words_is_left_out_and_said() -> None:
    script = edited(values.script(), 0, 1, "…")
    speech = speak(script, NATURAL, voices.Babbler(), MemoryShelf())
    assert "1.2" not in {s.where for s in speech.sentences}
    assert [f.where for f in speech.findings if f.code == "nothing-to-speak"] == ["1.2"]


def test_only_the_words_count_for_what_is_spoken() -> None:
    script = values.script()
    sourced = replace(script, writer="another", opening=tuple(replace(s, sources=(1, 2), rank=3) for s in script.opening))
    assert speak.reads(script) == speak.reads(sourced)
    assert speak.reads(script) != speak.reads(edited(script, 0, 0, "Anders."))


def test_a_text_of_1350_characters_takes_about_97_seconds(espeak: EspeakVoice) -> None:
    speech = speak(longer(), NATURAL, espeak, MemoryShelf())
    characters = sum(len(s.spoken) for s in speech.sentences)
    seconds = speech.length / SAMPLE_RATE
    assert 1350 * seconds / characters == pytest.approx(97, abs=5)
    assert sum(predicted_seconds(s.spoken) for s in speech.sentences) == pytest.approx(
        sum(s.end - s.start for s in speech.sentences) / SAMPLE_RATE, rel=0.06
    )
