# SPDX-License-Identifier: EUPL-1.2
"""Numbers that the source does not state but that follow from it: sums, differences, shares, durations, ages, counts, the clock.

Radio tells them instead of the figures behind them ("gut ein Drittel", "zwei Wochen lang", "acht Euro mehr"). What comes out
exactly needs no flag; where it is only likely, an editor checks the sum.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pipeline.language.agreement import QUANTITIES, exactly, honest_rounding
from pipeline.language.by_form import by_form
from pipeline.language.clock import minute_of
from pipeline.language.facts import Found
from pipeline.language.ground import Ground, figures
from pipeline.language.lengths import between_ends
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of, resolve
from pipeline.language.morphology import lemma
from pipeline.language.number_values import cardinal_value
from pipeline.language.of_a_whole import of_a_whole
from pipeline.language.proportions import MONTH, as_long, far_apart, in_proportion
from pipeline.language.rates import by_another_measure
from pipeline.language.set_apart import LESS_MORE, beside, once, set_apart
from pipeline.language.tallied import listed, tells_the_same
from pipeline.language.worked_out import POINTS, worked_out
from pipeline.model import FactKind

_APART: Final = 1
"""Sentences that two figures may stand apart to be reckoned with each other."""
_TOGETHER: Final = re.compile(r"\b(?:zusammen|insgesamt|alle[rn]?|gesamt\w*|Summe|macht|machen)\b")
_SHARE: Final = re.compile(r"\b(?:\w*[Dd]rittel|\w*[Vv]iertel|Fünftel|Sechstel|Zehntel|Hälfte|halb\w*)\b")
_EACH: Final = re.compile(
    r"(?:(?P<below>\b(?:[Nn]icht (?:ein)?mal|[Ww]eniger als|[Kk]napp|[Ff]ast))\s+"
    r"|(?P<beyond>\b(?:[Mm]ehr als|[Gg]ut|[Üü]ber))\s+)?"
    r"\b[Jj]ede[rsnm]?\s+(?P<nth>[ZzDdVvFf](?:weit|ritt|iert|ünft|ehnt)e)"
)
_EACH_SHARE: Final = {"zweite": 50.0, "dritte": 100 / 3, "vierte": 25.0, "fünfte": 20.0, "zehnte": 10.0}
_NOUN: Final = 4
"""Letters of a counted noun at least: shorter units are measures."""
_POINTS_OFF: Final = 5
"""Percentage points that a share in words may be off: two thirds and three quarters are not the same."""
_ABOUT: Final = 2.0
"""Percentage points that "rund" or "annähernd" allows a share in words to be off."""
_RATIO_OFF: Final = 0.04
"""How far "zwei von drei" may be from the share that it stands for."""
_OUT_OF: Final = re.compile(r"(?i)\b(?P<part>\w+) von (?P<whole>zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\b")
_ONE: Final = frozenset({"einer", "eine", "eines", "eins"})
_FOLD: Final = re.compile(r"(?i)\w+mal (?:so|mehr)|\w+fach|\w+mal$")
_REST: Final = re.compile(
    r"(?i)\b(?:noch|bleib\w*|frei|übrig\w*|rest\w*|nicht|kein\w*|dagegen|fehl\w+|ander\w+|leer|offen|weiter\w*)\b"
)
_OF_A_WHOLE: Final = re.compile(r"\b(?:[Vv]on|aus|unter|der|davon|darunter|insgesamt)\b")
_SUMMED: Final = re.compile(r"(?i)\b(?:zusammen|insgesamt|alle[nrs]?|summe|gesamt\w*|übers jahr|im ganzen jahr|über das jahr)\b")
_LEAST_COUNT: Final = 13
"""Smaller counts are not taken for sums: too many pairs of small numbers add up to any of them."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number follows from the source (German, for the finding); `sure` where it comes out exactly, or honestly rounded."""

    how: str
    sure: bool


