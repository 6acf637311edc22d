# SPDX-License-Identifier: EUPL-1.2
"""Whether a presenter may speak on a day: its kind, its licences, the consent of the person shown. Nothing is drawn."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pipeline.model import Finding, Severity

File = tuple[str, bytes]
_ART = frozenset("CC0-1.0 CC-BY-4.0 CC-BY-SA-4.0 EUPL-1.2 MIT Apache-2.0 BSD-3-Clause OWN".split())
"""Licences under which a presenter may be published; others must be looked at by a person first."""
_WEIGHTS = frozenset("none CC0-1.0 CC-BY-4.0 MIT Apache-2.0 BSD-3-Clause".split())
"""Licences of model weights that allow publishing. Research-only weights (InsightFace, LRS2) are the usual trap."""
_CODE = frozenset("MIT Apache-2.0 BSD-3-Clause BSD-2-Clause EUPL-1.2 GPL-3.0-or-later GPL-2.0-or-later MPL-2.0 OWN".split())
"""Licences of a program whose pictures may be published; non-commercial ones are the usual trap."""
KINDS = ("rig2d", "photo", "command")
ENDED = ("consent-withdrawn", "consent-expired", "consent-office-holder", "consent-missing", "consent-not-yet")
"""Findings after which films that show this presenter must be taken back."""
_SOON_DAYS = 30


def standing(files: Sequence[File], today: date) -> tuple[Finding, ...]:
    """The files of a folder → whether its presenter may speak on a day: kind, licences, consent. Nothing is drawn."""
    held = dict(files)
    table = table_of(held)
    if isinstance(table, Finding):
        return (table,)
    findings = []
    if table.get("kind") not in KINDS:
        message = f"In avatar.toml muss kind einen dieser Werte haben: {', '.join(KINDS)}."
        findings.append(red("avatar-kind-unknown", message, "kind"))
    return (*findings, *_licence(table, held.get("LICENSE", b"")), *_consent(table, today))


def table_of(held: Mapping[str, bytes]) -> dict[str, object] | Finding:
    """Read avatar.toml, or say why it cannot be read."""
    if "avatar.toml" not in held:
        return red("avatar-file-missing", "Die Datei avatar.toml fehlt im Ordner.", "avatar.toml")
    try:
        return tomllib.loads(held["avatar.toml"].decode("utf-8"))
    except (ValueError, RecursionError) as wrong:  # no TOML, no UTF-8, numbers of thousands of digits, thousands of brackets
        return red("avatar-toml-unreadable", f"avatar.toml ist nicht lesbar ({wrong}).", "avatar.toml")


def red(code: str, message: str, where: str) -> Finding:
    return Finding(code, Severity.RED, message, f"avatar:{where}")


def amber(code: str, message: str, where: str) -> Finding:
    return Finding(code, Severity.AMBER, message, f"avatar:{where}")


def _licence(table: Mapping[str, object], text: bytes) -> list[Finding]:
    """Demand a known licence for the drawing and for the weights of any model behind it."""
    licence = table.get("licence")
    if not isinstance(licence, dict):
        return [red("avatar-licence-missing", "In avatar.toml fehlt der Abschnitt [licence] mit art und weights.", "licence")]
    found = []
    art, weights = str(licence.get("art", "")), str(licence.get("weights", ""))
    if art not in _ART:
        known = ", ".join(sorted(_ART))
        found.append(red("avatar-licence-unknown", f"Die Lizenz „{art}“ der Figur ist nicht bekannt ({known}).", "licence.art"))
    elif art.encode() not in text and art != "OWN":
        found.append(amber("avatar-licence-text", f"Die Datei LICENSE nennt die Lizenz {art} nicht.", "LICENSE"))
    if weights not in _WEIGHTS:
        message = (
            f"Die Lizenz „{weights}“ der Modellgewichte ist unbekannt oder verbietet die Veröffentlichung; "
            'ohne Modell steht hier weights = "none".'
        )
        found.append(red("avatar-weights-unknown", message, "licence.weights"))
    code = str(licence.get("code", ""))
    if table.get("kind") == "command" and code not in _CODE:
        message = (
            f"Die Lizenz „{code}“ des Programms ist unbekannt oder verbietet die Veröffentlichung; "
            f"in [licence] gehört code ({', '.join(sorted(_CODE))})."
        )
        found.append(red("avatar-code-unknown", message, "licence.code"))
    return found


def _consent(table: Mapping[str, object], today: date) -> list[Finding]:
    """A real person needs a consent that covers publishing, is in force and has not been withdrawn."""
    disclosure = table.get("disclosure")
    if not isinstance(disclosure, dict) or not isinstance(disclosure.get("consent_required"), bool):
        return [red("avatar-disclosure-missing", "In avatar.toml fehlt [disclosure] mit consent_required.", "disclosure")]
    if not disclosure["consent_required"]:
        if table.get("kind") != "photo":
            return []
        message = "Ohne Einwilligung darf ein Foto keine wirkliche Person zeigen; bitte consent_required prüfen."
        return [amber("consent-not-required", message, "disclosure.consent_required")]
    consent = table.get("consent")
    if not isinstance(consent, dict):
        return [red("consent-missing", "Die Figur zeigt eine wirkliche Person, aber in avatar.toml fehlt [consent].", "consent")]
    found = [
        red("consent-incomplete", f"In [consent] fehlt „{key}“ ({meaning}).", f"consent.{key}")
        for key, meaning in (("person", "wer zustimmt"), ("purpose", "wozu"), ("given", "Datum der Einwilligung"))
        if not consent.get(key)
    ]
    if consent.get("office_holder") is not False:
        message = "In [consent] muss office_holder = false stehen: Amtsträgerinnen und Amtsträger sprechen nie als KI-Figur."
        found.append(red("consent-office-holder", message, "consent.office_holder"))
    given, withdrawn, expires = (_day(consent.get(key)) for key in ("given", "withdrawn", "expires"))
    if given is not None and given > today:
        found.append(red("consent-not-yet", f"Die Einwilligung gilt erst ab {given:%d.%m.%Y}.", "consent.given"))
    if consent.get("withdrawn") and (withdrawn is None or withdrawn <= today):
        found.append(
            red("consent-withdrawn", "Die Einwilligung wurde widerrufen; die Figur darf nicht mehr sprechen.", "consent")
        )
    if expires is None:
        found.append(red("consent-incomplete", "In [consent] fehlt „expires“ (Ende der Einwilligung).", "consent.expires"))
    elif expires < today:
        found.append(red("consent-expired", f"Die Einwilligung endete am {expires:%d.%m.%Y}.", "consent.expires"))
    elif (expires - today).days <= _SOON_DAYS:
        found.append(amber("consent-expires-soon", f"Die Einwilligung endet am {expires:%d.%m.%Y}.", "consent.expires"))
    return found


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
