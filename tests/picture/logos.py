# SPDX-License-Identifier: EUPL-1.2
"""Logos of invented counties for the tests of new design packs: wide, square, dark, light, yellow, grey. Own drawings."""

_WAVES = "M0 40 C14 28 26 30 36 38 S54 46 64 38 V64 H0 Z"


def _svg(wide: int, body: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 64">{body}</svg>'.encode()


def _bars(x: int, count: int, colour: str) -> str:
    """Bars in place of lettering: a name without a font."""
    widths = (46, 30, 58, 38, 50, 26, 44)
    at, out = x, ""
    for k in range(count):
        out += f'<rect x="{at}" y="{14 if k < count // 2 else 38}" width="{widths[k % 7]}" height="12" fill="{colour}"/>'
        at = x if k == count // 2 - 1 else at + widths[k % 7] + 8
    return out


_TREE = '<circle cx="32" cy="32" r="30" fill="#2C7A3F"/><path d="M32 8 L46 44 H18 Z" fill="#FFFFFF"/>'
_FIELD = f'<rect width="64" height="64" rx="10" fill="#B3202C"/><path d="{_WAVES}" fill="#F4D35E"/>'
_SUN = '<circle cx="46" cy="18" r="8" fill="#FFFFFF"/>'
_SKY = (
    '<circle cx="32" cy="32" r="28" fill="#CFE7F5"/><path d="M10 40 Q32 18 54 40" stroke="#FFFFFF" stroke-width="6" fill="none"/>'
)
_ROCK = '<rect x="4" y="4" width="56" height="56" fill="#6B6B6B"/>'
_PEAKS = '<path d="M4 44 L26 22 L38 34 L48 24 L60 36 V60 H4 Z" fill="#BDBDBD"/>'
_GOLD = '<circle cx="32" cy="32" r="30" fill="#FFCC00"/><path d="M14 44 L32 14 L50 44 Z" fill="#FFF4B8"/>'

LOGOS: dict[str, tuple[str, bytes]] = {
    "breit": ("Landkreis Oberlinden", _svg(300, _TREE + _bars(80, 6, "#2C7A3F"))),
    "quadrat": ("Landkreis Rotenau", _svg(64, _FIELD + _SUN)),
    "dunkel": ("Kreis Schwarzenfels", _svg(64, '<path d="M32 2 L60 20 V44 L32 62 L4 44 V20 Z" fill="#101826"/>')),
    "hell": ("Landkreis Lichtental", _svg(120, _SKY + _bars(70, 2, "#CFE7F5"))),
    "gelb": ("Landkreis Sonnenfeld", _svg(64, _GOLD)),
    "grau": ("Landkreis Steinach", _svg(64, _ROCK + _PEAKS)),
}
