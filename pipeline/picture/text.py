# SPDX-License-Identifier: EUPL-1.2
"""Set text: measured, balanced lines that never shrink and never overflow. Sizes in px.

What does not fit is cut at a word with "…", and the caller is told. Glyphs that the font lacks are dropped, never drawn as
boxes. Line breaking is the least ragged of the fewest lines; "30. November", "K 12" and "9 Uhr" stay together.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from pipeline.errors import ConfigError
from pipeline.picture.design import Design
from pipeline.picture.layout import Type
from pipeline.settings import Format

HARD = "\u00a0"
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_FULL = 0.985  # of the width: Pillow measures in 1/64 px, hinting may add a pixel
_PROPORTIONAL = 40  # px: figures of display sizes are proportional, below they are tabular
_WRITTEN = ((0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AD))  # Latin, dashes, quotes, €
_STRANGE = "\uffff"  # no font has it: what is drawn in its place stands for every character that is missing
_TIDY = str.maketrans({"\u2011": "-", "\u00ad": None, "\u200b": None, "\ufe0f": None, "\u200d": None, "\t": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Lines of text. `cut` is true where words were left out; `limit` is the number of characters that fitted then."""

    lines: tuple[str, ...]
    cut: bool
    limit: int


class Typesetter:
    """The fonts of one design: measures, wraps and draws. Raises ConfigError where a font file is missing or damaged."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._raqm = features.check("raqm")
        self._bytes: dict[str, bytes] = {}
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._lengths: dict[tuple[str, Type], float] = {}
        self._known: dict[str, bool] = {}
        glue = design.glue
        units = "|".join(re.escape(unit) for unit in sorted(glue.units, key=len, reverse=True))
        roads = "|".join(re.escape(road) for road in glue.road_numbers)
        self._glue = (
            (re.compile(rf"\b(\d{{1,2}}\.) (?=(?:{_MONTHS})\b)"), rf"\1{HARD}"),
            (re.compile(rf"\b({roads}) (?=\d)"), rf"\1{HARD}"),
            (re.compile(rf"(\d) (?=(?:{units})(?:\W|$))"), rf"\1{HARD}"),
            (re.compile(r"\b(Mio\.|Mrd\.|Millionen|Milliarden) (?=(?:Euro|€))"), rf"\1{HARD}"),
            (re.compile(r"(\d) (?=\d)"), rf"\1{HARD}"),
            (re.compile(r" ([–·])"), rf"{HARD}\1"),
        )

    def font(self, weight: str, size: int) -> ImageFont.FreeTypeFont:
        """Give a font of a weight at a size."""
        known = self._fonts.get((weight, size))
        if known is None:
            name = str(getattr(self.design.fonts, weight))
            engine = ImageFont.Layout.RAQM if self._raqm else ImageFont.Layout.BASIC
            try:
                known = ImageFont.truetype(BytesIO(self._file(name)), size, layout_engine=engine)
            except OSError as wrong:
                raise ConfigError(f"The font file {name} cannot be read: {wrong}.", "Name a TTF or OTF file.") from wrong
            self._fonts[(weight, size)] = known
        return known

    def _file(self, name: str) -> bytes:
        """Give the bytes of a font: of the pack, else of the package font-source-sans-pro."""
        if name not in self._bytes:
            own = dict(self.design.files).get(name)
            self._bytes[name] = own if own is not None else package_font(name)
        return self._bytes[name]

    def knows(self, char: str) -> bool:
        """Tell whether the text font has a glyph for a character."""
        known = self._known.get(char)
        if known is None:
            font = self.font("regular", 48)
            # drawn only where the widths agree: no stage may pay for hundreds of pictures of letters
            same = (
                char != " " and font.getlength(char) == font.getlength(_STRANGE) and _shape(font, char) == _shape(font, _STRANGE)
            )
            known = self._known[char] = not same or char == HARD
        return known

    def clean(self, text: str) -> tuple[str, str]:
        """Tidy a text for the screen → the text that can be set, and the characters that cannot."""
        text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.translate(_TIDY)).replace(HARD, " ")).strip()
        text = "".join(char for char in text if unicodedata.category(char)[0] != "C")
        lost = "".join(dict.fromkeys(char for char in text if not self.knows(char)))
        kept = "".join(char for char in text if char not in lost)
        if lost:
            kept = re.sub(r" +(?=[.,;:!?]|$)", "", kept)  # what stood before a stop is gone
        return re.sub(r" +", " ", kept).strip(), lost

    def glued(self, text: str) -> str:
        """Put no-break spaces where a line must not break."""
        for pattern, instead in self._glue:
            text = pattern.sub(instead, text)
        return text

    def length(self, text: str, role: Type) -> float:
        """Measure a line in px."""
        known = self._lengths.get((text, role))
        if known is None:
            font = self.font(role.weight, role.size)
            known = font.getlength(text, features=self._features(role))
            known += len(text) * role.tracking * role.size / 1000
            self._lengths[(text, role)] = known
        return known

    def wrap(self, text: str, role: Type, width: float, most: int) -> Wrapped:
        """Break a text into at most `most` lines of `width` px, balanced; cut at a word with "…" where it does not fit."""
        words = self._fitting(self.glued(self.clean(text)[0]).split(" "), role, width * _FULL)
        room = width * _FULL
        if len(self._greedy(words, role, room)) <= most:
            return Wrapped(self._balanced(words, role, room), False, len(text))
        while words:
            words = words[:-1]
            last = words[-1].rstrip(" ,;:.–·-") if words else ""
            while last and self.length(f"{last}{HARD}…", role) > room:
                last = last[:-1]
            short = [*words[:-1], f"{last}{HARD}…".strip(HARD)]
            if len(self._greedy(short, role, room)) <= most:
                return Wrapped(self._balanced(short, role, room), True, len(" ".join(words)))
        return Wrapped(("…",), True, 0)

    def _fitting(self, words: list[str], role: Type, room: float) -> list[str]:
        """Break words that are wider than a line: at a hyphen, slash or dot, else anywhere with a hyphen."""
        parts: list[str] = []
        for word in words:
            while self.length(word, role) > room and len(word) > 2:
                at = len(word) - 1
                while at > 2 and self.length(word[:at] + "-", role) > room:
                    at -= 1
                # An address is broken after a slash or before a dot, a compound after its hyphen.
                natural = max(word.rfind("/", 2, at) + 1, word.rfind("@", 2, at) + 1, word.rfind(".", 2, at + 1))
                if natural < at * 0.4:
                    natural = max(natural, word.rfind("-", 2, at) + 1, word.rfind(HARD, 2, at) + 1)
                if natural > 2:
                    parts.append(word[:natural].rstrip(HARD))
                    word = word[natural:].lstrip(HARD)
                else:
                    parts.append(word[:at] + "-")
                    word = word[at:]
            parts.append(word)
        return parts

    def _greedy(self, words: list[str], role: Type, room: float) -> list[str]:
        """Fill line by line: the fewest lines."""
        lines: list[str] = []
        for word in words:
            if lines and self.length(f"{lines[-1]} {word}", role) <= room:
                lines[-1] = f"{lines[-1]} {word}"
            else:
                lines.append(word)
        return lines

    def _balanced(self, words: list[str], role: Type, room: float) -> tuple[str, ...]:
        """Break into the fewest lines, as even as possible, no short word alone on the last line."""
        count = len(self._greedy(words, role, room))
        if count <= 1 or len(words) > 60:
            return tuple(self._greedy(words, role, room))

        @cache
        def best(at: int, left: int) -> tuple[float, tuple[str, ...]]:
            """The cheapest way to set the words from `at` on `left` lines."""
            if left == 1:
                line = " ".join(words[at:])
                wide = self.length(line, role)
                lone = 0.15 if len(words) - at == 1 and len(line) < 9 else 0.0
                return (((room - wide) / room) ** 2 * 0.7 + lone, (line,)) if wide <= room else (float("inf"), ())
            found: tuple[float, tuple[str, ...]] = (float("inf"), ())
            for end in range(at + 1, len(words) - left + 2):
                line = " ".join(words[at:end])
                wide = self.length(line, role)
                if wide > room:
                    break
                rest, lines = best(end, left - 1)
                cost = ((room - wide) / room) ** 2 + rest
                if cost < found[0]:
                    found = (cost, (line, *lines))
            return found

        return best(0, count)[1] or tuple(self._greedy(words, role, room))

    def mask(self, text: str, role: Type) -> tuple[NDArray[np.float32], int, int]:
        """Draw one line → its coverage 0..1, and where its top left corner lies from the pen at the base line."""
        font = self.font(role.weight, role.size)
        wide = int(self.length(text, role)) + role.size
        high, drop = role.size * 2, int(role.size * 1.4)
        image = Image.new("L", (wide + role.size, high))
        pen = ImageDraw.Draw(image)
        left = role.size // 2
        if abs(role.tracking * role.size) < 250:
            pen.text((left, drop), text, fill=255, font=font, anchor="ls", features=self._features(role))
        else:
            x = float(left)
            for at, char in enumerate(text):
                pen.text((x, drop), char, fill=255, font=font, anchor="ls", features=self._features(role))
                pair = text[at : at + 2]
                step = font.getlength(pair, features=self._features(role)) - (
                    font.getlength(pair[1], features=self._features(role)) if len(pair) == 2 else 0
                )
                x += step + role.tracking * role.size / 1000
        inked = image.getbbox()
        if inked is None:
            return np.zeros((1, 1), np.float32), 0, 0
        cover = np.asarray(np.asarray(image.crop(inked), np.float32) / 255, np.float32)
        return cover, inked[0] - left, inked[1] - drop

    def _features(self, role: Type) -> list[str] | None:
        """Choose figures: proportional in display sizes, tabular in text; needs Raqm."""
        if not self._raqm:
            return None
        return ["kern", "pnum" if role.size >= _PROPORTIONAL else "tnum"]


@lru_cache(maxsize=2)
def typesetter(design: Design) -> Typesetter:
    """Keep the fonts of the last designs."""
    return Typesetter(design)


@cache
def caption_widths(design: Design, form: Format) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Measure the caption face of a format → the room of a line and the width of each character, both in 1/64 px.

    So a stage can wrap captions by pixels without holding a font. Characters that the face lacks are left out.
    """
    setter, role, layout = typesetter(design), design.type(form).caption, design.layout(form)
    room = layout.caption[2] - 2 * design.captions.pad[0]
    known = (chr(code) for block in _WRITTEN for code in range(*block))
    widths = tuple((char, round(64 * setter.length(char, role))) for char in known if char == " " or setter.knows(char))
    return 64 * room, widths


def package_font(name: str) -> bytes:
    """Give a font file of the package font-source-sans-pro. Raises ConfigError where it has none of that name."""
    if not re.fullmatch(r"[\w.-]+", name):
        raise ConfigError(f"The font file “{name}” is not in the pack.", "Add it to the pack's folder.")
    file = resources.files("font_source_sans_pro") / "files" / name
    if not file.is_file():
        raise ConfigError(f"There is no font file {name}.", "Add it to the pack's folder, or name one of Source Sans Pro.")
    return file.read_bytes()


def _shape(font: ImageFont.FreeTypeFont, char: str) -> tuple[tuple[int, int], bytes]:
    """Give what a glyph looks like."""
    mask = font.getmask(char)
    return mask.size, bytes(mask)
