# SPDX-License-Identifier: EUPL-1.2
import time
from collections.abc import Iterable

import numpy as np
import pytest

from pipeline.model import SAMPLE_RATE
from pipeline.sound import jingle
from pipeline.sound.loudness import master
from pipeline.sound.mix import BED_UNDER_DB, MixPlan, compress, highpass, levelled, mix
from pipeline.sound.wav import Sound
from tests.doubles.voices import babble

S = SAMPLE_RATE


def level(sound: Sound) -> float:
    return 10 * float(np.log10(np.mean(sound**2) + 1e-20))


def joined(parts: Iterable[Sound]) -> Sound:
    return np.concatenate([*parts])


@pytest.fixture(scope="module")
def voice() -> Sound:
    """Twenty seconds of babble, a pause of 0.4 s every four."""
    return np.concatenate([np.concatenate([babble(3.6), np.zeros(S * 4 // 10, np.float32)]) for _ in range(5)])


def test_the_programme_has_exactly_its_length(voice: Sound) -> None:
    for total in (30 * S, 30 * S + 1, 24 * S + 4_321):
        assert mix(voice, MixPlan(total, 3 * S)).shape == (total, 2)


def test_the_bed_stays_20_db_under_the_voice_and_jingles_do_not_startle(voice: Sound) -> None:
    total = 3 * S + len(voice) + 6 * S
    whole = mix(voice, MixPlan(total, 3 * S))
    dry = mix(voice, MixPlan(total, 3 * S, jingle=False, bed=False))
    middle = slice(9 * S, 20 * S)
    bed = mix(voice, MixPlan(total, 3 * S, jingle=False)) - dry
    assert -BED_UNDER_DB - 4 < level(bed[middle]) - level(dry[middle]) < -20
    assert -10 < level(whole[: 2 * S]) - level(dry[middle]) < 1
    assert level(whole[-6 * S : -4 * S]) - level(dry[middle]) < 1


def test_a_grave_story_has_no_music_under_it(voice: Sound) -> None:
    total, grave = 30 * S, (9 * S, 17 * S)
    with_bed = mix(voice, MixPlan(total, 3 * S, (grave,)))
    dry = mix(voice, MixPlan(total, 3 * S, jingle=False, bed=False))
    assert np.array_equal(with_bed[grave[0] : grave[1]], dry[grave[0] : grave[1]])
    assert not np.array_equal(with_bed[21 * S : 23 * S], dry[21 * S : 23 * S])


def test_without_jingle_and_bed_there_is_only_the_voice_in_the_middle(voice: Sound) -> None:
    out = mix(voice, MixPlan(30 * S, 3 * S, jingle=False, bed=False))
    assert np.array_equal(out[:, 0], out[:, 1])
    assert not out[: 3 * S].any()


def test_joins_and_fades_do_not_click(voice: Sound) -> None:
    music = mix(voice * 0, MixPlan(30 * S, 3 * S))
    assert np.abs(np.diff(music, axis=0)).max() < 0.03  # a 500 Hz tone as loud as the opener has 0.016
    assert np.abs(music[-240:]).max() < 1e-3
    assert np.abs(music[:24]).max() < 1e-2


def test_rumble_goes_and_the_voice_stays() -> None:
    t = np.arange(S) / S
    deep, high = (np.sin(2 * np.pi * hertz * t).astype(np.float32) for hertz in (25, 500))
    assert level(joined(highpass([deep]))[S // 4 :]) < level(deep) - 18
    assert level(joined(highpass([high]))[S // 4 :]) == pytest.approx(level(high), abs=0.2)


def test_compression_brings_loud_and_soft_nearer_at_three_to_one() -> None:
    loud, soft = babble(2.0), babble(2.0) * np.float32(0.25)
    before = level(loud) - level(soft)
    both = np.concatenate([loud, soft])
    compress(both)
    compress(soft)
    after = level(both[: 2 * S]) - level(soft)
    assert before == pytest.approx(12, abs=0.5)
    assert 4 < after < 9


def test_every_voice_comes_to_the_same_level() -> None:
    speech = babble(4.0)
    assert level(joined(levelled(speech * np.float32(0.1)))) == pytest.approx(level(joined(levelled(speech))), abs=0.01)
    assert not joined(levelled(speech * 0)).any()


def test_the_bed_repeats_without_a_seam() -> None:
    bed = np.tile(jingle.music().loop, (3, 1))[: 60 * S]
    seam = round(jingle.BED_LOOP_SECONDS * S)
    steps = np.abs(np.diff(bed[:, 0]))
    assert steps[seam - 5 : seam + 5].max() <= steps[: seam - 100].max()
    assert bed.shape == (60 * S, 2)
    assert np.array_equal(bed[:S], bed[seam : seam + S])


def test_opener_and_closer_have_their_lengths_and_end_in_silence() -> None:
    assert len(jingle.opener()) == round((jingle.OPENER_SECONDS + jingle.OPENER_TAIL_SECONDS) * S)
    assert len(jingle.closer()) == round(6.4 * S)
    for music in (jingle.opener(), jingle.closer()):
        assert np.abs(music[-480:]).max() < 1e-3
        assert np.abs(music).max() == pytest.approx(10 ** (-9 / 20), rel=0.02)
        assert level(music[: 2 * S]) > level(music[-S:]) + 20


def test_the_music_is_the_same_every_time() -> None:
    first = jingle.opener().copy()
    jingle.opener.cache_clear()
    assert np.array_equal(first, jingle.opener())


@pytest.mark.slow
def test_a_hundred_seconds_are_mixed_and_mastered_in_three_seconds_of_processor_time(voice: Sound) -> None:
    for cached in (jingle.opener, jingle.closer):
        cached.cache_clear()
    track = np.tile(voice, 5)[: 91 * S]
    begun = time.process_time()
    master(mix(track, MixPlan(100 * S, 3 * S)))
    assert time.process_time() - begun < 3.0


def test_the_music_is_kept_as_bytes_and_sounds_the_same() -> None:
    made = jingle.music()
    kept = jingle.Music.from_bytes(made.to_bytes())
    for one, two in ((made.opener, kept.opener), (made.closer, kept.closer), (made.loop, kept.loop)):
        assert np.array_equal(one, two)
    voice = (0.2 * np.sin(np.arange(20 * S) * 0.05)).astype(np.float32)
    assert np.array_equal(mix(voice, MixPlan(30 * S, 3 * S)), mix(voice, MixPlan(30 * S, 3 * S), kept))


def test_a_held_note_of_the_bed_is_made_once_however_often_it_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[float, ...]] = []
    pad = jingle._pad
    monkeypatch.setattr(jingle, "_pad", lambda *note: (asked.append(note), pad(*note))[1])
    loop = jingle._bed_loop.__wrapped__()
    heard = [(note, k) for chord in jingle._CHORDS for k, note in enumerate(chord)]
    assert len(asked) == len(set(asked)) == len(set(heard)) < len(heard)
    assert np.array_equal(loop, jingle.music().loop)
