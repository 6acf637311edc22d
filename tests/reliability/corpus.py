# SPDX-License-Identifier: EUPL-1.2
"""Read every feed as a source, each in a confined child: `python -m tests.reliability.corpus [DIR]`; without DIR our own.

The feedparser project's own test feeds lie in its source package: `pip download --no-binary :all: --no-deps feedparser`. They are
read where they were unpacked and never committed. `--row` writes the row of docs/reliability.md.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pipeline.engines.confined import confined
from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.errors import SourceError
from pipeline.keep.store import Store
from pipeline.settings import FetchSettings, SourceSettings
from tests.reliability import report
from tests.reliability.hostile import feeds

SECONDS_MOST, MEMORY_MOST, DAYS = 5.0, 300_000_000, 40_000


def found(folder: Path | None, place: Path) -> Iterator[Path]:
    """Give the files of a folder; our own hostile feeds are written into `place` one by one."""
    if folder is not None:
        yield from sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc"))
        return
    for number, content in enumerate(feeds().values()):
        file = place / f"{number}.xml"
        file.write_bytes(content)
        yield file
        file.unlink()


def read(file: Path, store: Store) -> tuple[str, float, int]:
    """Read a feed in a child → what came of it, seconds of computing, bytes that it took. Raises SourceError where it broke."""
    source = feed_source(SourceSettings("feed", str(file)), file.parent, DAYS, Fetcher(FetchSettings(deadline_seconds=0.01)))

    def work() -> bytes:
        begun, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            told = "read" if source.gather(date(2026, 11, 20), store).editions else "nothing in it"
        except SourceError:
            told = "refused"
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held
        return f"{time.process_time() - begun} {more} {told}".encode()

    seconds, kilobytes, told = confined(work, file.name, MEMORY_MOST, 30).decode().split(" ", 2)
    return told, float(seconds), int(kilobytes) * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Read all, print what came of them; 1 where one crashed or took too long."""
    parser = argparse.ArgumentParser(description="read many feeds")
    parser.add_argument("folder", nargs="?", type=Path, default=None, metavar="DIR")
    parser.add_argument("--row", action="store_true")
    given = parser.parse_args(arguments)
    came: Counter[str] = Counter()
    seconds, memory = [0.0], [0]
    with tempfile.TemporaryDirectory(prefix="corpus-") as place:
        store = Store(Path(place) / "store")
        for file in found(given.folder, Path(place)):
            try:
                told, took, more = read(file, store)
            except SourceError as broken:
                told, took, more = "crashed", 0.0, 0
                print(f"CRASH {file}: {broken.message}")
            if took > SECONDS_MOST:
                told = "too slow"
                print(f"SLOW {file}: {took:.1f} s")
            came[told] += 1
            seconds.append(took)
            memory.append(more)
    bad = came["crashed"] + came["too slow"]
    figure = (
        f"{came.total()} feeds ({', '.join(f'{n} {what}' for what, n in came.most_common())}): {bad} crashed or too slow; "
        f"slowest {max(seconds):.1f} s of computing, most {max(memory) / 1e6:.0f} MB"
    )
    print(figure)
    if given.row:
        name, command = ("corpus", " DIR") if given.folder is not None else ("hostile", "")
        report.record(name, figure, bad == 0 and came.total() >= 200, f"python -m tests.reliability.corpus{command}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
