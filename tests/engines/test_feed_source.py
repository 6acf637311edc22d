# SPDX-License-Identifier: EUPL-1.2
import io
from datetime import date, datetime
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.errors import SourceError
from pipeline.model import Edition
from pipeline.ports import Gathered
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.shelf import MemoryShelf
from tests.doubles.web import Web, page

DAY = date(2026, 11, 20)
LONG = "Der Kreis Musterau baut eine neue Brücke über die Aue. Sie kostet 2,1 Mio. Euro und ist 40 Meter lang."


def rss(*items: str, title: str = "Kreis Musterau") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>{title}</title><language>de</language>'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(
    title: str = "Neue Brücke", text: str = LONG, day: str = "Thu, 19 Nov 2026 10:00:00 +0100", more: str = "", link: str = ""
) -> str:
    link = link or f"https://www.musterau.example/{crc32(title.encode())}"
    return (
        f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>"
        f"<description><![CDATA[{text}]]></description>{more}</item>"
    )


def gather(body: bytes | str, folder: Path, day: date = DAY, fetch: Fetcher | None = None) -> Gathered:
    url = body if isinstance(body, str) else "feed.xml"
    if isinstance(body, bytes):
        (folder / "feed.xml").write_bytes(body)
    fetch = fetch or Fetcher(FetchSettings(allow_private_hosts=("127.0.0.1",), deadline_seconds=2))
    return feed_source(SourceSettings("feed", url), folder, 7, fetch).gather(day, MemoryShelf())


def edition(body: bytes | str, folder: Path, day: date = DAY) -> Edition:
    (only,) = gather(body, folder, day).editions
    return only


def test_an_rss_feed_is_the_edition_of_its_week(tmp_path: Path) -> None:
    made = edition(rss(item()), tmp_path)
    assert (made.id, made.title, made.day, made.source) == ("2026-kw47", "Kreis Musterau", DAY, "feed")
    (only,) = made.items
    assert (only.title, only.text, only.published) == ("Neue Brücke", LONG, date(2026, 11, 19))


def test_atom_and_json_feed_give_the_same_items_as_rss(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Kreis</title><id>urn:1</id><entry>'
        "<title>Neue Brücke</title>"
        '<id>urn:2</id><link href="https://www.musterau.example/b"/><updated>2026-11-19T10:00:00+01:00</updated>'
        f'<content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content></entry></feed>'
    ).encode()
    json = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Kreis", "items": [{"id": "urn:2", "title": "Neue Brücke", '
        f'"url": "https://www.musterau.example/b", "date_published": "2026-11-19T10:00:00+01:00", '
        f'"content_html": "<p>{LONG}</p>"}}]}}'
    ).encode()
    one, other = edition(atom, tmp_path).items[0], edition(json, tmp_path).items[0]
    assert one == other
    assert (one.id, one.text, one.published) == ("urn:2", LONG, date(2026, 11, 19))


def test_only_what_came_in_the_days_before_counts_and_nothing_later(tmp_path: Path) -> None:
    days = ("Fri, 13 Nov 2026 09:00:00 +0100", "Thu, 12 Nov 2026 09:00:00 +0100", "Sat, 21 Nov 2026 09:00:00 +0100")
    made = edition(rss(*(item(f"Meldung {n}", day=day) for n, day in enumerate(days))), tmp_path)
    assert [i.title for i in made.items] == ["Meldung 0"]
    assert [f.code for f in made.findings] == ["items-outside-window"]


def test_a_day_is_that_of_the_newsroom_and_not_that_of_greenwich(tmp_path: Path) -> None:
    made = edition(rss(item(day="Thu, 19 Nov 2026 23:30:00 GMT")), tmp_path)
    assert made.items[0].published == date(2026, 11, 20)


def test_titles_are_cleaned_of_everything_that_a_reader_does_not_see(tmp_path: Path) -> None:
    dirty = "&lt;script&gt;alert(1)&lt;/script&gt;Br\u00fc\u200bcke &amp;amp; <![CDATA[<b>Weg</b>]]>"
    dirty += "\u202e gesperrt\u00ad  ab\u00a0morgen"
    (only,) = edition(rss(item(dirty)), tmp_path).items
    assert only.title == "Brücke & Weg gesperrt ab morgen"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://user:pw@host.example/"]
)
def test_only_web_links_are_kept(link: str, tmp_path: Path) -> None:
    (only,) = edition(rss(item(link=link)), tmp_path).items
    assert only.link == ""


