# SPDX-License-Identifier: EUPL-1.2
"""Who looks on at a terminal: a line that lives on a terminal, plain lines elsewhere."""

import sys
from dataclasses import dataclass

from pipeline.studio import Watch

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

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Say what was made, and how long it took."""
        if not kept:
            sys.stderr.write(f"{bulletin}  {DOES.get(stage, stage)}  {seconds:.1f} s\n")
            sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Live:
    """A line that is rewritten while a stage works."""

    def begins(self, bulletin: str, stage: str) -> None:
        """Show the stage that works."""
        sys.stderr.write(f"\r\x1b[2K{bulletin}  {DOES.get(stage, stage)} …")
        sys.stderr.flush()

    def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        """Put the finished stage in place of the working one."""
        sys.stderr.write("\r\x1b[2K")
        if not kept:
            sys.stderr.write(f"{bulletin}  {DOES.get(stage, stage)}  {seconds:.1f} s\n")
        sys.stderr.flush()


def watch() -> Watch:
    """Give the watch that fits standard error."""
    return Live() if sys.stderr.isatty() else Lines()
