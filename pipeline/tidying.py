# SPDX-License-Identifier: EUPL-1.2
"""Forget what nothing refers to any more: values and blobs of the store that no head, plan or remembered key leads to."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

from pipeline.keep import forgetting
from pipeline.keep.ledger import Ledger
from pipeline.keep.store import Store, kept_at
from pipeline.model import Blob
from pipeline.newsroom import Newsroom

SPARE_SECONDS = 24 * 3600
"""Younger files stay: a run beside this one may just have written them."""
STAGES = ("rundown", "script", "fit", "package", "interpreted")


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was done: files removed, bytes freed, damaged files put aside."""

    removed: int
    freed: int
    damaged: int


def tidy(room: Newsroom, verify: bool = False, now: float | None = None, spare: float = SPARE_SECONDS) -> Tidied:
    """Remove files of the store that nothing refers to. With `verify` every file is read and a damaged one put aside.

    Files younger than `spare` seconds stay, and so does what a run that died left behind in that time.
    """
    store, damaged = room.store, 0
    if verify:
        for thing in tuple(store.held()):
            if not store.whole(Blob(thing.digest, "", 0)):
                store.put_aside(thing.digest)
                damaged += 1
    wanted = needed(room)
    removed = freed = 0
    oldest = (time.time() if now is None else now) - spare
    for thing in tuple(store.held()):
        if thing.digest not in wanted and thing.since < oldest:
            freed += thing.size
            removed += 1
            store.discard(thing.digest)
    for left in (*store.leftovers(), *_halves(room)):
        if left.lstat().st_mtime < oldest:
            freed += _size(left)
            removed += 1
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    return Tidied(removed, freed, damaged)


def retire(room: Newsroom, days: int) -> tuple[int, int]:
    """Forget what is older than some days and only saves work → (remembered pieces, answers of models) that went.

    Bulletins, their versions, what people decided and the audit chain stay. A piece that is needed again is made again.
    """
    moment = room.clock().astimezone(UTC) - timedelta(days=days)
    answers = forgetting.forget_answers(room.ledger, moment.isoformat(timespec="milliseconds"))
    pieces = room.store.forget_remembered(moment.timestamp())
    if answers:
        forgetting.compact(room.ledger)
    return pieces, answers


def _halves(room: Newsroom) -> Iterator[Path]:
    """Give what a run that died left beside readable copies and in folder targets: names that begin with a dot."""
    yield from (room.output / "bulletins").glob(".*.new")
    yield from (room.output / "bulletins").glob(".*.old")
    for target in room.settings.targets:
        if target.kind == "folder" and target.path:
            top = room.settings.path(target.path)
            for pattern in (".*", "v/*/.*", "s/*/.*", "latest/.*"):
                yield from (left for left in top.glob(pattern) if _HALF.fullmatch(left.name))


_HALF = re.compile(r"\..+-[0-9a-f]{8}")
"""The names under which a folder target writes before it renames."""


def _size(place: Path) -> int:
    if place.is_dir() and not place.is_symlink():
        return sum(file.lstat().st_size for file in place.rglob("*") if file.is_file())
    return place.lstat().st_size


def digests_missing(room: Newsroom) -> tuple[str, ...]:
    """Give the digests that bulletins and plans need and the store does not have whole, sorted."""
    missing: set[str] = set()
    seen: set[str] = set()
    waiting = _roots(room.ledger)
    while waiting:
        digest = waiting.pop()
        if digest in seen:
            continue
        seen.add(digest)
        if not room.store.whole(Blob(digest, "", 0)):
            missing.add(digest)
            continue
        with room.store.path(Blob(digest, "", 0)).open("rb") as file:
            form = json.load(file) if file.read(1) == b"{" and not file.seek(0) else None
        waiting += _references(form)
    return tuple(sorted(missing))


def _references(form: object) -> Iterator[str]:
    """Give what a kept value needs: the values before it ({"$": digest}) and its blobs."""
    waiting = [form]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            if set(part) == {"$"} or set(part) == {"digest", "media", "size"}:
                yield str(part.get("$") or part.get("digest"))
            else:
                waiting += part.values()


def _roots(ledger: Ledger) -> list[str]:
    """Give the digests that the ledger itself names."""
    named = list(ledger.plans())
    for bulletin in ledger.bulletins():
        named += [head.digest for stage in STAGES for head in ledger.heads(bulletin.name, stage)]
    return named


def needed(room: Newsroom) -> set[str]:
    """Follow every head, plan and remembered key to all digests that they lead to."""
    store = room.store
    seen: set[str] = set()
    waiting = _roots(room.ledger)
    waiting += [kept.digest for _, content in store.remembered() if (kept := kept_at(content)) is not None]
    while waiting:
        digest = waiting.pop()
        if digest in seen or not store.has(digest):
            continue
        seen.add(digest)
        waiting += _mentioned(store, digest)
    return seen


def _mentioned(store: Store, digest: str) -> Iterator[str]:
    """Give the digests that a kept value names; a blob names none."""
    with store.path(Blob(digest, "", 0)).open("rb") as file:
        if file.read(1) != b"{":
            return
    try:
        form = json.loads(store.read(Blob(digest, "", 0)))
    except (ValueError, RecursionError):
        return  # a blob that only looks like a value
    waiting = [form]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and len(part) == 64:
            yield part
