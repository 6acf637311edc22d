# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.fetch import Fetcher
from pipeline.engines.page_source import page_source
from pipeline.errors import SourceError
from pipeline.ports import Gathered
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.shelf import MemoryShelf
from tests.doubles.web import Web, page

DAY = date(2026, 11, 20)
HERE = Path(__file__).parent / "newsletters"


def gather(url: str, folder: Path = HERE, day: date = DAY) -> Gathered:
    fetch = Fetcher(FetchSettings(allow_private_hosts=("127.0.0.1",), deadline_seconds=2))
    return page_source(SourceSettings("page", url), folder, 7, fetch).gather(day, MemoryShelf())


def test_a_newsletter_page_is_the_edition_of_the_day_that_it_states() -> None:
    (edition,) = gather("wordpress.html", day=date(2026, 11, 24)).editions
    assert (edition.id, edition.day, edition.title) == ("2026-kw47", DAY, "Newsletter vom 20. November 2026")
    assert len(edition.items) == 3
    assert len({item.id for item in edition.items}) == 3


def test_an_old_newsletter_page_gives_no_edition_but_says_why() -> None:
    got = gather("wordpress.html", day=date(2026, 12, 24))
    assert (got.editions, [f.code for f in got.findings]) == ((), ["edition-outside-window"])


def test_a_list_page_brings_the_full_articles_of_the_last_days_and_leaves_the_old_ones_alone() -> None:
    markup = (HERE / "typo3.html").read_text(encoding="utf-8")
    lead = "Die Feuerwehr Waldstein hat eine neue Drehleiter. Das Fahrzeug kostet 890.000 Euro und ersetzt eine alte Leiter."
    more = "Die Leiter ist 30 Meter lang. Sie kommt in der Altstadt zum Einsatz, wo die Gassen eng sind und die Häuser hoch."
    article = f"<html><body><main><h1>Feuerwehr bekommt Drehleiter</h1><p>{lead}</p><p>{more}</p></main></body></html>"
    with Web({"/liste": page(markup.encode()), "/aktuelles/presse/detail/drehleiter": page(article.encode())}) as web:
        got = gather(web.url + "/liste")
    (edition,) = got.editions
    assert edition.day == DAY
    assert [item.title for item in edition.items] == ["Feuerwehr bekommt Drehleiter", "Kreisarchiv zieht um"]
    assert edition.items[0].text.endswith("die Häuser hoch.")
    assert edition.items[1].text == "Das Kreisarchiv Waldstein zieht im Dezember in die alte Molkerei."
    assert "text-cut" in [f.code for f in edition.findings]
    assert [f.code for f in got.findings] == ["items-outside-window"]
    assert not [path for path, _ in web.asked if "sommerfest" in path]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "No messages"),
        (b"<html><body><p>Diese Seite wird gerade gewartet.</p></body></html>", "No messages"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "is a feed"),
        (b"\xff\xd8\xff\xe0 binary", "No messages"),
    ],
)
def test_what_is_no_newsletter_page_is_named_with_a_hint(body: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(body)
    with pytest.raises(SourceError, match=said) as wrong:
        gather("page.html", tmp_path)
    assert wrong.value.hint


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1252", "utf-8"])
def test_umlauts_survive_every_usual_encoding(name: str, tmp_path: Path) -> None:
    text = "Über die Größe der Brücke entscheidet der Kreis im Frühjahr, sagt die Behörde am Dienstag."
    markup = f'<meta charset="{name}"><h2>Größere Brücke</h2><p>{text}</p><h2>Schöne Straße</h2><p>{text}</p>'
    (tmp_path / "page.html").write_bytes(markup.encode(name))
    (edition,) = gather("page.html", tmp_path).editions
    assert [(item.title, item.text) for item in edition.items] == [("Größere Brücke", text), ("Schöne Straße", text)]
