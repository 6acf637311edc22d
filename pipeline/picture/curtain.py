# SPDX-License-Identifier: EUPL-1.2
"""How the show opens and closes: the lens, the veil and the wall that rolls out from behind the lens."""

from collections.abc import Callable

from pipeline.model import Script
from pipeline.picture import studio, titles
from pipeline.picture.art import Layer
from pipeline.picture.ease import ARRIVE, LEAVE, MOVE, eased, part
from pipeline.picture.layout import Standing
from pipeline.picture.lens import Circle
from pipeline.picture.stage import Set, written_day

SOFT = 24
"""Px: the soft edge of a wipe."""


class Curtain:
    """Opener and closer of one film; `figure` places the presenter in the pose of a frame at an alpha 0..255."""

    def __init__(self, on: Set, script: Script, figure: Callable[[int, Standing, int], Layer]) -> None:
        self.layout, self.motion, self.script = on.design.layout(on.form), on.design.motion, script
        self._figure = figure

    def opener(self, t: int, length: int) -> list[Layer]:
        """The lens closes in on the land, the title builds; at the end the wall rolls out and the presenter appears."""
        layout = self.layout
        wide, full = layout.lens_open, layout.lens_full
        calm = self.motion.calm
        # The last frames: iris, then the presenter. Speech starts with the next scene.
        shown = length - (0 if calm else self.motion.figure_in)
        iris = shown - (0 if calm else self.motion.iris)
        open_ = eased(part(t, 0, 18), ARRIVE) if not calm else 1.0
        p = eased(part(t, iris, shown), MOVE) if t >= iris else 0.0
        if t < iris:
            lens = hole = Circle.of((wide[0], wide[1], wide[2] * (1.9 - 0.9 * open_)))
        else:
            lens = Circle.of(tuple(a + (b - a) * p for a, b in zip(wide, full, strict=True)))
            hole = self._hole(p)
        layers = [Layer("back", studio.Background(lens, hole if p < 1 else None))]
        # a quick dissolve: while it lasts, the rim of the lens shows through whoever stands before it
        fade = 0.0 if calm else part(t, length - self.motion.figure_in, length)
        if fade > 0:
            layers.append(self._figure(t, layout.figure_full, round(255 * eased(fade, ARRIVE))))
        if t >= iris:
            rise = round((1 - eased(part(t, iris + 6, shown), ARRIVE)) * (layout.height - layout.desk[0] + 6) / 2) * 2
            layers.append(Layer("desk", studio.Desk(), dy=rise))
        gone = 0.0 if calm else part(t, iris - 2, iris + 6)
        if gone < 1:
            layers += self._title(t, 1 - gone)
        turn = part(t, iris + 8, iris + 14) if t >= iris else 0.0
        if turn < 1:
            layers.append(Layer("logo-ink", studio.LogoArt("ink"), alpha=round(255 * (1 - turn))))
        if turn > 0:
            layers.append(Layer("logo", studio.LogoArt("paper"), alpha=round(255 * turn)))
        return layers

    def _hole(self, p: float) -> Circle:
        """Give the growing circle that sweeps the veil off the frame, 0..1."""
        x, y, r = self.layout.lens_open
        far = max(_reach(x, y, corner_x, corner_y) for corner_x in (0, self.layout.width) for corner_y in (0, self.layout.height))
        return Circle.of((x, y, r + (far + 24 - r) * p))

    def _title(self, t: int, alpha: float) -> list[Layer]:
        """Build the title: bar, light word, black word, date."""
        day = written_day(self.script)
        if self.motion.calm:
            return [Layer(f"title{k}", titles.TitlePart(k, day if k == 3 else "")) for k in range(4)]
        out = []
        for k, start, end in ((0, 2, 12), (1, 4, 15), (2, 7, 18)):
            p = eased(part(t, start, end), ARRIVE)
            if p > 0:
                show = wipe(self.layout.opener[0] - 12, self.layout.width, p)
                rise = 0 if k == 0 else round((1 - p) * 8) * 2
                out.append(Layer(f"title{k}", titles.TitlePart(k), dy=rise, alpha=round(255 * alpha), show=show, soft=SOFT))
        p = eased(part(t, 14, 24), ARRIVE)
        if p > 0:
            out.append(Layer("title3", titles.TitlePart(3, day), alpha=round(255 * alpha * p)))
        return out

    def closer(self, n: int, t: int, beside: bool) -> list[Layer]:
        """The presenter (alone or `beside` a card) leaves, the veil closes in on the lens, the address appears and stays."""
        layout = self.layout
        open_ = 1.0 if self.motion.calm else eased(part(t, 2, 2 + self.motion.iris), MOVE)
        start = layout.lens_story if beside else layout.lens_full
        lens = Circle.of(tuple(a + (b - a) * open_ for a, b in zip(start, layout.lens_open, strict=True)))
        hole = lens if open_ >= 1 else self._hole(1 - open_)
        layers = [Layer("back", studio.Background(lens, hole if open_ > 0 else None))]
        gone = 1.0 if self.motion.calm else part(t, 0, self.motion.figure_in)
        spot = layout.figure_story if beside else layout.figure_full
        if gone < 1:
            layers.append(self._figure(n, spot, round(255 * (1 - eased(gone, LEAVE)))))
        if open_ < 1:
            sink = round(eased(part(t, 4, 22), LEAVE) * (layout.height - layout.desk[0] + 6) / 2) * 2
            layers.append(Layer("desk", studio.Desk(), dy=sink))
        shown = 1.0 if self.motion.calm else eased(part(t, self.motion.iris - 2, self.motion.iris + 14), ARRIVE)
        if shown > 0:
            x = layout.closer[0] - 10
            show = wipe(x, x + layout.closer[2] + 40, shown)
            layers.append(Layer("closer", titles.CloserArt(), show=show, soft=SOFT))
        turn = 1.0 if self.motion.calm else part(t, 14, 20)
        if turn > 0:
            layers.append(Layer("logo-ink", studio.LogoArt("ink"), alpha=round(255 * turn)))
        if turn < 1:
            layers.append(Layer("logo", studio.LogoArt("paper"), alpha=round(255 * (1 - turn))))
        return layers


def wipe(start: int, end: int, p: float) -> tuple[int, int] | None:
    """Give the columns that a wipe from the left shows at progress p; None where it shows all."""
    return None if p >= 1 else (start & ~1, round((start + (end - start) * p) / 2) * 2)


def _reach(x: float, y: float, corner_x: float, corner_y: float) -> float:
    """Give the distance of a corner."""
    return float(((x - corner_x) ** 2 + (y - corner_y) ** 2) ** 0.5)
