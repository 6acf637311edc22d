# SPDX-License-Identifier: EUPL-1.2
"""What an item says must be told and no sentence tells: red where that is sure, amber where an editor has to decide."""

import re
from datetime import date
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.calendar_de import month_number, weekday_number
from pipeline.language.check_absence import as_fact, backed
from pipeline.language.days import meant_day, ranked_day, tells_day
from pipeline.language.essentials import deadline_weight, fees
from pipeline.language.facts import Found
from pipeline.language.gazetteer import VENUES
from pipeline.language.ground import NAMES, Ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of
from pipeline.language.morphology import bare, lemma, roots, tokens
from pipeline.language.proportions import MONTH
from pipeline.language.story_angle import NEAR, awaited, chance_told, of_another_matter, only_frames, rank
from pipeline.model import Fact, FactKind

_DAYS: Final = frozenset({FactKind.DATE, FactKind.WEEKDAY})
_PRICES: Final = frozenset({FactKind.MONEY, FactKind.PERCENT})
_VAGUE: Final[tuple[tuple[re.Pattern[str], frozenset[int], range], ...]] = tuple(
    (re.compile(rf"\b(?:{words})"), frozenset(months), days)
    for words, months, days in (
        (r"Heilig(?:en )?abend|Weihnacht|Weihnachtsferien|Jahreswechsel|Jahresende|Ende des Jahres", (12, 1), range(1, 32)),
        (r"(?:\w*[Aa]dvent|Nikolaus)", (11, 12), range(1, 32)),
        (r"(?:das|im|dem|zum|ins) neue[ns]? Jahr|Anfang des Jahres|Dreikönig|Heilige Drei Könige", (1,), range(1, 32)),
        (r"(?:Fastnacht|Karneval|Fasching|Rosenmontag|Aschermittwoch)", (2, 3), range(1, 32)),
        (r"(?:Oster|Karfreitag|Gründonnerstag)", (3, 4), range(1, 32)),
        (r"(?:Pfingst|Christi Himmelfahrt|Vatertag|Fronleichnam|Maifeiertag)", (5, 6), range(1, 32)),
        (r"(?:Sommerferien|Schuljahres?(?:beginn|ende))", (6, 7, 8, 9), range(1, 32)),
        (r"(?:Herbstferien|Tag der Deutschen Einheit)", (10, 11), range(1, 32)),
        (r"(?:Allerheiligen|Martinstag|Volkstrauertag|Totensonntag|Buß- und Bettag)", (11,), range(1, 32)),
        (r"(?:Monatsende|(?:Ende|Schluss) des Monats)", range(1, 13), range(20, 32)),
        (r"(?:Monatsmitte|Mitte des Monats)", range(1, 13), range(10, 21)),
        (r"(?:Monatsbeginn|Monatsanfang|Anfang des Monats|zum nächsten Ersten)", range(1, 13), range(1, 8)),
    )
)
"""Feasts, holidays and parts of a month, with the months and days that they can stand for."""
_WEEKEND: Final = re.compile(r"\b(?:Wochenend\w*|Ende (?:der|dieser|kommender|nächster) Woche)\b")
_WEEK: Final = re.compile(
    r"\b(?:Wochenbeginn|Wochenanfang|Wochenmitte|(?:Anfang|Mitte) (?:der|dieser|kommender|nächster) Woche)\b"
)
_IN_A_WEEK: Final = re.compile(r"\bin (?:gut |knapp |etwa |rund )?einer Woche\b")
_AT_ONCE: Final = re.compile(r"\b(?:ab sofort|sofort|von nun an|ab jetzt|künftig nicht mehr)\b", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"\b(?:eine[mnr]?|anderthalb|ein paar|einige[nr]?|wenige[nr]?|mehrere[nr]?) (?:ganze[nrs]? |gute[nr]? |knappe[nr]? )?"
    r"(?:Woche|Monat|Jahr)e?n?s?\b"
)
"""A length of time without a number."""
_SEASONS: Final = {
    "Frühjahr": (3, 4, 5, 6),
    "Frühling": (3, 4, 5, 6),
    "Sommer": (6, 7, 8, 9),
    "Herbst": (9, 10, 11),
    "Winter": (11, 12, 1, 2, 3),
    "Weihnachten": (12,),
    "Ostern": (3, 4),
    "Pfingsten": (5, 6),
}
_AGAIN: Final = re.compile(r"\b(?:wieder|frei|zurück|vorbei|zu Ende|öffne\w*|aufgehoben)\b")
"""What says that something is as it was before."""
_NTH: Final = re.compile(
    r"\b(?P<nth>erste|zweite|dritte|vierte|letzte)[nrsm]?\s+(?:(?P<month>[A-ZÄ][a-zäöü]+?)(?P<tail>montag|dienstag|mittwoch"
    r"|donnerstag|freitag|samstag|sonntag)|(?P<day>[MDFS]\w+tag|Mittwoch)\s+(?:im|des)\s+(?P<in>[A-ZÄ][a-zä]+?)s?)\b"
)
"""A day by its rank: "am ersten Maisonntag", "der letzte Freitag im Oktober"."""
_VAGUE_PRICE: Final = re.compile(
    r"(?i)\b(?:millionen\w*|milliarden\w*|\w+stellig\w*|hälfte|drittel|viertel|doppelte?\w*|dreifache\w*|vielfache\w*|kostenlos\w*"
    r"|kostenfrei\w*|gebührenfrei\w*|gratis|umsonst|unentgeltlich\w*|freier eintritt|eintritt frei|cent)\b"
)
"""What something costs, in words that are no amount."""


