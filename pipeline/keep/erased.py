# SPDX-License-Identifier: EUPL-1.2
"""What was erased, kept without its content: digests only, one JSON line each, so that it is never taken in again.

The list lies beside the ledger and not in it: an older ledger that is brought back from a backup knows nothing of later erasures.
"""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipeline.errors import StoreError
from pipeline.keep.store import Store
from pipeline.model import Blob, Edition, Item, Rundown

NAME = "erased.jsonl"
Kind = Literal["item", "picture", "words", "texts", "said"]
Since = frozenset[tuple[str, str]]
"""Digests of names of bulletins, each with the moment (UTC) up to which something of theirs was erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Digests of erased items (sha256 of their id) and erased pictures (their blob's digest).

    `words` are bulletins whose script named somebody that no item names, `texts` those around which people wrote such a name,
    `said` digests of texts about no bulletin: titles of editions, reasons of switches, pronunciations.
    """

    items: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    words: Since = frozenset()
    texts: Since = frozenset()
    said: frozenset[str] = frozenset()

    def __or__(self, other: "Erased") -> "Erased":
        """Give both together."""
        both = (self.items | other.items, self.pictures | other.pictures, self.words | other.words, self.texts | other.texts)
        return Erased(*both, self.said | other.said)

    def __bool__(self) -> bool:
        """Tell whether anything was erased."""
        return self.count > 0

    @property
    def count(self) -> int:
        """How many items, pictures and texts there are."""
        return sum(map(len, (self.items, self.pictures, self.words, self.texts, self.said)))

    def has(self, item_id: str) -> bool:
        """Tell whether an item was erased."""
        return digest_of(item_id) in self.items

    def kept(self, item: Item) -> Item | None:
        """Give an item without an erased picture, None where the item itself was erased."""
        if self.has(item.id):
            return None
        if item.picture is not None and item.picture.blob.digest in self.pictures:
            return replace(item, picture=None)
        return item

    def spared(self, edition: Edition) -> Edition:
        """Give an edition without what was erased."""
        if not (self.items or self.pictures or self.said):
            return edition
        items = tuple(kept for item in edition.items if (kept := self.kept(item)) is not None)
        about = [finding for finding in edition.findings if not self.has(finding.where.removeprefix("item:"))]
        title = edition.source if digest_of(edition.title) in self.said else edition.title
        return replace(edition, title=title, items=items, findings=tuple(about))

    def brought_again(self, edition: Edition) -> frozenset[str]:
        """Give the digests of erased pictures that an edition brings again."""
        return self.pictures & {item.picture.blob.digest for item in edition.items if item.picture is not None}

    def left_of(self, rundown: Rundown) -> Rundown:
        """Give a rundown without what was erased; it may have no slots."""
        pairs = ((slot, self.kept(slot.item)) for slot in rundown.slots)
        return replace(rundown, slots=tuple(replace(slot, item=item) for slot, item in pairs if item is not None))


@dataclass(frozen=True, slots=True)
class Unremembering:
    """The store, for reading sources after an erasure: what they sent is not kept raw, for it may still hold what was erased."""

    store: Store

    def put(self, content: bytes | Path, media: str) -> Blob:
        """Keep bytes."""
        return self.store.put(content, media)

    def read(self, blob: Blob) -> bytes:
        """Give the bytes."""
        return self.store.read(blob)

    def path(self, blob: Blob) -> Path:
        """Give a readable file."""
        return self.store.path(blob)

    def scratch(self) -> Path:
        """Give a new empty folder."""
        return self.store.scratch()

    def recall(self, key: str) -> Blob | None:
        """Give nothing."""
        return None

    def remember(self, key: str, blob: Blob) -> None:
        """Remove what was kept: while sources are read, only their pages are remembered."""
        self.store.discard(blob.digest)


def digest_of(item_id: str) -> str:
    """Give the digest by which an erased item, or an erased text, is known."""
    return hashlib.sha256(item_id.encode()).hexdigest()


def read(file: Path) -> Erased:
    """Read a list; a missing file is an empty one. Raises StoreError where it is damaged: silence would bring things back."""
    try:
        return parse(file.read_bytes(), str(file))
    except FileNotFoundError:
        return Erased()
    except OSError as wrong:
        raise StoreError(f"The list of erasures {file} cannot be read: {wrong}.", _BACK) from wrong


_BACK = "Bring it back from a backup first."


def parse(content: bytes, where: str) -> Erased:
    """Read the lines of a list. Raises StoreError where they are damaged."""
    try:
        lines = [json.loads(line) for line in content.decode("utf-8").splitlines() if line.strip()]
        found = [(str(line["kind"]), str(line["digest"]), str(line.get("at", ""))) for line in lines]
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise StoreError(f"The list of erasures {where} cannot be read: {wrong}.", _BACK) from wrong
    items, pictures, said = (
        frozenset(digest for kind, digest, _ in found if kind == wanted) for wanted in ("item", "picture", "said")
    )
    words, texts = (frozenset((digest, at) for kind, digest, at in found if kind == wanted) for wanted in ("words", "texts"))
    return Erased(items, pictures, words, texts, said)


def append(file: Path, new: Erased, at: str) -> None:
    """Add digests with the time of their erasure (UTC). Raises StoreError."""
    known = read(file)
    rows = [("item", digest, at) for digest in sorted(new.items - known.items)]
    rows += [("picture", digest, at) for digest in sorted(new.pictures - known.pictures)]
    rows += [("words", digest, since) for digest, since in sorted(new.words - known.words)]
    rows += [("texts", digest, since) for digest, since in sorted(new.texts - known.texts)]
    rows += [("said", digest, at) for digest in sorted(new.said - known.said)]
    if not rows:
        return
    text = "".join(json.dumps({"kind": kind, "digest": digest, "at": since}) + "\n" for kind, digest, since in rows)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except OSError as wrong:
        raise StoreError(f"{file} cannot be written: {wrong.strerror}.", "Nothing was erased; free some space.") from wrong
