# SPDX-License-Identifier: EUPL-1.2
"""Numbers that stand in the source as something else: lists to be counted, days of a week, "halbjährlich", "Viertelstunde"."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.language.agreement import honest_rounding, same
from pipeline.language.calendar_de import WEEKDAYS, weekday_number
from pipeline.language.ground import Ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import lemma, stem, tokens, vocabulary
from pipeline.model import FactKind

_BOTH: Final = re.compile(r"\bbeide[nrsm]?\s+(?:\w+e[nrsm]?\s+)?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+)")
_WEEKLY: Final = re.compile(r"^\s*(?:in der|pro|je|die|jede)\s+Woche\b|^\s*wöchentlich\b")
_LIST: Final = re.compile(
    r"(?:[\wäöüß-]+ ){0,3}?[\wäöüß-]*[A-ZÄÖÜ][\wäöüß-]+(?:, (?:[\wäöüß-]+ ){0,3}?[A-ZÄÖÜ][\wäöüß-]+)*"
    r" (?:und|oder|sowie) (?:[\wäöüß-]+ ){0,3}?[A-ZÄÖÜ][\wäöüß-]+"
)
_OPEN_UNITS: Final = frozenset(
    """ort ortsteil dorf gemeinde stadt stadtteil viertel haus gebäude einrichtung straße frau mann mensch leute person gruppe
    verein firma betrieb punkt thema grund schritt abschnitt tag termin standort stelle art bereich teil variante möglichkeit
    partner kommune kreis land stadtviertel siedlung ding sache frage ziel weg linie schule kita fach fraktion partei gast
    redner rednerin kandidat kandidatin bewerber bewerberin künstler künstlerin mitglied seite platz angebot projekt""".split()
)
"""What any list may be a list of."""
_MOST: Final = 20
"""Longer lists are not counted by ear."""
_TIMES: Final = re.compile(r"(?i)^\w+mal$")
_FREQUENCIES: Final[tuple[tuple[float, re.Pattern[str], re.Pattern[str]], ...]] = tuple(
    (size, re.compile(told), re.compile(rf"(?i){there}"))
    for size, told, there in (
        (
            2.0,
            r"mal (?:im|pro|je) Jahr|mal jährlich",
            r"halbjährlich|alle sechs monate|jedes halbe jahr|frühjahr und (?:im )?herbst",
        ),
        (4.0, r"mal (?:im|pro|je) Jahr|mal jährlich", r"vierteljährlich|quartalsweise|alle drei monate|je(?:des)? quartal"),
        (12.0, r"mal (?:im|pro|je) Jahr", r"\bmonatlich|jeden monat"),
        (
            2.0,
            r"mal (?:im|pro|je) Monat|mal monatlich",
            r"(?:erste|zweite|dritte)[nr]? und (?:zweite|dritte|vierte|letzte)[nr]? (?:\w+tag|mittwoch|woche)",
        ),
        (
            2.0,
            r"mal (?:im|pro|je) Monat|mal monatlich",
            r"14-täg|vierzehntäg|zweiwöchentlich|alle (?:zwei|2) wochen|alle 14 tage",
        ),
    )
)
"""How often something happens, told as a number, and the words of the source for it."""
_MEASURES: Final[tuple[tuple[str, float, re.Pattern[str]], ...]] = tuple(
    (unit, size, re.compile(rf"(?i)\b(?:{words})"))
    for unit, size, words in (
        ("min", 15, r"viertelstunde"),
        ("min", 30, r"halbstunde|halbstündlich"),
        ("min", 45, r"dreiviertelstunde"),
        ("min", 60, r"stundentakt|(?:eine|einer|erste[nr]?|pro|je|volle|der|die|jede) stunde\b|stündlich"),
        ("min", 1440, r"rund um die uhr|tag und nacht|jederzeit|ganztägig|durchgehend"),
        ("d", 1, r"24 stunden"),
        ("d", 7, r"(?:eine|einer|pro|je|jede|diese|dieser) woche\b|wöchentlich|jeden tag|täglich"),
        ("d", 14, r"zweiwöch"),
        ("mo", 3, r"quartal|vierteljahr|vierteljähr"),
        ("mo", 6, r"halbjahr|halbjähr|halbe[sn]? jahr|semester"),
        ("mo", 12, r"(?:ein|eines|einem|pro|je|jedes|jährlich|ganzjährig)\b(?: \w+)? jahr|jährlich|ganzjährig"),
        ("mo", 120, r"jahrzehnt"),
        ("mo", 216, r"minderjährig|volljährig|erwachsene"),
        ("%", 100, r"vollständig|komplett|ganz|alle[rns]?|voll"),
        ("%", 50, r"zur hälfte|halb(?:e|er|en|es)?\b|gleichen teilen"),
        ("%", 100 / 3, r"gleichen teilen"),
        ("%", 25, r"gleichen teilen"),
        ("EUR", 0, r"kostenlos|kostenfrei|gratis|gebührenfrei"),
    )
)
"""What one word of the source measures."""
_GROWN: Final = {
    2.0: r"verdoppel|doppelt",
    3.0: r"verdreifach|dreifach",
    4.0: r"vervierfach|vierfach",
    5.0: r"verfünffach|fünffach",
}
"""Growth in one word, told as "dreimal so viele"."""
_IDIOM: Final = re.compile(
    r"(?i)\bunter vier augen|\bauf allen vieren|\bvier wände\w*|\btausend dank|\bhundertprozentig|\bauf (?:zwei|vier) (?:rädern"
    r"|pfoten|beinen|hufen)|\bzu (?:zweit|dritt|viert)\b|\bzweite[nrms]? (?:wahl|heimat|leben|hand|chance|anlauf|zuhause)\b"
    r"|\bdritte[nrms]? (?:welt|hand|person\w*)|\baus zweiter hand|\bsieben sachen|\b(?:zum|ein) zweite[ns]? mal\b"
    r"|\baller guten dinge|\bdie (?:112|110)\b|\bauf einen schlag|\bin null komma nichts|\bzwei seiten|\bzweite[nr]? reihe"
    r"|\b(?:mit|aus) zwei mündern"
)
"""Numbers in turns of phrase that count nothing."""


def beside_the_point(mention: Mention, text: str) -> bool:
    """Whether a number stands in a turn of phrase that counts nothing: "in den eigenen vier Wänden", "zu zweit"."""
    return any(met.start() <= mention.start < met.end() for met in _IDIOM.finditer(text))


def as_both(mention: Mention, source: Ground) -> bool:
    """Whether "zwei Wochen" is what the source calls "die beiden Wochen"."""
    words = tokens(mention.text)
    noun = mention.unit if mention.kind is FactKind.NUMBER else lemma(words[-1].text) if words else ""
    if not noun or not (mention.size == 2 or (words and words[0].text.lower() in ("zwei", "2"))):
        return False
    return any(lemma(met["noun"]) == noun for met in _BOTH.finditer(source.text))


def tells_the_same(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number says what the source says without it: by a row of days, a list of such things, a word that measures."""
    return (
        _measured(mention, source)
        or _of_days(mention, text, source)
        or _how_often(mention, text, source)
        or _of_age(mention, source)
        or _of_that_list(mention, source)
    )


