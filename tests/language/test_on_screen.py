# SPDX-License-Identifier: EUPL-1.2
"""Every fact, date and place on screen is spoken: what only stands on a card is found, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.language.on_screen import unspoken
from pipeline.model import Panel, PanelKind, Rundown, Script, Sentence, Service, Story


def script(story: Story, language: str = "de", opening: str = "Guten Tag.") -> Script:
    rundown = Rundown("b", "Kreis kompakt", date(2026, 11, 20), language, ())
    return Script(rundown, "Kreis kompakt", (Sentence(opening),), (story,), (), "extract", False)


def story(headline: str, said: str, panel: Panel | None = None, service: Service | None = None) -> Story:
    return Story("i", "Thema", headline, (Sentence(said),), panel or Panel(PanelKind.PICTURE), service=service)


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        (
            "Brücke an der K 12 ab 30. November voll gesperrt",
            "Die Brücke an der K 12 wird ab Montag, 30. November, voll gesperrt.",
        ),
        ("Anbau für 1,9 Mio. Euro in Oberbirken", "In Oberbirken wird für 1,9 Millionen Euro angebaut."),
        ("Landrätin Dr. Weber eröffnet Markt", "Landrätin Petra Weber eröffnet den Markt."),
        ("Sperrung bis 19.03.2027", "Die Sperrung dauert bis zum 19. März 2027."),
    ],
)
def test_what_is_said_in_other_words_is_said(headline: str, said: str) -> None:
    assert unspoken(script(story(headline, said)), ()) == ()


@pytest.mark.parametrize(
    ("headline", "said", "found"),
    [
        ("Brücke ab 30. November gesperrt", "Die Brücke wird gesperrt.", "30. November"),
        ("Brücke ab 30. November gesperrt", "Die Brücke wird ab dem 13. November gesperrt.", "30. November"),
        ("Anbau für 1,9 Mio. Euro", "Die Schule bekommt einen Anbau für 1,6 Millionen Euro.", "1,9 Mio. Euro"),
        ("Markt beginnt um 10 Uhr", "Der Markt beginnt um 11 Uhr.", "10 Uhr"),
    ],
)
def test_what_is_only_written_is_found(headline: str, said: str, found: str) -> None:
    (only,) = unspoken(script(story(headline, said)), ())
    assert (only.text.removeprefix("ab ").removeprefix("um "), only.where) == (found, "1.headline")


def test_the_card_and_a_service_panel_that_is_shown_are_read_too() -> None:
    card = Panel(PanelKind.NUMBER, "1.240", "Haushalte", "bekommen Glasfaser.")
    service = Service("Dienstag, 1. Dezember, 18 Uhr", "Kreishaus Oberbirken", "069 90009-412", "https://kreis.example/glas")
    said = story("Glasfaser kommt", "Viele Haushalte bekommen Glasfaser.", card, service)
    assert {one.where for one in unspoken(script(said), ())} == {"1.panel"}
    assert {one.where for one in unspoken(script(said), (0,))} == {"1.panel", "1.service"}  # telephone and address are links
    spoken = "1.240 Haushalte bekommen Glasfaser. Ein Abend dazu ist am Dienstag, 1. Dezember, um 18 Uhr im Kreishaus Oberbirken."
    assert unspoken(script(replace(said, sentences=(Sentence(spoken),))), (0,)) == ()


def test_what_the_headlines_of_the_opening_say_is_heard() -> None:
    told = story("Stallpflicht ab 21. November", "Geflügel muss in den Stall.")
    assert len(unspoken(script(told), ())) == 1
    assert unspoken(script(told, opening="Die Schlagzeilen: Stallpflicht ab 21. November."), ()) == ()


def test_english_cards_are_read_in_english() -> None:
    said = story("Bridge closed from 30 November", "The bridge will be closed.")
    assert [one.text for one in unspoken(script(said, "en"), ())] == ["30 November"]
    heard = story("Bridge closed from 30 November", "From Monday, 30 November, the bridge will be closed.")
    assert unspoken(script(heard, "en"), ()) == ()
