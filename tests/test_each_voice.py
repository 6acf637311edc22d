# SPDX-License-Identifier: EUPL-1.2
"""The same bulletin spoken by each real voice of the machine, held to the table of issue 4; `.ci/voices` installs them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.speech import HERE, against_flite, within
from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.pico_voice import PicoVoice
from pipeline.model import Timing
from pipeline.ports import Voice
from pipeline.report_speech import caption_onsets, captions_heard, speech_report, word_onsets
from pipeline.settings import ScriptSettings, SoundSettings
from pipeline.sound.loudness import Profile
from tests.doubles.bulletins import bulletin, programme, stories
from tests.doubles.shelf import MemoryShelf
from tests.stages.test_captions_spoken import judge
from tests.test_report_speech import SETTINGS, Files, packed

HUNDRED = replace(SETTINGS, script=ScriptSettings(target_seconds=100.0))


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


@pytest.fixture(params=["espeak", "pico"])
def voice(request: pytest.FixtureRequest, espeak: EspeakVoice) -> Voice:
    if request.param == "espeak":
        return espeak
    assert PicoVoice.installed(), "run .ci/voices"
    return PicoVoice()


@pytest.mark.services
def test_the_same_bulletin_meets_every_figure_with_each_voice(voice: Voice, espeak: EspeakVoice, tmp_path: Path) -> None:
    shelf = MemoryShelf()
    asked = "de+f2" if voice is espeak else "de-DE"
    package = packed(voice, espeak, shelf, tmp_path, script=bulletin("strassen"), asked=asked)
    report = speech_report(package, Files(shelf, tmp_path), HUNDRED)
    assert report.form["missed"] == [], "\n".join(report.rows())
    assert report.form["voices"] == [f"{voice.name}:{asked}"]
    assert report.form["timing"] == [Timing.NATIVE if voice is espeak else Timing.ALIGNED]


@pytest.mark.services
@pytest.mark.parametrize("profile", ["social", "broadcast"])
def test_the_other_profiles_are_met_too(profile: Profile, voice: Voice, espeak: EspeakVoice, tmp_path: Path) -> None:
    shelf = MemoryShelf()
    package = packed(voice, espeak, shelf, tmp_path, profile, asked="de+f2" if voice is espeak else "de-DE")
    report = speech_report(package, Files(shelf, tmp_path), replace(HUNDRED, sound=SoundSettings(profile=profile)))
    assert report.form["missed"] == ["programme"], "\n".join(report.rows())  # a bulletin of half a minute


@pytest.mark.services
@pytest.mark.parametrize("name", list(stories()))
def test_pico_keeps_length_and_captions_of_every_programme(name: str, espeak: EspeakVoice) -> None:
    shelf = MemoryShelf()
    made = programme(name, PicoVoice(), "", shelf, espeak)
    judge(made, seconds=3.0, onset_ms=120.0)
    assert {s.timing for s in made.speech.sentences} == {Timing.ALIGNED}
    assert word_onsets(made.speech.sentences, shelf).p95 <= 80
    web = next(track.captions for track in made.captions if track.use == "web")
    assert caption_onsets(web, made).largest <= 120
    assert captions_heard(web, made, shelf).largest <= 120


@pytest.mark.services
def test_words_are_found_where_another_engine_says_that_they_are(espeak: EspeakVoice) -> None:
    assert shutil.which("flite"), "run .ci/voices"
    sentences = (HERE / "sentences_en.txt").read_text(encoding="utf-8").splitlines()
    off, unlabelled = against_flite(espeak, sentences[::4])
    assert len(sentences) >= 40
    assert not unlabelled
    assert np.percentile(np.abs(off), 95) <= 80
    assert within(off) >= 0.98
