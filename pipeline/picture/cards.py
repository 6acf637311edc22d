# SPDX-License-Identifier: EUPL-1.2
"""The card of a story: picture with headline, or one fact as type; its progress; the full-bleed strap."""

from dataclasses import dataclass
from typing import ClassVar

from pipeline.model import PanelKind, Severity
from pipeline.picture.art import Kit
from pipeline.picture.canvas import Canvas
from pipeline.picture.cropping import KEPT_FULL
from pipeline.picture.layout import Box, Layout, Type, TypeScale
from pipeline.picture.photo import Source, enlarged, spread
from pipeline.picture.shapes import fact_shape
from pipeline.picture.yuv import Sprite


def radius_of(kit: Kit, box: Box) -> int:
    """Give the corner radius of a card: none where it lies at the frame's edge."""
    return 0 if box.x <= 0 else kit.design.panel.radius


def card(kit: Kit, box: Box, bright: bool) -> tuple[Canvas, Box]:
    """Draw an empty card with its one shadow → canvas, and the part of it that is opaque."""
    look = kit.design.panel
    radius = radius_of(kit, box)
    far = int(look.shadow_blur * 2.5)
    canvas = kit.canvas(Box(box.x - far, box.y - far, box.w + 2 * far, box.h + 2 * far + look.shadow_dy).meet(kit.layout.frame))
    canvas.shadow(box, radius, look.shadow_dy, look.shadow_blur, look.shadow_alpha, kit.colour("ink"))
    if bright:
        canvas.plate(box, radius, kit.colour("paper"), kit.colour("mist"))
    else:
        canvas.plate(box, radius, kit.colour("deep"), kit.colour("night"))
        canvas.hairline(box, radius, kit.colour("paper"), look.hairline)
    return canvas, box.grown(-radius)


@dataclass(frozen=True, slots=True)
class CardPlate:
    """The empty card under a picture and its headline."""

    fleeting: ClassVar[bool] = False

    def draw(self, kit: Kit) -> Sprite:
        """Draw plate and shadow."""
        canvas, solid = card(kit, kit.layout.panel_box, bright=False)
        return canvas.sprite(kit.design.wall.grain, solid)


@dataclass(frozen=True, slots=True)
class PictureArt:
    """A picture in the card's window; `growth` in 1/10 000 of its size above 1."""

    fleeting: ClassVar[bool] = True

    digest: str
    growth: int

    def get_ready(self, kit: Kit) -> Source:
        """Make the planes that every growth is drawn from."""
        return kit.photo(self.digest).source(kit.layout.picture_box.w, kit.layout.picture_box.h)

    def draw(self, kit: Kit) -> Sprite:
        """Resample it; sub-pixel, from planes."""
        box = kit.layout.picture_box
        return enlarged(self.get_ready(kit), box, 1 + self.growth / 10_000, radius_of(kit, box))


@dataclass(frozen=True, slots=True)
class FullPicture:
    """A picture that fills the screen, or grows to it: `spread` 0..64 is the way from the card's window to the frame."""

    fleeting: ClassVar[bool] = True

    digest: str
    growth: int
    spread: int = 64

    def get_ready(self, kit: Kit) -> Source:
        """Make the planes that every growth is drawn from."""
        return kit.photo(self.digest).source(kit.layout.width, kit.layout.height, KEPT_FULL)

    def draw(self, kit: Kit) -> Sprite:
        """Resample it into a box between the window and the frame."""
        frame, window, source = kit.layout.frame, kit.layout.picture_box, self.get_ready(kit)
        if self.spread >= 64:
            return enlarged(source, frame, 1 + self.growth / 10_000, 0)
        t = self.spread / 64
        x, y, right, bottom = (
            round(a + (b - a) * t)
            for a, b in zip((window.x, window.y, window.right, window.bottom), (0, 0, frame.w, frame.h), strict=True)
        )
        return spread(source, Box(x, y, right - x, bottom - y).even().meet(frame), 1 + self.growth / 10_000)


