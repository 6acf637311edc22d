# SPDX-License-Identifier: EUPL-1.2
"""Say it: the shown text → what the voice is given, words and pauses only, linked piece by piece.

The text is read once from left to right. At each place the first rule that knows what stands there reads it; what no rule
knows is a word, a pause or nothing. The result holds letters, blanks, apostrophes and ".,;:!?" and nothing else, so that an
engine cannot misread it and its word events can be mapped back to the words shown.
"""

import re
import unicodedata
from typing import Final, Literal

from pipeline.language import addresses, amounts, dates
from pipeline.language.abbreviations import abbreviation_at
from pipeline.language.acronyms import spoken_word
from pipeline.language.calendar_de import MONTH_PATTERN, WEEKDAY_PATTERN
from pipeline.language.gender_forms import gender_form
from pipeline.language.grammar import ending
from pipeline.language.lexicon import Entry, Lexicon, parse_lexicon
from pipeline.language.pieces import Piece, Rule, assemble, bare
from pipeline.language.sentences import opens_sentence
from pipeline.language.spans import Link, SpokenText
from pipeline.language.spoken_en import spoken_english

__all__ = ["NO_LEXICON", "Entry", "GenderPolicy", "Lexicon", "Link", "SpokenText", "parse_lexicon", "spoken_form"]

GenderPolicy = Literal["neutral", "paarform", "pause"]

