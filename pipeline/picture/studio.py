# SPDX-License-Identifier: EUPL-1.2
"""The standing parts of the show: background, desk, logo, AI label, name plate, captions."""

import re
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import cv2
import numpy as np

from pipeline.picture.art import Kit
from pipeline.picture.canvas import Canvas, drawn, premultiplied, unpacked
from pipeline.picture.design import mixed, rgb
from pipeline.picture.layout import Box, Type
from pipeline.picture.lens import Circle, background
from pipeline.picture.yuv import Bytes, Floats, Sprite

Ink = Literal["paper", "ink"]


@dataclass(frozen=True, slots=True)
class Background:
    """Wall, lens and veil; circles in quarters of a px. Outside `hole` lies the veil."""

    fleeting: ClassVar[bool] = True

    lens: Circle | None
    hole: Circle | None = None
    grey: bool = False

    def draw(self, kit: Kit) -> Sprite:
        """Compose the full frame; grey is the wall of what was withdrawn."""
        whole = background(kit.places, kit.design, kit.layout.frame, self.lens, self.hole)
        if not self.grey:
            return whole
        light = np.asarray((whole.y.astype(np.int16) - 16) * 9 // 10 + 42, np.uint8)
        return replace(whole, y=light, u=_faded(whole.u), v=_faded(whole.v))


def _faded(plane: Bytes) -> Bytes:
    """Take five sixths of the colour away."""
    return np.asarray(128 + (plane.astype(np.int16) - 128) // 6, np.uint8)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk across the frame, opaque, before the presenter."""

    fleeting: ClassVar[bool] = False

    def draw(self, kit: Kit) -> Sprite:
        """Draw the top with its light, the front, and in 9:16 the programme's name on it."""
        layout, colours = kit.layout, kit.design.palette
        top, sag = layout.desk
        w = layout.width
        rise = 44  # px above the edge into which the desk throws its contact shadow
        box = Box(0, top - 4 - rise, w, layout.height - top + 4 + rise)
        lit = mixed(colours.core, colours.sky, 0.55)
        depth = round(layout.height * 0.036 if not layout.tall else 46)

        def edge(y: float) -> str:
            """A line across the frame that sags towards both sides."""
            y += rise
            return f"M0 {y + sag} Q{w / 2} {y - sag} {w} {y + sag}"

        light = layout.lens_story[0] / w
        body = f"""<defs>
<linearGradient id="t" x1="0" x2="1"><stop offset="0" stop-color="{mixed(colours.deep, colours.core, 0.3)}"/>
<stop offset="{light - 0.18:.3f}" stop-color="{colours.core}"/><stop offset="{light:.3f}" stop-color="{lit}"/>
<stop offset="{min(0.99, light + 0.18):.3f}" stop-color="{colours.core}"/>
<stop offset="1" stop-color="{mixed(colours.deep, colours.core, 0.3)}"/></linearGradient>
<linearGradient id="f" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="{colours.deep}"/>
<stop offset=".35" stop-color="{colours.night}"/><stop offset="1" stop-color="{colours.ink}"/></linearGradient></defs>
<path d="{edge(4)} V{box.h} H0 Z" fill="url(#t)"/>
<path d="{edge(5)}" fill="none" stroke="{mixed(colours.sky, colours.paper, 0.5)}" stroke-opacity=".7" stroke-width="2"/>
<path d="{edge(4 + depth)} V{box.h} H0 Z" fill="url(#f)"/>
<path d="{edge(4 + depth)}" fill="none" stroke="{colours.sky}" stroke-opacity=".35" stroke-width="1.5"/>"""
        canvas = kit.canvas(box)
        canvas.fill(_contact(w, rise, sag), 0, box.y, kit.colour("ink"))
        canvas.svg(box, body)
        cx, y, size = layout.sign
        if size:
            wordmark(kit, canvas, cx, y, size)
        solid = Box(0, top + sag + 4, w, layout.height - top - sag - 4)
        return canvas.sprite(kit.design.wall.grain, solid)


def _contact(w: int, rise: int, sag: int) -> Floats:
    """Give the shadow that the desk throws on what stands behind it: `rise` px high, gone at its top."""
    t = (np.arange(w, dtype=np.float32) + 0.5) / w
    edge = rise + 4 + sag * (1 - 4 * t * (1 - t))
    above = edge[None, :] - np.arange(rise + 2 * sag + 4, dtype=np.float32)[:, None]
    return np.asarray(0.46 * (1 - above / rise).clip(0, 1) ** 2 * (above > 0), np.float32)


def wordmark(kit: Kit, canvas: Canvas, cx: int, y: int, size: int) -> None:
    """Write the programme's name, centred at cx: light part, then the black part."""
    light, heavy = programme_parts(kit)
    one, two = Type(size, size + 8, "light"), Type(size, size + 8, "black")
    gap = size * 0.24 if light and heavy else 0
    first = kit.type.length(light, one)
    x = cx - (first + gap + kit.type.length(heavy, two)) / 2
    tint = rgb(mixed(kit.design.palette.sky, kit.design.palette.deep, 0.18))
    canvas.text(x, y, light, one, tint)
    canvas.text(x + first + gap, y, heavy, two, tint)


def programme_parts(kit: Kit) -> tuple[str, str]:
    """Give the programme's name as its light and its black part."""
    county = kit.design.county
    light = county.programme_light
    if light and county.programme.startswith(light):
        return light, county.programme[len(light) :].strip()
    return "", county.programme


@dataclass(frozen=True, slots=True)
class LogoArt:
    """Mark and wordmark, top left; on a dark pill where a picture lies behind it."""

    fleeting: ClassVar[bool] = False

    ink: Ink
    pill: bool = False

    def draw(self, kit: Kit) -> Sprite:
        """Draw it with its clear space."""
        x, y, high = kit.layout.logo
        mark = mark_of(kit, high, self.ink == "paper" or self.pill)
        role = kit.types.logo
        plain = Type(role.size, role.leading, "regular", role.tracking)
        names = kit.design.county.name_lines if kit.design.logo.show_wordmark else ()
        wide = max((kit.type.length(line, role) for line in names), default=0.0)
        across = mark.shape[1] + (16 + round(wide) if names else 0)
        pad = 12
        canvas = kit.canvas(Box(x - pad, y - pad, across + 2 * pad + 14, high + 2 * pad))
        if self.pill:
            pill = Box(x - 8, y - 6, across + 8 + 26, high + 12)
            canvas.plate(pill, pill.h // 2, kit.colour("ink"), alpha=0.84)
        canvas.paste(mark, x, y)
        colour = kit.colour("paper" if self.pill else self.ink)
        below = y + (high - len(names) * role.leading) / 2
        for n, line in enumerate(names):
            last = n == len(names) - 1
            canvas.text(x + mark.shape[1] + 16, below, line, role if last else plain, colour)
            below += role.leading
        return canvas.sprite()


def mark_of(kit: Kit, high: int, dark: bool) -> Floats:
    """Rasterise the mark at a height in px; its width follows its shape."""
    logo = kit.design.logo
    name = logo.mark_dark if dark and logo.mark_dark else logo.mark
    content = kit.design.file(name)
    if name.lower().endswith(".svg"):
        pixels = drawn(_sized(kit.design.filled(content.decode("utf-8")), high * 4))
    else:
        pixels = premultiplied(unpacked(content))
    wide = max(2, round(pixels.shape[1] * high / pixels.shape[0]))
    return np.asarray(cv2.resize(pixels, (wide, high), interpolation=cv2.INTER_AREA), np.float32)


def _sized(svg: str, high: int) -> str:
    """Wrap an SVG so that it is drawn `high` px high."""
    found = re.search(r'viewBox="([\d.\- ]+)"', svg)
    parts = [float(part) for part in found.group(1).split()] if found else [0, 0, 64, 64]
    wide = round(parts[2] * high / parts[3])
    head = re.sub(r'\s(width|height)="[^"]*"', "", svg[: svg.index(">")], count=0)
    return head.replace("<svg", f'<svg width="{wide}" height="{high}"', 1) + svg[svg.index(">") :]


@dataclass(frozen=True, slots=True)
class LabelArt:
    """The AI label, top right: in every frame, last of all layers, never moving."""

    fleeting: ClassVar[bool] = False

    def draw(self, kit: Kit) -> Sprite:
        """Draw the pill with its disc and its words. Its rim and its ground lie so far apart that no picture hides both."""
        right, y, high = kit.layout.label
        role = kit.types.label
        words = kit.texts.label
        disc = high - 18
        wide = round(9 + disc + 14 + kit.type.length(words, role) + 28)
        box = Box(right - wide, y, wide, high)
        canvas = kit.canvas(box.grown(2))
        canvas.plate(box, high // 2, kit.colour("mist"))
        inner = Box(box.x + 2, box.y + 2, box.w - 4, box.h - 4)
        canvas.plate(inner, inner.h // 2, kit.colour("ink"))
        spot = Box(box.x + 9, box.y + 9, disc, disc)
        if kit.design.label.icon:
            icon = drawn(_sized(kit.design.filled(kit.design.file(kit.design.label.icon).decode("utf-8")), disc))
            canvas.paste(icon, spot.x, spot.y)
        else:
            canvas.plate(spot, disc // 2, kit.colour("paper"))
            glyph = Type(round(disc * 0.54), disc, "bold")
            across = kit.type.length(kit.design.label.glyph, glyph)
            canvas.text(spot.x + (disc - across) / 2, spot.y, kit.design.label.glyph, glyph, kit.colour("ink"))
        canvas.text(spot.right + 14, y + (high - role.leading) / 2, words, role, kit.colour("paper"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class CaptionArt:
    """A burned-in caption of one or two lines in its reserved band."""

    fleeting: ClassVar[bool] = False

    lines: tuple[str, ...]

    def draw(self, kit: Kit) -> Sprite:
        """Draw one clean box around all lines; a line that is too wide is broken again, never shrunk."""
        band = Box(*kit.layout.caption[:4])
        look, role = kit.design.captions, kit.types.caption
        pad_x, pad_y = look.pad[0], look.pad[1]
        lines = tuple(kit.type.clean(line)[0] for line in self.lines)
        if max((kit.type.length(line, role) for line in lines), default=0) > band.w - 2 * pad_x:
            lines = kit.set(" ".join(self.lines), role, band.w - 2 * pad_x, 2, "film", "Untertitel").lines
        wide = round(max((kit.type.length(line, role) for line in lines), default=0)) + 2 * pad_x
        high = len(lines) * role.leading + 2 * pad_y - 4
        middle = min(kit.layout.width // 2, band.right - wide // 2)
        box = Box(max(band.x, middle - wide // 2), band.y + (band.h - high) // 2, wide, high)
        canvas = kit.canvas(box)
        canvas.plate(box, look.radius, kit.colour("ink"), alpha=look.alpha)
        y = box.y + pad_y - 4.0
        for line in lines:
            canvas.text(box.x + (wide - kit.type.length(line, role)) / 2, y, line, role, kit.colour("paper"))
            y += role.leading
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class NamePlate:
    """One plate of the lower third; each carries its own shadow, so that nothing stands before its plate."""

    fleeting: ClassVar[bool] = False

    part: Literal["bar", "name", "role"]
    words: str = ""

    def draw(self, kit: Kit) -> Sprite:
        """Draw the accent bar, the bright name or the dark role."""
        x, y = kit.layout.lower_third
        name, role = kit.types.name, kit.types.role
        upper, lower = name.leading + 22, role.leading + 14
        if self.part == "bar":
            canvas = kit.canvas(Box(x, y, 8, upper + lower))
            canvas.plate(Box(x, y, 8, upper + lower), 0, kit.colour("accent"))
            return canvas.sprite()
        first = self.part == "name"
        style = name if first else role
        room = kit.layout.safe[2] - 64
        line = kit.set(self.words, style, room, 1, "film", "Name in der Bauchbinde" if first else "Zeile der Bauchbinde").lines[0]
        wide = round(kit.type.length(line, style)) + (60 if first else 52)
        box = Box(x + 8, y if first else y + upper, wide, upper if first else lower)
        canvas = kit.canvas(Box(box.x, box.y - (24 if first else 0), box.w + 40, box.h + (24 if first else 44)))
        canvas.shadow(box, 6, 8, 12.0, 0.34, kit.colour("ink"))
        if first:
            canvas.plate(box, 0, kit.colour("paper"), kit.colour("mist"))
            canvas.text(box.x + 28, box.y + 10, line, style, kit.colour("ink"))
        else:
            canvas.plate(box, 0, kit.colour("deep"), kit.colour("night"))
            canvas.text(box.x + 28, box.y + 6, line, style, kit.colour("paper"))
        return canvas.sprite(kit.design.wall.grain)
