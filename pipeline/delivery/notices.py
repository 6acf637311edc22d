# SPDX-License-Identifier: EUPL-1.2
"""The notice of a retraction: what stands at an address from which a bulletin was taken back."""

from datetime import date

from pipeline.delivery.pages import MONTHS, notice


def retraction_page(title: str, county: str, day: date) -> bytes:
    """Write the page that replaces a retracted bulletin; it names no content but the title, and is not to be indexed."""
    heading = "Dieses Video ist nicht mehr verfügbar."
    return notice(title, title, county, heading, f"{day.day}. {MONTHS[day.month - 1]} {day.year}")
