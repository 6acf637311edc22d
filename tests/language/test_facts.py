# SPDX-License-Identifier: EUPL-1.2
"""The fact ledger: what counts as the same fact, what is found in an item, what must be told, what contradicts itself."""

import itertools
from datetime import date

import pytest

from pipeline.language.agreement import same
from pipeline.language.check_dropped import dropped as untold
from pipeline.language.contacts import contacts, cut_contacts
from pipeline.language.facts import item_sentences, ledger, marks, service
from pipeline.language.ground import ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.prompting import said
from pipeline.language.quotations import verbatim
from pipeline.model import Fact, FactKind, Item

YEARS = (2026, 2027)
BRIDGE = Item(
    "bridge",
    "Brücke an der K 12 ab 30. November voll gesperrt",
    """Niederbirken. Die Erlebrücke an der K 12 wird ab Montag, 30. November 2026, voll gesperrt. Der Landkreis Beispielheim
saniert das Bauwerk. Die Sperrung dauert voraussichtlich bis Freitag, 19. März 2027.

Die Arbeiten kosten rund 860.000 Euro. „Die Brücke ist über hundert Jahre alt“, sagt Landrätin Marlene Asbeck. Die Busse
fahren von 5 bis 21 Uhr.

Ansprechpartner: Tobias Hellwig, Tel. 069 90009-412, E-Mail strassen@kreis.example. Pläne:
https://www.kreis.example/baustellen""",
    "https://www.kreis.example/k12",
    date(2026, 11, 19),
)


def item(title: str, text: str, published: date | None = date(2026, 11, 19)) -> Item:
    return Item("x", title, text, "", published)


def only(text: str, *kinds: FactKind) -> Mention:
    found = [m for m in mentions(text) if not kinds or m.kind in kinds]
    assert len(found) == 1, f"{text}: {[(m.kind, m.text, m.value) for m in found]}"
    return found[0]


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("zwei Millionen Euro", "2.000.000 Euro"),
        ("2 Mio. Euro", "zwei Millionen Euro"),
        ("1,9 Millionen Euro", "1.900.000 €"),
        ("zwei Euro fünfzig", "2,50 Euro"),
        ("eineinhalb Millionen Menschen", "1,5 Mio. Menschen"),
        ("zweitausendvierhundertfünfzig Kinder", "2.450 Kinder"),
        ("sechzig Prozent", "60 %"),
        ("die Hälfte der Kosten", "50 Prozent der Kosten"),
        ("anderthalb Stunden", "90 Minuten"),
        ("zwei Wochen", "14 Tage"),
        ("18 Monate", "eineinhalb Jahre"),
        ("ein dreitägiges Fest", "drei Tage"),
        ("das 50-jährige Bestehen", "50 Jahre"),
        ("fünfundvierzig Kilowatt", "45 kW"),
        ("zweieinhalb Meter", "2,50 Meter"),
        ("eine Tonne mit 80 Litern", "eine 80-Liter-Tonne"),
        ("um acht Uhr", "um 8.00 Uhr"),
        ("um halb neun", "um 8.30 Uhr"),
        ("um halb acht", "um 19.30 Uhr"),
        ("um Viertel nach sechs am Abend", "um 18:15 Uhr"),
        ("um achtzehn Uhr dreißig", "um 18.30 Uhr"),
        ("am dreißigsten November", "am 30. November 2026"),
        ("am 30. November 2026", "am 30.11."),
        ("am 30. November", "am 30.11.2026"),
        ("im November", "am 30. November"),
        ("Ende März 2027", "am 28. März 2027"),
        ("im Frühjahr", "im Frühling"),
        ("zum Jahreswechsel", "am 1. Januar"),
        ("die Bundesstraße 26", "die B 26"),
        ("der Sonnabend", "der Samstag"),
    ],
)
def test_equal_facts_are_equal_in_any_wording(told: str, source: str) -> None:
    assert same(only(told), only(source), YEARS)


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("zwei Millionen Euro", "2.000 Euro"),
        ("60 Euro", "60 Prozent"),
        ("71 Kinder", "72 Kinder"),
        ("drei Wochen", "drei Tage"),
        ("um halb neun", "um 9.30 Uhr"),
        ("um 8 Uhr", "um 20 Uhr"),
        ("am 30. Oktober", "am 30. November"),
        ("am 30. November 2027", "am 30. November 2026"),
        ("am 30. November", "im November"),
        ("Anfang März", "am 28. März"),
        ("der Montag", "der Dienstag"),
        ("die B 26", "die B 38"),
        ("die K 26", "die B 26"),
        ("fünf Euro", "Linie 5"),
        ("zwölf Kilometer", "zwölf Meter"),
    ],
)
def test_different_facts_are_different(told: str, source: str) -> None:
    assert not same(only(told), only(source), YEARS)