def test_full_content_wins_over_the_description(tmp_path: Path) -> None:
    html = f"<p>{LONG}</p><h3>Zeitplan</h3><ul><li>Start im März</li><li>Ende im Juni</li></ul>"
    full = f"<content:encoded><![CDATA[{html}]]></content:encoded>"
    (only,) = edition(rss(item(text="Kurz gesagt …", more=full)), tmp_path).items
    assert only.text.split("\n\n") == [LONG, "Zeitplan", "Start im März", "Ende im Juni"]


def test_a_footer_that_stands_in_every_item_is_cut(tmp_path: Path) -> None:
    footer = '<br><hr><p><small>Alle Meldungen immer unter: <a href="https://x.example/">https://x.example/</a></small></p>'
    made = edition(rss(*(item(f"Meldung {n}", f"Satz Nummer {n} steht hier.{footer}") for n in range(6))), tmp_path)
    assert [i.text for i in made.items] == [f"Satz Nummer {n} steht hier." for n in range(6)]


def test_an_identity_is_the_guid_else_the_link_without_counters_else_a_hash(tmp_path: Path) -> None:
    link = "https://www.musterau.example/a?id=7&utm_source=rss#top"
    bare = "<item><title>Ohne alles</title><description>Ein Satz steht hier.</description></item>"
    made = edition(rss(item(more="<guid>tag:7</guid>"), item("Zwei", link=link), bare), tmp_path)
    assert [i.id for i in made.items][:2] == ["tag:7", "https://www.musterau.example/a?id=7"]
    assert len(made.items[2].id) == 16


def test_the_same_identity_twice_is_one_item(tmp_path: Path) -> None:
    made = edition(rss(item(more="<guid>1</guid>"), item("Anders", more="<guid>1</guid>")), tmp_path)
    assert [i.title for i in made.items] == ["Neue Brücke"]
    assert [f.code for f in made.findings] == ["item-twice"]


def test_a_broken_item_becomes_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    made = edition(rss("<item><pubDate>gestern</pubDate></item>", item()), tmp_path)
    assert [i.title for i in made.items] == ["Neue Brücke"]
    assert [f.code for f in made.findings] == ["item-broken"]


def test_a_feed_with_broken_xml_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    made = edition(rss(item(), item("Zweite")).replace(b"<title>Zweite", b"<title>Zweite & < Dritte"), tmp_path)
    assert made.items[0].title == "Neue Brücke"
    assert "feed-not-well-formed" in [f.code for f in made.findings]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (rss(), "no messages"),
        (b"<!DOCTYPE html><html><body><h1>Presse</h1></body></html>", "web page"),
        (b"<?xml version='1.0'?><catalog><book/></catalog>", "no RSS"),
        (b"just words", "no RSS"),
        (b'{"items": []}', "no JSON Feed"),
        (b"{broken", "JSON"),
    ],
)
def test_what_is_no_feed_is_named_with_a_hint(body: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=said) as wrong:
        gather(body, tmp_path)
    assert wrong.value.hint


