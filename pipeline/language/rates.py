# SPDX-License-Identifier: EUPL-1.2
"""What a figure of the source comes to by another measure: a month of a year's fee, a share of a sum, growth in per cent."""

import itertools
import re
from typing import Final

from pipeline.language.agreement import comes_out, honest_rounding
from pipeline.language.ground import Ground, figures
from pipeline.language.mention import Mention
from pipeline.language.moments import day_of
from pipeline.model import FactKind

_PERIODS: Final[tuple[tuple[float, re.Pattern[str]], ...]] = tuple(
    (days, re.compile(rf"(?i)\b(?:{words})"))
    for days, words in (
        (1.0, r"(?:am|pro|je|jeden|einen|einem) tag\b|täglich|tages"),
        (7.0, r"(?:in der|pro|je|jede|die|eine|einer) woche\b|wöchentlich|wochen"),
        (30.42, r"(?:im|pro|je|jeden|den|einen|einem) monat\b|monatlich|monats"),
        (91.25, r"(?:im|pro|je|jedes|das) (?:quartal|vierteljahr)\b|vierteljährlich|quartals"),
        (365.0, r"(?:im|pro|je|jedes|das|ein|einem) jahr\b|jährlich|jahres"),
    )
)
_AVERAGE: Final = re.compile(r"(?i)\b(?:im schnitt|im mittel|durchschnittlich|im durchschnitt|rechnerisch|umgerechnet)\b")
_A_YEAR: Final = re.compile(r"\b20\d\d\b|\b(?:vergangenen?|letzten?|vorigen?) Jahr|\bVorjahr")
_RATES: Final[tuple[tuple[float, re.Pattern[str]], ...]] = tuple(
    (days, re.compile(rf"(?i)\b(?:{words})(?!\s+\d)"))
    for days, words in (
        (1 / 24, r"(?:in der|pro|je|jede) stunde\b|stündlich"),
        (1.0, r"(?:am|pro|je|jeden) tag\b|täglich"),
        (7.0, r"(?:in der|pro|je|jede) woche\b|wöchentlich"),
        (30.42, r"(?:im|pro|je|jeden) monat\b|monatlich"),
        (365.0, r"(?:im|pro|je|jedes) jahr\b|jährlich"),
    )
)
"""How often, in days, where nothing else can be meant."""
_TOTAL: Final = re.compile(r"(?i)\b(?:zusammen|insgesamt|summe|macht|machen|gesamt\w*|alles in allem|unterm strich)\b")
_DAYS: Final = {"min": 1 / 1440, "d": 1.0, "mo": 30.42}
_PAIRS: Final = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("kind jugendliche jugendlicher schüler", "erwachsene erwachsener"),
        ("frau mädchen schülerin", "mann junge schüler"),
    )
)
"""Whom one may call those who are left of a whole when the others are taken away."""
_PERIOD_OFF: Final = 0.01
_EACH: Final = re.compile(r"(?i)\b(?:jede[rnsm]?|je|jeweils|pro)\b")
_PARTED: Final = re.compile(
    r"(?i)\bteilen|verteil\w*|aufgeteilt|\bin (?:\w+ )?(?:gruppen|raten|klassen|abschnitten)|je zur hälfte"
)
_GROWTH: Final = re.compile(
    r"(?i)\b(?:plus|minus|mehr|weniger|zuwachs|rückgang|anstieg|steig\w*|stieg\w*|gestiegen|sink\w*|sank\w*|gesunken|wuchs\w*|wächst"
    r"|gewachsen|teurer|billiger|günstiger|höher|niedriger|um)\b"
)
_SHRUNK: Final = re.compile(r"(?i)\b(?:minus|weniger|rückgang|sink\w*|sank\w*|gesunken|billiger|günstiger|niedriger|zurück\w*)\b")
_JUBILEE: Final = re.compile(r"(?i)\b(?:wird|werden|wurde|ist|sind|feier\w*|begeh\w*|alt|jubiläum|geburtstag|bestehen|besteht)\b")


