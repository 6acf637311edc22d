# SPDX-License-Identifier: EUPL-1.2
"""Laying premultiplied pixels over each other, in place."""

import cv2
import numpy as np

from pipeline.picture.atlas import Pixels


class Brush:
    """Lays premultiplied pixels over each other; its scratch memory is kept, because fresh pages cost more than the sum."""

    def __init__(self) -> None:
        self._alpha: Pixels = np.empty(0, np.uint8)

    def over(self, below: Pixels, above: Pixels) -> None:
        """below = above + below * (255 - alpha of above) / 255, rounded, in place; what is clear is passed over."""
        high, wide = above.shape[:2]
        if high * wide > len(self._alpha):
            self._alpha, self._spread = np.empty(high * wide, np.uint8), np.empty(high * wide * 4, np.uint8)
        alpha = self._alpha[: high * wide].reshape(high, wide)
        cv2.extractChannel(above, 3, dst=alpha)
        for half in (slice(0, wide // 2), slice(wide // 2, wide)):  # hair hangs on both sides, with nothing in between
            x, y, w, h = cv2.boundingRect(alpha[:, half])
            if w:
                part = slice(y, y + h), slice(half.start + x, half.start + x + w)
                self._lay(below[part], above[part], alpha[part])

    def _lay(self, below: Pixels, above: Pixels, alpha: Pixels) -> None:
        """Lay a part over another; its alpha is used up."""
        spread = self._spread[: above.size].reshape(above.shape)
        cv2.bitwise_not(alpha, dst=alpha)
        cv2.merge((alpha, alpha, alpha, alpha), dst=spread)
        cv2.multiply(below, spread, dst=below, scale=1 / 255)
        cv2.add(below, above, dst=below)
