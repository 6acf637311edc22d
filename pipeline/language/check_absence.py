# SPDX-License-Identifier: EUPL-1.2
"""Red: a number, date, weekday, time, name, place or quotation that the source does not contain."""

import itertools
import re
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.check_people import other_surname, strange_name, wrong_functions
from pipeline.language.clock import nearly, on_the_clock
from pipeline.language.counted_on import (
    after_the_end,
    before_a_closure,
    before_the_shift,
    end_reached,
    part_of_year,
    weekday_counted,
    weekdays_between,
    weekdays_dated,
    year_inside,
    year_reached,
)
from pipeline.language.derived import date_derived, derived
from pipeline.language.facts import Found
from pipeline.language.ground import NAMES, Flag, Ground
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.moments import day_of, fits_weekday, weekday_name
from pipeline.language.morphology import tokens
from pipeline.language.named_days import at_a_feast, counted_days, of_a_night
from pipeline.language.quotations import is_speech, verbatim
from pipeline.language.strange_places import strange_places
from pipeline.language.tallied import as_age, as_bins, as_both, beside_the_point, day_in_other_words, in_a_compound
from pipeline.model import FactKind, Severity

_GERMAN: Final = {
    FactKind.NUMBER: "Die Zahl",
    FactKind.MONEY: "Der Betrag",
    FactKind.PERCENT: "Der Anteil",
    FactKind.DURATION: "Die Dauer",
    FactKind.DATE: "Das Datum",
    FactKind.TIME: "Die Uhrzeit",
    FactKind.WEEKDAY: "Der Wochentag",
    FactKind.NAME: "Der Name",
    FactKind.PLACE: "Der Ort",
    FactKind.ORGANISATION: "Der Name",
}
_CODES: Final = {
    FactKind.DATE: "date-not-in-source",
    FactKind.TIME: "time-not-in-source",
    FactKind.WEEKDAY: "weekday-not-in-source",
    FactKind.PLACE: "place-not-in-source",
}
_DOING: Final = re.compile(r"(?i)\b(?:beim|zum|das|vom|fürs|ums)\s+$")
"""What stands before a verb that is used as a noun."""
_THIS_YEAR: Final = re.compile(
    r"\b(?:in diesem|dieses|laufenden?|diesjährig\w*|heurig\w*) Jahr|\bdiesjährig|\bheuer\b", re.IGNORECASE
)
_OTHER_YEAR: Final = re.compile(
    r"\b(?P<next>nächste[nsmr]?|kommende[nsmr]?|folgende[nsmr]?)\s+Jahr|\b(?P<last>vergangene[nsmr]?"
    r"|letzte[nsmr]?|vorige[nsmr]?)\s+Jahr|\bVorjahr",
    re.IGNORECASE,
)


def absent(text: str, source: Ground) -> tuple[Flag, ...]:
    """Find what a told sentence says and the source does not, as red flags with what stands there instead."""
    flags: list[Flag] = []
    every = mentions(text)
    inside = [(m.start, m.end) for m in every if m.kind is FactKind.QUOTATION]
    quoted_names: set[int] = set()
    for mention in every:
        if mention.kind is FactKind.QUOTATION:
            flags += _quotation(mention, source)
            continue
        if any(start <= mention.start and mention.end <= end for start, end in inside) and verbatim(
            text[inside[0][0] : inside[0][1]], source.text
        ):
            continue
        if mention.kind is FactKind.PLACE and mention.text.endswith("en") and _DOING.search(text[: mention.start]):
            continue  # "beim Gießen", "zum Essen": no town has an article
        if mention.kind in NAMES:
            flags += strange_name(mention, source)
            quoted_names.add(mention.start)
        elif mention.kind in (FactKind.PHONE, FactKind.URL, FactKind.MAIL):
            flags.append(
                Flag(
                    "contact-in-speech",
                    Severity.RED,
                    f"„{mention.text}“ gehört nicht in den Sprechertext. Telefon und Adressen stehen auf der Servicetafel.",
                    mention.text,
                )
            )
        else:
            flags += _value(mention, text, source)
    flags += _impossible(every, source)
    flags += other_surname(text, every, source)
    flags += wrong_functions(text, source)
    flags += strange_places(text, every, source)
    if not any(flag.code == "weekday-not-in-source" for flag in flags):
        flags += counted_days(text, every, source)
    return tuple(flags)


