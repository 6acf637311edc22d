# SPDX-License-Identifier: EUPL-1.2
import stat
from pathlib import Path

import pytest

from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.pico_voice import PicoVoice
from pipeline.errors import EngineError
from pipeline.ports import Utterance
from pipeline.sound.quality import faults
from pipeline.sound.timing import timed
from pipeline.sound.wav import write_wav
from tests.doubles.voices import babble

SENTENCE = "Die Sanierung der Brücke über den Mühlbach kostet eine Komma neun Millionen Euro."

installed = pytest.mark.skipif(not PicoVoice.installed(), reason="pico2wave is Debian non-free; .ci/run installs it")


def program(folder: Path, body: str) -> str:
    """Write a stand-in for pico2wave."""
    file = folder / "pico2wave"
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def test_without_pico_the_error_says_how_to_get_it() -> None:
    with pytest.raises(EngineError, match=r"not installed.*libttspico-utils"):
        PicoVoice(program="no-such-pico").speak(Utterance(SENTENCE, ""))


def test_the_text_is_one_argument_and_never_an_option(tmp_path: Path) -> None:
    sample = tmp_path / "sample.wav"
    sample.write_bytes(write_wav(babble(2.0, 16_000), 16_000))
    body = (
        f'printf "%s\\n" "$@" > {tmp_path}/said; for a in "$@"; do case $a in --wave=*) cp {sample} "${{a#--wave=}}";; esac; done'
    )
    uttered = PicoVoice(program=program(tmp_path, body)).speak(Utterance("--lang=xx; rm -rf $(pwd)", ""))
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert said[0] == "--lang=de-DE"
    assert said[2:] == ["--", "--lang=xx; rm -rf $(pwd)"]
    assert (uttered.sample_rate, uttered.voice, uttered.words) == (16_000, "pico:de-DE", ())


@pytest.mark.parametrize(
    ("body", "words"),
    [("echo 'cannot load resource' >&2; exit 1", "cannot load resource"), ("exec sleep 9", "no answer"), ("exit 0", "no reason")],
)
def test_a_pico_that_fails_or_hangs_is_an_error(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        PicoVoice(program=program(tmp_path, body), time_limit=0.4).speak(Utterance(SENTENCE, ""))


def test_a_language_that_pico_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no voice “en-GB” for “de”"):
        PicoVoice(program=program(tmp_path, "exit 0")).speak(Utterance(SENTENCE, "en-GB"))


@installed
def test_pico_speaks_a_german_sentence_that_can_be_aligned() -> None:
    espeak = EspeakVoice()
    uttered = PicoVoice().speak(Utterance(SENTENCE, ""))
    assert not faults(uttered, SENTENCE)
    references = tuple(espeak.speak(Utterance(SENTENCE, voice)) for voice in ("de", "de+klatt", "de+f2"))
    espeak.close()
    with_times = timed(uttered, SENTENCE, references)
    assert with_times.timing == "aligned"
    assert [word.text for word in with_times.words] == SENTENCE.rstrip(".").split()
