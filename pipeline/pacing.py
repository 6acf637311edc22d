# SPDX-License-Identifier: EUPL-1.2
"""Hear how fast a voice is before a script is fitted to it: a few sentences of the news, spoken once and remembered."""

import hashlib
import json
import logging
from dataclasses import asdict
from typing import Final

from pipeline.errors import EngineError
from pipeline.language.pace import SENTENCES, Measured, Pace, calibrated
from pipeline.language.spoken import spoken_form
from pipeline.model import SAMPLE_RATE
from pipeline.ports import Shelf, Utterance, Voice
from pipeline.sound.trim import at_48k, edges

VERSION: Final = 1
"""Raise it where the sentences or the measuring change: voices are then heard anew."""

log = logging.getLogger("newsreel")


def pace_of(voice: Voice, name: str, language: str, start: Pace, shelf: Shelf) -> Pace:
    """Give the pace of a voice: `start` fitted to what it takes for the sentences of `language.pace`.

    Remembered by the voice's fingerprint. Where the voice cannot speak now, or another one had to step in, `start` is all that
    is known.
    """
    texts = SENTENCES.get(language, SENTENCES["de"])
    recipe = json.dumps(["pace", VERSION, voice.fingerprint, name, language, asdict(start), texts])
    key = hashlib.sha256(recipe.encode()).hexdigest()
    kept = shelf.recall(key)
    if kept is not None:
        return Pace(**json.loads(shelf.read(kept)))
    try:
        heard = tuple(_heard(voice, name, language, text) for text in texts)
    except EngineError as silent:
        log.warning("the voice %s cannot be measured, its pace is guessed: %s", voice.name, silent.message)
        return start
    pace = calibrated(start, tuple(measured for measured, _ in heard))
    if all(spoken_by.startswith(f"{voice.name}:") for _, spoken_by in heard):
        shelf.remember(key, shelf.put(json.dumps(asdict(pace)).encode(), "application/json"))
    return pace


def _heard(voice: Voice, name: str, language: str, text: str) -> tuple[Measured, str]:
    """Speak one sentence → the seconds from its first to its last sound, and the voice that spoke."""
    spoken = spoken_form(text, language=language).text
    uttered = voice.speak(Utterance(spoken, name, language))
    first, last = edges(at_48k(uttered.pcm, uttered.sample_rate))
    return Measured(spoken, (last - first) / SAMPLE_RATE), uttered.voice
