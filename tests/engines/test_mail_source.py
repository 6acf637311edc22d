# SPDX-License-Identifier: EUPL-1.2
import io
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from time import process_time

import pytest
from PIL import Image

from pipeline.engines.fetch import Fetcher
from pipeline.engines.mail_source import mail_source
from pipeline.errors import SourceError
from pipeline.ports import Gathered
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.shelf import MemoryShelf

DAY = date(2026, 11, 20)
HERE = Path(__file__).parent / "newsletters"


def gather(url: str, folder: Path, day: date = DAY) -> Gathered:
    return mail_source(SourceSettings("mail", url), folder, 7, Fetcher(FetchSettings(deadline_seconds=1))).gather(
        day, MemoryShelf()
    )


def mail(html: str = "", plain: str = "", sent: str = "Fri, 20 Nov 2026 06:30:00 +0100", number: int = 1) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Kreisbrief Musterau: Neues im Überblick"
    made["From"] = "Pressestelle <presse@kreis-musterau.example>"
    made["Message-ID"] = f"<{number}@kreis-musterau.example>"
    if sent:
        made["Date"] = sent
    made.set_content(plain or "Bitte die HTML-Fassung lesen.")
    if html:
        made.add_alternative(html, subtype="html")
    return made


def newsletter(*messages: str) -> str:
    told = "".join(
        f"<h2>{title}</h2><p>{title}: Der Kreis Musterau teilt heute mit, was sich nun ändert.</p>" for title in messages
    )
    return f"<html><body><h1>Kreisbrief</h1>{told}<p>Newsletter abbestellen</p></body></html>"


def test_a_mail_is_an_edition_of_its_own_day_and_week(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(bytes(mail(newsletter("Neue Brücke", "Neue Schule"))))
    (edition,) = gather("a.eml", tmp_path, date(2026, 11, 23)).editions
    assert (edition.id, edition.day, edition.title) == ("2026-kw47", DAY, "Kreisbrief Musterau: Neues im Überblick")
    assert [(i.title, i.published) for i in edition.items] == [("Neue Brücke", DAY), ("Neue Schule", DAY)]
    assert all(i.text.endswith("was sich nun ändert.") for i in edition.items)


def test_counted_links_become_the_true_ones(tmp_path: Path) -> None:
    html = (HERE / "cleverreach.html").read_text(encoding="utf-8")
    (tmp_path / "a.eml").write_bytes(bytes(mail(html)))
    (edition,) = gather("a.eml", tmp_path).editions
    assert [i.link for i in edition.items] == [
        "https://www.kreis-musterau.example/impfbus?utm_source=nl",
        "https://www.kreis-musterau.example/radweg",
        "https://www.kreis-musterau.example/ferienpass",
    ]
    assert edition.items[0].id == "https://www.kreis-musterau.example/impfbus"


def test_a_mail_without_html_is_read_from_its_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(bytes(mail(plain=(HERE / "plain.txt").read_text(encoding="utf-8"))))
    (edition,) = gather("a.eml", tmp_path).editions
    assert [i.title for i in edition.items] == ["Hallenbad öffnet wieder", "Glasfaser für Seeburg-Süd"]


def test_pictures_inside_the_mail_are_kept(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480)).save(out, "JPEG")
    image = '<img src="cid:b1@kreis" width="600" alt="Die Brücke"><p>Foto: A. Adler</p>'
    text = "<p>Die neue Brücke ist fertig und wird am Montag für den Verkehr freigegeben, sagt der Kreis.</p>"
    made = mail(f"<h2>Neue Brücke</h2>{image}{text}<h2>Neue Schule</h2>{text}")
    html = made.get_payload()[1]
    html.add_related(out.getvalue(), "image", "jpeg", cid="<b1@kreis>")
    (tmp_path / "a.eml").write_bytes(bytes(made))
    (edition,) = gather("a.eml", tmp_path).editions
    picture = edition.items[0].picture
    assert picture is not None
    assert (picture.width, picture.credit, picture.alt) == (640, "Foto: A. Adler", "Die Brücke")
    assert edition.items[1].picture is None
    assert "Adler" not in edition.items[0].text


def test_an_mbox_and_a_maildir_give_one_edition_per_mail_oldest_first(tmp_path: Path) -> None:
    sent = ("Fri, 20 Nov 2026 06:30:00 +0100", "Tue, 17 Nov 2026 06:30:00 +0100", "Fri, 2 Oct 2026 06:30:00 +0200")
    mails = [bytes(mail(newsletter(f"Erstes {n}", f"Zweites {n}"), sent=day, number=n)) for n, day in enumerate(sent)]
    (tmp_path / "box").write_bytes(b"".join(b"From presse Fri Nov 20 06:30:00 2026\n" + m + b"\n" for m in (*mails, mails[0])))
    (tmp_path / "dir" / "cur").mkdir(parents=True)
    (tmp_path / "dir" / "new").mkdir()
    for n, content in enumerate(mails):
        (tmp_path / "dir" / ("new" if n else "cur") / f"{n}.host:2,S").write_bytes(content)
    for place in ("box", "dir"):
        got = gather(place, tmp_path)
        assert [e.items[0].title for e in got.editions] == ["Erstes 1", "Erstes 0"], place
        assert [f.code for f in got.findings] == ["edition-outside-window"]


def test_a_damaged_mail_is_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"\x00\xff\xfe not a mail at all")
    (tmp_path / "2.eml").write_bytes(bytes(mail(newsletter("A", "B"), sent="")))
    (tmp_path / "3.eml").write_bytes(bytes(mail(newsletter("Neue Brücke", "Neue Schule"))))
    (tmp_path / "4.eml").write_bytes(bytes(mail(plain="Ich bin bis Montag nicht im Büro.", number=4)))
    got = gather(".", tmp_path)
    assert len(got.editions) == 1
    assert sorted(f.code for f in got.findings) == ["mail-broken", "mail-broken", "mail-without-items"]


@pytest.mark.parametrize(
    "headers", [b"Content-Type: text/html; charset=klingon\n", b"Content-Type: multipart/mixed\n", b"Subject: =?x?q?=\n"]
)
def test_malformed_mails_raise_nothing_but_source_errors(headers: bytes, tmp_path: Path) -> None:
    body = b"Date: Fri, 20 Nov 2026 06:30:00 +0100\nFrom: <<>>@\nMessage-ID: <<x\n" + headers + b"\n<h2>A\xff</h2>"
    (tmp_path / "a.eml").write_bytes(body)
    with pytest.raises(SourceError, match="No messages"):
        gather("a.eml", tmp_path)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain; " + b"x=1 " * 30_000,
        b"From: " + b"(" * 50_000,
        b"To: " + b"a: " * 50_000,
        b"Content-Type: multipart/mixed" + b"boundary=" * 12_000,
    ],
)
def test_headers_of_bad_faith_are_read_in_a_moment(header: bytes, tmp_path: Path) -> None:
    """Found by fuzzing: the standard library took 6 s for some, and followed brackets deeper than Python goes."""
    whole = b"\n".join((header, bytes(mail(newsletter("Neue Brücke", "Neue Schule")))))
    (tmp_path / "a.eml").write_bytes(whole)
    begun = process_time()
    with suppress(SourceError):
        gather("a.eml", tmp_path)
    assert process_time() - begun < 3


def test_an_empty_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no mails"):
        gather(".", tmp_path)
    with pytest.raises(SourceError, match="no file"):
        gather("nothing.eml", tmp_path)
