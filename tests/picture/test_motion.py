# SPDX-License-Identifier: EUPL-1.2
"""Idle motion: neutral at cuts, calm, alive, and the same for the same seed."""

import math
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from pipeline.model import FPS, SAMPLES_PER_FRAME, Frames, Phoneme, Samples, SpokenSentence
from pipeline.picture.motion import LID_GRAIN, PIXEL_GRAIN, SWAY_GRAIN
from pipeline.picture.performance import NEUTRAL, Pose, poses
from tests.picture.spoken import LEAD_IN, cuts, performed, rig_of, sentences

SEEDS = range(12)
LARGEST_SCALE = 1.34
EYE_LEVEL = 205  # canvas px above the neck pivot


@cache
def parts(seed: int, grave: bool = False, name: str = "anna") -> list[tuple[Pose, ...]]:
    rig = rig_of(name)
    return [poses(sentences(), start, end, seed, rig, LEAD_IN, grave) for start, end in cuts()]


def moved(said: SpokenSentence, by: int) -> SpokenSentence:
    phonemes = tuple(Phoneme(p.ipa, Samples(p.start + by), Samples(p.end + by), p.stressed) for p in said.phonemes)
    return replace(said, start=Samples(said.start + by), end=Samples(said.end + by), phonemes=phonemes)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_begins_and_ends_in_the_neutral_pose(seed: int) -> None:
    for part in parts(seed):
        assert part[0] == part[-1] == NEUTRAL


def test_the_same_seed_gives_the_same_poses_and_another_seed_others() -> None:
    assert parts(3) == parts.__wrapped__(3)
    assert parts(3) != parts(4)


def test_a_cut_depends_on_its_own_sentence_alone() -> None:
    rig, (start, end) = rig_of("anna"), cuts()[2]
    alone = poses((sentences()[2],), start, end, 7, rig, LEAD_IN)
    assert alone == poses(sentences(), start, end, 7, rig, LEAD_IN)


def test_a_sentence_that_is_said_later_is_performed_alike() -> None:
    rig, (start, end) = rig_of("anna"), cuts()[2]
    later = moved(sentences()[2], 40 * SAMPLES_PER_FRAME)
    shifted = poses((later,), Frames(start + 40), Frames(end + 40), 7, rig, LEAD_IN)
    assert shifted == poses(sentences(), start, end, 7, rig, LEAD_IN)


@pytest.mark.parametrize("name", ["anna", "thomas"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_head_moves_at_most_0_4_picture_px_per_frame_at_eye_level(seed: int, name: str) -> None:
    idle = rig_of(name).idle
    reach = (idle.sway_px + math.radians(idle.sway_deg) * EYE_LEVEL) / SWAY_GRAIN * LARGEST_SCALE
    for part in parts(seed, name=name):
        sway = np.array([pose.sway for pose in part])
        nod = np.array([pose.nod for pose in part])
        assert np.abs(np.diff(sway)).max() * reach <= 0.41
        assert np.abs(np.diff(nod)).max() / PIXEL_GRAIN * LARGEST_SCALE <= 0.4


def test_the_presenter_is_alive() -> None:
    film = [pose for seed in SEEDS for part in parts(seed) for pose in part]
    assert max(abs(pose.sway) for pose in film) > SWAY_GRAIN // 2
    assert {pose.nod for pose in film} > {0, 2}
    assert {pose.brows for pose in film} > {0, 3}
    assert len({pose.gaze for pose in film}) > 8
    assert max(pose.breath for pose in film) == PIXEL_GRAIN


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_blinks_in_the_last_half_second_of_a_sentence(seed: int) -> None:
    for said, (start, _), part in zip(sentences(), cuts(), parts(seed), strict=True):
        last = math.ceil(said.end / SAMPLES_PER_FRAME) + LEAD_IN - start
        assert not any(pose.lids for pose in part[last - 11 : last])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_hair_follows_the_head_four_frames_later_and_has_caught_up_at_a_cut(seed: int) -> None:
    for part in parts(seed):
        sway, hair = [pose.sway for pose in part], [pose.sway + pose.trail for pose in part]
        assert hair[4:-4] == sway[: len(sway) - 8]
        assert hair[-1] == sway[-1]
    assert max(abs(pose.trail) for part in parts(seed) for pose in part) in range(2, 8)


def blinks(film: list[Pose]) -> list[str]:
    return "".join(str(pose.lids) for pose in film).replace("0", " ").split()


def test_no_two_blinks_need_be_alike_and_each_closes_the_eyes() -> None:
    seen = blinks([pose for seed in SEEDS for part in parts(seed) for pose in part])
    assert len(set(seen)) >= 6
    assert all(blink.count(str(LID_GRAIN)) in (2, 3) for blink in seen)


def test_blinks_come_every_few_seconds() -> None:
    film = [pose for seed in SEEDS for part in parts(seed) for pose in part]
    per_minute = len(blinks(film)) / (len(film) / FPS / 60)
    assert 8 <= per_minute <= 26


def test_grave_news_are_read_more_calmly_and_with_the_grave_face() -> None:
    lively = [abs(pose.sway) for seed in SEEDS for part in parts(seed) for pose in part]
    calm = [pose for seed in SEEDS for part in parts(seed, grave=True) for pose in part]
    assert sum(abs(pose.sway) for pose in calm) < 0.75 * sum(lively)
    assert all(pose.grave == 4 for pose in calm)


def test_the_grave_face_comes_and_goes_gently_at_the_edges_of_a_story() -> None:
    rig, (start, end) = rig_of("anna"), cuts()[1]
    part = poses(sentences(), start, end, 7, rig, LEAD_IN, True, (True, True))
    faces = [pose.grave for pose in part]
    assert faces[0] == faces[-1] == 0
    assert max(faces) == 4
    assert max(abs(a - b) for a, b in pairwise(faces)) == 1


def test_a_cut_without_words_is_still_but_for_a_blink() -> None:
    part = poses((), Frames(0), Frames(200), 7, rig_of("anna"), LEAD_IN)
    assert len(part) == 200
    assert all(replace(pose, lids=0) == NEUTRAL for pose in part)


def test_the_second_presenter_moves_less() -> None:
    anna, thomas = (performed(rig_of(name)) for name in ("anna", "thomas"))
    assert rig_of("thomas").idle.sway_px < rig_of("anna").idle.sway_px
    assert anna != thomas
