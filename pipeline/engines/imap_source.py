# SPDX-License-Identifier: EUPL-1.2
"""A mailbox (IMAP) → one edition per newsletter mail. Only TLS; nothing is marked, moved or deleted unless the address says so.

    imaps://presse@mail.kreis.example/INBOX?password=NEWSREEL_IMAP_PASSWORD&from=newsletter@kreis.example&move=Gelesen

The password stands in the environment variable that `password` names (default NEWSREEL_IMAP_PASSWORD), never in the address. A
mail is known by its Message-ID: fetched again, or lying there twice, it is the same edition. `move` takes away only mails that
are too old for any run to look at, so that no crash can lose one.
"""

import contextlib
import imaplib
import os
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.engines.articles import source_name
from pipeline.engines.fetch import Fetcher, trust
from pipeline.engines.mail_source import MAIL_MOST, MailSource
from pipeline.errors import ConfigError, SourceError
from pipeline.ports import Gathered, Shelf, Source
from pipeline.settings import SourceSettings

SECONDS: Final = 30.0
"""Patience with one answer of the server."""
MAILS_MOST: Final = 200
"""Mails of the days in question that are looked at, the last ones."""
_Part = bytes | tuple[bytes, bytes] | None
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the mails lie. `sender` and `move` may be empty; `variable` names the environment variable with the password."""

    host: str
    port: int
    user: str
    folder: str
    variable: str
    sender: str
    move: str


def read_mailbox(url: str) -> Mailbox:
    """Read the address of a mailbox. Raises ConfigError naming what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port or 993
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError as wrong:
        raise ConfigError(f"[[sources]] url: {url!r} is no address of a mailbox ({wrong}).", _FORM) from wrong
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise ConfigError(f"[[sources]] url: {url!r} is no address of a mailbox.", _FORM)
    if parts.password is not None:
        raise ConfigError("[[sources]] url carries a password.", "Put it into the environment variable that ?password= names.")
    unknown = set(asked) - {"password", "from", "move"}
    said = {name: values[-1] for name, values in asked.items()}
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if unknown or any(re.search(r"[\x00-\x1f\x7f\"\\]", text) for text in (folder, *said.values())):
        raise ConfigError(f"[[sources]] url: {url!r} asks for what no mailbox knows.", _FORM)
    variable = said.get("password", "NEWSREEL_IMAP_PASSWORD")
    return Mailbox(parts.hostname, port, unquote(parts.username), folder, variable, said.get("from", ""), said.get("move", ""))


_FORM = "Write imaps://user@host/FOLDER, with ?password=VARIABLE, &from=ADDRESS and &move=FOLDER where needed."


