# SPDX-License-Identifier: EUPL-1.2
"""A source that is read in a confined child process: what comes back is canonical JSON, never an object of the child's making."""

import json
from dataclasses import dataclass
from datetime import date
from typing import cast

from pipeline.engines.confined import CPU_SECONDS, MEMORY, confined
from pipeline.keep import canon
from pipeline.keep.store import Store
from pipeline.ports import Gathered, Shelf, Source


@dataclass(frozen=True, slots=True)
class GuardedSource:
    """Reads `source` in a child. Bytes (pictures, what was fetched) go to the store, which both share."""

    source: Source
    store: Store
    memory: int = MEMORY
    cpu_seconds: int = CPU_SECONDS

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        return self.source.name

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the newsletter as of `day`. Raises SourceError where it cannot be read, or where reading it breaks a limit."""

        def work() -> bytes:
            return canon.dump(canon.plain(self.source.gather(day, shelf), self.store.put_value))

        body = confined(work, f"The source “{self.name}”", self.memory, self.cpu_seconds)
        return canon.revive(Gathered, json.loads(body), lambda kind, digest: cast(object, self.store.get_value(kind, digest)))
