# SPDX-License-Identifier: EUPL-1.2
"""Amber: a request, plan, chance or expectation of the source that is told as a duty or as a fact."""

import re
from typing import Final

from pipeline.language import force_turns as turns
from pipeline.language.agreement import same
from pipeline.language.calendar_de import MONTHS, WEEKDAYS
from pipeline.language.check_polarity import RETOLD
from pipeline.language.finite import tokens as bare_words
from pipeline.language.finite import verbal
from pipeline.language.force_words import MARKERS, Force, forces
from pipeline.language.ground import Flag, Ground, amber, clauses, marked, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CANCELLED, CLOSED
from pipeline.language.morphology import content, lemma, roots, stem
from pipeline.language.polarity import denial
from pipeline.language.quotations import plain, unquoted
from pipeline.language.statements import Twin, statements, twins

_MUST: Final = next(words for kind, words in MARKERS if kind is Force.MUST)
_LIKELY: Final = next(words for kind, words in MARKERS if kind is Force.LIKELY)
_SOFT: Final = frozenset({Force.REQUEST, Force.PLAN, Force.LIKELY})
_OPEN: Final = _SOFT | {Force.CHANCE, Force.REPORTED}
_SAME_MATTER: Final = 0.55
"""From this score on a duty of the source is what a soft statement retells."""
_WORD_FOR_WORD: Final = 0.9
"""From this score on a told statement differs from the source in hardly more than its force."""
_WHEN: Final = frozenset(stem(word) for word in (*MONTHS, *WEEKDAYS, "erste", "ersten", "Tag", "Woche", "Monat", "Jahr", "Uhr"))
"""Roots that say when, and not what."""
_NOT_HELD: Final = frozenset({Force.REQUEST, Force.PLAN, Force.MUST})


def hardened(text: str, source: Ground) -> list[Flag]:
    """Compare how binding each statement of a told sentence is with the one that it goes back to; at most one flag."""
    spoken = unquoted(text)
    before = ""
    for piece in _with_speakers(statements(spoken)):
        told = f"{before} {piece}" if before and turns.HANGS.search(piece) and not _modal(piece) else piece
        before = piece if _modal(piece) else ""
        if source.verbatim(told) or (piece != spoken and turns.BARE_INFINITIVE.search(told)):
            continue
        found = [twin for twin in twins(told, source) if plain(twin.text) not in plain(text)]
        flag = (
            _duty(told, found, source)
            or _urged(told, found)
            or _fact(told, spoken, found, source)
            or _granted(told, found, source)
            or _softened(told, found, source)
        )
        if flag is not None:
            return [flag]
    return []


def _with_speakers(pieces: tuple[str, ...]) -> list[str]:
    """Join "…, rät die Verwaltung" to what is advised; drop a mere "…, sagt der Bürgermeister"."""
    joined: list[str] = []
    for piece in pieces:
        if not joined or turns.SAYING.match(piece) is None:
            joined.append(piece)
        elif turns.SAYS_HOW.match(piece) and forces(piece) & _SOFT:
            joined[-1] = f"{joined[-1]}, {piece}"
    return joined


def _modal(piece: str) -> bool:
    """Whether a piece has a modal verb whose infinitives may stand in the next: "sollen Straßen | und Wege saniert werden"."""
    return (
        re.search(r"\b(?:soll|sollen|will|wollen|möchten?|kann|können|könnten?|darf|dürfen|muss|müssen|sollten?)\b", piece)
        is not None
    )


def _bound(told: str, found: list[Twin], source: Ground) -> bool:
    """Whether the source binds in the matter of a told statement: by a duty or ban in what it retells or goes on to say."""
    mine = marked(told)
    near = [twin for twin in found if twin.score >= 0.6 * found[0].score]
    texts = [text for twin in near for text in (twin.text, source.sentences[twin.sentence])]
    texts += [
        after for twin in near for after in source.sentences[twin.sentence + 1 : twin.sentence + 2] if turns.ANAPHOR.match(after)
    ]
    if any(Force.MUST in forces(text) for text in texts):
        return True
    if (turns.BAN.search(told) or denial(told)) and any(turns.FORBIDS.search(text) for text in texts):
        return True
    return any(
        Force.MUST in forces(clause.text)
        and (
            source.overlap(mine, clause.roots) >= 0.25
            or (len(mine & clause.roots) >= 2 and source.overlap(clause.roots, mine) >= 0.5)
        )
        for clause in source.clauses
    )


def _told_forces(told: str) -> frozenset[Force]:
    """Give the forces of a told statement; that something is not needed is no duty."""
    said = forces(turns.IMPERSONAL.sub(" ", told)) | (forces(told) & {Force.LIKELY})
    if Force.MUST in said and _released(told):
        return (said - {Force.MUST}) | {Force.CHANCE}
    return said


