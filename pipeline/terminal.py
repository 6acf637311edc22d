# SPDX-License-Identifier: EUPL-1.2
"""Who looks on at a terminal: a bar with the time that is left on a terminal, plain lines elsewhere."""

import atexit
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import logs
from pipeline.studio import Watch

if TYPE_CHECKING:  # rich takes a tenth of a second to import, and only a terminal needs it
    from rich.progress import Progress, TaskID

DOES = {
    "write": "writing the script",
    "check": "checking facts",
    "speak": "speaking",
    "cue": "timing",
    "render": "rendering",
    "pack": "packing",
}


@dataclass(frozen=True, slots=True)
class Lines:
    """One plain line per value that was made; kept ones are silent."""

    def begins(self, bulletin: str, stage: str) -> None:
        """Say nothing before the stage is done."""

    def goes(self, bulletin: str, share: float) -> None:
        """Say nothing in between."""

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Say what was made, and how long it took."""
        if not kept:
            logs.tell(f"{bulletin}  {DOES.get(stage, stage)}  {seconds:.1f} s")


@dataclass(slots=True)
class Live:
    """A line that lives while a stage works: a bar, and the time that is left where the stage says how far it is."""

    _bar: "Progress | None" = field(default=None, repr=False)
    _task: "TaskID | None" = field(default=None, repr=False)

    def begins(self, bulletin: str, stage: str) -> None:
        """Show the stage that works."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

        self._end()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(30), TimeRemainingColumn(compact=True))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        atexit.register(self._end)  # a failing stage never has its value, and the cursor must come back
        self._task = self._bar.add_task(f"{bulletin}  {DOES.get(stage, stage)}", total=None)

    def goes(self, bulletin: str, share: float) -> None:
        """Move the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=1.0, completed=share)

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Put a plain line for the finished stage in place of the bar."""
        self._end()
        Lines().has(bulletin, stage, kept, seconds)

    def _end(self) -> None:
        atexit.unregister(self._end)
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None


def watch() -> Watch:
    """Give the watch that fits standard error."""
    return Live() if sys.stderr.isatty() and not logs.for_machines() else Lines()
