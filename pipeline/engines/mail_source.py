# SPDX-License-Identifier: EUPL-1.2
"""Newsletter mails (an .eml file, an mbox, a maildir) → one edition per mail."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from html import escape
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pipeline.engines.articles import (
    Surroundings,
    edition_of,
    in_window,
    local_day,
    read_file,
    source_name,
)
from pipeline.engines.counted_links import uncounted
from pipeline.engines.fetch import Fetcher
from pipeline.engines.newsletters import Piece, split_newsletter
from pipeline.engines.plain_mail import split_plain
from pipeline.engines.plain_text import one_line, tidy
from pipeline.errors import SourceError
from pipeline.model import Edition, Finding, Severity
from pipeline.ports import Gathered, Shelf, Source
from pipeline.settings import SourceSettings

MAIL_MOST: Final = 60_000_000
"""Bytes of one mail with its pictures."""
MAILS_MOST: Final = 2000
"""Mails of one mailbox that are looked at, the last ones."""
HEADER_MOST: Final = 4000
"""Characters of one header that are read: the standard library takes a second for 80,000, and a mail has many."""
OUTSIDE: Final = "edition-outside-window"


@dataclass(slots=True)
class MailSource:
    """Mails in files; or one .eml on the web."""

    name: str
    settings: SourceSettings
    home: Path
    max_age_days: int
    fetch: Fetcher
    timezone: str

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the mails of the days before `day` → their editions, oldest first. Raises SourceError where there are none."""
        mails = tuple(self._mails(shelf))
        if not mails:
            raise SourceError(
                f"{self.settings.url} holds no mails.", "Name an .eml file, an mbox or a maildir under [[sources]] url."
            )
        gathered = self.editions(mails, day, shelf)
        if len(mails) == 1 and not gathered.editions and all(f.code != OUTSIDE for f in gathered.findings):
            raise SourceError(f"No messages were found in the mail {self.settings.url}.", "Is it a newsletter? Check the file.")
        return gathered

    def editions(self, mails: Sequence[bytes], day: date, shelf: Shelf) -> Gathered:
        """Read mails as of `day` → their editions, oldest first, and findings about those that are none."""
        zone = ZoneInfo(self.timezone)
        editions: list[tuple[datetime | date, Edition]] = []
        findings: list[Finding] = []
        seen: set[str] = set()
        outside = 0
        for number, content in enumerate(mails, 1):
            mail = _parsed(content)
            sent = _day_sent(mail, zone) if mail is not None else None
            if mail is None or sent is None:
                told = f"Die {number}. Mail der Quelle „{self.name}“ ist beschädigt oder trägt kein Datum und wurde übergangen."
                findings.append(Finding("mail-broken", Severity.AMBER, told, f"source:{self.name}"))
                continue
            name = _header(mail, "Message-ID") or str(number)
            if not in_window(sent, day, self.max_age_days):
                outside += 1
                continue
            if name in seen:
                continue
            seen.add(name)
            edition = self._edition(mail, sent, zone, shelf)
            if edition is None:
                told = f"In der Mail „{_header(mail, 'Subject')[:80]}“ waren keine Meldungen zu erkennen."
                findings.append(Finding("mail-without-items", Severity.AMBER, told, f"source:{self.name}"))
            else:
                editions.append((sent, edition))
        if outside:
            told = f"{outside} von {len(mails)} Mails der Quelle „{self.name}“ sind älter als {self.max_age_days} Tage."
            findings.append(Finding(OUTSIDE, Severity.NOTE, told, "edition"))
        return Gathered(tuple(edition for _, edition in sorted(editions, key=lambda pair: pair[0])), tuple(findings))

    def _mails(self, shelf: Shelf) -> Iterator[bytes]:
        """Give the bytes of each mail. Raises SourceError where the file or folder cannot be read."""
        if self.settings.url.lower().startswith(("http://", "https://")):
            yield self.fetch.get(self.settings.url, "message/rfc822, */*;q=0.5", MAIL_MOST, shelf).body
            return
        place = self.home / Path(self.settings.url).expanduser()
        if place.is_dir():
            folders = [place / part for part in ("cur", "new") if (place / part).is_dir()] or [place]
            files = sorted(
                (f for folder in folders for f in folder.iterdir() if _is_mail(f, folder == place)), key=lambda f: f.name
            )
            for file in files[-MAILS_MOST:]:
                yield read_file(file, MAIL_MOST)
            return
        content = read_file(place, 10 * MAIL_MOST)
        if not content.startswith(b"From "):
            yield content
            return
        for part in re.split(rb"(?m)^From [^\n]*\b\d{4}[^\n]*\n", content)[-MAILS_MOST:]:
            if part.strip():
                yield re.sub(rb"(?m)^>(>*From )", rb"\1", part)

    def _edition(self, mail: EmailMessage, sent: date, zone: ZoneInfo, shelf: Shelf) -> Edition | None:
        pieces = mail_pieces(mail, sent)
        if not pieces:
            return None
        place = "" if "://" in self.settings.url else str(self.home / Path(self.settings.url).expanduser())
        oldest = sent - timedelta(days=self.max_age_days)
        at = Surroundings(sent, oldest, shelf, self.fetch, zone, place, inline=_inline(mail))
        title = self.settings.title or one_line(_header(mail, "Subject")) or self.name
        return edition_of(pieces, at, sent, title, self.name, uncounted(mail_links(pieces), _sender(mail)))


