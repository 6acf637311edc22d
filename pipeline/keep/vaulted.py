# SPDX-License-Identifier: EUPL-1.2
"""The store on S3: the bucket is what counts, a folder of this machine holds copies of what was used here.

A thing stands in the bucket before anybody can name it. What comes from there is verified before it is used; a damaged object is
removed, so that it is made again. The copies may be thrown away at any time.
"""

import contextlib
import hashlib
import json
import math
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.keep.store import Held, Store, kept_at
from pipeline.model import Blob
from pipeline.ports import Vault


class VaultedStore(Store):
    """A store whose content lies in a vault; `folder` is the cache."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        super().__init__(folder)
        self.vault = vault
        self._sent: set[str] = set()

    def put(self, content: bytes | Path, media: str) -> Blob:
        """Keep bytes: in the vault first, then as a copy here."""
        blob = self._measured(content, media)
        if blob.digest not in self._sent:
            self.vault.add(_name(blob.digest), content)
            self._sent.add(blob.digest)
        return super().put(content, media)

    def path(self, blob: Blob) -> Path:
        """Give a copy of this machine. Raises StoreError where the vault has lost it."""
        place = self._place(blob.digest)
        if not place.exists():
            self._fetch(blob.digest)
        return place

    def whole(self, blob: Blob) -> bool:
        """Tell whether a blob is present and undamaged in the vault."""
        content = self.vault.read(_name(blob.digest))
        return content is not None and hashlib.sha256(content).hexdigest() == blob.digest

    def has(self, digest: str) -> bool:
        """Tell whether the vault holds something with this digest."""
        return digest in self._sent or self.vault.has(_name(digest))

    def recall(self, key: str) -> Blob | None:
        """Give what was remembered under a key, by whichever machine."""
        kept = kept_at(self.vault.read(_key_name(key)))
        return kept if kept is not None and self.has(kept.digest) else None

    def remember(self, key: str, blob: Blob) -> None:
        """Remember a blob under a key. The latest wins."""
        self.vault.replace(_key_name(key), json.dumps([blob.digest, blob.media, blob.size]).encode())

    # ---- what is there

    def held(self) -> Iterator[Held]:
        """Give everything that the vault holds by digest."""
        for name, size, since in self.vault.each():
            digest = name.rpartition("/")[2]
            if name == _name(digest) and len(digest) == 64:
                yield Held(digest, size, since)

    def discard(self, digest: str) -> None:
        """Remove a thing from the vault and from here."""
        self.vault.remove(_name(digest))
        self._sent.discard(digest)
        super().discard(digest)

    def put_aside(self, digest: str) -> None:
        """Remove a damaged thing: it is never used, and in the vault nothing else can come to stand in its place."""
        self.discard(digest)

    def leftovers(self) -> Iterator[Path]:
        """Give what may be thrown away here when it is old: unfinished work and every copy."""
        yield from super().leftovers()
        yield from (file for file in self.folder.glob("??/*") if len(file.name) == 64)

    def remembered(self) -> Iterator[tuple[str, bytes]]:
        """Give name and content of every key."""
        for name, _, _ in self.vault.each("keys/"):
            content = self.vault.read(name)
            if content is not None:
                yield name.removeprefix("keys/"), content

    def bring_back(self, name: str, content: bytes) -> None:
        """Put a key that was backed up."""
        self.vault.replace(f"keys/{name}", content)

    def forget_remembered(self, before: float = math.inf) -> int:
        """Forget the keys of before a moment → how many."""
        old = [name for name, _, since in self.vault.each("keys/") if since < before]
        for name in old:
            self.vault.remove(name)
        return len(old)

    def forget_copies(self) -> None:
        """Remove every copy of this machine; what is needed is fetched again."""
        for copy in self.folder.glob("??/*"):
            copy.unlink(missing_ok=True)

    def note(self, name: str) -> bytes:
        """Give a note that all machines share; empty where there is none."""
        return self.vault.read(f"notes/{name}") or b""

    def write_note(self, name: str, content: bytes) -> None:
        """Write a note that all machines share."""
        self.vault.replace(f"notes/{name}", content)

    # ---- inside

    def _verified(self, digest: str) -> bytes:
        if self._place(digest).exists():
            with contextlib.suppress(StoreError):  # a damaged copy was put aside; the vault still has the thing
                return super()._verified(digest)
        return self._fetch(digest)

    def _fetch(self, digest: str) -> bytes:
        """Bring a thing here, verified. Raises StoreError where it is lost or damaged."""
        content = self.vault.read(_name(digest))
        if content is None:
            self._sent.discard(digest)
            raise StoreError(f"The store has lost {digest[:12]}….", "Run again: it is made anew.")
        if hashlib.sha256(content).hexdigest() != digest:
            self.put_aside(digest)
            raise StoreError(f"{digest[:12]}… in the store is damaged and was removed.", "Run again: it is made anew.")
        self._write(self._place(digest), content, flush=False)
        self._sent.add(digest)
        return content


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _key_name(key: str) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"keys/{digest[:2]}/{digest}"
