# SPDX-License-Identifier: EUPL-1.2
"""What a frame is made of: arts (what is drawn), layers (where, how much of it), a look (all layers of one frame).

All of them are small hashable values. Equal looks are equal pixels; equal arts are drawn once. An art carries its own words
and the digest of its picture, so that a look says everything that a frame depends on besides design and format.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from pipeline.model import Finding, Severity
from pipeline.picture.canvas import Blank, Canvas, Probe
from pipeline.picture.cast import Cast
from pipeline.picture.design import Colour, Design, Texts
from pipeline.picture.layout import Box, Layout, Type, TypeScale
from pipeline.picture.photo import Photo
from pipeline.picture.plates import Plates
from pipeline.picture.text import Typesetter, Wrapped
from pipeline.picture.yuv import Sprite
from pipeline.settings import Format

_ROOM = 24_000_000  # bytes of sprites that are kept, the oldest go first
_FLEETING = 5  # full frames and pictures in motion: only the last few are of any use


class Drawn:
    """Remembers sprites by their art, within a fixed room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Art, Sprite] = OrderedDict()
        self._fleeting: OrderedDict[Art, Sprite] = OrderedDict()
        self._weight = 0

    def recall(self, art: "Art") -> Sprite | None:
        """Give the sprite of an art, None where it is not kept."""
        for shelf in (self._kept, self._fleeting):
            if art in shelf:
                shelf.move_to_end(art)
                return shelf[art]
        return None

    def keep(self, art: "Art", sprite: Sprite) -> None:
        """Keep a sprite; forgets the oldest beyond the room."""
        if art.fleeting:
            self._fleeting[art] = sprite
            if len(self._fleeting) > _FLEETING:
                self._fleeting.popitem(last=False)
            return
        self._kept[art] = sprite
        self._weight += sprite.weight
        while self._weight > _ROOM and len(self._kept) > 1:
            self._weight -= self._kept.popitem(last=False)[1].weight


@dataclass(frozen=True, slots=True, eq=False)
class Kit:
    """What arts are drawn with: one design in one format and language, and the pictures by digest."""

    design: Design
    form: Format
    layout: Layout
    types: TypeScale
    texts: Texts
    type: Typesetter
    places: Plates
    photos: tuple[Photo, ...]
    cast: Cast | None = None
    found: list[Finding] = field(default_factory=list)
    """What did not fit while drawing: read by `fit_findings`."""
    probes: list[Probe] | None = None
    """Where given, every written line is remembered: read by the design check."""
    drawn: Drawn = field(default_factory=lambda: Drawn())
    blank: bool = False
    """Whether canvases stay blank: `fit_findings` reads only what does not fit."""

    def colour(self, name: str) -> Colour:
        """Give a palette colour."""
        return self.design.colour(name)

    @property
    def figures(self) -> Cast:
        """Give the presenter. Raises ValueError for a kit that has none (the design check draws cards only)."""
        if self.cast is None:
            raise ValueError("this kit has no presenter")
        return self.cast

    def canvas(self, box: Box) -> Canvas:
        """Give an empty canvas."""
        return Blank(box, self.type) if self.blank else Canvas(box, self.type, self.probes)

    def photo(self, digest: str) -> Photo:
        """Give a picture by its digest."""
        return next(photo for photo in self.photos if photo.digest == digest)

    def sprite(self, art: "Art") -> Sprite:
        """Give an art's sprite, drawn once."""
        known = self.drawn.recall(art)
        if known is None:
            known = art.draw(self)
            self.drawn.keep(art, known)
        return known

    def set(
        self, words: str, role: Type, width: float, most: int, where: str, name: str, severity: Severity = Severity.RED
    ) -> Wrapped:
        """Wrap words for a box; what is cut or cannot be set becomes a finding that names the limit."""
        clean, lost = self.type.clean(words)
        wrapped = self.type.wrap(clean, role, width, most)
        if lost:
            self.found.append(
                Finding(
                    "glyph-missing",
                    Severity.AMBER,
                    f"{name}: Diese Zeichen hat die Schrift nicht, sie fehlen im Bild: {' '.join(lost)}",
                    where,
                    words,
                )
            )
        if wrapped.cut:
            lines = "eine Zeile" if most == 1 else f"{most} Zeilen"
            self.found.append(
                Finding(
                    "text-too-long",
                    severity,
                    f"{name} ist zu lang ({len(clean)} Zeichen) und wird im Bild gekürzt: "
                    f"Hier passen etwa {wrapped.limit} Zeichen auf {lines}. Bitte kürzen.",
                    where,
                    words,
                )
            )
        return wrapped

    def fitting(
        self,
        words: str,
        steps: Sequence[tuple[Type, int]],
        width: float,
        where: str,
        name: str,
        severity: Severity = Severity.RED,
    ) -> tuple[Type, Wrapped]:
        """Set words in the first of some roles (each with its number of lines) that holds them, else in the last, cut.

        Roles are steps of the scale: a size between them is never used.
        """
        clean = self.type.clean(words)[0]
        role, most = next(
            (step for step in steps if not self.type.wrap(clean, step[0], width, step[1]).cut), steps[-1]
        )  # fmt: skip
        return role, self.set(words, role, width, most, where, name, severity)


class Art(Protocol):
    """Something that can be drawn; a frozen value that hashes by what it shows.

    `fleeting` marks what changes from frame to frame and is not worth keeping.
    """

    fleeting: ClassVar[bool]

    def draw(self, kit: Kit) -> Sprite:
        """Draw it where it stands when nothing moves."""
        ...


@dataclass(frozen=True, slots=True)
class Layer:
    """An art on its slot: shifted by dx, dy (even px), at alpha 0..255.

    `show` clips it to the columns from..to of the frame (even), with a soft edge of `soft` px on the side that moves:
    right of `to` where soft is positive, left of `from` where it is negative.
    """

    slot: str
    art: Art
    dx: int = 0
    dy: int = 0
    alpha: int = 255
    show: tuple[int, int] | None = None
    soft: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that is seen in a frame, back to front. Slots are unique and always in the same order."""

    layers: tuple[Layer, ...]
