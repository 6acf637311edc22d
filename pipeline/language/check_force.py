# SPDX-License-Identifier: EUPL-1.2
"""Amber: a request, plan, chance or expectation of the source that is told as a duty or as a fact."""

import re
from typing import Final

from pipeline.language import force_turns as turns
from pipeline.language.agreement import same
from pipeline.language.anchors import anchored
from pipeline.language.bridges import reach
from pipeline.language.calendar_de import MONTHS, WEEKDAYS
from pipeline.language.check_beside import beside
from pipeline.language.check_duties import (
    MUST,
    SAME_MATTER,
    SOFT,
    WORD_FOR_WORD,
    deadline,
    duty_hardened,
    needed,
    released,
    told_forces,
    urged,
)
from pipeline.language.finite import tokens as bare_words
from pipeline.language.finite import verbal
from pipeline.language.force_words import MARKERS, Force, forces
from pipeline.language.ground import Flag, Ground, amber, clauses, marked, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CANCELLED
from pipeline.language.morphology import content, lemma, roots, stem
from pipeline.language.polarity import denial, senses
from pipeline.language.quotations import plain, unquoted
from pipeline.language.same_sense import RETOLD
from pipeline.language.statements import Twin, statements, twins, verb_first

_LIKELY: Final = next(words for kind, words in MARKERS if kind is Force.LIKELY)

_OPEN: Final = SOFT | {Force.CHANCE, Force.REPORTED}

_WHEN: Final = frozenset(stem(word) for word in (*MONTHS, *WEEKDAYS, "erste", "ersten", "Tag", "Woche", "Monat", "Jahr", "Uhr"))
"""Roots that say when, and not what."""


def hardened(text: str, source: Ground) -> list[Flag]:
    """Compare how binding each statement of a told sentence is with the one that it goes back to; at most one flag."""
    spoken = unquoted(text)
    before, reasons = "", _reasons(spoken)
    for piece in (*_with_speakers(statements(spoken)), *reasons):
        bare = turns.HANGS.search(piece) and piece not in reasons and not (_modal(piece) or _own_verb(piece))
        told = f"{before} {piece}" if before and bare else piece
        before = piece if _modal(piece) else ""
        if "„" in text and sum(not token.capital for token in content(told)) <= 1 and turns.SAYING.match(told.lstrip(", ")):
            continue  # only who says what is quoted
        if turns.UNDECIDED.match(told):
            continue  # "ob …, ist offen"
        if source.verbatim(told) or (
            piece not in (spoken, *reasons) and turns.BARE_INFINITIVE.search(told) and not _completed(told)
        ):
            continue
        found = [twin for twin in (*_the_others(told, source), *twins(told, source)) if plain(twin.text) not in plain(text)]
        flag = (
            needed(told, found, source)
            or duty_hardened(told, found, source)
            or urged(told, found)
            or _fact(told, spoken, found, source)
            or _granted(told, found, source)
            or _softened(told, found, source)
        )
        if flag is not None:
            return [flag]
    return []


_REST: Final = re.compile(r"\b(?:andere|übrige|restliche|sonstige)[nr]? (?P<noun>[A-ZÄÖÜ][\w-]+)")
"""What is left beside what has been named."""


def _the_others(told: str, source: Ground) -> tuple[Twin, ...]:
    """Find the statement of the source about the same others: "die anderen Waldwege" ← "die übrigen Wege"."""
    said = _REST.search(told)
    if said is None:
        return ()
    mine = roots(said["noun"])
    rest = [
        (Twin(number, piece, RETOLD), there["noun"])
        for number, sentence in enumerate(source.sentences)
        for piece in statements(sentence)
        for there in [_REST.search(piece)]
        if there
    ]
    alike = [twin for twin, noun in rest if any(r.endswith(o) or o.endswith(r) for r in mine for o in roots(noun))]
    return tuple(alike or [twin for twin, _ in rest if len(rest) == 1])[:1]


def _reasons(spoken: str) -> list[str]:
    """Give the reasons of a sentence, which are claims of their own: "Geprüft wird, weil Spannglieder rosten"."""
    return [said.strip() for said in re.findall(r"\b(?:weil|da)\b(?= [^,;]*\b\w+(?:t|en)\b\W*$)([^,;]*)", spoken)]


def _with_speakers(pieces: tuple[str, ...]) -> list[str]:
    """Join "…, rät die Verwaltung" to what is advised; drop a mere "…, sagt der Bürgermeister"."""
    joined: list[str] = []
    for piece in pieces:
        if not joined or turns.SAYING.match(piece) is None:
            joined.append(piece)
        elif turns.SAYS_HOW.match(piece) and forces(piece) & SOFT:
            joined[-1] = f"{joined[-1]}, {piece}"
    return joined


