# SPDX-License-Identifier: EUPL-1.2
"""Sentences of the source, picked and shortened so that they can be read on air."""

from datetime import date

import pytest

from pipeline.language.compress import compress, drop_year, spell_dates
from pipeline.language.extract import dangling, extract, leans
from pipeline.language.facts import cut_contacts, item_sentences, ledger
from pipeline.language.finite import finite, tokens
from pipeline.language.gravity import grave
from pipeline.language.headline import fits, headline, in_english, kicker
from pipeline.language.templates import Theme, Wording, closing, opening, overview, phrase, transition
from pipeline.model import Item, Origin
from pipeline.ports import Brief

DAY = date(2026, 11, 19)


def short(sentence: str) -> list[str]:
    return [piece.text for piece in compress(sentence, 1, 2026)]


def draft(title: str, text: str, core: int = 4):  # type: ignore[no-untyped-def]
    item = Item("x", title, text, "", DAY)
    sentences = tuple(cut_contacts(s) for s in item_sentences(item))
    return extract(Brief(item, sentences, ledger(item), core))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Niederbirken. Die Brücke wird gesperrt.", ["Die Brücke wird gesperrt."]),
        ("Beispielheim (lk) – Der Kreis baut eine Schule.", ["Der Kreis baut eine Schule."]),
        ("Die Stelle (m/w/d) ist unbefristet.", ["Die Stelle ist unbefristet."]),
        ("Die Firma (GmbH (neu)) zieht um.", ["Die Firma zieht um."]),
        ("Sie gilt ab Montag, 30. November 2026, voll.", ["Sie gilt ab Montag, 30. November, voll."]),
        ("Der Bau beginnt am 15. Februar 2027.", ["Der Bau beginnt am 15. Februar 2027."]),
        ("Die Frist endet am 05.12.2026.", ["Die Frist endet am 5. Dezember."]),
        ("Das Fest dauert vom 01. bis 03. Mai.", ["Das Fest dauert vom 1. bis 3. Mai."]),
        ("Doch der Kreis plant weiter.", ["Der Kreis plant weiter."]),
        ("Doch gibt es auch Kritik.", ["Doch gibt es auch Kritik."]),
        ("Der Anbau kostet 1,9 Mio. Euro.", ["Der Anbau kostet 1,9 Millionen Euro."]),
        ("Die Quote liegt bei 12 %.", ["Die Quote liegt bei 12 Prozent."]),
        (
            "„Die Schule ist seit Jahren zu klein“, sagt der Schuldezernent Jonas Wieland.",
            ["Der Schuldezernent Jonas Wieland sagt: „Die Schule ist seit Jahren zu klein.“"],
        ),
        ("Die Vorfreude steigt: Am 31. Juli beginnt das Fest.", ["Am 31. Juli beginnt das Fest."]),
        (
            "Für die Schutzzone gilt: Das Geflügel muss im Stall bleiben.",
            ["Für die Schutzzone gilt: Das Geflügel muss im Stall bleiben."],
        ),
    ],
)
def test_a_sentence_is_shortened_without_changing_what_it_says(written: str, spoken: list[str]) -> None:
    assert short(written) == spoken


def test_an_over_long_sentence_loses_a_trailing_result_but_never_a_condition() -> None:
    long = (
        "Die Linie 68 ist montags bis freitags von 5 bis 21 Uhr im Halbstundentakt unterwegs, sodass auch der Spätdienst des "
        "Klinikums mit dem Bus erreichbar ist."
    )
    assert short(long) == ["Die Linie 68 ist montags bis freitags von 5 bis 21 Uhr im Halbstundentakt unterwegs."]
    condition = (
        "Ausnahmen für einzelne Vereine sind nach Angaben der zuständigen Stelle im Kreishaus auch weiterhin möglich, wenn ein "
        "vorzeitiger Beginn schriftlich beantragt worden ist."
    )
    assert short(condition) == [condition]


def test_an_over_long_sentence_splits_between_whole_clauses_only() -> None:
    two = (
        "Die Buslinie 64 fährt während der langen Bauzeit über Wiesenau und die beiden Haltestellen an der Brücke "
        "entfallen bis März ganz."
    )
    assert len(short(two)) == 2
    assert all(finite(text) >= 0 for text in short(two))
    one = (
        "Aufgrund der Feiertage bleibt das Rathaus an den drei Werktagen zwischen Weihnachten und Neujahr zugunsten der "
        "Einsparung von Strom und Gas geschlossen."
    )
    assert short(one) == [one]


