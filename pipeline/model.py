# SPDX-License-Identifier: EUPL-1.2
"""Every value of a bulletin, and nothing else.

A bulletin is a chain of frozen values. Each value contains the one before it; the store keeps that link by reference.
No clock, host, random name or absolute path is ever part of a value: when and where belong to the ledger.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

Frames = NewType("Frames", int)
"""A count of pictures at 25 per second."""
Samples = NewType("Samples", int)
"""A count of sound samples at 48 000 per second."""

FPS = 25
SAMPLE_RATE = 48_000
SAMPLES_PER_FRAME = SAMPLE_RATE // FPS  # 1 920, exactly


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes in the store: sha256 as 64 hex digits, media type, length in bytes."""

    digest: str
    media: str
    size: int


class Severity(StrEnum):
    """What a finding does: red blocks approval, amber colours the view, note only informs."""

    RED = "red"
    AMBER = "amber"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an editor should see.

    `code` is stable and English ("number-not-in-source"); `message` is German, for editors, and says what to do.
    `where` addresses the place: "item:<id>", "opening.1", "2.3" (story 2, sentence 3), "2.headline", "speech", "film".
    `quote` holds the offending words, empty where none apply.
    """

    code: str
    severity: Severity
    message: str
    where: str
    quote: str = ""


# ---------------------------------------------------------------- gather: what was received


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an item. Width and height in pixels; `focus` is the point of interest as shares of both (0..1)."""

    blob: Blob
    width: int
    height: int
    credit: str
    alt: str
    licence: str = ""
    focus: tuple[float, float] = (0.5, 0.42)


@dataclass(frozen=True, slots=True)
class Item:
    """One message of the newsletter as it was received (Meldung).

    `id` is the source's identity (guid, else canonical link, else a hash). `text` is plain text; paragraphs are separated by
    one empty line. `published` is None where the source states no date. `embargo` carries a time zone.
    """

    id: str
    title: str
    text: str
    link: str
    published: date | None
    picture: Picture | None = None
    embargo: datetime | None = None
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Edition:
    """The items of one newsletter issue, in the newsletter's order (Ausgabe). `source` is the name in the settings."""

    id: str
    title: str
    day: date
    source: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- plan: what is told


class LeftOutReason(StrEnum):
    """Why an item is not in a rundown."""

    EMBARGO = "embargo"
    OVER = "over"
    BROADCAST = "broadcast"
    TENDER = "tender"
    MEETING = "meeting"
    REPEAT = "repeat"
    TOO_OLD = "too-old"
    TOO_SHORT = "too-short"
    NO_ROOM = "no-room"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is not told, and why; `detail` is a German sentence for editors."""

    item_id: str
    title: str
    reason: LeftOutReason
    detail: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the rundown: the item and the seconds it is given."""

    item: Item
    seconds: float


@dataclass(frozen=True, slots=True)
class Rundown:
    """The running order of one bulletin (Ablauf).

    `id` is readable and unique ("2026-kw47"). `day` is the day of release. It holds only selected items, so that an
    unselected one changes nothing.
    """

    id: str
    title: str
    day: date
    language: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one edition gives: its rundowns, and each item left out with its reason."""

    edition: Edition
    rundowns: tuple[Rundown, ...]
    left_out: tuple[LeftOut, ...]


# ---------------------------------------------------------------- write: what is said


class FactKind(StrEnum):
    """The kind of a checkable statement."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    WEEKDAY = "weekday"
    DURATION = "duration"
    NAME = "name"
    PLACE = "place"
    ORGANISATION = "organisation"
    QUOTATION = "quotation"
    PHONE = "phone"
    URL = "url"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed statement of an item, found before any model is asked.

    `text` is the wording in the item, `value` its canonical form ("2026-11-30", "1900000 EUR", "10:30").
    `sentence` is the item sentence (0 = title, 1.. = text); `start` and `end` are offsets in that sentence.
    `essential` marks when, where, deadline, cost, whom; `conflict` marks statements of the item that contradict each other.
    """

    id: str
    kind: FactKind
    text: str
    value: str
    sentence: int
    start: int
    end: int
    essential: bool = False
    conflict: bool = False


class Origin(StrEnum):
    """Who wrote a sentence."""

    MODEL = "model"
    EXTRACT = "extract"
    TEMPLATE = "template"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One spoken sentence as it is shown.

    `sources` are the item sentences that back it (0 = title), `facts` the ids of the facts it uses. `rank` is 1 (must stay)
    to 3 (may go). Templates have no sources and are exempt from the check.
    """

    text: str
    sources: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()
    rank: int = 1
    origin: Origin = Origin.MODEL


