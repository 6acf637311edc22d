# SPDX-License-Identifier: EUPL-1.2
"""Speak with pyttsx3 (system voices on Windows and macOS, the wheel's eSpeak NG on Linux): Utterance → Uttered, no times."""

import importlib.metadata
import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

import espeakng_loader
import numpy as np

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.limits import VOICE_MEMORY, finished
from pipeline.engines.voices import VoiceName
from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE, Timing
from pipeline.ports import Utterance, Uttered
from pipeline.sound.quality import predicted_seconds
from pipeline.sound.trim import at_48k, edges
from pipeline.sound.wav import read_wav

NATURAL_RATE: Final = 145
TRIES: Final = 3
"""Two of 26 fresh processes spoke at 200 words per minute instead of 145 (research/speech.md, section 2)."""

_OWN: Final = (0.12, 0.25)
"""Share and seconds by which a sentence on Linux may differ from the same one by eSpeak NG itself: timbres differ by 4 %, and
where the driver forgets the rate (200 words per minute) it is 27 %."""
_OTHERS: Final = (0.4, 1.0)
"""The same against the prediction from the text, for the voices of Windows and macOS, whose natural pace is not known."""

_CHILD: Final = Path(__file__).with_name("pyttsx3_child.py")
_LOG: Final = logging.getLogger(__name__)


class Pyttsx3Voice:
    """pyttsx3, one child process per sentence, its file checked; up to three tries.

    `voice` is a name or id as the system lists it, "female" or "male", or empty for the first of the
    language. `time_limit` is in seconds per try.
    """

    name = "pyttsx3"

    def __init__(self, voice: str = "", *, time_limit: float = 30.0, child: Path = _CHILD) -> None:
        self.voice = voice
        self.time_limit = time_limit
        self._program = child
        self._ruler = EspeakVoice(time_limit=time_limit)
        self._linux = sys.platform.startswith("linux")
        build = importlib.metadata.version("pyttsx3")
        if self._linux:
            build += f" espeak {importlib.metadata.version('espeakng-loader')}"
        self.fingerprint = f"pyttsx3 {build} on {sys.platform} at {NATURAL_RATE} voice {voice or '-'}"

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError for an unknown voice, or where no try gave a sound of the right length."""
        wrong, asked = "", utterance.voice or self.voice
        for attempt in range(1, TRIES + 1):
            with tempfile.TemporaryDirectory(prefix="newsreel-") as folder:
                out = Path(folder) / "sentence.wav"
                answer = self._ask(utterance, out)
                wrong = str(answer.get("error", "")) or self._wrong(out, utterance)
                if not wrong:
                    wav = read_wav(out.read_bytes())
                    mono = np.asarray(wav.sound if wav.sound.ndim == 1 else wav.sound.mean(axis=1), dtype=np.float32)
                    return Uttered(mono, wav.rate, (), (), Timing.ESTIMATED, f"{self.name}:{asked or answer['voice']}")
            if "voices" in answer:
                known = ", ".join(cast("list[str]", answer["voices"])[:12])
                raise EngineError(
                    f"pyttsx3 has {wrong}.", f"Known here: {known}" if known else "This system has no voices at all."
                )
            _LOG.warning("pyttsx3, try %d of %d: %s", attempt, TRIES, wrong)
        raise EngineError(f"pyttsx3 failed {TRIES} times: {wrong}.", "Choose another [voice] engine; `newsreel doctor` helps.")

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """List the voices of a language."""
        answer = self._ask(Utterance("", "", language), Path())
        if answer.get("ok") is not True:
            raise EngineError(f"pyttsx3 cannot list its voices: {answer.get('error')}.", "Run `newsreel doctor`.")
        found = cast("list[tuple[str, str, list[str]]]", answer["voices"])
        fitting = [v for v in found if any(one.replace("_", "-").split("-")[0].lower() == language for one in v[2])]
        return tuple(VoiceName(self.name, v[0], language, v[1]) for v in fitting)

    def _ask(self, utterance: Utterance, out: Path) -> dict[str, object]:
        """Start a child for one request; a child that hangs is killed."""
        request = {
            "text": utterance.text,
            "voice": utterance.voice or self.voice,
            "language": utterance.language,
            "rate": round(NATURAL_RATE * utterance.rate),
            "out": str(out),
            "library": espeakng_loader.get_library_path() if self._linux else "",
            "data": espeakng_loader.get_data_path() if self._linux else "",
            "list": not utterance.text,
        }
        command = [sys.executable, "-I", str(self._program)]
        try:
            done = finished(command, self.time_limit, VOICE_MEMORY, json.dumps(request).encode())
        except subprocess.TimeoutExpired:
            return {"ok": False, "error": f"it gave no answer within {self.time_limit:g} seconds"}
        try:
            return cast("dict[str, object]", json.loads(done.stdout))
        except ValueError:
            return {"ok": False, "error": f"its process ended with code {done.returncode}"}

    def _wrong(self, out: Path, utterance: Utterance) -> str:
        """Say what is wrong with a file, empty where nothing is: WAV, not empty, as long as the text and the rate say."""
        try:
            wav = read_wav(out.read_bytes())
        except (OSError, EngineError) as error:
            return f"the file cannot be read ({error})"
        if not len(wav.sound):
            return "the file is empty"
        first, last = edges(at_48k(wav.sound, wav.rate))
        seconds, expected = (last - first) / SAMPLE_RATE, self._expected(utterance)
        share, least = _OWN if self._linux else _OTHERS
        if abs(seconds - expected) > max(least, share * expected):
            return f"it lasts {seconds:.1f} s where {expected:.1f} s were expected: the rate was ignored"
        return ""

    def _expected(self, utterance: Utterance) -> float:
        """Give the seconds that a sentence should last: on Linux as eSpeak NG itself speaks it, elsewhere as predicted."""
        if not self._linux:
            return predicted_seconds(utterance.text, utterance.rate)
        spoken = self._ruler.speak(replace(utterance, voice=""))
        first, last = edges(spoken.pcm)
        return (last - first) / SAMPLE_RATE

    def close(self) -> None:
        """End the child process of eSpeak NG, which measures lengths on Linux."""
        self._ruler.close()
