# SPDX-License-Identifier: EUPL-1.2
import hashlib
from pathlib import Path

import numpy as np
import pytest

from pipeline.engines import piper_voice
from pipeline.engines.piper_voice import PiperVoice, piper_files
from pipeline.errors import ConfigError, EngineError
from pipeline.ports import Utterance

SENTENCE = Utterance("Die Brücke wird gesperrt.", "")
HANGING = Path(__file__).parents[1] / "doubles" / "hanging_child.py"

TOML = """language = "de"
licence = "CC0-1.0"
model = "voice.onnx"
model_sha256 = "{}"
config = "voice.onnx.json"
config_sha256 = "{}"
"""

SPEAKING = """
import json, sys
sys.stdout.write('{"ok": true}\\n'); sys.stdout.flush()
for line in sys.stdin:
    size = int(32000 * json.loads(line)["length_scale"])
    sys.stdout.write(json.dumps({"ok": True, "rate": 16000, "bytes": size}) + "\\n"); sys.stdout.flush()
    sys.stdout.buffer.write(bytes([0, 32]) * (size // 2)); sys.stdout.buffer.flush()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "voice.onnx").write_bytes(b"not a model")
    (tmp_path / "voice.onnx.json").write_bytes(b"{}")
    sums = [hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("voice.onnx", "voice.onnx.json")]
    (tmp_path / "kerstin.toml").write_text(TOML.format(*sums), encoding="utf-8")
    return tmp_path


@pytest.fixture
def _there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper_voice, "installed", lambda: True)
    monkeypatch.setattr(piper_voice.importlib.metadata, "version", lambda _: "1.8.0")


def test_a_voice_is_read_from_its_toml(folder: Path) -> None:
    (files,) = piper_files(folder)
    assert (files.name, files.language, files.licence, files.model) == ("kerstin", "de", "CC0-1.0", folder / "voice.onnx")
    assert piper_files(folder / "nowhere") == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('licence = "CC0-1.0"\n', ""), "no key “licence”"),
        (("licence", "license"), "unknown key “license”"),
        (("language", "="), "cannot be read"),
        (("config =", "natural_rate = 9\nconfig ="), "natural_rate"),
    ],
)
def test_a_toml_that_is_wrong_is_refused(folder: Path, change: tuple[str, str], words: str) -> None:
    file = folder / "kerstin.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        piper_files(folder)


@pytest.mark.usefixtures("_there")
def test_a_file_that_is_not_the_one_named_is_never_loaded(folder: Path) -> None:
    voice = PiperVoice(piper_files(folder)[0])
    (folder / "voice.onnx").write_bytes(b"swapped")
    with pytest.raises(EngineError, match=r"has sha256 .* but kerstin.toml says"):
        voice.speak(SENTENCE)
    (folder / "voice.onnx").unlink()
    with pytest.raises(EngineError, match="cannot be read"):
        voice.speak(SENTENCE)


def test_without_the_package_the_error_says_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper_voice, "installed", lambda: False)
    with pytest.raises(EngineError, match=r"not installed.*newsreel\[piper\]"):
        PiperVoice(piper_files(folder)[0]).speak(SENTENCE)


@pytest.mark.usefixtures("_there")
def test_a_model_that_cannot_be_loaded_is_an_error_with_pipers_own_words(folder: Path) -> None:
    # The real child: without the package it cannot import it, with the package the model is none.
    with pytest.raises(EngineError, match=r"Piper does not work: \w+"):
        PiperVoice(piper_files(folder)[0]).speak(SENTENCE)


@pytest.mark.usefixtures("_there")
def test_a_piper_that_hangs_is_killed(folder: Path) -> None:
    with pytest.raises(EngineError, match=r"no answer within 0\.4 seconds"):
        PiperVoice(piper_files(folder)[0], time_limit=0.4, child=HANGING).speak(SENTENCE)


@pytest.mark.usefixtures("_there")
def test_the_sound_comes_back_at_the_rate_that_was_asked_for(folder: Path) -> None:
    child = folder / "child.py"
    child.write_text(SPEAKING, encoding="utf-8")
    voice = PiperVoice(piper_files(folder)[0], child=child)
    slow, fast = voice.speak(SENTENCE), voice.speak(Utterance(SENTENCE.text, "", rate=1.25))
    voice.close()
    assert (slow.sample_rate, slow.voice, len(slow.pcm)) == (16_000, "piper:kerstin", 16_000)
    assert len(fast.pcm) == 12_800
    assert np.all(slow.pcm == 0.25)


@pytest.mark.usefixtures("_there")
def test_another_language_or_voice_is_refused(folder: Path) -> None:
    voice = PiperVoice(piper_files(folder)[0])
    with pytest.raises(EngineError, match="speaks “de”, not “en”"):
        voice.speak(Utterance("Hello.", "", "en"))
    with pytest.raises(EngineError, match="“thorsten” was asked for"):
        voice.speak(Utterance("Hallo.", "thorsten"))
