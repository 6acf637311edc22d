# SPDX-License-Identifier: EUPL-1.2
"""The presenter at the sizes of one format. A drawn presenter is costly, so each size is made once and only when needed."""

from pipeline.picture.atlas import Atlas
from pipeline.picture.presenter import Presenter
from pipeline.picture.rig import Rig
from pipeline.picture.yuv import yuva


class Cast:
    """Gives a presenter at a scale (px per canvas px); `sizes` are the scales at which it stands still.

    The presenters paint in premultiplied y, u, v, alpha: converting the drawn parts once is a third of the cost of
    converting every frame.
    """

    def __init__(self, rig: Rig, atlas: Atlas, sizes: tuple[float, ...]) -> None:
        self.rig = rig
        self._atlas, self._sizes = atlas, sizes
        self._made: dict[float, Presenter] = {}

    def presenter(self, scale: float) -> Presenter:
        """Give the presenter at a scale, or, in between, at the next larger one that it stands at."""
        near = min((size for size in self._sizes if size >= scale - 1e-6), default=scale)
        if near not in self._made:
            self._made[near] = Presenter(self.rig, self._atlas, near, space=yuva)
        return self._made[near]
