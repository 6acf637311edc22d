# SPDX-License-Identifier: EUPL-1.2
"""Take the pictures of docs/desk.md: `python -m tests.desk.tour --config FILE --into docs/images/desk`.

Every page of a newsroom with at least one bulletin, at three widths, the last one in the dark scheme, side by side in one JPEG
of at most 60 kB. `--all FOLDER` also keeps each page whole, light and dark, to look at.
"""

import argparse
import io
import socket
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from PIL import Image

from pipeline import settings
from pipeline.desk.app import desk
from pipeline.desk.hands import Aside
from pipeline.keep.accounts import Accounts
from pipeline.newsroom import Newsroom
from pipeline.roles import Role
from tests.desk.browser import Tab, chromium

SIZES = ((1440, 1000, False, 720), (768, 1000, False, 384), (320, 700, True, 228))
"""Width and height of the window, dark or not, and the width in the picture; px."""
HEIGHT = 500
MOST_BYTES = 60_000
OPEN = "document.querySelectorAll('.story:nth-of-type(2) details:last-of-type').forEach(d => { d.open = true; })"
WHO = "Lea Hoffmann"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the tour: its name, its address, and what is pressed before the picture is taken."""

    name: str
    path: str
    script: str = ""


def stops(bulletin: str) -> tuple[Stop, ...]:
    """Give the pages of the tour."""
    b = f"/b/{bulletin}"
    return (
        Stop("eingang", "/"),
        Stop("pruefen", b, "document.getElementById('s-1-2')?.click()"),
        Stop("bearbeiten", f"{b}/bearbeiten", OPEN),
        Stop("bild", f"{b}/beitrag/1/bild"),
        Stop("fassungen", f"{b}/fassungen"),
        Stop("meldung-aufnehmen", f"{b}/meldungen"),
        Stop("konten", "/konten"),
        Stop("schalter", "/leitung"),
        Stop("protokoll", "/protokoll"),
        Stop("mein-konto", "/ich"),
        Stop("anmelden", "/anmelden"),
    )


def shot(tab: Tab, address: str, stop: Stop, size: tuple[int, int, bool, int], to: Path, whole: bool = False) -> Image.Image:
    """Open a page at a size and take its picture."""
    width, height, dark, _ = size
    tab.size(width, height, dark)
    tab.go(address + stop.path)
    if stop.script:
        tab.run(stop.script)
    tab.run("new Promise(done => setTimeout(done, 300))")
    tab.picture(to, whole, 90)
    return Image.open(io.BytesIO(to.read_bytes())).convert("RGB")


def side_by_side(pictures: list[Image.Image]) -> bytes:
    """Put the pictures of one page side by side → JPEG of at most MOST_BYTES."""
    small = [
        p.resize((w, round(p.height * w / p.width)), Image.Resampling.LANCZOS) for p, (*_, w) in zip(pictures, SIZES, strict=True)
    ]
    sheet = Image.new("RGB", (sum(p.width for p in small) + 2 * 14, HEIGHT), "#c8d2dc")
    left = 0
    for one in small:
        sheet.paste(one.crop((0, 0, one.width, min(HEIGHT, one.height))), (left, 0))
        left += one.width + 14
    for quality in range(82, 20, -4):
        out = io.BytesIO()
        sheet.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def walk(tab: Tab, address: str, secret: str, bulletin: str, into: Path, every: Path | None) -> None:
    """Take all pictures."""
    tab.call("Emulation.setScrollbarsHidden", hidden=True)
    for stop in stops(bulletin):
        if stop.name == "anmelden":
            tab.call("Network.clearBrowserCookies")
        else:
            tab.call("Network.setCookie", name="newsreel", value=secret, url=address)
        scratch = into / f"{stop.name}.part"
        pictures = [shot(tab, address, stop, size, scratch) for size in SIZES]
        scratch.unlink()
        (into / f"{stop.name}.jpg").write_bytes(side_by_side(pictures))
        for width, height, _, shown in SIZES if every is not None else ():
            for dark in (False, True):
                name = f"{stop.name}-{width}{'-dark' if dark else ''}.jpg"
                shot(tab, address, stop, (width, height, dark, shown), (every or into) / name, whole=True)
        sys.stdout.write(f"{stop.name}\n")


def main() -> int:
    """Open the newsroom's desk, walk through it, take the pictures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--config", type=Path, required=True)
    ask.add_argument("--into", type=Path, required=True)
    ask.add_argument("--all", type=Path, default=None, help="a folder for each page whole, light and dark")
    ask.add_argument("--at", default="", help="the desk's clock when it opens, as 2026-11-20T07:30+00:00; default: now")
    given = ask.parse_args()
    for folder in filter(None, (given.into, given.all)):
        folder.mkdir(parents=True, exist_ok=True)
    begun = datetime.now(UTC)
    opened = datetime.fromisoformat(given.at) if given.at else begun
    room = Newsroom(settings.load(given.config), clock=lambda: opened + (datetime.now(UTC) - begun))
    accounts = Accounts(room.ledger)
    account = accounts.find(WHO) or accounts.add(WHO, (Role.LEAD.value, Role.EDIT.value, Role.RELEASE.value))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(desk(room, Aside(room.settings)), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        with chromium() as tab:
            walk(tab, f"http://127.0.0.1:{port}", accounts.open(account), room.ledger.bulletins()[0].name, given.into, given.all)
    finally:
        server.should_exit = True
        thread.join(10)
        room.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
