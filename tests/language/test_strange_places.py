# SPDX-License-Identifier: EUPL-1.2
"""Places and people that a release does not name: red; what it says in another form, or as a common noun: not."""

from datetime import date

import pytest

from tests.language.told import strange

RIGHT = (
    ("Das Seniorenheim St. Anna bekommt einen Garten.", "Das Pflegeheim bekommt einen Garten."),
    ("Das ehemalige Lehrlingswohnheim in Weidach wird abgerissen.", "Ein altes Lehrlingsheim in Weidach wird abgerissen."),
    ("Die Kommunen erhalten 3 Millionen Euro mehr aus der Umlage.", "Den Rathäusern bringt das 3 Millionen Euro."),
    ("Operationen werden verschoben, Sprechstunden finden statt.", "OP-Pläne ändern sich, Sprechstunden nicht."),
    ("Aus der polnischen Partnerstadt kommen 30 Gäste.", "30 Gäste kommen aus Polen."),
    ("Die dänische Delegation bleibt drei Tage in Ahlen.", "Der Besuch aus Dänemark bleibt drei Tage in Ahlen."),
    ("Eine Betreuungskraft fährt mit den Kindern mit.", "Ein Betreuer fährt mit den Kindern mit."),
    ("Wer Kinder begleitet, zahlt nichts.", "Begleiter der Kinder zahlen nichts."),
    ("Die Speisung ist für Bedürftige gratis.", "Gratis-Essen gibt es für Bedürftige."),
    ("Die Unterkunft für Erntehelfer in Bruchau wird erweitert.", "Das Erntehelferheim in Bruchau wird erweitert."),
    ("Am Anger in Lauben wird ein Spielplatz gebaut.", "Auf dem Bolzplatz in Lauben wird gebaut."),
    ("Die Ärztin Elif Demir leitet die Klinik.", "Elif Demir leitet die Klinik."),
    ("Das Technische Hilfswerk übt am Fluss.", "Das THW übt am Fluss."),
    ("Die Kreisvolkshochschule startet ins Semester.", "Die VHS startet ins Semester."),
    ("Der Allgemeine Deutsche Fahrrad-Club lädt ein.", "Der ADFC lädt ein."),
    ("Rektorin Anke Stolz freut sich über den Neubau.", "Schulleiterin Anke Stolz freut sich über den Neubau."),
)
WRONG = (
    ("Das Technische Hilfswerk übt am Fluss.", "Das DRK übt am Fluss.", "DRK"),
    ("Rektorin Anke Stolz freut sich über den Neubau.", "Landrätin Anke Stolz freut sich über den Neubau.", "Landrätin"),
    ("Gefeiert wird auf dem Schützenplatz in Lauben.", "Gefeiert wird auf dem Rosenplatz in Lauben.", "Rosenplatz"),
    ("Die Bäume am Mühlengraben werden gefällt.", "Am Färbergraben werden Bäume gefällt.", "Färbergraben"),
    ("Die Ärztin Elif Demir leitet die Klinik.", "Elif Bach leitet die Klinik.", "Elif Bach"),
    ("Aus der polnischen Partnerstadt kommen 30 Gäste.", "30 Gäste kommen aus Frankreich.", "Frankreich"),
    ("In Oberhausen wird gebaut.", "In Bensheim wird gebaut.", "Bensheim"),
    ("Der Bus hält am Weidenhof.", "Der Bus hält am Rosenhof.", "Rosenhof"),
    ("Die Ringbuslinie fährt zum Marienfriedhof.", "Der Bus fährt zum Johannisfriedhof.", "Johannisfriedhof"),
    ("Der Ausschuss tagt im Kreishaus.", "Der Ausschuss tagt im Klinikum.", "Klinikum"),
)


def reds(release: str, told: str) -> list[str]:
    return strange(release, told, date(2027, 3, 1))


@pytest.mark.parametrize(("release", "told"), RIGHT, ids=[told for _, told in RIGHT])
def test_what_the_release_says_in_another_form_is_no_strange_place(release: str, told: str) -> None:
    assert reds(release, told) == []


@pytest.mark.parametrize(("release", "told", "strange"), WRONG, ids=[told for _, told, _ in WRONG])
def test_a_place_or_a_person_that_the_release_does_not_name_is_red(release: str, told: str, strange: str) -> None:
    assert strange in reds(release, told)
