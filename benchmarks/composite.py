# SPDX-License-Identifier: EUPL-1.2
"""The same bulletin as a MoviePy CompositeVideoClip: one clip per layer, the same pixels, placed at the same times.

MoviePy gets every layer finished (what stands still as an ImageClip, what moves as a VideoClip with a mask) at newsreel's own
cost; measured is what MoviePy does with them, as people use it. Nothing is made worse for it: layers have their own size, not
the frame's, and what does not change in a stretch is one clip.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, VideoClip
from numpy.typing import NDArray

from pipeline.model import FPS, Frames, Timeline
from pipeline.picture.art import Kit, Layer
from pipeline.picture.figure import FigureArt, FigureSprite
from pipeline.picture.look import Looks
from pipeline.picture.paint import kit_of
from pipeline.picture.stage import Set
from pipeline.picture.yuv import Sprite, to_rgb

STEPS = 6  # strips of a wipe's soft edge, as paint draws them
Rgba = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One slot from frame `start` on, in one size: its layer in each frame."""

    slot: str
    start: int
    layers: tuple[Layer, ...]

    @property
    def still(self) -> bool:
        """Tell whether nothing changes."""
        return all(layer == self.layers[0] for layer in self.layers)


def write(timeline: Timeline, on: Set, sound: Path, to: Path, tuned: bool) -> None:
    """Compose and encode with MoviePy: as it comes, or opaque, veryfast and with two threads."""
    picture = composed(timeline, on, (0, 0, 0) if tuned else None).with_audio(AudioFileClip(str(sound)))
    settings = {"preset": "veryfast", "threads": 2, "ffmpeg_params": ["-crf", "21"]} if tuned else {}
    picture.write_videofile(str(to), fps=FPS, logger=None, temp_audiofile_path=str(to.parent), **settings)


def composed(timeline: Timeline, on: Set, ground: tuple[int, int, int] | None) -> CompositeVideoClip:
    """Lay the clips over each other."""
    kit, looks = kit_of(timeline, on), Looks(timeline, on)
    shown = [looks.look(Frames(n)).layers for n in range(timeline.length)]
    order = _order(shown)
    stretches = sorted(_stretches(shown, kit), key=lambda part: order.index(part.slot))
    return CompositeVideoClip([_clip(part, kit) for part in stretches], size=kit.layout.size, bg_color=ground)


def _order(shown: Sequence[Sequence[Layer]]) -> list[str]:
    """Give all slots, back to front: each frame's order is kept."""
    order: list[str] = []
    for layers in shown:
        at = 0
        for layer in layers:
            if layer.slot in order:
                at = order.index(layer.slot) + 1
            else:
                order.insert(at, layer.slot)
                at += 1
    return order


def _stretches(shown: Sequence[Sequence[Layer]], kit: Kit) -> Iterator[Stretch]:
    """Cut each slot into stretches of one size, and those again into what stands and what moves."""
    for slot in {layer.slot for layers in shown for layer in layers}:
        run: list[Layer] = []
        for n, layers in enumerate((*shown, ())):
            layer = next((layer for layer in layers if layer.slot == slot), None)
            if run and (layer is None or not _alike(run[-1], layer, len(run) > 1 and run[-1] == run[0], kit)):
                yield Stretch(slot, n - len(run), tuple(run))
                run = []
            if layer is not None:
                run.append(layer)


def _alike(before: Layer, after: Layer, still: bool, kit: Kit) -> bool:
    """Tell whether a layer goes on in the same clip."""
    if before == after:
        return True
    if isinstance(before.art, FigureArt) and isinstance(after.art, FigureArt):
        return before.art.same_stand(after.art)
    return not still and _box(before, kit) == _box(after, kit)


def _box(layer: Layer, kit: Kit) -> tuple[int, ...]:
    return tuple(kit.sprite(layer.art).box.moved(layer.dx, layer.dy))


def _clip(part: Stretch, kit: Kit) -> VideoClip:
    """Make the clip of a stretch."""
    first = part.layers[0]
    figure = FigureSprite(kit) if isinstance(first.art, FigureArt) else None

    def sprite(layer: Layer) -> Sprite:
        return figure.show(layer.art) if figure is not None and isinstance(layer.art, FigureArt) else kit.sprite(layer.art)

    place = sprite(first).box.moved(first.dx, first.dy)
    length = len(part.layers) / FPS
    if part.still:
        clip = ImageClip(rgba(sprite(first), first), duration=length)
    else:

        def layer_at(t: float) -> Layer:
            return part.layers[min(len(part.layers) - 1, max(0, round(t * FPS)))]

        clip = VideoClip(lambda t: straight(sprite(layer_at(t))), duration=length)
        if sprite(first).below is not None or any(layer.alpha < 255 or layer.show for layer in part.layers):
            mask = VideoClip(lambda t: cover(sprite(layer_at(t)), layer_at(t)) / 255, is_mask=True, duration=length)
            clip = clip.with_mask(mask)
    return clip.with_start(part.start / FPS).with_position((place.x, place.y))


def rgba(sprite: Sprite, layer: Layer) -> NDArray[np.uint8]:
    """Sprite → straight red, green, blue, alpha."""
    return np.dstack([straight(sprite), np.rint(cover(sprite, layer)).astype(np.uint8)])


def straight(sprite: Sprite) -> NDArray[np.uint8]:
    """Take the alpha out of a premultiplied sprite → red, green, blue."""
    if sprite.below is None or sprite.below_half is None:
        return to_rgb(sprite.y, sprite.u, sprite.v)
    planes = []
    for plane, below in ((sprite.y, sprite.below), (sprite.u, sprite.below_half), (sprite.v, sprite.below_half)):
        alpha = np.maximum(255 - below.astype(np.float32), 1)
        planes.append((plane * (255 / alpha)).clip(0, 255).astype(np.uint8))
    return to_rgb(*planes)


def cover(sprite: Sprite, layer: Layer) -> Rgba:
    """Give the alpha 0..255 of a layer: its own, faded, behind the edge of its wipe."""
    own = 255 - sprite.below.astype(np.float32) if sprite.below is not None else np.full(sprite.y.shape, 255, np.float32)
    own *= layer.alpha / 255
    if layer.show is not None:
        left, right = layer.show
        columns = np.arange(own.shape[1]) + sprite.box.x + layer.dx
        wide = layer.soft // STEPS
        strip = (columns - right) // max(1, wide)
        share = np.where(columns < right, 1.0, np.where((strip < STEPS) & (wide > 0), (STEPS - strip) / (STEPS + 1), 0.0))
        own *= np.where(columns >= left, share, 0.0).astype(np.float32)
    return own


def ssim(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> float:
    """Give the structural similarity of two pictures: mean over luma, windows of 8 x 8 (Wang et al. 2004)."""
    a, b = (cv2.cvtColor(x, cv2.COLOR_RGB2GRAY).astype(np.float32) if x.ndim == 3 else x.astype(np.float32) for x in (one, two))

    def mean(x: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.boxFilter(x, -1, (8, 8))[4:-4:2, 4:-4:2], np.float32)

    ma, mb = mean(a), mean(b)
    va, vb, both = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    return float((((2 * ma * mb + 6.5025) * (2 * both + 58.5225)) / ((ma * ma + mb * mb + 6.5025) * (va + vb + 58.5225))).mean())
