# SPDX-License-Identifier: EUPL-1.2
"""Bars as SVG, drawn by hand: light and dark pages, no fonts of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDE, BAR, GAP, LEFT, RIGHT = 760, 26, 14, 250, 90

STYLE = """<style>
text { font: 15px system-ui, sans-serif; fill: #1b2733 } .t { font-weight: 600; font-size: 16px }
.b { fill: #9fb3c8 } .o { fill: #0b5cad } .l { stroke: #c6d0da }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .b { fill: #5b7083 } .o { fill: #58a6ff } .l { stroke: #3d4a57 } }
</style>"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what, how much, how it is written; `own` is drawn in the accent colour."""

    name: str
    value: float
    written: str
    own: bool = False


def bars(title: str, given: Sequence[Bar]) -> str:
    """Draw horizontal bars below a title → SVG."""
    most = max(bar.value for bar in given)
    high = 52 + len(given) * (BAR + GAP) + 6
    label = escape(f"{title}: " + ", ".join(f"{bar.name} {bar.written}" for bar in given), {'"': "&quot;"})
    size = f'viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{label}">',
        STYLE,
        f'<text class="t" x="8" y="24">{escape(title)}</text>',
        f'<line class="l" x1="{LEFT}" x2="{LEFT}" y1="40" y2="{high - 8}"/>',
    ]
    for n, bar in enumerate(given):
        y = 44 + n * (BAR + GAP)
        wide = max(2.0, (WIDE - LEFT - RIGHT) * bar.value / most)
        middle = y + BAR / 2 + 5
        out += [
            f'<text x="{LEFT - 10}" y="{middle:g}" text-anchor="end">{escape(bar.name)}</text>',
            f'<rect class="{"o" if bar.own else "b"}" x="{LEFT}" y="{y}" width="{wide:.1f}" height="{BAR}" rx="3"/>',
            f'<text x="{LEFT + wide + 8:.1f}" y="{middle:g}">{escape(bar.written)}</text>',
        ]
    return "\n".join([*out, "</svg>\n"])
