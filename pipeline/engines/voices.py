# SPDX-License-Identifier: EUPL-1.2
"""The voice engines by name, and which of them is the best that is installed."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final, Protocol, cast

from pipeline.errors import ConfigError
from pipeline.language.pace import ESPEAK_DE, Pace
from pipeline.ports import Voice
from pipeline.settings import VoiceSettings

VOICE_FOLDER: Final = Path("assets") / "voices"
"""Where Piper voices stand, from the folder of the configuration."""

_PACES: Final = {"pico": 15.95, "espeak:de+m3": 16.3, "pyttsx3:male": 16.2}
"""Characters per second of engines and voices that are faster than eSpeak's de+f2; measured by `benchmarks.speech`."""

_PLUGINS: Final = "newsreel.voices"


@dataclass(frozen=True, slots=True)
class VoiceName:
    """A voice that can be asked for: its engine, its name there, its language; `note` is German, for editors."""

    engine: str
    name: str
    language: str
    note: str = ""


class Lister(Protocol):
    """A voice engine that can say which voices it has."""

    def voices(self, language: str = "de") -> tuple[VoiceName, ...]:
        """List the voices of a language."""
        ...


@dataclass(frozen=True, slots=True)
class OpenVoice:
    """The voice of a configuration, ready to speak.

    `voice` is asked for `name`. `reference` times and checks voices without times. `pace` predicts lengths. `why` says in English
    why this engine was chosen and how to get a better one.
    """

    voice: Voice
    name: str
    reference: Voice
    pace: Pace
    why: str
    home: Path

    def named(self, language: str) -> str:
        """Give the name to ask for in a language: a voice of another language gives way to the engine's own of that language."""
        return in_language(self.voice.name, self.name, language)

    def listed(self, languages: tuple[str, ...] = ("de", "en")) -> tuple[VoiceName, ...]:
        """List the voices of every engine that is installed here."""
        found: list[VoiceName] = []
        for engine in ("piper", "pico", "espeak", "pyttsx3"):
            for language in languages:
                found.extend(_listed(engine, language, self.home))
        if self.voice.name == "openai":
            found.append(VoiceName("openai", self.name, languages[0]))
        return tuple(found)

    def close(self) -> None:
        """End the child processes."""
        for voice in (self.voice, self.reference):
            close = cast("Callable[[], None] | None", getattr(voice, "close", None))
            if close is not None:
                close()


def in_language(engine: str, name: str, language: str) -> str:
    """Give an engine's voice of a language that is nearest to a voice of it: espeak's "de+m3" is "en+m3" in English."""
    if engine == "espeak" and name.partition("+")[0].split("-")[0] != language:
        timbre = name.partition("+")[2]
        return f"{language}+{timbre}" if timbre else language
    if engine == "pico" and name and not name.startswith(language):
        from pipeline.engines.pico_voice import LANGUAGES

        return LANGUAGES.get(language, "")
    return name


