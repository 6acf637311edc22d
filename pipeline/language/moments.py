# SPDX-License-Identifier: EUPL-1.2
"""Dates, times and weekdays of a sentence: "am Montag, 30. November 2026", "vom 2. bis 4. Januar", "halb neun", "freitags"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pipeline.language.calendar_de import MONTH_PATTERN, MONTHS, WEEKDAYS, month_number, weekday_number
from pipeline.language.mention import Mention, covers
from pipeline.language.number_values import cardinal_value, ordinal_value
from pipeline.model import FactKind

_SMALL_ORDINAL: Final = (
    r"(?:erste|zweite|dritte|vierte|fünfte|sechste|siebte|siebente|achte|neunte|zehnte|elfte|zwölfte"
    r"|(?:drei|vier|fünf|sech|sieb|acht|neun)zehnte"
    r"|(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?(?:zwanzig|drei(?:ß|ss)ig)ste)[nrms]?"
)
_DAY: Final = rf"(?:(?P<day>[0-3]?\d)\.|(?P<word>\b{_SMALL_ORDINAL}\b))"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WRITTEN: Final = re.compile(rf"(?<![\d.,]){_DAY}\s*(?P<month>{MONTH_PATTERN})(?:\s*{_YEAR})?", re.IGNORECASE)
_FIGURES: Final = re.compile(
    r"(?<!Raum )(?<!Zimmer )(?<!Nr\. "
    r")(?<![\d.,/])(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.(?:\s?(?P<year>(?:19|20)?\d\d)(?!\d|\.\d))?"
)
_ISO: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
_HEAD: Final = re.compile(
    rf"(?<![\d.,]){_DAY}\s*(?=(?:,\s*(?:und|oder|bis|sowie)|,|und|oder|bis|sowie|–|-|—|/|bis\s+zum"
    r"|bis\s+einschließlich)\s*(?:\w+tag,?\s+)?(?:dem\s+|den\s+|zum\s+)?"
    rf"(?:[0-3]?\d\.|{_SMALL_ORDINAL}))",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(rf"\b(?:(?P<part>Anfang|Mitte|Ende)\s+)?(?P<month>{MONTH_PATTERN})(?:\s*{_YEAR})?")
_SEASON: Final = re.compile(
    r"\b(?:(?P<season>Frühjahr|Frühling|Sommer|Herbst|Winter|Weihnachten|Ostern|Pfingsten|Silvester|Neujahr)"
    rf"|(?:Hoch|Spät|Früh|Vor)(?P<within>frühling|sommer|herbst|winter))s?\b(?:\s+{_YEAR})?"
)
_FEASTS: Final = {"Neujahr": (1, 1), "Silvester": (12, 31)}
"""Days that are called by a name."""
_TURN: Final = re.compile(r"\b(?P<end>Jahreswechsel|Jahresbeginn|Jahresanfang|Jahresende)s?\b")
_QUARTER: Final = re.compile(
    rf"\b(?P<n>[1-4]\.|erste[nsmr]?|zweite[nsmr]?|dritte[nsmr]?|vierte[nsmr]?)\s+(?P<what>Quartal|Halbjahr)s?(?:\s+{_YEAR})?",
    re.IGNORECASE,
)
_BARE_YEAR: Final = re.compile(
    r"(?<![\d.,/:-])(?:(?<=seit )|(?<=von )|(?<=Jahr )|(?<=Jahre )|(?<=Jahres )|(?<=bis )|(?<=[Aa]b )|(?<=um )|(?=18|19|20))"
    r"(?P<year>1[1-9]\d\d|20\d\d)(?![\d/:-]|[.,]\d)(?!\s*(?:Euro|€|Menschen|Kinder|Prozent|%|bis\s\d{4}\s[A-ZÄÖÜ]))"
)
_SINCE_YEAR: Final = re.compile(r"(?<=[Ss]eit )(?P<year>1[89]\d\d|20\d\d)(?![\d/:-]|[.,]\d)")
_RELATIVE: Final = re.compile(
    r"\b(?:(?P<day>heute|morgen|übermorgen|gestern|vorgestern)(?:\s+(?:früh|vormittag|mittag|nachmittag|abend))?"
    r"|(?:in|seit|ab|bis|zum|am|im)?\s*(?:der|den|dem|die)?\s*(?P<near>kommende[nrsm]?|nächste[nrsm]?"
    r"|vergangene[nrsm]?|letzte[nrsm]?|diese[nrsm]?|vorige[nrsm]?)\s+"
    r"(?P<unit>Woche|Wochenende|Monat|Jahr|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag"
    r"|Sommer|Winter|Herbst|Frühjahr|Tage)n?s?\b)",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?P<name>Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)(?P<rest>s|e|en"
    r"|morgen|vormittag|mittag|nachmittag|abend|nacht)?s?\b"
    r"|\b(?P<each>montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonnabends|sonntags)\b"
    r"|\b(?P<short>Mo|Di|Mi|Do|Fr|Sa|So)\.?(?=\s*(?:[-–+,]|bis|und)\s*(?:Mo|Di|Mi|Do|Fr|Sa|So)\b|\s*[,:]?\s*\d|\.)(?![a-zäöü])"
    r"|(?:(?<=[-–])|(?<=\bund )|(?<=\bbis )|(?<=\boder ))\s*(?P<close>Mo|Di|Mi|Do|Fr|Sa|So)\b(?!\.\s[A-ZÄÖÜ])"
)
_NUMBER: Final = (
    r"(?:\d{1,2}|null|eins|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w{2,7}zehn"
    r"|zwanzig|einundzwanzig|zweiundzwanzig|dreiundzwanzig|vierundzwanzig)"
)
_CLOCK: Final = re.compile(
    rf"(?<![\d.,])(?P<hour>{_NUMBER})(?:[.:](?P<min>[0-5]\d))?\s*(?:Uhr|h\b)(?(min)|(?:\s+(?P<spoken>[0-5]\d(?![.,]?\d)"
    r"|[a-zäöüß]+(?:zig|ßig|zehn|fünf|zwölf|elf))\b(?!\s*(?:Uhr\b|[A-ZÄÖÜ])))?)"
)
_COLON: Final = re.compile(r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?![\d:])")
_RANGE: Final = re.compile(
    rf"(?<![\d.,])(?<!halb )(?<!iertel )(?P<hour>{_NUMBER})(?:[.:](?P<min>[0-5]\d))?(?P<gap>\s*(?:bis|–|-|—|und|oder|/"
    rf"|sowie)\s*(?:(?:um|etwa|ca\.|circa|gegen|ungefähr|rund|voraussichtlich|spätestens|längstens|maximal|höchstens)\s+)?)"
    rf"(?={_NUMBER}(?:[.:][0-5]\d)?\s*(?:Uhr|h\b))"
)
_HALF: Final = re.compile(
    r"\b(?P<part>halb|[Vv]iertel nach|[Vv]iertel vor|drei[Vv]iertel"
    rf"|[Vv]iertel)\s+(?P<hour>{_NUMBER})\b(?!\s*(?:Uhr\s)?(?:Euro|Kilometer|Liter|Stunden"
    r"|Jahre))(?:\s+Uhr)?"
)
_PARTS: Final = {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15, "viertel": -45}
_NAMED: Final = re.compile(r"\b(?:Mitternacht|mitternachts)\b|\b(?:12 Uhr mittags)\b")
_EVENING: Final = re.compile(r"\b(?:\w*abend|abends|nachmittags?|\w*nachmittag|nachts)\b", re.IGNORECASE)
_ROLES: Final = (
    (
        "until",
        re.compile(
            r"(?:\bbis(?:\s+(?:zum|einschließlich|spätestens|voraussichtlich|vorerst|zunächst|mindestens|längstens|etwa|gegen))*"
            r"|\bbis\s+(?:\w+tag|Mittwoch|Sonnabend),?(?:\s+de[nm])?"
            r"|\bspätestens(?:\s+(?:am|zum|bis|bis zum))?|[–—-])\s*(?:(?:\w+tag|Mittwoch|Sonnabend),?\s+)?(?:de[nm]\s+)?"
            r"(?:Anfang |Mitte |Ende )?$",
            re.IGNORECASE,
        ),
    ),
    ("since", re.compile(r"\bseit(?:\s+de[mr])?\s*(?:(?:\w+tag|Mittwoch|Sonnabend),?\s+)?(?:de[nm]\s+)?$", re.IGNORECASE)),
    (
        "from",
        re.compile(
            r"(?:\bab(?:\s+dem)?|\bvon|\bvom|\bfrühestens(?: ab)?|\bzwischen(?: dem)?|\bbeginnend(?: "
            r"am)?)\s*(?:(?:\w+tag|Mittwoch|Sonnabend),?\s+)?(?:de[nm]\s+)?(?:Anfang |Mitte |Ende )?$",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said: any of year, month (1-12), day (1-31), and a part or season ("Ende", "Sommer")."""

    year: int = 0
    month: int = 0
    day: int = 0
    part: str = ""

    @property
    def value(self) -> str:
        """The canonical form: "2026-11-30", "--11-30", "2026-11", "--11", "2026", "2028 Sommer"."""
        head = f"{self.year:04d}" if self.year else "-" if self.month else ""
        if self.month:
            head += f"-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")
        return f"{head} {self.part}".strip()


