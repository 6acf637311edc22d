# SPDX-License-Identifier: EUPL-1.2
"""Our own two hundred hostile feeds: no crash, at most 5 s of computing and 300 MB each, nothing of this machine told."""

import contextlib
import ctypes
import faulthandler
import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.confined import confined
from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.errors import SourceError
from pipeline.guarded import GuardedSource
from pipeline.keep.store import Store
from pipeline.ports import Gathered, Shelf
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.web import Web, page
from tests.reliability.hostile import feeds

DAY = date(2026, 11, 20)
FEEDS = feeds()
SECONDS_MOST, MEMORY_MOST = 5.0, 300_000_000
REFUSED = "refused: "


def read(content: bytes, folder: Path) -> tuple[str, float]:
    """Read a feed from a file in a confined child → what came of it, seconds of computing."""
    (folder / "feed.xml").write_bytes(content)
    source = feed_source(SourceSettings("feed", "feed.xml", "f"), folder, 7, Fetcher(FetchSettings(deadline_seconds=0.2)))
    store = Store(folder / "store")

    def work() -> bytes:
        begun = time.process_time()
        try:
            told = repr(source.gather(DAY, store))
        except SourceError as refused:
            told = f"{REFUSED}{refused.message}"
        return f"{time.process_time() - begun} {told}".encode("utf-8", "replace")

    seconds, _, told = confined(work, "the feed", MEMORY_MOST, 30).decode().partition(" ")
    return told, float(seconds)


def test_there_are_two_hundred() -> None:
    assert len(FEEDS) >= 200


@pytest.mark.parametrize("part", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 8))])
def test_a_hostile_feed_is_read_or_refused_soon_and_opens_nothing(part: int, tmp_path: Path) -> None:
    slow = {}
    for name in sorted(FEEDS)[part::8]:
        told, seconds = read(FEEDS[name], tmp_path)
        assert "root:" not in told, name
        assert "<script" not in told.casefold(), name
        assert "href=" not in told or "javascript:" not in told, name
        if seconds > SECONDS_MOST:
            slow[name] = round(seconds, 1)
    assert slow == {}


def test_no_link_of_a_hostile_feed_leads_anywhere_but_to_the_web(tmp_path: Path) -> None:
    for name in (n for n in FEEDS if n.startswith("link ")):
        told, _ = read(FEEDS[name], tmp_path)
        assert "link='javascript" not in told, name
        assert "link='file" not in told, name


# ---------------------------------------------------------------- what breaks a limit


class Greedy:
    """A source whose parser does what no parser should."""

    name = "greedy"

    def __init__(self, does: str) -> None:
        self.does = does

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        if self.does == "memory":
            return Gathered((), (bytearray(900_000_000),))  # type: ignore[arg-type]
        if self.does == "spin":
            while True:
                pass
        if self.does == "crash":
            faulthandler.disable()
            ctypes.string_at(0)
        if self.does == "raise":
            raise KeyError("innen")
        raise SourceError("Die Quelle schweigt.", "Nachsehen.")


@pytest.mark.parametrize(
    ("does", "said"),
    [("memory", "needs more than it may have"), ("spin", "more than 1 s of computing"), ("crash", "brought its parser down"),
     ("raise", "KeyError in test_hostile_feeds.py"), ("refuse", "Die Quelle schweigt")],
)  # fmt: skip
def test_a_source_that_breaks_a_limit_costs_only_itself(does: str, said: str, tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(SourceError, match=said):
        GuardedSource(Greedy(does), cpu_seconds=1).gather(DAY, store)


def test_a_guarded_source_brings_what_the_source_brings(tmp_path: Path) -> None:
    from tests.reliability.small_night import FEED

    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    store = Store(tmp_path / "store")
    source = feed_source(SourceSettings("feed", "feed.xml", "f"), tmp_path, 7, Fetcher())
    assert GuardedSource(source).gather(DAY, store) == source.gather(DAY, store)


# ---------------------------------------------------------------- over the network


def test_a_gzip_bomb_a_gigabyte_claim_and_a_slow_drip_end_soon(tmp_path: Path) -> None:
    import gzip
    from http.server import BaseHTTPRequestHandler

    packed = gzip.compress(b"\0" * 200_000_000, 9)

    def claim(ask: BaseHTTPRequestHandler) -> None:
        ask.send_response(200)
        ask.send_header("Content-Length", "1000000000")
        ask.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(200):
                ask.wfile.write(b" " * 65_536)

    def drip(ask: BaseHTTPRequestHandler) -> None:
        ask.send_response(200)
        ask.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                ask.wfile.write(b"<")
                ask.wfile.flush()
                time.sleep(0.05)

    answers = {"/bomb": page(packed, Content_Encoding="gzip"), "/claim": claim, "/drip": drip}
    store = Store(tmp_path)
    settings = FetchSettings(allow_private_hosts=("127.0.0.1",), deadline_seconds=1.0)
    with Web(answers) as web:
        for name, said in (("bomb", "larger than"), ("claim", "larger than"), ("drip", "did not answer within 1 s")):
            begun = time.monotonic()
            source = feed_source(SourceSettings("feed", f"{web.url}/{name}"), tmp_path, 7, Fetcher(settings))
            with pytest.raises(SourceError, match=said):
                GuardedSource(source, MEMORY_MOST).gather(DAY, store)
            assert time.monotonic() - begun < SECONDS_MOST
