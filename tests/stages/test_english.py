# SPDX-License-Identifier: EUPL-1.2
"""The English branch: German items, an English programme from the model's answer to captions, checked against the source."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.language.ground import ground
from pipeline.language.templates import Wording, words_for
from pipeline.model import Item, Origin, Rundown, Script, Sentence, Severity, Slot, Speech
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from pipeline.stages.check import CheckSettings, check, check_sentence
from pipeline.stages.cue import cue
from pipeline.stages.speak import speak
from pipeline.stages.write import write
from tests.doubles.llm_server import Reply, Row, answer, completion, row, serving

DAY = date(2026, 11, 20)
ITEM = Item(
    "bruecke",
    "Brücke an der K 12 ab 30. November gesperrt",
    "Die Erlebrücke an der K 12 wird ab Montag, 30. November 2026, 7.30 Uhr, voll gesperrt. Die Umleitung führt über die L 3105. "
    "Die Arbeiten kosten 1,9 Mio. Euro. Landrätin Dr. Eva Held bittet um Geduld. Der Kreistag stimmt am 12. Dezember ab.",
    "",
    date(2026, 11, 19),
)
ROWS = [
    row("The Erlebrücke on the K 12 will be fully closed from Monday, 30 November, 7.30 a.m.", [1]),
    row("The detour leads over the L 3105.", [2]),
    row("The work costs 1.9 million euros.", [3]),
]
Made = Callable[[list[Row]], AbstractContextManager[tuple[Newsroom, Script, Speech]]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    @contextmanager
    def make(rows: list[Row]) -> Iterator[tuple[Newsroom, Script, Speech]]:
        good = answer(rows, "Bridge on the K 12 closed")
        with serving(lambda seen: completion(good) if "SATZ:" not in seen.texts[1] else Reply(400, "{}")) as server:
            config = tmp_path / "config.toml"
            config.write_text(
                f'[script]\ntarget_seconds = 45\n[rundown]\nlanguages = ["en"]\n[voice]\nengine = "espeak"\n'
                f'[writer.openai]\nbase_url = "{server.base_url}"\nmodel = "double"\n',
                encoding="utf-8",
            )
            room = Newsroom(load(config))
            rundown = Rundown("2026-kw47-en", "Kreis kompakt, week 47/2026", DAY, "en", (Slot(ITEM, 30.0),))
            to, use = room.cast.slices(rundown, None, 1), room.cast.engines(rundown.id)
            script = write(rundown, to.write, use.writer, use.extract)
            yield room, script, speak(script, to.speak, use.voice, room.store, use.reference)
            room.close()

    return make


def test_an_english_programme_is_english_from_greeting_to_caption(made: Made) -> None:
    with made(ROWS) as (room, script, speech):
        assert script.opening[0].text == "Hello and welcome to Kreis kompakt, the news from Landkreis Beispielheim."
        assert script.closing[1].text == "I am an AI voice."
        (story,) = script.stories
        assert [s.text for s in story.sentences] == [r["text"] for r in ROWS]
        assert (story.kicker, story.headline) == ("Traffic", "Bridge on the K 12 closed")
        assert story.service is not None
        assert story.service.when == "30 November 2026"
        assert (story.panel.figure, story.panel.unit) == ("30", "November")
        assert {s.voice for s in speech.sentences} == {"espeak:en+f2"}
        assert "the thirtieth of November, seven thirty A M" in speech.sentences[1].spoken
        timeline = cue(speech, room.cast.slices(script.rundown, None, 1).cue)
        captions = " ".join(line for track in timeline.captions if track.use == "web" for c in track.captions for line in c.lines)
        assert "1.9 million euros" in captions
        told = check(script, CheckSettings(DAY)).findings
        assert not [f for f in told if f.severity is Severity.RED], told


def test_a_value_that_the_german_source_does_not_have_is_left_out(made: Made) -> None:
    with made([*ROWS, row("The county assembly votes on 13 December.", [5])]) as (_, script, _):
        assert "13 December" not in " ".join(s.text for s in script.stories[0].sentences)
        assert "13 December" in next(f.quote for f in script.findings if f.code == "sentence-dropped")


def test_where_nothing_passes_no_german_sentence_fills_the_gap(made: Made) -> None:
    with made([row("The work costs 7.7 million euros.", [3])]) as (_, script, _):
        assert [s.text for s in script.stories[0].sentences] == ["The press office reports: Bridge on the K 12 closed."]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bridge on the K 12 will be closed from Monday, 30 November.", ""),
        ("It is closed from half past seven in the morning.", ""),
        ("District Administrator Eva Held asks for patience.", ""),
        ("The work costs 1.9 million euros.", ""),
        ("The bridge on the K 14 will be closed.", "name-not-in-source"),
        ("The bridge will be closed from Tuesday.", "weekday-not-in-source"),
        ("The bridge will be closed from 30 December.", "date-not-in-source"),
        ("It is closed from 8.30 a.m.", "time-not-in-source"),
        ("The work costs 2.9 million euros.", "number-not-in-source"),
        ("District Administrator Eva Holt asks for patience.", "name-not-in-source"),
    ],
)
def test_values_and_names_are_compared_across_the_languages(text: str, code: str) -> None:
    sentence = Sentence(text, (1,), (), 1, Origin.MODEL)
    red = [f.code for f in check_sentence(sentence, ground(ITEM), CheckSettings(DAY, profile="en")) if f.severity is Severity.RED]
    assert red == ([code] if code else [])


def test_what_the_house_wrote_itself_is_not_spoken_in_another_language() -> None:
    house = Wording("Kreis kompakt", "Landkreis Beispielheim", greeting="Moin und willkommen!")
    assert words_for(house, "de", "de").greeting == "Moin und willkommen!"
    assert words_for(house, "en", "de").greeting.startswith("Hello")
    assert words_for(replace(house, greeting="Good day!"), "en", "en").greeting == "Good day!"


def test_without_a_model_english_is_parked_with_advice_and_german_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "feed.xml").write_text(
        '<rss version="2.0"><channel><title>K</title><item><title>Hallenbad öffnet</title><guid>1</guid>'
        "<pubDate>Fri, 20 Nov 2026 08:00:00 +0100</pubDate><description>Das Hallenbad in Kleinau öffnet am Montag, 23. November, "
        "wieder. Der Eintritt kostet vier Euro.</description></item></channel></rss>",
        encoding="utf-8",
    )
    config = tmp_path / "config.toml"
    config.write_text(
        '[[sources]]\nkind = "feed"\nurl = "feed.xml"\n[rundown]\nlanguages = ["en"]\n[voice]\nengine = "espeak"\n',
        encoding="utf-8",
    )
    assert main(["run", "--date", "2026-11-20", "--until", "check", "--config", str(config)]) == 3
    said = capsys.readouterr().out
    assert "2026-kw47-en  parked at write: The extract writer cannot write English" in said
    assert "[writer.openai]" in said
    assert "2026-kw47  stopped as asked" in said
