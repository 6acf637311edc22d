# SPDX-License-Identifier: EUPL-1.2
"""Numbers with what they count: money, per cent, durations, measures and plain numbers, in digits and in words."""

import re
from dataclasses import replace
from typing import Final

from pipeline.language.gazetteer import FIRST_NAMES
from pipeline.language.mention import Mention, covers
from pipeline.language.morphology import Token, lemma, tokens
from pipeline.language.number_values import FRACTIONS, TAIL_UNITS, cardinal_value, compound_value, half_value, ordinal_value
from pipeline.language.units import CANONICAL, DURATION_UNITS, MONEY, SCALES, TAILS, UNITS
from pipeline.model import FactKind

_DIGITS: Final = re.compile(
    r"(?<![\w.,:/])(?P<whole>\d{1,3}(?:[.\u00a0\u202f' ]\d{3})+(?![\d])|\d+)(?:,(?P<part>\d+|-+"
    r"|–))?(?P<dot>\.(?=\s+[A-ZÄÖÜa-zäöü]))?"
    r"(?P<glued>-[A-ZÄÖÜ]?[a-zäöüß]+|[a-zäöüß]+)?"
)
_CODE: Final = re.compile(r"(?<![\w.,:/])\d+(?:[./-]\d+)+(?![\w])")
_HEDGES: Final = {
    "about": r"rund|etwa|ca\.|circa|zirka|ungefähr|annähernd|um die|schätzungsweise",
    "over": r"gut|über|mehr als|etwas mehr als|deutlich mehr als",
    "under": r"knapp|fast|nicht ganz|noch keine|beinahe|nahezu|weniger als|unter",
    "upto": r"bis zu|höchstens|maximal|maximale?[nrs]?|nicht mehr als|längstens",
    "least": r"mindestens|wenigstens|minimal",
    "from": r"ab",
}
_HEDGE: Final = re.compile(
    r"(?:^|[\s(„])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _HEDGES.items())
    + r")\s+(?:(?:jeweils|insgesamt|einmal|die|den|der|de[mr])\s+)?$",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(
    r"^\s*(?:bis(?:\s+zu)?|und|oder|–|-|—|/|statt|auf|sowie|,)\s*"
    r"(?:(?:alle|auf|ermäßigt|bisher|bislang|zuvor|derzeit|heute|jetzt|künftig|nur)\s+)?$"
)
_NAMES_ONE: Final = re.compile(r"\b(?:Platz|Rang|Preis|Nummer|Nr\.|Linie|Gruppe|Stufe|Klasse|Runde|Zimmer|Gleis)\s+$")
"""What stands before a number that is a name: "Platz drei und 16.000 Euro" are not three euros."""
_NOUNS_THAT_ARE_NUMBERS: Final = frozenset({"hälfte", *FRACTIONS})
_NOT_ALONE: Final = frozenset({"ein", "eins"})
_ONE: Final = frozenset({"ein", "eine", "einer", "einem", "einen"})
_ENDS_COUNT: Final = frozenset(
    """und oder bis in im am an auf mit für nach vor zu von aus während wegen außerhalb innerhalb durch bei über unter davon
    dagegen dafür statt als der die das dem den des ein eine einen einem einer eines kein keine keinen ihr ihre ihren sein seine
    seinen sich es er sie wir man wer ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte
    muss müssen musste soll sollen darf dürfen will wollen braucht brauchen gibt gilt gelten bleibt bleiben kommt kommen geht
    gehen steht stehen liegt liegen bekommt bekommen zahlt zahlen kostet kosten macht machen nimmt nehmen sieht nicht auch
    noch dann ab zum zur beim vom ins ans""".split()
)
"""Words after which a noun is no longer what a number counts."""
_GLUED: Final = frozenset("er ern fach mal te ten ter m km cm kg ha t l h min kw kwh".split())
_BEFORE_RANK: Final = frozenset("am den dem vom zum der die das im seinem ihren einen eine ein jeder jedes jeden".split())


def quantities(text: str, taken: list[tuple[int, int]]) -> tuple[Mention, ...]:
    """Find the numbers of a sentence outside the stretches that are taken; units pass along a range ("8 bis 24 Euro")."""
    found: list[Mention] = []
    for finder in (_codes, _in_digits, _in_words):
        for mention in finder(text, tokens(text)):
            if covers(taken, mention.start, mention.end):
                continue
            within = [other for other in found if mention.start < other.end and mention.end > other.start]
            if all(mention.start < other.start and other.end == mention.end for other in within):  # "vier Euro 75" holds 75
                found = [*(other for other in found if other not in within), mention]
    return _passed_on(text, sorted(found, key=lambda mention: mention.start))


def number_text(size: float) -> str:
    """1900000.0 → "1900000", 1.5 → "1.5"."""
    rounded = round(size, 6)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.6f}".rstrip("0")


