# SPDX-License-Identifier: EUPL-1.2
"""Nouns that can do or say something: people by their function, bodies, firms, groups; and nouns that mean the same ones."""

import re
from typing import Final

from pipeline.language.morphology import parts, stem
from pipeline.language.names_de import is_function
from pipeline.language.plain_words import alike

_ACTOR: Final = re.compile(
    r"(?:amt|werke?|kreis|stadt|land|bund|gemeinde|verein|verband|familie|polizei|feuerwehr"
    r"|ministerium|präsidium|regierung|fraktion|partei|kreistag|rat|ausschuss|betrieb|gesellschaft"
    r"|firma|unternehmen|stiftung|schule|kirche|hospiz|klinik|klinikum"
    r"|kasse|gericht|bürger|eltern|kinder|verwaltung|agentur|büro|dienst|anwohner|mieter|vermieter"
    r"|händler|kunden?|bank|sparkasse|hochschule|universität|initiative|bündnis|gewerkschaft|kammer"
    r"|museum|theater|jury|leister|anbieter|betreiber(?:in)?|spd|cdu|fdp|csu|grüne|linke|afd|helfer|bistum|dekanat|institut"
    r"|konzern|krankenhaus|wehr|union|forum|direktion|anstalt|zentrale|amtsgericht|staatsanwaltschaft|kripo|thw|drk)(?:e?s|n|en)?$"
)

_PEOPLE: Final = frozenset(
    """
    kind schüler schülerin schülerinnen jugendlicher jugendliche mädchen junge mensch person bürger bürgerin einwohner
    einwohnerin teilnehmer teilnehmerin besucher besucherin gast mitarbeiter mitarbeiterin beschäftigter beschäftigte
    mitglied haushalt familie frau mann anwohner anwohnerin zuschauer zuschauerin fahrgast helfer helferin
    """.split()
)


def is_actor(word: str) -> bool:
    """Whether a noun is somebody who can act."""
    return is_function(word) or (
        _ACTOR.search(word.lower()) is not None and not word.lower().endswith(("urkunde", "urkunden", "fahrrad"))
    )


def related(one: str, other: str) -> bool:
    """Whether two nouns may count the same: one of the other's kind, or both people."""
    if (
        one == other
        or (one in _PEOPLE and other in _PEOPLE)
        or stem(one) == stem(other)
        or one.endswith(other)
        or other.endswith(one)
    ):
        return True
    pieces = {*parts(one), one}
    return bool(pieces & {*parts(other), other}) or any(alike(piece) & {*parts(other), other} for piece in pieces)
