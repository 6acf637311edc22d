# SPDX-License-Identifier: EUPL-1.2
"""The desk in English: whatever it can say in German, it can say in English too."""

import ast
import re
from pathlib import Path

import pytest

from pipeline.desk import deciding, leading, pages, reviewing
from pipeline.desk.said_en import MESSAGES
from pipeline.desk.words_en import ENGLISH
from pipeline.keep import accounts

DESK = Path(pages.__file__).parent
SPEAKING = ("ReviewError", "failure", "_reason", "refuse")


def messages() -> set[str]:
    """Collect what the desk tells people when something does not work, with `7` for what is filled in."""
    found: set[str] = set()
    for file in (*DESK.glob("*.py"), Path(accounts.__file__)):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", getattr(node.func, "attr", "")) not in SPEAKING:
                continue
            for part in node.args:
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value:
                    found.add(part.value)
                if isinstance(part, ast.JoinedStr):
                    found.add("".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in part.values))
    return found


def test_every_message_has_an_english_one() -> None:
    known = messages()
    assert len(known) > 90
    spoken = {text for text in known if not re.fullmatch(r"[7 ]+", text)}
    assert {text for text in spoken if pages.in_english(text) == text} == set()


def test_every_obstacle_has_an_english_one() -> None:
    for text in (*deciding.SAID.values(), deciding.MAKING):
        filled = text.format(detail="X", count=3)
        assert pages.in_english(filled) != filled
    for words in (reviewing.WRITERS, reviewing.TIMINGS, reviewing.ACTS, leading.ACTS, leading.KEYS):
        assert {word for word in words.values() if word not in ENGLISH} == set()  # type: ignore[attr-defined]


def test_a_message_that_is_filled_in_is_said_in_english_with_its_filling() -> None:
    assert pages.in_english("Der Beitrag „Brücke“ hat keinen Satz.") == "The story “Brücke” has no sentence."
    assert pages.in_english("Beitrag 2, Überschrift") == "Story 2, headline"


def test_several_sentences_are_said_one_by_one() -> None:
    said = pages.in_english("Offene rote Befunde: 2. Für die Freigabe fehlt ein gültiger KI-Pass in Ihrem Konto.")
    assert said == "Open red findings: 2. Your account has no valid AI training record."


def test_no_english_text_stands_twice() -> None:
    assert set(ENGLISH) & set(MESSAGES) == set()


@pytest.mark.parametrize("text", ["Ein Satz aus der Meldung.", "<script>alert(1)</script>", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert pages.in_english(text) == text
