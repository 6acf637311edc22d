# SPDX-License-Identifier: EUPL-1.2
"""The sample newsletter says the same in all three forms, and what it says of dates and files is true."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

SAMPLE = Path(__file__).resolve().parents[2] / "assets" / "sample"
FORMS = ("feed.xml", "newsletter.eml", "newsletter.html")
EDITION_DAY = date(2026, 11, 20)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}
DATED = re.compile(rf"\b({'|'.join(WEEKDAYS)}), (\d{{1,2}})\. ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
MOST_PICTURE_BYTES = 250_000
Story = tuple[str, str, str]  # title, folded text, credit or ""


def folded(text: str) -> str:
    return " ".join(text.split())


def source_stories() -> list[Story]:
    """What items.toml says, read here without the generator."""
    entries = tomllib.loads((SAMPLE / "items.toml").read_text(encoding="utf-8"))["items"]
    plain = [re.sub(r"(?m)^(## |- )", "", entry["text"]) for entry in entries]
    lines = [entry.get("picture", {}).get("credit", "") for entry in entries]
    return [(e["title"], folded(text), credit) for e, text, credit in zip(entries, plain, lines, strict=True)]


def block_text(nodes: list[LexborNode]) -> str:
    return folded(" ".join(node.text() for node in nodes))


def feed_stories() -> list[Story]:
    stories = []
    for item in ET.parse(SAMPLE / "feed.xml").getroot().iter("item"):  # noqa: S314 - our own file
        body = LexborHTMLParser(item.findtext("content:encoded", "", SPACES)).body
        assert body is not None
        credit = item.findtext("media:content/media:credit", "", SPACES)
        stories.append((item.findtext("title", ""), block_text(body.css("p, h3, li")), credit))
    return stories


def mail() -> EmailMessage:
    message = email.message_from_bytes((SAMPLE / "newsletter.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def mail_html() -> LexborHTMLParser:
    part = mail().get_body(("html",))
    assert part is not None
    return LexborHTMLParser(part.get_content())


def mail_stories() -> list[Story]:
    stories = []
    for title in mail_html().css("h2"):
        table = title
        while table.tag != "table":
            assert table.parent is not None
            table = table.parent
        lines = [cell.text() for cell in table.css("td") if "Illustration:" in cell.text()]
        credit = "Illustration:" + lines[0].split("Illustration:")[1] if lines else ""
        stories.append((title.text(), block_text(table.css("td > p, td > h3, td li")), credit))
    return stories


def page_stories() -> list[Story]:
    tree = LexborHTMLParser((SAMPLE / "newsletter.html").read_text(encoding="utf-8"))
    stories = []
    for article in tree.css("article"):
        title, credit = article.css_first("h2"), article.css_first("figcaption .copyright")
        assert title is not None
        body = article.css(".news-entry__text > p, .news-entry__text > h3, .news-entry__text li")
        stories.append((title.text(), block_text(body), credit.text() if credit else ""))
    return stories


@pytest.mark.parametrize("read", [feed_stories, mail_stories, page_stories])
def test_each_form_gives_the_eight_items_with_equal_titles_texts_and_credits(read) -> None:  # type: ignore[no-untyped-def]
    stories = read()
    assert len(stories) == 8
    assert stories == source_stories()


def test_the_plain_part_of_the_mail_holds_every_text_too() -> None:
    part = mail().get_body(("plain",))
    assert part is not None
    text = folded(re.sub(r"(?m)^- ", "", part.get_content()))
    for title, body, _ in source_stories():
        assert title in text
        assert body in text


def test_texts_have_between_150_and_400_words() -> None:
    for title, text, _ in source_stories():
        assert 150 <= len(text.split()) <= 400, title


@pytest.mark.parametrize("form", ["items.toml", *FORMS])
def test_every_weekday_fits_its_date(form: str) -> None:
    text = (SAMPLE / form).read_text(encoding="utf-8")
    if form.endswith(".eml"):
        text = mail_html().html or ""
    found = DATED.findall(text)
    assert len(found) >= 20
    for weekday, day, month, year in found:
        when = date(int(year or EDITION_DAY.year), MONTHS.index(month) + 1, int(day))
        assert WEEKDAYS[when.weekday()] == weekday, f"{weekday}, {when}"


def test_one_item_is_under_embargo_one_is_over_and_one_repeats_another() -> None:
    texts = {title: text for title, text, _ in source_stories()}
    assert [t for t, text in texts.items() if text.startswith("Sperrfrist: 25. November 2026, 10 Uhr")] == [
        "Kreiskultursommer 2027: 34 Veranstaltungen an 19 Orten"
    ]
    over = []
    for title, text in texts.items():
        days = [date(int(y or 2026), MONTHS.index(m) + 1, int(d)) for _, d, m, y in DATED.findall(text)]
        if days and max(days) < EDITION_DAY:
            over.append(title)
    assert over == ["Kreis sucht Bauingenieurin oder Bauingenieur: Jobabend am 18. November"]
    first = texts["Brücke an der K 12 ab 30. November voll gesperrt"]
    again = texts["Erlebrücke an der K 12: Vollsperrung ab 30. November"]
    sentences = [sentence for sentence in re.split(r"(?<=[a-z.])\. ", again) if len(sentence) > 30]
    assert sum(sentence in first for sentence in sentences) >= 0.8 * len(sentences)
    assert first != again


def test_only_invented_addresses_and_phone_numbers_stand_in_the_forms() -> None:
    body = (SAMPLE / "items.toml").read_text(encoding="utf-8")
    for host in re.findall(r"https?://([\w.-]+)|@([\w.-]+\w)", body):
        assert "".join(host).rstrip(".").endswith(".example"), host
    numbers = re.findall(r"(?:Tel\.|Telefon|Bürgertelefon geschaltet:) ([\d -]+\d)", body)
    assert len(numbers) >= 8
    assert all(re.fullmatch(r"069 90009-\d{3}", number) for number in numbers)


def test_six_pictures_are_there_small_enough_and_named_by_feed_and_page() -> None:
    feed = ET.parse(SAMPLE / "feed.xml").getroot()  # noqa: S314 - our own file
    urls = [enclosure.attrib["url"] for enclosure in feed.iter("enclosure")]
    assert len(urls) == 6
    page = (SAMPLE / "newsletter.html").read_text(encoding="utf-8")
    for url in urls:
        path = SAMPLE / url
        assert path.stat().st_size <= MOST_PICTURE_BYTES
        with Image.open(path) as picture:
            assert min(picture.size) >= 1000
            assert picture.format == "JPEG"
        assert f'<img src="{url}"' in page
    portraits = [url for url in urls if Image.open(SAMPLE / url).height > Image.open(SAMPLE / url).width]
    assert len(portraits) == 1


def test_the_mail_carries_each_picture_inline_under_the_name_its_html_uses() -> None:
    inline = {part["Content-ID"].strip("<>"): part for part in mail().walk() if part.get_content_type() == "image/jpeg"}
    used = {(image.attributes["src"] or "").removeprefix("cid:") for image in mail_html().css('img[src^="cid:"]')}
    assert set(inline) == used
    for part in inline.values():
        name = part.get_filename()
        assert name is not None
        assert part.get_content() == (SAMPLE / "pictures" / name).read_bytes()


def test_feed_mail_and_page_are_dated() -> None:
    days = [item.findtext("pubDate", "") for item in ET.parse(SAMPLE / "feed.xml").getroot().iter("item")]  # noqa: S314
    stamps = [datetime.strptime(day, "%a, %d %b %Y %H:%M:%S %z") for day in days]
    assert stamps == sorted(stamps, reverse=True)
    assert all(0 <= (EDITION_DAY - stamp.date()).days <= 7 for stamp in stamps)
    assert mail()["Date"].datetime.date() == EDITION_DAY
    assert "Newsletter vom Freitag, 20. November 2026" in (SAMPLE / "newsletter.html").read_text(encoding="utf-8")


def test_the_generator_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLE / "make_sample.py", "--into", tmp_path], check=True)
    for form in FORMS:
        assert (tmp_path / form).read_bytes() == (SAMPLE / form).read_bytes(), form
