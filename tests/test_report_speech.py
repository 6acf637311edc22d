# SPDX-License-Identifier: EUPL-1.2
"""`newsreel show ID speech`: a package whose film is tiny and whose sound is real."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.delivery.captions import webvtt
from pipeline.delivery.pages import Imprint
from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.fallback_voice import FallbackVoice
from pipeline.errors import StoreError
from pipeline.model import SAMPLES_PER_FRAME, Blob, Film, Master, Package, PackedFile, Script
from pipeline.ports import Voice
from pipeline.report_speech import SpeechReport, caption_onsets, captions_heard, speech_report
from pipeline.settings import ScriptSettings, Settings
from pipeline.sound.loudness import Profile, master
from pipeline.sound.mix import MixPlan, mix
from pipeline.sound.wav import read_wav
from pipeline.stages.cue import cue
from pipeline.stages.pack import PackSettings, pack
from pipeline.stages.speak import SpeakSettings, speak
from tests.doubles import values, voices
from tests.doubles.bulletins import CUES, SPEECH_SECONDS
from tests.doubles.shelf import MemoryShelf
from tests.engines.test_film_sound import film

IMPRINT = Imprint("Kreis kompakt", "Landkreis Beispielheim", "KI-generiert", "KI-Stimme.", "#000000", "#111111", "#222222")
SETTINGS = Settings(home=Path(), script=ScriptSettings(target_seconds=35.0))


@dataclass
class Files:
    """A shelf in memory whose one film lies in a folder."""

    memory: MemoryShelf
    folder: Path

    def __getattr__(self, name: str) -> object:
        return getattr(self.memory, name)

    def path(self, blob: Blob) -> Path:
        file = self.folder / blob.digest
        file.write_bytes(self.memory.read(blob))
        return file


def packed(
    voice: Voice,
    reference: Voice,
    shelf: MemoryShelf,
    folder: Path,
    profile: Profile = "web",
    script: Script | None = None,
    asked: str = "de+f2",
) -> Package:
    """Make a package by the real stages; the film is grey. A script of one's own is fitted to 100 s."""
    to = SpeakSettings(voice=asked, speech_seconds=SPEECH_SECONDS if script is not None else 0.0)
    speech = speak(script or values.script(), to, voice, shelf, reference)
    timeline = cue(speech, CUES)
    track = read_wav(shelf.read(speech.audio)).sound
    made = master(mix(track, MixPlan(timeline.length * SAMPLES_PER_FRAME, timeline.voice_at * SAMPLES_PER_FRAME)), profile)
    blob = shelf.put(film(folder, made.sound), "video/mp4")
    shown = (Film("16x9", blob, 64, 64, timeline.length),)
    poster = (Film("16x9", shelf.put(b"poster", "image/jpeg"), 64, 64, timeline.length),)
    whole = Master(timeline, shown, poster, made.loudness.lufs, made.loudness.true_peak)
    return pack(whole, (), PackSettings(IMPRINT), shelf)


def value(report: SpeechReport, what: str) -> str:
    return next(figure.value for figure in report.figures if figure.what == what)


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


@pytest.fixture(scope="module")
def shelf() -> MemoryShelf:
    return MemoryShelf()


@pytest.fixture(scope="module")
def package(espeak: EspeakVoice, shelf: MemoryShelf, tmp_path_factory: pytest.TempPathFactory) -> Package:
    return packed(espeak, espeak, shelf, tmp_path_factory.mktemp("film"))


def test_a_good_bulletin_meets_every_figure_of_the_table(package: Package, shelf: MemoryShelf, tmp_path: Path) -> None:
    seconds = package.master.timeline.length / 25
    report = speech_report(package, Files(shelf, tmp_path), replace(SETTINGS, script=ScriptSettings(target_seconds=seconds)))
    assert report.form["missed"] == []
    rows = "\n".join(report.rows())
    for word in ("engine", "espeak:de+f2", "native", "programme", "3 files read back", "AAC decoded", "true peak", "none used"):
        assert word in rows
    assert "MISSED" not in rows


def test_a_programme_of_the_wrong_length_is_said_to_be_missed(package: Package, shelf: MemoryShelf, tmp_path: Path) -> None:
    report = speech_report(package, Files(shelf, tmp_path), replace(SETTINGS, script=ScriptSettings(target_seconds=100.0)))
    assert report.form["missed"] == ["programme"]
    assert "100 ± 1 s: MISSED" in "\n".join(report.rows())


def test_captions_are_judged_as_they_stand_in_the_file(package: Package, shelf: MemoryShelf, tmp_path: Path) -> None:
    web = next(track.captions for track in package.master.timeline.captions if track.use == "web")
    cut = (replace(web[0], end=web[0].start + 10), *web[1:])
    blob = shelf.put(webvtt(cut, "de").encode(), "text/vtt")
    files = tuple(PackedFile(f.name, blob, f.covered) if f.name == "captions.de.vtt" else f for f in package.files)
    report = speech_report(replace(package, files=files), Files(shelf, tmp_path), SETTINGS)
    missed = report.form["missed"]
    assert isinstance(missed, list)
    assert {"captions (3 files read back)", "caption times"} <= set(missed)


def test_the_loudness_is_that_of_the_film_and_not_of_the_record(
    espeak: EspeakVoice, shelf: MemoryShelf, tmp_path: Path, package: Package
) -> None:
    soft = packed(espeak, espeak, shelf, tmp_path, "broadcast")
    claimed = replace(soft, master=replace(soft.master, loudness=-16.0))
    report = speech_report(claimed, Files(shelf, tmp_path), SETTINGS)
    assert value(report, "loudness of 16x9 (AAC decoded)").startswith(("-22.", "-23."))
    assert "loudness of 16x9 (AAC decoded)" in str(report.form["missed"])


def test_it_says_which_voice_spoke_where_the_first_one_failed(espeak: EspeakVoice, shelf: MemoryShelf, tmp_path: Path) -> None:
    voice = FallbackVoice(voices.Crashing(), espeak, "de+m3")
    report = speech_report(packed(voice, espeak, shelf, tmp_path), Files(shelf, tmp_path), SETTINGS)
    assert value(report, "voices") == "espeak:de+m3"
    assert "„crash“ ist ausgefallen; gesprochen hat „espeak:de+m3“" in value(report, "fallback")
    assert report.form["fallback"] is True


def test_captions_that_come_late_are_measured_against_word_and_sound(package: Package, shelf: MemoryShelf) -> None:
    timeline = package.master.timeline
    web = next(track.captions for track in timeline.captions if track.use == "web")
    late = tuple(replace(c, start=c.start + 5) for c in web)
    assert caption_onsets(web, timeline).largest <= 40
    assert captions_heard(web, timeline, shelf).largest <= 40
    assert captions_heard(web, timeline, shelf).count >= len(timeline.speech.sentences)
    assert caption_onsets(late, timeline).median >= 160
    assert captions_heard(late, timeline, shelf).median >= 160


def test_captions_with_other_words_than_are_spoken_are_no_measurement(package: Package) -> None:
    web = next(track.captions for track in package.master.timeline.captions if track.use == "web")
    with pytest.raises(StoreError, match="does not hold the words"):
        caption_onsets((replace(web[0], lines=("Etwas anderes.",)), *web[1:]), package.master.timeline)
