# SPDX-License-Identifier: EUPL-1.2
"""Cut spoken sentences into captions, broken by syntax: timed words → captions.

Limits after the German subtitle standard of ARD, ORF, SRF and ZDF: two lines of 37 characters, at least one second, one frame
between two captions, 13 to 15 characters a second, never more than 17. Break costs are ours (research page `speech`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import FPS, Caption, Frames

LEAST = FPS  # frames; below one second nobody has read a caption
MOST = 7 * FPS
HANG = int(1.5 * FPS)  # a caption may stay this long after its last word
BRIDGE = 12  # gaps below this many frames are closed to one frame instead of blinking
COMFORT = 15.0  # characters a second
LIMIT = 17.0

ARTICLES = frozenset(
    "der die das dem den des ein eine einem einen einer eines kein keine keinen keiner im am zum zur vom beim ins ans "
    "in an auf für mit nach von zu bei aus über unter vor hinter zwischen neben durch gegen ohne um bis ab seit während "
    "wegen trotz pro je rund etwa knapp gut sehr nicht diese dieser dieses diesem diesen ihre ihr sein seine dr prof".split()
)
CONJUNCTIONS = frozenset("und oder aber sondern denn weil dass wenn ob damit sowie während obwohl bevor nachdem sodass".split())
PREPOSITIONS = frozenset(
    "in an auf für mit nach von zu bei aus über unter vor hinter zwischen neben durch gegen ohne um bis ab seit im am zum "
    "zur vom beim wegen trotz".split()
)
ABBREVIATED = re.compile(
    r"\b(\d+|\w|Dr|Nr|St|Str|Prof|Abs|Bgm|Lkr|Mio|Mrd|Tsd|ca|bzw|ggf|inkl|Tel|Okt|Nov|Dez|Jan|Feb|Aug|Sept?)\.$"
)
WEEKDAY = re.compile(r"(Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag),?$")
UNITS = re.compile(
    r"^(Uhr|Euro|Prozent|km|m|kg|Mio\.?|Millionen|Mrd\.?|Milliarden|Tausend|Tsd\.?|Jahre?n?|Grad|Hektar|Meter|Kilometer|Stunden|Tage|Wochen|"
    r"Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A shown word with its punctuation; frames from the programme's start; `ends` marks the last word of a sentence."""

    text: str
    start: Frames
    end: Frames
    ends: bool


def break_cost(before: str, after: str) -> float:
    """Tell how much it disturbs to break a line between two words (0 = not at all)."""
    bare, follows = before.strip(",;:„“»«()").lower(), after.strip("„»(").lower()
    if re.search(r"[.!?…][“\"]?$", before) and not ABBREVIATED.search(before):
        return 0.0
    if re.search(r"\d\.?$", before) and (UNITS.match(after) or after[:1].isdigit()):
        return 40.0
    if re.fullmatch(r"[ABKLS]|St|Linie|Nr\.|§|Dr\.|Prof\.", before):
        return 40.0
    if (before[:1].isdigit() or ABBREVIATED.search(before)) and UNITS.match(after):
        return 40.0
    if re.fullmatch(r"(Mio|Mrd|Tsd)\.", before) or (WEEKDAY.search(before) and after[:1].isdigit()):
        return 25.0
    if bare in ARTICLES:
        return 30.0
    if before[-1] in ",;:–":
        return 1.0
    if follows in CONJUNCTIONS:
        return 2.0
    if follows in PREPOSITIONS:
        return 3.0
    if before[:1].isupper() and after[:1].isupper():
        return 15.0
    if before[:1].islower() and after[:1].isupper() and re.search(r"(e|en|er|es|em)$", bare):
        return 10.0
    return 6.0


def lay(words: Sequence[str], fits: Callable[[str], bool]) -> tuple[float, tuple[str, ...]] | None:
    """Set words in one or two lines that fit → (cost, lines); None where they do not fit."""
    whole = " ".join(words)
    best: tuple[float, tuple[str, ...]] | None = (0.0, (whole,)) if fits(whole) else None
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        if not (fits(first) and fits(second)):
            continue
        ragged = abs(len(first) - len(second)) / 6
        lonely = 6.0 if min(cut, len(words) - cut) == 1 and len(words) > 3 else 0.0
        cost = 2.0 + break_cost(words[cut - 1], words[cut]) + ragged + lonely
        if best is None or cost < best[0]:
            best = (cost, (first, second))
    return best


def captions(tokens: Sequence[Token], fits: Callable[[str], bool], end: Frames) -> tuple[Caption, ...]:
    """Cut a run of timed words into captions: Token… → Caption…

    `fits` tells whether a line is short enough (characters, and pixels where they are burned in); `end` is the first frame in
    which no caption may stand any more. A single word that does not fit gets a line of its own.
    """
    if not tokens:
        return ()
    last = len(tokens)
    laid = lru_cache(maxsize=None)(lambda i, j: lay([t.text for t in tokens[i:j]], fits))

    def room(i: int, j: int) -> int:
        """Frames that tokens i..j may stay on screen."""
        limit = tokens[j].start - 1 if j < last else end
        return min(limit, tokens[j - 1].end + HANG) - tokens[i].start

    best: list[tuple[float, int]] = [(float("inf"), 0)] * (last + 1)
    best[last] = (0.0, last)
    for i in range(last - 1, -1, -1):
        for j in range(i + 1, min(last, i + 16) + 1):
            set_ = laid(i, j)
            if set_ is None:
                if j > i + 1:
                    break
                set_ = (500.0, (tokens[i].text,))
            cost = 8.0 + set_[0] + _timing_cost(sum(map(len, set_[1])) + len(set_[1]) - 1, room(i, j))
            cost += sum(25.0 for t in tokens[i : j - 1] if t.ends)
            if j < last and not tokens[j - 1].ends:
                cost += 1.5 * break_cost(tokens[j - 1].text, tokens[j].text) + 2.0
            if cost + best[j][0] < best[i][0]:
                best[i] = (cost + best[j][0], j)
    return _timed(tokens, best, laid, end)


def _timing_cost(characters: int, frames: int) -> float:
    """Price of too short, too long or too fast: broken limits cost more than any ugly break."""
    rate = characters * FPS / max(frames, 1)
    cost = 400.0 if frames < LEAST else 0.0
    cost += 400.0 if frames > MOST + HANG else 0.0
    cost += 600.0 * (rate - LIMIT + 1) if rate > LIMIT else 0.0
    return cost + (6.0 * (rate - COMFORT) ** 2 + 4.0 if rate > COMFORT else 0.0)


def _timed(
    tokens: Sequence[Token],
    best: Sequence[tuple[float, int]],
    laid: Callable[[int, int], tuple[float, tuple[str, ...]] | None],
    end: Frames,
) -> tuple[Caption, ...]:
    """Give the chosen captions their frames: in with the first word, out when they are read."""
    out: list[Caption] = []
    i = 0
    while i < len(tokens):
        j = best[i][1]
        set_ = laid(i, j)
        rows = set_[1] if set_ is not None else (tokens[i].text,)
        characters = sum(map(len, rows)) + len(rows) - 1
        limit = tokens[j].start - 1 if j < len(tokens) else end
        wanted = max(tokens[j - 1].end, tokens[i].start + LEAST, tokens[i].start + round(characters * FPS / COMFORT))
        stays = min(wanted, limit, tokens[i].start + MOST)
        if 0 < limit - stays < BRIDGE and limit - tokens[i].start <= MOST:
            stays = limit
        out.append(Caption(tokens[i].start, Frames(max(stays, tokens[i].start + 1)), rows))
        i = j
    return tuple(out)
