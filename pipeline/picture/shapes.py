# SPDX-License-Identifier: EUPL-1.2
"""Drawn shapes of the cards: the quiet figure of a fact, the icons of the service panel, QR codes."""

import math

import numpy as np
import segno

from pipeline.model import PanelKind
from pipeline.picture.art import Kit
from pipeline.picture.yuv import Floats


def fact_shape(kit: Kit, kind: PanelKind, size: int, grave: bool) -> str:
    """Draw the one shape of a fact card as SVG, size x size px, its weight at the lower right. One line is accented."""
    line, accent = kit.design.palette.sky, kit.design.palette.sky if grave else kit.design.palette.accent
    draw = {
        PanelKind.DATE: _leaves,
        PanelKind.PLACE: _contours,
        PanelKind.WORDS: _horizon,
    }.get(kind, _arcs)
    return f'<g fill="none" stroke="{line}" stroke-width="3" stroke-linecap="round">{draw(size, line, accent)}</g>'


def _arcs(size: int, line: str, accent: str) -> str:
    """Rings that spread from a corner, each ending in a dot: something reaches many."""
    out = []
    ends = (78, 62, 84, 54, 70, 46, 66)
    for n, end in enumerate(ends):
        r = size * (0.26 + 0.105 * n)
        x, y = size - r * math.cos(math.radians(end)), size - r * math.sin(math.radians(end))
        now = n == 3
        tint, alpha = (accent, 1.0) if now else (line, 0.34)
        out.append(
            f'<path d="M{size - r:.1f} {size} A{r:.1f} {r:.1f} 0 0 1 {x:.1f} {y:.1f}" stroke="{tint}" stroke-opacity="{alpha}"'
            f' stroke-width="{5 if now else 3}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{9 if now else 6}" fill="{tint}"'
            f' fill-opacity="{1 if now else 0.5}" stroke="none"/>'
        )
    return "".join(out)


def _leaves(size: int, line: str, accent: str) -> str:
    """The grid of a month, one day marked."""
    out = []
    step = size * 0.155
    for row in range(6):
        for column in range(6):
            x, y = size * 0.10 + column * step, size * 0.10 + row * step
            if row + column < 4:
                continue
            now = (row, column) == (3, 3)
            fade = min(0.5, 0.10 + 0.05 * (row + column - 3))
            fill = f'fill="{accent}" stroke="none"' if now else f'stroke-opacity="{fade:.2f}"'
            out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{step * 0.74:.1f}" height="{step * 0.74:.1f}" rx="9" {fill}/>')
    return "".join(out)


def _contours(size: int, line: str, accent: str) -> str:
    """Height lines of a map around a pin."""
    cx, cy = size * 0.64, size * 0.66
    out = []
    for n in range(1, 7):
        r = size * 0.085 * n
        wave = " ".join(
            f"{'M' if k == 0 else 'L'}{cx + r * (1 + 0.10 * math.sin(3 * a + n)) * math.cos(a):.1f}"
            f" {cy + r * 0.86 * (1 + 0.08 * math.cos(2 * a - n)) * math.sin(a):.1f}"
            for k, a in enumerate(np.linspace(0, 2 * math.pi, 73))
        )
        out.append(f'<path d="{wave} Z" stroke-opacity="{0.52 - 0.06 * n:.2f}"/>')
    pin = f"M{cx} {cy + 8} c-34 -44 -40 -58 -40 -74 a40 40 0 0 1 80 0 c0 16 -6 30 -40 74 Z"
    out.append(
        f'<path d="{pin}" fill="{accent}" stroke="none"/><circle cx="{cx}" cy="{cy - 66}" r="15" fill="#0A2542" stroke="none"/>'
    )
    return "".join(out)


def _horizon(size: int, line: str, accent: str) -> str:
    """Fields that run towards a horizon: a story of the land."""
    out = []
    for n in range(6):
        y = size * (0.46 + 0.10 * n)
        bend = size * (0.05 + 0.015 * n)
        now = n == 2
        out.append(
            f'<path d="M{size * 0.06 * (5 - n):.1f} {y + bend:.1f} C{size * 0.35:.1f} {y - bend:.1f} {size * 0.66:.1f}'
            f' {y + bend:.1f} {size:.1f} {y - bend:.1f}" stroke="{accent if now else line}"'
            f' stroke-opacity="{1 if now else 0.16 + 0.05 * n:.2f}" stroke-width="{5 if now else 3}"/>'
        )
    return "".join(out)


ICONS = {
    "when": '<rect x="5" y="8" width="22" height="19" rx="3"/><path d="M5 14 H27 M11 5 V10 M21 5 V10"/>'
    '<path d="M11 19.5 H15 M18 19.5 H21"/>',
    "where": '<path d="M16 28 C9 19 7 16.4 7 13 a9 9 0 0 1 18 0 C25 16.4 23 19 16 28 Z"/><circle cx="16" cy="13" r="3.4"/>',
    "phone": '<path d="M10 5 L13.4 5 L15 11 L12.2 13 C13.4 16.2 15.8 18.6 19 19.8 L21 17 L27 18.6 L27 22 C27 25 25 27 22 27'
    ' C13 26.4 5.6 19 5 10 C5 7 7 5 10 5 Z"/>',
    "address": '<circle cx="16" cy="16" r="11"/><path d="M5 16 H27 M16 5 C11 10 11 22 16 27 M16 5 C21 10 21 22 16 27"/>',
}
"""Icons on a field of 32 x 32."""


def icon(kit: Kit, name: str, size: int) -> str:
    """Draw an icon in its disc as SVG, size x size px."""
    palette = kit.design.palette
    inner = size * 0.56
    at = (size - inner) / 2
    return (
        f'<circle cx="{size / 2}" cy="{size / 2}" r="{size / 2}" fill="{palette.mist}"/>'
        f'<g transform="translate({at} {at}) scale({inner / 32})" fill="none" stroke="{palette.core}" stroke-width="2.6"'
        f' stroke-linecap="round" stroke-linejoin="round">{ICONS[name]}</g>'
    )


def qr(address: str, room: int) -> tuple[Floats, int] | None:
    """Draw a QR code (ISO/IEC 18004, error level M) with its quiet zone of 4 modules at whole px per module.

    Gives red, green, blue, alpha 0..255 and the px per module; None where the address needs modules under 3 px.
    """
    code = segno.make_qr(address, error="m")
    modules = np.array([[int(part) for part in row] for row in code.matrix], np.uint8)
    whole = np.pad(modules, 4)
    scale = room // whole.shape[0]
    if scale < 3:
        return None
    dark = np.kron(whole, np.ones((scale, scale), np.uint8)).astype(bool)
    pixels: Floats = np.full((*dark.shape, 4), 255, np.float32)
    pixels[dark, :3] = 0
    return pixels, scale
