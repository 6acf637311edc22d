# SPDX-License-Identifier: EUPL-1.2
"""A whole invented bulletin for the tests of the show: every scene, real phonemes, drawn pictures."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.model import (
    SAMPLES_PER_FRAME,
    Blob,
    Caption,
    CaptionTrack,
    Cut,
    Frames,
    Item,
    LowerThird,
    OverviewRow,
    Panel,
    PanelKind,
    Phoneme,
    Picture,
    Rundown,
    Samples,
    Scene,
    SceneKind,
    Script,
    Sentence,
    Service,
    Slot,
    Speech,
    SpokenSentence,
    Story,
    Timeline,
)
from pipeline.picture.atlas import Atlas
from pipeline.picture.design import Design, base_of, load_design
from pipeline.picture.photo import Photo
from pipeline.picture.stage import Notice, Set
from pipeline.settings import Format
from tests.picture.spoken import rig_of, sentences, small_atlas

ASSETS = Path(__file__).parents[2] / "assets"
VOICE_AT = Frames(75)
CLOSER = 160


def pack(name: str) -> tuple[tuple[str, bytes], ...]:
    folder = ASSETS / name
    return tuple((p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file())


@cache
def design(name: str = "beispielheim") -> Design:
    own = pack(name)
    base = base_of(own)
    return load_design(pack(base), own) if base else load_design(own)


@cache
def drawn_picture(digest: str = "aa" * 32, width: int = 1600, height: int = 1067) -> Photo:
    """A soft landscape of gradients with a bright disc at its focus."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    sky = np.stack([200 + 30 * y / height, 180 + 30 * x / width, 150 + 60 * y / height], axis=2)
    ground = np.stack([90 - 40 * y / height, 120 - 30 * x / width, 60 + 0 * x], axis=2)
    picture = np.where((y > height * (0.55 + 0.05 * np.sin(x / 130)))[:, :, None], ground, sky)
    disc = np.hypot(x - width * 0.6, y - height * 0.45) < height * 0.13
    picture[disc] = (250, 240, 200)
    content = BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(content, "BMP")
    return Photo(digest, content.getvalue(), (width, height), (0.6, 0.45), "Landkreis Beispielheim / T. Muster")


STORIES = (
    Story(
        "a", "Verkehr", "Brücke an der K 12 ab 30. November voll gesperrt", (), Panel(PanelKind.PICTURE),
        service=Service("Montag, 30. November, bis 19. März 2027", "K 12 zwischen Niederbirken und Kaltenmühle", "069 90009-412",
                        "https://www.kreis-beispielheim.example/baustellen"),
    ),
    Story("b", "Digitales", "Glasfaser für 1.240 Haushalte", (),
          Panel(PanelKind.NUMBER, "1.240", "Haushalte", "bekommen bis Ende 2027 einen Glasfaseranschluss.")),
    Story("c", "Tiergesundheit", "Geflügelpest in Wiesenau: Stallpflicht ab 21. November", (),
          Panel(PanelKind.DATE, "21. November", "", "Ab Samstag gilt in der Schutzzone Stallpflicht."), grave=True),
    Story("d", "Kultur", "Kreiskultursommer kommt nach Oberbirken", (),
          Panel(PanelKind.PLACE, "Oberbirken", "", "Im Schlosspark spielen im Juli zwölf Ensembles.")),
    Story("e", "Ehrenamt", "Landkreis fördert Vereine mit mehr Geld und weniger Papier", (),
          Panel(PanelKind.WORDS, "", "", "Anträge sind bis Ende Januar möglich.")),
)  # fmt: skip


def shifted(said: SpokenSentence, where: str, start: int) -> SpokenSentence:
    """The same sentence, spoken elsewhere in the programme; `start` in samples."""
    by = start - said.start
    sounds = tuple(Phoneme(p.ipa, Samples(p.start + by), Samples(p.end + by), p.stressed) for p in said.phonemes)
    return replace(said, where=where, start=Samples(start), end=Samples(said.end + by), phonemes=sounds)


