# SPDX-License-Identifier: EUPL-1.2
"""The last touches of a package: the small film, posters as WebP, and the signature that nothing may touch afterwards."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from pipeline.delivery import thumbs
from pipeline.model import Blob, Finding, Severity
from pipeline.ports import Reducer, Shelf, Signer

WEBP_QUALITY: Final = 82
Named = tuple[str, Blob]


@dataclass(frozen=True, slots=True)
class Reduced:
    """A film in small, and the sheet of pictures for its seek bar."""

    film: Blob
    sprite: Blob


def small(film: Blob | None, reducer: Reducer | None, shelf: Shelf) -> Reduced | None:
    """Recall the small film, or make it; None where there is no wide film or nobody asked for it."""
    if film is None or reducer is None:
        return None
    key = f"small|1|{reducer.fingerprint}|{film.digest}"
    kept, sprite = shelf.recall(key), shelf.recall(f"{key}|sprite")
    if kept is None or sprite is None:
        scratch = shelf.scratch()
        try:
            pictures = reducer.reduce(shelf.path(film), scratch / "small.mp4")
            kept, sprite = shelf.put(scratch / "small.mp4", "video/mp4"), shelf.put(thumbs.sheet(pictures), "image/jpeg")
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        shelf.remember(key, kept)
        shelf.remember(f"{key}|sprite", sprite)
    return Reduced(kept, sprite)


def webp(poster: Blob, shelf: Shelf) -> tuple[Blob, ...]:
    """Write a poster as WebP too; nothing where it is no picture."""
    out = BytesIO()
    try:
        Image.open(BytesIO(shelf.read(poster))).save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    except UnidentifiedImageError:
        return ()
    return (shelf.put(out.getvalue(), "image/webp"),)


def finished(
    files: Sequence[Named], title: str, source_type: str, signer: Signer | None, shelf: Shelf
) -> tuple[tuple[Named, ...], tuple[Finding, ...]]:
    """Sign films and posters → the signed ones, and a note where the time-stamp server was not reached.

    A signature has its moment in it; so it is remembered, and a package made again has the same bytes.
    """
    if signer is None:
        return tuple(files), ()
    made: list[Named] = []
    unstamped = False
    scratch = shelf.scratch()
    try:
        for name, blob in files:
            told = "|".join((signer.fingerprint, title, source_type, blob.digest))
            key = f"signed|1|{hashlib.sha256(told.encode()).hexdigest()}"
            kept = shelf.recall(key)
            if kept is None:
                stamped = signer.sign(shelf.path(blob), blob.media, title, source_type, scratch / name)
                unstamped = unstamped or not stamped
                kept = shelf.put(scratch / name, blob.media)
                shelf.remember(key, kept)
            made.append((name, kept))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    said = "Die Signatur trägt keinen Zeitstempel: der Dienst war nicht erreichbar ([provenance] time_stamp_url)."
    return tuple(made), ((Finding("film-unstamped", Severity.NOTE, said, "film"),) if unstamped else ())
