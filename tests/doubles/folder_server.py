# SPDX-License-Identifier: EUPL-1.2
"""A web server on loopback that shows a folder, with range requests, as the rules for nginx would."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

TYPES = {".html": "text/html; charset=utf-8", ".mp4": "video/mp4", ".vtt": "text/vtt; charset=utf-8", ".jpg": "image/jpeg"}


class _Reader(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        place = self.server.folder / unquote(self.path).lstrip("/").split("?")[0]
        if not place.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body, span = place.read_bytes(), self.headers.get("Range", "")
        status, start, end = 200, 0, len(body)
        if span.startswith("bytes="):
            first, _, last = span.removeprefix("bytes=").partition("-")
            status, start, end = 206, int(first), min(len(body), int(last) + 1 if last else len(body))
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", TYPES.get(place.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        self.wfile.write(body[start:end])


class _Server(ThreadingHTTPServer):
    folder: Path


@contextmanager
def folder_server(folder: Path) -> Iterator[str]:
    """Show a folder → its address."""
    server = _Server(("127.0.0.1", 0), _Reader)
    server.folder = folder
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
