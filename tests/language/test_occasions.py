# SPDX-License-Identifier: EUPL-1.2
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.language import notices, occasions

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ab Montag, 30. November 2026, voll gesperrt", [("start", (11, 30))]),
        ("bis voraussichtlich Freitag, 19. März 2027", [("end", (3, 19))]),
        ("Vom 18. bis 23. Juli 2026 waren", [("start", (7, 18)), ("end", (7, 23))]),
        ("Vom 20. Juli bis 1. September 2026", [("start", (7, 20)), ("end", (9, 1))]),
        ("am 3. und 4. Dezember", [("point", (12, 3)), ("point", (12, 4))]),
        ("Am Mittwoch, 08.07.2026, findet", [("point", (7, 8))]),
        ("bis zum 15.12. möglich", [("end", (12, 15))]),
        ("in Raum 1.08. im Kreishaus, Kennziffer 66-2026-14, DIN 1076", []),
        ("am 31. Februar 2026", []),
        ("von 14 bis 18 Uhr, 2.500 Euro, 7,5 Tonnen", []),
    ],
)
def test_dates_are_found_with_their_roles(text: str, found: list[tuple[str, tuple[int, int]]]) -> None:
    assert [(m.role, (m.day.month, m.day.day)) for m in occasions.mentions(text, DAY)] == found


def test_a_date_without_a_year_lies_in_the_nearest_one() -> None:
    assert occasions.mentions("am 10. Januar", DAY)[0].day == date(2027, 1, 10)
    assert occasions.mentions("am 10. Oktober", DAY)[0].day == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("title", "text", "published"),
    [
        ("Jobabend am 18. November", "Zum Jobabend am Mittwoch, 18. November 2026, sind alle eingeladen.", date(2026, 11, 13)),
        ("Eingeschränkter Service", "Die VHS stellt am Mittwoch, 18. November 2026, ihre Software um.", date(2026, 11, 16)),
        ("Lesung im Kreishaus", "Am 17. November liest die Autorin im Kreishaus. Karten kosten 8 Euro.", None),
        ("Anträge", "Vereine können bis 15. November Anträge stellen.", date(2026, 11, 13)),
        ("Markt", "Der Markt findet vom 13. bis 15. November statt.", date(2026, 11, 12)),
    ],
)
def test_an_announced_event_whose_last_day_has_passed_is_over(title: str, text: str, published: date | None) -> None:
    assert occasions.over_since(title, text, published, DAY) is not None


@pytest.mark.parametrize(
    ("title", "text", "published"),
    [
        ("Fest", "Mit einem Fest am 13. November feierte die Kita ihr Bestehen.", date(2026, 11, 18)),
        ("Rat", "Der Rat hat in seiner Sitzung am 19. November den Haushalt beschlossen.", date(2026, 11, 19)),
        ("Sperrung", "Ab Montag, 16. November 2026, ist die Straße voll gesperrt.", date(2026, 11, 13)),
        ("Schein", "Das neue Gesetz tritt am 15. November in Kraft.", date(2026, 11, 13)),
        ("Kurs", "Der Kurs beginnt am 16. November und läuft jeden Montag um 18 Uhr.", date(2026, 11, 13)),
        ("Schau", "Die Schau läuft vom 10. November bis 20. November 2026.", date(2026, 11, 9)),
        ("Bau", "Am 18. November war Spatenstich, 2028 soll die Schule fertig sein.", date(2026, 11, 17)),
        ("Ohne Datum", "Der Kreis lädt zu einem Abend ein.", date(2026, 11, 13)),
    ],
)
def test_reports_rules_series_and_beginnings_are_not_over(title: str, text: str, published: date) -> None:
    assert occasions.over_since(title, text, published, DAY) is None


@pytest.mark.parametrize(
    "line",
    [
        "Sperrfrist: 25. November 2026, 10 Uhr",
        "Sperrfrist bis 25.11.2026, 10:00 Uhr!",
        "ACHTUNG SPERRFRIST: Mittwoch, 25. November, 10.00 Uhr",
        "+++ Sperrfrist: Mittwoch, den 25. November 2026, 10 Uhr +++",
        "Frei zur Veröffentlichung ab 25. November 2026, 10 Uhr",
        "Nicht vor dem 25. November 2026, 10 Uhr, veröffentlichen",
    ],
)
def test_an_embargo_line_is_read_and_cut(line: str) -> None:
    read = occasions.embargo("Titel", f"{line}\n\nDer Text bleibt.", DAY, BERLIN)
    assert read == occasions.Embargo(datetime(2026, 11, 25, 10, tzinfo=BERLIN), "Titel", "Der Text bleibt.")


def test_an_embargo_in_the_title_or_before_the_first_sentence_leaves_the_rest() -> None:
    until = datetime(2026, 11, 25, 10, tzinfo=BERLIN)
    read = occasions.embargo("[Sperrfrist 25.11.2026, 10 Uhr] Programm steht fest", "Text.", DAY, BERLIN)
    assert (read.until, read.title) == (until, "Programm steht fest")
    read = occasions.embargo("Titel", "Sperrfrist 25. November 2026, 10 Uhr: Das Programm steht fest.", DAY, BERLIN)
    assert (read.until, read.text) == (until, "Das Programm steht fest.")
    read = occasions.embargo("Titel", "Das Programm steht.", DAY, BERLIN, hint="Sperrfrist: 25.11.2026, 10 Uhr")
    assert (read.until, read.text) == (until, "Das Programm steht.")


