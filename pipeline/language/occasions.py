# SPDX-License-Identifier: EUPL-1.2
"""When a message's occasions are: dates in German prose, whether all of them are over, and until when it is under embargo."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from pipeline.language import sentences
from pipeline.language.calendar_de import MONTH_PATTERN, WEEKDAY_PATTERN, month_number

DateRole = Literal["point", "start", "end"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text: characters `start` up to `end`; its role is a beginning ("ab"), an end ("bis"), or the day itself."""

    day: date
    role: DateRole
    start: int
    end: int


UNREADABLE: Final = 9999
"""The year of an embargo whose end nobody can read ("Sperrfrist: Redebeginn")."""

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_WEEKDAY: Final = rf"(?:(?:{WEEKDAY_PATTERN}|\w+tag),?\s*(?:de[nm]\s+)?)?"
_FULL: Final = re.compile(
    r"\b(?P<iso>20\d\d-\d\d-\d\d)\b|(?<![\d.,])"
    rf"(?:(?P<first>{_DAY})\.?\s*(?:(?P<till>bis(?:\s+zum|\s+einschließlich)?|–|-|und|/|sowie)\s*{_WEEKDAY}))?"
    rf"(?P<day>{_DAY})\.\s?(?:(?P<word>{MONTH_PATTERN})|(?P<number>0?[1-9]|1[0-2])\.)"
    r"(?:\s?(?P<year>20\d\d|\d\d(?=[\s,;)!?]|\.?$)(?!\s*Uhr)))?"
)
_NUMERIC_AFTER: Final = re.compile(r"(?:\b(?:am|vom|von|bis|ab|zum|de[nm]|seit|und)|tag,?|[,(/–-]|^)\s*$", re.I)
"""What stands before a date written "8.7." without a year; anywhere else it may be a room or a paragraph."""
_BEFORE: Final = (
    r"(?:\s+(?:de[nmr]|zum|einschließlich|spätestens|voraussichtlich|längstens|mindestens|etwa|"
    rf"{WEEKDAY_PATTERN},?|\w+tag,?))*[\s,]*$"
)
_STARTS: Final = re.compile(rf"\b(?:ab|seit|Ab|Seit|von|vom|Vom|Von){_BEFORE}")
_ENDS: Final = re.compile(rf"\b(?:bis|Bis){_BEFORE}")
_BEGINS: Final = re.compile(
    r"\b(?:beginn(?:t|en)|start(?:et|en)|tritt|treten|gilt|gelten|Startschuss|eröffnet|öffnet|kommt|wechselt|ändert|ändern|heißt)\b"
)
_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[.:]\d{2})?\s*(?:Uhr|h)\b")
_ANNOUNCES: Final = re.compile(
    r"\b(?:lädt|laden|eingeladen|Einladung|einladen|(?:findet|finden)\b.{0,160}?\bstatt|stattfinde[tn]|Anmeldung(?:en)?|anmelden|"
    r"Bewerbung(?:en|sschluss)?|bewerben|Beginn|Einlass|Eintritt|Karten|Treffpunkt|erwartet|erwarten|freuen\s+Sie|können|Frist|"
    r"gesperrt|geschlossen|beteiligt\s+sich|werden?|öffnet|bleibt|bleiben|beginnt|startet|gibt\s+es|liest|spielt|gastiert|kommt|tagt|"
    r"steht\s+.{0,40}?(?:bevor|an))\b|\bum\s+\d{1,2}(?:[.:]\d\d)?\s*Uhr\b",
    re.S,
)
_REPORTS: Final = re.compile(
    r"\b(?:fand|fanden|feierten?|kamen?|wurden?|waren?|hatten?|nahmen?|besuchten?|begann(?:en)?|endeten?|verbrachten?|überreichten?|"
    r"überzeugten?|gab\s+es|freuten?\s+sich|gewann(?:en)?|erhielt(?:en)?|konnten?|zeigten?|stand(?:en)?|ging(?:en)?|dankten?|"
    r"würdigten?|eröffneten?|(?:hat|haben|ist|sind)\b(?:[^.]|(?<=\d)\.){3,120}?\b(?:ge\w{3,}(?:t|en)|\w+iert|be\w{3,}(?:t|en)|ver\w{3,}(?:t|en)))\b"
)
_GOES_ON: Final = re.compile(
    r"\b(?:jede[nrs]?\s+(?:\w+\s+)?(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Woche|Monat|Tag)|wöchentlich|täglich|"
    r"monatlich|bis\s+auf\s+Weiteres|auf\s+Dauer|dauerhaft|künftig|weitere(?:n)?\s+Termine?|regelmäßig|ganzjährig)\b",
    re.I,
)


