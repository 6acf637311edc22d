# SPDX-License-Identifier: EUPL-1.2
"""Other people's servers are asked politely; the newsroom's own as fast as they answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.engines import fetch
from pipeline.engines.addresses import Place
from pipeline.engines.fetch import Fetcher
from pipeline.engines.manners import Manners, read_rules, retry_after
from pipeline.errors import SourceError
from pipeline.settings import FetchSettings
from tests.doubles.web import Web, page

ROBOTS = b"User-agent: newsreel\nDisallow: /intern/\n\nUser-agent: *\nDisallow: /\n"


class Time:
    """A clock that only moves where somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A server that looks like one of the public internet."""
    with Web({"/feed.xml": page(b"<rss/>"), "/a": page(b"A"), "/intern/b": page(b"B"), "/robots.txt": page(ROBOTS)}) as opened:
        port = opened.server.server_port
        monkeypatch.setattr(fetch, "check_address", lambda url, _: Place("http", "www.example.org", port))
        monkeypatch.setattr(fetch, "resolve", lambda *_: ("127.0.0.1",))
        yield opened


def fetcher(time: Time) -> Fetcher:
    return Fetcher(FetchSettings(), Manners(time.wait, lambda: time.now))


def paths(web: Web) -> list[str]:
    return [path for path, _ in web.asked]


def test_a_host_is_asked_once_per_second(web: Web, time: Time) -> None:
    fetch_ = fetcher(time)
    for _ in range(4):
        fetch_.get(f"{web.url}/feed.xml")
    assert time.waits == [1.0, 1.0, 1.0]


def test_two_hosts_do_not_wait_for_each_other(time: Time) -> None:
    manners = Manners(time.wait, lambda: time.now)
    for host in ("a.example", "b.example", "a.example"):
        manners.before(host)
    assert time.waits == [1.0]


def test_the_newsrooms_own_hosts_are_not_waited_for(time: Time) -> None:
    with Web({"/feed.xml": page(b"<rss/>")}) as web:
        fetch_ = Fetcher(FetchSettings(allow_private_hosts=("127.0.0.1",)), Manners(time.wait, lambda: time.now))
        for _ in range(5):
            fetch_.get(f"{web.url}/feed.xml", subscribed=False)
        assert paths(web) == ["/feed.xml"] * 5
    assert time.waits == []


def test_a_page_behind_a_link_is_read_only_where_robots_txt_allows_it(web: Web, time: Time) -> None:
    fetch_ = fetcher(time)
    assert fetch_.get(f"{web.url}/a", subscribed=False).body == b"A"
    with pytest.raises(SourceError, match=r"robots\.txt asks programs to stay away"):
        fetch_.get(f"{web.url}/intern/b", subscribed=False)
    assert paths(web) == ["/robots.txt", "/a"]


def test_a_feed_that_somebody_subscribed_to_is_read_without_asking(web: Web, time: Time) -> None:
    fetcher(time).get(f"{web.url}/intern/b")
    assert paths(web) == ["/intern/b"]


def test_a_host_without_robots_txt_forbids_nothing(web: Web, time: Time) -> None:
    del web.answers["/robots.txt"]
    assert fetcher(time).get(f"{web.url}/a", subscribed=False).body == b"A"


def busy(times: int, after: str, then: Callable[[BaseHTTPRequestHandler], None]) -> Callable[[BaseHTTPRequestHandler], None]:
    left = [times]

    def answer(ask: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        (page(b"later", status=503, Retry_After=after) if left[0] >= 0 else then)(ask)

    return answer


def test_a_server_that_asks_to_come_back_soon_is_asked_once_more(web: Web, time: Time) -> None:
    web.answers["/feed.xml"] = busy(1, "7", page(b"<rss/>"))
    assert fetcher(time).get(f"{web.url}/feed.xml").body == b"<rss/>"
    assert 7.0 in time.waits
    web.answers["/feed.xml"] = busy(2, "7", page(b"<rss/>"))
    with pytest.raises(SourceError, match="503"):
        fetcher(time).get(f"{web.url}/feed.xml")


def test_a_server_that_asks_to_come_back_much_later_is_left_alone_in_this_run(web: Web, time: Time) -> None:
    web.answers["/feed.xml"] = busy(1, "3600", page(b"<rss/>"))
    fetch_ = fetcher(time)
    with pytest.raises(SourceError, match="come back in 3600 s"):
        fetch_.get(f"{web.url}/feed.xml")
    with pytest.raises(SourceError, match="left alone"):
        fetch_.get(f"{web.url}/a")
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Fri, 20 Nov 2026 05:01:00 GMT", 60.0),
        ("Fri, 20 Nov 2020 05:01:00 GMT", 0.0),
        ("bald", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 20, 5, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"Disallow: /\n" * 200_000,
        b"User-agent: *\nCrawl-delay: x\nDisallow: /%zz",
        "User-agent: *\nCrawl-delay: ²3\nRequest-rate: ²/³".encode(),
        b"User-agent: *\nCrawl-delay: " + b"9" * 5000,
    ],
)
def test_a_strange_robots_txt_breaks_nothing(body: bytes) -> None:
    assert read_rules(body).can_fetch("newsreel", "https://a.example/b") in (True, False)
