# SPDX-License-Identifier: EUPL-1.2
"""The pieces a text is read in, and how they are joined into the spoken text and its links."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pipeline.language.spans import Link, SpokenText


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the shown text and what is said for it: words, or one pause mark of ".,;:!?", or nothing."""

    start: int
    end: int
    spoken: str
    ipa: str = ""


Rule = Callable[[str, int], tuple[Piece, ...]]
"""Reads a text at a position: pieces that follow each other without a gap from there on, or none if it does not apply."""

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d]")
_WEIGHT: Final = {",": 1, ";": 2, ":": 3, ".": 4, "?": 5, "!": 5}


def assemble(display: str, pieces: tuple[Piece, ...]) -> SpokenText:
    """Join the pieces: blanks between words, one pause mark at a time, links that leave no shown character out."""
    text = ""
    links: list[Link] = []
    for piece in pieces:
        spoken = piece.spoken.strip()
        if spoken in _WEIGHT:
            text = _with_mark(text, spoken)
            continue
        if not spoken:
            continue
        text += " " if text else ""
        links.append(Link(piece.start, piece.end, len(text), len(text) + len(spoken), piece.ipa))
        text += spoken
    text = text.removesuffix(",")
    if links and display[links[0].display_start].isnumeric():
        text = text[0].upper() + text[1:]
    return SpokenText(text, _stretched(display, tuple(links)))


def _with_mark(text: str, mark: str) -> str:
    """Put a pause mark behind the last word; of two marks in a row the stronger stays, and none stands at the start."""
    if not text:
        return text
    last = text[-1]
    if last not in _WEIGHT:
        return text + mark
    return text[:-1] + mark if _WEIGHT[mark] > _WEIGHT[last] else text


def _stretched(display: str, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Stretch the links over what is shown but not spoken: it goes to the word it touches, else to the word before."""
    stretched: list[Link] = []
    for index, link in enumerate(links):
        start = 0 if not stretched else stretched[-1].display_end
        until = links[index + 1].display_start if index + 1 < len(links) else len(display)
        stretched.append(
            Link(
                _skip_blanks(display, start, link.display_start),
                _own_end(display, link.display_end, until, last=index + 1 == len(links)),
                link.spoken_start,
                link.spoken_end,
                link.ipa,
            )
        )
    return tuple(stretched)


def _skip_blanks(display: str, start: int, end: int) -> int:
    while start < end and display[start].isspace():
        start += 1
    return start


def _own_end(display: str, end: int, until: int, *, last: bool) -> int:
    """Give where a word's stretch ends within the unspoken rest before the next word."""
    gap = display[end:until]
    if not gap.strip():
        return end
    if last:
        return end + len(gap.rstrip())
    if gap[-1].isspace():
        return end + len(gap.rstrip())
    cut = max((place for place, char in enumerate(gap) if char.isspace()), default=-1)
    if cut < 0:
        return end + len(gap) if gap[0] not in '(„"«»‚[' else end
    return end + len(gap[: cut + 1].rstrip())


def bare(word: str) -> str:
    """Give a word as it is read: accents on their letters, and neither invisible signs nor marks that have no letter."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", word.replace("’", "'")))
    return "".join(char for char in composed if not unicodedata.category(char).startswith("M"))