def derived(mention: Mention, text: str, source: Ground) -> Derivation | None:
    """Say how a number follows from the source; None where it does not."""
    if mention.kind not in QUANTITIES or mention.size <= 0:
        return None
    if tells_the_same(mention, text, source):
        return Derivation("sie scheint gezählt", sure=True)
    if mention.unit in ("d", "mo", "min") and _lasts(mention, source):
        return Derivation("sie scheint aus zwei Zeitangaben gerechnet", sure=True)
    if (
        _ratio(mention, text, source)
        or (mention.unit == "%" and _is_share(mention, source))
        or _reckoned(mention, text, source, _SUMMED)
        or _part_of(mention, source)
        or as_long(mention, source)
        or by_another_measure(mention, text, source)
        or in_proportion(mention, text, source)
        or set_apart(mention, text, source)
        or by_form(mention, text, source)
        or of_a_whole(mention, text, source)
        or between_ends(mention, text, source)
    ):
        return Derivation("sie scheint aus zwei Zahlen gerechnet", sure=True)
    if _counted(mention, source) or listed(mention, source) or _sum_of_a_sentence(mention, source):
        return Derivation("sie scheint gezählt", sure=False)
    if _reckoned(mention, text, source, _TOGETHER) or far_apart(mention, text, source) or worked_out(mention, text, source):
        return Derivation("sie scheint aus zwei Zahlen gerechnet", sure=False)
    return None


def date_derived(mention: Mention, source: Ground) -> bool:
    """Whether a year or an hour follows from another one and a length of time of the source: "2028" from "zwei Jahre ab 2027"."""
    lengths = [m for m in source.mentions() if m.kind is FactKind.DURATION]
    if mention.kind is FactKind.TIME and ":" in mention.value:
        starts = [m for m in source.mentions() if m.kind is FactKind.TIME and ":" in m.value]
        told = minute_of(mention)
        return any(
            abs(minute_of(start) + way * length.size - told) < 1
            for start in starts
            for length in lengths
            for way in (1, -1)
            if length.unit == "min"
        )
    if mention.kind is FactKind.DATE and _after_an_end(mention, source):
        return True
    year = day_of(mention.value).year
    if mention.kind is not FactKind.DATE or not year or day_of(mention.value).day:
        return False
    years = {day_of(m.value).year for m in source.mentions() if m.kind is FactKind.DATE} - {0}
    years |= {source.item.published.year} if source.item.published is not None else set()
    whole = [round(m.size / 12) for m in lengths if m.unit == "mo" and m.size >= 12 and m.size % 12 == 0]
    return any(year in (start + length, start + length - 1, start - length) for start in years for length in whole)


def _after_an_end(mention: Mention, source: Ground) -> bool:
    """Whether a day or month is the one that follows an end of the source: "ab Dezember" for "bis zum 30. November"."""
    told = day_of(mention.value)
    ends = (day for entry, day in _dated(source) if entry.mention.role == "until")
    following = [day + timedelta(days=1) for day in ends]
    return (
        bool(told.month)
        and mention.role != "until"
        and any(told.month == day.month and told.day in (0, day.day) for day in following)
    )


def _part_of(mention: Mention, source: Ground) -> bool:
    """Whether a figure is the percentage of another one, what was before a rise in per cent, a product, or a sum of money."""
    for low, high in _figures(source):
        share, whole = (low, high) if low.unit == "%" else (high, low)
        alike = mention.kind is whole.kind or (not mention.unit and _SCALED.search(mention.text) is not None)
        if share.unit == "%" and whole.unit != "%" and mention.unit != "%" and alike:
            sizes = (whole.size * share.size / 100, whole.size / (1 + share.size / 100), whole.size / (1 - share.size / 101))
            if any(exactly(mention, size) for size in sizes):
                return True
        each = re.search(r"\b(?:je|pro|jeweils|jede[nrsm]?)\b", source.text)
        counts = low.kind is FactKind.NUMBER and mention.kind is high.kind is not FactKind.PERCENT
        if each and counts and exactly(mention, low.size * high.size):
            return True
    if mention.kind is not FactKind.MONEY:
        return False
    for sentence in source.sentences:
        amounts = [m.size for m in mentions(sentence) if m.kind is FactKind.MONEY]
        if len(amounts) > 1 and exactly(mention, sum(amounts)):
            return True
    return False


