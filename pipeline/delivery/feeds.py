# SPDX-License-Identifier: EUPL-1.2
"""All bulletins of a site for programs: Media RSS, JSON Feed, video sitemap. Newest first; addresses never change."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from pipeline.delivery.listing import Listing, Shown, Site, describe
from pipeline.delivery.structured import clip_of, poster_of

MOST = 50
"""Bulletins in a feed; the sitemap has all."""


def text_of(shown: Shown, site: Site) -> str:
    """Give the words below a feed entry: headlines, the artificial origin, corrections."""
    notes = "".join(f" Berichtigung vom {n.day:%d.%m.%Y}: {n.text}" for n in reversed(shown.notes))
    return f"{describe(shown.listing)} ({site.imprint.label}){notes}"


def _contents(listing: Listing, site: Site) -> str:
    """Write the films of one entry, the preferred one first."""
    rows = [
        f'<media:content url={quoteattr(site.file(listing, clip.name))} type="video/mp4" medium="video" '
        f'fileSize="{clip.size}" width="{clip.width}" height="{clip.height}" duration="{round(listing.seconds)}" '
        f'isDefault="{"true" if n == 0 else "false"}" lang="{listing.language}"/>'
        for n, clip in enumerate(listing.clips)
    ]
    return "\n".join(rows)


def media_rss(shown: Sequence[Shown], site: Site, language: str) -> bytes:
    """Write Media RSS 1.5.1 in RSS 2.0: Shown… → XML. `shown` is newest first."""
    items = "\n".join(_rss_item(one, site) for one in shown[:MOST])
    built = f"<lastBuildDate>{format_datetime(max(one.last for one in shown))}</lastBuildDate>\n" if shown else ""
    title = escape(f"{site.imprint.programme} – {site.imprint.county}")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{title}</title>\n<link>{escape(site.base)}/</link>\n"
        f"<description>{escape(f'{site.imprint.programme}: die Nachrichten als Video. {site.imprint.label}.')}</description>\n"
        f"<language>{language}</language>\n{built}"
        f'<atom:link href={quoteattr(site.base + "/feed.xml")} rel="self" type="application/rss+xml"/>\n'
        f"{items}\n</channel>\n</rss>\n"
    ).encode()


def _rss_item(one: Shown, site: Site) -> str:
    listing, clip = one.listing, clip_of(one)
    link = escape(site.page(listing.id, "index.html"))
    captions = f"captions.{listing.language}.vtt"
    head = (
        f"<item>\n<title>{escape(listing.title)}</title>\n<link>{link}</link>\n"
        f'<guid isPermaLink="true">{link}</guid>\n<pubDate>{format_datetime(one.first)}</pubDate>\n'
        f"<description>{escape(text_of(one, site))}</description>\n"
    )
    parts = [head]
    if clip is not None:
        parts.append(f'<enclosure url={quoteattr(site.file(listing, clip.name))} length="{clip.size}" type="video/mp4"/>\n')
    parts.append(
        f"<media:group>\n{_contents(listing, site)}\n</media:group>\n<media:title>{escape(listing.title)}</media:title>\n"
    )
    parts.append(f'<media:description type="plain">{escape(describe(listing))}</media:description>\n')
    if poster_of(one):
        parts.append(f"<media:thumbnail url={quoteattr(site.file(listing, poster_of(one)))}/>\n")
    if captions in listing.files:
        address = quoteattr(site.file(listing, captions))
        parts.append(f'<media:subTitle type="text/vtt" lang="{listing.language}" href={address}/>\n')
    parts.append(f"<media:player url={quoteattr(site.page(listing.id))}/>\n</item>")
    return "".join(parts)


def json_feed(shown: Sequence[Shown], site: Site, language: str) -> bytes:
    """Write a JSON Feed 1.1: Shown… → JSON."""
    form = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{site.imprint.programme} – {site.imprint.county}",
        "home_page_url": f"{site.base}/",
        "feed_url": f"{site.base}/feed.json",
        "language": language,
        "items": [_json_item(one, site) for one in shown[:MOST]],
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(one: Shown, site: Site) -> dict[str, object]:
    listing = one.listing
    item: dict[str, object] = {
        "id": site.page(listing.id, "index.html"),
        "url": site.page(listing.id, "index.html"),
        "title": listing.title,
        "content_text": text_of(one, site),
        "date_published": _moment(one.first),
        "date_modified": _moment(one.last),
        "language": listing.language,
        "attachments": [
            {
                "url": site.file(listing, clip.name),
                "mime_type": "video/mp4",
                "size_in_bytes": clip.size,
                "duration_in_seconds": round(listing.seconds),
                "title": f"{clip.width} × {clip.height}",
            }
            for clip in listing.clips
        ],
    }
    if poster_of(one):
        item["image"] = site.file(listing, poster_of(one))
    return item


def sitemap(shown: Sequence[Shown], site: Site) -> bytes:
    """Write the video sitemap (sitemaps.org with the video extension 1.1): Shown… → XML."""
    rows = "\n".join(_site_row(one, site) for one in shown if clip_of(one) is not None and poster_of(one))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">\n{rows}\n</urlset>\n'
    ).encode()


def _site_row(one: Shown, site: Site) -> str:
    listing, clip = one.listing, clip_of(one)
    name = clip.name if clip is not None else ""
    return (
        f"<url>\n<loc>{escape(site.page(listing.id, 'index.html'))}</loc>\n<lastmod>{_moment(one.last)}</lastmod>\n"
        "<video:video>\n"
        f"<video:thumbnail_loc>{escape(site.file(listing, poster_of(one)))}</video:thumbnail_loc>\n"
        f"<video:title>{escape(listing.title)}</video:title>\n"
        f"<video:description>{escape(text_of(one, site)[:2048])}</video:description>\n"
        f"<video:content_loc>{escape(site.file(listing, name))}</video:content_loc>\n"
        f"<video:player_loc>{escape(site.page(listing.id))}</video:player_loc>\n"
        f"<video:duration>{max(1, round(listing.seconds))}</video:duration>\n"
        f"<video:publication_date>{_moment(one.first)}</video:publication_date>\n"
        "<video:family_friendly>yes</video:family_friendly>\n<video:live>no</video:live>\n</video:video>\n</url>"
    )


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
