# SPDX-License-Identifier: EUPL-1.2
"""How binding a statement is: obligation, plan, request, chance; negation; conditions; causes, findings and senders."""

import re
from enum import StrEnum
from typing import Final

Words = re.Pattern[str]


def _any(words: str) -> Words:
    return re.compile(r"\b(?:" + "|".join(words.split(" | ")) + r")\b", re.IGNORECASE)


class Force(StrEnum):
    """How binding a clause is."""

    MUST = "muss"
    REQUEST = "Bitte oder Empfehlung"
    PLAN = "Absicht"
    CHANCE = "Möglichkeit"
    LIKELY = "Erwartung"
    REPORTED = "Wiedergabe fremder Rede"


MARKERS: Final[tuple[tuple[Force, Words], ...]] = (
    (
        Force.MUST,
        _any(
            r"muss | müssen | musst\w* | müsste\w* | verpflichtet\w* | verpflichtend\w* | verpflichtung | pflicht | "
            r"\w+pflicht | \w*pflichtig\w* | (?<!nicht )(?:nötig | notwendig | notwendige[nrs]? | erforderlich\w*) | "
            r"vorgeschrieben\w* | zwingend | obligatorisch\w* | unumgänglich | gehalten, | tabu | unzulässig | vorschrift | "
            r"nicht (?:erlaubt|gestattet|zulässig|zugelassen) | (?:gilt|gelten|herrscht|herrschen|besteht)\b.{0,60}\b\w*verbot | "
            r"(?:niemand|keiner|kein\w*)\b.{0,40}\b(?:darf|dürfen)"
            r" | darf\b.{0,60}\b(?:nicht|niemand|kein\w*|weder|nur) | dürfen\b.{0,60}\b(?:nicht|niemand|kein\w*|weder|nur) | "
            r"verbiet\w+ | schreib\w*\b.{0,60}\bvor | bedarf | bedürfen | "
            r"zwing\w+ | untersag\w+ | verlangen | verboten\w* | untersagt\w* | verlangt\w* | "
            r"vorausgesetzt | voraussetzung\w* | unbedingt | unerlässlich | verbindlich\w* | haben [^,]{3,60} zu \w+en"
            r" | (?:ist|sind) (?:[^\s,]+ ){1,9}zu (?:be|ver|ent|er|ge)?\w{3,}en | (?:\w*zu\w+(?:en|ern)) (?:ist"
            r"|sind) | verwehrt\w* | nicht herum | hat [^,]{3,60} zu \w+en | haftet | angeordnet | ordnet\b.*\ban | anordnung"
            r" | (?:ist|sind|war|waren|hat|haben)\b[^,]{0,90}"
            r"\b(?!abzuraten|anzuraten)(?:ab|an|auf|aus|bei|bereit|da|dar|durch|ein|entgegen|fern|fest|frei|her|heraus|herunter|los|mit"
            r"|nach|nieder|offen|sauber|sicher|still|teil|um|unter|vor|weg|weiter|wieder|zurück|zusammen|fort|hin|hinzu)zu\w+e?n"
        ),
    ),
    (
        Force.REQUEST,
        _any(
            r"gebeten | bittet | bitten | bitte | bat | baten | sollte | sollten | empfohlen | empfiehlt | "
            r"empfehlen | empfehlung\w* | rät | raten | geraten | riet(?:en)? | beraten, | (?:ruft|rufen|rief|riefen)\b.*\bauf | "
            r"aufgerufen | "
            r"appelliert\w* | appellier\w+ | appell | aufgefordert | wünscht | wünschen | wünschenswert"
            r" | ratsam | sinnvoll | angeraten | nahegelegt | legt\w*\b.{2,60}\bnahe | angehalten | möge | mögen | willkommen"
            r" | ans herz | empfehlenswert | gut beraten | erbeten | aufruf\w*"
            r" | abzuraten | abgeraten | anzuraten | lohnt sich | lohnen sich | gut daran"
            r" | (?:hält|halten)\b[^,]{2,60}\ban,"
            r" | fordert\w* | fordern | wirbt | warb | werben | plädier\w+ | befürwort\w+ | (?:ist|sind|war|waren) dafür"
            r" | pocht | (?:dräng|dring)(?:t|en) auf"
            r" | (?:macht|machen|spricht|sprechen|sprach|tritt|treten|setzt|setzen) (?:sich )?(?:\S+ ){0,6}(?:stark|aus|ein)"
            r" | am besten | besser | bestenfalls | gern | gerne | vielleicht"
            r" | (?:würden?|wäre|wären) .{0,40}\b(?:schön|gut|freuen)"
            r" | schön (?:wäre|wären) | regt\w*\b.{2,60}\ban | angeregt | lädt\b.*\bein | eingeladen | ermuntert\w* | mahnt\w*"
        ),
    ),
    (
        Force.PLAN,
        _any(
            r"soll | sollen | solle | (?<!wie )geplant\w* | plant | planen | planung\w* | planungen | vorgesehen\w* | "
            r"sieht .{2,60} vor | will | wollen | wollten? | möchte\w* | beabsichtig\w+ | absicht | angestrebt | "
            r"strebt\w* | anstreb\w+ | kündigt\w*.{2,60} an | angekündigt\w* | ankündigung | kündigt .{0,6}an"
            r" | ziel | vorhaben | vorschlag | vorgeschlagen\w* | schlägt(?: .{2,60})? vor | entwurf | in aussicht"
            r" | eingeplant\w* | prüft | prüfen | geprüft | erwägt | erwägen | erwogen | erwägung | überlegt\w*"
            r" | nachgedacht | denkt\b.*\bnach"
            r" | überlegen | überlegung\w* | wolle | im gespräch | gespräche | verhandel\w+ | verhandlung\w* | betracht"
            r" | bedarf .{0,20}noch | (?:steht|stehen) noch aus | noch (?:offen|aus|nicht (?:entschieden|klar|fest\w*))"
            r" | angedacht\w* | anvisiert\w* | ins auge | zeichnet sich\b.*\bab"
            r" | zur (?:debatte|diskussion|abstimmung) | im raum"
            r" | bewirbt sich | bewerben sich um | bewarb sich | beworben um | beantragt | antrag auf"
            r" | bereitet\b.*\bvor"
            r" | arbeite[tn]\b.{0,30}\b(?:konzept\w*|entwurf|plan|plänen|lösung\w*|idee\w*|daran)"
            r" | (?:entscheidet|entscheiden|berät|beraten|spricht|sprechen|diskutier(?:t|en)|debattier(?:t|en)"
            r"|stimmt|stimmen)\b.{0,60}\b(?:ob|\w*über)"
            r" | verspr(?:icht|echen|ach|achen) | steht\b.{0,20}\baus"
            r" | tagesordnung | agenda | nominiert\w* | unterschriften | in die wege | eingeleitet | angestoßen"
            r" | für\b.*\bausgesprochen"
            r" | nach dem willen | vorstellungen | angepeilt | kandidier\w+"
            r" | in planung | prüfstand | machbarkeitsstudie | favorisiert\w*"
            r" | träum\w+ | versprochen | sondier\w+"
            r" | vorstellen | denkbar | bemüh\w+ | setzt sich .{0,40}ein | versuch\w+ | veranschlag\w+"
        ),
    ),
    (
        Force.CHANCE,
        _any(
            r"kann | können | könne | könnte\w* | möglich\w* | möglichkeit\w* | darf | dürfen | erlaubt | riskier\w+"
            r" | droht | drohen | gegebenenfalls | eventuell | unter umständen | \w+bar | optional | freiwillig\w* | falls | wenn"
            r" | sofern | soweit | womöglich | auf wunsch | bei bedarf | wer mag | wer möchte | gestattet\w* | zulässig"
            r" | anspruch auf | auf anfrage | nach (?:absprache|vereinbarung)"
            r" | das recht | berechtigt | (?:steht|stehen)\b.*\boffen | je nach"
            r" | (?:lässt|lassen) sich | (?:braucht|brauchen|brauchen's)\b.{0,30}\b(?:nicht|kein\w*)"
        ),
    ),
    (
        Force.LIKELY,
        _any(
            r"voraussichtlich\w* | rechnerisch | vermutlich | wahrscheinlich | wohl | möglicherweise | dürfte\w* | "
            r"erwartet\w* | rechnet | rechnen | hofft | hoffen | scheint | offenbar | prognose | schätzt | "
            r"geschätzt\w* | schätzung\w* | könnte\w* | mutmaßlich\w* | verdacht\w* | angeblich | gehen davon "
            r"aus | geht davon aus | womöglich | im (?:besten|günstigsten|schlimmsten) fall | bestenfalls | schlimmstenfalls"
            r" | im idealfall | absehbar | hinweise (?:auf|darauf) | anhaltspunkt\w* | indizien"
            r" | (?:schließt|schließen|schloss|schlossen)\b.*\bnicht aus"
            r" | nicht auszuschließen | (?:hängt|hängen)\b.*\bab | abhängig"
            r" | vermut\w+ | zuversichtlich | hoffnung\w* | aller voraussicht nach | stand jetzt"
            r" | nach (?:derzeitig|jetzig|aktuell|heutig|bisherig|gegenwärtig)\w+ (?:stand|planung\w*|kenntnis\w*)"
            r" | (?:hält|halten)\b.{2,60}\bfür (?:\w+lich|möglich|denkbar|gefährdet|\w+gefährdet)"
            r" | (?:deutet|deuten|spricht|sprechen)\b.{0,40}\b(?:hin|dafür)"
            r" | vorbehalt\w* | vorbehaltlich | frühestens | geht von .{2,60} aus"
        ),
    ),
    (Force.REPORTED, _any(r"sei | seien | habe | würde\w* | werde | gebe | hätte\w* | wäre\w* | laut | zufolge | nach angaben")),
)

