# SPDX-License-Identifier: EUPL-1.2
"""A source is somebody else's text: whatever it holds, reading it ends soon and opens nothing."""

import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.engines.newsletters import split_newsletter
from pipeline.engines.plain_mail import split_plain
from pipeline.errors import SourceError
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.shelf import MemoryShelf

SECONDS_MOST = 4.0
DAY = date(2026, 11, 20)


def channel(inner: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>t</title>{inner}</channel></rss>'


ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
FEEDS = {
    "billion laughs": channel("<item><title>&i;</title></item>", f'<!DOCTYPE l [<!ENTITY a "{"x" * 100}">{ENTITIES}]>'),
    "foreign file": channel("<item><title>A&x;B</title></item>", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "huge title": channel(f"<item><title>{'ä ' * 1_000_000}</title></item>"),
    "open elements": channel("<item><title>T</title><description><![CDATA[" + "<b>" * 100_000 + "x]]></description></item>"),
    "open media": channel("<item><title>T</title></item>" + "<media:title " * 100_000),
    "open scripts": channel(f"<item><title>{'&lt;script ' * 50_000}</title></item>"),
    "long link": channel(f"<item><title>T</title><link>https://a.example/{'c/' * 500_000}</link></item>"),
    "many embargoes": channel(f"<item><title>T</title><description>{'Sperrfrist 1. ' * 100_000}</description></item>"),
    "many dashes": channel(f"<item><title>T</title><description>{'- ' * 500_000}</description></item>"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_reading_a_hostile_feed_ends_soon_and_tells_nothing_of_this_machine(name: str, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEEDS[name], encoding="utf-8")
    source = feed_source(SourceSettings("feed", "feed.xml"), tmp_path, 7, Fetcher(FetchSettings(deadline_seconds=0.2)))
    begun = time.process_time()
    try:
        told = str(source.gather(DAY, MemoryShelf()))
    except SourceError as refused:
        told = str(refused)
    assert time.process_time() - begun < SECONDS_MOST
    assert "root:" not in told


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>" * 3000 + "<h2>A</h2>" + "x " * 100,
        "<div " + "a=1 " * 100_000 + ">",
        "<h2>Titel hier</h2><p>Dieser Satz steht hier und ist lang genug für das, was wir brauchen.</p>" * 3000,
        "<b>" + "x <br>" * 60_000,
        "<!--" * 100_000,
    ],
    ids=["tables", "attributes", "headings", "breaks", "comments"],
)
def test_splitting_a_hostile_page_ends_soon(markup: str) -> None:
    begun = time.process_time()
    split_newsletter(markup)
    assert time.process_time() - begun < SECONDS_MOST


@pytest.mark.parametrize("text", ["- " * 300_000, " " * 500_000 + "x", "1. " * 200_000, "a\n\n" * 60_000, "=" * 500_000])
def test_splitting_a_hostile_plain_mail_ends_soon(text: str) -> None:
    begun = time.process_time()
    split_plain(text)
    assert time.process_time() - begun < SECONDS_MOST
