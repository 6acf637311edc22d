# SPDX-License-Identifier: EUPL-1.2
"""One newsletter → its messages: which heading begins a message, and which picture, date and link belong to it.

Nobody marks messages in a newsletter. What all newsletters share is repetition: elements of one kind, or headings of one
rank with text directly below. Everything here follows from that, and nothing from one mailer or one CMS.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.engines.markup import Block, ImageRef, read_blocks
from pipeline.engines.plain_text import tidy, web_address
from pipeline.language import occasions
from pipeline.language.calendar_de import WEEKDAY_PATTERN

FILLED_LEAST: Final = 60
"""Characters of text directly below a heading from which on it heads something."""
SHARE_LEAST: Final = 0.6
"""Share of the headings of a rank that must be filled, or show the same habit, for it to be the rule."""
SHORT_MOST: Final = 60
"""Characters: a line above a heading that is no longer and no sentence is a topic or a date."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message as it stands in a newsletter. `teaser`: a button leads on, and the text is short."""

    title: str
    paragraphs: tuple[str, ...]
    link: str = ""
    image: ImageRef | None = None
    published: date | None = None
    teaser: bool = False


_FOOTER: Final = re.compile(
    r"\b(?:abmelden|abbestellen|abzubestellen|austragen|unsubscribe|Abmeldelink|Newsletter-?Abmeldung)\b|^(?:Impressum|Herausgeber(?:in)?)\b|"
    r"^(?:V\.?\s?i\.?\s?S\.?\s?d\.?\s?P|Verantwortlich(?:er)?\s+(?:im\s+Sinne|für\s+den\s+Inhalt|i\.\s?S))|"
    r"\bSie\s+(?:erhalten|bekommen)\s+diese[nr]?\s+(?:E-?Mail|Newsletter|Nachricht)|^(?:Datenschutz(?:erklärung|hinweise?)?|Kontakt)\W*$|"
    r"^(?:Newsletter\s+(?:abonnieren|weiterempfehlen)|Folgen\s+Sie\s+uns|Diese\s+E-?Mail\s+wurde\b|©\s*\d{4}|Copyright\b)",
    re.I,
)
_NO_MESSAGE: Final = re.compile(
    r"\W*(?:Inhalt(?:sverzeichnis)?|In dieser Ausgabe|Themen(?: dieser Ausgabe)?|Die Themen|Übersicht|Impressum|Kontakt|"
    r"Datenschutz\w*|Newsletter (?:abmelden|abonnieren|abbestellen)|Abmelden|Folgen Sie uns|Social Media|Herausgeber\w*|"
    r"Editorial|Vorwort|Grußwort|Weitere (?:Meldungen|Informationen|Links)|Mehr zum Thema|Suche|Navigation|Menü|"
    r"Cookie\w*|Service|Links|Teilen|Downloads?|Archiv|Anmeldung zum Newsletter|Ihre Ansprechpartner\w*)\W*",
    re.I,
)
_GREETING: Final = re.compile(r"^(?:Liebe|Sehr geehrte|Guten (?:Tag|Morgen)|Hallo|Herzlich willkommen|Willkommen)\b", re.I)
_DATE_LINE: Final = re.compile(
    rf"(?:(?:Datum|Stand|Veröffentlicht(?:\s+am)?|Erstellt(?:\s+am)?|Meldung\s+vom|Pressemitteilung(?:\s+Nr\.?\s*[\d/-]+)?(?:\s+vom)?|vom|"
    rf"am)\s*:?\s*)?(?:{WEEKDAY_PATTERN}|\w+tag)?,?\s*(?:de[nm]\s+)?",
    re.I,
)


def split_newsletter(markup: str, base: str = "") -> tuple[Piece, ...]:
    """Find the messages of a newsletter mail, a newsletter page or a list of press releases, in reading order."""
    root = LexborHTMLParser(markup).root
    if root is None:
        return ()
    frame = _frame(root)
    for group in _repeated(frame):
        pieces = [_piece(read_blocks(node, base), _clicked(node, base)) for node in group]
        found = tuple(piece for piece in pieces if piece is not None)
        if len(found) >= max(2, SHARE_LEAST * len(group)):
            return found
    return split_blocks(read_blocks(frame, base))


def _frame(root: LexborNode) -> LexborNode:
    """Give the part of a page that holds its content, the whole where none is marked."""
    for query in ("main", "[role=main]", "#content", "#main"):
        marked = [node for node in root.css(query) if len(node.text()) > 200]
        if len(marked) == 1:
            return marked[0]
    return root


