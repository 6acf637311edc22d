# SPDX-License-Identifier: EUPL-1.2
"""What an edit costs, counted and not timed: segments encoded, looks painted, sounds mixed, for each kind of edit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pipeline.errors import EngineError, StoreError
from pipeline.keep.store import Store
from pipeline.model import SAMPLES_PER_FRAME, Cut, Frames, Master, Phoneme, Picture, Samples, Speech, SpokenSentence, Timeline
from pipeline.picture import paint
from pipeline.picture.art import Look
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.ports import PlaneFrame
from pipeline.settings import Format
from pipeline.sound.wav import write_wav
from pipeline.stages.cue import CueSettings, cue
from pipeline.stages.render import Props, RenderSettings, pieces, render, staged
from tests.picture.film import design, drawn_picture, timeline
from tests.picture.spoken import rig_of, small_atlas

TO = RenderSettings(("16x9",), ("9x16", "1x1"), "Kreis kompakt", "KI-generiert", jingle=False, bed=False)


@dataclass(frozen=True, slots=True)
class CountingEncoder:
    """Encodes nothing: it runs through the pictures and counts."""

    fingerprint: str = "counting"
    segments: list[int] = field(default_factory=list)
    sounds: list[int] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)

    def segment(self, frames: Iterable[PlaneFrame], size: tuple[int, int], to: Path) -> int:
        count = sum(1 for _ in frames)
        self.segments.append(count)
        to.write_bytes(f"{size}{count}{to.name}".encode())
        return count

    def sound(self, pcm: Iterable[NDArray[np.float32]], to: Path) -> None:
        whole = np.concatenate([*pcm])
        self.sounds.append(len(whole))
        to.write_bytes(whole[::1000].tobytes())

    def join(self, segments: Sequence[Path], sound: Path, title: str, comment: str, to: Path) -> None:
        self.joins.append(len(segments))
        to.write_bytes(b"".join(segment.read_bytes() for segment in segments) + sound.read_bytes() + title.encode())


class Inline:
    """A crew of nobody: the jobs are done here, in their order."""

    def each(self, work: Callable[[object], object], jobs: Sequence[object], sizes: Sequence[float] = ()) -> Iterator[object]:
        return (work(job) for job in jobs)

    @contextmanager
    def beside(self, work: Callable[[object], object], job: object) -> Iterator[Callable[[], object]]:
        yield lambda: work(job)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one render took: segments by their lengths, distinct looks painted, sounds mixed, films joined."""

    segments: tuple[int, ...]
    looks: int
    sounds: int
    joins: int


@pytest.fixture(scope="module")
def props() -> Props:
    return Props(design(), rig_of("anna"), "anna", "Anna", "female", 7)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("store"))
    store.remember(f"atlas|{ATLAS_VERSION}|anna", store.put(small_atlas("anna").to_bytes(), "application/octet-stream"))
    return store


@pytest.fixture(scope="module")
def speech(store: Store) -> Speech:
    """Two stories of two sentences, the first with a picture."""
    return pictured(hummed(timeline(2, 2).speech, store), store, 640)


def hummed(speech: Speech, store: Store) -> Speech:
    """Give a speech a voice track: a hum of its length."""
    hum = (0.2 * np.sin(np.arange(speech.length) * 0.02)).astype(np.float32)
    return replace(speech, audio=store.put(write_wav(hum), "audio/wav"))


