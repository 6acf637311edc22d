# SPDX-License-Identifier: EUPL-1.2
"""Amber: what nobody has to do told as needed, or the other way round: "nicht ohne Anmeldung" for "Anmeldung nicht nötig"."""

import re
from typing import Final

from pipeline.language import force_turns as turns
from pipeline.language.agreement import same
from pipeline.language.bridges import echo
from pipeline.language.force_words import MARKERS, Force, forces
from pipeline.language.ground import Flag, Ground, amber, marked, short
from pipeline.language.mentions import mentions
from pipeline.language.modality import CANCELLED, CLOSED
from pipeline.language.morphology import content, roots, stem
from pipeline.language.polarity import denial
from pipeline.language.same_sense import RETOLD
from pipeline.language.statements import Twin, statements

MUST: Final = next(words for kind, words in MARKERS if kind is Force.MUST)
SOFT: Final = frozenset({Force.REQUEST, Force.PLAN, Force.LIKELY})
SAME_MATTER: Final = 0.55
"""From this score on a duty of the source is what a soft statement retells."""
WORD_FOR_WORD: Final = 0.9
"""From this score on a told statement differs from the source in hardly more than its force."""
_NOT_HELD: Final = frozenset({Force.REQUEST, Force.PLAN, Force.MUST})
_NO: Final = r"(?:nicht|kein\w*|niemand|nichts|keinerlei|ohne)"
_ONLY_WITH: Final = re.compile(
    r"(?i)\b(?:nicht|nie|niemals|nichts|kein\w*|niemand) (?:\w+ ){0,3}ohne (?:\w+e[nrm]? )?(?P<one>(?-i:[A-ZÄÖÜ])\w+)"
    r"|\bohne (?:\w+e[nrm]? )?(?P<two>(?-i:[A-ZÄÖÜ])[\w-]+)\b[^,;]{0,60}\b(?:nicht|nichts|kein\w*|niemand)\b"
    r"|\bnur (?:mit|nach|gegen|bei|unter) (?:\w+e[nrm]? )?(?P<three>(?-i:[A-ZÄÖÜ])[\w-]+)"
    r"|\b(?:am|an (?:der|dem|einem|einer)) (?P<four>(?-i:[A-ZÄÖÜ])[\w-]+)[^,;]{0,40}\bkein Weg vorbei\b"
    r"|\bum (?:eine[nr]? |den |die |das )?(?P<five>(?-i:[A-ZÄÖÜ])[\w-]+)[^,;]{0,30}\b(?:kommt"
    r"|kommen)\b[^,;]{0,40}\bnicht (?:herum|drumherum)\b"
    r"|\b(?:nicht|nichts|kein\w*|niemand)\b[^;]*\b(?:wenn|falls)\b[^,;]*?(?P<seven>(?-i:[A-ZÄÖÜ])[\w-]+)[^,;]*\b(?:weg|fehlt|verloren|fehlen)\b"
    r"|\b(?:kommt|kommen)\b[^,;]{0,40}\bum (?:eine[nr]? |den |die "
    r"|das )?(?P<six>(?-i:[A-ZÄÖÜ])[\w-]+)[^,;]{0,20}\bnicht (?:herum|drumherum)\b"
)
"""That nothing goes without it."""


