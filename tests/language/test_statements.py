# SPDX-License-Identifier: EUPL-1.2
"""Statements, sides and places: what a told sentence is compared with, whatever its words are."""

from datetime import date

import pytest

from pipeline.language.agreement import same
from pipeline.language.check_force import hardened
from pipeline.language.check_places import exchanged
from pipeline.language.check_polarity import polarity
from pipeline.language.check_support import gathered
from pipeline.language.ground import Ground, ground
from pipeline.language.mentions import mentions
from pipeline.language.polarity import denial, senses
from pipeline.language.statements import statements, twins
from pipeline.model import FactKind, Item

POOL = Item(
    "pool",
    "Freibad Lindau: Was sich ändert",
    """Die Gemeinde Lindau erhöht zum 1. Mai die Preise im Freibad von 4 auf 5 Euro. Kinder zahlen weiterhin nichts. Die
Saisonkarte kostet 60 Euro. Der Sprungturm ist nicht betroffen, die Rutsche entfällt.

Die Gemeinde bittet Radfahrer, die Stellplätze am Sportheim zu nutzen. Bademeister Olaf Kern rät davon ab, Glasflaschen
mitzubringen. Der Förderverein prüft, ob er eine Kletterwand aufstellt. Einnahmen von 210.000 Euro stehen Ausgaben von
480.000 Euro gegenüber. Bürgermeisterin Ute Brandes eröffnet die Saison im Sportheim.""",
    "",
    date(2026, 4, 10),
)


@pytest.fixture
def pool() -> Ground:
    return ground(POOL)


def test_a_sentence_is_cut_where_another_main_clause_begins() -> None:
    assert statements("Der Sprungturm bleibt offen, die Rutsche entfällt.") == (
        "Der Sprungturm bleibt offen",
        "die Rutsche entfällt.",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Verein prüft, ob er eine Kletterwand aufstellt.",
        "Sie rät davon ab, Glasflaschen mitzubringen.",
        "Die Kurse in Lindau und Wiesental beginnen im Mai.",
        "Wer keine Karte hat, zahlt fünf Euro.",
    ],
)
def test_what_hangs_on_a_main_clause_stays_with_it(sentence: str) -> None:
    assert statements(sentence) == (sentence,)


def test_a_statement_finds_the_one_that_it_goes_back_to(pool: Ground) -> None:
    assert twins("die Rutsche fällt weg.", pool)[0].text == "die Rutsche entfällt."


def test_a_denial_turns_a_side_round() -> None:
    assert {sense for sense, _ in senses("Das Bad ist nicht geöffnet.")} & {
        sense for sense, _ in senses("Das Bad ist geschlossen.")
    }


def test_not_only_denies_nothing() -> None:
    assert denial("Das gilt nicht nur für Kinder.") is None
    assert denial("Das gilt nicht für Kinder.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Die Preise im Freibad sinken zum 1. Mai.",
        "Auch der Sprungturm ist betroffen.",
        "Der Sprungturm ist nicht betroffen, die Rutsche bleibt in Betrieb.",
        "Kinder müssen weiterhin Eintritt zahlen.",
    ],
)
def test_a_turned_statement_is_seen_in_whatever_half_of_the_sentence_it_stands(text: str, pool: Ground) -> None:
    assert polarity(text, "", pool)


@pytest.mark.parametrize(
    "text", ["Die Preise im Freibad steigen zum 1. Mai.", "Der Sprungturm ist nicht betroffen, die Rutsche fällt weg."]
)
def test_the_same_side_in_other_words_is_no_denial(text: str, pool: Ground) -> None:
    assert not polarity(text, "", pool)


@pytest.mark.parametrize(
    "text",
    [
        "Radfahrer müssen die Stellplätze am Sportheim nutzen.",
        "Der Förderverein stellt eine Kletterwand auf.",
        "Bademeister Olaf Kern verbietet es, Glasflaschen mitzubringen.",
    ],
)
def test_what_is_asked_or_weighed_is_no_duty_and_no_fact(text: str, pool: Ground) -> None:
    assert hardened(text, pool)


def test_a_request_may_be_told_as_one(pool: Ground) -> None:
    assert not hardened("Radfahrer sollen die Stellplätze am Sportheim nutzen.", pool)


@pytest.mark.parametrize(
    "text",
    ["Einnahmen von 480.000 Euro stehen Ausgaben von 210.000 Euro gegenüber.", "Die Preise im Freibad steigen auf 4 Euro."],
)
def test_a_value_stands_with_its_own_noun_and_on_its_own_side(text: str, pool: Ground) -> None:
    assert exchanged(text, pool, 0.22)


def test_who_does_it_is_who_does_it_in_the_source(pool: Ground) -> None:
    assert exchanged("Bürgermeisterin Ute Brandes rät davon ab, Glasflaschen mitzubringen.", pool, 0.22)


def test_a_statement_made_of_words_from_everywhere_is_seen(pool: Ground) -> None:
    assert gathered("Der Förderverein spendet Radfahrern eine Saisonkarte für die Rutsche.", pool)
    assert not gathered("Die Gemeinde erhöht die Preise im Freibad auf 5 Euro.", pool)


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("neun Komma vier Millionen Euro", "9,4 Millionen Euro"),
        ("fünf Meter vierzig", "5,40 Meter"),
        ("einem Euro fünfzig", "1,50 Euro"),
        ("unter 16", "16 Jahre"),
        ("halb acht bis 14 Uhr", "7.30 Uhr"),
    ],
)
def test_a_value_in_spoken_words_is_the_same_value(told: str, source: str) -> None:
    kinds = {FactKind.NUMBER, FactKind.MONEY, FactKind.DURATION, FactKind.TIME}
    mine = next(m for m in mentions(told) if m.kind in kinds)
    assert any(same(mine, other) for other in mentions(source))
