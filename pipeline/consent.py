# SPDX-License-Identifier: EUPL-1.2
"""Whose consent has ended, and which published films still show that person: they are to be taken back (`newsreel retract`)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import dressing
from pipeline.errors import ConfigError
from pipeline.keep import folders
from pipeline.model import Package
from pipeline.newsroom import Newsroom
from pipeline.picture.avatar_standing import ENDED


@dataclass(frozen=True, slots=True)
class Ended:
    """A presenter who may not be shown any more: folder, why (German, for editors), the published bulletins that show it."""

    folder: str
    why: str
    bulletins: tuple[str, ...]


def ended(room: Newsroom) -> tuple[Ended, ...]:
    """Look at every presenter that a published film shows → those whose consent has ended, is missing or was withdrawn."""
    shown: dict[str, list[str]] = {}
    for entry in room.ledger.bulletins():
        if room.ledger.publications(entry.name) and room.state(entry.name) in ("published", "corrected"):
            package = room.package(entry.name)
            if package is not None and package.master.presenter:
                shown.setdefault(package.master.presenter, []).append(entry.name)
    found = ((credit.partition("/")[0], why_ended(room, credit), names) for credit, names in sorted(shown.items()))
    return tuple(Ended(folder, why, tuple(names)) for folder, why, names in found if why)


def why_ended(room: Newsroom, credit: str) -> str:
    """Say why the presenter of a film ("anna/rig2d") may not be shown today; empty where it may."""
    name, _, engine = credit.partition("/")
    if not name:
        return ""
    try:
        folder = folders.read(_place(room, name))
    except ConfigError:
        return "" if engine == "rig2d" else f"Den Ordner „{name}“ mit der Einwilligung gibt es nicht mehr."
    return " ".join(f.message for f in dressing.reds(folder, today(room)) if f.code in ENDED)


def against(room: Newsroom, package: Package) -> str:
    """Say why the presenter of a finished film may not be published; empty where it may."""
    return why_ended(room, package.master.presenter)


def today(room: Newsroom) -> date:
    """Give today in the newsroom's time zone."""
    return room.clock().astimezone(ZoneInfo(room.settings.newsroom.timezone)).date()


def _place(room: Newsroom, name: str) -> Path:
    """Find a presenter's folder by its name; the configured one may lie anywhere."""
    own = folders.find("avatars", room.settings.presenter.avatar, room.settings.home)
    return own if own.name == name else folders.find("avatars", name, room.settings.home)