def quantity(text: str, start: int, end: int, size: float, unit: str, hedge: str) -> Mention:
    """Make the mention of a number; its kind follows from its unit."""
    if unit == "EUR":
        kind = FactKind.MONEY
    elif unit == "%":
        kind = FactKind.PERCENT
    else:
        kind = FactKind.DURATION if unit in DURATION_UNITS else FactKind.NUMBER
    canonical = unit in CANONICAL
    value = f"{number_text(size)} {unit}" if canonical else number_text(size)
    return Mention(kind, text[start:end], value, start, end, size, unit, hedge)


def _codes(text: str, words: tuple[Token, ...]) -> list[Mention]:
    """Numbers with points and slashes that are names of things: "Raum 1.08", "66-2026-14". They count as written."""
    del words
    found = []
    for match in _CODE.finditer(text):
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", match.group()) or re.fullmatch(r"\d+-\d+", match.group()):
            continue
        found.append(Mention(FactKind.NUMBER, match.group(), match.group(), match.start(), match.end(), -1.0, "code"))
    return found


def _in_digits(text: str, words: tuple[Token, ...]) -> list[Mention]:
    """Numbers in digits, with scale and unit: "1,9 Mio. Euro", "7,5 Tonnen", "50-jährig", "3. Platz"."""
    found = []
    for match in _DIGITS.finditer(text):
        whole = re.sub(r"\D", "", match["whole"])
        part = match["part"] or ""
        end = match.end("part") if part else match.end("whole")
        size = float(f"{whole}.{part}" if part.isdigit() else whole)
        if match["glued"]:
            found += _glued(text, match, whole, size)
        elif match["dot"] and not part:
            found.append(quantity(text, match.start(), end, size, _counted(text, match.end("dot"), words)[1], ""))
        else:
            found.append(_measured(text, match.start(), end, size, words))
    return found


def _glued(text: str, match: re.Match[str], whole: str, size: float) -> list[Mention]:
    """Read a number that a word hangs on: "50-jährig", "80-Liter-Tonne", "20er", "5km"; [] where it is no number at all."""
    word = match["glued"].lstrip("-").lower()
    unit: tuple[str, float]
    if (compound := compound_value(whole + word)) is not None:
        unit = TAILS.get(TAIL_UNITS.get(compound[1], ""), ("", 1))
    elif word in _GLUED:
        unit = UNITS.get(word, ("", 1))
    elif match["glued"].startswith("-"):
        unit = ("EUR", MONEY[word]) if word in MONEY else UNITS.get(word, (word, 1))
    else:
        return []
    return [quantity(text, match.start(), match.end(), size * unit[1], unit[0], _hedge(text, match.start()))]


def _in_words(text: str, words: tuple[Token, ...]) -> list[Mention]:
    """Numbers in words: "zwei Millionen", "dreitägig", "eineinhalb Jahre", "ein Drittel", "zum dritten Mal"."""
    found = []
    for index, token in enumerate(words):
        low = token.text.lower()
        after = words[index + 1].text.lower() if index + 1 < len(words) else ""
        before = words[index - 1].text.lower() if index else ""
        if low in FRACTIONS:
            found += _fraction(text, words, index)
        elif half_value(low) is None and (compound := compound_value(low)) is not None:
            unit, factor = TAILS.get(TAIL_UNITS.get(compound[1], ""), ("", 1))
            found.append(quantity(text, token.start, token.end, compound[0] * factor, unit, _hedge(text, token.start)))
        elif low in ("halbe", "halben", "halbes") and before in _ONE:
            found.append(_measured(text, words[index - 1].start, token.end, 0.5, words))
        elif (short := _short(text, words, index)) is not None:
            found.append(short)
        elif (point := _decimal(words, index)) is not None:
            found.append(_measured(text, token.start, words[index + point[1]].end, point[0], words))
        elif (size := _word_size(token, before, after)) is not None:
            found.append(_measured(text, token.start, token.end, size, words))
        elif (rank := ordinal_value(low)) is not None and rank > 1 and (before in _BEFORE_RANK or after in ("mal", "platz")):
            found.append(quantity(text, token.start, token.end, float(rank), _counted(text, token.end, words)[1], ""))
    return found


