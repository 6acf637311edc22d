# SPDX-License-Identifier: EUPL-1.2
"""A whole night and morning, small: gather, plan, write, check, speak, cue, render, pack, approve, publish.

Everything is real but three engines: the voice babbles, the encoder writes a few bytes that depend on what it is given, and
nobody paints. What only computes (captions, the names of segments) is remembered from one night to the next. So a night takes
half a second, and it passes every write of the real one.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from pipeline import casting, producer, release, review
from pipeline.engines import crew
from pipeline.engines.voices import OpenVoice
from pipeline.keep import schema
from pipeline.model import Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture import paint
from pipeline.picture.atlas import Atlas
from pipeline.picture.plates import Planes, Plates
from pipeline.ports import PlaneFrame
from pipeline.settings import load
from pipeline.sound.loudness import Loudness
from pipeline.sound.tape import Track
from pipeline.sound.wav import Sound
from pipeline.stages import cue as cueing
from pipeline.stages import render as rendering
from tests.doubles.voices import Babbler, babble

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Kreis Klein</title>
<item><title>Hallenbad öffnet wieder</title><guid>bad</guid><pubDate>Fri, 20 Nov 2026 03:00:00 +0100</pubDate>
<description>Das Hallenbad in Kleinau öffnet am Montag, 23. November, wieder. Der Eintritt kostet vier Euro.
Das Bad war seit September wegen einer Sanierung geschlossen.</description></item>
<item><title>Bücherei schließt früher</title><guid>buch</guid><pubDate>Fri, 20 Nov 2026 03:00:00 +0100</pubDate>
<description>Die Bücherei in Kleinau schließt am Dienstag bereits um 16 Uhr. Grund ist eine Fortbildung der Beschäftigten.
Ausleihen lassen sich am Mittwoch verlängern.</description></item>
</channel></rss>"""
CONFIG = """
[[sources]]
kind = "feed"
url = "feed.xml"
[script]
target_seconds = 50
[sound]
jingle = false
bed = false
[video]
formats = ["1x1"]
jobs = 1
small = false
[[targets]]
kind = "folder"
path = "output/public"
name = "web"
base_url = "https://kreis.example/video"
"""


@dataclass(frozen=True, slots=True)
class BriefEncoder:
    """Writes what it was asked for instead of a film."""

    fingerprint: str = "brief"

    def segment(self, frames: Iterable[PlaneFrame], size: tuple[int, int], to: Path) -> int:
        to.write_bytes(f"segment {size} {to.name}".encode() * 20)
        return 25

    def sound(self, pcm: Iterable[NDArray[np.float32]], to: Path) -> None:
        to.write_bytes(hashlib.sha256(b"".join(part.tobytes() for part in pcm)).digest())

    def join(self, segments: Sequence[Path], sound: Path, title: str, comment: str, to: Path) -> None:
        to.write_bytes(b"".join(s.read_bytes() for s in segments) + sound.read_bytes() + title.encode() + comment.encode())


def named_once(really: Callable[..., str]) -> Callable[..., str]:
    """Remember the names of what is painted by what they depend on: a set that was read again is another object."""
    known: dict[object, str] = {}

    def named(timeline: Timeline, *given: Any) -> str:
        *span, on = given
        of = (timeline, *span, on.design.digest, on.form, on.figure)
        if of not in known:
            known[of] = really(timeline, *given)
        return known[of]

    return named


@contextmanager
def _voice_alone(voice: Track, *_: object) -> Iterator[tuple[list[Sound], Loudness]]:
    """Give the voice as the programme's sound: no music, no mastering."""
    yield [voice[0 : len(voice)]], Loudness(-16.0, -1.5)


