# SPDX-License-Identifier: EUPL-1.2
"""Numbers told by a proportion of the source are right; the same sentence with another number is not."""

from datetime import date

import pytest

from pipeline.language.derived import derived
from pipeline.language.ground import ground
from pipeline.language.mentions import mentions
from pipeline.model import FactKind, Item

AMOUNTS = (FactKind.NUMBER, FactKind.MONEY, FactKind.PERCENT, FactKind.DURATION)


def strange(release: str, text: str) -> list[str]:
    """Give the amounts of a text that do not follow from a release."""
    source = ground(Item("i1", "Titel", release, "", date(2026, 11, 12)))
    return [m.text for m in mentions(text) if m.kind in AMOUNTS and derived(m, text, source) is None]


@pytest.mark.parametrize(
    ("release", "right", "wrong"),
    [
        (
            "Gesucht werden 24 Helfer. Die Liste soll doppelt so viele Namen enthalten.",
            "48 Namen sollen auf der Liste stehen.",
            "52 Namen sollen auf der Liste stehen.",
        ),
        (
            "Den Umbau für 90.000 Euro tragen zu einem Drittel die Vereine.",
            "60.000 Euro zahlt die Gemeinde.",
            "65.000 Euro zahlt die Gemeinde.",
        ),
        (
            "Der Bau kostet 20 Millionen Euro. Davon gibt das Land 5 Millionen Euro dazu.",
            "Ein Viertel zahlt das Land, 75 Prozent der Kreis.",
            "Ein Viertel zahlt das Land, 85 Prozent der Kreis.",
        ),
        (
            "Der Etat hat Erträge von 52,4 Millionen Euro und Ausgaben von 55,9 Millionen Euro.",
            "Es fehlen dreieinhalb Millionen Euro.",
            "Es fehlen viereinhalb Millionen Euro.",
        ),
        (
            "Minderjährige brauchen das Einverständnis der Eltern.",
            "Wer unter 18 ist, fragt die Eltern.",
            "Wer unter 16 ist, fragt die Eltern.",
        ),
        (
            "65 Prozent der Befragten sind zufrieden.",
            "35 Prozent sind nicht zufrieden.",
            "45 Prozent sind nicht zufrieden.",
        ),
    ],
)
def test_what_a_proportion_gives_is_no_strange_number(release: str, right: str, wrong: str) -> None:
    assert strange(release, right) == []
    assert strange(release, wrong)
