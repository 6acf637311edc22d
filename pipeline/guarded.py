# SPDX-License-Identifier: EUPL-1.2
"""A source that is read in a confined child process: what comes back is canonical JSON, never an object of the child's making."""

import json
from dataclasses import dataclass
from datetime import date

from pipeline.engines.confined import CPU_SECONDS, MEMORY, confined
from pipeline.errors import StoreError
from pipeline.keep import canon
from pipeline.model import Edition, Finding
from pipeline.ports import Gathered, Shelf, Source


@dataclass(frozen=True, slots=True)
class GuardedSource:
    """Reads `source` in a child. Bytes (pictures, what was fetched) go to the shelf, which both share."""

    source: Source
    memory: int = MEMORY
    cpu_seconds: int = CPU_SECONDS

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        return self.source.name

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the newsletter as of `day`. Raises SourceError where it cannot be read, or where reading it breaks a limit."""

        def work() -> bytes:
            brought = self.source.gather(day, shelf)
            # Each edition by itself and whole: nothing is kept yet of what may have been erased here.
            return canon.dump([[canon.plain(part) for part in kind] for kind in (brought.editions, brought.findings)])

        body = confined(work, f"The source “{self.name}”", self.memory, self.cpu_seconds)
        editions, findings = json.loads(body)
        return Gathered(
            tuple(canon.revive(Edition, form, _nothing) for form in editions),
            tuple(canon.revive(Finding, form, _nothing) for form in findings),
        )


def _nothing(kind: type, digest: str) -> object:
    raise StoreError(f"A source refers to a {kind.__name__}.", "Editions stand alone; the source's engine is at fault.")
