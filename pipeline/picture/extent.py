# SPDX-License-Identifier: EUPL-1.2
"""Find how far a vector shape reaches: an SVG element → its box in its own units.

Only what is drawn by numbers alone is measured: no transform, no percentage, no arc of a path.
"""

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

Span = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Spot = tuple[float, float]

_PIECE = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
"""How many numbers a command of a path takes."""


def extent(shape: ElementTree.Element) -> Span | None:
    """Give the box of a shape or a group of them, without strokes and its own transform; None where it cannot be told."""
    kind = shape.tag.rpartition("}")[2]
    if kind in ("circle", "ellipse"):
        middle, radii = _pair(shape, "cx", "cy"), _pair(shape, *(("r", "r") if kind == "circle" else ("rx", "ry")))
        if middle is None or radii is None:
            return None
        return middle[0] - radii[0], middle[1] - radii[1], middle[0] + radii[0], middle[1] + radii[1]
    if kind == "rect":
        corner, size = _pair(shape, "x", "y"), _pair(shape, "width", "height")
        return None if corner is None or size is None else (*corner, corner[0] + size[0], corner[1] + size[1])
    if kind == "g":
        return group_extent(shape)
    if kind == "polygon":
        return path_extent(f"M{shape.get('points', '')}Z")
    return path_extent(shape.get("d", "")) if kind == "path" else None


def group_extent(group: ElementTree.Element) -> Span | None:
    """Give the box around all shapes below an element; None where one of them is moved, or cannot be told."""
    parts = [part for part in group.iter() if part is not group]
    shapes = [part for part in parts if part.tag.rpartition("}")[2] != "g"]
    boxes = [box for shape in shapes if (box := extent(shape)) is not None]
    if not boxes or len(boxes) < len(shapes) or any("transform" in part.attrib for part in parts):
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def path_extent(data: str) -> Span | None:
    """Give the box of a path's data; None where it has arcs, or is damaged."""
    spots: list[Spot] = []
    try:
        for curve in _curves(data):
            spots += zip(*(_ends(numbers) for numbers in zip(*curve, strict=True)), strict=True)
    except ValueError:
        return None  # this path is left to whoever draws it
    if not spots:
        return None
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs), max(ys)


def shared(one: Span, other: Span) -> Span:
    """Give what two boxes share; its right end lies before its left where that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def grown(span: Span, by: float) -> Span:
    """Give a box that is larger by so much at every side."""
    return span[0] - by, span[1] - by, span[2] + by, span[3] + by


def _pair(shape: ElementTree.Element, one: str, two: str) -> Spot | None:
    """Read two attributes that are plain numbers, 0 where they are missing."""
    texts = shape.get(one, "0"), shape.get(two, "0")
    return (float(texts[0]), float(texts[1])) if all(map(_NUMBER.fullmatch, texts)) else None


def _curves(data: str) -> Iterator[tuple[Spot, ...]]:
    """Give the lines and curves of a path: two points, three or four. Raises ValueError for arcs and for what is no path."""
    here: Spot = (0.0, 0.0)
    start, held = here, here
    before = "M"
    for name, numbers in _steps(data):
        ox, oy = here if name.islower() else (0.0, 0.0)
        kind = name.upper()
        if kind == "H":
            spots = [(ox + numbers[0], here[1])]
        elif kind == "V":
            spots = [(here[0], oy + numbers[0])]
        else:
            spots = [(ox + x, oy + y) for x, y in zip(numbers[0::2], numbers[1::2], strict=True)]
        if kind in "ST":  # the first handle mirrors the last one
            same = before in (("C", "S") if kind == "S" else ("Q", "T"))
            spots.insert(0, (2 * here[0] - held[0], 2 * here[1] - held[1]) if same else here)
        if kind == "M":
            start = spots[0]
        else:
            spots = spots or [start]
            yield (here, *spots)
        held = spots[-2] if kind in "CSQT" else spots[-1]
        here, before = spots[-1], kind


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Give each command of a path with its numbers; those that follow without a name get the one before."""
    pieces, at = _PIECE.findall(data), 0
    if re.sub(r"[\s,]", "", data) != "".join(pieces):
        raise ValueError("something that is no number")
    name = ""
    while at < len(pieces):
        if pieces[at].isalpha():
            name, at = pieces[at], at + 1
        elif name.upper() in ("", "Z"):
            raise ValueError("numbers without a command")
        takes = _TAKES.get(name.upper())
        if takes is None or at + takes > len(pieces):
            raise ValueError(f"the command {name}")
        yield name, [float(piece) for piece in pieces[at : at + takes]]
        at += takes
        if name in "Mm":
            name = "L" if name == "M" else "l"


def _ends(along: tuple[float, ...]) -> tuple[float, float]:
    """Give the least and the greatest value of a Bézier curve of 2, 3 or 4 control values."""
    found = [along[0], along[-1]]
    if len(along) == 3:
        a, b, c = along
        found += _values(lambda t: (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c, _roots(0.0, a - 2 * b + c, b - a))
    elif len(along) == 4:
        a, b, c, d = along
        cubic = lambda t: (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d  # noqa: E731
        found += _values(cubic, _roots(d - 3 * c + 3 * b - a, 2 * (a - 2 * b + c), b - a))
    return min(found), max(found)


def _values(curve: Callable[[float], float], times: list[float]) -> list[float]:
    return [curve(t) for t in times if 0 < t < 1]


def _roots(a: float, b: float, c: float) -> list[float]:
    """Solve a t² + b t + c = 0."""
    if abs(a) < 1e-9 * (abs(b) + abs(c)):
        return [-c / b] if b else []
    under = b * b - 4 * a * c
    return [] if under < 0 or not a else [(-b - under**0.5) / (2 * a), (-b + under**0.5) / (2 * a)]
