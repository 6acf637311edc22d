# SPDX-License-Identifier: EUPL-1.2
"""Read a design pack: design.toml and its files → one frozen Design. Strict: an unknown key is an error.

A pack may say `extends = "<other pack>"` and write only what differs; `layers` are then given from the base to the top.
Sizes in px at the master size of each format, motion in frames at 25 fps, colours sRGB hex.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from pipeline.errors import ConfigError
from pipeline.picture.layout import Layout, TypeScale
from pipeline.settings import Format, read

Files = tuple[tuple[str, bytes], ...]
"""The files of a pack, each with its name relative to the pack's folder."""
Gender = Literal["female", "male", "neutral"]
Colour = tuple[int, int, int]

FORMATS: tuple[Format, ...] = ("16x9", "9x16", "1x1")


@dataclass(frozen=True, slots=True)
class County:
    """Who speaks, as it is written on screen. `programme_light` is the part of the programme's name in light type."""

    name: str
    name_lines: tuple[str, ...]
    programme: str
    programme_light: str
    claim: str
    web: str
    web_url: str
    editor: str
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The mark: a file of the pack, SVG or PNG; `mark_dark` is another one for dark grounds."""

    mark: str
    show_wordmark: bool = True
    mark_dark: str = ""


@dataclass(frozen=True, slots=True)
class Fonts:
    """One font file per weight: of the pack, or of the package font-source-sans-pro."""

    light: str
    regular: str
    semibold: str
    bold: str
    black: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the county, sRGB hex."""

    ink: str
    night: str
    deep: str
    core: str
    sky: str
    mist: str
    paper: str
    accent: str
    alert: str


@dataclass(frozen=True, slots=True)
class Land:
    """The landscape: a tokenised SVG per format and the colours for its tokens."""

    wide: str
    tall: str
    square: str
    sky_top: str
    sky_mid: str
    sky_low: str
    sun: str
    far: str
    hill: str
    wood: str
    slope: str
    field: str
    front: str
    strip_a: str
    strip_b: str
    strip_c: str
    river: str


@dataclass(frozen=True, slots=True)
class Wall:
    """How the landscape is dimmed into the studio wall; `grain` is the amplitude of the fixed dither in code values."""

    blur: float
    falloff: float
    slats: float
    grain: float


@dataclass(frozen=True, slots=True)
class PanelLook:
    """The plate of a card: corner radii, top-edge light, shadow."""

    radius: int
    radius_small: int
    hairline: float
    shadow_dy: int
    shadow_blur: float
    shadow_alpha: float


@dataclass(frozen=True, slots=True)
class LabelLook:
    """The AI label. `icon` is an SVG of the pack that replaces the glyph."""

    glyph: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """The box behind burned-in captions."""

    alpha: float
    radius: int
    pad: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Glue:
    """Words that stay together at a line break: "K 12", "9 Uhr"."""

    road_numbers: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """The least contrast of words and of shapes (WCAG 2.2, 1.4.3 and 1.4.11)."""

    contrast_text: float
    contrast_shape: float


@dataclass(frozen=True, slots=True)
class Texts:
    """The fixed words on screen in one language. `{name}` and `{day}` are filled in."""

    label: str
    label_alt: str
    overview_kicker: str
    overview_also: str
    credit: str
    presenter_female: str
    presenter_male: str
    presenter_neutral: str
    presenter_role: str
    closer_title: str
    closer_editor: str
    closer_notice: str
    service_kicker: str
    service_kicker_plain: str
    qr_hint: str
    poster_captions: str
    correction_kicker: str
    correction_title: str
    correction_wrong: str
    correction_right: str
    retraction_kicker: str
    retraction_title: str
    correction_dated: str = "Berichtigt am {day}."
    retraction_dated: str = "Die Ausgabe vom {day} wurde am {back} zurückgezogen."


