# SPDX-License-Identifier: EUPL-1.2
"""The content-addressed store: a file's name is the sha256 of its bytes.

A file appears by rename after it was written and flushed, so no partial file is ever visible; it is verified when read. Names
that are looked up by what a thing was made from (`recall`, `remember`) are one small file each, beside the content.
"""

import contextlib
import hashlib
import json
import math
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from pipeline.errors import StoreError
from pipeline.keep import canon
from pipeline.model import Blob

V = TypeVar("V")
CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Held:
    """One thing in the store: its digest, its bytes, and since when it is there (seconds since 1970)."""

    digest: str
    size: int
    since: float


class Store:
    """Bytes and values under one folder."""

    fingerprint = ""  # where things are kept changes no result

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            for part in ("", "keys", "new"):
                (folder / part).mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise StoreError(
                f"The store {folder} cannot be written: {wrong.strerror}.", "Check [keep] output and its rights."
            ) from wrong

    # ---- bytes

    def put(self, content: bytes | Path, media: str) -> Blob:
        """Keep bytes, or the bytes of a file → Blob. Keeping the same bytes again writes nothing."""
        blob = self._measured(content, media)
        place = self._place(blob.digest)
        if not place.exists():
            self._write(place, content)
        return blob

    def _measured(self, content: bytes | Path, media: str) -> Blob:
        if isinstance(content, Path):
            return Blob(_digest_file(content), media, content.stat().st_size)
        return Blob(hashlib.sha256(content).hexdigest(), media, len(content))

    def read(self, blob: Blob) -> bytes:
        """Give the bytes of a blob, verified. Raises StoreError where they are missing or damaged."""
        return self._verified(blob.digest)

    def path(self, blob: Blob) -> Path:
        """Give the file that holds a blob. Raises StoreError where it is missing."""
        place = self._place(blob.digest)
        if not place.exists():
            raise StoreError(f"The store has lost {blob.digest[:12]}… ({blob.media}).", "Run again: it is made anew.")
        return place

    def whole(self, blob: Blob) -> bool:
        """Tell whether a blob is present and undamaged."""
        place = self._place(blob.digest)
        return place.exists() and _digest_file(place) == blob.digest

    def has(self, digest: str) -> bool:
        """Tell whether something with this digest is kept."""
        return self._place(digest).exists()

    # ---- smaller things, by what they were made from

    def recall(self, key: str) -> Blob | None:
        """Give what was remembered under a key; None where nothing is, or where its bytes are gone."""
        try:
            kept = kept_at(self._key_place(key).read_bytes())
        except OSError:
            return None
        return kept if kept is not None and self._place(kept.digest).exists() else None

    def remember(self, key: str, blob: Blob) -> None:
        """Remember a blob under a key. The latest wins."""
        self._write(self._key_place(key), json.dumps([blob.digest, blob.media, blob.size]).encode())

    # ---- values

    def put_value(self, value: object) -> str:
        """Keep a value and the values before it → its digest."""
        body = canon.dump(canon.plain(value, self.put_value))
        return self.put(body, "application/json").digest

    def get_value(self, kind: type[V], digest: str) -> V:
        """Read a value back. Raises StoreError where it is missing, damaged or of another version."""
        try:
            form = json.loads(self._verified(digest))
        except ValueError as wrong:
            raise StoreError(
                f"The kept {kind.__name__} {digest[:12]}… is not readable.", "Run again: it is made anew."
            ) from wrong
        return canon.revive(kind, form, lambda part, at: cast(object, self.get_value(part, at)))

    # ---- what is there

    def held(self) -> Iterator[Held]:
        """Give everything that is kept by digest."""
        for part in self.folder.iterdir():
            if len(part.name) == 2 and part.is_dir():
                for file in part.iterdir():
                    if len(file.name) == 64:
                        status = file.stat()
                        yield Held(file.name, status.st_size, status.st_mtime)

    def discard(self, digest: str) -> None:
        """Remove a thing that nothing refers to."""
        self._place(digest).unlink(missing_ok=True)

    def put_aside(self, digest: str) -> None:
        """Put a damaged thing where it is never used, so that it is made again."""
        place = self._place(digest)
        place.rename(place.with_suffix(".damaged"))

    def leftovers(self) -> Iterator[Path]:
        """Give what may be thrown away when it is old: unfinished work, and what was put aside."""
        yield from (self.folder / "new").iterdir()
        yield from self.folder.glob("??/*.damaged")

    def remembered(self) -> Iterator[tuple[str, bytes]]:
        """Give name and content of every key."""
        for file in sorted((self.folder / "keys").glob("??/*")):
            yield file.relative_to(self.folder / "keys").as_posix(), file.read_bytes()

    def bring_back(self, name: str, content: bytes) -> None:
        """Put a key that was backed up."""
        self._write(self.folder / "keys" / name, content)

    def forget_remembered(self, before: float = math.inf) -> int:
        """Forget the keys of before a moment (POSIX time) → how many; what they led to is made again when it is needed."""
        old = [file for file in (self.folder / "keys").glob("??/*") if file.stat().st_mtime < before]
        for file in old:
            file.unlink()
        return len(old)

    def forget_copies(self) -> None:
        """Remove what is only a copy on this machine: nothing, where the folder is the store."""

    def note(self, name: str) -> bytes:
        """Give a note that all machines share; empty where there is none."""
        place = self.folder / "notes" / name
        return place.read_bytes() if place.exists() else b""

    def write_note(self, name: str, content: bytes) -> None:
        """Write a note that all machines share."""
        self._write(self.folder / "notes" / name, content)

    # ---- files outside

    def export(self, blob: Blob, to: Path) -> None:
        """Write a readable copy of a blob, whole or not at all."""
        to.parent.mkdir(parents=True, exist_ok=True)
        self._write(to, self.path(blob), flush=False)

    def scratch(self) -> Path:
        """Give a new empty folder for work in progress; the caller removes it."""
        folder = self.folder / "new" / secrets.token_hex(8)
        folder.mkdir(parents=True)
        return folder

    # ---- inside

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _key_place(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / "keys" / digest[:2] / digest

    def _verified(self, digest: str) -> bytes:
        place = self._place(digest)
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            raise StoreError(f"The store has lost {digest[:12]}….", "Run again: it is made anew.") from None
        except OSError as wrong:
            raise StoreError(f"The store cannot read {place}: {wrong.strerror}.", "Check the disk and the rights.") from wrong
        if hashlib.sha256(content).hexdigest() != digest:
            with contextlib.suppress(OSError):  # a read-only disk keeps the damaged file; it is still never used
                place.rename(place.with_suffix(".damaged"))
            raise StoreError(f"{digest[:12]}… in the store is damaged and was put aside.", "Run again: it is made anew.")
        return content

    def _write(self, place: Path, content: bytes | Path, flush: bool = True) -> None:
        """Write beside, flush, rename: the file is whole or absent."""
        fresh = self.folder / "new" / secrets.token_hex(12)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as out:
                if isinstance(content, Path):
                    with content.open("rb") as given:
                        shutil.copyfileobj(given, out, CHUNK)
                else:
                    out.write(content)
                out.flush()
                if flush:
                    os.fsync(out.fileno())
            fresh.replace(place)
            if flush:
                _flush_folder(place.parent)
        except OSError as wrong:
            fresh.unlink(missing_ok=True)
            raise StoreError(
                f"{place} cannot be written: {wrong.strerror}.", "Free some disk space or check the rights; nothing was lost."
            ) from wrong


def kept_at(content: bytes | None) -> Blob | None:
    """Read a key's content → the blob that it leads to; None where there is none or it is damaged."""
    try:
        digest, media, size = json.loads(content or b"")
        kept = Blob(str(digest), str(media), int(size))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return kept if _DIGEST.fullmatch(kept.digest) else None


def _digest_file(file: Path) -> str:
    with file.open("rb") as given:
        return hashlib.file_digest(given, "sha256").hexdigest()


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