def _fraction(text: str, words: tuple[Token, ...], index: int) -> list[Mention]:
    """ "zwei Drittel", "die Hälfte"; a quarter of a town and a quarter past eight are none."""
    low = words[index].text.lower()
    before = words[index - 1].text.lower() if index else ""
    count = cardinal_value(before) if before else None
    if low in ("viertel", "achtel") and count is None and before not in ("ein", "einem"):
        return []
    start = words[index - 1].start if count is not None else words[index].start
    return [quantity(text, start, words[index].end, 100 * FRACTIONS[low] * (count or 1), "%", _hedge(text, start))]


_PRICED: Final = re.compile(
    r"(?i)\b(?:\w*kost\w*|\w*preis\w*|\w*eintritt\w*|\w*gebühr\w*|euro|\w*zahl(?:t|en|te|ten)?|\w*karten?|\w*tickets?|fällig|teuer"
    r"|teurer|billiger|günstiger)\b"
)
_SIZED: Final = re.compile(r"(?i)\b(?:groß|hoch|lang|breit|tief|höhe|länge|breite|tiefe|größe|meter)\b")
_CLOCK: Final = frozenset("um gegen ab bis von vor nach seit zwischen".split())


def _short(text: str, words: tuple[Token, ...], index: int) -> Mention | None:
    """ "vier fünfzig" → 4.5, of euros where the sentence speaks of a price; None where it is a time or no such pair.

    People say prices and heights without the unit between. Three numbers in a row are a telephone number.
    """
    whole, part = _spoken(words, index), _spoken(words, index + 1)
    if whole is None or part is None or not 10 <= part <= 99 or text[words[index].end : words[index + 1].start] != " ":
        return None
    priced = _PRICED.search(text) is not None
    before = words[index - 1].text.lower() if index else ""
    if before == "um" or (before in _CLOCK and not priced and not _SIZED.search(text)):
        return None
    if _spoken(words, index - 1) is not None or _spoken(words, index + 2) is not None:
        return None
    start, end = words[index].start, words[index + 1].end
    told = _measured(text, start, end, whole + part / 100, words)
    return quantity(text, start, end, told.size, "EUR", told.hedge) if priced and told.unit not in CANONICAL else told


def _spoken(words: tuple[Token, ...], index: int) -> int | None:
    """Give the number from 1 to 99 that a word says, None where there is none; "ein" stands before a noun."""
    if not 0 <= index < len(words) or words[index].text.lower() == "ein" or (words[index].capital and words[index].start):
        return None
    value = cardinal_value(words[index].text)
    return value if value is not None and value <= 99 else None


def _decimal(words: tuple[Token, ...], index: int) -> tuple[float, int] | None:
    """ "neun Komma vier" → (9.4, 2): the number, and how many words it has after the first; None where there is no comma."""
    if index + 2 >= len(words) or words[index + 1].text != "Komma":
        return None
    whole = 0 if words[index].text.lower() == "null" else cardinal_value(words[index].text)
    figures = ""
    for token in words[index + 2 : index + 5]:
        figure = 0 if token.text == "null" else cardinal_value(token.text) if token.text.islower() else None
        if figure is None or figure > 99 or (figures and figure > 9):
            break
        figures += str(figure)
    return None if whole is None or not figures else (float(f"{whole}.{figures}"), 1 + len(figures))


def _word_size(token: Token, before: str, after: str) -> float | None:
    """Give the number that a word says, None where it says none here ("acht" in "außer Acht")."""
    low = token.text.lower()
    if (half := half_value(low)) is not None:
        return half
    if low in _ONE and ((after in SCALES and after not in ("tausend", "hundert")) or after == "euro"):
        return 1.0
    if after in FRACTIONS and after != "hälfte":
        return None
    if low == "acht":
        return 8.0 if (not token.capital or token.start == 0) and before != "außer" and after not in ("zu", "auf") else None
    return None if low in _NOT_ALONE else _plain(low, token, before)


def _plain(low: str, token: Token, before: str) -> float | None:
    value = cardinal_value(low)
    if value is None or value == 1 or (token.capital and low in ("sieben", "tausend", "hundert") and before):
        return None
    return float(value)