class PanelKind(StrEnum):
    """What stands on a story's card."""

    PICTURE = "picture"
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Panel:
    """The card of a story: a picture, or one key fact with its unit and one short line."""

    kind: PanelKind
    figure: str = ""
    unit: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What a viewer may want to note down; each field may be empty. `address` is a web address with scheme."""

    when: str = ""
    where: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One item as it is spoken (Beitrag). `kicker` is the topic in one word; `spares` are sentences kept for the fit."""

    item_id: str
    kicker: str
    headline: str
    sentences: tuple[Sentence, ...]
    panel: Panel
    facts: tuple[Fact, ...] = ()
    spares: tuple[Sentence, ...] = ()
    service: Service | None = None
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Erratum:
    """What the film outside says wrongly (Berichtigung): spoken, and shown on a card, before the farewell of the corrected one.

    `day` is that of the note. `said` and `right` are the two wordings where one sentence was changed, else empty.
    """

    day: date
    sentences: tuple[Sentence, ...]
    said: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What is spoken, in order: opening, stories, a correction, closing (Sprechertext). What the editor edits and approves.

    `writer` names who drafted it ("extract", "openai:<model>"). `excerpt` is true where sentences were only picked, not
    condensed ("Auszug"). `findings` come from the writing itself (fallbacks, notes of the model), not from the check.
    """

    rundown: Rundown
    title: str
    opening: tuple[Sentence, ...]
    stories: tuple[Story, ...]
    closing: tuple[Sentence, ...]
    writer: str
    excerpt: bool
    findings: tuple[Finding, ...] = ()
    erratum: Erratum | None = field(default=None, metadata={"sparse": True})


@dataclass(frozen=True, slots=True)
class Line:
    """A spoken sentence with its address ("opening.1", "2.3", "erratum.1", "closing.1"); `story` is 0-based, -1 outside."""

    where: str
    story: int
    sentence: Sentence


def lines(script: Script) -> tuple[Line, ...]:
    """Give the spoken sentences of a script in order, each with its address."""
    opening = tuple(Line(f"opening.{n}", -1, s) for n, s in enumerate(script.opening, 1))
    told = tuple(Line(f"{k + 1}.{n}", k, s) for k, story in enumerate(script.stories) for n, s in enumerate(story.sentences, 1))
    said = script.erratum.sentences if script.erratum is not None else ()
    erratum = tuple(Line(f"erratum.{n}", -1, s) for n, s in enumerate(said, 1))
    closing = tuple(Line(f"closing.{n}", -1, s) for n, s in enumerate(script.closing, 1))
    return opening + told + erratum + closing


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found in a script. Computed from the script and its items, never edited."""

    script: Script
    findings: tuple[Finding, ...]


# ---------------------------------------------------------------- speak: what is heard


class Timing(StrEnum):
    """Where the times of words come from."""

    NATIVE = "native"
    ALIGNED = "aligned"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Word:
    """A shown word and when it is heard. `at`..`to` are offsets in the shown sentence; samples count from the speech's start."""

    text: str
    at: int
    to: int
    start: Samples
    end: Samples


