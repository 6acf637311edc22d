# SPDX-License-Identifier: EUPL-1.2
"""Boxes and type sizes of one format, as the design pack gives them. Px at the master size, origin top left."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Weight = Literal["light", "regular", "semibold", "bold", "black"]


class Box(NamedTuple):
    """A rectangle in px: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.y + self.h

    def moved(self, dx: int, dy: int) -> "Box":
        """Give the box shifted."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def meet(self, other: "Box") -> "Box":
        """Give what both boxes cover; width and height 0 where they do not meet."""
        (ax, ay, aw, ah), (bx, by, bw, bh) = self, other
        x, y = (
            ax if ax > bx else bx,
            ay if ay > by else by,
        )  # twenty times a frame: max() and min() would cost three times as much
        aw, bw, ah, bh = ax + aw, bx + bw, ay + ah, by + bh
        w, h = (aw if aw < bw else bw) - x, (ah if ah < bh else bh) - y
        return Box(x, y, w if w > 0 else 0, h if h > 0 else 0)

    def hull(self, other: "Box") -> "Box":
        """Give the smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def even(self) -> "Box":
        """Give the box rounded outwards to even px, as 4:2:0 needs it."""
        x, y = self.x & ~1, self.y & ~1
        return Box(x, y, (self.right - x + 1) & ~1, (self.bottom - y + 1) & ~1)

    def grown(self, by: int) -> "Box":
        """Give the box with a margin on every side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def covers(self, other: "Box") -> bool:
        """Tell whether the other box lies inside this one."""
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


@dataclass(frozen=True, slots=True)
class Type:
    """A role of type: size and leading in px, tracking in thousandths of an em."""

    size: int
    leading: int
    weight: Weight
    tracking: int = 0


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The roles of type in one format. Sizes are never scaled to fit a text."""

    title: Type
    number: Type
    figure: Type
    h1: Type
    card_title: Type
    h2: Type
    h3: Type
    unit: Type
    service: Type
    url: Type
    body: Type
    kicker: Type
    name: Type
    role: Type
    caption: Type
    label: Type
    logo: Type
    credit: Type
    small: Type
    poster: Type


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands: middle of its canvas, the canvas' bottom edge, px per canvas px."""

    x: int
    bottom: int
    scale: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of one format: [x, y, w, h]; lenses are circles [cx, cy, r]; `inset` is left, top, right, bottom."""

    size: tuple[int, ...]
    safe: tuple[int, ...]
    logo: tuple[int, ...]
    label: tuple[int, ...]
    caption: tuple[int, ...]
    lens_story: tuple[int, ...]
    lens_full: tuple[int, ...]
    lens_open: tuple[int, ...]
    figure_story: Standing
    figure_full: Standing
    desk: tuple[int, ...]
    panel: tuple[int, ...]
    inset: tuple[int, ...]
    picture: tuple[int, ...]
    rows: tuple[int, ...]
    row_height: int
    lower_third: tuple[int, ...]
    strap: tuple[int, ...]
    notice: tuple[int, ...]
    opener: tuple[int, ...]
    closer: tuple[int, ...]
    qr: int
    sign: tuple[int, ...]
    poster_lens: tuple[int, ...]
    poster_figure: Standing
    poster_title: tuple[int, ...]

    @property
    def width(self) -> int:
        """The frame's width in px."""
        return self.size[0]

    @property
    def height(self) -> int:
        """The frame's height in px."""
        return self.size[1]

    @property
    def frame(self) -> Box:
        """The whole frame."""
        return Box(0, 0, self.size[0], self.size[1])

    @property
    def panel_box(self) -> Box:
        """The card of a story."""
        return box(self.panel)

    @property
    def words_box(self) -> Box:
        """Where words may stand in the card."""
        left, top, right, bottom = self.inset
        panel = self.panel_box
        return Box(panel.x + left, panel.y + top, panel.w - left - right, panel.h - top - bottom)

    @property
    def picture_box(self) -> Box:
        """The picture on the card."""
        return box(self.picture)

    @property
    def tall(self) -> bool:
        """True where the card lies above the presenter, and at the frame's edges."""
        return self.height > self.width


def box(numbers: tuple[int, ...]) -> Box:
    """Read [x, y, w, h] → Box."""
    return Box(numbers[0], numbers[1], numbers[2], numbers[3])
