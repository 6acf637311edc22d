# SPDX-License-Identifier: EUPL-1.2
"""HTML → a row of blocks in reading order: headings, text, pictures, buttons, rules. Hidden things are left out.

The same walk serves a feed's description, a mail made of nested tables and a page of a CMS; what the blocks mean is judged
elsewhere.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.engines.plain_text import tidy, web_address

BlockKind = Literal["heading", "text", "picture", "caption", "button", "rule"]

_SKIPPED: Final = re.compile(
    "script|style|head|noscript|template|svg|nav|iframe|object|embed|button|select|textarea|input|label|audio|video|canvas|map|footer"
    "|dialog|math|title|meta|link|menu"
)
_BLOCKS: Final = re.compile(
    "p|div|t[dhr]|table|tbody|thead|tfoot|caption|ul|ol|li|dl|dt|dd|blockquote|figure|figcaption|section|article|main|aside|header"
    "|address|pre|h[1-6]|center|body|html|details|summary|form|fieldset|hgroup"
)
_MORE: Final = re.compile(
    r"(?:\W*(?:jetzt|hier|alles?|den|die|das|ganze[nr]?|zu[mr]?|im|ins|auf|per|an|nach|in|und|mehr|weiter|weiterlesen|weitere|lesen|ansehen"
    r"|artikel|beitrag|meldung|pressemitteilung|mitteilung|infos?|informationen|details?|anzeigen|erfahren|klicken|link|internet|web|browser"
    r"|website|webseite|homepage|seite|oben|drucken|teilen|e-mail|anmelden|anmeldung|download|herunterladen|öffnen|übersicht|zurück|read|more"
    r"|online|lesen|sie|pdf|kontakt|impressum|datenschutz))+\W*",
    re.I,
)
"""What stands on a button that leads to the whole message."""
_HEADINGS: Final = {"h1": 1.0, "h2": 2.0, "h3": 3.0, "h4": 4.0, "h5": 5.0, "h6": 6.0}
_HIDING_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:sr-only|screen-reader-text|visually-?hidden|preheader|cookie|breadcrumb|share|social|skip-?link|toc)(?:$|[\s_-])",
    re.I,
)
_CAPTION_CLASS: Final = re.compile(r"caption|bildunterschrift|copyright|credit|img-?text", re.I)
_HIDDEN_STYLE: Final = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|max-height:0(?:px)?(?:;|$)|font-size:[01](?:px|pt)?(?:;|$)|opacity:0(?:;|$)"
)
BUTTON_MOST: Final = 60
"""Characters: a link that stands alone and is no longer is a button ("Weiterlesen"), not a sentence."""


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture as the markup names it, perhaps relative. Width and height in pixels as stated, 0 where not."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One piece in reading order. `level` ranks headings (1 the highest, halves are bold lines); `when` is a <time>'s value."""

    kind: BlockKind
    text: str = ""
    level: float = 0.0
    link: str = ""
    image: ImageRef | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a piece of text inherits: size in pixels (0 unknown), boldness, link, heading level, caption."""

    size: float = 0.0
    bold: bool = False
    href: str = ""
    level: float = 0.0
    caption: bool = False
    listed: bool = False


@dataclass(slots=True)
class _Walk:
    """The walk through one document: finished blocks, and the pieces of the block that is being read."""

    base: str
    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, _Look]] = field(default_factory=list)
    when: str = ""
    breaks: int = 0

    def close(self) -> None:
        """End the block that is being read."""
        text = tidy("".join(piece for piece, _ in self.pieces))
        if text and re.search(r"\w", text):
            self.blocks.append(self._block(text))
        self.pieces.clear()
        self.when = ""
        self.breaks = 0

    def _block(self, text: str) -> Block:
        told = [(piece, look) for piece, look in self.pieces if re.search(r"\w", piece)]
        looks = [look for _, look in told]
        linked = all(look.href for look in looks)
        links = [look.href for look in looks if look.href and look.href != "#"]
        link = links[0] if links else ""
        if any(look.level for look in looks):
            return Block("heading", text, min(look.level for look in looks if look.level), link, when=self.when)
        if all(look.caption for look in looks):
            return Block("caption", text)
        words = sum(len(re.findall(r"\w", piece)) for piece, look in told if not look.href)
        if linked and len(text) <= BUTTON_MOST:
            level = _bold_level(looks, text)
            titled = level and not _MORE.fullmatch(text)
            return Block("heading", text, level, link) if titled else Block("button", text, link=link)
        if len(links) > 1 and words <= 3 * len(links):
            return Block("button", text, link=link)  # a row of links: share, print, back to top
        level = 0.0 if looks[0].listed else _bold_level(looks, text)
        return Block("heading" if level else "text", text, level, link, when=self.when)


def _bold_level(looks: list[_Look], text: str) -> float:
    """Rank a short line that only looks like a heading (bold, or large), 0 where it does not."""
    if len(text) > 160 or text.endswith((".", ":", ",", ";")):
        return 0.0
    size = min(look.size for look in looks)
    bold = all(look.bold for look in looks)
    if size >= 26:
        return 1.5
    if size >= 20:
        return 2.5
    if bold and size >= 17:
        return 3.5
    return 6.5 if bold and re.search(r"[^\W\d_]{3}", text) else 0.0


def read_blocks(markup: str | LexborNode, base: str = "") -> tuple[Block, ...]:
    """Read markup, or one of its elements, → its visible blocks; relative links are resolved against `base`."""
    root = LexborHTMLParser(markup).root if isinstance(markup, str) else markup
    walk = _Walk(base)
    if root is not None:
        _read(root, _Look(), walk)
        walk.close()
    return _with_captions(walk.blocks)


def _read(top: LexborNode, start: _Look, walk: _Walk) -> None:
    """Walk an element in reading order, without recursion: mails nest their tables a hundred deep, attackers deeper."""
    todo: list[tuple[LexborNode | None, _Look, str]] = [(top, start, "open")]
    while todo:
        node, look, step = todo.pop()
        if node is None or step == "close":
            walk.close()
            continue
        if node.is_text_node:
            _add_text(node.text_content or "", look, walk)
            continue
        tag = node.tag or ""
        if tag.startswith(("-", "!")) or (tag != "-document" and _is_hidden(node, tag)):
            continue
        if tag in ("br", "hr", "img"):
            _add_void(node, tag, look, walk)
            continue
        inner = _look(node, tag, look, walk.base)
        if tag == "time":
            walk.when = str(node.attributes.get("datetime") or "") or walk.when
        if _BLOCKS.fullmatch(tag):
            walk.close()
            todo.append((None, look, "close"))
        todo.extend((child, inner, "open") for child in reversed(list(node.iter(include_text=True))))


def _add_text(text: str, look: _Look, walk: _Walk) -> None:
    if text.strip():
        walk.breaks = 0
    walk.pieces.append((text, look))


def _add_void(node: LexborNode, tag: str, look: _Look, walk: _Walk) -> None:
    if tag == "br":
        walk.breaks += 1
        told = [known for piece, known in walk.pieces if piece.strip()]
        # An empty line, or a bold line of its own, ends a paragraph; a single break does not.
        if walk.breaks >= 2 or (told and all(known.bold and not known.level for known in told)):
            walk.close()
        else:
            walk.pieces.append((" ", look))
    elif tag == "hr":
        walk.close()
        walk.blocks.append(Block("rule"))
    else:
        image = _image(node)
        if image is not None:
            walk.close()
            walk.blocks.append(Block("picture", link=look.href, image=image))


def _look(node: LexborNode, tag: str, look: _Look, base: str) -> _Look:
    """Give what the pieces inside an element inherit."""
    given = node.attributes
    style = re.sub(r"\s+", "", (given.get("style") or "").lower())
    if tag in _HEADINGS:
        look = replace(look, level=_HEADINGS[tag])
    if tag in ("b", "strong", "th"):
        look = replace(look, bold=True)
    if tag == "a" and given.get("href"):
        look = replace(look, href=web_address(str(given["href"]), base) or "#")
    if tag == "li":
        look = replace(look, listed=True)
    if tag == "figcaption" or (tag in ("div", "p", "span", "small") and _CAPTION_CLASS.search(given.get("class") or "")):
        look = replace(look, caption=True)
    weight = re.search(r"font-weight:(bold|[6-9]00|normal|[1-5]00)", style)
    if weight:
        look = replace(look, bold=weight[1] in ("bold", "600", "700", "800", "900"))
    size = re.search(r"font-size:(\d+(?:\.\d+)?)(px|pt)", style)
    if size:
        look = replace(look, size=float(size[1]) * (4 / 3 if size[2] == "pt" else 1.0))
    return look


def _is_hidden(node: LexborNode, tag: str) -> bool:
    if _SKIPPED.fullmatch(tag):
        return True
    given = node.attributes
    if "hidden" in given or (given.get("aria-hidden") == "true" and tag != "img"):
        return True
    style = re.sub(r"\s+", "", (given.get("style") or "").lower())
    if tag == "td" and not node.text(strip=True):
        return False  # a spacer cell is written with font-size:1px; it may hold a picture
    if _HIDDEN_STYLE.search(style):
        return True
    # A class may also stand on a frame around everything ("cookie-accepted"): only small elements are left out by it.
    return bool(_HIDING_CLASS.search(given.get("class") or "")) and len(node.text()) < 600


def _image(node: LexborNode) -> ImageRef | None:
    """Read an <img>, None where it is a tracking pixel, a spacer, an icon or inline data."""
    given = node.attributes
    src = str(given.get("data-src") or given.get("src") or "").strip()
    width, height = _pixels(given.get("width")), _pixels(given.get("height"))
    if not src or src.lower().startswith(("data:", "javascript:")) or (0 < width < 90) or (0 < height < 60):
        return None
    if re.search(r"\.(gif|svg)(\?|$)", src, re.I):
        return None
    return ImageRef(src, tidy(str(given.get("alt") or "")), width=width, height=height)


def _pixels(written: str | None) -> int:
    met = re.match(r"\s*(\d{1,5})", written or "")
    return int(met[1]) if met and "%" not in (written or "") else 0


CREDIT: Final = re.compile(
    r"(?:\b(?:Foto|Fotos|Bild|Bilder|Bildquelle|Bildnachweis|Quelle|Grafik|Illustration|Visualisierung|Copyright|Fotograf(?:in)?)"
    r"\s?:|©|\(c\)|\(Foto:)\s*.{2,100}$",
    re.I,
)
"""Where a caption names its author: from the word to the end of the line."""


def split_credit(caption: str) -> tuple[str, str]:
    """Split a caption into what it says and whom it credits ("Foto: M. Muster"); the credit is empty where none is named."""
    met = CREDIT.search(caption)
    if not met:
        return caption.strip(), ""
    return caption[: met.start()].strip(" (|–-"), met[0].strip().strip("()").rstrip(" )")


def _with_captions(blocks: list[Block]) -> tuple[Block, ...]:
    """Join pictures with the captions behind them: <figcaption>, or a short line that names an author."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        names = block.kind == "text" and len(block.text) <= 260 and CREDIT.search(block.text)
        if last is not None and last.image is not None and (block.kind == "caption" or names):
            said, credit = split_credit(block.text)
            image = replace(last.image, caption=f"{last.image.caption} {said}".strip(), credit=last.image.credit or credit)
            out[-1] = replace(last, image=image)
        elif block.kind != "caption":
            out.append(block)
    return tuple(out)
