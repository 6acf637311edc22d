# SPDX-License-Identifier: EUPL-1.2
"""A plain-text newsletter → its messages, by lines of dashes, underlined or numbered titles and empty lines."""

import re
from typing import Final

from pipeline.engines.newsletters import Piece, date_line
from pipeline.engines.plain_text import is_cut, tidy, web_address

_RULE: Final = re.compile(r"^\s*([-=*_~#+–—•])(?:\s*\1){5,}\s*$")
_UNDERLINE: Final = re.compile(r"^\s*([-=~])\1{2,}\s*$")
_NUMBERED: Final = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\+\+\+|\*\s?\*|>>|»)\s+(?=\S)")
_LINK_LINE: Final = re.compile(
    r"^(?:[^.!?]{0,45}?[:>»→]\s*)?<?(https?://[^\s>]+)>?$|^(?:Mehr|Weiter|Link|Meldung|Zum|Die ganze)\b[^.!?]{0,60}?<?(https?://[^\s>]+)>?$",
    re.I,
)
_PICTURE_LINE: Final = re.compile(r"^\[(?:Bild|Foto|Image|cid)\b.*\]$", re.I)
_FRAME: Final = re.compile(
    r"\b(?:abmelden|abbestellen|abzubestellen|austragen|unsubscribe)\b|^(?:Impressum|Herausgeber|Inhalt|In dieser Ausgabe|Themen|"
    r"Im Browser)\b|\bSie (?:erhalten|bekommen) diese",
    re.I,
)
_CONTENTS: Final = re.compile(
    r"(?:Inhalt(?:sverzeichnis|sübersicht)?|In dieser Ausgabe|(?:Die )?Themen(?: dieser Ausgabe)?)\b\W*$", re.I
)
_BULLET: Final = re.compile(r"^\s*[-*•–]\s+")


def split_plain(text: str) -> tuple[Piece, ...]:
    """Find the messages of a plain-text newsletter, in order."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = lines[: next((n for n, line in enumerate(lines) if line.rstrip() == "--" and n > 3), len(lines))]
    pieces = [piece for section in _sections(lines) if (piece := _piece(section)) is not None]
    return tuple(pieces)


def _sections(lines: list[str]) -> list[list[str]]:
    """Cut at lines of dashes, at underlined titles, and where there are none at numbered titles."""
    sections: list[list[str]] = [[]]
    for line in lines:
        above = sections[-1][-1].strip() if sections[-1] else ""
        if _UNDERLINE.match(line) and above and 0.5 <= len(line.strip()) / len(above) <= 1.6 and len(above) <= 100:
            title = sections[-1].pop()
            sections.append([title, ""])
        elif _RULE.match(line):
            sections.append([])
        else:
            sections[-1].append(line)
    if len(sections) >= 3:
        return sections
    numbered: list[list[str]] = [[]]
    for section in sections:
        before = ""
        for line in section:
            if (_NUMBERED.match(line) or _shouted(line)) and not before.strip():
                numbered.append([_NUMBERED.sub("", line)])
            else:
                numbered[-1].append(line)
            before = line
    return numbered if len(numbered) > len(sections) else sections


def _shouted(line: str, least: int = 8) -> bool:
    letters = re.findall(r"[^\W\d_]", line)
    return len(letters) >= least and sum(c.isupper() or c == "ß" for c in letters) >= 0.9 * len(letters)


def _piece(section: list[str]) -> Piece | None:
    """Read one section: topic, title and date stand in its first paragraph, the text below; None where there is no text."""
    groups = [
        [line for line in part.split("\n") if line.strip()] for part in re.split(r"\n\s*\n", "\n".join(section).strip("\n"))
    ]
    groups = [group for group in groups if group]
    contents = any(_CONTENTS.match(tidy(group[0])) for group in groups)
    if len(groups) < 2 or contents or _FRAME.search(tidy(" ".join(groups[0]))):
        return None
    published = next((day for line in groups[0] if (day := date_line(tidy(line))) is not None), None)
    heads = [
        tidy(_NUMBERED.sub("", line)) for line in groups[0] if date_line(tidy(line)) is None and not _LINK_LINE.match(tidy(line))
    ]
    if len(heads) > 1 and _shouted(heads[0], 3) and len(heads[0]) <= 30:
        heads = heads[1:]  # the topic
    title = " ".join(heads)
    if not title or len(title) > 200:
        return None
    paragraphs: list[str] = []
    link = ""
    for group in groups[1:]:
        if any(_FRAME.search(tidy(line)) for line in group) and "abmelden" in " ".join(group).lower():
            break
        told, found = _paragraphs(group)
        link = link or found
        if not paragraphs and len(told) == 1 and published is None and date_line(told[0]) is not None:
            published = date_line(told[0])
            continue
        paragraphs += told
    if sum(map(len, paragraphs)) < 60:
        return None
    text = "\n\n".join(paragraphs)
    return Piece(title, tuple(paragraphs), link, None, published, bool(link) and (len(text) < 400 or is_cut(text)))


def _paragraphs(group: list[str]) -> tuple[list[str], str]:
    """Fold the lines of one paragraph; list points are paragraphs of their own; lines that only lead on give the link."""
    told: list[str] = []
    link = ""
    fresh = True
    for line in group:
        plain = tidy(line)
        met = _LINK_LINE.match(plain)
        if met:
            link = link or web_address(met[1] or met[2])
            continue
        if _PICTURE_LINE.match(plain):
            continue
        if _BULLET.match(line) or fresh:
            told.append(tidy(_BULLET.sub("", line)))
            fresh = False
        else:
            told[-1] = f"{told[-1]} {plain}"
    return told, link
