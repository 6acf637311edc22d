# SPDX-License-Identifier: EUPL-1.2
"""People told otherwise than in the release: by title, home, work or role. And people that it does not name."""

from tests.language.test_counted_on import reds
from tests.language.told import pairs


def test_people_told_in_other_words_are_not_red() -> None:
    right = pairs("people_right.txt")
    false = [pair for pair in right if reds(*pair)]
    assert len(right) >= 21
    assert not false, false


def test_people_whom_the_release_does_not_name_stay_red() -> None:
    wrong = pairs("people_wrong.txt")
    missed = [pair for pair in wrong if not reds(*pair)]
    assert len(wrong) >= 11
    assert not missed, missed
