# SPDX-License-Identifier: EUPL-1.2
"""Give times to speech that has none: from references that have (aligned), else from the length of the words (estimated)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from pipeline.model import SAMPLE_RATE, Phoneme, Samples, Timing, Word
from pipeline.ports import Uttered
from pipeline.sound.align import Warp, features, offset, settled, silences, sounding, warp
from pipeline.sound.trim import at_48k, edges
from pipeline.sound.wav import Sound

MOST_COST: Final = 1.03
"""Where the best path is dearer than this, it joins two different texts: then the times are only estimated."""

_NEARLY: Final = 0.15
"""References whose path is this much dearer than the best still have a say in the median."""

_LATE: Final = SAMPLE_RATE * 10 // 1000
"""Words are found this much after where people label them and where sound begins: median of 1 277 onsets of four flite voices
(+13 ms) and of 32 onsets of Pico after a silence (+29 ms), none of them in the sentences that the benchmark measures."""

_WORD: Final = re.compile(r"\w[\w'’]*")


def timed(uttered: Uttered, text: str, references: Sequence[Uttered]) -> Uttered:
    """A spoken sentence → the same with times. `references` are the same text, spoken by voices with exact times."""
    if uttered.words:
        return uttered
    sound = at_48k(uttered.pcm, uttered.sample_rate)
    known = [r for r in references if r.words]
    aligned = _aligned(sound, known) if known else None
    if aligned is None:
        words = scaled(sound, known[0]) if known else estimated(sound, text)
        return replace(uttered, pcm=sound, sample_rate=SAMPLE_RATE, words=words, phonemes=(), timing=Timing.ESTIMATED)
    words, phonemes = aligned
    return replace(uttered, pcm=sound, sample_rate=SAMPLE_RATE, words=words, phonemes=phonemes, timing=Timing.ALIGNED)


def cost(uttered: Uttered, reference: Uttered) -> float:
    """Give how far a spoken sentence is from a reference of the same text, in the units of `MOST_COST`."""
    sound = at_48k(uttered.pcm, uttered.sample_rate)
    return _path(reference, sound)[0].cost


def estimated(sound: Sound, text: str) -> tuple[Word, ...]:
    """Share the sound among the words by their letters, silences left out."""
    clock = _Sounding.of(sound, edges(sound))
    tokens = list(_WORD.finditer(text))
    letters = sum(len(t.group()) for t in tokens)
    words: list[Word] = []
    done = 0
    for token in tokens:
        until = done + len(token.group())
        start, end = clock.place(done / letters), clock.place(until / letters)
        words.append(Word(token.group(), token.start(), token.end(), start, clock.offset(end, start)))
        done = until
    return tuple(words)


def scaled(sound: Sound, reference: Uttered) -> tuple[Word, ...]:
    """Share the sound among the words as a reference of the same text does, silences left out of both."""
    clock = _Sounding.of(sound, sounding(sound))
    other = at_48k(reference.pcm, reference.sample_rate)
    model = _Sounding.of(other, sounding(other))
    words: list[Word] = []
    for word in reference.words:
        start, end = clock.place(model.share(word.start)), clock.place(model.share(word.end))
        words.append(replace(word, start=start, end=clock.offset(end, start)))
    return tuple(words)


@dataclass(frozen=True, slots=True)
class _Sounding:
    """A clock that runs only while there is sound: 0 at the first, 1 at the last, silences inside left out."""

    first: int
    length: int
    quiet: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, sound: Sound, range_: tuple[int, int]) -> "_Sounding":
        """Wind up the clock of a sound that begins and ends at these samples."""
        first, last = range_
        quiet = tuple((a, b) for a, b in silences(sound) if first < a and b < last)
        return cls(first, last - first - sum(b - a for a, b in quiet), quiet)

    def place(self, share: float) -> Samples:
        """Give the sample at a reading of the clock."""
        sample = self.first + round(share * self.length)
        for begin, end in self.quiet:
            if sample >= begin:
                sample += end - begin
        return Samples(sample)

    def share(self, sample: int) -> float:
        """Give the reading of the clock at a sample."""
        silent = sum(min(max(sample - begin, 0), end - begin) for begin, end in self.quiet)
        return min(max((sample - self.first - silent) / max(self.length, 1), 0.0), 1.0)

    def offset(self, sample: int, start: int) -> Samples:
        """Move the end of what began at `start` out of a silence."""
        return Samples(max(start, offset(sample, start, self.quiet)))


def _path(reference: Uttered, sound: Sound) -> tuple[Warp, int, int]:
    """Warp a reference, silence cut off, onto a sound, silence cut off: the path and where both begin."""
    other = at_48k(reference.pcm, reference.sample_rate)
    (a, b), (c, d) = sounding(other), sounding(sound)
    return warp(features(other[a:b]), features(sound[c:d])), a, c


def _aligned(sound: Sound, references: Sequence[Uttered]) -> tuple[tuple[Word, ...], tuple[Phoneme, ...]] | None:
    """Carry the times of the references over to the sound: the median of all; None where none of them fits."""
    paths = [(reference, *_path(reference, sound)) for reference in references]
    best = min(path[1].cost for path in paths)
    if best > MOST_COST:
        return None
    paths = [path for path in paths if path[1].cost <= best + _NEARLY]
    quiet = silences(sound)
    first, last = edges(sound)
    model = paths[0][0]
    same_words = [p for p in paths if [w.at for w in p[0].words] == [w.at for w in model.words]]
    same_sounds = [p for p in paths if [x.ipa for x in p[0].phonemes] == [x.ipa for x in model.phonemes]]

    def carried(samples: Sequence[int], those: Sequence[tuple[Uttered, Warp, int, int]]) -> int:
        there = median(begin + path(sample - cut) for sample, (_, path, cut, begin) in zip(samples, those, strict=True))
        return min(max(round(there) - _LATE, first), last)

    def end_of(sample: int, after: int) -> Samples:
        return Samples(max(offset(sample, after, quiet), after))

    starts = settled([carried([p[0].words[n].start for p in same_words], same_words) for n in range(len(model.words))], quiet)
    words: list[Word] = []
    for n, word in enumerate(model.words):
        until = carried([p[0].words[n].end for p in same_words], same_words)
        words.append(replace(word, start=Samples(starts[n]), end=end_of(until, starts[n])))
    starts = settled(
        [carried([p[0].phonemes[n].start for p in same_sounds], same_sounds) for n in range(len(model.phonemes))], quiet
    )
    phonemes: list[Phoneme] = []
    for n, phoneme in enumerate(model.phonemes):
        until = carried([p[0].phonemes[n].end for p in same_sounds], same_sounds)
        if n + 1 < len(starts):
            until = min(until, starts[n + 1])
        phonemes.append(replace(phoneme, start=Samples(starts[n]), end=end_of(until, starts[n])))
    return tuple(words), tuple(p for p in phonemes if p.end > p.start)