@dataclass(frozen=True, slots=True)
class CreditArt:
    """The picture's credit on a plate of its own, at the lower right of a box."""

    fleeting: ClassVar[bool] = False

    name: str
    box: Box
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw plate and words."""
        room, role = self.box, kit.types.credit
        words = self.name if ":" in self.name[:16] else kit.texts.credit.format(name=self.name)
        lines = kit.set(words, role, room.w - 64, 2, f"{self.where}.picture", "Der Bildnachweis", Severity.AMBER).lines
        wide = round(max(kit.type.length(line, role) for line in lines)) + 28
        high = len(lines) * role.leading + 8
        box = Box(room.right - wide - 14, room.bottom - high - 14, wide, high)
        canvas = kit.canvas(box)
        canvas.plate(box, 6, kit.colour("ink"), alpha=0.8)
        canvas.lines(box.x + 14, box.y + 3, lines, role, kit.colour("paper"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class HeadlineArt:
    """Kicker and headline on the lower part of a picture card."""

    fleeting: ClassVar[bool] = False

    kicker: str
    headline: str
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Write them; a headline that is too long is broken, then cut."""
        layout, types = kit.layout, kit.types
        words, top = layout.words_box, layout.picture_box.bottom
        role, wrapped = kit.fitting(
            self.headline, headline_steps(layout, types), words.w, f"{self.where}.headline", "Die Überschrift"
        )
        y = kicker_top(layout, types)
        canvas = kit.canvas(Box(words.x - 8, top, words.w + 16, layout.panel_box.bottom - top))
        canvas.text(
            words.x, y, kicker_line(kit, self.kicker, words.w - bars_width(kit), self.where), types.kicker, kit.colour("sky")
        )
        canvas.lines(words.x, y + types.kicker.leading + 12, wrapped.lines, role, kit.colour("paper"))
        return canvas.sprite()


def headline_lines(layout: Layout) -> int:
    """Give how many lines a headline may have on a picture card."""
    return 3 if layout.width == layout.height else 2


def headline_steps(layout: Layout, types: TypeScale) -> tuple[tuple[Type, int], ...]:
    """Give the roles of a headline: large, or one step smaller with one more line."""
    most = headline_lines(layout)
    return (types.h2, most), (smaller(types), most + 1)


def smaller(types: TypeScale) -> Type:
    """Give the role below the headline's: the overview's, in bold."""
    return Type(types.h3.size, types.h3.leading, "bold", 0)


