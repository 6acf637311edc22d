# SPDX-License-Identifier: EUPL-1.2
"""Which words of a source a told word stands for: by a word of the same sense, by a piece of a compound, by their stem."""

from functools import lru_cache
from typing import Final

from pipeline.language.ground import Ground, marked
from pipeline.language.light_words import light
from pipeline.language.morphology import content, parts, roots, stem
from pipeline.language.morphology import known as known_word
from pipeline.language.plain_words import alike
from pipeline.language.polarity import joined

_BRIDGE: Final = 0.7
"""What a word says that stands for another one, beside one that stands there itself."""
_ALSO: Final = 0.4
"""The same where the source has the word itself as well."""
_LOOSE: Final = 0.7
"""The same of a verb or adjective, which stands for more than a noun does."""
_LIGHT: Final = 0.5
"""What a word says that may be said of anything."""
_LONG: Final = 5
"""Letters from which on a stem tells inside a longer one what it means: "nacht" in "übernacht", not "land" in "landesstraß"."""


def is_word(root: str) -> bool:
    """Whether a root is a word of the dictionary, and no name."""
    return len(root) >= 3 and (known_word(root) or known_word(root.capitalize()))


@lru_cache(maxsize=16384)
def reach(word: str, known: frozenset[str], thin: bool = False) -> frozenset[str]:
    """Give the roots among `known` that a word stands for without being there: "Läden" → "geschaft".

    A light word stands for none, unless `thin`.
    """
    if not thin and light(word) and not (word[:1].isupper() and alike(word)):  # "Läden" are no "laden"
        return frozenset()
    root = stem(word)
    pieces = {root, *(stem(piece) for piece in parts(word) if len(piece) >= _LONG)}
    alikes = {stem(other) for form in (word, word.lower(), *parts(word)[-1:]) for other in alike(form) if not light(other)}
    met = alikes & known
    long = [piece for piece in pieces if len(piece) >= _LONG]
    return frozenset(met) | frozenset(
        other
        for other in known
        if len(other) >= _LONG
        and other[0] != "="
        and (
            any(other.startswith(piece) or other.endswith(piece) or piece.startswith(other) for piece in long)
            or (
                len(root) < _LONG
                and word[:1].isupper()
                and other.endswith(root)
                and is_word(other.removesuffix(root).rstrip("s"))
            )
        )
    )


Unit = tuple[tuple[str, float], ...]
"""The roots that may stand for something told, each with what it weighs, heaviest first."""


def units(text: str, source: Ground, empty: frozenset[str]) -> tuple[Unit, ...]:
    """Give what a told text names of the source, by its telling words, or by all of them where those name nothing."""
    return _units(text, source, empty, False) or _units(text, source, empty, True)


def _words(text: str) -> tuple[str, ...]:
    """Give the content words of a text, and the verbs that have left their particle behind: "bekommt … zurück"."""
    return (*(token.text for token in content(text)), *(verb for _, verb in joined(text)))


def _units(text: str, source: Ground, empty: frozenset[str], thin: bool) -> tuple[Unit, ...]:
    """Give for each root the one itself, and for each word others that may stand for it."""
    own = (marked(text) - empty) & source.known
    found = {root: source.weight(root) for root in own}
    said: list[Unit] = []
    for word in _words(text):
        mine = (roots(word) - empty) & source.known
        for root in mine if light(word) else ():
            found[root] = min(found.get(root, 1.0), _LIGHT * source.weight(root))
        other = reach(word, source.known, thin) - mine
        share = (_ALSO if mine else _BRIDGE) * (1.0 if word[:1].isupper() else _LOOSE)
        weighed = [(root, round(share * source.weight(root), 6)) for root in sorted(other)]
        if weighed and not mine:
            said.append(tuple(sorted(weighed, key=lambda pair: -pair[1])))
        elif weighed and (root := stem(word)) in found:
            said.append(((root, found.pop(root)), *sorted(weighed, key=lambda pair: -pair[1])))
    return (*(((root, weight),) for root, weight in sorted(found.items())), *said)


def echo(text: str, source: Ground) -> frozenset[str]:
    """Give the roots of a text and those of the source that its other words stand for."""
    own = roots(text)
    other = (reach(word, source.known) for word in _words(text) if not roots(word) & source.known)
    return own.union(*other)
