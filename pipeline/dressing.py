# SPDX-License-Identifier: EUPL-1.2
"""What stands on the stage: settings + design pack → Props, with the presenter's folder and engine."""

import tomllib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.keep import canon, folders
from pipeline.model import Finding, Severity
from pipeline.picture.avatar_standing import standing
from pipeline.picture.design import Design, Gender, rgb
from pipeline.ports import Avatar, Folder
from pipeline.settings import NewsroomSettings, PresenterSettings, Settings

if TYPE_CHECKING:  # what paints is imported where something is painted: the desk needs none of it
    from pipeline.stages.render import Props

SEED = 7
"""Gives every presenter's small motions."""


def presenter_folder(settings: Settings) -> Folder:
    """Read the folder of the configured presenter. Raises ConfigError where there is none."""
    return folders.read(folders.find("avatars", settings.presenter.avatar, settings.home))


def open_props(settings: Settings, design: Design) -> "Props":
    """Read the configured presenter and open its engine. Raises ConfigError where folder and engine do not fit."""
    return props_of(presenter_folder(settings), settings.presenter, design)


def props_of(folder: Folder, to: PresenterSettings, design: Design) -> "Props":
    """Dress the stage with a presenter. Raises ConfigError that names every defect of the folder."""
    from pipeline.picture.portrait import PHOTOS, load_portrait
    from pipeline.picture.rig import load_rig
    from pipeline.stages.render import Props

    kind = avatar_kind(folder)
    engine = kind if to.engine == "auto" else to.engine
    if (engine == "photo") != (kind == "photo"):
        raise ConfigError(
            f"[presenter] engine is “{engine}”, but the folder “{folder.name}” is of the kind “{kind}”.",
            'Write engine = "auto", or name another folder.',
        )
    toml = folder.file("avatar.toml") or b""
    portrait = None
    if kind == "photo":
        photo = next((held for name in PHOTOS if (held := folder.file(name)) is not None), None)
        portrait = load_portrait(toml, photo, folder.file("points.json"))
        rig = portrait.rig
    else:
        svg = folder.file("presenter.svg")
        if svg is None:
            raise ConfigError(f"The presenter “{folder.name}” has no presenter.svg.", "`newsreel avatar check` says more.")
        rig = load_rig(toml, svg)
    outside = (_command(to), folder) if engine == "command" else None
    gender: Gender = "female" if rig.gender == "f" else "male"
    name = rig.screen_name.split(",")[0]
    return Props(design, rig, folder.fingerprint, name, gender, SEED, portrait, outside, folder.name)


def avatar_kind(folder: Folder) -> str:
    """Give the kind that a folder's avatar.toml names. Raises ConfigError where it cannot be read."""
    return str(_table(folder).get("kind", ""))


def fitting_voices(folder: Folder) -> dict[str, str]:
    """Give the voice that fits a presenter, by engine. Raises ConfigError where avatar.toml cannot be read."""
    voices = _table(folder).get("voices", {})
    return {str(engine): str(voice) for engine, voice in voices.items()} if isinstance(voices, dict) else {}


def _table(folder: Folder) -> dict[str, object]:
    toml = folder.file("avatar.toml")
    if toml is None:
        raise ConfigError(f"The presenter “{folder.name}” has no avatar.toml.", "`newsreel avatar check` says more.")
    try:
        return tomllib.loads(toml.decode("utf-8"))
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        raise ConfigError(f"avatar.toml of “{folder.name}” cannot be read: {wrong}.", "Mend that line.") from wrong


def _command(to: PresenterSettings) -> Avatar:
    from pipeline.engines.command_avatar import CommandAvatar, Order

    return CommandAvatar(Order(to.command, to.time_limit_seconds, to.backing, rgb(to.key)), SEED)


def refuse_unfit(folder: Folder, today: date) -> None:
    """Refuse a presenter that may not speak today: licence unknown, consent missing, ended or withdrawn. Raises ConfigError."""
    reasons = [f.message for f in reds(folder, today)]
    if reasons:
        raise ConfigError(
            f"The presenter “{folder.name}” may not speak: {' '.join(reasons)}",
            "Choose another one under [presenter] avatar; `newsreel status` lists published films that must be taken back.",
        )


def reds(folder: Folder, today: date) -> tuple[Finding, ...]:
    """Say why a presenter may not speak on a day; nothing where it may."""
    return tuple(f for f in standing(folder.files, today) if f.severity is Severity.RED)


def named(design: Design, who: NewsroomSettings) -> Design:
    """Put the newsroom's own names on screen: what config.toml says wins over the design pack."""
    county = design.county
    if (county.name, county.programme) == (who.name, who.programme):
        return design
    first, _, rest = who.name.partition(" ")
    light = who.programme.partition(" ")[0] if " " in who.programme else ""
    county = replace(
        county,
        name=who.name,
        name_lines=(first, rest) if rest else (who.name,),
        programme=who.programme,
        programme_light=light,
        claim=f"Nachrichten aus {who.name}" if county.name != who.name else county.claim,
    )
    return replace(design, county=county, digest=canon.digest_of((design.digest, who.name, who.programme)))
