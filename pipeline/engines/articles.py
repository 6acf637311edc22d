# SPDX-License-Identifier: EUPL-1.2
"""Received markup → items: text of whole sentences, the full article behind a teaser, embargo, picture with credit.

Shared by the three sources. They find out what belongs to which message (`Raw`); here a message is made whole.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from pipeline.engines.fetch import Fetched, Fetcher
from pipeline.engines.markup import Block, ImageRef, read_blocks
from pipeline.engines.newsletters import Piece
from pipeline.engines.pictures import keep_picture
from pipeline.engines.plain_text import LINK_MOST, canonical, identity, is_cut, tidy, web_address, whole_sentences
from pipeline.errors import SourceError
from pipeline.language import notices, occasions
from pipeline.model import Edition, Finding, Item, Picture, Severity
from pipeline.ports import Shelf
from pipeline.settings import SourceSettings

HTML = "text/html, application/xhtml+xml;q=0.9"
PICTURES = "image/jpeg, image/png, image/webp"
TITLE_MOST = 400
TEXT_MOST = 60_000
"""Characters; the longest real press release seen has a tenth of it. What comes later may take its time per character."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A message as a source found it; paragraphs of `text` are apart by an empty line.

    `hint` is text that may name an embargo but is not told. `teaser`: the source says that the full text stands behind `link`.
    """

    id: str
    title: str
    text: str
    link: str = ""
    published: date | None = None
    image: ImageRef | None = None
    hint: str = ""
    language: str = "de"
    teaser: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where messages are made whole: the day, the oldest day that counts, the shelf, and the ways to further bytes.

    `base` is the source's file, empty where it is none; `address` the web address that relative picture names are relative to;
    `inline` gives a mail's own parts.
    """

    day: date
    oldest: date
    shelf: Shelf
    fetch: Fetcher
    zone: ZoneInfo
    base: str = ""
    address: str = ""
    inline: Callable[[str], bytes | None] = field(default=lambda _: None)


