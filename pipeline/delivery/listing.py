# SPDX-License-Identifier: EUPL-1.2
"""What stands where: a published bulletin and the site that shows it, and the addresses of both.

<base>/v/<id>/<film>/…   one version, never changed
<base>/<id>/…            the version that counts; the address that a page embeds
<base>/latest/…          the newest bulletin
"""

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.delivery.pages import Imprint
from pipeline.model import FPS, Package, SceneKind, lines

SUMS = "SHA256SUMS"
POINTERS = ("index.html", "embed.html")
"""The pages of a bulletin's stable address that are moved last."""
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in an earlier version and is right by now, and the day on which that was said."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Clip:
    """One film file: its format ("16x9"), size in px, bytes."""

    name: str
    format: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """One story of a bulletin: headline, its original address (empty where none), the second at which it begins."""

    headline: str
    link: str
    at: float


@dataclass(frozen=True, slots=True)
class Listing:
    """One bulletin as feeds and overviews show it. `film` names the version; `clips` are largest first."""

    id: str
    film: str
    title: str
    day: date
    language: str
    seconds: float
    clips: tuple[Clip, ...]
    files: tuple[str, ...]
    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing at a target: when it was first and last put there, and its corrections, oldest first."""

    listing: Listing
    first: datetime
    last: datetime
    notes: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where bulletins stand and whose they are. `base` is an http(s) address without a slash at its end, or empty.

    `source_type` is the IPTC address of the digital source type.
    """

    base: str
    imprint: Imprint
    source_type: str = ""

    def page(self, bulletin: str, name: str = "embed.html") -> str:
        """Give the stable address of a page of a bulletin."""
        return f"{self.base}/{bulletin}/{name}"

    def file(self, listing: Listing, name: str) -> str:
        """Give the address of a file that never changes."""
        return f"{self.base}/{version_path(listing.id, listing.film)}/{name}"


def version_path(bulletin: str, film: str) -> str:
    """Give the folder of one version below the site."""
    return f"v/{bulletin}/{film}"


def version_of(package: Package) -> str:
    """Name the version of a package: the first 16 digits of the digest that an approval names."""
    return next(f.blob.digest for f in package.files if f.name == SUMS)[:16]


def listing_of(bulletin: str, package: Package) -> Listing:
    """Describe a package for feeds and overviews: Package → Listing."""
    timeline = package.master.timeline
    script = timeline.speech.script
    size = {f.name: f.blob.size for f in package.files}
    clips = [
        Clip(name, film.format, film.width, film.height, size[name])
        for film in package.master.films
        if (name := f"bulletin-{film.format}.mp4") in size
    ]
    if "bulletin-720p.mp4" in size:
        clips.append(Clip("bulletin-720p.mp4", "16x9", 1280, 720, size["bulletin-720p.mp4"]))
    if not clips and "bulletin-16x9.mp4" in size:
        clips.append(Clip("bulletin-16x9.mp4", "16x9", 1920, 1080, size["bulletin-16x9.mp4"]))
    links = {slot.item.id: slot.item.link for slot in script.rundown.slots}
    begins = {s.story: s.start / FPS for s in reversed(timeline.scenes) if s.kind is SceneKind.STORY}
    return Listing(
        id=bulletin,
        film=version_of(package),
        title=script.title,
        day=script.rundown.day,
        language=script.rundown.language,
        seconds=timeline.length / FPS,
        clips=tuple(clips),
        files=tuple(f.name for f in package.files if f.covered),
        parts=tuple(
            Part(story.headline, links.get(story.item_id, ""), begins.get(n, 0.0)) for n, story in enumerate(script.stories)
        ),
        words=" ".join(line.sentence.text for line in lines(script)),
    )


def describe(listing: Listing) -> str:
    """Give the description of a bulletin: its headlines in one line."""
    return " · ".join(part.headline for part in listing.parts)


def iso_duration(seconds: float) -> str:
    """Give a length as ISO 8601: 100 s → "PT1M40S"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"