def _modal(piece: str) -> bool:
    """Whether a piece has a modal verb whose infinitives may stand in the next: "sollen Straßen | und Wege saniert werden"."""
    return (
        re.search(r"\b(?:soll|sollen|will|wollen|möchten?|kann|können|könnten?|darf|dürfen|muss|müssen|sollten?)\b", piece)
        is not None
    )


def _own_verb(piece: str) -> bool:
    """Whether a piece has a verb of its own, though it ends as an infinitive does: "bei Wind ist er verboten"."""
    return any(word in _AUXILIARIES for word in bare_words(piece)[:-2])


def _completed(told: str) -> bool:
    """Whether what ends as an infinitive does has its finite verb: "der Verkauf ist beschlossen"."""
    return any(word in _AUXILIARIES for word in bare_words(told)[1:-1])


_AUXILIARIES: Final = frozenset(
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten bleibt bleiben gilt gelten".split()
)


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
    if best in relative:
        at = pieces.index(best) + 1
        while at < len(pieces) and not verbal(bare_words(best)[-1]):  # its verb is still to come
            best, at = f"{best} und {pieces[at]}", at + 1
        return best
    main = ", ".join(piece for piece in pieces if piece not in relative)
    shared = mine & marked(main)
    return ", ".join(piece for piece in pieces if piece not in relative or (mine & marked(piece)) - shared)


def _held_open(told: str, there: str) -> bool:
    """Whether a told statement leaves open what the source's does; words of both that say something else do not count."""
    soft = forces(there)
    if Force.MUST in (mine := told_forces(told)) and Force.REQUEST in soft and Force.MUST not in soft:
        return Force.REQUEST in mine  # that something else is likely makes no request of a duty
    if soft & {Force.PLAN, Force.REQUEST} or turns.DOUBT.search(there):
        told = turns.ATTRIBUTED.sub(" ", told)
    if Force.PLAN not in soft:
        told = turns.ANNOUNCED.sub(" ", told)
    if soft & {Force.PLAN, Force.LIKELY} and turns.ABLE.search(there):
        told = turns.ABLE.sub(" ", told)
    if Force.PLAN in soft and turns.DELIBERATES.search(there):
        told = turns.PERMITS.sub(" ", told)
    moved = turns.MOTION.search(there) or turns.EXAMINED.search(there)
    if Force.PLAN in soft and moved and not turns.DOUBT.search(told):
        told = turns.ABLE.sub(" ", told)
    if turns.VOTE_ASKED.search(there):
        told = turns.DELIBERATES.sub(" ", told)
    if turns.EARLIEST.search(there) and turns.NOT_BEFORE.search(told):
        return True
    if turns.CONDITION_IN.search(there) and verb_first(told):
        return True
    decides = turns.DELIBERATES.search(there) is not None
    deliberating = _DELIBERATING.search(told) and not (decides and Force.LIKELY in soft)
    if deliberating and not turns.GRANTED.search(told) and (decides or turns.CONDITION_IN.search(there)):
        return True
    if decides and _HAS_DECIDED.search(told) and not _HAS_DECIDED.search(there):
        told = turns.DELIBERATES.sub(" ", told)
    if decides and not deliberating and forces(turns.DELIBERATES.sub(" ", there)) & SOFT:
        told = turns.DELIBERATES.sub(" ", told)
    return bool(told_forces(told) & _OPEN)


_HAS_DECIDED: Final = re.compile(
    r"\b(?:hat|haben|ist|sind|wurden?)\b[^,;]*\b(?:beschlossen|entschieden|zugestimmt|abgestimmt|genehmigt|abgelehnt|gebilligt)\b"
)
"""A vote that is over."""


def _shared(told: str, best: Twin, source: Ground) -> frozenset[str]:
    """Give what a statement shares with the one it goes back to; "darüber berät der Rat" also says what stands before it."""
    mine = roots(told)
    if _TAKES_UP.match(best.text):
        whole = source.sentences[best.sentence]
        before = whole if plain(whole) != plain(best.text) else source.sentences[max(0, best.sentence - 1)]
        mine |= frozenset().union(*(reach(token.text, roots(before)) for token in content(told)))
        return mine & roots(f"{before} {best.text}")
    return mine & roots(best.text)


