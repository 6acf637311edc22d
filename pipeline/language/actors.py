# SPDX-License-Identifier: EUPL-1.2
"""Nouns that can do or say something: people by their function, bodies, firms, groups."""

import re
from typing import Final

from pipeline.language.names_de import is_function

_ACTOR: Final = re.compile(
    r"(?:amt|werke?|kreis|stadt|land|bund|gemeinde|verein|verband|familie|polizei|feuerwehr"
    r"|ministerium|präsidium|regierung|fraktion|partei|kreistag|rat|ausschuss|betrieb|gesellschaft"
    r"|firma|unternehmen|stiftung|schule|kirche|hospiz|klinik|klinikum"
    r"|kasse|gericht|bürger|eltern|kinder|verwaltung|agentur|büro|dienst|anwohner|mieter|vermieter"
    r"|händler|kunden?|bank|sparkasse|hochschule|universität|initiative|bündnis|gewerkschaft|kammer"
    r"|museum|theater|jury|leister|anbieter|betreiber(?:in)?|spd|cdu|fdp|csu|grüne|linke|afd|helfer|bistum|dekanat|institut"
    r"|konzern|krankenhaus|wehr|union|forum|direktion|anstalt|zentrale|amtsgericht|staatsanwaltschaft|kripo|thw|drk)(?:e?s|n|en)?$"
)


def is_actor(word: str) -> bool:
    """Whether a noun is somebody who can act."""
    return is_function(word) or (
        _ACTOR.search(word.lower()) is not None and not word.lower().endswith(("urkunde", "urkunden", "fahrrad"))
    )
