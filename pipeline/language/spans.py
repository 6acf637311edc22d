# SPDX-License-Identifier: EUPL-1.2
"""Two texts, one sense: what is shown and what is spoken, linked piece by piece."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: characters from `start` up to but without `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the stretch of this text."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the shown text and the words that speak it; `ipa` where the lexicon knows the sounds."""

    display_start: int
    display_end: int
    spoken_start: int
    spoken_end: int
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What the engine is given, and the links back to what is shown.

    Links rise in both texts and do not overlap. Together they hold every character shown but white space; what is not
    spoken (brackets, emoji, a dash) belongs to its neighbour. Without any speakable word, `text` and `links` are empty.
    """

    text: str
    links: tuple[Link, ...]

    def to_display(self, spoken_offset: int) -> tuple[int, int]:
        """Give the shown stretch that is being spoken at this offset; (0, 0) if nothing is spoken at all."""
        if not self.links:
            return (0, 0)
        index = bisect_right(self.links, spoken_offset, key=lambda link: link.spoken_start) - 1
        link = self.links[max(index, 0)]
        return (link.display_start, link.display_end)

    def to_spoken(self, display_start: int, display_end: int) -> tuple[int, int]:
        """Give the spoken stretch for a shown one (a caption word); empty at the next word if it holds none."""
        met = [link for link in self.links if link.display_start < display_end and link.display_end > display_start]
        if met:
            return (met[0].spoken_start, met[-1].spoken_end)
        later = next((link.spoken_start for link in self.links if link.display_start >= display_end), len(self.text))
        return (later, later)
