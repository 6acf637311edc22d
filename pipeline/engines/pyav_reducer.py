# SPDX-License-Identifier: EUPL-1.2
"""A finished film once more in small: 720 lines for slow connections, and pictures for the seek bar, in one decoding."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
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


@dataclass(frozen=True, slots=True)
class PyavReducer:
    """Makes the 720-line rendition with x264; the sound is taken over as it is."""

    @property
    def fingerprint(self) -> str:
        """Name everything that changes the bytes."""
        return f"reduced/{av.__version__}/{HEIGHT}/crf{CRF}/{PRESET}/{FINE}/{THUMB[0]}/{EVERY}"

    def reduce(self, film: Path, to: Path) -> tuple[NDArray[np.uint8], ...]:
        """Make a small film → the pictures of its seek bar, 160 x 90 px, RGB. Raises EngineError."""
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        thumbs: list[NDArray[np.uint8]] = []
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
                        if number % EVERY == 0:
                            thumbs.append(_thumb(picture))
                        small: Any = picture.reformat(video.width, video.height, "yuv420p", interpolation="AREA")
                        small.pts, small.time_base = number, video.codec_context.time_base
                        small.pict_type = 0
                        out.mux(video.encode(small))
                        number += 1
                out.mux(video.encode(None))
        except (av.FFmpegError, OSError) as wrong:
            to.unlink(missing_ok=True)
            raise EngineError(f"{film.name} cannot be made smaller: {wrong}.", "Check the free disk space; run again.") from wrong
        return tuple(thumbs)


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
