# SPDX-License-Identifier: EUPL-1.2
"""Words of negation, conditions and limits, causes, findings and senders; those of force are in `force_words.py`."""

import re
from typing import Final

from pipeline.language.force_words import Words, any_of

NEGATION: Final = any_of(
    r"nicht | kein | keine | keinen | keinem | keiner | keines | keinerlei | ohne | nie | niemals | "
    r"niemand\w* | weder | nichts | nirgends | noch nicht | keineswegs"
)
CLOSED: Final = any_of(
    r"\w*gesperrt\w* | \w*sperrung\w* | \w*sperre\w* | geschlossen\w* | schließ\w+ | eingestellt\w* | ausgebucht | vergriffen"
)
CANCELLED: Final = any_of(
    r"lehn\w+\b.*\bab | entf[aä]ll\w* | entfiel\w* | fällt\b.*\baus | fallen\b.*\baus | fiel\w*\b.*\baus | "
    r"ausgefallen\w* | abgesagt\w* | gestrichen\w* | verboten\w* | untersagt\w* | verzicht\w+ | "
    r"abgelehnt\w* | ausgeschlossen\w* | vom tisch | geplatzt | gescheitert\w* | hinfällig | gestoppt\w* | gekippt | "
    r"ruht | ruhen | "
    r"unklar | unbekannt | ungeklärt"
    r" | aufgehoben\w* | eingestellt\w* | fehlt | fehlen"
    r" | abgeschafft\w* | abgeblasen | verworfen | zurückgezogen\w* | (?:sag\w*|blies\w*|bläst)\b[^,;]*\bab(?=\W*$|[,;.])"
    r" | (?:zieht|ziehen|zog|zogen)\b[^,;]*\bzurück(?=\W*$|[,;.]) | gegen\b[^,;]*\bausgesprochen"
    r" | (?:spricht|sprechen|sprach|sprachen) sich\b[^,;]*\bgegen\b | misslang\w* | misslungen | missglückte?n?"
    r" | (?:verhindert|vereitelt|abgewendet|abgewehrt|unterbunden|verhindern|abwenden|vereiteln)(?=\W*$|[,;.])"
)
"""Words that take back what their clause names."""
DENYING: Final[tuple[tuple[Words, Words], ...]] = tuple(
    (any_of(source), any_of(told))
    for source, told in (
        (
            r"kostenlos\w* | kostenfrei\w* | gebührenfrei\w* | gratis | frei | freie[nrsm]? | unentgeltlich\w*",
            r"kost\w+ | zahl\w+ | bezahl\w+ | gebühr\w* | eintritt\w* | geld",
        ),
        (
            r"\w*gesperrt\w* | \w*sperrung\w* | \w*sperre\w* | geschlossen\w* | schließ\w+ | dicht",
            (
                r"befahr\w+ | fahr\w+ | durch\w* | passier\w+ | nutz\w+ | benutz\w+ | offen | geöffnet\w* | "
                r"öffn\w+ | mehr | betret\w+ | möglich | erreich\w+ | zugänglich"
            ),
        ),
        (
            (
                r"entf[aä]ll\w* | entfiel\w* | fiel\w*\b.*\baus | fällt\b.*\baus | fallen\b.*\baus | ausgefallen\w* | "
                r"abgesagt\w* | gestrichen\w* | verzicht\w+ | eingestellt\w* | ausgesetzt | ruht | aufgehoben"
            ),
            r".*",
        ),
        (
            r"verboten\w* | verbot\w* | untersagt\w* | unzulässig\w* | \w*verbot",
            r"dürfen | darf | erlaubt | gestattet | zulässig",
        ),
        (
            r"unverändert\w* | gleich | stabil\w* | bleib\w+ | unberührt",
            (
                r"änder\w+ | steig\w+ | teurer | erhöh\w+ | sink\w+ | mehr | höher\w* | betroffen\w* | "
                r"verschieb\w+"
            ),
        ),
        (
            r"abgelehnt\w* | lehnt\w* | gegen | dagegen | scheitert\w* | verworfen",
            r"zu\w* | stimm\w+ | zustimm\w* | angenommen | bekomm\w+ | erhält | erhalten | mehrheit | dafür",
        ),
        (r"unklar\w* | unbekannt\w* | ungeklärt\w* | offen", r"bekannt\w* | klar | geklärt | fest | entschieden | weiß"),
        (r"fehl\w+ | ausgebucht | vergriffen | zu klein | zu wenig\w* | leer", r".*"),
        (
            (
                r"nur | lediglich | ausschließlich | außer | ausgenommen\w* | statt | anstatt | erst | "
                r"ausnahme\w* | außerhalb | zu früh | zu spät | kaum"
            ),
            r".*",
        ),
        (
            (
                r"unabhängig\w* | ohnehin | unbefristet\w* | unmöglich\w* | ungeeignet\w* | unnötig\w* | "
                r"unwahrscheinlich\w* | unsicher\w* | ungültig\w*"
            ),
            r".*",
        ),
        (
            (
                r"verhinder\w+ | vermeid\w+ | vermisst\w* | verlor\w* | verloren | vorbei | beendet\w* | "
                r"abgeschlossen\w* | fertig"
            ),
            r".*",
        ),
    )
)
"""A source that says the left words may be told with a "nicht" and the right ones ("kostenlos" ↔ "kostet nichts")."""


