# SPDX-License-Identifier: EUPL-1.2
"""Who is waited for: the state of the ledger → notices, each sent once over each channel.

A notice holds counts, ids, states and a link, never words of a bulletin; while an item is under embargo not even the id, which
may be made of its headline.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipeline import release
from pipeline.errors import NewsreelError
from pipeline.keep import people
from pipeline.newsroom import Newsroom
from pipeline.ports import Messenger, Notice
from pipeline.rules import embargo
from pipeline.settings import NoticeSettings

log = logging.getLogger("newsreel")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OPEN_DAYS = 7
"""Older drafts are no longer news; nobody is reminded of them."""


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is due. `key` tells it from all others for ever; `deputies` tells whether they get it too."""

    key: str
    notice: Notice
    deputies: bool = False


def due(room: Newsroom) -> tuple[Due, ...]:
    """Give every notice that the ledger calls for right now, sent or not."""
    to = room.settings.notice
    now = room.clock().astimezone(ZoneInfo(room.settings.newsroom.timezone))
    waits = tuple(_waiting(room, now.date()))
    return (*_events(room, to, now.date()), *_reminders(to, waits, now), *_missing(room, to, now))


def notify(room: Newsroom, messengers: Sequence[Messenger] | None = None) -> tuple[str, ...]:
    """Send what is due and was not sent yet → the keys that went out. A channel that fails is logged and tried again later."""
    channels = room.cast.messengers() if messengers is None else messengers
    if not channels:
        return ()
    sent: list[str] = []
    for one in due(room):
        for channel in channels:
            if not people.claim_notice(room.ledger, one.key, channel.name):
                continue
            try:
                channel.send(one.notice, one.deputies)
            except NewsreelError as wrong:
                people.unclaim_notice(room.ledger, one.key, channel.name)
                log.warning("notice over %s: %s", channel.name, wrong)
                continue
            sent.append(f"{channel.name}:{one.key}")
    return tuple(sent)


def _named(room: Newsroom, bulletin: str) -> str:
    """Give a bulletin's id, or no more than that there is one while an item of it is under embargo."""
    package = room.package(bulletin)
    until = embargo(package) if package is not None else None
    return bulletin if package is not None and (until is None or until <= room.clock()) else ""


def _link(to: NoticeSettings, bulletin: str) -> str:
    return f"{to.desk_url.rstrip('/')}/{f'b/{bulletin}' if bulletin else ''}" if to.desk_url else ""


def _waiting(room: Newsroom, day: date) -> Iterator[tuple[str, str]]:
    """Give the bulletins of the last days that wait for somebody: (id, state)."""
    for entry in room.ledger.bulletins():
        if entry.day >= day - timedelta(days=OPEN_DAYS) and (state := room.state(entry.name)) in ("review", "parked"):
            yield entry.name, state


def _events(room: Newsroom, to: NoticeSettings, day: date) -> Iterator[Due]:
    """What has happened: drafts wait, something was parked, an approval went stale, a release holds."""
    for entry in room.ledger.bulletins():
        if entry.day < day - timedelta(days=OPEN_DAYS):
            continue
        name, state, shown = entry.name, room.state(entry.name), _named(room, entry.name)
        called = shown or "Eine Sendung"
        link = _link(to, shown)
        stuck = room.ledger.parked(name)
        if stuck is not None and state == "parked":
            text = f"{called} hängt bei „{stuck.stage}“."
            yield Due(f"parked:{name}:{stuck.at}", Notice("parked", f"{called} hängt", text, link))
        elif state == "review":
            approved = [d for d in room.ledger.decisions(name) if d.kind == "approve"]
            head = room.ledger.head(name, "script")
            if approved:
                text = f"{called} wurde nach der Freigabe geändert und wartet auf eine neue Freigabe."
                stale = Notice("stale", f"{called}: Freigabe verfallen", text, link)
                yield Due(f"stale:{name}:{approved[-1].at}:{head.digest if head is not None else ''}", stale)
            else:
                yield Due(f"waits:{name}", Notice("waits", f"{called} wartet", f"{called} wartet auf die Prüfung.", link))
        missed = release.missed(room, name)
        if missed is not None:
            text = f"Die geplante Veröffentlichung von {called} wurde verpasst. Bitte neu entscheiden."
            yield Due(f"missed:{name}:{missed.isoformat()}", Notice("missed", f"{called}: Termin verpasst", text, link))


def _reminders(to: NoticeSettings, waits: tuple[tuple[str, str], ...], now: datetime) -> Iterator[Due]:
    """At the set hours: how many drafts are still open; from the second hour of a day on the deputies hear it too."""
    if not waits or now.date().isoformat() in to.holidays:
        return
    for number, hour in enumerate(sorted(to.remind_at)):
        if now.time() >= time.fromisoformat(hour):
            subject = f"{len(waits)} {'Sendung wartet' if len(waits) == 1 else 'Sendungen warten'}"
            text = f"Um {hour} Uhr: {subject} auf eine Entscheidung."
            yield Due(f"remind:{now.date().isoformat()}T{hour}", Notice("reminder", subject, text, _link(to, "")), number > 0)


def _missing(room: Newsroom, to: NoticeSettings, now: datetime) -> Iterator[Due]:
    """On a day with an edition, after the hour at which it should be there: nothing has come."""
    day = now.date()
    if DAYS[day.weekday()] not in to.expect_days or day.isoformat() in to.holidays:
        return
    if now.time() < time.fromisoformat(to.expect_by) or any(entry.day == day for entry in room.ledger.bulletins()):
        return
    text = f"Für den {day:%d.%m.%Y} ist bis {to.expect_by} Uhr keine Ausgabe gekommen."
    yield Due(f"missing:{day.isoformat()}", Notice("missing", "Keine Ausgabe", text, _link(to, "")))
