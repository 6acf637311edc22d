# SPDX-License-Identifier: EUPL-1.2
"""What people paste and upload by hand: snippets for content systems, post texts and upload kits for platforms."""

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from pipeline.delivery.listing import Shown, Site
from pipeline.delivery.structured import clip_of, iframe, json_ld, poster_of


@dataclass(frozen=True, slots=True)
class Snippet:
    """Something to paste: where, how, and the text itself."""

    name: str
    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: most characters of a post, the format it shows best, its switch for artificial content, what it lacks.

    `title` and `described` are the most characters of a title of its own and of a description for people who do not see; 0: none.
    """

    key: str
    name: str
    most: int
    format: str
    flag: str
    captions: str
    title: int = 0
    described: int = 0


PLATFORMS: Final = (
    Platform(
        "youtube",
        "YouTube",
        5000,
        "16x9",
        "„Veränderte Inhalte“: Ja (API: status.containsSyntheticMedia = true)",
        "captions.{language}.srt hochladen, Sprache angeben",
        title=100,
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
        "captions.{language}.srt hochladen",
        title=255,
    ),
    Platform(
        "mastodon",
        "Mastodon",
        500,
        "1x1",
        "Kein eigener Schalter: die Kennzeichnung steht im Beitrag und im Bild",
        "Mastodon kennt keine Spuren: sie sind in diesem Format eingebrannt",
        described=1500,
    ),
    Platform(
        "bluesky",
        "Bluesky",
        300,
        "1x1",
        "Kein eigener Schalter: die Kennzeichnung steht im Beitrag und im Bild",
        "captions.{language}.vtt hochladen",
        described=2000,
    ),
)
"""Lengths as the platforms name them (YouTube title 100, description 5,000; Instagram 2,200; Mastodon 500, Bluesky 300; text
for people who do not see: Mastodon 1,500, Bluesky 2,000)."""


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
        parts = ("" if platform.title else listing.title, chapters or "\n".join(heads), label, address)
        text = "\n\n".join(part for part in parts if part)
        if len(text) <= platform.most or not heads:
            return text[: platform.most]
        heads.pop()
        chapters = ""


def described(platform: Platform, shown: Shown, site: Site) -> str:
    """Write the description for people who do not see: what the film is, then what is said in it, by whole sentences."""
    text = f"{site.imprint.programme}, Nachrichtenvideo, {site.imprint.label}. Gesprochen wird:"
    for sentence in re.split(r"(?<=[.!?]) ", shown.listing.words):
        if len(text) + 1 + len(sentence) > platform.described:
            break
        text += f" {sentence}"
    return text


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
    rows = [
        ("Dateien", f"im Ordner bulletins/{listing.id}"),
        ("Video", f"{film}{other}"),
        ("Vorschaubild", f"{poster} (mit KI-Kennzeichnung)"),
        ("KI-Kennzeichnung", platform.flag),
        ("Untertitel", platform.captions.format(language=listing.language)),
        ("Sprache", listing.language),
        ("Danach", f"newsreel uploaded {listing.id} --where {platform.key} --address ADRESSE"),
    ]
    lines = [f"{platform.name}: {listing.title}", "", *(f"{name + ':':18}{text}" for name, text in rows)]
    if platform.title:
        lines += ["", "Titel", "-----", listing.title[: platform.title]]
    lines += ["", "Text", "----", post(platform, shown, site)]
    if platform.described:
        lines += ["", "Beschreibung für Menschen, die nicht sehen", "-" * 42, described(platform, shown, site)]
    return "\n".join([*lines, ""])


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
        f'<!-- wp:video -->\n<figure class="wp-block-video"><video controls src="{address}" playsinline>'
        f'<track src="{captions}" label="Untertitel" srclang="{listing.language}" kind="captions" default/></video>'
        f'<figcaption class="wp-element-caption">{escape(listing.title)}. {escape(site.imprint.label)}.</figcaption></figure>\n'
        "<!-- /wp:video -->"
    )
    typo3 = f"lib.newsreel = TEXT\nlib.newsreel.value (\n{latest}\n)"
    data = f'<script type="application/ld+json">\n{json_ld(shown, site)}\n</script>'
    return (
        Snippet("HTML", "Der Rahmen zeigt immer die gültige Fassung; ohne Skript, ohne Cookie.", frame),
        Snippet("HTML: immer die neueste Sendung", "Diese eine Zeile bleibt für immer auf der Seite stehen.", latest),
        Snippet(
            "HTML ohne Rahmen", "Zeigt genau diese Fassung; nach einer Berichtigung ist sie auszutauschen.", native(shown, site)
        ),
        Snippet("TYPO3", "Im Inhaltselement „Reines HTML“ einfügen.", frame),
        Snippet(
            "TYPO3: TypoScript",
            'Immer die neueste Sendung, für das Template; in Fluid: <f:cObject typoscriptObjectPath="lib.newsreel" />',
            typo3,
        ),
        Snippet(
            "WordPress",
            "Im Code-Editor einfügen: ein Block „Individuelles HTML“ mit dem Rahmen. Rahmen darf nur einfügen, wer ungefiltertes "
            "HTML schreiben darf (Rolle Administrator oder Redakteur).",
            f"<!-- wp:html -->\n{frame}\n<!-- /wp:html -->",
        ),
        Snippet(
            "WordPress: Video-Block",
            "Statt des Rahmens: der Block „Video“ mit Untertiteln. Er zeigt genau diese Fassung; nach einer Berichtigung ist er "
            "auszutauschen.",
            block,
        ),
        Snippet(
            "Government Site Builder",
            "Im Modul „HTML-Fragment“ einfügen; die Adresse muss in der Liste erlaubter Rahmen (frame-src) stehen.",
            frame,
        ),
        Snippet(
            "Strukturierte Daten",
            "Für Suchmaschinen, in den Kopf der eigenen Seite; nach einer Berichtigung auszutauschen. Die Seite index.html der "
            "Sendung trägt sie schon.",
            data,
        ),
    )
