# SPDX-License-Identifier: EUPL-1.2
"""The note inside a spoken sentence's WAV: sound and times are kept, and verified, as one piece of bytes."""

import json
from typing import cast

from pipeline.model import Phoneme, Samples, Timing, Word
from pipeline.ports import Uttered


def to_note(uttered: Uttered) -> bytes:
    """A spoken sentence → its times, its timing source and its voice as bytes."""
    words = [[w.at, w.to, w.start, w.end] for w in uttered.words]
    phonemes = [[p.ipa, p.start, p.end, p.stressed] for p in uttered.phonemes]
    return json.dumps([uttered.voice, uttered.timing.value, words, phonemes], separators=(",", ":")).encode()


def from_note(note: bytes, text: str) -> tuple[tuple[Word, ...], tuple[Phoneme, ...], Timing, str]:
    """A note and the spoken text → words, phonemes, timing source, voice."""
    form = cast("tuple[str, str, list[tuple[int, int, int, int]], list[tuple[str, int, int, bool]]]", json.loads(note))
    words = tuple(Word(text[a:b], a, b, Samples(s), Samples(e)) for a, b, s, e in form[2])
    phonemes = tuple(Phoneme(ipa, Samples(s), Samples(e), stressed) for ipa, s, e, stressed in form[3])
    return words, phonemes, Timing(form[1]), form[0]
