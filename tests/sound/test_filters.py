# SPDX-License-Identifier: EUPL-1.2
"""Our filters give what scipy's give."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import ndimage, signal

from pipeline.model import SAMPLE_RATE
from pipeline.sound.filters import Recursive, averaged, butterworth_highpass, echoed, low_pass, lowest, smoothed, widened

NOISE = np.random.default_rng(5).standard_normal((40_000, 2))


def test_a_high_pass_is_that_of_scipy_also_when_the_sound_comes_in_parts() -> None:
    section = butterworth_highpass(80, SAMPLE_RATE)
    theirs = signal.butter(2, 80, "highpass", fs=SAMPLE_RATE, output="sos")
    assert np.allclose(np.insert(section, 3, 1), theirs[0], atol=1e-14)
    filtering = Recursive([section, section], 2)
    parts = [filtering(NOISE[a:b]) for a, b in ((0, 6_400), (6_400, 6_464), (6_464, 39_999))]
    assert np.abs(np.concatenate(parts) - signal.sosfilt(np.repeat(theirs, 2, axis=0), NOISE, axis=0)[:39_999]).max() < 1e-10


def test_a_long_sound_does_not_add_up_errors() -> None:
    section = butterworth_highpass(38, SAMPLE_RATE)
    long = np.random.default_rng(6).standard_normal((64 * 64 * 64 * 5 + 7, 1)) + 3
    theirs = signal.sosfilt([np.insert(section, 3, 1)], long, axis=0)
    assert np.abs(Recursive([section])(long) - theirs).max() < 1e-8


def test_a_low_pass_is_that_of_scipy() -> None:
    assert np.allclose(low_pass(65, 0.25, 7.0), signal.firwin(65, 0.25, window=("kaiser", 7.0)), atol=1e-15)


@pytest.mark.parametrize("sigma", [6.0, 8.0, 150.0])
def test_a_bell_is_that_of_scipy(sigma: float) -> None:
    curve = NOISE[:3_000, 0]
    for held, mode in ((True, "nearest"), (False, "constant")):
        assert np.allclose(
            smoothed(curve, sigma, held), ndimage.gaussian_filter1d(curve, sigma, mode=mode, truncate=4.0), atol=1e-12
        )


@pytest.mark.parametrize("length", [5, 300, 3_000])
def test_what_is_found_around_each_point_is_what_scipy_finds(length: int) -> None:
    values = NOISE[:length, 0].astype(np.float32)
    assert np.array_equal(
        widened(values > 2, 150), ndimage.maximum_filter1d((values > 2).astype(np.uint8), 301, mode="constant") > 0
    )
    assert np.array_equal(lowest(values, 77), ndimage.minimum_filter1d(values, 155))
    if length > 155:
        assert np.allclose(averaged(NOISE[:length, 1], 155), ndimage.uniform_filter1d(NOISE[:length, 1], 155), atol=1e-12)


def test_an_echo_is_a_convolution() -> None:
    sound, echo = np.tile(NOISE, (5, 1)), NOISE[:9_000]
    assert np.abs(echoed(sound, echo) - signal.oaconvolve(sound, echo, axes=0)[: len(sound)]).max() < 1e-9


def test_sound_is_made_without_scipy_which_costs_80_megabytes_in_a_worker() -> None:
    made = (
        "import sys, numpy as np; from pipeline.sound.mix import mix, MixPlan; from pipeline.sound.loudness import master;"
        "voice = np.sin(np.arange(480_000) * 0.02).astype(np.float32) * 0.5;"
        "master(mix(voice, MixPlan(720_000, 144_000))); print('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", made], capture_output=True, text=True, check=True).stdout.strip() == "False"
