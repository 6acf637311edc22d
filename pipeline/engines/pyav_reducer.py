# SPDX-License-Identifier: EUPL-1.2
"""A finished film in small: pictures for the seek bar, and 720 lines for slow connections.

The pictures need every sixth frame only (those that others are made from), so they cost a fraction of a decoding. The small film
costs a decoding and a second encoding of everything that changed (docs/decisions/0022).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.errors import EngineError
from pipeline.model import FPS
from pipeline.ports import PlaneFrame

HEIGHT: Final = 720
EVERY: Final = 2 * FPS
"""Frames from one picture of the seek bar to the next: 2 s."""
THUMB: Final = (160, 90)
CRF: Final = 26
VERSION: Final = 3


@dataclass(frozen=True, slots=True)
class PyavReducer:
    """Takes the pictures of the seek bar; makes the 720-line rendition with x264 where `films` says so, its sound taken over."""

    films: bool = True

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes."""
        return f"reduced/{VERSION}/{av.__version__}/{HEIGHT}/{self._encoder.fingerprint}/{THUMB[0]}/{EVERY}"

    def seen(self, film: Path) -> tuple[NDArray[np.uint8], ...]:
        """Give the pictures of a film's seek bar, 160 x 90 px, RGB: each the next one after its moment that can be had cheaply.

        Raises EngineError.
        """
        found: list[NDArray[np.uint8]] = []
        last: Any = None
        try:
            with av.open(str(film)) as given:
                stream = given.streams.video[0]
                stream.codec_context.skip_frame = "NONREF"
                stream.thread_type = "AUTO"  # nobody else works meanwhile, and an editor waits
                for picture in given.decode(stream):
                    at = round(Fraction(picture.pts or 0) * (picture.time_base or Fraction(1, FPS)) * FPS)
                    while len(found) * EVERY <= at:
                        found.append(_thumb(picture))
                    last = picture
                while last is not None and len(found) * EVERY < stream.frames:
                    found.append(_thumb(last))
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong
        return tuple(found)

    def runs(self, film: Path) -> tuple[str, ...]:
        """Name the runs of pictures, from key frame to key frame, by their bytes; none where not wanted. Raises EngineError."""
        if not self.films:
            return ()
        runs: list[Any] = []
        try:
            with av.open(str(film)) as given:
                packet: Any
                for packet in _packets(given):
                    if packet.is_keyframe or not runs:
                        runs.append(hashlib.sha256())
                    runs[-1].update(packet)
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong
        return tuple(run.hexdigest() for run in runs)

    def reduce(self, film: Path, run: int, to: Path) -> None:
        """Make one run of pictures small → a film without sound. Raises EngineError."""
        try:
            with av.open(str(film)) as given:
                seen = given.streams.video[0]
                size = _size(seen.width, seen.height)
                self._encoder.segment(_pictures(given, run, size), size, to)
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong

    def join(self, runs: Sequence[Path], film: Path, to: Path) -> None:
        """Join small runs with the sound and the title of their film. Raises EngineError."""
        try:
            with av.open(str(film)) as given:
                told = dict(given.metadata)
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong
        self._encoder.join(runs, film, told.get("title", ""), told.get("comment", ""), to)

    @property
    def _encoder(self) -> PyavEncoder:
        return PyavEncoder(crf=CRF)


def _packets(given: Any) -> Iterator[Any]:
    """Give a film's packets of pictures, as they are stored."""
    return (packet for packet in given.demux(given.streams.video[0]) if packet.dts is not None)


def _pictures(given: Any, run: int, size: tuple[int, int]) -> Iterator[PlaneFrame]:
    """Give the pictures of a run in small."""
    stream = given.streams.video[0]
    codec = stream.codec_context
    codec.thread_count = 1  # the runs are shared out among the cores already
    start = [entry.timestamp for entry in stream.index_entries if entry.is_keyframe][run]
    given.seek(start, stream=stream)  # lands there, or a run before it
    packet: Any
    for packet in _packets(given):
        if packet.is_keyframe and packet.dts > start:
            break
        if packet.dts >= start:
            yield from (_smaller(picture, size) for picture in codec.decode(packet))
    yield from (_smaller(picture, size) for picture in codec.decode(None))


def _smaller(picture: Any, size: tuple[int, int]) -> PlaneFrame:
    """Make a 4:2:0 picture smaller; bilinear from 1080 to 720 lines takes a third of the time of averaging areas."""
    planes: list[NDArray[np.uint8]] = []
    plane: Any
    for number, plane in enumerate(picture.planes):
        wanted = size if number == 0 else (size[0] // 2, size[1] // 2)
        given = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        planes.append(np.asarray(cv2.resize(given, wanted, interpolation=cv2.INTER_LINEAR), np.uint8))
    return PlaneFrame(*planes)


def _size(width: int, height: int) -> tuple[int, int]:
    """Give the size in pixels of a small film, both even."""
    rows = min(HEIGHT, height)
    return round(width * rows / height / 2) * 2, rows


def _unreadable(film: Path, wrong: Exception) -> EngineError:
    return EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.")


def _thumb(picture: Any) -> NDArray[np.uint8]:
    shown: NDArray[np.uint8] = picture.reformat(*THUMB, "rgb24").to_ndarray()
    return shown
