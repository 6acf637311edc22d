# SPDX-License-Identifier: EUPL-1.2
"""Who is told what and when: once, over real mail and real HTTP, and never a word of a bulletin."""

import hashlib
import hmac
import json
import logging
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import noticing
from pipeline.engines.smtp_notice import open_smtp
from pipeline.engines.webhook_notice import open_webhook
from pipeline.errors import ConfigError, TargetError
from pipeline.ports import Notice
from pipeline.settings import NoticeSettings, Settings
from tests.desk.newsroom import House, opened, wait_for_film
from tests.desk.test_release import embargoed
from tests.doubles import values
from tests.doubles.listener import Answer, Asked, Listener
from tests.doubles.mail_server import MailServer, certificate

TO = NoticeSettings(
    to=("redaktion@kreis.example",),
    deputies=("vertretung@kreis.example",),
    desk_url="https://desk.kreis.example",
    sender="newsreel@kreis.example",
    remind_at=("09:00", "11:00"),
    expect_days=("mon", "tue", "wed", "thu", "fri"),
    expect_by="07:00",
    holidays=("2026-12-25",),
)
NOTE = Notice("waits", "2026-kw47 wartet", "2026-kw47 wartet auf die Prüfung.", "https://desk.kreis.example/b/2026-kw47")


def noticed(plain: Settings) -> Settings:
    return replace(plain, notice=TO)


@dataclass
class Pigeon:
    """A messenger that only notes what it is given."""

    name: str = "pigeon"
    sent: list[tuple[Notice, bool]] = field(default_factory=list)
    tired: bool = False

    def send(self, notice: Notice, deputies: bool) -> None:
        if self.tired:
            raise TargetError("The pigeon is tired.", "Feed it.")
        self.sent.append((notice, deputies))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, change=noticed) as made:
        yield made


def kinds(house: House, pigeon: Pigeon) -> list[str]:
    noticing.notify(house.room, (pigeon,))
    told = [notice.kind for notice, _ in pigeon.sent]
    pigeon.sent.clear()
    return told


# ---------------------------------------------------------------- what is due


def test_a_waiting_draft_is_told_once_and_not_again(house: House) -> None:
    house.clock.now = datetime(2026, 11, 20, 5, tzinfo=UTC)
    house.bulletin()
    pigeon = Pigeon()
    assert kinds(house, pigeon) == ["waits"]
    assert kinds(house, pigeon) == []


def test_what_hangs_what_went_stale_and_what_missed_its_time_is_told(house: House) -> None:
    house.clock.now = datetime(2026, 11, 20, 5, tzinfo=UTC)
    pigeon, falk, anna = Pigeon(), house.person("Falk", "freigabe"), house.person("Anna", "redaktion")
    name = house.bulletin("eins")
    late = house.bulletin("zwei")
    house.room.ledger.register("feed|x|2026-11-20", "drei", values.DAY)
    house.room.ledger.park("drei", "speak", "Die Stimme sagt: Geheimer Satz der Sendung.", "Neu starten.")
    falk.approve(name)
    falk.approve(late, due="2026-11-20", due_time="06:30")
    assert kinds(house, pigeon) == ["parked"]
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    assert kinds(house, pigeon) == ["stale"]
    house.clock.now = datetime(2026, 11, 20, 6, 45, tzinfo=UTC)
    assert kinds(house, pigeon) == ["missed"]
    assert kinds(house, pigeon) == []


def test_open_drafts_are_named_at_the_set_hours_and_deputies_hear_the_second(house: House) -> None:
    house.bulletin()
    pigeon = Pigeon()
    house.clock.now = datetime(2026, 11, 20, 8, 1, tzinfo=UTC)
    noticing.notify(house.room, (pigeon,))
    house.clock.now = datetime(2026, 11, 20, 10, 1, tzinfo=UTC)
    noticing.notify(house.room, (pigeon,))
    noticing.notify(house.room, (pigeon,))
    reminders = [(notice.subject, deputies) for notice, deputies in pigeon.sent if notice.kind == "reminder"]
    assert reminders == [("1 Sendung wartet", False), ("1 Sendung wartet", True)]


