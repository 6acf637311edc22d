# SPDX-License-Identifier: EUPL-1.2
"""The shipped rules in nginx and Apache as they really run: types, caching, policy, range requests, 410 after a retraction."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from pipeline import release, review
from pipeline.delivery import server_rules
from pipeline.engines.live_page import check_page
from pipeline.settings import TargetSettings
from tests.desk.newsroom import House, opened
from tests.doubles.web_servers import INSTALLED, web_server
from tests.publishing.test_pages_valid import playable
from tests.publishing.test_publishing import corrected

BASE = "https://kreis.example/video"
GONE = "2026-kw46"

pytestmark = pytest.mark.services


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that servers may look into: pytest's own are for one user only."""
    with tempfile.TemporaryDirectory(prefix="newsreel-served-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def house(place: Path) -> Iterator[House]:
    """Two bulletins that stand."""
    with opened(place) as made:
        made.room.settings = replace(made.room.settings, targets=(TargetSettings("folder", "root/video", "web", BASE),))
        made.room.cast.settings = made.room.settings
        for name in (GONE, "2026-kw47"):
            made.bulletin(name)
            playable(made, name, place)
            review.approve(made.room, name, "Falk")
            assert [d.problem for d in release.publish(made.room, name)] == [""]
        yield made


@pytest.fixture(params=["nginx", "apache2"])
def served(request: pytest.FixtureRequest, house: House, place: Path) -> Iterator[str]:
    program = str(request.param)
    if program not in INSTALLED:
        pytest.skip(f"{program} is not installed; .ci/pages installs it")
    rules = server_rules.nginx(BASE) if program == "nginx" else server_rules.apache(BASE)
    with web_server(program, place / "server", place / "root", rules, "video") as address:
        yield address


def version(house: House, name: str) -> str:
    (folder,) = (house.room.settings.path("root/video") / "v" / name).iterdir()
    return f"v/{name}/{folder.name}"


def test_every_page_and_file_has_its_type_its_policy_and_its_time_to_live(house: House, served: str) -> None:
    at = version(house, "2026-kw47")
    wanted = {
        "index.html": ("text/html; charset=utf-8", server_rules.SHORT),
        "": ("text/html; charset=utf-8", server_rules.SHORT),
        "2026-kw47/": ("text/html; charset=utf-8", server_rules.SHORT),
        "2026-kw47/embed.html": ("text/html; charset=utf-8", server_rules.SHORT),
        "2026-kw47/oembed.json": ("application/json; charset=utf-8", server_rules.SHORT),
        "latest/embed.html": ("text/html; charset=utf-8", server_rules.SHORT),
        "feed.xml": ("application/rss+xml; charset=utf-8", server_rules.SHORT),
        "feed.json": ("application/feed+json; charset=utf-8", server_rules.SHORT),
        "sitemap.xml": ("application/xml; charset=utf-8", server_rules.SHORT),
        f"{at}/captions.de.vtt": ("text/vtt; charset=utf-8", server_rules.FOR_GOOD),
        f"{at}/captions.de.srt": ("application/x-subrip", server_rules.FOR_GOOD),
        f"{at}/transcript.html": ("text/html; charset=utf-8", server_rules.FOR_GOOD),
        f"{at}/bulletin-16x9.mp4": ("video/mp4", server_rules.FOR_GOOD),
        f"{at}/poster.jpg": ("image/jpeg", server_rules.FOR_GOOD),
    }
    for path, (media, cache) in wanted.items():
        answer = httpx2.get(f"{served}/{path}")
        assert (path, answer.status_code, answer.headers["content-type"]) == (path, 200, media)
        assert answer.headers["cache-control"] == cache, path
        assert "script-src 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (answer.headers.get("access-control-allow-origin") == "*") is path.startswith("v/"), path
    assert httpx2.get(f"{served}/nothing.html").status_code == 404
    assert httpx2.get(f"{served}/v/").status_code in (403, 404)  # no listing of versions


def test_a_film_is_given_in_parts_and_the_live_page_passes_its_check(house: House, served: str) -> None:
    film = f"{served}/{version(house, '2026-kw47')}/bulletin-16x9.mp4"
    whole = httpx2.get(film).content
    part = httpx2.get(film, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert httpx2.get(film, headers={"Range": f"bytes={len(whole) + 9}-"}).status_code == 416
    for page in ("2026-kw47", "latest"):
        assert [c for c in check_page(f"{served}/{page}/embed.html") if not c.ok] == []


def test_what_was_taken_back_answers_410_with_the_card_at_every_address_it_had(house: House, served: str) -> None:
    film = version(house, GONE)
    mine = [f"{GONE}/{name}" for name in ("", "embed.html", "index.html", "making-of.html", "oembed.json", "poster.jpg")]
    mine += [f"{film}/{name}" for name in ("bulletin-16x9.mp4", "poster.jpg", "captions.de.vtt", "transcript.html")]
    assert {httpx2.get(f"{served}/{path}").status_code for path in mine} == {200}
    release.retract(house.room, GONE, "Falsche Angaben", "Falk")
    for path in mine:
        answer = httpx2.get(f"{served}/{path}")
        assert (path, answer.status_code) == (path, 410)
        assert "nicht mehr verfügbar" in answer.text, path
        assert "noindex" in answer.text
        assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert httpx2.get(f"{served}/2026-kw47/embed.html").status_code == 200
    assert GONE not in httpx2.get(f"{served}/feed.xml").text
    assert GONE not in json.dumps(httpx2.get(f"{served}/feed.json").json())


def test_the_newest_address_and_the_embed_show_a_corrected_version_at_once(house: House, served: str) -> None:
    release.retract(house.room, GONE, "Falsche Angaben", "Falk")
    before = httpx2.get(f"{served}/latest/embed.html").text
    corrected(house, "2026-kw47", "Die Brücke an der K 12 wird ab Dienstag, 1. Dezember, voll gesperrt.")
    assert [d.problem for d in release.publish(house.room, "2026-kw47")] == [""]
    for page in ("2026-kw47/embed.html", "latest/embed.html"):
        after = httpx2.get(f"{served}/{page}").text
        assert "Berichtigung vom 20. November 2026" in after
        assert after.split('src="../')[1].split('"')[0] != before.split('src="../')[1].split('"')[0]
    assert httpx2.get(f"{served}/corrections.html").text.count("Die Sperrung beginnt am Dienstag.") == 1