def _imperative(told: str) -> bool:
    """Whether a statement asks its hearers: "Steckt etwas Bargeld ein", "Nehmen Sie das Rad"."""
    words = bare_words(told)
    if words and words[0].lower() in _BEFORE_ASKING:
        words, told = words[1:], told[len(words[0]) + 1 :].capitalize()
    if len(words) < 2:
        return False
    first, after = words[0].lower(), words[1]
    if not told[:1].isupper() and after != "Sie":
        return False
    if after == "Sie":
        return verbal(first)
    asks = first.endswith("t") and first != "ist" and verbal(first) and lemma(first).endswith("n")
    return asks and after.lower() not in _SUBJECTS and not (after[0].isupper() and told.count(",") > 0)


_BEFORE_ASKING: Final = frozenset("und dann also aber doch deshalb daher darum bitte".split())
_SUBJECTS: Final = frozenset(
    """er sie es man ihr wir ich du der die das ein eine keiner niemand jemand jeder jede alle dies dieser diese dieses dann
    dort hier damit so nun""".split()
)
"""What follows a verb that begins a condition or a statement: "Bleibt es trocken", "Geplant ist"."""


def _released(told: str) -> bool:
    """Whether a statement says that nobody has to: "muss nicht", "keine Anmeldung nötig"."""
    if re.search(r"\b(?:darf|dürfen)\b", told):
        return False
    bare = turns.IMPERSONAL.sub(" ", told)
    word = _MUST.search(bare)
    # "wer nicht räumt, muss zahlen": only what denies the duty itself releases
    clause = next((c for c in re.split(r"[,;]\s", bare) if word and word.group() in c), told)
    if word and word.group().lower().startswith("nicht "):
        clause = clause.replace(word.group(), " ")  # "ist nicht erlaubt" is itself the ban
    return denial(re.sub(r"\b[Oo]hne\b", " ", clause)) is not None and re.search(r"(?i)verb[io]t|untersag|haftet", clause) is None


_CAUSAL: Final = re.compile(r"(?:weil|da|denn|obwohl|obgleich|nachdem)\b")


def _is_relative(piece: str) -> bool:
    """Whether a piece is a relative clause, and no object cut off from its infinitive ("die Schulen | und Kitas zu bauen")."""
    if turns.RELATIVE.match(piece) is None or turns.TO.search(piece):
        return False
    return re.match(r"\w+ [A-ZÄÖÜ]", piece) is None or verbal(bare_words(piece)[-1])


def _core(text: str, told: str, source: Ground) -> str:
    """Give of a source statement the part that is retold: its relative clause, or all but its relative clauses."""
    pieces = clauses(text)
    relative = [piece for piece in pieces if _is_relative(piece) or _CAUSAL.match(piece.lower())]
    if not relative or len(pieces) < 2:
        return text
    mine = marked(told)
    best = max(pieces, key=lambda piece: source.overlap(mine, marked(piece)))
    return best if best in relative else " ".join(piece for piece in pieces if piece not in relative)