@dataclass(frozen=True, slots=True)
class Motion:
    """How long things take, in frames. `calm` turns every move into a cut; `zoom` is the share by which a picture grows."""

    calm: bool
    iris: int
    move: int
    story_change: int
    panel_in: int
    panel_out: int
    row_in: int
    row_stagger: int
    row_active: int
    lower_third_in: int
    lower_third_out: int
    bleed: int
    zoom: float
    zoom_frames: int
    figure_in: int


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A corporate design. Two designs are equal where their digest is: it covers every value and every file."""

    id: str
    licence: str
    county: County
    logo: Logo
    fonts: Fonts
    palette: Palette
    land: Land
    wall: Wall
    panel: PanelLook
    label: LabelLook
    captions: CaptionLook
    glue: Glue
    checks: Checks
    motion: Motion
    texts_de: Texts
    texts_en: Texts
    types: tuple[TypeScale, ...]
    layouts: tuple[Layout, ...]
    files: Files
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Design) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def texts(self, language: str) -> Texts:
        """Give the fixed words in a language; German where the language is not known."""
        return self.texts_en if language == "en" else self.texts_de

    def layout(self, form: Format) -> Layout:
        """Give the boxes of a format."""
        return self.layouts[FORMATS.index(form)]

    def type(self, form: Format) -> TypeScale:
        """Give the type sizes of a format."""
        return self.types[FORMATS.index(form)]

    def file(self, name: str) -> bytes:
        """Give a file of the pack. Raises ConfigError where it is missing."""
        for known, content in self.files:
            if known == name:
                return content
        raise ConfigError(f"The design pack “{self.id}” has no file {name}.", "Add it to the pack's folder, or correct the name.")

    def colour(self, name: str) -> Colour:
        """Give a palette colour by its name as red, green, blue."""
        return rgb(str(getattr(self.palette, name)))

    def filled(self, svg: str) -> str:
        """Fill the tokens {{name}} of an SVG with the palette and the land colours."""
        colours = {name: str(getattr(group, name)) for group in (self.land, self.palette) for name in group.__slots__}
        colours["front2"] = mixed(self.land.front, self.palette.night, 0.45)
        return re.sub(r"\{\{(\w+)\}\}", lambda token: colours.get(token.group(1), "#000000"), svg)

    def presenter_line(self, name: str, gender: Gender, language: str) -> tuple[str, str]:
        """Give the two lines of the presenter's name plate, fitting the presenter's gender."""
        words = self.texts(language)
        lines = {"female": words.presenter_female, "male": words.presenter_male, "neutral": words.presenter_neutral}
        return lines[gender].format(name=name), words.presenter_role


def rgb(colour: str) -> Colour:
    """Read "#RRGGBB" → (red, green, blue). Raises ConfigError."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise ConfigError(f"“{colour}” is no colour.", 'Write it as "#RRGGBB".')
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, two: str, share: float) -> str:
    """Mix two colours; `share` is the part of the second."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(two), strict=True))
    return "#" + "".join(f"{part:02X}" for part in parts)


def base_of(files: Files) -> str:
    """Name the pack that a pack extends; empty where it stands alone. Raises ConfigError where design.toml is unreadable."""
    extends = _table(files).get("extends", "")
    if not isinstance(extends, str):
        raise ConfigError("design.toml: extends must be the name of a pack.", 'Write extends = "beispielheim".')
    return extends


def load_design(*layers: Files) -> Design:
    """Read packs, base first, → Design. Raises ConfigError naming the key, the file or the colour at fault."""
    table: dict[str, object] = {}
    merged: dict[str, bytes] = {}
    for files in layers:
        table = _over(table, _table(files))
        merged.update({name: content for name, content in files if name != "design.toml"})
    table.pop("extends", None)
    where = f"design.toml of “{table.get('id', '?')}”"
    if table.pop("schema", None) != 1:
        raise ConfigError(f"{where}: schema must be 1.", "Write schema = 1.")
    design = _design(table, where, merged)
    _check_files(design)
    return design


def _design(table: dict[str, object], where: str, merged: dict[str, bytes]) -> Design:
    """Build the Design of one merged table."""
    texts, types, layouts = (_tables(table, name, where) for name in ("texts", "type", "layout"))
    known = {"id", "licence", "texts", "type", "layout", *_PARTS}
    for key in table:
        if key not in known:
            raise ConfigError(f"Unknown key “{key}” in {where}.", f"Known keys: {', '.join(sorted(known))}.")
    for name, tables, allowed in (("texts", texts, ("de", "en")), ("type", types, FORMATS), ("layout", layouts, FORMATS)):
        if set(tables) != set(allowed):
            raise ConfigError(f"{where}: [{name}] has {', '.join(tables) or 'nothing'}.", f"It needs {', '.join(allowed)}.")
    files = tuple(sorted(merged.items()))
    seen = hashlib.sha256(repr(_sorted(table)).encode())
    for name, content in files:
        seen.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    parts: dict[str, object] = {
        name: read(kind, _tables(table, name, where), f"{where}: [{name}]") for name, kind in _PARTS.items()
    }
    return Design(
        id=str(table.get("id", "")),
        licence=str(table.get("licence", "")),
        county=cast(County, parts["county"]),
        logo=cast(Logo, parts["logo"]),
        fonts=cast(Fonts, parts["fonts"]),
        palette=cast(Palette, parts["palette"]),
        land=cast(Land, parts["land"]),
        wall=cast(Wall, parts["wall"]),
        panel=cast(PanelLook, parts["panel"]),
        label=cast(LabelLook, parts["label"]),
        captions=cast(CaptionLook, parts["captions"]),
        glue=cast(Glue, parts["glue"]),
        checks=cast(Checks, parts["checks"]),
        motion=cast(Motion, parts["motion"]),
        texts_de=read(Texts, _tables(texts, "de", where), f"{where}: [texts.de]"),
        texts_en=read(Texts, _tables(texts, "en", where), f"{where}: [texts.en]"),
        types=tuple(read(TypeScale, _tables(types, form, where), f"{where}: [type.{form}]") for form in FORMATS),
        layouts=tuple(read(Layout, _tables(layouts, form, where), f"{where}: [layout.{form}]") for form in FORMATS),
        files=files,
        digest=seen.hexdigest(),
    )


_PARTS: dict[str, type] = {
    "county": County,
    "logo": Logo,
    "fonts": Fonts,
    "palette": Palette,
    "land": Land,
    "wall": Wall,
    "panel": PanelLook,
    "label": LabelLook,
    "captions": CaptionLook,
    "glue": Glue,
    "checks": Checks,
    "motion": Motion,
}

Tree = TypeVar("Tree")


def _table(files: Files) -> dict[str, object]:
    """Read the design.toml among a pack's files."""
    content = dict(files).get("design.toml")
    if content is None:
        raise ConfigError("The design pack has no design.toml.", "Copy the one of assets/beispielheim and change its values.")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        raise ConfigError(f"design.toml is not valid TOML: {wrong}.", "Mend that line.") from wrong