def _repeated(frame: LexborNode) -> list[list[LexborNode]]:
    """Give groups of elements that repeat, each with a heading: <article>s, then siblings of one class, most text first."""
    articles = [node for node in frame.css("article") if _heads(node) and not _inside(node, "article", frame)]
    groups: dict[tuple[int, str, str], list[LexborNode]] = defaultdict(list)
    for heading in frame.css("h1,h2,h3,h4,h5,h6"):
        node = heading.parent
        while node is not None and node.mem_id != frame.mem_id and node.parent is not None:
            name = (node.attributes.get("class") or "").split()
            if node.tag in ("li", "div", "section") and name:
                groups[(node.parent.mem_id, node.tag or "", name[0])].append(node)
            node = node.parent
    alike: list[list[LexborNode]] = []
    for nodes in groups.values():
        apart = list({node.mem_id: node for node in nodes}.values())
        if len(apart) >= 2 and sum(len(_heads(node)) == 1 for node in apart) >= SHARE_LEAST * len(apart):
            alike.append(apart)
    alike.sort(key=lambda nodes: sum(len(node.text()) for node in nodes), reverse=True)
    return ([articles] if len(articles) >= 2 else []) + alike[:3]


def _heads(node: LexborNode) -> list[LexborNode]:
    return node.css("h1,h2,h3,h4,h5,h6")


