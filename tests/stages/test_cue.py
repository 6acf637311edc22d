# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from itertools import pairwise

from pipeline.delivery.captions import lint
from pipeline.language.captions import Ruler
from pipeline.model import SAMPLES_PER_FRAME, SceneKind, Timeline
from pipeline.stages.cue import CueSettings, cue
from tests.doubles import values

TO = CueSettings(75, 160, "Anna, KI-Sprecherin", "Sprecherfigur und Stimme: KI-generiert")


def timeline() -> Timeline:
    return cue(values.speech(), TO)


def test_scenes_and_cuts_cover_every_frame_once() -> None:
    made = timeline()
    for parts in (made.scenes, made.cuts):
        assert parts[0].start == 0
        assert parts[-1].end == made.length
        assert all(a.end == b.start and a.start < a.end for a, b in pairwise(parts))


def test_the_programme_is_opener_speech_and_closer_to_the_frame() -> None:
    made = timeline()
    assert made.length == 75 + made.speech.length // SAMPLES_PER_FRAME + 160
    assert [s.kind for s in made.scenes][:3] == [SceneKind.OPENER, SceneKind.WELCOME, SceneKind.OVERVIEW]
    assert [s.kind for s in made.scenes][-2:] == [SceneKind.FAREWELL, SceneKind.CLOSER]


def test_a_scene_changes_in_the_pause_after_the_last_word() -> None:
    made = timeline()
    spans = [(75 + s.start // SAMPLES_PER_FRAME, 75 + s.end // SAMPLES_PER_FRAME) for s in made.speech.sentences]
    for scene in made.scenes:
        if scene.kind not in (SceneKind.OPENER, SceneKind.CLOSER, SceneKind.SERVICE):
            assert not any(start < scene.start < end for start, end in spans)


def test_every_cut_lies_in_silence_and_names_its_sentence() -> None:
    made = timeline()
    assert [c.where for c in made.cuts] == ["opener", *(s.where for s in made.speech.sentences), "closer"]
    for cut, sentence in zip(made.cuts[1:-1], made.speech.sentences, strict=True):
        assert cut.start <= 75 + sentence.start // SAMPLES_PER_FRAME
        assert cut.end >= 75 + sentence.end // SAMPLES_PER_FRAME


def test_captions_keep_the_standard_and_hold_every_word() -> None:
    made = timeline()
    for track, width in zip(made.captions, (37, 37, 33, 37), strict=True):
        assert lint(track.captions, width) == ()
        shown = " ".join(" ".join(c.lines) for c in track.captions)
        assert shown == " ".join(s.text for s in made.speech.sentences)


def test_a_caption_comes_with_its_first_word() -> None:
    made = timeline()
    starts = {75 + w.start // SAMPLES_PER_FRAME for s in made.speech.sentences for w in s.words}
    assert all(caption.start in starts for caption in made.captions[0].captions)


def test_the_presenter_is_named_at_the_greeting_and_the_plate_is_gone_before_the_next_scene() -> None:
    made = timeline()
    welcome = made.scenes[1]
    plate = made.lower_thirds[0]
    assert plate.name == "Anna, KI-Sprecherin"
    assert welcome.start < plate.start < plate.end < welcome.end


def test_each_headline_lights_up_in_order_within_the_overview() -> None:
    made = timeline()
    scene = next(s for s in made.scenes if s.kind is SceneKind.OVERVIEW)
    assert [row.text for row in made.overview] == ["Brücke an der K 12 gesperrt", "Acht neue Räume für die Schule"]
    assert all(scene.start <= row.active < scene.end for row in made.overview)
    assert made.overview[0].active < made.overview[1].active


def test_a_good_picture_fills_the_screen_for_four_to_eight_seconds() -> None:
    made = timeline()
    bleeds = [s.full_bleed for s in made.scenes if s.full_bleed]
    assert all(100 <= b[1] - b[0] <= 200 for b in bleeds)
    assert all(s.full_bleed is None for s in made.scenes if s.story == 1)


def test_the_same_speech_gives_the_same_timeline() -> None:
    assert timeline() == timeline()


def test_burned_in_lines_are_wrapped_by_pixels_too() -> None:
    wide = tuple(
        (char, 64 * (60 if char.isupper() else 20)) for char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöü "
    )
    narrow = Ruler("9x16", 33, 64 * 640, wide)
    (track,) = cue(values.speech(), replace(TO, rulers=(narrow,))).captions
    fits = narrow.measure()
    assert all(fits(row) for caption in track.captions for row in caption.lines)
    assert lint(track.captions, 33) == ()
    by_letters = next(t for t in cue(values.speech(), TO).captions if t.use == "9x16")
    assert track.captions != by_letters.captions


def test_a_letter_that_the_face_lacks_counts_as_its_widest() -> None:
    fits = Ruler("1x1", 37, 64 * 100, (("i", 64 * 10), ("W", 64 * 40))).measure()
    assert fits("iiiiii")
    assert fits("ю" * 2)
    assert not fits("ю" * 3)
