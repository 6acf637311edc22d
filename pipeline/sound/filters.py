# SPDX-License-Identifier: EUPL-1.2
"""Filters over long sounds in numpy alone: recursive ones, bells, running extremes, echoes.

scipy has them all, but importing scipy.signal takes 0.6 CPU seconds and 80 MB of whatever process does it; each is a few lines.
They are held against scipy's in tests/sound/test_filters.py.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_Real = TypeVar("_Real", np.float32, np.float64)
Section = tuple[float, float, float, float, float]
"""A second order section: b0, b1, b2, a1, a2, with a0 = 1."""

_LENGTH = 32
"""Samples, and then blocks, that are worked on by one product of matrices: more cost more sums, fewer a longer loop."""
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
    """Second order sections in a row, as matrices over blocks of 32 samples; what it remembers lets a sound come in parts.

    state[k + 1] = state[k] @ step + added[k] for each block: the blocks are taken 32 at a time, so that no loop is long.
    """

    def __init__(self, sections: Sequence[Section], channels: int = 1) -> None:
        size = 2 * len(sections)
        response, states = _run(sections, np.zeros(size), 1.0)
        own = np.arange(_LENGTH)
        lag = own[None, :] - own[:, None]
        self._into = np.ascontiguousarray(states[::-1])  # what each sample of a block leaves in the state after it
        runs = [_run(sections, unit, 0.0) for unit in np.eye(size)]
        through = np.where(lag >= 0, response[np.maximum(lag, 0)], 0.0)
        self._answer = np.concatenate([through, np.stack([out for out, _ in runs])])  # of a block and of the state before it
        powers = [np.eye(size), np.stack([after[-1] for _, after in runs])]
        for _ in range(1, _LENGTH):
            powers.append(powers[-1] @ powers[1])
        within = np.zeros((_LENGTH, size, _LENGTH, size))  # from each block of a group to the state before each other one
        for k in range(_LENGTH):
            for later in range(k + 1, _LENGTH):
                within[k, :, later] = powers[later - 1 - k]
        self._within = within.reshape(_LENGTH * size, -1)
        self._from_start = np.concatenate(powers[:-1], axis=1)
        self._sums = np.concatenate(powers[-2::-1])  # from each block to the state after the group
        self._step, self._steps = powers[1], powers[-1]
        self._state = np.zeros((channels, size))

    def __call__(self, sound: NDArray[np.floating]) -> Floats:
        """Filter the next part, samples x channels. All parts but the last are multiples of 32 samples long."""
        samples, channels = sound.shape
        if not samples:
            return np.zeros(sound.shape)
        whole, blocks = samples // _LENGTH, -(-samples // _LENGTH)
        groups = -(-blocks // _LENGTH)
        rows = np.empty((channels, groups * _LENGTH, len(self._answer)))  # each block, and the state before it
        given = rows[:, :, :_LENGTH]
        given[:, whole:] = 0
        for channel in range(channels):
            given[channel, :whole] = sound[: whole * _LENGTH, channel].reshape(whole, _LENGTH)
            if whole < blocks:
                given[channel, whole, : samples - whole * _LENGTH] = sound[whole * _LENGTH :, channel]
        added = given @ self._into
        grouped = added.reshape(channels, groups, -1)
        sums, starts, state = grouped @ self._sums, np.empty((channels, groups, self._state.shape[1])), self._state
        for group in range(groups):
            starts[:, group] = state
            state = state @ self._steps + sums[:, group]
        before = (starts @ self._from_start + grouped @ self._within).reshape(added.shape)
        self._state = before[:, blocks - 1] @ self._step + added[:, blocks - 1]
        rows[:, :, _LENGTH:] = before
        return np.asarray((rows @ self._answer).reshape(channels, -1)[:, :samples].T)


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


def smoothed(curve: NDArray[_Real], sigma: float, held: bool = True) -> NDArray[_Real]:
    """Smooth a curve with a bell of `sigma` points, cut off at four of them; beyond its ends its last value is `held`, else 0."""
    reach = int(4 * sigma + 0.5)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    bell /= bell.sum()
    padded, out = np.pad(curve, reach, mode="edge" if held else "constant"), np.empty_like(curve)
    for at in range(0, len(curve), _PIECE):
        out[at : at + _PIECE] = np.convolve(padded[at : at + _PIECE + 2 * reach].astype(np.float64), bell, "valid")
    return out


def widened(flags: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Spread what is true by `reach` points to both sides."""
    counts = np.cumsum(np.pad(flags, (reach + 1, reach)), dtype=np.int32)
    return np.asarray(counts[2 * reach + 1 :] > counts[: -2 * reach - 1])


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