@dataclass(slots=True)
class ImapSource:
    """A mailbox that is read over TLS."""

    name: str
    mailbox: Mailbox
    mails: MailSource

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the mails of the days before `day` → their editions. An empty mailbox brings none. Raises SourceError."""
        with self._opened() as server:
            contents = tuple(self._fetched(server, self._searched(server, f"SINCE {_day(self._oldest(day))}")))
            if self.mailbox.move:
                past = self._searched(server, f"BEFORE {_day(self._oldest(day))}")
                _moved(server, past, self.mailbox.move)
        return self.mails.editions(contents, day, shelf) if contents else Gathered(())

    def _oldest(self, day: date) -> date:
        """Give the first day of mails that a run looks at; the server's date may be of another zone."""
        return day - timedelta(days=self.mails.max_age_days + 1)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Log in and open the folder, read-only unless mails shall be moved. Every fault becomes a SourceError."""
        box = self.mailbox
        password = os.environ.get(box.variable, "")
        if not password:
            raise SourceError(f"The environment variable {box.variable} with the password of {box.user} is empty.", "Set it.")
        try:
            server = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=trust(self.mails.fetch.settings), timeout=SECONDS)
            try:
                server.login(box.user, password)
                _fine(server.select(_quoted(box.folder), readonly=not box.move), f"the folder {box.folder} cannot be opened")
                yield server
            finally:
                with contextlib.suppress(imaplib.IMAP4.error, OSError):
                    server.logout()
        except ssl.SSLCertVerificationError as wrong:
            raise SourceError(
                f"The certificate of {box.host} is not trusted here ({wrong.verify_message}).",
                "A town hall's own authority belongs under [fetch] ca_file.",
            ) from wrong
        except imaplib.IMAP4.error as wrong:
            said = str(wrong).replace(password, "…")[:200]
            raise SourceError(f"The mailbox {box.user} at {box.host}: {said}.", "Check user, password and folder.") from wrong
        except (ValueError, OverflowError) as wrong:  # a length of sixty digits, or of thousands
            raise SourceError(f"The mail server {box.host} answers what is no IMAP ({wrong}).", "Check host and port.") from wrong
        except OSError as wrong:
            raise SourceError(
                f"The mail server {box.host} cannot be reached ({wrong}).", "Check host, port and network."
            ) from wrong

    def _searched(self, server: imaplib.IMAP4_SSL, when: str) -> list[bytes]:
        """Give the numbers (UIDs) of the mails of a time, from the sender in question."""
        wanted = [when, *([f"FROM {_quoted(self.mailbox.sender)}"] if self.mailbox.sender else [])]
        listed = _fine(server.uid("SEARCH", *wanted), "searching failed")
        first = listed[0] if listed else b""
        return first.split() if isinstance(first, bytes) else []

    def _fetched(self, server: imaplib.IMAP4_SSL, numbers: list[bytes]) -> Iterator[bytes]:
        """Give the bytes of each mail; BODY.PEEK leaves it unread."""
        for number in numbers[-MAILS_MOST:]:
            text = number.decode("ascii", "replace")
            sizes = _fine(server.uid("FETCH", text, "(RFC822.SIZE)"), "reading failed")
            size = re.search(rb"RFC822\.SIZE (\d+)", sizes[0] if sizes and isinstance(sizes[0], bytes) else b"")
            if size is None or int(size[1]) > MAIL_MOST:
                continue  # deleted meanwhile, or far larger than any newsletter
            parts = _fine(server.uid("FETCH", text, "(BODY.PEEK[])"), "reading failed")
            body = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if isinstance(body, bytes):
                yield body


def _fine(answer: tuple[str, Sequence[_Part]], what: str) -> Sequence[_Part]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(what)
    return data


def _moved(server: imaplib.IMAP4_SSL, numbers: list[bytes], folder: str) -> None:
    """Move mails by one command (RFC 6851), so that none is lost or doubled in between. Raises IMAP4.error."""
    if not numbers:
        return
    if "MOVE" not in server.capabilities:
        raise imaplib.IMAP4.error("the server cannot move mails (RFC 6851); leave out &move=")
    _fine(server.uid("MOVE", b",".join(numbers).decode("ascii"), _quoted(folder)), f"moving to {folder} failed")


def _day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _quoted(text: str) -> str:
    """Quote a text for IMAP; names of folders are written in its own UTF-7 (RFC 3501, 5.1.3)."""
    return f'"{_utf7(text)}"'


def _utf7(text: str) -> str:
    def packed(met: re.Match[str]) -> str:
        import binascii

        body = binascii.b2a_base64(met[0].encode("utf-16-be"), newline=False).decode("ascii")
        return "&" + body.rstrip("=").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", packed, text.replace("&", "&-"))


def imap_source(
    settings: SourceSettings, home: Path, max_age_days: int, fetch: Fetcher, timezone: str = "Europe/Berlin"
) -> Source:
    """Open a mailbox as a source. Raises ConfigError where its address is none."""
    mailbox = read_mailbox(settings.url)
    name = source_name(settings)
    shown = replace(settings, url=f"imaps://{mailbox.host}/{mailbox.folder}")
    return ImapSource(name, mailbox, MailSource(name, shown, home, max_age_days, fetch, timezone))
