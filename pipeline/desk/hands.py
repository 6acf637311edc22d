# SPDX-License-Identifier: EUPL-1.2
"""What the desk has others do: films, nights, speech, stories and pictures are made in processes of their own.

So the desk stays small and answers, and no voice, language model or foreign picture is ever in its memory.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from pipeline import logs
from pipeline.desk.jobs import Say
from pipeline.engines.aside import G, T, Work, aside, ready
from pipeline.errors import ReviewError, SourceError
from pipeline.language.pace import Pace
from pipeline.model import Item, Picture, Rundown, Slot, Story
from pipeline.newsroom import Newsroom
from pipeline.rules import today
from pipeline.settings import Settings

HEAVY: Final = (
    "pipeline.desk.ahead",
    "pipeline.producer",
    "pipeline.pacing",
    "pipeline.picture.text",
    "pipeline.picture.portrait",
    "pipeline.engines.espeak_voice",
    "pipeline.engines.fallback_voice",
    "pipeline.engines.pico_voice",
    "pipeline.engines.piper_voice",
    "pipeline.engines.pyav_encoder",
    "pipeline.engines.pyav_reducer",
    "pipeline.engines.pictures",
    "pipeline.sound.loudness",
    "pipeline.sound.mix",
)
"""Imported ahead in the process that the others come from, so that nobody waits two seconds for imports."""
SECONDS: Final = 20.0
"""What an item that comes in late is given; the editor sees the whole length and cuts elsewhere."""
PICTURES: Final = "JPEG, PNG oder WebP, 240 × 240 Pixel bis 40 Millionen Pixel, höchstens 6:1."


class Hands(Protocol):
    """Whoever makes things for the desk. Everything raises NewsreelError."""

    def remake(self, bulletin: str, say: Say) -> None:
        """Make a bulletin anew, telling each stage that begins."""
        ...

    def fetch(self) -> None:
        """Run a night right now."""
        ...

    def speak(self, text: str) -> tuple[bytes, float]:
        """Speak a sentence → WAV, seconds."""
        ...

    def pace(self, language: str) -> Pace:
        """Say how fast the voice speaks a language, as it was heard."""
        ...

    def tell(self, bulletin: str, rundown: Rundown, item: Item) -> Story:
        """Have the newsroom's own writer make a story of one item."""
        ...

    def picture(self, file: Path, credit: str, alt: str, licence: str) -> Picture:
        """Read a picture that somebody brought, and keep a clean copy of it."""
        ...


@dataclass(frozen=True, slots=True)
class Aside:
    """Each piece of work in a process of its own, which takes its memory with it."""

    settings: Settings

    def warm(self) -> None:
        """Start the small process that the others come from; it imports what they need while nobody waits."""
        ready(_remake, HEAVY)

    def remake(self, bulletin: str, say: Say) -> None:
        """Make a bulletin anew, telling each stage that begins."""
        self._aside(_remake, (self.settings, bulletin), say)

    def fetch(self) -> None:
        """Run a night right now."""
        self._aside(_night, (self.settings,))

    def speak(self, text: str) -> tuple[bytes, float]:
        """Speak a sentence → WAV, seconds."""
        return self._aside(_speak, (self.settings, text))

    def pace(self, language: str) -> Pace:
        """Say how fast the voice speaks a language, as it was heard."""
        return self._aside(_pace, (self.settings, language))

    def tell(self, bulletin: str, rundown: Rundown, item: Item) -> Story:
        """Have the newsroom's own writer make a story of one item."""
        return self._aside(_tell, (self.settings, bulletin, rundown, item))

    def picture(self, file: Path, credit: str, alt: str, licence: str) -> Picture:
        """Read a picture that somebody brought, and keep a clean copy of it."""
        return self._aside(_picture, (self.settings, file, credit, alt, licence))

    def _aside(self, work: Work[G, T], given: G, say: Say = lambda _what, _share: None) -> T:
        return aside(work, given, say, partial(logs.begin, False, logs.for_machines()))


@dataclass(frozen=True, slots=True)
class Here:
    """The same work in this process, for a newsroom that is open already."""

    room: Newsroom

    def remake(self, bulletin: str, say: Say) -> None:
        """Make a bulletin anew, telling each stage that begins."""
        from pipeline.producer import remake

        del say
        remake(self.room, bulletin)

    def fetch(self) -> None:
        """Run a night right now."""
        from pipeline.producer import run

        run(self.room, today(self.room))

    def speak(self, text: str) -> tuple[bytes, float]:
        """Speak a sentence → WAV, seconds."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "say.wav"
            seconds = self.room.cast.say(text, file)[0]
            return file.read_bytes(), seconds

    def pace(self, language: str) -> Pace:
        """Say how fast the voice speaks a language, as it was heard."""
        return self.room.cast.pace(language)

    def tell(self, bulletin: str, rundown: Rundown, item: Item) -> Story:
        """Have the newsroom's own writer make a story of one item."""
        from pipeline.stages.write import write

        use = self.room.engines(bulletin)
        alone = replace(rundown, slots=(Slot(item, SECONDS),))
        return write(alone, self.room.slices(rundown).write, use.writer, use.extract).stories[0]

    def picture(self, file: Path, credit: str, alt: str, licence: str) -> Picture:
        """Read a picture that somebody brought, in a child with little memory and time; keep a clean copy of it."""
        from pipeline.engines.confined import confined
        from pipeline.engines.pictures import keep_picture

        store = self.room.store

        def work() -> bytes:
            return store.put_value(keep_picture(file.read_bytes(), credit, alt, store, licence)).encode("ascii")

        try:
            return store.get_value(Picture, confined(work, "the picture").decode("ascii"))
        except SourceError as wrong:
            raise ReviewError("Dieses Bild lässt sich nicht verwenden.", PICTURES) from wrong


# ---------------------------------------------------------------- functions of a module, so that another process finds them


@contextmanager
def _opened(settings: Settings, say: Say = lambda _stage, _share: None) -> Iterator[Here]:
    room = Newsroom(settings, _Telling(say))
    try:
        yield Here(room)
    finally:
        room.close()


@dataclass(frozen=True, slots=True)
class _Telling:
    """A watch that tells each stage that begins, and how far a film is painted."""

    say: Say

    def begins(self, _bulletin: str, stage: str) -> None:
        self.say(stage, 0.0)

    def goes(self, _bulletin: str, share: float) -> None:
        self.say("render", share)

    def has(self, _bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        del kept, seconds
        self.say(stage, 1.0)


def _remake(given: tuple[Settings, str], say: Say) -> None:
    with _opened(given[0], say) as here:
        here.remake(given[1], say)


def _night(given: tuple[Settings], _say: Say) -> None:
    with _opened(given[0]) as here:
        here.fetch()


def _speak(given: tuple[Settings, str], _say: Say) -> tuple[bytes, float]:
    with _opened(given[0]) as here:
        return here.speak(given[1])


def _pace(given: tuple[Settings, str], _say: Say) -> Pace:
    with _opened(given[0]) as here:
        return here.pace(given[1])


def _tell(given: tuple[Settings, str, Rundown, Item], _say: Say) -> Story:
    with _opened(given[0]) as here:
        return here.tell(*given[1:])


def _picture(given: tuple[Settings, Path, str, str, str], _say: Say) -> Picture:
    with _opened(given[0]) as here:
        return here.picture(*given[1:])