def test_nobody_is_reminded_when_nothing_waits(house: House) -> None:
    name = house.bulletin()
    house.person("Falk", "freigabe").approve(name)
    assert kinds(house, Pigeon()) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), []),  # 06:59 at the newsroom
        (datetime(2026, 11, 23, 6, 1, tzinfo=UTC), ["missing"]),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), []),  # a Sunday
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), []),  # a holiday, a Friday
    ],
)
def test_an_edition_that_did_not_come_is_missed_but_not_on_holidays(house: House, now: datetime, told: list[str]) -> None:
    house.clock.now = now
    assert kinds(house, Pigeon()) == told


def test_an_edition_that_came_is_not_missed(house: House) -> None:
    house.clock.now = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    house.bulletin()
    assert "missing" not in kinds(house, Pigeon())


def test_no_notice_holds_a_word_of_a_bulletin(house: House) -> None:
    house.bulletin()
    house.room.ledger.register("feed|x|2026-11-20", "drei", values.DAY)
    house.room.ledger.park("drei", "speak", "Die Stimme sagt: Geheimer Satz der Sendung.", "Neu starten.")
    pigeon = Pigeon()
    noticing.notify(house.room, (pigeon,))
    told = " ".join(f"{n.subject} {n.text} {n.link}" for n, _ in pigeon.sent)
    script = values.script()
    for secret in (*(s.headline for s in script.stories), "Neuhof", "Musterau", "Geheimer Satz"):
        assert secret not in told


def test_before_the_end_of_an_embargo_not_even_the_id_is_named(house: House) -> None:
    house.bulletin("2026-11-20-bruecke-wird-gesperrt", embargoed(datetime(2026, 11, 21, tzinfo=UTC)))
    house.room.ledger.register("feed|x|2026-11-20", "2026-11-20-geheimes-vorhaben", values.DAY)
    house.room.ledger.park("2026-11-20-geheimes-vorhaben", "write", "kaputt", "")
    pigeon = Pigeon()
    noticing.notify(house.room, (pigeon,))
    told = " ".join(f"{n.subject} {n.text} {n.link}" for n, _ in pigeon.sent)
    assert len(pigeon.sent) >= 2
    assert "bruecke" not in told
    assert "geheim" not in told


