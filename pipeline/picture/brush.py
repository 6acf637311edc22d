# SPDX-License-Identifier: EUPL-1.2
"""Laying premultiplied pixels over each other, in place."""

import cv2
import numpy as np

from pipeline.picture.atlas import Pixels

_FOUR_TIMES = np.uint32(0x01010101)


class Brush:
    """Lays premultiplied pixels over each other; its scratch memory is kept, because fresh pages cost more than the sum."""

    def __init__(self) -> None:
        self._alpha: Pixels = np.empty(0, np.uint8)

    def over(self, below: Pixels, above: Pixels) -> None:
        """below = above + below * (255 - alpha of above) / 255, rounded, in place; what is clear is passed over."""
        high, wide = above.shape[:2]
        if high * wide > len(self._alpha):
            self._alpha, self._clear = np.empty(high * wide, np.uint8), np.empty(high * wide, np.uint8)
            self._spread = np.empty(high * wide, np.uint32)
        alpha = self._alpha[: high * wide].reshape(high, wide)
        cv2.extractChannel(above, 3, dst=alpha)
        for half in (slice(0, wide // 2), slice(wide // 2, wide)):  # hair hangs on both sides, with nothing in between
            x, y, w, h = cv2.boundingRect(alpha[:, half])
            if w:
                part = slice(y, y + h), slice(half.start + x, half.start + x + w)
                self._lay(below[part], above[part], alpha[part])

    def _lay(self, below: Pixels, above: Pixels, alpha: Pixels) -> None:
        """Lay a part over another. What lies below shows through by four equal bytes, written as one number of 32 bits.

        cv2.merge takes seventeen times as long where rows have gaps, and writes past the cache, so that the product waits for it.
        """
        spread, clear = self._spread[: alpha.size].reshape(alpha.shape), self._clear[: alpha.size].reshape(alpha.shape)
        cv2.bitwise_not(alpha, dst=clear)
        np.multiply(clear, _FOUR_TIMES, out=spread)
        cv2.multiply(below, spread.view(np.uint8).reshape(above.shape), dst=below, scale=1 / 255)
        cv2.add(below, above, dst=below)