@pytest.mark.parametrize(
    ("told", "source", "honest"),
    [
        ("rund 900.000 Euro", "860.000 Euro", True),
        ("knapp 900.000 Euro", "860.000 Euro", True),
        ("gut 800.000 Euro", "860.000 Euro", True),
        ("gut zwei Kilometer", "2,4 Kilometer", True),
        ("knapp zwei Millionen Euro", "1,9 Mio. Euro", True),
        ("mehr als 300 Kinder", "312 Kinder", True),
        ("fast 60 Prozent", "59,6 Prozent", True),
        ("gut 900.000 Euro", "860.000 Euro", False),
        ("knapp 800.000 Euro", "860.000 Euro", False),
        ("rund 700.000 Euro", "860.000 Euro", False),
        ("900.000 Euro", "860.000 Euro", False),
        ("rund 850.000 Euro", "860.000 Euro", False),
        ("rund zehn Minuten", "neun Minuten", False),
    ],
)
def test_rounding_needs_an_honest_hedge_and_a_rounder_number(told: str, source: str, honest: bool) -> None:
    assert same(only(told), only(source), YEARS) is honest


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Vom 2. bis 4. Januar ist zu.", ["--01-02", "--01-04"]),
        ("Von 10 bis 13 Uhr ist offen.", ["10:00", "13:00"]),
        ("Am Montag, dem 30. November 2026, geht es los.", ["weekday:0", "2026-11-30"]),
        ("Mo.–Fr. 7–18 Uhr", ["weekday:0", "weekday:4", "07:00", "18:00"]),
        ("Der Eintritt kostet zwischen 8 und 24 Euro.", ["8 EUR", "24 EUR"]),
        ("Die Linie 64 fährt alle 30 statt alle 60 Minuten.", ["64", "30 min", "60 min"]),
        ("Raum 1.08 ist frei.", ["1.08"]),
        ("Außer Acht gelassen wurde der Zweifel.", []),
        ("Am Morgen kam die Achtung zurück.", []),
        ("Die im Jahr 1908 errichtete Brücke", ["1908"]),
    ],
)
def test_values_are_found_in_the_traps_of_real_releases(text: str, values: list[str]) -> None:
    assert [m.value for m in mentions(text)] == values


@pytest.mark.parametrize(
    ("text", "name", "function"),
    [
        ("Das sagt der Erste Kreisbeigeordnete und Schuldezernent Jonas Wieland.", "jonas wieland", "schuldezernent"),
        ("Amtstierärztin Dr. Ute Reimers warnt.", "ute reimers", "amtstierärztin"),
        ("Bürgermeister Müller kommt.", "müller", "bürgermeister"),
        ("Frau Krug geht.", "krug", ""),
        ("Hans-Peter von der Heide liest.", "hans-peter von der heide", ""),
    ],
)
def test_people_are_found_with_their_functions(text: str, name: str, function: str) -> None:
    person = only(text, FactKind.NAME)
    assert (person.value, person.unit) == (name, function)


