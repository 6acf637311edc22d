# SPDX-License-Identifier: EUPL-1.2
"""Every parser of our own as a function of bytes, with good input to begin from. What is no failure of ours is a crash.

A parser is our own where its code decides what bytes mean; who gives it the bytes (a stranger's newsletter, a model, a voice, a
server, an editor, an operator, our own disk) is said beside it.
"""

import atexit
import contextlib
import imaplib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import httpx2
import numpy as np
from PIL import Image

from pipeline import backing_up, settings
from pipeline.delivery import captions, imsc
from pipeline.delivery.script_text import read_script, write_script
from pipeline.desk.form import read_form, unpacked
from pipeline.engines.addresses import check_address
from pipeline.engines.c2pa_signer import credentials
from pipeline.engines.feed_source import read_feed
from pipeline.engines.fetch import Fetched, Fetcher
from pipeline.engines.film_mark import read_mark
from pipeline.engines.imap_source import imap_source, read_mailbox
from pipeline.engines.llm_answers import Answer, AnswerError, read_draft, read_sentence
from pipeline.engines.mail_source import MailSource
from pipeline.engines.manners import read_rules, retry_after
from pipeline.engines.markup import read_blocks
from pipeline.engines.newsletters import split_newsletter
from pipeline.engines.oidc import Provider
from pipeline.engines.page_source import page_title
from pipeline.engines.pictures import keep_picture
from pipeline.engines.plain_mail import split_plain
from pipeline.engines.webdav_target import WebdavDepot
from pipeline.errors import NewsreelError
from pipeline.keep import canon, erased
from pipeline.keep.ledger import Ledger
from pipeline.keep.store import Store
from pipeline.language.facts import ledger
from pipeline.language.lexicon import parse_lexicon
from pipeline.model import Edition, Item, Package, Rundown, Slot
from pipeline.picture.atlas import Atlas
from pipeline.picture.design import load_design
from pipeline.picture.logo import open_logo
from pipeline.picture.portrait import load_portrait
from pipeline.picture.rig import load_rig
from pipeline.ports import Brief
from pipeline.settings import FetchSettings, OidcSettings, SourceSettings
from pipeline.sound.wav import read_wav, write_wav
from tests.doubles import values
from tests.doubles.llm_server import answer, row
from tests.doubles.shelf import MemoryShelf
from tests.engines.test_imap_source import mail
from tests.picture import portraits
from tests.reliability.hostile import WORDS, atom, json_feed, rss

ROOT = Path(__file__).resolve().parents[2]
DAY, ZONE = date(2026, 11, 20), ZoneInfo("Europe/Berlin")
SCRIPT = values.script()
NO_WEB = Fetcher(FetchSettings(deadline_seconds=0.01))
FAILURES = (NewsreelError, AnswerError)


@dataclass(frozen=True, slots=True)
class Parser:
    """One parser: who gives it the bytes, what reads them, and good ones."""

    giver: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


@cache
def scratch(name: str) -> Path:
    """Give a file that a parser reads from, in a folder that goes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="newsreel-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / name


def as_file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Let something that reads files read bytes."""

    def of(content: bytes) -> object:
        scratch(name).write_bytes(content)
        return read(scratch(name))

    return of


# ---------------------------------------------------------------- what strangers write


def letter(content: bytes) -> None:
    source = MailSource("m", SourceSettings("mail", "a.eml"), Path("/nowhere"), 7, NO_WEB, "Europe/Berlin")
    source.editions((content,), DAY, MemoryShelf())


def page(content: bytes) -> None:
    split_newsletter(text(content), "https://a.example/")
    read_blocks(text(content), "https://a.example/")
    page_title(text(content), DAY)


class Told(imaplib.IMAP4):
    """The standard library's own reader of IMAP, with all that the server says lying ready."""

    said = b""

    def __init__(self, *_: object, **__: object) -> None:
        self._rest = io.BytesIO(self.said)
        super().__init__("a.example")

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        self.host = host

    def read(self, size: int) -> bytes:
        return self._rest.read(size)

    def readline(self) -> bytes:
        return self._rest.readline(1_000_001)

    def send(self, data: Any) -> None:
        """Say nothing to nobody."""

    def shutdown(self) -> None:
        """Close nothing."""


TAG = b"AAAA"
TALK = (
    b"* OK [CAPABILITY IMAP4rev1 MOVE] here\r\n* CAPABILITY IMAP4rev1 MOVE\r\nAAAA0 OK done\r\nAAAA1 OK in\r\n"
    b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nAAAA2 OK [READ-ONLY] open\r\n* SEARCH 1\r\nAAAA3 OK done\r\n"
    b"* 1 FETCH (UID 1 RFC822.SIZE 300)\r\nAAAA4 OK done\r\n"
    b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\nAAAA5 OK done\r\n* BYE\r\nAAAA6 OK bye\r\n" % (len(mail(1)), mail(1))
)


