# SPDX-License-Identifier: EUPL-1.2
"""German number words, and the calendar's names."""

import pytest

from pipeline.language import numbers
from pipeline.language.calendar_de import MONTHS, WEEKDAYS, month_number, weekday_number


def test_cardinals_of_any_size_are_words() -> None:
    assert numbers.cardinal(2_450_000) == "zwei Millionen vierhundertfünfzigtausend"
    assert numbers.cardinal(-5) == "minus fünf"
    assert numbers.cardinal(10**15).startswith("eins null null")


@pytest.mark.parametrize(("number", "word"), [(1100, "elfhundert"), (1905, "neunzehnhundertfünf"), (2001, "zweitausendeins")])
def test_years_are_counted_in_hundreds_before_the_year_2000(number: int, word: str) -> None:
    assert numbers.year(number) == word


@pytest.mark.parametrize(("number", "word"), [(1, "ersten"), (3, "dritten"), (7, "siebten"), (101, "einhundertersten")])
def test_ordinals_take_their_ending(number: int, word: str) -> None:
    assert numbers.ordinal(number, "en") == word


def test_road_numbers_are_said_in_pairs() -> None:
    assert numbers.pairs("3114") == "einunddreißig vierzehn"
    assert numbers.pairs("3000") == "dreitausend"


@pytest.mark.parametrize(("written", "value"), [("IV", 4), ("VIII", 8), ("XIX", 19), ("IIII", 0), ("IC", 0), ("", 0)])
def test_roman_numerals_are_read_only_if_well_formed(written: str, value: int) -> None:
    assert numbers.roman(written) == value


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [
        (1, 2, "ein halb"),
        (2, 3, "zwei Drittel"),
        (3, 4, "drei Viertel"),
        (1, 20, "ein Zwanzigstel"),
        (3, 2, "drei Halbe"),
    ],
)
def test_fractions_are_words(top: int, bottom: int, words: str) -> None:
    assert numbers.fraction(top, bottom) == words


def test_months_and_weekdays_are_known_by_every_spelling() -> None:
    assert [month_number(name) for name in MONTHS] == list(range(1, 13))
    assert [weekday_number(name) for name in WEEKDAYS] == list(range(7))
    assert (month_number("Okt."), month_number("Sept"), month_number("Mond")) == (10, 9, 0)
    assert (
        weekday_number("Mo."),
        weekday_number("samstags"),
        weekday_number("Freitagabend"),
        weekday_number("Tag"),
    ) == (0, 5, 4, -1)
