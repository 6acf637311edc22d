# SPDX-License-Identifier: EUPL-1.2
"""A newsroom with small films that nobody rendered, and people at its desk. Everything else in it is real."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image
from starlette.testclient import TestClient

from pipeline.desk.app import desk
from pipeline.desk.hands import Here
from pipeline.desk.jobs import Say
from pipeline.desk.state import Desk
from pipeline.engines import passwords
from pipeline.errors import EngineError
from pipeline.keep.accounts import Account, Accounts
from pipeline.language.pace import ESPEAK_DE, Pace
from pipeline.model import Finding, Item, Master, Package, PackedFile, Picture, Rundown, Script, Severity, Slot, Story
from pipeline.newsroom import Newsroom
from pipeline.settings import KeepSettings, Settings, TargetSettings
from pipeline.sound.wav import write_wav
from pipeline.stages.cue import CueSettings, cue
from pipeline.studio import MACHINE
from tests.doubles import values

PASSWORD = "ein Satz mit vielen Worten"
NUMBER = Finding(
    "number-not-in-source", Severity.RED, "„1,9“ steht nicht in der Meldung. Bitte ändern oder abhaken.", "1.3", "1,9"
)
AMBER = Finding("essential-untold", Severity.AMBER, "Der Termin fehlt.", "2.1", "Januar")


@dataclass
class Clock:
    """A clock that a test turns."""

    now: datetime = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def settings(folder: Path, four_eyes: bool = True) -> Settings:
    plain = Settings(folder, targets=(TargetSettings("folder", "public", "web"),), keep=KeepSettings("output"))
    return replace(plain, review=replace(plain.review, four_eyes=four_eyes))


def package_of(room: Newsroom, script: Script, findings: tuple[Finding, ...] = ()) -> Package:
    """Pack a script as its film would be: every file is small, and its bytes depend on the words."""
    timeline = cue(values.speech(script), CueSettings(75, 160, "Anna", "KI"))
    words = repr([s.text for story in script.stories for s in story.sentences]).encode()
    film = room.store.put(b"film " * 400 + words, "video/mp4")
    poster = room.store.put(b"\xff\xd8poster" + words, "image/jpeg")
    captions = room.store.put(b"WEBVTT\n\n00:03.000 --> 00:05.000\nGuten Tag\n", "text/vtt")
    page = room.store.put(f"<title>{script.title}</title>".encode(), "text/html; charset=utf-8")
    sums = room.store.put(f"{film.digest}  bulletin-16x9.mp4\n{poster.digest}  poster.jpg\n".encode(), "text/plain")
    told = room.store.put(b'{"provenance": {"signed": false, "watermark": true}}', "application/json")
    files = (
        PackedFile("bulletin.json", told, False),
        PackedFile("bulletin-16x9.mp4", film, True),
        PackedFile("poster.jpg", poster, True),
        PackedFile("captions.de.vtt", captions, True),
        PackedFile("chapters.vtt", captions, True),
        PackedFile("embed.html", page, False),
        PackedFile("SHA256SUMS", sums, False),
    )
    return Package(Master(timeline, (), (), -16.0, -2.0), files, findings)


@dataclass
class House:
    """A newsroom, its desk, and whoever sits there."""

    room: Newsroom
    clock: Clock
    client: TestClient
    desk: Desk
    remade: list[str] = field(default_factory=list)
    broken: bool = False
    fetched: list[datetime] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()

    def bulletin(self, name: str = "2026-kw47", script: Script | None = None, findings: tuple[Finding, ...] = ()) -> str:
        """Add a bulletin that waits for review."""
        words = script or values.script()
        slots = tuple(self._pictured(slot) for slot in words.rundown.slots)
        rundown: Rundown = replace(words.rundown, id=name, slots=slots)
        words = replace(words, rundown=rundown)
        given = self.room.ledger.register(f"feed|{name}|2026-11-20", name, values.DAY)
        store, ledger = self.room.store, self.room.ledger
        ledger.set_head(given, "rundown", store.put_value(rundown), MACHINE)
        ledger.set_head(given, "script", store.put_value(words), MACHINE)
        ledger.set_head(given, "package", store.put_value(package_of(self.room, words, findings)), MACHINE)
        return given

    def _pictured(self, slot: Slot) -> Slot:
        """Give the item's picture bytes that a browser can show."""
        if slot.item.picture is None:
            return slot
        out = io.BytesIO()
        Image.new("RGB", (16, 9), "#1d5e99").save(out, "JPEG")
        picture = replace(slot.item.picture, blob=self.room.store.put(out.getvalue(), "image/jpeg"))
        return replace(slot, item=replace(slot.item, picture=picture))

    def remake(self, bulletin: str, say: Say) -> None:
        """Make a film anew without rendering anything; `broken` plays a voice that fails."""
        if self.broken:
            raise EngineError("Die Stimme fehlt.", "Bitte einrichten.")
        say("render", 0.5)
        script = self.room.script(bulletin)
        assert script is not None
        made = package_of(self.room, script, self.findings)
        self.room.ledger.set_head(bulletin, "package", self.room.store.put_value(made), MACHINE)
        self.remade.append(bulletin)

    def account(self, name: str, *roles: str) -> Account:
        """Add an account with the password of all."""
        accounts = Accounts(self.room.ledger)
        account = accounts.add(name, roles)
        accounts.set_password(account, _hashed())
        return account

    def person(self, name: str, *roles: str) -> "Person":
        """Seat somebody at the desk, logged in."""
        account = self.account(name, *roles)
        seated = Person(TestClient(self.client.app, base_url="http://desk", follow_redirects=False), account, self)
        seated.sign_in()
        return seated


