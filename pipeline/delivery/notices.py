# SPDX-License-Identifier: EUPL-1.2
"""Notices beside a bulletin: its corrections, and what stands at an address from which it was taken back."""

from datetime import date
from html import escape

from pipeline.delivery.listing import Correction as Correction
from pipeline.delivery.pages import MONTHS, Imprint, notice, render


def corrected(page: bytes, notes: tuple[Correction, ...]) -> bytes:
    """Put the dated notes of corrections at the end of a page's main part, the newest first."""
    said = "".join(
        f"<p><strong>Berichtigung vom {n.day.day}. {MONTHS[n.day.month - 1]} {n.day.year}:</strong> {escape(n.text)}</p>\n"
        for n in reversed(notes)
    )
    block = f'<section class="correction" aria-label="Berichtigung">\n{said}</section>\n'.encode()
    at = page.rfind(b"</main>")
    return page[:at] + block + page[at:] if at >= 0 else page + block


def retraction_page(title: str, county: str, day: date) -> bytes:
    """Write the page that replaces a retracted bulletin; it names no content but the title, and is not to be indexed."""
    heading = "Dieses Video ist nicht mehr verfügbar."
    return notice(title, title, county, heading, f"{day.day}. {MONTHS[day.month - 1]} {day.year}")


def nothing_page(imprint: Imprint) -> bytes:
    """Write the page of the newest bulletin where none stands."""
    return render("nothing.html", imprint=imprint)