def _measured(mention: Mention, source: Ground) -> bool:
    return any(
        mention.unit == unit and abs(mention.size - size) < _SAME and words.search(source.text) for unit, size, words in _MEASURES
    )


@lru_cache(maxsize=4096)
def _days(sentence: str) -> frozenset[int]:
    """Give how many weekdays or dates a sentence names, and how long its rows of weekdays are ("montags bis freitags": 5)."""
    weekdays = [m for m in mentions(sentence) if m.kind is FactKind.WEEKDAY]
    dates = {m.value for m in mentions(sentence) if m.kind is FactKind.DATE and m.role != "relative"}
    found = {len({m.value for m in weekdays}), len(dates)}
    for first, last in itertools.pairwise(weekdays):
        if re.fullmatch(r"[\s,.\w]{0,18}?\s?(?:bis|–|-)\s?(?:\w+ )?", sentence[first.end : last.start]):
            found.add((int(last.value[-1]) - int(first.value[-1])) % 7 + 1)
    return frozenset(found) - {0, 1}


_BUT: Final = re.compile(
    r"\b(?:täglich|jeden Tag|alle Tage),? (?:außer|bis auf|mit Ausnahme von|nur nicht) (?P<days>[\w ]{5,40})"
)


def _of_days(mention: Mention, text: str, source: Ground) -> bool:
    """Whether "an fünf Tagen in der Woche" counts the days that a sentence of the source names."""
    if mention.unit != "d" or not 2 <= mention.size <= 7 or "och" in mention.text:
        return False
    if any(
        7 - len(re.findall(r"(?:tag|mittwoch)s?\b", met["days"].lower())) == mention.size for met in _BUT.finditer(source.text)
    ):
        return True
    weekly = _WEEKLY.match(text[mention.end :])
    apart = re.search(r"(?i)\b(?:an|die|den|der|alle[nr]?)\s+(?:\w+\s+)?$", text[: mention.start])
    long = re.match(r"\s*lang\b", text[mention.end :])
    return bool(weekly or apart or long) and any(int(mention.size) in _days(sentence) for sentence in source.sentences)


