# SPDX-License-Identifier: EUPL-1.2
"""A shelf in memory."""

import hashlib
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.model import Blob


class MemoryShelf:
    """Keeps bytes in a dictionary; counts what is put."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.known: dict[str, Blob] = {}
        self.puts = 0

    def put(self, content: bytes | Path, media: str) -> Blob:
        data = content.read_bytes() if isinstance(content, Path) else content
        digest = hashlib.sha256(data).hexdigest()
        self.content[digest] = data
        self.puts += 1
        return Blob(digest, media, len(data))

    def read(self, blob: Blob) -> bytes:
        if blob.digest not in self.content:
            raise StoreError("nothing is kept under this digest")
        return self.content[blob.digest]

    def path(self, blob: Blob) -> Path:
        raise StoreError("a shelf in memory has no files")

    def recall(self, key: str) -> Blob | None:
        return self.known.get(key)

    def remember(self, key: str, blob: Blob) -> None:
        self.known[key] = blob
