# SPDX-License-Identifier: EUPL-1.2
"""Voices that misbehave in every way that real ones do, all through the one port."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.errors import EngineError
from pipeline.model import Samples, Timing, Word
from pipeline.ports import Utterance, Uttered, Voice
from pipeline.sound.quality import predicted_seconds
from pipeline.sound.wav import Sound, read_wav

RATE = 48_000


def babble(seconds: float, rate: int = RATE) -> Sound:
    """Something as loud and as uneven as speech: syllables of a buzzing tone."""
    t = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 12))
    syllables = 0.25 + 0.75 * np.abs(np.sin(2 * np.pi * 2.1 * t))
    return np.asarray(0.2 * tone * syllables, dtype=np.float32)


@dataclass
class Babbler:
    """A well-behaved voice without meaning: right length, exact times at equal shares; counts its calls."""

    name: str = "babble"
    fingerprint: str = "babble 1"
    times: bool = True
    spoke: list[Utterance] = field(default_factory=list)

    def speak(self, utterance: Utterance) -> Uttered:
        self.spoke.append(utterance)
        pcm = babble(predicted_seconds(utterance.text, utterance.rate))
        words: list[Word] = []
        at = 0
        for text in utterance.text.split():
            begin = utterance.text.index(text, at)
            at = begin + len(text)
            share = len(pcm) / len(utterance.text)
            words.append(Word(text, begin, at, Samples(round(begin * share)), Samples(round(at * share))))
        timing = Timing.NATIVE if self.times else Timing.ESTIMATED
        return Uttered(pcm, RATE, tuple(words) if self.times else (), (), timing, f"{self.name}:one")


@dataclass
class Bent:
    """A voice whose answers are bent by a function."""

    bend: Callable[[Uttered, Utterance], Uttered]
    voice: Voice = field(default_factory=Babbler)
    name: str = "bent"
    fingerprint: str = "bent 1"

    def speak(self, utterance: Utterance) -> Uttered:
        return replace(self.bend(self.voice.speak(utterance), utterance), voice=f"{self.name}:one")


@dataclass
class Crashing:
    """A voice that raises, from its `after`th call on."""

    after: int = 0
    name: str = "crash"
    fingerprint: str = "crash 1"
    calls: int = 0
    voice: Babbler = field(default_factory=lambda: Babbler(name="crash"))

    def speak(self, utterance: Utterance) -> Uttered:
        self.calls += 1
        if self.calls > self.after:
            raise EngineError("The voice crashed.", "Start it anew.")
        return self.voice.speak(utterance)


def silent() -> Bent:
    """Gives silence of the right length."""
    return Bent(lambda u, _: replace(u, pcm=np.zeros_like(u.pcm)))


def empty() -> Bent:
    """Gives no sample at all."""
    return Bent(lambda u, _: replace(u, pcm=np.zeros(0, np.float32)))


def wrong_rate() -> Bent:
    """Says 24 kHz of sound that has 48 kHz: half as fast, an octave lower."""
    return Bent(lambda u, _: replace(u, sample_rate=24_000))


def hasty() -> Bent:
    """Ignores the rate and leaves out half of the sentence."""
    return Bent(lambda u, _: replace(u, pcm=u.pcm[: len(u.pcm) // 2]))


def shouting() -> Bent:
    """Clips."""
    return Bent(lambda u, _: replace(u, pcm=np.clip(u.pcm * 30, -1, 1)))


def broken() -> Bent:
    """Gives values that are no numbers."""
    return Bent(lambda u, _: replace(u, pcm=u.pcm * np.float32("nan")))


def mp3() -> Bent:
    """Sends MP3 where WAV was asked for."""
    return Bent(lambda u, _: replace(u, pcm=read_wav(b"ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00").sound))


@dataclass
class EnglishReader:
    """Reads German as an Englishman would, and says that it is a German voice."""

    espeak: Voice
    name: str = "english"
    fingerprint: str = "english 1"

    def speak(self, utterance: Utterance) -> Uttered:
        said = self.espeak.speak(replace(utterance, voice="en-US+m3", language="en"))
        return replace(said, words=(), phonemes=(), timing=Timing.ESTIMATED, voice=f"{self.name}:de")
