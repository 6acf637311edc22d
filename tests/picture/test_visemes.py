# SPDX-License-Identifier: EUPL-1.2
"""The mouth: IPA → visemes, closures and co-articulation on real German speech."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline.model import FPS, SAMPLE_RATE, Phoneme, Samples
from pipeline.picture.articulation import NARROW, SHUT, closures, mouths
from pipeline.picture.performance import lips_of
from pipeline.picture.visemes import FV, KR, MBP, VISEMES, known, shapes, sounds, spell
from tests.picture.spoken import LEAD_IN, NO_SOUND, opening, performed, rig_of, sentences

GERMAN = (
    "a aː ɐ aɪ aʊ b ç d e eː ɛ ɛː ə f ɡ h i iː ɪ j k"
    " l l̩ m n n̩ ŋ o oː ɔ ɔʏ ø øː œ p pf ʁ r ɾ s ʃ t ts tʃ u uː ʊ v x y yː ʏ z ʒ dʒ ɜ ɑː ɔø"
)


def names(ipa: str) -> tuple[str, ...]:
    return tuple(VISEMES[s] for s in shapes(ipa))


@pytest.mark.parametrize("ipa", GERMAN.split())
def test_every_german_sound_has_a_mouth_of_its_own(ipa: str) -> None:
    assert known(ipa)
    assert shapes(ipa)


def test_a_diphthong_moves_from_its_first_vowel_to_its_second() -> None:
    assert names("aɪ") == ("a", "i")
    assert names("aʊ") == ("a", "u")
    assert names("ɔʏ") == ("o", "ue")


def test_pf_closes_the_lips_and_then_bites_them() -> None:
    assert names("pf") == ("mbp", "fv")


def test_rounded_front_vowels_differ_from_u_and_i() -> None:
    assert names("yː") == names("ø") == ("ue",)


def test_stress_length_and_tie_marks_change_nothing() -> None:
    assert names("ˈaː") == ("a",)
    assert names("t͡s") == ("sz",)


def test_a_stop_in_the_throat_does_not_move_the_lips() -> None:
    assert names("ʔ") == ()


def test_an_unknown_sound_is_a_small_mouth_and_never_a_failure() -> None:
    assert not known("ǂ")
    assert shapes("ǂ") == (KR,)


def test_without_phonemes_closures_come_from_the_spelling() -> None:
    assert [VISEMES[s] for ipa in spell("Apfelbaum") for s in shapes(ipa)] == ["a", "mbp", "fv", "e", "l", "mbp", "a", "u", "mbp"]


def test_a_sentence_without_any_times_still_moves_the_mouth() -> None:
    said = sentences()[1]
    bare = type(said)(said.where, said.text, said.spoken, said.start, said.end, (), (), said.timing, said.voice, NO_SOUND)
    assert sum(sound.shape == MBP for sound in sounds(bare, 0)) >= 4


def closing(shape: int) -> list[float]:
    """The middles of all closing sounds in frames."""
    origin = -LEAD_IN * SAMPLE_RATE // FPS
    return [
        (sound.start + sound.end) / 2 * FPS / 1000
        for said in sentences()
        for sound in sounds(said, origin)
        if sound.shape == shape
    ]


@pytest.mark.parametrize(("shape", "name"), [(MBP, "m b p"), (FV, "f v")])
def test_every_closing_sound_is_seen_and_a_shifted_film_fails(shape: int, name: str) -> None:
    rig = rig_of("anna")
    shut = np.array([pose.mouth[:1] == (shape,) for pose in performed(rig)])

    def met(shift: int) -> float:
        hits = [shut[max(0, int(at) - 2 + shift) : int(at) + 2 + shift].any() for at in closing(shape)]
        return sum(hits) / len(hits)

    assert met(0) == 1.0, name
    if shape == MBP:
        assert met(5) < 0.4


def test_each_closure_owns_two_frames_and_shares_none() -> None:
    for said in sentences():
        found = closures(sounds(said, int(said.start)), 400)
        assert all(c.last - c.first >= 1 for c in found)
        assert all(a.last < b.first for a, b in pairwise(found))


def test_a_short_plosive_is_closed_before_it_is_heard() -> None:
    burst = Phoneme("b", Samples(48_000), Samples(48_000 + 1_440))  # 30 ms: the burst alone
    said = sentences()[0]
    spoken = type(said)("1.1", "b", "b", Samples(0), Samples(96_000), (), (burst,), said.timing, said.voice, NO_SOUND)
    (closure,) = closures(sounds(spoken, 0), 100)
    assert (closure.last + 0.5) / FPS < 48_000 / SAMPLE_RATE + 0.02


def test_the_mouth_is_shut_in_pauses() -> None:
    rig = rig_of("anna")
    film = performed(rig)
    origin = -LEAD_IN * SAMPLE_RATE // FPS
    for before, after in pairwise(sentences()):
        first, last = sounds(before, origin)[-1].end, sounds(after, origin)[0].start
        quiet = film[int(first / 40) + 3 : int(last / 40) - 1]
        assert quiet
        assert max(opening(rig, pose) for pose in quiet) <= 2.0


@pytest.mark.parametrize("name", ["anna", "thomas"])
def test_the_mouth_never_jumps_open(name: str) -> None:
    rig = rig_of(name)
    wide = np.array([opening(rig, pose) for pose in performed(rig)])
    assert np.abs(np.diff(wide)).max() <= 12.0
    assert wide.max() > 12.0  # and yet it opens


def test_teeth_are_never_shown_for_a_single_frame() -> None:
    seen = [bool(pose.mouth and pose.mouth[2]) for pose in performed(rig_of("anna"))]
    runs = "".join("x" if s else " " for s in seen).split()
    assert runs
    assert min(map(len, runs)) >= 2


def test_closed_lips_between_rounded_vowels_are_narrower() -> None:
    rig = rig_of("anna")

    def width(vowel: str) -> int:
        times = [(vowel, 0, 9600), ("m", 9600, 14_400), (vowel, 14_400, 24_000)]
        said = sentences()[0]
        phonemes = tuple(Phoneme(ipa, Samples(a), Samples(b)) for ipa, a, b in times)
        spoken = type(said)("1.1", "x", "x", Samples(0), Samples(24_000), (), phonemes, said.timing, said.voice, NO_SOUND)
        made = mouths(sounds(spoken, 0), 20, lips_of(rig))
        return min(m.shape[1] for m in made if m.shape[:1] == (MBP,))

    assert width("iː") == NARROW
    assert width("uː") < 14


def test_silence_keeps_the_mouth_at_rest() -> None:
    assert mouths((), 5, lips_of(rig_of("anna"))) == (SHUT,) * 5


def test_lips_that_meet_twice_with_nothing_said_between_do_not_part() -> None:
    def m(at: int) -> Phoneme:
        return Phoneme("m", Samples(at), Samples(at + 4_000))

    said = sentences()[0]

    def of(*phonemes: Phoneme) -> list[tuple[int, int]]:
        spoken = replace(said, phonemes=phonemes)
        return [(c.first, c.last) for c in closures(sounds(spoken, 0), 100)]

    one, two = of(m(48_000), m(58_000))  # "gemeinsam mit", 125 ms apart
    assert two[0] == one[1] + 1
    one, two = of(m(48_000), m(62_000))  # a pause
    assert two[0] > one[1] + 1
    one, two = of(m(48_000), Phoneme("a", Samples(52_000), Samples(58_000)), m(58_000))
    assert two[0] > one[1] + 1