def test_years_go_only_where_they_are_obvious() -> None:
    assert drop_year("am 3. Mai 2026 und am 4. Mai 2027", 2026) == "am 3. Mai und am 4. Mai 2027"
    assert drop_year("am 3. Mai 2026", 0) == "am 3. Mai 2026"
    assert spell_dates("Nr. 33.44.2026 und 3.4.26") == "Nr. 33.44.2026 und 3. April 2026"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Die Erlebrücke wird ab Montag voll gesperrt.", "wird"),
        ("Drei Klassen lernen in Containern.", "lernen"),
        ("Der Rat der Stadt sprach sich dafür aus.", "sprach"),
        ("Rohbau und Innenausbau: 1.200.000 Euro", ""),
        ("Brücke an der K 12 voll gesperrt", ""),
        ("Die betroffenen Familien werden informiert.", "werden"),
    ],
)
def test_the_finite_verb_tells_a_sentence_from_a_heading(text: str, verb: str) -> None:
    at = finite(text)
    assert (tokens(text)[at] if at >= 0 else "") == verb


def test_pointing_back_is_noticed() -> None:
    assert dangling("Dies gilt auch für Kinder.")
    assert dangling("Das ist neu.")
    assert not dangling("Das Land zahlt 60 Prozent.")
    assert leans("Das Land übernimmt davon 60 Prozent.")
    assert leans("Dann haben ihre Kinder frei.")
    assert not leans("Halterinnen müssen ihr Geflügel im Stall lassen.")
    assert leans("Morgens fährt er nach Wiesenau.")
    assert not leans("Die Vereine erhalten bis Ende Februar Bescheid.")


LONG_TEXT = (
    "Niederbirken. Die Erlebrücke an der K 12 wird ab Montag, 30. November 2026, voll gesperrt. Der Landkreis saniert das "
    "Bauwerk. Er baut daneben einen Behelfssteg auf. Wir freuen uns auf Ihren Besuch! Heute beginnt der Verkauf. "
    "Die Sperrung dauert voraussichtlich bis Freitag, 19. März 2027. Im Kreis seien viele Menschen betroffen. "
    "Für Eltern gibt es einen Informationsabend. Er beginnt am Dienstag, 8. Dezember 2026, um 19 Uhr in der Aula.\n\n"
    "Was zu beachten ist\n\n„Deshalb handeln wir jetzt.“\n\nDie Arbeiten kosten rund 860.000 Euro. Das Land übernimmt davon 60 "
    "Prozent. Mehr dazu steht im …\n\nAnsprechpartner: Tobias Hellwig, Tel. 069 90009-412"
)


def test_only_whole_sentences_that_stand_alone_are_picked() -> None:
    made = draft("Brücke an der K 12 ab 30. November voll gesperrt", LONG_TEXT)
    told = [s.text for s in (*made.core, *made.spares)]
    assert made.core[0].text == "Die Erlebrücke an der K 12 wird ab Montag, 30. November, voll gesperrt."
    assert made.core[0].rank == 1
    for word in ("Er ", "Wir ", "Heute", "seien", "Was zu", "Deshalb", "…", "069", "Niederbirken. "):
        assert not any(text.startswith(word) or word in text for text in told if word != "Er " or text.startswith("Er ")), word
    assert "Der Informationsabend beginnt am Dienstag, 8. Dezember, um 19 Uhr in der Aula." in told
    assert all(s.origin is Origin.EXTRACT and s.sources for s in (*made.core, *made.spares))


def test_essential_facts_are_always_in_the_core() -> None:
    late = "Die Erlebrücke wird saniert. Der Kreis plant lange. " * 2 + "Die Sperrung beginnt am Montag, 30. November 2026."
    late += " Die Sperrung endet am Freitag, 19. März 2027."
    made = draft("K 12 vom 30. November bis 19. März 2027 gesperrt", late, core=2)
    first = " ".join(s.text for s in made.core if s.rank == 1)
    assert "30. November" in first
    assert "19. März" in first


def test_a_leaning_sentence_comes_with_its_support() -> None:
    made = draft("Brücke gesperrt", LONG_TEXT, core=6)
    told = [s.text for s in sorted((*made.core, *made.spares), key=lambda s: s.sources[-1])]
    at = told.index("Das Land übernimmt davon 60 Prozent.")
    assert told[at - 1] == "Die Arbeiten kosten rund 860.000 Euro."


