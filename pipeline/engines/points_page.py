# SPDX-License-Identifier: EUPL-1.2
"""A page of this machine on which the points of a portrait are set once: the photo in a folder → points.json beside it.

It listens on the loopback address only, answers only under that name (a page elsewhere cannot reach it through a name of its
own), shows the folder's own photo and writes nothing but points.json.
"""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from secrets import token_urlsafe

import cv2

from pipeline.errors import ConfigError, EngineError
from pipeline.picture.defects import Defects
from pipeline.picture.portrait import PHOTOS, POINTS, opened, read_portrait

HOST = "127.0.0.1"
_MOST_BYTES = 20_000
_LONGEST = 1600  # px of the picture on the page; points are kept in px of the photo


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> bool:
    """Serve the page until points are saved or the person stops it; `ready` is told the address → whether they were saved.

    Raises ConfigError where the folder has no usable photo, EngineError where the port is taken.
    """
    page = Page(folder)
    try:
        server = HTTPServer((HOST, port), page.answers())
    except OSError as wrong:
        raise EngineError(f"Port {port} cannot be used: {wrong.strerror}.", "Name another one with --port.") from wrong
    ready(f"http://{HOST}:{server.server_port}/{page.secret}/")
    try:
        while not page.saved:
            server.handle_request()
    except KeyboardInterrupt:
        return page.saved
    finally:
        server.server_close()
    return True


class Page:
    """The page of one folder: its photo as a JPEG of moderate size, the points that were set before, and where to save."""

    def __init__(self, folder: Path) -> None:
        name = next((name for name in PHOTOS if (folder / name).is_file()), None)
        defects = Defects()
        self._photo = (folder / name).read_bytes() if name is not None else None
        pixels = opened(self._photo, defects)
        if pixels is None:
            said = "; ".join(d.english() for d in defects)
            raise ConfigError(f"{folder}: {said}.", "Put the portrait into the folder as photo.png or photo.jpg.")
        self.folder, self.saved, self.secret = folder, False, token_urlsafe(12)
        self._size = (pixels.shape[1], pixels.shape[0])
        share = min(1.0, _LONGEST / max(self._size))
        shown = cv2.resize(pixels, (round(self._size[0] * share), round(self._size[1] * share)), interpolation=cv2.INTER_AREA)
        done, png = cv2.imencode(".png", cv2.cvtColor(shown, cv2.COLOR_RGBA2BGRA))
        if not done:
            raise EngineError("The photo could not be prepared for the page.", "Check the installation of OpenCV.")
        self.picture = bytes(png.tobytes())

    def html(self) -> bytes:
        """Give the page with everything that it needs inside."""
        known: object = {}
        file = self.folder / "points.json"
        if file.is_file():
            try:
                known = json.loads(file.read_text(encoding="utf-8")).get("points", {})
            except (ValueError, AttributeError, OSError, RecursionError):
                known = {}  # an unreadable file is set anew; saving replaces it
        text = (Path(__file__).parent / "points_page.html").read_text(encoding="utf-8")
        told = {"points": POINTS, "size": self._size, "known": known}
        return text.replace("/*TOLD*/", json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")).encode()

    def save(self, body: bytes) -> str:
        """Keep the points that a person has set → what is wrong with them in German; empty where they were saved."""
        try:
            given = json.loads(body)
            marks = {name: [round(float(given[name][0]), 1), round(float(given[name][1]), 1)] for name, _ in POINTS}
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
            return "Es fehlen noch Punkte."
        content = json.dumps({"schema": 1, "size": self._size, "points": marks}, indent=1).encode()
        toml = self.folder / "avatar.toml"
        defects = Defects()
        read_portrait(toml.read_bytes() if toml.is_file() else b"", self._photo, content, defects)
        wrong = [d.german() for d in defects if d.code.startswith(("points-", "photo-"))]
        if wrong:
            return " ".join(wrong)
        fresh = self.folder / ".points.json.new"
        fresh.write_bytes(content)
        fresh.replace(self.folder / "points.json")
        self.saved = True
        return ""

    def answers(self) -> type[BaseHTTPRequestHandler]:
        """Give the class that answers the browser for this page."""
        page = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not self._ours():
                    return
                if self.path == f"/{page.secret}/":
                    self._send(200, "text/html; charset=utf-8", page.html())
                elif self.path == f"/{page.secret}/photo":
                    self._send(200, "image/png", page.picture)
                else:
                    self._send(404, "text/plain; charset=utf-8", b"Not here.")

            def do_POST(self) -> None:
                length = self.headers.get("Content-Length", "")
                if not self._ours():
                    return
                if (
                    self.path != f"/{page.secret}/points"
                    or not (length.isdecimal() and len(length) < 9)
                    or int(length) > _MOST_BYTES
                ):
                    self._send(400, "text/plain; charset=utf-8", b"Not so.")
                    return
                wrong = page.save(self.rfile.read(int(length)))
                self._send(422 if wrong else 200, "text/plain; charset=utf-8", (wrong or "Gespeichert.").encode())

            def _ours(self) -> bool:
                """Refuse requests under another name than the loopback address."""
                if self.headers.get("Host", "").rsplit(":", 1)[0] == HOST:
                    return True
                self._send(403, "text/plain; charset=utf-8", b"Not here.")
                return False

            def _send(self, status: int, media: str, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("X-Content-Type-Options", "nosniff")
                self.send_header("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing: the page is one person's."""

        return Answer
