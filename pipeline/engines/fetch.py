# SPDX-License-Identifier: EUPL-1.2
"""Fetch web addresses with care: checked address, one deadline for everything, a cap on what unpacks, no second attempt in vain.

The connection goes to the very address that was checked, so that a name cannot change its mind between check and call. Each
hop of a redirect is checked like the first. What a server marks with ETag or Last-Modified is kept on the shelf and asked for
conditionally next time.
"""

import json
import logging
import re
import ssl
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import httpcore2
import httpx2

from pipeline.engines.addresses import Place, check_address, resolve
from pipeline.engines.deadline import SOCKET_OPTION, Deadline, TimedStream
from pipeline.engines.manners import WAIT_MOST, Manners, retry_after
from pipeline.errors import ConfigError, SourceError
from pipeline.ports import Shelf
from pipeline.settings import FetchSettings

HOPS = 5
CONNECT_SECONDS = 5.0
FAILURES_UNTIL_LEFT_ALONE = 2
_CHUNK = 65_536
_MALFORMED = re.compile(r"[\x00-\x20\x7f\\]|^https?:(?!//[^/?#])", re.I)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the unpacked bytes, the media type without parameters, the address after redirects."""

    body: bytes
    media: str
    url: str


class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only; to the proxy as it is configured."""

    def __init__(self, place: Place, deadline: Deadline, via_proxy: bool) -> None:
        self._inner = httpcore2.SyncBackend()
        self._place = place
        self._deadline = deadline
        self._via_proxy = via_proxy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        if self._via_proxy:
            addresses: tuple[str, ...] = (host,)
        else:
            addresses = resolve(self._place, min(CONNECT_SECONDS, self._deadline.left()))
            port = self._place.port
        fault: Exception = httpcore2.ConnectError("no address")
        for address in addresses:
            left = self._deadline.left()
            if left <= 0:
                raise httpcore2.ConnectTimeout("deadline")
            try:
                stream = self._inner.connect_tcp(address, port, min(left, timeout or left), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as wrong:
                fault = wrong
                continue
            return TimedStream(stream, self._deadline)
        raise fault


class _CheckedTransport(httpx2.HTTPTransport):
    """httpx's transport over a pool whose connections are checked and timed."""

    def __init__(self, backend: _CheckedBackend, context: ssl.SSLContext, proxy: str) -> None:
        super().__init__(verify=context, trust_env=False)
        if proxy:
            via = httpx2.Proxy(proxy)
            self._pool = httpcore2.HTTPProxy(
                proxy_url=str(via.url), proxy_auth=via.raw_auth, ssl_context=context, network_backend=backend
            )
        else:
            self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=backend)


