# SPDX-License-Identifier: EUPL-1.2
"""The published pages before judges that are not ours: the Nu HTML checker, axe-core, and Chromium that plays the film."""

import io
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline import release, review
from pipeline.model import Film, Frames, Package, PackedFile
from pipeline.settings import TargetSettings
from pipeline.studio import MACHINE
from tests.desk.browser import Tab, chromium
from tests.desk.newsroom import House, opened
from tests.doubles.folder_server import folder_server
from tests.engines.test_c2pa_signer import film

BASE = "https://kreis.example/video"
CAPTIONS = b"WEBVTT\nKind: captions\nLanguage: de\n\n1\n00:00:00.000 --> 00:00:02.000\nGuten Tag\n"
VNU, AXE = os.environ.get("NEWSREEL_VNU", ""), os.environ.get("NEWSREEL_AXE", "")


def playable(house: House, name: str, folder: Path) -> None:
    """Give a bulletin a film and a poster that a browser can show."""
    package = house.room.package(name)
    assert package is not None
    store = house.room.store
    poster = io.BytesIO()
    Image.new("RGB", (320, 180), "#1d5e99").save(poster, "JPEG")
    blobs = {
        "bulletin-16x9.mp4": store.put(film(folder / "film.mp4", 4.0, (320, 180)), "video/mp4"),
        "poster.jpg": store.put(poster.getvalue(), "image/jpeg"),
        "captions.de.vtt": store.put(CAPTIONS, "text/vtt"),
        "captions.de.srt": store.put(b"1\n00:00:00,000 --> 00:00:02,000\nGuten Tag\n", "application/x-subrip"),
        "transcript.html": store.put(b'<!DOCTYPE html><html lang="de"><title>Text</title><p>Guten Tag', "text/html"),
    }
    kept = [f for f in package.files if f.name not in (*blobs, "SHA256SUMS")]
    files = [*kept, *(PackedFile(n, b, True) for n, b in blobs.items())]
    sums = "".join(f"{f.blob.digest}  {f.name}\n" for f in sorted(files, key=lambda f: f.name) if f.covered).encode()
    files.append(PackedFile("SHA256SUMS", store.put(sums, "text/plain"), False))
    wide = Film("16x9", blobs["bulletin-16x9.mp4"], 320, 180, Frames(100))
    made = Package(replace(package.master, films=(wide,)), tuple(files), package.findings)
    house.room.ledger.set_head(name, "package", store.put_value(made), MACHINE)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with opened(tmp_path) as house:
        house.room.settings = replace(house.room.settings, targets=(TargetSettings("folder", "public", "web", BASE),))
        house.room.cast.settings = house.room.settings
        for name in ("weg", "2026-kw47"):
            house.bulletin(name)
            playable(house, name, tmp_path)
            review.approve(house.room, name, "Falk")
            assert [d.problem for d in release.publish(house.room, name)] == [""]
        release.retract(house.room, "weg", "Falsche Angaben", "Falk")
        kit = house.room.output / "web" / "2026-kw47" / "einbinden.html"
        (tmp_path / "public" / "einbinden.html").write_bytes(kit.read_bytes())
        yield tmp_path / "public", "2026-kw47"


@pytest.mark.services
@pytest.mark.skipif(not VNU, reason="NEWSREEL_VNU names vnu.jar; .ci/pages fetches it from npm")
def test_the_nu_html_checker_finds_nothing_on_any_page(site: tuple[Path, str]) -> None:
    pages = sorted({page.resolve() for page in site[0].rglob("*.html")})
    assert len(pages) >= 10
    asked = ["java", "-jar", VNU, "--also-check-css", *map(str, pages)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as made:
        yield made


@pytest.mark.browser
def test_chromium_plays_the_embed_page_with_captions_and_asks_nobody_else(site: tuple[Path, str], tab: Tab) -> None:
    with folder_server(site[0]) as address:
        tab.go(f"{address}/{site[1]}/embed.html")
        tab.run("(() => { const v = document.querySelector('video'); v.muted = true; return v.play().then(() => 1); })()")
        tab.wait("document.querySelector('video').currentTime > 0.3", 20)
        tab.wait("(document.querySelector('video').textTracks[0].cues || []).length === 1", 20)
        assert tab.run("document.querySelector('video').textTracks[0].mode") == "showing"
        assert tab.run("document.querySelector('video').textTracks[0].activeCues[0].text") == "Guten Tag"
        hosts = tab.run("[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).origin))].join()")
        assert hosts == address
        assert tab.run("document.cookie + localStorage.length + sessionStorage.length + document.scripts.length") == "000"
        if os.environ.get("NEWSREEL_PICTURES"):
            tab.size(900, 760)
            tab.picture(Path(os.environ["NEWSREEL_PICTURES"]) / "embed.png", whole=True)
            for page in ("index", "making-of", "accessibility"):
                tab.go(f"{address}/{site[1]}/{page}.html")
                tab.picture(Path(os.environ["NEWSREEL_PICTURES"]) / f"{page}.png", whole=True)
            tab.go(f"{address}/index.html")
            tab.picture(Path(os.environ["NEWSREEL_PICTURES"]) / "overview.png", whole=True)


@pytest.mark.browser
def test_the_frame_that_is_pasted_plays_with_captions_and_its_links_leave_the_frame(site: tuple[Path, str], tab: Tab) -> None:
    with folder_server(site[0]) as address:
        frame = (site[0].parent / "output" / "web" / site[1] / "snippets" / "html.txt").read_text().replace(BASE, address)
        (site[0] / "page.html").write_text(f"<!DOCTYPE html><title>Seite</title>{frame}", encoding="utf-8")
        tab.size(1100, 900)
        tab.go(f"{address}/page.html")
        tab.run("document.querySelector('iframe').scrollIntoView()")
        inside = "document.querySelector('iframe').contentDocument"
        tab.wait(f"{inside} && {inside}.querySelector('video')", 20)
        tab.run(f"(() => {{ const v = {inside}.querySelector('video'); v.muted = true; return v.play().then(() => 1); }})()")
        tab.wait(f"{inside}.querySelector('video').currentTime > 0.3", 20)
        tab.wait(f"({inside}.querySelector('video').textTracks[0].cues || []).length === 1", 20)
        high = tab.run(f"{inside}.querySelector('main').scrollHeight - document.querySelector('iframe').clientHeight")
        assert isinstance(high, int)
        assert high <= 0  # nothing to scroll
        links = f"[...{inside}.querySelectorAll('a:not([download])')].filter(a => !a.href.startsWith('tel:'))"
        assert tab.run(f"{links}.length") not in (0, None)
        assert tab.run(f"{links}.every(a => a.target === '_blank')")


@pytest.mark.browser
@pytest.mark.skipif(not AXE, reason="NEWSREEL_AXE names axe.min.js; .ci/browser fetches it from npm")
def test_axe_finds_nothing_on_the_published_pages_in_light_and_dark(site: tuple[Path, str], tab: Tab) -> None:
    axe = Path(AXE).read_text(encoding="utf-8")
    names = ("embed", "index", "making-of", "accessibility")
    paths = [f"/{site[1]}/{name}.html" for name in names] + [
        "/index.html",
        "/corrections.html",
        "/weg/embed.html",
        "/einbinden.html",
    ]
    with folder_server(site[0]) as address:
        for width, height in ((320, 700), (1280, 900)):
            for dark in (False, True):
                tab.size(width, height, dark)
                for path in paths:
                    tab.go(address + path)
                    tab.run(axe)
                    found = tab.run(
                        "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target).join()).join('\\n'))"
                    )
                    assert found == "", f"{path} at {width}, dark {dark}"
