# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel avatar` and `newsreel design` do: folders of presenters and design packs → checks, stills, clips, new packs."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.keep import folders
from pipeline.model import Finding, Severity
from pipeline.ports import Folder
from pipeline.saying import opened, say, say_finding, say_json

Act = Callable[[argparse.Namespace], int]


def do_avatar(given: argparse.Namespace) -> int:
    """Check a presenter's folder, show it speaking, or set the points of a portrait."""
    acts: dict[str, Act] = {"check": _avatar_check, "preview": _avatar_preview, "points": _avatar_points}
    return acts[given.act](given)


def do_design(given: argparse.Namespace) -> int:
    """Check a design pack, or make one from a logo."""
    acts: dict[str, Act] = {"check": _design_check, "new": _design_new}
    return acts[given.act](given)


def _folder(kind: str, named: Path) -> Folder:
    """Read a folder by path, or by the name of a shipped one. Raises ConfigError."""
    return folders.read(folders.find(kind, str(named), Path.cwd()))


def _avatar_check(given: argparse.Namespace) -> int:
    from pipeline.picture.avatar_check import check

    folder = _folder("avatars", given.folder)
    found = check(folder.files, datetime.now(UTC).astimezone().date())
    red = any(f.severity is Severity.RED for f in found)
    sheet = None if red else _write(given.to or Path(f"{folder.name}-sheet.png"), _sheet(folder))
    _say_findings(given, found, {"sheet": str(sheet) if sheet is not None else ""})
    if not given.json:
        say(f"{folder.name}  {'may not be used' if red else 'can be used'}" + (f"  {sheet}" if sheet is not None else ""))
    return 1 if red else 0


def _sheet(folder: Folder) -> bytes:
    """Draw the contact sheet of a presenter that has no red finding."""
    from pipeline.dressing import avatar_kind
    from pipeline.picture.avatar_check import contact_sheet
    from pipeline.picture.portrait import PHOTOS, load_portrait
    from pipeline.picture.rig import load_rig

    toml = folder.file("avatar.toml") or b""
    if avatar_kind(folder) == "photo":
        photo = next((held for name in PHOTOS if (held := folder.file(name)) is not None), None)
        portrait = load_portrait(toml, photo, folder.file("points.json"))
        return contact_sheet(portrait.rig, None, portrait)
    return contact_sheet(load_rig(toml, folder.file("presenter.svg") or b""))


def _avatar_preview(given: argparse.Namespace) -> int:
    from pipeline import previewing

    folder = _folder("avatars", given.folder)
    to = given.to or Path(f"{folder.name}-preview.mp4")
    with opened(given) as room:
        shown = previewing.preview(room, folder, given.text, to)
    for finding in shown.findings:
        say_finding(finding)
    say(f"{to}  {shown.seconds:.1f} s  {shown.credit}  {shown.voice}")
    return 0


def _avatar_points(given: argparse.Namespace) -> int:
    from pipeline.engines.points_page import serve

    folder = folders.find("avatars", str(given.folder), Path.cwd()) if given.folder.is_dir() is False else given.folder

    def ready(address: str) -> None:
        sys.stderr.write(f"Open {address} in a browser, set the points, save. Ctrl+C ends.\n")

    saved = serve(folder, given.port, ready)
    say(f"{folder / 'points.json'}  {'saved' if saved else 'not changed'}")
    return 0 if saved else 1


def _design_check(given: argparse.Namespace) -> int:
    from pipeline import designing

    with opened(given) as room:
        name = str(given.folder) if given.folder is not None else room.settings.design.pack
        home = Path.cwd() if given.folder is not None else room.settings.home
    found = designing.checked(name, home)
    _say_findings(given, found, {})
    red = any(f.severity is Severity.RED for f in found)
    if not given.json:
        say(f"{name}  {'must be mended' if red else 'can be used'}")
    return 1 if red else 0


def _design_new(given: argparse.Namespace) -> int:
    from pipeline import designing

    made = designing.new(given.logo, given.name, given.into)
    for line in made.notes:
        say(f"  {line}")
    for finding in made.findings:
        say_finding(finding)
    say(f'{made.folder}  name it in config.toml: [design] pack = "{made.folder.name}"')
    return 1 if any(f.severity is Severity.RED for f in made.findings) else 0


def _say_findings(given: argparse.Namespace, found: Sequence[Finding], more: dict[str, object]) -> None:
    if given.json:
        form = [{"code": f.code, "severity": f.severity.value, "where": f.where, "message": f.message} for f in found]
        say_json({"findings": form, **more})
        return
    for finding in found:
        say(f"{finding.severity.value:5} {finding.where}: {finding.message}")


def _write(to: Path, content: bytes) -> Path:
    try:
        to.write_bytes(content)
    except OSError as wrong:
        raise ConfigError(f"{to} cannot be written: {wrong.strerror}.", "Name another file with --to.") from wrong
    return to
