# SPDX-License-Identifier: EUPL-1.2
"""Several newsletters of one newsroom: what both bring is told once, and neither silences the other."""

from pathlib import Path

import pytest

from pipeline import producer
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.reliability import small_night

MARKET = """Der Wochenmarkt in Kleinau zieht am Samstag, 28. November, auf den Bahnhofplatz um.
Grund sind Bauarbeiten am Marktplatz. Er beginnt wie immer um 8 Uhr."""


@pytest.mark.parametrize(
    ("name", "title", "text", "told"),
    [
        ("17", "Wochenmarkt zieht um", MARKET, ["17"]),
        ("17", "Hallenbad öffnet wieder", "", []),
        ("https://kreis.example/17", "Wochenmarkt zieht um", MARKET, []),
    ],
    ids=["a number that two systems use", "the same message", "an address"],
)
def test_an_id_that_two_newsletters_use_hides_only_what_is_the_same(
    name: str, title: str, text: str, told: list[str], tmp_path: Path
) -> None:
    small_night.found(tmp_path / "town")
    feed = small_night.FEED.replace(">bad<", f">{name}<")
    (tmp_path / "town" / "feed.xml").write_text(feed, encoding="utf-8")
    head, item = feed.split("<item>")[:2]
    said = item.split("<description>")[1].split("</description>")[0]
    item = item.replace("Hallenbad öffnet wieder", title).replace(said, text or said)
    (tmp_path / "town" / "two.xml").write_text(f"{head}<item>{item}</channel></rss>", encoding="utf-8")
    config = tmp_path / "town" / "config.toml"
    more = '\n[[sources]]\nkind = "feed"\nurl = "two.xml"\n[script]'
    config.write_text(config.read_text(encoding="utf-8").replace("\n[script]", more, 1), encoding="utf-8")
    room = Newsroom(load(config), clock=lambda: small_night.NOW)
    night = producer.run(room, small_night.DAY, "plan")
    assert [left.item_id for left in night.left_out] == ([] if told else [name])
    (planned,) = [e.name for e in room.ledger.bulletins() if e.name.endswith("-two")] or [""]
    assert bool(planned) is bool(told)
    room.close()