def test_an_embargo_without_a_time_holds_to_the_end_of_the_day_and_one_without_a_date_for_ever() -> None:
    whole_day = occasions.embargo("T", "Sperrfrist: 25. November 2026\n\nText.", DAY, BERLIN).until
    assert whole_day == datetime(2026, 11, 26, tzinfo=BERLIN)
    unreadable = occasions.embargo("T", "Sperrfrist: Redebeginn\n\nText.", DAY, BERLIN)
    assert unreadable.until is not None
    assert (unreadable.until.year, unreadable.text) == (occasions.UNREADABLE, "Text.")


def test_talking_about_an_embargo_is_none() -> None:
    text = "Bitte beachten Sie die Sperrfrist.\n\nDer Betrieb ist freigegeben ab 1. Dezember 2026."
    assert occasions.embargo("T", text, DAY, BERLIN) == occasions.Embargo(None, "T", text)


VOB = "Die Stadt schreibt unter Zugrundelegung der Vergabe- und Vertragsordnung für Bauleistungen (VOB) den Bau öffentlich aus:"


@pytest.mark.parametrize(
    ("title", "text", "tender"),
    [
        ("Öffentliche Ausschreibung", VOB, True),
        ("Öffentliche Ausschreibung - Straßenausbau Oelweg", "", True),
        ("Kanaluntersuchung in Verne", VOB, True),
        ("Stellenausschreibung: Bauingenieur (m/w/d)", "Der Kreis schreibt eine Stelle aus.", False),
        ("Ausschreibung: Heimatpreis 2027", "Der Kreis schreibt den Preis zum fünften Mal aus.", False),
        ("Vergabe der Kita-Plätze beginnt", "Eltern bekommen im März Bescheid.", False),
        ("Kreis vergibt Auftrag für Brücke", "Den Zuschlag bekam eine Firma aus der Region.", False),
    ],
)
def test_tenders_are_told_from_vacancies_prizes_and_news(title: str, text: str, tender: bool) -> None:
    assert notices.is_tender(title, text) is tender


SITTING = "Am Mittwoch, 08.07.2026, findet um 18:00 Uhr die 3. Sitzung des Betriebsausschusses des Rates der Stadt statt."


@pytest.mark.parametrize(
    ("title", "text", "meeting"),
    [
        ("Einladung zum Betriebsausschuss der Stadt", SITTING, True),
        ("Einladung zur Ratssitzung der Stadt", "", True),
        ("Betriebsausschuss", SITTING, True),
        ("Kreistagssitzung am 7. Dezember", "Der Kreistag tritt am Montag im Kreishaus zusammen.", True),
        ("Tagesordnung des Kreistags", "", True),
        ("Vertreter bestellt", "Der Rat hat in seiner letzten Sitzung am 09.07.2026 einen Vertreter bestellt.", False),
        ("Kreistag beschließt Haushalt", "Der Kreistag hat den Haushalt beschlossen.", False),
        ("Einladung zum Neujahrsempfang", "Der Landrat lädt alle Vereine ein.", False),
        ("Einladung zur Bürgerversammlung", "Alle Bürgerinnen und Bürger sind eingeladen.", False),
    ],
)
def test_invitations_to_committees_are_told_from_what_they_decided(title: str, text: str, meeting: bool) -> None:
    assert notices.is_meeting(title, text) is meeting


@pytest.mark.parametrize(("title", "gone"), [("[GELÖSCHT] Fest", True), ("Fest gelöscht", False), ("Gelöschte Brände", False)])
def test_a_message_that_was_taken_back_says_so_in_front(title: str, gone: bool) -> None:
    assert notices.is_withdrawn(title) is gone


LONG = (
    "Die Erlebrücke wird ab Montag voll gesperrt. Der Landkreis saniert das Bauwerk zwischen zwei Orten. Die Umleitung führt "
    "über die L 3105 und die K 14. Zu Fuß und mit dem Rad bleibt der Weg frei. Die Arbeiten kosten rund 860.000 Euro, das Land "
    "zahlt 60 Prozent. Die Buslinie 64 fährt während der Bauzeit einen Umweg. Anwohner sollen ihre Tonnen bereitstellen."
)


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return notices.is_repeat(notices.imprint(*one), notices.imprint(*other))


def test_a_message_told_again_in_a_longer_form_is_a_repeat() -> None:
    assert alike(
        ("Brücke gesperrt", LONG), ("Sperrung der Erlebrücke", LONG + " Nun werden die Bögen verpresst und neu verfugt.")
    )


def test_two_messages_on_one_form_are_not_a_repeat() -> None:
    other = SITTING.replace("08.07.", "09.07.")
    assert not alike(("Einladung zum Betriebsausschuss", SITTING), ("Einladung zum Bauausschuss", other))
    assert not alike(("Öffentliche Ausschreibung - Mobilstation", VOB), ("Öffentliche Ausschreibung - Wasserleitung Oelweg", VOB))
    assert not alike(("Brücke gesperrt", LONG), ("Schule eröffnet", "Die Schule ist offen."))


def test_what_people_must_act_on_is_worth_more_than_a_courtesy() -> None:
    urgent = notices.worth("Trinkwasser abkochen in Altenau", LONG, 0.5, False, 0, DAY)
    polite = notices.worth("Landrat gratuliert zum Jubiläum", LONG[:120], 0.5, True, 0, DAY)
    assert urgent > polite + 2
    assert notices.worth("T", LONG, 0.0, False, 0, DAY) > notices.worth("T", LONG, 1.0, False, 0, DAY)