def _measured(text: str, start: int, end: int, size: float, words: tuple[Token, ...]) -> Mention:
    """Read scale and unit after a number: "1,9" + " Mio. Euro" → 1900000 EUR."""
    rest = re.match(r"[\s\u00a0\u202f-]*(?P<scale>[A-Za-zäöü]+)\b\.?", text[end:])
    if rest and (scale := SCALES.get(rest["scale"].lower())) and rest["scale"].lower() != "hundert":
        size *= scale
        end += rest.end("scale")
        if text[end : end + 1] == "." and rest["scale"].lower() in ("mio", "mrd", "tsd"):
            end += 1
    hedge = _hedge(text, start)
    ahead = re.match(r"[\s\u00a0\u202f-]*(?P<unit>€|%|°|[A-Za-zÄÖÜäöüß]+(?:/h)?[²³]?)", text[end:])
    if ahead:
        word = ahead["unit"]
        low = "grad" if word == "°" else word.lower()
        if low in MONEY:
            cents, more = _cents(text, end + ahead.end()) if low == "euro" else (0, end + ahead.end())
            return quantity(text, start, more, size * MONEY[low] + cents / 100, "EUR", hedge)
        if low in ("meter", "metern"):
            part, more = _cents(text, end + ahead.end())
            return quantity(text, start, more, (size + part / 100) / 1000, "km", hedge)
        unit = UNITS.get(low) if len(low) > 1 or word.islower() or word == "%" else None
        unit = unit or (UNITS.get(lemma(word)) if word[0].isupper() else None)
        if unit:
            return quantity(text, start, end + ahead.end(), size * unit[1], unit[0], hedge)
    before = re.search(r"(€|Tempo|EUR)\s*$", text[:start])
    if before:
        unit = ("EUR", 1) if before[1] != "Tempo" else UNITS["tempo"]
        return quantity(text, before.start(), end, size * unit[1], unit[0], hedge)
    return quantity(text, start, end, size, _counted(text, end, words)[1], hedge)


def _cents(text: str, at: int) -> tuple[int, int]:
    """ "2 Euro 50", "zwei Euro fünfzig": the cents behind the word and where they end; (0, at) where there are none."""
    match = re.match(r"\s+(?P<digits>\d{2})(?![\w%]|[.,]\d)|\s+(?P<word>[a-zäöüß]+)\b(?!\s+[A-ZÄÖÜ])", text[at:])
    if match is None:
        return 0, at
    follows = re.match(r"\s*(?P<word>[A-Za-zÄÖÜäöüß]+|[%€])(?P<noun>\s+[A-ZÄÖÜ])?", text[at + match.end() :])
    if match["digits"] and follows is not None:  # "2 Euro 50 Flaschen", "2 Euro 50 neue Töpfe": these are counted
        word = follows["word"].lower()
        described = follows["noun"] and re.search(r"e[nrsm]?$", word) and word not in _ENDS_COUNT
        if not follows["word"].islower() or word in UNITS or described:
            return 0, at
    value = int(match["digits"]) if match["digits"] else cardinal_value(match["word"]) or 0
    return (value, at + match.end()) if 1 < value < 100 else (0, at)


def _counted(text: str, at: int, words: tuple[Token, ...]) -> tuple[int, str]:
    """Find the noun that is counted: the next capitalised word, over at most three small ones without a break."""
    seen = 0
    for token in words:
        if token.start < at:
            continue
        if re.search(r"[.,;:!?()„“]", text[at : token.start]) or seen > 3:
            break
        if token.capital:
            return (at, "") if token.text in FIRST_NAMES else (token.end, lemma(token.text))
        if token.text.lower() in _ENDS_COUNT:
            break
        seen += 1
    return at, ""


def _hedge(text: str, start: int) -> str:
    match = _HEDGE.search(text[:start])
    if match is None:
        return ""
    return match.lastgroup or ""


def _passed_on(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """ "8 bis 24 Euro": the first number takes the unit of the second."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        here, following = result[index], result[index + 1]
        if here.unit == "code" or following.unit not in CANONICAL or here.unit in CANONICAL:
            continue
        if _NAMES_ONE.search(text[: here.start]):
            continue
        if _JOIN.match(text[here.end : following.start]) and (not here.unit or here.kind is FactKind.NUMBER):
            scale = 1e6 if following.size >= 1e6 > here.size and "Mi" in following.text else 1.0
            factor = next((f for u, f in UNITS.values() if u == following.unit and lemma_in(following.text, f)), 1.0)
            factor = 0.01 if re.search(r"(?i)\d\s*(?:cent|ct)$|^[^\W\d]+ cent$", following.text) else factor
            moved = quantity(text, here.start, here.end, here.size * scale * factor, following.unit, here.hedge)
            result[index] = replace(moved, role=here.role)
    return tuple(result)


def lemma_in(wording: str, factor: float) -> bool:
    """Whether a wording names the unit with this factor ("drei Wochen" and 7)."""
    return any(
        UNITS.get(lemma(token.text), ("", 0))[1] == factor or UNITS.get(token.text.lower(), ("", 0))[1] == factor
        for token in tokens(wording)
    )
