# SPDX-License-Identifier: EUPL-1.2
"""The poster: the first headline large, the presenter, the programme and its day; readable at 320 px."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pipeline.model import FPS, Severity, Timeline
from pipeline.picture.art import Kit, Layer, Look
from pipeline.picture.figure import figure_at
from pipeline.picture.layout import Box, Type
from pipeline.picture.lens import Circle
from pipeline.picture.performance import NEUTRAL
from pipeline.picture.stage import Set, written_day
from pipeline.picture.studio import Background, LabelArt, LogoArt, programme_parts
from pipeline.picture.yuv import Floats, Sprite


@dataclass(frozen=True, slots=True)
class PosterTitle:
    """Headline, programme, day and length; in tall and square formats on a dark ground below the presenter."""

    fleeting: ClassVar[bool] = False

    headline: str
    foot: str

    def draw(self, kit: Kit) -> Sprite:
        """Draw the words."""
        layout, types = kit.layout, kit.types
        x, y, wide, most = layout.poster_title
        beside = layout.width > layout.height
        lines = kit.set(
            self.headline, types.poster, wide, most, "1.headline", "Die Überschrift auf dem Poster", Severity.AMBER
        ).lines
        name = Type(types.h1.size - 8, types.h1.leading - 6, "black")
        thin = Type(name.size, name.leading, "light")
        used = len(lines) * types.poster.leading + 34 + name.leading + types.small.leading + 8
        top = y + 40 if beside else layout.safe[1] + layout.safe[3] - used - 6
        canvas = kit.canvas(Box(x - 8, y, wide + 120, layout.height - y) if beside else layout.frame)
        if not beside:
            start = round(top) - 190
            canvas.fill(_slope(layout.width, layout.height - start), 0, start, kit.colour("ink"))
        canvas.plate(Box(x, round(top) - 32, 72, 8), 4, kit.colour("accent"))
        below = canvas.lines(x - 3, top, lines, types.poster, kit.colour("paper")) + 22
        light, heavy = programme_parts(kit)
        canvas.text(x, below, light, thin, kit.colour("paper"))
        gap = name.size * 0.24 if light and heavy else 0
        canvas.text(x + kit.type.length(light, thin) + gap, below, heavy, name, kit.colour("paper"))
        canvas.text(x, below + name.leading + 4, self.foot, types.small, kit.colour("sky"))
        return canvas.sprite(kit.design.wall.grain)


def _slope(w: int, h: int) -> Floats:
    """Give a coverage that rises from nothing to dense within the first 260 rows."""
    down = (np.arange(h, dtype=np.float32) / 210).clip(0, 1)
    smooth = down * down * (3 - 2 * down) * 0.94
    return np.ascontiguousarray(np.broadcast_to(smooth[:, None], (h, w)))


def poster_look(timeline: Timeline, on: Set) -> Look:
    """Say what is seen on the poster."""
    layout, script = on.design.layout(on.form), timeline.speech.script
    texts = on.design.texts(script.rundown.language)
    seconds = round(timeline.length / FPS)
    foot = f"{written_day(script, weekday=False)} · {seconds // 60}:{seconds % 60:02d} min · {texts.poster_captions}"
    headline = script.stories[0].headline if script.stories else script.title
    return Look(
        (
            Layer("back", Background(Circle.of(layout.poster_lens))),
            Layer("figure", figure_at(layout.poster_figure, NEUTRAL)),
            Layer("title", PosterTitle(headline, foot)),
            Layer("logo", LogoArt("paper")),
            Layer("label", LabelArt()),
        )
    )
