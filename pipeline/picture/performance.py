# SPDX-License-Identifier: EUPL-1.2
"""Perform a cut: spoken sentences → one Pose per frame.

A pose holds everything that decides the presenter's pixels in a frame, counted in small whole steps. A cut begins and ends in
the neutral pose and depends on its own sentences alone, so that its segment of film can be kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.model import SAMPLES_PER_FRAME, Frames, SpokenSentence
from pipeline.picture.articulation import Lips, mouths
from pipeline.picture.motion import bearings, dice, stretches
from pipeline.picture.mouth_book import BOOK, GRAIN
from pipeline.picture.rig import Rig, span
from pipeline.picture.visemes import VISEMES, sounds

GRAVE_GRAIN = 4
"""Steps from the neutral to the grave face."""
_EASE = 16  # frames in which the face turns grave or back
_GRAVE_LIDS = 1  # of 8: slightly lowered lids


@dataclass(frozen=True, slots=True)
class Pose:
    """What a presenter does in one frame.

    `sway` in 1/40 of the full sway (one number ties rotation and shift), `nod`, `breath`, `brows` and `gaze` in 1/4 canvas px
    (nod down, breath and brows up), `lids` in 1/8 (8 is closed), `jaw` in 1/2 canvas px. `mouth` holds an entry
    of the mouth book, its width in sixteenths and its teeth in quarters; () is rest. `grave` runs from 0 to 4.
    `trail` is how far the ends of the hair hang behind the sway, in its steps.
    `shot` names a picture of an outside program, which has nothing else.
    """

    sway: int = 0
    nod: int = 0
    breath: int = 0
    mouth: tuple[int, ...] = ()
    jaw: int = 0
    lids: int = 0
    gaze: tuple[int, int] = (0, 0)
    brows: int = 0
    grave: int = 0
    shot: str = ""
    trail: int = 0


NEUTRAL = Pose()


def poses(
    sentences: Sequence[SpokenSentence],
    start: Frames,
    end: Frames,
    seed: int,
    rig: Rig,
    voice_at: Frames,
    grave: bool = False,
    eases: tuple[bool, bool] = (False, False),
) -> tuple[Pose, ...]:
    """Spoken sentences → the poses of the frames `start` up to `end`; `voice_at` is the frame at which the speech starts.

    Sentences that are spoken elsewhere are left out. `grave` gives the grave face in every frame; `eases` says whether it
    comes at the start and goes at the end of this cut (first and last sentence of a grave story).
    """
    frames = end - start
    origin = (start - voice_at) * SAMPLES_PER_FRAME
    own = [s for s in sentences if 0 <= (s.start + s.end) // 2 - origin < frames * SAMPLES_PER_FRAME]
    targets = tuple(t for s in own for t in sounds(s, origin))
    lips = lips_of(rig)
    spoken = mouths(targets, frames, lips)
    chance = dice(seed, own, frames)
    moved = bearings(stretches(own, origin), frames, chance, rig.idle, rig.grave.calm if grave else 0.0)
    faces = _faces(frames, grave, eases)
    return tuple(
        Pose(
            b.sway,
            b.nod,
            b.breath,
            m.shape,
            m.jaw,
            max(b.lids, _GRAVE_LIDS * (g == GRAVE_GRAIN)),
            b.gaze,
            b.brows,
            g,
            trail=b.trail,
        )
        for b, m, g in zip(moved, spoken, faces, strict=True)
    )


@lru_cache(maxsize=4)
def lips_of(rig: Rig) -> Lips:
    """Rig → what the timing of its mouths must know."""
    seen = [k for k, outline in enumerate(rig.mouths.outlines) if outline.kind in ("cavity", "upper-lip", "lower-lip")]
    forms = tuple(tuple(n for k in seen for n in shape[k]) for shape in rig.mouths.shapes[: len(VISEMES)])
    return Lips(rig.mouths.openings, rig.mouths.widths, rig.jaw, forms, _teeth_of(rig))


def _teeth_of(rig: Rig) -> tuple[float, ...]:
    """Rig → the height of the teeth that each mouth of the book shows at its centre, canvas px."""
    weights, x = np.array(BOOK) / GRAIN, rig.mouths.centre[0]
    bare = np.zeros(len(BOOK))
    holes = [span(tuple(shape), x) for shape in weights @ _outlines(rig, "cavity")[0]]
    for teeth in _outlines(rig, "teeth"):
        for n, (shape, hole) in enumerate(zip(weights @ teeth, holes, strict=True)):
            top, bottom = span(tuple(shape), x)
            bare[n] = max(bare[n], min(bottom, hole[1]) - max(top, hole[0]))
    return tuple(float(high) for high in bare)


def _outlines(rig: Rig, kind: str) -> list[NDArray[np.float64]]:
    """Give the numbers of each outline of a kind, one row per viseme."""
    places = [k for k, outline in enumerate(rig.mouths.outlines) if outline.kind.startswith(kind)]
    return [np.array([shape[k] for shape in rig.mouths.shapes[: len(VISEMES)]]) for k in places]


def _faces(frames: int, grave: bool, eases: tuple[bool, bool]) -> list[int]:
    """Give the grave face per frame, 0..4: none, held, or coming and going."""
    if not grave:
        return [0] * frames
    coming = [min(GRAVE_GRAIN, n * GRAVE_GRAIN // _EASE) if eases[0] else GRAVE_GRAIN for n in range(frames)]
    going = [min(GRAVE_GRAIN, (frames - 1 - n) * GRAVE_GRAIN // _EASE) if eases[1] else GRAVE_GRAIN for n in range(frames)]
    return [min(a, b) for a, b in zip(coming, going, strict=True)]
