# SPDX-License-Identifier: EUPL-1.2
"""Amber: two sides of one matter told the wrong way round: for and against, full and reduced, what lies on what."""

import re
from itertools import pairwise
from typing import Final

from pipeline.language.ground import Flag, Ground, amber, short
from pipeline.language.mentions import mentions
from pipeline.language.morphology import lemma
from pipeline.model import FactKind

_FOR: Final = re.compile(r"(?i)\b(?:dafür|ja-?stimmen|ja|stimmten zu|zugestimmt|für (?:den|die|das))\b")
_AGAINST: Final = re.compile(r"(?i)\b(?:dagegen|gegenstimmen|nein-?stimmen|nein|gegen (?:den|die|das)|lehnten ab)\b")
_TO: Final = re.compile(r"\s*(?:zu|gegen)\s*")
_REDUCED: Final = re.compile(
    r"(?i)\b(?:ermäßig\w*|kinder\w*|jugendlich\w*|schüler\w*|studier\w*|rentner\w*|senior\w*|mitglieder\w*|familien\w*"
    r"|bis \d+ jahre\w*|unter \w+|gruppen\w*|haushalt\w*)"
)
_JOINED: Final = re.compile(
    r"(?P<one>[A-ZÄÖÜ][\wäöüß-]+) (?P<how>auf|in|unter|über|hinter|neben|gegen|vor|von|für|an) "
    r"(?:ein(?:e[nmrs]?)? |de[nmrs] |die |das |ihre[nmr]? |seine[nmr]? )?(?:\w+e[nmrs]? )?(?P<other>[A-ZÄÖÜ][\wäöüß-]+)"
)
"""One thing and another with a preposition between: "ein Baum auf ein Auto"."""


def sides(text: str, source: Ground) -> list[Flag]:
    """Find what stands on the wrong side; at most one flag."""
    return (_votes(text, source) or _price(text, source) or _on_what(text, source))[:1]


def _vote(text: str) -> dict[float, int]:
    """Give for each number of a text which way it voted (1 for, -1 against), by the word that follows before the next number."""
    numbers = [m for m in mentions(text) if m.kind is FactKind.NUMBER and m.size > 0]
    ways = {}
    for at, number in enumerate(numbers):
        until = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
        tail = text[number.end : min(until, number.end + 40)]
        yes, no = _FOR.search(tail), _AGAINST.search(tail)
        if bool(yes) != bool(no):
            ways[number.size] = 1 if yes else -1
    for one, other in pairwise(numbers):
        won = _TO.fullmatch(text[one.end : other.start]) and "timm" in text and "lehn" not in text
        if won and one.size != other.size:  # "mit 29 zu 14 Stimmen beschlossen"
            ways |= {one.size: 1, other.size: -1}
    return ways


def _votes(text: str, source: Ground) -> list[Flag]:
    told = _vote(text)
    for sentence in source.sentences if told else ():
        there = _vote(sentence)
        for size, way in told.items():
            if there.get(size) == -way and way not in (w for s, w in there.items() if s == size):
                side = "dafür" if way > 0 else "dagegen"
                return [amber("value-misplaced", f"„{size:.0f}“ {side}: Die Quelle sagt „{short(sentence)}“", text)]
    return []


def _price(text: str, source: Ground) -> list[Flag]:
    """The price for a few told as the price for all: "sechs Euro, ermäßigt vier Euro" → "der Eintritt kostet vier Euro"."""
    prices = [m for m in mentions(text) if m.kind is FactKind.MONEY]
    if len(prices) != 1 or _REDUCED.search(next((p for p in text.split(", ") if prices[0].text in p), text)):
        return []
    for sentence in source.sentences:
        amounts = [m for m in mentions(sentence) if m.kind is FactKind.MONEY]
        for before, here in pairwise(amounts):
            between = sentence[before.end : here.start]
            if here.size == prices[0].size and before.size > here.size and re.search(r"(?i)\bermäßig", between):
                return [amber("value-misplaced", f"„{prices[0].text}“ gilt nur ermäßigt: „{short(sentence)}“", prices[0].text)]
    return []


def _pairs(text: str) -> set[tuple[str, str, str]]:
    found = set()
    at = 0
    while (met := _JOINED.search(text, at)) is not None:
        found.add((lemma(met["one"]), met["how"], lemma(met["other"])))
        at = met.end("one")
    return found


def _on_what(text: str, source: Ground) -> list[Flag]:
    """ "ein Baum auf ein Auto" told as "ein Auto auf einen Baum"."""
    told = _pairs(text)
    there = _pairs(source.text) if told else set()
    for one, how, other in sorted(told):
        if (other, how, one) in there and (one, how, other) not in there:
            message = f"„{one.capitalize()} {how} {other.capitalize()}“: In der Quelle stehen die beiden andersherum."
            return [amber("roles-swapped", message, text)]
    return []
