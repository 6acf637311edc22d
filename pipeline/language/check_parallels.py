# SPDX-License-Identifier: EUPL-1.2
"""Amber: what the source sets side by side ("der Deich links, die Mauer rechts") is told crosswise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Final

from pipeline.language.agreement import QUANTITIES, same
from pipeline.language.finite import tokens as bare_words
from pipeline.language.finite import verbal
from pipeline.language.ground import NAMES, VALUES, Flag, Ground, amber, short
from pipeline.language.light_words import light
from pipeline.language.mention import Mention
from pipeline.language.mentions import mentions
from pipeline.language.morphology import content, known, parts, stem
from pipeline.language.poles import PAST, Pole, poles
from pipeline.language.poles import spans as pole_spans
from pipeline.language.quotations import unquoted
from pipeline.model import FactKind

_CUTS: Final = (
    re.compile(r";\s"),
    re.compile(r"[;,:]\s(?!\d{1,2}\. [A-ZÄÖÜ])(?:und\s|aber\s|doch\s)?"),
    re.compile(r"[;,:]\s(?!\d{1,2}\. [A-ZÄÖÜ])|\s(?:und|sowie|aber|doch|während)\s"),
)
_NUMBERED: Final = re.compile(
    r"\b(?P<noun>[A-ZÄÖÜ][\wäöüß-]*?) ?(?P<number>\d{1,4})\b(?![.,:]?\d)(?! (?:Uhr|Euro|Prozent|[A-ZÄÖÜ]))"
)
"""What goes by a number: "Linie 210", "Kreisstraße 22"."""
_LONG: Final = 9
_SHORT: Final = 3
"""Letters above which a noun is read in pieces, and those of a piece."""
_RANK: Final = re.compile(r"\.\s+[A-ZÄÖÜ]")
_OF_VALUES: Final = frozenset({FactKind.DATE, FactKind.TIME, FactKind.WEEKDAY})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: its roots by kind of word, its values, and the sides that it takes."""

    text: str
    nouns: frozenset[str]
    pieces: frozenset[str]
    names: tuple[str, ...]
    others: frozenset[str]
    values: tuple[Mention, ...]
    poles: frozenset[Pole]

    @property
    def words(self) -> frozenset[str]:
        """Give the roots of its nouns and names."""
        return self.nouns.union(self.names)

    @property
    def units(self) -> frozenset[str]:
        """Give the roots of what its values count."""
        return frozenset(stem(m.unit.capitalize()) for m in self.values if m.unit)

    @property
    def says(self) -> int:
        """Count the kinds of things that it says."""
        return sum(map(bool, (self.nouns, self.names, self.others, self.values, self.poles)))

    @property
    def roots(self) -> frozenset[str]:
        """Give the roots of all its words."""
        return self.words | self.others


@lru_cache(maxsize=16384)
def part(text: str) -> Part:
    """Read a piece: light words in small letters and words inside values say nothing."""
    every = mentions(text)
    spans = [(met.start(), met.end()) for met in _NUMBERED.finditer(text)]
    values = tuple(
        m
        for m in every
        if m.kind in VALUES
        and m.role != "relative"
        and m.value != "1"
        and not _RANK.match(text, m.end)
        and not any(start <= m.start < end for start, end in spans)
    )
    named = [m for m in every if m.kind in NAMES]
    nouns, pieces, others = set[str](), set[str](), set[str]()
    names = {numbered.start(): f"{stem(numbered['noun'])} {numbered['number']}" for numbered in _NUMBERED.finditer(text)}
    for token in content(text):
        if any(m.start <= token.start < m.end for m in values if m.kind not in _OF_VALUES or not token.capital):
            continue
        if any(start <= token.start < end for start, end in pole_spans(text)):
            continue
        root = stem(token.text)
        if not token.capital:
            if not light(token.text):
                others.add(root)
        elif any(m.start <= token.start < m.end for m in named) or not known(token.text):
            names.setdefault(token.start, root)
        else:
            nouns.add(root)
        if token.capital and len(token.text) > _LONG:
            pieces |= {stem(piece) for piece in parts(token.text) if len(piece) > _SHORT}
    return Part(
        text,
        frozenset(nouns),
        frozenset(pieces),
        tuple(names[at] for at in sorted(names)),
        frozenset(others),
        values,
        poles(text),
    )


