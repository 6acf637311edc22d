# SPDX-License-Identifier: EUPL-1.2
"""Shorten a source sentence without a model: one written sentence → one or more that can be read on air.

Only what can go without changing a statement is cut: brackets, datelines, contacts, obvious years, leading conjunctions, trailing
clauses of result, purpose or reason. Conditions ("wenn", "sofern", "es sei denn") and limits ("nur", "bis zu") always stay.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from pipeline.language.finite import finite, tokens, verb_final, verbal

LONG: Final = 15
"""Words from which a sentence is too long for the ear (research/condense.md, section 2)."""

_MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BRACKETS: Final = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_ROAD_BRACKET: Final = re.compile(r"\s*\(([ABKLS]\s?\d{1,4})\)(?=\s\w)")
_WEEKDAYS: Final = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_ACCUSATIVE: Final = re.compile(
    rf"\b(?P<to>[Aa]b|[Aa]m|[Bb]is|[Bb]is zum|[Vv]on|[Vv]om|[Zz]um|[Ss]eit) (?P<name>{_WEEKDAYS}), den "
    rf"(?P<day>\d{{1,2}}\. (?:{_MONTHS}))(?P<next>\s\w)?"
)
"""Newsletters write "ab Montag, den 17. August wird"; said is "ab Montag, dem 17. August, wird"."""
_DATELINE: Final = re.compile(
    r"^(?!(?:Vom|Von|Am|Ab|Bis|Im|In|Seit|Zum|Der|Die|Das|Den|Dem|Mit|Nach|Bei|Um|Für|Auf)\b)"
    r"(?:[A-ZÄÖÜ][\w\-/]+(?: [A-ZÄÖÜ][\w\-/]+){0,3})"
    r"(?:,? (?:den )?\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?\d{2,4})?(?:\s*[\(/]\w+\)?)?"
    r"\s*(?:[.:]\s+|\s[–—-]{1,2}\s)(?=[A-ZÄÖÜ„])"
)
_CONJUNCTION: Final = re.compile(r"^(?:Und|Aber|Doch|Denn|Oder|Sondern)\s+(?=\w)")
_STATED_YEAR: Final = rf"(?P<day>\d{{1,2}}\.\s?(?:{_MONTHS}))\s+"
_NUMERIC_DATE: Final = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:20)?\d{2})\b")
_TAIL: Final = re.compile(r",\s+(?:sodass|so dass|wobei|weshalb|weswegen|wodurch|womit|um|damit|weil|da|zumal|nachdem)\s")
_CONDITION: Final = re.compile(r"\b(?:wenn|falls|sofern|soweit|solange|sobald|außer|ausgenommen|es sei denn|bevor|bis|ob|nur)\b")
_RELATIVE: Final = re.compile(
    r",\s+(?:(?:in|an|auf|mit|bei|für|von|zu|aus|durch)\s+)?(?:die|der|das|denen|deren|dessen|dem|den)\s"
)
_INDEFINITE: Final = re.compile(r"\b(?:[Ee]in|[Ee]ine|[Ee]inen|[Ee]inem|[Ee]iner)\s[^,]*$")
_QUOTED_FIRST: Final = re.compile(
    r"^„(?P<words>[^“”\"„]+)[“”\"],?\s+(?P<verb>sagt|sagte|erklärt|erklärte|betont|betonte|so)\s+(?P<who>[^„“”\"]+?)\.$"
)
_SHORT_FORMS: Final = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"(?<!\w)Mio\.", "Millionen"),
        (r"(?<!\w)Mrd\.", "Milliarden"),
        (r"(?<!\w)ca\.", "rund"),
        (r"(?<!\w)z\.\s?B\.", "zum Beispiel"),
        (r"(?<!\w)bzw\.", "beziehungsweise"),
        (r"(?<!\w)inkl\.", "inklusive"),
        (r"(?<!\w)u\.\s?a\.", "unter anderem"),
        (r"(?<!\w)ggf\.", "gegebenenfalls"),
        (r"(?<=\d\s)€(?![\w/])", "Euro"),
        (r"(?<=\d)\s?%", " Prozent"),
    )
)
_HYPE: Final = re.compile(
    r"^(?=[^:„]{3,70}:\s)[^:„]*\b(?:Vorfreude|Spannung|spannend|ist es so\s?weit|steht fest|gute Nachricht|aufgepasst"
    r"|freuen|Grund zur Freude|Jetzt|Endlich|Achtung|Premiere|Zeit)\b[^:„]*:\s+(\w)"
)
_QUOTE_TAIL: Final = re.compile(r"\s(?:weiter|abschließend|dazu|hierzu)$")
_SUBORDINATE: Final = frozenset(
    """dass wenn falls weil da ob obwohl sodass damit während bevor nachdem sobald solange sofern soweit wie was wer wo welche
    welcher welches wobei weshalb um ohne statt anstatt deren dessen denen""".split()
)
_ARTICLES: Final = frozenset("der die das ein eine es alle beide diese dieser zwei drei vier fünf".split())
_NOMINATIVE: Final = re.compile(r"^(?:der|die|das|ein|eine|es|alle|beide|diese|dieser|zwei|drei|vier|fünf|[A-ZÄÖÜ]\w+)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence fit to be spoken, made of source sentence `source`; `part` counts the pieces of one source from 0."""

    text: str
    source: int
    part: int = 0