def _tables(table: dict[str, object], name: str, where: str) -> dict[str, object]:
    """Give a sub-table. Raises ConfigError where it is missing or no table."""
    part = table.get(name)
    if not isinstance(part, dict):
        raise ConfigError(f"{where}: the table [{name}] is missing.", "Copy it from assets/beispielheim/design.toml.")
    return cast(dict[str, object], part)


def _over(base: dict[str, object], top: dict[str, object]) -> dict[str, object]:
    """Lay one table over another, table by table."""
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _over(cast(dict[str, object], below), cast(dict[str, object], value)) if both else value
    return merged


def _sorted(value: object) -> object:
    """Give a table in one canonical order, for the digest."""
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    return [_sorted(part) for part in value] if isinstance(value, list) else value


def _check_files(design: Design) -> None:
    """Refuse colours that are none and files that are missing. Raises ConfigError."""
    for group in (design.palette, design.land):
        for name in group.__slots__:
            if name not in ("wide", "tall", "square"):
                rgb(str(getattr(group, name)))
    for form, layout in zip(FORMATS, design.layouts, strict=True):
        if any(side % 4 or side < 320 for side in layout.size):
            raise ConfigError(f"[layout.{form}] size is {list(layout.size)}.", "Both sides must be multiples of 4, at least 320.")
    needed = (design.logo.mark, design.logo.mark_dark, design.label.icon, design.land.wide, design.land.tall, design.land.square)
    for file in filter(None, needed):
        design.file(file)
