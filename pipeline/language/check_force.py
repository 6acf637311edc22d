# SPDX-License-Identifier: EUPL-1.2
"""Amber: a request, plan, chance or expectation of the source that is told as a duty or as a fact."""

import re
from typing import Final

from pipeline.language.agreement import same
from pipeline.language.check_polarity import RETOLD
from pipeline.language.ground import Flag, Ground, amber, clauses, marked, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CANCELLED, CLOSED, MARKERS, Force, forces
from pipeline.language.morphology import roots
from pipeline.language.polarity import denial
from pipeline.language.quotations import plain, unquoted
from pipeline.language.statements import Twin, statements, twins

_MUST: Final = next(words for kind, words in MARKERS if kind is Force.MUST)
_LIKELY: Final = next(words for kind, words in MARKERS if kind is Force.LIKELY)
_SOFT: Final = frozenset({Force.REQUEST, Force.PLAN, Force.LIKELY})
_OPEN: Final = _SOFT | {Force.CHANCE, Force.REPORTED}
_STILL_OPEN: Final = re.compile(
    r"(?i)\bnoch (?:nicht|kein\w*)\b|\bob\b.{0,80}\b(?:entscheide\w*|abgestimmt|stimmt|prüft|geprüft|klär\w*|offen)\b"
)
"""What is said to be open: that nothing is so yet, or that others decide whether it will be."""
_IMPERSONAL: Final = re.compile(
    r"\b(?:ist|sind|war|waren)\b.{0,90}\b"
    r"zu (?:sehen|hören|finden|lesen|erleben|erwarten|haben|erreichen|verstehen|erkennen|spüren)\b"
    r"|\b(?:wäre|wären|müsste\w*)\b.{0,30}\b(?:nötig|notwendig|erforderlich)\b"
    r"|\b(?:nötig|notwendig|erforderlich) (?:wäre|wären)\b|\b[Ww]er\b[^,]*\b(?:muss|müssen)(?=,)"
)
"""What looks like a duty and is none: "ist zu sehen", "nötig wären"."""
_DETOUR: Final = re.compile(r"\b(?:Umweg\w*|ausweichen|umfahren|umgeleitet|Umleitung\w*|warten|Geduld|meiden)\b")
_EARLIEST: Final = re.compile(r"\bfrühestens\b", re.IGNORECASE)
_ORDERS: Final = re.compile(r"(?i)ordnet|angeordnet|anordnung|verbiet|untersag|schreib")
"""Acts of an authority: said of a plan they make a fact of it."""
_HANGS: Final = re.compile(r"(?:\w{3,}(?:en|ern|eln)|werden|sein)\W*$")
_BARE_INFINITIVE: Final = re.compile(r"^(?:\S+ ){0,3}(?:zu \w+en|\w+zu\w+en|\w+en)\W*$")
"""No statement yet: "Dort umzubauen, …", "Ortswehren zusammenlegen, …"."""
_TO: Final = re.compile(r"\b(?:zu \w+|\w{2,}zu\w+)e?n\W*$")
_RELATIVE: Final = re.compile(
    r"(?:(?:in|an|auf|mit|für|von|zu|bei|durch|über|aus) )?(?:die|der|das|dem|den|deren|dessen|denen|welche\w*)\s"
)
_POSSIBLE: Final = re.compile(
    r"\b(?:[Aa]uf (?:Wunsch|Anfrage)|[Bb]ei Bedarf|[Nn]ach (?:Absprache|Vereinbarung)"
    r"|kann|können|könne|könnte\w*|darf|dürfen|möglich\w*|Möglichkeit\w*"
    r"|erlaubt|freiwillig\w*|eventuell|gegebenenfalls)\b"
)
_GRANTED: Final = re.compile(
    r"\b(?:bewilligt\w*|genehmigt\w*|beschlossen\w*|beschließt|zugesagt|bekommt|bekommen|bekam|erhält|erhalten|erhielt|gewonnen"
    r"|gewinnt|gewährt\w*|verabschiedet|zugestimmt|freigegeben|richtet\b.*\baus)\b"
)
_ASKED: Final = re.compile(
    r"\b(?:beantragt\w*|beantragen|Antrag\w*|angemeldet|bewirbt|bewerben|beworben|Bewerbung\w*|angefragt|erbeten|bittet um"
    r"|hofft|hoffen|angekündigt\w*|vorgeschlagen|fordert|fordern|gefordert|in Aussicht gestellt|verhandelt|verhandeln"
    r"|angeboten|nominiert|befasst|befassen|Tagesordnung|Kandidat\w*|kandidiert)\b"
)
_IDEA: Final = re.compile(
    r"\b(?:im Gespräch|denkbar|im Raum|angedacht|Gedankenspiel\w*|Überlegung\w*|überlegt|erwägt|erwogen|diskutiert"
    r"|vorstellen|prüft|geprüft|prüfen|in Betracht|möglich\w*)\b"
)
_PLANNED: Final = re.compile(r"\b(?:geplant|vorgesehen|angekündigt|fest eingeplant|terminiert|angesetzt)\b")
"""Stages of one matter: an idea or a plan, asked for or granted, announced or decided."""
_SOFTER: Final = re.compile(
    r"\b(?:wird\b.{0,60}\bgebeten|werden\b.{0,60}\bgebeten|gebeten|bittet|bitten|bat|baten|empfohlen|empfiehlt|empfehlen"
    r"|empfehlenswert|ratsam|rät|raten|geraten|appelliert|appellieren|ruft|rufen|sollten?(?= )|sollte|möglichst"
    r"|nach Möglichkeit|eingeladen|freiwillig\w*|kann|können|darf|dürfen)\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"(?i)(?!kann|könn|darf|dürf|freiw|eingel)")
_BAN: Final = re.compile(
    r"(?i)\b(?:verboten\w*|untersagt\w*|\w*verbot|unzulässig\w*|tabu|nicht (?:erlaubt|gestattet|zulässig)"
    r"|(?:darf|dürfen)\b.{0,60}\b(?:nicht|kein\w*|niemand|nur)|(?:niemand|kein\w*)\b.{0,40}\b(?:darf|dürfen))"
)
_NARROWS: Final = re.compile(
    r"(?i)\b(?:nur|ausschließlich|lediglich|erst|frühestens|außer|\w*gesperrt\w*|\w*sperrung\w*|geschlossen\w*|vorbehalten\w*)\b"
)
_SAME_MATTER: Final = 0.55
"""From this score on a duty of the source is what a soft statement retells."""
_WORD_FOR_WORD: Final = 0.9
"""From this score on a told statement differs from the source in hardly more than its force."""
_OFFERED: Final = re.compile(
    r"\b(?:geht|gehen|lässt sich|lassen sich|gibt es|bietet|bieten|lädt|laden|offen|erreich\w+"
    r"|berät|beraten|zugänglich|Angebot\w*"
    r"|steht|stehen|gilt|gelten|nimmt|nehmen)\b",
    re.IGNORECASE,
)
"""How a chance is told without "können"."""


def hardened(text: str, source: Ground) -> list[Flag]:
    """Compare how binding each statement of a told sentence is with the one that it goes back to; at most one flag."""
    spoken = unquoted(text)
    before = ""
    for piece in statements(spoken):
        told = f"{before} {piece}" if before and _HANGS.search(piece) and not _modal(piece) else piece
        before = piece if _modal(piece) else ""
        if source.verbatim(told) or (piece != spoken and _BARE_INFINITIVE.search(told)):
            continue
        found = [twin for twin in twins(told, source) if plain(twin.text) not in plain(text)]
        flag = (
            _duty(told, spoken, found, source)
            or _fact(told, spoken, found, source)
            or _granted(told, found, source)
            or _softened(told, found, source)
        )
        if flag is not None:
            return [flag]
    return []


def _modal(piece: str) -> bool:
    """Whether a piece has a modal verb whose infinitives may stand in the next: "sollen Straßen | und Wege saniert werden"."""
    return (
        re.search(r"\b(?:soll|sollen|will|wollen|möchten?|kann|können|könnten?|darf|dürfen|muss|müssen|sollten?)\b", piece)
        is not None
    )


def _told_forces(told: str) -> frozenset[Force]:
    """Give the forces of a told statement; that something is not needed is no duty."""
    said = forces(_IMPERSONAL.sub(" ", told))
    if Force.MUST in said and _released(told):
        return (said - {Force.MUST}) | {Force.CHANCE}
    return said


def _released(told: str) -> bool:
    """Whether a statement says that nobody has to: "muss nicht", "keine Anmeldung nötig"."""
    if re.search(r"\b(?:darf|dürfen)\b", told):
        return False
    bare = _IMPERSONAL.sub(" ", told)
    word = _MUST.search(bare)
    # "wer nicht räumt, muss zahlen": only what denies the duty itself releases
    clause = next((c for c in re.split(r"[,;]\s", bare) if word and word.group() in c), told)
    return denial(clause) is not None and re.search(r"(?i)verb[io]t|untersag|haftet", clause) is None


def _core(text: str, told: str, source: Ground) -> str:
    """Give of a source statement the part that is retold: its relative clause, or all but its relative clauses."""
    pieces = clauses(text)
    relative = [piece for piece in pieces if _RELATIVE.match(piece) and not _TO.search(piece)]
    if not relative or len(pieces) < 2:
        return text
    mine = marked(told)
    best = max(pieces, key=lambda piece: source.overlap(mine, marked(piece)))
    return best if best in relative else " ".join(piece for piece in pieces if piece not in relative)


def _duty(told: str, spoken: str, found: list[Twin], source: Ground) -> Flag | None:
    """An obligation that the source does not state in this matter."""
    if Force.MUST not in _told_forces(told):
        return None
    word = _MUST.search(_IMPERSONAL.sub(" ", told))
    quote = word.group() if word else told
    near = [twin for twin in found if twin.score >= 0.6 * found[0].score]
    best = found[0].text if found else source.sentences[0]
    soft = forces(best) & (_SOFT | {Force.CHANCE}) - {Force.LIKELY}
    asked = bool(soft & {Force.REQUEST, Force.PLAN})
    free = Force.CHANCE in soft and found[0].score >= _WORD_FOR_WORD if found else False
    due = _deadline(told, source) and not asked and not free  # "möglich bis Freitag" is a duty for who applies; a request is none
    if found and Force.MUST not in forces(best) and soft and found[0].score >= RETOLD and not due:
        return amber(
            "obligation-hardened", f"Die Quelle nennt eine {sorted(soft)[0]}, der Satz eine Pflicht: „{short(best)}“", quote
        )
    if _BAN.search(told) and (denial(best) or _NARROWS.search(best)):
        return None  # "nicht trinkbar", "nur für Mitglieder": what is not so may be told as what nobody may do
    if any(Force.MUST in forces(text) for twin in near for text in (twin.text, source.sentences[twin.sentence])):
        return None
    mine = roots(told)
    if any(Force.MUST in forces(clause.text) and source.overlap(mine, clause.roots) >= 0.25 for clause in source.clauses):
        return None
    if _DETOUR.search(told) and CLOSED.search(source.text):
        return None
    if due:
        return None
    if re.search(r"\bmussten?\b", told) and re.search(r"\bwurden?\b", best):
        return None
    return amber("obligation-hardened", f"„{quote}“: So verbindlich sagt es die Quelle nicht: „{short(best)}“", quote)


def _fact(told: str, spoken: str, found: list[Twin], source: Ground) -> Flag | None:
    """A plan, request, expectation or chance that is told as a fact."""
    earliest = _EARLIEST.sub(" ", told)  # "frühestens" keeps an expectation open, and makes no plan of a fact
    if not found or _told_forces(earliest) & _OPEN or _STILL_OPEN.search(told):
        return None
    best = found[0]
    if CANCELLED.search(told) and not (CANCELLED.search(best.text) and Force.LIKELY in forces(best.text)):
        return None
    duty = _MUST.search(_IMPERSONAL.sub(" ", told))
    modal = duty is not None and not _ORDERS.match(duty.group())
    if duty is not None and modal and Force.MUST in _told_forces(told) and duty.group().lower() not in best.text.lower():
        return None
    there = forces(_core(best.text, told, source))
    if earliest != told and not there & (_SOFT - {Force.LIKELY}):
        return None
    if there & _OPEN == {Force.LIKELY} and _about_a_value(best.text, told, source):
        return None
    if there & _SOFT and best.score >= RETOLD:
        if not (there & _SOFT) - {Force.LIKELY} and forces(spoken) & _SOFT:
            return None
        force = sorted(there & _SOFT)[0]
        return amber("obligation-hardened", f"Die Quelle nennt eine {force}, der Satz eine Tatsache: „{short(best.text)}“", told)
    if (
        _POSSIBLE.search(best.text)
        and best.score >= 0.5
        and not _OFFERED.search(told)
        and (not denial(best.text) or denial(told))
    ):
        return amber(
            "obligation-hardened", f"Die Quelle nennt eine Möglichkeit, der Satz eine Tatsache: „{short(best.text)}“", told
        )
    return None


def _granted(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """What the source has asked for or announced, told as given or decided: "beantragt" → "bewilligt"."""
    if not found or found[0].score < RETOLD or denial(told):
        return None
    best = found[0].text
    planned, idea = _PLANNED.search(told), _IDEA.search(best)
    if planned and idea and not _IDEA.search(told) and not _PLANNED.search(best):
        message = f"Die Quelle sagt „{idea.group()}“, der Satz „{planned.group()}“: „{short(best)}“"
        return amber("obligation-hardened", message, planned.group())
    word, asked = _GRANTED.search(told), _ASKED.search(best)
    if word is None or asked is None or _ASKED.search(told) or _GRANTED.search(best):
        return None
    if any(_GRANTED.search(text) and source.overlap(roots(told), roots(text)) >= 0.4 for text in source.sentences):
        return None
    return amber("obligation-hardened", f"Die Quelle sagt „{asked.group()}“, der Satz „{word.group()}“: „{short(best)}“", told)


def _softened(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """A duty or a ban that is told as a request, a piece of advice or an offer."""
    word = _SOFTER.search(told)
    if word is None or not found or Force.MUST in forces(told):
        return None
    best = found[0].text
    asks = _ASKS.match(word.group()) is not None
    if (
        (denial(told) and not asks)
        or found[0].score < _SAME_MATTER
        or (_deadline(told, source) and found[0].score < _WORD_FOR_WORD)
    ):
        return None
    bare = _IMPERSONAL.sub(" ", best)
    if Force.MUST not in forces(bare) or _released(best) or (_SOFTER.search(best) and not _BAN.search(best)):
        return None
    mine = roots(told)
    if any(
        _SOFTER.search(clause.text) and source.overlap(mine, clause.roots) >= 0.25
        for clause in source.clauses
        if clause.text not in best
    ):
        return None
    if not asks and _BAN.search(best) is None and Force.REQUEST in forces(best):
        return None
    return amber("obligation-softened", f"„{word.group()}“: Die Quelle nennt eine Pflicht: „{short(best)}“", word.group())


def _deadline(told: str, source: Ground) -> bool:
    """Whether a statement tells a deadline of the source: "muss sich bis Freitag bewerben"."""
    until = [m for m in mentions(told) if m.role == "until"]
    return any(same(m, other, source.years) for m in until for other in source.mentions() if other.role == "until")


def _about_a_value(text: str, told: str, source: Ground) -> bool:
    """Whether an expectation is about a date or number that is not told: "bis voraussichtlich Freitag"."""
    met = _LIKELY.search(text)
    if met is None:
        return False
    behind = next((m for m in mentions(text) if 0 <= m.start - met.end() <= 14), None)
    return behind is not None and not any(same(m, behind, source.years) for m in mentions(told))
