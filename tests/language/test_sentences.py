# SPDX-License-Identifier: EUPL-1.2
"""Where sentences, words and syllables begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.sentences import split, syllables, words

ONE_SENTENCE = [
    "Der Kreis zahlt 1,2 Mio. Euro für die Schule.",
    "Das gilt z. B. für Vereine und u. a. für Schulen.",
    "Dr. Anna Roth und Prof. Weber sprechen.",
    "Das Amt in der Hauptstr. 5 bleibt zu.",
    "Am 20. November beginnt der Markt.",
    "Nach § 5 Abs. 2 Nr. 3 gilt das nicht.",
    "Frau A. Schmidt und J. W. Roth lasen vor.",
    "Beginn ist um 10.30 Uhr im Kreishaus.",
    "Mehr unter www.kreis.example und info@kreis.example im Netz.",
    "„Wirklich?“, fragte der Landrat.",
    "„Halt!“ rief die Polizistin.",
    "Am 24. 12. 2026 ist Heiligabend.",
    "Der 3. Platz ging an den 1. FC Roth.",
    "Geöffnet Mo.–Fr. 7–18 Uhr.",
    "Geöffnet ist Mo. bis Fr. 8 bis 12 Uhr.",
    "Im 2. Obergeschoss ist Platz.",
    "Die Stiftung e. V. Roth lädt ein.",
    "Unter Karl IV. blühte die Stadt.",
    "Der II. Bauabschnitt beginnt.",
    "St. Georg und Bgm. Roth grüßen.",
    "Vom 2. bis 4. Januar und am 20./21. November ist zu.",
    "Das kostet ca. 5 Tsd. Euro inkl. MwSt. und Versand.",
    "Im 19. Jh. stand hier eine Mühle.",
    "Sie wählten den 1.000. Besucher.",
    "Der Kreis baut ... und baut.",
]

SEVERAL = [
    ("Er kam. Sie ging.", ["Er kam.", "Sie ging."]),
    ("Es gibt Musik, Tanz usw. Der Eintritt ist frei.", ["Es gibt Musik, Tanz usw.", "Der Eintritt ist frei."]),
    ("Das war 2026. Die Feier folgt.", ["Das war 2026.", "Die Feier folgt."]),
    ("Er wohnt in der Bahnhofstr. Die Post ist nah.", ["Er wohnt in der Bahnhofstr.", "Die Post ist nah."]),
    ("„Das ist gut.“ Dann ging er.", ["„Das ist gut.“", "Dann ging er."]),
    ('"Das ist gut." "Nein!" Schluss.', ['"Das ist gut."', '"Nein!"', "Schluss."]),
    ("Kommt ihr? Ja! Gut.", ["Kommt ihr?", "Ja!", "Gut."]),
    ("Neues Bad\n\nDer Kreis baut.", ["Neues Bad", "Der Kreis baut."]),
    ("Neues Bad\n \nDer Kreis baut.", ["Neues Bad", "Der Kreis baut."]),
    ("Der Kreis\nbaut eine Schule.", ["Der Kreis\nbaut eine Schule."]),
    ("Wir bauen:\n- Rohbau\n- Dach", ["Wir bauen:", "- Rohbau", "- Dach"]),
    ("Mehr auf www.kreis.example. Dort gibt es Karten.", ["Mehr auf www.kreis.example.", "Dort gibt es Karten."]),
    ("Es beginnt um 19 Uhr. 20 Gäste kommen.", ["Es beginnt um 19 Uhr.", "20 Gäste kommen."]),
    (
        "Heute gibt es die Onleihe 3. Aufgrund der Technik ruht sie.",
        ["Heute gibt es die Onleihe 3.", "Aufgrund der Technik ruht sie."],
    ),
    ("Der Markt endet um 18 Uhr … Danach wird getanzt.", ["Der Markt endet um 18 Uhr …", "Danach wird getanzt."]),
    (
        "Es waren Kurse von Mo. bis Fr. Die Kosten trägt der Kreis.",
        ["Es waren Kurse von Mo. bis Fr.", "Die Kosten trägt der Kreis."],
    ),
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_a_full_stop_inside_a_sentence_does_not_cut_it(text: str) -> None:
    assert [span.of(text) for span in split(text)] == [text]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_sentences_are_cut_where_they_end(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in split(text)] == expected


@given(st.lists(st.sampled_from([*ONE_SENTENCE, *(text for text, _ in SEVERAL)]), max_size=4).map("\n\n".join))
def test_nothing_but_white_space_lies_between_the_sentences(text: str) -> None:
    last = 0
    for span in split(text):
        assert text[last : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        last = span.end
    assert text[last:].strip() == ""


@given(st.text(max_size=60))
def test_any_text_is_covered_by_its_sentences(text: str) -> None:
    assert "".join("".join(span.of(text).split()) for span in split(text)) == "".join(text.split())


def test_paragraphs_always_cut() -> None:
    joined = "\n\n".join(ONE_SENTENCE)
    assert [span.of(joined) for span in split(joined)] == ONE_SENTENCE


def test_words_keep_numbers_signs_and_hyphens_together() -> None:
    text = "Am 24.12. um 10.30 Uhr (Bürger*innen) in Darmstadt-Dieburg, 3,5% mehr."
    assert [span.of(text) for span in words(text)] == [
        "Am", "24.12", "um", "10.30", "Uhr", "Bürger*innen", "in", "Darmstadt-Dieburg", "3,5%", "mehr",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("einundzwanzig", 4),
        ("Bürgermeisterin", 5),
        ("Theater", 3),
        ("Familien", 4),
        ("neue Nation", 4),
        ("Feuerwehr", 3),
        ("Wien", 1),
        ("geöffnet", 3),
        ("K I", 2),
        ("Y", 3),
        ("zweitausendsechsundzwanzig", 7),
        ("Quelle", 2),
        ("", 0),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(text: str, count: int) -> None:
    assert syllables(text) == count
