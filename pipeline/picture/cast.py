# SPDX-License-Identifier: EUPL-1.2
"""The presenter at the sizes of one format. A drawn presenter is costly, so each size is made once and only when needed."""

from pipeline.picture.acting import Actor, Filmed
from pipeline.picture.atlas import Atlas
from pipeline.picture.photo_presenter import PhotoPresenter
from pipeline.picture.portrait import Portrait
from pipeline.picture.presenter import Presenter
from pipeline.picture.rig import Rig
from pipeline.picture.yuv import yuva
from pipeline.ports import Performance


class Cast:
    """Gives a presenter at a scale (px per canvas px); `sizes` are the scales at which it stands still.

    The presenters paint in premultiplied y, u, v, alpha: converting the drawn parts once is a third of the cost of
    converting every frame. A `portrait` or `footage` takes the place of the drawing.
    """

    def __init__(
        self,
        rig: Rig,
        atlas: Atlas,
        sizes: tuple[float, ...],
        portrait: Portrait | None = None,
        footage: Performance | None = None,
    ) -> None:
        self.rig = rig
        self._atlas, self._sizes, self._portrait, self._footage = atlas.in_yuv(), sizes, portrait, footage
        self._made: dict[float, Actor] = {}

    def presenter(self, scale: float) -> Actor:
        """Give the presenter at a scale, or, in between, at the next larger one that it stands at."""
        near = min((size for size in self._sizes if size >= scale - 1e-6), default=scale)
        if near not in self._made:
            self._made[near] = self._make(near)
        return self._made[near]

    def _make(self, scale: float) -> Actor:
        if self._footage is not None:
            return Filmed(self._footage, scale, space=yuva)
        if self._portrait is not None:
            return PhotoPresenter(self._portrait, scale, space=yuva)
        return Presenter(self.rig, self._atlas, scale)