_SCALED: Final = re.compile(r"Million|Milliarde")


def near(mention: Mention, size: float, slack: float = 0.0) -> bool:
    """Whether a told number is this one: exactly, within `slack` of its unit, or by an honest hedge."""
    if abs(mention.size - size) <= max(slack, 1e-6 * abs(size)):
        return True
    if honest_rounding(mention, size):
        return True
    off = (size - mention.size) / mention.size
    return (mention.hedge == "over" and 0 < off <= 0.2) or (mention.hedge == "under" and 0 < -off <= 0.2)


def _counted(mention: Mention, source: Ground) -> bool:
    """Whether a small number counts things that the source names ("Hinterfeld, Lonnau und Gräfenried" → drei Ortsteile)."""
    if mention.kind is not FactKind.NUMBER or not 2 <= mention.size <= 6 or not mention.unit:
        return False
    unit = mention.unit.capitalize()
    if not (source.words.has(unit) or any(lemma(w.capitalize()).lower() == mention.unit for w in source.words.words)):
        return False
    return not any(
        m.kind is FactKind.NUMBER and len(m.unit) >= _NOUN and (m.unit in mention.unit or mention.unit in m.unit)
        for m in source.mentions()
    )


def _dated(source: Ground) -> tuple[tuple[Found, date], ...]:
    """Give the days that the source names; none where nobody knows when it was published."""
    published = source.item.published
    return tuple(
        (entry, day)
        for entry in source.facts
        if entry.fact.kind is FactKind.DATE
        and not entry.fact.value.startswith("relative:")
        and published is not None
        and (day := resolve(day_of(entry.fact.value), published)) is not None
    )


def _dates(source: Ground) -> tuple[tuple[int, date], ...]:
    """Give the days that the source names with their sentences, and the day of its publication before them."""
    published = source.item.published
    found = tuple((entry.fact.sentence, day) for entry, day in _dated(source))
    return found if published is None else ((-1, published), *found)


def _lasts(mention: Mention, source: Ground) -> bool:
    """Whether a duration lies between two days, two times or two years of the source; the last day may count or not."""
    if mention.unit == "min":
        times = [e for e in source.facts if e.mention.kind is FactKind.TIME and ":" in e.mention.value]
        gaps = (minute_of(b.mention) - minute_of(a.mention) for a, b in itertools.combinations(times, 2) if _close(a, b))
        return any(near(mention, length) for gap in gaps if gap for length in (abs(gap), 1440 - abs(gap)))
    days = [abs((b - a).days) for (_, a), (_, b) in itertools.combinations(_dates(source), 2)]
    if mention.unit == "d":
        weeks = _WEEKS.search(mention.text) is not None and mention.size >= _LONG
        return any(near(mention, gap + extra, _WEEK_OFF if weeks else 0.5) for gap in days if gap for extra in (0, 1))
    years = {day_of(m.value).year for m in source.mentions() if m.kind is FactKind.DATE and day_of(m.value).year}
    years |= {source.item.published.year} if source.item.published is not None else set()
    if mention.size >= 24 and any(near(mention, 12 * abs(a - b)) for a, b in itertools.combinations(years, 2)):
        return True
    return mention.size < 24 and any(near(mention, gap / MONTH, 0.25) for gap in days if gap)


_WEEKS: Final = re.compile(r"Woche|wöchig")
_LONG: Final = 28
_WEEK_OFF: Final = 2.0
"""From four weeks on a length may be two days from the whole week that it is told as."""


def _close(one: Found, other: Found) -> bool:
    return abs(one.fact.sentence - other.fact.sentence) <= _APART


