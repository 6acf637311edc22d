# SPDX-License-Identifier: EUPL-1.2
"""Captions for broadcasters: Caption… ↔ one TTML document that is both EBU-TT-D and IMSC 1.1 text.

EBU-TT-D (EBU Tech 3380) is the narrower of the two: media time base, clock times with milliseconds, every style attribute in
a named style, percentages only. What it allows, IMSC 1.1 (W3C) allows too, so one file serves both.
"""

from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree

from pipeline.delivery.captions import clock
from pipeline.errors import StoreError
from pipeline.model import FPS, Caption, Frames

MEDIA = "application/ttml+xml"

CONFORMS = ("urn:ebu:tt:distribution:2018-04", "http://www.w3.org/ns/ttml/profile/imsc1.1/text")
"""The designators of EBU-TT-D 1.0.1 and of the text profile of IMSC 1.1."""

_NAMESPACES = (
    ("", "http://www.w3.org/ns/ttml"),
    (":ttp", "http://www.w3.org/ns/ttml#parameter"),
    (":tts", "http://www.w3.org/ns/ttml#styling"),
    (":ebutts", "urn:ebu:tt:style"),
    (":ebuttm", "urn:ebu:tt:metadata"),
)

_TT = f"{{{_NAMESPACES[0][1]}}}"
_CELLS = "50 30"  # columns and rows: a row is a thirtieth of the picture's height
_REGION = ("10% 10%", "80% 84.8%")  # origin, extent: lines stand on the lower edge of the band that every layout keeps free

_HEAD = f"""\
 <head>
  <metadata>
   <ebuttm:documentMetadata>
{{conforms}}   </ebuttm:documentMetadata>
  </metadata>
  <styling>
   <style xml:id="block" tts:textAlign="center" tts:fontFamily="proportionalSansSerif" tts:fontSize="160%" \
tts:lineHeight="125%" ebutts:linePadding="0.5c"/>
   <style xml:id="words" tts:color="#FFFFFF" tts:backgroundColor="#000000"/>
  </styling>
  <layout>
   <region xml:id="bottom" tts:origin="{_REGION[0]}" tts:extent="{_REGION[1]}" tts:displayAlign="after"/>
  </layout>
 </head>
"""
"""White on black, as the German subtitle standard has it; 160 % of a row and its leading let two lines of 37 letters stand."""


def imsc(captions: Sequence[Caption], language: str) -> str:
    """Write captions as EBU-TT-D / IMSC 1.1 text: one paragraph per caption, one line break between its lines."""
    spaces = "".join(f' xmlns{name}="{address}"' for name, address in _NAMESPACES)
    conforms = "".join(f"    <ebuttm:conformsToStandard>{one}</ebuttm:conformsToStandard>\n" for one in CONFORMS)
    rows = "".join(
        f'   <p xml:id="c{n}" region="bottom" style="block" begin="{clock(c.start, ".")}" end="{clock(c.end, ".")}">'
        f'<span style="words">{"<br/>".join(escape(row, quote=False) for row in c.lines)}</span></p>\n'
        for n, c in enumerate(captions, 1)
    )
    body = f" <body>\n  <div>\n{rows}  </div>\n </body>\n" if captions else ""  # EBU-TT-D knows no empty div
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tt{spaces} xml:lang="{escape(language)}" ttp:timeBase="media" ttp:cellResolution="{_CELLS}">\n'
        f"{_HEAD.format(conforms=conforms)}{body}</tt>\n"
    )


def read_imsc(document: bytes) -> tuple[Caption, ...]:
    """Read a document of ours back, as a player would → captions. Times are rounded to frames. Raises StoreError."""
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 (a file of our own package, verified by its digest)
    except (ElementTree.ParseError, LookupError, ValueError) as wrong:  # no XML, or in an encoding that nobody knows
        raise StoreError(f"The captions for broadcasters are no XML: {wrong}.", "Make the package anew.") from wrong
    found: list[Caption] = []
    for paragraph in root.iter(f"{_TT}p"):
        rows = [""]
        for span in paragraph.iter(f"{_TT}span"):
            rows[-1] += span.text or ""
            rows += [broken.tail or "" for broken in span.iter(f"{_TT}br")]
        found.append(Caption(_frame(paragraph.get("begin", "")), _frame(paragraph.get("end", "")), tuple(rows)))
    return tuple(found)


def _frame(written: str) -> Frames:
    """Read hh:mm:ss.mmm → the frame. Raises StoreError where it is no such time."""
    try:
        hours, minutes, seconds = written.split(":")
        return Frames(round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * FPS))
    except (ValueError, OverflowError) as wrong:
        raise StoreError(f"“{written}” is no time in the captions for broadcasters.", "Make the package anew.") from wrong
