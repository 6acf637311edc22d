# SPDX-License-Identifier: EUPL-1.2
"""Look at an embed page as it is served: policy, scripts, title, captions' type, range requests, foreign hosts, cookies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx2

from pipeline.engines.webdav_target import client_for, unreached

MOST_CAPTIONS = 1_000_000
CUE = re.compile(r"^(?:\d+:)?\d\d:\d\d\.\d{3} --> (?:\d+:)?\d\d:\d\d\.\d{3}", re.M)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    found: str


class _Page(HTMLParser):
    """Collects what the checks need."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.policy, self.language = "", "", ""
        self.scripts = 0
        self.addresses: list[str] = []
        self.films: list[str] = []
        self.tracks: list[str] = []
        self.named = False
        self._in_title = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        given = {key: value or "" for key, value in attrs}
        self._in_title = tag == "title"
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
        elif tag == "script" and given.get("type", "") != "application/ld+json":
            self.scripts += 1
        elif tag == "video":
            self.named = bool(given.get("aria-label") or given.get("title"))
        elif tag == "source":
            self.films.append(given.get("src", ""))
        elif tag == "track" and given.get("kind") == "captions":
            self.tracks.append(given.get("src", ""))
        if tag in ("source", "track", "img", "video", "script", "iframe", "link"):
            self.addresses += [given[key] for key in ("src", "poster") if given.get(key)]

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._in_title:
            self.title += data


def check_page(url: str, ca_file: str = "", proxy: str = "") -> tuple[Check, ...]:
    """Check a live page. Raises TargetError where it cannot be reached."""
    with client_for("embed check", url, "", "", ca_file, proxy) as client:
        try:
            return tuple(_checks(client, url))
        except httpx2.TransportError as wrong:
            raise unreached("embed check", url, wrong) from wrong


def _checks(client: httpx2.Client, url: str) -> Iterator[Check]:
    answer = client.get(url)
    yield Check("status", answer.status_code == 200, str(answer.status_code))
    if answer.status_code != 200:
        return
    media = answer.headers.get("content-type", "")
    yield Check("type of the page", media.startswith("text/html"), media or "none")
    yield Check("cookies", "set-cookie" not in answer.headers, answer.headers.get("set-cookie", "none"))
    page = _Page(answer.text)
    policy = answer.headers.get("content-security-policy", "") or page.policy
    yield Check("content security policy", "script-src 'none'" in policy, policy or "none")
    yield Check("scripts", page.scripts == 0, str(page.scripts))
    yield Check("title and language", bool(page.title.strip() and page.language), f"{page.title.strip()} [{page.language}]")
    yield Check("name of the player", page.named, "named" if page.named else "the <video> has no aria-label")
    host = urlsplit(url).netloc
    foreign = sorted({urlsplit(urljoin(url, a)).netloc for a in page.addresses} - {host, ""})
    yield Check("foreign hosts", not foreign, ", ".join(foreign) or "none")
    yield from _film(client, url, page)
    yield from _captions(client, url, page)


def _film(client: httpx2.Client, url: str, page: _Page) -> Iterator[Check]:
    if not page.films:
        yield Check("film", False, "no <source>")
        return
    answer = client.get(urljoin(url, page.films[0]), headers={"Range": "bytes=0-99"})
    right = answer.status_code == 206 and len(answer.content) == 100
    yield Check("range requests", right, f"{answer.status_code}, {answer.headers.get('content-range', 'no Content-Range')}")
    media = answer.headers.get("content-type", "")
    yield Check("type of the film", media.startswith("video/mp4"), media or "none")


def _captions(client: httpx2.Client, url: str, page: _Page) -> Iterator[Check]:
    if not page.tracks:
        yield Check("captions", False, "no <track kind=captions>")
        return
    answer = client.get(urljoin(url, page.tracks[0]))
    media = answer.headers.get("content-type", "")
    yield Check("type of the captions", media.startswith("text/vtt"), media or "none")
    text = answer.text[:MOST_CAPTIONS]
    cues = len(CUE.findall(text)) if text.startswith("WEBVTT") else 0
    yield Check("captions", answer.status_code == 200 and cues > 0, f"{answer.status_code}, {cues} cues")