def _figures(source: Ground) -> Iterator[tuple[Mention, Mention]]:
    """Give the pairs of figures that stand close together, the larger one second."""
    listed = [e for e in source.facts if e.mention.kind in QUANTITIES and e.mention.size > 0 and e.mention.unit != "code"]
    for one, other in itertools.combinations(listed, 2):
        if _close(one, other) and one.mention.size != other.mention.size:
            low, high = sorted((one.mention, other.mention), key=lambda m: m.size)
            yield low, high


def _is_share(mention: Mention, source: Ground) -> bool:
    """Whether a share in words ("gut ein Drittel") is one that two figures or a percentage of the source make."""
    if any(abs(mention.size - _EACH_SHARE[met["nth"].lower()]) < 1e-6 for met in _EACH.finditer(source.text)):
        return True
    if any(_share_said(mention, sentence) for sentence in source.sentences):
        return True
    if not (mention.hedge or _SHARE.search(mention.text)):
        return False
    shares = [100 * low.size / high.size for low, high in _figures(source) if _alike(low, high)]
    shares += [m.size for m in source.mentions() if m.unit == "%"]
    shares += [_EACH_SHARE[met["nth"].lower()] for met in _EACH.finditer(source.text)]
    close = [share for share in shares if abs(share - mention.size) <= _POINTS_OFF]
    slack = _ABOUT if mention.hedge == "about" else 0.7
    return any(near(mention, share, slack) for share in close) or any(_beyond(mention, share) for share in shares)


def _share_said(mention: Mention, sentence: str) -> bool:
    """Whether a percentage is that of "vier von fünf" or "12 der 18"."""
    listed = [m for m in mentions(sentence) if m.kind is FactKind.NUMBER and m.size > 0]
    return any(
        part.size < whole.size
        and re.fullmatch(
            r"\s*(?:\w+\s+)?(?:von|der|aus|von den|von insgesamt)\s+(?:rund |etwa )?", sentence[part.end : whole.start]
        )
        and abs(100 * part.size / whole.size - mention.size) <= 1.0
        for part, whole in itertools.pairwise(listed)
    )


def _beyond(mention: Mention, share: float) -> bool:
    """Whether "mehr als die Hälfte" is said of 60 percent, or "weniger als ein Drittel" of 25."""
    return (mention.hedge in ("over", "least") and 1.0 < share / mention.size <= 1.3) or (
        mention.hedge in ("under", "upto") and 0.7 <= share / mention.size < 1.0
    )


def _ratio(mention: Mention, text: str, source: Ground) -> bool:
    """Whether "zwei von drei" or "dreimal so viele" is the ratio of two figures of the source."""
    for met in _OUT_OF.finditer(text):
        if not met.start() <= mention.start < met.end():
            continue
        part = 1 if met["part"].lower() in _ONE else cardinal_value(met["part"].lower()) or 0
        whole = cardinal_value(met["whole"].lower()) or 0
        if 0 < part < whole and any(
            abs(part / whole - low.size / high.size) <= _RATIO_OFF for low, high in _figures(source) if _alike(low, high)
        ):
            return True
        shares = [m.size / 100 for m in source.mentions() if m.unit == "%"]
        return 0 < part < whole and any(abs(part / whole - share) <= _RATIO_OFF for share in shares)
    each = _EACH.search(text)
    if each is not None and each.start() <= mention.start < each.end():
        said = _EACH_SHARE[each["nth"].lower()] / 100
        shares = [m.size / 100 for m in source.mentions() if m.unit == "%"]
        shares += [low.size / high.size for low, high in _figures(source) if _alike(low, high)]
        if each["below"] and any(0.75 * said <= share < said for share in shares):
            return True
        if each["beyond"] and any(said < share <= 1.3 * said for share in shares):
            return True
        return any(abs(said - share) <= _RATIO_OFF for share in shares)
    if not (_FOLD.match(mention.text) or _FOLD.match(text[mention.start :])):
        return False
    return any(
        abs(high.size / low.size - mention.size) <= 0.1 * mention.size for low, high in _figures(source) if _alike(low, high)
    )


