# SPDX-License-Identifier: EUPL-1.2
"""Paint looks into frames: Timeline, from, to, Set → PlaneFrames. The frame is persistent; only what changes is painted.

Painting is a pure function of the look: a rectangle is always painted from its lowest layer up, so a frame painted after its
neighbour, alone, or in another process has the same bytes, and segments equal a single pass.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from pipeline.model import Finding, Frames, SceneKind, Timeline
from pipeline.picture.art import Art, Drawn, Kit, Layer, Look
from pipeline.picture.atlas import Atlas
from pipeline.picture.cards import FullPicture, PictureArt
from pipeline.picture.cast import Cast
from pipeline.picture.design import Design
from pipeline.picture.figure import FigureArt, FigureSprite
from pipeline.picture.layout import Box
from pipeline.picture.look import STANDING, Looks
from pipeline.picture.photo import put_away
from pipeline.picture.plates import VERSION as PLACES_VERSION
from pipeline.picture.plates import Plates, plates
from pipeline.picture.portrait import Portrait
from pipeline.picture.poster import poster_look
from pipeline.picture.rig import Rig
from pipeline.picture.stage import Set
from pipeline.picture.text import typesetter
from pipeline.picture.yuv import Buffer, Bytes, Sprite
from pipeline.ports import Performance, PlaneFrame
from pipeline.settings import Format

VERSION = 8
"""Raise when the same look gives other pixels."""
SMALL = 3
"""A small frame has a third of the film's width and height: 640 x 360 for 16:9."""
_COMMON = (SceneKind.WELCOME, SceneKind.STORY)
"""Scenes whose parts come back in most segments."""
_STEPS = 6  # strips in which a wipe's soft edge falls off


def look(timeline: Timeline, n: Frames, on: Set) -> Look:
    """Say what is seen in frame n."""
    return _looks(timeline, on).look(n)


def frames(timeline: Timeline, start: Frames, end: Frames, on: Set) -> Iterator[PlaneFrame]:
    """Paint the frames `start` up to `end`. The planes are the same buffers every time: read them before the next."""
    painter, looks = Painter(kit_of(timeline, on)), _looks(timeline, on)
    buffer = painter.buffer
    shown = PlaneFrame(buffer.y, buffer.u, buffer.v, buffer.packed)
    for n in range(start, end):
        painter.paint(looks.look(Frames(n)))
        yield shown


