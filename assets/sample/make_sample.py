# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: INP001  (a program beside the data it makes, not a package)
"""Make the sample newsletter: items.toml → feed.xml, newsletter.eml, newsletter.html.

    python assets/sample/make_sample.py [--into DIR]

The same items in three forms, byte for byte the same on every run: no clock, no random boundary, no library that wraps
lines in its own way. Pictures are read from pictures/ (draw_pictures.py makes them) for the mail's inline parts and for
the sizes that the feed states. A missing picture or key stops the program with Python's own message.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import quopri
import re
import tomllib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from string import Template
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"
)  # fmt: skip
LINK = re.compile(r"https://[\w./-]*[\w/-]|[\w.-]+@[\w.-]*\w")
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
GLUED = re.compile(r"\b([KL]|Tel\.|Raum|Linie) (?=\d)|(?<=\d) (?=Mio\.|Euro|Uhr)|(?<=Mio\.) (?=Euro)")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, subheading or list of an item's text; a paragraph and a heading have one line."""

    kind: str  # "p", "h3" or "ul"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside an item; the credit says that it is drawn."""

    file: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Item:
    """One press release, in the newsletter's order."""

    slug: str
    title: str
    topic: str
    published: datetime
    teaser: str
    blocks: tuple[Block, ...]
    picture: Picture | None
    link: str


@dataclass(frozen=True, slots=True)
class Newsletter:
    """One issue with its frame: what a reader sees around the items."""

    name: str
    subject: str
    preheader: str
    greeting: str
    publisher: str
    published: datetime
    site: str
    mail: str
    clicks: str
    reader: str
    imprint: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def issue(self) -> str:
        """Calendar week and year, as on the title line."""
        year, week, _ = self.published.isocalendar()
        return f"{week}/{year}"

    @property
    def page_url(self) -> str:
        year, week, _ = self.published.isocalendar()
        return f"{self.site}/newsletter/{year}-{week}"

    def click(self, target: str) -> str:
        """The tracking link that a mailer puts in place of `target`."""
        mark = hashlib.sha256(target.encode()).hexdigest()[:16]
        return f"{self.clicks}/c/{mark}?u={self.reader}&l={len(target)}"


def read_newsletter(path: Path) -> Newsletter:
    """Read the one source: items.toml → Newsletter."""
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    frame = source["newsletter"]
    items = tuple(
        Item(
            slug=entry["slug"],
            title=entry["title"],
            topic=entry["topic"],
            published=entry["published"],
            teaser=entry["teaser"],
            blocks=read_blocks(entry["text"]),
            picture=Picture(**entry["picture"]) if "picture" in entry else None,
            link=f"{frame['site']}/aktuelles/meldungen/{entry['slug']}",
        )
        for entry in source["items"]
    )
    return Newsletter(**{**frame, "imprint": tuple(frame["imprint"].strip().splitlines()), "items": items})


def read_blocks(text: str) -> tuple[Block, ...]:
    """Split the small markup of items.toml: blank line = new block, "## " = subheading, "- " = list point."""
    blocks = []
    for part in text.strip().split("\n\n"):
        if part.startswith("## "):
            blocks.append(Block("h3", (part[3:],)))
        elif part.startswith("- "):
            blocks.append(Block("ul", tuple(line[2:] for line in part.splitlines())))
        else:
            blocks.append(Block("p", (part,)))
    return tuple(blocks)


