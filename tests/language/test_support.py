# SPDX-License-Identifier: EUPL-1.2
"""A retelling in everyday words is no finding; a sentence that was made up is one."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.language.ground import Flag, Ground, ground
from pipeline.language.light_words import light
from pipeline.model import Item, Sentence, Severity
from pipeline.stages.check import CheckSettings, check_sentence

TABLES = Path(__file__).parent / "tables"


def pairs(name: str) -> list[tuple[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [(line.split(" | ")[0], line.split(" | ")[1]) for line in lines if line and not line.startswith("#")]


def source(text: str) -> Ground:
    told = f"{text} Weitere Auskünfte gibt das Bürgerbüro im Rathaus."
    return ground(Item("table", "Mitteilung aus dem Rathaus von Auenfeld", told, "", date(2026, 11, 2)))


def flags(there: str, told: str) -> list[Flag]:
    return list(check_sentence(Sentence(told, (1,)), source(there), CheckSettings(day=date(2026, 11, 3))))


def test_everyday_words_are_no_finding() -> None:
    table = pairs("words_right.txt")
    strange = [
        told
        for there, told in table
        if any(flag.code == "words-not-in-source" or flag.severity is Severity.RED for flag in flags(there, told))
    ]
    assert len(table) >= 24
    assert len(strange) <= 5, strange  # the price of seeing what is made up of everyday words


def test_what_was_made_up_is_found() -> None:
    table = pairs("words_wrong.txt")
    unseen = [told for there, told in table if not flags(there, told)]
    assert len(table) >= 20
    assert len(unseen) <= 1, unseen


def test_words_of_any_statement_say_nothing_of_its_source() -> None:
    assert light("gibt's")
    assert not light("einplanen")


@pytest.mark.parametrize("told", ["Auch an der Bürgerbühne darf man im Rathaus mitspielen.", "Eier aus der Zone sind knapp."])
def test_what_comes_on_top_must_stand_somewhere(told: str) -> None:
    assert flags("Das Theater zeigt eine Komödie. Die Zone um den Hof gilt bis Freitag.", told)
