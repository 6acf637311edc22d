# SPDX-License-Identifier: EUPL-1.2
"""Red: what an English script says and its German source does not; numbers, money, dates, weekdays, times and names only.

What binds, denies or conditions is not compared across languages: the editor reads every English sentence beside its source.
"""

import re
from typing import Final

from pipeline.language.agreement import QUANTITIES
from pipeline.language.check_absence import backed
from pipeline.language.check_dropped import missing, surely
from pipeline.language.ground import Flag, Ground
from pipeline.language.mention import Mention, covers
from pipeline.language.moments import Day
from pipeline.language.morphology import tokens
from pipeline.language.names_de import is_office
from pipeline.language.quantities import quantity
from pipeline.language.streets_de import roads
from pipeline.model import Fact, FactKind, Severity

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0, "dozen": 12}
_MONTH: Final = "(?:" + "|".join(month.capitalize() for month in _MONTHS) + ")"
_DATES: Final = (
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year>(?:19|20)\d\d))?"),
    re.compile(rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>(?:19|20)\d\d))?"),
    re.compile(rf"\b(?P<month>{_MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?\b(?<!May)"),
    re.compile(r"(?<![\d.,])(?P<year>(?:18|19|20)\d\d)(?![\d,]|\.\d|\s*(?:euros?|people|children|percent|per cent|%))"),
)
_WEEKDAY: Final = re.compile(r"\b(?P<name>" + "|".join(day.capitalize() for day in _WEEKDAYS) + r")s?\b")
_HOUR: Final = r"(?P<hour>[012]?\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:[:.](?P<min>[0-5]\d))?"
_TIMES: Final = (
    re.compile(
        rf"\b{_HOUR}\s*(?P<half>a\.?m\.?|p\.?m\.?|in the morning|in the afternoon|in the evening)(?![a-z])", re.IGNORECASE
    ),
    re.compile(
        rf"\b{_HOUR}(?=\s*(?:to|until|till|and|-|–)\s*(?:[012]?\d|[a-z]+)(?:[:.][0-5]\d)?\s*(?P<half>a\.?m"
        r"|p\.?m))",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<hour>[012]?\d):(?P<min>[0-5]\d)\b(?P<half>)"),
    re.compile(rf"\b{_HOUR}\s+o'clock(?P<half>)", re.IGNORECASE),
)
_NAMED_TIME: Final = re.compile(
    r"\b(?:(?P<part>half past|quarter past|quarter to)\s+(?P<hour>[01]?\d|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve)|(?P<name>noon|midnight))\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?<![\w.,:])(?P<sign>€\s?)?(?P<digits>\d{1,3}(?:,\d{3})+"
    r"|\d+)(?:\.(?P<part>\d+))?(?:\s*(?P<scale>million|billion|thousand))?"
    r"(?:[\s-]*(?P<unit>euros?|percent|per cent|%|kilomet(?:er|re)s?|met(?:er|re)s?|hours?|minutes?"
    r"|days?|weeks?|months?|years?|tonn?es|tons|lit(?:er|re)s?))?"
)
_SPELT: Final = re.compile(
    r"\b(?P<digits>" + "|".join(word for word in _WORDS if word not in ("half", "zero", "one")) + r")(?P<part>)(?P<sign>)"
    r"(?:-(?P<ones>one|two|three|four|five|six|seven|eight|nine))?(?:\s+(?P<scale>million|billion|thousand|hundred))?"
    r"(?:[\s-]+(?P<unit>euros?|percent|per cent|kilomet(?:er|re)s?|met(?:er|re)s?|hours?|minutes?"
    r"|days?|weeks?|months?|years?|tonn?es|tons))?",
    re.IGNORECASE,
)
_UNITS: Final = {
    "euro": ("EUR", 1.0),
    "percent": ("%", 1.0),
    "per cent": ("%", 1.0),
    "%": ("%", 1.0),
    "kilomet": ("km", 1.0),
    "met": ("km", 0.001),
    "hour": ("min", 60.0),
    "minute": ("min", 1.0),
    "day": ("d", 1.0),
    "week": ("d", 7.0),
    "month": ("mo", 1.0),
    "year": ("mo", 12.0),
    "ton": ("t", 1.0),
    "lit": ("l", 1.0),
}
_SCALES: Final = {"million": 1e6, "billion": 1e9, "thousand": 1e3, "hundred": 100.0}
_HEDGES: Final = (
    ("about", r"about|around|roughly|approximately|some"),
    ("over", r"over|more than|just over|well over"),
    ("under", r"nearly|almost|just under|under|less than|close to"),
    ("upto", r"up to|at most|no more than"),
    ("least", r"at least"),
)
_COMMON: Final = frozenset(
    """
    i english german germany europe european district county council state federal mayor mayoress minister commissioner
    administrator doctor dr mr mrs ms professor office authority department ministry parliament street road bridge
    school hall park station river lake church museum library hospital university town city village community christmas
    easter may news ai covid corona internet euro euros french italian turkish ukrainian polish republic union party
    green greens social democrats christian free left day
    """.split()
)
_CODES: Final = {FactKind.DATE: "date", FactKind.TIME: "time", FactKind.WEEKDAY: "weekday", FactKind.PLACE: "name"}
_QUOTED: Final = re.compile(r"[“„\"][^“”„\"]{12,}[”“\"]")
_OFFICE: Final = re.compile(
    r"\b(?:Lord )?(?:Mayor|Mayoress|District Administrator|Commissioner|Minister|Councillor|Landrat|Landrätin)\b"
)
_SPEAKS: Final = re.compile(
    r"\b(?:says?|said|stress(?:es|ed)|explain(?:s|ed)|prais\w+|thank\w*|welcom\w+|hono?ur\w*|proud\w*|committed|successful\w*"
    r"|promis\w+|fights?|excellent|exemplary|according to)\b",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(r"(?:^|[.!?:]\s+|[„“\"»]\s*)$")


def english_mentions(text: str) -> tuple[Mention, ...]:
    """Find the roads, dates, weekdays, times and numbers of an English sentence, with the same canonical values as in German."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []

    def keep(mention: Mention) -> None:
        if not covers(taken, mention.start, mention.end):
            found.append(mention)
            taken.append((mention.start, mention.end))

    for road in roads(text, ()):
        keep(road)
    for match in _NAMED_TIME.finditer(text):
        keep(_named_time(match))
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            keep(_time(match))
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = _MONTHS.index(groups["month"].lower()) + 1 if groups.get("month") else 0
            day = Day(int(groups.get("year") or 0), month, int(groups.get("day") or 0))
            keep(Mention(FactKind.DATE, match.group(), day.value, match.start(), match.end()))
    for match in _WEEKDAY.finditer(text):
        number = _WEEKDAYS.index(match["name"].lower())
        keep(Mention(FactKind.WEEKDAY, match.group(), f"weekday:{number}", match.start(), match.end()))
    for pattern in (_NUMBER, _SPELT):
        for match in pattern.finditer(text):
            keep(_quantity(match, text))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _named_time(match: re.Match[str]) -> Mention:
    """Read "half past seven", "quarter to eight", "noon" and "midnight"."""
    if match["name"]:
        hour, minute = (12, 0) if match["name"].lower() == "noon" else (0, 0)
    else:
        hour = int(match["hour"]) if match["hour"].isdigit() else _WORDS[match["hour"].lower()]
        minute = {"half past": 30, "quarter past": 15}.get(match["part"].lower(), 45)
        hour = (hour - 1) % 24 if minute == 45 else hour
    value = f"{hour:02d}:{minute:02d}"
    return Mention(FactKind.TIME, match.group(), value, match.start(), match.end(), loose=not match["name"] and hour <= 12)


def _time(match: re.Match[str]) -> Mention:
    hour = _WORDS.get(match["hour"].lower(), -1)
    hour = int(match["hour"]) if hour < 0 else hour
    half = (match["half"] or "").lower().replace(".", "")
    afternoon = half.startswith("pm") or "afternoon" in half or "evening" in half
    hour = hour % 12 + 12 if afternoon else hour % 12 if half.startswith("am") else hour
    minute = int(match["min"]) if "min" in match.groupdict() and match["min"] else 0
    return Mention(
        FactKind.TIME, match.group(), f"{hour % 24:02d}:{minute:02d}", match.start(), match.end(), loose=not half and hour <= 12
    )


def _quantity(match: re.Match[str], text: str) -> Mention:
    digits = match["digits"].lower()
    size = float(digits.replace(",", "")) if digits[0].isdigit() else float(_WORDS[digits])
    if match["part"]:
        size = float(f"{digits.replace(',', '')}.{match['part']}")
    size += _WORDS.get((match.groupdict().get("ones") or "").lower(), 0)
    size *= _SCALES.get((match["scale"] or "").lower(), 1.0)
    named = (match["unit"] or ("euro" if match["sign"] else "")).lower()
    unit, factor = next((value for stem, value in _UNITS.items() if named.startswith(stem)), ("", 1.0))
    before = text[: match.start()].lower()
    hedge = next((name for name, words in _HEDGES if re.search(rf"\b(?:{words})\s*$", before)), "")
    return quantity(text, match.start(), match.end(), size * factor, unit, hedge)


def absent_english(text: str, source: Ground, names: bool = True) -> tuple[Flag, ...]:
    """Find the values and names of an English sentence that the German source does not have; a headline's capitals are none."""
    flags = []
    every = english_mentions(text)
    for mention in every:
        if mention.value == "1" or any(backed(mention, entry, source) for entry in source.facts):
            continue
        if (
            mention.kind in QUANTITIES
            and mention.unit == "mo"
            and mention.size % 12 == 0
            and any(backed(_plain(mention), entry, source) for entry in source.facts)
        ):
            continue  # "50-year-old" and "50-jährig" may be counted in different units
        code = _CODES.get(mention.kind, "number")
        message = f"„{mention.text}“ steht nicht in der Quelle. Prüfen Sie die Übersetzung."
        flags.append(Flag(f"{code}-not-in-source", Severity.RED, message, mention.text))
    taken = [(mention.start, mention.end) for mention in every]
    for token in tokens(text) if names else ():
        if not token.capital or covers(taken, token.start, token.end) or _STARTS.search(text[: token.start]):
            continue
        if token.text.lower() in _COMMON or _known(token.text, source):
            continue
        message = f"Der Name „{token.text}“ steht nicht in der Quelle. Prüfen Sie die Übersetzung."
        flags.append(Flag("name-not-in-source", Severity.RED, message, token.text))
    return tuple(flags)


def _plain(mention: Mention) -> Mention:
    years = mention.size / 12
    return Mention(FactKind.NUMBER, mention.text, str(int(years)), mention.start, mention.end, years)


def _known(word: str, source: Ground) -> bool:
    bare = re.sub(r"['’]s$", "", word)
    return source.words.has(bare) or all(source.words.has(piece) or piece.lower() in _COMMON for piece in bare.split("-"))


def dropped_english(told: tuple[str, ...], source: Ground) -> tuple[Fact, ...]:
    """Find the essential facts that no English sentence tells."""
    return missing(tuple(mention for text in told for mention in english_mentions(text)), " ".join(told), source)


def sure_in_english(fact: Fact, told: tuple[str, ...], source: Ground) -> bool:
    """Whether an English story without this essential fact is incomplete beyond doubt."""
    return surely(fact, tuple(mention for text in told for mention in english_mentions(text)), " ".join(told), source)


def restrained_english(text: str, source: Ground) -> tuple[Flag, ...]:
    """Before elections: no quotations, and no words, thanks or praise of office holders or candidates."""
    named = [
        mention
        for mention in source.mentions()
        if mention.kind is FactKind.NAME and any(is_office(word) for word in mention.text.split())
    ]
    holder = next((m.text for m in named if m.value.split()[-1] in text.lower()), "") or _OFFICE.search(text)
    if quoted := _QUOTED.search(text):
        message = "Vor der Wahl keine Zitate. Geben Sie die Sache ohne Sprecher wieder."
        return (Flag("restraint-quotation", Severity.RED, message, quoted[0]),)
    if holder and (told := _SPEAKS.search(text)):
        message = f"Vor der Wahl kein Lob und keine Bühne für Amtsträger oder Bewerber: „{told[0]}“. Streichen Sie den Satz."
        return (Flag("restraint-praise", Severity.RED, message, told[0]),)
    return ()
