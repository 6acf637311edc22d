# SPDX-License-Identifier: EUPL-1.2
"""Amber: who does it to whom, and where: somebody or some building told in the place of another one of the source."""

import re
from typing import Final

from pipeline.language.actors import is_actor, related
from pipeline.language.contacts import is_contact
from pipeline.language.gazetteer import VENUE_NAMES, VENUES
from pipeline.language.ground import Flag, Ground, amber, marked, short
from pipeline.language.morphology import Token, content, lemma, parts, roots, stem, tokens
from pipeline.language.strange_places import is_building

_BODIES: Final = (
    frozenset({"kreis", "landkreis", "kreisverwaltung", "verwaltung", "kreisausschuss", "landratsamt", "kreishaus"}),
    frozenset({"stadt", "stadtverwaltung", "rathaus", "verwaltung", "kommune", "magistrat"}),
    frozenset({"gemeinde", "gemeindeverwaltung", "verwaltung", "kommune"}),
)
_RULERS: Final = frozenset().union(*_BODIES) - {"rathaus", "kreishaus"}
"""Whoever sends the release: what it asks or plans it need not say of itself."""
_PASSIVE: Final = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b")
_ARTICLE: Final = frozenset({"der", "die", "das", "ein", "eine", "dem", "den", "des", "einem", "einen", "einer"})


def exchange(text: str, source: Ground, cited: tuple[int, ...]) -> list[Flag]:
    """Find an actor who is told to do what another one does, or a body or building in the place of another one."""
    return _swapped(text, source, cited) or _substituted(text, source, cited)


def _swapped(text: str, source: Ground, cited: tuple[int, ...]) -> list[Flag]:
    """Who does it to whom: an actor told as the subject of what another one does in the source, or to whom it is done there."""
    subject = _subject(text)
    if subject is None or _PASSIVE.search(text) or not is_actor(subject.text):
        return []
    mine = stem(subject.text)
    rest = roots(text) - {mine}
    near = source.nearest(text, cited)
    for part in (c for c in source.clauses if c.sentence in near):
        other = _subject(part.text)
        if other is None or _PASSIVE.search(part.text) or stem(other.text) == mine or _same_body(other.text, subject.text):
            continue
        fit = source.overlap(rest & frozenset().union(*source.roots), source.roots[part.sentence])
        if mine in part.roots and stem(other.text) in rest and is_actor(other.text) and fit >= 0.5:
            return [
                amber("roles-swapped", f"Wer tut es wem? In der Quelle tut es „{other.text}“: „{short(part.text)}“", subject.text)
            ]
        if (
            mine not in source.roots[part.sentence]
            and stem(other.text) not in rest
            and is_actor(other.text)
            and fit >= 0.55
            and len(rest & part.roots) >= 2
        ):
            return [
                amber(
                    "roles-swapped",
                    f"„{subject.text}“ steht hier nicht. In der Quelle tut es „{other.text}“: „{short(part.text)}“",
                    subject.text,
                )
            ]
    return []


def _substituted(text: str, source: Ground, cited: tuple[int, ...]) -> list[Flag]:
    """A body or building stands where the source's sentence has another one of the kind."""
    known = frozenset().union(*source.roots)
    told = roots(text)
    for kind, first in ((is_actor, 0), (_venue, -1)):
        for token in content(text):
            mine = stem(token.text)
            if not token.capital or not kind(token.text) or mine not in known or lemma(token.text) in _RULERS:
                continue
            # where it is said to be may be the only thing that points to another sentence
            near = source.nearest(text[: token.start] + text[token.end :], most=1) if first else source.nearest(text, cited)
            if not near or is_contact(source.sentences[near[0]]) or _stands_near(token.text, near[0], source, first):
                continue
            here = source.sentences[near[0]]
            others = [t for t in content(here) if t.capital and kind(t.text) and stem(t.text) not in told]
            others = [t for t in others if not (_same_venue if first else _same_body)(t.text, token.text)]
            rest = (marked(text) - roots(token.text)) & (known | marked(source.text))
            if others and source.overlap(rest, marked(here)) >= 0.5:
                message = f"„{token.text}“ steht hier nicht. In der Quelle steht „{others[0].text}“: „{short(here)}“"
                return [amber("roles-swapped", message, token.text)]
    return []


def _stands_near(word: str, number: int, source: Ground, first: int) -> bool:
    """Whether a word, or a piece of it (`first` -1: its head apart), stands in a sentence or beside it."""
    around = frozenset().union(*(source.roots[k] for k in range(max(0, number - 1), min(len(source.roots), number + 2))))
    pieces = parts(word)[: first or None]
    return stem(word) in around or any(stem(piece) in around for piece in pieces)


def _venue(word: str) -> bool:
    return lemma(word) in VENUES or is_building(word)


def _same_venue(one: str, other: str) -> bool:
    """Whether two words may mean one building: "Halle" and "Turnhalle", but not "Jugendhaus" and "Feuerwehrhaus"."""
    low, high = sorted((lemma(one), lemma(other)), key=len)
    return high.endswith(low) or any(low in group and high in group for group in VENUE_NAMES)


def _subject(text: str) -> Token | None:
    """Give the noun that does it: the one that opens the statement with an article, or the first one after the verb."""
    words = tokens(text)
    for index, token in enumerate(words):
        if (
            not token.capital
            or not token.text[0].isalpha()
            or token.text.lower() in _ARTICLE
            or (index == 0 and token.text.lower() in _OPENING)
        ):
            continue
        before = words[index - 1].text.lower() if index else ""
        if index == 0 or (
            before in ("der", "die", "das", "ein", "eine") and (index == 1 or words[index - 2].text.lower() not in _PREPOSITION)
        ):
            return token
        if before in _ARTICLE or before in _PREPOSITION:
            continue
        if index > 1 and words[index - 2].text.lower() in ("der", "die", "das", "ein", "eine") and not words[index - 1].capital:
            return token
    return None


_PREPOSITION: Final = frozenset(
    "in im an am auf aus bei beim mit nach von vom vor zu zum zur für durch gegen ohne um über unter "
    "wegen während seit ab bis statt trotz laut zwischen neben hinter".split()
)
_OPENING: Final = _PREPOSITION | frozenset({"auch", "dort", "dann", "wer", "wenn", "weil", "da", "so", "nach", "etwa", "rund"})


def _same_body(one: str, other: str) -> bool:
    return any(lemma(one) in body and lemma(other) in body for body in _BODIES) or related(lemma(one), lemma(other))