def mentions(text: str, near: date) -> tuple[Mention, ...]:
    """Find the dates of a text in order. A date without a year is taken in the year in which it is closest to `near`."""
    found: list[Mention] = []
    for met in _FULL.finditer(text):
        last = _day_of(met, met["day"] or "", near)
        if last is None:
            continue
        before = text[max(0, met.start() - 60) : met.start()]
        if met["number"] and not met["year"] and not _NUMERIC_AFTER.search(before):
            continue
        if met["first"]:
            first = _day_of(met, met["first"], last)
            ranged = bool(re.match(r"bis|–|-", met["till"] or ""))
            if first is not None and first <= last:
                found.append(Mention(first, "start" if ranged else "point", met.start(), met.end()))
            found.append(Mention(last, "end" if ranged else "point", met.start(), met.end()))
        elif _ENDS.search(before):
            found.append(Mention(last, "end", met.start(), met.end()))
        else:
            found.append(Mention(last, "start" if _STARTS.search(before) else "point", met.start(), met.end()))
    return tuple(found)


def _day_of(met: re.Match[str], day: str, near: date) -> date | None:
    try:
        if met["iso"]:
            return date.fromisoformat(met["iso"])
        month = month_number(met["word"]) if met["word"] else int(met["number"])
        if met["year"]:
            year = int(met["year"])
            return date(year if year > 99 else 2000 + year, month, int(day))
        options = [date(near.year + shift, month, int(day)) for shift in (-1, 0, 1)]
        return min(options, key=lambda option: abs((option - near).days))
    except ValueError:
        return None  # the 31st of a short month, 29 February: no date


def over_since(title: str, text: str, published: date | None, day: date) -> date | None:
    """Give the last day of an announced event where all of it lies before `day`; None where it is not over, or no event.

    Judged with caution: only what was still to come when the message appeared can be over. A report of something past, a
    rule that goes on, a beginning without an end and a series never are.
    """
    whole = f"{title}.\n{text}"
    near = published or day
    found = mentions(whole, near)
    if not found or max(mention.day for mention in found) >= day or _GOES_ON.search(whole):
        return None
    if any(int(year) > day.year for year in re.findall(r"\b20\d\d\b", whole)):
        return None
    ends = [mention for mention in found if mention.role == "end"]
    points = [mention for mention in found if mention.role == "point" and not _is_beginning(whole, mention)]
    begins = [mention for mention in found if mention not in ends and mention not in points]
    if begins and not any(end.day >= begin.day for end in ends for begin in begins):
        return None
    last = max((mention.day for mention in (*ends, *points)), default=None)
    if last is None:
        return None
    lead = whole[: ([span.end for span in sentences.split(whole)[:3]] or [len(whole)])[-1]]
    central = any(mention.day == last and mention.start < len(lead) for mention in found)
    if not _ANNOUNCES.search(whole) and not central:
        return None
    reported = len(_REPORTS.findall(whole)) > len(_ANNOUNCES.findall(whole))
    if published is None or last == published:
        return None if reported else last
    return last if last > published else None