def dropped(told: tuple[str, ...], source: Ground) -> tuple[Fact, ...]:
    """Find the essential facts that no sentence of the story tells, in the order of the item."""
    return missing(tuple(mention for text in told for mention in mentions(text)), " ".join(told), source)


def missing(said: tuple[Mention, ...], wording: str, source: Ground) -> tuple[Fact, ...]:
    """Find the essential facts that are neither among these statements nor named in the wording."""
    return tuple(
        entry.fact
        for entry in source.facts
        if entry.fact.essential
        and not any(_tells(mention, entry, source) for mention in said)
        and not (entry.fact.kind in NAMES and _named(entry, wording))
        and not _told_otherwise(entry, said, wording, source)
    )


def sure(fact: Fact, told: tuple[str, ...], source: Ground) -> bool:
    """Whether a story without this essential fact is incomplete beyond doubt; else an editor has to decide.

    Sure is what the title says and nothing in the story can mean, and what the lead says where the story tells nothing else of
    that kind: no begin, no end, no price, no hour, no place, no person. An amount of the title may be left out for another one,
    a day of it for another day of it, or where the story begins with another day. What stands further down a story may leave
    out, but for the end of what it says begins, where that end is fixed and somebody waits for it. A story about another
    matter of the item than its title and lead may leave out what those say.
    """
    if of_another_matter(told, source):
        return False
    said = tuple(mention for text in told for mention in mentions(text))
    return surely(fact, said, " ".join(told), source, mentions(told[0]) if told else ())


def surely(fact: Fact, said: tuple[Mention, ...], wording: str, source: Ground, lead: tuple[Mention, ...] = ()) -> bool:
    """The same for statements and a wording in whatever language; `lead` is what the first sentence says."""
    entry = next(entry for entry in source.facts if entry.fact.id == fact.id)
    titled = any(not other.fact.sentence and _same(other, entry, source) for other in source.facts)
    if _hinted(entry, said, wording, source):
        return False
    if titled:
        other_told = (fact.kind in _PRICES and _of_that_kind(entry, said, wording)) or (
            fact.kind in _DAYS and _of_that_kind(entry, lead, "")
        )
        other_told = other_told or (fact.kind in _DAYS and _end_told(entry, said, source))
        return not (other_told or _last_of_told_days(entry, said, source) or _other_titled_day(entry, said, source))
    sentence = source.sentences[fact.sentence]
    place = rank(fact.sentence, source)
    if entry.mention.role == "until":
        closes = place <= 1 or (place <= NEAR and deadline_weight(sentence) < 1.0 and not _SOFT.search(sentence))
        return closes and awaited(sentence, source) and not _of_that_kind(entry, said, wording)
    if fact.kind in _DAYS and (only_frames(sentence) or _end_told(entry, said, source) or chance_told(said, source)):
        return False
    return place <= 1 and not _of_that_kind(entry, said, wording)