def test_what_only_the_title_says_is_told_by_the_title() -> None:
    made = draft(
        "Bürgerservice bleibt am 8. April geschlossen",
        "Die Umstellung auf neue Software führt zu Einschränkungen. Die Arbeit beginnt am Morgen.",
    )
    assert made.core[0].text == "Bürgerservice bleibt am 8. April geschlossen."
    assert made.core[0].sources == (0,)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Gesamtschule Oberbirken bekommt Anbau für 1,9 Mio. Euro", "Gesamtschule Oberbirken bekommt Anbau für 1,9 Mio. Euro"),
        (
            "Kreis sucht Bauingenieurin oder Bauingenieur: Jobabend am 18. November",
            "Kreis sucht Bauingenieurin oder Bauingenieur",
        ),
        (
            "„Gesunde Kommune“ lädt nach Bürgerbefragung zur ersten Gesundheitswerkstatt in Salzheim ein",
            "„Gesunde Kommune“ lädt zur ersten Gesundheitswerkstatt ein",
        ),
        (
            "Adventskalender ist wieder da: Jetzt sichern trotz Verzögerung bei der Lieferung der Hefte",
            "Adventskalender ist wieder da",
        ),
        (
            "Kommunen werben für die neue Mitfahrplattform mitfahren.example im Netz",
            "Kommunen werben für die neue Mitfahrplattform",
        ),
    ],
)
def test_a_headline_has_two_lines_and_no_torn_word(title: str, expected: str) -> None:
    assert headline(title).startswith(expected)
    assert fits(headline(title))


def test_even_a_monster_of_a_word_fits() -> None:
    assert fits(headline("Grundstücksverkehrsgenehmigungszuständigkeitsübertragungs-Verordnung"))
    assert headline("") == "Meldung"


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Brücke an der K 12 wird gesperrt", "Verkehr"),
        ("Fahrplanwechsel: Mehr Busse am Abend", "Nahverkehr"),
        ("Geflügelpest in Wiesenau", "Tiergesundheit"),
        ("Neue Öffnungszeiten", "Aktuell"),
    ],
)
def test_the_kicker_is_one_known_word(title: str, topic: str) -> None:
    assert kicker(Item("x", title, "", "", None)) == topic
    assert in_english(topic) != topic


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Die Stadt trauert um Helmut Muster", "", True),
        ("Geflügelpest in Wiesenau", "", True),
        ("Unfall auf der B 1", "Ein Mensch wurde tödlich verletzt.", True),
        ("Krimifestival im Museum", "Mordshunger heißt die Lesung.", False),
        ("Unfallgefahr am Bahnübergang beseitigt", "", False),
        ("Neuer Radweg", "Tote Wildvögel bitte melden.", False),
    ],
)
def test_grave_matters_are_known_by_code(title: str, text: str, expected: bool) -> None:
    assert grave(Item("x", title, text, "", None)) is expected


def test_the_overview_names_three_matters_in_one_sentence() -> None:
    themes = [
        Theme(h, "Verkehr", False) for h in ("Vollsperrung der K 12 ab 30. November", "Geflügelpest in Wiesenau: Stallpflicht")
    ]
    assert overview(themes) == "Die Themen: Vollsperrung der K 12 und Geflügelpest in Wiesenau."
    verbs = [*themes, Theme("Gesamtschule bekommt Anbau für 1,9 Mio. Euro", "Schule", False)]
    assert overview(verbs).endswith(", und: Gesamtschule bekommt Anbau.")
    assert phrase("Anbau für 1,9 Mio. Euro") == "Anbau für 1,9 Mio. Euro"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Landkreis Beispielheim", "aus dem Landkreis Beispielheim."),
        ("Stadt Salzheim", "aus der Stadt Salzheim."),
        ("Salzheim", "aus Salzheim."),
        ("Main-Beispiel-Kreis", "aus dem Main-Beispiel-Kreis."),
    ],
)
def test_the_greeting_agrees_with_the_name(name: str, said: str) -> None:
    assert opening(Wording("Kompakt", name), [])[0].text.endswith(said)


def test_english_programmes_are_greeted_in_english() -> None:
    wording = Wording("County News", "Landkreis Beispielheim", language="en")
    assert opening(wording, [])[0].text.startswith("Hello")
    assert "AI voice" in closing(wording)[1].text


