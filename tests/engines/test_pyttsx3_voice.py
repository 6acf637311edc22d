# SPDX-License-Identifier: EUPL-1.2
import os
import subprocess
import sys
from pathlib import Path

import espeakng_loader
import pytest

from pipeline.engines.pyttsx3_voice import Pyttsx3Voice
from pipeline.errors import EngineError
from pipeline.ports import Utterance

TEXT = (
    "Die Kreisstraße zwölf zwischen Musterbach und Oberau wird ab Montag, dem dreißigsten November, voll gesperrt. "
    "Grund ist die Sanierung der Brücke über den Beispielbach. Sie kostet eine Komma neun Millionen Euro und dauert bis Ende "
    "März. Eine Umleitung über die Landesstraße ist ausgeschildert."
)
HANGING = Path(__file__).parents[1] / "doubles" / "hanging_child.py"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the figures are those of eSpeak NG")


def spoken_length(voice: Pyttsx3Voice) -> float:
    uttered = voice.speak(Utterance(TEXT, ""))
    return len(uttered.pcm) / uttered.sample_rate


def test_three_runs_give_three_files_of_the_right_length_and_rate() -> None:
    voice = Pyttsx3Voice()
    assert [spoken_length(voice) for _ in range(3)] == pytest.approx([20.06] * 3, abs=0.5)


@pytest.mark.slow
def test_thirty_runs_of_a_text_of_20_s_give_thirty_files_of_the_right_length_and_rate() -> None:
    voice = Pyttsx3Voice()
    assert [spoken_length(voice) for _ in range(30)] == pytest.approx([20.06] * 30, abs=0.5)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Eine Fahrt kostet zwei Euro achtzig.", "female"),
        ("Nötig ist ein Personalausweis mit Online Funktion.", "female"),
        ("Das Dach war kaputt.", "male"),
        ("Danke.", "male"),
    ],
)
def test_a_sentence_that_is_slower_or_faster_than_most_is_not_taken_for_one_at_the_wrong_rate(text: str, voice: str) -> None:
    assert Pyttsx3Voice(voice).speak(Utterance(text, "")).pcm.size


def test_the_library_of_the_wheel_is_used_even_where_the_system_has_one() -> None:
    # The child's own preloading, then pyttsx3's driver: only the wheel's file may be mapped.
    program = (
        "import sys; sys.path.insert(0, sys.argv[3]); import pyttsx3_child as c; c._preload(sys.argv[1], sys.argv[2]);"
        "import pyttsx3; pyttsx3.init(); print([l.split()[-1] for l in open('/proc/self/maps') if 'espeak' in l and '.so' in l]);"
        "sys.stdout.flush(); import os; os._exit(0)"
    )
    engines = str(Path(__file__).parents[2] / "pipeline" / "engines")
    library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    shown = subprocess.run(
        [sys.executable, "-c", program, library, data, engines],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/nonexistent"},
    ).stdout
    mapped = set(eval(shown.strip().splitlines()[-1]))  # noqa: S307 (our own list)
    assert mapped == {os.path.realpath(library)} or mapped == {library}


def test_a_voice_by_gender_and_by_name() -> None:
    voice = Pyttsx3Voice()
    assert voice.speak(Utterance("Den Text verantwortet die Pressestelle.", "female")).voice == "pyttsx3:female"
    assert voice.speak(Utterance("Den Text verantwortet die Pressestelle.", "gmw/de")).voice == "pyttsx3:gmw/de"
    assert [one.name for one in voice.voices("de")] == ["gmw/de"]


def test_an_unknown_voice_is_refused_although_pyttsx3_would_speak_english() -> None:
    with pytest.raises(EngineError, match=r"no voice “quatsch”.*gmw/"):
        Pyttsx3Voice().speak(Utterance("Guten Tag.", "quatsch"))


def test_a_child_that_hangs_is_killed_and_the_error_says_so() -> None:
    with pytest.raises(EngineError, match=r"failed 3 times: it gave no answer within 0.3 seconds"):
        Pyttsx3Voice(time_limit=0.3, child=HANGING).speak(Utterance("Guten Tag zusammen.", ""))


def test_a_child_that_ignores_the_rate_is_caught_by_the_length(tmp_path: Path) -> None:
    real = Path(__file__).parents[2] / "pipeline" / "engines" / "pyttsx3_child.py"
    child = tmp_path / "child.py"
    child.write_text(real.read_text(encoding="utf-8").replace('cast(int, request["rate"])', "200"), encoding="utf-8")
    with pytest.raises(EngineError, match="the rate was ignored"):
        Pyttsx3Voice(child=child).speak(Utterance(TEXT, ""))
