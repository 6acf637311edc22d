# SPDX-License-Identifier: EUPL-1.2
"""Days counted from another one, feasts, ages in brackets, functions told by a verb, buildings: wrong is red, right is not."""

from datetime import date

import pytest

from pipeline.language.check_absence import absent
from pipeline.language.check_bindings import bindings
from pipeline.language.ground import Ground, ground
from pipeline.language.named_days import other_row
from pipeline.model import Item, Severity


def source(text: str) -> Ground:
    return ground(Item("table", "Mitteilung aus dem Rathaus", text, "", date(2026, 11, 2)))


def reds(there: str, told: str) -> list[str]:
    origin = source(there)
    flags = (*absent(told, origin), *bindings(told, origin, (1,)))
    return list(dict.fromkeys(flag.quote for flag in flags if flag.severity is Severity.RED))


FAIR = "Die Messe öffnet am Freitag, 13. November, um 10 Uhr. Karten gibt es seit Mittwoch, 14. Oktober."
LIFT = "Der Aufzug am Bahnhof fällt ab 9. November aus. Die Wartung holt die Firma am Mittwoch, 18. November, nach."
BINS = "Die Abfuhr vom 24. Dezember wird auf Montag, 28. Dezember, verschoben. Am Samstag, 2. Januar, ruht der Betrieb."


