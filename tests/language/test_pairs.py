# SPDX-License-Identifier: EUPL-1.2
"""Values, places and speakers of a release that are told with the wrong one."""

from datetime import date

import pytest

from pipeline.language.check_absence import absent
from pipeline.language.check_claims import senders
from pipeline.language.check_pairs import crossed
from pipeline.language.check_speaker import speaker
from pipeline.language.ground import Ground, ground
from pipeline.language.mentions import mentions
from pipeline.model import Item


def source(text: str, title: str = "Mitteilung aus dem Rathaus") -> Ground:
    return ground(Item("pairs", title, text, "", date(2026, 11, 2)))


ROW = "Das Impfmobil hält am Dienstag, 10. November, am Schulzentrum Norderau und am Mittwoch, 11. November, am Dorfhaus Wiek."
SUMS = "Der Bund zahlt 19 Millionen Euro, das Ministerium 11 Millionen Euro; 7 Millionen Euro bringen die Gemeinden auf."


@pytest.mark.parametrize(
    ("there", "told", "wrong"),
    [
        (ROW, "Am Dienstag hält es in Wiek.", True),
        (ROW, "Am Mittwoch hält es in Wiek.", False),
        (ROW, "In Norderau hält es am Dienstag.", False),
        (SUMS, "11 Millionen Euro kommen von den Gemeinden.", True),
        (SUMS, "Die Gemeinden zahlen sieben Millionen Euro.", False),
        (SUMS, "Vom Bund kommen 19 Millionen Euro.", False),
    ],
)
def test_what_one_sentence_pairs_is_told_in_pairs(there: str, told: str, wrong: bool) -> None:
    assert bool(crossed(told, source(there))) is wrong


USUAL = (
    "Die Stadt plant einen Neubau der Grundschule. Das Dorfgemeinschaftshaus bleibt. Die Gemeinde stellt ihren Saal. "
    "Der Fuhrpark wird erneuert. Die Klinik ist nicht betroffen."
)


@pytest.mark.parametrize(
    "told",
    [
        "Im Dorfhaus bleibt alles.",
        "In der Dorfschule wird es eng.",
        "Im Gemeindesaal wird gefeiert.",
        "Im Krankenhaus ändert sich nichts.",
        "Im Rathaus wird geplant.",
        "Im Treppenhaus ist es eng.",
        "Nach Schulschluss wird gebaut.",
        "Vor dem Haus parken Autos.",
    ],
)
def test_a_building_under_a_usual_name_is_not_red(told: str) -> None:
    assert not absent(told, source(USUAL))


PLACES = "Die Feier beginnt um 18 Uhr in der Klosterkirche. Danach geht es ins Jugendhaus. In Hohenilse wird gestreut."


@pytest.mark.parametrize(
    ("told", "strange"),
    [
        ("Die Feier ist in der Marienkapelle.", True),
        ("Die Feier ist in der Kirche.", False),
        ("Danach geht es ins Schützenhaus.", True),
        ("Danach geht es ins Jugendhaus.", False),
        ("In Niederilse wird gestreut.", True),
        ("In Hohenilse wird gestreut.", False),
        ("Gestreut wird in Handarbeit.", False),
        ("Zwischen Bruckfeld und Hohenilse wird gestreut.", True),
    ],
)
def test_a_building_or_town_that_the_source_lacks_is_red(told: str, strange: bool) -> None:
    assert any(flag.code == "place-not-in-source" for flag in absent(told, source(PLACES))) is strange


@pytest.mark.parametrize(
    ("told", "strange"),
    [
        ("Um kurz vor halb neun stand das Ergebnis fest.", False),
        ("Um kurz vor halb zehn stand das Ergebnis fest.", True),
        ("Um vier Uhr ist Schluss.", False),
        ("Um fünf Uhr ist Schluss.", True),
        ("Ab Dezember kostet es mehr.", False),
        ("Ab Januar kostet es mehr.", True),
        ("An Silvester gibt es kein Feuerwerk.", False),
    ],
)
def test_hours_and_days_in_other_words_are_not_red(told: str, strange: bool) -> None:
    there = source(
        "Das Ergebnis lag um 20.25 Uhr vor. Bis 16 Uhr ist geöffnet. Bis zum 30. November kostet es nichts. "
        "Das Silvesterfeuerwerk entfällt."
    )
    codes = {"time-not-in-source", "date-not-in-source"}
    assert any(flag.code in codes for flag in absent(told, there)) is strange


SAID = "Der Preis steigt. „Wir spielen für die ganze Stadt“, sagt Intendantin Mareike Vollbrandt. Regie führt Kasimir Lenz."


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Regisseur Kasimir Lenz sagt: „Wir spielen für die ganze Stadt.“", True),
        ("Intendantin Mareike Vollbrandt sagt: „Wir spielen für die ganze Stadt.“", False),
        ("„Wir spielen für die ganze Stadt“, sagt die Intendantin.", False),
    ],
)
def test_a_quotation_stays_with_its_speaker(told: str, wrong: bool) -> None:
    assert bool(speaker(told, mentions(told), source(SAID))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Laut Polizei steigen die Schulden auf 114 Millionen Euro.", True),
        ("Laut Entwurf steigen die Schulden auf 114 Millionen Euro.", False),
        ("Wie das Bistum mitteilt, steigen die Schulden.", True),
        ("Die Schulden muss man dem Amt melden.", False),
    ],
)
def test_a_paper_is_no_sender(told: str, wrong: bool) -> None:
    there = source("Die Schulden steigen nach dem Entwurf auf 114 Millionen Euro.", "Haushalt der Stadt")
    assert bool(senders(told, there, (1,))) is wrong