def post_office(content: bytes) -> None:
    Told.said = content
    opened = imap_source(SourceSettings("imap", "imaps://p@m.example/INBOX"), Path("/nowhere"), 7, NO_WEB)
    with (
        patch.object(imaplib, "IMAP4_SSL", Told),
        patch.object(imaplib, "Int2AP", lambda _: TAG),
        patch.dict(os.environ, {"NEWSREEL_IMAP_PASSWORD": "x"}),
    ):
        opened.gather(DAY, MemoryShelf())


def words(content: bytes) -> None:
    for read in (check_address, read_mailbox, retry_after):
        with contextlib.suppress(NewsreelError):
            read(text(content))  # type: ignore[operator]


# ---------------------------------------------------------------- what engines and servers answer


@cache
def asked() -> Brief:
    item = values.BRIDGE
    return Brief(item, (item.title, "Die Brücke wird gesperrt.", "Die Umleitung führt über Neuhof."), ledger(item), 2)


def model(content: bytes) -> None:
    for read in (lambda given: read_draft(given, asked(), "m"), lambda given: read_sentence(given, asked())):
        with contextlib.suppress(*FAILURES):
            read(Answer(text(content), "stop"))


def depot(content: bytes) -> None:
    list(WebdavDepot._members(_Depot(), content))  # type: ignore[arg-type]


class _Depot:
    name, url = "web", "https://a.example/dav"


def sign_on(content: bytes) -> None:
    """Each of the three answers of a sign-on service, and the token inside, is what was given."""
    to = OidcSettings(issuer="https://a.example", client_id="x")
    provider = Provider(to, "")
    answered = httpx2.Response(200, content=content, request=httpx2.Request("GET", "https://a.example"))

    class Web:
        def __enter__(self) -> "Web":
            return self

        def __exit__(self, *_: object) -> None:
            """Close nothing."""

        def request(self, *_: object, **__: object) -> httpx2.Response:
            return answered

    with patch("pipeline.engines.oidc.client", lambda *_: Web()), contextlib.suppress(NewsreelError):
        provider._described()
    with contextlib.suppress(NewsreelError):
        provider._claims(text(content), {"keys": []}, "n")


# ---------------------------------------------------------------- what editors and operators write


def edited(content: bytes) -> None:
    read_script(text(content), SCRIPT)


def fields(content: bytes) -> None:
    """A form's fields, one name=value in a line, and the same as a draft keeps them."""
    read_form(tuple((name, value) for name, _, value in (line.partition("=") for line in text(content).split("\n"))))


def draft(content: bytes) -> None:
    try:
        told = unpacked(text(content))
    except (ValueError, TypeError, RecursionError):
        return  # a draft that is no list of pairs: the desk shows the page without it
    read_form(told)


FACE = (ROOT / "avatars/anna/avatar.toml").read_bytes(), (ROOT / "avatars/anna/presenter.svg").read_bytes()
PACK = tuple((f.name, f.read_bytes()) for f in sorted((ROOT / "assets/beispielheim").iterdir()))
PIXEL = (ROOT / "assets/beispielheim/mark.svg").read_bytes()


def pack(content: bytes) -> None:
    load_design((*(one for one in PACK if one[0] != "design.toml"), ("design.toml", content)))


def portrait(content: bytes) -> None:
    load_portrait(portraits.TOML.encode(), pictured("PNG", (1050, 1200)), content)


@cache
def pictured(kind: str, size: tuple[int, int]) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "grey").save(made, kind)
    return made.getvalue()


def drawing(content: bytes) -> None:
    open_logo(content, "logo.svg")


# ---------------------------------------------------------------- what lies on our own disk, damaged


def value(content: bytes) -> None:
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return
    for kind in (Edition, Package, Rundown):
        with contextlib.suppress(NewsreelError):
            canon.revive(kind, form, lambda *_: None)


def key(content: bytes) -> None:
    store = _store()
    place = store._key_place("k")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    store.recall("k")


@cache
def _store() -> Store:
    return Store(scratch("x").parent / "store")


def backup(content: bytes) -> None:
    folder = scratch("MANIFEST.json").parent
    if not (folder / "store").exists():
        (folder / "store").mkdir()
        Ledger(folder / "ledger.sqlite", lambda: datetime(2026, 11, 20, tzinfo=UTC)).close()
    (folder / "MANIFEST.json").write_bytes(content)
    backing_up.verify(folder)


