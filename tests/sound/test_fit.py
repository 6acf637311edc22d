# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import SAMPLE_RATE, SAMPLES_PER_FRAME
from pipeline.sound.fit import Give, nearest_start, pauses_for, rate_for, starts_of

SENTENCE, STORY = Give(0.3, 0.4, 0.8), Give(0.6, 0.8, 1.3)
GIVES = (SENTENCE, SENTENCE, STORY, SENTENCE)
FIVE = (4 * SAMPLE_RATE,) * 5


def test_pauses_take_what_is_left_within_their_bounds() -> None:
    for seconds in (21.6, 22.0, 22.6, 23.5):
        pauses = pauses_for(round(seconds * SAMPLE_RATE), FIVE, GIVES)
        assert sum(pauses) + 20 == pytest.approx(seconds)
        assert all(give.least <= pause <= give.most for pause, give in zip(pauses, GIVES, strict=True))
    assert pauses_for(40 * SAMPLE_RATE, FIVE, GIVES) == (0.8, 0.8, 1.3, 0.8)
    assert pauses_for(10 * SAMPLE_RATE, FIVE, GIVES) == pytest.approx((0.3, 0.3, 0.6, 0.3))


def test_the_rate_stays_natural_where_pauses_suffice() -> None:
    assert rate_for(22 * SAMPLE_RATE, FIVE, GIVES, 1.0, 0.05) == 1.0


def test_the_rate_moves_in_half_percents_and_never_by_more_than_allowed() -> None:
    assert rate_for(round(21.1 * SAMPLE_RATE), FIVE, GIVES, 1.0, 0.05) == 1.02
    assert rate_for(15 * SAMPLE_RATE, FIVE, GIVES, 1.0, 0.05) == 1.05
    assert rate_for(60 * SAMPLE_RATE, FIVE, GIVES, 1.0, 0.05) == 0.95


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1000, 500_000), min_size=1, max_size=30), st.floats(0.3, 1.3))
def test_sentences_start_on_frames_do_not_overlap_and_rounding_does_not_add_up(lengths: list[int], pause: float) -> None:
    starts = starts_of(tuple(lengths), (pause,) * (len(lengths) - 1))
    assert all(start % SAMPLES_PER_FRAME == 0 for start in starts)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert all(after >= end for end, after in zip(ends, starts[1:], strict=False))
    ideal = sum(lengths[:-1]) + pause * SAMPLE_RATE * (len(lengths) - 1)
    assert abs(starts[-1] - ideal) <= SAMPLES_PER_FRAME / 2 + 1


def test_a_start_is_kept_where_the_pause_before_it_allows_it() -> None:
    assert nearest_start(96_000, 76_000, SENTENCE) == 96_000
    assert nearest_start(96_000, 90_000, SENTENCE) - 90_000 >= 0.3 * SAMPLE_RATE
    assert nearest_start(960_000, 90_000, SENTENCE) - 90_000 <= 0.8 * SAMPLE_RATE
