# SPDX-License-Identifier: EUPL-1.2
"""RSS, Atom and JSON Feed → the edition of a day: what the feed brought in the days before it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import struct_time
from zoneinfo import ZoneInfo

import feedparser

from pipeline.engines.articles import (
    Raw,
    Surroundings,
    first_image,
    in_window,
    local_day,
    make_whole,
    prose,
    read_source,
    source_name,
    week_id,
    without_footers,
)
from pipeline.engines.fetch import Fetched, Fetcher
from pipeline.engines.markup import ImageRef, read_blocks, split_credit
from pipeline.engines.plain_text import canonical, identity, is_cut, one_line, web_address
from pipeline.errors import SourceError
from pipeline.model import Edition, Finding, Item, Severity
from pipeline.ports import Gathered, Shelf, Source
from pipeline.settings import SourceSettings

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
TAG_MOST = 60_000
"""Bytes; the parser's time grows with the square of a tag's attributes: 50,000 of them take 24 s."""
OPEN_MOST = 50_000
"""Tags left open, or one in another; the parser reads 50,000 a second, and no feed has a tenth of them."""
ENTRIES_MOST = 15_000
"""Messages in one feed; the parser reads some 15,000 a second, and a press office writes a few thousand in ten years."""
UNDATED_MOST = 40
"""Messages without any date that are taken from the head of a feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, before its text is cleaned. `bodies` are HTML or plain text, the fullest first."""

    id: str
    title: str
    bodies: tuple[str, ...]
    link: str
    published: date | None
    image: ImageRef | None
    language: str


@dataclass(slots=True)
class FeedSource:
    """A feed on the web or in a file."""

    name: str
    settings: SourceSettings
    home: Path
    max_age_days: int
    fetch: Fetcher
    timezone: str

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the feed as of `day` → at most one edition. Raises SourceError where there is no feed to read."""
        fetched = read_source(self.settings, self.home, self.fetch, ACCEPT, shelf)
        zone = ZoneInfo(self.timezone)
        title, entries, findings = read_feed(fetched, self.settings.url, zone)
        if not entries:
            raise SourceError(f"The feed {self.settings.url} holds no messages.", "Open it in a browser, and check the address.")
        fresh = [entry for entry in entries if in_window(entry.published, day, self.max_age_days)]
        undated = [entry for entry in fresh if entry.published is None][UNDATED_MOST:]
        fresh = [entry for entry in fresh if entry not in undated]
        if len(fresh) < len(entries):
            told = (
                f"{len(entries) - len(fresh)} von {len(entries)} Meldungen der Quelle „{self.name}“ liegen außerhalb der letzten "
                f"{self.max_age_days} Tage vor dem {day:%d.%m.%Y} und bleiben unbeachtet."
            )
            findings.append(Finding("items-outside-window", Severity.NOTE, told, "edition"))
        if not fresh:
            return Gathered((), tuple(findings))
        texts = without_footers([prose_of(entry) for entry in entries])
        told_by = dict(zip((entry.id for entry in entries), texts, strict=True))
        online = "://" in fetched.url
        oldest = day - timedelta(days=self.max_age_days)
        at = Surroundings(day, oldest, shelf, self.fetch, zone, "" if online else fetched.url, fetched.url if online else "")
        items: list[Item] = []
        for entry in fresh:
            item, found = _item(entry, told_by[entry.id], at)
            items.append(item)
            findings += found
        edition = Edition(week_id(day), self.settings.title or title or self.name, day, self.name, tuple(items), tuple(findings))
        return Gathered((edition,), ())


def feed_source(
    settings: SourceSettings, home: Path, max_age_days: int, fetch: Fetcher, timezone: str = "Europe/Berlin"
) -> Source:
    """Open a feed as a source."""
    return FeedSource(source_name(settings), settings, home, max_age_days, fetch, timezone)


def _item(entry: Entry, text: tuple[str, ...], at: Surroundings) -> tuple[Item, tuple[Finding, ...]]:
    told = "\n\n".join(text)
    hint = "\n".join(one_line(body) for body in entry.bodies[1:])
    image = entry.image
    for body in entry.bodies if image is None else ():
        image = image or first_image(read_blocks(body, entry.link), entry.link)
    raw = Raw(entry.id, entry.title, told, entry.link, entry.published, image, hint, entry.language)
    return make_whole(raw, at)


def prose_of(entry: Entry) -> tuple[str, ...]:
    """Give the paragraphs of an entry's fullest body; a title that is said again at the top is dropped."""
    best: tuple[str, ...] = ()
    for body in entry.bodies:
        read = prose(read_blocks(body, entry.link)) if "<" in body else _plain(body)
        if read and read[0].casefold() == entry.title.casefold():
            read = read[1:]
        better = sum(map(len, read)) > sum(map(len, best)) and not (read and is_cut(read[-1]) and best)
        if not best or better or (best and is_cut(best[-1]) and read and not is_cut(read[-1])):
            best = read or best
    return best


