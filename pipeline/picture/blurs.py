# SPDX-License-Identifier: EUPL-1.2
"""Blur no more of a vector drawing than is seen of it.

A blur is reckoned over the whole region of its filter, which is mostly a share of the shape's box: on a jacket 40 % are hundreds
of px, though the blur reaches three times its deviation and no further. And it is reckoned in linear light, though that changes
nothing but the rounding where there is only one colour. Both cost more than all the shapes.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from xml.etree import ElementTree

from pipeline.picture.extent import Span, extent, group_extent, grown, shared
from pipeline.picture.vector import LAYERED, REFERENCE, RULES, SVG

_SHARE = re.compile(r"(-?\d*\.?\d+)(%?)")
_REGION = (("x", "-10%"), ("y", "-10%"), ("width", "120%"), ("height", "120%"))
_LIGHT = "color-interpolation-filters"
_INHERITED = frozenset(("style", "stroke"))
_UNTOLD = _INHERITED | {"display", "visibility"}
"""What an element with one of these is drawn with, and how far it reaches, is not told by its fill and its shape."""


@dataclass(frozen=True, slots=True)
class _Blur:
    """A filter that only blurs: its region in shares of the box (left, top, width, height), its deviation in px."""

    region: Span
    deviation: float
    light: str


@dataclass(frozen=True, slots=True)
class _Blurred:
    """An element with a filter, the box that clips it, and all that it is filled with; nothing where that cannot be told."""

    element: ElementTree.Element
    clip: Span | None
    fills: frozenset[str]

    @property
    def plain(self) -> bool:
        """Whether it has one colour only."""
        return len(self.fills) == 1 and all(fill.startswith("#") for fill in self.fills)


def fit_blurs(root: ElementTree.Element) -> None:
    """Give each blurred shape and group a filter of its own that is no larger than what is seen of it, in place.

    What is seen: the region of its filter as it was, what the blur reaches, and what clips leave of that.
    """
    defs = root.find(f"{{{SVG}}}defs")
    if defs is None or any(element.tag in RULES for element in root.iter()):
        return
    blurs = {element.get("id", ""): blur for element in root.iter(f"{{{SVG}}}filter") if (blur := _blur(element)) is not None}
    clips = {element.get("id", ""): _clip(element) for element in root.iter(f"{{{SVG}}}clipPath")}
    taken = {element.get("id") for element in root.iter()}
    for blurred in list(_blurred(root, clips)):
        name = _named(blurred.element.get("filter", ""))
        region = _region(blurred, blurs[name]) if name in blurs else None
        if region is not None:
            own = next(f"{name}-{n}" for n in count(1) if f"{name}-{n}" not in taken)
            taken.add(own)
            defs.append(_fitted(own, region, blurs[name].deviation, "sRGB" if blurred.plain else blurs[name].light))
            blurred.element.set("filter", f"url(#{own})")


def _blurred(root: ElementTree.Element, clips: dict[str, Span | None]) -> Iterator[_Blurred]:
    """Give each element with a filter, but for those that inherit a stroke or a style."""
    waiting: list[tuple[ElementTree.Element, Span | None, str]] = [(root, None, "#000")]
    while waiting:
        parent, clip, fill = waiting.pop()
        if not _INHERITED.isdisjoint(parent.attrib):
            continue
        for child in parent:
            cut = clips.get(_named(child.get("clip-path", "")))
            within = clip if cut is None else cut if clip is None else shared(clip, cut)
            if "transform" in child.attrib:
                within = None  # its units are no longer those of the clip
            own = child.get("fill", fill)
            if "filter" in child.attrib:
                yield _Blurred(child, within, _fills(child, own))
            else:
                waiting.append((child, within, own))


def _fills(element: ElementTree.Element, fill: str) -> frozenset[str]:
    """Give the colours and gradients that an element is filled with; nothing where it may be drawn with more or less."""
    parts = list(element.iter())
    if not all(_UNTOLD.isdisjoint(part.attrib) for part in parts) or not all(
        LAYERED.isdisjoint(part.attrib) for part in parts[1:]
    ):
        return frozenset()
    own = frozenset(part.get("fill", fill) for part in parts if "fill" in part.attrib or part.tag != f"{{{SVG}}}g")
    return frozenset() if "none" in own else own


def _region(blurred: _Blurred, blur: _Blur) -> Span | None:
    """Give the part of an element's filter region that can be seen; None where it cannot be told, or is nothing."""
    box = extent(blurred.element)
    if box is None or not blurred.fills:
        return None
    wide, high = box[2] - box[0], box[3] - box[1]
    left, top = box[0] + blur.region[0] * wide, box[1] + blur.region[1] * high
    reach = 3 * blur.deviation + 1  # of three means, each 1.88 deviations wide and rounded to whole px
    seen = shared((left, top, left + blur.region[2] * wide, top + blur.region[3] * high), grown(box, reach))
    if blurred.clip is not None:
        seen = shared(seen, grown(blurred.clip, reach))
    told = all(map(math.isfinite, (*box, *seen))) and wide > 0 and high > 0
    return seen if told and seen[0] < seen[2] and seen[1] < seen[3] else None


def _fitted(name: str, region: Span, deviation: float, light: str) -> ElementTree.Element:
    """Build a blur for one region in the element's units."""
    x, y, width, height = (f"{side:.6g}" for side in (region[0], region[1], region[2] - region[0], region[3] - region[1]))
    fitted = ElementTree.Element(f"{{{SVG}}}filter", {"id": name, "filterUnits": "userSpaceOnUse", _LIGHT: light})
    fitted.attrib.update({"x": x, "y": y, "width": width, "height": height})
    fitted.append(ElementTree.Element(f"{{{SVG}}}feGaussianBlur", {"stdDeviation": f"{deviation:g}"}))
    return fitted


def _blur(element: ElementTree.Element) -> _Blur | None:
    """Read a filter that is one blur over a share of the shape's box; None for any other."""
    if set(element.attrib) - {"id", _LIGHT, *(name for name, _ in _REGION)} or len(element) != 1:
        return None
    blur, shares = element[0], [_SHARE.fullmatch(element.get(name, usual).strip()) for name, usual in _REGION]
    wide = _SHARE.fullmatch(blur.get("stdDeviation", "").strip())
    if blur.tag != f"{{{SVG}}}feGaussianBlur" or set(blur.attrib) - {"stdDeviation", _LIGHT, "in"} or wide is None or wide[2]:
        return None
    x, y, width, height = (float(share[1]) / (100 if share[2] else 1) if share else math.nan for share in shares)
    if not math.isfinite(x + y + width + height) or float(wide[1]) <= 0 or blur.get("in", "SourceGraphic") != "SourceGraphic":
        return None
    return _Blur((x, y, width, height), float(wide[1]), blur.get(_LIGHT, element.get(_LIGHT, "linearRGB")))


def _clip(element: ElementTree.Element) -> Span | None:
    """Give the box of a clip that is made of shapes; None where it cannot be told."""
    return group_extent(element) if set(element.attrib) <= {"id"} else None


def _named(reference: str) -> str:
    """Give the id in url(#id); empty where it is none."""
    found = REFERENCE.fullmatch(reference.strip())
    return found[1] if found else ""
