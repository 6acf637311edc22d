# SPDX-License-Identifier: EUPL-1.2
"""Real speech for the tests of the presenter, and what is measured on it."""

from functools import cache
from itertools import pairwise
from pathlib import Path

from pipeline.model import SAMPLES_PER_FRAME, Blob, Frames, Phoneme, Samples, SpokenSentence, Timing
from pipeline.picture.atlas import Atlas, build_atlas
from pipeline.picture.mouth_book import BOOK, GRAIN
from pipeline.picture.performance import Pose, poses
from pipeline.picture.rig import Rig, load_rig

AVATARS = Path(__file__).parents[2] / "avatars"
LEAD_IN = Frames(10)
NO_SOUND = Blob("0" * 64, "audio/wav", 0)


@cache
def sentences() -> tuple[SpokenSentence, ...]:
    found: list[SpokenSentence] = []
    heads: list[tuple[int, int, str]] = []
    sounds: list[list[Phoneme]] = []
    for row in (Path(__file__).parent / "speech.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("="):
            start, end, text = row[2:].split(" ", 2)
            heads.append((int(start), int(end), text))
            sounds.append([])
        elif not row.startswith("#"):
            ipa, start, end, *stress = row.split(" ")
            sounds[-1].append(Phoneme(ipa, Samples(int(start)), Samples(int(end)), bool(stress)))
    for number, ((start, end, text), phonemes) in enumerate(zip(heads, sounds, strict=True), 1):
        found.append(
            SpokenSentence(
                f"1.{number}", text, text, Samples(start), Samples(end), (), tuple(phonemes), Timing.NATIVE, "de+f2", NO_SOUND
            )
        )
    return tuple(found)


def cuts() -> tuple[tuple[Frames, Frames], ...]:
    """One cut per sentence, in the middle of the pauses."""
    said = sentences()
    middles = [(a.end + b.start) // 2 // SAMPLES_PER_FRAME + LEAD_IN for a, b in pairwise(said)]
    edges = [0, *middles, said[-1].end // SAMPLES_PER_FRAME + LEAD_IN + 12]
    return tuple((Frames(a), Frames(b)) for a, b in pairwise(edges))


@cache
def performed(rig: Rig, seed: int = 7, grave: bool = False) -> tuple[Pose, ...]:
    return tuple(pose for start, end in cuts() for pose in poses(sentences(), start, end, seed, rig, LEAD_IN, grave))


def opening(rig: Rig, pose: Pose) -> float:
    """How far the mouth of a pose is open, canvas px."""
    entry = BOOK[pose.mouth[0] if pose.mouth else 0]
    return sum(count * wide for count, wide in zip(entry, rig.mouths.openings, strict=True)) / GRAIN


def files(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (AVATARS / name).iterdir()}


@cache
def rig_of(name: str) -> Rig:
    held = files(name)
    return load_rig(held["avatar.toml"], held["presenter.svg"])


@cache
def small_atlas(name: str) -> Atlas:
    """An atlas of few px: the same drawings, a tenth of the time."""
    return build_atlas(rig_of(name), 0.7)
