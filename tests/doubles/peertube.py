# SPDX-License-Identifier: EUPL-1.2
"""A PeerTube instance in memory, on loopback: it holds each call, and each of its own answers, to PeerTube's API description.

`wrong` lists what the description does not allow; such a call is refused with 400, as an instance would.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles import peertube_api
from tests.doubles.peertube_api import Call

UUID = "9c9de5e8-0a1e-484a-b099-e8076618{:04x}"
PIECE = 256 * 1024


@dataclass
class Instance:
    """What the double knows. `break_after` cuts an upload after so many bytes, once: the rest of the piece is not kept.

    `lose_after` breaks the connection there instead; `filters`: whether the list of videos heeds tags (8.1 does, 6.2 does not);
    `replaces`: whether the administrator allows that a film takes the place of another.
    """

    videos: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    films: dict[str, bytes] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    break_after: int = 0
    lose_after: int = 0
    filters: bool = True
    replaces: bool = True
    url: str = ""

    def add(self, tags: list[str]) -> None:
        """Have a video of somebody else's making in the channel."""
        uuid = UUID.format(0x8000 + len(self.videos))
        self.videos[uuid] = {"uuid": uuid, "shortUUID": f"x{len(self.videos)}", "tags": tags, "channel": {"id": 7}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"
    call: Call

    def log_message(self, *_: object) -> None:
        return

    def _say(self, status: int, form: object = None, **headers: str) -> None:
        known = peertube_api.operation(self.call)
        if known is not None and status not in (*known.answers, 401, 400):
            self.server.instance.wrong.append(f"the double itself answers {status} to {self.call.verb} {self.call.path}")
        body = b"" if form is None else json.dumps(form).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if body:
            self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def _any(self) -> None:
        it = self.server.instance
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = parts.path.removeprefix("/api/v1/")
        query = {key: value[0] for key, value in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        named = {name: self.headers[name] for one in peertube_api.OPERATIONS for name in one.headers if name in self.headers}
        self.call = Call(self.command, path, query, headers | named, body)
        it.calls.append(f"{self.command} {path}")
        faults = peertube_api.faults(self.call)
        if faults:
            it.wrong += faults
            return self._say(400, {"detail": "; ".join(faults)})
        if path == "oauth-clients/local":
            return self._say(200, {"client_id": "c", "client_secret": "s"})
        if path == "users/token":
            if self.call.form()["password"] == "geheim":
                return self._say(200, {"access_token": "t", "token_type": "Bearer", "expires_in": 14399})
            return self._say(400, {"code": "invalid_grant"})
        return self._route(it)

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names that http.server calls

    def _route(self, it: Instance) -> None:
        call = self.call
        if call.path == "users/me/videos":
            rows = [v for v in it.videos.values() if not it.filters or call.query.get("tagsOneOf", "") in v["tags"]]
            at, count = int(call.query.get("start", 0)), int(call.query.get("count", 15))
            found = [{"uuid": v["uuid"], "channel": v["channel"]} for v in rows[::-1][at : at + count]]  # tags are not in a list
            return self._say(200, {"total": len(rows), "data": found})
        if call.path.endswith("-resumable"):
            return self._begin(it) if call.verb == "POST" else self._piece(it)
        found_id = re.fullmatch(r"videos/([\w-]+)(?:/(captions|chapters)(?:/(\w+))?)?", call.path)
        video = it.videos.get(found_id.group(1)) if found_id else None
        if found_id is None or video is None:
            return self._say(404)
        if found_id.group(2) == "captions":
            video["captions"][found_id.group(3)] = call.form()["captionfile"]
            return self._say(204)
        if found_id.group(2) == "chapters":
            video["chapters"] = call.form()["chapters"]
            return self._say(204)
        return self._video(it, video)

    def _video(self, it: Instance, video: dict[str, Any]) -> None:
        if self.call.verb == "GET":
            return self._say(200, {k: v for k, v in video.items() if k not in ("captions", "thumbnailfile", "previewfile")})
        if self.call.verb == "DELETE":
            del it.videos[video["uuid"]]
            return self._say(204)
        video |= self.call.form()
        return self._say(204)

    def _begin(self, it: Instance) -> None:
        call, form = self.call, self.call.form()
        replaces = re.fullmatch(r"videos/([\w-]+)/source/replace-resumable", call.path)
        if replaces is not None and not it.replaces:
            self._say(403, {"detail": "Updating the file of an existing video is not allowed on this instance"})
            return
        size = int(call.headers["X-Upload-Content-Length"])
        begun = next((n for n, u in it.uploads.items() if (u["form"], u["size"]) == (form, size) and not u["done"]), "")
        number = begun or f"up{len(it.uploads)}"
        if not begun:
            target = replaces.group(1) if replaces else ""
            it.uploads[number] = {"form": form, "size": size, "body": b"", "replaces": target, "done": False}
        self._say(200 if begun else 201, None, Location=f"//{self.headers['host']}/api/v1/{call.path}?upload_id={number}")

    def _piece(self, it: Instance) -> None:
        call = self.call
        upload = it.uploads.get(call.query["upload_id"])
        if upload is None:
            return self._say(404)
        if call.headers["Content-Range"].startswith("bytes */"):  # how far have you come?
            return self._kept(upload)
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", call.headers["Content-Range"])
        assert span is not None
        if int(span[1]) != len(upload["body"]) or int(span[2]) - int(span[1]) + 1 != len(call.body):
            return self._say(409)
        if it.lose_after and len(upload["body"]) + len(call.body) > it.lose_after:
            it.lose_after = 0
            self.close_connection = True
            return self.connection.close()
        if it.break_after and len(upload["body"]) + len(call.body) > it.break_after:
            it.break_after = 0
            upload["body"] += call.body[:PIECE]
            return self._kept(upload)
        upload["body"] += call.body
        if len(upload["body"]) < upload["size"]:
            return self._kept(upload)
        upload["done"] = True
        if upload["replaces"]:
            it.films[upload["replaces"]] = upload["body"]
            return self._say(204)
        uuid = UUID.format(len(it.films))
        it.films[uuid] = upload["body"]
        form = {name: value for name, value in upload["form"].items() if name not in ("channelId", "filename")}
        made = {"uuid": uuid, "shortUUID": f"s{len(it.films)}", "channel": {"id": upload["form"]["channelId"]}}
        it.videos[uuid] = {**form, **made, "captions": {}, "support": None}
        return self._say(200, {"video": {"id": 1, "uuid": uuid, "shortUUID": f"s{len(it.films)}"}})

    def _kept(self, upload: dict[str, Any]) -> None:
        kept = {"Range": f"bytes=0-{len(upload['body']) - 1}"} if upload["body"] else {}
        self._say(308, None, **kept)


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