def test_a_feed_of_more_messages_than_anyone_writes_is_refused_with_their_number(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds 15,001 messages; at most 15,000") as refused:
        gather(rss("<ITEM ><title>T</title></ITEM ><media:item/>" * 7_500, "<item/>"), tmp_path)
    assert "webmaster" in refused.value.hint


def test_a_file_that_is_missing_and_a_scheme_that_is_none_are_named(tmp_path: Path) -> None:
    for url, said in (("nothing.xml", "no file"), ("ftp://x.example/feed", "neither")):
        with pytest.raises(SourceError, match=said):
            gather(url, tmp_path)


def test_an_embargo_is_read_and_its_line_is_cut(tmp_path: Path) -> None:
    text = f"<p>Sperrfrist: 25. November 2026, 10 Uhr</p><p>{LONG}</p>"
    (only,) = edition(rss(item(text=text)), tmp_path).items
    assert only.embargo == datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert only.text == LONG


def jpeg(size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "JPEG")
    return out.getvalue()


def test_a_picture_beside_the_feed_file_is_kept_with_credit_and_alternative_text(tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "b.jpg").write_bytes(jpeg())
    media = (
        '<media:content url="bilder/b.jpg" type="image/jpeg" medium="image"><media:description type="plain">Eine Brücke'
        "</media:description><media:credit>Foto: A. Adler</media:credit></media:content>"
    )
    (only,) = edition(rss(item(more=media)), tmp_path).items
    assert only.picture is not None
    assert (only.picture.width, only.picture.credit, only.picture.alt) == (640, "Foto: A. Adler", "Eine Brücke")
    assert only.text == LONG


@pytest.mark.parametrize(
    "src", ["../outside.jpg", "/etc/passwd", "file:///etc/passwd", "missing.jpg", "feed.xml", "http://10.0.0.1/a.jpg"]
)
def test_a_picture_from_elsewhere_or_none_at_all_is_a_finding_and_no_failure(src: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside.jpg").write_bytes(jpeg())
    made = edition(rss(item(more=f'<enclosure url="{src}" type="image/jpeg" length="1"/>')), tmp_path / "in")
    assert made.items[0].picture is None
    assert [f.code for f in made.findings] == ["picture-missing"]


ARTICLE = (
    "<html><head><title>Brücke</title></head><body><nav><a href='/'>Start</a></nav><main><article><h1>Neue Brücke</h1>"
    "<img src='/b.jpg' alt='Die Brücke'><p>{lead}</p><p>Der Bau beginnt im März und dauert ein Jahr. Die Umleitung führt über "
    "Neuhof und Altenau, der Umweg ist drei Kilometer lang.</p><p>Den Auftrag hat eine Firma aus der Region bekommen, die "
    "schon die Schleuse gebaut hat.</p></article></main><footer>Impressum</footer></body></html>"
)


def test_the_full_article_is_fetched_where_a_feed_only_carries_a_teaser() -> None:
    with Web({"/b": page(ARTICLE.format(lead=LONG).encode()), "/b.jpg": page(jpeg(), "image/jpeg")}) as web:
        web.answers["/feed"] = page(rss(item(text=LONG[:60] + " ...", link=web.url + "/b")), "application/rss+xml")
        made = edition(web.url + "/feed", Path("/"))
    (only,) = made.items
    assert only.text.startswith(LONG)
    assert only.text.endswith("Schleuse gebaut hat.")
    assert "Impressum" not in only.text
    assert only.picture is not None
    assert made.findings == ()


def test_a_teaser_whose_article_cannot_be_had_is_cut_back_to_whole_sentences() -> None:
    with Web({}) as web:
        web.answers["/feed"] = page(rss(item(text=f"{LONG} Die Arbeiten machen eine ...", link=web.url + "/gone")))
        made = edition(web.url + "/feed", Path("/"))
    assert made.items[0].text == LONG
    assert [f.code for f in made.findings] == ["text-cut"]
    assert "404" in made.findings[0].message


def test_another_page_behind_the_link_is_not_taken_for_the_article() -> None:
    other = "<html><body><main><h1>Cookies</h1>" + "<p>Wir verwenden Cookies, um die Seite zu verbessern und zu messen.</p>" * 9
    with Web({"/b": page(other.encode())}) as web:
        web.answers["/feed"] = page(rss(item(text=f"{LONG} Die Arbeiten …", link=web.url + "/b")))
        made = edition(web.url + "/feed", Path("/"))
    assert made.items[0].text == LONG


def test_a_dead_host_is_asked_twice_and_old_teasers_are_not_fetched_at_all() -> None:
    days = [f"Thu, {n} Nov 2026 10:00:00 +0100" for n in (5, 15, 16, 17, 18, 19)]
    with Web({"/m": page(b"", status=503)}) as web:
        items = [item(f"Meldung {n}", f"Satz {n}. Und dann …", day, link=f"{web.url}/m?{n}") for n, day in enumerate(days)]
        web.answers["/feed"] = page(rss(*items))
        made = edition(web.url + "/feed", Path("/"))
    assert len(made.items) == 5
    assert len([path for path, _ in web.asked if path.startswith("/m")]) == 2
    assert [f.code for f in made.findings].count("text-cut") == 5
