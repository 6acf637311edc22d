# SPDX-License-Identifier: EUPL-1.2
"""Figures as people say them, and what follows from two places of a release; the wrong figure of the same kind stays red."""

from datetime import date

import pytest

from pipeline.language.check_dropped import dropped, sure
from pipeline.language.check_style import over
from pipeline.language.ground import ground
from pipeline.language.mentions import mentions
from pipeline.model import FactKind, Item
from tests.language.told import pairs, strange


def reds(release: str, told: str) -> list[str]:
    return strange(release, told, date(2026, 11, 2), "Mitteilung aus dem Rathaus")


@pytest.mark.parametrize(
    ("name", "least"),
    [("numbers_right_5.txt", 40), ("numbers_right_6.txt", 50), ("numbers_right_7.txt", 24), ("names_right.txt", 22)],
)
def test_what_follows_from_the_release_is_not_red(name: str, least: int) -> None:
    right = pairs(name)
    assert len(right) >= least
    assert [pair for pair in right if reds(*pair)] == []


@pytest.mark.parametrize(
    ("name", "least"),
    [("numbers_wrong_3.txt", 30), ("numbers_wrong_4.txt", 32), ("numbers_wrong_5.txt", 21), ("names_wrong.txt", 14)],
)
def test_what_is_of_the_same_kind_and_does_not_follow_is_red(name: str, least: int) -> None:
    wrong = pairs(name)
    assert len(wrong) >= least
    assert [pair for pair in wrong if not reds(*pair)] == []


@pytest.mark.parametrize(
    ("told", "published", "day", "is_over"),
    [
        ("Wer jetzt kommt, spart sich die Schlange am Jahresende.", date(2027, 3, 8), date(2027, 3, 9), False),
        ("Bis Silvester gilt die Karte.", date(2026, 1, 5), date(2026, 1, 6), False),
        ("An Silvester gibt es ein Feuerwerk.", date(2026, 12, 28), date(2027, 1, 2), True),
        ("Am 31. Dezember endet die Frist.", date(2027, 1, 3), date(2027, 1, 4), True),
    ],
)
def test_a_day_with_a_name_is_the_next_one_after_the_release(told: str, published: date, day: date, is_over: bool) -> None:
    assert bool(over(told, day, published)) is is_over


OPENING = (
    "Die Volkshochschule eröffnet am Montag, 7. Dezember 2026, ihr neues Haus. Es hat zwölf Räume. "
    "Wer einen Kurs geben will, kann sich bis zum 20. November bewerben."
)


@pytest.mark.parametrize(
    ("told", "incomplete"),
    [
        (("Die Volkshochschule bekommt ein neues Haus.", "Bewerben kann man sich bis zum 20. November."), False),
        (("Die Volkshochschule bekommt ein neues Haus.", "Zwölf Räume hat es."), True),
    ],
)
def test_a_begin_is_missed_for_sure_only_where_no_chance_to_act_is_told(told: tuple[str, ...], incomplete: bool) -> None:
    source = ground(Item("x", "Neues Haus für die Volkshochschule", OPENING, "", date(2026, 11, 2)))
    lacking = [fact for fact in dropped(told, source) if fact.value == "2026-12-07"]
    assert any(sure(fact, told, source) for fact in lacking) is incomplete


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Die Karte kostet vier fünfzig.", FactKind.MONEY, "4.5 EUR"),
        ("Er ist eins neunzig groß.", FactKind.NUMBER, "1.9"),
        ("25 Euro 30 werden fällig.", FactKind.MONEY, "25.3 EUR"),
        ("Für 2 Euro 50 Flaschen.", FactKind.MONEY, "2 EUR"),
        ("Für 2 Euro 50 neue Flaschen.", FactKind.MONEY, "2 EUR"),
        ("Zweieinhalbtausend Leute kamen.", FactKind.NUMBER, "2500"),
        ("Das dauert sechs Semester.", FactKind.DURATION, "36 mo"),
    ],
)
def test_short_figures_are_read_as_they_are_meant(text: str, kind: FactKind, value: str) -> None:
    first = next(m for m in mentions(text) if m.size)
    assert (first.kind, first.value) == (kind, value)


def test_an_hour_in_two_numbers_is_no_price() -> None:
    assert all(m.kind is not FactKind.MONEY for m in mentions("Wir treffen uns um acht dreißig, Karten gibt es dort."))


def test_an_hour_before_an_approximate_end_is_a_time() -> None:
    assert [m.value for m in mentions("Von 8 bis etwa 15 Uhr wird geübt.")] == ["08:00", "15:00"]