def denies(source: str, told: str) -> bool:
    """Whether a denial in `told` is another form of what the source says; not if both share the word ("nicht frei" ← "frei")."""
    for theirs, mine in DENYING:
        match = theirs.search(source)
        if match and mine.search(told) and not theirs.search(told):
            return True
    return False


LIMITS: Final = (
    any_of(r"nur | ausschließlich | lediglich | allein | bloß | beschränkt\w* | begrenzt\w* | außer | ausnahmsweise | erst"),
    any_of(
        r"vorerst | vorläufig\w* | zunächst | vorübergehend\w* | zeitweise | zeitweilig | bis auf "
        r"weiteres | befristet\w* | probeweise | kurzzeitig\w*"
    ),
    any_of(
        r"teilweise | teils | zum teil | überwiegend | größtenteils | weitgehend | einige[nrsm]? | "
        r"einzelne[nrsm]? | manche[nrsm]? | mehrere[nrsm]? | teile | bestimmte[nrsm]? | "
        r"ausgewählte[nrsm]? | die meisten | viele | abschnittsweise | halbseitig\w*"
    ),
    any_of(
        r"in der regel | grundsätzlich | meist\w* | normalerweise | üblicherweise | im regelfall | "
        r"möglichst | soweit möglich | nach möglichkeit"
    ),
    any_of(r"beispielsweise | zum beispiel | unter anderem | etwa | vor allem | insbesondere"),
    any_of(r"mindestens | wenigstens | frühestens | höchstens | maximal | bis zu | spätestens"),
    any_of(
        r"kleine[nrsm]? | minderjährige[nrsm]? | gemeinnützige[nrsm]? | berechtigte[nrsm]? | "
        r"betroffene[nrsm]? | angemeldete[nrsm]? | ermäßigt\w* | erwachsene[nrsm]? | volljährige[nrsm]? | "
        r"ungeimpfte[nrsm]? | schriftlich\w* | ehrenamtliche[nrsm]?"
    ),
)
"""Words that narrow a statement, in groups of about the same sense."""

