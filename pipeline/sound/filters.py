# SPDX-License-Identifier: EUPL-1.2
"""Filters over long sounds in numpy alone: recursive ones, bells, running extremes, echoes.

scipy has them all, but importing scipy.signal takes 0.6 CPU seconds and 80 MB of whatever process does it; each is a few lines.
They are held against scipy's in tests/sound/test_filters.py.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Section = tuple[float, float, float, float, float]
"""A second order section: b0, b1, b2, a1, a2, with a0 = 1."""

_LENGTH = 64
"""Samples, and then blocks, that are worked on by one product of matrices."""
_PIECE = 1 << 17


def butterworth_highpass(hertz: float, rate: int) -> Section:
    """Design a second order high-pass: bilinear transform with the corner kept in place."""
    k = np.tan(np.pi * hertz / rate)
    norm = 1 + np.sqrt(2) * k + k * k
    return (1 / norm, -2 / norm, 1 / norm, 2 * (k * k - 1) / norm, (1 - np.sqrt(2) * k + k * k) / norm)


def low_pass(taps: int, cutoff: float, beta: float) -> Floats:
    """Design a windowed sinc: `cutoff` as a share of half the rate, Kaiser's `beta`, gain 1 for what is constant."""
    at = np.arange(taps) - (taps - 1) / 2
    shape = cutoff * np.sinc(cutoff * at) * np.kaiser(taps, beta)
    return np.asarray(shape / shape.sum())


class Recursive:
    """Second order sections in a row, as matrices over blocks of 64 samples; what it remembers lets a sound come in parts."""

    def __init__(self, sections: Sequence[Section], channels: int = 1) -> None:
        size = 2 * len(sections)
        response, states = _run(sections, np.zeros(size), 1.0)
        own = np.arange(_LENGTH)
        lag = own[None, :] - own[:, None]
        self._through = np.where(lag >= 0, response[np.maximum(lag, 0)], 0.0)
        self._into = states[::-1]  # what each sample of a block leaves in the state after it
        runs = [_run(sections, unit, 0.0) for unit in np.eye(size)]
        self._ringing = np.stack([out for out, _ in runs])
        self._step = np.stack([after[-1] for _, after in runs])
        self._state = np.zeros((channels, size))

    def __call__(self, sound: NDArray[np.floating]) -> Floats:
        """Filter the next part, samples x channels. All parts but the last are multiples of 64 samples long."""
        blocks = -(-len(sound) // _LENGTH)
        padded = np.zeros((blocks * _LENGTH, sound.shape[1]))
        padded[: len(sound)] = sound
        out = np.empty_like(padded)
        for channel, state in enumerate(self._state):
            given = padded[:, channel].reshape(blocks, _LENGTH)
            before, state[:] = _states(given @ self._into, self._step, state)
            out[:, channel] = (given @ self._through + before @ self._ringing).reshape(-1)
        return out[: len(sound)]


def _run(sections: Sequence[Section], state: Floats, impulse: float) -> tuple[Floats, Floats]:
    """Run a block sample by sample: first sample `impulse`, then silence → output, state after each sample."""
    out, states, held = np.empty(_LENGTH), np.empty((_LENGTH, len(state))), [float(part) for part in state]
    for n in range(_LENGTH):
        value = impulse if n == 0 else 0.0
        for k, (b0, b1, b2, a1, a2) in enumerate(sections):
            given, value = value, b0 * value + held[2 * k]
            held[2 * k : 2 * k + 2] = b1 * given - a1 * value + held[2 * k + 1], b2 * given - a2 * value
        out[n], states[n] = value, held
    return out, states


def _states(added: Floats, step: Floats, first: Floats) -> tuple[Floats, Floats]:
    """What each block adds to the state, what a block does to it, the first state → the state before each block, and the last.

    state[k + 1] = state[k] @ step + added[k]: the blocks are taken 64 at a time, and those again, so that no loop is long.
    """
    count, size = added.shape
    if count <= _LENGTH:
        before = np.empty((count, size))
        for k in range(count):
            before[k], first = first, first @ step + added[k]
        return before, first
    powers = [np.eye(size)]
    for _ in range(_LENGTH):
        powers.append(powers[-1] @ step)
    groups = -(-count // _LENGTH)
    padded = np.zeros((groups * _LENGTH, size))
    padded[:count] = added
    within = np.zeros((_LENGTH, size, _LENGTH, size))  # from each block of a group to the state before each other one
    for k in range(_LENGTH):
        for later in range(k + 1, _LENGTH):
            within[k, :, later] = powers[later - 1 - k]
    sums = np.concatenate([powers[_LENGTH - 1 - k] for k in range(_LENGTH)])  # from each block to the state after the group
    rows = padded.reshape(groups, _LENGTH * size)
    starts, _ = _states(rows @ sums, powers[_LENGTH], first)
    from_start = np.concatenate(powers[:_LENGTH], axis=1)
    before = (starts @ from_start + rows @ within.reshape(_LENGTH * size, -1)).reshape(-1, size)[:count]
    return before, before[-1] @ step + added[-1]


def smoothed(curve: NDArray[np.floating], sigma: float, held: bool = True) -> Floats:
    """Smooth a curve with a bell of `sigma` points, cut off at four of them; beyond its ends its last value is `held`, else 0."""
    reach = int(4 * sigma + 0.5)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(curve.astype(np.float64), reach, mode="edge" if held else "constant")
    return np.convolve(padded, bell / bell.sum(), "valid")


def widened(flags: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Spread what is true by `reach` points to both sides."""
    counts = np.concatenate([[0], np.cumsum(flags)])
    at = np.arange(len(flags))
    return np.asarray(counts[np.minimum(at + reach + 1, len(flags))] > counts[np.maximum(at - reach, 0)])


def lowest(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """Give the lowest value within `reach` points of each, in two passes over blocks as long as the window."""
    window, count = 2 * reach + 1, len(values)
    blocks = -(-(count + 2 * reach) // window)
    padded = np.full(blocks * window, np.inf, np.float32)
    padded[reach : reach + count] = values
    table = padded.reshape(blocks, window)
    onward = np.minimum.accumulate(table, axis=1).reshape(-1)
    backward = np.minimum.accumulate(table[:, ::-1], axis=1)[:, ::-1].reshape(-1)
    return np.asarray(np.minimum(backward[:count], onward[window - 1 : window - 1 + count]), np.float32)


def averaged(values: Floats, window: int) -> Floats:
    """Give the mean of an odd window around each value; at the ends the values are mirrored."""
    sums = np.concatenate([[0.0], np.cumsum(np.pad(values, window // 2, mode="symmetric"))])
    return np.asarray((sums[window:] - sums[:-window]) / window)


def echoed(sound: Floats, echo: Floats) -> Floats:
    """Put each channel of a sound into a room that answers with `echo`; cut at the end of the sound."""
    step = _PIECE - len(echo) + 1
    room, out = np.fft.rfft(echo, _PIECE, axis=0), np.zeros((len(sound) + _PIECE, sound.shape[1]))
    for at in range(0, len(sound), step):
        out[at : at + _PIECE] += np.fft.irfft(np.fft.rfft(sound[at : at + step], _PIECE, axis=0) * room, _PIECE, axis=0)
    return out[: len(sound)]