def _how_often(mention: Mention, text: str, source: Ground) -> bool:
    """Whether "zweimal im Jahr" is "halbjährlich", or "zweimal am Tag" the number of hours that a sentence names."""
    if not _TIMES.match(mention.text):
        return False
    if mention.size in _GROWN and re.search(rf"(?i){_GROWN[mention.size]}", source.text):
        return True
    tail = text[mention.end - 3 :]
    if any(size == mention.size and told.match(tail) and there.search(source.text) for size, told, there in _FREQUENCIES):
        return True
    kinds = (FactKind.TIME,) if re.match(r"mal (?:am|pro|täglich)", tail) else (FactKind.TIME, FactKind.DATE, FactKind.WEEKDAY)
    return any(
        len({m.value for m in mentions(sentence) if m.kind is kind}) == mention.size
        for sentence in source.sentences
        for kind in kinds
    )


@lru_cache(maxsize=512)
def _lists(text: str) -> frozenset[int]:
    """Give how long the lists of a text are: "Schulen, Kitas und Vereine" → 3."""
    return frozenset(met.group().count(", ") + 2 for met in _LIST.finditer(text))


def _of_that_list(mention: Mention, source: Ground) -> bool:
    """Whether a count is how long the list of such things is in their own sentence: "Die Höfe in Au und Berg bleiben zu"."""
    if mention.kind is not FactKind.NUMBER or not mention.unit or not 2 <= mention.size <= _MOST:
        return False
    unit = mention.unit.capitalize()
    return any(
        vocabulary(sentence).has(unit) and int(mention.size) in _lists(sentence) and not _counts(unit, sentence)
        for sentence in source.sentences
    )


def _counts(unit: str, sentence: str) -> bool:
    """Whether a sentence counts such things itself."""
    return any(m.kind is FactKind.NUMBER and m.unit and stem(m.unit) == stem(unit) for m in mentions(sentence))


def listed(mention: Mention, source: Ground) -> bool:
    """Whether a count is that of a list or of the names of one sentence, where the source counts nothing of that kind."""
    if mention.kind is not FactKind.NUMBER or not 2 <= mention.size <= _MOST or mention.size != int(mention.size):
        return False
    unit = mention.unit
    if not (
        not unit
        or unit in _OPEN_UNITS
        or any(unit.endswith(noun) for noun in _OPEN_UNITS if len(noun) > 4)
        or _named(unit, source)
    ):
        return False
    if any(
        unit and m.kind is FactKind.NUMBER and m.unit and (stem(m.unit) == stem(unit) or m.unit in unit or unit in m.unit)
        for m in source.mentions()
    ):
        return False
    size = int(mention.size)
    return size in _lists(source.text) or size in set(_names(source)) or any(size in _days(s) for s in source.sentences)


def _named(unit: str, source: Ground) -> bool:
    return bool(unit) and stem(unit) in source.words.stems


def _names(source: Ground) -> Iterator[int]:
    for sentence in source.sentences:
        for kind in (FactKind.NAME, FactKind.PLACE):
            yield len({m.value for m in mentions(sentence) if m.kind is kind})


def _of_age(mention: Mention, source: Ground) -> bool:
    """Whether an age is that of "das 14. Lebensjahr", or stands in brackets behind a name: "Marlene Kieschke (22)"."""
    if mention.unit != "mo" or mention.size % 12:
        return False
    behind = re.search(rf"[A-ZÄÖÜ][\w-]+ \({mention.size // 12:.0f}(?: Jahre)?\)", source.text)
    return behind is not None or any(m.unit == "lebensjahr" and 12 * m.size == mention.size for m in source.mentions())


_AGED: Final = re.compile(
    r"\b(?:mit|ab|unter|über|bis|von|zwischen|und|ist|sind|war|waren|wird|werden|oder|als)\s+$", re.IGNORECASE
)


