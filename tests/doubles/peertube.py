# SPDX-License-Identifier: EUPL-1.2
"""A PeerTube instance in memory, on loopback: it holds each call to what PeerTube's API description asks for."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

UUID = "9c9de5e8-0a1e-484a-b099-e8076618{:04x}"
PIECE = 256 * 1024


@dataclass
class Instance:
    """What the double knows; `break_after` cuts the upload after so many bytes, once."""

    videos: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    films: dict[str, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    break_after: int = 0
    url: str = ""


def _form(headers: Any, body: bytes) -> dict[str, tuple[str, bytes]]:
    whole = f"Content-Type: {headers['content-type']}\r\n\r\n".encode() + body
    message = BytesParser(policy=HTTP).parsebytes(whole)
    return {
        str(part.get_param("name", header="content-disposition")): (
            str(part.get_filename()),
            part.get_payload(decode=True) or b"",
        )
        for part in message.iter_parts()
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, *_: object) -> None:
        return

    def _say(self, status: int, form: object = None, **headers: str) -> None:
        body = b"" if form is None else json.dumps(form).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if body:
            self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def _expect(self, right: bool, what: str) -> None:
        if not right:
            self.server.instance.wrong.append(f"{self.command} {self.path}: {what}")

    def _any(self) -> None:
        it = self.server.instance
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = parts.path.removeprefix("/api/v1/")
        it.calls.append(f"{self.command} {path}")
        if path == "oauth-clients/local":
            return self._say(200, {"client_id": "c", "client_secret": "s"})
        if path == "users/token":
            form = parse_qs(body.decode())
            self._expect(form.get("grant_type") == ["password"] and form.get("client_id") == ["c"], "grant")
            ok = form.get("password") == ["geheim"]
            return (
                self._say(200, {"access_token": "t", "token_type": "Bearer"}) if ok else self._say(400, {"code": "invalid_grant"})
            )
        if self.headers.get("authorization") != "Bearer t":
            return self._say(401)
        query = {key: value[0] for key, value in parse_qs(parts.query).items()}
        return self._route(it, path, query, body)

    def do_GET(self) -> None:
        self._any()

    def do_POST(self) -> None:
        self._any()

    def do_PUT(self) -> None:
        self._any()

    def do_DELETE(self) -> None:
        self._any()

    def _route(self, it: Instance, path: str, query: dict[str, str], body: bytes) -> None:
        if self.command == "GET" and path == "users/me/videos":
            rows = [v for v in it.videos.values() if query["tagsOneOf"] in v["tags"]]
            return self._say(200, {"total": len(rows), "data": [{"uuid": v["uuid"]} for v in rows]})
        if path.endswith("-resumable"):
            return self._init(it, path, body) if self.command == "POST" else self._piece(it, query, body)
        found = re.fullmatch(r"videos/([\w-]+)(?:/(captions|chapters)(?:/(\w+))?)?", path)
        video = it.videos.get(found.group(1)) if found else None
        if found is None or video is None:
            return self._say(404)
        if found.group(2) == "captions":
            name, content = _form(self.headers, body)["captionfile"]
            self._expect(content.startswith(b"WEBVTT") and name.endswith(".vtt"), "captionfile")
            video["captions"][found.group(3)] = content
            return self._say(204)
        if found.group(2) == "chapters":
            rows = json.loads(body)["chapters"]
            times = [row["timecode"] for row in rows]
            self._expect(all(isinstance(t, int) and t >= 0 for t in times) and len(set(times)) == len(times), "timecode")
            self._expect(all(row["title"] for row in rows), "title")
            video["chapters"] = rows
            return self._say(204)
        return self._video(it, video, body)

    def _video(self, it: Instance, video: dict[str, Any], body: bytes) -> None:
        if self.command == "GET":
            return self._say(200, {k: v for k, v in video.items() if k != "captions"})
        if self.command == "DELETE":
            del it.videos[video["uuid"]]
            return self._say(204)
        if "json" in self.headers["content-type"]:
            video |= json.loads(body)
        else:
            self._expect(set(_form(self.headers, body)) <= {"thumbnailfile", "previewfile"}, "fields of the update")
        return self._say(204)

    def _init(self, it: Instance, path: str, body: bytes) -> None:
        form = json.loads(body)
        replaces = re.fullmatch(r"videos/([\w-]+)/source/replace-resumable", path)
        self._expect(self.headers["x-upload-content-type"] == "video/mp4", "X-Upload-Content-Type")
        self._expect(int(self.headers["x-upload-content-length"]) > 0, "X-Upload-Content-Length")
        self._expect("filename" in form, "filename is required")
        if replaces is None:
            self._expect(isinstance(form.get("channelId"), int) and 3 <= len(form.get("name", "")) <= 120, "channelId, name")
            self._expect(form.get("privacy") in (1, 2, 3, 4) and len(form.get("tags", ())) <= 5, "privacy, tags")
            self._expect(all(2 <= len(tag) <= 30 for tag in form.get("tags", ())), "length of tags")
        number = f"up{len(it.uploads)}"
        size = int(self.headers["x-upload-content-length"])
        it.uploads[number] = {"form": form, "size": size, "body": b"", "replaces": replaces.group(1) if replaces else ""}
        self._say(201, None, Location=f"{it.url}/api/v1/{path}?upload_id={number}")

    def _piece(self, it: Instance, query: dict[str, str], body: bytes) -> None:
        upload = it.uploads[query["upload_id"]]
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", self.headers["content-range"])
        if span is None or int(span.group(1)) != len(upload["body"]) or int(span.group(2)) - int(span.group(1)) + 1 != len(body):
            return self._say(409)
        if it.break_after and len(upload["body"]) + len(body) > it.break_after:
            it.break_after = 0
            upload["body"] += body[:PIECE]  # the server kept a part of the piece only
            return self._say(308, None, Range=f"bytes=0-{len(upload['body']) - 1}")
        upload["body"] += body
        if len(upload["body"]) < upload["size"]:
            return self._say(308, None, Range=f"bytes=0-{len(upload['body']) - 1}")
        if upload["replaces"]:
            it.films[upload["replaces"]] = upload["body"]
            return self._say(204)
        uuid = UUID.format(len(it.films))
        it.films[uuid] = upload["body"]
        it.videos[uuid] = {**upload["form"], "uuid": uuid, "shortUUID": f"s{len(it.films)}", "captions": {}, "support": None}
        return self._say(200, {"video": {"id": 1, "uuid": uuid, "shortUUID": f"s{len(it.films)}"}})


class _Server(ThreadingHTTPServer):
    instance: Instance


@contextmanager
def peertube() -> Iterator[Instance]:
    """Open an instance on loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.instance = Instance()
    server.instance.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.instance
    finally:
        server.shutdown()
        server.server_close()
