# SPDX-License-Identifier: EUPL-1.2
"""Which essentials a story may leave out without an alarm: ends of what has begun, and what belongs to another matter."""

from datetime import date

import pytest

from pipeline.language.check_dropped import dropped, sure
from pipeline.language.ground import Ground, ground
from pipeline.language.story_angle import of_another_matter, only_frames
from pipeline.model import Item

PUBLISHED = date(2027, 4, 1)


def release(title: str, text: str) -> Ground:
    return ground(Item("x", title, text, "", PUBLISHED))


def reds(source: Ground, *told: str) -> set[str]:
    return {fact.text for fact in dropped(told, source) if sure(fact, told, source)}


BEGUN = (
    (
        "Stadt lässt ab 12. April die Spielplätze prüfen",
        "Der Bauhof prüft ab Montag, 12. April 2027, alle Spielplätze. Die Prüfungen dauern bis Freitag, 7. Mai.",
        "Ab dem 12. April schaut sich der Bauhof die Spielplätze an.",
    ),
    (
        "Laubbläser im Test",
        "Vom 19. April bis zum 21. Mai 2027 probiert der Betriebshof leise Laubbläser aus. Drei Firmen leihen Geräte.",
        "Der Betriebshof testet ab dem 19. April leise Laubbläser.",
    ),
    (
        "Klimawoche in Altmünde",
        "Die Klimawoche beginnt am Montag, 10. Mai 2027. Bis Sonntag, 16. Mai, sind 30 Vorträge geplant.",
        "Am 10. Mai startet in Altmünde die Klimawoche mit 30 Vorträgen.",
    ),
    (
        "Frühjahrsputz in den Ortsteilen",
        "Der Frühjahrsputz findet vom 24. April bis 8. Mai 2027 statt. Die Stadt stellt Säcke und Zangen.",
        "Am 24. April beginnt der Frühjahrsputz, Säcke und Zangen stellt die Stadt.",
    ),
    (
        "Kreis zählt ab 3. Mai Radfahrer",
        "Der Kreis zählt ab Montag, 3. Mai 2027, den Radverkehr. Die Zählung läuft voraussichtlich bis zum 11. Juni.",
        "Vom 3. Mai an zählt der Kreis, wie viele Leute Rad fahren.",
    ),
    (
        "Kunst im Schaufenster",
        "Vom 15. April bis 30. Mai 2027 hängen Bilder von Schülern in 20 Schaufenstern. Der Handel macht gern mit.",
        "Ab Mitte April hängen in 20 Schaufenstern Bilder von Schülern.",
    ),
    (
        "Rathaus zieht ab 26. April in den Altbau",
        "Ab Montag, 26. April 2027, arbeitet das Bürgeramt im Altbau. Die Lösung gilt bis 17. Dezember.",
        "Das Bürgeramt arbeitet ab 26. April für knapp acht Monate im Altbau.",
    ),
    (
        "Badeanstalt am Wiesensee ab 15. Mai offen",
        "Ab Samstag, 15. Mai 2027, ist die Badeanstalt am Wiesensee wieder offen. Die Saison geht bis zum 12. September.",
        "In die Badeanstalt am Wiesensee kann man ab dem 15. Mai wieder.",
    ),
    (
        "Baumpflege an der Allee",
        "Ab Montag, 12. April 2027, werden die Linden an der Allee beschnitten. Das Vorhaben soll bis zum 30. April fertig sein.",
        "Die Linden an der Allee werden ab dem 12. April beschnitten.",
    ),
    (
        "Hallenbad ab 3. Mai geschlossen",
        "Das Hallenbad ist von Montag, 3. Mai, bis Freitag, 30. Juli 2027, geschlossen. Die Technik wird erneuert.",
        "Drei Monate lang ist das Hallenbad ab dem 3. Mai zu.",
    ),
)
"""Title, text, a story that leaves out when it ends and tells when it begins, or how long it lasts."""

