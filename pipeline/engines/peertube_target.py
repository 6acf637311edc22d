# SPDX-License-Identifier: EUPL-1.2
"""PeerTube 6.2 or newer as a publishing target (its REST API): resumable upload, captions, chapters; a corrected film replaces
the old one.

One bulletin is one video of the channel, found again by a tag of its own; so its address stays when a new version comes. Two more
tags say which film stands there and, once captions and chapters have followed, that the version is whole. A new video is private
until then.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx2

from pipeline.delivery.listing import listing_of, version_of
from pipeline.engines.depot import WAITS, LostError, Pages
from pipeline.engines.webdav_target import client_for, refusal, unreached
from pipeline.errors import TargetError
from pipeline.model import Package
from pipeline.ports import Receipt, Shelf

PUBLIC, PRIVATE, NO_COMMENTS = 1, 3, 2
"""Numbers of PeerTube's OpenAPI description: privacy 1 public, 3 private; comments 2 disabled."""
CHUNK: Final = 5 * 1024 * 1024
"""Bytes of one piece of a resumable upload; a multiple of 256 KiB, as resumable uploads ask for."""
LONGEST: Final = 120
"""Most characters of a video's name."""
PAGE: Final = 100
"""Videos of one page of a list: the most that PeerTube gives."""
STUCK: Final = 3
"""Pieces in a row of which the server keeps nothing, until we give up for this time."""
Result = TypeVar("Result")


