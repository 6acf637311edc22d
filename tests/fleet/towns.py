# SPDX-License-Identifier: EUPL-1.2
"""Fleets of small towns: each newsroom has a feed of a few items, each item a bulletin, a target and a schema of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline import review
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.doubles import postgres

DAY = "2026-11-20"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
ITEM = """<item><title>{title}</title><guid>{town}-{n}</guid><pubDate>Fri, 20 Nov 2026 03:0{n}:00 +0100</pubDate>
<description>{title}: Die Gemeinde {town} öffnet am Montag, 23. November, den Weg Nummer {n} wieder. Der Eintritt kostet {n} Euro.
Der Weg war seit September wegen einer Sanierung geschlossen. Die Arbeiten dauerten {n} Wochen.</description></item>
"""
SUBJECTS = (
    "Hallenbad",
    "Bücherei",
    "Kreisstraße",
    "Wertstoffhof",
    "Tierpark",
    "Stadtmuseum",
    "Jugendhaus",
    "Radweg",
    "Marktplatz",
)
CONFIG = """
[[sources]]
kind = "feed"
url = "feed.xml"
[rundown]
shape = "item"
max_age_days = 3000
[script]
target_seconds = 30
[voice]
engine = "espeak"
[sound]
jingle = false
bed = false
[video]
formats = ["1x1"]
jobs = 1
preset = "ultrafast"
[review]
window_minutes = 60000000
[[targets]]
kind = "folder"
path = "public"
name = "web"
[keep]
ledger = "{url}"
schema = "{schema}"
[fleet]
at_once = {at_once}
"""


def found(folder: Path, schema: str, bulletins: int, at_once: int = 0, more: str = "", url: str | None = None) -> None:
    """Found one newsroom; its ledger lies on the test's server, or at `url` (empty: in a file)."""
    folder.mkdir(parents=True)
    items = "".join(
        ITEM.format(title=f"{SUBJECTS[n % len(SUBJECTS)]} {n // len(SUBJECTS) or ''}".strip(), town=folder.name, n=n % 10)
        for n in range(bulletins)
    )
    feed = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    (folder / "feed.xml").write_text(feed, encoding="utf-8")
    config = CONFIG.format(url=postgres.url() if url is None else url, schema=schema, at_once=at_once)
    (folder / "config.toml").write_text(config + more, encoding="utf-8")
    (folder / "secrets.env").write_text(f"TOWN={folder.name}\n", encoding="utf-8")
    (folder / "secrets.env").chmod(0o600)


def found_fleet(place: Path, prefix: str, sizes: dict[str, int], patience: str = "") -> None:
    """Found a fleet: newsrooms by name with so many bulletins each; their schemas begin with `prefix`."""
    for name, bulletins in sizes.items():
        found(place / name, schema_of(prefix, name), bulletins)
    (place / "fleet.toml").write_text(f'schema = "{prefix}_jobs"\n{patience}', encoding="utf-8")


def schema_of(prefix: str, name: str) -> str:
    return f"{prefix}_{name.replace('-', '_')}"


def opened(folder: Path, clock: datetime = NOON) -> Newsroom:
    return Newsroom(load(folder / "config.toml"), clock=lambda: clock)


def approve_all(folder: Path) -> list[str]:
    """Approve every film of a newsroom for a moment that has passed by the time a release looks → the bulletins."""
    room = opened(folder)
    try:
        names = [entry.name for entry in room.ledger.bulletins()]
        for name in names:
            if room.state(name) == "review":
                review.approve(room, name, "Schulz", due=NOON + timedelta(minutes=1))
        return names
    finally:
        room.close()


def stands_outside(folder: Path) -> dict[str, list[str]]:
    """Give for every bulletin at the target which versions stand there."""
    return {place.name: sorted(v.name for v in place.iterdir()) for place in sorted((folder / "public" / "v").glob("*"))}
