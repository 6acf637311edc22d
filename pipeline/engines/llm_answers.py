# SPDX-License-Identifier: EUPL-1.2
"""Read what a language model answered: raw text → draft or sentence, strictly. No server's promise of valid JSON is trusted."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.language.headline import TOPIC_WORDS, fits, headline
from pipeline.language.prompting import clean
from pipeline.model import Finding, Origin, Sentence, Severity
from pipeline.ports import Brief, Draft

MOST_SPARES: Final = 6
MOST_CHARACTERS: Final = 240
"""A longer "sentence" is a paragraph, or a loop of a small model."""
_MOST_NOTES: Final = 5

_THINK: Final = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE: Final = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_GERMAN: Final = frozenset(
    "der die das und ist wird werden mit für von den dem ein eine auf bis am im ab zum zur nicht sich hat".split()
)
_ENGLISH: Final = frozenset("the and is are will of to in for on with from by at be has have a an was were that until".split())


class Fault(StrEnum):
    """Why an answer cannot be used."""

    EMPTY = "empty"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    NOT_JSON = "not-json"
    WRONG_SCHEMA = "wrong-schema"
    WRONG_LANGUAGE = "wrong-language"


class AnswerError(Exception):
    """An answer that cannot be used; the next rung of the ladder is tried."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one call: the text, why it ended, a refusal, and the tokens it took."""

    text: str
    finish: str
    refusal: str = ""
    prompt_tokens: int = 0
    answer_tokens: int = 0


def read_draft(answer: Answer, brief: Brief, writer: str) -> Draft:
    """Read an answer as a draft. Raises AnswerError."""
    table = _table(answer)
    rows = table.get("saetze")
    if not isinstance(rows, list) or not rows:
        raise AnswerError(Fault.WRONG_SCHEMA, "saetze is no list")
    read = [_row(row, brief) for row in rows]
    good = [entry for entry in read if entry is not None]
    core = tuple(sentence for sentence, spare in good if not spare)
    spares = tuple(sentence for sentence, spare in good if spare)[:MOST_SPARES]
    if not core or len(good) * 2 < len(rows):
        raise AnswerError(Fault.WRONG_SCHEMA, f"{len(rows) - len(good)} of {len(rows)} sentences are malformed")
    _check_language(" ".join(s.text for s in (*core, *spares)), brief.language)
    core = _deduplicated(core)
    spares = tuple(s for s in _deduplicated(spares) if s.text not in {c.text for c in core})
    title = table.get("ueberschrift")
    topic = table.get("thema")
    return Draft(
        core=core[: brief.core + MOST_SPARES],
        spares=spares,
        headline=_headline(title if isinstance(title, str) else ""),
        kicker=topic if isinstance(topic, str) and topic in TOPIC_WORDS else "",
        writer=writer,
        notes=_notes(table.get("hinweise"), brief),
    )


def read_sentence(answer: Answer, brief: Brief) -> Sentence:
    """Read an answer as one mended sentence. Raises AnswerError."""
    table = _table(answer)
    row = _row({**table, "art": "kern", "rang": 1}, brief)
    if row is None:
        raise AnswerError(Fault.WRONG_SCHEMA, "no sentence")
    return row[0]


def parse_json(text: str) -> dict[str, object]:
    """Find the JSON object in an answer, mending trailing commas and missing ends of lists. Raises AnswerError."""
    bare = _THINK.sub("", text).strip()
    fenced = _FENCE.search(bare)
    if fenced is not None and "{" in fenced[1]:
        bare = fenced[1]
    start = bare.find("{")
    if start < 0:
        raise AnswerError(Fault.EMPTY if not bare else Fault.NOT_JSON)
    body = bare[start:]
    for candidate in (body, body[: body.rfind("}") + 1], _mended(body)):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    raise AnswerError(Fault.NOT_JSON)