AWAITED = (
    (
        "Ringstraße ab 12. April gesperrt",
        "Die Ringstraße wird ab Montag, 12. April 2027, voll gesperrt. Die Arbeiten dauern bis Freitag, 7. Mai.",
        "Die Ringstraße ist ab dem 12. April dicht.",
        "7. Mai",
    ),
    (
        "Wasser in Hallau abkochen",
        "In Hallau gilt ab Samstag, 3. April 2027, ein Abkochgebot. Es gilt bis Donnerstag, 8. April.",
        "In Hallau muss das Wasser ab dem 3. April abgekocht werden.",
        "8. April",
    ),
    (
        "Feuerverbot im Stadtwald",
        "Ab Montag, 5. April 2027, gilt im Stadtwald ein Feuerverbot. Es gilt bis zum 31. Mai.",
        "Im Stadtwald darf ab dem 5. April kein Feuer brennen.",
        "31. Mai",
    ),
    (
        "Ausstellung zur Stadtgeschichte",
        "Die Ausstellung wird am Sonntag, 11. April 2027, eröffnet und ist bis zum 13. Juni zu sehen. Der Eintritt ist frei.",
        "Am 11. April wird die Ausstellung zur Stadtgeschichte eröffnet.",
        "13. Juni",
    ),
    (
        "Stadt sucht Paten für Bänke",
        "Ab Montag, 12. April 2027, sucht die Stadt Paten für Bänke. Melden kann man sich bis zum 7. Mai.",
        "Die Stadt sucht ab dem 12. April Paten für ihre Bänke.",
        "7. Mai",
    ),
    (
        "Flohmarkt im Mai",
        "Am Samstag, 8. Mai 2027, ist in Ahlen Flohmarkt auf dem Anger. Verkauft wird von Tischen.",
        "In Ahlen ist bald Flohmarkt auf dem Anger.",
        "8. Mai 2027",
    ),
)
"""Title, text, a story that leaves out a day without which somebody would be harmed, and that day."""


@pytest.mark.parametrize(("title", "text", "told"), BEGUN, ids=[case[0] for case in BEGUN])
def test_the_end_of_what_has_begun_may_be_left_out(title: str, text: str, told: str) -> None:
    assert reds(release(title, text), told) == set()


@pytest.mark.parametrize(("title", "text", "told", "day"), AWAITED, ids=[case[0] for case in AWAITED])
def test_an_end_that_people_wait_for_or_must_keep_is_missed(title: str, text: str, told: str, day: str) -> None:
    missing = {fact.text for fact in dropped((told,), release(title, text))}
    assert any(day in text for text in missing)


@pytest.mark.parametrize(
    ("title", "text", "told", "day"), AWAITED[:2] + AWAITED[3:4], ids=[case[0] for case in AWAITED[:2] + AWAITED[3:4]]
)
def test_the_end_of_a_closure_or_of_a_show_is_missed_for_sure(title: str, text: str, told: str, day: str) -> None:
    assert any(day in text for text in reds(release(title, text), told))


SCHOOL = release(
    "Anmeldung für die Musikschule vom 3. bis 7. Mai",
    """Die Anmeldung für die Musikschule ist vom 3. bis 7. Mai 2027 möglich. Das Formular steht im Netz. Eltern bringen die
Bescheide mit. Wer keinen Drucker hat, bekommt es im Sekretariat.

Das Akkordeon-Ensemble reist im Herbst nach Finnland. Zwölf Jugendliche fahren mit, die Kosten trägt ein Förderverein.
Das Konzert im Kulturhaus fällt dieses Jahr aus, weil das Dach repariert wird.""",
)


def test_a_story_about_another_matter_may_leave_out_the_day_of_the_title() -> None:
    told = ("Zwölf Jugendliche reisen mit ihren Akkordeons nach Finnland.", "Die Kosten trägt ein Förderverein.")
    assert of_another_matter(told, SCHOOL)
    assert reds(SCHOOL, *told) == set()


@pytest.mark.parametrize(
    "told",
    [
        ("Die Musikschule nimmt wieder Anmeldungen an.", "Das Akkordeon-Ensemble reist nach Finnland."),
        ("Zwölf Jugendliche reisen nach Finnland.", "Das Formular zum Anmelden steht im Netz."),
        ("Musik machen können Kinder bald wieder.", "Das Konzert im Kulturhaus fällt aus."),
    ],
)
def test_a_story_that_touches_the_matter_of_the_title_must_tell_its_day(told: tuple[str, ...]) -> None:
    assert not of_another_matter(told, SCHOOL)
    assert reds(SCHOOL, *told)


@pytest.mark.parametrize(
    ("sentence", "frames"),
    [
        ("Der Kreistag berät darüber am Montag, 3. Mai.", True),
        ("Über den Antrag entscheidet der Stadtrat in seiner Sitzung am 3. Mai.", True),
        ("Am 3. Mai befasst sich der Schulausschuss mit der Frage.", True),
        ("Am 3. Mai öffnet das Rathaus wieder.", False),
        ("Die Wahl zum Seniorenrat ist am 3. Mai.", False),
    ],
)
def test_the_day_of_a_councils_meeting_only_frames_a_matter(sentence: str, frames: bool) -> None:
    assert only_frames(sentence) is frames