def kicker_top(layout: Layout, types: TypeScale) -> int:
    """Give the y of the kicker on a picture card: the same for every story, so that progress never jumps."""
    used = types.kicker.leading + 12 + headline_lines(layout) * types.h2.leading
    return layout.picture_box.bottom + max(20, (layout.panel_box.bottom - layout.picture_box.bottom - used) // 2 - 2)


def bars_width(kit: Kit) -> int:
    """Give the room beside a kicker that progress may take."""
    return 320 if kit.layout.words_box.w > 600 else 216


def kicker_line(kit: Kit, kicker: str, width: float, where: str) -> str:
    """Set a kicker: one line of capitals."""
    return kit.set(kicker.upper(), kit.types.kicker, width, 1, f"{where}.kicker", "Die Dachzeile").lines[0]


@dataclass(frozen=True, slots=True)
class BarsArt:
    """Where we are: "2/4" and a bar per story; the current one carries the accent of the region. `grow` 0..8 fills it."""

    fleeting: ClassVar[bool] = False

    now: int
    total: int
    y: int
    bright: bool = False
    grow: int = 8

    def draw(self, kit: Kit) -> Sprite:
        """Draw numeral and bars, right-aligned in the card."""
        role = kit.types.kicker
        plain = Type(role.size, role.leading, "semibold", 0)
        right = kit.layout.words_box.right
        gap = 8
        wide = max(12, min(44, (200 if kit.layout.words_box.w > 600 else 110) // max(1, self.total)))
        across = self.total * (wide + gap) - gap
        numeral = f"{self.now + 1}/{self.total}"
        left = right - across
        room = round(kit.type.length(numeral, plain)) + 16
        canvas = kit.canvas(Box(left - room - 4, self.y - 4, across + room + 8, role.leading + 8))
        canvas.text(left - room, self.y, numeral, plain, kit.colour("core" if self.bright else "paper"))
        middle = self.y + role.leading // 2
        done = kit.colour("core" if self.bright else "sky")
        for n in range(self.total):
            bar = Box(left + n * (wide + gap), middle - 3, wide, 6)
            canvas.plate(bar, 3, done, alpha=1.0 if n < self.now else 0.3)
            if n == self.now and self.grow:
                full = Box(bar.x, middle - 5, max(10, wide * self.grow // 8), 10)
                canvas.plate(full, 5, kit.colour("core" if self.bright else "accent"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class FactArt:
    """A story without a picture: kicker, one figure with its unit, one short line, one quiet shape."""

    fleeting: ClassVar[bool] = False

    kind: PanelKind
    kicker: str
    figure: str
    unit: str
    line: str
    headline: str
    grave: bool
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw the whole card; the figure takes the largest role that fits, never a size between."""
        layout, types = kit.layout, kit.types
        panel, words = layout.panel_box, layout.words_box
        canvas, solid = card(kit, panel, bright=False)
        size = min(440, panel.w // 2 - 20) if not layout.tall else 420
        radius = radius_of(kit, panel)
        corner = Box(panel.right - size - (0 if radius else 40), panel.bottom - size, size, size)
        canvas.svg(corner, fact_shape(kit, self.kind, size, self.grave))
        canvas.text(
            words.x,
            words.y,
            kicker_line(kit, self.kicker, words.w - bars_width(kit), self.where),
            types.kicker,
            kit.colour("sky"),
        )
        top = words.y + types.kicker.leading + 12
        blocks = self._figure(kit, words) if self.figure and self.kind is not PanelKind.WORDS else self._words(kit, words)
        used = sum(gap + len(lines) * role.leading for gap, lines, role, _ in blocks)
        y = top + max(0.0, (words.bottom - top - used) * (0.3 if layout.tall else 0.36))
        for gap, lines, role, colour in blocks:
            shift = kit.type.mask(lines[0], role)[1] if role.size > 90 else 0  # large type stands on the edge by its ink
            y = canvas.lines(words.x - shift, y + gap, lines, role, kit.colour(colour))
        return canvas.sprite(kit.design.wall.grain, solid)

    def _figure(self, kit: Kit, words: Box) -> list["Block"]:
        """Set figure, unit and line."""
        types, where = kit.types, f"{self.where}.panel"
        large, lines = largest(kit, self.figure, words.w, where)
        blocks: list[Block] = [(0, lines, large, "paper")]
        if self.unit:
            blocks.append((2, kit.set(self.unit, types.unit, words.w, 2, where, "Die Einheit").lines, types.unit, "sky"))
        told = self.line or self.headline
        heavy = Type(round(types.h3.size * 1.1), round(types.h3.leading * 1.12), "semibold", 0)
        light = Type(types.h3.size, types.h3.leading, "semibold", 0)
        role, set_ = kit.fitting(told, ((heavy, 3), (light, 4)), round(words.w * 0.76), where, "Die Zeile der Karte")
        blocks.append((26, set_.lines, role, "paper"))
        return blocks

    def _words(self, kit: Kit, words: Box) -> list["Block"]:
        """Set the headline large, the line below it."""
        types = kit.types
        lines = kit.set(self.headline, types.h1, words.w, 4, f"{self.where}.headline", "Die Überschrift").lines
        blocks: list[Block] = [(0, lines, types.h1, "paper")]
        if self.line:
            line = kit.set(self.line, types.h3, words.w * 0.76, 3, f"{self.where}.panel", "Die Zeile der Karte").lines
            blocks.append((26, line, types.h3, "sky"))
        return blocks


Block = tuple[int, tuple[str, ...], Type, str]
"""Space above in px, lines, role, colour."""


def largest(kit: Kit, figure: str, width: int, where: str) -> tuple[Type, tuple[str, ...]]:
    """Choose the largest role in which a figure stands: on one line, on two, else as a headline. Never a size between."""
    clean = kit.type.clean(figure)[0]
    whole = kit.type.glued(clean)
    for role in (kit.types.number, kit.types.figure):
        if kit.type.length(whole, role) <= width:
            return role, (whole,)
    two = clean.split(" ", 1)
    if len(two) == 1 and kit.type.length(whole, kit.types.poster) <= width:
        return kit.types.poster, (whole,)  # one long word: a place
    if len(two) == 2 and max(kit.type.length(part, kit.types.figure) for part in two) <= width:
        return kit.types.figure, tuple(two)
    wrapped = kit.set(figure, kit.types.h1, width, 3, where, "Die große Angabe")
    return kit.types.h1, wrapped.lines


@dataclass(frozen=True, slots=True)
class StrapArt:
    """Kicker and headline over a picture that fills the screen, with the credit below the plate's right end."""

    fleeting: ClassVar[bool] = False

    kicker: str
    headline: str
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw the plate as wide as its words."""
        types = kit.types
        x, y, most = kit.layout.strap
        steps = (types.h2, 2), (smaller(types), 2)
        role, wrapped = kit.fitting(self.headline, steps, most - 76, f"{self.where}.headline", "Die Überschrift")
        lines = wrapped.lines
        kicker = kicker_line(kit, self.kicker, most - 76, self.where)
        wide = max([kit.type.length(line, role) for line in lines] + [kit.type.length(kicker, types.kicker)])
        high = 24 + types.kicker.leading + 8 + len(lines) * role.leading + 22
        floor = y + 24 + types.kicker.leading + 8 + 2 * types.h2.leading + 22
        box = Box(x, floor - high, round(wide) + 76, high)
        canvas = kit.canvas(box.grown(20))
        canvas.shadow(box, 0, 6, 8.0, 0.3, kit.colour("ink"))
        canvas.plate(box, 0, kit.colour("deep"), kit.colour("night"))
        canvas.plate(Box(box.x, box.y, 8, box.h), 0, kit.colour("accent"))
        canvas.text(box.x + 40, box.y + 22, kicker, types.kicker, kit.colour("sky"))
        canvas.lines(box.x + 40, box.y + 22 + types.kicker.leading + 8, lines, role, kit.colour("paper"))
        return canvas.sprite(kit.design.wall.grain)
