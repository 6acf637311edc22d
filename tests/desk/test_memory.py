# SPDX-License-Identifier: EUPL-1.2
"""The desk as a process of its own stays small, also after an editor has worked with it."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.keep.accounts import Accounts
from pipeline.model import Panel, PanelKind, Script
from tests.desk.newsroom import form_fields, opened
from tests.doubles import values

MOST_MB = 120


def resident_mb(process: int) -> float:
    """Give all memory that a process holds, in MB: also what it shares with others."""
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.search(r"^VmRSS:\s+(\d+) kB", text, re.M)[1]) / 1024  # type: ignore[index]


def undated() -> Script:
    """Give a script without any day in it: the process has the machine's clock, and a day that is over stops a release."""
    script = values.script()
    stories = tuple(
        replace(
            story,
            service=None,
            panel=Panel(PanelKind.WORDS),
            sentences=tuple(replace(s, text="Der Kreis baut.") for s in story.sentences),
        )
        for story in script.stories
    )
    return replace(script, stories=stories)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_desk_process_stays_under_120_mb_after_a_mornings_work(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[[targets]]\nkind = "folder"\npath = "public"\n', encoding="utf-8")
    with opened(tmp_path) as house:
        names = [house.bulletin(f"b{n}", undated()) for n in range(30)]
        house.clock.now = datetime.now(UTC)  # the process has the machine's clock, and sessions end
        secret = Accounts(house.room.ledger).open(house.account("Anna", "redaktion", "freigabe", "leitung"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    desk = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "desk", "--config", str(tmp_path / "config.toml"), "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )

    def ask(path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, {"Cookie": f"newsreel={secret}"})
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own
            return bytes(answer.read())

    try:
        until = time.monotonic() + 60
        while True:
            try:
                ask("/")
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < until, "the desk did not start"
                time.sleep(0.2)
        for name in names:
            for path in (f"/b/{name}", f"/b/{name}/bearbeiten", f"/b/{name}/fassungen"):
                ask(path)
        fields = dict(form_fields(ask(f"/b/{names[0]}/bearbeiten").decode(), "edit"))
        body = f"token={fields['token']}&say=Guten+Tag+zusammen.".encode()
        assert ask(f"/b/{names[0]}/anhoeren", body)[:4] == b"RIFF"
        for act in ("freigeben", "veroeffentlichen"):
            page = ask(f"/b/{names[1]}").decode()
            form = dict(re.findall(r'name="(token|film|words)" value="([^"]*)"', page))
            ask(f"/b/{names[1]}/{act}", urllib.parse.urlencode(form).encode())
        assert "veröffentlicht" in ask("/?stand=gesendet").decode()
        held = resident_mb(desk.pid)
        assert held <= MOST_MB, f"{held:.0f} MB"
        heavy = Path(f"/proc/{desk.pid}/maps").read_text(encoding="utf-8")
        found = {Path(part).name for part in re.findall(r"/\S*(?:numpy|cv2|PIL/|soxr|resvg)\S*\.so\S*", heavy)}
        assert found == set(), "what speaks and paints lives in other processes"
    finally:
        desk.terminate()
        desk.wait(20)