@pytest.mark.parametrize(
    ("there", "told", "quote"),
    [
        (FAIR, "Die Messe öffnet am Mittwoch nächster Woche.", "Mittwoch"),
        (FAIR, "Los geht es am Mittwoch der kommenden Woche.", "Mittwoch"),
        (LIFT, "Am Freitag nächster Woche kommt die Firma.", "Freitag"),
        (BINS, "Die Abfuhr vom 24. Dezember folgt am Samstag darauf.", "Samstag"),
        (
            "Der Rat hat am Mittwoch getagt. Die Bürgerwerkstatt zum Spielplatz im Ostviertel beginnt am Samstag um 14 Uhr.",
            "Die Bürgerwerkstatt zum Spielplatz im Ostviertel beginnt am Mittwoch.",
            "Mittwoch",
        ),
        (
            "Die Brücke wird in der Nacht zum Sonntag gehoben.",
            "In der Nacht zum Montag wird die Brücke gehoben.",
            "Nacht zum Montag",
        ),
        ("Das Netz ruht in der Nacht von Freitag auf Samstag.", "In der Samstagnacht ruht das Netz.", "Samstagnacht"),
        (
            "Das Turnier ist am Samstag, 9. Januar 2027, der Ball am Sonntag, 31. Januar.",
            "Am zweiten Sonntag im Januar ist das Turnier.",
            "Sonntag",
        ),
        (
            "Papier wird am Montag, 28. Dezember, geholt, Glas am Dienstag, 8. Dezember.",
            "Papier ist am Dienstag nach Weihnachten dran.",
            "Dienstag",
        ),
        ("Los geht es um 3.05 Uhr.", "Los geht es kurz nach vier.", "vier"),
        ("Der Kurs ist in der Turnhalle der Erlenschule.", "Der Kurs ist in der Turnhalle der Ulmenschule.", "Ulmenschule"),
        ("Die Lesung ist in der Martinskapelle.", "Die Lesung ist in der Georgskapelle.", "Georgskapelle"),
        ("Treffpunkt ist das Feuerwehrhaus.", "Man trifft sich am Schützenheim.", "Schützenheim"),
        (
            "Gesperrt ist der Weg zwischen Rehtal und Fuchsmoor.",
            "Zu ist der Weg zwischen Rehtal und Krähenschlucht.",
            "Krähenschlucht",
        ),
        (
            "Die Sanierung kostet 4,8 Millionen Euro. Das Bad ist alt. Es leckt. Geplant waren 3,6 Millionen Euro.",
            "Es wird gut zwei Millionen Euro teurer.",
            "zwei Millionen Euro",
        ),
        ("Ausgezeichnet wurde Marta Ahlers (47).", "Ausgezeichnet wurde die 74-jährige Marta Ahlers.", "74-jährige"),
        ("Marta Ahlers leitet das Amt.", "Amtsärztin Marta Ahlers spricht.", "Amtsärztin"),
        ("Die Beteiligung lag bei 41 Prozent.", "Nicht einmal jeder Vierte stimmte ab.", "Vierte"),
        ("Die Fahrpläne liegen ab dem 4. Februar aus.", "Die Fahrpläne liegen kurz vor Ostern aus.", "Ostern"),
    ],
)
def test_what_the_source_does_not_have_there_is_red(there: str, told: str, quote: str) -> None:
    assert reds(there, told) == ([quote] if quote else [])


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (FAIR, "Die Messe öffnet am Freitag nächster Woche."),
        (FAIR, "Am Freitag der kommenden Woche um zehn geht es los."),
        (LIFT, "Am Mittwoch übernächster Woche kommt die Firma."),
        (LIFT, "Am Mittwoch nächster Woche kommt die Firma."),  # read a week later
        (BINS, "Die Abfuhr vom 24. Dezember folgt am Montag darauf."),
        ("Die Müllabfuhr entfällt am Dienstag und wird am Samstag nachgeholt.", "Die Müllabfuhr kommt erst am Samstag."),
        ("Die Brücke wird in der Nacht zum Sonntag gehoben.", "In der Samstagnacht wird die Brücke gehoben."),
        ("Das Turnier ist am Samstag, 9. Januar 2027.", "Am zweiten Samstag im Januar ist das Turnier."),
        ("Papier wird am Montag, 28. Dezember, geholt.", "Papier ist am Montag nach Weihnachten dran."),
        ("Der Hof bleibt vom 24. Dezember bis zum 3. Januar zu.", "Über den Jahreswechsel bleibt der Hof zu."),
        ("Jeden Samstag spielt um 15 Uhr ein Puppentheater.", "Jeden Samstag um drei ist Puppentheater."),
        ("Los geht es um 4.05 Uhr.", "Los geht es kurz nach vier."),
        ("Die Kita leitet Ruth Abel seit 2019.", "Leiterin Ruth Abel lädt ein."),
        ("Amtsinhaber Jan Pohl tritt bei der Bürgermeisterwahl an.", "Bürgermeister Pohl tritt an."),
        ("Zur siebten Obstmesse kommen 40 Höfe.", "Zum siebten Mal ist Obstmesse."),
        ("Geplant ist eine Tempo-30-Zone.", "Dort gilt bald Tempo 30."),
        ("Die Gebühr steigt von 60 auf 84 Euro.", "Statt 60 zahlt man künftig 84 Euro."),
        ("Das Fest ist am 6. Dezember.", "Am zweiten Advent ist das Fest."),
        ("Der letzte Bus fährt um 0.40 Uhr.", "Der letzte Bus fährt erst nach null Uhr."),
        ("Entdeckt wurde der Riss im Frühjahr 2025.", "Entdeckt wurde der Riss vor anderthalb Jahren."),
        ("Der Verein gibt 3.500 Euro.", "Der Verein gibt mehrere tausend Euro."),
        ("Über die Osterfeiertage ruht die Baustelle.", "Über Ostern ruht die Baustelle."),
        ("Die Hefte liegen ab dem 19. Dezember aus.", "Die Hefte liegen kurz vor Weihnachten aus."),
        ("Die Brücke ist vom 14. bis 18. Mai gesperrt.", "Über Pfingsten ist die Brücke zu."),
        ("Ausgezeichnet wurde Marta Ahlers (47).", "Ausgezeichnet wurde die 47-jährige Marta Ahlers."),
        ("Marta Ahlers leitet das Projekt seit Mai.", "Leiterin des Projekts ist Marta Ahlers."),
        ("Es gilt der Vorbehalt der amtsärztlichen Untersuchung.", "Der Amtsarzt muss zustimmen."),
        ("Die Beteiligung lag bei 23 Prozent.", "Nicht einmal jeder Vierte stimmte ab."),
        ("Die Beteiligung lag bei 23 Prozent.", "Knapp jede Vierte stimmte ab."),
        (
            "Die Sanierung kostet 4,8 Millionen Euro. Das Bad ist alt. Es leckt. Geplant waren 3,6 Millionen Euro.",
            "Es wird gut eine Million Euro teurer.",
        ),
        ("Der Kurs ist in der Erlenschule.", "Der Kurs ist in der Grundschule."),
        ("Der Unterricht in der Schule am Park läuft weiter.", "Im Schulhaus geht der Unterricht weiter."),
        ("Eltern nennen eine Schule ihrer Wahl.", "Die Eltern nennen ihre Wunschschule."),
        ("Treffpunkt ist das Vereinsheim.", "Man trifft sich am Sportheim."),
    ],
)
def test_what_the_source_says_in_other_words_is_not_red(there: str, told: str) -> None:
    assert reds(there, told) == []


@pytest.mark.parametrize(
    ("there", "told", "found"),
    [
        ("Gebaut wird von Montag bis Freitag, am Samstag nur bis 13 Uhr.", "Gebaut wird von Montag bis Samstag.", True),
        ("Geöffnet ist Mo–Fr 8 bis 12 Uhr, Sa 9 bis 11 Uhr.", "Montags bis samstags ist geöffnet.", True),
        ("Geöffnet ist Mo–Fr 8 bis 12 Uhr, Sa 9 bis 11 Uhr.", "Montags bis freitags ist geöffnet.", False),
        ("Das Fest geht von Freitag, 14. Mai, bis Sonntag, 16. Mai.", "Das Fest geht von Freitag bis Sonntag.", False),
    ],
)
def test_a_row_of_weekdays_with_another_end_is_amber(there: str, told: str, found: bool) -> None:
    assert bool(other_row(told, source(there))) is found
