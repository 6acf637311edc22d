# SPDX-License-Identifier: EUPL-1.2
import pytest

from pipeline.delivery import captions as files
from pipeline.model import Caption, Frames


def caption(start: int, end: int, *rows: str) -> Caption:
    return Caption(Frames(start), Frames(end), rows)


SOME = (caption(75, 150, "Guten Tag & willkommen", "zu <Kreis> kompakt."), caption(151, 90_000, "Äußerst übersichtlich."))


@pytest.mark.parametrize("written", [files.webvtt(SOME, "de"), files.srt(SOME)], ids=["vtt", "srt"])
def test_what_is_written_is_read_back_to_the_frame(written: str) -> None:
    assert files.parse(written) == SOME


def test_webvtt_escapes_what_would_be_markup() -> None:
    text = files.webvtt(SOME, "de")
    assert text.startswith("WEBVTT\n")
    assert "zu &lt;Kreis&gt; kompakt." in text
    assert "00:00:03.000 --> 00:00:06.000" in text


def test_subrip_uses_commas() -> None:
    assert "00:00:03,000 --> 00:00:06,000" in files.srt(SOME)


@pytest.mark.parametrize(
    ("captions", "rule"),
    [
        ((caption(0, 50, "eins", "zwei", "drei"),), "at most 2 lines"),
        ((caption(0, 150, "x" * 38),), "at most 37 characters a line"),
        ((caption(0, 24, "kurz"),), "1 to 7 seconds"),
        ((caption(0, 176, "lang"),), "1 to 7 seconds"),
        ((caption(0, 25, "achtzehn Zeichen 12"),), "at most 17 characters a second"),
        ((caption(0, 50, "eins"), caption(50, 100, "zwei")), "a gap of at least one frame"),
    ],
)
def test_the_lint_finds_each_fault(captions: tuple[Caption, ...], rule: str) -> None:
    assert [fault.rule for fault in files.lint(captions)] == [rule]


def test_the_lint_is_silent_on_good_captions() -> None:
    assert files.lint((caption(0, 50, "Guten Tag."), caption(51, 150, "Die Brücke ist gesperrt,", "die Umleitung steht."))) == ()


def test_chapters_end_where_the_next_begins() -> None:
    text = files.chapters(((Frames(0), "Überblick"), (Frames(250), "Brücke")), Frames(500), "de")
    assert "00:00:00.000 --> 00:00:10.000\nÜberblick" in text
    assert "00:00:10.000 --> 00:00:20.000\nBrücke" in text
