# SPDX-License-Identifier: EUPL-1.2
"""Films that are being made anew while people go on working: one at a time per bulletin, the latest words win."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.errors import NewsreelError

Say = Callable[[str, float], None]
"""Tell the stage that is being made, and which share of it is (0..1)."""
Remake = Callable[[str, Say], None]
"""Make a bulletin anew, telling each stage that begins. Raises NewsreelError."""
STAGES = ("write", "check", "speak", "cue", "render", "pack")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a film is. `state` is "running", "done" or "failed"; `step` counts the stages that are behind (0..6)."""

    state: str
    stage: str
    step: float
    begun: float
    message: str = ""
    hint: str = ""

    @property
    def seconds(self) -> int:
        """Tell for how many seconds it has been made."""
        return round(time.monotonic() - self.begun)


@dataclass(slots=True)
class Fetching:
    """The newsletter is being fetched because somebody asked for it now; one round at a time."""

    fetch: Callable[[], None]
    done: Callable[[], None] = lambda: None
    running: bool = False
    problem: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self) -> bool:
        """Begin a round in the background; False where one is under way."""
        with self._lock:
            if self.running:
                return False
            self.running, self.problem = True, ""
        threading.Thread(target=self._work, daemon=True, name="fetch").start()
        return True

    def _work(self) -> None:
        try:
            self.fetch()
        except NewsreelError as wrong:
            self.problem = str(wrong)
        finally:
            self.running = False
        self.done()


@dataclass(slots=True)
class Jobs:
    """The films in the making. `done` is called after each with the bulletin and "" or what went wrong."""

    remake: Remake
    done: Callable[[str, str], None] = lambda _bulletin, _problem: None
    _known: dict[str, Progress] = field(default_factory=dict)
    _again: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, bulletin: str) -> None:
        """Have a film made. While one is in the making, another follows it, so that the latest words are in it."""
        with self._lock:
            known = self._known.get(bulletin)
            if known is not None and known.state == "running":
                self._again.add(bulletin)
                return
            self._known[bulletin] = Progress("running", "", 0, time.monotonic())
        threading.Thread(target=self._work, args=(bulletin,), daemon=True, name=f"film {bulletin}").start()

    def progress(self, bulletin: str) -> Progress | None:
        """Tell how far a film is, None where none was asked for since the desk was started."""
        with self._lock:
            return self._known.get(bulletin)

    def running(self, bulletin: str) -> bool:
        """Tell whether a film is in the making."""
        known = self.progress(bulletin)
        return known is not None and known.state == "running"

    def _work(self, bulletin: str) -> None:
        def say(stage: str, share: float) -> None:
            with self._lock:
                step = STAGES.index(stage) + share if stage in STAGES else self._known[bulletin].step
                self._known[bulletin] = replace(self._known[bulletin], stage=stage, step=step)

        while True:
            message = hint = ""
            try:
                with self._turn:  # one render uses all cores; two at once would only both be late
                    self.remake(bulletin, say)
            except NewsreelError as wrong:
                message, hint = wrong.message, wrong.hint
            except Exception as wrong:
                message, hint = f"{type(wrong).__name__}: {wrong}", "Bitte dem Betrieb melden."
                self._finish(bulletin, message, hint)
                raise
            if self._finish(bulletin, message, hint):
                return

    def _finish(self, bulletin: str, message: str, hint: str) -> bool:
        """Write down how it ended; False where it is to be made once more."""
        with self._lock:
            if bulletin in self._again:
                self._again.discard(bulletin)
                return False
            state = "failed" if message else "done"
            self._known[bulletin] = replace(self._known[bulletin], state=state, message=message, hint=hint)
        self.done(bulletin, message)
        return True
