# SPDX-License-Identifier: EUPL-1.2
"""Speak the script: Script → Speech. One call of the voice per sentence; the pauses, the length and the track are ours."""

import hashlib
import json
import logging
import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.language.lexicon import Lexicon
from pipeline.language.spans import SpokenText
from pipeline.language.spoken import spoken_form
from pipeline.model import (
    SAMPLE_RATE,
    Blob,
    Finding,
    Line,
    Phoneme,
    Samples,
    Script,
    Severity,
    Speech,
    SpokenSentence,
    Timing,
    Word,
    lines,
)
from pipeline.ports import Shelf, Utterance, Uttered, Voice
from pipeline.sound.fit import (
    MOST_RATE,
    SENTENCE_PAUSE,
    STORY_PAUSE,
    Give,
    nearest_start,
    pauses_for,
    rate_for,
    starts_of,
    whole_frames,
)
from pipeline.sound.note import from_note, to_note
from pipeline.sound.quality import faults
from pipeline.sound.timing import timed
from pipeline.sound.trim import at_48k, edges, faded
from pipeline.sound.wav import as_float, as_int16, read_wav, write_wav
from pipeline.stages.stage import stage

VERSION: Final = 2
"""Raise where the same voice would now be cut, timed or stored differently: remembered sentences are then made anew."""

TOLERANCE_SECONDS: Final = 3.0
"""A speech this much off its length is still on target (issue 4)."""

