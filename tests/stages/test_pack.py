# SPDX-License-Identifier: EUPL-1.2
"""Master → Package: what is told to the editor, and the words of the pages in the bulletin's language."""

import json
from dataclasses import replace

from pipeline.delivery.pages import Imprint
from pipeline.language.pace import PREDICTIONS
from pipeline.model import Film, Finding, Master, Package, Script, Severity
from pipeline.stages.cue import CueSettings, cue
from pipeline.stages.pack import PackSettings, pack
from tests.doubles import values
from tests.doubles.shelf import MemoryShelf

IMPRINT = Imprint(
    "Kreis kompakt", "Landkreis Beispielheim", "KI-generiert", "Ich bin eine KI-Stimme.", "#000000", "#111111", "#222222"
)


def packed(script: Script, shelf: MemoryShelf, heard: tuple[Finding, ...] = ()) -> Package:
    """Pack a bulletin whose film and sound are stand-ins."""
    speech = replace(values.speech(script), findings=heard)
    timeline = cue(speech, CueSettings(75, 160, "Anna", "KI"))
    film = (Film("16x9", shelf.put(b"film", "video/mp4"), 64, 64, timeline.length),)
    return pack(Master(timeline, film, film, -16.0, -2.0), (), PackSettings(IMPRINT, marked=True), shelf)


def page(package: Package, shelf: MemoryShelf, name: str) -> str:
    return shelf.read(next(file.blob for file in package.files if file.name == name)).decode()


def test_a_predicted_length_gives_way_to_the_one_that_was_heard() -> None:
    foretold = tuple(Finding(code, Severity.AMBER, "rund 66 Sekunden", "speech") for code in sorted(PREDICTIONS))
    other = Finding("writer-fallback", Severity.AMBER, "Auszug", "item:1")
    heard = Finding("length-missed", Severity.AMBER, "14,2 Sekunden zu kurz", "speech")
    made = packed(replace(values.script(), findings=(*foretold, other)), MemoryShelf(), (heard,))
    codes = [f.code for f in made.findings if f.where in ("speech", "item:1")]
    assert codes == ["writer-fallback", "length-missed"]


def test_a_package_says_of_its_films_whether_they_are_signed_and_marked() -> None:
    shelf = MemoryShelf()
    told = json.loads(page(packed(values.script(), shelf), shelf, "bulletin.json"))
    assert told["provenance"] == {"signed": False, "watermark": True}


def test_the_pages_of_an_english_bulletin_are_english() -> None:
    german, english = values.script(), values.script()
    english = replace(english, rundown=replace(english.rundown, language="en"))
    for script, words, absent in (
        (german, ("Text zum Nachlesen", "Untertitel als Datei (SRT)", "November 2026"), "Transcript"),
        (english, ("Transcript", "Captions (SRT)", "20 November 2026"), "Nachlesen"),
    ):
        shelf = MemoryShelf()
        embed = page(packed(script, shelf), shelf, "embed.html")
        assert all(word in embed for word in words)
        assert absent not in embed
    shelf = MemoryShelf()
    assert "Overview" in page(packed(english, shelf), shelf, "chapters.vtt")
    assert "When" in page(packed(english, shelf), shelf, "transcript.html") or english.stories[0].service is None
