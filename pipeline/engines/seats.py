# SPDX-License-Identifier: EUPL-1.2
"""The cores of this machine, shared by all workers on it: who makes a bulletin sits on one.

Four bulletins at once on two cores take turns in the processor's caches and cost a tenth more computing than two after two. A
seat is a locked file, so the system frees it when its worker dies.
"""

import asyncio
import contextlib
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError

_LOOK_SECONDS: Final = 0.1
"""Between two looks for a free seat: two workers that wait lose a fiftieth of a second per bulletin and compute for less."""


class Seats:
    """As many seats as there are cores that this process may use, or `least` where that is more.

    All workers of one user take theirs from the same folder (`place`; by default in the temporary folder). Seats are called by
    their core, so that workers that are bound to different cores do not wait for each other. Raises ConfigError where the folder
    is not this user's own.
    """

    def __init__(self, least: int = 1, place: Path | None = None) -> None:
        cores = [str(core) for core in sorted(os.sched_getaffinity(0))]
        self._names = cores + [f"more-{n}" for n in range(len(cores), least)]
        self._place = place or Path(tempfile.gettempdir()) / f"newsreel-seats-{os.getuid()}"
        try:
            self._place.mkdir(mode=0o700, exist_ok=True)
            owner = self._place.lstat().st_uid
        except OSError as wrong:
            raise ConfigError(
                f"{self._place} cannot be made: {wrong.strerror}.", "Set TMPDIR to a folder to write in."
            ) from wrong
        if owner != os.getuid() or self._place.is_symlink():
            raise ConfigError(f"{self._place} belongs to somebody else.", "Remove it, or set TMPDIR to another folder.")

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[str]:
        """Wait for a seat and keep it → its name."""
        while (taken := self._take()) is None:
            await asyncio.sleep(_LOOK_SECONDS)
        name, lock = taken
        try:
            yield name
        finally:
            os.close(lock)

    def _take(self) -> tuple[str, int] | None:
        """Take a seat where one is free."""
        for name in self._names:
            lock = os.open(self._place / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                return name, lock
        return None
