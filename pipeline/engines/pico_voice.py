# SPDX-License-Identifier: EUPL-1.2
"""Speak with SVOX Pico (`pico2wave` of Debian's libttspico-utils, non-free): Utterance → Uttered at 16 kHz, no times."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from pipeline.engines.limits import VOICE_MEMORY, finished
from pipeline.engines.voices import VoiceName
from pipeline.errors import EngineError
from pipeline.model import Timing
from pipeline.ports import Utterance, Uttered

LANGUAGES: Final = {"de": "de-DE", "en": "en-GB"}

NATURAL_SPEED: Final = 0.955
"""Brings Pico (16.7 characters per second) near the pace that captions can follow (16)."""

_GET: Final = "Install it with `apt install libttspico-utils` (Debian, component non-free), or choose another engine."


class PicoVoice:
    """SVOX Pico, one process per sentence. `program` is a path or a name on PATH; `time_limit` in seconds."""

    name = "pico"

    def __init__(self, voice: str = "", *, program: str = "pico2wave", time_limit: float = 20.0) -> None:
        self.voice = voice
        self.time_limit = time_limit
        self._program = shutil.which(program) or ""
        size = Path(self._program).stat().st_size if self._program else 0
        self.fingerprint = f"pico {size} speed {NATURAL_SPEED} voice {voice or '-'}"

    @staticmethod
    def installed() -> bool:
        """Tell whether `pico2wave` is there."""
        return shutil.which("pico2wave") is not None

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError where Pico is not installed, hangs, or lacks the voice."""
        from pipeline.sound.stretch import stretched  # whoever only asks what is installed does without numpy
        from pipeline.sound.wav import read_wav

        if not self._program:
            raise EngineError("SVOX Pico is not installed: there is no `pico2wave`.", _GET)
        voice = utterance.voice or self.voice or LANGUAGES.get(utterance.language, utterance.language)
        if voice not in LANGUAGES.values() or voice[:2] != utterance.language[:2]:
            known = ", ".join(LANGUAGES.values())
            raise EngineError(f"Pico has no voice “{voice}” for “{utterance.language}”.", f"Take one of {known}.")
        with tempfile.TemporaryDirectory(prefix="newsreel-") as folder:
            out = Path(folder) / "sentence.wav"
            command = [self._program, f"--lang={voice}", f"--wave={out}", "--", utterance.text.replace("<", " ")]
            try:
                done = finished(command, self.time_limit, VOICE_MEMORY)  # the text is one argument after "--"
            except subprocess.TimeoutExpired as wrong:
                raise EngineError(f"Pico gave no answer within {self.time_limit:g} seconds.", "Try again.") from wrong
            except OSError as wrong:
                raise EngineError(f"Pico cannot be started: {wrong.strerror}.", _GET) from wrong
            if done.returncode or not out.exists():
                said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
                raise EngineError(f"Pico failed: {said[0]}.", _GET)
            wav = read_wav(out.read_bytes())
        sound = wav.sound if wav.sound.ndim == 1 else wav.sound[:, 0]
        pcm = stretched(sound, wav.rate, NATURAL_SPEED * utterance.rate)
        return Uttered(pcm, wav.rate, (), (), Timing.ESTIMATED, f"{self.name}:{voice}")

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """List the voices of a language: Pico has one for each."""
        if not self._program or language not in LANGUAGES:
            return ()
        return (VoiceName(self.name, LANGUAGES[language], language, "weiblich, wärmer als eSpeak"),)
