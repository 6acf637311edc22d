# SPDX-License-Identifier: EUPL-1.2
"""Plan the bulletins: Edition → Rundowns, and for each item that is left out the reason. A pure function."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from pipeline.language import notices, occasions, sentences
from pipeline.model import Edition, Item, LeftOut, LeftOutReason, Plan, Rundown, Slot
from pipeline.settings import RundownSettings, Settings

TEMPLATE_SECONDS = 20.0
"""Opener, greeting, AI notice, sign-off and closer take about this much of a programme."""
SLOT_LEAST, SLOT_MOST = 12.0, 45.0
"""Seconds: shorter is no story, longer is no news item. With fewer stories than usual the film gets shorter."""
CHARACTERS_PER_SECOND = 13.0
"""A newsreader's pace with its pauses; an item cannot fill more seconds than its text gives."""
WORDS_LEAST = 8


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What planning needs to know. `day` is the day a run is for: what is over or under embargo is judged by it.

    A rundown itself carries the edition's day, so that an edition that is read again tomorrow stays the same bulletin.
    `broadcast` holds the ids of items that were published before, `taken` the bulletin ids that others already have.
    """

    rundown: RundownSettings
    day: date
    programme: str = "Kreis kompakt"
    language: str = "de"
    timezone: str = "Europe/Berlin"
    target_seconds: float = 100.0
    broadcast: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings, day: date, broadcast: frozenset[str], taken: frozenset[str] = frozenset()) -> "PlanSettings":
        """Take the slice that planning sees out of the whole configuration."""
        room = settings.newsroom
        language = "en" if settings.script.profile == "en" else room.language  # an English profile makes English bulletins
        return cls(
            settings.rundown, day, room.programme, language, room.timezone, settings.script.target_seconds, broadcast, taken
        )


@dataclass(slots=True)
class _Sorting:
    """Items that are still in, in the newsletter's order, and those that went out."""

    left: list[Item]
    out: list[LeftOut] = field(default_factory=list)

    def drop(self, item: Item, reason: LeftOutReason, detail: str) -> None:
        self.left = [other for other in self.left if other is not item]
        self.out.append(LeftOut(item.id, item.title, reason, detail))


def plan(edition: Edition, to: PlanSettings) -> Plan:
    """Choose what is told and share the time: Edition → Plan. No rundown at all where nothing is left to tell."""
    edition = replace(edition, items=tuple(credited(item) for item in edition.items))
    sorting = _Sorting(list(edition.items))
    for item in edition.items:
        verdict = _verdict(item, edition, to)
        if verdict is not None:
            sorting.drop(item, *verdict)
    _drop_repeats(sorting)
    if to.rundown.shape == "edition":
        _drop_surplus(sorting, edition, to)
    place = {id(item): n for n, item in enumerate(edition.items)}
    told = sorted(sorting.left, key=lambda item: place[id(item)])
    shown = {item.id: n for n, item in enumerate(edition.items)}
    out = tuple(sorted(sorting.out, key=lambda left: shown.get(left.item_id, 0)))
    return Plan(edition, _rundowns(edition, told, to), out)


def credited(item: Item) -> Item:
    """Take away a picture that names nobody: whose it is must be known before it is shown; a card stands in its place."""
    picture = item.picture
    return replace(item, picture=None) if picture is not None and not picture.credit.strip() else item


# ---------------------------------------------------------------- what is left out


def _verdict(item: Item, edition: Edition, to: PlanSettings) -> tuple[LeftOutReason, str] | None:
    """Judge one item by itself: the reason to leave it out and a German sentence, None where it may stay."""
    zone = ZoneInfo(to.timezone)
    if notices.is_withdrawn(item.title):
        return LeftOutReason.WITHDRAWN, "Der Herausgeber hat die Meldung als gelöscht gekennzeichnet."
    if item.embargo is not None and item.embargo > datetime.combine(to.day + timedelta(days=1), time(0), zone):
        return LeftOutReason.EMBARGO, _embargo_sentence(item.embargo, zone)
    if item.id in to.broadcast:
        return LeftOutReason.BROADCAST, "Die Meldung war schon Teil einer veröffentlichten Sendung."
    oldest = edition.day - timedelta(days=to.rundown.max_age_days)
    if item.published is not None and item.published < oldest:
        said = f"Die Meldung ist vom {_day(item.published)} und damit älter als {to.rundown.max_age_days} Tage."
        return LeftOutReason.TOO_OLD, said
    if not to.rundown.allow_tenders and notices.is_tender(item.title, item.text):
        return LeftOutReason.TENDER, "Die Meldung ist eine Ausschreibung für Unternehmen. ([rundown] allow_tenders lässt sie zu.)"
    if not to.rundown.allow_meetings and notices.is_meeting(item.title, item.text):
        said = "Die Meldung lädt nur zu einer Gremiensitzung ein. ([rundown] allow_meetings lässt sie zu.)"
        return LeftOutReason.MEETING, said
    last = occasions.over_since(item.title, item.text, item.published, to.day)
    if last is not None:
        return LeftOutReason.OVER, f"Der letzte genannte Termin war am {_day(last)} und ist vorbei."
    words = len(sentences.words(item.text))
    if words < WORDS_LEAST:
        said = "Vom Text der Meldung liegt kein ganzer Satz vor." if words == 0 else f"Die Meldung hat nur {words} Wörter."
        return LeftOutReason.TOO_SHORT, said
    return None