def long_date(day: datetime) -> str:
    """ "Freitag, 20. November 2026"; the weekday is computed."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def linked(text: str, news: Newsletter | None = None) -> str:
    """Escape a line and turn web and mail addresses into links, through the click counter if `news` is given."""
    pieces, end = [], 0
    for hit in LINK.finditer(text):
        target = hit[0] if hit[0].startswith("https:") else f"mailto:{hit[0]}"
        if news and target.startswith("https:"):
            target = news.click(target)
        style = ' style="color:#1d5e99;"' if news else ""
        pieces += [html.escape(text[end : hit.start()], quote=False)]
        pieces += [f'<a href="{html.escape(target)}"{style}>{html.escape(hit[0])}</a>']
        end = hit.end()
    return "".join(pieces) + html.escape(text[end:], quote=False)


def body_html(item: Item, news: Newsletter | None = None) -> str:
    """The item's text as HTML blocks; with `news` in the inline styles and counted links of a mail."""
    look = {"p": "", "h3": "", "ul": "", "li": ""}
    if news:
        look["p"] = ' style="margin:0 0 14px 0;"'
        look["h3"] = ' style="margin:20px 0 8px 0; font-size:17px; line-height:24px; color:#123a63;"'
        look["ul"] = ' style="margin:0 0 14px 0; padding:0 0 0 22px;"'
        look["li"] = ' style="margin:0 0 6px 0;"'
    rows = []
    for block in item.blocks:
        lines = [linked(line, news) for line in block.lines]
        inner = "\n".join(f"<li{look['li']}>{line}</li>" for line in lines) if block.kind == "ul" else lines[0]
        inner = f"\n{inner}\n" if block.kind == "ul" else inner
        rows.append(f"<{block.kind}{look[block.kind]}>{inner}</{block.kind}>")
    return "\n".join(rows)


def fill(template: str, values: dict[str, str]) -> str:
    """Fill a file of templates/; values are HTML already."""
    return Template((HERE / "templates" / template).read_text(encoding="utf-8").rstrip("\n")).substitute(values)


def escaped(values: dict[str, str]) -> dict[str, str]:
    """Escape text for HTML, in attributes too."""
    return {key: html.escape(value) for key, value in values.items()}


# --- the feed -----------------------------------------------------------------------------------------------------


def make_feed(news: Newsletter, pictures: Path) -> str:
    """Newsletter → RSS 2.0 with full texts, in the way of a district's CMS."""
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<rss version="2.0" {NAMESPACES}>',
        "<channel>",
        f"<title>{html.escape(news.publisher)}: Pressemitteilungen</title>",
        f"<link>{news.site}/aktuelles</link>",
        f"<description>{html.escape(news.name)}, die Meldungen der Pressestelle</description>",
        "<language>de-DE</language>",
        f"<lastBuildDate>{format_datetime(news.published)}</lastBuildDate>",
        f'<atom:link href="{news.site}/aktuelles/feed.xml" rel="self" type="application/rss+xml"/>',
    ]
    for item in news.items:
        rows += feed_item(item, news, pictures)
    return "\n".join([*rows, "</channel>", "</rss>", ""])


def feed_item(item: Item, news: Newsletter, pictures: Path) -> list[str]:
    """One <item>: short description, full text, picture with credit and alternative text."""
    number = hashlib.sha256(item.slug.encode()).hexdigest()[:8]
    rows = [
        "<item>",
        f"<title>{html.escape(item.title, quote=False)}</title>",
        f"<link>{item.link}</link>",
        f'<guid isPermaLink="false">{news.publisher.split()[-1].lower()}-presse-{number}</guid>',
        f"<pubDate>{format_datetime(item.published)}</pubDate>",
        f"<category>{html.escape(item.topic)}</category>",
        f"<dc:creator>Pressestelle {html.escape(news.publisher)}</dc:creator>",
        f"<description>{html.escape(item.teaser, quote=False)}</description>",
        f"<content:encoded><![CDATA[{body_html(item)}]]></content:encoded>",
    ]
    if item.picture:
        size = (pictures / item.picture.file).stat().st_size
        where = f"pictures/{item.picture.file}"
        rows += [
            f'<enclosure url="{where}" length="{size}" type="image/jpeg"/>',
            f'<media:content url="{where}" type="image/jpeg" medium="image">',
            f'<media:title type="plain">{html.escape(item.picture.caption, quote=False)}</media:title>',
            f'<media:description type="plain">{html.escape(item.picture.alt, quote=False)}</media:description>',
            f"<media:credit>{html.escape(item.picture.credit, quote=False)}</media:credit>",
            "</media:content>",
        ]
    return [*rows, "</item>"]


# --- the mail -----------------------------------------------------------------------------------------------------


