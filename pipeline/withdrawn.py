# SPDX-License-Identifier: EUPL-1.2
"""The card of a bulletin that was taken back: a still and a short silent film per format.

They take the place of the video where only people can change it: on platforms, in a media library, on a screen in a hall.
The card names the bulletin and the day, never the reason: that stays in the house.
"""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline import dressing, rules
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.errors import StoreError
from pipeline.model import FPS, SAMPLES_PER_FRAME, Cut, Frames, Scene, SceneKind, Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture import paint
from pipeline.picture.atlas import Atlas
from pipeline.picture.design import FORMATS
from pipeline.picture.jpeg import jpeg
from pipeline.picture.stage import Notice, Set, day_in_words
from pipeline.stages.render import RenderSettings

LENGTH = Frames(8 * FPS)
"""Long enough to read the card twice."""


def cards(room: Newsroom, bulletin: str) -> tuple[Path, ...]:
    """Make the cards of a retracted bulletin in its formats → their files; none where it never had a film."""
    package = room.package(bulletin)
    if package is None:
        return ()
    master = package.master
    rundown = master.timeline.speech.script.rundown
    timeline, design = _silent(master.timeline), room.cast.design()
    texts = design.texts(rundown.language)
    back = day_in_words(rules.today(room), rundown.language)
    day = day_in_words(rundown.day, rundown.language)
    told = Notice(day, body=texts.retraction_dated.format(day=day, back=back))
    props = dressing.props_of(dressing.presenter_folder(room.settings), room.settings.presenter, design)
    forms = tuple(form for form in FORMATS if form in {film.format for film in master.films})
    to = RenderSettings(forms, (), rundown.title, texts.label_alt)
    nobody = Atlas(1.0, {})  # no presenter stands on the card
    sets = [Set(design, form, props.rig, nobody, "", (), captions=False, notice=told) for form in forms]
    folder = room.output / "retracted" / bulletin
    made = [file for on in sets for file in _card(room, timeline, on, to, folder)]
    return tuple(made)


def _silent(timeline: Timeline) -> Timeline:
    """Give a timeline on which nothing but the card stands."""
    only = Scene(SceneKind.RETRACTION, Frames(0), LENGTH)
    cut = Cut("retraction", Frames(0), LENGTH)
    return replace(
        timeline,
        speech=replace(timeline.speech, sentences=()),
        length=LENGTH,
        scenes=(only,),
        captions=(),
        lower_thirds=(),
        overview=(),
        cuts=(cut,),
    )


def _card(room: Newsroom, timeline: Timeline, on: Set, to: RenderSettings, folder: Path) -> tuple[Path, Path]:
    """Write the still and the film of one format."""
    encoder, scratch = PyavEncoder(room.settings.video.crf, room.settings.video.preset), room.store.scratch()
    still, film = folder / f"retracted-{on.form}.jpg", folder / f"retracted-{on.form}.mp4"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        still.write_bytes(jpeg(Image.fromarray(paint.still(timeline, Frames(0), on)), 88))
        segment, sound = scratch / "card.mp4", scratch / "sound.mp4"
        width, height = on.design.layout(on.form).size
        encoder.segment(paint.frames(timeline, Frames(0), LENGTH, on), (width, height), segment)
        encoder.sound([np.zeros((LENGTH * SAMPLES_PER_FRAME, 2), np.float32)], sound)
        encoder.join([segment], sound, to.title, to.comment, film)
    except OSError as wrong:
        raise StoreError(f"{folder} cannot be written: {os.strerror(wrong.errno or 0)}.", "Check the disk.") from wrong
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return still, film