@dataclass(slots=True)
class Fetcher:
    """Fetches for one run; remembers in it which hosts failed."""

    settings: FetchSettings = field(default_factory=FetchSettings)
    manners: Manners = field(default_factory=Manners, repr=False)
    _context: ssl.SSLContext | None = field(default=None, repr=False)
    _failures: dict[str, int] = field(default_factory=dict, repr=False)

    def get(self, url: str, accept: str = "*/*", cap: int = 0, shelf: Shelf | None = None, subscribed: bool = True) -> Fetched:
        """Fetch an address, following at most five redirects → what it gave.

        `cap` is the most bytes, unpacked (0: `max_text_bytes`). With a shelf, what was fetched before is asked for
        conditionally. What nobody `subscribed` to (a page behind a link) is read only as far as robots.txt allows it.
        Raises SourceError: forbidden, unreachable, too slow, too big, not found, or a host that already
        failed twice in this run.
        """
        deadline = Deadline.after(self.settings.deadline_seconds)
        key = "fetch:" + sha256(f"{accept}\n{url}".encode()).hexdigest()
        kept = _recall(shelf, key)
        at, waited, hops = url, False, 0
        while hops <= HOPS:
            place = check_address(at, self.settings.allow_private_hosts)
            if self._failures.get(place.host, 0) >= FAILURES_UNTIL_LEFT_ALONE:
                raise SourceError(f"{place.host} failed twice and is left alone in this run.", "Check the host, then run again.")
            if not place.allowed:
                if not subscribed:
                    self.manners.allowed(at, lambda rules: self.get(rules, "text/plain", cap=500_000).body)
                self.manners.before(place.host)
            answer = self._ask(at, place, accept, cap or self.settings.max_text_bytes, deadline, kept)
            if answer.asks_to_wait(waited):
                self.manners.wait(answer.wait or 0.0)
                waited, deadline = True, Deadline.after(self.settings.deadline_seconds)
                continue
            self._judge(at, place, answer, kept)
            if answer.location:
                at, hops = _led(at, answer.location), hops + 1
                continue
            if answer.unchanged and kept is not None:
                return kept.fetched
            fetched = Fetched(answer.body, answer.media, at)
            if shelf is not None and (answer.etag or answer.modified):
                _remember(shelf, key, fetched, answer)
            return fetched
        raise SourceError(f"{url} leads on through more than {HOPS} redirects.", "Enter the final address.")

    def is_left_alone(self, url: str) -> bool:
        """Tell whether the host of an address failed so often that it is not asked again in this run."""
        host = (httpx2.URL(url).host if url.startswith(("http://", "https://")) else "").lower()
        return self._failures.get(host, 0) >= FAILURES_UNTIL_LEFT_ALONE

    def _ask(self, url: str, place: Place, accept: str, cap: int, deadline: Deadline, kept: "_Kept | None") -> "_Answer":
        """Make one request; count the failures of a host. Raises SourceError."""
        try:
            answer = self._request(url, place, accept, cap, deadline, kept)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, zlib.error, SourceError) as wrong:
            self._failures[place.host] = self._failures.get(place.host, 0) + 1
            _log.info("not fetched from %s: %s", place.host, type(wrong).__name__)
            if isinstance(wrong, SourceError):
                raise
            raise SourceError(
                _sentence(url, wrong, self.settings), "Check the address, the network and [fetch] proxy."
            ) from wrong
        return answer

    def _judge(self, url: str, place: Place, answer: "_Answer", kept: "_Kept | None") -> None:
        """Raise SourceError where an answer holds nothing to read; count the failures of a host."""
        if answer.status not in (200, 304) and not answer.location:
            if answer.status in (429, 500, 502, 503, 504):
                self._failures[place.host] = self._failures.get(place.host, 0) + 1
            if answer.wait is not None and answer.wait > WAIT_MOST:
                self._failures[place.host] = FAILURES_UNTIL_LEFT_ALONE  # it said when: nobody asks again in this run
            later = f" and asks to come back in {answer.wait:.0f} s" if answer.wait else ""
            raise SourceError(f"{url} answers with status {answer.status}{_meaning(answer.status)}{later}.", "Check the address.")
        if answer.status == 304 and kept is None:
            raise SourceError(f"{url} answers “unchanged” to a first request.", "The server is at fault; tell its webmaster.")

    def _request(self, url: str, place: Place, accept: str, cap: int, deadline: Deadline, kept: "_Kept | None") -> "_Answer":
        headers = {"User-Agent": user_agent(self.settings), "Accept": accept, "Accept-Encoding": "gzip, deflate"}
        headers |= {"Connection": "close", "Accept-Language": "de, en;q=0.5"}
        if kept is not None and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept is not None and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        if self._context is None:
            self._context = trust(self.settings)
        backend = _CheckedBackend(place, deadline, via_proxy=bool(self.settings.proxy))
        timeout = httpx2.Timeout(CONNECT_SECONDS, connect=CONNECT_SECONDS)
        with (
            _CheckedTransport(backend, self._context, self.settings.proxy) as transport,
            httpx2.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout) as web,
            web.stream("GET", url, headers=headers) as response,
        ):
            # `is_redirect` would be true for 304 as well, which names no place to go to.
            location = response.headers.get("location", "") if response.has_redirect_location else ""
            wanted = response.status_code == 200
            body = b"".join(_unpacked(response, cap, url)) if wanted else b""
            media = response.headers.get("content-type", "").split(";")[0].strip().lower()
            return _Answer(
                response.status_code,
                location,
                body,
                media,
                response.headers.get("etag", ""),
                response.headers.get("last-modified", ""),
                retry_after(response.headers.get("retry-after", "")) if response.status_code in (429, 503) else None,
            )


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    body: bytes
    media: str
    etag: str
    modified: str
    wait: float | None = None
    """Seconds that the server asks to wait, None where it does not."""

    def asks_to_wait(self, waited: bool) -> bool:
        """Tell whether a second attempt after a short wait is what the server asks for; one per address."""
        return not waited and self.wait is not None and self.wait <= WAIT_MOST

    @property
    def unchanged(self) -> bool:
        return self.status == 304


@dataclass(frozen=True, slots=True)
class _Kept:
    fetched: Fetched
    etag: str
    modified: str