@pytest.mark.parametrize(
    "text",
    [
        "Interessierte Bürgerinnen und Bürger können Förderanträge stellen.",
        "In Kürze beginnt die Sanierung der Ersatzhaltestelle.",
        "Der Landrat gab Entwarnung.",
        "Samstags wird das Mauerwerk neu verfugt.",
        "Auf dem Dach ist eine Photovoltaikanlage geplant.",
        "Der Radweg führt am Parkplatz vorbei.",
    ],
)
def test_common_nouns_and_compounds_are_no_names(text: str) -> None:
    assert [m.text for m in mentions(text) if m.kind in (FactKind.NAME, FactKind.PLACE, FactKind.ORGANISATION)] == []


def test_sentences_are_numbered_from_the_title_through_every_paragraph() -> None:
    sentences = item_sentences(BRIDGE)
    assert sentences[0] == BRIDGE.title
    assert sentences[1] == "Niederbirken."
    assert "Die Arbeiten kosten rund 860.000 Euro." in sentences
    assert all(sentence.strip() == sentence for sentence in sentences)


def test_offsets_point_at_the_wording_in_the_sentence() -> None:
    sentences = item_sentences(BRIDGE)
    facts = ledger(BRIDGE)
    assert [fact.id for fact in facts] == [f"f{n}" for n in range(1, len(facts) + 1)]
    for fact in facts:
        assert sentences[fact.sentence][fact.start : fact.end] == fact.text


def facts_of(kind: FactKind, of: Item = BRIDGE) -> list[Fact]:
    return [fact for fact in ledger(of) if fact.kind is kind]


def test_the_ledger_holds_every_kind_of_fact() -> None:
    kinds = {fact.kind for fact in ledger(BRIDGE)}
    wanted = {FactKind.DATE, FactKind.WEEKDAY, FactKind.MONEY, FactKind.TIME, FactKind.NAME, FactKind.PLACE}
    assert wanted | {FactKind.QUOTATION, FactKind.PHONE, FactKind.MAIL, FactKind.URL} <= kinds
    assert facts_of(FactKind.MONEY)[0].value == "860000 EUR"
    assert facts_of(FactKind.NAME)[0].value == "marlene asbeck"


def test_a_date_without_a_year_takes_the_one_that_the_item_names() -> None:
    assert facts_of(FactKind.DATE)[0].value == "2026-11-30"


def test_a_weekday_alone_takes_the_date_that_it_fits() -> None:
    release = item("Fest", "Das Fest beginnt am 11. Dezember 2026. Am Freitag spielt die Kapelle.")
    assert facts_of(FactKind.WEEKDAY, release)[0].value == "2026-12-11"


def test_relative_days_stay_relative() -> None:
    release = item("Info", "Morgen informiert der Kreis. In der kommenden Woche folgt mehr.")
    assert [fact.value for fact in facts_of(FactKind.DATE, release)] == ["relative:morgen", "relative:nächst woche"]


def test_at_most_three_facts_are_essential_and_they_are_when_until_and_where() -> None:
    essential = [fact.value for fact in ledger(BRIDGE) if fact.essential]
    assert sorted(essential) == ["2026-11-30", "2027-03-19", "K 12"]


def test_a_price_in_the_title_is_essential() -> None:
    release = item(
        "Anbau für 1,9 Mio. Euro", "Die Schule bekommt einen Anbau. Er kostet 1,9 Mio. Euro. Es gibt 640.000 Euro vom Land."
    )
    assert [fact.value for fact in ledger(release) if fact.essential] == ["1900000 EUR"]


NOVEMBER = date(2026, 11, 19)


def essential_of(title: str, *told: str) -> list[str]:
    release = Item("x", title, " ".join(told), "", NOVEMBER)
    return [fact.text for fact in ledger(release) if fact.essential]