def test_a_channel_that_fails_is_tried_again_and_the_others_are_not_asked_twice(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.clock.now = datetime(2026, 11, 20, 5, tzinfo=UTC)
    house.bulletin()
    good, bad = Pigeon("good"), Pigeon("bad", tired=True)
    with caplog.at_level(logging.WARNING):
        assert noticing.notify(house.room, (good, bad)) == ("good:waits:2026-kw47",)
    assert "tired" in caplog.text
    bad.tired = False
    assert noticing.notify(house.room, (good, bad)) == ("bad:waits:2026-kw47",)
    assert (len(good.sent), len(bad.sent)) == (1, 1)


# ---------------------------------------------------------------- mail


def test_a_notice_arrives_by_mail_encrypted_and_with_a_login(tmp_path: Path) -> None:
    tls = certificate(tmp_path)
    with MailServer(tls, password="geheim") as server:
        to = replace(TO, smtp_host="localhost", smtp_port=server.port, smtp_user="newsreel")
        open_smtp(to, "Kreis kompakt", "geheim", str(tls[0])).send(NOTE, True)
    (mail,) = server.mails
    assert mail.to == ["redaktion@kreis.example", "vertretung@kreis.example"]
    assert (mail.encrypted, mail.user) == (True, "newsreel")
    assert mail.message["Subject"] == "[Kreis kompakt] 2026-kw47 wartet"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert "wartet auf die Prüfung" in mail.message.get_content()
    assert "https://desk.kreis.example/b/2026-kw47" in mail.message.get_content()


def test_deputies_get_only_what_is_meant_for_them() -> None:
    with MailServer() as server:
        to = replace(TO, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
        open_smtp(to, "K", "").send(NOTE, False)
    assert server.mails[0].to == ["redaktion@kreis.example"]


def test_a_mail_server_with_a_strange_certificate_gets_nothing(tmp_path: Path) -> None:
    with MailServer(certificate(tmp_path)) as server:
        to = replace(TO, smtp_host="localhost", smtp_port=server.port)
        with pytest.raises(TargetError):
            open_smtp(to, "K", "").send(NOTE, False)
    assert server.mails == []


@pytest.mark.parametrize("trouble", [{"refuse": ("redaktion@kreis.example",)}, {"down": True}])
def test_a_mail_that_was_not_taken_is_a_failure(trouble: dict[str, object]) -> None:
    with MailServer(**trouble) as server:  # type: ignore[arg-type]
        to = replace(TO, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
        with pytest.raises(TargetError) as wrong:
            open_smtp(to, "K", "").send(NOTE, False)
    assert isinstance(wrong.value.__cause__, smtplib.SMTPException)


def test_a_wrong_password_is_a_failure_that_does_not_tell_it(tmp_path: Path) -> None:
    tls = certificate(tmp_path)
    with MailServer(tls, password="geheim") as server:
        to = replace(TO, smtp_host="localhost", smtp_port=server.port, smtp_user="newsreel")
        with pytest.raises(TargetError) as wrong:
            open_smtp(to, "K", "falsch", str(tls[0])).send(NOTE, False)
    assert "falsch" not in str(wrong.value)


@pytest.mark.parametrize(
    "change",
    [{"to": ()}, {"sender": ""}, {"to": ("kein adressat",)}, {"to": ("a@b\nBcc: c@d",)}, {"smtp_security": "none"}],
)
def test_a_mail_configuration_that_cannot_work_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        open_smtp(replace(TO, smtp_host="mail.kreis.example", **change), "K", "")  # type: ignore[arg-type]


# ---------------------------------------------------------------- webhook


def taken(_asked: Asked) -> Answer:
    return 204, {}, b""


def test_a_notice_is_posted_with_a_signature() -> None:
    with Listener(taken) as server:
        open_webhook(f"{server.url}/haken", "geheim").send(NOTE, False)
    (asked,) = server.asked
    assert json.loads(asked.body)["text"] == NOTE.text
    wanted = hmac.new(b"geheim", asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["X-Newsreel-Signature"] == f"sha256={wanted}"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_say_yes_is_a_failure_and_no_redirect_is_followed(status: int) -> None:
    with Listener(taken) as elsewhere, Listener(lambda _: (status, {"Location": elsewhere.url}, b"")) as server:
        hook = open_webhook(server.url, "")
        with pytest.raises(TargetError, match=str(status)):
            hook.send(NOTE, False)
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "url", ["http://chat.example/x", "ftp://chat.example", "https://", "https://a:b@chat.example/x", "haken"]
)
def test_a_webhook_in_the_open_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        open_webhook(url, "")


def test_the_whole_way_from_an_edit_at_the_desk_to_the_webhook(tmp_path: Path) -> None:
    with Listener(taken) as server:

        def with_hook(plain: Settings) -> Settings:
            return replace(plain, notice=replace(TO, webhook=server.url, remind_at=()))

        with opened(tmp_path, change=with_hook) as house:
            name = house.bulletin()
            house.person("Falk", "freigabe").approve(name)
            house.person("Anna", "redaktion").edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
            wait_for_film(house, name)
            until = time.monotonic() + 5
            while not server.asked and time.monotonic() < until:
                time.sleep(0.01)
            told = [json.loads(asked.body)["kind"] for asked in server.asked]
    assert told == ["stale"]