def _mended(body: str) -> str:
    """Mend what small models get wrong: trailing commas, comments, a missing comma between objects, brackets left open."""
    out: list[str] = []
    awaited: list[str] = []
    place = 0
    while place < len(body):
        char = body[place]
        if char == '"':
            string = _STRING.match(body, place)
            if string is None:
                break
            out.append(string[0])
            place = string.end()
            continue
        if body.startswith("//", place):
            line = body.find("\n", place)
            place = len(body) if line < 0 else line
            continue
        place += 1
        if char in "{[":
            if char == "{" and out and out[-1] == "}":
                out.append(",")
            awaited.append("}" if char == "{" else "]")
        elif char in "}]":
            _drop_comma(out)
            while awaited and awaited[-1] != char:
                out.append(awaited.pop())
            if awaited:
                awaited.pop()
        if not char.isspace():
            out.append(char)
        if not awaited:
            break
    _drop_comma(out)
    return "".join(out) + "".join(reversed(awaited))


def _drop_comma(out: list[str]) -> None:
    if out and out[-1] == ",":
        out.pop()


def _table(answer: Answer) -> dict[str, object]:
    if answer.refusal:
        raise AnswerError(Fault.REFUSED)
    if not answer.text.strip():
        raise AnswerError(Fault.EMPTY)
    if answer.finish == "length":
        raise AnswerError(Fault.TRUNCATED)
    if answer.finish == "content_filter":
        raise AnswerError(Fault.REFUSED)
    return parse_json(answer.text)


def _row(row: object, brief: Brief) -> tuple[Sentence, bool] | None:
    """Read one sentence of the answer, None where it is malformed; the flag says whether it is a spare."""
    if not isinstance(row, dict):
        return None
    text, sources, facts = row.get("text"), row.get("quellen"), row.get("fakten")
    kind, rank = row.get("art"), row.get("rang")
    if not isinstance(text, str) or not isinstance(sources, list) or not isinstance(facts, list):
        return None
    if kind not in ("kern", "reserve") or isinstance(rank, bool) or rank not in (1, 2, 3):
        return None
    if any(isinstance(n, bool) or not isinstance(n, int) or not 0 <= n < len(brief.sentences) for n in sources):
        return None
    spoken = _finished(clean(text))
    if not 8 <= len(spoken) <= MOST_CHARACTERS or not re.search(r"[^\W\d_]{2}", spoken):
        return None
    known = {fact.id for fact in brief.facts}
    cited = tuple(dict.fromkeys(fact.strip("!? ") for fact in facts if isinstance(fact, str)))
    sentence = Sentence(
        text=spoken,
        sources=tuple(dict.fromkeys(sources)),
        facts=tuple(fact for fact in cited if fact in known),
        rank=int(rank),
        origin=Origin.MODEL,
    )
    return sentence, kind == "reserve"


def _finished(text: str) -> str:
    text = text.strip().strip("*_`").strip()
    return text if not text or text[-1] in ".!?“”" else text + "."


def _headline(title: str) -> str:
    text = clean(title).strip(' ."„“')
    if not text or len(text) > 120:
        return ""
    return text if fits(text) else headline(text)


def _deduplicated(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple({sentence.text: sentence for sentence in sentences}.values())


def _check_language(text: str, language: str) -> None:
    """Refuse an answer in the wrong language, by its small words. Raises AnswerError."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    german, english = sum(word in _GERMAN for word in words), sum(word in _ENGLISH for word in words)
    wanted, other = (english, german) if language == "en" else (german, english)
    if other > wanted or (len(words) > 12 and wanted * 20 < len(words)):
        raise AnswerError(Fault.WRONG_LANGUAGE)


def _notes(notes: object, brief: Brief) -> tuple[Finding, ...]:
    """Read the model's remarks as amber findings; they are words of a machine about foreign text, and shown as such."""
    if not isinstance(notes, list):
        return ()
    texts = [clean(note)[:200] for note in notes if isinstance(note, str) and clean(note)]
    return tuple(
        Finding(
            "model-note",
            Severity.AMBER,
            "Das Sprachmodell merkt zu dieser Meldung etwas an. Bitte prüfen.",
            f"item:{brief.item.id}",
            text,
        )
        for text in texts[:_MOST_NOTES]
    )
