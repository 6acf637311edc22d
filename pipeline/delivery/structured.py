# SPDX-License-Identifier: EUPL-1.2
"""What machines read about a bulletin: schema.org VideoObject (JSON-LD), Open Graph, oEmbed. All need the site's address."""

import json
from html import escape

from pipeline.delivery.listing import Clip, Shown, Site, describe, iso_duration

VIDEO_REQUIRED = ("name", "thumbnailUrl", "uploadDate")
"""What search engines require of a VideoObject (developers.google.com, structured data, video)."""
LOCALES = {"de": "de_DE", "en": "en_GB"}


def clip_of(shown: Shown) -> Clip | None:
    """Give the film that a page plays: the largest wide one, else the first."""
    clips = shown.listing.clips
    return next((c for c in clips if c.format == "16x9"), clips[0] if clips else None)


def poster_of(shown: Shown) -> str:
    """Give the name of the poster; empty where there is none."""
    return "poster.jpg" if "poster.jpg" in shown.listing.files else ""


def json_ld(shown: Shown, site: Site) -> str:
    """Write the VideoObject: Shown → JSON that is safe inside a <script> element."""
    listing = shown.listing
    clip = clip_of(shown)
    form: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": listing.title,
        "description": describe(listing),
        "thumbnailUrl": [site.file(listing, poster_of(shown))] if poster_of(shown) else [],
        "uploadDate": shown.first.isoformat(timespec="seconds"),
        "dateModified": shown.last.isoformat(timespec="seconds"),
        "duration": iso_duration(listing.seconds),
        "inLanguage": listing.language,
        "embedUrl": site.page(listing.id),
        "url": site.page(listing.id, "index.html"),
        "isAccessibleForFree": True,
        "accessibilityFeature": ["captions", "transcript", "tableOfContents"],
        "accessMode": ["auditory", "visual"],
        "transcript": listing.words,
        "publisher": {"@type": "GovernmentOrganization", "name": site.imprint.county},
        "hasPart": _parts(shown, site),
    }
    if clip is not None:
        form |= {
            "contentUrl": site.file(listing, clip.name),
            "encodingFormat": "video/mp4",
            "width": clip.width,
            "height": clip.height,
            "contentSize": str(clip.size),
        }
    if site.source_type:
        form["digitalSourceType"] = site.source_type
    if shown.notes:
        form["correction"] = [
            {"@type": "CorrectionComment", "text": n.text, "datePublished": n.day.isoformat()} for n in shown.notes
        ]
    return json.dumps(form, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _parts(shown: Shown, site: Site) -> list[dict[str, object]]:
    """Give the stories as clips of the film, with their seconds."""
    parts = shown.listing.parts
    ends = [*(part.at for part in parts[1:]), shown.listing.seconds]
    return [
        {
            "@type": "Clip",
            "name": part.headline,
            "startOffset": round(part.at),
            "endOffset": round(end),
            "url": f"{site.page(shown.listing.id, 'index.html')}#t={round(part.at)}",
        }
        for part, end in zip(parts, ends, strict=True)
    ]


def open_graph(shown: Shown, site: Site) -> str:
    """Write the Open Graph elements of a page's head; the description names the artificial origin."""
    listing, clip = shown.listing, clip_of(shown)
    rows = [
        ("og:type", "video.other"),
        ("og:title", listing.title),
        ("og:description", f"{describe(listing)} ({site.imprint.label})"),
        ("og:url", site.page(listing.id, "index.html")),
        ("og:site_name", site.imprint.county),
        ("og:locale", LOCALES.get(listing.language, "de_DE")),
    ]
    if poster_of(shown):
        rows += [
            ("og:image", site.file(listing, poster_of(shown))),
            ("og:image:alt", f"{listing.title}, {site.imprint.label}"),
        ]
    if clip is not None:
        rows += [
            ("og:video", site.file(listing, clip.name)),
            ("og:video:type", "video/mp4"),
            ("og:video:width", str(clip.width)),
            ("og:video:height", str(clip.height)),
        ]
    return "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in rows)


def iframe(shown: Shown, site: Site, width: int = 960) -> str:
    """Write the frame that shows a bulletin on somebody's page; it runs no script and has a title.

    What its links open is free of the frame's limits: the county's own pages need their scripts.
    """
    clip = clip_of(shown)
    height = round(width * clip.height / clip.width) + 260 if clip is not None else 800  # room for the words below the player
    title = escape(f"{shown.listing.title}, {site.imprint.label}")
    return (
        f'<iframe src="{escape(site.page(shown.listing.id))}" title="{title}" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" sandbox="allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox" '
        'referrerpolicy="no-referrer" loading="lazy" allowfullscreen></iframe>'
    )


def oembed(shown: Shown, site: Site) -> bytes:
    """Write the oEmbed answer (oembed.com, version 1.0, type video)."""
    listing, clip = shown.listing, clip_of(shown)
    form = {
        "version": "1.0",
        "type": "video",
        "title": listing.title,
        "provider_name": site.imprint.county,
        "provider_url": f"{site.base}/",
        "html": iframe(shown, site),
        "width": 960,
        "height": round(960 * clip.height / clip.width) + 260 if clip is not None else 800,
    }
    if poster_of(shown) and clip is not None:
        form |= {
            "thumbnail_url": site.file(listing, poster_of(shown)),
            "thumbnail_width": clip.width,
            "thumbnail_height": clip.height,
        }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()
