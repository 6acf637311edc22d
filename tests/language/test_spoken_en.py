# SPDX-License-Identifier: EUPL-1.2
"""English as it is spoken: dates, times, money and numbers in words, every shown character linked to what is heard."""

import pytest

from pipeline.language.spoken import spoken_form
from pipeline.language.spoken_en import spoken_english

SPOKEN = (
    ("from Monday, 30 November 2026.", "from Monday, the thirtieth of November twenty twenty six."),
    ("on the 1st of December", "on the first of December"),
    ("on November 30, 2026, and December 1st", "on November thirtieth twenty twenty six, and December first"),
    ("from 27 to 29 November", "from the twenty seventh to the twenty ninth of November"),
    ("on 2, 3 and 4 January", "on the second, the third and the fourth of January"),
    ("by 2026-12-15", "by the fifteenth of December twenty twenty six"),
    ("The bridge of 1908, checked in 2005", "The bridge of nineteen oh eight, checked in two thousand and five"),
    ("in the 1990s", "in the nineteen nineties"),
    ("It opens at 10.30 a.m. and closes at 7 p.m.", "It opens at ten thirty A M and closes at seven P M."),
    ("From 8 to 11 a.m. on weekdays", "From eight to eleven A M on weekdays"),
    ("at 18:30, 12:05 or 0:00", "at six thirty P M, twelve oh five P M or midnight"),
    ("about 860,000 euros", "about eight hundred and sixty thousand euros"),
    ("€1.9 million, 4.50 euros, €1", "one point nine million euros, four euros fifty, one euro"),
    ("1,850 hens", "One thousand eight hundred and fifty hens"),
    ("60 percent, 2.5% of it", "Sixty percent, two point five percent of it"),
    ("12.5 km at 30 km/h, -5 °C", "Twelve point five kilometres at thirty kilometres an hour, minus five degrees Celsius"),
    ("the K 12 and the L 3105", "the K twelve and the L three one zero five"),
    ("A 50-year-old, the 3rd", "A fifty year old, the third"),
    ("Dr. Reimers and Mrs. Krug (Kreistag)", "Doctor Reimers and Missis Krug, Kreistag"),
    ("An AI voice of the NATO", "An A I voice of the NATO"),
    ("10–12 people", "Ten to twelve people"),
)


@pytest.mark.parametrize(("shown", "heard"), SPOKEN)
def test_english_is_spoken_in_words(shown: str, heard: str) -> None:
    assert spoken_english(shown).text == heard


@pytest.mark.parametrize("shown", [shown for shown, _ in SPOKEN])
def test_nothing_is_left_that_a_voice_could_misread_and_every_character_has_its_sound(shown: str) -> None:
    spoken = spoken_english(shown)
    assert all(char.isalpha() or char in " '.,;:!?" for char in spoken.text)
    assert "".join(shown[link.display_start : link.display_end] for link in spoken.links).replace(" ", "") == shown.replace(
        " ", ""
    )
    starts = [link.spoken_start for link in spoken.links]
    assert starts == sorted(starts)


def test_the_language_decides_which_rules_read_a_text() -> None:
    assert spoken_form("K 12, 3. Mai", language="en").text.startswith("K twelve")
    assert spoken_form("K 12", language="de").text != spoken_form("K 12", language="en").text
    assert spoken_english("… – !").text == ""