_LOG: Final = logging.getLogger(__name__)
_TOKEN: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence of an earlier fit: its shown text, its place on the track and the pause after it, in samples."""

    where: str
    text: str
    start: int
    end: int
    pause: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """An earlier fit that an edit must disturb as little as possible: engine fingerprint, rate, sentences."""

    engine: str
    rate: float
    sentences: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class SpeakSettings:
    """What the speak stage reads. Pauses in seconds; `speech_seconds` is the wanted length of the voice track, 0 for natural.

    `fitting` are the voices that suit the presenter ("espeak:de+f2"), empty where any does. A new `take` speaks every
    sentence anew. `frozen` is an earlier fit.
    """

    voice: str = ""
    language: str = "de"
    lexicon: Lexicon = field(default_factory=lambda: Lexicon(()))
    gender: Literal["neutral", "paarform", "pause"] = "neutral"
    speech_seconds: float = 0.0
    sentence_pause: Give = SENTENCE_PAUSE
    story_pause: Give = STORY_PAUSE
    most_rate: float = MOST_RATE
    fitting: tuple[str, ...] = ()
    take: int = 1
    frozen: Frozen | None = None


@dataclass(frozen=True, slots=True)
class _Take:
    """A sentence as the voice gave it, cut and faded: times count from its own start, words address the spoken text."""

    line: Line
    spoken: SpokenText
    audio: Blob
    sound: NDArray[np.int16]
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]
    timing: Timing
    voice: str


def freeze(speech: Speech) -> Frozen:
    """Give what a later edit of this speech must keep."""
    kept = tuple(Kept(s.where, s.text, s.start, s.end, p) for s, p in zip(speech.sentences, speech.pauses, strict=True))
    return Frozen(speech.engine, speech.rate, kept)


def _reads(script: Script) -> tuple[tuple[str, int, str], ...]:
    """Only the words and their places: neither sources nor facts change what is heard."""
    return tuple((line.where, line.story, line.sentence.text) for line in lines(script))


@stage("speak", VERSION, _reads)
def speak(script: Script, to: SpeakSettings, voice: Voice, shelf: Shelf, reference: Voice | None = None) -> Speech:
    """Speak a script: Script → Speech.

    `reference` is a voice with exact times (eSpeak) that an engine without times is aligned with. Raises EngineError where
    the voice gives nothing worth hearing.
    """
    spoken = tuple((line, spoken_form(line.sentence.text, to.lexicon, to.gender, to.language)) for line in lines(script))
    told = tuple((line, form) for line, form in spoken if form.text)
    if not told:
        raise EngineError("The script has no words to speak.", "Write at least one sentence.")
    mute = tuple(_mute(line) for line, form in spoken if not form.text)
    booth = _Booth(to, voice, shelf, reference)
    frozen = to.frozen if to.frozen is not None and to.frozen.engine == voice.fingerprint else None
    takes, rate, starts = _replay(booth, told, frozen) if frozen is not None else _fit(booth, told)
    length = whole_frames(starts[-1] + len(takes[-1].sound))
    track = np.zeros(length, np.int16)
    for take, start in zip(takes, starts, strict=True):
        track[start : start + len(take.sound)] = take.sound
    ends = tuple(start + len(take.sound) for take, start in zip(takes, starts, strict=True))
    following = (*starts[1:], length)
    return Speech(
        script=script,
        audio=shelf.put(write_wav(as_float(track)), "audio/wav"),
        length=Samples(length),
        sentences=tuple(_placed(take, start) for take, start in zip(takes, starts, strict=True)),
        pauses=tuple(Samples(after - end) for end, after in zip(ends, following, strict=True)),
        rate=rate,
        engine=voice.fingerprint,
        findings=(*mute, *_heard(takes, to, voice), *_length(length - _beside(takes, starts), rate, frozen is not None, to)),
    )


# ---------------------------------------------------------------- one sentence


@dataclass(frozen=True, slots=True)
class _Booth:
    """Where sentences are spoken: the voice, the shelf that remembers, the voice that times."""

    to: SpeakSettings
    voice: Voice
    shelf: Shelf
    reference: Voice | None

    def takes(self, told: tuple[tuple[Line, SpokenText], ...], rate: float) -> tuple[_Take, ...]:
        """Speak every sentence, and all with one voice: where a fallback had to step in, it speaks the others too."""
        made = tuple(self.take(line, form, rate) for line, form in told)
        if len({take.voice for take in made}) > 1:
            made = tuple(self.take(line, form, rate, anew=True) for line, form in told)
        return made

    def take(self, line: Line, spoken: SpokenText, rate: float, anew: bool = False) -> _Take:
        """Recall one sentence, or speak, time and remember it."""
        key = self._key(spoken.text, rate)
        blob = None if anew else self.shelf.recall(key)
        if blob is not None:
            wav = read_wav(self.shelf.read(blob))
            words, phonemes, timing, name = from_note(wav.note, spoken.text)
            return _Take(line, spoken, blob, as_int16(wav.sound), words, phonemes, timing, name)
        utterance = Utterance(spoken.text, self.to.voice, self.to.language, rate)
        uttered = self.voice.speak(utterance)
        wrong = faults(uttered, spoken.text, rate)
        if wrong:
            reasons = "; ".join(fault.reason for fault in wrong)
            raise EngineError(
                f"The voice {uttered.voice} spoke sentence {line.where} wrongly: {reasons}.",
                "Choose another engine under [voice], or look at the sentence.",
            )
        uttered = timed(uttered, spoken.text, self._references(utterance) if not uttered.words else ())
        sound = at_48k(uttered.pcm, uttered.sample_rate)
        first, last = edges(sound)
        sound = faded(sound[first:last])
        words = tuple(replace(w, start=_shift(w.start, first, last), end=_shift(w.end, first, last)) for w in uttered.words)
        phonemes = tuple(replace(p, start=_shift(p.start, first, last), end=_shift(p.end, first, last)) for p in uttered.phonemes)
        note = to_note(replace(uttered, words=words, phonemes=phonemes))
        blob = self.shelf.put(write_wav(sound, note=note), "audio/wav")
        if uttered.voice.startswith(f"{self.voice.name}:"):  # what a fallback spoke is not what this voice would say
            self.shelf.remember(key, blob)
        return _Take(line, spoken, blob, as_int16(sound), words, phonemes, uttered.timing, uttered.voice)

    def _references(self, utterance: Utterance) -> tuple[Uttered, ...]:
        """Let the voice with exact times speak the same sentence in three timbres; none where there is no such voice."""
        if self.reference is None:
            return ()
        timbres = (utterance.language, f"{utterance.language}+klatt", f"{utterance.language}+f2")
        return tuple(self.reference.speak(replace(utterance, voice=timbre)) for timbre in timbres)

    def _key(self, text: str, rate: float) -> str:
        """Name what one spoken sentence depends on."""
        timer = self.reference.fingerprint if self.reference is not None else ""
        parts = (
            "spoken",
            VERSION,
            self.voice.fingerprint,
            timer,
            self.to.voice,
            self.to.language,
            self.to.take,
            f"{rate:.4f}",
            text,
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _shift(sample: int, first: int, last: int) -> Samples:
    return Samples(min(max(sample, first), last) - first)


# ---------------------------------------------------------------- the length


def _gives(told: tuple[tuple[Line, SpokenText], ...], to: SpeakSettings) -> tuple[Give, ...]:
    """Give the pause after each sentence but the last: longer where a story ends or begins."""
    scenes = [(line.story, line.where.partition(".")[0]) for line, _ in told]
    return tuple(to.sentence_pause if a == b else to.story_pause for a, b in pairwise(scenes))


def _fit(booth: _Booth, told: tuple[tuple[Line, SpokenText], ...]) -> tuple[tuple[_Take, ...], float, tuple[int, ...]]:
    """Speak at the natural rate; then pauses, then the rate within its bounds, land the speech on its length."""
    to, rate = booth.to, 1.0
    gives = _gives(told, to)
    takes = booth.takes(told, rate)
    lengths = tuple(len(take.sound) for take in takes)
    if to.speech_seconds <= 0:
        return takes, rate, starts_of(lengths, tuple(give.natural for give in gives))
    target = round(to.speech_seconds * SAMPLE_RATE)
    for _ in range(2):
        better = rate_for(target, lengths, gives, rate, to.most_rate)
        if better == rate:
            break
        rate = better
        takes = booth.takes(told, rate)
        lengths = tuple(len(take.sound) for take in takes)
    return takes, rate, starts_of(lengths, pauses_for(target, lengths, gives))


def _replay(
    booth: _Booth, told: tuple[tuple[Line, SpokenText], ...], frozen: Frozen
) -> tuple[tuple[_Take, ...], float, tuple[int, ...]]:
    """Speak at the frozen rate; an edit is absorbed by its own pause and the one before the closing, all else stays."""
    gives = _gives(told, booth.to)
    takes = booth.takes(told, frozen.rate)
    same = _matched(told, frozen)
    closing = next((kept.start for kept in frozen.sentences if kept.where == "closing.1"), 0)
    starts = [0]
    for n in range(1, len(takes)):
        after = starts[-1] + len(takes[n - 1].sound)
        give, before, now = gives[n - 1], same[n - 1], same[n]
        kept = before is not None and len(takes[n - 1].sound) == before.end - before.start
        natural = after + round(give.natural * SAMPLE_RATE)
        if told[n][0].where == "closing.1":
            starts.append(nearest_start(closing or natural, after, give))
        elif kept and before is not None:
            starts.append(after + before.pause)
        else:
            starts.append(nearest_start(now.start if now is not None else natural, after, give))
    return takes, frozen.rate, tuple(starts)


def _matched(told: tuple[tuple[Line, SpokenText], ...], frozen: Frozen) -> tuple[Kept | None, ...]:
    """Find each sentence in the earlier fit by its text, in order; an edited or new one has none."""
    found: list[Kept | None] = [None] * len(told)
    old, new = [kept.text for kept in frozen.sentences], [line.sentence.text for line, _ in told]
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            found[block.b + n] = frozen.sentences[block.a + n]
    return tuple(found)


# ---------------------------------------------------------------- what is shown


def _placed(take: _Take, start: int) -> SpokenSentence:
    """Put a take on the track: its words become the shown ones, its times count from the start of the speech."""
    words = _shown(take.line.sentence.text, take.spoken, take.words)
    return SpokenSentence(
        where=take.line.where,
        text=take.line.sentence.text,
        spoken=take.spoken.text,
        start=Samples(start),
        end=Samples(start + len(take.sound)),
        words=tuple(replace(w, start=Samples(w.start + start), end=Samples(w.end + start)) for w in words),
        phonemes=tuple(replace(p, start=Samples(p.start + start), end=Samples(p.end + start)) for p in take.phonemes),
        timing=take.timing,
        voice=take.voice,
        audio=take.audio,
    )


def _shown(text: str, spoken: SpokenText, heard: tuple[Word, ...]) -> tuple[Word, ...]:
    """Spoken words → shown words; those that are spoken as one ("10.30 Uhr") share its time by their letters."""
    groups: list[tuple[tuple[int, int], list[tuple[int, int]]]] = []
    for token in _TOKEN.finditer(text):
        inner = [n for n in range(token.start(), token.end()) if text[n].isalnum()]
        if not inner:
            continue
        span = (inner[0], inner[-1] + 1)
        stretch = spoken.to_spoken(*span)
        if groups and stretch[0] < groups[-1][0][1]:
            groups[-1] = ((groups[-1][0][0], max(groups[-1][0][1], stretch[1])), [*groups[-1][1], span])
        else:
            groups.append((stretch, [span]))
    shown: list[Word] = []
    for (begin, end), spans in groups:
        met = [w for w in heard if w.at < end and w.to > begin]
        if not met:
            continue
        start, length = met[0].start, met[-1].end - met[0].start
        total, done = sum(b - a for a, b in spans), 0
        for a, b in spans:
            until = done + b - a
            times = (Samples(start + length * done // total), Samples(start + length * until // total))
            shown.append(Word(text[a:b], a, b, *times))
            done = until
    return tuple(shown)


# ---------------------------------------------------------------- what an editor should know


def _mute(line: Line) -> Finding:
    return Finding(
        "nothing-to-speak",
        Severity.AMBER,
        "Dieser Satz hat kein sprechbares Wort und wird ausgelassen. Bitte ausschreiben oder streichen.",
        line.where,
        line.sentence.text,
    )


def _heard(takes: tuple[_Take, ...], to: SpeakSettings, voice: Voice) -> tuple[Finding, ...]:
    """Say which voice spoke where it is not the one asked for, does not suit the presenter, or is only a stopgap."""
    name = takes[0].voice
    found: list[Finding] = []
    if not name.startswith(f"{voice.name}:"):
        text = f"Die Stimme „{voice.name}“ ist ausgefallen; gesprochen hat „{name}“. Bitte anhören oder neu sprechen lassen."
        found.append(Finding("voice-fallback", Severity.AMBER, text, "speech", name))
    if to.fitting and name not in to.fitting:
        text = f"Die Stimme „{name}“ passt nicht zur Sprecherfigur. Passend: {', '.join(to.fitting)}."
        found.append(Finding("voice-mismatch", Severity.AMBER, text, "speech", name))
    if name.startswith("espeak:"):
        text = "Es spricht eSpeak NG, eine einfache Computerstimme. Wie man eine bessere einrichtet, sagt „newsreel doctor“."
        found.append(Finding("voice-espeak", Severity.AMBER, text, "speech", name))
    guessed = [take.line.where for take in takes if take.timing is Timing.ESTIMATED]
    if guessed:
        text = f"Die Zeiten der Wörter sind in {len(guessed)} Sätzen nur geschätzt: Untertitel und Lippen können abweichen."
        found.append(Finding("timing-estimated", Severity.AMBER, text, guessed[0], name))
    return tuple(found)


def _beside(takes: tuple[_Take, ...], starts: tuple[int, ...]) -> int:
    """Give the samples that a correction takes: it comes on top of the programme, and shortens no news."""
    return sum(
        after - start
        for take, start, after in zip(takes, starts, (*starts[1:], starts[-1]), strict=True)
        if take.line.where.startswith("erratum.")
    )


def _length(length: int, rate: float, frozen: bool, to: SpeakSettings) -> tuple[Finding, ...]:
    """Say by how many seconds the speech misses its length, and what helps."""
    if to.speech_seconds <= 0:
        return ()
    seconds = length / SAMPLE_RATE
    off = seconds - to.speech_seconds
    if abs(off) <= TOLERANCE_SECONDS:
        return ()
    size = f"{abs(off):.1f}".replace(".", ",")
    if frozen:
        advice = "Mit „newsreel run --retake speak:KENNUNG“ wird er neu eingepasst."
    else:
        advice = "Bitte Sätze kürzen." if off > 0 else "Es fehlt an Stoff."
    text = f"Der Sprechertext ist {size} Sekunden zu {'lang' if off > 0 else 'kurz'}. {advice}"
    return (Finding("length-missed", Severity.AMBER, text, "speech", f"{seconds:.1f} s"),)