def prose(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Give the paragraphs of a text: headings and list points are paragraphs of their own; buttons and pictures are none."""
    return tuple(block.text for block in blocks if block.kind in ("heading", "text"))


_FOOTERS = re.compile(
    r"^(?:Der Beitrag\b.{0,200}\berschien zuerst auf\b|The post\b.{0,200}\bappeared first on\b|Quelle: https?://\S+$|"
    r"Diese (?:Seite|Meldung) (?:drucken|teilen|weiterempfehlen)\b)",
    re.S,
)


def without_footers(texts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Drop the paragraphs that stand in at least half of the texts of a feed of five or more, and the usual last lines."""
    counted = Counter(paragraph for text in texts for paragraph in set(text))
    often = {p for p, n in counted.items() if len(texts) >= 5 and n >= 3 and 2 * n >= len(texts)}
    return tuple(tuple(p for p in text if p not in often and not _FOOTERS.match(p)) for text in texts)


def first_image(blocks: Iterable[Block], address: str = "") -> ImageRef | None:
    """Give the first picture of some blocks, its name made absolute by `address`; None where they hold none."""
    image = next((block.image for block in blocks if block.image is not None), None)
    if image is None or not address:
        return image
    return replace(image, src=web_address(image.src, address) or image.src)


def make_whole(raw: Raw, at: Surroundings) -> tuple[Item, tuple[Finding, ...]]:
    """Complete one message: Raw → Item and what an editor should know about it."""
    raw = replace(
        raw, id=raw.id[:LINK_MOST], title=_bounded(raw.title, TITLE_MOST, " "), text=_bounded(raw.text, TEXT_MOST, "\n\n")
    )
    where = f"item:{raw.id}"
    findings: list[Finding] = []
    text, image = raw.text, raw.image
    if is_cut(text) or not text or raw.teaser:
        text, image, found = _full_text(raw, at)
        findings += [replace(finding, where=where) for finding in found]
    held = occasions.embargo(raw.title, text, raw.published or at.day, at.zone, raw.hint)
    if held.until is not None and held.until.year == occasions.UNREADABLE:
        told = (
            "Die Sperrfrist dieser Meldung nennt keine lesbare Zeit. Sie bleibt gesperrt; bitte die Zeit in der Quelle ergänzen."
        )
        findings.append(Finding("embargo-unreadable", Severity.AMBER, told, where))
    picture: Picture | None = None
    if image is not None:
        picture, faults = _picture(image, at)
        findings += [replace(fault, where=where) for fault in faults]
    item = Item(raw.id, held.title, held.text, raw.link, raw.published, picture, held.until, raw.language)
    return item, tuple(findings)


def _bounded(text: str, most: int, joint: str) -> str:
    """Cut a text that is absurdly long at a joint."""
    return text if len(text) <= most else text[:most].rpartition(joint)[0] or text[:most]


def _full_text(raw: Raw, at: Surroundings) -> tuple[str, ImageRef | None, tuple[Finding, ...]]:
    """Fetch the article behind a teaser; where that fails, keep the teaser's whole sentences and say so."""
    why = "Sie hat keinen Link"
    if raw.link:
        try:
            page = at.fetch.get(raw.link, HTML, at.fetch.settings.max_text_bytes, at.shelf, subscribed=False)
            text, image = read_article(page, raw)
            if text:
                return text, raw.image or image, ()
            why = "Auf der verlinkten Seite war kein Artikel zu erkennen"
        except SourceError as wrong:
            why = f"Die verlinkte Seite war nicht zu lesen ({_brief(wrong)})"
    if raw.text and not is_cut(raw.text):
        return raw.text, raw.image, ()
    kept = whole_sentences(raw.text)
    told = f"Die Quelle bringt diese Meldung nur angerissen. {why}; verwendet werden nur ihre ganzen Sätze."
    return kept, raw.image, (Finding("text-cut", Severity.NOTE, told, "", tidy(raw.text[len(kept) :])[:80]),)


def _brief(wrong: SourceError) -> str:
    """Say in a few German words why a page could not be had."""
    if "left alone" in wrong.message:
        return "der Server hat zweimal nicht geantwortet"
    status = re.search(r"status (\d{3})", wrong.message)
    if status:
        return f"Antwort {status[1]}"
    if "did not answer" in wrong.message:
        return "Zeit überschritten"
    if "not known here" in wrong.message:
        return "Adresse unbekannt"
    return "nicht erlaubt" if "public internet" in wrong.message or "private network" in wrong.message else "nicht erreichbar"


def read_article(page: Fetched, raw: Raw) -> tuple[str, ImageRef | None]:
    """Find the article on its page → text and picture; an empty text where what was found is not this message's."""
    if page.media and "html" not in page.media and "xml" not in page.media:
        return "", None
    import trafilatura  # 2.9 s to load, and seldom needed

    markup = decoded(page.body, page.media)
    found = trafilatura.extract(
        markup,
        url=page.url,
        output_format="html",
        include_comments=False,
        include_images=False,
        include_tables=True,
        deduplicate=False,
    )
    paragraphs = [p for p in prose(read_blocks(found or "")) if tidy(p).casefold() != raw.title.casefold()]
    teaser = whole_sentences(raw.text) or re.sub(r"\W+$", "", raw.text)
    text = "\n\n".join(paragraphs)
    if len(text) < len(teaser) or is_cut(text):
        return "", None
    known = notices.imprint("", teaser).shingles
    shared = len(known & notices.imprint("", f"{raw.title} {text}").shingles)
    titled = notices.imprint(raw.title, "").title
    if teaser and shared < 0.3 * len(known) and len(titled & notices.imprint(text, "").title) < 0.5 * len(titled):
        return "", None  # a cookie notice or another page
    blocks = read_blocks(_main_part(markup), page.url)
    return text, first_image(blocks, page.url)


def _main_part(markup: str) -> str:
    tree = LexborHTMLParser(markup)
    node = tree.css_first("article") or tree.css_first("main")
    return (node.html or "") if node is not None else ""


def decoded(body: bytes, media: str = "") -> str:
    """Give HTML bytes as text, by byte order mark, <meta charset>, else UTF-8, else Windows-1252."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    named = re.search(rb"<meta[^>]{0,80}charset\s*=\s*[\"']?\s*([\w-]+)", body[:4096], re.I)
    for name in (named[1].decode("ascii") if named else "", "utf-8-sig"):
        try:
            if name:
                return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def _picture(image: ImageRef, at: Surroundings) -> tuple[Picture | None, tuple[Finding, ...]]:
    """Get and keep a picture; what does not succeed is a finding, never a failure."""
    try:
        content = _picture_bytes(image.src, at)
        return keep_picture(content, image.credit, image.alt or image.caption, at.shelf), ()
    except SourceError as wrong:
        told = f"Das Bild „{_name(image.src)}“ konnte nicht übernommen werden; der Beitrag erscheint ohne Bild."
        return None, (Finding("picture-missing", Severity.NOTE, told, "", wrong.message[:200]),)


def _name(src: str) -> str:
    return unquote(urlsplit(src).path.rsplit("/", 1)[-1])[:60] or src[:60]


def _picture_bytes(src: str, at: Surroundings) -> bytes:
    """Read a picture from the mail itself, from beside the source file, or from the web. Raises SourceError."""
    inline = at.inline(src)
    if inline is not None:
        return inline
    if src.lower().startswith(("http://", "https://")):
        return at.fetch.get(src, PICTURES, at.fetch.settings.max_picture_bytes, at.shelf).body
    if ":" in src.split("/", 1)[0]:
        raise SourceError(f"The picture {src!r} cannot be found from here.", "Use a full web address.")
    if at.base:
        folder = Path(at.base).resolve().parent
        file = (folder / unquote(src.split("?", 1)[0])).resolve()
        if not file.is_relative_to(folder):
            raise SourceError(f"The picture {src!r} lies outside the source's folder.", "Put it beside the source file.")
        if file.is_file() or not at.address:
            return read_file(file, at.fetch.settings.max_picture_bytes)
    full = web_address(src, at.address) if at.address else ""
    if not full:
        raise SourceError(f"The picture {src!r} cannot be found from here.", "Use a full web address.")
    return at.fetch.get(full, PICTURES, at.fetch.settings.max_picture_bytes, at.shelf).body


def read_file(file: Path, most: int) -> bytes:
    """Read a local file of at most `most` bytes. Raises SourceError."""
    try:
        if file.stat().st_size > most:
            raise SourceError(f"{file} is larger than {most // 1000} kB.", "Raise the cap under [fetch] if this is right.")
        return file.read_bytes()
    except FileNotFoundError:
        raise SourceError(
            f"There is no file {file}.", "Check the path under [[sources]] url; it is relative to config.toml."
        ) from None
    except OSError as wrong:
        raise SourceError(f"{file} cannot be read: {wrong.strerror}.", "Check the file's rights.") from wrong


def read_source(
    settings: SourceSettings, home: Path, fetch: Fetcher, accept: str, shelf: Shelf, subscribed: bool = True
) -> Fetched:
    """Read what a source's `url` names: a web address, or a file relative to the configuration. Raises SourceError."""
    if settings.url.lower().startswith(("http://", "https://")):
        return fetch.get(settings.url, accept, fetch.settings.max_text_bytes, shelf, subscribed)
    if "://" in settings.url:
        raise SourceError(
            f"{settings.url} is neither a web address nor a file.", "Write http(s)://… or a path under [[sources]] url."
        )
    file = home / Path(settings.url).expanduser()
    return Fetched(read_file(file, fetch.settings.max_text_bytes), "", str(file))


def edition_of(
    pieces: Sequence[Piece],
    at: Surroundings,
    day: date,
    title: str,
    source: str,
    link: Callable[[str], str] = lambda known: known,
) -> Edition:
    """Make the edition of one newsletter out of its pieces: identities, full texts, pictures.

    `link` gives the address behind a counted link. A date after the edition's day is no date of publication.
    """
    items: list[Item] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for piece in pieces:
        known = link(piece.link)
        name = canonical(known) or identity(piece.title)
        if name in taken:
            name = identity(piece.title, name)
        if name in taken:
            continue  # the same message once more, title and link alike
        taken.add(name)
        published = piece.published if piece.published is not None and piece.published <= day else None
        text = "\n\n".join(piece.paragraphs)
        raw = Raw(name, piece.title, text, known, published or day, piece.image, teaser=piece.teaser and bool(known))
        if not in_window(raw.published, day, (day - at.oldest).days):
            raw = replace(raw, teaser=False, image=None)  # it will be left out as too old; nothing is fetched for it
        item, found = make_whole(raw, at)
        items.append(item)
        findings += found
    return Edition(week_id(day), title, day, source, tuple(items), tuple(findings))


def source_name(settings: SourceSettings) -> str:
    """Name a source as configured, else by its host or its file."""
    if settings.name:
        return settings.name
    parts = urlsplit(settings.url)
    return parts.hostname or Path(parts.path).stem or settings.kind


def week_id(day: date) -> str:
    """Give the readable id of a week's edition: "2026-kw47" (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-kw{week:02d}"


def in_window(published: date | None, day: date, max_age_days: int) -> bool:
    """Tell whether a message counts on `day`: not later, at most `max_age_days` older; one without a date counts."""
    return published is None or day - timedelta(days=max_age_days) <= published <= day


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Give the day on which a moment falls where the newsroom is."""
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