@contextmanager
def stubbed() -> Iterator[None]:
    """Let voice, encoder and painter be brief ones."""
    voice = Babbler()

    def spoken(self: casting.Cast) -> OpenVoice:
        if self._voice is None:
            self._voice = replace(real(self), voice=voice, reference=voice)
        return self._voice

    real = casting.Cast.voice
    grey = np.full((90, 90, 3), 128, dtype=np.uint8)
    blank = Planes(np.zeros((4, 4), np.uint8), np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.uint8))
    places = Plates(blank, blank, blank)
    patches = (
        patch.object(casting.Cast, "voice", spoken),
        patch("pipeline.engines.pyav_encoder.PyavEncoder", lambda *_, **__: BriefEncoder()),
        patch.object(crew, "_FORKS", False),  # no painter, nobody to be forked
        patch.object(paint, "poster", lambda *_: grey),
        patch.object(paint, "prepare", lambda *_: None),
        patch.object(paint, "fit_findings", lambda *_: ()),
        patch.object(rendering, "build_atlas", lambda *_: Atlas(1.0, {})),
        patch.object(rendering, "plates", lambda *_: places),
        patch.object(rendering.Plates, "from_bytes", lambda *_: places),
        patch.object(rendering, "produced", _voice_alone),
        patch("tests.doubles.voices.babble", cache(babble)),
        patch.object(cueing, "_tracks", cache(cueing._tracks)),
        *(patch.object(paint, name, named_once(getattr(paint, name))) for name in ("segment_key", "poster_key", "fit_key")),
    )
    with ExitStack() as stack:
        for one in patches:
            stack.enter_context(one)
        yield


@dataclass(frozen=True, slots=True)
class Diary:
    """Writes each stage that begins into a file outside the newsroom, so that it survives a kill."""

    file: Path

    def begins(self, bulletin: str, stage: str) -> None:
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{bulletin} {stage}\n".encode())
        os.close(handle)

    def goes(self, bulletin: str, share: float) -> None:
        """Say nothing."""

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Say nothing."""


def found(folder: Path) -> None:
    """Found a newsroom: its feed and its configuration."""
    folder.mkdir(parents=True)
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")


def night(folder: Path, diary: Path) -> None:
    """Do a whole night and morning, or go on where one stopped."""
    room = Newsroom(load(folder / "config.toml"), Diary(diary), lambda: NOW)
    try:
        made = producer.run(room, DAY)
        for outcome in made.outcomes:
            if outcome.parked is not None or (outcome.package is None):
                raise AssertionError(f"{outcome.bulletin}: {outcome.parked or outcome.skipped}")
            if room.state(outcome.bulletin) == "review":
                review.approve(room, outcome.bulletin, "Schulz")
            release.publish(room, outcome.bulletin)
    finally:
        room.close()


@dataclass(frozen=True, slots=True)
class Stand:
    """What a night left behind, without times: rows of the ledger, and the digest of every file that people see."""

    rows: tuple[tuple[str, ...], ...]
    files: tuple[tuple[str, str], ...]


def stand(folder: Path) -> Stand:
    """Look at what stands: bulletins, editions, heads, decisions, publications, audit; readable copies and published pages."""
    room = Newsroom(load(folder / "config.toml"), clock=lambda: NOW)
    t = schema
    picked = {
        "bulletin": select(t.bulletin.c.name, t.bulletin.c.rundown, t.bulletin.c.day),
        "edition": select(t.edition.c.name, t.edition.c.digest, t.edition.c.plan),
        "head": select(t.head.c.bulletin, t.head.c.stage, t.head.c.digest, t.head.c.by),
        "decision": select(t.decision.c.kind, t.decision.c.words, t.decision.c.film, t.decision.c.by),
        "publication": select(t.publication.c.target, t.publication.c.kind, t.publication.c.film, t.publication.c.address),
        "audit": select(t.audit.c.act, t.audit.c.bulletin, t.audit.c.detail),
    }
    rows: list[tuple[str, ...]] = []
    with room.ledger.engine.connect() as connection:
        for name, query in picked.items():
            rows += [(name, *map(str, row)) for row in connection.execute(query)]
    room.close()
    files: list[tuple[str, str]] = []
    for top in ("bulletins", "public"):
        for place in sorted((folder / "output" / top).rglob("*")):
            inner = place.relative_to(folder)
            if place.is_file() and not any(part.startswith(".") and part != ".package" for part in inner.parts):
                files.append((inner.as_posix(), hashlib.sha256(place.read_bytes()).hexdigest()))
    return Stand(tuple(sorted(rows)), tuple(files))


def stages(diary: Path) -> list[str]:
    """Give the stages that began, over all attempts."""
    return diary.read_text().splitlines() if diary.exists() else []
