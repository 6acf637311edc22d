# SPDX-License-Identifier: EUPL-1.2
"""The last touches of a package: seek bar, small film, posters as WebP, and the signature that nothing may touch afterwards."""

import hashlib
import shutil
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from pipeline.delivery import thumbs
from pipeline.model import FPS, Blob, FilmRun, Finding, Severity
from pipeline.ports import Crew, Reducer, Shelf, Signer

WEBP_QUALITY: Final = 82
Named = tuple[str, Blob]


def small(film: Blob | None, reducer: Reducer | None, crew: Crew | None, shelf: Shelf) -> tuple[Blob | None, Blob | None]:
    """Recall the small film and the sheet of pictures for the seek bar, or make them; None for what nobody asked for.

    Each run of pictures is remembered by itself: after an edit only what changed is made small again.
    """
    if film is None or reducer is None:
        return None, None
    key = f"{reducer.fingerprint}|{film.digest}"
    kept, seen = shelf.recall(f"small|4|{key}"), shelf.recall(f"seek|2|{key}")
    if seen is not None and (kept is not None or not reducer.films):
        return kept, seen
    whole = shelf.path(film)
    runs = reducer.runs(whole)
    scratch = shelf.scratch()
    try:
        parts, pictures = _reduced(whole, runs, reducer, crew, shelf, scratch)
        if parts:
            reducer.join([shelf.path(part) for part in parts], whole, scratch / "small.mp4")
            kept = shelf.put(scratch / "small.mp4", "video/mp4")
            shelf.remember(f"small|4|{key}", kept)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    seen = shelf.put(thumbs.sheet(_in_time(runs, pictures)), "image/jpeg")
    shelf.remember(f"seek|2|{key}", seen)
    return kept, seen


def _reduced(
    film: Path, runs: Sequence[FilmRun], reducer: Reducer, crew: Crew | None, shelf: Shelf, scratch: Path
) -> tuple[list[Blob], list[NDArray[np.uint8]]]:
    """Recall each run in small, or make it → films (none where not wanted), and pictures x 90 x 160 x 3 for the seek bar."""
    known = {name: blob for name in _names(runs, reducer) if (blob := shelf.recall(name)) is not None}
    missing = {run.name: n for n, run in enumerate(runs) if any(name not in known for name in _names([run], reducer))}

    def reduce(number: int) -> bytes:
        return np.stack(reducer.reduce(film, number, scratch / f"{number}.mp4")).tobytes()

    jobs = tuple(missing.values())
    for number, seen in zip(jobs, crew.each(reduce, jobs) if crew else map(reduce, jobs), strict=True):
        made: tuple[bytes | Path, ...] = (seen, *([scratch / f"{number}.mp4"] if reducer.films else ()))
        media = ("application/octet-stream", "video/mp4")
        for name, content, kind in zip(_names([runs[number]], reducer), made, media, strict=False):
            known[name] = shelf.put(content, kind)
            shelf.remember(name, known[name])
    names = [_names([run], reducer) for run in runs]
    pictures = [np.frombuffer(shelf.read(known[name]), np.uint8).reshape(-1, *thumbs.SHAPE) for name, *_ in names]
    return [known[name] for _, *films in names for name in films], pictures


def _names(runs: Sequence[FilmRun], reducer: Reducer) -> list[str]:
    """Give the keys of everything that runs yield: pictures, and a film where it is wanted."""
    kinds = ("seek-run|1", "small-run|2") if reducer.films else ("seek-run|1",)
    return [f"{kind}|{reducer.fingerprint}|{run.name}" for run in runs for kind in kinds]


def _in_time(runs: Sequence[FilmRun], pictures: Sequence[NDArray[np.uint8]]) -> tuple[NDArray[np.uint8], ...]:
    """Choose a picture for each two seconds: of the run that is on the screen then, the one of the nearest second."""
    found: list[NDArray[np.uint8]] = []
    start = 0
    for run, seen in zip(runs, pictures, strict=True):
        while (at := len(found) * thumbs.STEP - start) < run.frames:
            found.append(seen[min(round(at / FPS), len(seen) - 1)])
        start += run.frames
    return tuple(found)


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