def _embargo_sentence(until: datetime, zone: ZoneInfo) -> str:
    if until.year == occasions.UNREADABLE:
        return "Die Meldung trägt eine Sperrfrist ohne lesbare Zeit und bleibt gesperrt."
    local = until.astimezone(zone)
    clock = f"{local.hour} Uhr" if local.minute == 0 else f"{local.hour}.{local.minute:02d} Uhr"
    return f"Die Meldung ist bis {_day(local.date())}, {clock}, gesperrt."


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _drop_repeats(sorting: _Sorting) -> None:
    """Of items that tell the same keep one: the later, and of one day the longer."""
    known = {id(item): notices.imprint(item.title, item.text) for item in sorting.left}
    ranked = sorted(sorting.left, key=lambda item: (item.published or date.min, len(item.text)), reverse=True)
    kept: list[Item] = []
    for item in ranked:
        twin = next((other for other in kept if notices.is_repeat(known[id(item)], known[id(other)])), None)
        if twin is None:
            kept.append(item)
        else:
            sorting.drop(item, LeftOutReason.REPEAT, f"Die Meldung wiederholt „{twin.title}“; verwendet wird die neuere Fassung.")


def _drop_surplus(sorting: _Sorting, edition: Edition, to: PlanSettings) -> None:
    """Keep the items that matter most, at most `max_stories`."""
    if len(sorting.left) <= to.rundown.max_stories:
        return
    last = max(1, len(edition.items) - 1)
    places = {id(item): n / last for n, item in enumerate(edition.items)}

    def score(item: Item) -> float:
        age = (edition.day - item.published).days if item.published else 0
        return notices.worth(item.title, item.text, places[id(item)], item.picture is not None, age, to.day)

    for item in sorted(sorting.left, key=score, reverse=True)[to.rundown.max_stories :]:
        count = to.rundown.max_stories
        said = f"Die Sendung hat Platz für {count} {'Beitrag' if count == 1 else 'Beiträge'}; andere Meldungen waren wichtiger."
        sorting.drop(item, LeftOutReason.NO_ROOM, said)


# ---------------------------------------------------------------- what is told


def _rundowns(edition: Edition, told: Sequence[Item], to: PlanSettings) -> tuple[Rundown, ...]:
    """Make one rundown of all, or one of each, and the same again for each further language."""
    if not told:
        return ()
    taken = set(to.taken)
    made: list[Rundown] = []
    groups: list[tuple[str, str, tuple[Item, ...]]]
    if to.rundown.shape == "item":
        groups = [(f"{edition.day:%Y-%m-%d}-{slug(item.title)}", item.title, (item,)) for item in told]
    else:
        groups = [(edition.id, _title(edition, to, to.language), tuple(told))]
    for wanted, title, items in groups:
        name = _free(wanted, taken)
        slots = share(items, max(20.0, to.target_seconds - TEMPLATE_SECONDS))
        made.append(Rundown(name, title, edition.day, to.language, slots))
        for language in to.rundown.languages:
            if language != to.language:
                other = title if to.rundown.shape == "item" else _title(edition, to, language)
                made.append(Rundown(_free(f"{name}-{language}", taken), other, edition.day, language, slots))
    return tuple(made)


def _title(edition: Edition, to: PlanSettings, language: str) -> str:
    year, week, _ = edition.day.isocalendar()
    return f"{to.programme}, {'week' if language == 'en' else 'Kalenderwoche'} {week}/{year}"


def _free(wanted: str, taken: set[str]) -> str:
    """Give the id, with a number behind it where another bulletin already has it; and take it."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SMALL = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "und",
        "im",
        "in",
        "am",
        "an",
        "auf",
        "zu",
        "zum",
        "zur",
        "mit",
        "fuer",
        "ab",
    ]
)


def slug(title: str) -> str:
    """Make a readable name of at most 32 letters, digits and hyphens out of a title ("bruecke-k12-gesperrt")."""
    words = re.findall(r"[a-z0-9]+", title.lower().translate(_LETTERS))
    kept: list[str] = []
    for word in [word for word in words if word not in _SMALL] or words:
        if kept and len("-".join([*kept, word])) > 32:
            break
        kept.append(word[:32])
    return "-".join(kept) or sha256(title.encode()).hexdigest()[:8]


def share(items: Iterable[Item], seconds: float) -> tuple[Slot, ...]:
    """Share the story time: longer texts get more, by the square root of their length, within SLOT_LEAST and SLOT_MOST."""
    chosen = tuple(items)
    caps = [max(SLOT_LEAST, min(SLOT_MOST, len(item.text) / CHARACTERS_PER_SECOND)) for item in chosen]
    if len(chosen) == 1:
        caps = [max(SLOT_LEAST, len(chosen[0].text) / CHARACTERS_PER_SECOND)]
    weights = [max(1.0, len(item.text)) ** 0.5 for item in chosen]
    given = [0.0] * len(chosen)
    open_ = list(range(len(chosen)))
    left = seconds
    while open_:
        total = sum(weights[n] for n in open_)
        full = [n for n in open_ if left * weights[n] / total >= caps[n]]
        if not full:
            for n in open_:
                given[n] = max(min(SLOT_LEAST, caps[n]), left * weights[n] / total)
            break
        for n in full:
            given[n] = caps[n]
            left -= caps[n]
        open_ = [n for n in open_ if n not in full]
        left = max(left, SLOT_LEAST * len(open_))
    return tuple(Slot(item, round(part, 1)) for item, part in zip(chosen, given, strict=True))
