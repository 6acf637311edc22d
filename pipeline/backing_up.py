# SPDX-License-Identifier: EUPL-1.2
"""Back a newsroom up into a folder, and bring it back: ledger, store, configuration, the list of erasures.

A backup folder is brought up to date by the next backup: what the store holds never changes, so only new files are copied, and
what was tidied away or erased since is removed. The ledger is copied first; the store, which only grows, then holds at least
everything that the copy names.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import erasing, settings
from pipeline.casting import open_store
from pipeline.errors import ConfigError, StoreError, TargetError
from pipeline.keep import audit, erased
from pipeline.keep.erased import Erased
from pipeline.keep.snapshot import refill, snapshot
from pipeline.model import Blob
from pipeline.newsroom import Newsroom
from pipeline.tidying import digests_missing, needed

LEDGER, STORE, MANIFEST = "ledger.sqlite", "store", "MANIFEST.json"
BESIDE = (erased.NAME, "config.toml")
"""What a backup holds besides, where the newsroom has it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: files of the store, bytes of them, how many of them are new."""

    files: int
    size: int
    new: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What the check of a backup found. `damaged` and `missing` are digests; `broken` is a row of the audit chain, else 0."""

    files: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    broken: int

    @property
    def whole(self) -> bool:
        """Tell whether everything can be brought back."""
        return not (self.damaged or self.missing or self.broken)


def backup(room: Newsroom, folder: Path) -> Saved:
    """Back up into a folder, new or from an earlier backup. Raises StoreError; an earlier backup stays usable until the end."""
    fresh = folder / f".{LEDGER}.new"
    try:
        (folder / STORE).mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        snapshot(room.ledger, fresh)
        files = size = new = 0
        for thing in room.store.held():
            to = folder / STORE / thing.digest[:2] / thing.digest
            files, size = files + 1, size + thing.size
            if not to.exists() or to.stat().st_size != thing.size:
                new += _copied(room.store.path(Blob(thing.digest, "", thing.size)), to)
        for name, content in room.store.remembered():
            files, size, new = files + 1, size + len(content), new + 1
            _write(folder / STORE / "keys" / name, content)
        for name, further in zip(BESIDE, (room.output / erased.NAME, room.settings.home / "config.toml"), strict=True):
            if further.exists():
                _copied(further, folder / name, always=True)
        beside = {name: _digest(folder / name) for name in BESIDE if (folder / name).exists()}
        form = {"ledger": _digest(fresh), "at": room.ledger.now(), "files": files, "bytes": size, "beside": beside}
        if (folder / LEDGER).exists():  # who is killed before the next line leaves a whole backup too: the earlier one
            form["before"] = _digest(folder / LEDGER)
        _write(folder / MANIFEST, json.dumps(form, indent=1).encode())
        fresh.replace(folder / LEDGER)
        _pruned(folder, room)
    except OSError as wrong:
        raise StoreError(
            f"The backup in {folder} cannot be written: {wrong.strerror}.", "Free some space there, then run it again."
        ) from wrong
    return Saved(files, size, new)


def _pruned(folder: Path, room: Newsroom) -> None:
    """Remove from a backup what the newsroom has let go and the copied ledger does not need: what was erased since, above all.

    What the newsroom has lost but still needs stays: the backup may hold the only copy.
    """
    held = {thing.digest for thing in room.store.held()}
    remembered = {name for name, _ in room.store.remembered()}
    for file in (folder / STORE).glob("keys/??/*"):
        if file.relative_to(folder / STORE / "keys").as_posix() not in remembered:
            file.unlink()
    with _Opened(folder) as copy:
        held |= needed(copy)
    for file in _content(folder / STORE):
        if file.parent.parent == folder / STORE and file.name not in held:
            file.unlink()


def verify(folder: Path) -> Proof:
    """Read every byte of a backup: the ledger, each file against its name, everything that the ledger names, the audit chain."""
    try:
        form = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(form, dict):
            raise TypeError(f"{MANIFEST} holds no table")
        # a backup of before this was written down names only its ledger
        beside = dict(form.get("beside", {}))
        wanted = {LEDGER: form["ledger"], **{name: beside[name] for name in BESIDE if name in beside}}
        found = {name: _digest(folder / name) for name in wanted if (folder / name).exists()}
        if found.get(LEDGER) == form.get("before", ""):  # the backup was cut off before its last step
            wanted[LEDGER] = form["before"]
        wrong = [name for name, of in wanted.items() if found.get(name) != of]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise StoreError(
            f"{folder} is no whole backup: {wrong}.", "Name a folder that `newsreel backup` has finished."
        ) from wrong
    files = [file for file in _content(folder / STORE) if file.relative_to(folder / STORE).parts[0] != "keys"]
    damaged = [file.name for file in files if _digest(file) != file.name]
    with _Opened(folder) as room:
        missing = digests_missing(room)
        broken = audit.verify(room.ledger).broken
    return Proof(len(files), (*damaged, *wrong), missing, broken)


