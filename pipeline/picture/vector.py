# SPDX-License-Identifier: EUPL-1.2
"""Say a vector drawing in a way that is cheaper to draw, to the same look.

A shape with `opacity` is drawn on a layer of its own that is then laid over the picture; one with `fill-opacity` is drawn at
once. Where a shape is only filled, both are the same but for the rounding.
"""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"

_SHAPES = frozenset(f"{{{SVG}}}{name}" for name in ("path", "circle", "ellipse", "rect", "polygon"))
RULES = frozenset(f"{{{SVG}}}{name}" for name in ("style", "use"))
"""With a style sheet, or with shapes that are drawn again elsewhere, an element does not show all that it is drawn with."""
LAYERED = frozenset(("filter", "mask", "clip-path"))
"""What has an element drawn on a layer of its own."""
REFERENCE = re.compile(r"url\(#([^)]+)\)")
"""How an element names what it is drawn with."""
_INHERITED = frozenset(("style", "fill-opacity", "marker", "marker-start", "marker-mid", "marker-end"))
_SHARE = re.compile(r"\d*\.?\d+")


def fold_opacity(root: ElementTree.Element) -> None:
    """Turn the opacity of shapes that are only filled into that of their fill, in place."""
    waiting = [] if any(element.tag in RULES for element in root.iter()) else [root]
    while waiting:
        parent = waiting.pop()
        if not _only_filled(parent) or not _INHERITED.isdisjoint(parent.attrib):
            continue  # and neither are those below it
        for child in parent:
            if child.tag in _SHAPES:
                _fold(child)
            else:
                waiting.append(child)


def _fold(shape: ElementTree.Element) -> None:
    """Fold a shape's own opacity."""
    held = shape.attrib
    if "opacity" not in held or not _only_filled(shape) or not (_INHERITED - {"fill-opacity"} | LAYERED).isdisjoint(held):
        return
    shares = held["opacity"].strip(), held.get("fill-opacity", "1").strip()
    if all(map(_SHARE.fullmatch, shares)):
        del held["opacity"]
        held["fill-opacity"] = f"{min(1.0, float(shares[0])) * min(1.0, float(shares[1])):g}"


def _only_filled(element: ElementTree.Element) -> bool:
    return element.get("stroke", "none") == "none"