def _plain(body: str) -> tuple[str, ...]:
    parts = (one_line(part) for part in re.split(r"\n\s*\n", body))
    return tuple(part for part in parts if part)


def read_feed(fetched: Fetched, shown: str, zone: ZoneInfo) -> tuple[str, list[Entry], list[Finding]]:
    """Read a feed's bytes → title, entries (each identity once), findings. Raises SourceError for anything but a feed."""
    body = fetched.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body:
        raise SourceError(f"The feed {shown} is empty (0 bytes).", "Open it in a browser, and check the address.")
    if body.startswith(b"{"):
        title, raw_entries, findings = _read_json(fetched.body, shown, zone)
    else:
        title, raw_entries, findings = _read_xml(fetched, shown, zone)
    seen: dict[str, Entry] = {}
    for entry in raw_entries:
        if entry.id in seen:
            told = (
                f"Die Meldung „{entry.title[:80]}“ steht mehrfach mit derselben Kennung in der Quelle; verwendet wird die erste."
            )
            findings.append(Finding("item-twice", Severity.NOTE, told, f"item:{entry.id}"))
        else:
            seen[entry.id] = entry
    return title, list(seen.values()), findings


def _read_xml(fetched: Fetched, shown: str, zone: ZoneInfo) -> tuple[str, list[Entry], list[Finding]]:
    if re.match(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", fetched.body[:2000], re.I | re.S):
        raise SourceError(
            f"{shown} is a web page, not a feed.", 'Look for the RSS address on that page, or set kind = "page" for this source.'
        )
    if re.search(rb"<[A-Za-z][^<>]{%d}" % TAG_MOST, fetched.body):
        raise SourceError(
            f"{shown} holds a tag of more than {TAG_MOST // 1000} kB.", "That is no feed in good faith; look at it."
        )
    if len(re.findall(rb"<[A-Za-z]", fetched.body)) - len(re.findall(rb"</|/>", fetched.body)) > OPEN_MOST:
        raise SourceError(f"{shown} leaves more than {OPEN_MOST:,} tags open.", "That is no feed in good faith; look at it.")
    if (many := len(re.findall(rb"<(?:\w+:)?(?:item|entry)[\s/>]", fetched.body, re.I))) > ENTRIES_MOST:
        raise SourceError(
            f"The feed {shown} holds {many:,} messages; at most {ENTRIES_MOST:,} are read.",
            "Ask its webmaster for a feed of the newest ones.",
        )
    # Bytes only: feedparser would open a string as an address or a path.
    try:
        read = feedparser.parse(_renamed(fetched.body), sanitize_html=True, resolve_relative_uris=False)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as wrong:
        raise SourceError(
            f"The feed {shown} brings its parser down ({type(wrong).__name__}).", "Open it in a browser; tell its webmaster."
        ) from wrong
    if not read.get("version") and not read.entries:
        raise SourceError(f"{shown} is no RSS, Atom or JSON feed.", "Open it in a browser, and check the address.")
    findings: list[Finding] = []
    if read.bozo and not isinstance(read.bozo_exception, feedparser.CharacterEncodingOverride):
        told = "Der Feed ist kein fehlerfreies XML; gelesen wurde, was lesbar war. Bitte beim Betreiber des Feeds melden."
        findings.append(Finding("feed-not-well-formed", Severity.NOTE, told, "edition", type(read.bozo_exception).__name__))
    language = one_line(str(read.feed.get("language", "")))
    entries: list[Entry] = []
    base = fetched.url if "://" in fetched.url else web_address(str(read.feed.get("link", "")))
    for number, raw in enumerate(read.entries, 1):
        try:
            entry = _xml_entry(raw, base, language, zone)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as wrong:
            findings.append(_broken(number, type(wrong).__name__))
            continue
        if entry is None:
            findings.append(_broken(number, "without title and text"))
        else:
            entries.append(entry)
    return one_line(str(read.feed.get("title", ""))), entries, findings


def _renamed(body: bytes) -> bytes:
    """Rename media:description and media:title: feedparser would take the one for the message's own text and drop the other.

    Numbers of characters that no alphabet has, for which it raises OverflowError, become the sign for what cannot be read.
    """
    body = re.sub(rb"&#(?:0*[1-9]\d{7,}|[xX]0*[1-9a-fA-F][0-9a-fA-F]{6,});?", b"&#xFFFD;", body)
    for name, ours in ((b"description", b"shownalt"), (b"title", b"showncaption")):
        # Without their attributes: of an unknown element that has some, feedparser keeps only these.
        body = re.sub(rb"<(/?)media:%b(?:\s[^<>]{0,400}?)?(/?)>" % name, rb"<\1media:%b\2>" % ours, body)
    return body


def _broken(number: int, why: str) -> Finding:
    told = f"Die {number}. Meldung der Quelle ist unvollständig und wurde übergangen. Bitte in der Quelle nachsehen."
    return Finding("item-broken", Severity.AMBER, told, "edition", why)


def _xml_entry(raw: feedparser.FeedParserDict, base: str, language: str, zone: ZoneInfo) -> Entry | None:
    """Read one entry, None where it has neither a title nor a text."""
    title = one_line(str(raw.get("title", "")))
    bodies = [str(part.get("value", "")) for part in raw.get("content", [])] + [str(raw.get("summary", ""))]
    bodies = list(dict.fromkeys(body for body in bodies if body.strip()))
    if not title and not bodies:
        return None
    link = web_address(str(raw.get("link", "")), base)
    moment = raw.get("published_parsed") or raw.get("updated_parsed") or raw.get("created_parsed")
    published = _xml_day(moment, zone)
    title = title or one_line(bodies[0])[:90]
    guid = one_line(str(raw.get("id", "")))
    name = guid or canonical(link) or identity(title, str(published))
    return Entry(
        name, title, tuple(bodies), link, published, _xml_image(raw, base), _language(str(raw.get("language", "")) or language)
    )


def _language(written: str) -> str:
    short = written.strip().lower()[:2]
    return short if re.fullmatch("[a-z]{2}", short) else "de"


def _xml_day(moment: struct_time | None, zone: ZoneInfo) -> date | None:
    return local_day(datetime(*moment[:6], tzinfo=UTC), zone) if moment else None


def _xml_image(raw: feedparser.FeedParserDict, base: str) -> ImageRef | None:
    """Find an entry's picture: media:content, an enclosure, media:thumbnail; with its credit and alternative text."""
    credit = " / ".join(one_line(str(part.get("content", ""))) for part in raw.get("media_credit", []) if part.get("content"))
    alt, title = one_line(str(raw.get("media_shownalt", ""))), one_line(str(raw.get("media_showncaption", "")))
    places = [part for part in raw.get("media_content", []) if str(part.get("medium", "image")) == "image"]
    places += [part for part in raw.get("enclosures", []) if str(part.get("type", "")).startswith("image/")]
    places += raw.get("media_thumbnail", [])
    for place in places:
        kind, src = str(place.get("type", "image/")), str(place.get("url") or place.get("href") or "").strip()
        if not src or not kind.startswith("image/") or kind == "image/svg+xml":
            continue
        said, named = split_credit(title)
        return ImageRef(_beside(src, base), alt or said, title, credit or named)
    return None


def _beside(src: str, base: str) -> str:
    """Give a picture's address; a bare relative name stays, it may lie beside a feed that is a file."""
    if re.match(r"[a-z][a-z0-9+.-]*:", src, re.I) or src.startswith(("/", "\\")):
        return web_address(src, base) or src
    return src


# ---------------------------------------------------------------- JSON Feed 1.0 and 1.1 (jsonfeed.org)


def _read_json(body: bytes, shown: str, zone: ZoneInfo) -> tuple[str, list[Entry], list[Finding]]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise SourceError(
            f"{shown} is no readable JSON feed.", "Check the address; a JSON feed begins with its version."
        ) from wrong
    if not isinstance(read, dict) or not isinstance(read.get("items"), list) or "jsonfeed.org" not in str(read.get("version")):
        raise SourceError(f"{shown} is JSON, but no JSON Feed.", "Check the address; a JSON feed has “version” and “items”.")
    entries: list[Entry] = []
    findings: list[Finding] = []
    language = _text(read, "language")
    for number, raw in enumerate(read["items"], 1):
        entry = _json_entry(raw, language, zone) if isinstance(raw, dict) else None
        if entry is None:
            findings.append(_broken(number, "without title and text"))
        else:
            entries.append(entry)
    return one_line(_text(read, "title")), entries, findings


def _text(table: dict[str, object], *keys: str) -> str:
    """Give the first of some keys that holds text or a number, else an empty text."""
    return next((str(table[key]) for key in keys if isinstance(table.get(key), (str, int)) and table[key] != ""), "")


def _json_entry(raw: dict[str, object], language: str, zone: ZoneInfo) -> Entry | None:
    bodies = [body for body in (_text(raw, "content_html"), _text(raw, "content_text"), _text(raw, "summary")) if body.strip()]
    title = one_line(_text(raw, "title"))
    if not title and not bodies:
        return None
    title = title or one_line(bodies[0])[:90]
    link = web_address(_text(raw, "url", "external_url"))
    published: date | None = None
    stamp = _text(raw, "date_published", "date_modified")
    if stamp:
        try:
            published = local_day(datetime.fromisoformat(stamp), zone)
        except ValueError:
            published = None  # an unreadable date is none; the entry is told all the same
    src = _text(raw, "image", "banner_image") or _json_attachment(raw.get("attachments"))
    image = ImageRef(src) if src else None
    name = one_line(_text(raw, "id")) or canonical(link) or identity(title, str(published))
    return Entry(name, title, tuple(bodies), link, published, image, _language(_text(raw, "language") or language))


def _json_attachment(listed: object) -> str:
    for part in listed if isinstance(listed, Iterable) and not isinstance(listed, (str, bytes)) else ():
        if isinstance(part, dict) and _text(part, "mime_type").startswith("image/"):
            return _text(part, "url")
    return ""
