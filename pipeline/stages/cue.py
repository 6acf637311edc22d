# SPDX-License-Identifier: EUPL-1.2
"""Time the cues: Speech → Timeline. It says when; the design pack says where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.language.captions import Ruler, Token, captions
from pipeline.model import (
    FPS,
    SAMPLES_PER_FRAME,
    CaptionTrack,
    Cut,
    Frames,
    LowerThird,
    OverviewRow,
    Scene,
    SceneKind,
    Service,
    Speech,
    SpokenSentence,
    Timeline,
)
from pipeline.stages.stage import stage

LEAD = 4  # frames of a segment before its sentence: the presenter settles around each cut (research page `motion`, 5)
AFTER_SPEECH = 2  # frames after the last closed mouth before the next staging begins (SPEC 8)
SERVICE_LEAST = 200  # frames; a viewer needs eight seconds for an address or a code
BLEED = (4 * FPS, 8 * FPS)  # frames that a good picture fills the screen
GOOD_PICTURE = 1200  # px; narrower ones look soft on the whole screen

RULERS = (Ruler("web", 37), Ruler("16x9", 37), Ruler("9x16", 33), Ruler("1x1", 37))
"""Characters of a caption line: the German standard, and what the narrow frame holds at a size that phones can show."""


@dataclass(frozen=True, slots=True)
class CueSettings:
    """The slice of this stage. Frames at 25 fps; `rulers` say for each use of captions how wide a line may be."""

    opener: int
    closer: int
    name: str
    role: str
    rulers: tuple[Ruler, ...] = RULERS
    lower_third: tuple[int, int, int] = (14, 100, 10)
    """Frames in, hold at least, out."""


def _reads(speech: Speech) -> object:
    script = speech.script
    stories = tuple(
        (s.headline, s.panel, s.service, s.grave, len(s.sentences), slot.item.picture)
        for s, slot in zip(script.stories, script.rundown.slots, strict=True)
    )
    spoken = tuple((s.where, s.text, s.start, s.end, s.words) for s in speech.sentences)
    return (spoken, speech.length, stories)


@stage("cue", 4, _reads)
def cue(speech: Speech, to: CueSettings) -> Timeline:
    """Time the cues: Speech → Timeline."""
    voice_at = Frames(to.opener)
    length = Frames(to.opener + speech.length // SAMPLES_PER_FRAME + to.closer)
    placed = tuple(_Placed.of(s, voice_at) for s in speech.sentences)
    scenes = _scenes(speech, placed, to, length)
    end = Frames(length - to.closer)
    return Timeline(
        speech=speech,
        length=length,
        voice_at=voice_at,
        scenes=scenes,
        captions=_tracks(placed, to.rulers, end),
        lower_thirds=_lower_thirds(scenes, to),
        overview=_overview(speech, placed, scenes),
        cuts=_cuts(placed, scenes, to, length),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A spoken sentence on the frames of the programme."""

    sentence: SpokenSentence
    part: str
    start: Frames
    end: Frames

    @classmethod
    def of(cls, sentence: SpokenSentence, voice_at: Frames) -> "_Placed":
        start = voice_at + sentence.start // SAMPLES_PER_FRAME
        end = voice_at + -(-sentence.end // SAMPLES_PER_FRAME)
        return cls(sentence, sentence.where.split(".")[0], Frames(start), Frames(end))

    def frame(self, sample: int) -> Frames:
        """Give the frame nearest to a sample of the speech."""
        return Frames(self.start + round((sample - self.sentence.start) / SAMPLES_PER_FRAME))

    def other(self, sample: int) -> Frames:
        """Give the frame on the other side of a sample; the nearest again where the sample lies on it."""
        before, inside = divmod(sample - self.sentence.start, SAMPLES_PER_FRAME)
        floor = Frames(self.start + before)
        return floor if not inside or self.frame(sample) != floor else Frames(floor + 1)


def _tracks(placed: Sequence[_Placed], rulers: Sequence[Ruler], end: Frames) -> tuple[CaptionTrack, ...]:
    """Cut the words into captions, story by story: none stands across the change from one to the next.

    Uses whose lines are equally wide share theirs.
    """
    parts = [_tokens(list(said)) for _, said in groupby(placed, key=lambda p: p.part)]
    ends = [Frames(after[0].start - 1) for after in parts[1:]] + [end]
    runs = list(zip(parts, ends, strict=True))
    widths = [replace(ruler, use="") for ruler in rulers]
    cut = {width: captions(runs, width.measure()) for width in dict.fromkeys(widths)}
    return tuple(CaptionTrack(ruler.use, cut[width]) for ruler, width in zip(rulers, widths, strict=True))


def _tokens(placed: Sequence[_Placed]) -> tuple[Token, ...]:
    """Give the shown words of the programme with the frames in which they are heard."""
    out: list[Token] = []
    for p in placed:
        spans = [m.span() for m in re.finditer(r"\S+", p.sentence.text)]
        heard = p.start
        for n, (at, to) in enumerate(spans):
            words = [w for w in p.sentence.words if w.at < to and w.to > at]
            start = max(heard, p.frame(words[0].start)) if words else heard
            spare = p.other(words[0].start) if words and start == p.frame(words[0].start) else start
            heard = max(start, p.frame(words[-1].end)) if words else start
            last = n == len(spans) - 1
            out.append(Token(p.sentence.text[at:to], Frames(start), Frames(p.end if last else heard), last, Frames(spare)))
    return tuple(out)


def _scenes(speech: Speech, placed: Sequence[_Placed], to: CueSettings, length: Frames) -> tuple[Scene, ...]:
    """Lay the stagings end to end; a change lies in the pause after the last closed mouth."""
    groups: list[tuple[SceneKind, int, list[_Placed]]] = []
    for p in placed:
        if p.part == "opening":
            kind, story = (SceneKind.WELCOME if p.sentence.where == "opening.1" else SceneKind.OVERVIEW), -1
        elif p.part in ("erratum", "closing"):
            kind, story = (SceneKind.CORRECTION if p.part == "erratum" else SceneKind.FAREWELL), -1
        else:
            kind, story = SceneKind.STORY, int(p.part) - 1
        if not groups or groups[-1][:2] != (kind, story):
            groups.append((kind, story, []))
        groups[-1][2].append(p)
    scenes = [Scene(SceneKind.OPENER, Frames(0), Frames(to.opener))]
    for n, (kind, story, said) in enumerate(groups):
        start = Frames(to.opener) if n == 0 else scenes[-1].end
        end = Frames(said[-1].end + AFTER_SPEECH) if n + 1 < len(groups) else Frames(length - to.closer)
        scene = Scene(kind, start, end, story)
        scenes += _story(speech, scene, said) if kind is SceneKind.STORY else [scene]
    scenes.append(Scene(SceneKind.CLOSER, scenes[-1].end, length))
    return tuple(scenes)


def _story(speech: Speech, scene: Scene, said: Sequence[_Placed]) -> list[Scene]:
    """Split a story into its card and its service panel, and let a good picture fill the screen for a while."""
    story = speech.script.stories[scene.story]
    picture = speech.script.rundown.slots[scene.story].item.picture
    starts = [Frames(p.start - LEAD) for p in said[1:]]
    turn = None
    if story.service is not None and _worth_a_panel(story.service):
        late = [f for f in starts if scene.end - f >= SERVICE_LEAST and f - scene.start >= SERVICE_LEAST]
        turn = late[-1] if late else _between_words(scene, said)
    card_end = turn if turn is not None else scene.end
    bleed = None
    if (
        picture is not None
        and picture.width >= GOOD_PICTURE
        and picture.width >= picture.height
        and not story.grave
        and len(said) > 2
    ):
        begins = said[1].start - LEAD
        stops = min(begins + BLEED[1], card_end - 2 * FPS, said[2].end if said[2].end - begins <= BLEED[1] else said[1].end)
        if stops - begins >= BLEED[0]:
            bleed = (Frames(begins), Frames(stops))
    card = Scene(SceneKind.STORY, scene.start, card_end, scene.story, bleed)
    return [card] if turn is None else [card, Scene(SceneKind.SERVICE, turn, scene.end, scene.story)]


def _between_words(scene: Scene, said: Sequence[_Placed]) -> Frames | None:
    """Give the last start of a word at which a panel can still be read for its eight seconds, and the card was; None for none."""
    heard = (p.frame(word.start) for p in said for word in p.sentence.words)
    fit = [f for f in heard if scene.end - f >= SERVICE_LEAST and f - scene.start >= SERVICE_LEAST]
    return Frames(max(fit)) if fit else None


def _worth_a_panel(service: Service) -> bool:
    """Tell whether there is enough to note down: a number or an address, and something beside it."""
    given = [service.when, service.where, service.phone, service.address]
    return sum(map(bool, given)) >= 2 and bool(service.phone or service.address)


def _lower_thirds(scenes: Sequence[Scene], to: CueSettings) -> tuple[LowerThird, ...]:
    """Name the presenter at the greeting, and again at the farewell where there is time to read it."""
    comes, holds, goes = to.lower_third
    out = []
    for scene in scenes:
        if scene.kind in (SceneKind.WELCOME, SceneKind.FAREWELL):
            start = scene.start + (12 if scene.kind is SceneKind.WELCOME else 20)
            end = min(scene.end - 2, start + comes + 2 * holds + goes)
            if end - start >= comes + goes + 2 * FPS:
                out.append(LowerThird(Frames(start), Frames(end), to.name, to.role))
    return tuple(out)


def _overview(speech: Speech, placed: Sequence[_Placed], scenes: Sequence[Scene]) -> tuple[OverviewRow, ...]:
    """Light up each headline when it is spoken: its own sentence, else the first of its words, else at the scene's end."""
    scene = next((s for s in scenes if s.kind is SceneKind.OVERVIEW), None)
    if scene is None:
        return ()
    said = [p for p in placed if p.part == "opening" and p.sentence.where != "opening.1"]
    stories = speech.script.stories
    heard = [(w.text.lower(), p.frame(w.start)) for p in said for w in p.sentence.words]
    rows: list[OverviewRow] = []
    reached = scene.start
    for k, story in enumerate(stories):
        if len(said) == len(stories):
            at = said[k].start
        else:
            keys = {w.lower()[:6] for w in re.findall(r"\w{4,}|\d+", story.headline)}
            hits = [frame for word, frame in heard if frame >= reached and word[:6] in keys]
            at = hits[0] if hits else scene.end
        rows.append(OverviewRow(k, story.headline, at))
        reached = Frames(at + 1) if at < scene.end else reached
    return tuple(rows)


def _cuts(placed: Sequence[_Placed], scenes: Sequence[Scene], to: CueSettings, length: Frames) -> tuple[Cut, ...]:
    """Cut the programme into segments: opener, one per sentence, closer.

    Where a sentence opens a scene, its segment begins with the scene, so that a story's entrance is never part of the one
    before it. The first sentence takes its lead from the opener: lips part before the voice is heard.
    """
    starts = [Frames(max(0, p.start - LEAD)) for p in placed]
    for scene in scenes:
        first = next((n for n, p in enumerate(placed) if p.start >= scene.start), None)
        if first and 0 < scene.start <= placed[first].start and scene.start > placed[first - 1].end:
            starts[first] = scene.start
    closer = Frames(length - to.closer)
    cuts = [Cut("opener", Frames(0), starts[0] if starts else closer)]
    for n, p in enumerate(placed):
        cuts.append(Cut(p.sentence.where, starts[n], starts[n + 1] if n + 1 < len(placed) else closer))
    return (*cuts, Cut("closer", closer, length))