def tag_of(bulletin: str) -> str:
    """Give the tag by which a bulletin's video is found again (2 to 30 characters)."""
    return "nr" + hashlib.sha256(bulletin.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class PeertubeTarget:
    """Publish to one channel of a PeerTube instance."""

    name: str
    url: str
    connect: Callable[[], AbstractContextManager[httpx2.Client]]
    user: str
    password: str
    channel: int
    wait: Callable[[float], None]

    @property
    def address(self) -> str:
        """PeerTube shows its own pages: our feeds and overview have no place there."""
        return ""

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> Receipt:
        """Upload a film, or replace it where an older version stands, then captions and chapters. Raises TargetError."""
        version = version_of(package)
        listing = listing_of(bulletin, package)
        if not listing.clips:
            raise TargetError(f"{self.name}: {bulletin} has no film to upload.", "Make the package anew.")
        film = next(f.blob for f in package.files if f.name == listing.clips[0].name)

        def send(ask: "_Api") -> tuple[str, int]:
            known = ask.find(tag_of(bulletin))
            if known is not None and whole_tag(version) in known["tags"]:
                return str(known["shortUUID"]), 0
            tags = [tag_of(bulletin), film_tag(film.digest)]
            fields: dict[str, object] = {
                "name": listing.title[:LONGEST],
                "description": _description(package, shelf, bulletin)[:10000],
                "language": listing.language,
                "commentsPolicy": NO_COMMENTS,
                "downloadEnabled": True,
                "waitTranscoding": True,
            }
            sent = 0
            if known is None:
                private = {**fields, "privacy": PRIVATE, "tags": tags, "channelId": self.channel}
                known = ask.upload("videos/upload-resumable", private, shelf.path(film), f"{bulletin}.mp4")
                sent = 1
            elif tags[1] not in known["tags"]:
                ask.upload(f"videos/{known['uuid']}/source/replace-resumable", {}, shelf.path(film), f"{bulletin}.mp4")
                ask.update(str(known["uuid"]), {"tags": tags})
                sent = 1
            video = str(known["uuid"])
            sent += self._tracks(ask, video, package, shelf, listing.language)
            # what shows it to everybody and says that the version is whole is written last
            ask.update(video, {**fields, "privacy": PUBLIC, "tags": [*tags, whole_tag(version)]})
            return str(known.get("shortUUID") or video), sent

        short, sent = self._persistently(send)
        return Receipt(f"{self.url.rstrip('/')}/w/{short}", f"version {version}", sent)

    def announce(self, pages: Pages) -> Receipt:
        """PeerTube makes its own overview."""
        return Receipt("", "own overview", 0)

    def changes(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> tuple[str, ...]:
        """Say what would be uploaded. Raises TargetError."""
        known = self._persistently(lambda ask: ask.find(tag_of(bulletin)))
        if known is not None and whole_tag(version_of(package)) in known["tags"]:
            return ()
        listing = listing_of(bulletin, package)
        film = next((f.blob.digest for f in package.files if listing.clips and f.name == listing.clips[0].name), "")
        if known is not None and film_tag(film) in known["tags"]:
            return ("captions", "chapters", "poster")
        verb = "replace" if known is not None else "upload"
        return (f"{verb} {listing.clips[0].name if listing.clips else bulletin}", "captions", "chapters", "poster")

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        """Delete the video; PeerTube has no place for a notice. Raises TargetError."""

        def take_back(ask: "_Api") -> int:
            known = ask.find(tag_of(bulletin))
            if known is None:
                return 0
            ask.checked("DELETE", f"videos/{known['uuid']}")
            return 1

        removed = self._persistently(take_back)
        return Receipt(self.url, f"{removed} video(s) removed", removed)

    def _tracks(self, ask: "_Api", video: str, package: Package, shelf: Shelf, language: str) -> int:
        """Send captions, chapters and poster → requests made."""
        blobs = {f.name: f.blob for f in package.files}
        sent = 0
        captions = blobs.get(f"captions.{language}.vtt")
        if captions is not None:
            file = ("captions.vtt", shelf.read(captions), "text/vtt")
            ask.checked("PUT", f"videos/{video}/captions/{language}", files={"captionfile": file})
            sent += 1
        chapters = blobs.get("chapters.vtt")
        if chapters is not None:
            ask.checked("PUT", f"videos/{video}/chapters", json={"chapters": chapters_of(shelf.read(chapters).decode())})
            sent += 1
        poster = blobs.get("poster.jpg")
        if poster is not None:
            file = ("poster.jpg", shelf.read(poster), "image/jpeg")
            ask.update(video, {}, thumbnailfile=file, previewfile=file)  # previewfile: shown in the player before 8.1
            sent += 1
        return sent

    def _persistently(self, work: "Callable[[_Api], Result]") -> Result:
        for seconds in (*WAITS, None):
            try:
                with self.connect() as client:
                    return work(_Api(self.name, self.url.rstrip("/"), client, self.user, self.password, self.channel).login())
            except LostError:
                if seconds is None:
                    raise
                self.wait(seconds)
        raise AssertionError("the last attempt returns or raises")


def whole_tag(version: str) -> str:
    """Give the tag that says which version stands there whole."""
    return f"v{version}"


def film_tag(digest: str) -> str:
    """Give the tag that says which film stands there."""
    return f"f{digest[:16]}"


def _description(package: Package, shelf: Shelf, bulletin: str) -> str:
    """Write the description: the headlines with their sources, then the artificial origin as the package names it."""
    listing = listing_of(bulletin, package)
    heads = "\n".join(f"- {part.headline}" + (f" ({part.link})" if part.link else "") for part in listing.parts)
    described = next((f.blob for f in package.files if f.name == "bulletin.json"), None)
    form: dict[str, Any] = json.loads(shelf.read(described)) if described is not None else {}
    origin: dict[str, str] = form.get("ai", {})
    label = ". ".join(part for part in (origin.get("label", ""), origin.get("notice", "")) if part)
    return f"{heads}\n\n{label}".strip() or listing.title


def chapters_of(text: str) -> list[dict[str, object]]:
    """Read chapters.vtt → PeerTube's chapters: title and whole second, each second once."""
    marks = re.findall(r"(\d+):(\d+):(\d+)\.\d+ --> [^\n]+\n([^\n]+)", text)
    seen: dict[int, str] = {}
    for hours, minutes, seconds, title in marks:
        seen.setdefault(int(hours) * 3600 + int(minutes) * 60 + int(seconds), title)
    return [{"timecode": at, "title": title} for at, title in sorted(seen.items())]


@dataclass(slots=True)
class _Api:
    """One session with the instance."""

    name: str
    url: str
    client: httpx2.Client
    user: str
    password: str
    channel: int
    token: str = ""

    def login(self) -> "_Api":
        """Get a token as PeerTube's documentation says: first the instance's client, then the user."""
        client = self.checked("GET", "oauth-clients/local").json()
        form = {
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "grant_type": "password",
            "response_type": "code",
            "username": self.user,
            "password": self.password,
        }
        answer = self.ask("POST", "users/token", data=form)
        if answer.status_code in (400, 401):
            raise TargetError(f"{self.name}: PeerTube refuses the login of {self.user}.", "Check user and password_env.")
        self.token = str(self._fine(answer, "users/token").json()["access_token"])
        return self

    def find(self, tag: str) -> dict[str, Any] | None:
        """Find our video of a tag: the list names no tags, so each video that it gives is asked (with PeerTube 8: one)."""
        at, total = 0, 1
        while at < total:
            rows = {"tagsOneOf": tag, "start": str(at), "count": str(PAGE), "sort": "-createdAt"}
            page = self.checked("GET", "users/me/videos", params=rows).json()
            for video in page["data"]:
                if video.get("channel", {}).get("id", self.channel) != self.channel:
                    continue
                whole: dict[str, Any] = self.checked("GET", f"videos/{video['uuid']}").json()
                if tag in whole.get("tags", ()):
                    return whole
            at, total = at + PAGE, int(page["total"])
        return None

    def update(self, video: str, fields: dict[str, object], **files: tuple[str, bytes, str]) -> None:
        """Change a video's fields and pictures, as a form: what PeerTube's description asks for."""
        parts: list[tuple[str, tuple[str, bytes, str] | tuple[None, str]]] = list(files.items())
        for name, value in fields.items():
            if isinstance(value, list):
                parts += [(f"{name}[]", (None, str(one))) for one in value]
            else:
                parts.append((name, (None, str(value).lower() if isinstance(value, bool) else str(value))))
        self.checked("PUT", f"videos/{video}", files=parts)

    def upload(self, path: str, fields: dict[str, object], film: Path, name: str) -> dict[str, Any]:
        """Send a film in pieces, going on where the server says that it stands → the video (empty for a replacement)."""
        size = film.stat().st_size
        headers = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        begun = self.ask("POST", path, json={**fields, "filename": name}, headers=headers)
        if begun.status_code == 403 and "replace" in path:
            raise TargetError(
                f"{self.name}: PeerTube does not allow that a film takes the place of another.",
                "Its administrator switches that on: video_file.update.enabled.",
            )
        place = self._fine(begun, path).headers.get("location", "")
        upload = re.search(r"upload_id=([\w%.~-]+)", place)
        if upload is None:
            raise TargetError(f"{self.name}: PeerTube names no place for the upload.", "Is it PeerTube 6.2 or newer?")
        with film.open("rb") as stream:
            at = 0 if begun.status_code == 201 else self._reached(self._piece(path, upload.group(1), b"", f"bytes */{size}"))
            stuck = 0
            while stuck < STUCK:
                stream.seek(at)
                piece = stream.read(CHUNK)
                answer = self._piece(path, upload.group(1), piece, f"bytes {at}-{at + len(piece) - 1}/{size}")
                if answer.status_code != 308:
                    body: dict[str, Any] = self._fine(answer, path).json() if answer.content else {}
                    video: dict[str, Any] = body.get("video", {})
                    return video
                reached = self._reached(answer)
                stuck, at = (0 if reached > at else stuck + 1), reached
        raise LostError(f"{self.name}: PeerTube keeps nothing of what it is sent.", "Run again later; the upload goes on.")

    def _piece(self, path: str, upload: str, piece: bytes, span: str) -> httpx2.Response:
        headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
        return self.ask("PUT", path, params={"upload_id": upload}, content=piece, headers=headers)

    def _reached(self, answer: httpx2.Response) -> int:
        """Read how many bytes the server has."""
        reached = re.search(r"-(\d+)$", answer.headers.get("range", ""))
        return int(reached.group(1)) + 1 if reached else 0

    def checked(self, verb: str, path: str, **more: Any) -> httpx2.Response:
        """Ask, and raise TargetError where the answer is a refusal."""
        return self._fine(self.ask(verb, path, **more), path)

    def ask(self, verb: str, path: str, **more: Any) -> httpx2.Response:
        """Ask the API. Raises LostError where nobody answers."""
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        try:
            return self.client.request(verb, f"{self.url}/api/v1/{path}", headers=headers, **more)
        except httpx2.TransportError as wrong:
            raise unreached(self.name, self.url, wrong) from wrong

    def _fine(self, answer: httpx2.Response, path: str) -> httpx2.Response:
        if answer.status_code < 300:
            return answer
        raise refusal(self.name, answer.status_code, path)


def peertube_target(
    name: str, url: str, user: str, password: str, channel: int, ca_file: str = "", proxy: str = ""
) -> PeertubeTarget:
    """Open a channel of a PeerTube instance as a target."""
    client_for(name, url, "", "", ca_file, proxy).close()

    @contextmanager
    def connect() -> Iterator[httpx2.Client]:
        with client_for(name, url, "", "", ca_file, proxy) as client:
            yield client

    return PeertubeTarget(name, url, connect, user, password, channel, time.sleep)
