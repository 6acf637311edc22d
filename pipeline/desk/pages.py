# SPDX-License-Identifier: EUPL-1.2
"""Pages: template + values → HTML, in the language of the person who asks. Every text is escaped by the template."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from pipeline.delivery.pages import MONTHS, WEEKDAYS
from pipeline.desk.said_en import MESSAGES
from pipeline.desk.words_en import ENGLISH
from pipeline.roles import NAMES, Right, Role

if TYPE_CHECKING:  # the gate makes failure pages, so it imports this module
    from pipeline.desk.gate import Ask

SAID: Final = {
    "saved": "Gespeichert. Der Film wird neu gemacht.",
    "brought": "Bild geprüft. Bitte den Ausschnitt wählen und übernehmen.",
    "unchanged": "Es war nichts geändert.",
    "draft": "Entwurf gesichert.",
    "discarded": "Entwurf verworfen.",
    "ticked": "Abgehakt.",
    "approved": "Freigegeben.",
    "scheduled": "Freigegeben und terminiert.",
    "rejected": "Abgelehnt.",
    "sent-back": "Zur Redaktion zurückgegeben.",
    "words": "Text freigegeben. Der Film wird gemacht.",
    "corrected": "Vermerk eingetragen.",
    "spoken": "Aussprache gespeichert. Sie gilt ab jetzt in jeder Sendung.",
    "deputy": "Vertretung gespeichert.",
    "fetching": "Der Newsletter wird geholt; neue Sendungen erscheinen hier.",
    "published": "Veröffentlicht.",
    "retracted": "Zurückgezogen.",
    "remaking": "Der Film wird neu gemacht.",
    "restored": "Die frühere Fassung gilt wieder. Der Film wird neu gemacht.",
    "taken-in": "Die Meldung ist aufgenommen. Der Film wird neu gemacht.",
    "account": "Konto gespeichert.",
    "paused": "Alle Veröffentlichungen sind angehalten.",
    "resumed": "Veröffentlichungen sind wieder möglich.",
    "switched": "Einstellung gespeichert.",
    "password": "Passwort gesetzt. Sie sind angemeldet.",
    "language": "Sprache gewechselt.",
}
"""Messages that a page may show after a form; addresses carry only the key, never the text."""
STATES: Final = {
    "review": "zu prüfen",
    "rejected": "abgelehnt",
    "approved": "freigegeben",
    "scheduled": "terminiert",
    "published": "veröffentlicht",
    "corrected": "berichtigt",
    "retracted": "zurückgezogen",
    "parked": "hängt",
}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pipeline.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["length"] = length
    made.filters["short"] = lambda digest: str(digest)[:12]
    return made


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    filled = {german: english for german, english in (MESSAGES | ENGLISH).items() if "{}" in german}
    return tuple((re.compile(re.escape(german).replace(r"\{\}", "(.+?)") + r"\Z", re.S), to) for german, to in filled.items())


def in_english(text: str) -> str:
    """Say a German text of the desk in English: as a whole, by its pattern, or sentence by sentence; else it stays German."""
    known = ENGLISH.get(text) or MESSAGES.get(text)
    if known is not None:
        return known
    parts = re.split(r"(?<=[.!?]) (?=[A-ZÄÖÜ„])", text)
    said = [in_english(part) for part in parts] if len(parts) > 1 else [text]
    if all(english != german for english, german in zip(said, parts, strict=True)):
        return " ".join(said)
    for pattern, english in _patterns():
        if met := pattern.match(text):
            return english.format(*(ENGLISH.get(part, part) for part in met.groups()))
    return " ".join(said)


def translator(language: str) -> Callable[[str], str]:
    """Give the function that says a German text in a language."""
    return in_english if language == "en" else (lambda text: text)


def language_of(ask: "Ask") -> str:
    """Choose the language: the account's, else German."""
    return ask.session.account.language if ask.session is not None else "de"


def render(ask: "Ask", template: str, status: int = 200, **values: object) -> Response:
    """Make a page."""
    language = language_of(ask)
    say = translator(language)
    zone = ask.desk.zone

    def moment(text: str) -> str:
        """UTC in ISO 8601 → day and time as the newsroom's clock shows them."""
        at = datetime.fromisoformat(text).astimezone(zone)
        return f"{at.day}.{at.month}.{at.year}, {at:%H:%M}" if language == "de" else f"{at:%-d %b %Y, %H:%M}"

    def day(given: date) -> str:
        if language == "en":
            return f"{given:%A, %-d %B %Y}"
        return f"{WEEKDAYS[given.weekday()]}, {given.day}. {MONTHS[given.month - 1]} {given.year}"

    said = ask.query("ok")
    body = (
        _environment()
        .get_template(template)
        .render(
            _=say,
            ask=ask,
            me=ask.session.account if ask.session is not None else None,
            token=ask.session.token if ask.session is not None else "",
            may=lambda name: ask.may(Right(name)),
            programme=ask.desk.room.settings.newsroom.programme,
            house=ask.desk.room.settings.newsroom.name,
            paused=ask.desk.paused if ask.session is not None else None,
            language=language,
            moment=moment,
            day=day,
            since=lambda text: since(text, ask.desk.room.clock(), say),
            said=say(SAID[said]) if said in SAID else "",
            states=STATES,
            roles=tuple((role.value, NAMES[role]) for role in Role),
            path=ask.request.url.path,
            **values,
        )
    )
    return HTMLResponse(body, status)


def failure(ask: "Ask", status: int, message: str, hint: str = "") -> Response:
    """Make the page that says what did not work and what to do."""
    return render(ask, "failure.html", status, code=status, message=message, hint=hint)


def length(seconds: float) -> str:
    """Seconds → "1:40"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def since(text: str, now: datetime, say: Callable[[str], str]) -> str:
    """Tell how long ago something was, in the largest unit that fits."""
    minutes = max(0, round((now.astimezone(UTC) - datetime.fromisoformat(text).astimezone(UTC)).total_seconds() / 60))
    if minutes < 2:
        return say("gerade eben")
    if minutes < 90:
        return say("vor {n} Minuten").format(n=minutes)
    if minutes < 36 * 60:
        return say("vor {n} Stunden").format(n=round(minutes / 60))
    return say("vor {n} Tagen").format(n=round(minutes / 1440))
