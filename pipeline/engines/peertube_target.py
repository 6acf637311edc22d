# SPDX-License-Identifier: EUPL-1.2
"""PeerTube as a publishing target (its REST API): resumable upload, captions, chapters; a corrected film replaces the old one.

One bulletin is one video of the channel, found again by a tag of its own; so its address stays when a new version comes.
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx2

from pipeline.delivery.listing import describe, listing_of, version_of
from pipeline.engines.depot import WAITS, LostError, Pages
from pipeline.engines.webdav_target import client_for, refusal, unreached
from pipeline.errors import TargetError
from pipeline.model import Package
from pipeline.ports import Receipt, Shelf

PUBLIC: Final = 1
"""VideoPrivacySet of PeerTube's OpenAPI description: 1 public, 2 unlisted, 3 private, 4 internal."""
CHUNK: Final = 5 * 1024 * 1024
"""Bytes of one piece of a resumable upload; a multiple of 256 KiB, as resumable uploads ask for."""
LONGEST: Final = 120
"""Most characters of a video's name."""
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
            if known is not None and version in str(known.get("support") or ""):
                return str(known["shortUUID"]), 0
            fields: dict[str, object] = {
                "name": listing.title[:LONGEST],
                "description": describe(listing)[:10000],
                "language": listing.language,
                "privacy": PUBLIC,
                "tags": [tag_of(bulletin)],
                "commentsEnabled": False,
                "downloadEnabled": True,
            }
            if known is None:
                video = ask.upload("videos/upload-resumable", {**fields, "channelId": self.channel}, shelf.path(film))
            else:
                ask.upload(f"videos/{known['uuid']}/source/replace-resumable", {}, shelf.path(film))
                ask.checked("PUT", f"videos/{known['uuid']}", json=fields)
                video = known
            sent = 1 + self._tracks(ask, str(video["uuid"]), package, shelf, listing.language)
            # what says that the version is whole is written last
            ask.checked("PUT", f"videos/{video['uuid']}", json={"support": f"newsreel {version}"})
            return str(video.get("shortUUID") or video["uuid"]), sent

        short, sent = self._persistently(send)
        return Receipt(f"{self.url.rstrip('/')}/w/{short}", f"version {version}", sent)

    def announce(self, pages: Pages) -> Receipt:
        """PeerTube makes its own overview."""
        return Receipt("", "own overview", 0)

    def changes(self, bulletin: str, package: Package, shelf: Shelf, pages: Pages = ()) -> tuple[str, ...]:
        """Say what would be uploaded. Raises TargetError."""
        known = self._persistently(lambda ask: ask.find(tag_of(bulletin)))
        if known is not None and version_of(package) in str(known.get("support") or ""):
            return ()
        verb = "replace" if known is not None else "upload"
        clips = listing_of(bulletin, package).clips
        return (f"{verb} {clips[0].name if clips else bulletin}", "captions", "chapters")

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
            ask.checked("PUT", f"videos/{video}", files={"thumbnailfile": file, "previewfile": file})
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
        """Find our video of a tag in the channel's account."""
        answer = self.checked("GET", "users/me/videos", params={"tagsOneOf": tag, "channelId": str(self.channel), "count": "5"})
        for video in answer.json()["data"]:
            whole: dict[str, Any] = self.checked("GET", f"videos/{video['uuid']}").json()
            if tag in whole.get("tags", ()):
                return whole
        return None

    def upload(self, path: str, fields: dict[str, object], film: Path) -> dict[str, Any]:
        """Send a film in pieces, going on where the server says that it stands → the video (empty for a replacement)."""
        size = film.stat().st_size
        headers = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        begun = self.ask("POST", path, json={**fields, "filename": film.name + ".mp4"}, headers=headers)
        place = self._fine(begun, path).headers.get("location", "")
        upload = re.search(r"upload_id=([\w%.~-]+)", place)
        if upload is None:
            raise TargetError(f"{self.name}: PeerTube names no place for the upload.", "Is it PeerTube 6 or newer?")
        with film.open("rb") as stream:
            at = 0
            while True:
                stream.seek(at)
                piece = stream.read(CHUNK)
                span = {"Content-Range": f"bytes {at}-{at + len(piece) - 1}/{size}", "Content-Type": "application/octet-stream"}
                answer = self.ask("PUT", path, params={"upload_id": upload.group(1)}, content=piece, headers=span)
                if answer.status_code != 308:
                    body: dict[str, Any] = self._fine(answer, path).json() if answer.content else {}
                    video: dict[str, Any] = body.get("video", {})
                    return video
                reached = re.search(r"-(\d+)$", answer.headers.get("range", ""))
                at = int(reached.group(1)) + 1 if reached else 0

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
