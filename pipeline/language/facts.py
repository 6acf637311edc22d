# SPDX-License-Identifier: EUPL-1.2
"""The fact ledger: Item → numbered sentences → typed facts with offsets, found before any model is asked."""

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline.language.agreement import QUANTITIES, plausible_years, same
from pipeline.language.contacts import cut_contacts, is_contact
from pipeline.language.essentials import essentials
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of, fits_weekday, spoken_date
from pipeline.language.morphology import roots
from pipeline.language.sentences import split
from pipeline.model import Fact, FactKind, Item, Service

__all__ = ["Found", "Mark", "cut_contacts", "found", "item_sentences", "ledger", "marks", "service", "years_of"]

_AND_DAY: Final = re.compile(r"\W*(?:bis|und|–|-)\W*(?:(?:zum|Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)\w*\W+)*(?:de[nm]\s+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with its fact: the ledger's entry and the parts of its value."""

    fact: Fact
    mention: Mention


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that an editor should see: a number, date, name or quotation."""

    start: int
    end: int
    kind: FactKind


@lru_cache(maxsize=256)
def item_sentences(item: Item) -> tuple[str, ...]:
    """Number the sentences of an item: 0 is the title, then the text paragraph by paragraph."""
    told = [" ".join(item.title.split())]
    for paragraph in re.split(r"\n\s*\n", item.text):
        told += [" ".join(span.of(paragraph).split()) for span in split(paragraph)]
    return (told[0], *(sentence for sentence in told[1:] if sentence))


def ledger(item: Item) -> tuple[Fact, ...]:
    """Find the facts of an item: Item → facts "f1".. in the order of the text, the essential and the conflicting ones marked."""
    return tuple(entry.fact for entry in found(item))


@lru_cache(maxsize=256)
def found(item: Item) -> tuple[Found, ...]:
    """The ledger with its mentions: what `ledger` gives, and what rules compare."""
    entries: list[Found] = []
    for number, sentence in enumerate(item_sentences(item)):
        for mention in mentions(sentence):
            value = _resolved(mention, sentence)
            fact = Fact(f"f{len(entries) + 1}", mention.kind, mention.text, value, number, mention.start, mention.end)
            entries.append(Found(fact, mention))
    entries = _with_years(entries, item)
    conflicting = _conflicts(entries, item)
    entries = [replace(entry, fact=replace(entry.fact, conflict=entry.fact.id in conflicting)) for entry in entries]
    essential = essentials(tuple((entry.fact, entry.mention) for entry in entries), item_sentences(item), item)
    return tuple(replace(entry, fact=replace(entry.fact, essential=entry.fact.id in essential)) for entry in entries)


def years_of(item: Item) -> tuple[int, ...]:
    """Give the years that a date of this item may mean where it says none."""
    said = tuple(
        day_of(m.value).year
        for s in item_sentences(item)
        for m in mentions(s)
        if m.kind is FactKind.DATE and day_of(m.value).year
    )
    if item.published is None:
        return tuple(dict.fromkeys(said)) or tuple(range(2020, 2032))
    near = tuple(year for year in said if abs(year - item.published.year) <= 3)
    return plausible_years(near, item.published, item.published)


def marks(text: str) -> tuple[Mark, ...]:
    """Find what to highlight in a text: numbers, dates, names and quotations, without overlaps."""
    shown: list[Mark] = []
    at = 0
    for piece in split(text):
        for mention in mentions(piece.of(text)):
            start, end = piece.start + mention.start, piece.start + mention.end
            if start >= at or mention.kind is not FactKind.QUOTATION:
                shown.append(Mark(start, end, mention.kind))
                at = max(at, end)
    return tuple(
        mark
        for index, mark in enumerate(shown)
        if not any(other.start < mark.end and mark.start < other.end for other in shown[:index])
    )


def service(item: Item, facts: tuple[Fact, ...]) -> Service | None:
    """Make the service panel: when, where, telephone, address; None where the item has none of the last two and no date.

    The date is the essential one; time and place are those of its sentence.
    """
    sentences = item_sentences(item)
    day = next((f for f in facts if f.kind is FactKind.DATE and f.essential), None)
    phone = next(
        (
            f.text
            for f in facts
            if f.kind is FactKind.PHONE and not re.match(r"(?i)hinweis an|pressekontakt", sentences[f.sentence])
        ),
        "",
    )
    address = next((_with_scheme(f.text) for f in facts if f.kind is FactKind.URL), "")
    when = where = ""
    if day is not None:
        sentence = sentences[day.sentence]
        beside = [f for f in facts if f.sentence == day.sentence and f.start > day.start]
        last = next(
            (f for f in beside if f.kind is FactKind.DATE and _AND_DAY.fullmatch(sentence[day.end : f.start])),
            day,
        )
        clock = next((f.text for f in beside if f.kind is FactKind.TIME), "")
        days = sentence[day.start : last.end] if last is not day or len(day.text) > 3 else spoken_date(day.value)
        when = ", ".join(part for part in (days, clock) if part)
        where = next(
            (f.text for f in facts if f.sentence == day.sentence and f.kind is FactKind.PLACE and not _district(f, sentence)), ""
        )
    return Service(when, where, phone, address) if phone or address or when else None


def _district(fact: Fact, sentence: str) -> bool:
    """Whether a place is only the name of the body that tells ("im Landkreis Beispielheim")."""
    return re.search(r"(?:[Kk]reis|[Kk]reises|Stadt|Gemeinde|Verbandsgemeinde)\s+$", sentence[: fact.start]) is not None


def _with_scheme(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else f"https://{address}"


def _resolved(mention: Mention, sentence: str) -> str:
    """Give the value of a fact; a number that counts something names it ("34 veranstaltung")."""
    del sentence
    if mention.kind is FactKind.NUMBER and mention.unit and mention.value.replace(".", "").isdigit():
        return f"{mention.value} {mention.unit}"
    return mention.value


def _with_years(entries: list[Found], item: Item) -> list[Found]:
    """Dates without a year take the one that the item names for the same day; weekdays take the date that they fit alone."""
    full = {
        (day_of(e.fact.value).month, day_of(e.fact.value).day): e.fact.value
        for e in entries
        if e.fact.kind is FactKind.DATE and day_of(e.fact.value).year and day_of(e.fact.value).day
    }
    years = years_of(item)
    result = []
    for entry in entries:
        value = entry.fact.value
        if entry.fact.kind is FactKind.DATE and not value.startswith("relative:"):
            day = day_of(value)
            value = full.get((day.month, day.day), value) if not day.year and day.day else value
        elif entry.fact.kind is FactKind.WEEKDAY and entry.mention.role not in ("each", "dated"):
            fitting = {v for v in full.values() if fits_weekday(day_of(v), int(value[-1]), years)}
            value = fitting.pop() if len(fitting) == 1 else value
        result.append(replace(entry, fact=replace(entry.fact, value=value)))
    return result


def _conflicts(entries: list[Found], item: Item) -> frozenset[str]:
    """Find statements that contradict each other: a weekday and its date, one matter with two dates, times or counts."""
    bad: set[str] = set()
    years = years_of(item)
    for first, second in itertools.pairwise(entries):
        if (
            first.mention.role == "dated"
            and second.fact.kind is FactKind.DATE
            and not fits_weekday(day_of(second.fact.value), int(first.mention.value[-1]), years)
        ):
            bad |= {first.fact.id, second.fact.id}
    sentences = item_sentences(item)
    for kinds in (frozenset({FactKind.DATE}), frozenset({FactKind.TIME}), QUANTITIES):
        mine = [
            e
            for e in entries
            if e.fact.kind in kinds and e.mention.role != "relative" and not is_contact(sentences[e.fact.sentence])
        ]
        for index, left in enumerate(mine):
            for right in mine[index + 1 :]:
                if left.fact.sentence != right.fact.sentence and _contradict(left, right, mine, sentences, years):
                    bad |= {left.fact.id, right.fact.id}
    return frozenset(bad)


def _contradict(left: Found, right: Found, rivals: list[Found], sentences: tuple[str, ...], years: tuple[int, ...]) -> bool:
    """Whether two sentences tell the same matter with one different value each."""
    if (
        left.mention.role != right.mention.role
        or same(left.mention, right.mention, years)
        or same(right.mention, left.mention, years)
    ):
        return False
    if left.fact.kind is FactKind.DATE and not (day_of(left.fact.value).day and day_of(right.fact.value).day):
        return False
    if left.fact.kind in QUANTITIES and (
        left.mention.unit != right.mention.unit or not left.mention.unit or left.mention.hedge or right.mention.hedge
    ):
        return False
    both = (left.fact.sentence, right.fact.sentence)
    if any(sum(1 for r in rivals if r.fact.sentence == n) != 1 for n in both):
        return False
    first, second = roots(sentences[both[0]]), roots(sentences[both[1]])
    if left.fact.kind in QUANTITIES:  # what is said of the value counts, not the value's own unit
        first, second = first - roots(left.fact.text), second - roots(right.fact.text)
    if left.fact.kind is FactKind.DATE and not (_dated(left, sentences) <= second and _dated(right, sentences) <= first):
        return False
    smaller = min(len(first), len(second))
    return smaller >= 2 and len(first & second) >= max(2, round(0.7 * smaller))


def _dated(entry: Found, sentences: tuple[str, ...]) -> frozenset[str]:
    """Give the root of the noun that stands before a date: what takes place on it; none where the sentence begins with it."""
    nouns = re.findall(r"\b(?!\w*tag\b)[A-ZÄÖÜ][\wäöüß-]{2,}", sentences[entry.fact.sentence][: entry.fact.start])
    return roots(nouns[-1]) if nouns else frozenset()