@cache
def timeline(count: int = 5, each: int = 3) -> Timeline:
    """A bulletin of `count` stories with `each` sentences."""
    plan = ["opening.1", "opening.2", *(f"{k + 1}.{n + 1}" for k in range(count) for n in range(each)), "closing.1"]
    told, spoken, at = sentences(), [], 0
    for n, where in enumerate(plan):
        said = shifted(told[n % len(told)], where, at)
        spoken.append(said)
        pause = 19_200 if where.endswith(f".{each}") or where[0] in "oc" else 13_440
        at = -(-(said.end + pause) // SAMPLES_PER_FRAME) * SAMPLES_PER_FRAME
    stories = tuple(
        replace(STORIES[k], sentences=tuple(Sentence(s.text) for s in spoken if s.where.startswith(f"{k + 1}.")))
        for k in range(count)
    )
    picture = Picture(Blob("aa" * 32, "image/jpeg", 1), 1600, 1067, "Landkreis Beispielheim / T. Muster", "Eine Landschaft")
    slots = tuple(
        Slot(Item(s.item_id, s.headline, "", "", None, picture if s.panel.kind is PanelKind.PICTURE else None), 18.0)
        for s in stories
    )
    rundown = Rundown("2026-kw47", "Kreis kompakt", date(2026, 11, 20), "de", slots)
    script = Script(rundown, "Kreis kompakt", (Sentence(spoken[0].text), Sentence(spoken[1].text)), stories,
                    (Sentence(spoken[-1].text),), "extract", False)  # fmt: skip
    speech = Speech(script, Blob("0" * 64, "audio/wav", 0), Samples(at), tuple(spoken), (), 1.0, "test")
    first = {s.where: VOICE_AT + s.start // SAMPLES_PER_FRAME for s in spoken}
    last = {s.where: VOICE_AT + s.end // SAMPLES_PER_FRAME + 2 for s in spoken}
    end = VOICE_AT + at // SAMPLES_PER_FRAME
    scenes = [
        Scene(SceneKind.OPENER, Frames(0), VOICE_AT),
        Scene(SceneKind.WELCOME, VOICE_AT, Frames(last["opening.1"])),
        Scene(SceneKind.OVERVIEW, Frames(last["opening.1"]), Frames(last["opening.2"])),
    ]
    for k, story in enumerate(stories):
        start, stop = scenes[-1].end, Frames(last[f"{k + 1}.{each}"])
        if story.service is not None:
            turn = Frames(first[f"{k + 1}.{each}"] - 4)
            bleed = (Frames(first[f"{k + 1}.2"] - 4), Frames(first[f"{k + 1}.2"] + 120))
            scenes += [Scene(SceneKind.STORY, start, turn, k, bleed), Scene(SceneKind.SERVICE, turn, stop, k)]
        else:
            scenes.append(Scene(SceneKind.STORY, start, stop, k))
    scenes += [
        Scene(SceneKind.FAREWELL, scenes[-1].end, Frames(end)),
        Scene(SceneKind.CLOSER, Frames(end), Frames(end + CLOSER)),
    ]
    # A sentence that opens a scene is cut at the scene's start, so that a transition belongs to what it leads to.
    opens = {p.where: Frames(last[b.where]) for b, p in pairwise(spoken) if p.where.endswith(".1")}
    opens["opening.2"] = Frames(last["opening.1"])
    starts = [opens.get(s.where, Frames(first[s.where] - 4)) for s in spoken]
    cuts = [Cut("opener", Frames(0), starts[0])]
    cuts += [Cut(s.where, starts[n], (*starts, Frames(end))[n + 1]) for n, s in enumerate(spoken)]
    cuts.append(Cut("closer", Frames(end), Frames(end + CLOSER)))
    captions = tuple(
        Caption(
            Frames(first[s.where]), Frames(last[s.where] - 2), (s.text[:34].rsplit(" ", 1)[0], s.text[34:66].rsplit(" ", 1)[0])
        )
        for s in spoken
    )
    rows = tuple(OverviewRow(k, s.headline, Frames(first["opening.2"] + 40 * k)) for k, s in enumerate(stories[:3]))
    thirds = (
        LowerThird(Frames(VOICE_AT + 12), Frames(scenes[1].end - 2), "Anna, KI-Sprecherin", "Figur und Stimme: KI-generiert"),
    )
    return Timeline(
        speech, Frames(end + CLOSER), VOICE_AT, tuple(scenes), (CaptionTrack("9x16", captions), CaptionTrack("1x1", captions)),
        thirds, rows, tuple(cuts),
    )  # fmt: skip


@cache
def on_set(
    form: Format = "16x9",
    name: str = "beispielheim",
    pictures: tuple[Photo | None, ...] | None = None,
    atlas: Atlas | None = None,
    notice: Notice | None = None,
    captions: bool = True,
) -> Set:
    """A stage with a presenter drawn at few px."""
    held = pictures if pictures is not None else (drawn_picture(), None, None, None, None)
    return Set(design(name), form, rig_of("anna"), atlas or small_atlas("anna"), "anna", held, notice=notice, captions=captions)
