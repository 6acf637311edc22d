# SPDX-License-Identifier: EUPL-1.2
"""Newsletters of five kinds, none of them the sample: the messages are found by repetition, not by one mailer's markup."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.counted_links import behind, uncounted
from pipeline.engines.markup import read_blocks, split_credit
from pipeline.engines.newsletters import date_line, split_newsletter
from pipeline.engines.plain_mail import split_plain

HERE = Path(__file__).parent / "newsletters"


def read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def test_a_mail_of_tables_with_bold_titles_and_pictures_at_the_left() -> None:
    pieces = split_newsletter(read("cleverreach.html"))
    assert [piece.title for piece in pieces] == [
        "Impfbus hält im Dezember in zwölf Dörfern",
        "Radweg am Deich wird bis Ostern fertig",
        "Ferienpass: Anmeldung beginnt",
    ]
    assert [piece.image.alt if piece.image else "" for piece in pieces] == [
        "Ein Bus vor einem Rathaus",
        "Ein Radweg am Deich",
        "",
    ]
    assert pieces[0].paragraphs[1] == "Mitzubringen sind der Impfpass und ein Ausweis."
    told = " ".join(" ".join(piece.paragraphs) for piece in pieces)
    assert all(word not in told for word in ("Weiterlesen", "abbestellen", "Liebe Leserinnen", "Ferienpass\n", "Am Markt 1"))
    assert all(piece.teaser for piece in pieces)


def test_a_mail_with_topics_as_headings_above_its_messages() -> None:
    pieces = split_newsletter(read("inxmail.html"))
    assert [piece.title for piece in pieces] == [
        "B 7 bei Hohenfels für drei Wochen gesperrt",
        "Kreis sucht 300 Wahlhelferinnen und Wahlhelfer",
        "Grundwasser steigt wieder",
    ]
    assert pieces[0].paragraphs[1:] == ("Busse fahren anders", "Die Linie 12 hält in dieser Zeit nicht am Bahnhof Hohenfels.")


def test_a_plain_text_mail_with_underlined_titles() -> None:
    pieces = split_plain(read("plain.txt"))
    assert [(piece.title, piece.published) for piece in pieces] == [
        ("Hallenbad öffnet wieder", date(2026, 11, 20)),
        ("Glasfaser für Seeburg-Süd", date(2026, 11, 19)),
    ]
    assert pieces[0].paragraphs[0].endswith("wurden Dach, Lüftung und Umkleiden erneuert.")
    assert pieces[0].paragraphs[1:] == (
        "Die Eintrittspreise bleiben gleich:",
        "Erwachsene 5,50 Euro",
        "Kinder 3 Euro",
    )
    assert pieces[0].link == "https://www.seeburg.example/hallenbad"


def test_a_list_page_with_dates_below_its_teasers() -> None:
    pieces = split_newsletter(read("typo3.html"), "https://www.kreis-waldstein.example/aktuelles/presse")
    assert [(piece.title, piece.published) for piece in pieces] == [
        ("Feuerwehr bekommt Drehleiter", date(2026, 11, 19)),
        ("Kreisarchiv zieht um", date(2026, 11, 18)),
        ("Sommerfest der Musikschule", date(2026, 7, 2)),
    ]
    assert pieces[0].link == "https://www.kreis-waldstein.example/aktuelles/presse/detail/drehleiter"


def test_a_newsletter_page_in_one_article_with_subheadings_lists_and_captions() -> None:
    pieces = split_newsletter(read("wordpress.html"))
    assert [piece.title for piece in pieces] == [
        "Neue Kita am Anger öffnet im März",
        "Winterdienst: Was Anlieger tun müssen",
        "Rathaus am 4. Dezember geschlossen",
    ]
    image = pieces[0].image
    assert image is not None
    assert (image.credit, image.caption) == ("Foto: Gemeinde Birkenried / L. Sommer", "Der Rohbau steht.")
    assert pieces[0].paragraphs[-2:] == ("Geburtsurkunde des Kindes", "Nachweis der Masernimpfung")
    assert pieces[2].paragraphs[-1].endswith("telefonisch erreichbar.")


def test_an_entry_that_opens_by_script_keeps_its_link_date_and_teaser() -> None:
    entry = """<ul>{}</ul>"""
    row = """<li class="listEntry listEntryObject-news" onclick="wOpenURL(this)" data-url="/news/{n}.php"><div><picture>
    <source srcset="/t/{n}@520w.jpg 520w"><img src="/t/{n}@259.jpg" data-src="/t/{n}.jpg" alt="Symbol"></picture></div><div>
    <h4 class="listEntryTitle">Meldung Nummer {n} der Stadt</h4><div class="listEntryDate">1{n}.11.2026</div>
    <div class="listEntryDescription">Die Abfuhr der Tonnen verspätet sich in dieser Woche um {n} Tage.</div>
    <div class="listEntryLink"><a href="/news/{n}.php" title="Öffnet die Seite">Meldung lesen</a></div></div></li>"""
    pieces = split_newsletter(entry.format("".join(row.format(n=n) for n in (7, 8))), "https://www.stadt.example/de/")
    assert [(p.title, p.link, p.published) for p in pieces] == [
        ("Meldung Nummer 7 der Stadt", "https://www.stadt.example/news/7.php", date(2026, 11, 17)),
        ("Meldung Nummer 8 der Stadt", "https://www.stadt.example/news/8.php", date(2026, 11, 18)),
    ]
    assert pieces[0].image is not None
    assert pieces[0].image.src == "/t/7.jpg"


def test_hidden_text_scripts_and_pixels_are_not_read() -> None:
    blocks = read_blocks(
        "<p>Sichtbar.</p><p style='display: none'>Versteckt</p><p hidden>Auch</p>"
        "<div style='max-height:0px;overflow:hidden'>Vor</div>"
        "<script>x()</script><style>p{}</style><!-- Kommentar --><img src='o.gif' width=1 height=1><template>T</template>"
        "<span class='sr-only'>Nur für Vorleser</span><img src='javascript:x' width=600>"
        "<img src='data:image/png;base64,AA' width=600>"
    )
    assert [block.text for block in blocks] == ["Sichtbar."]
    assert all(block.image is None for block in blocks)


def test_a_page_nested_ten_thousand_deep_is_read_without_recursion() -> None:
    assert read_blocks("<div>" * 10_000 + "Tief unten steht ein Satz.")[-1].text == "Tief unten steht ein Satz."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Donnerstag, 19. November 2026", date(2026, 11, 19)),
        ("19.11.2026", date(2026, 11, 19)),
        ("19.11.2026 | Verkehr", date(2026, 11, 19)),
        ("Verkehr | 19.11.2026", date(2026, 11, 19)),
        ("Veröffentlicht am 19.11.2026, 10:15 Uhr", date(2026, 11, 19)),
        ("Pressemitteilung Nr. 12/2026 vom 19. November 2026", date(2026, 11, 19)),
        ("Am 19. November 2026 tagt der Kreistag.", None),
        ("Anmeldung bis 19.11.2026 im Rathaus", None),
        ("19. November", None),
    ],
)
def test_only_a_line_that_is_nothing_but_a_date_is_one(line: str, day: date | None) -> None:
    assert date_line(line) == day


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("Der Rohbau steht. Foto: L. Sommer", ("Der Rohbau steht.", "Foto: L. Sommer")),
        ("Illustration: Landkreis Beispielheim / T. Muster", ("", "Illustration: Landkreis Beispielheim / T. Muster")),
        ("Das Team (Foto: Kreis / Adler)", ("Das Team", "Foto: Kreis / Adler")),
        ("© Stadt Seeburg", ("", "© Stadt Seeburg")),
        ("Ein Bild von einem Rathaus", ("Ein Bild von einem Rathaus", "")),
    ],
)
def test_a_caption_names_its_author(caption: str, parts: tuple[str, str]) -> None:
    assert split_credit(caption) == parts


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://eu.cr.example/c/1?url=https%3A%2F%2Fwww.kreis.example%2Fa%3Fb%3D1", "https://www.kreis.example/a?b=1"),
        ("https://t.example/r?u=aHR0cHM6Ly93d3cua3JlaXMuZXhhbXBsZS9hYmM", "https://www.kreis.example/abc"),
        (
            "https://x.awstrack.example/L0/https:%2F%2Fwww.kreis.example%2Fa/1/0100018f0a0b0c0d0e0f0102-0304/Zz=1",
            "https://www.kreis.example/a",
        ),
        ("https://www.kreis.example/a?share=1", "https://www.kreis.example/a?share=1"),
        ("https://t.example/r?u=javascript:alert(1)", "https://t.example/r?u=javascript:alert(1)"),
    ],
)
def test_a_counted_link_gives_the_address_that_it_carries(link: str, target: str) -> None:
    assert behind(link) == target


def test_a_personal_link_that_hides_its_target_is_never_published() -> None:
    links = [f"https://klick.versand.example/c/{n}28532ab4aa663b1?u=7f3c" for n in range(4)]
    true = uncounted(links, "kreis.example")
    assert true(links[0]) == ""
    assert true("https://www.kreis.example/meldung") == "https://www.kreis.example/meldung"
    assert uncounted(["https://www.kreis.example/c/aktuelles-2026"] * 3, "kreis.example")(
        "https://www.kreis.example/c/aktuelles-2026"
    ).endswith("2026")
