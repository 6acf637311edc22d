# SPDX-License-Identifier: EUPL-1.2
"""What PeerTube's API description (OpenAPI, PeerTube 8.1.0) says of the calls that newsreel makes, in our own words.

Facts only: paths, parameters, bodies, answers. Where 6.2 says otherwise, the note says so. Read at
https://docs.joinpeertube.org/api-rest-reference.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from json import loads
from typing import Any
from urllib.parse import parse_qs

VERSION = "8.1.0"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RANGE = re.compile(r"bytes (\*|\d+-\d+)/\d+")


@dataclass(frozen=True)
class Field:
    """One parameter or member of a body: its kind, the values or lengths it may have, whether it must be there."""

    kind: type = str
    needed: bool = False
    least: int = 0
    most: int = 10_000
    choices: tuple[object, ...] = ()
    pattern: re.Pattern[str] | None = None
    each: "Field | None" = None

    def fault(self, value: object, as_text: bool = False) -> str:
        """Say what is wrong with a value; nothing where it is right. `as_text`: it was sent as text, as forms and queries do."""
        if as_text and self.kind is int:
            if not re.fullmatch(r"-?\d+", str(value)):
                return f"{value!r} is no integer"
            value = int(str(value))
        if as_text and self.kind is bool:
            return "" if value in ("true", "false") else f"{value!r} is no boolean"
        if not isinstance(value, self.kind) or (self.kind is int and isinstance(value, bool)):
            return f"{value!r} is no {self.kind.__name__}"
        if self.choices and value not in self.choices:
            return f"{value!r} is not one of {self.choices}"
        size = value if isinstance(value, int) else len(value)  # type: ignore[arg-type]
        if not isinstance(value, bool) and not self.least <= size <= self.most:
            return f"{value!r} is not within {self.least} to {self.most}"
        if self.pattern is not None and not self.pattern.fullmatch(str(value)):
            return f"{value!r} has another form"
        if self.each is not None and isinstance(value, list):
            return "; ".join(fault for one in value if (fault := self.each.fault(one)))
        return ""


Fields = Mapping[str, Field]
PRIVACY = Field(int, choices=(1, 2, 3, 4, 5))
FILE = Field(bytes, needed=True, least=1, most=1 << 40)
PICTURE = Field(bytes, least=1, most=1 << 24)
EDITED: Fields = {
    "name": Field(least=3, most=120),
    "category": Field(int),
    "licence": Field(int),
    "language": Field(),
    "privacy": PRIVACY,
    "description": Field(least=3),
    "waitTranscoding": Field(bool),
    "support": Field(least=3, most=1000),
    "nsfw": Field(bool),
    "tags": Field(list, least=1, most=5, each=Field(least=2, most=30)),
    "commentsPolicy": Field(int, choices=(1, 2, 3)),  # commentsEnabled is out of date since 6.2
    "downloadEnabled": Field(bool),
    "originallyPublishedAt": Field(),
}
LISTED: Fields = {  # 6.2 knows start, count and sort only, and takes no notice of the others
    "start": Field(int),
    "count": Field(int, least=1, most=100),
    "sort": Field(choices=("name", "-duration", "-createdAt", "-publishedAt", "-views", "-likes")),
    "tagsOneOf": Field(),
    "tagsAllOf": Field(),
    "search": Field(),
    "channelNameOneOf": Field(),
}
CHUNKS: Fields = {"Content-Range": Field(needed=True, pattern=RANGE), "Content-Length": Field(int, needed=True, most=1 << 40)}
BEGINS: Fields = {
    "X-Upload-Content-Length": Field(int, needed=True, least=1, most=1 << 40),
    "X-Upload-Content-Type": Field(needed=True, pattern=re.compile(r"\w+/[\w.+-]+")),
}
UPLOAD: Fields = {"upload_id": Field(needed=True)}
FILENAME = Field(needed=True, least=5, pattern=re.compile(r".+\.\w+"))


@dataclass(frozen=True)
class Operation:
    """One call: verb, path with `{id}` and `{language}`, what it takes, which answers it may get."""

    verb: str
    path: str
    answers: tuple[int, ...]
    media: str = ""
    fields: Fields = field(default_factory=dict)
    query: Fields = field(default_factory=dict)
    headers: Fields = field(default_factory=dict)
    secured: bool = True

    def fits(self, verb: str, path: str) -> bool:
        """Tell whether a call is one of these."""
        form = re.escape(self.path).replace(r"\{id\}", rf"(\d+|{UUID.pattern}|\w{{22}})").replace(r"\{language\}", r"[a-z]{2,3}")
        return verb == self.verb and re.fullmatch(form, path) is not None


OPERATIONS = (
    Operation("GET", "oauth-clients/local", (200,), secured=False),
    Operation(
        "POST",
        "users/token",
        (200, 400, 401),
        "application/x-www-form-urlencoded",
        {
            "client_id": Field(needed=True),
            "client_secret": Field(needed=True),
            "grant_type": Field(needed=True, choices=("password", "refresh_token")),
            "response_type": Field(choices=("code",)),
            "username": Field(needed=True),
            "password": Field(needed=True),
        },
        secured=False,
    ),
    Operation("GET", "users/me/videos", (200,), query=LISTED),
    Operation(
        "POST",
        "videos/upload-resumable",
        (200, 201, 413, 415),
        "application/json",
        {
            **EDITED,
            "name": Field(needed=True, least=3, most=120),
            "channelId": Field(int, needed=True, least=1),
            "filename": FILENAME,
        },
        headers=BEGINS,
    ),
    Operation(
        "PUT",
        "videos/upload-resumable",
        (200, 308, 403, 404, 409, 422, 429, 503),
        "application/octet-stream",
        query=UPLOAD,
        headers=CHUNKS,
    ),
    Operation(
        "POST",
        "videos/{id}/source/replace-resumable",
        (200, 201, 403, 413, 415),
        "application/json",
        {"filename": FILENAME},
        headers=BEGINS,
    ),
    Operation(
        "PUT",
        "videos/{id}/source/replace-resumable",
        (204, 308, 403, 404, 409, 422, 429, 503),
        "application/octet-stream",
        query=UPLOAD,
        headers=CHUNKS,
    ),
    Operation("GET", "videos/{id}", (200, 403, 404)),
    Operation(
        "PUT", "videos/{id}", (204,), "multipart/form-data", {**EDITED, "thumbnailfile": PICTURE, "previewfile": PICTURE}
    ),  # previewfile: only before 8.1
    Operation("DELETE", "videos/{id}", (204,)),
    Operation("PUT", "videos/{id}/captions/{language}", (204, 404), "multipart/form-data", {"captionfile": FILE}),
    Operation(
        "PUT", "videos/{id}/chapters", (204, 404), "application/json", {"chapters": Field(list, needed=True, least=1, most=200)}
    ),
)
CHAPTER: Fields = {"timecode": Field(int, needed=True), "title": Field(needed=True, least=1, most=120)}


@dataclass(frozen=True)
class Call:
    """One call as it arrived."""

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def form(self) -> dict[str, Any]:
        """Read the body: members of JSON, or fields of a form; `name[]` makes a list."""
        if self.media == "application/json":
            read: dict[str, Any] = loads(self.body)
            return read
        if self.media == "application/x-www-form-urlencoded":
            return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        if self.media != "multipart/form-data":
            return {}
        whole = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode() + self.body
        found: dict[str, Any] = {}
        for part in BytesParser(policy=HTTP).parsebytes(whole).iter_parts():
            name, content = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True) or b""
            assert isinstance(content, bytes)
            value = content if part.get_filename() is not None else content.decode()
            if name.endswith("[]"):
                found.setdefault(name.removesuffix("[]"), []).append(value)
            else:
                found[name] = value
        return found


def operation(call: Call) -> Operation | None:
    """Find the operation of a call; None where the description knows none."""
    return next((one for one in OPERATIONS if one.fits(call.verb, call.path)), None)


def faults(call: Call) -> list[str]:
    """Hold a call to the description → everything that is wrong with it."""
    known = operation(call)
    if known is None:
        return [f"{call.verb} {call.path} is not described"]
    found = [*_held("query", known.query, call.query, as_text=True, closed=True)]
    found += _held("header", known.headers, {name: call.headers[name] for name in known.headers if name in call.headers}, True)
    if call.media != known.media:
        found.append(f"the body is “{call.media}”, not “{known.media}”")
    elif known.fields:
        form = call.form()
        found += _held("field", known.fields, form, as_text=call.media != "application/json", closed=True)
        for chapter in form.get("chapters", ()) if known.path.endswith("chapters") else ():
            found += _held("chapter", CHAPTER, chapter, closed=True)
    if known.secured and not re.fullmatch(r"Bearer \w+", call.headers.get("authorization", "")):
        found.append("no token")
    return [f"{call.verb} {call.path}: {fault}" for fault in found]


def _held(what: str, described: Fields, given: Mapping[str, Any], as_text: bool = False, closed: bool = False) -> list[str]:
    found = [f"{what} {name} is missing" for name, one in described.items() if one.needed and name not in given]
    for name, value in given.items():
        one = described.get(name)
        if one is None:
            found += [f"{what} {name} is not described"] if closed else []
        elif fault := one.fault(value, as_text and not isinstance(value, (bytes, list))):
            found.append(f"{what} {name}: {fault}")
    return found