@cache
def film() -> bytes:
    import av

    made = scratch("seed.mp4")
    with av.open(str(made), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"  # type: ignore[attr-defined]
        for shade in (0, 90, 180):
            picture = av.VideoFrame.from_ndarray(np.full((90, 160, 3), shade, np.uint8))
            out.mux(stream.encode(picture))  # type: ignore[attr-defined]
        out.mux(stream.encode())  # type: ignore[attr-defined]
    return made.read_bytes()


TONE = write_wav(np.zeros(200, np.float32), 22_050)
VTT = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nGuten Tag\n\n2\n00:00:02.040 --> 00:00:04.000\nund\nwillkommen\n"
SRT = VTT.replace(b"WEBVTT\n\n", b"").replace(b".000", b",000")
CONFIG = (ROOT / "config.toml").read_bytes()
LISTED = b"""<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>/dav/a/</d:href><d:propstat><d:prop>
<d:resourcetype><d:collection/></d:resourcetype></d:prop></d:propstat></d:response></d:multistatus>"""
TOKEN = b'{"id_token": "e30.e30.e30", "keys": [], "issuer": "https://a.example", "jwks_uri": "https://a.example/k"}'
FORM = b"base=abc\ntitle=Kreis kompakt\no.t0=Guten Tag.\no.o0=1\ns0.item=bridge\ns0.t0=Ein Satz.\ns0.panel=words\nc.t0=Ende."

PARSERS: dict[str, Parser] = {
    "feed": Parser(
        "strangers",
        lambda content: read_feed(Fetched(content, "", "https://a.example/feed"), "it", ZONE),
        (rss(), atom(), json_feed(), *(rss(text=text) for text in list(WORDS.values())[:12])),
    ),
    "mail": Parser("strangers", letter, (mail(1), mail(2, sender="ä@x"))),
    "plain mail": Parser(
        "strangers", lambda c: split_plain(text(c)), (b"TITEL\n=====\nEin Satz.\nhttps://a.example/1\n-- \nImpressum",)
    ),
    "page": Parser("strangers", page, (b"<h2>Titel</h2><p>Ein ganzer Satz steht hier, und er ist lang genug.</p>" * 3,)),
    "picture": Parser(
        "strangers",
        lambda c: keep_picture(c, "", "", MemoryShelf()),
        tuple(pictured(kind, (640, 400)) for kind in ("PNG", "JPEG", "WEBP")),
    ),
    "addresses": Parser("strangers", words, (b"https://www.example.org/", b"imaps://p@m.example/INBOX?from=a", b"120")),
    "robots.txt": Parser("strangers", read_rules, (b"User-agent: *\nDisallow: /\nCrawl-delay: 3\n",)),
    "IMAP answers": Parser("servers", post_office, (TALK,)),
    "WebDAV answers": Parser("servers", depot, (LISTED,)),
    "sign-on answers": Parser("servers", sign_on, (TOKEN, b"e30.e30.e30")),
    "LLM answers": Parser("engines", model, (answer([row("Die Brücke wird gesperrt.", [1])]).encode(), b"```json\n{}\n```")),
    "WAV": Parser("engines", read_wav, (TONE,)),
    "script.md": Parser("editors", edited, (write_script(SCRIPT).encode(),)),
    "desk form": Parser("editors", fields, (FORM,)),
    "desk draft": Parser("our disk", draft, (b'[["base", "abc"], ["s0.item", "x"], ["s0.t0", "Ein Satz."]]',)),
    "config.toml": Parser("operators", as_file("config.toml", settings.load), (CONFIG,)),
    "lexikon.toml": Parser(
        "operators", lambda c: parse_lexicon(text(c)), ((ROOT / "assets/beispielheim/lexikon.toml").read_bytes(),)
    ),
    "design.toml": Parser("operators", pack, (dict(PACK)["design.toml"],)),
    "avatar.toml": Parser("operators", lambda c: load_rig(c, FACE[1]), (FACE[0],)),
    "presenter.svg": Parser("operators", lambda c: load_rig(FACE[0], c), (FACE[1],)),
    "points.json": Parser("operators", portrait, (portraits.points(),)),
    "logo": Parser("operators", drawing, (PIXEL,)),
    "WebVTT and SubRip": Parser("our disk", lambda c: captions.parse(text(c)), (VTT, SRT)),
    "IMSC": Parser("our disk", imsc.read_imsc, (imsc.imsc(captions.parse(text(VTT)), "de").encode(),)),
    "values": Parser(
        "our disk",
        value,
        (
            canon.dump(canon.plain(Edition("e", "T", DAY, "s", ()))),
            canon.dump(canon.plain(Rundown("e", "T", DAY, "de", (Slot(Item("i", "T", "Satz.", "", None), 7.5),)))),
        ),
    ),
    "keys": Parser("our disk", key, (b'["3f9a", "text/plain", 12]',)),
    "erasures": Parser("our disk", as_file("erased.jsonl", erased.read), (b'{"kind": "item", "digest": "ab"}\n',)),
    "backup manifest": Parser("our disk", backup, (b'{"ledger": "ab", "at": "x", "files": 1, "bytes": 2}',)),
    "atlas": Parser("our disk", Atlas.from_bytes, (Atlas(1.0, {}).to_bytes(),)),
    "film mark": Parser("anybody", as_file("mark.mp4", read_mark), (film(),)),
    "content credentials": Parser("anybody", as_file("signed.mp4", credentials), (film(),)),
}
