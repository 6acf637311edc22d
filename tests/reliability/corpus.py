# SPDX-License-Identifier: EUPL-1.2
"""Read every feed of a folder as a source, each in a confined child: `python -m tests.reliability.corpus DIR`.

The feedparser project's own test feeds lie in its source package: `pip download --no-binary :all: --no-deps feedparser`. They are
read where they were unpacked and never committed.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline.engines.confined import confined
from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.errors import SourceError
from pipeline.keep.store import Store
from pipeline.settings import FetchSettings, SourceSettings

SECONDS_MOST, MEMORY_MOST, DAYS = 5.0, 300_000_000, 40_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Read all, print what came of them; 1 where one crashed or took too long."""
    folder = Path((arguments or sys.argv[1:])[0])
    files = sorted(f for f in folder.rglob("*") if f.suffix in (".xml", ".json") and f.is_file())
    came: Counter[str] = Counter()
    slowest = (0.0, "")
    faults = 0
    with tempfile.TemporaryDirectory(prefix="corpus-") as place:
        store = Store(Path(place))
        for file in files:
            source = feed_source(SourceSettings("feed", str(file)), folder, DAYS, Fetcher(FetchSettings(deadline_seconds=0.01)))

            def work(source: object = source, name: str = str(file)) -> bytes:
                begun = time.process_time()
                try:
                    told = "read" if source.gather(date(2026, 11, 20), store).editions else "nothing in it"  # type: ignore[attr-defined]
                except SourceError as wrong:
                    told = f"refused: {wrong.message.replace(name, 'it')[:60]}"
                return f"{time.process_time() - begun} {told}".encode()

            try:
                seconds, _, told = confined(work, file.name, MEMORY_MOST, 30).decode().partition(" ")
            except SourceError as broken:
                faults += 1
                print(f"FAULT {file}: {broken.message}")
                continue
            came[told.split(":")[0]] += 1
            slowest = max(slowest, (float(seconds), file.name))
            if float(seconds) > SECONDS_MOST:
                faults += 1
                print(f"SLOW {file}: {seconds} s")
    print(f"{len(files)} feeds: {dict(came)}, {faults} crashed or too slow; slowest {slowest[0]:.2f} s ({slowest[1]})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