def test_a_day_on_which_something_was_decided_is_not_essential_but_the_day_from_which_it_holds_is() -> None:
    told = "Der Rat hat am Montag, 16. November, eine Satzung beschlossen, die ab Freitag, 1. Januar, gilt."
    assert essential_of("Rat beschließt Satzung", told) == ["1. Januar"]


def test_an_end_counts_as_an_end_with_a_word_between() -> None:
    told = "Die Furtstraße ist bis voraussichtlich Mittwoch, 9. Dezember, gesperrt."
    assert essential_of("Furtstraße gesperrt", told)[-1] == "9. Dezember"


def test_what_people_will_pay_is_essential_and_what_stays_as_it_is_is_not() -> None:
    told = ("Der Rat hat die Gebühren neu gefasst.", "Ein Grab kostet künftig 900 Euro.", "Urnen kosten unverändert 400 Euro.")
    assert essential_of("Friedhof: neue Gebühren", *told) == ["900 Euro"]


def test_a_price_is_not_essential_where_the_title_says_that_it_is_free() -> None:
    told = ("Das Museum lädt ein.", "Normalerweise kostet der Besuch sechs Euro.")
    assert essential_of("Museum: freier Eintritt im Advent", *told) == []


def test_a_deadline_of_a_few_is_not_essential_and_a_deadline_for_all_is() -> None:
    few = "Gewerbetreibende können sich bis zum 1. Dezember anmelden."
    lead = "Der Markt findet am Sonntag, 6. Dezember, statt."
    assert essential_of("Adventsmarkt", lead, few) == ["6. Dezember"]
    every = "Anträge auf Wohngeld müssen bis zum 30. November gestellt werden."
    assert essential_of("Wohngeld: Stadt ändert Frist", every) == ["30. November"]


@pytest.mark.parametrize(
    ("told", "dropped"),
    [
        ("Der Kurs beginnt am 26. November.", 0),
        ("Der Kurs beginnt am Donnerstag.", 0),
        ("Der Kurs beginnt nächste Woche.", 0),
        ("Der Kurs beginnt Ende November.", 0),
        ("Der Kurs beginnt demnächst.", 1),
        ("Der Kurs beginnt im nächsten Jahr.", 1),
        ("Der Kurs beginnt am Freitag.", 1),
        ("Der Kurs beginnt bald. Neue Hefte gibt es im Frühjahr.", 1),
    ],
)
def test_a_day_counts_as_told_in_any_honest_form(told: str, dropped: int) -> None:
    release = Item(
        "x", "Kurs beginnt am 26. November", "Der Kurs beginnt am 26. November. Im Frühjahr gibt es Hefte.", "", NOVEMBER
    )
    assert len(untold((told,), ground(release))) == dropped


def test_a_loose_day_that_the_release_gives_for_something_else_tells_nothing() -> None:
    text = "Die Wahl ist am Sonntag, 29. November. Die Unterlagen werden in der kommenden Woche verschickt."
    release = ground(Item("x", "Wahl am 29. November", text, "", NOVEMBER))
    assert untold(("Gewählt wird bald.", "Die Unterlagen kommen in der kommenden Woche."), release)
    assert not untold(("Gewählt wird am übernächsten Sonntag.",), release)


def test_an_end_may_be_told_by_how_long_it_lasts() -> None:
    text = "Die Halle ist vom 23. November bis zum 7. Dezember geschlossen."
    release = ground(Item("x", "Halle vom 23. November bis 7. Dezember geschlossen", text, "", NOVEMBER))
    assert not untold(("Die Halle ist ab 23. November für zwei Wochen zu.",), release)
    assert untold(("Die Halle ist ab 23. November für zwei Monate zu.",), release)


def test_a_weekday_that_does_not_fit_its_date_is_a_conflict_and_not_essential() -> None:
    release = item("Sitzung am 8. Dezember", "Die Sitzung beginnt am Freitag, 8. Dezember 2026.")
    facts = ledger(release)
    assert {fact.text for fact in facts if fact.conflict} == {"Freitag", "8. Dezember 2026"}
    assert not any(fact.essential and fact.conflict for fact in facts)