def _inside(node: LexborNode, tag: str, frame: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.mem_id != frame.mem_id:
        if above.tag == tag:
            return True
        above = above.parent
    return False


def _clicked(node: LexborNode, base: str) -> str:
    """Give the address that a script opens at a click (data-url, data-href), empty where there is none."""
    for owner in (node, *node.css("[data-url],[data-href]")):
        given = owner.attributes.get("data-url") or owner.attributes.get("data-href")
        if given:
            return web_address(given, base)
    return ""


def split_blocks(blocks: tuple[Block, ...]) -> tuple[Piece, ...]:
    """Split a row of blocks at the headings that begin messages."""
    starts = _starts(blocks)
    if not starts:
        return ()
    topped, pictured = _habits(blocks, starts)
    bounds = [_reach_back(blocks, start, topped, pictured) for start in starts]
    pieces: list[Piece] = []
    for number, (bound, start) in enumerate(zip(bounds, starts, strict=True)):
        end = bounds[number + 1] if number + 1 < len(starts) else _footer(blocks, start)
        above = next((n for n in range(start + 1, end) if _closes(blocks[n], blocks[start])), end)
        piece = _piece((*blocks[bound:start], *blocks[start:above]))
        if piece is not None:
            pieces.append(piece)
    return tuple(pieces)


def _starts(blocks: tuple[Block, ...]) -> list[int]:
    """Give the indices of the headings that begin a message: the highest rank that is mostly filled, at least twice."""
    heads = [n for n, block in enumerate(blocks) if block.kind == "heading" and not _NO_MESSAGE.fullmatch(block.text)]
    filled = {n: _text_below(blocks, n) for n in heads}
    ranks = sorted({blocks[n].level for n in heads})
    chosen = 0.0
    for rank in ranks:
        ours = [n for n in heads if blocks[n].level == rank]
        good = [n for n in ours if filled[n] >= FILLED_LEAST]
        if len(good) >= 2 and len(good) >= SHARE_LEAST * len(ours):
            chosen = rank
            break
    if not chosen:
        best = max(heads, key=lambda n: filled[n], default=-1)
        return [best] if best >= 0 and filled[best] >= FILLED_LEAST else []
    starts = [n for n in heads if blocks[n].level == chosen and _text_below(blocks, n, deep=True) > 0]
    # A lead story in larger type than the rest: it needs a text of its own that is no greeting.
    for n in heads:
        below = blocks[n + 1] if n + 1 < len(blocks) else None
        if (
            blocks[n].level < chosen
            and filled[n] >= 3 * FILLED_LEAST
            and below
            and not _GREETING.match(below.text)
            and n > heads[0]
        ):
            starts.append(n)
    return sorted(starts)


def _text_below(blocks: tuple[Block, ...], start: int, deep: bool = False) -> int:
    """Count the characters of text below a heading, up to the next heading (`deep`: of the same or a higher rank)."""
    total = 0
    for block in blocks[start + 1 :]:
        if block.kind == "heading" and (not deep or block.level <= blocks[start].level):
            break
        if block.kind == "text" and not _is_short(block):
            total += len(block.text)
    return total


def _is_short(block: Block) -> bool:
    return len(block.text) <= SHORT_MOST and not block.text.endswith((".", "!", "?", "…"))


def _habits(blocks: tuple[Block, ...], starts: list[int]) -> tuple[bool, bool]:
    """Find out whether this newsletter puts topics, and whether it puts pictures, above its headings."""
    topped = sum(1 for n in starts if n and blocks[n - 1].kind == "text" and _is_short(blocks[n - 1]))
    above = [any(blocks[k].image for k in range(_reach_back(blocks, n, True, True), n)) for n in starts]
    below = sum(1 for n in starts if any(b.image for b in blocks[n + 1 : n + 4]))
    last = any(block.image for block in blocks[starts[-1] + 1 : _footer(blocks, starts[-1])])
    pictured = sum(above) > 0 and sum(above) >= below and (above[0] or not last)
    return topped >= SHARE_LEAST * len(starts), pictured


def _reach_back(blocks: tuple[Block, ...], start: int, topped: bool, pictured: bool) -> int:
    """Give the index from which on blocks belong to the heading below them: its topic, its date, its picture."""
    n = start
    while n > 0:
        block = blocks[n - 1]
        takes = (pictured and block.image is not None) or (topped and block.kind == "text" and _is_short(block))
        if not takes or (block.image is not None and any(known.image for known in blocks[n:start])):
            break
        n -= 1
    return n


def _closes(block: Block, head: Block) -> bool:
    """Tell whether a block ends a message before the next one begins: a higher heading, or one that heads no message."""
    if block.kind != "heading":
        return False
    return block.level < head.level or bool(_NO_MESSAGE.fullmatch(block.text))


def _footer(blocks: tuple[Block, ...], start: int) -> int:
    """Give the index at which the newsletter's own footer begins, after its last message."""
    for n in range(start + 1, len(blocks)):
        if blocks[n].kind != "picture" and _FOOTER.search(blocks[n].text) and (len(blocks[n].text) < 400 or n > start + 2):
            return n
    return len(blocks)


def _piece(blocks: tuple[Block, ...], link: str = "") -> Piece | None:
    """Read the blocks of one message, None where they hold no heading or nothing below it."""
    head = next((n for n, block in enumerate(blocks) if block.kind == "heading"), -1)
    if head < 0 or _NO_MESSAGE.fullmatch(blocks[head].text):
        return None
    title = blocks[head]
    published = next((day for block in blocks[:head] if (day := _date_of(block)) is not None), None)
    body = list(blocks[head + 1 :])
    # Date and topic may also stand below the title.
    for block in list(body[:2]):
        day = _date_of(block)
        if block.kind == "text" and (
            day is not None or (_is_short(block) and published is None and len(body) > 1 and _topic(block))
        ):
            published = published or day
            body.remove(block)
    # Some systems close a message with its date.
    for block in body[-2:]:
        if published is None and block.kind == "text" and (day := _date_of(block)) is not None:
            published = day
            body.remove(block)
    buttons = [block for block in body if block.kind == "button"]
    onward = next((block.link for block in buttons if block.link), "")
    paragraphs = tuple(block.text for block in body if block.kind in ("heading", "text") and not _repeats(block, title))
    image = next((block.image for block in blocks if block.image is not None), None)
    found = title.link or link or onward
    if not paragraphs and not found:
        return None
    short = sum(map(len, paragraphs)) < 400
    return Piece(title.text, paragraphs, found, image, published, bool(found) and short)


def _topic(block: Block) -> bool:
    return len(block.text) <= 30 and not re.search(r"\d", block.text) and len(block.text.split()) <= 3


def _repeats(block: Block, title: Block) -> bool:
    return block.text.casefold() == title.text.casefold()


def _date_of(block: Block) -> date | None:
    """Read a line that is only a date, with a topic or an author at most; None for any other line."""
    if block.kind not in ("text", "heading") or len(block.text) > 90:
        return None
    if block.when:
        try:
            return datetime.fromisoformat(block.when.strip()).date()
        except ValueError:
            pass  # a <time> whose attribute is no date: what it shows counts
    return date_line(block.text)


def date_line(line: str) -> date | None:
    """Read "Donnerstag, 19. November 2026 | Verkehr" and the like → the day; None where the line says more than that."""
    found = occasions.mentions(line, date.min.replace(year=2000))
    if len(found) != 1 or not re.search(r"20\d\d|\.\d\d$", line[found[0].start : found[0].end]):
        return None
    before, after = line[: found[0].start], line[found[0].end :]
    lead = _DATE_LINE.fullmatch(tidy(before)) or re.fullmatch(r"[^.!?]{0,30}\s*[|·•/–—-]\s*(?:\w+tag,\s*)?", before.strip() + " ")
    tail = re.fullmatch(r"(?:,?\s*(?:um\s+)?\d{1,2}[:.]\d\d(?:\s*Uhr)?)?\s*(?:[|·•/–—,-]\s*[^.!?]{0,50})?", after.strip())
    return found[0].day if (lead or not before.strip()) and tail else None
