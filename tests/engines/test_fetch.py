# SPDX-License-Identifier: EUPL-1.2
import gzip
import socket
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.engines.fetch import Fetcher, client
from pipeline.errors import ConfigError, SourceError
from pipeline.settings import FetchSettings
from tests.doubles.shelf import MemoryShelf
from tests.doubles.web import Web, page


def fetcher(seconds: float = 5.0, **more: str) -> Fetcher:
    return Fetcher(
        FetchSettings(allow_private_hosts=("127.0.0.1",), deadline_seconds=seconds, contact="presse@kreis.example", **more)
    )


def test_a_page_is_fetched_with_its_media_type_and_a_name_to_ask_for() -> None:
    with Web({"/": page("grün".encode())}) as web:
        got = fetcher().get(web.url + "/", "text/html")
    assert (got.body.decode(), got.media, got.url) == ("grün", "text/html", web.url + "/")
    headers = web.asked[0][1]
    assert headers["User-Agent"].startswith("newsreel/")
    assert "presse@kreis.example" in headers["User-Agent"]
    assert headers["Accept"] == "text/html"


def test_redirects_are_followed_and_each_hop_is_checked() -> None:
    answers = {
        "/a": page(b"", status=302, Location="/b"),
        "/b": page(b"there"),
        "/meta": page(b"", status=302, Location="http://169.254.169.254/latest/"),
        "/file": page(b"", status=302, Location="file:///etc/passwd"),
        "/round": page(b"", status=302, Location="/round"),
    }
    with Web(answers) as web:
        assert fetcher().get(web.url + "/a").url == web.url + "/b"
        for path, said in (("/meta", "169.254"), ("/file", "http"), ("/round", "redirects")):
            with pytest.raises(SourceError, match=said):
                fetcher().get(web.url + path)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def look(host: str, *args: int, **named: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        return real("127.0.0.1", *args, **named)  # type: ignore[return-value]

    with Web({"/": page(b"ok")}) as web:
        port = web.url.rsplit(":", 1)[1]
        monkeypatch.setattr(socket, "getaddrinfo", look)
        settings = FetchSettings(allow_private_hosts=("www.kreis.example",))
        assert Fetcher(settings).get(f"http://www.kreis.example:{port}/").body == b"ok"
    # The name is looked up once, for the check; the socket is then given a bare address.
    assert asked.count("www.kreis.example") == 1
    assert web.asked[0][1]["Host"] == f"www.kreis.example:{port}"


def drip(ask: BaseHTTPRequestHandler) -> None:
    ask.send_response(200)
    ask.send_header("Content-Length", "100000")
    ask.end_headers()
    for _ in range(200):
        ask.wfile.write(b"x")
        time.sleep(0.05)


def header_drip(ask: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        ask.wfile.write(b"H")
        ask.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, header_drip])
def test_the_deadline_holds_for_a_server_that_sends_single_bytes(answer: object) -> None:
    with Web({"/": answer}) as web:  # type: ignore[dict-item]
        begun = time.monotonic()
        with pytest.raises(SourceError, match="did not answer"):
            fetcher(0.4).get(web.url + "/")
        assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    "packed", [gzip.compress(bytes(60_000_000), 9), zlib.compress(bytes(60_000_000), 9)], ids=["gzip", "deflate"]
)
def test_a_small_answer_that_unpacks_to_gigabytes_stops_at_the_cap(packed: bytes) -> None:
    coding = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    with Web({"/": page(packed, Content_Encoding=coding)}) as web, pytest.raises(SourceError, match="larger than"):
        fetcher().get(web.url + "/", cap=1_000_000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw"])
def test_packed_pages_arrive_whole(coding: str) -> None:
    text = "Übergabe der Förderbescheide. ".encode() * 9000
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = {"gzip": gzip.compress(text), "deflate": zlib.compress(text), "raw": raw.compress(text) + raw.flush()}[coding]
    with Web({"/": page(packed, Content_Encoding="gzip" if coding == "gzip" else "deflate")}) as web:
        assert fetcher().get(web.url + "/").body == text


def test_what_did_not_change_is_not_sent_again() -> None:
    def answer(ask: BaseHTTPRequestHandler) -> None:
        fresh = ask.headers.get("If-None-Match") != '"v1"'
        page(b"news" if fresh else b"", status=200 if fresh else 304, ETag='"v1"')(ask)

    shelf = MemoryShelf()
    with Web({"/": answer}) as web:
        first = fetcher().get(web.url + "/", shelf=shelf)
        second = fetcher().get(web.url + "/", shelf=shelf)
    assert first == second
    assert "If-None-Match" in web.asked[1][1]


def test_an_unasked_304_is_an_error_and_no_crash() -> None:
    with Web({"/": page(b"", status=304)}) as web, pytest.raises(SourceError, match="unchanged"):
        fetcher().get(web.url + "/")


def test_a_missing_page_says_so_and_does_not_count_against_the_host() -> None:
    with Web({"/": page(b"ok")}) as web:
        fetch = fetcher()
        for _ in range(3):
            with pytest.raises(SourceError, match="404"):
                fetch.get(web.url + "/missing")
        assert fetch.get(web.url + "/").body == b"ok"


def test_a_host_is_left_alone_after_two_failures() -> None:
    with Web({"/": page(b"", status=503)}) as web:
        fetch = fetcher()
        for _ in range(2):
            with pytest.raises(SourceError, match="503"):
                fetch.get(web.url + "/")
        with pytest.raises(SourceError, match="left alone"):
            fetch.get(web.url + "/other")
    assert len(web.asked) == 2
    assert fetch.is_left_alone(web.url)


def test_a_proxy_from_the_environment_is_not_used_but_the_configured_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with Web({"/": page(b"direct"), "http://www.kreis.example/": page(b"by proxy")}) as web:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
        assert fetcher().get(web.url + "/").body == b"direct"
        assert fetcher(proxy=web.url).get("http://www.kreis.example/").body == b"by proxy"
        with pytest.raises(SourceError):
            fetcher(proxy=web.url).get("http://10.0.0.1/")


def test_the_client_for_configured_hosts_uses_the_same_name_and_follows_no_redirect() -> None:
    with Web({"/": page(b"", status=302, Location="/b")}) as web, client(FetchSettings()) as asks:
        assert asks.get(web.url + "/").status_code == 302
    assert web.asked[0][1]["User-Agent"].startswith("newsreel/")


def test_a_certificate_file_that_is_none_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="ca_file"):
        client(FetchSettings(ca_file="/nowhere/ca.pem"))