class _Opened:
    """A backup as a newsroom that is only looked at: its ledger is copied aside, so that no byte of the backup changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder / f".look-{os.getpid()}"

    def __enter__(self) -> Newsroom:
        self.aside.mkdir()
        shutil.copyfile(self.folder / LEDGER, self.aside / LEDGER)
        (self.aside / STORE).symlink_to(self.folder.resolve() / STORE, target_is_directory=True)
        keep = settings.KeepSettings(output=str(self.aside.resolve()))
        self.room = Newsroom(settings.Settings(self.folder, keep=keep))
        return self.room

    def __exit__(self, *_wrong: object) -> None:
        self.room.close()
        shutil.rmtree(self.aside)


def restore(room_settings: settings.Settings, folder: Path, more: Path | None = None) -> Erased:
    """Bring a verified backup back to where the configuration keeps things, and erase again what was erased since.

    `more` is a further list of erasures, newer than the backup. Raises ConfigError where something stands there already, and
    TargetError, after everything else is done, where a target still shows what was erased.
    """
    output = room_settings.path(room_settings.keep.output)
    served = "://" in room_settings.keep.ledger
    ledger = room_settings.path(room_settings.keep.ledger or f"{room_settings.keep.output}/{LEDGER}")
    if not served and ledger.exists():
        raise ConfigError(f"There already is a ledger {ledger}.", "Move it aside first; nothing was changed.")
    later = erased.read(output / erased.NAME) | erased.read(folder / erased.NAME)
    if more is not None:
        if not more.exists():
            raise ConfigError(f"There is no list of erasures {more}.", "Name erased.jsonl of the newest backup.")
        later = later | erased.read(more)
    try:
        store = open_store(room_settings)
        for file in _content(folder / STORE):
            inner = file.relative_to(folder / STORE)
            if inner.parts[0] == "keys":
                store.bring_back(inner.relative_to("keys").as_posix(), file.read_bytes())
            else:
                store.put(file, "")
        if not served:
            ledger.parent.mkdir(parents=True, exist_ok=True)
            _copied(folder / LEDGER, ledger)
    except OSError as wrong:
        raise StoreError(f"{output} cannot be written: {wrong.strerror}.", "Free some space, then restore again.") from wrong
    room = Newsroom(room_settings)
    try:
        if served:
            _refilled(room, folder)
        later = later | room.erased()
        for entry in room.ledger.bulletins():
            package = room.package(entry.name)
            if package is not None:
                room.show(entry.name, package)
        done = erasing.apply(room, later, "Löschung nach Wiederherstellung", whatever=True) if later else None
    finally:
        room.close()
    if done is not None and done.standing:
        raise TargetError(
            f"All is brought back, and what was erased is erased again here, but {' '.join(done.standing)}",
            "Mend the target, then `newsreel retract ID --reason TEXT` takes it back there.",
        )
    return later


def _refilled(room: Newsroom, folder: Path) -> None:
    """Carry the ledger of a backup to the server, from a copy of it, so that no byte of the backup changes."""
    aside = room.output / f".ledger-{os.getpid()}"
    try:
        _copied(folder / LEDGER, aside)
        refill(room.ledger, aside)
    finally:
        for left in (aside, *aside.parent.glob(f"{aside.name}-*")):
            left.unlink(missing_ok=True)


def _content(store: Path) -> Iterator[Path]:
    """Give the files of a store that count: content named by its digest, and remembered keys."""
    for file in sorted(store.glob("??/*")):
        if len(file.name) == 64:
            yield file
    yield from sorted(store.glob("keys/??/*"))


def _copied(file: Path, to: Path, always: bool = False) -> int:
    """Copy a file whole or not at all → 1, or 0 where it stands there already."""
    if not always and to.exists() and to.stat().st_size == file.stat().st_size:
        return 0
    _write(to, file.read_bytes() if file.stat().st_size < 1 << 20 else file)
    return 1


def _write(to: Path, content: bytes | Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    fresh = to.with_name(f".{to.name}.new")
    if isinstance(content, Path):
        shutil.copyfile(content, fresh)
    else:
        fresh.write_bytes(content)
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    fresh.replace(to)


def _digest(file: Path) -> str:
    with file.open("rb") as given:
        return hashlib.file_digest(given, "sha256").hexdigest()
