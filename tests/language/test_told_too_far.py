# SPDX-License-Identifier: EUPL-1.2
"""Statements told too far in ways that six fresh hands showed: wrongly flagged the first, quiet the second of each pair."""

import pytest

from tests.language.test_force import codes

FOREST = """Nach dem Sturm. Der Waldweg am Weiher ist montags bis freitags gesperrt. Am Wochenende ruhen die Arbeiten, der Weg ist
dann frei. Die Stadt bittet Spaziergänger, auch die übrigen Wege im Forst zu meiden. Anlass ist der Verdacht auf Fäule
an den Eichen."""
BUS = """Neuer Bus. Der Antrag der Liste, Rentnern freie Fahrt zu gewähren, wurde beraten. Der Jugendrat hat beantragt, die
Bürger über den Bus abstimmen zu lassen. Schüler müssen die Karte mitführen; lediglich in der ersten Schulwoche dürfen
sie ohne Karte mitfahren. Der Personalausweis sollte nach Möglichkeit mitgebracht werden. Der Fahrschein ist zwingend
vorzulegen. An Feiertagen gibt es keinen Betrieb. Bezahlt wird an Bord; weder ein Vertrag noch eine App ist
erforderlich. An erster Stelle steht der Wunsch nach einem Nachtbus, der freitags zwischen dem Bahnhof und den Dörfern
verkehren soll."""
WORKS = """Die Arbeiten. Eine frühere Öffnung einzelner Hallenteile werde geprüft. Die Bushaltestelle Kirche entfällt, die Linie
32 hält ersatzweise am Feuerwehrhaus. Straßenausbaubeiträge werden von den Anliegern nicht erhoben. Der Verzehr von
Speisen ist in der Halle untersagt, Wasser in Flaschen ist erlaubt. Der Ausweis kostet 20 Euro, für Schüler und
Auszubildende ist er kostenlos. In drei Orten ist Geflügel im Stall zu halten. In den übrigen Gemeinden wird der Stall
lediglich empfohlen."""
BATH = """Das Bad öffnet. Die Sauna bleibt bis auf Weiteres außer Betrieb. Das Becken am Hang bliebe nach dem Konzept ohne
Einschränkungen geöffnet. Zecken sollten zügig und ohne Öl entfernt werden. Kunden können die Ware auch ohne Kassenbon
zurückgeben. Ob die Linie danach dauerhaft eingerichtet wird, entscheidet der Stadtrat. Sie fährt bis zum 9. Oktober."""


@pytest.mark.parametrize(
    ("source", "wrong", "right"),
    [
        (FOREST, "Auch am Wochenende bleibt der Weg dicht.", "Am Wochenende ist der Weg frei."),
        (FOREST, "Die anderen Waldwege sind tabu.", "Die anderen Waldwege soll man lieber meiden."),
        (FOREST, "Gefällt wird, weil Eichen faulen.", "Gefällt wird, weil Eichen womöglich faulen."),
        (BUS, "Rentner dürfen jetzt gratis fahren.", "Ob Rentner gratis fahren, wurde beraten."),
        (BUS, "Über den Bus stimmen die Bürger ab.", "Der Jugendrat wünscht sich, dass die Bürger über den Bus abstimmen."),
        (
            BUS,
            "Ohne Karte läuft schon in der ersten Schulwoche nichts.",
            "In der ersten Schulwoche dürfen sie noch ohne Karte mitfahren.",
        ),
        (BUS, "Personalausweis und Fahrschein muss man dabeihaben.", "Den Fahrschein muss man dabeihaben."),
        (BUS, "Der Bus fährt zum Bahnhof, auch an Feiertagen.", "An Feiertagen fährt kein Bus."),
        (BUS, "Einen Vertrag braucht man nicht, aber eine App.", "Einen Vertrag oder eine App braucht man nicht."),
        (BUS, "Der Nachtbus kommt, freitags fährt er.", "Gewünscht ist ein Nachtbus, er soll freitags fahren."),
        (WORKS, "Einzelne Hallenteile sind schon früher nutzbar.", "Ob einzelne Hallenteile früher öffnen, wird geprüft."),
        (WORKS, "Der Bus 32 hält weiterhin an der Kirche.", "Der Bus 32 hält am Feuerwehrhaus."),
        (WORKS, "Anlieger zahlen Ausbaubeiträge.", "Anlieger zahlen keine Ausbaubeiträge."),
        (WORKS, "Essen ist in der Halle erlaubt.", "Wasser ist in der Halle erlaubt."),
        (WORKS, "Für Schüler ist der Ausweis nicht kostenlos.", "Für Schüler ist der Ausweis kostenlos."),
        (WORKS, "Auch im restlichen Landkreis ist der Stall Pflicht.", "Im restlichen Landkreis wird der Stall empfohlen."),
        (BATH, "Die Sauna läuft wieder.", "Die Sauna bleibt zu."),
        (
            BATH,
            "Das Becken am Hang bliebe laut Konzept nur mit Abstrichen offen.",
            "Das Becken am Hang bliebe ganz normal offen.",
        ),
        (BATH, "Zecken zieht man am besten mit etwas Öl heraus.", "Zecken entfernt man am besten ohne Öl."),
        (BATH, "Zurückgeben geht nicht, wenn der Kassenbon weg ist.", "Die Ware kann man auch ohne Kassenbon zurückgeben."),
        (
            BATH,
            "Auch im Winter fährt die Linie dauerhaft weiter.",
            "Ob sie danach dauerhaft fährt, entscheidet der Stadtrat.",
        ),
    ],
)
def test_what_is_told_too_far_is_flagged_and_its_faithful_twin_is_not(source: str, wrong: str, right: str) -> None:
    told_of = source.replace("\n", " ")
    watched = {"obligation-hardened", "negation-lost", "negation-flipped", "meaning-reversed"}
    assert (bool(codes(told_of, wrong) & watched), codes(told_of, right) & watched) == (True, set())
