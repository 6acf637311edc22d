# SPDX-License-Identifier: EUPL-1.2
"""Numbers told by setting two figures of the release against each other; others of the same size stay red."""

from datetime import date

import pytest

from tests.language.told import pairs, strange

RIGHT = (
    (
        "Das Freibad braucht 24 Aufsichten. Bislang haben 9 zugesagt, gesucht wird bis Mai.",
        "Dem Freibad fehlt noch mehr als die Hälfte der Aufsichten.",
    ),
    ("Für das Fest werden 320 Helfer benötigt. Gemeldet haben sich 215.", "Noch fehlen dem Fest 105 Helfer."),
    ("Der Saal fasst 420 Gäste. Verkauft sind schon 385 Karten.", "35 Karten gibt es noch, dann bleibt kein Platz frei."),
    ("Von den 96 Wohnungen sind 71 vergeben.", "25 Wohnungen sind noch frei."),
    ("Die Stadt hat 34 Grundschulklassen und 19 Förderschulklassen.", "In der Stadt gibt es 53 Schulklassen."),
    ("Im Einsatz sind 12 Nachtbusse und 27 Tagbusse.", "39 Busse sind im Einsatz."),
    (
        "Die Brücke kostet 2,3 Millionen Euro, von denen der Bund 1,6 Millionen Euro übernimmt.",
        "Die Stadt selbst zahlt 700.000 Euro.",
    ),
    (
        "Der Umbau kostet 880.000 Euro. Das Land gibt 610.000 Euro dazu.",
        "270.000 Euro muss die Gemeinde aus eigener Kasse aufbringen.",
    ),
    ("Geplant sind vier Vorträge, zwei Ausflüge und ein Abschlussfest.", "Insgesamt stehen sieben Termine auf dem Plan."),
    (
        "In Brunnthal und Ohlau beginnt die Abfuhr am Montag, in den übrigen 9 Orten am Dienstag.",
        "In elf Orten kommt nächste Woche die Abfuhr.",
    ),
    ("Die Miete für Vereine wird halbiert.", "Vereine zahlen nur noch die Hälfte."),
    ("Im Sommer kamen 31.400 Gäste, 2.300 mehr als 2025.", "2025 waren es 29.100 Gäste."),
    (
        "Der Hebesatz steigt von 390 auf 415 Punkte. Die Opposition wollte bei 400 Punkten bleiben.",
        "Die Opposition wollte 15 Punkte weniger.",
    ),
    ("Eine Karte kostet 6 Euro, die Jahreskarte 72 Euro.", "Die Jahreskarte kostet so viel wie zwölf Besuche."),
    ("Die Bauzeit reicht von März 2027 bis November 2027.", "Neun Monate lang wird gebaut."),
    ("Die Ehrung beginnt um 17.30 Uhr. 14 Ehrennadeln werden verliehen.", "14 Leute werden geehrt."),
    ("Der Bürgermeister verleiht um 11.00 Uhr 18 Urkunden.", "18 Urkunden verleiht der Bürgermeister."),
    ("Um 9 Uhr 25 Kinder und um 10 Uhr 30 Erwachsene üben im Bad.", "25 Kinder und 30 Erwachsene üben im Bad."),
    ("Das Land zahlt 68 Prozent der Kosten.", "Das Land zahlt annähernd zwei Drittel der Kosten."),
    ("In dem Heim leben 110 Menschen, darunter 46 Kinder.", "46 Kinder und 64 Erwachsene leben in dem Heim."),
)
WRONG = (
    ("Für das Fest werden 320 Helfer benötigt. Gemeldet haben sich 215.", "Noch fehlen dem Fest 125 Helfer."),
    ("Der Saal fasst 420 Gäste. Verkauft sind schon 385 Karten.", "45 Karten gibt es noch."),
    ("Die Stadt hat 34 Grundschulklassen und 19 Förderschulklassen.", "In der Stadt gibt es 63 Schulklassen."),
    (
        "Die Brücke kostet 2,3 Millionen Euro, von denen der Bund 1,6 Millionen Euro übernimmt.",
        "Die Stadt selbst zahlt 900.000 Euro.",
    ),
    ("Geplant sind vier Vorträge, zwei Ausflüge und ein Abschlussfest.", "Insgesamt stehen neun Termine auf dem Plan."),
    (
        "In Brunnthal und Ohlau beginnt die Abfuhr am Montag, in den übrigen 9 Orten am Dienstag.",
        "In 14 Orten kommt nächste Woche die Abfuhr.",
    ),
    ("Die Miete für Vereine wird halbiert.", "Vereine zahlen nur noch ein Drittel."),
    ("Im Sommer kamen 31.400 Gäste, 2.300 mehr als 2025.", "2025 waren es 33.700 Gäste."),
    ("Im Sommer kamen 31.400 Gäste, 2.300 weniger als 2025.", "2025 waren es 29.100 Gäste."),
    ("Eine Karte kostet 6 Euro, die Jahreskarte 72 Euro.", "Die Jahreskarte kostet so viel wie fünfzehn Besuche."),
    ("Die Bauzeit reicht von März 2027 bis November 2027.", "Elf Monate lang wird gebaut."),
    ("Der Bürgermeister verleiht um 11.00 Uhr 18 Urkunden.", "28 Urkunden verleiht der Bürgermeister."),
    ("Das Land zahlt 68 Prozent der Kosten.", "Das Land zahlt rund drei Viertel der Kosten."),
    ("In dem Heim leben 110 Menschen, darunter 46 Kinder.", "46 Kinder und 74 Erwachsene leben in dem Heim."),
    ("Der Umbau kostet 880.000 Euro. Das Land gibt 610.000 Euro dazu.", "Das Land gibt 270.000 Euro dazu."),
)


def reds(release: str, told: str) -> list[str]:
    return strange(release, told, date(2027, 1, 11))


@pytest.mark.parametrize(("release", "told"), RIGHT, ids=[told for _, told in RIGHT])
def test_what_two_figures_come_to_is_not_red(release: str, told: str) -> None:
    assert reds(release, told) == []


@pytest.mark.parametrize(("release", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_they_do_not_come_to_is_red(release: str, told: str) -> None:
    assert reds(release, told)


def test_what_follows_from_the_form_in_which_figures_are_set_is_not_red() -> None:
    right = pairs("numbers_right_4.txt")
    false = [pair for pair in right if reds(*pair)]
    assert len(right) >= 40
    assert len(false) <= 5, false


def test_what_does_not_follow_from_that_form_stays_red() -> None:
    wrong = pairs("numbers_wrong_2.txt")
    missed = [pair for pair in wrong if not reds(*pair)]
    assert len(wrong) >= 20
    assert not missed
