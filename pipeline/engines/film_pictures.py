# SPDX-License-Identifier: EUPL-1.2
"""See a finished film as a viewer does: MP4 → its pictures as they are decoded, and how it says that they are to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import FPS
from pipeline.ports import PlaneFrame

BT709 = 1
LIMITED = 1
"""AVCOL_PRI, AVCOL_TRC and AVCOL_SPC_BT709, AVCOL_RANGE_MPEG (ITU-T H.273)."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a film says of itself: size in px, H.273 colour numbers, seconds at which its picture and its sound begin."""

    width: int
    height: int
    primaries: int
    transfer: int
    matrix: int
    range: int
    picture_at: float
    sound_at: float

    @property
    def is_bt709(self) -> bool:
        """Tell whether a player is told to take it as BT.709 in limited range."""
        return (self.primaries, self.transfer, self.matrix, self.range) == (BT709, BT709, BT709, LIMITED)


def film_facts(film: Path) -> FilmFacts:
    """Read what a film says of itself. Raises EngineError where it cannot be read or has no picture."""
    try:
        with av.open(str(film)) as given:
            seen, heard = given.streams.video, given.streams.audio
            if not seen:
                raise EngineError(f"{film.name} has no picture.", "Render it anew.")
            context = seen[0].codec_context
            return FilmFacts(
                context.width,
                context.height,
                int(context.color_primaries),
                int(context.color_trc),
                int(context.colorspace),
                int(context.color_range),
                _starts(seen[0].start_time, seen[0].time_base),
                _starts(heard[0].start_time, heard[0].time_base) if heard else 0.0,
            )
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.") from wrong


def film_seconds(film: Path) -> float:
    """Read how long a film is said to last. Raises EngineError where it cannot be read."""
    try:
        with av.open(str(film)) as given:
            return (given.duration or 0) / av.time_base
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Is it a film?") from wrong


def film_pictures(film: Path) -> Iterator[PlaneFrame]:
    """Decode a film picture by picture; the planes are views, read them before the next one.

    Raises EngineError where it cannot be decoded, is not 4:2:0 or leaves out a frame.
    """
    try:
        with av.open(str(film)) as given:
            if not given.streams.video:
                raise EngineError(f"{film.name} has no picture.", "Render it anew.")
            stream = given.streams.video[0]
            stream.thread_type = "AUTO"
            for number, picture in enumerate(given.decode(stream)):
                at = Fraction(picture.pts or 0) * (picture.time_base or Fraction(0))
                if picture.format.name != "yuv420p" or at != Fraction(number, FPS):
                    raise EngineError(
                        f"Frame {number} of {film.name} is {picture.format.name} at {float(at):.3f} s.", "Render it anew."
                    )
                y, u, v = (_plane(plane) for plane in picture.planes[:3])
                yield PlaneFrame(y, u, v)
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.") from wrong


def _starts(time: int | None, base: Fraction | None) -> float:
    return float((time or 0) * (base or Fraction(0)))


def film_packets(film: Path, first: int, count: int) -> tuple[bytes, ...]:
    """Give the coded pictures `first` up to `first + count` of a film, in the order in which they are stored."""
    try:
        with av.open(str(film)) as given:
            packets = (bytes(packet) for packet in given.demux(given.streams.video[0]) if packet.dts is not None)
            return tuple(islice(packets, first, first + count))
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{film.name} cannot be read: {wrong}.", "Render it anew.") from wrong


def _plane(plane: Any) -> NDArray[np.uint8]:
    view: NDArray[np.uint8] = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return view
