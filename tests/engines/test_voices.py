# SPDX-License-Identifier: EUPL-1.2
import tomllib
from pathlib import Path

import pytest

from pipeline.engines import piper_voice, voices
from pipeline.engines.fallback_voice import FallbackVoice
from pipeline.engines.pico_voice import PicoVoice
from pipeline.engines.voices import best_installed, in_language, open_voice
from pipeline.errors import ConfigError
from pipeline.ports import Utterance
from pipeline.settings import VoiceSettings

FITTING = {"espeak": "de+m3", "pico": "de-DE", "piper": "thorsten"}
TOML = 'language = "de"\nlicence = "CC0"\nmodel = "a"\nmodel_sha256 = "0"\nconfig = "b"\nconfig_sha256 = "0"\n'


@pytest.fixture
def _no_pico(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PicoVoice, "installed", staticmethod(lambda: False))


@pytest.mark.usefixtures("_no_pico")
def test_espeak_is_always_there_and_the_reason_says_how_to_get_better(tmp_path: Path) -> None:
    engine, why = best_installed(tmp_path)
    assert engine == "espeak"
    assert "docs/voices.md" in why


def test_pico_is_better_than_espeak_and_piper_better_than_pico(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PicoVoice, "installed", staticmethod(lambda: True))
    assert best_installed(tmp_path)[0] == "pico"
    folder = tmp_path / "assets" / "voices"
    folder.mkdir(parents=True)
    (folder / "thorsten.toml").write_text(TOML, encoding="utf-8")
    assert "pip install newsreel[piper]" in best_installed(tmp_path)[1]
    monkeypatch.setattr(piper_voice, "installed", lambda: True)
    assert best_installed(tmp_path) == ("piper", "Piper is installed and has the voice thorsten")


def test_picos_one_voice_is_not_given_to_a_presenter_whom_it_does_not_suit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PicoVoice, "installed", staticmethod(lambda: True))
    assert best_installed(tmp_path, {"espeak": "de+m3"})[0] == "espeak"


def test_no_shipped_man_is_given_picos_woman_and_every_presenter_has_a_voice_of_espeak() -> None:
    for file in (Path(__file__).parents[2] / "avatars").glob("*/avatar.toml"):
        avatar = tomllib.loads(file.read_text(encoding="utf-8"))
        assert "espeak" in avatar["voices"], file
        assert avatar["gender"] == "f" or "pico" not in avatar["voices"], file


def test_a_voice_is_named_in_the_language_of_the_bulletin() -> None:
    assert in_language("espeak", "de+m3", "en") == "en+m3"
    assert in_language("espeak", "de+m3", "de") == "de+m3"
    assert in_language("pico", "de-DE", "en") == "en-GB"
    assert in_language("pico", "", "en") == ""
    assert in_language("openai", "nova", "en") == "nova"


def test_the_presenters_voice_speaks_unless_the_configuration_names_one(tmp_path: Path) -> None:
    opened = open_voice(VoiceSettings(engine="espeak"), FITTING, tmp_path)
    assert opened.voice.speak(Utterance("Guten Tag zusammen.", opened.name)).voice == "espeak:de+m3"
    named = open_voice(VoiceSettings(engine="espeak", voice="de+f5"), FITTING, tmp_path)
    assert named.name == "de+f5"
    assert opened.named("en") == "en+m3"
    opened.close()
    named.close()


def test_another_engine_gets_espeak_behind_it(tmp_path: Path) -> None:
    opened = open_voice(VoiceSettings(engine="pyttsx3"), FITTING, tmp_path)
    assert isinstance(opened.voice, FallbackVoice)
    assert (opened.voice.name, opened.voice.second.name, opened.voice.spare_voice) == ("pyttsx3", "espeak", "de+m3")
    alone = open_voice(VoiceSettings(engine="pyttsx3", fallback=""), FITTING, tmp_path)
    assert not isinstance(alone.voice, FallbackVoice)
    opened.close()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (VoiceSettings(engine="espaek"), "not known here"),
        (VoiceSettings(engine="piper"), "no Piper voice"),
        (VoiceSettings(engine="openai"), "base_url"),
    ],
)
def test_an_engine_that_cannot_be_opened_is_a_matter_of_the_configuration(
    settings: VoiceSettings, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=words):
        open_voice(settings, {}, tmp_path)


def test_the_list_names_every_installed_engine(tmp_path: Path) -> None:
    listed = open_voice(VoiceSettings(engine="espeak"), FITTING, tmp_path).listed(("de",))
    assert {"espeak", "pyttsx3"} <= {one.engine for one in listed}
    assert voices.VoiceName("espeak", "de+f2", "de") in listed