NO_LEXICON: Final = Lexicon(())
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_\u0300-\u036f]|[\u0300-\u036f\u00ad\u200b-\u200d]|['’](?=[^\W\d_]))*")
"""Soft hyphens and zero-width characters, which may stand inside a word."""
_STREET: Final = re.compile(r"([A-ZÄÖÜ][^\W\d_]+s)(tr\.)")
_FR: Final = re.compile(r"Fr\.(?!\w)(\s+(?:Dr\.|Prof\.|[A-ZÄÖÜ][a-zäöüß]+))?")
_PAY_GROUP: Final = re.compile(r"EG(?=\s?\d)")
_FOLLOWING: Final = re.compile(r"ff?\.(?!\w)")
_OF_A_LAW: Final = re.compile(r"(?:\bAbs\.|\bAbsatz|§)\s?\d+[a-z]?\s*$")
"""Before "S. 1" these make it a sentence of a law, elsewhere it is a page."""
_EMAIL: Final = re.compile(r"E-?Mail(s?)(?![a-zäöüß])")
_GENITIVES: Final = {
    "Jahrhundert": "Jahrhunderts",
    "Landkreis": "Landkreises",
    "Kreis": "Kreises",
    "Bürgermeister": "Bürgermeisters",
    "Oberbürgermeister": "Oberbürgermeisters",
    "Ortsteil": "Ortsteils",
    "Hauptbahnhof": "Hauptbahnhofs",
    "Bahnhof": "Bahnhofs",
    "Platz": "Platzes",
    "Regierungsbezirk": "Regierungsbezirks",
}
_OF_THE: Final = re.compile(r"\bdes\s+(?:(?:\d{1,2}\.|[a-zäöüß]+en)\s+){0,2}$")
_CLOSERS: Final = '“”"»«’)]›‹ \t'
_SAID: Final = {
    "&": "und",
    "+": "plus",
    "=": "gleich",
    "%": "Prozent",
    "‰": "Promille",
    "€": "Euro",
    "$": "Dollar",
    "£": "Pfund",
    "°": "Grad",
    "§": "Paragraf",
    "×": "mal",
    "±": "plus minus",
    "<": "unter",
    ">": "über",
    "≤": "höchstens",
    "≥": "mindestens",
    "~": "etwa",
    "≈": "etwa",
    "@": "ät",
    "#": "Hashtag",
    "²": "hoch zwei",
    "³": "hoch drei",
}
_PAUSES: Final = {"(": ",", ")": ",", "[": ",", "]": ",", "•": ",", "|": ",", "→": ",", "·": ",", "—": ","}
_PLAIN_SIGNS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹⁴⁵⁶⁷⁸⁹ºª", "012345678901456789°°")
"""Signs read as their plain brothers; one for one, so that every offset stays."""
_UMLAUTS: Final = str.maketrans("äöüÄÖÜ", "aouAOU")
_TERMINAL: Final = ".!?:;,"
_ON_DIGIT: Final[tuple[Rule, ...]] = (
    addresses.telephone,
    addresses.web,
    addresses.mail,
    dates.iso_date,
    addresses.reference,
    amounts.money,
    dates.time_of_day,
    dates.numeric_date,
    dates.day_before_month,
    addresses.postcode,
    amounts.large,
    amounts.compound,
    amounts.unit,
    dates.two_years,
    dates.decade,
    amounts.fractions,
    amounts.ordinals,
    addresses.four_figure_line,
    dates.single_year,
    amounts.number,
)
_ON_LETTER: Final[tuple[Rule, ...]] = (
    addresses.mail,
    addresses.web,
    addresses.telephone,
    addresses.postcode,
    dates.weekday,
    dates.abbreviated_month,
    amounts.money,
    amounts.per_unit,
    amounts.romans,
    addresses.road,
)
_ON_SIGN: Final[tuple[Rule, ...]] = (addresses.telephone, addresses.section_sign, amounts.money, amounts.fractions)


def spoken_form(
    display: str, lexicon: Lexicon = NO_LEXICON, gender: GenderPolicy = "neutral", language: str = "de"
) -> SpokenText:
    """Say the text: shown text → spoken text with links. The lexicon goes before every rule; `gender` is the house policy.

    Both are German matters: an English text is read by `spoken_en`.
    """
    if language == "en":
        return spoken_english(display)
    text = display.translate(_PLAIN_SIGNS)
    known = lexicon.relevant(text)
    pieces: list[Piece] = []
    position = 0
    while position < len(text):
        read = _read(text, position, known, gender)
        pieces.extend(read)
        position = read[-1].end
    return assemble(display, tuple(pieces))


def _read(text: str, position: int, lexicon: Lexicon, gender: GenderPolicy) -> tuple[Piece, ...]:
    """Read what stands at this position; always at least one piece, and never an empty stretch."""
    char = text[position]
    if char.isspace():
        return (_blank(text, position),)
    fresh = position == 0 or not text[position - 1].isalnum()
    if fresh and (met := lexicon.at(text, position)):
        entry, end, genitive = met
        return (Piece(position, end, entry.spoken + ("s" if genitive else ""), entry.ipa),)
    if char.isdecimal():
        return _first(_ON_DIGIT, text, position) or (Piece(position, position + 1, ""),)
    if char.isalpha():
        return _letters(text, position, gender, fresh=fresh)
    return gender_form(text, position, gender) or _first(_ON_SIGN, text, position) or _sign(text, position)


def _first(rules: tuple[Rule, ...], text: str, position: int) -> tuple[Piece, ...]:
    return next((read for rule in rules if (read := rule(text, position))), ())


def _blank(text: str, position: int) -> Piece:
    """A blank line is the end of a sentence (a heading has no full stop); other white space is nothing."""
    met = re.compile(r"\s+").match(text, position)
    end = met.end() if met else position + 1
    return Piece(position, end, "." if text.count("\n", position, end) > 1 else "")


def _letters(text: str, position: int, gender: GenderPolicy, *, fresh: bool) -> tuple[Piece, ...]:
    if by := amounts.by(text, position):
        return by
    if fresh:
        read = gender_form(text, position, gender) or _first(_ON_LETTER, text, position) or _shortened(text, position)
        if read:
            return read
    if fresh and text[position] in "àÀ" and re.match(r"\s+\d", text[position + 1 :]):
        return (Piece(position, position + 1, "zu je"),)
    if single := addresses.letter_after_number(text, position):
        return single
    met = _WORD.match(text, position)
    if met is None:
        return (Piece(position, position + 1, ""),)
    if not _sayable(met[0]):
        return (Piece(position, met.end(), ""),)
    word = bare(met[0])
    return (Piece(position, met.end(), spoken_word(word)), *_initial_stop(text, met.end(), word))


def _sayable(word: str) -> bool:
    """Tell whether a German voice can read a word: it spells foreign scripts letter by letter, which nobody understands."""
    return any(unicodedata.name(char, "").startswith(("LATIN", "GREEK", "MICRO", "FEMININE", "MASCULINE")) for char in word)


def _initial_stop(text: str, end: int, word: str) -> tuple[Piece, ...]:
    """Drop the full stop of an initial ("A. Schmidt")."""
    if len(word) == 1 and word.isupper() and text.startswith(".", end) and re.match(r"\s?[A-ZÄÖÜ]|-", text[end + 1 :]):
        return (Piece(end, end + 1, ""),)
    return ()


def _shortened(text: str, position: int) -> tuple[Piece, ...]:
    """Read an abbreviation, a "…str.", "Fr. Roth" or "E-Mail"."""
    if street := _STREET.match(text, position):
        return (Piece(position, street.end() - 1, street[1] + "traße"), *_own_stop(text, street.end(), ends=True))
    if fr := _FR.match(text, position):
        return _frau_or_friday(text, position, fr)
    if pay := _PAY_GROUP.match(text, position):
        return (Piece(position, pay.end(), "Entgeltgruppe"),)
    if (more := _FOLLOWING.match(text, position)) and re.search(r"\d\s?$", text[:position]):
        said = "fortfolgende" if more[0].startswith("ff") else "folgende"
        return (Piece(position, more.end() - 1, said), *_own_stop(text, more.end(), ends=True))
    if text.startswith("S.", position) and _OF_A_LAW.search(text, 0, position) and re.match(r"\s?\d", text[position + 2 :]):
        return (Piece(position, position + 2, "Satz"),)
    if email := _EMAIL.match(text, position):
        return (Piece(position, email.end(), "Ie Mail" + email[1]),)
    found = abbreviation_at(text, position)
    if found is None:
        return ()
    spoken = found.spoken
    if found.entry.adjective:
        spoken += ending(text[:position], text[found.end :])
    if spoken in _GENITIVES and _OF_THE.search(text, 0, position):
        spoken = _GENITIVES[spoken]
    if not found.entry.written.endswith("."):
        return (Piece(position, found.end, spoken),)
    return (Piece(position, found.end - 1, spoken), *_own_stop(text, found.end, ends=found.entry.ends))


def _frau_or_friday(text: str, position: int, met: re.Match[str]) -> tuple[Piece, ...]:
    """Read "Fr. Roth" as Frau, and "Fr." before anything but a name as Friday (with a date or time the calendar did so)."""
    name = (met[1] or "").strip()
    if name and not opens_sentence(name):
        return (Piece(position, position + 3, "Frau"),)
    return (Piece(position, position + 2, "Freitag"), *_own_stop(text, position + 3, ends=True))


def _own_stop(text: str, end: int, *, ends: bool) -> tuple[Piece, ...]:
    """Keep an abbreviation's full stop as a pause where the sentence ends with it."""
    rest = text[end:].lstrip(_CLOSERS)
    word = re.match(r"[„\"(]?([^\W\d_]+)", rest)
    closes = not rest or rest.startswith("\n\n") or (ends and word is not None and opens_sentence(word[1]))
    return (Piece(end - 1, end, "." if closes else ""),)


def _sign(text: str, position: int) -> tuple[Piece, ...]:
    char, end = text[position], position + 1
    if char in _TERMINAL:
        return (Piece(position, end, _mark(text, position)),)
    if char == "…" or text.startswith("...", position):
        end = position + (1 if char == "…" else 3)
        return (Piece(position, end, "," if re.match(r"\s*[a-zäöü]", text[end:]) else "."),)
    if char in "–-−—/":
        return (_stroke(text, position),)
    if char in _PAUSES:
        return (Piece(position, end, _PAUSES[char]),)
    if re.match(r"[=-]+>", text[position:]):
        return (Piece(position, text.index(">", position) + 1, ","),)
    if char in "+=*~#<>" and text[end : end + 1] == char:
        run = re.compile(re.escape(char) + "+").match(text, position)
        return (Piece(position, run.end() if run else end, ","),)
    return (Piece(position, end, _SAID.get(char, "")),)


def _mark(text: str, position: int) -> str:
    """Give the pause of a punctuation mark; between digits it is said ("2:1", "12.03") or a mere gap."""
    inside = text[position - 1 : position].isdecimal() and text[position + 1 : position + 2].isdecimal()
    joins = text[position - 1 : position].isalpha() and text[position + 1 : position + 2].isalpha()
    if joins and (text[position] == ":" or (text[position] == "." and text[position + 1].islower())):
        return ""
    if inside and text[position] == ":":
        return "zu"
    if inside and text[position] == ".":
        return "Punkt"
    if text[position] == "." and text.startswith("...", position):
        return "," if re.match(r"\.+\s*[a-zäöü]", text[position:]) else "."
    return text[position]


_NAMED: Final = re.compile(r"(?:\b[A-ZÄÖÜ]{1,2}\d+|\d\s?[a-z])$")
_NAMED_NEXT: Final = re.compile(r"(?:[A-ZÄÖÜ]{1,2}\d+|[a-z])(?!\w)")
"""What a dash joins as a range: "Q1–Q4", "5 a-c"."""


def _stroke(text: str, position: int) -> Piece:
    """Read a dash, hyphen or slash: "bis", "minus", "pro", "und", a pause or nothing."""
    before, after = text[:position], text[position + 1 :]
    end = position + 1
    if text[position] == "/":
        return Piece(position, end, _slash(before, after))
    if _NAMED.search(before) and _NAMED_NEXT.match(after):
        return Piece(position, end, "bis")
    if re.search(r"\d\.$", before) and re.match(rf"(?:{MONTH_PATTERN})-", after):
        return Piece(position, end, "")  # the "1.-Mai-Fest"
    spaced_before, spaced_after = before[-1:].isspace() or not before, after[:1].isspace() or not after
    if re.search(rf"(?:\d\.?|\d[a-z]|[€%]|Uhr|{WEEKDAY_PATTERN}|{MONTH_PATTERN})\s?$", before) and re.match(
        rf"\s?(?:\d|{WEEKDAY_PATTERN}|{MONTH_PATTERN})", after
    ):
        return Piece(position, end, "bis" if spaced_before == spaced_after or text[position] == "–" else "")
    if spaced_before and re.match(r"\d", after):
        return Piece(position, end, "minus")
    if spaced_before and spaced_after and text[position] != "/":
        return Piece(position, end, ",")
    return Piece(position, end, "")


def _slash(before: str, after: str) -> str:
    if before[-1:].isspace() and after[:1].isspace():
        return ","
    if re.search(r"\d\s?$", before) and re.match(r"\s?10{0,2}\.?000(?!\d|[.,/]\d)", after):
        return "pro"
    if re.search(r"(?:\bl|Liter|kWh)\s?$", before) and re.match(r"\s?100\s?(?:km|Kilometer)", after):
        return "auf"
    if re.search(r"[^\W\d_]-$", before) and re.match(r"-?[^\W\d_]", after):
        return "und"
    left, right = re.search(r"\w+$", before), re.match(r"\w+", after)
    if left and right and _is_pair(left[0], right[0]):
        return "oder"
    if re.search(
        r"(?:Euro|€|Cent|[Cc]t|Stück|Liter|Tonnen|Stunden|Std\.?|Kilometer|[Mm]al|\bt|kg|km|kWh|\bl|\bg|mg|µg|\bm|²)\s?$", before
    ) and re.match(
        r"\s?(?:Stunde|Tag|Woche|Monat|Jahr|Person|Stück|Kind|Liter|Quadratmeter|Std|Nacht|Platz|Tonne|m²|m³|qm|kWh|kg|km|h\b|l\b)",
        after,
    ):
        return "pro"
    if re.search(r"\d\.$", before) and re.match(r"\s?\d", after):
        return "und"
    if re.search(r"[^\W\d_]\.?\s?$", before) and re.match(r"\s?[^\W\d_]", after):
        small = re.search(r"(\w+)\.?\s?$", before)
        if small and small[1] in {"und", "sowie"}:
            return ""
        return "oder" if small and small[1][0].islower() and re.match(r"\s?[a-zäöüß]", after) else "und"
    return ","


def _is_pair(one: str, other: str) -> bool:
    """Tell whether two words are she and he: "Schülerin/Schüler", "Landrat/Landrätin"."""
    plain = one.translate(_UMLAUTS).lower(), other.translate(_UMLAUTS).lower()
    return plain[0] == plain[1] + "in" or plain[1] == plain[0] + "in"