def mail_html(news: Newsletter) -> str:
    """Newsletter → the table layout that mailers make, with counted links, an open pixel and an unsubscribe block."""
    items = []
    for item in news.items:
        click = html.escape(news.click(item.link))
        frame = escaped({"slug": item.slug, "title": item.title, "topic": item.topic, "clicks": news.clicks})
        picture = ""
        if item.picture:
            shown = escaped({"alt": item.picture.alt, "caption": item.picture.caption, "credit": item.picture.credit})
            picture = fill("mail_picture.html", {**shown, "click": click, "cid": cid(item.picture, news)})
        parts = {"click": click, "picture": picture, "body": body_html(item, news), "date": long_date(item.published)}
        items.append(fill("mail_item.html", {**frame, **parts}))
    contents = "<br />\n".join(
        f'<a href="#{item.slug}" style="color:#123a63;">{html.escape(item.title)}</a>' for item in news.items
    )
    frame = frame_values(news)
    counted = {
        "web_click": news.click(news.page_url),
        "social_a": news.click("https://mastodon.example/@kreis-beispielheim"),
        "social_b": news.click("https://bilder.example/kreis.beispielheim"),
        "social_c": news.click(f"{news.site}/aktuelles/feed.xml"),
        "unsubscribe": f"{news.clicks}/abmelden?u={news.reader}&n={news.issue}",
        "profile": f"{news.clicks}/profil?u={news.reader}",
        "privacy": news.click(f"{news.site}/datenschutz"),
        "contact": news.click(f"{news.site}/kontakt"),
        "pixel": f"{news.clicks}/o/{news.reader}.gif?n={news.issue}",
    }
    imprint = "<br />".join(linked(line, news) for line in news.imprint)
    filled = {**frame, **escaped(counted), "imprint": imprint, "contents": contents, "items": "\n".join(items)}
    return fill("mail.html", filled) + "\n"


def frame_values(news: Newsletter) -> dict[str, str]:
    """What the mail and the page print around the items."""
    plain = {
        "name": news.name, "subject": news.subject, "preheader": news.preheader, "greeting": news.greeting,
        "publisher": news.publisher, "issue": news.issue, "day": long_date(news.published), "site": news.site,
        "clicks": news.clicks, "page_url": news.page_url,
    }  # fmt: skip
    return escaped(plain)


def mail_text(news: Newsletter) -> str:
    """Newsletter → the plain part of the mail: the same items, full texts."""
    rows = [f"{news.publisher}", f"{news.name}, Ausgabe {news.issue}, {long_date(news.published)}", ""]
    rows += [f"Im Browser ansehen: {news.click(news.page_url)}", "", news.greeting, "", "IN DIESER AUSGABE"]
    rows += [f"* {item.title}" for item in news.items]
    for item in news.items:
        rows += ["", "-" * 64, "", item.topic.upper(), item.title, long_date(item.published), ""]
        for block in item.blocks:
            rows += [f"- {line}" if block.kind == "ul" else line for line in block.lines] + [""]
        if item.picture:
            rows += [f"[Bild: {item.picture.alt}. {item.picture.credit}]"]
        rows += [f"Meldung im Internet: {news.click(item.link)}"]
    rows += ["", "-" * 64, "", "Impressum", *news.imprint, ""]
    rows += [f"Newsletter abmelden: {news.clicks}/abmelden?u={news.reader}&n={news.issue}", ""]
    return "\n".join(rows)


def cid(picture: Picture, news: Newsletter) -> str:
    """The Content-ID of an inline picture, without its brackets."""
    return f"{picture.file.removesuffix('.jpg')}.{news.reader}@newsletter.example"


