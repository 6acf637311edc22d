# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from pipeline.language.clock import on_the_clock
from pipeline.language.derived import derived
from pipeline.language.ground import ground
from pipeline.language.mentions import mentions
from pipeline.model import FactKind, Item

TEXT = (
    "Die Talstraße ist vom 16. bis 29. November 2026 gesperrt. Betroffen sind die Ortsteile Hinterfeld, Lonnau und Gräfenried. "
    "Die Gebühr steigt von 96,40 auf 103,60 Euro. Von den 62 Mitgliedern stimmten 41 dafür. Wasser gibt es von 9 bis 18 Uhr. "
    "Das Bad wurde 1974 gebaut. Die Sitzung beginnt um 19.50 Uhr. Das Land trägt 60 Prozent."
)
SOURCE = ground(Item("i1", "Sperrung", TEXT, "", date(2026, 11, 12)))
AMOUNTS = (FactKind.NUMBER, FactKind.MONEY, FactKind.PERCENT, FactKind.DURATION)


def how(text: str) -> bool:
    return derived(next(m for m in mentions(text) if m.kind in AMOUNTS), text, SOURCE) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Die Talstraße bleibt zwei Wochen lang gesperrt.",
        "Drei Ortsteile sind betroffen.",
        "Die Tonne wird sieben Euro zwanzig teurer.",
        "Rund zwei Drittel stimmten dafür.",
        "Wasser gibt es neun Stunden lang.",
        "Das mehr als fünfzig Jahre alte Bad bleibt offen.",
        "Mehr als die Hälfte trägt das Land.",
    ],
)
def test_what_follows_from_the_source_is_reckoned(text: str) -> None:
    assert how(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Talstraße bleibt drei Wochen lang gesperrt.",
        "Die Tonne wird neun Euro teurer.",
        "Rund drei Viertel stimmten dafür.",
        "Wasser gibt es sieben Stunden lang.",
        "Das 70 Jahre alte Bad bleibt offen.",
    ],
)
def test_what_does_not_follow_stays_strange(text: str) -> None:
    assert not how(text)


@pytest.mark.parametrize(
    ("text", "there"),
    [("Abends um sechs endet es.", True), ("Beginn ist kurz vor acht.", True), ("Es beginnt um sieben.", False)],
)
def test_an_hour_may_be_told_by_the_twelve_hour_clock(text: str, there: bool) -> None:
    number = next(m for m in mentions(text) if m.kind is FactKind.NUMBER)
    assert on_the_clock(number, text, SOURCE) is there