@dataclass(frozen=True, slots=True)
class Phoneme:
    """One sound in IPA; samples count from the speech's start."""

    ipa: str
    start: Samples
    end: Samples
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """One sentence as it was spoken; `spoken` is the text that the voice was given, `audio` its sound alone (48 kHz mono WAV)."""

    where: str
    text: str
    spoken: str
    start: Samples
    end: Samples
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]
    timing: Timing
    voice: str
    audio: Blob


@dataclass(frozen=True, slots=True)
class Speech:
    """The spoken programme: one voice track (48 kHz mono WAV, not yet mastered) and when each sound is heard.

    `length` is the length of the track. `rate` is the speed against the voice's natural rate. `pauses` are the silences after
    each sentence, frozen at the first fit so that a later edit moves as little as possible.
    """

    script: Script
    audio: Blob
    length: Samples
    sentences: tuple[SpokenSentence, ...]
    pauses: tuple[Samples, ...]
    rate: float
    engine: str
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- cue: when it is seen


class SceneKind(StrEnum):
    """The stagings of a programme."""

    OPENER = "opener"
    WELCOME = "welcome"
    OVERVIEW = "overview"
    STORY = "story"
    SERVICE = "service"
    FAREWELL = "farewell"
    CLOSER = "closer"
    CORRECTION = "correction"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Scene:
    """One staging on the timeline, frames `start` up to but not including `end`; `story` is 0-based, -1 outside stories.

    `full_bleed` gives the frames (absolute) during which the item's picture fills the screen, empty where it never does.
    """

    kind: SceneKind
    start: Frames
    end: Frames
    story: int = -1
    full_bleed: tuple[Frames, Frames] | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption: frames `start` up to `end`, one or two lines."""

    start: Frames
    end: Frames
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """The captions for one use: "web" (files) or a format ("9x16") where they are burned in."""

    use: str
    captions: tuple[Caption, ...]


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A name plate (Bauchbinde): frames `start` up to `end`, motion included."""

    start: Frames
    end: Frames
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A row of the overview: the headline of story `story` becomes the active row at frame `active`."""

    story: int
    text: str
    active: Frames


@dataclass(frozen=True, slots=True)
class Cut:
    """A segment of the programme between two neutral poses: frames `start` up to `end`; `where` names its sentence or scene."""

    where: str
    start: Frames
    end: Frames


@dataclass(frozen=True, slots=True)
class Timeline:
    """When everything is seen. The design pack says where. `voice_at` is the frame at which the speech starts."""

    speech: Speech
    length: Frames
    voice_at: Frames
    scenes: tuple[Scene, ...]
    captions: tuple[CaptionTrack, ...]
    lower_thirds: tuple[LowerThird, ...]
    overview: tuple[OverviewRow, ...]
    cuts: tuple[Cut, ...]
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- render, pack, publish: what is delivered


@dataclass(frozen=True, slots=True)
class Film:
    """One encoded file. `format` is "16x9", "9x16" or "1x1"; width and height in pixels."""

    format: str
    blob: Blob
    width: int
    height: int
    frames: Frames


@dataclass(frozen=True, slots=True)
class FilmRun:
    """Pictures of a film from one key frame to the next: a name for what they are made from, and how many they are."""

    name: str
    frames: Frames


@dataclass(frozen=True, slots=True)
class Master:
    """One film per format from the same timeline, and the still for each poster (Sendefassung).

    Loudness in LUFS (EBU R 128), true peak in dBTP, both measured on the mastered sound before it is encoded. `presenter`
    is the folder and the engine of who is seen ("anna/rig2d"), so that films can be found whose presenter withdraws consent.
    """

    timeline: Timeline
    films: tuple[Film, ...]
    posters: tuple[Film, ...]
    loudness: float
    true_peak: float
    findings: tuple[Finding, ...] = ()
    presenter: str = ""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package. `covered` is true for what approval covers."""

    name: str
    blob: Blob
    covered: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The folder that waits for review (Sendepaket). `findings` are those of all stages together."""

    master: Master
    files: tuple[PackedFile, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A package at a target: the address where it stands and the target's receipt."""

    package: Package
    target: str
    address: str
    receipt: str
