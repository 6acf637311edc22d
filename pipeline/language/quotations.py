# SPDX-License-Identifier: EUPL-1.2
"""Quotations in a text: what stands in quotation marks, and whether it stands there word for word in a source."""

import re
from typing import Final

from pipeline.language.mention import Mention
from pipeline.model import FactKind

_PAIRS: Final = re.compile(
    r"„([^„“”\"]{1,900}?)[“”\"]|“([^“”]{1,900}?)”|\"([^\"„“]{1,900}?)\"|»([^«»]{1,900}?)«|«([^«»]{1,900}?)»"
)
_NOISE: Final = re.compile(r"[\s\u00a0\u202f\u00ad]+")
_SPOKEN: Final = re.compile(
    r"[.!?…,]$|\b(?:ist|sind|war|wird|werden|haben|hat|sei|wir|ich|uns|unser\w*|soll|kann|können|müssen|wollen)\b"
)


def quotations(text: str) -> tuple[Mention, ...]:
    """Find what stands in quotation marks, marks left out; the value is normalised for comparison."""
    found = []
    for match in _PAIRS.finditer(text):
        group = next(n for n in range(1, 6) if match[n] is not None)
        inner = match[group]
        found.append(Mention(FactKind.QUOTATION, inner, plain(inner), match.start(group), match.end(group)))
    return tuple(found)


def plain(text: str) -> str:
    """Reduce a wording to what must be the same in a quotation: words and figures in order, without case and punctuation."""
    joined = _NOISE.sub(" ", text.replace("ß", "ss")).casefold()
    return " ".join(re.findall(r"[^\W_]+", joined))


def is_speech(quote: str) -> bool:
    """Whether a quotation is something said, and not a name in quotation marks ("Haltestelle „Erlebrücke“")."""
    words = re.findall(r"[^\W\d_]+", quote)
    return len(words) >= 5 or (len(words) >= 3 and _SPOKEN.search(quote) is not None)


def verbatim(quote: str, source: str) -> bool:
    """Whether a quotation stands word for word in the source: inside its quotation marks where it is speech, else anywhere.

    An ellipsis may leave words out; what is left must stand in order.
    """
    marked = " | ".join(mention.value for mention in quotations(source))
    everything = plain(source)
    pieces = [plain(piece) for piece in re.split(r"\s*(?:\[?…\]?|\[?\.\.\.\]?)\s*", quote)]
    ground = f" {marked} " if is_speech(quote) else f" {everything} "
    joined = f" {marked.replace(' | ', ' ')} "  # one statement, broken by "sagt …"
    for field in (ground, joined):
        at = 0
        for piece in pieces:
            at = field.find(f" {piece} ", at) if piece else at
            if at < 0:
                break
        else:
            return True
    return False


def unquoted(text: str) -> str:
    """Give a text without what stands in quotation marks: what someone is quoted with binds only them."""
    for quote in reversed(quotations(text)):
        text = text[: quote.start] + text[quote.end :]
    return text
