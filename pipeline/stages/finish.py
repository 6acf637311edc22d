# SPDX-License-Identifier: EUPL-1.2
"""The last touches of a package: seek bar, small film, posters as WebP, and the signature that nothing may touch afterwards."""

import hashlib
import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from pipeline.delivery import thumbs
from pipeline.model import Blob, Finding, Severity
from pipeline.ports import Crew, Reducer, Shelf, Signer

WEBP_QUALITY: Final = 82
Named = tuple[str, Blob]


def seek_bar(film: Blob | None, reducer: Reducer | None, shelf: Shelf) -> Blob | None:
    """Recall the sheet of pictures for the seek bar, or make it; None where there is no wide film."""
    if film is None or reducer is None:
        return None
    key = f"seek|1|{reducer.fingerprint}|{film.digest}"
    kept = shelf.recall(key)
    if kept is None:
        pictures = reducer.seen(shelf.path(film))
        if not pictures:
            return None
        kept = shelf.put(thumbs.sheet(pictures), "image/jpeg")
        shelf.remember(key, kept)
    return kept


def small(film: Blob | None, reducer: Reducer | None, crew: Crew | None, shelf: Shelf) -> Blob | None:
    """Recall the small film, or make it; None where there is no wide film or nobody asked for it.

    Each run of pictures is remembered by itself: after an edit only what changed is made small again.
    """
    if film is None or reducer is None:
        return None
    key = f"small|3|{reducer.fingerprint}|{film.digest}"
    kept = shelf.recall(key)
    if kept is not None:
        return kept
    whole = shelf.path(film)
    keys = [f"small-run|1|{reducer.fingerprint}|{name}" for name in reducer.runs(whole)]
    if not keys:
        return None
    made = {name: blob for name in keys if (blob := shelf.recall(name)) is not None}
    missing = {name: number for number, name in enumerate(keys) if name not in made}
    scratch = shelf.scratch()

    def reduce(number: int) -> Path:
        reducer.reduce(whole, number, scratch / f"{number}.mp4")
        return scratch / f"{number}.mp4"

    try:
        jobs = tuple(missing.values())
        for name, file in zip(missing, crew.each(reduce, jobs) if crew else map(reduce, jobs), strict=True):
            made[name] = shelf.put(file, "video/mp4")
            shelf.remember(name, made[name])
        reducer.join([shelf.path(made[name]) for name in keys], whole, scratch / "small.mp4")
        kept = shelf.put(scratch / "small.mp4", "video/mp4")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    shelf.remember(key, kept)
    return kept


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
