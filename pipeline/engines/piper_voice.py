# SPDX-License-Identifier: EUPL-1.2
"""Speak with Piper (extra `piper`), voice files from `assets/voices/`: Utterance → Uttered, no times.

A voice is data: `<name>.toml` beside `<name>.onnx` and `<name>.onnx.json`, with language, licence and the sha256 of both files:

    language = "de"
    licence = "CC0-1.0"
    model = "de_DE-kerstin-low.onnx"
    model_sha256 = "…"
    config = "de_DE-kerstin-low.onnx.json"
    config_sha256 = "…"
"""

import hashlib
import importlib.metadata
import importlib.util
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from pipeline.engines.child_process import ChildProcess, Head
from pipeline.engines.limits import MODEL_MEMORY
from pipeline.engines.voices import VoiceName
from pipeline.errors import ConfigError, EngineError
from pipeline.model import Timing
from pipeline.ports import Utterance, Uttered

_CHILD: Final = Path(__file__).with_name("piper_child.py")
_KEYS: Final = frozenset({"language", "licence", "model", "model_sha256", "config", "config_sha256", "note", "natural_rate"})
_GET: Final = "docs/voices.md says how to add a Piper voice."


@dataclass(frozen=True, slots=True)
class PiperFiles:
    """A Piper voice on disk. `natural_rate` is the speed at which it speaks about 4.2 syllables per second, against its own."""

    name: str
    language: str
    licence: str
    model: Path
    model_sha256: str
    config: Path
    config_sha256: str
    note: str = ""
    natural_rate: float = 1.0


def piper_files(folder: Path) -> tuple[PiperFiles, ...]:
    """Read every voice of a folder; none where there is no folder. Raises ConfigError for a toml that is wrong."""
    return tuple(_read(file) for file in sorted(folder.glob("*.toml")))


class PiperVoice:
    """A Piper voice in a child process. The files are checked against their sha256 before they are loaded."""

    name = "piper"

    def __init__(self, files: PiperFiles, *, time_limit: float = 60.0, child: Path = _CHILD) -> None:
        self.files = files
        self.time_limit = time_limit
        build = importlib.metadata.version("piper-tts") if installed() else "missing"
        self.fingerprint = f"piper {build} {files.model_sha256[:16]} {files.config_sha256[:8]} at {files.natural_rate:g}"
        self._child = ChildProcess([sys.executable, str(child), str(files.model), str(files.config)], time_limit, MODEL_MEMORY)
        self._program = child
        self._checked = False

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError where Piper is not installed, a file is not the one named, or it fails."""
        import numpy as np  # whoever only asks what is installed does without

        if utterance.language[:2] != self.files.language[:2]:
            raise EngineError(
                f"The Piper voice {self.files.name} speaks “{self.files.language}”, not “{utterance.language}”.", _GET
            )
        if utterance.voice and utterance.voice != self.files.name:
            raise EngineError(f"The Piper voice {self.files.name} is open, but “{utterance.voice}” was asked for.", _GET)
        self._check()
        try:
            scale = 1 / (self.files.natural_rate * utterance.rate)
            head, sound = self._child.ask({"text": utterance.text, "length_scale": scale})
        except (OSError, ValueError) as wrong:
            raise EngineError(f"Piper does not work: {wrong}.", "Run `newsreel doctor`; it tests the voice.") from wrong
        if head.get("ok") is not True or not sound:
            raise EngineError(f"Piper failed: {head.get('error', 'it gave no sound')}.", "Run `newsreel doctor`.")
        pcm = np.frombuffer(sound, "<i2").astype(np.float32) / np.float32(32768)
        return Uttered(pcm, int(cast(int, head["rate"])), (), (), Timing.ESTIMATED, f"{self.name}:{self.files.name}")

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """Give this voice where it speaks the language."""
        files = self.files
        return (VoiceName(self.name, files.name, language, files.note),) if files.language[:2] == language[:2] else ()

    def close(self) -> None:
        """End the child process."""
        self._child.close()

    def _check(self) -> None:
        """Make sure, once, that the files are those that the toml names."""
        if self._checked:
            return
        if not installed():
            raise EngineError("Piper is not installed.", "Install it with `pip install newsreel[piper]`.")
        for file, wanted in ((self.files.model, self.files.model_sha256), (self.files.config, self.files.config_sha256)):
            try:
                with file.open("rb") as content:
                    found = hashlib.file_digest(content, "sha256").hexdigest()
            except OSError as wrong:
                raise EngineError(f"The voice file {file} cannot be read: {wrong.strerror}.", _GET) from wrong
            if found != wanted:
                raise EngineError(
                    f"The voice file {file} has sha256 {found[:12]}…, but {self.files.name}.toml says {wanted[:12]}….",
                    "Fetch the file anew, or correct the toml if the new file is meant.",
                )
        self._checked = True


def installed() -> bool:
    """Tell whether the package piper-tts is there."""
    return importlib.util.find_spec("piper") is not None


def _read(file: Path) -> PiperFiles:
    """One toml → the voice that it describes."""
    try:
        table: Head = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise ConfigError(f"{file} cannot be read: {wrong}.", _GET) from wrong
    unknown = sorted(set(table) - _KEYS)
    missing = sorted(_KEYS - {"note", "natural_rate"} - set(table))
    if unknown or missing:
        what = f"an unknown key “{unknown[0]}”" if unknown else f"no key “{missing[0]}”"
        raise ConfigError(f"{file} has {what}.", _GET)
    rate = table.get("natural_rate", 1.0)
    if not isinstance(rate, int | float) or not 0.5 <= rate <= 2:
        raise ConfigError(f"{file}: natural_rate is {rate!r}.", "It must be a number between 0.5 and 2.")
    words = {key: str(value) for key, value in table.items()}
    return PiperFiles(
        name=file.stem,
        language=words["language"],
        licence=words["licence"],
        model=file.parent / words["model"],
        model_sha256=words["model_sha256"].lower(),
        config=file.parent / words["config"],
        config_sha256=words["config_sha256"].lower(),
        note=words.get("note", ""),
        natural_rate=float(rate),
    )
