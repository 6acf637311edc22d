# SPDX-License-Identifier: EUPL-1.2
"""The ports through which the outside world enters. One file in `engines/` stands behind each.

An engine is chosen by name in `config.toml`; third parties add some by entry points. Each port has one contract test class
that every engine passes (`tests/engines/`). An engine's `fingerprint` names everything that changes its results.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from pipeline.model import Blob, Edition, Fact, Finding, Item, Package, Phoneme, Sentence, Service, Timeline, Timing, Word

if TYPE_CHECKING:  # a server that neither speaks nor paints does without numpy's 11 MB
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.model import FilmRun

PathOrBytes = bytes | Path


class Fingerprinted(Protocol):
    """Who makes something that is kept by what it was made from."""

    @property
    def fingerprint(self) -> str:
        """Everything that changes its results."""
        ...


class Shelf(Protocol):
    """Content-addressed bytes. Putting is idempotent: the one effect that stages may have."""

    def put(self, content: PathOrBytes, media: str) -> Blob:
        """Keep bytes, or the bytes of a file, and give their address."""
        ...

    def read(self, blob: Blob) -> bytes:
        """Give the bytes; verified against the digest. Raises StoreError where they are missing or damaged."""
        ...

    def path(self, blob: Blob) -> Path:
        """Give a readable file with these bytes; never write to it."""
        ...

    def scratch(self) -> Path:
        """Give a new empty folder for work in progress; the caller removes it."""
        ...

    def recall(self, key: str) -> Blob | None:
        """Give what was remembered under a key, None where nothing is."""
        ...

    def remember(self, key: str, blob: Blob) -> None:
        """Remember a smaller thing (a spoken sentence, a rendered segment) under a key of what it was made from."""
        ...


class Vault(Protocol):
    """Things by name at a place that many machines share. Every method raises StoreError where it does not answer."""

    def read(self, name: str) -> bytes | None:
        """Give a thing's bytes; None where there is none."""
        ...

    def add(self, name: str, content: PathOrBytes) -> bool:
        """Put a thing where nothing stands, whole or not at all; False where something does already."""
        ...

    def replace(self, name: str, content: PathOrBytes) -> None:
        """Put a thing, whatever stands there; whole or not at all."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether a thing stands there."""
        ...

    def remove(self, name: str) -> None:
        """Take a thing away; nothing happens where there is none."""
        ...

    def each(self, folder: str = "") -> Iterator[tuple[str, int, float]]:
        """Give name, bytes and time (seconds since 1970) of everything below a folder ("" or "keys/")."""
        ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source brought: editions, oldest first, and findings about items that could not be read."""

    editions: tuple[Edition, ...]
    findings: tuple[Finding, ...] = ()


class Source(Protocol):
    """Where newsletters come from (feed, mail, imap, page)."""

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        ...

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        """Read the newsletter as of `day`. Raises SourceError where it cannot be read at all."""
        ...


@dataclass(frozen=True, slots=True)
class Brief:
    """What a writer is told about one item. `sentences` are numbered from 0 (title); contacts and hidden text are cut.

    `core` sentences are asked for, plus two spares; `characters` is the length of one sentence (least, most).
    """

    item: Item
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]
    core: int
    characters: tuple[int, int] = (45, 80)
    grave: bool = False
    profile: str = "news"
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer answered for one item. `notes` are the model's own remarks, shown to editors as amber."""

    core: tuple[Sentence, ...]
    spares: tuple[Sentence, ...]
    headline: str
    kicker: str
    writer: str
    notes: tuple[Finding, ...] = ()
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A sentence that failed the check: what is wrong, and the facts that must be kept."""

    brief: Brief
    sentence: Sentence
    fault: str
    keep: tuple[Fact, ...]


class Writer(Fingerprinted, Protocol):
    """Who condenses an item (a language model, or the extract writer)."""

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        ...

    @property
    def excerpt(self) -> bool:
        """Whether it only picks sentences of the source ("Auszug")."""
        ...

    def draft(self, brief: Brief) -> Draft:
        """Condense one item. Raises EngineError where no draft can be had; the caller then uses the extract writer."""
        ...

    def repair(self, repair: Repair) -> Sentence | None:
        """Mend one sentence, None where this writer cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence for a voice: spoken form without digits and symbols; `rate` against the natural rate (1.0)."""

    text: str
    voice: str
    language: str = "de"
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Uttered:
    """A spoken sentence: mono float32 in -1..1 at `sample_rate`.

    `words` address the utterance's text by `at`..`to`; their samples and those of the phonemes are at 48 kHz from the start
    of `pcm`. Both are empty where the engine gives no times (`timing` ESTIMATED: to be aligned).
    """

    pcm: "NDArray[np.float32]"
    sample_rate: int
    words: tuple[Word, ...]
    phonemes: tuple[Phoneme, ...]
    timing: Timing
    voice: str


class Voice(Fingerprinted, Protocol):
    """A speech engine, called once per sentence."""

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        ...

    def speak(self, utterance: Utterance) -> Uttered:
        """Speak one sentence. Raises EngineError where no sound worth hearing came back."""
        ...


Result = TypeVar("Result")
Job = TypeVar("Job")


class Crew(Protocol):
    """Worker processes, one per core; results are picklable values."""

    def each(self, work: Callable[[Job], Result], jobs: Sequence[Job], sizes: Sequence[float] = ()) -> Iterator[Result]:
        """Do every job, results in their order; `sizes` (any unit) are for whoever looks on. Raises EngineError if one dies."""
        ...

    def beside(self, work: Callable[[Job], Result], job: Job) -> AbstractContextManager[Callable[[], Result]]:
        """Begin one job now and go on; what is given waits for its result. `each` then does with one worker less meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    """One picture as YUV 4:2:0, BT.709 limited range: y is height x width, u and v half of both, uint8."""

    y: "NDArray[np.uint8]"
    u: "NDArray[np.uint8]"
    v: "NDArray[np.uint8]"
    packed: "NDArray[np.uint8] | None" = None
    """The memory of y, u and v where they lie one after the other (1.5 height x width): an encoder need not copy it."""


