# SPDX-License-Identifier: EUPL-1.2
"""A newsroom to start from: a commented configuration and folders of one's own."""

from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.keep.folders import SHIPPED

SAMPLE_SOURCES = 'kind = "feed"\nurl = "assets/sample/feed.xml"'
OWN_SOURCES = 'kind = "feed"                     # feed, mail, imap or page\nurl = "https://www.example.org/feed.xml"  # yours'
README = """\
This folder is a newsroom of newsreel.

config.toml   what is read, who speaks, how it looks, where it is published; every key is explained there
assets/       your design packs and lexicon: copy a shipped pack, or run `newsreel design new`
avatars/      your presenters
output/       what was made; never commit it

newsreel run       makes the drafts of today
newsreel status    lists what waits for you
"""


def write(folder: Path) -> Path:
    """Write a newsroom into a new or empty folder → its config.toml. Raises ConfigError rather than overwrite anything."""
    config = folder / "config.toml"
    if config.exists():
        raise ConfigError(f"There already is a newsroom in {folder}.", "Name another folder, or edit that config.toml.")
    try:
        shipped = (SHIPPED / "config.toml").read_text(encoding="utf-8")
    except OSError:
        shipped = ""
    if SAMPLE_SOURCES not in shipped:
        raise ConfigError(
            f"The shipped configuration {SHIPPED / 'config.toml'} is missing, or none of ours.",
            "Copy it there (docs/operation.md, Install).",
        )
    try:
        for part in ("assets", "avatars", "output"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        config.write_text(shipped.replace(SAMPLE_SOURCES, OWN_SOURCES), encoding="utf-8")
        (folder / "LIESMICH.txt").write_text(README, encoding="utf-8")
    except OSError as wrong:
        raise ConfigError(f"{folder} cannot be written: {wrong.strerror}.", "Name a folder that you may write to.") from wrong
    return config
