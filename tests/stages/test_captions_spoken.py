# SPDX-License-Identifier: EUPL-1.2
"""Captions of whole programmes, spoken by a real voice, held to the table of issue 4 on the files that are read back."""

from collections.abc import Iterator

import pytest

from pipeline.delivery.captions import lint, parse, srt, webvtt
from pipeline.delivery.imsc import imsc, read_imsc
from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.model import FPS, Caption, Timeline
from pipeline.report_speech import caption_onsets
from tests.doubles.bulletins import programme, stories
from tests.doubles.shelf import MemoryShelf

QUICK = ("strassen", "komposita", "leichte_saetze")
WIDTHS = {"web": 37, "16x9": 37, "9x16": 33, "1x1": 37}


@pytest.fixture(scope="module")
def espeak() -> Iterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    voice.close()


def share(captions: tuple[Caption, ...]) -> float:
    """The share of captions at 15 characters a second or less."""
    rates = [(sum(map(len, c.lines)) + len(c.lines) - 1) * FPS / (c.end - c.start) for c in captions]
    return sum(rate <= 15 for rate in rates) / len(rates)


def judge(made: Timeline, seconds: float = 1.0, onset_ms: float = 40.0) -> None:
    """Hold every caption track of a programme to the table."""
    for track in made.captions:
        for written in (webvtt(track.captions, "de"), srt(track.captions)):
            assert parse(written) == track.captions
        assert read_imsc(imsc(track.captions, "de").encode()) == track.captions
        assert lint(track.captions, WIDTHS[track.use]) == ()
        assert share(track.captions) >= (0.9 if WIDTHS[track.use] == 37 else 0.85), track.use
        assert " ".join(" ".join(c.lines) for c in track.captions) == " ".join(s.text for s in made.speech.sentences)
        assert caption_onsets(track.captions, made).largest <= onset_ms
    assert abs(made.length / FPS - 100) <= seconds


@pytest.mark.parametrize("name", QUICK)
def test_captions_of_a_programme_keep_the_standard(espeak: EspeakVoice, name: str) -> None:
    judge(programme(name, espeak, "de+f2", MemoryShelf(), espeak))


@pytest.mark.slow
def test_captions_of_twelve_programmes_keep_the_standard(espeak: EspeakVoice) -> None:
    tracks: dict[str, list[Caption]] = {}
    for name in stories():
        made = programme(name, espeak, "de+f2", MemoryShelf(), espeak)
        judge(made)
        for track in made.captions:
            tracks.setdefault(track.use, []).extend(track.captions)
    assert len(stories()) == 12
    assert all(share(tuple(captions)) >= 0.9 for captions in tracks.values())


def test_no_caption_stands_across_the_change_of_stories(espeak: EspeakVoice) -> None:
    made = programme("komposita", espeak, "de+f2", MemoryShelf(), espeak)
    firsts = {s.text for s in made.speech.sentences if s.where.endswith(".1")}
    starts = [made.voice_at + s.start // 1920 for s in made.speech.sentences if s.text in firsts]
    for track in made.captions:
        assert not [c for c in track.captions if any(c.start < start < c.end for start in starts)]
