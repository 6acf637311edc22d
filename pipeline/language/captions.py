# SPDX-License-Identifier: EUPL-1.2
"""Cut spoken sentences into captions, broken by syntax: timed words → captions.

Limits after the German subtitle standard of ARD, ORF, SRF and ZDF: two lines of 37 characters, at least one second, one frame
between two captions, 13 to 15 characters a second, never more than 17. Break costs are ours (research page `speech`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.model import FPS, Caption, Frames

LEAST = FPS  # frames; below one second nobody has read a caption
MOST = 7 * FPS
HANG = int(1.5 * FPS)  # a caption may stay this long after its last word
BRIDGE = 12  # gaps below this many frames are closed to one frame instead of blinking
COMFORT = 15  # characters a second
LIMIT = 17
HURRIED = (30.0, 40.0, 50.0, 60.0, 75.0, 90.0, 120.0, 150.0)
"""Prices of a caption above the comfortable pace: the first at which enough captions stay below it is taken."""
COMFORTABLE = 0.9  # the share of captions that must stay at the comfortable pace
NUDGE = 3.0  # price of the spare frame
WHOLE, PART = 25.0, 60.0  # price of a full stop inside a caption of whole sentences, and of one that holds a part of a sentence
LONGEST = 20  # words of a caption

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
    """A shown word with its punctuation; frames from the programme's start; `ends` marks the last word of a sentence.

    `start` is the frame nearest to the word's onset, `spare` the one on the other side of it: both are less than 40 ms away.
    """

    text: str
    start: Frames
    end: Frames
    ends: bool
    spare: Frames


@dataclass(frozen=True, slots=True)
class Ruler:
    """How wide a line of one use may be: characters, and where captions are burned in, pixels too.

    `advances` are the widths of characters in the caption face in 1/64 px, `room` is that of the box; both are empty for files.
    Kerning is left out: it takes up to two percent off a line, which is kept as a margin.
    """

    use: str
    characters: int
    room: int = 0
    advances: tuple[tuple[str, int], ...] = ()

    def measure(self) -> Callable[[str], bool]:
        """Give the test whether a line fits; a character that the face does not know counts as its widest one."""
        if not self.advances:
            return lambda line: len(line) <= self.characters
        known = dict(self.advances)
        widest = max(known.values())
        return lambda line: len(line) <= self.characters and sum(known.get(c, widest) for c in line) <= self.room


@lru_cache(maxsize=4096)  # every width and price of haste asks for the same pairs again
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


def captions(runs: Sequence[tuple[Sequence[Token], Frames]], fits: Callable[[str], bool]) -> tuple[Caption, ...]:
    """Cut runs of timed words into captions: (Token…, end)… → Caption…

    No caption holds words of two runs; `end` is the first frame in which none of its run may stand any more. `fits` tells whether
    a line is short enough; a single word that does not fit gets a line of its own. Where too many captions of the programme are
    hurried, it is cut anew at a higher price of haste, which then outbids uglier breaks.
    """
    plans = [
        _Plan(tokens, lru_cache(maxsize=None)(lambda i, j, of=tokens: lay([t.text for t in of[i:j]], fits)), end)
        for tokens, end in runs
        if tokens
    ]
    cut: tuple[Caption, ...] = ()
    for price in HURRIED:
        cut = tuple(caption for plan in plans for caption in plan.timed(plan.chosen(price)))
        hurried = sum(_length(c.lines) * FPS > COMFORT * (c.end - c.start) for c in cut)
        if hurried <= (1 - COMFORTABLE) * len(cut):
            break
    return cut


@dataclass(frozen=True, slots=True)
class _Plan:
    """All ways to cut the tokens. A place is (token, 0 or 1): a caption begins there, at its nearest or its spare frame."""

    tokens: Sequence[Token]
    laid: Callable[[int, int], tuple[float, tuple[str, ...]] | None]
    end: Frames

    def chosen(self, hurried: float) -> list[tuple[int, int]]:
        """Find the cheapest places to begin captions at, the end of the tokens included; `hurried` is the price of haste."""
        last = len(self.tokens)
        best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(last, 0): (0.0, (last, 0))}
        for i in range(last - 1, -1, -1):
            for side in (0, 1):
                reached = ((self._cost((i, side), then, hurried) + best[then][0], then) for then in self._onward(i))
                cheapest = min(reached)
                best[(i, side)] = (cheapest[0] + (NUDGE if side else 0.0), cheapest[1])
        place = min((0, 0), (0, 1), key=lambda one: best[one][0])
        places = [place]
        while place[0] < last:
            place = best[place][1]
            places.append(place)
        return places

    def _onward(self, i: int) -> Iterator[tuple[int, int]]:
        """Give the places at which the caption after the one that begins with token i may begin."""
        last = len(self.tokens)
        for j in range(i + 1, min(last, i + LONGEST) + 1):
            if j > i + 1 and self.laid(i, j) is None:
                return
            yield (j, 0)
            if j < last and self.tokens[j].spare != self.tokens[j].start:
                yield (j, 1)

    def frame(self, place: tuple[int, int]) -> int:
        """Give the frame in which the caption of a place begins."""
        token = self.tokens[place[0]]
        return token.spare if place[1] else token.start

    def limit(self, place: tuple[int, int]) -> int:
        """Give the frame in which the caption before a place must be gone: one frame earlier, or the end."""
        return self.frame(place) - 1 if place[0] < len(self.tokens) else self.end

    def _cost(self, here: tuple[int, int], then: tuple[int, int], hurried: float) -> float:
        """Price of one caption: its lines, its pace, the sentences that it cuts."""
        i, j, tokens = here[0], then[0], self.tokens
        set_ = self.laid(i, j) or (500.0, (tokens[i].text,))
        begins, ends = self.frame(here), tokens[j - 1].end
        frames = min(self.limit(then), ends + HANG) - begins
        cost = 8.0 + set_[0] + _timing_cost(_length(set_[1]), frames, ends - begins, hurried)
        whole = (i == 0 or tokens[i - 1].ends) and tokens[j - 1].ends
        cost += sum(WHOLE if whole else PART for t in tokens[i : j - 1] if t.ends)
        if j < len(tokens) and not tokens[j - 1].ends:
            cost += 1.5 * break_cost(tokens[j - 1].text, tokens[j].text) + 2.0
        return cost

    def timed(self, places: Sequence[tuple[int, int]]) -> tuple[Caption, ...]:
        """Give the chosen captions their frames: in with the first word, out when they are read."""
        out: list[Caption] = []
        for here, then in pairwise(places):
            i, j = here[0], then[0]
            set_ = self.laid(i, j)
            rows = set_[1] if set_ is not None else (self.tokens[i].text,)
            start, limit = self.frame(here), self.limit(then)
            read = start + -(-_length(rows) * FPS // COMFORT)
            stays = min(max(self.tokens[j - 1].end, start + LEAST, read), limit, start + MOST)
            if 0 < limit - stays < BRIDGE and limit - start <= MOST:
                stays = limit
            out.append(Caption(Frames(start), Frames(max(stays, start + 1)), rows))
        return tuple(out)


def _length(rows: Sequence[str]) -> int:
    """Count the characters of a caption; the break of a line counts as the blank that it is."""
    return sum(map(len, rows)) + len(rows) - 1


def _timing_cost(characters: int, frames: int, heard: int, hurried: float) -> float:
    """Price of too short, too long or too fast: broken limits cost more than any ugly break, and the more the farther."""
    rate = characters * FPS / max(frames, 1)
    cost = 600.0 + 40.0 * (LEAST - frames) if frames < LEAST else 0.0
    cost += 600.0 if heard > MOST else 0.0
    cost += 600.0 * (rate - LIMIT + 1) if rate > LIMIT else 0.0
    return cost + (6.0 * (rate - COMFORT) ** 2 + hurried if rate > COMFORT else 0.0)