def test_two_dates_for_the_same_event_are_a_conflict() -> None:
    release = item("Jobmesse in der Stadthalle am 8. Dezember", "Die Jobmesse in der Stadthalle ist am 9. Dezember.")
    assert {fact.text for fact in ledger(release) if fact.conflict} == {"8. Dezember", "9. Dezember"}


def test_dates_of_different_matters_are_no_conflict() -> None:
    assert not any(fact.conflict for fact in ledger(BRIDGE))


def test_contact_blocks_are_cut_and_everything_else_stays() -> None:
    cut = cut_contacts(BRIDGE.text)
    assert "Hellwig" not in cut
    assert "069" not in cut
    assert "example" not in cut
    assert "Die Busse fahren von 5 bis 21 Uhr." in cut
    assert cut.count("\n\n") == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rufen Sie an: 06151 881-0", [FactKind.PHONE]),
        ("Telefon +49 6151 881 23 45", [FactKind.PHONE]),
        ("info(at)kreis.de", [FactKind.MAIL]),
        ("mehr auf www.kreis.de/bau oder kreis-info.example", [FactKind.URL, FactKind.URL]),
        ("Es kostet 12.500 Euro und beginnt um 10.30 Uhr am 3.12.2026 in 64807 Dieburg.", []),
    ],
)
def test_contacts_are_told_from_times_prices_and_postcodes(text: str, kinds: list[FactKind]) -> None:
    assert [mention.kind for mention in contacts(text)] == kinds


def test_a_sentence_keeps_its_sense_when_its_contact_is_cut() -> None:
    told = "Anmeldungen nimmt das Amt unter 06151 881-0 oder per E-Mail an info@kreis.de entgegen."
    assert cut_contacts(told) == "Anmeldungen nimmt das Amt entgegen."
    assert cut_contacts("Die Karte steht unter https://www.kreis.example/karte.") == ""


def test_the_service_panel_gets_date_telephone_and_address() -> None:
    panel = service(BRIDGE, ledger(BRIDGE))
    assert panel is not None
    assert panel.phone == "069 90009-412"
    assert panel.address == "https://www.kreis.example/baustellen"
    assert panel.when.startswith("30. November")


def test_an_item_without_anything_to_note_down_has_no_service_panel() -> None:
    release = item("Schöner Herbst", "Die Blätter sind bunt.")
    assert service(release, ledger(release)) is None


def test_a_quotation_is_verbatim_only_inside_quotation_marks() -> None:
    source = "„Die Schule ist seit Jahren zu klein“, sagt er. Der Bau beginnt im Mai."
    assert verbatim("Die Schule ist seit Jahren zu klein", source)
    assert verbatim("Die Schule … zu klein", source)
    assert not verbatim("Die Schule ist seit Langem zu klein", source)
    assert not verbatim("Der Bau beginnt im Mai", source)


def test_marks_cover_numbers_dates_and_names_without_overlap() -> None:
    text = "Am 30. November zahlt Landrätin Asbeck 1,9 Millionen Euro. „Das ist viel Geld für 12 Kinder“, sagt sie."
    found = marks(text)
    words = [text[mark.start : mark.end] for mark in found]
    assert "30. November" in words
    assert "1,9 Millionen Euro" in words
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def values(text: str, kind: FactKind) -> list[str]:
    """Give the values of one kind in a sentence."""
    return [fact.value for fact in ledger(Item("x", "Meldung", text, "", date(2026, 11, 19))) if fact.kind is kind]


