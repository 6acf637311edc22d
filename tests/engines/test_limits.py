# SPDX-License-Identifier: EUPL-1.2
"""Children that eat, hang and leave others behind: each ends, and whole."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engines.child_process import ChildProcess
from pipeline.engines.limits import finished

STARTS = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '600']); open(sys.argv[1], 'w').write(str(p.pid)); "
ANSWERS = """
import json, sys
print(json.dumps({"ok": True}), flush=True)
for line in sys.stdin:
    bytearray(json.loads(line)["bytes"])
    print(json.dumps({"ok": True}), flush=True)
"""


def ended(stat: Path) -> bool:
    """Tell whether a process is gone, or dead and not yet collected by whoever inherited it."""
    for _ in range(100):
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_hangs_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(subprocess.TimeoutExpired):
        finished([sys.executable, "-c", STARTS + "time.sleep(600)", str(note)], 3.0, 10**9)
    assert ended(Path("/proc") / note.read_text() / "stat")


def test_what_a_program_leaves_behind_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = STARTS.replace("'600'", "'600'], stdout=-3, stderr=-3, stdin=-3").replace("])", ")") + "sys.exit(4)"
    done = finished([sys.executable, "-c", program, str(note)], 20.0, 10**9)
    assert done.returncode == 4
    assert ended(Path("/proc") / note.read_text() / "stat")


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    done = finished([sys.executable, "-c", "print(input()[::-1])"], 20.0, 10**9, b"abc\n")
    assert (done.returncode, done.stdout.strip()) == (0, b"cba")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_program_that_eats_the_memory_fails_by_itself() -> None:
    done = finished([sys.executable, "-c", "import time; time.sleep(0.3); bytearray(900_000_000)"], 20.0, 200_000_000)
    assert b"MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_voice_that_eats_the_memory_is_an_error_and_the_next_sentence_starts_it_anew() -> None:
    child = ChildProcess([sys.executable, "-c", ANSWERS], 20.0, 200_000_000)
    assert child.ask({"bytes": 10})[0]["ok"]
    first = child.pid
    with pytest.raises(OSError, match="ended"):
        child.ask({"bytes": 900_000_000})
    assert child.ask({"bytes": 10})[0]["ok"]
    assert child.pid != first
    child.close()
