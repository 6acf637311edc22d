# SPDX-License-Identifier: EUPL-1.2
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from pipeline.delivery.captions import lint
from pipeline.language.captions import Ruler
from pipeline.model import (
    FPS,
    SAMPLES_PER_FRAME,
    Blob,
    Erratum,
    Frames,
    Samples,
    Scene,
    SceneKind,
    Sentence,
    Speech,
    SpokenSentence,
    Timeline,
    Timing,
    Word,
)
from pipeline.stages.cue import SERVICE_LEAST, CueSettings, _between_words, _Placed, cue
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


def test_uses_with_equally_wide_lines_share_their_captions(monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []
    module = sys.modules["pipeline.stages.cue"]  # the package gives the stage by that name
    whole = module.captions
    monkeypatch.setattr(module, "captions", lambda runs, fits: (widths.append(1), whole(runs, fits))[1])
    tracks = timeline().captions
    assert len(widths) == len({(r.characters, r.room, r.advances) for r in TO.rulers}) < len(tracks)
    by_use = {track.use: track.captions for track in tracks}
    for ruler in TO.rulers:
        alone = cue(values.speech(), replace(TO, rulers=(ruler,))).captions
        assert alone[0].captions == by_use[ruler.use]


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


def with_erratum() -> Speech:
    """The speech of the doubles with a spoken correction before its farewell."""
    speech = values.speech()
    said = next(s for s in speech.sentences if s.where == "closing.1")
    by = said.end - said.start + 19_200
    note = replace(said, where="erratum.1", text="Es ist Altdorf.", words=())
    later = tuple(
        replace(s, start=Samples(s.start + by), end=Samples(s.end + by), words=()) if s.where.startswith("closing") else s
        for s in speech.sentences
    )
    at = [s.where for s in later].index("closing.1")
    told = Erratum(date(2026, 11, 21), (Sentence("Es ist Altdorf."),))
    script = replace(speech.script, erratum=told)
    return replace(
        speech, script=script, length=Samples(speech.length + by), sentences=(*later[:at], note, *later[at:]), pauses=()
    )


def test_a_correction_has_a_card_of_its_own_before_the_farewell() -> None:
    made = cue(with_erratum(), TO)
    kinds = [s.kind for s in made.scenes]
    assert kinds[-3:] == [SceneKind.CORRECTION, SceneKind.FAREWELL, SceneKind.CLOSER]
    card = made.scenes[-3]
    assert card.start in {cut.start for cut in made.cuts if cut.where == "erratum.1"}
    assert all(a.end == b.start and a.start < a.end for parts in (made.scenes, made.cuts) for a, b in pairwise(parts))


def spoken_story(words: int) -> tuple[Scene, list[_Placed]]:
    """A story of one long sentence of half-second words."""
    half = SAMPLES_PER_FRAME * FPS // 2
    text = " ".join("Wort" for _ in range(words))
    heard = tuple(Word("Wort", 5 * n, 5 * n + 4, Samples(n * half), Samples(n * half + half // 2)) for n in range(words))
    sentence = SpokenSentence(
        "1.1", text, text, Samples(0), Samples(words * half), heard, (), Timing.NATIVE, "test", Blob("0" * 64, "audio/wav", 0)
    )
    placed = _Placed.of(sentence, Frames(75))
    return Scene(SceneKind.STORY, placed.start, Frames(placed.end + 2), 0), [placed]


def test_a_service_panel_comes_between_two_words_where_no_sentence_leaves_it_eight_seconds() -> None:
    scene, said = spoken_story(40)  # twenty seconds
    turn = _between_words(scene, said)
    assert turn is not None
    assert SERVICE_LEAST <= scene.end - turn < SERVICE_LEAST + FPS
    assert turn in {said[0].frame(word.start) for word in said[0].sentence.words}
    assert _between_words(*spoken_story(28)) is None  # the card before it would be gone too soon