def make_mail(news: Newsletter, pictures: Path) -> str:
    """Newsletter → multipart/related(multipart/alternative(text, html), pictures), written line by line.

    By hand and not with `email.message`: its folding differs between Python versions, and the file must not.
    """
    outer, inner = "=_rel_47_2026_a1", "=_alt_47_2026_b2"
    headers = [
        "Return-Path: <bounce-47-2026@newsletter.example>",
        "Received: from versand3.newsletter.example (versand3.newsletter.example [192.0.2.25])",
        f"\tby mx1.kreis-beispielheim.example with ESMTPS id 4XkQ7w; {format_datetime(news.published)}",
        f"Date: {format_datetime(news.published)}",
        f"From: {Header('Pressestelle ' + news.publisher, 'utf-8').encode()} <newsletter@kreis-beispielheim.example>",
        f"Reply-To: <{news.mail}>",
        "To: <leserin@haushalt.example>",
        f"Subject: {Header(news.subject, 'utf-8', header_name='Subject').encode()}",
        f"Message-ID: <ausgabe-{news.issue.replace('/', '-')}.{news.reader}@newsletter.example>",
        "List-Id: Kreis kompakt <kompakt.kreis-beispielheim.example>",
        f"List-Unsubscribe: <{news.clicks}/abmelden?u={news.reader}>",
        "Precedence: bulk",
        "X-Mailer: Beispielversand 4.2",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="multipart/alternative"; boundary="{outer}"',
    ]
    rows = [*headers, "", f"--{outer}", f'Content-Type: multipart/alternative; boundary="{inner}"', ""]
    for kind, text in (("plain", mail_text(news)), ("html", mail_html(news))):
        rows += [f"--{inner}", f"Content-Type: text/{kind}; charset=utf-8"]
        rows += ["Content-Transfer-Encoding: quoted-printable", ""]
        rows += [quopri.encodestring(text.encode("utf-8")).decode("ascii")]
    rows += [f"--{inner}--", ""]
    for picture in (item.picture for item in news.items if item.picture):
        coded = b64encode((pictures / picture.file).read_bytes()).decode("ascii")
        rows += [f"--{outer}", f'Content-Type: image/jpeg; name="{picture.file}"']
        rows += ["Content-Transfer-Encoding: base64", f"Content-ID: <{cid(picture, news)}>"]
        rows += [f'Content-Disposition: inline; filename="{picture.file}"', ""]
        rows += [coded[at : at + 76] for at in range(0, len(coded), 76)]
    return "\n".join([*rows, f"--{outer}--", ""])


# --- the page -----------------------------------------------------------------------------------------------------


def make_page(news: Newsletter) -> str:
    """Newsletter → the web page of this issue as a CMS puts it out; numbers are glued to their units by no-break spaces."""
    items = []
    for item in news.items:
        frame = escaped({"slug": item.slug, "title": item.title, "topic": item.topic, "link": item.link})
        picture = ""
        if item.picture:
            shown = {"file": item.picture.file, "alt": item.picture.alt}
            shown |= {"caption": item.picture.caption, "credit": item.picture.credit}
            picture = fill("page_picture.html", escaped(shown))
        parts = {"picture": picture, "stamp": item.published.isoformat(), "date": long_date(item.published)}
        body = GLUED.sub(lambda hit: f"{hit[0].rstrip()}&nbsp;", body_html(item))
        items.append(fill("page_item.html", {**frame, **parts, "body": body, "quoted": quote(item.title)}))
    contents = "\n".join(f'<li><a href="#{item.slug}">{html.escape(item.title)}</a></li>' for item in news.items)
    imprint = "<br>".join(linked(line) for line in news.imprint)
    around = {"contents": contents, "imprint": imprint, "items": "\n".join(items)}
    return fill("page.html", {**frame_values(news), **around}) + "\n"


def main() -> None:
    """Write the three forms beside this file, or into another folder (the test does)."""
    parser = argparse.ArgumentParser(description="Make the three forms of the sample newsletter from items.toml.")
    parser.add_argument("--into", type=Path, default=HERE, help="folder for the three files")
    into: Path = parser.parse_args().into
    news = read_newsletter(HERE / "items.toml")
    pictures = HERE / "pictures"
    for name, text in (
        ("feed.xml", make_feed(news, pictures)),
        ("newsletter.eml", make_mail(news, pictures)),
        ("newsletter.html", make_page(news)),
    ):
        (into / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
