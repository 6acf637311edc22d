# SPDX-License-Identifier: EUPL-1.2
"""Memory of a server that runs for weeks: what was freed goes back to the machine (glibc; elsewhere nothing happens)."""

import ctypes
import sys
from typing import Final

# mallopt(3): numbers and meaning
_TRIM_THRESHOLD: Final = (-1, 128 * 1024)
_MMAP_THRESHOLD: Final = (-3, 64 * 1024)
_ARENA_MAX: Final = (-8, 2)


def frugal() -> bool:
    """Let glibc keep two arenas instead of eight per core, and give large blocks back at once; False where that is not known."""
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False  # another C library; it has no such switch
    return all(mallopt(*pair) == 1 for pair in (_ARENA_MAX, _TRIM_THRESHOLD, _MMAP_THRESHOLD))