def _recall(shelf: Shelf | None, key: str) -> _Kept | None:
    """Give what an earlier run fetched under this key: one line of JSON, then the body."""
    blob = shelf.recall(key) if shelf is not None else None
    if shelf is None or blob is None:
        return None
    head, _, body = shelf.read(blob).partition(b"\n")
    said = json.loads(head)
    return _Kept(Fetched(body, str(said["media"]), str(said["url"])), str(said["etag"]), str(said["modified"]))


def _remember(shelf: Shelf, key: str, fetched: Fetched, answer: _Answer) -> None:
    head = json.dumps({"media": fetched.media, "url": fetched.url, "etag": answer.etag, "modified": answer.modified})
    shelf.remember(key, shelf.put(head.encode() + b"\n" + fetched.body, "application/octet-stream"))


def _unpacked(response: httpx2.Response, cap: int, url: str) -> Iterator[bytes]:
    """Unpack an answer piece by piece and stop at the cap: a small answer can unpack to gigabytes. Raises SourceError."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise SourceError(
            f"{url} is packed as “{coding}”, which was not asked for.", "The server is at fault; tell its webmaster."
        )
    packed = coding in ("gzip", "x-gzip", "deflate")
    opener = None
    total = 0
    for raw in response.iter_raw():
        rest = raw
        while rest:
            if packed:
                # zlib's own header says which of gzip and zlib it is; some servers send deflate without any header.
                opener = opener or zlib.decompressobj(47 if coding != "deflate" or rest[0] & 0x0F == 8 else -15)
                piece = opener.decompress(rest, _CHUNK)
                rest = opener.unconsumed_tail
            else:
                piece, rest = rest, b""
            total += len(piece)
            if total > cap:
                raise SourceError(f"{url} is larger than {cap // 1000} kB.", "Raise the cap under [fetch] if this is right.")
            yield piece
    if opener is not None:
        yield opener.flush()  # what stood in zlib's window, at most some hundred bytes


def _led(at: str, location: str) -> str:
    """Give the address that a redirect leads to. Raises SourceError where it is none."""
    try:
        if _MALFORMED.search(location.strip()):  # joining would mend it into some address that nobody wrote
            raise ValueError("a space, a control character, or a scheme without a host")
        return str(httpx2.URL(at).join(location))
    except (httpx2.InvalidURL, ValueError) as wrong:
        raise SourceError(f"{at} leads on to {location[:200]!r}, which is no web address.", "Enter the final address.") from wrong


def _sentence(url: str, wrong: Exception, settings: FetchSettings) -> str:
    if isinstance(wrong, httpx2.TimeoutException):
        return f"{url} did not answer within {settings.deadline_seconds:g} s."
    if isinstance(wrong, httpx2.ConnectError) and "certificate" in str(wrong).lower():
        return (
            f"The certificate of {url} is not trusted here ({wrong}); a town hall's own authority belongs under [fetch] ca_file."
        )
    return f"{url} cannot be reached ({str(wrong) or type(wrong).__name__})."


def _meaning(status: int) -> str:
    said = {401: "a password is asked for", 403: "forbidden", 404: "not found", 410: "gone", 429: "too many requests"}
    return f" ({said[status]})" if status in said else ""


def user_agent(settings: FetchSettings) -> str:
    """Name the program, and whom a webmaster may ask."""
    return f"newsreel/0.1 ({settings.contact})" if settings.contact else "newsreel/0.1"


def trust(settings: FetchSettings) -> ssl.SSLContext:
    """Give the certificates that are trusted: the usual ones, and those of `[fetch] ca_file`. Raises ConfigError."""
    context = httpx2.create_ssl_context(trust_env=False)
    if settings.ca_file:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except (OSError, ssl.SSLError) as wrong:
            raise ConfigError(
                f"[fetch] ca_file: {settings.ca_file} cannot be read as certificates ({wrong}).", "Name a PEM file."
            ) from wrong
    return context


def client(settings: FetchSettings, timeout_seconds: float = 60.0) -> httpx2.Client:
    """Give a web client for a configured host (language model, voice, target): same proxy, same certificates, same name.

    It asks whatever host its user was configured with, so it does not check addresses; it follows no redirect.
    """
    return httpx2.Client(
        verify=trust(settings),
        proxy=settings.proxy or None,
        trust_env=False,
        follow_redirects=False,
        timeout=timeout_seconds,
        headers={"User-Agent": user_agent(settings)},
    )
