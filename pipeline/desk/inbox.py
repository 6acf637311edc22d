# SPDX-License-Identifier: EUPL-1.2
"""The inbox: every bulletin with what an editor wants to know at a glance."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, date
from importlib import import_module
from typing import Final

from starlette.responses import Response

from pipeline import release, rules
from pipeline.desk import pages
from pipeline.desk.gate import Ask, to
from pipeline.desk.state import Desk
from pipeline.keep import drafts
from pipeline.keep.ledger import Registered
from pipeline.model import FPS, Package, Severity
from pipeline.newsroom import film_digest
from pipeline.rules import mark_of

PAGE: Final = 40
TABS: Final = (
    ("offen", "Offen", frozenset({"review", "approved", "scheduled", "parked", "rejected"})),
    ("pruefen", "Zu prüfen", frozenset({"review", "parked"})),
    ("freigegeben", "Freigegeben", frozenset({"approved", "scheduled"})),
    ("gesendet", "Veröffentlicht", frozenset({"published", "corrected", "retracted"})),
    ("alle", "Alle", frozenset(pages.STATES)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One bulletin in the inbox. `made` is when its film was finished (UTC), empty where there is none."""

    name: str
    title: str
    headlines: tuple[str, ...]
    day: date
    state: str
    seconds: float
    red: int
    amber: int
    poster: str
    made: str
    embargo: str
    stale: bool
    note: str
    problem: str
    due: str = ""
    missed: str = ""


@dataclass(slots=True)
class Lines:
    """The lines of the inbox; each is made again only when a row of the ledger about it is new."""

    desk: Desk
    _known: dict[str, tuple[str, Line]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def all(self) -> tuple[Line, ...]:
        """Give all lines, newest first."""
        now = dict(drafts.versions(self.desk.room.ledger))
        return tuple(self._line(entry, now.get(entry.name, "")) for entry in self.desk.room.ledger.bulletins())

    def _line(self, entry: Registered, version: str) -> Line:
        with self._lock:
            known = self._known.get(entry.name)
        if (
            known is not None and known[0] == version and not (known[1].due or known[1].embargo)
        ):  # that one turns by the clock alone
            return known[1]
        made = line(self.desk, entry)
        with self._lock:
            self._known[entry.name] = (version, made)
        return made

    def warm(self) -> None:
        """Make all lines ahead, and read the dictionary, so that the first who looks does not wait."""

        def ahead() -> None:
            self.all()
            import_module("pipeline.desk.ahead")
            self.desk.pace(self.desk.room.settings.newsroom.language)

        threading.Thread(target=ahead, daemon=True, name="inbox").start()


def line(desk: Desk, entry: Registered) -> Line:
    """Read what the inbox shows of one bulletin."""
    room, name = desk.room, entry.name
    head = room.ledger.head(name, "package")
    package = room.store.get_value(Package, head.digest) if head is not None else None
    stuck = room.ledger.parked(name)
    decisions = room.ledger.decisions(name)
    last = decisions[-1] if decisions else None
    note = last.reason if last is not None and last.kind in ("reject", "send-back", "source") else ""
    state = room.state(name)
    if package is None or head is None:
        title = name
        problem = f"{stuck.message} {stuck.hint}" if stuck is not None else ""
        return Line(name, title, (), entry.day, state, 0.0, 0, 0, "", "", "", False, note, problem)
    script = package.master.timeline.speech.script
    film = film_digest(package)
    ticked = rules.ticked(room, name, film)
    planned, late = release.planned(room, name), release.missed(room, name)
    embargoes = [slot.item.embargo for slot in script.rundown.slots if slot.item.embargo and slot.item.embargo > room.clock()]
    poster = next((f.name for f in package.files if f.name == "poster.jpg"), "")
    return Line(
        name=name,
        title=script.title,
        headlines=tuple(story.headline for story in script.stories),
        day=entry.day,
        state=state,
        seconds=package.master.timeline.length / FPS,
        red=sum(f.severity is Severity.RED and mark_of(f) not in ticked for f in package.findings),
        amber=sum(f.severity is Severity.AMBER for f in package.findings),
        poster=f"{poster}?v={film[:12]}" if poster else "",
        made=head.at,
        embargo=max(embargoes).astimezone(UTC).isoformat() if embargoes else "",
        stale=state == "review" and any(d.kind == "approve" for d in decisions),
        note=note,
        problem=f"{stuck.message} {stuck.hint}" if stuck is not None else "",
        due=planned.due if planned is not None else "",
        missed=late.isoformat() if late is not None else "",
    )


def following(lines: Lines, ask: Ask) -> Response:
    """Go to the next bulletin that is still open; after the last one to the inbox."""
    names = [one.name for one in lines.all() if one.state in TABS[0][2] or one.name == ask.bulletin]
    rest = names[names.index(ask.bulletin) + 1 :] if ask.bulletin in names else []
    return to(f"/b/{rest[0]}" if rest else "/")


def inbox(lines: Lines, ask: Ask) -> Response:
    """Show the inbox: filtered by tab and search, one page at a time."""
    every = lines.all()
    tab = ask.query("stand") or "offen"
    wanted = next((states for key, _, states in TABS if key == tab), TABS[0][2])
    words = ask.query("suche").casefold().split()

    def found(one: Line) -> bool:
        text = " ".join((one.name, one.title, *one.headlines)).casefold()
        return one.state in wanted and all(word in text for word in words)

    shown = [one for one in every if found(one)]
    number = ask.query("seite")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    tabs = tuple((key, label, sum(one.state in states for one in every)) for key, label, states in TABS)
    return pages.render(
        ask,
        "inbox.html",
        lines=shown[(page - 1) * PAGE : page * PAGE],
        count=len(shown),
        page=page,
        last=max(1, -(-len(shown) // PAGE)),
        tabs=tabs,
        tab=tab,
        search=ask.query("suche"),
        fetching=ask.desk.fetching,
        running=frozenset(one.name for one in shown if ask.desk.jobs.running(one.name)),
    )
