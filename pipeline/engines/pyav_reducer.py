# SPDX-License-Identifier: EUPL-1.2
"""A finished film in small: pictures for the seek bar, and 720 lines for slow connections.

The pictures need every sixth frame only (those that others are made from), so they cost a fraction of a decoding. The small film
costs a second decoding and encoding of everything (docs/decisions/0022).
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import FPS

HEIGHT: Final = 720
EVERY: Final = 2 * FPS
"""Frames from one picture of the seek bar to the next: 2 s."""
THUMB: Final = (160, 90)
CRF: Final = 26
PRESET: Final = "superfast"
FINE: Final = "mbtree=1:rc-lookahead=16:b-adapt=0:b-pyramid=none:weightb=0:scenecut=0"
"""As for the master: on a still studio as small as a slower preset (docs/decisions/0013)."""
BT709, LIMITED = 1, 1
VERSION: Final = 2


@dataclass(frozen=True, slots=True)
class PyavReducer:
    """Takes the pictures of the seek bar; makes the 720-line rendition with x264 where `films` says so, its sound taken over."""

    films: bool = False

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes."""
        return f"reduced/{VERSION}/{av.__version__}/{HEIGHT}/crf{CRF}/{PRESET}/{FINE}/{THUMB[0]}/{EVERY}"

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
                for picture in given.decode(stream):
                    at = round(Fraction(picture.pts or 0) * (picture.time_base or Fraction(1, FPS)) * FPS)
                    while len(found) * EVERY <= at:
                        found.append(_thumb(picture))
                    last = picture
                while last is not None and len(found) * EVERY < stream.frames:
                    found.append(_thumb(last))
        except (av.FFmpegError, OSError) as wrong:
            raise EngineError(f"{film.name} cannot be decoded: {wrong}.", "Render it anew.") from wrong
        return tuple(found)

    def reduce(self, film: Path, to: Path) -> bool:
        """Make a small film; False where none is wanted. Raises EngineError."""
        if not self.films:
            return False
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        try:
            with av.open(str(film)) as given, av.open(str(to), "w", format="mp4", options=options) as out:
                seen = given.streams.video[0]
                seen.thread_type = "AUTO"
                video = _stream(out, seen)
                out.metadata.update(given.metadata)
                heard = given.streams.audio[0] if given.streams.audio else None
                audio = out.add_stream_from_template(heard) if heard is not None else None
                number = 0
                for packet in given.demux():
                    if audio is not None and packet.stream is heard:
                        if packet.dts is not None:
                            packet.stream = audio
                            out.mux(packet)
                        continue
                    picture: Any
                    for picture in packet.decode():
                        small = _smaller(picture, video.width, video.height)
                        small.pts, small.time_base = number, video.codec_context.time_base
                        out.mux(video.encode(small))
                        number += 1
                out.mux(video.encode(None))
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"{film.name} cannot be made smaller: {wrong}.", "Check the free disk space; run again.") from wrong
        return True


def _smaller(picture: Any, width: int, height: int) -> Any:
    """Make a 4:2:0 picture smaller; bilinear from 1080 to 720 lines takes a third of the time of averaging areas."""
    small = av.VideoFrame(width, height, "yuv420p")
    small.color_range, small.colorspace = LIMITED, BT709
    source: Any
    place: Any
    for n, (source, place) in enumerate(zip(picture.planes, small.planes, strict=True)):
        size = (width, height) if n == 0 else (width // 2, height // 2)
        given = np.frombuffer(source, np.uint8).reshape(source.height, source.line_size)[:, : source.width]
        rows = np.frombuffer(place, np.uint8).reshape(place.height, place.line_size)
        rows[:, : size[0]] = cv2.resize(given, size, interpolation=cv2.INTER_LINEAR)
    return small


def _stream(out: Any, seen: Any) -> Any:
    video = out.add_stream("libx264", rate=FPS)
    height = min(HEIGHT, seen.height)
    video.width, video.height, video.pix_fmt = round(seen.width * height / seen.height / 2) * 2, height, "yuv420p"
    context = video.codec_context
    context.time_base = Fraction(1, FPS)
    context.color_range, context.colorspace = LIMITED, BT709
    context.color_primaries, context.color_trc = BT709, BT709
    video.options = {"preset": PRESET, "crf": str(CRF), "g": "250", "bf": "5", "x264-params": FINE}
    return video


def _thumb(picture: Any) -> NDArray[np.uint8]:
    shown: NDArray[np.uint8] = picture.reformat(*THUMB, "rgb24").to_ndarray()
    return shown