def _other_titled_day(entry: Found, said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether the title names more days than this one, and the story tells one of them."""
    return entry.fact.kind in _DAYS and any(
        not other.fact.sentence
        and other.fact.kind in _DAYS
        and not _same(other, entry, source)
        and any(_tells(mention, other, source) for mention in said)
        for other in source.facts
    )


def _last_of_told_days(entry: Found, said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether a fact is the last of a few days in a row whose first one is told: "vom 25. bis 27. September"."""
    published = source.item.published
    day = meant_day(entry.mention, entry.fact.value, published)
    if entry.mention.role != "until" or day is None:
        return False
    return any(
        other.fact.sentence == entry.fact.sentence
        and 0 < entry.fact.start - other.fact.end <= _GAP
        and any(_tells(m, other, source) for m in said)
        and (first := meant_day(other.mention, other.fact.value, published)) is not None
        and 0 < (day - first).days <= _FEW
        for other in source.facts
        if other.fact.kind in _DAYS
    )


_GAP: Final = 16
"""Characters between the first and the last day of a row, at most: " bis Sonntag, "."""
_FEW: Final = 4
"""Days of a festival or a fair."""
_SOFT: Final = re.compile(r"\b(?:zunächst|vorerst|vorläufig|bis auf Weiteres)\b", re.IGNORECASE)
"""An end that may be put off."""


def _same(entry: Found, other: Found, source: Ground) -> bool:
    """Whether two facts of an item mean one day, or one value."""
    published = source.item.published
    day = meant_day(entry.mention, entry.fact.value, published)
    return entry.fact.value == other.fact.value or (
        day is not None and day == meant_day(other.mention, other.fact.value, published)
    )


def _of_that_kind(entry: Found, said: tuple[Mention, ...], wording: str) -> bool:
    """Whether anything told is of the kind of a fact: an end for an end, a begin for a begin, a price for a price."""
    kind = entry.fact.kind
    if kind in _DAYS:
        if entry.mention.role == "until":
            return any((m.kind in _DAYS and m.role == "until") or (m.kind is FactKind.DURATION and m.unit == "d") for m in said)
        return any(m.kind in _DAYS and m.role not in ("until", "each", "since") for m in said)
    if kind in _PRICES:
        return any(m.kind in _PRICES for m in said)
    if kind in NAMES:
        return any(m.kind is kind for m in said)
    return any(m.kind is kind for m in said) or kind.value in wording


def _hinted(entry: Found, said: tuple[Mention, ...], wording: str, source: Ground) -> bool:
    """Whether words or values that belong to no other fact of the item may be meant for this one."""
    if entry.fact.kind in _DAYS:
        published = source.item.published
        day = meant_day(entry.mention, entry.fact.value, published)
        if day is None:
            return False
        if any(phrase not in source.text for phrase in _vague(wording, day, entry, published)):
            return True
        return any(_may_mean(m, day, source) and not _others(m, entry, source) for m in said)
    if entry.fact.kind in _PRICES:
        free = [m for m in said if m.kind in _PRICES and not _others(m, entry, source)]
        priced = _VAGUE_PRICE.search(wording)
        return bool(free) or (priced is not None and priced.group() not in source.text)
    return False


def _vague(wording: str, day: date, entry: Found, published: date | None) -> tuple[str, ...]:
    """Find what says in words that are no date when something is, and can stand for this day."""
    found = [
        match.group()
        for words, months, days in _VAGUE
        if day.month in months and day.day in days
        for match in words.finditer(wording)
    ]
    found += [met.group() for met in _NTH.finditer(wording) if _is_nth(day, met)]
    near = published is not None and abs((day - published).days) <= 13
    if near:
        found += [m.group() for m in _WEEKEND.finditer(wording) if day.weekday() >= 4]
        found += [m.group() for m in _WEEK.finditer(wording) if day.weekday() <= 3]
        found += [m.group() for m in _IN_A_WEEK.finditer(wording)]
    if published is not None and (day - published).days <= 4 and entry.mention.role != "until":
        found += [m.group() for m in _AT_ONCE.finditer(wording)]
    if entry.mention.role == "until":
        found += [m.group() for m in _SPAN.finditer(wording)]
    return tuple(found)


def _is_nth(day: date, met: re.Match[str]) -> bool:
    """Whether a day is the one that its rank in the month says."""
    weekday, month = weekday_number((met["tail"] or met["day"]).capitalize()), month_number(met["month"] or met["in"])
    return (day.weekday(), day.month) == (weekday, month) and day == ranked_day(met["nth"], weekday, month, day.year)


def _may_mean(mention: Mention, day: date, source: Ground) -> bool:
    """Whether a told day, month, season or length of time could stand for a day: nothing in it says another one."""
    if _long(mention):
        others = (meant_day(e.mention, e.fact.value, source.item.published) for e in source.facts if e.fact.kind in _DAYS)
        starts = [other for other in (source.item.published, *others) if other is not None and other != day]
        return any(abs(abs((day - other).days) - _length(mention)) <= max(3.0, 0.25 * _length(mention)) for other in starts)
    if mention.kind is FactKind.WEEKDAY:
        return mention.role not in ("each", "dated") and int(mention.value[-1]) == day.weekday()
    if mention.kind is not FactKind.DATE or mention.value.startswith("relative:"):
        return False
    told = day_of(mention.value)
    if told.year and told.year != day.year:
        return False
    if not told.month:
        return day.month in _SEASONS.get(told.part, ()) or (not told.part and bool(told.year))
    return told.month == day.month and (not told.day or told.day == day.day)


def _others(mention: Mention, entry: Found, source: Ground) -> bool:
    """Whether the item says this very thing of another day or price."""
    return any(backed(mention, other, source) for other in source.facts if not _same(other, entry, source))


def _tells(mention: Mention, entry: Found, source: Ground) -> bool:
    """Whether a told value is the essential one; a weekday or a season must not be what the source says of something else."""
    if entry.fact.kind in (FactKind.DATE, FactKind.WEEKDAY):
        if mention.kind is FactKind.WEEKDAY:
            return False
        told = day_of(mention.value)
        if mention.kind is FactKind.DATE and not told.month and _elsewhere(mention, entry, source):
            return False
    return backed(mention, entry, source) or same(as_fact(entry), mention, source.years)


def _told_otherwise(entry: Found, said: tuple[Mention, ...], wording: str, source: Ground) -> bool:
    """Whether an essential is told by its surroundings: another place, another price, a day counted from the release."""
    fact = entry.fact
    if fact.kind is FactKind.PLACE:
        return _venue_told(wording, source) or any(
            _named(other, wording) for other in source.facts if other.fact.kind is FactKind.PLACE
        )
    if fact.kind in (FactKind.MONEY, FactKind.PERCENT):
        kinds = frozenset({FactKind.MONEY, FactKind.PERCENT})
        prices = [e for e in source.facts if e.fact.kind in kinds and _priced(e, fact, source)]
        return any(backed(mention, other, source) for other in prices for mention in said if mention.kind in QUANTITIES)
    if fact.kind is FactKind.TIME:
        hours = [e for e in source.facts if e.fact.kind is FactKind.TIME and e.fact.sentence == fact.sentence]
        return any(backed(mention, other, source) for other in hours for mention in said if mention.kind is FactKind.TIME)
    published = source.item.published
    day = meant_day(entry.mention, fact.value, published)
    if day is None or published is None:
        return False
    return (
        any(tells_day(mention, day, published) and not _elsewhere(mention, entry, source) for mention in said)
        or _as_long(entry, day, said, source)
        or _over_then(entry, day, said, wording, source)
        or _runs_out(entry, day, said, source)
    )


def _runs_out(entry: Found, day: date, said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether an end is that of something whose begin is told, and nobody waits for it: works, a market, a time of inspection."""
    sentence = source.sentences[entry.fact.sentence]
    if entry.mention.role != "until" or not entry.fact.sentence or awaited(sentence, source):
        return False
    if any(not other.fact.sentence and _same(other, entry, source) for other in source.facts):
        return False
    begins = [
        e for e in source.facts if e.fact.kind in _DAYS and rank(e.fact.sentence, source) <= rank(entry.fact.sentence, source)
    ]
    return any(
        (first := meant_day(begin.mention, begin.fact.value, source.item.published)) is not None
        and first < day
        and any(_tells(mention, begin, source) for mention in said)
        for begin in begins
        if begin.mention.role not in ("until", "each", "since")
    )


def _end_told(entry: Found, said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether a begin is that of a row of days whose end is told: "vom 3. bis zum 28. Mai" told as "bis zum 28. Mai"."""
    return any(
        other.mention.role == "until"
        and other.fact.sentence == entry.fact.sentence
        and 0 < other.fact.start - entry.fact.end <= _GAP
        and any(_tells(mention, other, source) for mention in said)
        for other in source.facts
        if other.fact.kind in _DAYS
    )


def _long(mention: Mention) -> bool:
    """Whether something told is a length of days or more: "drei Wochen lang", "für knapp vier Monate"."""
    return mention.kind is FactKind.DURATION and mention.unit in ("d", "mo")


def _length(mention: Mention) -> float:
    """Give a length in days."""
    return mention.size * (MONTH if mention.unit == "mo" else 1.0)


def _over_then(entry: Found, day: date, said: tuple[Mention, ...], wording: str, source: Ground) -> bool:
    """Whether an end is told by the day on which things are as before: "ab 20. April wieder offen" for "bis 16. April"."""
    if entry.mention.role != "until" or not _AGAIN.search(wording):
        return False
    days = (meant_day(m, m.value, source.item.published) for m in said if m.kind is FactKind.DATE)
    return any(0 < (other - day).days <= _FEW for other in days if other is not None)


def _venue_told(wording: str, source: Ground) -> bool:
    """Whether a building or square of the source is named: it says where."""
    return any(t.capital and lemma(t.text) in VENUES and source.words.has(t.text) for t in tokens(wording))


def _elsewhere(mention: Mention, entry: Found, source: Ground) -> bool:
    """Whether the source has these very words ("in der kommenden Woche") only in sentences that are not about this day."""
    published = source.item.published
    day = meant_day(entry.mention, entry.fact.value, published)
    about = {e.fact.sentence for e in source.facts if meant_day(e.mention, e.fact.value, published) == day}
    said = {e.fact.sentence for e in source.facts if e.mention.kind is mention.kind and e.mention.value == mention.value}
    return bool(said) and not said & about


def _priced(entry: Found, fact: Fact, source: Ground) -> bool:
    """Whether an amount may stand for an essential one: of the same sentence, or another of what people will pay."""
    sentence = source.sentences[entry.fact.sentence]
    return entry.fact.sentence == fact.sentence or (fees(sentence) and fees(source.sentences[fact.sentence]))


def _as_long(entry: Found, day: date, said: tuple[Mention, ...], source: Ground) -> bool:
    """Whether a told duration leads to an end from one of the release's other days: "sechs Wochen lang"."""
    if entry.mention.role != "until":
        return False
    lengths = [_length(m) for m in said if _long(m)]
    others = (meant_day(e.mention, e.fact.value, source.item.published) for e in source.facts if e.fact.kind is FactKind.DATE)
    spans = [(day - other).days for other in others if other is not None and other < day]
    return any(abs(span - length) <= max(1.0, 0.15 * length) for span in spans for length in lengths)


def deadline(told: tuple[str, ...], source: Ground) -> Fact | None:
    """Find a deadline of the item (until when to apply, register, report) that is no essential fact and that nobody tells.

    Only one of what the item is about: the clause takes up a word of the title or the lead.
    """
    said = tuple(mention for text in told for mention in mentions(text))
    wording = " ".join(told)
    topic = roots(" ".join(source.sentences[:2])) - roots(" ".join(entry.fact.text for entry in source.facts))
    for entry in source.facts:
        fact = entry.fact
        sentence = source.sentences[fact.sentence]
        if fact.essential or fact.conflict or fact.kind is not FactKind.DATE or not day_of(fact.value).day:
            continue
        if entry.mention.role != "until" or not deadline_weight(sentence) or not topic & roots(sentence):
            continue
        if not any(_tells(mention, entry, source) for mention in said) and not _told_otherwise(entry, said, wording, source):
            return fact
    return None


def _named(entry: Found, wording: str) -> bool:
    """Whether a name or place is said at all: its last word, inflected or in a compound."""
    said = [bare(token.text.lower()) for token in tokens(wording)]
    last = bare(entry.fact.value.split()[-1])
    return any(last in word for word in said)