def compress(sentence: str, source: int, year: int = 0) -> tuple[Piece, ...]:
    """Cut one source sentence to what can be spoken: no piece where nothing is left that is a sentence.

    `year` is the year of release: it goes from full dates, where everybody knows it.
    """
    text = drop_brackets(_ROAD_BRACKET.sub(r", \1,", " ".join(sentence.split())))
    text = _DATELINE.sub("", text) if finite(_DATELINE.sub("", text)) >= 0 else text
    text = expand(_dative(drop_year(spell_dates(text), year)))
    text = _HYPE.sub(lambda met: met[1].upper(), _lead_in(text))
    text = _speaker_first(text)
    parts = [part for whole in text.split("; ") for part in _split(_finish(whole))] if _splittable(text) else [text]
    pieces = [Piece(_capital(_finish(shorten(part))), source, n) for n, part in enumerate(parts)]
    return tuple(replace(piece, part=n) for n, piece in enumerate(p for p in pieces if p.text))


def drop_brackets(text: str) -> str:
    """Cut what stands in brackets, and the marks of gender in job advertisements."""
    before = ""
    while before != text:
        before, text = text, _BRACKETS.sub("", text)
    return re.sub(r"\s+([,.;:!?])", r"\1", text).strip()


def spell_dates(text: str) -> str:
    """Write numeric dates with the month's name: "17.08.2026" → "17. August 2026"."""
    names = _MONTHS.split("|")

    def spelled(met: re.Match[str]) -> str:
        month = int(met["month"])
        if not 1 <= month <= 12 or not 1 <= int(met["day"]) <= 31:
            return met[0]
        year = met["year"] if len(met["year"]) == 4 else "20" + met["year"]
        return f"{int(met['day'])}. {names[month - 1]} {year}"

    return re.sub(r"\b0(\d\.)(?=\s)", r"\1", _NUMERIC_DATE.sub(spelled, text))


def expand(text: str) -> str:
    """Write out the few abbreviations that would stumble in a caption: "1,9 Mio. Euro" → "1,9 Millionen Euro"."""
    for short, long in _SHORT_FORMS:
        text = short.sub(long, text)
    return text


def drop_year(text: str, year: int) -> str:
    """Cut the year of release from full dates: "Montag, 30. November 2026, voll" → "Montag, 30. November, voll"."""
    return re.sub(_STATED_YEAR + rf"{year}\b", r"\g<day>", text) if year else text


def _dative(text: str) -> str:
    """Put a date beside its weekday into the same case, and the comma behind it."""
    return _ACCUSATIVE.sub(
        lambda met: f"{met['to']} {met['name']}, dem {met['day']}" + (f",{met['next']}" if met["next"] else ""), text
    )


