# SPDX-License-Identifier: EUPL-1.2
"""Lip-sync figures from curves: each of them finds what is wrong, and nothing where nothing is."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.model import FPS, SAMPLES_PER_FRAME, Phoneme, Samples, SpokenSentence, Timing
from pipeline.picture.lip_check import Closing, Curve, closings, flashes, lips, pauses
from tests.picture.spoken import NO_SOUND, sentences

VOICE_AT = 20
FRAME_MS = 1000 / FPS


def wanted() -> tuple[Closing, ...]:
    return closings(sentences(), VOICE_AT)


def curve(late: float = 0.0) -> Curve:
    """A mouth that is open by 8 px, but shut for each closure (`late` ms) and in every pause."""
    frames = sentences()[-1].end // SAMPLES_PER_FRAME + VOICE_AT + 30
    opening = np.full(frames, 8.0)
    for closing in wanted():
        middle = round((closing.middle + late) / FRAME_MS)
        opening[middle - 1 : middle + 1] = 0.5
        if closing.count > 1:
            opening[int(closing.start // FRAME_MS) : int(closing.end // FRAME_MS) + 1] = 0.5
    for start, end in pauses(sentences(), VOICE_AT):
        opening[int(start // FRAME_MS) + 1 : int(end // FRAME_MS)] = 0.8
    still = np.zeros(frames)
    return Curve(opening, still, still, still)


def measured(seen: Curve):  # type: ignore[no-untyped-def]
    return lips(seen, wanted(), pauses(sentences(), VOICE_AT))


def test_a_mouth_that_shuts_in_time_has_no_fault() -> None:
    found = measured(curve())
    assert found.closed == found.watched >= 30
    assert found.control < 0.4
    assert np.percentile(np.abs(found.centres), 95) <= 25
    assert min(found.runs) == 2
    assert found.pauses >= 3
    assert found.widest_pause <= 2
    assert not found.teeth_flashes
    assert found.sway == 0


def test_a_mouth_that_is_five_frames_late_misses_most_closures() -> None:
    found = measured(curve(late=5 * FRAME_MS))
    assert found.closed / found.watched < 0.4


def test_a_mouth_that_is_always_shut_is_no_better_than_its_control() -> None:
    seen = curve()
    found = measured(replace(seen, opening=np.zeros_like(seen.opening)))
    assert found.closed == found.watched
    assert found.control == 1.0


def test_closures_that_come_late_show_in_their_centres() -> None:
    assert np.median(measured(curve(late=38.0)).centres) == pytest.approx(38, abs=8)


def test_a_closure_of_one_frame_is_found() -> None:
    seen = curve()
    closing = next(c for c in wanted() if not c.open_ended and c.count == 1)
    middle = int(closing.middle // FRAME_MS)
    seen.opening[middle - 2 : middle + 3] = 8.0
    seen.opening[middle] = 0.5
    assert min(measured(seen).runs) == 1


def test_a_mouth_that_moves_in_a_pause_is_found() -> None:
    seen = curve()
    start, end = pauses(sentences(), VOICE_AT)[1]
    seen.opening[int((start + end) / 2 // FRAME_MS)] = 4.0
    assert measured(seen).widest_pause == 4.0


def test_frames_out_of_view_are_neither_counted_nor_blamed() -> None:
    seen = curve()
    seen.opening[: len(seen.opening) // 2] = np.nan
    found = measured(seen)
    assert 0 < found.watched < found.phonemes
    assert found.closed == found.watched


def test_teeth_that_show_for_one_frame_are_a_flash_and_for_two_are_none() -> None:
    teeth = np.zeros(20)
    teeth[5] = 2.0
    teeth[10:12] = 2.0
    assert flashes(teeth) == (5,)


def test_a_head_that_jumps_is_found() -> None:
    seen = curve()
    dx = seen.dx.copy()
    dx[40] = -0.9
    assert measured(replace(seen, dx=dx)).sway == pytest.approx(0.9)


def test_two_closures_in_a_row_are_one_and_a_pause_leaves_one_side_open() -> None:
    def sound(ipa: str, start: int, end: int) -> Phoneme:
        return Phoneme(ipa, Samples(start * 48), Samples(end * 48))

    sounds = (
        sound("a", 0, 100), sound("m", 100, 180), sound("b", 180, 240), sound("a", 240, 400), sound("p", 900, 950),
    )  # fmt: skip
    said = SpokenSentence("1.1", "", "", Samples(0), Samples(950 * 48), (), sounds, Timing.NATIVE, "v", NO_SOUND)
    both, after = closings((said,), 0)
    assert (both.count, both.stop, both.open_ended) == (2, False, False)
    assert (after.count, after.stop, after.open_ended) == (1, True, True)
    assert pauses((said,), 0) == ((400.0, 900.0),)
