# SPDX-License-Identifier: EUPL-1.2
"""A finished film in small: pictures for the seek bar, and 720 lines for slow connections.

Both come from one decoding of everything that changed (docs/decisions/0022). Without the film of 720 lines the pictures need
every sixth frame only (those that others are made from), and cost a fraction of it.
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.engines.pyav_encoder import PyavEncoder, unprobed
from pipeline.errors import EngineError
from pipeline.model import FPS, FilmRun, Frames
from pipeline.ports import PlaneFrame

HEIGHT: Final = 720
EVERY: Final = FPS
"""Frames from one picture of the seek bar to the next, counted from the start of its run."""
THUMB: Final = (160, 90)
CRF: Final = 26
VERSION: Final = 4


@dataclass(frozen=True, slots=True)
class PyavReducer:
    """Takes the pictures of the seek bar; makes the 720-line rendition with x264 where `films` says so, its sound taken over."""

    films: bool = True

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes."""
        return f"reduced/{VERSION}/{av.__version__}/{HEIGHT}/{self._encoder.fingerprint}/{THUMB[0]}/{EVERY}"

    def runs(self, film: Path) -> tuple[FilmRun, ...]:
        """Name the runs of pictures, from key frame to key frame, by their bytes. Raises EngineError."""
        names: list[Any] = []
        frames: list[int] = []
        try:
            with unprobed(film) as given:
                packet: Any
                for packet in _packets(given):
                    if packet.is_keyframe or not names:
                        names.append(hashlib.sha256())
                        frames.append(0)
                    names[-1].update(packet)
                    frames[-1] += 1
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong
        return tuple(FilmRun(name.hexdigest(), Frames(count)) for name, count in zip(names, frames, strict=True))

    def reduce(self, film: Path, run: int, to: Path) -> tuple[NDArray[np.uint8], ...]:
        """Make one run of pictures small → its pictures for the seek bar; where wanted, a film without sound too.

        Raises EngineError.
        """
        thumbs: list[NDArray[np.uint8]] = []
        try:
            with unprobed(film) as given:
                stream = given.streams.video[0]
                size = _size(stream.width, stream.height)
                if not self.films:
                    stream.codec_context.skip_frame = "NONREF"
                seen = _seen(_pictures(given, run), stream.time_base, thumbs)
                if self.films:
                    self._encoder.segment((_smaller(picture, size) for picture in seen), size, to)
                else:
                    deque(seen, maxlen=0)
        except (av.FFmpegError, OSError) as wrong:
            raise _unreadable(film, wrong) from wrong
        return tuple(thumbs)

    def join(self, runs: Sequence[Path], film: Path, to: Path) -> None:
        """Join small runs with the sound and the title of their film. Raises EngineError."""
        try:
            with unprobed(film) as given:
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


def _pictures(given: Any, run: int) -> Iterator[Any]:
    """Give the pictures of a run."""
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
            yield from codec.decode(packet)
    yield from codec.decode(None)


def _seen(pictures: Iterator[Any], clock: Any, thumbs: list[NDArray[np.uint8]]) -> Iterator[Any]:
    """Hand pictures on, and keep those for the seek bar: each the next one after its moment that there is."""
    first = None
    for picture in pictures:
        first = picture.pts if first is None else first
        if round((picture.pts - first) * clock * FPS) >= len(thumbs) * EVERY:
            thumbs.append(_thumb(picture))
        yield picture


def _smaller(picture: Any, size: tuple[int, int], way: int = cv2.INTER_LINEAR) -> PlaneFrame:
    """Make a 4:2:0 picture smaller; bilinear from 1080 to 720 lines takes a third of the time of averaging areas."""
    planes: list[NDArray[np.uint8]] = []
    plane: Any
    for number, plane in enumerate(picture.planes):
        wanted = size if number == 0 else (size[0] // 2, size[1] // 2)
        given = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        planes.append(np.asarray(cv2.resize(given, wanted, interpolation=way), np.uint8))
    return PlaneFrame(*planes)


def _size(width: int, height: int) -> tuple[int, int]:
    """Give the size in pixels of a small film, both even."""
    rows = min(HEIGHT, height)
    return round(width * rows / height / 2) * 2, rows


def _unreadable(film: Path, wrong: Exception) -> EngineError:
    return EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.")


def _thumb(picture: Any) -> NDArray[np.uint8]:
    """Make a picture of the seek bar; made small before its colours are turned, which saves nine tenths of the time."""
    planes = _smaller(picture, THUMB, cv2.INTER_AREA)
    small = av.VideoFrame.from_ndarray(
        np.concatenate([plane.ravel() for plane in (planes.y, planes.u, planes.v)]).reshape(-1, THUMB[0]), "yuv420p"
    )
    small.color_range, small.colorspace = picture.color_range, picture.colorspace
    return np.asarray(small.reformat(format="rgb24").to_ndarray(), np.uint8)