def _value(mention: Mention, text: str, source: Ground) -> list[Flag]:
    """Check a number, date, time or weekday."""
    if mention.kind is FactKind.DATE and mention.value.startswith("relative:"):
        return []  # a matter of style, and of the relations
    if any(backed(mention, entry, source) for entry in source.facts):
        return []
    if mention.kind is FactKind.DATE and (_said_relatively(mention, source) or _in_a_word(mention, source)):
        return []
    if mention.kind is FactKind.WEEKDAY and mention.role == "dated":
        return []  # the date beside it is checked, and whether both fit
    if mention.kind in QUANTITIES and (
        mention.value == "1"
        or _counted_up(mention, source)
        or as_both(mention, source)
        or as_bins(mention, source)
        or beside_the_point(mention, text)
        or as_age(mention, text, source)
        or in_a_compound(mention, source)
        or _denied(mention, text)
    ):
        return []
    if mention.kind is FactKind.WEEKDAY and (
        day_in_other_words(mention, text, source)
        or of_a_night(mention, text, source)
        or weekday_counted(mention, text, source)
        or weekdays_dated(mention, text, source)
    ):
        return []
    if part_of_year(mention, source) or weekdays_between(mention, source) or year_inside(mention, text, source):
        return []
    if before_a_closure(mention, source):
        return []
    told = mention.text
    if on_the_clock(mention, text, source) or nearly(mention, text, source) or _scaled_later(mention, text, source):
        return []
    if mention.kind is FactKind.DATE and at_a_feast(mention, source):
        message = f"{told} sagt die Quelle nicht; sie nennt einen Tag um diese Zeit. Prüfen Sie, ob er gemeint ist."
        return [Flag("number-derived", Severity.AMBER, message, told)]
    if any(rule(mention, source) for rule in (date_derived, year_reached, end_reached, after_the_end, before_the_shift)):
        message = f"{told} steht nicht in der Quelle, scheint aber aus einer Dauer gerechnet. Prüfen Sie die Rechnung."
        return [Flag("number-derived", Severity.AMBER, message, told)]
    if reckoned := derived(mention, text, source):
        message = f"{told} steht nicht in der Quelle, {reckoned.how}. Prüfen Sie die Rechnung."
        return [] if reckoned.sure else [Flag("number-derived", Severity.AMBER, message, told)]
    there = _instead(mention, source)
    code = _CODES.get(mention.kind, "number-not-in-source")
    hint = f" Dort steht: {there}." if there else " Streichen Sie die Angabe, oder belegen Sie sie."
    return [Flag(code, Severity.RED, f"{_GERMAN[mention.kind]} {told} steht nicht in der Quelle.{hint}", told)]


