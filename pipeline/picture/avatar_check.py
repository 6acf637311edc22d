# SPDX-License-Identifier: EUPL-1.2
"""Check a presenter's folder: its files → findings for editors, and a sheet of all mouths and looks.

A presenter that has red findings is never used. Licence and consent are checked for every kind of presenter, the drawing for
`rig2d` and for the stand-in of `command`, the portrait and its points for `photo`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from pipeline.errors import EngineError
from pipeline.model import Finding, Severity
from pipeline.picture.acting import Actor
from pipeline.picture.atlas import Atlas, Pixels, book_shapes, build_atlas, draw, mouth_numbers
from pipeline.picture.avatar_standing import File, red, standing, table_of
from pipeline.picture.defects import Defects
from pipeline.picture.motion import LID_GRAIN
from pipeline.picture.performance import GRAVE_GRAIN, NEUTRAL, Pose
from pipeline.picture.photo_presenter import PhotoPresenter
from pipeline.picture.portrait import PHOTOS, Portrait, read_portrait
from pipeline.picture.presenter import Presenter
from pipeline.picture.rig import Area, Rig, read_rig
from pipeline.picture.visemes import VISEMES

_MOST_BYTES = 12_000_000
_MOST_PIXELS = 40_000_000
_WALL = (34, 76, 128)
_ROOM = 8


def check(files: Sequence[File], today: date) -> tuple[Finding, ...]:
    """The files of a folder (name, bytes) → what is wrong with it; red findings forbid its use. `today` decides on consent."""
    held = dict(files)
    table = table_of(held)
    if isinstance(table, Finding):
        return (table,)
    kind = table.get("kind")
    findings = [
        red("avatar-file-missing", f"Die Datei {name} fehlt im Ordner.", name) for name in _needed(kind) if name not in held
    ]
    findings += standing(files, today)
    findings += _preview(held.get("preview.png"))
    if kind in ("rig2d", "command") and "presenter.svg" in held:
        findings += _rig(held["avatar.toml"], held["presenter.svg"])
    if kind == "photo":
        findings += _photo(held)
    return tuple(findings)


def _needed(kind: object) -> tuple[str, ...]:
    """Name the files of a kind; a program needs a drawing that stands in where it fails."""
    return ("LICENSE", "preview.png", *(("points.json",) if kind == "photo" else ("presenter.svg",)))


def _preview(png: bytes | None) -> list[Finding]:
    """Look at the preview's header only: a small file may decode to hundreds of megabytes."""
    if png is None:
        return []
    unfit = red("avatar-preview-unfit", "preview.png ist kein Bild oder viel zu groß.", "preview.png")
    if len(png) > _MOST_BYTES:
        return [unfit]
    try:
        with Image.open(BytesIO(png)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return [unfit]
    return [unfit] if width * height > _MOST_PIXELS else []


def _rig(toml: bytes, svg: bytes) -> list[Finding]:
    """Read and, where it can be read, draw the rig: mouths inside their boxes, eyes above the body."""
    defects = Defects()
    rig = read_rig(toml, svg, defects)
    if rig is not None and not defects:
        _measure(rig, defects)
    found = [red(f"avatar-{defect.code}", defect.german(), "presenter.svg") for defect in defects]
    if rig is not None and not found and not (rig.chin_shade and rig.cheek_shade):
        message = "Ohne die Gruppen chin-shade und cheek-shade bleiben Wangen und Kinnschatten beim Sprechen starr."
        found.append(Finding("avatar-no-shades", Severity.NOTE, message, "avatar:presenter.svg"))
    return found


def _photo(held: Mapping[str, bytes]) -> list[Finding]:
    """Read the portrait and its points."""
    defects = Defects()
    photo = next((held[name] for name in PHOTOS if name in held), None)
    read_portrait(held["avatar.toml"], photo, held.get("points.json"), defects)
    return [red(f"avatar-{defect.code}", defect.german(), "photo") for defect in defects]


def _measure(rig: Rig, defects: Defects) -> None:
    """Note mouths that leave their boxes, and a neck that reaches up to the eyes."""
    for entry, name in enumerate(VISEMES):
        numbers = mouth_numbers(rig, (entry, 16, 4), 0.0)
        xs, ys = [x for own in numbers for x in own[0::2]], [y for own in numbers for y in own[1::2]]
        for box in (rig.mouth_box, rig.jaw_box):
            if min(xs) < box.x or max(xs) > box.right or min(ys) < box.y or max(ys) > box.bottom:
                defects.note("mouth-outside", f"mouth-{name}")
    try:
        body = draw(rig, rig.body, Area(0, 0, rig.canvas[0], rig.canvas[1]), 0.25).pixels
    except EngineError as wrong:
        defects.note("svg-unreadable", wrong.message)
        return
    rows = np.flatnonzero(body[..., 3].any(axis=1))
    if len(rows) and rows[0] / 0.25 < rig.eyes_box.bottom:
        defects.note("boxes-overlap")


# ---------------------------------------------------------------- contact sheet


def contact_sheet(rig: Rig, atlas: Atlas | None = None, portrait: Portrait | None = None) -> bytes:
    """A presenter → a PNG with the fourteen mouths, eyes, looks, brows and the grave face, on the studio's blue."""
    presenter: Actor
    presenter = Presenter(rig, atlas or build_atlas(rig), 1.26) if portrait is None else PhotoPresenter(portrait, 1.26)
    book = {shape[0]: shape for shape in book_shapes(rig) if shape}  # the last one of an entry is the widest
    mouths = [replace(NEUTRAL, mouth=book.get(k, ()) if k else (), jaw=round(2 * rig.jaw[k])) for k in range(len(VISEMES))]
    faces = [
        *(replace(NEUTRAL, lids=lids) for lids in (0, 4, LID_GRAIN)),
        *(replace(NEUTRAL, gaze=gaze) for gaze in ((-8, 0), (8, 0), (0, 5))),
        replace(NEUTRAL, brows=6),
        replace(NEUTRAL, grave=GRAVE_GRAIN, lids=1),
    ]
    if portrait is not None:  # a photograph has one face: it blinks, and that is all
        faces = faces[:3]
    low, high = rig.jaw_box, rig.eyes_box
    mouth_area = Area(low.x - 10, low.y - 30, low.width + 20, low.height + 40)
    face_area = Area(high.x - 20, high.y - 20, high.width + 40, low.bottom - high.y + 30)
    whole = Area(0, 60, rig.canvas[0], rig.canvas[1] - 60)
    rows = [_row(presenter, mouths[:7], mouth_area), _row(presenter, mouths[7:], mouth_area), _row(presenter, faces, face_area)]
    rows.append(_row(presenter, [NEUTRAL, faces[-1]], whole))
    width = max(row.shape[1] for row in rows)
    sheet = np.concatenate([_filled(row, width) for row in rows])
    done, png = cv2.imencode(".png", np.ascontiguousarray(sheet[..., ::-1]))
    if not done:
        raise EngineError("The contact sheet could not be written.", "Check the installation of OpenCV.")
    return png.tobytes()


def still(presenter: Actor, pose: Pose, area: Area, wall: tuple[int, int, int] = _WALL) -> Pixels:
    """Draw a pose before a plain wall: red, green, blue of an area of the canvas."""
    patch = presenter.patch(pose)
    left, top = round(area.x * presenter.scale), round(area.y * presenter.scale)
    width, height = round(area.width * presenter.scale), round(area.height * presenter.scale)
    canvas = np.zeros((height, width, 4), np.float32)
    rows, columns = patch.pixels.shape[:2]
    x0, y0 = max(left, patch.x), max(top, patch.y)
    x1, y1 = min(left + width, patch.x + columns), min(top + height, patch.y + rows)
    canvas[y0 - top : y1 - top, x0 - left : x1 - left] = patch.pixels[y0 - patch.y : y1 - patch.y, x0 - patch.x : x1 - patch.x]
    shown = canvas[..., :3] + np.array(wall, np.float32) * (1 - canvas[..., 3:] / 255)
    return np.clip(np.round(shown), 0, 255).astype(np.uint8)


def _row(presenter: Actor, row: Sequence[Pose], area: Area) -> Pixels:
    pictures = [np.pad(still(presenter, pose, area), ((0, _ROOM), (0, _ROOM), (0, 0)), constant_values=255) for pose in row]
    return np.concatenate(pictures, axis=1)


def _filled(row: Pixels, width: int) -> Pixels:
    return np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), constant_values=255)
