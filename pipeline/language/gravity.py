# SPDX-License-Identifier: EUPL-1.2
"""Whether an item is grave: death, accident, crime or suspicion, animal disease, harm to minors.

Found by words and not by a model, because what hangs on it (no cheerful transition, no music, no number in large type) must
never depend on an answer. It errs towards grave: a calm staging does no harm.
"""

import re
from typing import Final

from pipeline.model import Item

_SURE: Final = re.compile(
    r"\b(?:verstorben\w*|gestorben\w*|verstarb\w*|starb(?:en)?|tödlich\w*|getötet\w*|tote[nrs]?|todes\w+|tod|trauer\w*|nachruf"
    r"|kondolenz\w*|verunglückt\w*|unglück\w*|schwerverletzt\w*|verletzte[nrm]?|todesopfer|unfall(?!kasse|versicherung)\w*"
    r"|gedenk(?:en|feier|stunde|gottesdienst|veranstaltung)\w*|volkstrauertag|pogrom\w*|mahnwache\w*"
    r"|ermittlungsverfahren|strafanzeige|staatsanwaltschaft|tatverdächtig\w*|verdächtig\w*|tatverdacht|festnahme|festgenommen\w*"
    r"|missbrauch\w*|misshandl\w*|kindeswohlgefährdung|gewalt(?:tat|verbrechen|opfer)\w*|gewalt gegen \w+|häuslich\w* gewalt"
    r"|vergewaltig\w*|mord\b|totschlag|suizid\w*|selbsttötung"
    r"|geflügelpest|schweinepest|vogelgrippe|tierseuche\w*|tollwut|keulung|blauzungenkrankheit"
    r"|evakuier\w*|hochwasserkatastrophe|großbrand|vermisst\w*|pandemie)\b",
    re.IGNORECASE,
)
_HARMLESS: Final = re.compile(
    r"\b(?:unfallschwerpunkt\w*|unfallfrei\w*|unfallverhütung\w*|unfallgefahr\w*|verkehrsunfallstatistik|gewaltprävention\w*"
    r"|tote wildvögel|tote[rnms]? winkel|mordshunger|krimi\w*|gewaltig\w*|todesmutig\w*)\b",
    re.IGNORECASE,
)


def grave(item: Item) -> bool:
    """Tell whether an item must be told soberly: a sure word in the title, or two of them in its text."""
    title = _HARMLESS.sub("", item.title)
    text = _HARMLESS.sub("", item.text)
    return _SURE.search(title) is not None or len(_SURE.findall(text)) >= 2