def _duty(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """An obligation that the source does not state in this matter."""
    if (flag := _narrowed(told, found)) is not None:
        return flag
    if Force.MUST not in _told_forces(told):
        return None
    word = _MUST.search(turns.IMPERSONAL.sub(" ", told))
    quote = word.group() if word else told
    best = found[0].text if found else source.sentences[0]
    if turns.DOUBT.search(told) or (not forces(best) & {Force.REQUEST, Force.PLAN} and _allowed(told, best)):
        return None
    soft = forces(best) & (_SOFT | {Force.CHANCE}) - {Force.LIKELY}
    asked = bool(soft & {Force.REQUEST, Force.PLAN})
    free = Force.CHANCE in soft and found[0].score >= _WORD_FOR_WORD if found else False
    plain_must = turns.ORDERED.match(quote) is None
    # "möglich bis Freitag" is a duty for who applies; a request is none
    due = _deadline(told, source) and not asked and not free and plain_must
    if (
        turns.BAN.search(told)
        and re.search(r"(?i)\bohne\b", told) is None
        and (denial(best) or turns.NARROWS.search(best))
        and not asked
    ):
        return None  # "nicht trinkbar", "nur für Mitglieder": what is not so may be told as what nobody may do
    if found and Force.MUST not in forces(best) and soft and found[0].score >= RETOLD and not due:
        return amber(
            "obligation-hardened", f"Die Quelle nennt eine {sorted(soft)[0]}, der Satz eine Pflicht: „{short(best)}“", quote
        )
    if _bound(told, found, source):
        return None
    if turns.BY_APPOINTMENT.search(best) and re.search(r"(?i)anmeld|termin|absprech|vorleg|vorzeig|genehmig", told):
        return None
    if turns.DETOUR.search(told) and CLOSED.search(source.text):
        return None
    if due:
        return None
    if re.search(r"\bmussten?\b", told) and re.search(r"\bwurden?\b", best):
        return None
    return amber("obligation-hardened", f"„{quote}“: So verbindlich sagt es die Quelle nicht: „{short(best)}“", quote)


def _allowed(told: str, best: str) -> bool:
    """Whether a told duty or ban is the bound or condition of what the source allows, or a price that it names."""
    if (
        turns.COSTS.search(best)
        and not (denial(best) or turns.ABLE.search(best))
        and re.search(r"(?i)\b(?:zahlen|bezahlen|entrichten|berappen|hinlegen)\b", told)
    ):
        return True
    narrow = turns.BAN.search(told) or denial(told) or re.search(r"(?i)\bnur\b", told)
    if narrow and turns.BOUNDED.search(best) and turns.ABLE.search(best):
        return True
    return turns.PERMITS_IF.search(best) is not None and turns.ORDERED.search(told) is None


def _narrowed(told: str, found: list[Twin]) -> Flag | None:
    """What is only wished for or liked better, told as the only way: "am liebsten gebündelt" → "nur gebündelt"."""
    only = turns.ONLY.search(told)
    if only is None or denial(told) or Force.REQUEST in forces(told):
        return None
    if any(turns.NARROWS.search(twin.text) for twin in found[:2]):
        return None
    meant = frozenset(stem(token.text) for token in [t for t in content(told) if t.start >= only.end()][:2])
    for twin in found[:2]:
        there = forces(twin.text)
        if Force.REQUEST in there and Force.MUST not in there and (twin.score >= RETOLD or meant & roots(twin.text)):
            return amber(
                "obligation-hardened", f"„{only.group()}“: Die Quelle nennt einen Wunsch: „{short(twin.text)}“", only.group()
            )
    return None


def _urged(told: str, found: list[Twin]) -> Flag | None:
    """What people may do, told as what they should do."""
    word = turns.URGES.search(told)
    if word is None or not found or found[0].score < _SAME_MATTER:
        return None
    best = found[0].text
    if re.search(r"(?i)\bwer\b", told) and not re.search(r"(?i)\bwer\b", best):
        return None  # "wer mitmachen will, soll sich melden"
    allowed = turns.ALLOWS.search(best) or (found[0].score >= _WORD_FOR_WORD and re.search(r"(?i)\bk[aö]nn\w*\b", best))
    if forces(best) & _NOT_HELD or not allowed or turns.ALLOWS.search(told) or denial(told) or denial(best):
        return None
    return amber("obligation-hardened", f"„{word.group()}“: Die Quelle erlaubt es nur: „{short(best)}“", word.group())


def _held_open(told: str, there: str) -> bool:
    """Whether a told statement leaves open what the source's does; words of both that say something else do not count."""
    soft = forces(there)
    if soft & {Force.PLAN, Force.REQUEST} or turns.DOUBT.search(there):
        told = turns.ATTRIBUTED.sub(" ", told)
    if soft & {Force.PLAN, Force.LIKELY} and turns.ABLE.search(there):
        told = turns.ABLE.sub(" ", told)
    if turns.EARLIEST.search(there) and turns.NOT_BEFORE.search(told):
        return True
    if turns.DELIBERATES.search(there) and not _DELIBERATING.search(told) and forces(turns.DELIBERATES.sub(" ", there)) & _SOFT:
        told = turns.DELIBERATES.sub(" ", told)
    return bool(_told_forces(told) & _OPEN)


_DELIBERATING: Final = re.compile(
    r"(?i)^(?!.*\b(?:ob|hat|haben|ist|sind|wurde\w*)\b).*\b(?:berät|beraten|befass\w+|diskutiert|spricht|sprechen|debattiert|entscheidet|stimmt"
    r"|stimmen)\b"
)
"""That somebody will speak or decide about it: no decision yet."""


def _own(told: str, best: str) -> str:
    """Leave out words of force that only belong to a noun in both: "die freiwilligen Zuschüsse"."""
    told = turns.MATTER.sub(" ", told) if forces(turns.MATTER.sub(" ", best)) & _SOFT else told
    return turns.ATTRIBUTE.sub(lambda match: " " if match.group() in best else match.group(), told)


def _states_a_change(told: str, best: str) -> bool:
    """Whether what is told as cancelled or shut is what the source only expects or plans so."""
    if not CANCELLED.search(told):
        return True
    force = forces(best)
    if turns.VANISHES.search(best):
        return bool(force & _SOFT)
    return CANCELLED.search(best) is not None and Force.LIKELY in force


def _fact(told: str, spoken: str, found: list[Twin], source: Ground) -> Flag | None:
    """A plan, request, expectation or chance that is told as a fact."""
    earliest = turns.EARLIEST.sub(" ", told)  # "frühestens" keeps an expectation open, and makes no plan of a fact
    if not found or turns.STILL_OPEN.search(told) or _imperative(told):
        return None
    best = found[0]
    if best.score < 0.6 and roots(told) & roots(best.text) <= _WHEN:
        return None  # only the time is shared
    said = turns.WHO_WILL.sub(" ", turns.ONCE.sub(" ", turns.ATTRIBUTE.sub(" ", _core(best.text, told, source))))
    bare = earliest
    if re.search(r"(?i)\blassen\b", best.text):
        bare = re.sub(r"\b(?:lässt|lassen) sich\b", " ", bare)  # "möglich, sich beraten zu lassen": not what can be done
    if turns.TOPIC.match(told) or (denial(told) and CANCELLED.search(best.text)):
        return None  # what is refused or cancelled is told so
    if _held_open(_own(bare, best.text), said) or not _states_a_change(told, best.text):
        return None
    duty = _MUST.search(turns.IMPERSONAL.sub(" ", told))
    modal = duty is not None and not turns.ORDERS.match(duty.group())
    if duty is not None and modal and Force.MUST in _told_forces(told) and duty.group().lower() not in best.text.lower():
        return None
    there = forces(said)
    if earliest != told and not there & (_SOFT - {Force.LIKELY}):
        return None
    if there & _SOFT == {Force.REQUEST} and Force.REQUEST not in forces(turns.INVITES.sub(" ", said)):
        return None  # "lädt zum Infoabend ein": it takes place
    if there & _OPEN == {Force.LIKELY} and _about_a_value(best.text, told, source):
        return None
    settled = turns.ASKED.search(said) and turns.GRANTED.search(source.sentences[best.sentence])
    if there & _SOFT and best.score >= RETOLD and not settled:
        if not (there & _SOFT) - {Force.LIKELY} and forces(spoken.replace(told, " ")) & {Force.LIKELY, Force.PLAN}:
            return None
        force = sorted(there & _SOFT)[0]
        return amber("obligation-hardened", f"Die Quelle nennt eine {force}, der Satz eine Tatsache: „{short(best.text)}“", told)
    may = turns.POSSIBLE.search(said)
    if (
        may
        and best.score >= 0.5
        and not turns.OFFERED.search(turns.SELF_SERVED.sub(" ", bare) if bare != earliest else bare)
        and not _told_forces(bare) & _OPEN
        and not denial(next(part for part in re.split(r"[,;]\s", said) if may.group().split(",")[0] in part))
    ):
        return amber(
            "obligation-hardened", f"Die Quelle nennt eine Möglichkeit, der Satz eine Tatsache: „{short(best.text)}“", told
        )
    return None


def _granted(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """What the source has asked for or announced, told as given or decided: "beantragt" → "bewilligt"."""
    if not found or found[0].score < RETOLD or denial(told) or forces(told) & {Force.REQUEST, Force.LIKELY}:
        return None
    best = found[0].text
    planned, idea = turns.PLANNED.search(told), turns.IDEA.search(best)
    if planned and idea and not turns.IDEA.search(told) and not turns.PLANNED.search(best):
        message = f"Die Quelle sagt „{idea.group()}“, der Satz „{planned.group()}“: „{short(best)}“"
        return amber("obligation-hardened", message, planned.group())
    word, asked = turns.GRANTED.search(told), turns.ASKED.search(best)
    if word is None or asked is None or turns.ASKED.search(told) or turns.GRANTED.search(best):
        return None
    if any(turns.GRANTED.search(text) and source.overlap(roots(told), roots(text)) >= 0.4 for text in source.sentences):
        return None
    return amber("obligation-hardened", f"Die Quelle sagt „{asked.group()}“, der Satz „{word.group()}“: „{short(best)}“", told)


def _softened(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """A duty or a ban that is told as a request, a piece of advice or an offer."""
    word = turns.SOFTER.search(told)
    if word is None or not found or Force.MUST in forces(told):
        return None
    best = found[0].text
    asks = turns.ASKS.match(word.group()) is not None
    if (
        (denial(told) and not asks)
        or found[0].score < _SAME_MATTER
        or (_deadline(told, source) and found[0].score < _WORD_FOR_WORD)
    ):
        return None
    bare = turns.IMPERSONAL.sub(" ", best)
    if Force.MUST not in forces(bare) or _released(best) or (turns.SOFTER.search(best) and not turns.BAN.search(best)):
        return None
    mine = roots(told)
    if any(
        turns.SOFTER.search(clause.text) and source.overlap(mine, clause.roots) >= 0.25
        for clause in source.clauses
        if clause.text not in best
    ):
        return None
    if not asks and turns.BAN.search(best) is None and Force.REQUEST in forces(best):
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
