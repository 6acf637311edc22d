# SPDX-License-Identifier: EUPL-1.2
"""Check a design pack by drawing it: contrast against the worst pixel, safe areas, collisions, glyphs, overlong words.

Every card is drawn in every format with typical words; each line is measured on the pixels that lie under it.
"""

import math
from dataclasses import dataclass, fields

import numpy as np

from pipeline.model import Finding, PanelKind, Severity
from pipeline.picture import cards, overview, studio, titles
from pipeline.picture.art import Art, Kit
from pipeline.picture.canvas import Probe
from pipeline.picture.design import FORMATS, Colour, Design, Files, load_design
from pipeline.picture.layout import Box
from pipeline.picture.plates import plates
from pipeline.picture.text import Typesetter
from pipeline.picture.yuv import Floats, to_rgb
from pipeline.settings import Format

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_HEADLINE = "Landkreis fördert 128 Vereine mit mehr Geld"


@dataclass(frozen=True, slots=True)
class _Case:
    """An art to be measured, its German name, and the grounds that it may stand on ("wall", "veil", or a plain colour)."""

    name: str
    art: Art
    grounds: tuple[str | Colour, ...]
    in_band: bool = False


def design_check(*layers: Files) -> tuple[Finding, ...]:
    """Check a pack, base first → findings. Raises ConfigError where it cannot be read at all."""
    design = load_design(*layers)
    found = [*_glyphs(design), *_shapes(design)]
    for form in FORMATS:
        found += _format(design, form)
    return tuple(dict.fromkeys(found))


