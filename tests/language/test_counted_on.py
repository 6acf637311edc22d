# SPDX-License-Identifier: EUPL-1.2
"""Days told otherwise than in the release: by counting on, by a part of the year, as over. And days that are false."""

from datetime import date

from pipeline.language.ground import ground
from pipeline.model import Item, Origin, Sentence, Severity
from pipeline.stages.check import CheckSettings, check_sentence
from tests.language.told import pairs

PUBLISHED, HEARD = date(2027, 3, 4), date(2027, 3, 5)


def reds(there: str, told: str) -> list[str]:
    source = ground(Item("table", "Mitteilung", there, "", PUBLISHED))
    sentence = Sentence(told, source.nearest(told, most=1) or (0,), origin=Origin.MODEL)
    return [flag.code for flag in check_sentence(sentence, source, CheckSettings(HEARD)) if flag.severity is Severity.RED]


def test_a_day_told_in_other_words_is_not_red() -> None:
    right = pairs("days_right.txt")
    false = [pair for pair in right if reds(*pair)]
    assert len(right) >= 190
    assert len(false) <= 1, false


def test_a_day_that_is_false_stays_red() -> None:
    wrong = pairs("days_wrong.txt")
    missed = [pair for pair in wrong if not reds(*pair)]
    assert len(wrong) >= 36
    assert len(missed) <= 1, missed