def small_frames(timeline: Timeline, start: Frames, end: Frames, on: Set) -> Iterator[PlaneFrame]:
    """Paint the same frames at a third of their width and height."""
    for frame in frames(timeline, start, end, on):
        y, u, v = (
            np.asarray(
                cv2.resize(plane, (plane.shape[1] // SMALL, plane.shape[0] // SMALL), interpolation=cv2.INTER_AREA), np.uint8
            )
            for plane in (frame.y, frame.u, frame.v)
        )
        yield PlaneFrame(y, u, v)


def still(timeline: Timeline, n: Frames, on: Set) -> Bytes:
    """Paint any frame alone: red, green, blue."""
    painter = Painter(kit_of(timeline, on))
    painter.paint(look(timeline, n, on))
    return painter.buffer.rgb()


def poster(timeline: Timeline, on: Set) -> Bytes:
    """Paint the poster: red, green, blue."""
    painter = Painter(kit_of(timeline, on))
    painter.paint(poster_look(timeline, on))
    return painter.buffer.rgb()


def segment_key(timeline: Timeline, start: Frames, end: Frames, on: Set) -> str:
    """Name what is to be seen in the frames `start` up to `end`: equal names, equal frames."""
    looks, seen = _looks(timeline, on), hashlib.sha256(_stage_key(timeline, on))
    names: dict[Art, str] = {}  # writing an art out costs more than looking it up
    for n in range(start, end):
        for layer in looks.look(Frames(n)).layers:
            name = names.get(layer.art) or names.setdefault(layer.art, repr(layer.art))
            seen.update(f"{layer.slot},{layer.dx},{layer.dy},{layer.alpha},{layer.show},{layer.soft},{name}\n".encode())
        seen.update(b"\f")
    return seen.hexdigest()


def fit_key(timeline: Timeline, on: Set) -> str:
    """Name what `fit_findings` depends on."""
    return hashlib.sha256(_stage_key(timeline, on) + repr(_texts(timeline, on)).encode()).hexdigest()


def poster_key(timeline: Timeline, on: Set) -> str:
    """Name what is to be seen on the poster."""
    return hashlib.sha256(_stage_key(timeline, on) + repr(poster_look(timeline, on)).encode()).hexdigest()


def _stage_key(timeline: Timeline, on: Set) -> bytes:
    """Name everything that pixels depend on besides the look."""
    language = timeline.speech.script.rundown.language
    return f"{VERSION}|{PLACES_VERSION}|{on.design.digest}|{on.form}|{on.figure}|{language}|".encode()


def prepare(timeline: Timeline, on: Set, spans: Sequence[tuple[Frames, Frames]]) -> None:
    """Draw what the segments `spans` (first frame, frame after the last) share, before worker processes are forked.

    That is plates, desk, logo, label, the presenter, pictures; but nothing of scenes that none of them shows.
    """
    painter, looks, layout = Painter(kit_of(timeline, on)), _looks(timeline, on), on.design.layout(on.form)
    poses = {looks.poses.at(n) for start, end in spans for n in range(start, end)}
    scenes = [scene for scene in timeline.scenes if any(start < scene.end and end > scene.start for start, end in spans)]
    for stand, standing in ((layout.figure_story, False), (layout.figure_full, True)):
        if any((scene.kind in STANDING) is standing for scene in scenes):
            painter.kit.figures.presenter(stand.scale).get_ready(poses)
    seen: set[SceneKind] = set()
    for scene in scenes:
        if scene.kind in _COMMON and scene.kind not in seen:
            seen.add(scene.kind)
            painter.paint(looks.look(Frames((scene.start + scene.end) // 2)))
        shown = (scene.end - 1, sum(scene.full_bleed) // 2) if scene.full_bleed is not None else (scene.end - 1,)
        for n in shown if scene.kind is SceneKind.STORY else ():
            for layer in looks.look(Frames(n)).layers:
                if isinstance(layer.art, PictureArt | FullPicture):
                    layer.art.get_ready(painter.kit)
    put_away()


def fit_findings(timeline: Timeline, on: Set) -> tuple[Finding, ...]:
    """Find texts that are cut and characters that are missing, in every scene and on the poster."""
    kit = replace(_kit(timeline.speech.script.rundown.language, on), blank=True)
    for art in _texts(timeline, on):
        art.draw(kit)
    return tuple(dict.fromkeys(kit.found))


def _texts(timeline: Timeline, on: Set) -> tuple[Art, ...]:
    """Give the arts that are seen at rest, in every scene and on the poster."""
    looks = _looks(timeline, on)
    wanted: dict[Art, None] = {}
    for scene in timeline.scenes:
        moments = {scene.start + 60, (scene.start + scene.end) // 2, scene.end - 1}
        if scene.full_bleed is not None:
            moments.add((scene.full_bleed[0] + scene.full_bleed[1]) // 2)
        moments |= {row.active + 20 for row in timeline.overview if scene.start <= row.active < scene.end}
        moments |= {plate.start + 40 for plate in timeline.lower_thirds if scene.start <= plate.start < scene.end}
        for n in sorted(moments):
            if scene.start <= n < scene.end:
                wanted.update((layer.art, None) for layer in looks.look(Frames(n)).layers if not layer.art.fleeting)
    wanted.update((layer.art, None) for layer in poster_look(timeline, on).layers if not layer.art.fleeting)
    return tuple(wanted)


@lru_cache(maxsize=6)
def _places(design: Design, form: Format) -> Plates:
    """Keep the plates of the last designs and formats in this process."""
    return plates(design, form)


@lru_cache(maxsize=3)
def _looks(timeline: Timeline, on: Set) -> Looks:
    """Keep the looks of the last films, with the presenter's poses."""
    return Looks(timeline, on)


def kit_of(timeline: Timeline, on: Set) -> Kit:
    """Give what a film's arts are drawn with; kept for the last films."""
    return _kept_kit(timeline.speech.script.rundown.language, on)


@lru_cache(maxsize=3)
def _kept_kit(language: str, on: Set) -> Kit:
    return replace(_kit(language, on), drawn=_drawn(on.design, on.form, language))


def _kit(language: str, on: Set) -> Kit:
    """Collect what arts are drawn with."""
    layout = on.design.layout(on.form)
    sizes = tuple(sorted({layout.figure_story.scale, layout.figure_full.scale, layout.poster_figure.scale}))
    return Kit(
        design=on.design,
        form=on.form,
        layout=layout,
        types=on.design.type(on.form),
        texts=on.design.texts(language),
        type=typesetter(on.design),
        places=on.places or _places(on.design, on.form),
        photos=tuple({photo.digest: photo for photo in on.pictures if photo is not None}.values()),
        cast=_cast(on.rig, on.atlas, sizes, on.portrait, on.footage),
    )


@lru_cache(maxsize=3)
def _cast(rig: Rig, atlas: Atlas, sizes: tuple[float, ...], portrait: Portrait | None, footage: Performance | None) -> Cast:
    """Keep the presenters of the last formats: the films of one run share them."""
    return Cast(rig, atlas, sizes, portrait, footage)


@lru_cache(maxsize=3)
def _drawn(design: Design, form: Format, language: str) -> Drawn:
    """Keep what was drawn for the last formats: arts say what they show, so the films of one run share it."""
    return Drawn()


class Painter:
    """One persistent frame and the look that it shows."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.buffer = Buffer(kit.layout.width, kit.layout.height)
        self._shown: Look | None = None
        self._figure = FigureSprite(kit)

    def paint(self, seen: Look) -> None:
        """Bring the frame from the last look to this one."""
        before, self._shown = self._shown, seen
        if before == seen:
            return
        changed = [self.kit.layout.frame] if before is None else self._changed(before, seen)
        sprites = [self._sprite(layer.art) for layer in seen.layers]
        for part in _joined(changed, self.kit.layout.frame):
            self._repaint(seen, sprites, part)

    def _sprite(self, art: Art) -> Sprite:
        """Give the sprite of an art."""
        return self._figure.show(art) if isinstance(art, FigureArt) else self.kit.sprite(art)

    def _changed(self, before: Look, after: Look) -> list[Box]:
        """Give the rectangles in which two looks differ. The figure's sprite still shows the look before."""
        old, new = ({layer.slot: layer for layer in seen.layers} for seen in (before, after))
        out: list[Box] = []
        for slot in {**old, **new}:
            was, now = old.get(slot), new.get(slot)
            if was == now:
                continue
            if was is not None and now is not None:
                out += self._between(was, now)
            else:
                out += [self._seen(layer) for layer in (was, now) if layer is not None]
        return out

    def _between(self, was: Layer, now: Layer) -> list[Box]:
        """Give what changes from one state of a slot to the next."""
        if isinstance(was.art, FigureArt) and isinstance(now.art, FigureArt):
            same = (was.dx, was.dy, was.alpha, was.show) == (now.dx, now.dy, now.alpha, now.show)
            presenter = self.kit.figures.presenter(now.art.scale / 1000)
            if same and now.art.same_stand(was.art) and presenter.scale * 1000 == now.art.scale:
                return list(now.art.changed(was.art, presenter, self.kit.figures.rig.canvas))
        if was.art == now.art and (was.dx, was.dy, was.alpha, was.soft) == (now.dx, now.dy, now.alpha, now.soft):
            box = self._seen(Layer(now.slot, now.art, now.dx, now.dy))
            edges = [layer.show[1] if layer.show else box.right for layer in (was, now)]
            starts = [layer.show[0] if layer.show else box.x for layer in (was, now)]
            if starts[0] == starts[1] or (was.show is None) != (now.show is None):
                left, right = min(edges), max(edges) + now.soft
                return [Box(left, box.y, right - left, box.h).even().meet(box)]
        return [self._seen(was), self._seen(now)]

    def _seen(self, layer: Layer) -> Box:
        """Give the rectangle that a layer may touch."""
        if isinstance(layer.art, FigureArt):
            return self._figure_box(layer.art)
        box = self.kit.sprite(layer.art).box.moved(layer.dx, layer.dy)
        if layer.show is not None:
            left, right = layer.show
            box = box.meet(Box(left, box.y, max(0, right + layer.soft - left), box.h))
        return box.even()

    def _figure_box(self, art: FigureArt) -> Box:
        """Give the rectangle that the presenter may touch on a stand."""
        presenter = self.kit.figures.presenter(art.scale / 1000)
        share = art.scale / 1000 / presenter.scale
        whole = presenter.box()
        left, top = art.origin(self.kit.figures.rig.canvas)
        box = Box(round(whole.x * share) + left, round(whole.y * share) + top, round(whole.w * share), round(whole.h * share))
        return box.grown(2).even()

    def _repaint(self, seen: Look, sprites: list[Sprite], part: Box) -> None:
        """Paint a rectangle, from the topmost layer that hides everything below it."""
        first = 0
        for k in range(len(sprites) - 1, 0, -1):
            layer = seen.layers[k]
            if layer.alpha == 255 and layer.show is None and sprites[k].solid.moved(layer.dx, layer.dy).covers(part):
                first = k
                break
        for layer, sprite in zip(seen.layers[first:], sprites[first:], strict=True):
            if layer.show is None:
                self.buffer.draw(sprite, layer.dx, layer.dy, part, layer.alpha)
            else:
                self._wiped(layer, sprite, part)

    def _wiped(self, layer: Layer, sprite: Sprite, part: Box) -> None:
        """Paint a clipped layer: whole up to the edge, then strips that fall off."""
        left, right = layer.show or (part.x, part.right)
        inside = part.meet(Box(left, part.y, max(0, right - left), part.h))
        self.buffer.draw(sprite, layer.dx, layer.dy, inside, layer.alpha)
        wide = layer.soft // _STEPS
        for k in range(_STEPS if wide else 0):
            strip = part.meet(Box(right + k * wide, part.y, wide, part.h))
            self.buffer.draw(sprite, layer.dx, layer.dy, strip, layer.alpha * (_STEPS - k) // (_STEPS + 1))


def _joined(parts: list[Box], frame: Box) -> list[Box]:
    """Round rectangles to even px and join those that overlap where that saves painting."""
    todo = [part.even().meet(frame) for part in parts]
    out: list[Box] = []
    for part in sorted((p for p in todo if p.w > 0 and p.h > 0), key=lambda p: -p.w * p.h):
        for k, other in enumerate(out):
            hull = other.hull(part)
            if hull.w * hull.h <= other.w * other.h + part.w * part.h:
                out[k] = hull
                break
        else:
            out.append(part)
    return out