_TAKES_UP: Final = re.compile(r"(?i)(?:dar|hier)über\b")
_COMING: Final = re.compile(r"\b(?:wird|werden)\b[^,;]{0,40}\b(?:voraussichtlich|vermutlich|wahrscheinlich|wohl)\b")
_HAS_DONE: Final = re.compile(r"\b(?:hat|haben)\b[^,;]*\b(?:\w*ge\w+(?:t|en)|(?:be|ver|er|ent|zer)\w+(?:t|en))\W*$")
"""What is expected, and what is over."""
_DELIBERATING: Final = re.compile(
    r"(?i)^(?!.*\b(?:lassen|lässt|ob|hat|haben|ist|sind|wurde\w*)\b).*\b(?:berät|beraten|befass\w+|diskutiert|spricht|sprechen|debattiert|entscheidet|stimmt"
    r"|stimmen)\b"
)
"""That somebody will speak or decide about it: no decision yet."""


def _own(told: str, best: str) -> str:
    """Leave out words of force that only belong to a noun in both: "die freiwilligen Zuschüsse"."""
    if "auf antrag" not in best.lower():
        told = turns.MOVED.sub(" ", told)
    told = turns.MATTER.sub(" ", told) if forces(turns.MATTER.sub(" ", best)) & SOFT else told
    return turns.ATTRIBUTE.sub(lambda match: " " if match.group() in best else match.group(), told)


def _states_a_change(told: str, best: str) -> bool:
    """Whether what is told as cancelled or shut is what the source only expects or plans so."""
    if not CANCELLED.search(told):
        return True
    force = forces(best)
    if turns.VANISHES.search(best):
        return bool(force & SOFT)
    return CANCELLED.search(best) is not None and Force.LIKELY in force


_TIE: Final = 0.08
"""By how much less a statement may share with the told one and still be the one that is meant."""


_FAR: Final = 0.5
"""Below this score no statement fits well: one that is named by a word of its own may be meant as well."""


def _fact(told: str, spoken: str, found: list[Twin], source: Ground) -> Flag | None:
    """A plan, request, expectation or chance that is told as a fact: of the statement that fits best, or nearly as well."""
    if not found or turns.STILL_OPEN.search(told) or _imperative(told):
        return None
    meant = [twin for twin in found if twin is found[0] or (twin.sentence and twin.score >= found[0].score - _TIE)]
    if found[0].score < _FAR and not denial(told):
        known = {twin.text for twin in meant if twin.score >= RETOLD}
        meant += [twin for twin in anchored(told, source) if forces(twin.text) & SOFT == {Force.PLAN} and twin.text not in known]
    flags = (_fact_of(told, spoken, twin, source) for twin in meant)
    return next((flag for flag in flags if flag is not None), None)


def _fact_of(told: str, spoken: str, best: Twin, source: Ground) -> Flag | None:
    """The same of one statement of the source."""
    earliest = turns.EARLIEST.sub(" ", told)  # "frühestens" keeps an expectation open, and makes no plan of a fact
    if (best.score < 0.6 or _TAKES_UP.match(best.text)) and _shared(told, best, source) <= _WHEN:
        return None  # only the time is shared
    said = turns.WHO_WILL.sub(
        " ", turns.IN_PLANNING.sub(" ", turns.ONCE.sub(" ", turns.ATTRIBUTE.sub(" ", _core(best.text, told, source))))
    )
    bare = earliest
    if re.search(r"(?i)\blassen\b", best.text):
        bare = re.sub(r"\b(?:lässt|lassen) sich\b", " ", bare)  # "möglich, sich beraten zu lassen": not what can be done
    if (
        denial(told)
        and not denial(best.text)
        and not turns.CONDITION.match(told)
        and {side for side, _ in senses(told)} & {side for side, _ in senses(best.text)}
    ):
        return None  # "steht unter Vorbehalt" told as "ist nicht endgültig"
    perhaps = turns.VANISHES.search(best.text) and forces(best.text) & SOFT
    if turns.TOPIC.match(told) or (denial(told) and CANCELLED.search(best.text) and not perhaps):
        return None  # what is refused or cancelled is told so
    if _held_open(_own(bare, best.text), said) or not _states_a_change(told, best.text):
        return None
    duty = MUST.search(turns.IMPERSONAL.sub(" ", told))
    modal = duty is not None and not turns.ORDERS.match(duty.group())
    drafted = Force.MUST in forces(best.text) and turns.DRAFT.search(best.text)
    if (
        duty is not None
        and modal
        and not drafted
        and Force.MUST in told_forces(told)
        and duty.group().lower() not in best.text.lower()
    ):
        return None
    there = forces(said)
    if earliest != told and not there & (SOFT - {Force.LIKELY}):
        return None
    if turns.OPINION.search(said) and turns.ATTRIBUTES.search(spoken):
        return None  # "hält es für gefährlich" told as "ist gefährlich, warnt sie"
    if there & SOFT == {Force.LIKELY} and denial(told) and denial(said) and not turns.NOT_EXCLUDED.search(said):
        return None  # "müssen keine Nachteile befürchten"
    if there & SOFT == {Force.REQUEST} and Force.REQUEST not in forces(turns.INVITES.sub(" ", said)):
        return None  # "lädt zum Infoabend ein": it takes place
    decided = (turns.DELIBERATES.search(said) and _HAS_DECIDED.search(told)) or (_COMING.search(said) and _HAS_DONE.search(told))
    if not decided and there & _OPEN == {Force.LIKELY} and _about_a_value(best.text, told, source):
        return None
    return _open_there(told, spoken, bare, best, said, source)