def by_another_measure(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a told figure is one of the source by another measure."""
    return (
        _per_period(mention, text, source)
        or _per_part(mention, text, source)
        or _grown(mention, text, source)
        or _since(mention, text, source)
        or _over_a_time(mention, text, source)
        or _others_of_a_pair(mention, source)
    )


def _per_period(mention: Mention, text: str, source: Ground) -> bool:
    """ "40 Euro im Monat" for "480 Euro im Jahr"."""
    if mention.kind not in (FactKind.MONEY, FactKind.NUMBER):
        return False
    told = [days for days, words in _PERIODS if words.search(text)]
    for sentence in source.sentences if told else ():
        there = [days for days, words in _PERIODS if words.search(sentence)]
        if _AVERAGE.search(text) and _A_YEAR.search(sentence):
            there.append(365.0)
        for figure in figures(sentence):
            if figure.kind is mention.kind and any(
                mine != own and _per(mention, figure.size * mine / own) for mine in told for own in there
            ):
                return True
    return False


def _over_a_time(mention: Mention, text: str, source: Ground) -> bool:
    """ "60.000 Euro im Jahr" for 900,000 over 15 years, "3.600 Euro zusammen" for 300 a month over one year."""
    if mention.kind not in (FactKind.MONEY, FactKind.NUMBER):
        return False
    told = [days for days, words in _RATES if words.search(text)]
    total = _TOTAL.search(text) is not None
    for here, after in source.with_next() if told or total else ():
        found = (*figures(here), *figures(after))
        lasts = [m.size * _DAYS[m.unit] for m in found if m.unit in _DAYS] + (
            [365.0] if _WHOLE_YEAR.search(f"{here} {after}") else []
        )
        there = [days for days, words in _RATES if words.search(here)]
        for figure in (m for m in found if m.kind is mention.kind and m.unit == mention.unit):
            if any(_per(mention, figure.size * period / length) for period in told for length in lasts if length > period):
                return True
            if total and any(
                _per(mention, figure.size * length / period) for period in there for length in lasts if length > period
            ):
                return True
    return False


_WHOLE_YEAR: Final = re.compile(r"(?i)\bein(?: ganzes)? jahr(?: lang)?\b")


def _others_of_a_pair(mention: Mention, source: Ground) -> bool:
    """ "690 Erwachsene" for 1,150 people, "darunter 460 Kinder"."""
    if mention.kind is not FactKind.NUMBER or not mention.unit:
        return False
    for sentence in source.sentences:
        if not re.search(r"\b(?:darunter|davon)\b", sentence):
            continue
        for whole, part in itertools.pairwise(m for m in figures(sentence) if m.kind is FactKind.NUMBER):
            for sides in _PAIRS:
                for one, other in (sides, sides[::-1]):
                    if part.unit in one and mention.unit in other and mention.size == whole.size - part.size:
                        return True
    return False


def _per(mention: Mention, size: float) -> bool:
    """Whether a figure is one of another period; a month has no fixed length."""
    return abs(mention.size - size) <= _PERIOD_OFF * size or honest_rounding(mention, size)


def _per_part(mention: Mention, text: str, source: Ground) -> bool:
    """ "Jeder Verein bekommt 2.500 Euro" for 5,000 euros that two clubs share, and 12 million for "vier Jahre mit jeweils 3"."""
    for sentence in source.sentences:
        listed = figures(sentence)
        counts = [_as_said(m) for m in listed if m.kind in (FactKind.NUMBER, FactKind.DURATION)]
        parted = _EACH.search(text) and _PARTED.search(sentence)
        for figure in listed:
            if mention.kind is not figure.kind:
                continue
            if parted and any(comes_out(mention, figure.size / n) for n in counts if n > 1 and n != figure.size):
                return True
            if (
                figure.kind is FactKind.MONEY
                and _EACH.search(sentence)
                and any(comes_out(mention, figure.size * n) for n in counts)
            ):
                return True
    return False


def _as_said(mention: Mention) -> float:
    """Give the number as it is said: four for "vier Jahre", which count as 48 months."""
    if mention.kind is FactKind.NUMBER:
        return mention.size
    low = mention.text.lower()
    per = next((size for word, size in (("jahr", 12.0), ("woche", 7.0), ("stunde", 60.0)) if word in low), 1.0)
    return mention.size / per


def _grown(mention: Mention, text: str, source: Ground) -> bool:
    """ "ein Plus von 25 Prozent" for "von 800 auf 1.000": a share of the smaller one, a minus one of the larger."""
    if mention.unit != "%" or not _GROWTH.search(text):
        return False
    less = _SHRUNK.search(text) is not None
    for sentence in source.sentences:
        listed = [m for m in figures(sentence) if m.unit != "%"]
        for one, other in itertools.combinations(listed, 2):
            low, high = sorted((one.size, other.size))
            alike = one.kind is other.kind and (one.unit == other.unit or "" in (one.unit, other.unit))
            if alike and low != high and _near_share(mention, 100 * (high - low) / (high if less else low)):
                return True
    return False


def _near_share(mention: Mention, share: float) -> bool:
    return abs(mention.size - share) <= max(0.5, 0.02 * share) or honest_rounding(mention, share)


def _since(mention: Mention, text: str, source: Ground) -> bool:
    """ "wird 70" for what exists since 1956, in the year of the release."""
    published = source.item.published
    if published is None or mention.kind is not FactKind.NUMBER or not _JUBILEE.search(text):
        return False
    years = {day_of(m.value).year for m in source.mentions() if m.kind is FactKind.DATE} - {0}
    now = {published.year, published.year + 1}
    return any(mention.size == this - year for year in years for this in now & (years | {published.year}) if this - year >= 10)