def _scaled_later(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a number takes its unit from the next amount: "61,4 und 58,9 Millionen Euro", "statt 60 künftig 84 Euro"."""
    if mention.kind is not FactKind.NUMBER or mention.unit not in ("", "euro"):
        return False
    if mention.unit:
        return any(m.kind is FactKind.MONEY and m.size == mention.size for m in source.mentions())
    later = next((m for m in mentions(text) if m.start > mention.end and m.kind is FactKind.MONEY), None)
    scale = next((size for word, size in (("Million", 1e6), ("Milliard", 1e9)) if later and word in later.text), 0.0)
    return any(m.kind is FactKind.MONEY and abs(m.size - mention.size * scale) < 1.0 for m in source.mentions() if scale)


def backed(mention: Mention, entry: Found, source: Ground) -> bool:
    """Whether a fact of the source says what is told."""
    fact = as_fact(entry)
    if mention.kind is FactKind.WEEKDAY and fact.kind is FactKind.DATE and not day_of(fact.value).year:
        # of the year that is meant: in the next one every day falls on another weekday
        years = _years(fact, source)
        return same(mention, fact, years[:1] if source.item.published else years) or same(mention, entry.mention, ())
    return same(mention, fact, source.years) or (
        entry.fact.kind is not FactKind.DATE and same(mention, entry.mention, source.years)
    )


def as_fact(entry: Found) -> Mention:
    """Give the mention with the value that the ledger resolved (a date with its year)."""
    mention = entry.mention
    if (
        mention.kind in (FactKind.DATE, FactKind.WEEKDAY)
        and entry.fact.value != mention.value
        and not entry.fact.value.startswith("weekday")
    ):
        return Mention(FactKind.DATE, mention.text, entry.fact.value, mention.start, mention.end, role=mention.role)
    return mention


def _said_relatively(mention: Mention, source: Ground) -> bool:
    """Whether a bare year is what the source calls "in diesem Jahr" or "im nächsten Jahr", counted from its publication."""
    day = day_of(mention.value)
    published = source.item.published
    if not day.year or day.month or day.part or published is None:
        return False
    if day.year == published.year and _THIS_YEAR.search(source.text):
        return True
    return any(day.year == published.year + (1 if match["next"] else -1) for match in _OTHER_YEAR.finditer(source.text))


def _in_a_word(mention: Mention, source: Ground) -> bool:
    """Whether a season or feast stands in a word of the source: "an Silvester" for "das Silvesterfeuerwerk"."""
    word = mention.text.split()[-1].lower().removesuffix("n")  # "Ostern" and "Osterferien"
    return mention.text.isalpha() and len(word) > 4 and re.search(rf"(?i)\b{word}[a-zäöü]{{4,}}", source.text) is not None


def _counted_up(mention: Mention, source: Ground) -> bool:
    """Whether a small number counts what the source says in another way ("beide", "Paar", "jeweils")."""
    return mention.size == 2 and not mention.unit and bool(re.search(r"\bbeide[nrs]?\b", source.text))


def _denied(mention: Mention, text: str) -> bool:
    """Whether a single one is denied, which counts nothing: "keinen Cent", "kein einziges Prozent"."""
    return mention.size in (1.0, 0.01) and re.search(r"(?i)\bkein\w*\s+(?:einzige\w*\s+)?$", text[: mention.start]) is not None


def _instead(mention: Mention, source: Ground) -> str:
    """Give what the source says in that place: a statement of the same kind, nearest in size or wording."""
    kinds = QUANTITIES if mention.kind in QUANTITIES else frozenset({mention.kind})
    rivals = [m for m in source.mentions() if m.kind in kinds and not m.value.startswith("relative:")]
    if mention.kind in QUANTITIES:
        rivals = [m for m in rivals if m.unit == mention.unit] or [m for m in rivals if m.kind is mention.kind]
        rivals.sort(key=lambda m: abs(m.size - mention.size))
    return ", ".join(dict.fromkeys(m.text for m in rivals[:3]))


def _impossible(every: tuple[Mention, ...], source: Ground) -> list[Flag]:
    """A weekday that does not fall on the date beside it, in any year that may be meant."""
    flags = []
    for weekday, day in itertools.pairwise(every):
        if weekday.role != "dated" or day.kind is not FactKind.DATE:
            continue
        years = _years(day, source)
        if fits_weekday(day_of(day.value), int(weekday.value[-1]), years):
            continue
        if any(m.role == "dated" and m.value == weekday.value and d.value[-5:] == day.value[-5:] for m, d in _pairs(source)):
            continue  # the source itself is wrong: told at the item
        right = [n for n in range(7) if fits_weekday(day_of(day.value), n, years[:1])]
        hint = f" Das ist ein {weekday_name(f'weekday:{right[0]}')}." if right else ""
        flags.append(
            Flag("impossible-weekday", Severity.RED, f"{weekday.text} und {day.text} passen nicht zusammen.{hint}", weekday.text)
        )
    return flags


def _pairs(source: Ground) -> list[tuple[Mention, Mention]]:
    listed = source.mentions()
    return list(itertools.pairwise(listed))


def _years(day: Mention, source: Ground) -> tuple[int, ...]:
    """Give the years that a told date may mean: those that the source names for it, else the plausible ones."""
    mine = day_of(day.value)
    named = [
        day_of(e.fact.value).year
        for e in source.facts
        if e.fact.kind is FactKind.DATE and (day_of(e.fact.value).month, day_of(e.fact.value).day) == (mine.month, mine.day)
    ]
    return tuple(year for year in dict.fromkeys(named) if year) or _near_years(source, mine.month)


def _near_years(source: Ground, month: int) -> tuple[int, ...]:
    """Give the years that a day without one may mean: from four months before the release was published to ten months after."""
    published = source.item.published
    if published is None:
        return source.years
    said = {day_of(m.value).year for m in source.mentions() if m.kind is FactKind.DATE}
    ahead = (month - published.month) % 12
    meant = published.year + (published.month + ahead > 12) if ahead <= 8 else published.year - (published.month + ahead <= 12)
    return (meant, *sorted(year for year in said if 0 < abs(year - published.year) <= 2 and year != meant))


def _quotation(mention: Mention, source: Ground) -> list[Flag]:
    """A quotation must stand in the source word for word."""
    if verbatim(mention.text, source.text):
        return []
    if not is_speech(mention.text):
        if all(source.words.has(token.text) for token in tokens(mention.text)):
            return []
        return [
            Flag(
                "name-not-in-source",
                Severity.RED,
                f"„{mention.text}“ steht so nicht in der Quelle. Schreiben Sie den Namen wie dort.",
                mention.text,
            )
        ]
    return [
        Flag(
            "quotation-not-verbatim",
            Severity.RED,
            f"Das Zitat „{mention.text}“ steht nicht wörtlich in der Quelle. Stellen Sie den Wortlaut her, "
            "oder geben Sie ihn ohne Anführungszeichen wieder.",
            mention.text,
        )
    ]