def mail_source(
    settings: SourceSettings, home: Path, max_age_days: int, fetch: Fetcher, timezone: str = "Europe/Berlin"
) -> Source:
    """Open a mail, an mbox or a maildir as a source."""
    return MailSource(source_name(settings), settings, home, max_age_days, fetch, timezone)


def mail_pieces(mail: EmailMessage, sent: date) -> tuple[Piece, ...]:
    """Find the messages of a mail: in its HTML, else in its plain text."""
    markup = _body(mail, "html")
    pieces = split_newsletter(markup) if markup else ()
    if len(pieces) < 2:
        plain = _body(mail, "plain")
        others = split_plain(plain) if plain and "<html" not in plain[:200].lower() else ()
        pieces = others if len(others) > len(pieces) else pieces
    # A single message without a heading of its own is the mail itself: its subject is the title.
    if not pieces and markup:
        pieces = split_newsletter(f"<h1>{escape(one_line(_header(mail, 'Subject')))}</h1>{markup}")
    return tuple(replace(piece, published=piece.published or sent) for piece in pieces)


def mail_links(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """Give the links of the messages, one each."""
    return tuple(piece.link for piece in pieces if piece.link)


def _is_mail(file: Path, plain_folder: bool) -> bool:
    return (
        file.is_file()
        and not file.name.startswith(".")
        and (not plain_folder or file.suffix.lower() in (".eml", ".mail", ".msg"))
    )


class Bounded(EmailPolicy):
    """The standard library's modern policy, which reads no more of a header than one of good faith has.

    A header that nests deeper than Python can follow is read as an empty one.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Read a header as it was received."""
        try:
            return super().header_fetch_parse(name, value[:HEADER_MOST])
        except RecursionError:
            return super().header_fetch_parse(name, "")


def _parsed(content: bytes) -> EmailMessage | None:
    """Read one mail, None where its bytes are none."""
    try:
        mail = message_from_bytes(content, policy=Bounded())
    except (MessageError, ValueError, TypeError, IndexError, OverflowError):
        return None
    return mail if isinstance(mail, EmailMessage) and mail.keys() else None


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return tidy(str(mail.get(name, "") or ""))
    except (MessageError, ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return ""  # the standard library fails on some malformed headers; an unreadable header is none


def _sender(mail: EmailMessage) -> str:
    """Give the domain that a mail comes from, in lower case; empty where it names none."""
    met = re.search(r"@([\w.-]+)", _header(mail, "From"))
    return met[1].lower().strip(".") if met else ""


def _day_sent(mail: EmailMessage, zone: ZoneInfo) -> date | None:
    try:
        sent = mail["Date"].datetime if mail["Date"] is not None else None
    except (ValueError, TypeError, AttributeError, IndexError, MessageError, OverflowError):
        return None
    return local_day(sent, zone) if isinstance(sent, datetime) else None


def _body(mail: EmailMessage, kind: str) -> str:
    """Give the text of the HTML or plain part, empty where there is none."""
    try:
        part = mail.get_body((kind,))
    except (KeyError, AttributeError, ValueError):
        return ""
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, ValueError, AttributeError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _inline(mail: EmailMessage) -> Callable[[str], bytes | None]:
    """Give a look-up of the mail's own pictures by "cid:…" or Content-Location."""
    found: dict[str, EmailMessage] = {}
    for part in mail.walk():
        if part.get_content_maintype() == "image" and isinstance(part, EmailMessage):
            name = _header(part, "Content-ID").strip("<> ")
            place = _header(part, "Content-Location")
            found |= {f"cid:{name}": part} if name else {}
            found |= {place: part} if place else {}

    def look(src: str) -> bytes | None:
        part = found.get(src) or (found.get("cid:" + src[4:].split("?")[0]) if src.lower().startswith("cid:") else None)
        payload = part.get_payload(decode=True) if part is not None else None
        return payload if isinstance(payload, bytes) else None

    return look
