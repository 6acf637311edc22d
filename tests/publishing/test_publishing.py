# SPDX-License-Identifier: EUPL-1.2
"""From an approved bulletin to what readers and programs find at the targets, and back."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from pipeline import publishing, release, review, webpages
from pipeline.delivery.structured import VIDEO_REQUIRED
from pipeline.engines.folder_target import FolderTarget
from pipeline.engines.live_page import check_page
from pipeline.errors import TargetError
from pipeline.model import Package, Script
from pipeline.ports import Receipt, Shelf, Target
from pipeline.settings import TargetSettings
from pipeline.studio import MACHINE
from tests.desk.newsroom import House, opened, package_of
from tests.doubles import values
from tests.doubles.folder_server import folder_server

BASE = "https://kreis.example/video"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        made.room.settings = replace(made.room.settings, targets=(TargetSettings("folder", "public", "web", BASE),))
        made.room.cast.settings = made.room.settings
        yield made


def public(house: House) -> Path:
    return house.room.settings.path("public")


def published(house: House) -> str:
    name = house.bulletin()
    review.approve(house.room, name, "Falk")
    assert [d.problem for d in release.publish(house.room, name)] == [""]
    return name


def corrected(house: House, name: str, words: str) -> None:
    """Note a correction, then make and approve another version with other words."""
    review.correct(house.room, name, "Falk", "Die Sperrung beginnt am Dienstag.")
    script = house.room.script(name)
    assert script is not None
    first = replace(script.stories[0].sentences[0], text=words)
    story = replace(script.stories[0], sentences=(first, *script.stories[0].sentences[1:]))
    changed: Script = replace(script, stories=(story, *script.stories[1:]))
    house.room.ledger.set_head(name, "script", house.room.store.put_value(changed), "Anna")
    made = package_of(house.room, changed)
    house.room.ledger.set_head(name, "package", house.room.store.put_value(made), MACHINE)
    review.approve(house.room, name, "Falk")


def test_feeds_overview_and_structured_data_name_what_stands(house: House) -> None:
    name = published(house)
    feed = feedparser.parse((public(house) / "feed.xml").read_bytes())
    assert (feed.bozo, len(feed.entries)) == (False, 1)
    assert feed.entries[0].link == f"{BASE}/{name}/index.html"
    assert feed.entries[0].media_content[0]["type"] == "video/mp4"
    assert (public(house) / feed.entries[0].media_content[0]["url"].removeprefix(f"{BASE}/")).exists()
    items = json.loads((public(house) / "feed.json").read_text())
    assert items["version"] == "https://jsonfeed.org/version/1.1"
    assert (public(house) / items["items"][0]["attachments"][0]["url"].removeprefix(f"{BASE}/")).exists()
    sitemap = ElementTree.fromstring((public(house) / "sitemap.xml").read_bytes())  # noqa: S314 - our own
    assert len(list(sitemap)) == 1
    page = (public(house) / name / "index.html").read_text()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert all(data[key] for key in VIDEO_REQUIRED)
    assert data["@type"] == "VideoObject"
    assert json.loads((public(house) / name / "oembed.json").read_text())["version"] == "1.0"
    assert "KI" in (public(house) / "index.html").read_text()
    assert (public(house) / "latest" / "embed.html").read_bytes() == (public(house) / name / "embed.html").read_bytes()


def test_a_dry_run_names_what_a_publication_then_sends(house: House) -> None:
    name = house.bulletin()
    review.approve(house.room, name, "Falk")
    ((_, paths, problem),) = release.would_send(house.room, name)
    assert problem == ""
    assert not public(house).exists()
    release.publish(house.room, name)
    folder = public(house)
    stands = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not p.is_relative_to(folder / "s")}
    assert set(paths) <= stands | {f"{name}/{page.name}" for page in (folder / name).iterdir()}
    assert {"index.html", "latest/embed.html", "feed.xml", "feed.json", "sitemap.xml", f"{name}/embed.html"} <= set(paths)


def test_publishing_again_without_a_change_sends_nothing(house: House) -> None:
    name = published(house)
    assert release.would_send(house.room, name) == (("web", (), ""),)
    assert [d.sent for d in release.publish(house.room, name)] == [0]


def test_a_corrected_version_appears_at_the_same_embed_and_the_old_one_stays_readable(house: House) -> None:
    name = published(house)
    link = public(house) / name / "embed.html"
    before = link.read_text()
    corrected(house, name, "Die Brücke an der K 12 wird ab Dienstag, 1. Dezember, voll gesperrt.")
    release.publish(house.room, name)
    after = link.read_text()
    films = [page.split('<source src="../')[1].split('"')[0] for page in (before, after)]
    assert films[0] != films[1]
    assert all((public(house) / film).exists() for film in films)
    assert "Berichtigung vom 20. November 2026" in after
    assert "Die Sperrung beginnt am Dienstag." in (public(house) / "corrections.html").read_text()
    assert "Berichtigung vom 20.11.2026" in (public(house) / "feed.xml").read_text()


def test_taking_back_empties_feeds_and_overview_and_removes_every_version_poster_and_film(house: House) -> None:
    name = published(house)
    release.retract(house.room, name, "Falsche Angaben", "Falk")
    left = sorted(p.name for p in public(house).rglob("*") if p.is_file() and name in p.as_posix())
    assert set(left) == {"embed.html", "index.html", "transcript.html", "retracted.html"}
    assert "noindex" in (public(house) / name / "embed.html").read_text()
    assert feedparser.parse((public(house) / "feed.xml").read_bytes()).entries == []
    assert "Zurückgezogen." in (public(house) / "corrections.html").read_text()
    assert "keine Sendung" in (public(house) / "latest" / "embed.html").read_text()


def test_uploads_made_by_hand_become_to_dos_when_a_bulletin_changes_or_goes(house: House) -> None:
    name = published(house)
    publishing.uploaded(house.room, name, "youtube", "https://youtu.be/x", False)
    assert [d.target for d in release.publish(house.room, name)] == ["web"]
    corrected(house, name, "Die Brücke an der K 12 wird ab Dienstag, 1. Dezember, voll gesperrt.")
    assert "replace it" in release.publish(house.room, name)[-1].problem
    assert "take it down" in release.retract(house.room, name, "Falsche Angaben", "Falk")[-1].problem
    publishing.uploaded(house.room, name, "youtube", "", True)
    assert publishing.by_hand(house.room, name, "") == ()


class Stuck:
    """A target that is down, or never answers."""

    def __init__(self, name: str, seconds: float = 0.0) -> None:
        self.name, self.address, self.seconds = name, "", seconds

    def _fail(self) -> Receipt:
        time.sleep(self.seconds)
        raise TargetError(f"{self.name}: the host cannot be reached.")

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: tuple[tuple[str, bytes], ...] = ()) -> Receipt:
        return self._fail()

    def announce(self, pages: tuple[tuple[str, bytes], ...]) -> Receipt:
        return self._fail()

    def changes(
        self, bulletin: str, package: Package, shelf: Shelf, pages: tuple[tuple[str, bytes], ...] = ()
    ) -> tuple[str, ...]:
        return (self._fail().detail,)

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        return self._fail()


def test_one_target_that_is_down_or_silent_never_stops_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    good = house.room.targets()
    everyone: tuple[Target, ...] = (Stuck("down"), *good, Stuck("silent", 30.0))
    monkeypatch.setattr(type(house.room), "targets", lambda _: everyone)
    monkeypatch.setattr(publishing, "SEND_SECONDS", 1.0)
    monkeypatch.setattr(publishing, "BACK_SECONDS", 1.0)
    name = house.bulletin()
    review.approve(house.room, name, "Falk")
    done = {d.target: d for d in release.publish(house.room, name)}
    assert done["web"].problem == ""
    assert "cannot be reached" in done["down"].problem
    assert "has not answered within" in done["silent"].problem
    begun = time.monotonic()
    back = {d.target: d for d in release.retract(house.room, name, "Falsche Angaben", "Falk")}
    assert time.monotonic() - begun < 20
    assert [bool(back[n].problem) for n in ("web", "down", "silent")] == [False, True, True]


def test_readers_see_no_error_and_no_mixed_version_during_500_switches(house: House, tmp_path: Path) -> None:
    name = published(house)
    packages = [house.room.package(name)]
    corrected(house, name, "Die Brücke an der K 12 wird ab Dienstag, 1. Dezember, voll gesperrt.")
    packages.append(house.room.package(name))
    target = FolderTarget("web", tmp_path / "switched", BASE)
    pages = [webpages.pages_of(house.room, name, p, BASE) for p in packages if p is not None]
    stop, wrong, reads = threading.Event(), [], [0]

    def read() -> None:
        while not stop.is_set():
            try:
                page = (tmp_path / "switched" / name / "embed.html").read_text()
                sources = [part.split('"')[0] for part in page.split('src="../')[1:]]
                folders = {Path(source).parent for source in sources}
                assert all((tmp_path / "switched" / source).exists() for source in sources)
                if len(folders) != 1:
                    wrong.append(str(folders))
                reads[0] += 1
            except (OSError, AssertionError) as missing:
                wrong.append(repr(missing))

    def put(n: int) -> None:
        package = packages[n % 2]
        assert package is not None
        target.publish(name, package, house.room.store, pages[n % 2])

    put(0)
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(500):
        put(n)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert reads[0] > 100


def test_a_live_page_passes_its_check_and_a_script_on_it_does_not(house: House) -> None:
    name = published(house)
    with folder_server(public(house)) as address:
        found = {c.name: c for c in check_page(f"{address}/{name}/embed.html")}
        assert [c.name for c in found.values() if not c.ok] == []
        page = public(house) / name / "embed.html"
        bad = page.read_text().replace("</main>", '<script src="https://cdn.example/x.js"></script></main>')
        (public(house) / "bad.html").write_text(bad.replace("../v/", "v/"))
        wrong = {c.name for c in check_page(f"{address}/bad.html") if not c.ok}
        assert wrong == {"scripts", "foreign hosts"}
        (public(house) / "bad.html").write_text("<p>nichts</p>")
        assert {"film", "captions"} <= {c.name for c in check_page(f"{address}/bad.html") if not c.ok}


def test_the_web_team_finds_snippets_posts_and_server_rules(house: House) -> None:
    name = published(house)
    kit = house.room.output / "web" / name
    names = {p.relative_to(kit).as_posix() for p in kit.rglob("*") if p.is_file()}
    assert {"einbinden.html", "posts/youtube.txt", "posts/mastodon.txt", "server/nginx.conf", "server/htaccess.txt"} <= names
    assert {"snippets/typo3.txt", "snippets/wordpress.txt", "snippets/government-site-builder.txt", "snippets/html.txt"} <= names
    assert {"snippets/wordpress-video-block.txt", "snippets/typo3-typoscript.txt", "snippets/strukturierte-daten.txt"} <= names
    assert "wp:video" not in (kit / "snippets/wordpress.txt").read_text()  # pasted at once, the film would be there twice
    assert "allow-popups-to-escape-sandbox" in (kit / "snippets/html.txt").read_text()
    data = (kit / "snippets/strukturierte-daten.txt").read_text().split(">", 1)[1].rsplit("<", 1)[0]
    assert all(json.loads(data)[key] for key in VIDEO_REQUIRED)
    assert "containsSyntheticMedia = true" in (kit / "posts/youtube.txt").read_text()
    for platform, most in (("mastodon", 500), ("bluesky", 300), ("instagram", 2200)):
        post = (kit / f"posts/{platform}.txt").read_text().split("\n----\n")[1].split("\n\nBeschreibung")[0].strip()
        assert len(post) <= most
        assert "KI-generiert" in post
    for platform, most in (("mastodon", 1500), ("bluesky", 2000)):
        told = (kit / f"posts/{platform}.txt").read_text().rsplit("-----\n", 1)[1].strip()
        assert "KI-generiert" in told
        assert len(told) <= most
    assert "containsSyntheticMedia = true" in (kit / "einbinden.html").read_text()
    assert "return 410" in (kit / "server/nginx.conf").read_text()


def test_the_pages_say_how_the_video_was_made_and_who_reviewed_it_without_a_name(house: House) -> None:
    name = published(house)
    page = (public(house) / name / "making-of.html").read_text()
    assert "der Pressestelle geprüft und am 20.11.2026 freigegeben" in page
    assert "Falk" not in page
    assert values.BRIDGE.link in page
    assert "kein Mensch" in page
    assert "Wasserzeichen mit der Kennung der Sendung" in page
    report = (public(house) / name / "accessibility.html").read_text()
    assert "WCAG 1.2.2" in report
    assert "EN 301 549 7.1.3" in report
    assert "BITV 2.0 § 3" in report