def shorten(text: str) -> str:
    """Cut trailing clauses of an over-long sentence: result, purpose, reason, and what is told of something new."""
    if len(tokens(text)) <= LONG or "„" in text:
        return text
    for pattern in (_TAIL, _RELATIVE):
        for met in pattern.finditer(text):
            head, tail = text[: met.start()], text[met.start() :].rstrip(".!? ")
            if finite(head + " x") < 0 or len(tokens(head)) < 5 or not verb_final(tail) or _CONDITION.search(tail):
                continue
            if _opens_subordinate(head) or (pattern is _RELATIVE and not _INDEFINITE.search(head)):
                continue
            if verbal(tokens(head)[-1]) and finite(head) < 0:
                continue
            return head + "."
    return text


def _opens_subordinate(text: str) -> bool:
    words = tokens(text)
    return not words or words[0].lower() in _SUBORDINATE


def _lead_in(text: str) -> str:
    """Cut a leading conjunction, if a subject follows: "Doch der Kreis plant" → "Der Kreis plant"."""
    bare = _CONJUNCTION.sub("", text)
    words = tokens(bare)
    if bare != text and words and not verbal(words[0]) and finite(bare) > 0:
        return _capital(bare)
    return text


def _speaker_first(text: str) -> str:
    """Put the speaker before the quotation: "„X“, sagt Y." → "Y sagt: „X.“" """
    met = _QUOTED_FIRST.match(text)
    if met is None or len(tokens(met["who"])) > 12:
        return text
    who = _QUOTE_TAIL.sub("", met["who"].strip())
    verb = "sagt" if met["verb"] == "so" else met["verb"]
    words = met["words"].strip().rstrip(",")
    stop = "" if words[-1] in ".!?" else "."
    comma = "," if "," in who else ""
    return f"{_capital(who)}{comma} {verb}: „{words}{stop}“"


def _splittable(text: str) -> bool:
    if any(mark in text for mark in "„“:"):
        return False
    return len(tokens(text)) > LONG or "; " in text


def _split(text: str) -> list[str]:
    """Split an over-long sentence where a whole main clause follows a comma or "und"; else give it back as it is."""
    if len(tokens(text)) <= LONG:
        return [text]
    for met in re.finditer(r",?\s+(?:und|doch|aber)\s+|,\s+", text):
        left, right = text[: met.start()], text[met.end() :].rstrip(".")
        if _main_clause(left, opening=True) and _main_clause(right):
            return [left + ".", *_split(_capital(right) + ".")]
        shared = _shared_subject(left)
        words = tokens(right)
        if "und" in met[0] and shared and len(words) > 3 and verbal(words[0]) and not verbal(words[-1]) and _whole(left):
            return [left + ".", *_split(f"{shared} {right}.")]
    return [text]


def _main_clause(text: str, *, opening: bool = False) -> bool:
    words = tokens(text)
    if len(words) < 4 or words[0].lower() in _SUBORDINATE or not (opening or _NOMINATIVE.match(text)):
        return False
    bare_noun = words[0][0].isupper() and words[0].lower() not in _ARTICLES
    at = finite(text, 8 if opening or not bare_noun else 2)
    if at < 1 or (opening and re.search(r"\bzwischen\b[^,]{0,30}$", text)) or _CONDITION.search(text.split(words[at])[0]):
        return False
    if opening:
        return _whole(text) and not any(word in _SUBORDINATE for word in words[:at])
    return not verbal(words[-1]) and "," not in text.split(words[at])[0]


def _whole(text: str) -> bool:
    """Tell whether a left part could end here: no auxiliary that still waits for its participle."""
    last = tokens(text)[-1]
    return not verbal(last) and "," not in text.rsplit(" ", 1)[-1]


def _shared_subject(left: str) -> str:
    """Give the subject of a clause that "und" and a second verb continue; only where "Der …" makes it certain."""
    words = tokens(left)
    at = finite(left, 7)
    if at < 2 or words[0] != "Der" or any(word in _SUBORDINATE for word in words):
        return ""
    subject = left[: left.index(f" {words[at]} ")] if f" {words[at]} " in left else ""
    return "" if "," in subject or ":" in subject else subject


def _finish(text: str) -> str:
    """Give a sentence its full stop and tidy its blanks; empty where nothing is left."""
    text = re.sub(r"\s+", " ", text).strip(" ,;–—-•*")
    text = re.sub(r",\s*,", ",", text)
    if not text:
        return ""
    whole = text[-1] in ".!?" or (text[-1] == "“" and text[-2:-1] in (".", "!", "?"))
    return text if whole else text + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