def _alike(low: Mention, high: Mention) -> bool:
    """Whether two figures can be set against each other: the same unit, or counts."""
    return low.unit == high.unit or (low.kind is FactKind.NUMBER and high.kind is FactKind.NUMBER)


def _reckoned(mention: Mention, text: str, source: Ground, summed: re.Pattern[str]) -> bool:
    """Whether a figure is a difference or a sum of two figures of the source, and the sentence says that it is one (`summed`)."""
    more, together = bool(LESS_MORE.search(text)), bool(summed.search(text))
    if _left(mention, text, source) or once(mention, text, source) or _all_told(mention, text, source):
        return True
    if more and counts_apart(mention, source):
        return True
    if not (more or together):
        return False
    counts = mention.kind is FactKind.NUMBER and mention.unit not in ("l", "km", "kg")
    for low, high in _figures(source):
        fits = low.unit == high.unit and (mention.unit == low.unit or (counts and not mention.unit))
        fits = fits or (low.unit == high.unit == "%" and mention.unit in POINTS)
        if not fits and not (counts and low.kind is FactKind.NUMBER and high.kind is FactKind.NUMBER):
            continue
        if (
            more
            and near(mention, round(high.size - low.size, 6))
            and (not counts or low.unit == high.unit != "" or low.size >= _LEAST_COUNT)
        ):
            return True
        if together and (not counts or mention.size >= _LEAST_COUNT) and near(mention, round(high.size + low.size, 6)):
            return True
    return False


def counts_apart(mention: Mention, source: Ground) -> bool:
    """Whether a figure is the difference of two counts of one sentence; a line's or a room's number counts nothing."""
    return mention.kind is FactKind.NUMBER and any(
        low.kind is high.kind is FactKind.NUMBER
        and not _LABEL.search(sentence[: low.start])
        and not _LABEL.search(sentence[: high.start])
        and "-" not in low.text + high.text
        and near(mention, high.size - low.size)
        for sentence, low, high in beside(source)
    )


_LABEL: Final = re.compile(
    r"\b(?:Linien?|Nummer|Nr\.|Zimmer|Raum|Gleis|Tor|Klassen?|Hausnummer|Platz|Seite|Paragraf|§|Telefon)\s*$"
)
"""What stands before a number that is a name."""


def _left(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a count is what remains of a whole that one sentence sets beside its part: "35 Plätze sind noch frei"."""
    if mention.kind is not FactKind.NUMBER or not _REST.search(text):
        return False
    if any(
        low.kind is high.kind is FactKind.NUMBER and near(mention, high.size - low.size) and _OF_A_WHOLE.search(sentence)
        for sentence, low, high in beside(source)
    ):
        return True
    return any(
        mention.unit == high.unit != "" and low.kind is FactKind.NUMBER and near(mention, high.size - low.size)
        for low, high in _figures(source)
    )


def _all_told(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a small count sums up all counts of one sentence, as the told one says: "zusammen fünf Linien"."""
    if mention.kind is not FactKind.NUMBER or not _SUMMED.search(text):
        return False
    return any(near(mention, total) for _, total in _sums(source))


def _sum_of_a_sentence(mention: Mention, source: Ground) -> bool:
    """Whether a count is the sum of all counts of one sentence, though nothing says so."""
    compared = re.compile(r"\b(?:mehr|weniger) als\b|\b(?:um|von)\b.{1,30}\bauf\b")
    return mention.kind is FactKind.NUMBER and any(
        mention.size == total for sentence, total in _sums(source) if not compared.search(sentence)
    )


def _sums(source: Ground) -> Iterator[tuple[str, float]]:
    """Give each sentence that has several counts, and their sum."""
    for sentence in source.sentences:
        counts = [m.size for m in figures(sentence) if m.kind is FactKind.NUMBER]
        if len(counts) > 1:
            yield sentence, sum(counts)