class Encoder(Fingerprinted, Protocol):
    """A video encoder. Segments of one film have equal settings, so that they join without re-encoding."""

    def segment(self, frames: Iterable[PlaneFrame], size: tuple[int, int], to: Path) -> int:
        """Encode pictures to one H.264 segment without sound; gives the number of frames."""
        ...

    def sound(self, pcm: "Iterable[NDArray[np.float32]]", to: Path) -> None:
        """Encode the sound of a programme once as AAC: 48 kHz stereo, part by part, a row per sample, -1..1."""
        ...

    def join(self, segments: Sequence[Path], sound: Path, title: str, comment: str, to: Path) -> None:
        """Join segments and sound without re-encoding (a WAV is encoded as AAC), write a faststart MP4."""
        ...


class Reducer(Fingerprinted, Protocol):
    """Who makes a finished film small: pictures for the seek bar, and 720 lines where they are wanted."""

    @property
    def films(self) -> bool:
        """Whether the film of 720 lines is wanted."""
        ...

    def runs(self, film: Path) -> "tuple[FilmRun, ...]":
        """Name the runs of pictures that can be made small one by one. Raises EngineError."""
        ...

    def reduce(self, film: Path, run: int, to: Path) -> "tuple[NDArray[np.uint8], ...]":
        """Make one run small where wanted → its pictures for the seek bar: one a second, 160 x 90 px, RGB. Raises EngineError."""
        ...

    def join(self, runs: Sequence[Path], film: Path, to: Path) -> None:
        """Join small runs with the sound and the title of their film. Raises EngineError."""
        ...