@lru_cache(maxsize=16384)
def cuts(sentence: str) -> tuple[tuple[Part, ...], ...]:
    """Cut a sentence at semicolons, at commas too, at every "und" too: each way that gives at least two pieces."""
    ways: list[tuple[Part, ...]] = []
    for cut in _CUTS:
        pieces = tuple(part(piece) for piece in cut.split(sentence) if len(piece.split()) >= 2)
        if len(pieces) > 1 and pieces not in ways:
            ways.append(pieces)
    return tuple(ways)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a told piece takes of one side only: nouns, names, other words, values, poles."""

    nouns: frozenset[str]
    names: frozenset[str]
    others: frozenset[str]
    values: tuple[Mention, ...]
    poles: frozenset[Pole]

    @property
    def solid(self) -> bool:
        """Whether there is more than a verb or an adjective."""
        return bool(self.nouns or self.names or self.values or self.poles)

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return self.solid or bool(self.others)


def _hits(told: Part, own: Part, other: Part, source: Ground) -> Hits:
    """Give what a told piece takes of `own` and what `other` has not."""
    alone = own.roots - other.roots
    inside = own.pieces - other.pieces - other.roots
    return Hits(
        told.words & (own.nouns & alone | inside),
        told.words.intersection(own.names) & alone,
        told.others & own.others & alone,
        tuple(
            m
            for m in own.values
            if any(_means(t, m, source) for t in told.values)
            and not any(_means(t, o, source) for o in other.values for t in told.values if _means(t, m, source))
        ),
        told.poles & (own.poles - other.poles),
    )


def _means(told: Mention, other: Mention, source: Ground) -> bool:
    if told.kind in QUANTITIES and other.kind in QUANTITIES:
        return same(told, other, source.years) or (_share(told) is not None and _share(told) == _share(other))
    return told.kind is other.kind and same(told, other, source.years)


def _share(value: Mention) -> float | None:
    """Give a percentage or a fraction as a share of one: 25 Prozent, ein Viertel."""
    if value.unit == "%":
        return round(value.size / 100, 3)
    return round(value.size, 3) if 0 < value.size < 1 else None


def parallels(text: str, source: Ground) -> list[Flag]:
    """Find a told sentence that pairs what the source has in two pieces side by side the other way; at most one flag."""
    bare = unquoted(text)
    ways = ((part(bare),), *cuts(bare))
    whole = part(bare)
    for number, sentence in enumerate(source.sentences[1:], 1):
        for one, other in _sides(sentence):
            for way in ways:
                loose = not _hangs(other.text) and all(p.says > 1 for p in (one, other))
                if _double(way, one, other, number, source) or (
                    loose and any(_single(t, whole, one, other, number, source, way is ways[-1]) for t in way)
                ):
                    return [amber("roles-swapped", f"Die Quelle ordnet das anders zu: „{short(sentence)}“", text)]
    return []


def straight(quote: str, text: str, source: Ground) -> bool:
    """Whether a told value stands beside the thing that one piece of the source has beside it, and beside nothing of the next."""
    bare = unquoted(text)
    way = (cuts(bare) or ((part(bare),),))[-1]
    found = False
    for told in way:
        if len(told.values) != 1 or told.values[0].text != quote or told.values[0].kind not in QUANTITIES:
            continue
        for sentence in source.sentences[1:]:
            for one, other in _sides(sentence):
                for mine, theirs in permutations((one, other)):
                    a, b = _hits(told, mine, theirs, source), _hits(told, theirs, mine, source)
                    units = mine.units | theirs.units
                    if a.values and (b.nouns - units or b.names or b.values):
                        return False
                    alone = sum(m.kind in QUANTITIES for m in mine.values) == 1
                    found = found or bool(alone and a.values and (a.nouns - units or a.names))
    return found


def _hangs(text: str) -> bool:
    """Whether a piece is a relative clause, which says more of what stands before it: "der die Abteilung geleitet hat"."""
    words = bare_words(text)
    if words and words[0].lower() in _OWNED:
        return True
    return _RELATIVE.match(text) is not None and len(words) > 2 and verbal(words[-1])


_OWNED: Final = frozenset("ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dessen deren".split())
_RELATIVE: Final = re.compile(
    r"(?:(?:in|an|auf|mit|für|von|zu|bei|durch|über|aus) )?(?:der|die|das|dem|den|deren|dessen|denen|was|wo|wer)\b"
)


def _sides(sentence: str) -> Iterator[tuple[Part, Part]]:
    """Give each two neighbouring pieces, with the poles that one has because the other has the opposite one."""
    for way in cuts(sentence):
        for left, right in pairwise(way):
            yield _facing(left, right) if right.text in _behind_commas(sentence) else (left, right)


def _behind_commas(sentence: str) -> tuple[str, ...]:
    """Give the pieces between commas and semicolons: only those have a side because their neighbour has the other."""
    return tuple(_CUTS[1].split(sentence))


def _facing(left: Part, right: Part) -> tuple[Part, Part]:
    mine, theirs = set(left.poles), set(right.poles)
    for side, across in ((mine, theirs), (theirs, mine)):
        for axis, sign in tuple(across):
            if (axis == "order" or (axis, sign) == PAST) and not any(a == axis for a, _ in side):
                side.add((axis, -sign))
    big = _bigger(left, right)
    if big:
        mine.add(("extent", big))
        theirs.add(("extent", -big))
    return replace(left, poles=frozenset(mine)), replace(right, poles=frozenset(theirs))


_OF_IT: Final = re.compile(r"(?i)\b(?:davon|darunter|hiervon|insgesamt|gesamt\w*)\b")
"""One of the two is the sum: a part is no smaller share than the whole."""


def _bigger(left: Part, right: Part) -> int:
    """Say which of two pieces has the larger share: 1 the left, -1 the right, 0 unknown."""
    mine = [s for s in map(_share, left.values) if s is not None]
    theirs = [s for s in map(_share, right.values) if s is not None]
    if len(mine) == 1 and len(theirs) == 1 and mine != theirs:
        return 1 if mine[0] > theirs[0] else -1
    ours, others = ([m for m in p.values if m.kind in QUANTITIES] for p in (left, right))
    one, other = (found[0] if len(found) == 1 else None for found in (ours, others))
    of_it = _OF_IT.search(right.text) is not None or _OF_IT.search(left.text) is not None
    alike = not of_it and one is not None and other is not None and one.kind is other.kind and one.size != other.size
    if one and other and alike and (one.unit == other.unit or "" in (one.unit, other.unit)):
        return 1 if one.size > other.size else -1
    rest = ("rest", 1)
    if len(mine) == 1 and rest in right.poles:
        return 1 if mine[0] > 0.5 else -1
    if len(theirs) == 1 and rest in left.poles:
        return -1 if theirs[0] > 0.5 else 1
    return 0


def _double(way: tuple[Part, ...], one: Part, other: Part, number: int, source: Ground) -> bool:
    """Whether two told pieces each mix what belongs to one side with what belongs to the other."""
    if len(way) < 2:
        return False
    taken = [(_hits(t, one, other, source), _hits(t, other, one, source)) for t in way]
    mixed = [(t, a, b) for t, (a, b) in zip(way, taken, strict=True) if a.any and b.any]
    if len(mixed) < 2 or any(a.any != b.any for a, b in taken if a.solid or b.solid):
        return False
    strong = sum(a.solid and b.solid for _, a, b in mixed)
    named = all(a.solid or b.solid for _, a, b in mixed)
    return strong >= 1 and named and not any(_elsewhere(a, b, number, source) for _, a, b in mixed)


def _single(told: Part, whole: Part, one: Part, other: Part, number: int, source: Ground, fine: bool) -> bool:
    """Whether a told piece has a value, name or side of one piece beside the thing of the other one, whose own is untold."""
    for mine, theirs in permutations((one, other)):
        a, b = _hits(told, mine, theirs, source), _hits(told, theirs, mine, source)
        if not a.solid or not b.solid:
            continue
        crossed = fine and (_of_pole(a, b, mine, theirs, whole) or _of_value(a, b, theirs, whole, source))
        crossed = crossed or (fine and (_of_name(a, b, theirs, whole) or _of_past(a, b, mine, whole)))
        crossed = crossed or _of_key(a, b, mine, theirs, whole)
        if crossed and not _elsewhere(a, b, number, source):
            return True
    return False


def _of_pole(a: Hits, b: Hits, mine: Part, theirs: Part, whole: Part) -> bool:
    """A side taken of one piece, and a noun or name of the other one, whose side is the opposite and is not told."""
    if not a.poles or a.nouns - mine.units or a.names or a.values or not (b.nouns or b.names) or b.poles:
        return False
    return any((axis, -sign) in theirs.poles - whole.poles for axis, sign in a.poles if axis != "time")


def _of_value(a: Hits, b: Hits, theirs: Part, whole: Part, source: Ground) -> bool:
    """A value taken of one piece, and a noun or name of the other one, whose own value of the kind is not told."""
    if len(a.values) != 1 or a.names or not (b.nouns or b.names) or b.values:
        return False
    value = a.values[0]
    if not value.unit and value.size < _COUNTED:
        return False
    if a.nouns - ({stem(value.unit.capitalize())} if value.unit else set()) or whole.values[1:]:
        return False
    units = {stem(t.unit.capitalize()) for t in whole.values if t.unit and _means(t, value, source)}
    if not (b.nouns | b.names) - units:
        return False  # "sechs Buden mehr"
    rivals = [m for m in theirs.values if m.kind is value.kind and m.unit == value.unit]
    rivals += [m for m in theirs.values if m.kind in QUANTITIES and value.kind in QUANTITIES and "" in (m.unit, value.unit)]
    return bool(rivals) and not any(_means(t, m, source) for m in rivals for t in whole.values)


def _of_name(a: Hits, b: Hits, theirs: Part, whole: Part) -> bool:
    """Names of one piece, and a noun of the other one, whose own names are not told."""
    if not a.names or a.values or a.poles or a.others or not b.nouns or b.names or b.values:
        return False
    return bool(theirs.names) and not whole.words.intersection(theirs.names)


def _of_key(a: Hits, b: Hits, mine: Part, theirs: Part, whole: Part) -> bool:
    """Names of one piece without its first one, beside the first name of the other piece alone: "nach A über" what leads to B."""
    first, key = ([n for n in p.names if n not in q.names] for p, q in ((mine, theirs), (theirs, mine)))
    if len(first) < 2 or len(key) < 2 or a.values or b.values or a.nouns or b.nouns:
        return False
    return first[0] not in whole.words and bool(a.names) and b.names == {key[0]}


def _of_past(a: Hits, b: Hits, mine: Part, whole: Part) -> bool:
    """Names or values of what was before, beside the thing of today, without a word that it was before."""
    if PAST not in mine.poles or PAST in whole.poles or any(m.kind is FactKind.DATE for m in whole.values):
        return False
    return bool(a.names or a.values) and not a.nouns and bool(b.nouns) and not (b.names or b.values)


_COUNTED: Final = 13
"""A bare number below this may be a rank or a part of a name."""


def _elsewhere(a: Hits, b: Hits, number: int, source: Ground) -> bool:
    """Whether another sentence of the source has most of both."""
    return any(
        at != number and _most(a, part(text), source) and _most(b, part(text), source) for at, text in enumerate(source.sentences)
    )


def _most(hits: Hits, here: Part, source: Ground) -> bool:
    words = hits.nouns | hits.names or hits.others
    if words:
        return 2 * len(words & (here.roots | here.pieces)) > len(words)
    if hits.values:
        return any(_means(v, m, source) for v in hits.values for m in here.values)
    return bool(hits.poles & here.poles)
