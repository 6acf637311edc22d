# SPDX-License-Identifier: EUPL-1.2
"""Make a design pack from a logo, and check packs: a folder under assets/ with design.toml and marks, checked by drawing it."""

import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.keep import folders
from pipeline.model import Finding
from pipeline.picture.design import Files, base_of
from pipeline.picture.design_check import design_check
from pipeline.picture.logo import marks_of, open_logo
from pipeline.picture.palette import Derived, darker, derive

BASE = "beispielheim"
"""The pack that new ones extend: layout, type, motion, words."""
_MOST_BYTES = 30_000_000
_TRIES = 4
_KINDS = "Landkreis|Kreis|Landratsamt|Stadt|Region|Gemeinde|Samtgemeinde|Verbandsgemeinde"


@dataclass(frozen=True, slots=True)
class NewPack:
    """A design pack that was written: its folder, what was chosen and what is left to do (German), what the check found."""

    folder: Path
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


def layers_of(name: str, home: Path) -> tuple[Files, ...]:
    """Read a pack and those that it extends, base first. Raises ConfigError."""
    return extended(folders.read(folders.find("assets", name, home)).files, home)


def extended(files: Files, home: Path) -> tuple[Files, ...]:
    """Put the packs below a pack that it extends, base first. Raises ConfigError."""
    layers = [files]
    while (base := base_of(layers[0])) and len(layers) < 8:
        layers.insert(0, folders.read(folders.find("assets", base, home)).files)
    return tuple(layers)


def checked(name: str, home: Path) -> tuple[Finding, ...]:
    """Check a pack by name or path: draw every card in every format and measure it. Raises ConfigError."""
    return design_check(*layers_of(name, home))


def new(logo: Path | None, name: str, into: Path) -> NewPack:
    """Make a pack from a logo and check it, darkening its grounds until it passes. Raises ConfigError; overwrites nothing."""
    if logo is None or not name.strip():
        raise ConfigError(
            "A new design pack needs a logo and a name.", 'newsreel design new --logo logo.svg --name "Landkreis …"'
        )
    folder = into / slug(name)
    if folder.exists():
        raise ConfigError(f"{folder} is there already.", "Name another folder with --into, or remove it first.")
    try:
        if logo.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{logo} is larger than {_MOST_BYTES // 1_000_000} MB.", "Use a smaller file.")
        content = logo.read_bytes()
    except OSError as wrong:
        raise ConfigError(f"{logo} cannot be read: {wrong.strerror}.", "Name the logo's file with --logo.") from wrong
    files, notes, findings = pack_of(content, logo.name, name.strip(), into)
    _write(folder, files)
    return NewPack(folder, notes, findings)


def pack_of(content: bytes, file: str, name: str, home: Path) -> tuple[Files, tuple[str, ...], tuple[Finding, ...]]:
    """Derive a pack from a logo's bytes → its files, what was chosen (German), what the check still finds."""
    pixels = open_logo(content, file)
    made = derive(pixels)
    files: Files = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    for _ in range(_TRIES):
        marks = marks_of(pixels, made.palette.night, made.palette.mist, made.palette.paper, made.palette.ink)
        toml = written(name, made, marks.wide)
        files = (("design.toml", toml.encode()), ("mark-dark.png", marks.dark), ("mark.png", marks.light))
        findings = design_check(*extended(files, home))
        notes = (*made.notes, *marks.notes)
        if not any(f.code == "contrast-too-low" for f in findings):
            break
        made = Derived(darker(made.palette), made.land, made.notes)
    todo = "Bitte in design.toml eintragen: web, web_url, editor, mail, phone, und unter licence die Rechte am Logo."
    return files, (*notes, todo), findings


def written(name: str, made: Derived, wide: bool) -> str:
    """Write design.toml: only what differs from the base."""
    first, _, rest = name.partition(" ")
    lines = f'["{_quoted(first)}", "{_quoted(rest)}"]' if rest else f'["{_quoted(first)}"]'
    article = {"": "", "s": "der ", "l": "dem "}[_gender(first)]
    site = f"{slug(name)}.example"
    palette = "\n".join(f'{key} = "{getattr(made.palette, key)}"' for key in made.palette.__slots__)
    land = "\n".join(f'{key} = "{colour}"' for key, colour in made.land.items())
    return f'''\
# Made by `newsreel design new`. What is not written here is that of the pack that it extends; see assets/{BASE}/design.toml.
schema = 1
extends = "{BASE}"
id = "{slug(name)}"
licence = "Rechte am Logo: {_quoted(name)}; Landschaft CC0-1.0, Schrift OFL-1.1"

[county]                      # please complete
name = "{_quoted(name)}"
name_lines = {lines}
programme = "Kreis kompakt"
programme_light = "Kreis"
claim = "Nachrichten aus {article}{_quoted(name)}"
web = "{site}/kompakt"
web_url = "https://{site}/kompakt"
editor = "Pressestelle {_quoted(name)}"
mail = "presse@{site}"
phone = ""

[logo]
mark = "mark.png"             # on light grounds
mark_dark = "mark-dark.png"   # on the studio wall
show_wordmark = {"false" if wide else "true"}         # a wide logo carries its own name

[palette]                     # from the logo, corrected until every text has its contrast
{palette}

[land]
{land}
'''


def _gender(kind: str) -> str:
    """Tell which article a kind of county has: "l" dem Landkreis, "s" der Stadt, nothing for a bare name."""
    return "l" if kind in ("Landkreis", "Kreis") else "s" if kind in _KINDS.split("|") and kind != "Landratsamt" else ""


def slug(name: str) -> str:
    """Give the folder's name for a county: "Landkreis Bad Süd" → "bad-sued". Raises ConfigError where nothing is left."""
    bare = re.sub(rf"^({_KINDS})\s+", "", name.strip(), flags=re.IGNORECASE).lower()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        bare = bare.replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    if not found:
        raise ConfigError(f"“{name}” gives no folder's name.", "Write the county's name with letters.")
    return found


def _quoted(text: str) -> str:
    """Write a text inside TOML quotes."""
    return "".join(c for c in text.replace("\\", "\\\\").replace('"', '\\"') if c.isprintable())


def _write(folder: Path, files: Files) -> None:
    """Write a pack's folder at once: nobody sees half of it."""
    fresh = folder.with_name(f".{folder.name}.new")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, content in files:
            (fresh / name).write_bytes(content)
        fresh.rename(folder)
    except OSError as wrong:
        raise ConfigError(f"{folder} cannot be written: {wrong.strerror}.", "Name another folder with --into.") from wrong