def test_nothing_is_bridged_before_a_grave_story() -> None:
    themes = [Theme("A", "Verkehr", False), Theme("B", "Trauer", True), Theme("C", "Kultur", False)]
    assert transition(themes, 0) is None
    assert transition(themes, 1) is None
    bridge = transition(themes, 2)
    assert bridge is not None
    assert bridge.text == "Nun zu einem anderen Thema."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Ab Montag, den 17. August 2026 wird die Straße gesperrt.", "Ab Montag, dem 17. August, wird die Straße gesperrt."),
        ("Das Fest ist am Sonntag, den 28. Juni.", "Das Fest ist am Sonntag, dem 28. Juni."),
        ("Die Durchfahrt von Au (L 3117) wird gesperrt.", "Die Durchfahrt von Au, L 3117, wird gesperrt."),
        ("Der Verein (seit 1908) feiert im Saal.", "Der Verein feiert im Saal."),
    ],
)
def test_dates_and_roads_are_put_as_they_are_said(written: str, spoken: str) -> None:
    assert short(written) == [spoken]


def test_the_rest_of_a_sentence_is_never_read_without_its_beginning() -> None:
    text = (
        "Die Stadt baut am Markt eine Halle für Vereine. Ein Container steht am Samstag auf dem Festplatz bereit; die Abgabe "
        "kostet drei Euro je Sack. Die Halle bekommt ein Dach aus Holz. Die Fraktion wollte warten. Der Antrag wurde abgelehnt."
    )
    made = draft("Stadt baut Halle", text, core=2)
    order = [s.text for s in sorted((*made.core, *made.spares), key=lambda s: s.sources)]
    rest = "Die Abgabe kostet drei Euro je Sack."
    assert rest not in order or order[order.index(rest) - 1].startswith("Ein Container")
    antrag = "Der Antrag wurde abgelehnt."
    assert antrag not in order or order[order.index(antrag) - 1].startswith("Die Fraktion")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dem Gesundheitsamt sind sechs Fälle gemeldet worden.", False),
        ("Das Fest findet in diesem Jahr auf dem Markt statt.", False),
        ("Dem folgte der Ausschuss.", True),
        ("Die Bürgermeisterin eröffnet ihn am Freitag.", True),
        ("Von den Geräten konnten sie 790 reparieren.", True),
        ("Die Schule bleibt deshalb geschlossen.", True),
    ],
)
def test_what_leans_on_the_sentence_before_is_told_from_what_stands_alone(text: str, expected: bool) -> None:
    assert leans(text) is expected


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Herbstmarkt in Lohrstadt vom 25. bis 27. September", "Herbstmarkt in Lohrstadt"),
        ("Bad Salmünde: Gästebeitrag steigt zum 1. März auf 3,20 Euro", "Gästebeitrag steigt auf 3,20 Euro"),
        ("„Glut und Glas“: Museum eröffnet neue Ausstellung", "Museum eröffnet neue Ausstellung"),
        ("430 Kurse im neuen Semester, Anmeldung ab sofort", "430 Kurse im neuen Semester"),
    ],
)
def test_the_overview_names_the_matter(title: str, named: str) -> None:
    assert phrase(title) == named


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Geflügelpest in Mahlstedt nachgewiesen – Landkreis richtet Schutzzone ein", "Geflügelpest in Mahlstedt nachgewiesen"),
        (
            "Sanierungsarbeiten an der Fußgängerbrücke über die Heder beginnen – Umleitung über den Markt",
            "Sanierungsarbeiten an der Fußgängerbrücke über die Heder",
        ),
        (
            "Sport, Spaß, Gemeinschaft – Offenes Spikeballspiel für alle auf der Sälzerwiese",
            "Offenes Spikeballspiel für alle auf der Sälzerwiese",
        ),
    ],
)
def test_a_headline_says_what_happened(title: str, shown: str) -> None:
    assert headline(title) == shown
    assert fits(shown)


def test_no_auxiliary_is_left_without_its_participle() -> None:
    title = (
        "Cyclomedia wird ab dem 03.08.2026 bis voraussichtlich 31.08.2026 das Stadtgebiet befahren und dort mit Fahrzeugen, die "
        "mit Kameras ausgestattet sind, die Umgebung digital erfassen."
    )
    assert headline(title) == "Cyclomedia ab dem 03.08.2026 bis voraussichtlich 31.08.2026"
