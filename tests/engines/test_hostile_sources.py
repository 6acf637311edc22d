# SPDX-License-Identifier: EUPL-1.2
"""A source is somebody else's text: whatever it holds, reading it ends soon and opens nothing."""

import tarfile
import time
import tracemalloc
import zipfile
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.engines.mail_source import mail_source
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


def archive(kind: str) -> bytes:
    """An archive of a few hundred kilobytes that unpacks to 100 MB."""
    into, much = BytesIO(), b"\0" * 100_000_000
    if kind == "zip":
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("../../feed.xml", much)
    else:
        with tarfile.open(fileobj=into, mode="w:gz") as tape:
            entry = tarfile.TarInfo("../../feed.xml")
            entry.size = len(much)
            tape.addfile(entry, BytesIO(much))
    return into.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_is_never_unpacked(kind: str, tmp_path: Path) -> None:
    """In place of a feed or a mail it is refused, beside a mail's text it is passed over."""
    (tmp_path / "packed").write_bytes(archive(kind))
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "presse@kreis.example", "Newsletter", "Fri, 20 Nov 2026 03:00:00 +0100"
    mail.set_content("HALLENBAD ÖFFNET\n================\nDas Bad öffnet am Montag wieder. Der Eintritt kostet vier Euro.\n")
    mail.add_attachment(archive(kind), maintype="application", subtype="zip", filename="../../x.zip")
    (tmp_path / "n.eml").write_bytes(mail.as_bytes())
    tracemalloc.start()
    try:
        for source in (
            feed_source(SourceSettings("feed", "packed"), tmp_path, 7, Fetcher()),
            mail_source(SourceSettings("mail", "packed"), tmp_path, 7, Fetcher()),
        ):
            with pytest.raises(SourceError):
                source.gather(DAY, MemoryShelf())
        brought = mail_source(SourceSettings("mail", "n.eml"), tmp_path, 7, Fetcher()).gather(DAY, MemoryShelf())
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.picture for edition in brought.editions for item in edition.items] == [None]
    assert most < 50_000_000