_VALUE: Final = re.compile(r"(?:(?P<year>\d{4})|-)?(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?\s?(?P<part>.*)")


def day_of(value: str) -> Day:
    """Read a canonical date → Day."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return Day(part=value)
    return Day(int(match["year"] or 0), int(match["month"] or 0), int(match["day"] or 0), match["part"] or "")


def moments(text: str, taken: list[tuple[int, int]]) -> tuple[Mention, ...]:
    """Find times, dates and weekdays of a sentence; each stretch found is added to `taken`."""
    found: list[Mention] = []
    for finder in (_times, _full_dates, _first_days, _months, _years, _weekdays, _relative):
        for mention in finder(text, tuple(found)):
            if not covers(taken, mention.start, mention.end):
                found.append(mention)
                taken.append((mention.start, mention.end))
    return tuple(sorted(found, key=lambda mention: mention.start))


def fits_weekday(day: Day, weekday: int, years: tuple[int, ...]) -> bool:
    """Whether a date falls on a weekday (0 = Monday) in its own year, or in one of these where it has none."""
    if not day.month or not day.day:
        return True
    for year in (day.year,) if day.year else years:
        try:
            if date(year, day.month, day.day).weekday() == weekday:
                return True
        except ValueError:
            continue
    return False


def resolve(day: Day, near: date) -> date | None:
    """Give the calendar day that is meant, the nearest one where no year is said; None where day or month is missing."""
    if not day.month or not day.day:
        return None
    candidates = []
    for year in (day.year,) if day.year else (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(date(year, day.month, day.day))
        except ValueError:
            continue
    # press releases look ahead: a day four months ago is less likely than one eight months ahead
    return min(candidates, key=lambda other: abs(other - near - timedelta(days=60)), default=None)


def _role(text: str, start: int) -> str:
    before = text[:start]
    return next((name for name, pattern in _ROLES if pattern.search(before)), "")


def _date(text: str, start: int, end: int, day: Day) -> Mention:
    if text[:end].endswith(tuple(f"{month}." for month in MONTHS)):
        end -= 1  # the full stop of the sentence
    return Mention(FactKind.DATE, text[start:end], day.value, start, end, role=_role(text, start))


def _number(word: str | None) -> int:
    if not word:
        return 0
    if word.isdigit():
        return int(word)
    return cardinal_value(word) or ordinal_value(word) or 0


def _full_dates(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    del found
    dates = []
    for match in _WRITTEN.finditer(text):
        day = _number(match["day"] or match["word"])
        month = month_number(match["month"].strip().capitalize())
        if 1 <= day <= 31 and month:
            dates.append(_date(text, match.start(), match.end(), Day(int(match["year"] or 0), month, day)))
    for pattern in (_FIGURES, _ISO):
        for match in pattern.finditer(text):
            year = int(match["year"] or 0)
            year += 2000 if 0 < year < 100 else 0
            if 1 <= int(match["day"]) <= 31 and 1 <= int(match["month"]) <= 12:
                dates.append(_date(text, match.start(), match.end(), Day(year, int(match["month"]), int(match["day"]))))
    return dates


def _first_days(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    """ "vom 2. bis 4. Januar": the days before a full date take its month and year."""
    days = []
    for match in _HEAD.finditer(text):
        number = _number(match["day"] or match["word"])
        later = next((m for m in found if m.kind is FactKind.DATE and m.start >= match.end()), None)
        if later is None or later.start - match.end() > 60:
            continue
        whole = day_of(later.value)
        if 1 <= number <= 31 and whole.day:
            days.append(
                _date(text, match.start(), match.start() + len(match.group().rstrip()), Day(whole.year, whole.month, number))
            )
    return days


def _months(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    dates = []
    for match in _MONTH.finditer(text):
        if any(m.start <= match.start("month") < m.end for m in found):
            continue
        month = month_number(match["month"].strip())
        if month and not (
            match["month"] in ("Mai", "August", "Sept", "Jan", "Jun")
            and re.match(r"\s+[A-ZÄÖÜ][a-zäöü]+(?!tag)", text[match.end() :])
            and not match["year"]
            and not re.search(r"\b(?:im|ab|bis|seit|Anfang|Mitte|Ende)\s*$", text[: match.start("month")])
        ):
            dates.append(_date(text, match.start(), match.end(), Day(int(match["year"] or 0), month, 0, match["part"] or "")))
    for match in _SEASON.finditer(text):
        year, season = int(match["year"] or 0), match["season"] or match["within"].capitalize()
        day = _FEASTS.get(season)
        meant = Day(year, *day) if day else Day(year, part={"Frühling": "Frühjahr"}.get(season, season))
        dates.append(_date(text, match.start(), match.end(), meant))
    for match in _TURN.finditer(text):
        dates.append(_date(text, match.start(), match.end(), Day(0, 12, 31) if match["end"] == "Jahresende" else Day(0, 1, 1)))
    for match in _QUARTER.finditer(text):
        number = _number(match["n"].rstrip("."))
        dates.append(
            _date(text, match.start(), match.end(), Day(int(match["year"] or 0), part=f"{number}. {match['what'].capitalize()}"))
        )
    return dates


def _years(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    del found
    return [
        _date(text, m.start(), m.end(), Day(int(m["year"])))
        for pattern in (_BARE_YEAR, _SINCE_YEAR)
        for m in pattern.finditer(text)
    ]


def _weekdays(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    days = []
    for match in _WEEKDAY.finditer(text):
        name = match["name"] or match["each"] or match["short"] or match["close"]
        number = weekday_number(name.capitalize().removesuffix("s") if match["each"] else name)
        if number < 0:
            continue
        each = bool(match["each"] or match["short"] or match["close"]) or (
            match["rest"] in ("s", "e", "en") and not text[: match.start()].endswith("des ")
        )
        near = next(
            (m for m in found if m.kind is FactKind.DATE and 0 <= m.start - match.end() <= 9 and day_of(m.value).day), None
        )
        joined = near is not None and re.fullmatch(r"(?:,|\s|\(|dem|den|der)*", text[match.end() : near.start]) is not None
        role = (
            "dated"
            if joined
            else "each"
            if each or re.search(r"\b(?:jede[nrsm]?|immer)\s+$", text[: match.start()])
            else _role(text, match.start())
        )
        days.append(
            Mention(
                FactKind.WEEKDAY,
                match.group().strip(),
                f"weekday:{number}",
                match.start() + len(match.group()) - len(match.group().lstrip()),
                match.end(),
                role=role,
            )
        )
    return days


def _relative(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    del found
    days = []
    for match in _RELATIVE.finditer(text):
        word = match["day"] or f"{match['near']} {match['unit']}"
        if match["day"] == "Morgen" and (match.start() or not re.match(r"\s+[a-zäöü]", text[match.end("day") :])):
            continue  # the morning
        days.append(
            Mention(
                FactKind.DATE,
                match.group().strip(),
                "relative:" + _relative_form(word.lower()),
                match.start() + len(match.group()) - len(match.group().lstrip()),
                match.end(),
                role="relative",
            )
        )
    return days


def _relative_form(word: str) -> str:
    """ "kommenden woche" → "nächst woche": one form for inflected and synonymous relative days."""
    near = re.sub(r"\b(kommend|nächst|vergangen|letzt|dies|vorig)e[nrsm]?\b", r"\1", word)
    return (
        near.replace("vorjahr", "letzt jahr").replace("kommend", "nächst").replace("vergangen", "letzt").replace("vorig", "letzt")
    )


def _times(text: str, found: tuple[Mention, ...]) -> list[Mention]:
    """Times of day: "18.30 Uhr", "acht Uhr dreißig", "von 10 bis 13 Uhr", "halb neun", "08:00"."""
    del found
    times: list[Mention] = []
    evening = bool(_EVENING.search(text))
    for pattern in (_RANGE, _HALF, _CLOCK, _COLON):
        for match in pattern.finditer(text):
            if covers(
                [(t.start, t.end) for t in times], match.start(), match.end() - (len(match["gap"]) if pattern is _RANGE else 0)
            ):
                continue
            hour = _number(match["hour"]) if match["hour"] != "null" else 0
            minute = 0
            loose = False
            end = match.end()
            if pattern is _HALF:
                total = hour * 60 + _PARTS[match["part"].lower()]
                hour, minute = divmod(total % 1440, 60)
                loose = True
            elif pattern is _RANGE:
                minute = int(match["min"] or 0)
                end = match.end() - len(match["gap"])
            elif pattern is _CLOCK:
                spoken = match["spoken"]
                minute = int(match["min"] or 0) or _number(spoken)
                if spoken and not _number(spoken):
                    end = match.start("spoken") - 1
            else:
                minute = int(match["min"])
            if hour > 24 or minute > 59 or (pattern is _RANGE and match["hour"] in ("ein",)):
                continue
            loose = loose or (hour <= 12 and evening)
            times.append(
                Mention(
                    FactKind.TIME,
                    text[match.start() : end],
                    f"{hour % 24:02d}:{minute:02d}",
                    match.start(),
                    end,
                    role=_role(text, match.start()) or ("from" if pattern is _RANGE else ""),
                    loose=loose,
                )
            )
    times += [
        Mention(FactKind.TIME, m.group(), "00:00", m.start(), m.end(), loose=False)
        for m in _NAMED.finditer(text)
        if "itternacht" in m.group()
    ]
    return times


def spoken_date(value: str) -> str:
    """ "2026-09-25" → "25. September 2026", "--09-25" → "25. September"; any other value as it is."""
    day = day_of(value)
    if not day.month or not day.day:
        return value
    return f"{day.day}. {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year else "")


def weekday_name(value: str) -> str:
    """ "weekday:4" → "Freitag"."""
    return WEEKDAYS[int(value.rpartition(":")[2])]
