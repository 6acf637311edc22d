# SPDX-License-Identifier: EUPL-1.2
import ipaddress
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.engines import addresses
from pipeline.engines.addresses import Place, check_address, is_public, resolve
from pipeline.engines.fetch import Fetcher
from pipeline.errors import SourceError
from pipeline.settings import FetchSettings
from tests.doubles.web import Web

FORBIDDEN = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::808:808]/",
    "http://[2002:7f00:1::]/",
    "http://10.0.0.5/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://localhost/",
    "http://intranet/",
    "http://drucker.local/",
    "http://user:secret@www.example.org/",
    "http://www.example.org:22/",
    "http://www.example.org:8080/",
    "file:///etc/passwd",
    "gopher://www.example.org/",
    "javascript:alert(1)",
    "http://",
    "http://www.example.org\\@127.0.0.1/",
    "http://www.example.org/ x",
    "//www.example.org/",
    "http://017700000001/",
    "http://0x7f.0.0.1/",
    "http://127.0.0.1./",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2001:0:0:0:0:0:f5ff:fffe]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[2001:db8::1]/",
    "http://172.16.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://203.0.113.7/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://0/",
    "http://localhost./",
    "http://foo.localhost/",
    "http://metadata.google.internal/",
    "http://router.home.arpa/",
    "http://www.example.org:0/",
    "http://www.example.org:65536/",
    "http://www.example.org:22@127.0.0.1/",
    "http://127.0.0.1#@www.example.org/",
    "http://%31%32%37.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://www.example.org\t/",
    "http://www.example.org\r\nHost: intern/",
    "ftp://www.example.org/",
    "data:text/html,x",
    "dict://127.0.0.1:11211/",
    "ldap://www.example.org/",
    "unix:///var/run/docker.sock",
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_an_address_that_leads_inwards_or_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(SourceError):
        check_address(url)


@pytest.mark.parametrize("url", ["https://www.example.org/feed.xml", "http://www.example.org:80/", "https://93.184.216.34/"])
def test_a_public_address_is_accepted(url: str) -> None:
    assert check_address(url).port in (80, 443)


def test_a_host_that_the_configuration_names_may_be_private_and_use_any_port() -> None:
    assert check_address("http://127.0.0.1:8123/", ["127.0.0.1"]).allowed
    assert check_address("http://intranet:8123/", ["intranet:8123"]).allowed
    assert check_address("http://[::1]:8123/", ["[::1]"]).allowed
    with pytest.raises(SourceError):
        check_address("http://intranet:9000/", ["intranet:8123"])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("100.64.1.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("::a00:1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_an_address_inside_another_is_judged_by_itself(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_public_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: rows)
    with pytest.raises(SourceError, match=r"10\.1\.2\.3"):
        resolve(Place("http", "rebind.example.org", 80), 1)
    assert resolve(Place("http", "rebind.example.org", 80, allowed=True), 1) == ("93.184.216.34", "10.1.2.3")


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: threading.Event().wait(5) or [])
    with pytest.raises(SourceError, match="not answered"):
        resolve(Place("http", "slow.example.org", 80), 0.05)


def test_there_are_more_than_forty_forbidden_forms() -> None:
    assert len(set(FORBIDDEN)) > 60


# As a Location these are another address: one without a scheme keeps that of the page, and a line ends the header.
PUBLIC_AS_LOCATION = {"//www.example.org/", "http://www.example.org\r\nHost: intern/"}


def leading(url: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a redirect whose Location is exactly this."""

    def lead(ask: BaseHTTPRequestHandler) -> None:
        ask.send_response_only(302)
        ask.wfile.write(b"".join(ask._headers_buffer) + b"Location: " + url.encode("utf-8") + b"\r\nContent-Length: 0\r\n\r\n")

    return lead


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hear which hosts are looked up: whoever is refused by form is never asked for, and nobody is reached."""
    asked: list[str] = []
    really = socket.getaddrinfo

    def look(host: str, *args: int, **named: int) -> object:
        asked.append(host)
        if host != "127.0.0.1":
            raise OSError(0, f"{host} was looked up")
        return really(host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return asked


@pytest.mark.parametrize("url", [url for url in FORBIDDEN if url not in PUBLIC_AS_LOCATION])
def test_a_redirect_that_leads_inwards_or_elsewhere_is_refused(url: str, looked_up: list[str]) -> None:
    """The first hop is a server of the configuration; where it leads is somebody else's text."""
    with Web({"/feed": leading(url)}) as web:
        fetch = Fetcher(FetchSettings(allow_private_hosts=(web.url.removeprefix("http://"),)))
        with pytest.raises(SourceError):
            fetch.get(f"{web.url}/feed")
        assert len(web.asked) == 1
    assert [host for host in looked_up if host != "127.0.0.1"] == []


@pytest.mark.parametrize("url", sorted(PUBLIC_AS_LOCATION))
def test_a_redirect_to_a_public_name_is_looked_up(url: str, looked_up: list[str]) -> None:
    """So the test above would notice a form that is let through."""
    with Web({"/feed": leading(url)}) as web:
        fetch = Fetcher(FetchSettings(allow_private_hosts=(web.url.removeprefix("http://"),)))
        with pytest.raises(SourceError):
            fetch.get(f"{web.url}/feed")
    assert "www.example.org" in looked_up


def test_a_name_that_changes_its_mind_between_two_hops_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: the first look-up gives the server that redirects, the second an address inside."""
    answers = iter(["127.0.0.1", "10.1.2.3"])
    really = socket.getaddrinfo
    connected: list[object] = []

    def look(host: str, *args: int, **named: int) -> object:
        return really(next(answers) if host == "rebind.example.org" else host, *args, **named)

    def connect(address: tuple[str, int], *args: object, **named: object) -> socket.socket:
        connected.append(address[0])
        return reach(address, *args, **named)  # type: ignore[arg-type]

    reach = socket.create_connection
    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(addresses, "is_public", lambda address: str(address) == "127.0.0.1")
    monkeypatch.setitem(addresses._PORTS, "http", 0)
    with Web({"/feed": leading("/feed")}) as web:
        monkeypatch.setitem(addresses._PORTS, "http", int(web.url.rsplit(":", 1)[1]))
        with pytest.raises(SourceError, match=r"10\.1\.2\.3"):
            Fetcher().get("http://rebind.example.org/feed")
    assert connected == ["127.0.0.1"]
