# SPDX-License-Identifier: EUPL-1.2
"""Two voices in one: the first speaks and is listened to; where it fails, the second speaks: Utterance → Uttered."""

import logging
from dataclasses import replace
from typing import Final

from pipeline.engines.voices import in_language
from pipeline.errors import EngineError
from pipeline.ports import Utterance, Uttered, Voice
from pipeline.sound.quality import Fault, faults, foreign

_LOG: Final = logging.getLogger(__name__)

TRUSTED_AFTER: Final = 3
"""Sentences whose language is checked by ear; a voice does not change its language later."""

_LEAST_CHARACTERS: Final = 30
"""A shorter sentence does not tell its language."""


class FallbackVoice:
    """A voice with a second one behind it. Has the first one's name; `Uttered.voice` says who really spoke.

    Once the first has failed, the second speaks all that follows, so that a programme has one voice. `spare_voice` is the
    name that the second is asked for. `reference` (eSpeak) checks the language of voices that have no times of their own.
    """

    def __init__(self, first: Voice, second: Voice, spare_voice: str = "", reference: Voice | None = None) -> None:
        self.name = first.name
        self.fingerprint = f"{first.fingerprint} else {second.fingerprint}"
        self.first, self.second = first, second
        self.spare_voice = spare_voice
        self.reason = ""
        self._reference = reference
        self._heard = 0

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError where both voices fail, naming both reasons."""
        if not self.reason:
            try:
                uttered = self.first.speak(utterance)
                self.reason = self._faulty(uttered, utterance)
            except EngineError as wrong:
                self.reason = wrong.message
            else:
                if not self.reason:
                    return uttered
            _LOG.warning("voice %s failed, %s speaks instead: %s", self.first.name, self.second.name, self.reason)
        spare = in_language(self.second.name, self.spare_voice, utterance.language)
        try:
            uttered = self.second.speak(replace(utterance, voice=spare))
        except EngineError as wrong:
            raise EngineError(
                f"Both voices failed. {self.first.name}: {self.reason} {self.second.name}: {wrong.message}", wrong.hint
            ) from wrong
        found = faults(uttered, utterance.text, utterance.rate)
        if found:
            raise EngineError(
                f"Both voices failed. {self.first.name}: {self.reason} {self.second.name}: {found[0].reason}.",
                "Run `newsreel doctor`; it tests the voices.",
            )
        return uttered

    def _faulty(self, uttered: Uttered, utterance: Utterance) -> str:
        """Say what is wrong with a sentence, empty where nothing is."""
        found = faults(uttered, utterance.text, utterance.rate)
        unsure = not uttered.words and self._heard < TRUSTED_AFTER and len(utterance.text) >= _LEAST_CHARACTERS
        if not found and unsure and self._reference is not None:
            self._heard += 1
            found = self._foreign(uttered, utterance, self._reference)
        return f"{found[0].reason}." if found else ""

    def close(self) -> None:
        """End what both voices keep running."""
        for voice in (self.first, self.second):
            close = getattr(voice, "close", None)
            if close is not None:
                close()

    def _foreign(self, uttered: Uttered, utterance: Utterance, reference: Voice) -> tuple[Fault, ...]:
        """Compare a sentence with the same text read by a native and by a foreign speaker."""
        other = "en" if utterance.language[:2] != "en" else "de"
        native = reference.speak(replace(utterance, voice="", rate=1.0))
        stranger = reference.speak(replace(utterance, voice="", language=other, rate=1.0))
        return foreign(uttered, native, stranger)
