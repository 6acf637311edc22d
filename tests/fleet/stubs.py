# SPDX-License-Identifier: EUPL-1.2
"""Imported by the server that forks a worker's children: voice, encoder, painter (those of the small night) and mixer are brief.

A bulletin is made here once, so that every child finds modules and caches warm. Where DIARY is set, each stage that is really
begun is written into that file.
"""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from pipeline import producer, release, review, studio
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.fleet import towns
from tests.reliability import small_night

BRIEF = small_night.stubbed()
BRIEF.__enter__()


def begins(_self: studio.Quiet, bulletin: str, stage: str) -> None:
    """Write down that a stage begins; the newsroom is the one whose folder the child has put on."""
    if "DIARY" in os.environ:
        handle = os.open(os.environ["DIARY"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{os.environ.get('TOWN', '')} {bulletin} {stage}\n".encode())
        os.close(handle)


def warm() -> None:
    """Make, approve and publish a bulletin of a town that nobody knows."""
    with tempfile.TemporaryDirectory() as folder:
        towns.found(Path(folder) / "warm", "", 1, url="")
        room = Newsroom(load(Path(folder) / "warm" / "config.toml"), clock=lambda: datetime(2026, 11, 20, 11, tzinfo=UTC))
        for outcome in producer.run(room, datetime(2026, 11, 20, tzinfo=UTC).date()).outcomes:
            review.approve(room, outcome.bulletin, "Schulz")
            release.publish(room, outcome.bulletin)
        room.close()


warm()
studio.Quiet.begins = begins  # type: ignore[method-assign]
