# SPDX-License-Identifier: EUPL-1.2
"""The morning at the desk, measured: `python -m benchmarks.desk`. Chromium must be installed.

A night makes the sample bulletin, with one number that the writer got wrong. Then, in a real browser and with the real desk
process: one account opens it, fixes the number, listens to the sentence and saves; the film is made anew; a second account
approves. Counted are the actions and the seconds that the machine takes for each; added are one playback of the film and the
reading time of the script at 250 words a minute. Exit code 1 where 15 actions, 3 minutes or 120 MB are not kept.
"""

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.measuring import machine
from pipeline import settings
from pipeline.engines import passwords
from pipeline.keep.accounts import Accounts
from pipeline.model import FPS, Script
from pipeline.newsroom import Newsroom
from pipeline.producer import remake, run
from pipeline.studio import MACHINE
from tests.desk.browser import chromium
from tests.desk.newsroom import PASSWORD
from tests.desk.test_memory import resident_mb
from tests.desk.walk import WORDS_PER_MINUTE, Walk, morning

HOME = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 20)
MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WRONG = "Der Anbau bekommt acht Klassenräume, einen Musikraum und eine Mensa."
RIGHT = "Der Anbau bekommt sechs Klassenräume, dazu einen Musikraum und eine Mensa."
MOST_ACTIONS, MOST_SECONDS, MOST_MB = 15, 180.0, 120.0


def room_of(config: Path) -> Newsroom:
    """Open the newsroom on the sample's own day: its dates are not over yet."""
    begun = datetime.now(UTC)
    return Newsroom(settings.load(config), clock=lambda: MORNING + (datetime.now(UTC) - begun))


def night(config: Path) -> tuple[str, str]:
    """Make the sample bulletin with a wrong number in it → its id, and the field of that sentence."""
    room = room_of(config)
    try:
        run(room, DAY)
        name = room.ledger.bulletins()[0].name
        script = room.script(name)
        if script is None:
            raise SystemExit("the night made no script")
        for k, story in enumerate(script.stories):
            for n, sentence in enumerate(story.sentences):
                if "Klassenräume" in sentence.text:
                    told = (*story.sentences[:n], replace(sentence, text=WRONG), *story.sentences[n + 1 :])
                    stories = (*script.stories[:k], replace(story, sentences=told), *script.stories[k + 1 :])
                    digest = room.store.put_value(replace(script, stories=stories))
                    room.ledger.set_head(name, "script", digest, MACHINE)
                    remake(room, name)
                    accounts = Accounts(room.ledger)
                    for who, role in (("Anna", "redaktion"), ("Falk", "freigabe")):
                        accounts.set_password(accounts.add(who, (role,)), passwords.hashed(PASSWORD))
                    return name, f"s{k + 1}.t{n + 1}"
    finally:
        room.close()
    raise SystemExit("the sample script has no sentence about class rooms any more")


@contextmanager
def desk(config: Path) -> Iterator[tuple[str, int]]:
    """Run the desk as a process of its own → its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(config), str(port)], cwd=HOME, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own
                    break
            except OSError:
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


SERVE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline import settings
from pipeline.desk.serving import serve
from pipeline.newsroom import Newsroom
begun, morning = datetime.now(UTC), datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
room = Newsroom(settings.load(Path(sys.argv[1])), clock=lambda: morning + (datetime.now(UTC) - begun))
sys.exit(serve(room, "127.0.0.1", int(sys.argv[2]), "", lambda _: None))
"""
"""The desk's own server on the sample's day. It imports what `newsreel desk` imports and nothing of this benchmark."""


def measured(config: Path) -> int:
    """Walk through the morning and say what it took → exit code."""
    name, field = night(config)
    with desk(config) as (address, process), chromium() as tab:
        time.sleep(5)  # the night is long over when somebody comes in
        walk = morning(tab, address, name, field, RIGHT, ("Anna", "Falk"))
        held = resident_mb(process)
    room = room_of(config)
    script, package, state = room.script(name), room.package(name), room.state(name)
    room.close()
    if script is None or package is None or state != "approved":
        raise SystemExit(f"the walk ended in the state {state}")
    return told(walk, package.master.timeline.length / FPS, words_of(script), held)


def words_of(script: Script) -> int:
    """Count the words of a script, as a reader sees them."""
    sentences = [*script.opening, *(s for story in script.stories for s in story.sentences), *script.closing]
    return sum(len(re.findall(r"\S+", sentence.text)) for sentence in sentences)


def told(walk: Walk, film: float, words: int, held: float) -> int:
    """Say it line by line → 0 where every limit is kept."""
    reading, waits = words / WORDS_PER_MINUTE * 60, sum(walk.waits)
    total = film + reading + waits
    lines = [f"machine: {machine()}", *(f"  {seconds:6.2f} s  {what}" for what, seconds in walk.steps)]
    lines += [
        f"actions: {len(walk.actions)} (at most {MOST_ACTIONS})",
        (
            f"machine waits {waits:.1f} s + one playback {film:.1f} s + reading {words} words {reading:.1f} s = {total:.1f} s "
            f"(at most {MOST_SECONDS:.0f})"
        ),
        f"resident memory of the desk process: {held:.0f} MB (at most {MOST_MB:.0f})",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(len(walk.actions) > MOST_ACTIONS or total > MOST_SECONDS or held > MOST_MB)


def main() -> int:
    """Measure in a folder of its own, or in --into."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--into", type=Path, default=None, help="a new folder that is kept; default: a temporary one")
    into = given.parse_args().into
    with tempfile.TemporaryDirectory(prefix="newsreel-desk-") as folder:
        home = into or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        text = (HOME / "config.toml").read_text(encoding="utf-8")
        feed = (HOME / "assets" / "sample" / "feed.xml").as_posix()
        config = home / "config.toml"
        config.write_text(text.replace('url = "assets/sample/feed.xml"', f'url = "{feed}"'), encoding="utf-8")
        return measured(config)


if __name__ == "__main__":
    sys.exit(main())
