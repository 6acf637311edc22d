# SPDX-License-Identifier: EUPL-1.2
"""Points at which a process can die: before, in the middle of and after each write, fsync, rename, link, removal and commit.

They are found from outside: the calls of the operating system that Python makes below one folder, and the commits of the
ledger. So no file of the pipeline carries a test switch, and a write that somebody adds tomorrow is a point without being told.
What SQLite and native code write inside one call is struck by the kills at random moments.
"""

import builtins
import contextlib
import io
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

CALLS = ("rename", "replace", "mkdir", "symlink", "unlink", "remove", "rmdir", "fsync")


@dataclass
class Points:
    """Counts points below `root`; the one numbered `deadly` (from 1) kills this process. `told` hears each name."""

    root: str
    deadly: int = 0
    seen: list[str] = field(default_factory=list)
    strike: Callable[[], None] = lambda: os.kill(os.getpid(), signal.SIGKILL)

    def at(self, name: str) -> None:
        """Pass a point, or die there."""
        self.seen.append(name)
        if len(self.seen) == self.deadly:
            self.strike()

    def below(self, place: object) -> bool:
        """Tell whether a call concerns our folder; a call on an open file always does."""
        if isinstance(place, int):
            return True
        with contextlib.suppress(TypeError):
            return os.path.abspath(os.fspath(place)).startswith(self.root)  # type: ignore[arg-type]  # noqa: PTH100
        return False


class TornFile:
    """A file that is written in two halves, with a point before, between and after them."""

    def __init__(self, inner: Any, points: Points, name: str) -> None:
        self._inner = inner
        self._points = points
        self._name = name

    def write(self, content: Any) -> int:
        """Write in two halves."""
        half = len(content) // 2
        self._points.at(f"before write {self._name}")
        self._inner.write(content[:half])
        self._inner.flush()
        self._points.at(f"amid write {self._name}")
        self._inner.write(content[half:])
        self._points.at(f"after write {self._name}")
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __enter__(self) -> "TornFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self._inner.close()
        self._points.at(f"after close {self._name}")


@contextlib.contextmanager
def watched(points: Points) -> Iterator[Points]:
    """Let every call below the folder pass its points while the block runs."""
    kept: list[tuple[Any, str, Any]] = []

    def put(where: Any, name: str, to: Any) -> None:
        kept.append((where, name, getattr(where, name)))
        setattr(where, name, to)

    for name in CALLS:
        put(os, name, _around(getattr(os, name), name, points))
    really = io.open

    def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        made = really(file, mode, *rest, **named)
        writes = any(letter in mode for letter in "wax+")
        return (
            TornFile(made, points, _kind(file, points)) if writes and points.below(file) and not isinstance(file, int) else made
        )

    put(io, "open", opened)
    put(builtins, "open", opened)
    put(DefaultDialect, "do_commit", _around_commit(DefaultDialect.do_commit, points))
    try:
        yield points
    finally:
        for where, name, was in reversed(kept):
            setattr(where, name, was)


def _around(call: Any, name: str, points: Points) -> Any:
    which = 1 if name in ("rename", "replace", "symlink") else 0  # what appears, not what it is made of

    def with_points(*given: Any, **named: Any) -> Any:
        inside = named.get("dir_fd") is not None  # a tree that is removed name by name
        if not inside and not (len(given) > which and points.below(given[which])):
            return call(*given, **named)
        of = f"{name} {'inside a tree' if inside else _kind(given[which], points)}".strip()
        points.at(f"before {of}")
        made = call(*given, **named)
        points.at(f"after {of}")
        return made

    return with_points


def _around_commit(commit: Any, points: Points) -> Any:
    def with_points(dialect: Any, connection: Any) -> None:
        points.at("before commit")
        commit(dialect, connection)
        points.at("after commit")

    return with_points


def _kind(place: object, points: Points) -> str:
    """Name the place of a call by its first folders below the root: names of files change from run to run."""
    if isinstance(place, int):
        return ""
    inner = os.path.abspath(os.fspath(place)).removeprefix(points.root).strip("/").split("/")  # type: ignore[arg-type]  # noqa: PTH100
    return "/".join(inner[:2]) if inner[0] == "output" else Path(inner[0]).name