def needed(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """Find a need that the source denies, or a need of the source that is told as none."""
    return _without(told, source) or _needless(told, found, source)


def _without(told: str, source: Ground) -> Flag | None:
    """ "nicht ohne Anmeldung" of what the source calls needless."""
    said = _ONLY_WITH.search(told)
    if said is None:
        return None
    noun = next(group for group in said.groups() if group)
    meant = roots(noun) if roots(noun) & source.known else echo(noun, source)
    pieces = [piece for sentence in source.sentences for piece in statements(sentence) if meant & roots(piece)]
    bound = meant.union(*(roots(piece) for piece in pieces if _binds(piece)))
    free = next((piece for piece in pieces if _goes_without(piece, meant) and (roots(told) & roots(piece)) - bound), None)
    if free is not None:
        return amber("negation-flipped", f"„{said.group()}“: Die Quelle sagt: „{short(free)}“", said.group())
    against = [piece for piece in pieces if turns.NEEDLESS.search(piece)]
    if not meant or any(_ONLY_WITH.search(p) or (_binds(p) and p not in against) for p in pieces):
        return None
    asked = [piece for piece in pieces if Force.REQUEST in forces(piece)]
    if not against and asked:
        return amber("obligation-hardened", f"„{said.group()}“: Die Quelle bittet nur darum: „{short(asked[0])}“", said.group())
    if not against:
        return None
    return amber("negation-flipped", f"„{said.group()}“: Die Quelle sagt: „{short(against[0])}“", said.group())


_GOES_WITHOUT: Final = re.compile(
    r"(?i)\b(?:auch|selbst)\b[^,;]{0,20}\bohne (?-i:(?:\w+e[nrm]? )?(?P<one>[A-ZÄÖÜ][\w-]+))"
    r"|\b(?:darf|dürfen|kann|können)\b[^,;]*\bohne (?-i:(?:\w+e[nrm]? )?(?P<two>[A-ZÄÖÜ][\w-]+))"
)
"""That something goes though this is not there."""


def _goes_without(piece: str, meant: frozenset[str]) -> bool:
    """Whether the source says that it goes "auch ohne Kassenbon", or that somebody may "ohne Karte mitfahren"."""
    said = _GOES_WITHOUT.search(piece)
    return said is not None and bool(roots(said["one"] or said["two"]) & meant)


def _binds(text: str) -> bool:
    return Force.MUST in forces(text) and turns.NEEDLESS.search(text) is None


def _needless(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """ "muss nicht" of what the source makes a duty."""
    said = turns.NEEDLESS.search(told)
    if said is None or not found or found[0].score < RETOLD or _ONLY_WITH.search(told) or re.search(r"\b(?:darf|dürfen)\b", told):
        return None
    best = found[0]
    texts = [twin.text for twin in found if twin.score >= 0.5 * best.score]
    whole = source.sentences[best.sentence]
    after = _taken_up(best, source)
    around = [text for text in (*texts, whole, *after) if not _REFUSED.search(text)]
    mine = roots(told)
    if any(turns.NEEDLESS.search(text) or re.search(rf"(?i)\b{_NO}\b", text) or turns.FORBIDS.search(text) for text in around):
        return None
    if any(
        turns.NEEDLESS.search(piece) and mine & roots(piece) for sentence in source.sentences for piece in statements(sentence)
    ):
        return None
    own = (best.text,) if forces(best.text) else (best.text, whole)
    duty = next((text for text in (*own, *after) if _binds(text)), None)
    if duty is None:
        return None
    return amber("negation-flipped", f"„{said.group()}“: Die Quelle nennt eine Pflicht: „{short(duty)}“", said.group())


_REFUSED: Final = re.compile(r"(?i)\bohne\b[^,;]*\b(?:nicht|kein\w*|un(?:berücksichtigt|gültig|wirksam|zulässig))\b")
"""What comes of it where it is missing: a duty, and no leave."""


def _taken_up(twin: Twin, source: Ground) -> list[str]:
    """Give the sentence behind that of a statement, where it takes that up: "Dies gilt …"."""
    return [text for text in source.sentences[twin.sentence + 1 : twin.sentence + 2] if turns.ANAPHOR.match(text)]


def _bound(told: str, found: list[Twin], source: Ground) -> bool:
    """Whether the source binds in the matter of a told statement: by a duty or ban in what it retells or goes on to say."""
    mine = marked(told)
    near = [twin for twin in found if twin.score >= 0.6 * found[0].score]
    texts = [text for twin in near for text in (twin.text, source.sentences[twin.sentence])]
    texts += [after for twin in near for after in _taken_up(twin, source)]
    if any(Force.MUST in forces(text) and (not turns.NEEDLESS.search(text) or denial(told)) for text in texts):
        return True
    if (turns.BAN.search(told) or (denial(told) and not turns.CONDITION.match(told))) and any(
        turns.FORBIDS.search(text) for text in texts
    ):
        return True
    return any(
        Force.MUST in forces(clause.text)
        and (
            source.overlap(mine, clause.roots) >= 0.25
            or (len(mine & clause.roots) >= 2 and source.overlap(clause.roots, mine) >= 0.5)
        )
        for clause in source.clauses
    )


def told_forces(told: str) -> frozenset[Force]:
    """Give the forces of a told statement; that something is not needed is no duty."""
    said = forces(turns.IMPERSONAL.sub(" ", told)) | (forces(told) & {Force.LIKELY, Force.REPORTED})
    if Force.MUST in said and released(told):
        return (said - {Force.MUST}) | {Force.CHANCE}
    return said


def released(told: str) -> bool:
    """Whether a statement says that nobody has to: "muss nicht", "keine Anmeldung nötig"."""
    if re.search(r"\b(?:darf|dürfen)\b", told):
        return False
    if re.search(r"(?i)\bnicht (?:verboten|untersagt|unzulässig|tabu)\b", told):
        return True
    bare = turns.IMPERSONAL.sub(" ", told)
    word = MUST.search(bare)
    # "wer nicht räumt, muss zahlen": only what denies the duty itself releases
    clause = next((c for c in re.split(r"[,;]\s", bare) if word and word.group() in c), told)
    if word and word.group().lower().startswith(("nicht ", "kein")):
        clause = clause.replace(word.group(), " ")  # "ist nicht erlaubt" is itself the ban
    return denial(re.sub(r"\b[Oo]hne\b", " ", clause)) is not None and re.search(r"(?i)verb[io]t|untersag|haftet", clause) is None


_LEADING: Final = re.compile(r"(?:Wer|Wenn|Falls)\b[^,]*,(?= (?:muss|müssen|zahlt|zahlen)\b)")
"""Whom it meets: "wer nicht räumt, muss zahlen" denies nothing of what he must."""


def _allowed(told: str, best: str) -> bool:
    """Whether a told duty or ban is the bound or condition of what the source allows, or a price that it names."""
    if (
        turns.COSTS.search(best)
        and not (denial(best) or CANCELLED.search(best) or turns.ABLE.search(best))
        and re.search(r"(?i)\b(?:zahlen|bezahlen|entrichten|berappen|hinlegen)\b", told)
    ):
        return True
    narrow = turns.BAN.search(told) or denial(_LEADING.sub("", told)) or re.search(r"(?i)\bnur\b", told)
    if narrow and turns.BOUNDED.search(best) and turns.ABLE.search(best):
        return True
    if re.search(r"(?i)\bnur (?:auf|nach|mit|gegen|über)\b", best):
        return True  # "nur auf Antrag" told as "muss man beantragen"
    return turns.PERMITS_IF.search(best) is not None and turns.ORDERED.search(told) is None


_ONLY_THEN: Final = re.compile(r"\b(?:darf|dürfen)\b[^,;]*\berst\b")
"""What may be done no sooner."""


def _narrowed(told: str, found: list[Twin]) -> Flag | None:
    """What is only wished for or liked better, told as the only way: "am liebsten gebündelt" → "nur gebündelt"."""
    only, later = turns.ONLY.search(told), _ONLY_THEN.search(told)
    if not (only or later) or denial(told) or Force.REQUEST in forces(told):
        return None
    if only is None and later is not None and found and found[0].score >= SAME_MATTER:
        there = forces(found[0].text)
        if Force.REQUEST in there and not there & {Force.MUST, Force.CHANCE}:
            message = f"„{later.group()}“: Die Quelle nennt einen Wunsch: „{short(found[0].text)}“"
            return amber("obligation-hardened", message, later.group())
    if only is None or any(turns.NARROWS.search(twin.text) for twin in found[:2]):
        return None
    meant = frozenset(stem(token.text) for token in [t for t in content(told) if t.start >= only.end()][:2])
    for twin in found[:2]:
        there = forces(twin.text)
        if Force.REQUEST in there and Force.MUST not in there and (twin.score >= RETOLD or meant & roots(twin.text)):
            return amber(
                "obligation-hardened", f"„{only.group()}“: Die Quelle nennt einen Wunsch: „{short(twin.text)}“", only.group()
            )
    return None


_BOTH: Final = re.compile(
    r"(?P<one>[A-ZÄÖÜ][\w-]+) und (?:(?:im|am|in|an|auf|bei|für) )?(?:(?:die|der|das|den|dem|ein|eine[nr]?) )?"
    r"(?P<two>(?:[a-zäöü]+e[nrms]? )?[A-ZÄÖÜ][\w-]+)"
)


def _one_of_both(told: str, source: Ground) -> Flag | None:
    """A duty told of two things of which the source makes only one a duty, and asks for the other: "Ausweis und Karte muss …"."""
    both = _BOTH.search(told)
    word = MUST.search(told)
    if both is None or word is None or denial(told):
        return None
    about = {
        noun: [piece for text in source.sentences for piece in statements(text) if roots(noun) <= roots(piece)]
        for noun in (both["one"], both["two"])
    }
    bound = [noun for noun, pieces in about.items() if any(Force.MUST in forces(piece) for piece in pieces)]
    asked = [
        (noun, pieces[0])
        for noun, pieces in about.items()
        if len(pieces) == 1 and noun not in bound and forces(pieces[0]) & {Force.REQUEST, Force.PLAN}
    ]
    if len(bound) != 1 or len(asked) != 1:
        return None
    noun, piece = asked[0]
    return amber("obligation-hardened", f"„{noun}“: So verbindlich sagt es die Quelle nicht: „{short(piece)}“", noun)


def duty_hardened(told: str, found: list[Twin], source: Ground) -> Flag | None:
    """An obligation that the source does not state in this matter."""
    if (flag := _narrowed(told, found)) is not None:
        return flag
    if Force.MUST not in told_forces(told):
        return None
    if (flag := _one_of_both(told, source)) is not None:
        return flag
    word = MUST.search(turns.IMPERSONAL.sub(" ", told))
    quote = word.group() if word else told
    best = found[0].text if found else source.sentences[0]
    if turns.DOUBT.search(told) or (not forces(best) & {Force.REQUEST, Force.PLAN} and _allowed(told, best)):
        return None
    soft = forces(best) & (SOFT | {Force.CHANCE}) - {Force.LIKELY}
    asked = bool(soft & {Force.REQUEST, Force.PLAN})
    free = Force.CHANCE in soft and found[0].score >= WORD_FOR_WORD if found else False
    plain_must = turns.ORDERED.match(quote) is None
    # "möglich bis Freitag" is a duty for who applies; a request is none
    due = deadline(told, source) and not asked and not free and plain_must
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
    if re.search(r"\bmussten?\b", told) and re.search(r"\b(?:wurden?|waren?|hatten?|\w{3,}ten)\b", best):
        return None
    return amber("obligation-hardened", f"„{quote}“: So verbindlich sagt es die Quelle nicht: „{short(best)}“", quote)


def urged(told: str, found: list[Twin]) -> Flag | None:
    """What people may do, told as what they should do."""
    word = turns.URGES.search(told)
    if word is None or not found or found[0].score < SAME_MATTER:
        return None
    best = found[0].text
    if re.search(r"(?i)\bwer\b", told) and not re.search(r"(?i)\bwer\b", best):
        return None  # "wer mitmachen will, soll sich melden"
    allowed = turns.ALLOWS.search(best) or (found[0].score >= WORD_FOR_WORD and re.search(r"(?i)\bk[aö]nn\w*\b", best))
    if forces(best) & _NOT_HELD or not allowed or turns.ALLOWS.search(told) or denial(told) or denial(best):
        return None
    return amber("obligation-hardened", f"„{word.group()}“: Die Quelle erlaubt es nur: „{short(best)}“", word.group())


def deadline(told: str, source: Ground) -> bool:
    """Whether a statement tells a deadline of the source: "muss sich bis Freitag bewerben"."""
    until = [m for m in mentions(told) if m.role == "until"]
    return any(same(m, other, source.years) for m in until for other in source.mentions() if other.role == "until")
