# SPDX-License-Identifier: EUPL-1.2
"""The overview: a row per story, the one being spoken bright, and what else is told."""

from dataclasses import dataclass
from typing import ClassVar

from pipeline.model import Severity
from pipeline.picture.art import Kit
from pipeline.picture.cards import kicker_line
from pipeline.picture.layout import Box, Type
from pipeline.picture.yuv import Sprite


@dataclass(frozen=True, slots=True)
class RowArt:
    """A row of the overview: numeral, kicker, headline; the one being spoken is the bright one."""

    fleeting: ClassVar[bool] = False

    n: int
    of: int
    also: bool
    kicker: str
    words: str
    active: bool
    where: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw the row in its place."""
        types = kit.types
        box = row_box(kit, self.n, self.of, self.also)
        look = kit.design.panel
        canvas = kit.canvas(Box(box.x, box.y - 8, box.w + 30, box.h + 44).meet(kit.layout.frame))
        canvas.shadow(box, look.radius_small, 10, 12.0, 0.32, kit.colour("ink"))
        ink, quiet = (kit.colour("ink"), kit.colour("core")) if self.active else (kit.colour("paper"), kit.colour("sky"))
        if self.active:
            canvas.plate(box, look.radius_small, kit.colour("paper"), kit.colour("mist"))
            canvas.plate(Box(box.x, box.y, 10, box.h), 3, kit.colour("accent"))
        else:
            canvas.plate(box, look.radius_small, kit.colour("deep"), kit.colour("night"))
            canvas.hairline(box, look.radius_small, kit.colour("paper"), look.hairline)
        numeral = Type(round(types.h3.size * 1.6), round(types.h3.size * 1.6), "light")
        gutter = 76 if box.w < 700 else 120
        text = str(self.n + 1)
        middle = box.y + box.h / 2
        x = box.x + (gutter - kit.type.length(text, numeral)) / 2 + 4
        canvas.text(x, middle - numeral.leading / 2, text, numeral, quiet)
        canvas.plate(Box(box.x + gutter, box.y + 26, 2, box.h - 52), 0, quiet, alpha=0.35)
        left = box.x + gutter + (24 if box.w < 700 else 30)
        most, room_across = 3 if box.w < 700 else 2, box.right - left - (14 if box.w < 700 else 28)
        steps = [
            (Type(role.size, role.leading, "bold", 0), max(1, min(most, (box.h - 8) // role.leading)))
            for role in (types.h3, types.service)
        ]
        where = f"{self.where}.headline"
        heavy, wrapped = kit.fitting(self.words, steps, room_across, where, "Die Überschrift im Überblick", Severity.AMBER)
        lines = wrapped.lines
        tall = len(lines) * heavy.leading
        least = max(2, len(lines)) * heavy.leading + types.kicker.leading + 18
        room = types.kicker.leading + 4 if self.kicker and box.h >= least else 0
        y = middle - (tall + room) / 2
        if room:
            canvas.text(left, y, kicker_line(kit, self.kicker, box.right - left - 28, self.where), types.kicker, quiet)
        plain = Type(heavy.size, heavy.leading, types.h3.weight, 0)
        canvas.lines(left, y + room, lines, heavy if self.active else plain, ink)
        return canvas.sprite(kit.design.wall.grain, box.grown(-look.radius_small))


def row_box(kit: Kit, n: int, of: int, also: bool) -> Box:
    """Give the place of a row; the last place is that of "Außerdem"."""
    rows = Box(*kit.layout.rows[:4])
    gap, extra = 14, 72
    top = rows.y + kit.types.kicker.leading + 18
    room = rows.bottom - top - (extra + gap if also else 0)
    high = min(kit.layout.row_height, (room - gap * (of - 1)) // max(1, of)) & ~1
    if n >= of:
        return Box(rows.x, top + of * (high + gap), rows.w, extra)
    return Box(rows.x, top + n * (high + gap), rows.w, high)


@dataclass(frozen=True, slots=True)
class OverviewTitle:
    """ "Heute im Überblick" above the rows."""

    fleeting: ClassVar[bool] = False

    def draw(self, kit: Kit) -> Sprite:
        """Write it."""
        rows, role = Box(*kit.layout.rows[:4]), kit.types.kicker
        canvas = kit.canvas(Box(rows.x, rows.y, rows.w, role.leading + 8))
        canvas.text(rows.x, rows.y, kicker_line(kit, kit.texts.overview_kicker, rows.w, "film"), role, kit.colour("sky"))
        return canvas.sprite()


@dataclass(frozen=True, slots=True)
class AlsoArt:
    """The last, quiet row: what else is told."""

    fleeting: ClassVar[bool] = False

    words: str
    of: int

    def draw(self, kit: Kit) -> Sprite:
        """Draw the row."""
        box = row_box(kit, self.of, self.of, True)
        role = Type(kit.types.small.size, kit.types.small.leading, "semibold", 0)
        canvas = kit.canvas(box)
        canvas.plate(box, kit.design.panel.radius_small, kit.colour("night"))
        canvas.hairline(box, kit.design.panel.radius_small, kit.colour("paper"), kit.design.panel.hairline)
        lead = kit.texts.overview_also + ":"
        y = box.y + (box.h - role.leading) / 2
        x = box.x + 28
        canvas.text(x, y, lead, role, kit.colour("sky"))
        x += round(kit.type.length(lead + " ", role))
        line = kit.type.wrap(self.words, role, box.right - x - 20, 1).lines[0]
        canvas.text(x, y, line, role, kit.colour("paper"))
        return canvas.sprite(kit.design.wall.grain)
