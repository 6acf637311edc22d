# SPDX-License-Identifier: EUPL-1.2
"""A bulletin made anew in a process of its own, so that the desk stays small and answers."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.desk.jobs import Remake, Say
from pipeline.engines.aside import aside, ready
from pipeline.newsroom import Newsroom
from pipeline.producer import remake, run
from pipeline.rules import today
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class _Telling:
    """A watch that tells each stage that begins."""

    say: Callable[[str], None]

    def begins(self, _bulletin: str, stage: str) -> None:
        self.say(stage)

    def goes(self, _bulletin: str, _share: float) -> None:
        """Say nothing: the desk counts stages."""

    def has(self, _bulletin: str, stage: str, kept: bool, seconds: float) -> None:
        del kept, seconds
        self.say(stage)


def _work(given: tuple[object, ...], say: Say) -> None:
    settings, bulletin = given
    if not isinstance(settings, Settings):
        raise TypeError("a newsroom is opened with its settings")
    room = Newsroom(settings, _Telling(say))
    try:
        remake(room, str(bulletin))
    finally:
        room.close()


def _night(given: tuple[object, ...], say: Say) -> None:
    settings = given[0]
    if not isinstance(settings, Settings):
        raise TypeError("a newsroom is opened with its settings")
    room = Newsroom(settings, _Telling(say))
    try:
        run(room, today(room))
    finally:
        room.close()


def fetch_aside(settings: Settings) -> Callable[[], None]:
    """Give the function that runs this newsroom's night right now, in another process."""

    def fetch() -> None:
        aside(_night, (settings,), lambda _stage: None)

    return fetch


def remake_aside(settings: Settings) -> Remake:
    """Give the function that makes a bulletin of this newsroom anew in another process."""

    def make(bulletin: str, say: Say) -> None:
        aside(_work, (settings, bulletin), say)

    ready(_work)
    return make
