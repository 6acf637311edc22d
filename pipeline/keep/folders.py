# SPDX-License-Identifier: EUPL-1.2
"""Folders that are data: presenters and design packs. A name means one that was shipped, or one beside the configuration."""

import hashlib
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.ports import Folder

SHIPPED = Path(__file__).resolve().parents[2]
"""Where avatars/ and assets/ stand beside the package."""
CAP = 60_000_000  # bytes; a presenter or design pack is far smaller, a wrong path (a home folder) far larger


def find(kind: str, name: str, home: Path) -> Path:
    """Find a folder by name or path: beside the configuration first, then among the shipped ones. Raises ConfigError."""
    tried = [home / name, home / kind / name, SHIPPED / kind / name]
    for folder in tried:
        if folder.is_dir() and any(folder.glob("*.toml")):
            return folder
    known = sorted({p.parent.name for base in (home / kind, SHIPPED / kind) if base.is_dir() for p in base.glob("*/*.toml")})
    raise ConfigError(f"There is no folder “{name}” under {kind}/.", f"Known: {', '.join(known) or 'none'}. A path works too.")


def read(folder: Path) -> Folder:
    """Read all files of a folder → Folder. Hidden files are passed over. Raises ConfigError where it is too large."""
    files: list[tuple[str, bytes]] = []
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or any(part.startswith((".", "__")) for part in name.split("/")):
            continue
        total += path.stat().st_size
        if total > CAP:
            raise ConfigError(
                f"The folder {folder} holds more than {CAP // 1_000_000} MB.", "Name the presenter's or design pack's own folder."
            )
        files.append((name, path.read_bytes()))
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return Folder(folder.name, tuple(files), digest.hexdigest())
