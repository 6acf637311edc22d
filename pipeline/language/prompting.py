# SPDX-License-Identifier: EUPL-1.2
"""Ask a language model: Brief → messages. The rules stand in reviewed files (`prompts/`), the newsletter comes as fenced data."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.language.compress import drop_year, spell_dates
from pipeline.language.headline import TOPIC_WORDS
from pipeline.language.moments import spoken_date
from pipeline.model import Fact, FactKind
from pipeline.ports import Brief, Repair

SPARES: Final = 2
"""Spare sentences asked for beside the core (research/prompt.md, section 4)."""

_FILES: Final = {"news": "news.md", "plain": "plain.md", "en": "en.md"}
_REPAIR_FILE: Final = "repair.md"
_CONTACTS: Final = frozenset({FactKind.PHONE, FactKind.URL, FactKind.MAIL})
_KINDS: Final = {
    FactKind.NUMBER: "Zahl",
    FactKind.MONEY: "Betrag",
    FactKind.PERCENT: "Anteil",
    FactKind.DATE: "Datum",
    FactKind.TIME: "Uhrzeit",
    FactKind.WEEKDAY: "Wochentag",
    FactKind.DURATION: "Dauer",
    FactKind.NAME: "Name",
    FactKind.PLACE: "Ort",
    FactKind.ORGANISATION: "Stelle",
    FactKind.QUOTATION: "Zitat",
}
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP: Final = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]{0,300}>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the conversation; `role` is "system" or "user"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the messages, the JSON schema of the answer, and the digest that names both in the ledger."""

    messages: tuple[Message, ...]
    schema_name: str
    schema: str
    digest: str


def clean(text: str) -> str:
    """Remove what a reader of the newsletter does not see: zero-width and control characters, comments, tags."""
    return " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", _MARKUP.sub(" ", text))).split())


def draft_prompt(brief: Brief) -> Prompt:
    """Ask for the sentences of one item: Brief → Prompt."""
    least, most = brief.characters
    year = brief.item.published.year if brief.item.published else 0
    lines = [f"UMFANG: {brief.core} Kernsätze, {SPARES} Reservesätze, je {least} bis {most} Zeichen"]
    if brief.grave:
        lines.append("HEIKEL: ja")
    lines += [f"THEMEN: {', '.join(TOPIC_WORDS)}", "", "FAKTEN", *(_fact(fact, year) for fact in _shown(brief.facts)), ""]
    lines += _fenced(brief, range(len(brief.sentences)))
    return _prompt(_FILES.get(brief.profile, _FILES["news"]), "\n".join(lines), "sprechsaetze", draft_schema())


def repair_prompt(repair: Repair) -> Prompt:
    """Ask for one sentence anew, with what was wrong and the facts to keep."""
    brief = repair.brief
    least, most = brief.characters
    year = brief.item.published.year if brief.item.published else 0
    kept = [_fact(fact, year) for fact in repair.keep] or ["keine"]
    cited = [number for number in repair.sentence.sources if 0 <= number < len(brief.sentences)]
    lines = [f"UMFANG: {least} bis {most} Zeichen", f"SATZ: {clean(repair.sentence.text)}", f"FEHLER: {clean(repair.fault)}"]
    lines += ["", "BEHALTEN", *kept, "", *_fenced(brief, cited or range(len(brief.sentences)))]
    return _prompt(_REPAIR_FILE, "\n".join(lines), "sprechsatz", repair_schema())