@pytest.mark.parametrize(
    ("text", "name", "wording"),
    [
        ("Das erzählt Kuratorin Dr. Jolanthe Piesker.", "jolanthe piesker", "Kuratorin Dr. Jolanthe Piesker"),
        ("Das sagt Schuldezernent Tarek Yilmaz.", "tarek yilmaz", "Schuldezernent Tarek Yilmaz"),
        ("Das betont vhs-Leiter Dr. Ruben Tiedemann.", "ruben tiedemann", "vhs-Leiter Dr. Ruben Tiedemann"),
        ("Landrätin Sigrun Adlhoch beruft den Krisenstab ein.", "sigrun adlhoch", "Landrätin Sigrun Adlhoch"),
        ("Das sagt Dezernentin Viola Mertens-Kruse.", "viola mertens-kruse", "Dezernentin Viola Mertens-Kruse"),
        ("Das meint Bürgermeister Ottokar Wendrich.", "ottokar wendrich", "Bürgermeister Ottokar Wendrich"),
        ("Landrat Kolb dankt den Vereinen.", "kolb", "Landrat Kolb"),
    ],
)
def test_a_person_is_one_fact_with_function_title_and_both_names(text: str, name: str, wording: str) -> None:
    facts = [fact for fact in ledger(Item("x", "Meldung", text, "", None)) if fact.kind in (FactKind.NAME, FactKind.PLACE)]
    assert [(fact.value, fact.text) for fact in facts] == [(name, wording)]


def test_what_stands_once_for_several_values_counts_for_each() -> None:
    assert values("Der Eintritt kostet sechs, ermäßigt vier Euro.", FactKind.MONEY) == ["6 EUR", "4 EUR"]
    assert values("Am Donnerstag, 10., und Freitag, 11. Dezember 2026, ist zu.", FactKind.DATE) == ["2026-12-10", "2026-12-11"]
    assert values("Das Haus ist von 8.30 bis 17 Uhr offen.", FactKind.TIME) == ["08:30", "17:00"]


def test_a_number_beside_a_time_or_a_year_is_read_for_itself() -> None:
    assert values("Um 10 Uhr 4,62 Meter gemessen.", FactKind.TIME) == ["10:00"]
    assert values("Um 10 Uhr 4,62 Meter gemessen.", FactKind.NUMBER) == ["0.00462 km"]
    assert values("Die Familie stellte von 1781 an Glas her, bis 2007, und zwar gern.", FactKind.DATE) == ["1781", "2007"]
    assert values("Auf der Tribüne finden 400 Zuschauer Platz.", FactKind.PLACE) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Das Haus ist von 10 bis 17 Uhr offen.", ["10 Uhr", "17 Uhr"]),
        ("Die Gebühr steigt von 58 auf 65 Euro.", ["58 Euro", "65 Euro"]),
        ("Der Markt ist vom 25. bis 27. September.", ["25. September", "27. September"]),
    ],
)
def test_a_model_is_shown_each_end_of_a_range_in_full(text: str, shown: list[str]) -> None:
    assert [said(fact, 2026) for fact in ledger(Item("x", "Meldung", text, "", None))] == shown


def test_two_events_of_one_town_are_no_conflict_and_two_dates_of_one_event_are() -> None:
    title = "Bürgermeisterwahl in Steinbrück: Stichwahl am 18. Oktober"
    told = "Bei der Bürgermeisterwahl in Steinbrück hat am Sonntag, 4. Oktober 2026, keine Bewerbung die Mehrheit erreicht."
    assert not any(fact.conflict for fact in ledger(item(title, told)))
    twice = ledger(item("Konzert am 3. Mai", "Das Konzert am 5. Mai ist ausverkauft."))
    assert [fact.conflict for fact in twice if fact.kind is FactKind.DATE] == [True, True]


def test_the_service_panel_names_every_day_of_a_closure() -> None:
    release = item(
        "Amt zu", "Das Amt ist am Donnerstag, 10., und Freitag, 11. Dezember 2026, geschlossen. Telefon 069 90009-412."
    )
    panel = service(release, ledger(release))
    assert panel is not None
    assert panel.when == "10., und Freitag, 11. Dezember 2026"
