# SPDX-License-Identifier: EUPL-1.2
"""Speak with eSpeak NG from the wheel, in a child process: Utterance → Uttered with exact word and phoneme times."""

import importlib.metadata
import logging
import re
import sys
from pathlib import Path
from typing import Final, cast

import espeakng_loader
import numpy as np
import soxr

from pipeline.engines.child_process import ChildProcess, Head
from pipeline.engines.voices import VoiceName
from pipeline.errors import EngineError
from pipeline.model import SAMPLE_RATE, Phoneme, Samples, Timing, Word
from pipeline.ports import Utterance, Uttered

NATURAL_RATE: Final = 145
"""eSpeak's words per minute for about 4.2 German syllables per second (research/speech.md, section 5)."""

DEFAULT_VOICE: Final = {"de": "de+f2", "en": "en+f2"}

_PITCH: Final = {"": (45, 42), "f2": (50, 44), "f5": (46, 44), "m3": (52, 40)}
"""Pitch and range (eSpeak's 0..100, 50 as delivered) per timbre: calmer than delivered, 180 to 200 Hz and 105 to 115 Hz."""

_TUNED: Final = 1
"""Raise with any change of the tables above or of the times: it is part of the fingerprint."""

_CHILD: Final = Path(__file__).with_name("espeak_child.py")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STRESS: Final = "ˈˌ"

_LOG: Final = logging.getLogger(__name__)


class EspeakVoice:
    """eSpeak NG. One child process per voice object, started at the first sentence, killed and replaced when it hangs.

    `voice` is spoken where an utterance names none. `time_limit` is in seconds per sentence.
    """

    name = "espeak"

    def __init__(self, voice: str = "", *, time_limit: float = 20.0, child: Path = _CHILD) -> None:
        self.voice = voice
        self.time_limit = time_limit
        self._program = child
        library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
        build = f"{importlib.metadata.version('espeakng-loader')}/{Path(library).stat().st_size}"
        self.fingerprint = f"espeak {build} tuned {_TUNED} at {NATURAL_RATE} voice {voice or '-'}"
        self._child = ChildProcess([sys.executable, "-I", "-S", str(child), library, data], time_limit)

    def __getstate__(self) -> tuple[str, float, Path]:
        """A copy in another process has its own child."""
        return self.voice, self.time_limit, self._program

    def __setstate__(self, state: tuple[str, float, Path]) -> None:
        EspeakVoice.__init__(self, state[0], time_limit=state[1], child=state[2])

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence with exact times. Raises EngineError for an unknown voice, a crash or a hang (after one retry)."""
        voice = utterance.voice or self.voice or DEFAULT_VOICE.get(utterance.language, utterance.language)
        if voice.split("+")[0].split("-")[0] != utterance.language.split("-")[0]:
            raise EngineError(
                f"The voice “{voice}” does not speak the language “{utterance.language}”.",
                f"Name a voice that begins with “{utterance.language}”; `newsreel voices` lists them.",
            )
        pitch, pitch_range = _PITCH.get(voice.partition("+")[2], (50, 50))
        rate = round(NATURAL_RATE * utterance.rate)
        request: Head = {"text": utterance.text, "voice": voice, "rate": rate, "pitch": pitch, "range": pitch_range}
        head, sound = self._ask(request)
        pcm = np.frombuffer(sound, dtype="<i2").astype(np.float32) / np.float32(32768)
        if not pcm.size:
            raise EngineError(f"eSpeak NG gave no sound for “{utterance.text[:40]}”.", "Look at the sentence's spoken form.")
        native = int(cast(int, head["rate"]))
        words, phonemes = _times(
            cast("list[tuple[int, int, int]]", head["words"]),
            cast("list[tuple[str, int]]", head["phonemes"]),
            utterance.text,
            pcm.size,
            SAMPLE_RATE / native,
        )
        loud = np.asarray(soxr.resample(pcm, native, SAMPLE_RATE), dtype=np.float32)
        return Uttered(loud, SAMPLE_RATE, words, phonemes, Timing.NATIVE, f"{self.name}:{voice}")

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """List the voices of a language, the plain one first, then every timbre."""
        names = cast("list[str]", self._ask({"list": language})[0]["voices"])
        return tuple(VoiceName(self.name, name, language) for name in names)

    def close(self) -> None:
        """End the child process. The next sentence would start a new one."""
        self._child.close()

    def _ask(self, request: Head) -> tuple[Head, bytes]:
        """Put one request to the child, once more to a new child where the first crashed or hung."""
        try:
            head, sound = self._child.ask(request)
        except (OSError, ValueError) as first:
            _LOG.warning("espeak: %s; starting it anew", first)
            try:
                head, sound = self._child.ask(request)
            except (OSError, ValueError) as wrong:
                raise EngineError(f"eSpeak NG does not work: {wrong}.", "Run `newsreel doctor`; it tests the voice.") from wrong
        if head.get("ok") is not True:
            raise self._refusal(request, head)
        return head, sound

    def _refusal(self, request: Head, head: Head) -> EngineError:
        """Say why the child refused; for an unknown voice list the nearest ones."""
        if head.get("error") == "unknown voice":
            known = cast("list[str]", head.get("voices", []))
            some = ", ".join([*known[:1], *[v for v in known if v.partition("+")[2] in ("f2", "f5", "m3", "klatt")][:4]])
            return EngineError(
                f"eSpeak NG has no voice “{request['voice']}”.",
                f"Take one of {some}; `newsreel voices` lists them all." if some else "`newsreel voices` lists them.",
            )
        return EngineError(f"eSpeak NG failed: {head.get('error', 'no reason given')}.", "Run `newsreel doctor`.")


def _times(
    words: list[tuple[int, int, int]], phonemes: list[tuple[str, int]], text: str, length: int, scale: float
) -> tuple[tuple[Word, ...], tuple[Phoneme, ...]]:
    """Events at the engine's rate → words and phonemes at 48 kHz. Pauses and language switches ("(en)") are no phonemes."""

    def at(sample: int) -> Samples:
        return Samples(round(min(sample, length) * scale))

    heard: list[tuple[str, int, int]] = []
    marks = [(ipa, sample) for ipa, sample in phonemes if not ipa.startswith("(")]
    for n, (ipa, sample) in enumerate(marks):
        end = marks[n + 1][1] if n + 1 < len(marks) else length
        if ipa.strip(_STRESS) and end > sample:
            heard.append((ipa, sample, end))
    spoken: list[Word] = []
    for n, (position, size, sample) in enumerate(words):
        following = words[n + 1][2] if n + 1 < len(words) else length
        inside = [(start, end) for _, start, end in heard if sample <= start < following]
        if not inside or not 0 <= position < len(text):
            continue
        end = position + (met.end() if (met := _WORD.match(text[position:])) else size)  # before “ the event states no length
        spoken.append(Word(text[position:end], position, end, at(inside[0][0]), at(inside[-1][1])))
    sounds = tuple(Phoneme(ipa.strip(_STRESS), at(s), at(e), ipa[0] == "ˈ") for ipa, s, e in heard)
    return tuple(spoken), sounds