def contrast(one: Colour, two: Colour) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((float(luminance(np.array(c, np.float32))) for c in (one, two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(rgb: Floats) -> Floats:
    """Give the relative luminance of sRGB 0..255 (WCAG 2.2, "relative luminance"); the last axis is red, green, blue."""
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), np.float32)


def _format(design: Design, form: Format) -> list[Finding]:
    """Draw and measure every card in one format."""
    layout, where = design.layout(form), f"design.{form}"
    places = plates(design, form)
    grounds = {name: to_rgb(p.y, p.u, p.v).astype(np.float32) for name, p in (("wall", places.wall), ("veil", places.veil))}
    found: list[Finding] = []
    setter = Typesetter(design)
    for case in _cases(cards.kicker_top(layout, design.type(form))):
        probes: list[Probe] = []
        kit = Kit(design, form, layout, design.type(form), design.texts_de, setter, places, (), None, [], probes)
        case.art.draw(kit)
        found += [_at(finding, where) for finding in kit.found if case.name in ("Abspann", "Vorspann", "KI-Kennzeichnung")]
        for probe in probes:
            found += _measured(design, case, probe, grounds, where)
            found += _placed(case, probe, design, form, where)
    return found + _collisions(design, form, where)


def _cases(bars_y: int) -> tuple[_Case, ...]:
    """List every art that carries words; progress lies at `bars_y`."""
    title = tuple(_Case("Vorspann", titles.TitlePart(k, "Mittwoch, 30. September 2026"), ("veil",)) for k in range(4))
    rows = tuple(
        _Case("Überblick", overview.RowArt(k, 3, True, "Verkehr", _HEADLINE, k == 1, "1"), ("wall",)) for k in range(2)
    )  # fmt: skip
    notice = titles.NoticeArt("Zurückgezogen", "Dieses Video ist nicht mehr verfügbar.", "", "", _HEADLINE, _HEADLINE, True)
    right = titles.NoticeArt("Korrektur", "Zur Ausgabe vom 13. November", _HEADLINE, _HEADLINE, "", _HEADLINE, False)
    service = titles.ServiceArt("Termin", _HEADLINE, (("when", "Montag, 30. November"), ("where", "Kreishaus")), "", "1")
    fact = cards.FactArt(PanelKind.NUMBER, "Digitales", "1.240", "Haushalte", _HEADLINE, _HEADLINE, False, "1")
    return (
        *title,
        *rows,
        _Case("Abspann", titles.CloserArt(), ("veil",)),
        _Case("Überblick", overview.OverviewTitle(), ("wall",)),
        _Case("Karte", cards.HeadlineArt("Verkehr", _HEADLINE, "1"), ("plate",)),
        _Case("Karte", cards.BarsArt(1, 4, bars_y), ("plate",)),
        _Case("Faktenkarte", fact, ("wall",)),
        _Case("Servicetafel", service, ("wall",)),
        _Case("Bauchbinde", studio.NamePlate("name", "Anna, KI-Sprecherin"), ("wall",)),
        _Case("Bauchbinde", studio.NamePlate("role", "Figur und Stimme: KI-generiert"), ("wall",)),
        _Case("Bild im Vollformat", cards.StrapArt("Verkehr", _HEADLINE, "1"), (_WHITE, _BLACK)),
        _Case("Bildnachweis", cards.CreditArt("Landkreis", Box(200, 400, 600, 200), "1"), (_WHITE, _BLACK)),
        _Case("Korrektur", right, ("wall",)),
        _Case("Rückzug", notice, ("wall",)),
        _Case("Logo", studio.LogoArt("paper"), ("wall",)),
        _Case("Logo", studio.LogoArt("ink"), ("veil",)),
        _Case("Logo", studio.LogoArt("paper", pill=True), (_WHITE, _BLACK)),
        _Case("KI-Kennzeichnung", studio.LabelArt(), (_WHITE, _BLACK)),
        _Case("Untertitel", studio.CaptionArt(("Die Brücke ist ab", "Montag gesperrt.")), (_WHITE, _BLACK), in_band=True),
    )


def _measured(
    design: Design, case: _Case, probe: Probe, grounds: dict[str, Floats], where: str
) -> list[Finding]:  # fmt: skip
    """Measure a line's contrast against the worst pixel under it, on each ground."""
    worst = 21.0
    own = float(luminance(np.array(probe.colour, np.float32)))
    for ground in case.grounds:
        under = probe.under[:, :, :3] + (1 - probe.under[:, :, 3:] / 255) * _beneath(design, ground, probe, grounds)
        if not under.size:
            continue
        lum = luminance(np.asarray(under, np.float32))
        ratios = (np.maximum(lum, own) + 0.05) / (np.minimum(lum, own) + 0.05)
        worst = min(worst, float(ratios.min()))
    if worst >= design.checks.contrast_text:
        return []
    message = (
        f"{case.name}: Der Kontrast von „{probe.words}“ zum dunkelsten oder hellsten Bildpunkt dahinter ist {worst:.1f} : 1; "
        f"nötig sind {design.checks.contrast_text:g} : 1. Bitte die Farben in [palette] ändern."
    )
    return [Finding("contrast-too-low", Severity.RED, message, where, probe.words)]


def _beneath(design: Design, ground: str | Colour, probe: Probe, grounds: dict[str, Floats]) -> Floats:
    """Give the pixels of a ground under a line."""
    if isinstance(ground, tuple):
        return np.array(ground, np.float32)
    if ground == "plate":
        return np.array(design.colour("deep"), np.float32)
    whole = grounds[ground]
    part = probe.box.meet(Box(0, 0, whole.shape[1], whole.shape[0]))
    cut = whole[part.y : part.bottom, part.x : part.right]
    return cut if cut.shape[:2] == probe.under.shape[:2] else np.asarray(cut.mean(axis=(0, 1)), np.float32)


def _placed(case: _Case, probe: Probe, design: Design, form: Format, where: str) -> list[Finding]:
    """Check that a line lies in the safe area and outside the band that captions need."""
    layout = design.layout(form)
    safe, band = Box(*layout.safe[:4]), Box(*layout.caption[:4])
    found = []
    if not safe.grown(3).covers(probe.box):
        message = (
            f"{case.name} ({form}): „{probe.words}“ ragt aus dem Sicherheitsrahmen. Bitte die Box in [layout.{form}] ändern."
        )
        found.append(Finding("outside-safe-area", Severity.RED, message, where, probe.words))
    over = probe.box.meet(band)
    if not case.in_band and over.w > 0 and over.h > 0:
        message = f"{case.name} ({form}): „{probe.words}“ liegt im Band der Untertitel. Bitte die Box in [layout.{form}] ändern."
        found.append(Finding("in-caption-band", Severity.RED, message, where, probe.words))
    return found


def _collisions(design: Design, form: Format, where: str) -> list[Finding]:
    """Check that boxes that are seen together do not meet."""
    layout = design.layout(form)
    right, y, high = layout.label
    label = Box(right - 330, y, 330, high)
    logo = Box(layout.logo[0], layout.logo[1], 330, layout.logo[2])
    words, rows, band = layout.words_box, Box(*layout.rows[:4]), Box(*layout.caption[:4])
    pairs = (
        ("Logo", logo, "KI-Kennzeichnung", label),
        ("Logo", logo, "Karte", words),
        ("KI-Kennzeichnung", label, "Karte", words),
        ("Logo", logo, "Überblick", rows),
        ("KI-Kennzeichnung", label, "Überblick", rows),
        ("Karte", words, "Untertitel", band),
        ("Überblick", rows, "Untertitel", band),
    )
    out = []
    for one, a, two, b in pairs:
        both = a.meet(b)
        if both.w > 0 and both.h > 0:
            message = f"{one} und {two} überdecken sich in {form}. Bitte die Boxen in [layout.{form}] ändern."
            out.append(Finding("boxes-collide", Severity.RED, message, where))
    return out


def _shapes(design: Design) -> list[Finding]:
    """Check the contrast of what is drawn, not written: the label's edge, the current bar, the lens."""
    pairs = (
        ("Rand der KI-Kennzeichnung auf der Studiowand", "mist", "night"),
        ("Fortschritt auf der Karte", "accent", "deep"),
        ("Fortschritt auf der Servicetafel", "core", "mist"),
        ("Rand der Linse", "mist", "deep"),
    )
    rows = [(name, one, two, contrast(design.colour(one), design.colour(two))) for name, one, two in pairs]
    # the worst picture behind the label is as light as the middle between its rim and its ground
    apart = math.sqrt(contrast(design.colour("mist"), design.colour("ink")))
    rows.append(("Rand und Fläche der KI-Kennzeichnung auf einem Bild", "mist", "ink", apart))
    out = []
    for name, one, two, ratio in rows:
        if ratio < design.checks.contrast_shape:
            message = (
                f"{name}: Kontrast {ratio:.1f} : 1, nötig sind {design.checks.contrast_shape:g} : 1 ([palette] {one}, {two})."
            )
            out.append(Finding("contrast-too-low", Severity.RED, message, "design.palette"))
    return out


def _glyphs(design: Design) -> list[Finding]:
    """Check that the fonts have every character of the fixed words."""
    setter = Typesetter(design)
    out = []
    for group in (design.county, design.texts_de, design.texts_en):
        for spec in fields(group):
            value = getattr(group, spec.name)
            lost = setter.clean(value if isinstance(value, str) else " ".join(value))[1]
            if lost:
                message = f"Der Schrift fehlen Zeichen aus „{spec.name}“: {' '.join(lost)}"
                out.append(Finding("glyph-missing", Severity.RED, message, "design.fonts", lost))
    return out


def _at(finding: Finding, where: str) -> Finding:
    """Give a finding the place of the design."""
    return Finding(finding.code, finding.severity, finding.message, where, finding.quote)