NEGATION: Final = _any(
    r"nicht | kein | keine | keinen | keinem | keiner | keines | keinerlei | ohne | nie | niemals | "
    r"niemand\w* | weder | nichts | nirgends | noch nicht | keineswegs"
)
CLOSED: Final = _any(
    r"\w*gesperrt\w* | \w*sperrung\w* | \w*sperre\w* | geschlossen\w* | schließ\w+ | eingestellt\w* | ausgebucht | vergriffen"
)
CANCELLED: Final = _any(
    r"lehn\w+\b.*\bab | entf[aä]ll\w* | entfiel\w* | fällt\b.*\baus | fallen\b.*\baus | fiel\w*\b.*\baus | "
    r"ausgefallen\w* | abgesagt\w* | gestrichen\w* | verboten\w* | untersagt\w* | verzicht\w+ | "
    r"abgelehnt\w* | ausgeschlossen\w* | vom tisch | geplatzt | gescheitert\w* | hinfällig | gestoppt\w* | gekippt | "
    r"ruht | ruhen | "
    r"unklar | unbekannt | ungeklärt"
    r" | aufgehoben\w* | eingestellt\w* | fehlt | fehlen"
)
"""Words that take back what their clause names."""
DENYING: Final[tuple[tuple[Words, Words], ...]] = tuple(
    (_any(source), _any(told))
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


def tells_denial(source: str, told: str) -> bool:
    """Whether the source's denial is told in another form ("nicht teurer" → "bleibt gleich")."""
    return bool(NEGATION.search(source)) and any(theirs.search(told) for theirs, _ in DENYING)


OPPOSITES: Final = tuple(
    (_any(left), _any(right))
    for left, right in (
        (
            r"öffnet | öffnen | geöffnet\w* | eröffnet | aufgemacht | freigegeben\w*",
            r"schließt | schließen | geschlossen\w* | gesperrt\w*",
        ),
        (
            (
                r"steig\w+ | gestiegen\w* | stieg\w* | wächst | zugenommen | nimmt\b.*\bzu | erhöh\w+ | mehr | "
                r"höher\w* | teurer | anstieg\w* | zunahme"
            ),
            (
                r"sink\w+ | gesunken\w* | sank\w* | schrumpf\w+ | abgenommen | nimmt\b.*\bab | senk\w+ | gesenkt "
                r"| weniger | niedriger\w* | billiger | günstiger\w* | rückgang\w* | abnahme"
            ),
        ),
        (
            r"beginn\w+ | begonnen | starte\w* | start | anfang\w*",
            r"ende\w* | beendet\w* | schluss | abgeschlossen\w* | fertig\w*",
        ),
        (r"unverändert\w* | gleich | stabil\w*", r"teurer\w* | billiger\w* | steig\w+ | erhöh\w+ | sink\w+"),
        (r"bekannt\w* | geklärt | klar", r"unbekannt\w* | ungeklärt\w* | unklar\w*"),
        (
            r"erlaubt\w* | gestattet\w* | zulässig\w* | genehmigt\w* | darf | dürfen",
            r"verboten\w* | untersagt\w* | unzulässig\w* | abgelehnt\w* | darf nicht | dürfen nicht",
        ),
        (
            r"zugestimmt\w* | stimmt\w*\b.*\bzu | dafür | angenommen\w* | befürwort\w+ | beschlossen\w* | bewilligt\w*",
            (
                r"abgelehnt\w* | lehnt\w*\b.*\bab | lehnte\w*\b.*\bab | stimmt\w*\b.*\bgegen | dagegen | "
                r"verworfen\w* | zurückgewiesen\w*"
            ),
        ),
        (r"kostenlos\w* | kostenfrei\w* | gebührenfrei\w* | gratis", r"kostenpflichtig\w* | gebührenpflichtig\w*"),
        (
            r"länger\w* | verlängert\w* | ausgeweitet\w* | erweitert\w*",
            r"kürzer\w* | verkürzt\w* | gekürzt\w* | eingeschränkt\w* | verkleinert\w*",
        ),
        (r"größer\w*", r"kleiner\w*"),
        (r"gewonnen | gewinn\w* | sieg\w*", r"verloren | verlor\w* | verlier\w* | niederlage"),
        (r"vor", r"nach"),
        (r"mindestens | wenigstens", r"höchstens | maximal"),
        (r"innerhalb", r"außerhalb"),
        (r"mit", r"ohne"),
        (r"einstimmig\w*", r"mehrheitlich\w* | knapp\w*"),
        (r"hinzu\w* | zusätzlich\w* | neue[nrsm]?", r"gestrichen\w* | entf[aä]ll\w* | wegfall\w*"),
        (r"gering\w* | niedrig\w*", r"hoch | hohe[nrsm]? | groß\w*"),
        (r"früher\w*", r"später\w*"),
        (r"sicher", r"unsicher\w* | gefährlich\w*"),
        (r"nördlich\w* | norden", r"südlich\w* | süden"),
        (r"östlich\w* | osten", r"westlich\w* | westen"),
        (r"links | linke[nrsm]?", r"rechts | rechte[nrsm]?"),
        (r"freiwillig\w*", r"pflicht | \w+pflicht | verpflichtend\w*"),
        (r"dauerhaft\w* | unbefristet\w*", r"vorübergehend\w* | befristet\w* | vorläufig\w*"),
        (r"öffentlich\w*", r"nichtöffentlich\w* | nicht öffentlich"),
    )
)
"""Pairs of which a script may not say the one where the source says the other."""

LIMITS: Final = (
    _any(r"nur | ausschließlich | lediglich | allein | bloß | beschränkt\w* | begrenzt\w* | außer | ausnahmsweise | erst"),
    _any(
        r"vorerst | vorläufig\w* | zunächst | vorübergehend\w* | zeitweise | zeitweilig | bis auf "
        r"weiteres | befristet\w* | probeweise | kurzzeitig\w*"
    ),
    _any(
        r"teilweise | teils | zum teil | überwiegend | größtenteils | weitgehend | einige[nrsm]? | "
        r"einzelne[nrsm]? | manche[nrsm]? | mehrere[nrsm]? | teile | bestimmte[nrsm]? | "
        r"ausgewählte[nrsm]? | die meisten | viele | abschnittsweise | halbseitig\w*"
    ),
    _any(
        r"in der regel | grundsätzlich | meist\w* | normalerweise | üblicherweise | im regelfall | "
        r"möglichst | soweit möglich | nach möglichkeit"
    ),
    _any(r"beispielsweise | zum beispiel | unter anderem | etwa | vor allem | insbesondere"),
    _any(r"mindestens | wenigstens | frühestens | höchstens | maximal | bis zu | spätestens"),
    _any(
        r"kleine[nrsm]? | minderjährige[nrsm]? | gemeinnützige[nrsm]? | berechtigte[nrsm]? | "
        r"betroffene[nrsm]? | angemeldete[nrsm]? | ermäßigt\w* | erwachsene[nrsm]? | volljährige[nrsm]? | "
        r"ungeimpfte[nrsm]? | schriftlich\w* | ehrenamtliche[nrsm]?"
    ),
)
"""Words that narrow a statement, in groups of about the same sense."""

CONDITIONAL: Final = _any(
    r"wenn | falls | sofern | soweit | solange | es sei denn | außer wenn | vorausgesetzt | bei "
    r"bedarf | unter vorbehalt | vorbehaltlich | abhängig | je nach | nach voranmeldung | nach "
    r"anmeldung | mit genehmigung | mit ausnahme | ausgenommen | bei (?:gutem|schlechtem|trockenem) "
    r"wetter | witterung\w* | wetterabhängig | hängt | wer"
)
CAUSE: Final = _any(
    r"wegen | weil | denn | deshalb | daher | darum | aufgrund | auf grund | grund dafür | grund ist "
    r"| grund sind | der grund | ursache\w* | dadurch | deswegen | infolge | führt\w* dazu | führten? "
    r"zu | dank | durch | sodass | so dass | um .{3,80} zu \w+ | damit | nachdem | nach (?:dem|der"
    r"|einem|einer) | aus diesem | hintergrund | anlass | ausgelöst | verursacht\w* | folge | "
    r"zurückzuführen | schuld"
)
STRONG_CAUSE: Final = _any(
    r"wegen | weil | denn | deshalb | daher | darum | aufgrund | auf grund | grund dafür | grund ist "
    r"| grund sind | der grund | ursache\w* | deswegen | infolge | führt\w* dazu | dank | sodass | so "
    r"dass | ausgelöst | verursacht\w* | schuld | zurückzuführen"
)
FINDING: Final = _any(
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
SENDING: Final = _any(
    r"laut | angaben | auskunft | einschätzung | aussage | ansicht | sicht | zufolge | "
    r"teilt\w*\b.*\bmit | mitteilt\w* | mitteilung\w* | erklär\w+ | betont\w* | sag\w+ | gesagt | "
    r"meld\w+ | berichte\w* | warn\w+ | kritisier\w+ | lob\w+ | begrüß\w+ | forder\w+ | versicher\w+ "
    r"| so | weist\w*\b.*\bhin | hinweis\w* | rät | empf\w+ | bitt\w+ | appell\w+ | ruft | "
    r"informier\w+ | bestätig\w+ | kündig\w+ | unterstr\w+ | freut | zitier\w* | sei | seien | "
    r"verspr\w+ | schätz\w+"
)


def forces(text: str) -> frozenset[Force]:
    """Give every kind of force that a text marks; none means that it states plainly."""
    return frozenset(force for force, words in MARKERS if words.search(text))
