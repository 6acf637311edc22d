# SPDX-License-Identifier: EUPL-1.2
"""The desk as a process of its own stays small, also after an editor has worked with it."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.keep.accounts import Accounts
from tests.desk.newsroom import form_fields, opened

MOST_MB = 120


def proportional_mb(process: int) -> float:
    """Give the proportional set size of a process in MB: what is shared with others counts by its share."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Pss:\s+(\d+) kB", text, re.M)[1]) / 1024  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_desk_process_stays_under_120_mb_after_a_mornings_work(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    with opened(tmp_path) as house:
        names = [house.bulletin(f"b{n}") for n in range(30)]
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
        begun = time.monotonic()
        assert ask(f"/b/{names[0]}/anhoeren", body)[:4] == b"RIFF"
        assert time.monotonic() - begun < 2.0 * 2.5, "a sentence is heard within 2 s; this machine may be busy"
        assert proportional_mb(desk.pid) <= MOST_MB
    finally:
        desk.terminate()
        desk.wait(20)