@dataclass
class QuickHands:
    """Films without rendering, nights without sources, a voice that says nothing; stories and pictures are really made."""

    real: Here
    house: House | None = None

    def remake(self, bulletin: str, say: Say) -> None:
        assert self.house is not None
        self.house.remake(bulletin, say)

    def fetch(self) -> None:
        assert self.house is not None
        self.house.fetched.append(self.house.clock())

    def speak(self, text: str) -> tuple[bytes, float]:
        return write_wav(np.zeros(4800), 48_000), 0.1

    def pace(self, language: str) -> Pace:
        return ESPEAK_DE

    def tell(self, bulletin: str, rundown: Rundown, item: Item) -> Story:
        return self.real.tell(bulletin, rundown, item)

    def picture(self, file: Path, credit: str, alt: str, licence: str) -> Picture:
        return self.real.picture(file, credit, alt, licence)


_HASHED: list[str] = []


def _hashed() -> str:
    if not _HASHED:
        _HASHED.append(passwords.hashed(PASSWORD))
    return _HASHED[0]


@dataclass
class Person:
    """Somebody at the desk, in a browser without scripts."""

    client: TestClient
    account: Account
    house: House

    def sign_in(self) -> None:
        """Begin a session: one that is not used ends after half a day."""
        self.client.cookies.clear()
        self.client.cookies.set("newsreel", Accounts(self.house.room.ledger).open(self.account))

    @property
    def token(self) -> str:
        return self.house.desk.accounts.session(self.client.cookies["newsreel"]).token  # type: ignore[union-attr]

    def get(self, path: str, **headers: str) -> "Page":
        return Page.of(self.client.get(path, headers=headers))

    def post(self, path: str, fields: object = (), token: str | None = None) -> "Page":
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)  # type: ignore[call-overload]
        from urllib.parse import urlencode

        body = urlencode([("token", self.token if token is None else token), *pairs])
        kind = {"content-type": "application/x-www-form-urlencoded", "origin": "http://desk"}
        return Page.of(self.client.post(path, content=body, headers=kind))

    def edit(self, bulletin: str, *changes: tuple[str, str], base: str = "") -> "Page":
        """Open the form, change some fields, save."""
        fields = dict(self.fields(bulletin))
        fields.update(changes)
        if base:
            fields["base"] = base
        return self.post(f"/b/{bulletin}/bearbeiten", {**fields, "do": "save"})

    def fields(self, bulletin: str) -> list[tuple[str, str]]:
        """Give the fields of the edit form as a browser would send them."""
        return [pair for pair in form_fields(self.get(f"/b/{bulletin}/bearbeiten").text, "edit") if pair[0] != "token"]

    def digests(self, bulletin: str) -> dict[str, str]:
        """Give what the approval form on the review page carries."""
        head = self.house.room.ledger.head(bulletin, "script")
        return {"film": self.house.room.film(bulletin), "words": head.digest if head else ""}

    def approve(self, bulletin: str, **given: str) -> "Page":
        return self.post(f"/b/{bulletin}/freigeben", {**self.digests(bulletin), **given})


@dataclass
class Page:
    """An answer of the desk."""

    status: int
    text: str
    headers: dict[str, str]
    content: bytes

    @classmethod
    def of(cls, answer: object) -> "Page":
        return cls(answer.status_code, answer.text, dict(answer.headers), answer.content)  # type: ignore[attr-defined]


def form_fields(html: str, form_id: str) -> list[tuple[str, str]]:
    """Read the successful controls of a form, in the order of the page."""
    from selectolax.lexbor import LexborHTMLParser

    form = LexborHTMLParser(html).css_first(f"form#{form_id}")
    out = []
    for node in form.css("input, textarea, select"):
        name, kind = node.attributes.get("name"), node.attributes.get("type")
        if not name or (kind == "checkbox" and "checked" not in node.attributes):
            continue
        if node.tag == "textarea":
            out.append((name, node.text()))
        elif node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            out.append((name, chosen.attributes["value"] or ""))
        else:
            out.append((name, node.attributes.get("value") or ""))
    return out


@contextmanager
def opened(folder: Path, four_eyes: bool = True, change: Callable[[Settings], Settings] = lambda plain: plain) -> Iterator[House]:
    """Open a newsroom with a desk in a folder; `change` makes other settings of the plain ones."""
    clock = Clock()
    room = Newsroom(change(settings(folder, four_eyes)), clock=clock)
    hands = QuickHands(Here(room))
    app = desk(room, hands)
    client = TestClient(app, base_url="http://desk", follow_redirects=False)
    house = House(room, clock, client, app.state.desk)
    hands.house = house
    try:
        yield house
    finally:
        room.close()


def wait_for_film(house: House, bulletin: str) -> None:
    """Wait until the film in the making is there."""
    import time

    until = time.monotonic() + 5
    while house.desk.jobs.running(bulletin):
        assert time.monotonic() < until, "the film did not come"
        time.sleep(0.005)


def text_of(html: str) -> str:
    """Give the visible text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
