# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from pipeline.delivery import pages
from pipeline.delivery.notices import retraction_page
from pipeline.model import Finding, Service, Severity
from tests.doubles import values

IMPRINT = pages.Imprint(
    "Kreis kompakt", "Landkreis Beispielheim", "KI-generiert", "Ich bin eine KI-Stimme.", "#061729", "#1d5e99", "#f6bc3b"
)
HOSTILE = "<script>alert(1)</script>"


class Tags(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in ("meta", "source", "track", "br", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_transcript_holds_every_spoken_sentence_and_links_each_source() -> None:
    script = values.script()
    page = pages.transcript(script, IMPRINT, ("Foto: T. Muster",))
    text = page.decode()
    for story in script.stories:
        for sentence in story.sentences:
            assert sentence.text in text
    links = [attrs.get("href") for tag, attrs in Tags(page).all if tag == "a"]
    assert links.count("https://kreis-beispielheim.example/k12") == 2
    assert "tel:069900090120" in links or "tel:06990009120" in links
    assert "Freitag, 20. November 2026" in text
    assert "KI-generiert" in text


def test_the_embed_page_needs_no_script_and_no_foreign_host() -> None:
    page = pages.embed(values.script(), IMPRINT, (("bulletin-16x9.mp4", 1920, 1080),), "de", 100.0)
    tags = Tags(page)
    assert tags.open == []
    assert not any(tag in ("script", "iframe", "link") for tag, _ in tags.all)
    fetched = [value for _, attrs in tags.all for key, value in attrs.items() if key in ("src", "poster")]
    assert fetched
    assert not any(value and "//" in value for value in fetched)  # links name others; nothing is fetched from them
    kinds = [attrs["kind"] for tag, attrs in tags.all if tag == "track"]
    assert kinds == ["captions", "chapters"]


def test_hostile_text_stays_text_on_every_page() -> None:
    script = values.script()
    story = replace(script.stories[0], headline=HOSTILE, kicker=HOSTILE)
    script = replace(script, title=HOSTILE, stories=(story, *script.stories[1:]))
    finding = Finding("code", Severity.RED, HOSTILE, "1.1", HOSTILE)
    row = pages.ProofRow("1.1", (pages.Piece(HOSTILE),), ((1, (pages.Piece(HOSTILE, "number"),)),), (finding,), False)
    proof = pages.proof(script, IMPRINT, (pages.ProofStory(HOSTILE, HOSTILE, "", (row,), ()),), (finding,))
    shown = pages.embed(script, IMPRINT, (("f.mp4", 1, 1),), "de", 1.0)
    for page in (pages.transcript(script, IMPRINT, (HOSTILE,)), shown, proof,
                 retraction_page(HOSTILE, HOSTILE, date(2026, 11, 20))):  # fmt: skip
        assert not any(tag == "script" for tag, _ in Tags(page).all)
        assert HOSTILE.encode() not in page


def test_the_proof_sheet_shows_findings_at_their_sentence_and_counts_them() -> None:
    script = values.script()
    finding = Finding("number-not-in-source", Severity.RED, "Die Zahl 72 steht nicht in der Quelle.", "1.1", "72")
    row = pages.ProofRow("1.1", (pages.Piece("Es sind "), pages.Piece("72", "number")), (), (finding,), False)
    text = pages.proof(script, IMPRINT, (pages.ProofStory("Brücke", "Brücke", "https://x.example", (row,), ()),), ()).decode()
    assert "1 rote, 0 gelbe Hinweise" in text
    assert "Die Zahl 72 steht nicht in der Quelle." in text
    assert '<mark title="number">72</mark>' in text
    assert "Kein Beleg" in text


def test_telephone_and_web_address_stand_as_links_under_the_video() -> None:
    service = Service("1. Dezember", "Kreishaus", "069 90009-412", "https://kreis.example/baustellen")
    story = replace(values.script().stories[0], service=service)
    script = replace(values.script(), stories=(story, *values.script().stories[1:]))
    page = pages.embed(script, IMPRINT, (("bulletin-16x9.mp4", 1920, 1080), ("bulletin-720p.mp4", 1280, 720)), "de", 100.0)
    tags = Tags(page)
    links = {attrs.get("href"): attrs for tag, attrs in tags.all if tag == "a"}
    assert "tel:06990009412" in links
    assert links["https://kreis.example/baustellen"]["target"] == "_blank"  # a frame must not lose its video
    assert "Querformat, 1280 × 720" in page.decode()
    first = next(attrs for tag, attrs in tags.all if tag == "source")
    assert (first["src"], first["media"]) == ("bulletin-720p.mp4", "(max-width: 50rem)")  # narrow screens load the small film
