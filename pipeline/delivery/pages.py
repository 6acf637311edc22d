# SPDX-License-Identifier: EUPL-1.2
"""The pages of a package, as HTML without scripts: transcript, embed page, proof sheet. Every text is escaped by the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.delivery.page_words import GERMAN, page_words
from pipeline.model import Finding, PackedFile, Script, Severity

WEEKDAYS, MONTHS = GERMAN.weekdays, GERMAN.months
"""German, for what the press office reads."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page: programme, county, AI label and notice, accent and ink colour (#rrggbb) of the house."""

    programme: str
    county: str
    label: str
    notice: str
    ink: str
    core: str
    accent: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with its mark: "" (plain) or the kind of fact ("number", "date", "name" …)."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One spoken sentence beside the source sentences that back it; all cut into pieces for marking."""

    where: str
    spoken: tuple[Piece, ...]
    sources: tuple[tuple[int, tuple[Piece, ...]], ...]
    findings: tuple[Finding, ...]
    template: bool


@dataclass(frozen=True, slots=True)
class ProofStory:
    """The proof of one story: its item's title and address, its rows, and findings about the story as a whole."""

    headline: str
    title: str
    link: str
    rows: tuple[ProofRow, ...]
    findings: tuple[Finding, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.delivery"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: object) -> bytes:
    """Fill in a template; every text is escaped."""
    return _environment().get_template(name).render(**values).encode()


def links_of(script: Script) -> dict[str, str]:
    """Give the original address of each item by its id; empty where it has none."""
    return {slot.item.id: slot.item.link for slot in script.rundown.slots}


def transcript(script: Script, imprint: Imprint, credits_: Sequence[str]) -> bytes:
    """Write the transcript: everything that is spoken, the source of each story, phone and address as links."""
    links = links_of(script)
    words = page_words(script.rundown.language)
    day = words.day_in_words(script.rundown.day)
    return render("transcript.html", script=script, imprint=imprint, words=words, day=day, links=links, credits=credits_)


def embed(script: Script, imprint: Imprint, films: Sequence[tuple[str, int, int]], language: str, seconds: float) -> bytes:
    """Write the embed page: a native player without script, cookie or foreign host. `films`: (name, width, height)."""
    words = page_words(language)
    return render(
        "embed.html",
        script=script,
        imprint=imprint,
        films=films,
        language=language,
        words=words,
        day=words.day_in_words(script.rundown.day),
        seconds=round(seconds),
        at="",
        style=render("style.css", imprint=imprint).decode(),
        csp="",
        links=links_of(script),
        here="",
        signed="",
    )


def proof(script: Script, imprint: Imprint, stories: Sequence[ProofStory], others: Sequence[Finding]) -> bytes:
    """Write the proof sheet: each spoken sentence beside the source sentences that back it, findings at their sentence."""
    all_findings = [*others, *(f for s in stories for f in (*s.findings, *(g for r in s.rows for g in r.findings)))]
    counts = {kind: sum(1 for f in all_findings if f.severity is kind) for kind in Severity}
    return render(
        "proof.html",
        script=script,
        imprint=imprint,
        day=GERMAN.day_in_words(script.rundown.day),
        stories=stories,
        others=others,
        red=counts[Severity.RED],
        amber=counts[Severity.AMBER],
    )


def notice(title: str, programme: str, county: str, heading: str, day: str) -> bytes:
    """Write the page that stands where a bulletin was taken back."""
    return render("notice.html", title=title, programme=programme, county=county, heading=heading, day=day)


def sums(files: Sequence[PackedFile]) -> bytes:
    """Write SHA256SUMS of what approval covers, sorted by name, as `sha256sum --check` reads it."""
    return "".join(f"{f.blob.digest}  {f.name}\n" for f in sorted(files, key=lambda f: f.name) if f.covered).encode()