def _is_beginning(text: str, mention: Mention) -> bool:
    """Tell whether something lasting begins on that day ("tritt am 1. Juli in Kraft"): a verb of beginning and no clock time."""
    for span in sentences.split(text):
        if span.start <= mention.start < span.end:
            said = span.of(text)
            return bool(_BEGINS.search(said)) and not _CLOCK.search(said)
    return False


# ---------------------------------------------------------------- embargo


@dataclass(frozen=True, slots=True)
class Embargo:
    """Until when a message must wait (None: no embargo), and its title and text without the line that says so."""

    until: datetime | None
    title: str
    text: str


_EMBARGO: Final = re.compile(
    r"(?:\bAchtung\W{1,3})?(?:\bBitte\s+)?\b(?P<key>Sperrfrist|Sperrvermerk|Embargo|Frei(?:gegeben)?(?:\s+zur\s+Veröffentlichung)?\s+ab|"
    r"Zur\s+Veröffentlichung\s+ab|Nicht\s+vor(?:\s+de[mr])?)\b(?P<rest>[^\n]{0,140})",
    re.I,
)
_EMBARGO_TIME: Final = re.compile(
    r"^[\s,;–-]*(?:um\s+|ab\s+|bis\s+)?(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))?\s*(?:Uhr|h\b)"
)
_EMBARGO_TAIL: Final = re.compile(r"^(?:[\s,]*(?:MEZ|MESZ|beachten|veröffentlichen|freigegeben)\b)*\s*[\])*+!.:,;–-]*\s*", re.I)
_PLAIN_EMBARGO: Final = re.compile(r"^\W*(?:Achtung\W{1,3})?(?:Sperrfrist|Sperrvermerk)\b\s*[:!]", re.I)


def embargo(title: str, text: str, near: date, zone: tzinfo, hint: str = "") -> Embargo:
    """Read an embargo from a title, a text or a further text that is not shown (`hint`), and cut its line out.

    A date without a time holds until the end of that day. A line "Sperrfrist: …" that names no readable time holds for ever
    (UNREADABLE): better late than too early.
    """
    until: datetime | None = None
    read, title = _cut(title, near, zone)
    until = read
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        read, left = _cut(paragraph, near, zone)
        until = _later(until, read)
        if left:
            kept.append(left)
    until = _later(until, _cut(hint, near, zone)[0])
    return Embargo(until, title, "\n\n".join(kept))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _cut(line: str, near: date, zone: tzinfo) -> tuple[datetime | None, str]:
    """Read one paragraph → the end of its embargo, and what is left of it."""
    for met in _EMBARGO.finditer(line):
        rest = met["rest"]
        named = next((m for m in mentions(rest, near) if m.start <= 40), None)
        if named is None:
            if _PLAIN_EMBARGO.match(line) and len(line) <= 120:
                return datetime(UNREADABLE, 1, 1, tzinfo=zone), ""
            continue
        if not re.match(r"Sperr|Embargo", met["key"], re.I) and "eröffentlich" not in line:
            continue
        hour = _EMBARGO_TIME.match(rest[named.end :])
        until = _moment(named.day, hour, zone)
        behind = rest[named.end + (hour.end() if hour else 0) :]
        behind = _EMBARGO_TAIL.sub("", behind, count=1) + line[met.end() :]
        at_start = not re.search(r"\w", line[: met.start()])
        if at_start:
            return until, behind.strip()
        before = line[: met.start()].rstrip()
        return until, f"{before[:-1].rstrip()} {behind}".strip() if before.endswith(("[", "(")) else line
    return None, line


def _moment(day: date, hour: re.Match[str] | None, zone: tzinfo) -> datetime:
    if hour is None:
        return datetime.combine(day + timedelta(days=1), time(0), zone)
    shown = int(hour["hour"])
    if shown == 24:
        return datetime.combine(day + timedelta(days=1), time(0), zone)
    return datetime.combine(day, time(shown, int(hour["minute"] or 0)), zone)