def pictured(speech: Speech, store: Store, width: int) -> Speech:
    """Give the first story a picture of its own."""
    out = BytesIO()
    Image.fromarray(drawn_picture().pixels).resize((width, width * 2 // 3)).save(out, "JPEG")
    picture = Picture(store.put(out.getvalue(), "image/jpeg"), width, width * 2 // 3, "T. Muster", "Eine Landschaft")
    rundown = speech.script.rundown
    slots = tuple(replace(s, item=replace(s.item, picture=picture if n == 0 else None)) for n, s in enumerate(rundown.slots))
    return replace(speech, script=replace(speech.script, rundown=replace(rundown, slots=slots)))


def film_of(speech: Speech) -> Timeline:
    return cue.verb(speech, CueSettings(75, 160, "Anna", "KI-Sprecherin"))


@pytest.fixture
def rendered(store: Store, props: Props, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Master, Cost]]:
    """Render with counting engines; pictures are named, not painted."""
    looks: set[Look] = set()
    monkeypatch.setattr(paint.Painter, "paint", lambda self, seen: looks.add(seen))

    def make(film: Timeline, to: RenderSettings = TO, on: Props | None = None) -> tuple[Master, Cost]:
        looks.clear()
        encoder = CountingEncoder()
        master = render.verb(film, to, on or props, encoder, Inline(), store)
        return master, Cost(tuple(encoder.segments), len(looks), len(encoder.sounds), len(encoder.joins))

    return make


@pytest.fixture
def first(rendered: Callable[..., tuple[Master, Cost]], speech: Speech) -> tuple[Master, Cost]:
    """The film as it was before the edit; the store remembers it from the second test on."""
    return rendered(film_of(speech))


def lengthened(speech: Speech, store: Store, where: str, frames: int) -> Speech:
    """Speak one sentence longer: its last sound is held, all that follows comes later."""
    by, out, late = frames * SAMPLES_PER_FRAME, [], 0
    for said in speech.sentences:
        moved = _moved(said, late)
        if said.where == where:
            moved = replace(moved, end=Samples(moved.end + by), spoken=moved.spoken + " wirklich")
            late = by
        out.append(moved)
    return hummed(replace(speech, sentences=tuple(out), length=Samples(speech.length + by)), store)


def _moved(said: SpokenSentence, by: int) -> SpokenSentence:
    sounds = tuple(Phoneme(p.ipa, Samples(p.start + by), Samples(p.end + by), p.stressed) for p in said.phonemes)
    return replace(said, start=Samples(said.start + by), end=Samples(said.end + by), phonemes=sounds)


def told(speech: Speech, story: int, **changes: object) -> Speech:
    stories = tuple(replace(s, **changes) if k == story else s for k, s in enumerate(speech.script.stories))  # type: ignore[arg-type]
    return replace(speech, script=replace(speech.script, stories=stories))


def lengths(film: Timeline, *wheres: str) -> tuple[int, ...]:
    """The lengths of some sentences' segments, longest first: the order in which they are made."""
    return tuple(sorted((cut.end - cut.start for cut in pieces(film.cuts) if cut.where in wheres), reverse=True))


Rendered = Callable[..., tuple[Master, Cost]]


def test_a_film_is_made_of_all_its_segments_one_sound_and_one_join(rendered: Rendered, speech: Speech, props: Props) -> None:
    film = film_of(speech)
    _, cost = rendered(film, TO, replace(props, seed=8))
    assert sorted(cost.segments) == sorted(cut.end - cut.start for cut in pieces(film.cuts))
    assert sum(cost.segments) == film.length
    assert (cost.joins, cost.sounds) == (1, 1)
    assert cost.looks < film.length


@pytest.mark.parametrize(
    ("length", "parts"), [(1, [1]), (100, [100]), (150, [150]), (151, [100, 51]), (420, [100, 100, 100, 120])]
)
def test_a_long_sentence_is_made_in_pieces_for_all_cores(length: int, parts: list[int]) -> None:
    cuts = (Cut("1.1", Frames(40), Frames(40 + length)), Cut("1.2", Frames(40 + length), Frames(60 + length)))
    made = pieces(cuts)
    assert [cut.end - cut.start for cut in made] == [*parts, 20]
    assert (made[0].start, made[-1].end) == (40, 60 + length)


@pytest.mark.usefixtures("first")
def test_the_same_film_again_is_only_joined(rendered: Rendered, speech: Speech) -> None:
    _, cost = rendered(film_of(speech))
    assert cost == Cost((), 0, 0, 1)


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("where", ["1.1", "2.1"])
def test_a_longer_sentence_costs_its_own_segment_and_one_sound(
    rendered: Rendered, speech: Speech, store: Store, where: str
) -> None:
    film = film_of(lengthened(speech, store, where, 6 + ord(where[0]) % 5))
    _, cost = rendered(film)
    assert cost.segments == lengths(film, where)  # also under a picture that grows all the while
    assert cost.looks <= sum(cost.segments) + 2  # the poster says how long the film is
    assert (cost.sounds, cost.joins) == (1, 1)


@pytest.mark.usefixtures("first")
def test_a_changed_headline_costs_its_story_the_overview_and_what_follows_them(rendered: Rendered, speech: Speech) -> None:
    film = film_of(told(speech, 1, headline="Glasfaser für alle"))
    _, cost = rendered(film)
    assert set(cost.segments) <= set(lengths(film, "opening.2", "1.1", "2.1", "2.2", "closing.1"))
    assert cost.sounds == 0


@pytest.mark.usefixtures("first")
def test_another_picture_costs_its_story_and_the_entrance_of_the_next(rendered: Rendered, speech: Speech, store: Store) -> None:
    film = film_of(pictured(speech, store, 660))
    _, cost = rendered(film)
    assert set(cost.segments) <= set(lengths(film, "1.1", "1.2", "2.1"))
    assert set(lengths(film, "1.1", "1.2")) <= set(cost.segments)
    assert cost.sounds == 0


@pytest.mark.usefixtures("first")
def test_another_link_or_source_costs_nothing(rendered: Rendered, speech: Speech) -> None:
    rundown = speech.script.rundown
    slots = tuple(replace(slot, item=replace(slot.item, link="https://anders.example/")) for slot in rundown.slots)
    linked = replace(speech, script=replace(speech.script, rundown=replace(rundown, slots=slots)))
    assert render.reads(film_of(linked)) == render.reads(film_of(speech))
    assert rendered(film_of(linked))[1] == Cost((), 0, 0, 1)


@pytest.mark.usefixtures("first")
def test_another_loudness_costs_the_sound_alone(rendered: Rendered, speech: Speech) -> None:
    assert rendered(film_of(speech), replace(TO, profile="broadcast"))[1] == Cost((), 0, 1, 1)


@pytest.mark.usefixtures("first")
def test_another_title_is_only_joined_anew(rendered: Rendered, speech: Speech) -> None:
    assert rendered(film_of(speech), replace(TO, title="Kreis aktuell"))[1] == Cost((), 0, 0, 1)


@pytest.mark.parametrize(("form", "burned"), [("16x9", False), ("1x1", True)])
def test_a_changed_caption_costs_the_segments_that_carry_it(
    rendered: Rendered, speech: Speech, form: Format, burned: bool
) -> None:
    to = replace(TO, formats=(form,))
    film = timeline_with_captions(film_of(speech), "Wie es war.")
    rendered(film, to)
    _, cost = rendered(timeline_with_captions(film, "Wie es ist."), to)
    assert cost.segments == (lengths(film, "2.1") if burned else ())
    assert cost.sounds == 0


def timeline_with_captions(film: Timeline, words: str) -> Timeline:
    """The caption of sentence 2.1 in every track."""
    cut = next(cut for cut in film.cuts if cut.where == "2.1")

    def captioned(use: str) -> object:
        track = next(t for t in film.captions if t.use == use)
        other = tuple(c for c in track.captions if c.end <= cut.start or c.start >= cut.end)
        return replace(track, captions=(*other, replace(track.captions[0], start=cut.start, end=cut.end, lines=(words,))))

    return replace(film, captions=tuple(captioned(track.use) for track in film.captions))  # type: ignore[arg-type]


@pytest.mark.usefixtures("first")
def test_formats_are_remembered_each_by_itself_and_share_the_sound(rendered: Rendered, speech: Speech) -> None:
    film = film_of(speech)
    square, cost = rendered(film, replace(TO, formats=("1x1",)))
    assert cost.sounds == 0
    both, cost = rendered(film, replace(TO, formats=("16x9", "1x1")))
    assert cost == Cost((), 0, 0, 2)
    assert both.films[1] == square.films[0]


def test_films_and_formats_of_one_process_share_what_is_drawn_of_the_presenter(
    store: Store, props: Props, speech: Speech
) -> None:
    film = film_of(speech)
    wide, square = (staged(film, form, TO, props, store) for form in ("16x9", "1x1"))
    assert wide.atlas is square.atlas
    assert wide.atlas is staged(film_of(told(speech, 0, headline="Anders")), "16x9", TO, props, store).atlas
    assert wide.atlas is not staged(film, "16x9", TO, replace(props, figure="another"), store).atlas


def test_what_is_remembered_says_the_same_as_what_was_made(rendered: Rendered, speech: Speech) -> None:
    long = "Sehr lange Überschrift über Brücken und Straßen " * 8
    film = film_of(told(speech, 0, headline=long))
    made, _ = rendered(film)
    kept, cost = rendered(film)
    assert cost.segments == ()
    assert kept == made
    assert any(finding.code == "text-too-long" for finding in kept.findings)


def test_a_damaged_voice_is_never_heard(store: Store, props: Props, speech: Speech) -> None:
    film = film_of(replace(speech, audio=store.put(write_wav(np.full(speech.length, 0.2, np.float32)), "audio/wav")))
    voice = store.path(film.speech.audio)
    voice.chmod(0o644)
    voice.write_bytes(voice.read_bytes()[:-2] + b"\0\0")
    with pytest.raises(StoreError, match="damaged and was put aside"):
        render.verb(film, TO, props, CountingEncoder(), Inline(), store)
    assert list((store.folder / "new").iterdir()) == []


def test_a_failing_encoder_leaves_no_scratch_behind(store: Store, props: Props, speech: Speech, tmp_path: Path) -> None:
    class Failing(CountingEncoder):
        def sound(self, pcm: Iterable[NDArray[np.float32]], to: Path) -> None:
            raise EngineError("The disk is full.", "Free some space.")

    with pytest.raises(EngineError):
        render.verb(film_of(speech), replace(TO, profile="social"), props, Failing("failing"), Inline(), store)
    assert list((store.folder / "new").iterdir()) == []
