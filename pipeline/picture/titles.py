# SPDX-License-Identifier: EUPL-1.2
"""Opener, closer, service panel and notices: everything that is read rather than watched."""

from dataclasses import dataclass
from typing import ClassVar

from pipeline.model import Finding, Severity
from pipeline.picture.art import Kit
from pipeline.picture.canvas import Canvas
from pipeline.picture.cards import card, headline_steps, kicker_line
from pipeline.picture.layout import Box, Type
from pipeline.picture.shapes import icon, qr
from pipeline.picture.studio import programme_parts
from pipeline.picture.yuv import Sprite


@dataclass(frozen=True, slots=True)
class TitlePart:
    """A part of the opener's title: 0 the accent bar, 1 the light word, 2 the black word, 3 date and claim."""

    fleeting: ClassVar[bool] = False

    part: int
    day: str = ""

    def draw(self, kit: Kit) -> Sprite:
        """Draw the part in its place."""
        x, y = kit.layout.opener
        types = kit.types
        light, heavy = programme_parts(kit)
        role = types.title
        thin = Type(role.size, role.leading, "light", role.tracking)
        step = role.leading if light else 0
        wide = kit.layout.width - x
        if self.part == 0:
            canvas = kit.canvas(Box(x, y, 72, 8))
            canvas.plate(Box(x, y, 72, 8), 4, kit.colour("accent"))
        elif self.part in (1, 2):
            first = self.part == 1
            top = y + 36 + (0 if first else step)
            words = (light if first else heavy) or " "
            canvas = kit.canvas(Box(x - 10, top - 10, wide, role.leading + 60))
            line = kit.set(words, thin if first else role, kit.layout.safe[2], 1, "film", "Der Name der Sendung").lines[0]
            style = thin if first else role
            canvas.text(x - kit.type.mask(line, style)[1], top, line, style, kit.colour("ink"))
        else:
            top = y + 36 + step + role.leading + 28
            day = Type(round(types.h3.size * 1.05), round(types.h3.leading * 1.05), "semibold")
            canvas = kit.canvas(Box(x, top, wide, day.leading + types.small.leading + 24))
            canvas.text(x, top, self.day, day, kit.colour("ink"))
            claim = kit.type.wrap(kit.design.county.claim, types.small, kit.layout.safe[2], 1).lines[0]
            if kit.layout.lens_open[0] != kit.layout.width // 2:  # where the lens lies below, the claim would run into it
                canvas.text(x, top + day.leading + 6, claim, types.small, kit.colour("deep"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class CloserArt:
    """The end card: where to read on, who is responsible, what is made by a machine."""

    fleeting: ClassVar[bool] = False

    def draw(self, kit: Kit) -> Sprite:
        """Draw title, address with its code, editor and notice."""
        types, county, words = kit.types, kit.design.county, kit.texts
        x, y, wide = kit.layout.closer
        canvas = kit.canvas(Box(x - 8, y - 8, wide + 16, kit.layout.caption[1] - y + 8))
        canvas.plate(Box(x, y, 72, 8), 4, kit.colour("accent"))
        title = kit.set(words.closer_title, types.h1, wide, 2, "film", "Der Titel des Abspanns").lines
        top = canvas.lines(x, y + 30, title, types.h1, kit.colour("ink")) + 26
        code = qr(county.web_url, kit.layout.qr)
        side = 0
        if code is not None:
            side = code[0].shape[0]
            canvas.shadow(Box(x, round(top), side, side), 8, 6, 10.0, 0.14, kit.colour("core"))
            canvas.plate(Box(x, round(top), side, side), 8, (255, 255, 255))
            canvas.paste(code[0], x, round(top))
        left = x + side + (36 if side else 0)
        shown = kit.set(county.web, types.url, x + wide - left, 3, "film", "Die Adresse im Abspann").lines
        hint = kit.type.wrap(words.qr_hint, types.small, x + wide - left, 2).lines
        used = len(shown) * types.url.leading + 12 + len(hint) * types.small.leading
        at = canvas.lines(left, top + max(0.0, (side - used) / 2), shown, types.url, kit.colour("ink"))
        canvas.lines(left, at + 12, hint, types.small, kit.colour("deep"))
        top += max(side, used) + 30
        heavy = Type(types.small.size, types.small.leading, "bold")
        top = canvas.lines(x, top, (words.closer_editor,), heavy, kit.colour("ink")) + 2
        notice = kit.set(words.closer_notice, types.small, wide, 4, "film", "Der Hinweis im Abspann").lines
        canvas.lines(x, top, notice, types.small, kit.colour("ink"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class ServiceArt:
    """What a viewer may want to note: at most three lines, and the code of the address."""

    fleeting: ClassVar[bool] = False

    kicker: str
    title: str
    rows: tuple[tuple[str, str], ...]
    address: str
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw the bright card."""
        layout, types = kit.layout, kit.types
        panel, words = layout.panel_box, layout.words_box
        canvas, solid = card(kit, panel, bright=True)
        label = kicker_line(kit, self.kicker, words.w - 230, self.where)
        canvas.text(words.x, words.y, label, types.kicker, kit.colour("core"))
        y: float = words.y + types.kicker.leading + 14
        square = layout.width == layout.height
        steps = headline_steps(layout, types)
        role, title = kit.fitting(self.title, steps, words.w, f"{self.where}.headline", "Die Überschrift")
        y = canvas.lines(words.x, y, title.lines, role, kit.colour("ink")) + 22
        side = 0 if square else self._code(kit, canvas, words, round(y))
        room = words.w - (side + 44 if side else 0)
        disc = round(types.service.leading * 1.3)
        free, leading, where = words.bottom - y, types.service.leading, f"{self.where}.service"
        rows = [
            (name, kit.set(text, types.service, room - disc - 24, 3, where, "Eine Zeile der Servicetafel").lines)
            for name, text in self.rows
        ]
        high = sum(len(lines) * leading for _, lines in rows)
        gap = min((free - high) / max(1, len(rows)), leading * (2 if square else 1) + 54)
        y += max(0.0, (free - high - gap * len(rows)) * 0.4)
        for n, (name, lines) in enumerate(rows):
            step = len(lines) * leading + gap
            at = Box(words.x, round(y + step / 2 - disc / 2), disc, disc)
            canvas.svg(at, icon(kit, name, disc))
            canvas.lines(words.x + disc + 24, y + gap / 2, lines, types.service, kit.colour("ink"))
            if n:
                canvas.plate(Box(at.right + 24, round(y), room - disc - 24, 2), 0, kit.colour("core"), alpha=0.18)
            y += step
        return canvas.sprite(kit.design.wall.grain, solid)

    def _code(self, kit: Kit, canvas: Canvas, words: Box, y: int) -> int:
        """Draw the QR code at the right; gives the width it takes."""
        if not self.address:
            return 0
        code = qr(self.address, kit.layout.qr)
        if code is None:
            message = (
                "Die Adresse ist für einen QR-Code zu lang; die Tafel zeigt sie nur in Worten. Bitte eine kürzere eintragen."
            )
            kit.found.append(Finding("qr-too-dense", Severity.AMBER, message, f"{self.where}.service", self.address))
            return 0
        side: int = code[0].shape[0]
        box = Box(words.right - side, max(y, y + (words.bottom - y - side) // 2 - 6), side, side)
        canvas.plate(box.grown(3), 10, kit.colour("sky"))
        canvas.plate(box, 8, (255, 255, 255))
        canvas.paste(code[0], box.x, box.y)
        return side


@dataclass(frozen=True, slots=True)
class NoticeArt:
    """A correction (what we said, what is correct) or a retraction, on a card of its own.

    `said` and `right` are empty for a retraction; then `body` says why. `foot` is the last, small line.
    """

    fleeting: ClassVar[bool] = False

    kicker: str
    title: str
    said: str
    right: str
    body: str
    foot: str
    alert: bool

    def draw(self, kit: Kit) -> Sprite:
        """Draw the card, as high as its words need."""
        types = kit.types
        room = Box(*kit.layout.notice[:4])
        inner = Box(room.x + 64, 0, room.w - 120, 0)
        head = kit.set(self.title, types.card_title, inner.w, 3, "film", "Der Titel der Tafel").lines
        foot = kit.set(self.foot, types.small, inner.w, 2, "film", "Die letzte Zeile der Tafel").lines if self.foot else ()
        blocks = self._sides(kit, inner.w) if self.said or self.right else self._prose(kit, inner.w)
        top = 44 + types.kicker.leading + 12 + len(head) * types.card_title.leading + 28
        high = max((block.y + block.high(types.small) for block in blocks), default=0)
        tail = 40 + len(foot) * types.small.leading if foot else 0
        used = min(room.h, top + high + tail + 48)
        box = Box(room.x, room.y + (room.h - used) * 2 // 5, room.w, used)
        canvas = self._plate(kit, box)
        x, tint = box.x + 64, kit.colour("alert" if self.alert else "core")
        canvas.text(x, box.y + 44, kicker_line(kit, self.kicker, inner.w, "film"), types.kicker, tint)
        canvas.lines(x, box.y + 44 + types.kicker.leading + 12, head, types.card_title, kit.colour("ink"))
        for block in blocks:
            block.write(kit, canvas, x, box.y + top)
        if foot:
            floor = box.bottom - 44 - len(foot) * types.small.leading
            canvas.plate(Box(x, floor - 18, inner.w, 2), 0, kit.colour("core"), alpha=0.25)
            canvas.lines(x, floor, foot, types.small, kit.colour("ink"))
        return canvas.sprite(kit.design.wall.grain, box.grown(-kit.design.panel.radius))

    def _plate(self, kit: Kit, box: Box) -> Canvas:
        """Draw the empty card with its coloured edge."""
        look = kit.design.panel
        canvas = kit.canvas(box.grown(64))
        canvas.shadow(box, look.radius, look.shadow_dy, look.shadow_blur, look.shadow_alpha, kit.colour("ink"))
        canvas.plate(box, look.radius, kit.colour("paper"), kit.colour("mist"))
        canvas.plate(Box(box.x, box.y + 8, 12, box.h - 16), 6, kit.colour("alert" if self.alert else "accent"))
        return canvas

    def _prose(self, kit: Kit, wide: int) -> tuple["Block", ...]:
        """Set the reason."""
        lines = kit.set(self.body, kit.types.body, wide, 6, "film", "Der Text der Tafel").lines if self.body else ()
        return (Block(0, 0, wide, "", lines, kit.types.body, ""),)

    def _sides(self, kit: Kit, wide: int) -> tuple["Block", ...]:
        """Set what was said and what is correct: side by side where there is room, else below each other."""
        words, body = kit.texts, kit.types.body
        beside = wide > 1000
        column = (wide - 64) // 2 if beside else wide
        heavy = Type(body.size, body.leading, "bold")
        said, right = (
            kit.set(text, role, column, 4, "film", "Der Text der Richtigstellung").lines
            for text, role in ((self.said, body), (self.right, heavy))
        )
        first = Block(0, 0, column, words.correction_wrong, said, body, "sky")
        x, y = (column + 64, 0) if beside else (0, first.high(kit.types.small) + 30)
        return first, Block(x, y, column, words.correction_right, right, heavy, "accent")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a notice under a small label with a rule; places in px from the notice's text corner."""

    x: int
    y: int
    wide: int
    label: str
    lines: tuple[str, ...]
    role: Type
    rule: str

    def high(self, small: Type) -> int:
        """Give the height in px."""
        return (small.leading + 22 if self.label else 0) + len(self.lines) * self.role.leading

    def write(self, kit: Kit, canvas: Canvas, x: int, y: int) -> None:
        """Write it."""
        small, x, y = kit.types.small, x + self.x, y + self.y
        if self.label:
            canvas.text(x, y, self.label, small, kit.colour("core"))
            canvas.plate(Box(x, y + small.leading + 4, self.wide, 4), 2, kit.colour(self.rule))
            y += small.leading + 22
        canvas.lines(x, y, self.lines, self.role, kit.colour("ink"))
