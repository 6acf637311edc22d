# SPDX-License-Identifier: EUPL-1.2
"""Every target against a real server: whole or not at all, nothing twice, taken back without a trace, one clear sentence."""

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.engines import depot as depots
from pipeline.engines.c2pa_signer import credentials, open_signer
from pipeline.engines.depot import Depot, LostError, TreeTarget
from pipeline.engines.s3_target import s3_target
from pipeline.engines.sftp_target import sftp_target
from pipeline.engines.signing_keys import make_chain
from pipeline.engines.webdav_target import webdav_target
from pipeline.errors import ConfigError, TargetError
from pipeline.keep.store import Store
from pipeline.model import Film, Frames, Master, Package, PackedFile
from pipeline.stages.cue import CueSettings, cue
from tests.doubles import values
from tests.doubles.depots import PASSWORD, USER, s3_server, sftp_server, webdav_server
from tests.engines.test_c2pa_signer import TYPE, film

NOTICE = b"<!DOCTYPE html><title>weg</title>"


def package(store: Store, text: str, size: int = 50_000) -> Package:
    """Pack three small files that approval covers, and a page that it does not."""
    timeline = cue(values.speech(), CueSettings(75, 160, "Anna", "KI"))
    film = store.put((text * size).encode()[:size], "video/mp4")
    vtt = store.put(f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n{text}\n".encode(), "text/vtt")
    chapters = store.put(
        b"WEBVTT\n\n1\n00:00:00.000 --> 00:00:03.000\nBlick\n\n2\n00:00:03.000 --> 00:00:09.000\nEins\n", "text/vtt"
    )
    covered = (
        PackedFile("bulletin-16x9.mp4", film, True),
        PackedFile("captions.de.vtt", vtt, True),
        PackedFile("chapters.vtt", chapters, True),
    )
    sums = store.put("".join(f"{f.blob.digest}  {f.name}\n" for f in covered).encode(), "text/plain")
    page = store.put(f"<title>{text}</title>".encode(), "text/html")
    files = (
        *covered,
        PackedFile("embed.html", page, False),
        PackedFile("proof.html", page, False),
        PackedFile("SHA256SUMS", sums, False),
    )
    master = Master(timeline, (Film("16x9", film, 1920, 1080, Frames(75)),), (), -16.0, -2.0)
    return Package(master, files)


@dataclass
class Place:
    """A target and a way to look at what stands there."""

    target: TreeTarget

    def read(self, path: str) -> bytes | None:
        with self.target.connect() as depot:
            return depot.read(path)

    def names(self, folder: str) -> tuple[str, ...]:
        with self.target.connect() as depot:
            return depot.names(folder)


@contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        base = "https://kreis.example/video"
        if kind == "sftp":
            (folder / "served").mkdir()
            server = stack.enter_context(sftp_server(folder / "served"))
            (folder / "known").write_text(server.known)
            url = f"sftp://{USER}@127.0.0.1:{server.port}/www/video"
            yield Place(sftp_target("sftp", url, base, PASSWORD, known_hosts=str(folder / "known")))
        elif kind == "s3":
            endpoint = stack.enter_context(s3_server())
            yield Place(s3_target("s3", "s3://press/video", endpoint, base, "k", "s"))
        else:
            (folder / "served").mkdir()
            url = stack.enter_context(webdav_server(folder / "served"))
            yield Place(webdav_target("webdav", url, base, USER, PASSWORD))


@pytest.fixture(params=["sftp", pytest.param("s3", marks=pytest.mark.services), "webdav"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(str(request.param), tmp_path) as made:
        yield made


def test_a_package_stands_whole_at_each_target_and_is_sent_once(remote: Place, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    made = package(store, "eins")
    version = next(f.blob.digest for f in made.files if f.name == "SHA256SUMS")[:16]
    pages = (("embed.html", b"<p>player</p>"), ("index.html", b"<p>page</p>"))
    assert len(remote.target.changes("b", made, store, pages)) == 6
    receipt = remote.target.publish("b", made, store, pages)
    assert (receipt.sent, receipt.address) == (6, "https://kreis.example/video/b/embed.html")
    for packed in made.files:
        if packed.covered:
            body = remote.read(f"v/b/{version}/{packed.name}")
            assert body is not None
            assert hashlib.sha256(body).hexdigest() == packed.blob.digest
    assert remote.read("b/embed.html") == b"<p>player</p>"
    assert not [name for name in (*remote.names("b"), *remote.names("v")) if "proof" in name or name.endswith(".part")]
    assert remote.target.publish("b", made, store, pages).sent == 0
    assert remote.target.changes("b", made, store, pages) == ()
    root = (("feed.xml", b"<rss/>"), ("sitemap.xml", b""))
    assert [remote.target.announce(root).sent for _ in range(2)] == [1, 0]


def test_taking_back_removes_every_version_and_leaves_the_notice(remote: Place, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for text in ("eins", "zwei"):
        remote.target.publish("b", package(store, text), store, (("index.html", text.encode()),))
    remote.target.publish("other", package(store, "drei"), store)
    remote.target.retract("b", NOTICE, store)
    assert remote.names("v/b") == ()
    assert remote.read("b/embed.html") == remote.read("b/retracted.html") == NOTICE
    assert remote.read("other/embed.html") == b"<title>drei</title>"
    remote.target.publish("b", package(store, "drei"), store)
    assert remote.read("b/retracted.html") is None


def test_content_credentials_are_valid_after_download_from_each_target(remote: Place, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    make_chain(tmp_path / "keys", "Landkreis Beispielheim", datetime.now(UTC))
    signer = open_signer(tmp_path / "keys", "")
    assert signer is not None
    signer.sign(film(tmp_path / "plain.mp4"), "video/mp4", "Kreis kompakt", TYPE, tmp_path / "signed.mp4")
    made = package(store, "eins")
    signed = store.put(tmp_path / "signed.mp4", "video/mp4")
    files = tuple(replace(f, blob=signed) if f.name == "bulletin-16x9.mp4" else f for f in made.files)
    remote.target.publish("b", replace(made, files=files), store)
    path = next(name for name in remote.names("v/b") if name.endswith(".mp4"))
    body = remote.read(path)
    assert body is not None
    (tmp_path / "fetched.mp4").write_bytes(body)
    assert credentials(tmp_path / "fetched.mp4", (tmp_path / "keys" / "root.pem").read_bytes()).state == "trusted"


@dataclass
class Faulty:
    """A depot that loses its connection, or a byte, after some files."""

    inner: Depot
    left: list[int]
    bend: bool = False

    def read(self, path: str) -> bytes | None:
        return self.inner.read(path)

    def put(self, path: str, content: Path | bytes, media: str) -> None:
        self.left[0] -= 1
        if self.left[0] < 0 and not self.bend:
            raise LostError("the line is dead")
        body = content if isinstance(content, bytes) else content.read_bytes()
        self.inner.put(path, body[:-1] + b"?" if self.bend and self.left[0] < 0 else body, media)

    def remove(self, path: str) -> None:
        self.inner.remove(path)

    def names(self, folder: str) -> tuple[str, ...]:
        return self.inner.names(folder)

    def digest(self, path: str) -> str:
        return self.inner.digest(path)


def broken(target: TreeTarget, after: int, bend: bool = False) -> TreeTarget:
    left = [after]

    @contextmanager
    def connect() -> Iterator[Depot]:
        with target.connect() as depot:
            yield Faulty(depot, left, bend)

    wanted: Callable[[], AbstractContextManager[Depot]] = connect
    return replace(target, connect=wanted, wait=lambda _: None)


@pytest.mark.parametrize("after", range(7))
def test_wherever_a_transfer_breaks_readers_keep_the_old_version_and_the_next_run_resumes(after: int, tmp_path: Path) -> None:
    with place("webdav", tmp_path) as remote:
        store = Store(tmp_path / "store")
        old, new = package(store, "alt"), package(store, "neu")
        remote.target.publish("b", old, store, (("embed.html", b"alt"),))
        pages = (("embed.html", b"neu"), ("index.html", b"neu"))
        if after < 6:
            with pytest.raises(TargetError):
                broken(remote.target, after).publish("b", new, store, pages)
            assert remote.read("b/embed.html") == b"alt"
        assert remote.target.publish("b", new, store, pages).sent == (6 - after if after < 6 else 6)
        assert remote.read("b/embed.html") == b"neu"


def test_a_file_that_arrives_damaged_is_never_pointed_to(tmp_path: Path) -> None:
    with place("webdav", tmp_path) as remote:
        store = Store(tmp_path / "store")
        with pytest.raises(TargetError, match="arrived damaged"):
            broken(remote.target, 1, bend=True).publish("b", package(store, "neu"), store)
        assert remote.read("b/embed.html") is None


# ---------------------------------------------------------------- what goes wrong says one clear sentence


def dead_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def test_a_server_that_is_down_is_named_and_tried_three_times(tmp_path: Path) -> None:
    store, port = Store(tmp_path / "store"), dead_port()
    made = package(store, "x")
    waits: list[float] = []
    known = tmp_path / "known"
    known.write_text("")
    for target in (
        sftp_target("sftp", f"sftp://u@127.0.0.1:{port}/x", "", "p", known_hosts=str(known)),
        s3_target("s3", "s3://press", f"http://127.0.0.1:{port}", "", "k", "s"),
        webdav_target("dav", f"http://127.0.0.1:{port}/dav", "", "u", "p"),
    ):
        with pytest.raises(TargetError, match="cannot be reached"):
            replace(target, wait=waits.append).publish("b", made, store)
    assert waits == [*depots.WAITS] * 3


def test_a_changed_host_key_and_a_wrong_password_are_refused_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    made = package(store, "x")
    (tmp_path / "served").mkdir()
    known = tmp_path / "known"
    with sftp_server(tmp_path / "served") as first, sftp_server(tmp_path / "served") as other:
        url = f"sftp://{USER}@127.0.0.1:{first.port}/x"
        known.write_text("")
        with pytest.raises(TargetError, match="is not known"):
            sftp_target("sftp", url, "", PASSWORD, known_hosts=str(known)).publish("b", made, store)
        known.write_text(other.known.replace(str(other.port), str(first.port)))
        with pytest.raises(TargetError, match="another key than before"):
            sftp_target("sftp", url, "", PASSWORD, known_hosts=str(known)).publish("b", made, store)
        known.write_text(first.known)
        with pytest.raises(TargetError, match="refuses the login"):
            sftp_target("sftp", url, "", "falsch", known_hosts=str(known)).publish("b", made, store)
    assert list((tmp_path / "served").rglob("*")) == []


def test_a_folder_without_rights_and_a_wrong_password_are_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with place("webdav", tmp_path) as remote:
        assert remote.read("nothing") is None
        with webdav_server(tmp_path / "served") as url, pytest.raises(TargetError, match="refuses"):
            webdav_target("dav", url, "", USER, "falsch").publish("b", package(store, "x"), store)
    with s3_server() as endpoint, pytest.raises(TargetError, match="no bucket"):
        s3_target("s3", "s3://missing", endpoint, "", "k", "s").publish("b", package(store, "x"), store)


@pytest.mark.parametrize("url", ["http://kreis.example/dav", "kreis.example", "ftp://kreis.example"])
def test_a_password_never_leaves_unencrypted(url: str) -> None:
    with pytest.raises(ConfigError):
        webdav_target("dav", url, "", "u", "p")
