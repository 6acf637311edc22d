# SPDX-License-Identifier: EUPL-1.2
"""Read a presenter's drawing: the bytes of presenter.svg → groups, gradients and morphing outlines.

The drawing may hold shapes, gradients, clips and blurs, and nothing that runs, loads or repeats itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from pipeline.picture.defects import Defects

SVG = "http://www.w3.org/2000/svg"

_DRAWABLE = frozenset(
    "svg title desc defs g path circle ellipse rect line polyline polygon linearGradient radialGradient stop clipPath filter "
    "feGaussianBlur".split()
)
_MOST_BYTES = 2_000_000
_MOST_ELEMENTS = 6_000
_WIDEST_BLUR = 40.0  # canvas px; a wider one only costs time
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH_PIECE = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|https?:|file:|@import", re.IGNORECASE)

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One path whose numbers vary: the element with `{d}` for its data, and the data with `{}` for each number."""

    element: str
    data: str
    kind: str

    def draw(self, numbers: Sequence[float]) -> str:
        """Put numbers in: canvas px, x and y in turn."""
        return self.element.replace("{d}", self.data.format(*(round(n, 2) for n in numbers)))


def parse_svg(svg: bytes, defects: Defects) -> ElementTree.Element | None:
    """Read a drawing and refuse whatever is no plain shape: scripts, links, entities, embedded files, repeated content."""
    if len(svg) > _MOST_BYTES:
        defects.note("svg-too-large", f"{_MOST_BYTES // 1_000_000} MB")
        return None
    try:
        text = svg.decode("utf-8")
    except UnicodeDecodeError:
        defects.note("svg-unreadable", "UTF-8")
        return None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        defects.note("svg-entities")
        return None
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  a document without entities cannot grow or load anything
    except (ElementTree.ParseError, LookupError, ValueError) as wrong:  # no XML, or in an encoding that nobody knows
        defects.note("svg-unreadable", wrong)
        return None
    if root.tag != f"{{{SVG}}}svg":
        defects.note("svg-unreadable", "<svg>")
        return None
    _refuse(root, defects)
    return root


def _refuse(root: ElementTree.Element, defects: Defects) -> None:
    """Collect elements and attributes that a presenter may not have."""
    count = 0
    for element in root.iter():
        count += 1
        name = str(element.tag).removeprefix(f"{{{SVG}}}")
        if name not in _DRAWABLE:
            defects.note("svg-element", name.rpartition("}")[2])
        for key, value in element.attrib.items():
            if key.rpartition("}")[2].lower() == "href" or key.lower().startswith("on") or _OUTSIDE.search(value):
                defects.note("svg-active", key.rpartition("}")[2], name.rpartition("}")[2])
        if name == "feGaussianBlur":
            wide = [float(n) for n in _NUMBER.findall(element.get("stdDeviation", "0"))]
            if not wide or max(wide) > _WIDEST_BLUR:
                defects.note("blur-too-wide", _WIDEST_BLUR)
    if count > _MOST_ELEMENTS:
        defects.note("svg-too-large", f"{_MOST_ELEMENTS} Elemente")


class Art:
    """The drawing, by group id."""

    def __init__(self, root: ElementTree.Element, defects: Defects) -> None:
        ElementTree.register_namespace("", SVG)
        self.root, self.defects = root, defects
        self.groups: dict[str, ElementTree.Element] = {}
        for element in root.iter():
            name = element.get("id")
            if name:
                if name in self.groups:
                    defects.note("id-twice", name)
                self.groups[name] = element

    def group(self, name: str) -> ElementTree.Element:
        if name not in self.groups:
            self.defects.note("group-missing", name)
            return ElementTree.Element(f"{{{SVG}}}g")
        return self.groups[name]

    def markup(self, names: Sequence[str]) -> str:
        """Give groups as SVG, shown even where the drawing hides them."""
        return "".join(self.shown(self.group(name)) for name in names)

    def optional(self, name: str) -> str:
        return self.shown(self.groups[name]) if name in self.groups else ""

    @staticmethod
    def shown(group: ElementTree.Element) -> str:
        text = ElementTree.tostring(group, encoding="unicode")
        head, _, rest = text.partition(">")
        return re.sub(r'\sdisplay="none"', "", head) + ">" + rest

    def defs(self) -> tuple[tuple[str, str], ...]:
        """Give what is drawn with: gradients, blurs and clips, each with its id; the eyes keep clips of their own."""
        found = self.root.find(f"{{{SVG}}}defs")
        return () if found is None else tuple((e.get("id", ""), ElementTree.tostring(e, encoding="unicode")) for e in found)

    def outlines(self, name: str) -> tuple[tuple[Outline, ...], tuple[Numbers, ...]]:
        """Read the paths of a group that morphs: absolute M, C, L and Z only, no blur."""
        outlines, numbers = [], []
        group = self.group(name)
        if any("filter" in e.attrib for e in group.iter()):
            self.defects.note("blur-in-motion", name)
        for path in group.iter(f"{{{SVG}}}path"):
            data, found = _split(path.get("d", ""))
            if not data:
                self.defects.note("path-command", name)
            plain = ElementTree.Element(path.tag, {**path.attrib, "d": "{d}"})
            kind = path.get("class", "")
            outlines.append(Outline(ElementTree.tostring(plain, encoding="unicode"), data, kind))
            numbers.append(found)
        return tuple(outlines), tuple(numbers)


def _split(data: str) -> tuple[str, Numbers]:
    """Part path data into its pattern and its numbers; an empty pattern where a command may not be morphed."""
    pattern, numbers = [], []
    for piece in _PATH_PIECE.findall(data):
        if piece.isalpha():
            if piece not in "MCLZ":
                return "", ()
            pattern.append(piece)
        else:
            pattern.append("{} ")
            numbers.append(float(piece))
    return "".join(pattern), tuple(numbers)
