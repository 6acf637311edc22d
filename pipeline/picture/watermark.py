# SPDX-License-Identifier: EUPL-1.2
"""An imperceptible mark that names a bulletin: a still pattern of soft spots, spread over the whole picture.

The picture is divided into cells, 90 along its short side. Every cell is a little lighter or darker, by less than a luma step:
the spots have no edges, and a fine grain stands for what lies between two steps. A third of the cells is the same in all films
and tells where and how large the pattern lies, so that crops and smaller sizes are read too; the others carry 40 bits: the
bulletin's code and a check of it. The pattern stands still: it costs no motion, and a reader averages it.

Spread spectrum after Cox et al. 1997; flattening by local mean and spread before correlation is what makes it robust here.
"""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

SHORT: Final = 90
"""Cells along the short side: 12 px at 1080 lines, 4 px at 360."""
CELL: Final = 4
"""Pixels of a cell in which a reader works."""
STEP: Final = 0.9
"""Luma steps in the middle of a cell. Squares of a whole step would be read more easily, and seen on a dark wall."""
VERSION: Final = 2
"""Raise it when the same code gives another pattern."""
GRAIN: Final = 128
"""Size (px) of the tile of thresholds that turn shares of a step into grain."""
REACH: Final = 1.5
"""Cells over which a reader takes the local mean and spread; more would let the picture in."""
LEAST_SPREAD: Final = 0.25
"""Luma steps that a still wall counts as spread."""
BITS: Final = 40
SEED: Final = 0x6E6577
CROPS: Final = tuple(n / 200 for n in range(13))
"""Shares of a side that may be missing (0 to 6 %)."""
SURE: Final = 7.0
"""Standard deviations of the best place of the known cells; some 600,000 places are tried, noise reaches 5.3."""
PLAIN: Final = 10.0
"""From here on only sizes beside the one that was found are tried."""
NEAR: Final = 0.0125
"""How far beside it, as a share of a side: two steps and a half."""
DOUBTED: Final = 2
"""How many of the weakest bits may be wrong: the check of the code tells."""
Luma = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read: the code, and how sure the place (`score`) and the weakest bit (`least`) are, in standard deviations."""

    code: int
    score: float
    least: float


def code_of(bulletin: str) -> int:
    """Give the 32-bit code of a bulletin."""
    return int.from_bytes(hashlib.sha256(bulletin.encode()).digest()[:4], "big")


def _grid(width: int, height: int) -> tuple[int, int]:
    """Give the cells across and down."""
    short = min(width, height)
    return round(width * SHORT / short), round(height * SHORT / short)


@cache
def _roles(across: int, down: int) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Give each cell's role (-1: known, else its bit) and sign; the same in all films of a shape."""
    draw = np.random.default_rng(SEED + across * 1000 + down)
    role = draw.integers(-BITS // 2, BITS, (down, across), dtype=np.int16).clip(-1)
    sign = draw.choice(np.array([-1, 1], np.int8), (down, across))
    return role, sign


def _bits(code: int) -> NDArray[np.int8]:
    whole = code.to_bytes(4, "big")
    checked = whole + bytes([zlib.crc32(whole) & 0xFF])
    bits = np.unpackbits(np.frombuffer(checked, np.uint8))
    return np.where(bits == 1, 1, -1).astype(np.int8)


def _cells(code: int, across: int, down: int) -> NDArray[np.int8]:
    role, sign = _roles(across, down)
    values = np.append(_bits(code), np.int8(1))  # index -1: the known cells
    cells: NDArray[np.int8] = sign * values[role]
    return cells


@lru_cache(maxsize=4)
def pattern(code: int, width: int, height: int) -> Luma:
    """Draw the mark of a film: height x width, to be added to luma with wrapping (255 takes one away)."""
    across, down = _grid(width, height)
    cells = _cells(code, across, down)
    drawn = cv2.resize(cells.astype(np.float32) * STEP, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = np.tile(_grain(), (-(-height // GRAIN), -(-width // GRAIN)))[:height, :width]
    made: Luma = np.floor(drawn + grain).clip(-1, 1).astype(np.int8).view(np.uint8)
    made.flags.writeable = False
    return made


@cache
def _grain() -> Floats:
    """Give thresholds in [0, 1) of which neighbours are unlike ("blue" noise): grain without clumps."""
    noise = np.random.default_rng(SEED).random((GRAIN, GRAIN), np.float32)
    rough = noise - cv2.GaussianBlur(np.tile(noise, (3, 3)), (0, 0), 1.5)[GRAIN : 2 * GRAIN, GRAIN : 2 * GRAIN]
    order = np.argsort(np.argsort(rough, axis=None)).reshape(GRAIN, GRAIN)
    return (order / order.size).astype(np.float32)


class Reader:
    """Adds up pictures of a film and reads the mark."""

    def __init__(self) -> None:
        self._sum: Floats | None = None
        self._count = 0

    def add(self, luma: Luma) -> None:
        """Look at one picture."""
        flat = _flattened(luma)
        self._sum = flat if self._sum is None else self._sum + flat
        self._count += 1

    def read(self) -> Mark | None:
        """Read the mark; None where there is none that is sure."""
        if self._sum is None:
            return None
        seen = (self._sum / max(1, self._count)).astype(np.float32)
        place = _find(seen)
        if place is None or place.score < SURE:
            return None
        soft = _soft(place)
        weak = np.argsort(np.abs(soft))[:DOUBTED]
        for turned in ((), *((n,) for n in range(DOUBTED)), tuple(range(DOUBTED))):
            bits = (soft > 0).astype(np.uint8)
            bits[weak[list(turned)]] ^= 1
            whole = np.packbits(bits).tobytes()
            if zlib.crc32(whole[:4]) & 0xFF == whole[4]:
                return Mark(int.from_bytes(whole[:4], "big"), place.score, float(np.abs(soft).min()))
        return None


def _flattened(luma: Luma) -> Floats:
    """Take away what the picture shows: local mean, then limit what is left, so that no edge outshouts the pattern."""
    picture = luma.astype(np.float32)
    short = min(picture.shape)
    reach = max(3, round(short / SHORT * REACH) | 1)
    rest = picture - cv2.blur(picture, (reach, reach))
    spread = np.sqrt(np.maximum(cv2.blur(rest * rest, (reach, reach)), 0)) + LEAST_SPREAD
    return np.clip(rest / spread, -1.5, 1.5).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the pattern lies: the picture at the reader's scale, its cells, offset of the picture in them, how sure."""

    seen: Floats
    across: int
    down: int
    x: int
    y: int
    score: float


def _find(seen: Floats) -> _Place | None:
    """Try sizes and places of the whole film of which this may be a part."""
    height, width = seen.shape
    best: _Place | None = None
    for shape in ((16, 9), (9, 16), (1, 1)):
        ratio = shape[0] / shape[1]
        if not 0.9 < width / height / ratio < 1.11:
            continue
        across, down = _grid(*shape)
        whole = (across * CELL, down * CELL)
        template = np.fft.rfft2(_known(across, down))
        cuts = sorted(product(CROPS, CROPS), key=lambda cut: (abs(cut[0] - cut[1]), cut))
        while cuts:
            cut_x, cut_y = cuts.pop(0)
            size = (round(whole[0] * (1 - cut_x)), round(whole[1] * (1 - cut_y)))
            before = 0.0 if best is None else best.score
            best = _better(best, _at(seen, size, whole, template, (across, down)))
            if before < PLAIN <= best.score:  # found: only its neighbours may fit better still
                cuts = [cut for cut in cuts if max(abs(cut[0] - cut_x), abs(cut[1] - cut_y)) <= NEAR]
    return best


def _better(one: _Place | None, other: _Place) -> _Place:
    return other if one is None or other.score > one.score else one


@cache
def _known(across: int, down: int) -> Floats:
    role, sign = _roles(across, down)
    cells = np.where(role < 0, sign, 0).astype(np.float32)
    return cv2.resize(cells, (across * CELL, down * CELL), interpolation=cv2.INTER_NEAREST).astype(np.float32)


def _at(
    seen: Floats, size: tuple[int, int], whole: tuple[int, int], template: NDArray[np.complex128], grid: tuple[int, int]
) -> _Place:
    """Correlate at one size, over all offsets that leave the picture within the whole."""
    small = cv2.resize(seen, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    padded = np.zeros((whole[1], whole[0]), np.float32)
    padded[: size[1], : size[0]] = small
    found = np.fft.irfft2(template * np.conj(np.fft.rfft2(padded)), s=padded.shape)
    spread = float(found.std()) or 1.0
    room = found[: whole[1] - size[1] + 1, : whole[0] - size[0] + 1]
    y, x = np.unravel_index(int(np.argmax(room)), room.shape)
    return _Place(small, *grid, int(x), int(y), float(room[y, x]) / spread)


def _soft(place: _Place) -> Floats:
    """Read each bit: the mean of its cells over their spread, in standard deviations."""
    padded = np.full((place.down * CELL, place.across * CELL), np.nan, np.float32)
    h, w = place.seen.shape
    padded[place.y : place.y + h, place.x : place.x + w] = place.seen
    cells = padded.reshape(place.down, CELL, place.across, CELL).mean(axis=(1, 3))  # a cell that is partly unseen is no number
    role, sign = _roles(place.across, place.down)
    out = np.zeros(BITS, np.float32)
    for bit in range(BITS):
        values = (cells * sign)[(role == bit) & np.isfinite(cells)]
        out[bit] = values.mean() / (values.std() / np.sqrt(len(values)) + 1e-6) if len(values) else 0.0
    return out
