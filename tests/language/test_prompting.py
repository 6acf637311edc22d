# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from pipeline.language.facts import item_sentences, ledger
from pipeline.language.prompting import draft_prompt
from pipeline.model import Item
from pipeline.ports import Brief


def asked(text: str) -> str:
    item = Item("i1", "Sperrung der Talstraße", text, "", date(2026, 11, 20))
    return draft_prompt(Brief(item, item_sentences(item), ledger(item), core=3)).messages[1].content


def test_a_model_sees_a_weekday_with_its_date() -> None:
    message = asked("Die Talstraße ist ab Montag, 30. November 2026, gesperrt.")
    assert "Datum: Montag, dem 30. November (Satz 1)" in message
    assert "Wochentag:" not in message


def test_a_weekday_of_its_own_stays_one() -> None:
    message = asked("Der Markt öffnet dienstags. Am 30. November 2026 fällt er aus.")
    assert "Wochentag: dienstags (Satz 1)" in message
    assert "Datum: 30. November (Satz 2)" in message


def test_a_model_sees_no_telephone_number_among_the_facts() -> None:
    message = asked("Die Talstraße ist gesperrt. Auskunft gibt das Bauamt unter Telefon 06151 881-100.")
    facts = message.split("FAKTEN")[1].split("QUELLE")[0]
    assert "881" not in facts