def as_age(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a bare number is an age that the source gives in years: "Kinder unter zwölf", "Die Jüngste ist acht"."""
    if mention.kind is not FactKind.NUMBER or not 0 < mention.size <= _OLDEST or mention.size != int(mention.size):
        return False
    if not _AGED.search(text[: mention.start]):
        return False
    return any(m.unit == "mo" and abs(m.size - 12 * mention.size) < _SAME for m in source.mentions())


_OLDEST: Final = 120
_SAME: Final = 0.01


_BINS: Final = re.compile(r"\b(?:[A-ZÄÖÜ]\w+tonnen?|(?:[Gg]elbe|[Bb]laue|[Bb]raune|[Gg]raue|[Ss]chwarze|[Gg]rüne)n? Tonnen?)\b")


def as_bins(mention: Mention, source: Ground) -> bool:
    """Whether a count is that of "Tonnen" which are bins, not weights: "11.000 Behälter"; the source tells of such bins."""
    if mention.kind is not FactKind.NUMBER or _BINS.search(source.text) is None:
        return False
    counts = (m.size / 1000 for m in source.mentions() if m.unit == "kg" and m.text.endswith(("Tonnen", "Tonne")))
    return any(mention.size == size or honest_rounding(mention, size) for size in counts)


_MEASURED_WORD: Final = re.compile(r"\b(?P<count>[A-ZÄÖÜa-zäöüß]+)-(?P<noun>[A-ZÄÖÜ][a-zäöüß]+)-[A-ZÄÖÜ]")


def _apart(word: re.Match[str]) -> str:
    return f"{word['count'].lower()} {word['noun']}"


def in_a_compound(mention: Mention, source: Ground) -> bool:
    """Whether a number stands in a word of the source: "zehn Kilometer" for "Zehn-Kilometer-Lauf".

    So does an ordinal: "eine zweite Wohnung" for "Zweitwohnung".
    """
    if any(same(mention, there) for word in _MEASURED_WORD.finditer(source.text) for there in mentions(_apart(word))):
        return True
    word = mention.text.lower()
    rank = next((n for n, stems in enumerate(_NTH, 2) if word.startswith(stems)), 0)
    return rank > 0 and mention.size == rank and re.search(rf"(?i)\b{_NTH[rank - 2]}(?!e)[a-zäöü]{{4,}}", source.text) is not None


_NTH: Final = ("zweit", "dritt", "viert", "fünft")


_WEEKEND: Final = re.compile(r"\b[Ww]ochenend\w*")
_WORKING: Final = re.compile(r"\b(?:[Ww]erktag\w*|werktags|wochentags|[Aa]rbeitstag\w*)\b")


_ROW_OF_DAYS: Final = re.compile(
    r"(?i)\b(?P<first>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s? (?:bis|–) "
    r"(?P<last>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?\b"
    r"|(?-i:\b(?P<start>Mo|Di|Mi|Do|Fr|Sa|So)\.?\s?(?:bis|–|-)\s?(?P<end>Mo|Di|Mi|Do|Fr|Sa|So)\b)"
)
_SHUT: Final = re.compile(r"(?i)\b(?:zu|geschlossen|schließt|Ruhetag|nicht|kein\w*|dicht)\b")


def _span(met: re.Match[str]) -> tuple[int, ...]:
    """Give the weekdays of a row (0 = Monday), over the end of the week too."""
    first, last = (weekday_number(met[side] or met[short]) for side, short in (("first", "start"), ("last", "end")))
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def day_in_other_words(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a weekday is one of "am Wochenende" or "werktags", or the day off beside a row that ends on Friday or Saturday."""
    number = int(mention.value[-1])
    day = WEEKDAYS[number]
    if re.search(rf"(?i)\w{day}|\b{day}\w*s\b|\b{day.removesuffix('tag')}- ?(?:und|oder|sowie|bis)\b", source.text):
        return True  # "Adventssamstag", "an Sonn- und Feiertagen"
    if number >= 5 and _WEEKEND.search(source.text):
        return True
    if number <= 5 and _WORKING.search(source.text) and re.search(r"\b(?:bis|und)\b|–", text):
        return True
    told = {int(m.value[-1]) for m in mentions(text) if m.kind is FactKind.WEEKDAY}
    named = {int(m.value[-1]) for m in source.mentions() if m.kind is FactKind.WEEKDAY and m.role != "dated"}
    rows = [_span(met) for met in _ROW_OF_DAYS.finditer(source.text)]
    clause = text[text.rfind(",", 0, mention.start) + 1 :].partition(",")[0]
    if rows and _SHUT.search(clause) and not any(number in span for span in rows):
        return True  # "nur montags bleibt es zu" for "dienstags bis sonntags geöffnet"
    free = told == {5, 6} or (told == {6} and re.search(r"\b(?:nicht|kein\w*|frei|zu|geschlossen|Ruhetag)\b", text) is not None)
    row = any(size in _days(sentence) for sentence in source.sentences for size in (5, 6)) and 0 in named and not named & {6}
    return free and (row or _WORKING.search(source.text) is not None)
