# SPDX-License-Identifier: EUPL-1.2
"""A publishing target that keeps files by path (SFTP, S3, WebDAV): what is sent, in which order, and what is taken back.

    v/<id>/<film>/…      one version, never changed; its SHA256SUMS is sent last and says that the version is whole
    <id>/…               the pages of the address that others embed; embed.html, which names a version, is sent last

Each file becomes visible whole, is read back and compared. So whatever breaks off, readers keep what they had, and the next
publication sends only what is missing.
"""

import hashlib
import mimetypes
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pipeline.delivery.listing import POINTERS, SUMS, version_of, version_path
from pipeline.errors import TargetError
from pipeline.model import Package
from pipeline.ports import Receipt, Shelf

INTERNAL: Final = frozenset({"proof.html", "script.md"})
"""For the press office only: findings and drafts are nobody else's business."""
RETRACTED: Final = "retracted.html"
"""Stands where a bulletin was taken back; the rules for web servers answer 410 beside it."""
NOTICE_PAGES: Final = ("index.html", "embed.html", "transcript.html", RETRACTED)
WAITS: Final = (0.5, 2.0)
"""Seconds before the second and third attempt; cron comes back anyway."""
MEDIA: Final = {".vtt": "text/vtt", ".ttml": "application/ttml+xml", ".srt": "application/x-subrip", ".webp": "image/webp"}
Result = TypeVar("Result")
Pages = tuple[tuple[str, bytes], ...]


class LostError(TargetError):
    """The connection broke or was never made: worth another attempt."""


class Depot(Protocol):
    """Files by path at another place. Every method raises TargetError, or LostError where another attempt may help."""

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes; None where there is none."""
        ...

    def put(self, path: str, content: Path | bytes, media: str) -> None:
        """Write a file, visible whole or not at all."""
        ...

    def remove(self, path: str) -> None:
        """Take a file away; nothing happens where there is none."""
        ...

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all files below a folder; none where there is no such folder."""
        ...

    def digest(self, path: str) -> str:
        """Give the sha256 of what stands at a path, read back from there; empty where nothing does."""
        ...


def media_of(name: str) -> str:
    """Give the media type of a file by its name."""
    suffix = Path(name).suffix.lower()
    known = MEDIA.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{known}; charset=utf-8" if known in ("text/html", "text/vtt", "text/plain", "application/json") else known


def digest_of(content: Path | bytes) -> str:
    """Give the sha256 of bytes or of a file."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stable_pages(package: Package, shelf: Shelf, pages: Pages) -> dict[str, bytes]:
    """Give the pages of the stable address: those of the package that no approval covers, replaced by the given ones."""
    own = {f.name: shelf.read(f.blob) for f in package.files if not f.covered and f.name not in (*INTERNAL, SUMS)}
    made = own | dict(pages)
    return {
        name: made[name]
        for name in sorted(made, key=lambda name: (name in POINTERS, POINTERS.index(name) if name in POINTERS else 0, name))
    }


@dataclass(frozen=True, slots=True)
class TreeTarget:
    """Publish into a depot; `connect` opens it, `base_url` is where a web server shows it."""

    name: str
    connect: Callable[[], AbstractContextManager[Depot]]
    base_url: str = ""
    wait: Callable[[float], None] = time.sleep

    @property
    def address(self) -> str:
        """Where people reach it."""
        return self.base_url.rstrip("/")

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> Receipt:
        """Send what is missing of a version, then move the pages of the stable address. Raises TargetError."""
        version = version_of(package)
        folder = version_path(bulletin, version)
        made = stable_pages(package, shelf, pages)

        def send(depot: Depot) -> int:
            sent = 0
            if not self._whole(depot, folder, package):
                for packed in sorted(package.files, key=lambda f: f.name == SUMS):
                    if packed.covered or packed.name == SUMS:
                        path, content = f"{folder}/{packed.name}", shelf.path(packed.blob)
                        sent += self._put(depot, path, content, packed.blob.digest)
            for name, body in made.items():
                sent += self._put(depot, f"{bulletin}/{name}", body, digest_of(body))
            if depot.read(f"{bulletin}/{RETRACTED}") is not None:
                depot.remove(f"{bulletin}/{RETRACTED}")
            return sent

        return Receipt(self._page(bulletin), f"version {version}", self._persistently(send))

    def announce(self, pages: Pages) -> Receipt:
        """Put feeds and overview in place, take away what is empty. Raises TargetError."""

        def send(depot: Depot) -> int:
            sent = 0
            for name, body in pages:
                if body:
                    sent += self._put(depot, name, body, digest_of(body))
                elif depot.read(name) is not None:
                    depot.remove(name)
                    sent += 1
            return sent

        return Receipt(f"{self.address}/" if self.address else "", "overview", self._persistently(send))

    def changes(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> tuple[str, ...]:
        """Say what would be sent. Raises TargetError."""
        folder = version_path(bulletin, version_of(package))
        made = stable_pages(package, shelf, pages)

        def look(depot: Depot) -> Iterator[str]:
            if not self._whole(depot, folder, package):
                for packed in package.files:
                    path = f"{folder}/{packed.name}"
                    if (packed.covered or packed.name == SUMS) and depot.digest(path) != packed.blob.digest:
                        yield path
            yield from (f"{bulletin}/{name}" for name, body in made.items() if depot.read(f"{bulletin}/{name}") != body)

        return self._persistently(lambda depot: tuple(look(depot)))

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        """Show the notice, then remove everything else of a bulletin. Raises TargetError."""

        def take_back(depot: Depot) -> int:
            for name in NOTICE_PAGES:
                self._put(depot, f"{bulletin}/{name}", notice, digest_of(notice))
            kept = {f"{bulletin}/{name}" for name in NOTICE_PAGES}
            gone = [path for folder in (bulletin, f"v/{bulletin}") for path in depot.names(folder) if path not in kept]
            for path in gone:
                depot.remove(path)
            return len(gone)

        removed = self._persistently(take_back)
        return Receipt(self._page(bulletin), f"{removed} file(s) removed", removed)

    def _whole(self, depot: Depot, folder: str, package: Package) -> bool:
        """Tell whether a version stands whole: its list of digests is sent last."""
        sums = next(f.blob.digest for f in package.files if f.name == SUMS)
        return depot.digest(f"{folder}/{SUMS}") == sums

    def _put(self, depot: Depot, path: str, content: Path | bytes, digest: str) -> int:
        """Send one file unless it already stands so, and compare what stands there then → files sent."""
        if depot.digest(path) == digest:
            return 0
        depot.put(path, content, media_of(path))
        if depot.digest(path) != digest:
            depot.remove(path)
            raise LostError(f"{self.name}: {path} arrived damaged and was removed.", "The next publication sends it again.")
        return 1

    def _persistently(self, work: Callable[[Depot], Result]) -> Result:
        """Do the work, again after a pause where the connection was lost."""
        for seconds in (*WAITS, None):
            try:
                with self.connect() as depot:
                    return work(depot)
            except LostError:
                if seconds is None:
                    raise
                self.wait(seconds)
        raise AssertionError("the last attempt returns or raises")

    def _page(self, bulletin: str) -> str:
        return f"{self.address}/{bulletin}/embed.html" if self.address else f"{bulletin}/embed.html"


@contextmanager
def opened(depot: Depot, close: Callable[[], None]) -> Iterator[Depot]:
    """Give a depot and close its connection afterwards."""
    try:
        yield depot
    finally:
        close()
