# SPDX-License-Identifier: EUPL-1.2
"""Watch a whole film: decoded frames + what should be seen → what is seen, as figures of one format."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Frames, Timeline
from pipeline.picture import paint
from pipeline.picture.art import Art, Kit, Layer, Look
from pipeline.picture.canvas import Probe
from pipeline.picture.cards import BarsArt
from pipeline.picture.face_watch import FaceWatch, Seen
from pipeline.picture.figure import FigureArt, figure_at
from pipeline.picture.film_check import Flicker, flat_run, has_label, palette_errors, shape_contrast, shown, text_contrast
from pipeline.picture.layout import Box
from pipeline.picture.lip_check import Curve, Lips, closings, lips, pauses
from pipeline.picture.look import Looks
from pipeline.picture.paint import Painter
from pipeline.picture.performance import NEUTRAL
from pipeline.picture.stage import Set
from pipeline.picture.studio import Background, LabelArt
from pipeline.picture.titles import CloserArt, ServiceArt
from pipeline.ports import PlaneFrame

_EVERY = 12  # frames: the label is looked for about twice a second, and at both ends of every scene
_SELDOM = 4  # colours and gradients are measured in every fourth of the moments at rest
_WALL = 20_000  # px of plain wall that make a measurement
_GLOW = 70  # px around the lens that are lit
_SETTLED = 30  # frames after which a picture that filled the screen has left no trace
_REST = 12  # frames before a scene's end at which nothing moves


@dataclass(slots=True)
class Watched:
    """What was seen in one film. Contrasts are the lowest, with the words or the shape; palette as name → difference."""

    form: str
    frames: int = 0
    sampled: int = 0
    unlabelled: list[int] = field(default_factory=list)
    palette: dict[str, float] = field(default_factory=dict)
    words: tuple[float, str] = (21.0, "")
    measured_words: int = 0
    shapes: tuple[float, str] = (21.0, "")
    hidden: list[str] = field(default_factory=list)
    codes: int = 0
    unread: list[int] = field(default_factory=list)
    flat: float = 0.0
    flashes: float = 0.0
    lips: Lips | None = None


def watch(timeline: Timeline, on: Set, pictures: Iterable[PlaneFrame]) -> Watched:
    """Watch the film of one format: its decoded pictures in order → what is seen."""
    eye = _Eye(timeline, on)
    for n, picture in enumerate(pictures):
        eye.see(n, picture)
    return eye.close()


def labelled(rgb: NDArray[np.uint8], on: Set, timeline: Timeline) -> bool:
    """Tell whether a still (a poster) carries the AI label."""
    luma = rgb.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32) * (219 / 255) + 16
    return has_label(luma.round().astype(np.uint8), paint.kit_of(timeline, on).sprite(LabelArt()))


def moments(timeline: Timeline) -> tuple[int, ...]:
    """Give the frames in which everything that is ever at rest is seen once: scenes, rows, plates, pictures, captions."""
    found: set[int] = set()
    for scene in timeline.scenes:
        found |= {(scene.start + scene.end) // 2, scene.end - _REST}
        if scene.full_bleed is not None:
            start, end = scene.full_bleed
            found -= {n for n in found if start - _SETTLED < n < end + _SETTLED}  # what has just been uncovered is coded coarsely
            found |= {(start + end) // 2, min(end + _SETTLED, scene.end - _REST)}
    found |= {
        row.active + _REST
        for scene in timeline.scenes
        for row in timeline.overview
        if scene.start <= row.active < scene.end - 2 * _REST
    }
    found |= {(plate.start + plate.end) // 2 for plate in timeline.lower_thirds}
    return tuple(sorted(n for n in found if 0 <= n < timeline.length))


class _Eye:
    """Looks at one film, frame by frame."""

    def __init__(self, timeline: Timeline, on: Set) -> None:
        self._timeline, self._on = timeline, on
        self._looks, self._kit = Looks(timeline, on), paint.kit_of(timeline, on)
        self._painter = Painter(self._kit)
        at_rest = moments(timeline)
        self._moments, self._plain = set(at_rest), set(at_rest[::_SELDOM]) | {at_rest[-1]}
        self._written: dict[Art, tuple[Probe, ...]] = {}
        edges = {n for scene in timeline.scenes for n in (scene.start, scene.end - 1)}
        self._labels = edges | set(range(0, timeline.length, _EVERY)) | self._moments
        self._label = self._kit.sprite(LabelArt())
        layout = on.design.layout(on.form)
        stands = (figure_at(stand, NEUTRAL) for stand in (layout.figure_story, layout.figure_full))
        self._faces = {_stand(art): FaceWatch(on.rig, art, self._kit.figures.presenter(art.scale / 1000)) for art in stands}
        self._near: FaceWatch | None = None
        self._face: list[Seen | None] = []
        self._flicker = Flicker()
        self.seen = Watched(on.form)

    def see(self, n: int, picture: PlaneFrame) -> None:
        """Look at frame n."""
        look = self._looks.look(Frames(n))
        self._face.append(self._look_at_face(look, picture))
        self._flicker.see(picture.y)
        self.seen.frames += 1
        if n in self._labels:
            self.seen.sampled += 1
            if not has_label(picture.y, self._label):
                self.seen.unlabelled.append(n)
        if n in self._moments:
            self._look_closely(n, look, picture)

    def close(self) -> Watched:
        """Give what was seen."""
        said, voice_at = self._timeline.speech.sentences, self._timeline.voice_at
        self.seen.flashes = self._flicker.flashes()
        self.seen.lips = lips(Curve.of(self._face), closings(said, voice_at), pauses(said, voice_at))
        return self.seen

    def _look_at_face(self, look: Look, picture: PlaneFrame) -> Seen | None:
        """Read the presenter where it stands at rest and nothing lies over its mouth."""
        face = self._face_of(look)
        if self._near is not None and self._near is not face:
            self._near.forget()
        self._near = face
        return face.see(picture) if face is not None else None

    def _face_of(self, look: Look) -> FaceWatch | None:
        at = next((k for k, layer in enumerate(look.layers) if isinstance(layer.art, FigureArt)), None)
        if at is None:
            return None
        layer = look.layers[at]
        if not isinstance(layer.art, FigureArt) or layer.alpha < 255 or layer.show is not None or (layer.dx, layer.dy) != (0, 0):
            return None
        face = self._faces.get(_stand(layer.art))
        if face is None or any(self._covers(above, face.watched) for above in look.layers[at + 1 :]):
            return None
        return face

    def _covers(self, layer: Layer, box: Box) -> bool:
        if layer.art.fleeting and isinstance(layer.art, Background):
            return False
        part = self._kit.sprite(layer.art).box.moved(layer.dx, layer.dy).meet(box)
        return part.w > 0 and part.h > 0

    # ------------------------------------------------------------ closely

    def _look_closely(self, n: int, look: Look, picture: PlaneFrame) -> None:
        """Measure colours, words, shapes and the wall of a frame in which things are at rest."""
        if n in self._plain:
            self._painter.paint(look)
            for name, error in palette_errors(self._painter.buffer.rgb(), picture, self._on.design.palette).items():
                self.seen.palette[name] = max(error, self.seen.palette.get(name, 0.0))
            self._look_at_wall(look, picture)
        for k, layer in enumerate(look.layers):
            if layer.alpha == 255 and layer.show is None and not layer.art.fleeting and not layer.slot.startswith("old-"):
                self._read(layer, look.layers[k + 1 :], picture)
                self._measure_shape(layer, picture)
                if isinstance(layer.art, (CloserArt, ServiceArt)):
                    self._scan(n, layer, picture)

    def _read(self, layer: Layer, above: tuple[Layer, ...], picture: PlaneFrame) -> None:
        """Measure the words of a layer."""
        if layer.art not in self._written:
            self._written[layer.art] = _written(layer.art, self._kit)
        for probe in self._written[layer.art]:
            box = probe.box.moved(layer.dx, layer.dy)
            if any(self._covers_words(other, box) for other in above):
                self.seen.hidden.append(probe.words)
                continue
            ratio = text_contrast(picture, probe, layer.dx, layer.dy)
            if ratio is not None:
                self.seen.measured_words += 1
                self.seen.words = min(self.seen.words, (ratio, probe.words))

    def _covers_words(self, layer: Layer, box: Box) -> bool:
        """Tell whether another layer's plate, not only its shadow, lies over words."""
        sprite = self._kit.sprite(layer.art)
        part = sprite.box.moved(layer.dx, layer.dy).meet(box)
        if part.w <= 0 or part.h <= 0:
            return False
        own = part.moved(-sprite.box.x - layer.dx, -sprite.box.y - layer.dy)
        return sprite.below is None or bool((sprite.below[own.y : own.bottom, own.x : own.right] < 128).any())

    def _measure_shape(self, layer: Layer, picture: PlaneFrame) -> None:
        """Measure the pill of the label and the current bar of the progress."""
        sprite = self._kit.sprite(layer.art)
        if sprite.below is None:
            return
        solid = sprite.below < 8
        if isinstance(layer.art, BarsArt):
            wanted = self._kit.colour("core" if layer.art.bright else "accent")
            near = np.abs(_rgb(sprite.y, sprite.u, sprite.v) - np.array(wanted, np.int16)).max(axis=2) < 40
            ratio, name = shape_contrast(picture, _lying(solid & near), sprite.box), "progress"
        elif isinstance(layer.art, LabelArt):
            rim = solid & (cv2.erode(solid.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)
            ratio, name = shape_contrast(picture, solid, sprite.box, rim), "AI label"
        else:
            return
        if ratio is not None:
            self.seen.shapes = min(self.seen.shapes, (ratio, name))

    def _scan(self, n: int, layer: Layer, picture: PlaneFrame) -> None:
        """Read the QR code of a card as a phone would."""
        art = layer.art
        if isinstance(art, ServiceArt) and (not art.address or self._on.form == "1x1"):
            return
        box = self._kit.sprite(art).box
        rgb = shown(picture, box.meet(self._on.design.layout(self._on.form).frame)).astype(np.uint8)
        self.seen.codes += 1
        if not cv2.QRCodeDetectorAruco().detectAndDecode(np.ascontiguousarray(rgb))[0]:
            self.seen.unread.append(n)

    def _look_at_wall(self, look: Look, picture: PlaneFrame) -> None:
        """Measure whether the still gradient of the wall bands."""
        back = look.layers[0].art
        if not isinstance(back, Background) or back.hole is not None:
            return
        rows, columns = picture.y.shape[:2]
        plain = np.ones((rows, columns), bool)
        for layer in look.layers[1:]:
            box = self._figure_box(layer.art) if isinstance(layer.art, FigureArt) else self._kit.sprite(layer.art).box
            plain[max(0, box.y) : box.bottom, max(0, box.x) : box.right] = False
        if back.lens is not None:
            y, x = np.arange(rows)[:, None], np.arange(columns)[None, :]
            radius = back.lens.r / 4 + _GLOW
            plain &= (x - back.lens.x / 4) ** 2 + (y - back.lens.y / 4) ** 2 > radius**2
        if int(plain.sum()) >= _WALL:
            self.seen.flat = max(self.seen.flat, flat_run(picture.y, plain))

    def _figure_box(self, art: FigureArt) -> Box:
        left, top = art.origin(self._on.rig.canvas)
        scale = art.scale / 1000
        return Box(left, top, round(self._on.rig.canvas[0] * scale), round(self._on.rig.canvas[1] * scale))


def _stand(art: FigureArt) -> tuple[int, int, int]:
    return art.x, art.bottom, art.scale


def _written(art: Art, kit: Kit) -> tuple[Probe, ...]:
    """Draw an art once more and give the lines that it writes."""
    probes: list[Probe] = []
    art.draw(replace(kit, probes=probes, found=[]))
    return tuple(probe for probe in probes if probe.words.strip())


def _lying(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep the largest part that is wider than high: the bar, and no figure of a numeral in the same colour beside it."""
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    lying = [k for k in range(1, count) if boxes[k][cv2.CC_STAT_WIDTH] > boxes[k][cv2.CC_STAT_HEIGHT]]
    return np.asarray(parts == max(lying, key=lambda k: int(boxes[k][cv2.CC_STAT_AREA]), default=-1), np.bool_)


def _rgb(y: NDArray[np.uint8], u: NDArray[np.uint8], v: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Convert the planes of a sprite → red, green, blue."""
    box = Box(0, 0, y.shape[1], y.shape[0])
    return shown(PlaneFrame(y, u, v), box).astype(np.int16)
