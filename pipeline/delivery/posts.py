# SPDX-License-Identifier: EUPL-1.2
"""What people paste and upload by hand: snippets for content systems, post texts and upload kits for platforms."""

from dataclasses import dataclass
from html import escape
from typing import Final

from pipeline.delivery.listing import Shown, Site
from pipeline.delivery.structured import clip_of, iframe, poster_of


@dataclass(frozen=True, slots=True)
class Snippet:
    """Something to paste: where, how, and the text itself."""

    name: str
    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: most characters of a post, the format it shows best, its switch for artificial content, what it lacks."""

    key: str
    name: str
    most: int
    format: str
    flag: str
    captions: str


PLATFORMS: Final = (
    Platform(
        "youtube",
        "YouTube",
        5000,
        "16x9",
        "„Veränderte Inhalte“: Ja (API: status.containsSyntheticMedia = true)",
        "Untertiteldatei (SRT) hochladen, Sprache angeben",
    ),
    Platform(
        "instagram",
        "Instagram",
        2200,
        "9x16",
        "„KI-Label hinzufügen“ unter „Erweiterte Einstellungen“ einschalten",
        "Untertitel sind im Hochformat eingebrannt",
    ),
    Platform(
        "facebook",
        "Facebook",
        5000,
        "16x9",
        "„KI-Label hinzufügen“ beim Veröffentlichen einschalten",
        "Untertiteldatei (SRT) hochladen",
    ),
    Platform(
        "mastodon",
        "Mastodon",
        500,
        "1x1",
        "Kein eigener Schalter: die Kennzeichnung steht im Beitrag und im Bild",
        "Keine Untertitelspuren: ein Format mit eingebrannten Untertiteln nehmen; Text zum Nachlesen verlinken",
    ),
    Platform(
        "bluesky",
        "Bluesky",
        300,
        "1x1",
        "Kein eigener Schalter: die Kennzeichnung steht im Beitrag und im Bild",
        "Untertiteldatei (VTT) hochladen",
    ),
)
"""Lengths as the platforms name them (YouTube description 5,000, Instagram 2,200, Mastodon 500, Bluesky 300)."""


def post(platform: Platform, shown: Shown, site: Site) -> str:
    """Write the post for a platform: title, headlines, label, address; shortened by whole headlines until it fits."""
    listing = shown.listing
    address = site.page(listing.id, "index.html") if site.base else ""
    label = f"{site.imprint.label}. {site.imprint.notice}"
    heads = [f"• {part.headline}" for part in listing.parts]
    chapters = ""
    if platform.key == "youtube":
        marks = [f"{int(part.at) // 60:02d}:{int(part.at) % 60:02d} {part.headline}" for part in listing.parts]
        chapters = "\n".join(["00:00 Überblick", *marks])
    while True:
        parts = (listing.title, chapters or "\n".join(heads), label, address)
        text = "\n\n".join(part for part in parts if part)
        if len(text) <= platform.most or not heads:
            return text[: platform.most]
        heads.pop()
        chapters = ""


def kit(platform: Platform, shown: Shown, site: Site) -> str:
    """Write the upload kit of a platform: which files, which switches, which text."""
    listing = shown.listing
    fitting = [c for c in listing.clips if c.format == platform.format] or list(listing.clips)
    film = fitting[0].name if fitting else "–"
    other = (
        ""
        if fitting and fitting[0].format == platform.format
        else f" (das Format {platform.format} ist nicht eingestellt: [video] formats)"
    )
    posters = [name for name in listing.files if name.startswith("poster") and name.endswith(".jpg")]
    poster = next((name for name in posters if platform.format in name), posters[0] if posters else "–")
    return "\n".join(
        (
            f"{platform.name}: {listing.title}",
            "",
            f"Video:            {film}{other}",
            f"Vorschaubild:     {poster} (mit KI-Kennzeichnung)",
            f"KI-Kennzeichnung: {platform.flag}",
            f"Untertitel:       {platform.captions}",
            f"Sprache:          {listing.language}",
            f"Danach:           newsreel uploaded {listing.id} --where {platform.key} --address ADRESSE",
            "",
            "Text",
            "----",
            post(platform, shown, site),
            "",
        )
    )


def native(shown: Shown, site: Site) -> str:
    """Write a player for a page of one's own: <video> with captions, poster and label; it shows this version for good."""
    listing, clip = shown.listing, clip_of(shown)
    poster = f' poster="{escape(site.file(listing, poster_of(shown)))}"' if poster_of(shown) else ""
    film = escape(site.file(listing, clip.name)) if clip is not None else ""
    captions = escape(site.file(listing, f"captions.{listing.language}.vtt"))
    name = escape(f"{listing.title}, {site.imprint.label}")
    return (
        f'<video controls playsinline preload="metadata" crossorigin="anonymous"{poster} aria-label="{name}" '
        'style="width:100%">\n'
        f'  <source src="{film}" type="video/mp4">\n'
        f'  <track kind="captions" src="{captions}" srclang="{listing.language}" label="Untertitel" default>\n'
        f"</video>\n<p>{escape(site.imprint.label)}. "
        f'<a href="{escape(site.file(listing, "transcript.html"))}">Text zum Nachlesen</a></p>'
    )


def snippets(shown: Shown, site: Site) -> tuple[Snippet, ...]:
    """Give what is pasted into content systems; empty where the site has no address."""
    if not site.base:
        return ()
    frame, listing = iframe(shown, site), shown.listing
    latest = frame.replace(f"/{listing.id}/embed.html", "/latest/embed.html", 1).replace(
        escape(listing.title), escape(site.imprint.programme), 1
    )
    clip = clip_of(shown)
    address = escape(site.file(listing, clip.name)) if clip is not None else ""
    captions = escape(site.file(listing, f"captions.{listing.language}.vtt"))
    block = (
        f"<!-- wp:html -->\n{frame}\n<!-- /wp:html -->\n\n<!-- wp:video -->\n"
        f'<figure class="wp-block-video"><video controls src="{address}" playsinline>'
        f'<track src="{captions}" label="Untertitel" srclang="{listing.language}" kind="captions" default/></video>'
        f'<figcaption class="wp-element-caption">{escape(listing.title)}. {escape(site.imprint.label)}.</figcaption></figure>\n'
        "<!-- /wp:video -->"
    )
    typo3 = (
        "page.10 = TEXT\n# oder im Inhaltselement „Reines HTML“ nur die Zeile unter value einfügen\npage.10.value (\n"
        + frame
        + "\n)"
    )
    return (
        Snippet("HTML", "Der Rahmen zeigt immer die gültige Fassung; ohne Skript, ohne Cookie.", frame),
        Snippet("HTML: immer die neueste Sendung", "Diese eine Zeile bleibt für immer auf der Seite stehen.", latest),
        Snippet(
            "HTML ohne Rahmen", "Zeigt genau diese Fassung; nach einer Berichtigung ist sie auszutauschen.", native(shown, site)
        ),
        Snippet("TYPO3", "Inhaltselement „Reines HTML“: den Rahmen einfügen. Als TypoScript:", typo3),
        Snippet(
            "WordPress", "Im Code-Editor einfügen; der erste Block ist der Rahmen, der zweite das Video mit Untertiteln.", block
        ),
        Snippet(
            "Government Site Builder",
            "Im Modul „HTML-Fragment“ einfügen; die Adresse muss in der Liste erlaubter Rahmen (frame-src) stehen.",
            frame,
        ),
    )
