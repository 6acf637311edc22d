# SPDX-License-Identifier: EUPL-1.2
"""Hours as people say them: "abends um acht" for 20 Uhr, "kurz vor halb neun" for 20.25 Uhr."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.language.ground import Ground
from pipeline.language.mention import Mention
from pipeline.model import FactKind

_CLOCK: Final = re.compile(r"\b(?:um|bis|von|ab|gegen|nach|vor|zwischen|seit)\s+(?P<half>halb\s+)?$")
_AN_HOUR: Final = re.compile(
    r"\b(?:\w+tags?|Mittwochs?|Uhr|morgens|mittags|abends|immer|jeweils)\s+um\s+(?:halb\s+)?$"
    r"|\bvon\s+(?:halb\s+)?(?:eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\d{1,2})\s+bis\s+(?:halb\s+)?$"
)
_MINUTES: Final = re.compile(
    r"\b(?P<by>kurz|fünf|zehn|zwanzig)\s+(?P<side>vor|nach)\s+(?P<half>halb\s+)?"
    r"(?P<hour>eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b"
)
_HOURS: Final = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_BY: Final = {"kurz": 0, "fünf": 5, "zehn": 10, "zwanzig": 20}
_SHORTLY: Final = 20
"""Minutes that "kurz vor acht" may be away from eight."""
_NEARLY: Final = re.compile(r"(?i)\b(?:(?:kurz|knapp) (?P<side>vor|nach)|gegen|etwa um|ungefähr um|rund um)\s+$")
_WITHIN: Final = re.compile(r"(?i)\b(?:erst|schon|noch) (?P<side>vor|nach)\s+$")
_AN_HOUR_OFF: Final = 59
_ABOUT: Final = 10
"""Minutes that "gegen acht" may be away from eight."""


def nearly(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a time is told as near one that the source names: "kurz vor halb neun" for 20.25 Uhr, "gegen acht"."""
    if mention.kind is not FactKind.TIME or ":" not in mention.value:
        return False
    if mention.text[:1].isalpha() and int(mention.value[:2]) <= 12:
        later = f"{(int(mention.value[:2]) + 12) % 24:02d}{mention.value[2:]}"
        if any(m.kind is FactKind.TIME and m.value == later for m in source.mentions()):
            return True  # "um vier Uhr" for 16 Uhr
    by, within = _NEARLY.search(text[: mention.start]), _WITHIN.search(text[: mention.start])
    if by is None and within is None:
        return False
    told = minute_of(mention)
    far = _AN_HOUR_OFF if within is not None else _SHORTLY
    side = within["side"] if within is not None else by["side"] if by is not None else ""
    low, high = {"vor": (-far, 0), "nach": (0, far)}.get(side or "", (-_ABOUT, _ABOUT))
    apart = ((minute - told + 360) % 720 - 360 for minute in _named(source))
    return any(low <= a <= high for a in apart)


def on_the_clock(mention: Mention, text: str, source: Ground) -> bool:
    """Whether a bare number is an hour that the source names: "abends um acht" for 20 Uhr, "kurz vor acht" for 19.50 Uhr."""
    follows = text[mention.end :].lstrip()
    timed = _AN_HOUR.search(text[: mention.start]) is not None  # "jeden Samstag um drei Puppentheater" counts no theatres
    if mention.kind is not FactKind.NUMBER or (mention.unit and not follows[:1].islower() and not timed):
        return False
    for met in _MINUTES.finditer(text):
        if met.start() <= mention.start < met.end():
            hour = (_HOURS.index(met["hour"]) + 1) * 60 - (30 if met["half"] else 0)
            told = hour + _BY[met["by"]] * (1 if met["side"] == "nach" else -1)
            shortly = _SHORTLY if met["by"] == "kurz" else 0
            return _hour_named(told, *((-shortly, 0) if met["side"] == "vor" else (0, shortly)), source)
    before = _CLOCK.search(text[: mention.start])
    if before is None or not 1 <= mention.size <= 12 or mention.size != int(mention.size):
        return False
    return _hour_named(int(mention.size) * 60 - (30 if before["half"] else 0), 0, 0, source)


def minute_of(mention: Mention) -> int:
    """Give the minute of the day of a time: 1215 for "20:15"."""
    return int(mention.value[:2]) * 60 + int(mention.value[3:5])


def _named(source: Ground) -> Iterator[int]:
    """Give the minutes of the day that the source names."""
    return (minute_of(m) for m in source.mentions() if m.kind is FactKind.TIME and ":" in m.value)


def _hour_named(minutes: int, low: int, high: int, source: Ground) -> bool:
    """Whether the source names a minute of the half-day from `low` to `high` minutes after this one."""
    apart = ((minute - minutes + 360) % 720 - 360 for minute in _named(source))
    return any(low <= a <= high for a in apart)
