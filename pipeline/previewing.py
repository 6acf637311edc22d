# SPDX-License-Identifier: EUPL-1.2
"""Show a presenter speaking: folder + words → a short MP4 with sound, made by the same stages as a bulletin."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline import consent, dressing
from pipeline.engines.voices import open_voice
from pipeline.errors import ConfigError
from pipeline.language.sentences import split
from pipeline.model import (
    FPS,
    SAMPLES_PER_FRAME,
    Cut,
    Finding,
    Frames,
    LowerThird,
    Rundown,
    Scene,
    SceneKind,
    Script,
    Sentence,
    Speech,
    Timeline,
)
from pipeline.newsroom import Newsroom
from pipeline.ports import Crew, Encoder, Folder
from pipeline.stages.render import RenderSettings, render
from pipeline.stages.speak import SpeakSettings, speak

AT, AFTER = Frames(14), 18
"""Frames before the voice and after it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was made: seconds, who is seen by which engine, the voice, and what editors should know."""

    seconds: float
    credit: str
    voice: str
    findings: tuple[Finding, ...]


def preview(room: Newsroom, folder: Folder, text: str, to: Path) -> Preview:
    """Speak a text and film it in the first configured format. Raises ConfigError where the presenter may not speak."""
    dressing.refuse_unfit(folder, consent.today(room))
    props = dressing.props_of(folder, room.settings.presenter, room.cast.design())
    opened = open_voice(room.settings.voice, dict(props.rig.voices), room.settings.home)
    try:
        language = room.settings.newsroom.language
        script = _script(room, text)
        settings = SpeakSettings(opened.named(language), language, room.cast.lexicon(), room.settings.voice.gender)
        speech = speak(script, settings, opened.voice, room.store, opened.reference)
    finally:
        opened.close()
    name, role = props.design.presenter_line(props.presenter, props.gender, language)
    shown = render(_timeline(speech, name, role), _settings(room), props, *_makers(room), room.store)
    try:
        to.write_bytes(room.store.read(shown.films[0].blob))
    except OSError as wrong:
        raise ConfigError(f"{to} cannot be written: {wrong.strerror}.", "Name another file with --to.") from wrong
    voice = speech.sentences[0].voice if speech.sentences else ""
    return Preview(shown.timeline.length / FPS, shown.presenter, voice, shown.findings)


def _makers(room: Newsroom) -> tuple[Encoder, Crew]:
    from pipeline.engines.crew import ForkCrew
    from pipeline.engines.pyav_encoder import PyavEncoder

    video = room.settings.video
    return PyavEncoder(video.crf, video.preset), ForkCrew(video.jobs)


def _settings(room: Newsroom) -> RenderSettings:
    """Film in the first format alone, without jingle and music."""
    return RenderSettings(room.settings.video.formats[:1], (), "Vorschau", "Vorschau", room.settings.sound.profile, False, False)


def _script(room: Newsroom, text: str) -> Script:
    """Make a bulletin of nothing but a greeting. Raises ConfigError for a text without words."""
    said = tuple(Sentence(text[part.start : part.end]) for part in split(text.strip())) if text.strip() else ()
    if not said:
        raise ConfigError("There is nothing to say.", 'Write a sentence: newsreel avatar preview anna "Guten Abend."')
    who = room.settings.newsroom
    rundown = Rundown("preview", who.programme, consent.today(room), who.language, ())
    return Script(rundown, who.programme, said, (), (), "preview", False)


def _timeline(speech: Speech, name: str, role: str) -> Timeline:
    """Greeting alone in the studio: the name plate in it, a cut between two sentences."""
    end = Frames(AT + -(-speech.length // SAMPLES_PER_FRAME) + AFTER)
    between = [Frames(AT + (a.end + b.start) // 2 // SAMPLES_PER_FRAME) for a, b in pairwise(speech.sentences)]
    edges = [Frames(0), *between, end]
    cuts = tuple(Cut(s.where, a, b) for s, (a, b) in zip(speech.sentences, pairwise(edges), strict=True))
    plates = (LowerThird(AT, Frames(end - 4), name, role),) if end > AT + 60 else ()
    return Timeline(speech, end, AT, (Scene(SceneKind.WELCOME, Frames(0), end),), (), plates, (), cuts)