CONDITIONAL: Final = any_of(
    r"wenn | falls | sofern | soweit | solange | sobald | es sei denn | außer wenn | vorausgesetzt | bei "
    r"bedarf | unter vorbehalt | vorbehaltlich | abhängig | je nach | nach voranmeldung | nach "
    r"anmeldung | mit genehmigung | mit ausnahme | ausgenommen | bei (?:gutem|schlechtem|trockenem) "
    r"wetter | witterung\w* | wetterabhängig | hängt | wer"
)
_SUITED: Final = (
    r"(?:entsprechend|gut|schlecht|schön|trocken|geeignet|passend|günstig|ungünstig|ausreichend|genügend|hinreichend|anhaltend"
    r"|groß|hoh|stark|reg|gering|niedrig|sonnig|feucht|nass|frostig|stabil|freundlich|ruhig)e[nrm]"
)
PROVISO: Final = any_of(
    rf"bei {_SUITED} \w+ | bei (?:genügend|ausreichend|genug|zu wenig(?:en)?|mindestens \w+|hinreichend) \w+ | je nach \w+"
    r" | bei \w*(?:regen|sturm|schnee|frost|glätte|gewitter|unwetter|wetter|wind|hitze|nebel|hochwasser|sonnenschein"
    r"|trockenheit|bedarf|nachfrage|interesse)"
    r" | bei eine[mr] (?:nein|ja|zusage|absage|ablehnung|zustimmung|erfolg|sieg|niederlage|scheitern|einigung|mehrheit|notfall)"
    r" | (?:nur )?unter (?:der|einer) (?:voraussetzung|bedingung) | unter vorbehalt | vorbehaltlich"
    r" | bei (?:absage|ausfall|verlust|krankheit|verspätung|stromausfall|gleichstand|verstoß|verstößen|bestehen|abwesenheit)"
    r" | nach (?:\w+er )?(?:anmeldung|voranmeldung|absprache|vereinbarung|rücksprache|terminvereinbarung|terminabsprache)"
    r" | (?:nur )?(?:mit|gegen) (?:\w+e[rmn] )?(?:anmeldung|voranmeldung|genehmigung|ausnahmegenehmigung|vorlage|nachweis|attest"
    r"|zustimmung|erlaubnis|einverständnis|einwilligung|vollmacht|bescheinigung|berechtigungsschein|ausweis|termin)"
    r" | auf (?:antrag|anfrage|wunsch|einladung|rezept) | (?:wenn|soweit|sofern|falls) möglich"
    r" | im (?:ernstfall|notfall|bedarfsfall|falle? (?:eine[rs]|der|des|von))"
    r" | (?:zustimmung|genehmigung|einverständnis|eignung|interesse) vorausgesetzt"
)
"""Conditions without a verb of their own."""
CAUSE: Final = any_of(
    r"wegen | weil | denn | deshalb | daher | darum | aufgrund | auf grund | grund dafür | grund ist "
    r"| grund sind | der grund | ursache\w* | dadurch | deswegen | infolge | führt\w* dazu | führten? "
    r"zu | dank | durch | sodass | so dass | um .{3,80} zu \w+ | damit | nachdem | nach (?:dem|der"
    r"|einem|einer) | aus diesem | hintergrund | anlass | ausgelöst | verursacht\w* | folge | "
    r"zurückzuführen | schuld"
)
STRONG_CAUSE: Final = any_of(
    r"wegen | weil | denn | deshalb | daher | darum | aufgrund | auf grund | grund dafür | grund ist "
    r"| grund sind | der grund | ursache\w* | deswegen | infolge | führt\w* dazu | dank | sodass | so "
    r"dass | ausgelöst | verursacht\w* | schuld | zurückzuführen"
)
FINDING: Final = any_of(
    r"zeig\w+ | gezeigt | ergab\w* | ergeben\w* | ergibt | ergebnis\w* | belegt\w* | beleg\w* | "
    r"bestätig\w+ | nachgewiesen\w* | weist\w*\b.*\bnach | nachweis\w* | stellt\w*\b.*\bfest | "
    r"festgestellt\w* | bewies\w* | beweist | bewiesen | fand\w*\b.*\bheraus | herausgefunden | "
    r"erwiesen | deutet\w* | kam\w*\b.*\bschluss"
    r" | untersuchung\w* | studie\w* | gutachten\w* | analyse\w* | führ(?:t|ten?) zu | verbessert\w* "
    r"| erfolg\w* | entlast\w+ | verhinder\w+ | gelungen | gelang | entdeckt\w* | gefunden | "
    r"profitier\w+ | spart | sparen | einspar\w* | bringt | beseitigt | behoben | gilt als | gelten "
    r"als | reduzier\w+ | beschleunig\w+"
)
SENDER: Final = re.compile(
    r"\b(?:(?i:laut|nach Angaben|nach Auskunft|nach Einschätzung|nach Aussage|nach Ansicht|aus Sicht"
    r"|wie))\b(?P<after>(?:\s+(?:de[rs]|dem|den|von|vom|einer|eines|einem|seiner"
    r"|ihrer))?(?:\s+\w+e[nrs]?)?\s+[A-ZÄÖÜ][\wäöüß-]+(?:\s+(?:der|des)?\s?[A-ZÄÖÜ][\wäöüß-]+){0,2})"
    r"|(?P<before>[A-ZÄÖÜ][\wäöüß-]+(?:\s[A-ZÄÖÜ][\wäöüß-]+){0,2})\s+zufolge\b"
    r"|(?P<subject>[A-ZÄÖÜ][\wäöüß-]+(?:\s+(?:der|des)?\s?[A-ZÄÖÜ][\wäöüß-]+){0,2})\s+(?:teilt|teilte"
    r"|teilten|erklärt|erklärte|erklärten|betont|betonte|sagt|sagte|meldet|meldete|melden|mitteilt"
    r"|mitteilte|warnt|warnte|kritisiert|kritisierte|lobt|lobte|begrüßt|begrüßte|fordert|forderte"
    r"|berichtet|berichtete|versichert|versicherte|bestätigt|bestätigte|verspricht|versprach|rät"
    r"|empfiehlt|schätzt)\b"
    r"|\b(?:teilt|teilte|teilten|erklärt|erklärte|erklärten|betont|betonte|sagt|sagte|meldet|meldete"
    r"|berichtet|berichtete|so)\s+(?:de[rs]|die|das"
    r"|den)?\s?(?P<behind>[A-ZÄÖÜ][\wäöüß-]+(?:\s[A-ZÄÖÜ][\wäöüß-]+){0,2})"
)
SENDING: Final = any_of(
    r"laut | angaben | auskunft | einschätzung | aussage | ansicht | sicht | zufolge | "
    r"teilt\w*\b.*\bmit | mitteilt\w* | mitteilung\w* | erklär\w+ | betont\w* | sag\w+ | gesagt | "
    r"meld\w+ | berichte\w* | warn\w+ | kritisier\w+ | lob\w+ | begrüß\w+ | forder\w+ | versicher\w+ "
    r"| so | weist\w*\b.*\bhin | hinweis\w* | rät | empf\w+ | bitt\w+ | appell\w+ | ruft | "
    r"informier\w+ | bestätig\w+ | kündig\w+ | unterstr\w+ | freut | zitier\w* | sei | seien | "
    r"verspr\w+ | schätz\w+"
)