@cache
def prompts_digest() -> str:
    """Name the reviewed prompt files and schemas in 16 hex digits: a changed word is a new writer."""
    parts = [_text(name) for name in (*_FILES.values(), _REPAIR_FILE)] + [draft_schema(), repair_schema()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def _text(name: str) -> str:
    return (files("pipeline.language") / "prompts" / name).read_text(encoding="utf-8")


def _prompt(file: str, user: str, schema_name: str, schema: str) -> Prompt:
    messages = (Message("system", _text(file)), Message("user", user))
    digest = hashlib.sha256("\0".join((*(m.content for m in messages), schema)).encode()).hexdigest()
    return Prompt(messages, schema_name, schema, digest)


def _shown(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Give the facts that a model may see: no contacts, and a weekday together with the date that it stands before."""
    shown: list[Fact] = []
    for fact in facts:
        if fact.kind in _CONTACTS:
            continue
        day = shown[-1] if shown else None
        if day and day.kind is FactKind.WEEKDAY and fact.kind is FactKind.DATE and _beside(day, fact):
            shown[-1] = replace(fact, text=f"{day.text}, {fact.text}", start=day.start)
            continue
        shown.append(fact)
    return tuple(shown)


def _beside(day: Fact, fact: Fact) -> bool:
    """Tell whether a weekday stands right before a date that begins with a number."""
    return day.sentence == fact.sentence and 0 <= fact.start - day.end <= len(", dem ") and fact.text[:1].isdigit()


def _fact(fact: Fact, year: int) -> str:
    mark = "?" if fact.conflict else "!" if fact.essential else ""
    return f"{mark}{fact.id} {_KINDS.get(fact.kind, 'Angabe')}: {said(fact, year)} (Satz {fact.sentence})"


def said(fact: Fact, year: int) -> str:
    """Give a fact as it is said: month by name, no obvious year, "Montag, dem 30. November".

    What a range tells only once ("von 10 bis 13 Uhr", "vom 25. bis 27. September") is put behind each of its ends.
    """
    text = clean(drop_year(spell_dates(fact.text), year))
    if fact.kind is FactKind.TIME and re.fullmatch(r"\d{1,2}(?:[.:]\d\d)?", text):
        return f"{text} Uhr"
    if fact.kind is FactKind.MONEY and not re.search(r"Euro|€|EUR|Cent|\bct\b", text):
        return f"{text} Euro"
    if fact.kind is FactKind.DATE and re.fullmatch(r"\d{1,2}\.", text):
        return drop_year(spoken_date(fact.value), year)
    return re.sub(r"\b(\w+tag),\s+(?:den\s+)?(?=\d{1,2}\.)", r"\1, dem ", text)


def _fenced(brief: Brief, numbers: range | list[int]) -> list[str]:
    """Put the numbered sentences between fences that the text itself cannot contain."""
    sentences = [(number, clean(brief.sentences[number])) for number in numbers]
    whole = "\n".join(text for _, text in sentences)
    nonce = hashlib.sha256(f"{brief.item.id}\0{whole}".encode()).hexdigest()[:16]
    while nonce in whole:
        nonce = hashlib.sha256(nonce.encode()).hexdigest()[:16]
    return [f"QUELLE <<<{nonce}", *(f"[{number}] {text}" for number, text in sentences if text), f"{nonce}>>>"]


@cache
def draft_schema() -> str:
    """Give the JSON schema of a draft: flat, no references, no patterns, evidence before text."""
    sentence = {
        "type": "object",
        "properties": {
            "quellen": {"type": "array", "items": {"type": "integer"}},
            "fakten": {"type": "array", "items": {"type": "string"}},
            "text": {"type": "string"},
            "art": {"type": "string", "enum": ["kern", "reserve"]},
            "rang": {"type": "integer", "enum": [1, 2, 3]},
        },
        "required": ["quellen", "fakten", "text", "art", "rang"],
        "additionalProperties": False,
    }
    whole = {
        "type": "object",
        "properties": {
            "saetze": {"type": "array", "items": sentence},
            "ueberschrift": {"type": "string"},
            "thema": {"type": "string"},
            "hinweise": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["saetze", "ueberschrift", "thema", "hinweise"],
        "additionalProperties": False,
    }
    return json.dumps(whole, ensure_ascii=False)


@cache
def repair_schema() -> str:
    """Give the JSON schema of a mended sentence."""
    whole = {
        "type": "object",
        "properties": {
            "quellen": {"type": "array", "items": {"type": "integer"}},
            "fakten": {"type": "array", "items": {"type": "string"}},
            "text": {"type": "string"},
        },
        "required": ["quellen", "fakten", "text"],
        "additionalProperties": False,
    }
    return json.dumps(whole, ensure_ascii=False)