def _open_there(told: str, spoken: str, bare: str, best: Twin, said: str, source: Ground) -> Flag | None:
    """Flag what a statement of the source leaves open; `bare` is the told one without "frühestens", `said` the source's core."""
    there, earliest = forces(said), turns.EARLIEST.sub(" ", told)
    settled = turns.ASKED.search(said) and turns.GRANTED.search(source.sentences[best.sentence])
    if there & SOFT and best.score >= RETOLD and not settled:
        rest = spoken.replace(told, " ")
        if denial(told) and forces(rest) & SOFT:
            return None  # "sind nicht verboten, die Frage wird noch geprüft"
        if not (there & SOFT) - {Force.LIKELY} and (
            Force.LIKELY in forces(rest) or (Force.PLAN in forces(rest) and roots(rest) & roots(best.text))
        ):
            return None
        force = sorted(there & SOFT)[0]
        return amber("obligation-hardened", f"Die Quelle nennt eine {force}, der Satz eine Tatsache: „{short(best.text)}“", told)
    may = turns.POSSIBLE.search(said)
    conditional = turns.CONDITION_IN.search(said) is not None and not (turns.CONDITION_IN.search(spoken) or verb_first(spoken))
    only_if = conditional and re.search(r"(?i)\bgibt(?: es|'s)|\bfinde[nt]\b[^,;]*\bstatt\b", bare) is not None
    if (
        may
        and best.score >= 0.5
        and not re.search(r"\b(?:darf|dürfen|kann|können)\b[^;]*, wer\b", said)
        and (only_if or not turns.OFFERED.search(turns.SELF_SERVED.sub(" ", bare) if bare != earliest else bare))
        and not told_forces(bare) & _OPEN
        and not denial(next(part for part in re.split(r"[,;]\s", said) if may.group().split(",")[0] in part))
    ):
        return amber(
            "obligation-hardened", f"Die Quelle nennt eine Möglichkeit, der Satz eine Tatsache: „{short(best.text)}“", told
        )
    plain_there = not there & (SOFT | {Force.CHANCE}) or best.score < RETOLD
    return beside(told, best, source) if plain_there and not (told_forces(earliest) & _OPEN or denial(told)) else None


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
    if (denial(told) and not asks) or found[0].score < SAME_MATTER or (deadline(told, source) and found[0].score < WORD_FOR_WORD):
        return None
    bare = turns.IMPERSONAL.sub(" ", best)
    if Force.MUST not in forces(bare) or released(best) or (turns.SOFTER.search(best) and not turns.BAN.search(best)):
        return None
    mine = roots(told)
    if any(
        turns.SOFTER.search(clause.text) and source.overlap(mine, clause.roots) >= 0.25
        for clause in source.clauses
        if clause.text not in best
    ):
        return None
    if Force.PLAN in forces(told) & forces(best):
        return None
    if not asks and turns.BAN.search(best) is None and Force.REQUEST in forces(best):
        return None
    return amber("obligation-softened", f"„{word.group()}“: Die Quelle nennt eine Pflicht: „{short(best)}“", word.group())


def _about_a_value(text: str, told: str, source: Ground) -> bool:
    """Whether an expectation is about a date or number that is not told: "bis voraussichtlich Freitag"."""
    met = _LIKELY.search(text)
    if met is None:
        return False
    behind = next((m for m in mentions(text) if 0 <= m.start - met.end() <= 14), None)
    return behind is not None and not any(same(m, behind, source.years) for m in mentions(told))
