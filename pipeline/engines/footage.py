# SPDX-License-Identifier: EUPL-1.2
"""The pictures that an outside avatar program has made: a video file → one premultiplied picture per frame.

A video has its own alpha (PNG, QuickTime Animation, ProRes 4444, FFV1 or VP9 with alpha), a matte in a second file (white is
opaque), a plain coloured ground (chroma), or neither (opaque: it is shown in a window with a round top).
"""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineError
from pipeline.model import FPS, Finding
from pipeline.picture.atlas import Pixels
from pipeline.picture.portrait import CANVAS, arch, arch_box

Backing = Literal["alpha", "matte", "chroma", "opaque"]
SIDES = (64, 4096)
"""The least and the greatest width and height that are taken, px."""
_NOWHERE = -1_000_000  # no picture has been decoded yet
_KEPT = 6  # pictures in the memory of one process
_CLEAR, _SOLID = 22.0, 60.0  # distance from the ground's colour in u, v: wholly ground, wholly figure
_ALPHA_DECODERS = {"vp9": "libvpx-vp9", "vp8": "libvpx"}  # FFmpeg's own decoders of these leave the alpha out


@dataclass(frozen=True, slots=True)
class Film:
    """A video file as an avatar program gave it. `key` is the colour of a chroma ground: red, green, blue."""

    video: Path
    matte: Path | None
    backing: Backing
    key: tuple[int, int, int] = (0, 255, 0)


class Footage:
    """A performance that an outside program made. Safe under fork: each process opens the files anew.

    `names` are digests of the pictures; where frames were asked for that the video lacks, its last picture stays.
    """

    def __init__(self, film: Film, names: tuple[str, ...], findings: tuple[Finding, ...] = ()) -> None:
        self._film, self._names, self._found = film, names, findings
        self._owner, self._at = 0, _NOWHERE
        self._pictures: Iterator[Pixels] = iter(())
        self._kept: OrderedDict[int, Pixels] = OrderedDict()

    @property
    def canvas(self) -> tuple[int, int]:
        """The canvas of every presenter; the video stands on its lower edge, as large as it fits."""
        return CANVAS

    @property
    def frames(self) -> int:
        """How many frames it lasts."""
        return len(self._names)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What editors should know of how it was made."""
        return self._found

    def name(self, n: int) -> str:
        """Name what is seen in frame n."""
        return self._names[min(max(n, 0), len(self._names) - 1)]

    def picture(self, n: int, scale: float) -> Pixels:
        """Draw frame n: premultiplied red, green, blue, alpha. Raises EngineError where the video cannot be decoded."""
        own = self._own(self._names.index(self.name(n)))
        size = (round(CANVAS[0] * scale), round(CANVAS[1] * scale))
        high, wide = own.shape[:2]
        if self._film.backing == "opaque":
            return _windowed(own, size, scale)
        share = min(size[0] / wide, size[1] / high)
        fitted = (max(1, round(wide * share)), max(1, round(high * share)))
        way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
        drawn = np.asarray(cv2.resize(own, fitted, interpolation=way), np.uint8)
        out: Pixels = np.zeros((size[1], size[0], 4), np.uint8)
        left = (size[0] - fitted[0]) // 2
        out[size[1] - fitted[1] :, left : left + fitted[0]] = drawn
        return out

    def _own(self, n: int) -> Pixels:
        """Decode picture n; pictures that are asked for in order are decoded once."""
        if os.getpid() != self._owner:
            self._owner, self._at, self._pictures = os.getpid(), _NOWHERE, iter(())
        if n in self._kept:
            self._kept.move_to_end(n)
            return self._kept[n]
        if n <= self._at or n > self._at + 4 * FPS:
            self._at, self._pictures = n - 1, decoded(self._film, n)
        for picture in self._pictures:
            self._at += 1
            if self._at == n:
                self._kept[n] = picture
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
                return picture
        raise EngineError(f"{self._film.video.name} has no picture {n}.", "Remove it from the store; it is made anew.")


def _windowed(own: Pixels, size: tuple[int, int], scale: float) -> Pixels:
    """Let a picture with a background of its own fill the window with a round top; what is too wide or high is cut."""
    left, top, across, down = arch_box(scale)
    high, wide = own.shape[:2]
    share = max(across / wide, down / high)
    fitted = (max(across, round(wide * share)), max(down, round(high * share)))
    drawn = cv2.resize(own, fitted, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR)
    x = (fitted[0] - across) // 2
    out: Pixels = np.zeros((size[1], size[0], 4), np.uint8)
    target = out[top : top + down, left : left + across]
    target[:] = drawn[: target.shape[0], x : x + target.shape[1]]
    return np.asarray(np.round(out * arch(size[0], size[1], scale)[..., None]), np.uint8)


def names_of(film: Film, frames: int) -> tuple[str, ...]:
    """Name the pictures of a video by what they show. Raises EngineError where their number is not `frames` (one more or less
    is forgiven), or where they are not what was promised."""
    names: list[str] = []
    opaque = True
    for picture in decoded(film):
        if not names and not all(SIDES[0] <= side <= SIDES[1] for side in picture.shape[:2]):
            raise EngineError(f"The video is {picture.shape[1]} × {picture.shape[0]} px.", f"{SIDES[0]} to {SIDES[1]} are taken.")
        opaque = opaque and bool(picture[..., 3].min() == 255)
        names.append(hashlib.sha256(picture.tobytes()).hexdigest()[:24])
        if len(names) > frames + 1:
            raise EngineError(f"The video is longer than {frames} frames.", "It must last as long as the sound.")
    if len(names) < frames - 1 or not names:
        raise EngineError(f"The video has {len(names)} frames; {frames} were asked for.", "It must last as long as the sound.")
    if opaque and film.backing != "opaque":
        raise EngineError(f"The video has no transparent pixel, but backing is “{film.backing}”.", "Set [presenter] backing.")
    return tuple((names + names[-1:])[:frames])


def decoded(film: Film, first: int = 0) -> Iterator[Pixels]:
    """Decode a video from picture `first` on → premultiplied pictures at its own size. Raises EngineError."""
    mattes = _grey(film.matte, first) if film.backing == "matte" and film.matte is not None else None
    for rgba in _rgba(film.video, first):
        if film.backing == "opaque":
            rgba[..., 3] = 255
            yield rgba
        elif film.backing == "chroma":
            yield _keyed(rgba[..., :3], film.key)
        else:
            if mattes is not None:
                rgba[..., 3] = _matte(next(mattes, None), rgba)
            yield np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2mRGBA), np.uint8)


def _matte(grey: "NDArray[np.uint8] | None", rgba: Pixels) -> NDArray[np.uint8]:
    if grey is None:
        raise EngineError("The matte is shorter than the video.", "Both must have equally many frames.")
    high, wide = rgba.shape[:2]
    return grey if grey.shape == (high, wide) else np.asarray(cv2.resize(grey, (wide, high)), np.uint8)


def _rgba(video: Path, first: int) -> Iterator[Pixels]:
    for frame in _frames(video, first):
        yield np.ascontiguousarray(frame.to_ndarray(format="rgba"))


def _grey(video: Path, first: int) -> Iterator[NDArray[np.uint8]]:
    for frame in _frames(video, first):
        yield np.ascontiguousarray(frame.to_ndarray(format="gray"))


def _frames(video: Path, first: int) -> Iterator[Any]:
    """Decode a file's pictures from number `first` on; their order is by time, and their rate must be ours."""
    try:
        with av.open(str(video), metadata_errors="replace") as given:
            if not given.streams.video:
                raise EngineError(f"{video.name} has no picture.", "The program must write a video.")
            stream: Any = given.streams.video[0]
            if abs(float(stream.average_rate or 0) - FPS) > 0.01:
                rate = float(stream.average_rate or 0)
                raise EngineError(f"{video.name} has {rate:g} pictures a second.", f"It must have {FPS}.")
            start = Fraction(stream.start_time or 0) * (stream.time_base or Fraction(1, FPS))
            if first:
                given.seek(int((start + Fraction(first, FPS)) / stream.time_base), stream=stream)
            for frame in _pictures(given, stream):
                at = Fraction(frame.pts or 0) * (frame.time_base or stream.time_base)
                if round((at - start) * FPS) >= first:
                    yield frame
    except (av.FFmpegError, OSError) as wrong:
        raise EngineError(f"{video.name} cannot be decoded: {wrong}.", "The program must write a video.") from wrong


