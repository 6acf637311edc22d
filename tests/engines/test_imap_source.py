# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.fetch import Fetcher
from pipeline.engines.imap_source import imap_source, read_mailbox
from pipeline.errors import ConfigError, SourceError
from pipeline.ports import Gathered
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.imap_server import ImapServer, certificate
from tests.doubles.shelf import MemoryShelf

DAY = date(2026, 11, 20)
STORY = "Das Hallenbad in Kleinau öffnet am Montag wieder. Der Eintritt kostet vier Euro, für Kinder die Hälfte."


def mail(number: int, day: str = "Fri, 20 Nov 2026 06:00:00 +0100", sender: str = "presse@kreis.example") -> bytes:
    return (
        f"From: Kreis <{sender}>\r\nTo: presse@stadt.example\r\n"
        f"Subject: Newsletter {number}\r\nMessage-ID: <{number}@kreis.example>\r\n"
        f"Date: {day}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"<h2>Hallenbad {number} öffnet</h2><p>{STORY}</p><h2>Bücherei {number} schließt</h2><p>{STORY}</p>\r\n"
    ).encode()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(pem: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    monkeypatch.setenv("NEWSREEL_IMAP_PASSWORD", "geheim")
    folders = {
        "INBOX": {1: mail(1), 2: mail(2, "Thu, 19 Nov 2026 06:00:00 +0100"), 3: mail(3, "Mon, 02 Nov 2026 06:00:00 +0100")},
        "Gelesen": {}, "Gel&APY-scht": {},
    }  # fmt: skip
    with ImapServer(pem, folders) as opened:
        yield opened


def read(
    server: ImapServer, pem: Path | None, asked: str = "", folder: str = "INBOX", shelf: MemoryShelf | None = None
) -> Gathered:
    settings = FetchSettings(ca_file=str(pem) if pem else "")
    source = imap_source(
        SourceSettings("imap", f"imaps://presse@localhost:{server.port}/{folder}{asked}", "post"), Path(), 7, Fetcher(settings)
    )
    return source.gather(DAY, shelf or MemoryShelf())


def test_the_mails_of_the_last_days_become_editions_oldest_first(server: ImapServer, pem: Path) -> None:
    gathered = read(server, pem)
    assert [e.title for e in gathered.editions] == ["Newsletter 2", "Newsletter 1"]
    assert [len(e.items) for e in gathered.editions] == [2, 2]


def test_reading_again_gives_the_same_and_changes_nothing_in_the_mailbox(server: ImapServer, pem: Path) -> None:
    before = {name: dict(mails) for name, mails in server.folders.items()}
    assert read(server, pem) == read(server, pem)
    assert server.folders == before
    assert not [
        said for said in server.heard if said.startswith(("SELECT", "STORE", "UID STORE", "UID MOVE", "EXPUNGE", "UID COPY"))
    ]
    assert any(said.startswith("EXAMINE") for said in server.heard)
    assert all("PEEK" in said for said in server.heard if "BODY" in said)


def test_a_mail_that_lies_there_twice_is_one_edition(server: ImapServer, pem: Path) -> None:
    server.folders["INBOX"][9] = mail(1)
    assert [e.title for e in read(server, pem).editions] == ["Newsletter 2", "Newsletter 1"]


def test_only_mails_that_no_run_looks_at_any_more_are_moved_and_only_where_asked(server: ImapServer, pem: Path) -> None:
    read(server, pem, "?move=Gelesen")
    assert (sorted(server.folders["INBOX"]), sorted(server.folders["Gelesen"])) == ([1, 2], [3])


def test_a_folder_with_an_umlaut_is_written_as_imap_writes_it(server: ImapServer, pem: Path) -> None:
    read(server, pem, "?move=Gel%C3%B6scht")
    assert sorted(server.folders["Gel&APY-scht"]) == [3]


def test_a_server_that_cannot_move_is_named_and_nothing_is_copied(server: ImapServer, pem: Path) -> None:
    server.can_move = False
    with pytest.raises(SourceError, match="cannot move"):
        read(server, pem, "?move=Gelesen")
    assert 3 in server.folders["INBOX"]


def test_only_the_named_sender_counts(server: ImapServer, pem: Path) -> None:
    server.folders["INBOX"][7] = mail(7, sender="werbung@shop.example")
    assert len(read(server, pem).editions) == 3
    assert len(read(server, pem, "?from=presse@kreis.example").editions) == 2


def test_a_certificate_that_nobody_vouches_for_is_refused_and_no_password_is_sent(server: ImapServer) -> None:
    with pytest.raises(SourceError, match="not trusted here"):
        read(server, None)
    assert server.heard == []


def test_a_wrong_password_and_a_missing_folder_are_told_without_the_password(
    server: ImapServer, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match="Nirgends cannot be opened"):
        read(server, pem, folder="Nirgends")
    monkeypatch.setenv("NEWSREEL_IMAP_PASSWORD", "falsch")
    with pytest.raises(SourceError, match="wrong password") as refused:
        read(server, pem)
    assert "falsch" not in str(refused.value)
    monkeypatch.delenv("NEWSREEL_IMAP_PASSWORD")
    with pytest.raises(SourceError, match="NEWSREEL_IMAP_PASSWORD"):
        read(server, pem)


def test_a_mailbox_that_nobody_can_reach_is_one_sentence(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREEL_IMAP_PASSWORD", "geheim")
    source = imap_source(SourceSettings("imap", "imaps://presse@127.0.0.1:9/INBOX"), Path(), 7, Fetcher(FetchSettings()))
    with pytest.raises(SourceError, match="cannot be reached"):
        source.gather(DAY, MemoryShelf())


@pytest.mark.parametrize(
    "url",
    ["imap://presse@mail.example/", "imaps://mail.example/", "imaps://presse:geheim@mail.example/", "imaps://p@m.example/?delete=yes",
     "imaps://p@m.example/a%22b", "imaps://p@m.example/INBOX?from=a%0d%0aLOGOUT", "https://p@m.example/", "imaps://p@m.example:x/"],
)  # fmt: skip
def test_an_address_that_is_no_mailbox_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        read_mailbox(url)
