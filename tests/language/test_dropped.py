# SPDX-License-Identifier: EUPL-1.2
"""Essentials that nobody tells: red where the story is incomplete beyond doubt, amber where an editor has to decide."""

from datetime import date

import pytest

from pipeline.language.check_dropped import dropped, sure
from pipeline.language.ground import Ground, ground
from pipeline.language.mentions import mentions
from pipeline.model import Item

POOL = Item(
    "pool",
    "Hallenbad Ostrau ab 7. Dezember geschlossen",
    """Das Hallenbad in Ostrau bleibt ab Montag, 7. Dezember 2026, geschlossen. Die Stadtwerke erneuern dort die Lüftung und
streichen die Umkleiden. Die Sperrung dauert bis zum 29. Januar 2027, weil die Firma erst im neuen Jahr anfangen kann.""",
    "",
    date(2026, 12, 1),
)
FAIR = Item(
    "fair",
    "Weinfest vom 11. bis 13. September in Lohra",
    "In Lohra wird vom 11. bis 13. September 2026 das Weinfest gefeiert. Zwölf Winzer schenken auf dem Kirchplatz aus.",
    "",
    date(2026, 8, 20),
)


@pytest.fixture
def pool() -> Ground:
    return ground(POOL)


def reds(source: Ground, *told: str) -> set[str]:
    return {fact.text for fact in dropped(told, source) if sure(fact, told, source)}


def ambers(source: Ground, *told: str) -> set[str]:
    return {fact.text for fact in dropped(told, source) if not sure(fact, told, source)}


def test_what_the_title_says_is_missed_for_sure(pool: Ground) -> None:
    assert reds(pool, "Das Hallenbad in Ostrau ist bald geschlossen.", "Das dauert bis Ende Januar.") == {"7. Dezember 2026"}


def test_a_story_that_tells_no_end_at_all_is_incomplete(pool: Ground) -> None:
    assert reds(pool, "Das Hallenbad in Ostrau ist ab dem 7. Dezember zu.") == {"29. Januar 2027"}


def test_a_story_that_tells_another_end_is_left_to_the_editor(pool: Ground) -> None:
    told = "Das Hallenbad in Ostrau ist ab dem 7. Dezember bis zum Frühjahr zu."
    assert (reds(pool, told), ambers(pool, told)) == (set(), {"29. Januar 2027"})


@pytest.mark.parametrize(
    "when", ["nächste Woche", "im Advent", "ab Montag", "in einer Woche", "Anfang Dezember", "in sieben Tagen"]
)
def test_a_day_told_in_other_words_is_never_red(pool: Ground, when: str) -> None:
    told = f"Das Hallenbad in Ostrau schließt {when}."
    assert "7. Dezember 2026" not in reds(pool, told, "Das dauert bis zum 29. Januar.")


def test_soon_is_no_day(pool: Ground) -> None:
    assert reds(pool, "Demnächst schließt das Hallenbad in Ostrau.", "Das dauert bis zum 29. Januar.") == {"7. Dezember 2026"}


def test_the_last_day_of_a_feast_may_be_left_out_where_the_first_is_told() -> None:
    fair = ground(FAIR)
    assert not reds(fair, "Lohra feiert ab dem 11. September das Weinfest.")
    assert reds(fair, "Lohra feiert das Weinfest.")


def test_a_date_in_figures_keeps_its_year_at_the_end_of_a_sentence() -> None:
    assert [m.value for m in mentions("Das gilt v. 1.1.2025.")] == ["2025-01-01"]


LIBRARY = Item(
    "library",
    "Stadtbücherei öffnet am 2. Mai wieder",
    """Die Stadtbücherei in Lohra ist ab 1. März bis voraussichtlich Samstag, 25. April 2026, geschlossen. Der Umbau kostet
90.000 Euro. Am 2. Mai 2026 öffnet sie wieder.""",
    "",
    date(2026, 2, 20),
)


def test_an_end_is_told_by_the_day_after_which_all_is_as_before() -> None:
    library = ground(LIBRARY)
    closed = "Die Stadtbücherei in Lohra ist ab dem 1. März geschlossen."
    assert "25. April 2026" not in reds(library, closed, "Ab dem 27. April kann man wieder Bücher ausleihen, auch am 2. Mai.")


def test_a_day_may_be_told_by_its_rank_in_the_month() -> None:
    fair = ground(Item("run", "Stadtlauf am 3. Mai", "In Lohra ist am Sonntag, 3. Mai 2026, Stadtlauf.", "", date(2026, 4, 20)))
    assert not reds(fair, "In Lohra ist am ersten Maisonntag Stadtlauf.")
    assert reds(fair, "In Lohra ist am zweiten Maisonntag Stadtlauf.")


def test_a_price_of_the_title_may_be_left_out_for_another_one() -> None:
    budget = ground(
        Item("b", "Haushalt mit 9 Millionen Euro Minus", "Der Kreis plant ein Minus von 9 Millionen Euro.", "", date(2026, 4, 20))
    )
    assert reds(budget, "Der Kreis gibt mehr aus, als er hat.")
    assert not reds(budget, "Der Kreis gibt vier Millionen Euro für Schulen aus.")


def test_a_fifth_friday_is_not_told_by_the_first_one() -> None:
    fair = ground(Item("f", "Messe am 29. Mai", "Die Messe öffnet am Freitag, 29. Mai 2026.", "", date(2026, 4, 20)))
    assert reds(fair, "Am ersten Maifreitag ist Messe.")
    assert not reds(fair, "Am letzten Maifreitag ist Messe.")