def _pictures(given: Any, stream: Any) -> Iterator[Any]:
    """Decode with the decoder that keeps the alpha."""
    name = _ALPHA_DECODERS.get(stream.codec_context.name, "") if stream.metadata.get("alpha_mode") == "1" else ""
    if not name:
        yield from given.decode(stream)
        return
    decoder: Any = av.CodecContext.create(name, "r")
    for packet in given.demux(stream):
        yield from decoder.decode(packet if packet.dts is not None else None)


def _keyed(rgb: NDArray[np.uint8], key: tuple[int, int, int]) -> Pixels:
    """Take a coloured ground away: alpha by the distance from its hue, and its light out of what is half covered."""
    ground = np.array(key, np.float32)
    pixels = rgb.astype(np.float32)
    to_uv = np.array([[-0.1146, -0.3854, 0.5], [0.5, -0.4542, -0.0458]], np.float32)
    apart = pixels @ to_uv.T - to_uv @ ground
    share = ((np.hypot(apart[..., 0], apart[..., 1]) - _CLEAR) / (_SOLID - _CLEAR)).clip(0, 1)[..., None]
    figure = (pixels - (1 - share) * ground).clip(0, None)
    strong = int(ground.argmax())
    others = np.delete(figure, strong, axis=2).max(axis=2)
    figure[..., strong] = np.minimum(figure[..., strong], others)  # nothing of the ground's light stays on the figure
    out = np.concatenate([np.minimum(figure, share * 255), share * 255], axis=2)
    return np.asarray(np.round(out), np.uint8)
