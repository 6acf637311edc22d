# SPDX-License-Identifier: EUPL-1.2
"""A newsletter page, or a list page of press releases → the edition of a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from pipeline.engines.articles import HTML, Surroundings, decoded, edition_of, in_window, read_source, source_name
from pipeline.engines.fetch import Fetcher
from pipeline.engines.newsletters import Piece, split_newsletter
from pipeline.engines.plain_text import one_line, web_address
from pipeline.errors import SourceError
from pipeline.language import occasions
from pipeline.model import Finding, Severity
from pipeline.ports import Gathered, Shelf, Source
from pipeline.settings import SourceSettings


@dataclass(slots=True)
class PageSource:
    """A page on the web or in a file."""

    name: str
    settings: SourceSettings
    home: Path
    max_age_days: int
    fetch: Fetcher
    timezone: str

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the page as of `day` → at most one edition. Raises SourceError where it cannot be read or holds no messages."""
        fetched = read_source(self.settings, self.home, self.fetch, HTML, shelf, subscribed=False)
        markup = decoded(fetched.body, fetched.media)
        if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF)\b", markup, re.I):
            raise SourceError(f"{self.settings.url} is a feed, not a page.", 'Set kind = "feed" for this source.')
        online = "://" in fetched.url
        address = fetched.url if online else _own_address(markup)
        pieces = split_newsletter(markup, address)
        if not pieces:
            raise SourceError(
                f"No messages were found on the page {self.settings.url}.",
                "It must show headings with text below them, or a list of linked headings; a feed is the safer source.",
            )
        title, stated = page_title(markup, day)
        findings: tuple[Finding, ...] = ()
        if stated is None:
            pieces, findings = self._fresh(pieces, day)
        elif not in_window(stated, day, self.max_age_days):
            told = f"Die Ausgabe vom {stated:%d.%m.%Y} auf der Seite „{self.name}“ ist älter als {self.max_age_days} Tage."
            return Gathered((), (Finding("edition-outside-window", Severity.NOTE, told, "edition"),))
        if not pieces:
            return Gathered((), findings)
        of = stated or day
        base = "" if online else fetched.url
        oldest = of - timedelta(days=self.max_age_days)
        at = Surroundings(of, oldest, shelf, self.fetch, ZoneInfo(self.timezone), base, address)
        return Gathered((edition_of(pieces, at, of, self.settings.title or title or self.name, self.name),), findings)

    def _fresh(self, pieces: tuple[Piece, ...], day: date) -> tuple[tuple[Piece, ...], tuple[Finding, ...]]:
        """Keep the messages of the last days, where the page itself is a list without an issue date."""
        fresh = tuple(piece for piece in pieces if in_window(piece.published, day, self.max_age_days))
        if len(fresh) == len(pieces):
            return fresh, ()
        told = (
            f"{len(pieces) - len(fresh)} von {len(pieces)} Meldungen der Quelle „{self.name}“ liegen außerhalb der letzten "
            f"{self.max_age_days} Tage vor dem {day:%d.%m.%Y} und bleiben unbeachtet."
        )
        return fresh, (Finding("items-outside-window", Severity.NOTE, told, "edition"),)


def page_source(
    settings: SourceSettings, home: Path, max_age_days: int, fetch: Fetcher, timezone: str = "Europe/Berlin"
) -> Source:
    """Open a page as a source."""
    return PageSource(source_name(settings), settings, home, max_age_days, fetch, timezone)


def page_title(markup: str, day: date) -> tuple[str, date | None]:
    """Give a page's title, and the issue's date where its first heading or its title states one that is not later than `day`."""
    tree = LexborHTMLParser(markup)
    heads = [one_line(node.text()) for node in (*tree.css("h1"), *tree.css("title"))]
    for line in heads:
        dated = [mention.day for mention in occasions.mentions(line, day) if re.search(r"20\d\d", line) and mention.day <= day]
        if dated and re.search(r"newsletter|ausgabe|kompakt|rundbrief|kreisblatt|aktuell|nachrichten|presse", line, re.I):
            return line, dated[-1]
    return (heads[0] if heads else ""), None


def _own_address(markup: str) -> str:
    """Give the address that a saved page names as its own, empty where it names none."""
    node = LexborHTMLParser(markup).css_first('link[rel="canonical"]')
    return web_address(node.attributes.get("href") or "") if node is not None else ""
