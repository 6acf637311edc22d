# SPDX-License-Identifier: EUPL-1.2
"""WebDAV (RFC 4918) as a publishing target: a file is sent under another name and moved into place, so that none is seen half."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import httpx2

from pipeline.engines.depot import Depot, LostError, TreeTarget
from pipeline.errors import ConfigError, TargetError

SECONDS = 30.0
"""Patience with one answer; a film of 20 MB needs a connection of 5 Mbit/s."""
DAV = "{DAV:}"


@dataclass(slots=True)
class WebdavDepot:
    """Files below a WebDAV address."""

    name: str
    url: str
    client: httpx2.Client
    _folders: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes; None where there is none."""
        answer = self._ask("GET", path)
        return None if answer.status_code in (404, 409, 410) else self._checked(answer, path).content

    def digest(self, path: str) -> str:
        """Give the sha256 of what stands at a path."""
        body = self.read(path)
        return "" if body is None else hashlib.sha256(body).hexdigest()

    def put(self, path: str, content: Path | bytes, media: str) -> None:
        """Send a file beside its place, then move it there; what a killed run left there is overwritten by the next one."""
        self._make_folders(path)
        body = content if isinstance(content, bytes) else content.read_bytes()
        fresh = f"{path}.{hashlib.sha256(body).hexdigest()[:8]}.part"
        self._checked(self._ask("PUT", fresh, content=body, headers={"Content-Type": media}), path)
        moved = self._ask("MOVE", fresh, headers={"Destination": self._address(path), "Overwrite": "T"})
        if moved.status_code >= 400:
            self._ask("DELETE", fresh)
        self._checked(moved, path)

    def remove(self, path: str) -> None:
        """Take a file away."""
        answer = self._ask("DELETE", path)
        if answer.status_code not in (404, 410):
            self._checked(answer, path)

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all files below a folder, found one level at a time (many servers refuse more)."""
        found: list[str] = []
        below = [folder]
        while below:
            answer = self._ask("PROPFIND", below.pop() + "/", headers={"Depth": "1"})
            if answer.status_code == 404:
                continue
            base = unquote(urlsplit(str(answer.request.url)).path).rstrip("/")
            for path, is_folder in self._members(self._checked(answer, folder).content):
                if path.rstrip("/") == base:
                    continue
                inner = path[len(urlsplit(self.url).path.rstrip("/")) + 1 :].rstrip("/")
                (below if is_folder else found).append(inner)
        return tuple(sorted(found))

    def _members(self, body: bytes) -> Iterator[tuple[str, bool]]:
        try:
            tree = ElementTree.fromstring(body)  # noqa: S314 - our own server's answer; expat of Python 3.11 bounds entities
        except (ElementTree.ParseError, LookupError, ValueError) as wrong:  # no XML, or in an encoding that nobody knows
            raise TargetError(f"{self.name}: {self.url} lists its files in no known form.", "Is it a WebDAV server?") from wrong
        for answer in tree.iter(f"{DAV}response"):
            told = answer.findtext(f"{DAV}href", "")
            try:
                address = unquote(urlsplit(told).path)
            except ValueError as wrong:
                raise TargetError(f"{self.name}: {self.url} lists {told[:80]!r}, which is no address.", "Look at it.") from wrong
            yield address, answer.find(f".//{DAV}collection") is not None

    def _make_folders(self, path: str) -> None:
        parts = path.split("/")[:-1]
        for n in range(1, len(parts) + 1):
            folder = "/".join(parts[:n])
            if folder not in self._folders:
                answer = self._ask("MKCOL", f"{folder}/")
                if answer.status_code not in (301, 405):  # it stands already
                    self._checked(answer, folder)
                self._folders.add(folder)

    def _address(self, path: str) -> str:
        return f"{self.url.rstrip('/')}/{quote(path)}"

    def _ask(self, verb: str, path: str, content: bytes = b"", headers: dict[str, str] | None = None) -> httpx2.Response:
        try:
            return self.client.request(verb, self._address(path), content=content or None, headers=headers or {})
        except httpx2.TransportError as wrong:
            raise unreached(self.name, self.url, wrong) from wrong

    def _checked(self, answer: httpx2.Response, path: str) -> httpx2.Response:
        status = answer.status_code
        if status < 300:
            return answer
        raise refusal(self.name, status, path)


def refusal(name: str, status: int, path: str) -> TargetError:
    """Say in one sentence what a server's refusal means, and who can do something about it."""
    if status in (401, 403):
        return TargetError(f"{name}: the server refuses {path} ({status}).", "Check user, password and write permission there.")
    if status in (413, 507):
        return TargetError(f"{name}: the server has no room for {path} ({status}).", "Free space there; the next run resumes.")
    if status >= 500 or status == 429:
        return LostError(f"{name}: the server failed on {path} ({status}).", "Run again later; nothing half-sent is visible.")
    return TargetError(f"{name}: the server answers {status} to {path}.", "Check url in [[targets]].")


def unreached(name: str, url: str, wrong: Exception) -> TargetError:
    """Say why nobody answered."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    if "CERTIFICATE" in str(wrong).upper() or "SSL" in str(wrong).upper():
        return TargetError(
            f"{name}: the certificate of {host} is not valid.", "Have it renewed, or name your authority in [fetch] ca_file."
        )
    if isinstance(wrong, httpx2.TimeoutException):
        return LostError(f"{name}: {host} did not answer in time.", "Run again later; what was sent whole is kept.")
    return LostError(f"{name}: {host} cannot be reached.", "Check the network and url in [[targets]]; the next run resumes.")


def client_for(
    name: str, url: str, user: str, password: str, ca_file: str = "", proxy: str = "", seconds: float = SECONDS
) -> httpx2.Client:
    """Give a client that sends a password only over an encrypted connection, or inside this machine. Raises ConfigError."""
    from pipeline.engines.llm_transport import is_loopback

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"[[targets]] {name}: url is “{url}”, which is no address.", "Write one like https://host/folder.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigError(f"[[targets]] {name}: {url} is not encrypted.", "Use https://.")
    verify: object = True
    if ca_file:
        import ssl

        verify = ssl.create_default_context(cafile=ca_file)
    return httpx2.Client(
        auth=(user, password) if user else None,
        timeout=seconds,
        verify=verify,  # type: ignore[arg-type]
        proxy=proxy or None,
        trust_env=False,
        follow_redirects=False,
    )


def webdav_target(
    name: str, url: str, base_url: str, user: str, password: str, ca_file: str = "", proxy: str = "", seconds: float = SECONDS
) -> TreeTarget:
    """Open a WebDAV address as a target."""
    client_for(name, url, user, password, ca_file, proxy).close()  # a wrong address is said at once, not at the release

    @contextmanager
    def connect() -> Iterator[Depot]:
        with client_for(name, url, user, password, ca_file, proxy, seconds) as client:
            yield WebdavDepot(name, url, client)

    return TreeTarget(name, connect, base_url)
