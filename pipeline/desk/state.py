# SPDX-License-Identifier: EUPL-1.2
"""What the desk knows while it runs: the newsroom, films in the making, who is here, and the last packages that were read."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline import noticing
from pipeline.desk.hands import Hands
from pipeline.desk.jobs import Fetching, Jobs
from pipeline.errors import ReviewError
from pipeline.keep import audit, drafts
from pipeline.keep.accounts import Account, Accounts
from pipeline.language.pace import Pace
from pipeline.model import Package, Script
from pipeline.newsroom import Newsroom
from pipeline.rules import PAUSE
from pipeline.studio import MACHINE

if TYPE_CHECKING:
    from pipeline.engines.oidc import Provider, Started

log = logging.getLogger("newsreel")
PRESENT_SECONDS = 40.0
SIGN_ON_SECONDS = 600.0
KEPT_PACKAGES = 6


@dataclass(slots=True)
class Presence:
    """Who has a bulletin open right now. Kept in memory only, and forgotten after some seconds."""

    _seen: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict)

    def here(self, bulletin: str, name: str, writing: bool) -> None:
        """Note that somebody has a bulletin open, and whether to write."""
        now = time.monotonic()
        self._seen = {key: seen for key, seen in list(self._seen.items()) if now - seen[0] < PRESENT_SECONDS}
        self._seen[(bulletin, name)] = (now, writing)

    def others(self, bulletin: str, name: str) -> tuple[tuple[str, bool], ...]:
        """Give who else has it open: (name, whether to write)."""
        now = time.monotonic()
        return tuple(
            (who, writing)
            for (what, who), (at, writing) in sorted(self._seen.items())
            if what == bulletin and who != name and now - at < PRESENT_SECONDS
        )


@dataclass(slots=True)
class Attempts:
    """Failed logins: after `most` within the window, further ones are refused. In memory; a restart forgives."""

    most: int
    seconds: float = 900.0
    clock: Callable[[], float] = time.monotonic
    _failed: dict[str, list[float]] = field(default_factory=dict)

    def refused(self, who: str) -> bool:
        """Tell whether somebody has failed too often."""
        now = self.clock()
        recent = [at for at in self._failed.get(who, []) if now - at < self.seconds]
        if recent:
            self._failed[who] = recent
        else:
            self._failed.pop(who, None)
        return len(recent) >= self.most

    def failed(self, who: str) -> None:
        """Note a failed login."""
        if len(self._failed) > 10_000:  # somebody tries names by the thousand; the addresses are counted on their own
            self._failed.clear()
        self._failed.setdefault(who, []).append(self.clock())

    def forgive(self, who: str) -> None:
        """Forget the failures of somebody who came in."""
        self._failed.pop(who, None)


@dataclass(slots=True)
class Pending:
    """Sign-ons on their way, by their state; forgotten after ten minutes, and taken only once."""

    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, "Started", str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, started: "Started", path: str) -> None:
        """Note a sign-on and where the browser goes after it."""
        with self._lock:
            now = self.clock()
            self._known = {state: one for state, one in list(self._known.items())[-500:] if now - one[0] < SIGN_ON_SECONDS}
            self._known[started.state] = (now, started, path)

    def take(self, state: str) -> "tuple[Started, str] | None":
        """Take a sign-on out; None where it is unknown or too old."""
        with self._lock:
            found = self._known.pop(state, None)
        return (found[1], found[2]) if found is not None and self.clock() - found[0] < SIGN_ON_SECONDS else None


@dataclass(slots=True)
class Brought:
    """Pictures that were uploaded and are not in a script yet: (bulletin, digest). In memory; a restart asks for them again."""

    _known: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, bulletin: str, digest: str) -> None:
        """Note a picture."""
        self._known = dict.fromkeys([*list(self._known)[-200:], (bulletin, digest)])

    def known(self, bulletin: str, digest: str) -> bool:
        """Tell whether a picture was brought to this bulletin."""
        return (bulletin, digest) in self._known


@dataclass(slots=True)
class Desk:
    """The desk of one newsroom."""

    room: Newsroom
    hands: Hands
    jobs: Jobs
    accounts: Accounts
    fetching: Fetching
    provider: "Provider | None" = None
    started: Pending = field(default_factory=Pending)
    presence: Presence = field(default_factory=Presence)
    brought: Brought = field(default_factory=Brought)
    by_name: Attempts = field(default_factory=partial(Attempts, 8))
    by_address: Attempts = field(default_factory=partial(Attempts, 40))
    _packages: "OrderedDict[str, Package]" = field(default_factory=OrderedDict)
    _words: "OrderedDict[str, str]" = field(default_factory=OrderedDict)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pacing: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, room: Newsroom, hands: Hands) -> "Desk":
        """Open the desk of a newsroom."""
        to = room.settings.fetch
        ca_file = str(room.settings.path(to.ca_file)) if to.ca_file else ""
        provider = None
        if room.settings.login.oidc.issuer:  # its web client costs memory that most newsrooms need not spend
            from pipeline.engines.oidc import open_provider

            provider = open_provider(room.settings.login.oidc, to.proxy, ca_file)
        desk = cls(room, hands, Jobs(hands.remake), Accounts(room.ledger), Fetching(hands.fetch), provider)
        desk.jobs.done = lambda _bulletin, _problem: desk.notify()
        desk.fetching.done = desk.notify
        return desk

    def notify(self) -> None:
        """Send the notices that are due; what cannot be sent now goes out with the next round."""
        noticing.notify(self.room)

    def log(self, text: str) -> None:
        """Tell the operator something that the person at the desk need not know."""
        log.warning("%s", text)

    @property
    def zone(self) -> ZoneInfo:
        """The newsroom's time zone."""
        return ZoneInfo(self.room.settings.newsroom.timezone)

    def package(self, bulletin: str) -> Package | None:
        """Give the package that counts; the last few are kept, since reading one takes 40 ms."""
        head = self.room.ledger.head(bulletin, "package")
        if head is None:
            return None
        with self._lock:
            if head.digest in self._packages:
                self._packages.move_to_end(head.digest)
                return self._packages[head.digest]
        package = self.room.store.get_value(Package, head.digest)
        words = self.room.store.put_value(package.master.timeline.speech.script)
        with self._lock:
            self._packages[head.digest] = package
            self._words[head.digest] = words
            for kept in (self._packages, self._words):
                while len(kept) > KEPT_PACKAGES:
                    kept.popitem(last=False)
        return package

    def outdated(self, bulletin: str) -> bool:
        """Tell whether the film speaks other words than those that count."""
        words, head = self.room.ledger.head(bulletin, "script"), self.room.ledger.head(bulletin, "package")
        if words is None or head is None:
            return False
        self.package(bulletin)
        with self._lock:
            spoken = self._words.get(head.digest)
        return spoken is not None and spoken != words.digest

    def pace(self, language: str) -> Pace:
        """Give the pace of the voice in a language; asked for once."""
        with self._pacing:
            if language not in self._paces:
                self._paces[language] = self.hands.pace(language)
            return self._paces[language]

    def script(self, bulletin: str) -> tuple[Script, str, str]:
        """Give the script that counts, its digest, and who wrote it (empty: no person). Raises ReviewError without one."""
        head = self.room.ledger.head(bulletin, "script")
        if head is None:
            raise ReviewError("Diese Sendung hat noch keinen Sprechertext.", "Der nächste Lauf schreibt ihn.")
        return self.room.store.get_value(Script, head.digest), head.digest, "" if head.by == MACHINE else head.by

    def known(self, bulletin: str) -> bool:
        """Tell whether there is a bulletin of this name."""
        return any(entry.name == bulletin for entry in self.room.ledger.bulletins())

    @property
    def paused(self) -> drafts.Switch | None:
        """Tell whether the Leitung has paused all publishing."""
        return drafts.switch(self.room.ledger, PAUSE)

    def note(self, account: Account, act: str, bulletin: str = "", **detail: str) -> None:
        """Write an act into the audit chain, under the account's pseudonym."""
        audit.append(self.room.ledger, account.pseudonym, act, bulletin, tuple(detail.items()))
