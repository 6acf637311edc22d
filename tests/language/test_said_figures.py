# SPDX-License-Identifier: EUPL-1.2
"""Figures as people say them, and what follows from two places of a release; the wrong figure of the same kind stays red."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.language.check_absence import absent
from pipeline.language.ground import ground
from pipeline.language.mentions import mentions
from pipeline.model import FactKind, Item, Severity


def reds(release: str, told: str) -> list[str]:
    source = ground(Item("x", "Mitteilung aus dem Rathaus", release, "", date(2026, 11, 2)))
    return [flag.quote for flag in absent(told, source) if flag.severity is Severity.RED]


def pairs(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "tables" / name).read_text(encoding="utf-8").splitlines()
    return [(there, told) for there, _, told in (line.partition(" | ") for line in lines if not line.startswith("#"))]


def test_a_figure_that_follows_from_the_release_is_not_red() -> None:
    right = pairs("numbers_right_5.txt")
    assert len(right) >= 40
    assert [pair for pair in right if reds(*pair)] == []


def test_a_figure_of_the_same_kind_that_does_not_follow_is_red() -> None:
    wrong = pairs("numbers_wrong_3.txt")
    assert len(wrong) >= 30
    assert [pair for pair in wrong if not reds(*pair)] == []


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
