# SPDX-License-Identifier: EUPL-1.2
"""The pages that `publish` makes from approved values: player, watch page, overview, corrections, making-of, embedding.

No page runs a script, sets a cookie or names a foreign host; the structured data of the watch page is no script to a browser.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.delivery import accessibility
from pipeline.delivery.listing import Correction, Listing, Shown, Site, describe, version_path
from pipeline.delivery.notices import corrected
from pipeline.delivery.page_words import GERMAN, page_words
from pipeline.delivery.pages import Imprint, links_of, render
from pipeline.delivery.posts import Snippet
from pipeline.delivery.structured import json_ld, open_graph
from pipeline.model import Caption, Script

SIGNED = "gebaerdensprache.mp4"
"""The clip in sign language at a bulletin's stable address, where there is one."""
PLAYER_STYLE = "figure{margin:0}video{display:block;width:100%;height:auto;background:#000;border-radius:.5rem}"


@dataclass(frozen=True, slots=True)
class Work:
    """How a video was made: (step, tool)…, who reviewed it by role, pictures with their rights, what proves its origin."""

    tools: tuple[tuple[str, str], ...]
    reviewed: str
    pictures: tuple[str, ...]
    provenance: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the corrections page; `link` is empty where the bulletin was taken back."""

    day: date
    title: str
    text: str
    link: str


def style(imprint: Imprint) -> str:
    """Give the style of all pages."""
    return render("style.css", imprint=imprint).decode().strip() + "\n" + PLAYER_STYLE


def policy(css: str) -> str:
    """Give the content security policy of the player: nothing but its own film, tracks, poster and this one style."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'none'; media-src 'self'; img-src 'self'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _films(listing: Listing) -> tuple[tuple[str, int, int], ...]:
    return tuple((clip.name, clip.width, clip.height) for clip in listing.clips)


def player(script: Script, shown: Shown, site: Site, signed: bool = False) -> bytes:
    """Write the embed page of the stable address; its film stands at an address that never changes, so nothing can mix."""
    listing, css = shown.listing, style(site.imprint)
    words = page_words(listing.language)
    page = render(
        "embed.html",
        script=script,
        imprint=site.imprint,
        films=_films(listing),
        language=listing.language,
        words=words,
        day=words.day_in_words(listing.day),
        seconds=round(listing.seconds),
        at=f"../{version_path(listing.id, listing.film)}/",
        style=css,
        csp=policy(css),
        links=links_of(script),
        here=f"../{listing.id}/",
        signed=f"../{listing.id}/{SIGNED}" if signed else "",
    )
    return corrected(page, shown.notes) if shown.notes else page


def watch(script: Script, shown: Shown, site: Site, credits_: Sequence[str], signed: bool = False) -> bytes:
    """Write the page that search engines and people find: film, text, sources; structured data where the address is known."""
    listing = shown.listing
    words = page_words(listing.language)
    links = None
    if site.base:
        links = {
            "canonical": site.page(listing.id, "index.html"),
            "oembed": site.page(listing.id, "oembed.json"),
            "rss": f"{site.base}/feed.xml",
        }
    page = render(
        "watch.html",
        script=script,
        imprint=site.imprint,
        films=_films(listing),
        language=listing.language,
        words=words,
        day=words.day_in_words(listing.day),
        seconds=round(listing.seconds),
        at=f"../{version_path(listing.id, listing.film)}/",
        style=style(site.imprint),
        description=describe(listing),
        graph=open_graph(shown, site) if site.base else "",
        ld=json_ld(shown, site) if site.base else "",
        links=links,
        items={slot.item.id: slot.item for slot in script.rundown.slots},
        credits=tuple(dict.fromkeys(credits_)),
        id=listing.id,
        signed=f"../{listing.id}/{SIGNED}" if signed else "",
    )
    return corrected(page, shown.notes) if shown.notes else page


def overview(shown: Sequence[Shown], site: Site) -> bytes:
    """Write the page of all bulletins, newest first."""
    return render(
        "overview.html",
        shown=shown,
        imprint=site.imprint,
        base=site.base,
        style=style(site.imprint),
        days=GERMAN.day_in_words,
    )


def corrections(rows: Sequence[Row], site: Site) -> bytes:
    """Write the corrections of the last twelve months; `rows` are newest first."""
    return render("corrections.html", rows=rows, imprint=site.imprint, style=style(site.imprint))


def making_of(script: Script, imprint: Imprint, work: Work, notes: Sequence[Correction]) -> bytes:
    """Write „So entstand dieses Video“."""
    return render(
        "making.html",
        script=script,
        imprint=imprint,
        tools=work.tools,
        reviewed=work.reviewed,
        pictures=work.pictures,
        provenance=work.provenance,
        notes=notes,
        items={slot.item.id: slot.item for slot in script.rundown.slots},
        style=style(imprint),
    )


def accessibility_page(
    script: Script, imprint: Imprint, captions: Sequence[Caption], missing: Sequence[str], signed: bool
) -> bytes:
    """Write the accessibility report of a package; `missing` are facts that are seen and not said."""
    return render(
        "accessibility.html",
        script=script,
        imprint=imprint,
        rows=accessibility.report(captions, missing, signed),
        unspoken=missing,
        style=style(imprint),
    )


def embedding(title: str, imprint: Imprint, parts: Sequence[Snippet], kits: Sequence[tuple[str, str]]) -> bytes:
    """Write the page for the web team: what to paste where; `kits` are the platforms with their texts."""
    return render("embedding.html", title=title, imprint=imprint, parts=parts, kits=kits, style=style(imprint))