class Signer(Protocol):
    """Who signs what a file says of its origin, as the last thing that is done to it."""

    @property
    def fingerprint(self) -> str:
        """Whose signature it is, and how it is made."""
        ...

    def sign(self, file: Path, media: str, title: str, source_type: str, to: Path) -> bool:
        """Sign a file → a new file; tells whether it bears a time stamp as asked for. Raises EngineError."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a target answered: the address of the bulletin there and a line for the ledger; `sent` counts transfers."""

    address: str
    detail: str
    sent: int


class Target(Protocol):
    """Where packages are published (a folder, a server)."""

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        ...

    @property
    def address(self) -> str:
        """Where people reach it: an http(s) address without a slash at its end; empty where nobody said."""
        ...

    def publish(self, bulletin: str, package: Package, shelf: Shelf, pages: tuple[tuple[str, bytes], ...] = ()) -> Receipt:
        """Put a package in place at once: readers see the old or the new one, never a mix. Raises TargetError.

        `pages` (name, bytes) stand in for files of the same name that no approval covers. Nothing that already stands is sent
        again, and what a broken transfer left is taken up by the next one.
        """
        ...

    def announce(self, pages: tuple[tuple[str, bytes], ...]) -> Receipt:
        """Put the pages about all bulletins in place (feeds, overview). An empty page is taken away. Raises TargetError."""
        ...

    def changes(
        self, bulletin: str, package: Package, shelf: Shelf, pages: tuple[tuple[str, bytes], ...] = ()
    ) -> tuple[str, ...]:
        """Say what `publish` would send, one path each, without sending anything. Raises TargetError."""
        ...

    def retract(self, bulletin: str, notice: bytes, shelf: Shelf) -> Receipt:
        """Take every version of a bulletin away and show the notice (HTML) in its place. Raises TargetError."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is data (a presenter, a design pack): names with `/`, sorted; `fingerprint` is a digest of all bytes."""

    name: str
    files: tuple[tuple[str, bytes], ...]
    fingerprint: str

    def file(self, name: str) -> bytes | None:
        """Give one file's bytes, None where the folder has no such file."""
        return next((content for known, content in self.files if known == name), None)


class Performance(Protocol):
    """A presenter through a whole film, one picture per frame, without sound: the voice is always ours.

    The pictures are a pure function of their names, so that a segment painted twice has the same bytes.
    """

    def __hash__(self) -> int:
        """A performance is known by identity, or by what it shows."""
        ...

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the pictures at scale 1, px."""
        ...

    @property
    def frames(self) -> int:
        """How many frames it lasts."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What editors should know of how it was made."""
        ...

    def name(self, n: int) -> str:
        """Name what is seen in frame n: equal names, equal pictures. Frames before the first and after the last show these."""
        ...

    def picture(self, n: int, scale: float) -> "NDArray[np.uint8]":
        """Draw frame n at `scale`: height x width x 4, premultiplied red, green, blue, alpha. Read it before the next."""
        ...


class Avatar(Protocol):
    """A presenter engine: sound, timing and a presenter's folder → pictures, whatever their background was."""

    @property
    def name(self) -> str:
        """Its name, as settings and findings use it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Everything that changes its pictures besides sound, timing and folder."""
        ...

    def perform(self, timeline: Timeline, folder: Folder, shelf: Shelf) -> Performance:
        """Perform a film. Raises EngineError where no pictures came, ConfigError where the folder is at fault."""
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is waited for. `kind`: waits, parked, stale, missed, reminder, missing. German, without words of a bulletin."""

    kind: str
    subject: str
    text: str
    link: str = ""


class Messenger(Protocol):
    """A way to tell people that they are waited for (mail, a webhook)."""

    @property
    def name(self) -> str:
        """Its name in the ledger."""
        ...

    def send(self, notice: Notice, deputies: bool) -> None:
        """Send a notice, to the deputies too where asked. Raises TargetError where it did not arrive."""
        ...