def best_installed(home: Path = Path(), fitting: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Give the best engine that is installed, and why it is that one: piper, pico, espeak; system voices off Linux.

    Pico has one voice, a woman's: it is left out where a presenter names fitting voices but none of Pico's.
    """
    from pipeline.engines.pico_voice import PicoVoice
    from pipeline.engines.piper_voice import installed, piper_files

    files = piper_files(home / VOICE_FOLDER)
    if files and installed():
        return "piper", f"Piper is installed and has the voice {files[0].name}"
    if files:
        more = "there are Piper voices in assets/voices, but not the package: pip install newsreel[piper]"
    else:
        more = "a Piper voice in assets/voices would sound better; docs/voices.md says how"
    if PicoVoice.installed() and (not fitting or "pico" in fitting):
        return "pico", f"SVOX Pico is installed; {more}"
    if not sys.platform.startswith("linux"):
        return "pyttsx3", "the voices of this system"
    return "espeak", f"it is always there; {more}"


def chosen(to: VoiceSettings, fitting: Mapping[str, str], home: Path) -> tuple[str, str]:
    """Give the engine that speaks, and why it is that one; nothing is opened."""
    return best_installed(home, fitting) if to.engine == "auto" else (to.engine, "as configured")


def open_voice(to: VoiceSettings, fitting: Mapping[str, str], home: Path) -> OpenVoice:
    """Open the configured voice with its fallback.

    `fitting` is the presenter's voice per engine, `home` the folder of the configuration. Raises ConfigError for an engine
    that is not known and for settings that it cannot work with.
    """
    from pipeline.engines.espeak_voice import EspeakVoice
    from pipeline.engines.fallback_voice import FallbackVoice

    engine, why = chosen(to, fitting, home)
    reference = EspeakVoice()
    name = to.voice or fitting.get(engine, "")
    first = _open(engine, name, to, home)
    voice = first
    if to.fallback and to.fallback != engine:
        spare = fitting.get(to.fallback, "")
        voice = FallbackVoice(first, _open(to.fallback, spare, to, home), spare, reference)
    if engine == "piper":
        name = ""  # the voice is the files; there is no other to ask for
    return OpenVoice(voice, name, reference, _pace(engine, name), why, home)


def _pace(engine: str, name: str) -> Pace:
    """Give the pace of a voice, so that the first fit lands; eSpeak's where nothing else is known."""
    known = _PACES.get(f"{engine}:{name}", _PACES.get(engine, ESPEAK_DE.characters_per_second))
    return replace(ESPEAK_DE, characters_per_second=known)


def _open(engine: str, name: str, to: VoiceSettings, home: Path) -> Voice:
    """Open one engine by its name."""
    if engine == "espeak":
        from pipeline.engines.espeak_voice import EspeakVoice

        return EspeakVoice(name)
    if engine == "pyttsx3":
        from pipeline.engines.pyttsx3_voice import Pyttsx3Voice

        return Pyttsx3Voice(name)
    if engine == "pico":
        from pipeline.engines.pico_voice import PicoVoice

        return PicoVoice(name)
    if engine == "piper":
        return _piper(name, to, home)
    if engine == "openai":
        from pipeline.engines.openai_voice import OpenAIVoice

        key = os.environ.get(to.api_key_env, "") if to.api_key_env else ""
        return OpenAIVoice(to.base_url, to.model, name, key, allow_remote=to.allow_remote)
    plugged = [found for found in entry_points(group=_PLUGINS) if found.name == engine]
    if not plugged:
        known = ", ".join(("auto", "espeak", "pico", "piper", "openai", "pyttsx3"))
        raise ConfigError(f"[voice] engine is “{engine}”, which is not known here.", f"Known: {known}.")
    opened: Voice = plugged[0].load()(name, to, home)
    return opened


def _piper(name: str, to: VoiceSettings, home: Path) -> Voice:
    """Open a Piper voice by its name; a voice that only suits the presenter gives way to the first that is there."""
    from pipeline.engines.piper_voice import PiperVoice, piper_files

    files = piper_files(home / VOICE_FOLDER)
    chosen = [one for one in files if one.name == name] or ([] if to.voice == name and name else list(files[:1]))
    if not chosen:
        raise ConfigError(
            f"There is no Piper voice “{name}” in {VOICE_FOLDER}." if name else f"There is no Piper voice in {VOICE_FOLDER}.",
            f"There are: {', '.join(one.name for one in files)}." if files else "docs/voices.md says how to add one.",
        )
    return PiperVoice(chosen[0])


def _listed(engine: str, language: str, home: Path) -> tuple[VoiceName, ...]:
    """List an engine's voices in a language; none where it is not installed."""
    if engine == "piper":
        from pipeline.engines.piper_voice import PiperVoice, installed, piper_files

        files = piper_files(home / VOICE_FOLDER) if installed() else ()
        return tuple(name for one in files for name in PiperVoice(one).voices(language))
    if engine == "pico":
        from pipeline.engines.pico_voice import PicoVoice

        return PicoVoice().voices(language)
    if engine == "pyttsx3":
        from pipeline.engines.pyttsx3_voice import Pyttsx3Voice

        return Pyttsx3Voice().voices(language)
    from pipeline.engines.espeak_voice import EspeakVoice

    espeak = EspeakVoice()
    try:
        return espeak.voices(language)
    finally:
        espeak.close()
