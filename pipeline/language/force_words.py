# SPDX-License-Identifier: EUPL-1.2
"""How binding a clause is, by its words: whole families with their tenses and split forms ("schlug … vor", "vorschlug")."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

Words = re.Pattern[str]


def any_of(words: str) -> Words:
    """Compile alternatives, written with " | " between them, into one pattern of whole words in any case."""
    return re.compile(r"\b(?:" + "|".join(words.split(" | ")) + r")\b", re.IGNORECASE)


class Force(StrEnum):
    """How binding a clause is."""

    MUST = "muss"
    REQUEST = "Bitte oder Empfehlung"
    PLAN = "Absicht"
    CHANCE = "Möglichkeit"
    LIKELY = "Erwartung"
    REPORTED = "Wiedergabe fremder Rede"


def _split(stem: str, particle: str, gap: int = 80) -> str:
    """Give the alternatives of verbs with a particle at the end of their clause: "schlug in der Sitzung vor"."""
    return rf"(?:{stem})\b(?: (?:[^,.;]|[,.](?=\d)){{1,{gap}}})? {particle}(?=\W*$|[,.;:]|\s(?:und|oder)\s)"


_LAWS: Final = "".join(f"(?<!{word} )" for word in "etat haushalt satzung gesetz verordnung vertrag regelung".split())
"""What provides for something and is no plan: "der Haushalt sieht Ausgaben vor"."""
_NO_DUTY: Final = (
    r"(?!zu (?:rechnen|erwarten|befürchten|hoffen|vermuten|wünschen|begrüßen|empfehlen)\b)"
    r"(?!abzuraten|anzuraten|auszuschließen|auszugehen|anzunehmen|abzusehen)"
)
"""Infinitives with "zu" that no one is obliged to: "ist zu rechnen", "ist nicht auszuschließen"."""
_MUST: Final = (
    r"muss | müssen | musst\w* | müsste\w* | verpflichtet\w* | verpflichtend\w* | verpflichtung | pflicht | "
    r"\w+pflicht | \w*pflichtig\w* | (?<!nicht )(?:nötig | notwendig | notwendige[nrs]? | erforderlich\w*) | "
    r"vorgeschrieben\w* | zwingend | obligatorisch\w* | unumgänglich | (?:ist|sind) (?:\S+ ){0,4}gehalten(?=,) | tabu"
    r" | unzulässig | vorschrift | "
    r"nicht (?:erlaubt|gestattet|zulässig|zugelassen) | (?:gilt|gelten|herrscht|herrschen|besteht)\b.{0,60}\b\w*verbot | "
    r"(?:niemand|keiner|kein\w*)\b.{0,40}\b(?:darf|dürfen)"
    r" | darf\b[^,;]{0,60}\b(?:nichts?|niemand|kein\w*|weder|nur) | dürfen\b[^,;]{0,60}\b(?:nichts?|niemand|kein\w*|weder|nur) | "
    r"verbiet\w+ | schreib\w*\b.{0,60}\bvor | bedarf | bedürfen | "
    r"zwing\w+ | untersag\w+ | verlangen | verboten\w* | untersagt\w* | verlangt\w* | "
    r"vorausgesetzt | voraussetzung\w* | unbedingt | unerlässlich | verbindlich\w* | haben [^,]{3,60} zu \w+en"
    rf" | (?:ist|sind) (?:[^\s,]+ ){{1,9}}{_NO_DUTY}zu (?:be|ver|ent|er|ge)?\w{{2,}}(?:en|ern|eln) "
    rf"| {_NO_DUTY}(?:\w*zu\w+(?:en|ern)) (?:ist"
    r"|sind) | verwehrt\w* | nicht herum | hat [^,]{3,60} zu \w+en | haftet | angeordnet | ordnet\b.*\ban | anordnung"
    r" | (?:ist|sind|war|waren|hat|haben)\b[^,]{0,90}"
    rf"\b{_NO_DUTY}(?:ab|an|auf|aus|bei|bereit|da|dar|durch|ein|entgegen|fern|fest|frei|her|heraus|herunter|los|mit"
    r"|nach|nieder|offen|sauber|sicher|still|teil|um|unter|vor|weg|weiter|wieder|zurück|zusammen|fort|hin|hinzu)zu\w+e?n"
    r" | (?:gilt|gelten|herrscht)\b[^,.]{0,60}\b(?:tempo|höchstgeschwindigkeit|tempolimit|(?!ange)\w*gebot)"
    r" | \w*berechtigt (?:ist|sind)(?=, (?:wer|die))"
    r" | kein\w* (?:\S+ ){1,4}(?:erlaubt|gestattet|zulässig|zugelassen|möglich)"
    r" | (?:kommt|kommen|geht|wird|werden|bekommt|bekommen)\b[^,;]{0,60}\bohne \w+[^,;]{0,30}\b(?:nicht|nichts|kein\w*|niemand)"
    r" | ohne [^,;]{3,50}\b(?:kommt|kommen|geht|gibt|wird|werden|bekommt)\b[^,;]{0,40}\b(?:nicht|nichts|kein\w*|niemand)"
    rf" | {_split('setzt|setzen|setzte|setzten', 'voraus')}"
    r" | gezwungen | nicht umhin | nur (?:[^\s,]+ ){0,6}(?:erlaubt|gestattet|zulässig|zugelassen)"
    r" | (?:erlaubt|gestattet|zulässig|zugelassen)(?: [^\s,]+){0,3} nur | angewiesen(?=,) | \w*auflage\w*"
)
_REQUEST: Final = (
    r"gebeten | bittet | bitten | bitte | bat | baten | sollte | sollten | empfohlen | empfiehlt | "
    r"empfehlen | empfehlung\w* | rät | raten | geraten | riet(?:en)? | (?:ruft|rufen|rief|riefen)\b.*\bauf | "
    r"aufgerufen | "
    r"appelliert\w* | appellier\w+ | appell | aufgefordert | wünscht | wünschen | wünschenswert"
    r" | ratsam | sinnvoll | angeraten | nahegelegt | legt\w*\b.{2,60}\bnahe | angehalten | möge | mögen | willkommen"
    r" | ans herz | empfehlenswert | gut beraten | erbeten | aufruf\w*"
    r" | abzuraten | abgeraten | anzuraten | lohnt sich | lohnen sich | gut daran"
    r" | (?:hält|halten|hielt|hielten)\b[^,]{2,60}\ban(?=,)"
    r" | fordert\w* | fordern | wirbt | warb | werben | plädier\w+ | befürwort\w+ | (?:ist|sind|war|waren) dafür"
    r" | pocht | (?:dräng|dring)(?:t|en) auf"
    r" | (?:macht|machen|spricht|sprechen|sprach|sprachen|setzt|setzen|setzte)(?: \S+){0,5} sich (?:\S+ ){0,6}(?:stark|aus|ein)"
    r" | (?:tritt|treten|trat|traten) (?:\S+ ){0,6}für (?:\S+ ){0,6}ein"
    r" | am besten(?! (?:be|ver|ge)\w+t\b) | besser | bestenfalls | gern | gerne | vielleicht"
    r" | (?:würden?|wäre|wären) .{0,40}\b(?:schön|gut|freuen)"
    r" | schön (?:wäre|wären) | regt\w*\b.{1,60}\ban | angeregt | (?:lädt|laden|luden)\b.*\bein | eingeladen"
    r" | ermuntert\w* | mahnt\w*"
    # asking, urging
    r" | ersuch\w+ | erbitte\w* | erbat\w* | aufzufordern | ermutig\w+ | ermuntern | animier\w+ | ermahn\w+ | mahnen | mahnung\w*"
    r" | einlad\w+ | lud\w*\b.*\bein | nahezulegen | nahelegen | nahe zu legen | legen\b.{2,60}\bnahe | geht es nach"
    r" | ginge es nach"
    r" | freu(?:t|en) sich(?:,? (?:wenn|falls|über)|, dass)"
    # what is liked better, what helps
    r" | am liebsten | bevorzug\w* | vorzugsweise | idealerweise | erwünscht\w* | gewünscht\w* | wünschte\w* | (?<!auf )wunsch"
    r" | von vorteil | vorteilhaft | hilfreich | zweckmäßig"
    r" | (?:ist|sind|wäre|wären|scheint) (?:(?!ein)\w+ ){0,2}angebracht | für angebracht"
    r" | tunlichst | vorsicht geboten | begrüßenswert"
    r" | (?:bietet|bieten|böte) sich\b[^,]*\ban | empfahl\w* | sähe\w* | tipp | tipps | ratschl[aä]g\w*"
    # advising against
    r" | gute idee | guter rat | klug | ratsamer | mach(?:t|en)\b[^,;]*\bmut | diesen rat | rat geben "
    r"| warn(?:t|en|te|ten) davor | abrät | abraten | riet\w*\b.*\bab"
    # demands of those who cannot order
    r" | \w*(?:petition|initiative|fraktion|partei|verein|verband|verbände|eltern|anwohner\w*|anlieger\w*"
    r"|bürger\w*|gewerkschaft\w*"
    r"|opposition|kritiker\w*|beirat|bündnis|spd|cdu|csu|grünen|fdp|linke|afd|wähler|nachbarn|schützer|händler|mieter|kläger)"
    r" verlang\w+ | (?:kämpf|streit)(?:t|en|et|te|ten|eten) (?:für|gegen|um|darum|dafür) | engagier\w+ sich"
    r" | (?:protestier|demonstrier|mobilisier)\w+ | (?:macht|machen) mobil"
    r" | verlang(?:t|en|te|ten)(?: [^,]{0,60})?(?=, dass|,[^,]*\b(?:zu \w+|\w+zu\w+)n\b) | forderten? | gefordert\w*"
    r" | forderung\w* | einforder\w+"
    r" | (?:besteht|bestehen|bestand|bestanden|beharr\w+) (?:weiter )?(?:darauf|auf) | poch\w+"
    r" | (?:dräng|dring)(?:t|en|te|ten) darauf"
    r" | (?:dräng|dring)te[n]? auf | lieber"
)
_PLAN: Final = (
    r"soll | sollen | solle | (?<!wie )(?<!als )geplant\w* | plant | planen | planung\w* | planungen | vorgesehen\w* | "
    r"will | wollen | wollten? | möchte\w* | beabsichtig\w+ | absicht | angestrebt | "
    r"anstreb\w+ | angekündigt\w* | ankündigung"
    r" | ziel | vorhaben | vorschlag | vorgeschlagen(?! werden (?:k|d|m))\w* | \w*entw[uü]rf\w* | in aussicht"
    r" | eingeplant\w* | prüft | prüfen | geprüft | erwägt | erwägen | erwogen | erwägung | überlegt\w*"
    r" | nachgedacht | denkt\b.*\bnach"
    r" | überlegen | überlegung\w* | wolle | im gespräch | gespräche | verhandel\w+ | verhandlung\w* | betracht"
    r" | bedarf .{0,20}noch | (?:steht|stehen) noch aus | noch (?:offen|aus|nicht (?:entschieden|klar|fest\w*))"
    r" | angedacht\w* | ins auge | zeichnet sich\b.*\bab"
    r" | zur (?:debatte|diskussion|abstimmung) | im raum"
    r" | bewirbt sich | bewerben sich um | bewarb sich | beworben um | beantragt(?! werden| worden)\w* | antrag auf"
    r" | bereitet\b.*\bvor | antrag\b[^.;]{0,80},[^.;,]*\bzu \w+n"
    r" | antrag\b[^.;]{0,60}\bgestellt | (?:gestellt\w*|(?:stellt|stellte|stellten)\b[^.;]{0,60}) antrag"
    r" | arbeite[tn]\b.{0,30}\b(?:konzept\w*|entwurf|plan|plänen|lösung\w*|idee\w*|daran|darauf)"
    r" | (?:entscheidet|entscheiden|berät|beraten|beriet(?:en)?|spricht|sprechen|sprach(?:en)?|diskutier(?:t|en|te|ten)"
    r"|debattier(?:t|en|te|ten)|(?-i:stimmt|stimmen))\b.{0,60}\b(?:ob|\w*über)"
    r" | verspr(?:icht|echen|ach|achen) | steht\b.{0,20}\baus"
    r" | tagesordnung | agenda | nominiert\w* | unterschriften | in die wege | eingeleitet | angestoßen"
    r" | für\b.*\bausgesprochen | den weg (?:\S+ ){0,9}(?:frei(?:gemacht)?|geebnet)"
    r" | nach dem willen | vorstellungen | angepeilt | kandidier\w+"
    r" | in planung | prüfstand | machbarkeitsstudie | favorisiert\w*"
    r" | träum\w+ | versprochen | sondier\w+"
    r" | vorstellen | denkbar | bemüh\w+ | setzt sich .{0,40}ein | versuch\w+ | veranschlag\w+"
    # verbs with a particle, in all tenses and both orders
    rf" | {_split(_LAWS + '(?:sieht|sehen|sah|sahen)', 'vor')} | vorsieht | vorsehen | vorsah\w*"
    rf" | {_split('schlägt|schlagen|schlug|schlugen', 'vor')} | vorschl[aä]g(?:t|en) | vorschlug\w* | vorschläge\w*"
    rf" | {_split('kündig(?:t|en|te|ten)', 'an')} | ankündig\w+ | {_split('streb(?:t|en|te|ten)', 'an')}"
    rf" | {_split('peil(?:t|en|te|ten)|visier(?:t|en|te|ten)', 'an')} | anpeil\w+ | anvisier\w+"
    rf" | {_split('hat|haben|hatten?|hätten?', 'vor')} | vorgenommen | {_split('(?:nimmt|nehmen|nahm|nahmen) sich', 'vor')}"
    rf" | {_split('denk(?:t|en)|dachten?', 'nach')} | nachdenk\w+ | {_split('lot(?:et|en|ete|eten)', 'aus')} | auslot\w+"
    r" | (?:stellt|stellen|stellte|stellten) .{0,40}in aussicht | abzeichn\w+ | zeichneten? sich\b.*\bab"
    # wanting and being willing
    r" | absichten | absichtserklärung | (?:hat|haben|hegt|hegen|verfolg\w+|gibt|gab)\b[^,.]{0,40}\bplä(?:ne|nen)"
    r" | (?:der|laut|nach dem) plan | planten? | ziele[ns]? | zielsetzung | ziel(?:t|en)"
    r" | gedanken | gedankenspiel\w* | liebäugel\w+ | gewillt | willens | entschlossen | geneigt | tendier\w+"
    r" | (?:zeig\w+|gibt|geben|gab\w*) sich\b[^,.]{0,40}\b(?:offen|aufgeschlossen|\w+bereit) | offen dafür"
    r" | (?:ist|sind|wäre|wären|war|waren|zeigt\w* sich|zeigen sich|erklär\w+ sich)\b[^,.]{0,40}\bbereit(?=,| zu| dazu|\W*$)"
    r" | bereitschaft(?=,| zu) | signalisier\w+ | (?:droh|drohe)(?:t|n|te|ten) (?:damit|mit) | gedroht | strebt\w*\b.*\ban"
    r" | dafür ausgesprochen | votier\w+ | erwäge\w* | erwog\w* | geht es nach | ginge es nach | erörter\w+ | abgewogen"
    r" | gespräch(?= mit) | bestreb\w+ | bemühungen | ambition\w* | vorstoß | (?:wird"
    r"|werden)\b[^,;]*\b(?:geredet|gerungen) | redet | reden über"
    r" | beantragten? | vorbereitung\w* auf | anlauf | vision | in erwägung"
    r" | denk(?:t|en)\b.{0,30}\b(?:an|daran|darüber) | dachten? (?:an|daran)"
    r" | idee(?=,| ist) | mit (?:der|einer) idee | setz(?:t|en|te|ten) darauf | beauftragt\w*(?: [^,.]{0,40})?(?=,)"
    r" | zugesichert | zusicher\w+ | sicher(?:t|en|te|ten)\b[^,.]{0,60}\bzu(?=\W*$|,) | in aussicht"
    r" | interesse (?:bekundet|gezeigt|angemeldet) | (?:hat|haben|zeig\w+|bekund\w+|hätten?)\b[^,.]{0,30}\binteresse"
    r" | interessier(?:t|en) sich | die rede von | die rede davon"
    # still to be decided
    r" | (?:ist|sind|bleibt|bleiben|steht|scheint)\b[^,.]{0,40}\b(?:offen|unklar|fraglich|ungewiss"
    r"|unentschieden|strittig)(?=, ob)"
    r" | (?:darüber|hierüber|über (?:de[nrms]|die|das|eine?[nr]?|seine?n?|ihre?n?))\b[^.]{0,80}"
    r"\b(?:beraten|entschieden|abgestimmt|diskutiert|gesprochen|geredet|verhandelt|debattiert)"
    r" | (?:dar|hier)?über\b[^.;]{0,80}\b(?:entscheidet|entscheiden|berät|spricht|sprechen|diskutiert|stimmt|debattiert"
    r"|verhandelt)"
    r" | ins spiel | ins gespräch | aufs tapet | in den raum | befass\w+"
    r" | ob\b[^.;]{3,160},\s(?:ist|sind|bleibt|steht|wird|muss|hängt|prüft|klärt|entscheidet|zeigt|untersucht|ermittelt)\b"
    r" | (?:behält|behalten|behielt|behielten) sich\b[^.;]{0,60}\bvor(?=\W*$|[,.;]) | vorbehalten, | offen für"
    # about to come
    r" | (?:steht|stehen|stand|standen)\b[^,.]{0,40}\bbevor | näher(?:t|n|te|ten) sich | kurz vor (?:dem|der|einer|einem)"
    r" | zum beschluss | zur (?:beratung|entscheidung|beschlussfassung|genehmigung)"
)
_CHANCE: Final = (
    r"kann | können | könne | könnte\w* | möglich\w* | möglichkeit\w* | darf | dürfen | erlaubt | riskier\w+"
    r" | droht | drohen | gegebenenfalls | eventuell | unter umständen | (?!nachbar)\w+bar | optional | freiwillig\w*"
    r" | falls | wenn"
    r" | sofern | soweit | womöglich"
    r" | auf wunsch(?! (?:von|de[rs]|einer|eines|vieler|ihre[rs]?|seine[rs]?|mehrerer)\b)"
    r" | bei bedarf | wer mag | wer möchte | gestattet\w* | zulässig"
    r" | anspruch (?:auf|darauf) | auf anfrage | nach (?:absprache|vereinbarung)"
    r" | das recht | berechtigt | (?:steht|stehen)\b.*\boffen | je nach"
    r" | (?:lässt|lassen) sich | (?:braucht|brauchen|brauchen's)\b.{0,30}\b(?:nicht|kein\w*)"
    r" | gelegenheit\w* | die chance | ermöglich\w+ | (?:steht|stehen)\b.{0,40}\bfrei | (?:stellt|stellen)\b[^,]{0,40}\bfrei"
    r" | überlassen(?=,|\W*$) | selbst entscheiden | nach eigenem ermessen"
    r" | die wahl(?=, ob| zwischen) | freigestellt | (?:bietet|bieten|bot|boten)\b[^,]*\ban(?=,) | auf antrag | befugt"
    r" | (?:ist|sind)\b[^,;]*\bdrin | wahlweise | okay | in ordnung"
    r" | solange(?= (?:de[rsnm]|die|das|es|sie|er|man|ihr|wir|noch|kein|nicht|ein|eine|niemand)\b)"
)
_LIKELY: Final = (
    r"voraussichtlich\w* | rechnerisch | vermutlich\w* | wahrscheinlich\w* | wohl | möglicherweise | dürfte\w* | "
    r"erwartet\w* | (?<!besucher )(?<!gäste )(?<!gästen )(?<!kinder )(?<!sie )erwarten | rechnet\w* | rechnen | hofft"
    r" | hoffentlich"
    r" | hoffen | scheint | offenbar | schätzt | "
    r"geschätzt\w* | schätzung\w* | könnte\w* | mutmaßlich\w* | verdacht\w* | angeblich | gehen davon "
    r"aus | geht davon aus | womöglich | im (?:besten|günstigsten|schlimmsten) fall | bestenfalls | schlimmstenfalls"
    r" | im idealfall | absehbar | hinweise (?:auf|darauf) | anhaltspunkt\w* | indizien"
    r" | (?:schließt|schließen|schloss|schlossen)\b.*\bnicht aus"
    r" | nicht auszuschließen | (?:hängt|hängen)\b.*\bab | abhängig"
    r" | (?<!sich )würden?(?= [^.;]{3,120}\w+e[lr]?n\b)(?! [^.;]{0,80}(?:freuen|gebeten|begrüßen|wünschen|erwartet))"
    r" | vermut\w+ | zuversichtlich | hoffnung\w* | aller voraussicht nach | stand jetzt"
    r" | nach (?:derzeitig|jetzig|aktuell|heutig|bisherig|gegenwärtig)\w+ (?:stand|planung\w*|kenntnis\w*)"
    r" | (?:hält|halten|hielt|hielten)\b.{2,60}\bfür (?:\w+lich|möglich|\w+bar|gefährdet|\w+gefährdet|sinnvoll|realistisch)"
    r" | (?:deutet|deuten|spricht|sprechen)\b.{0,40}\b(?:hin|dafür) | (?:vieles|alles|einiges|manches) (?:spricht|deutet)"
    r" | (?:gilt|gelten|galt|galten) als (?:realistisch|wahrscheinlich|möglich|denkbar|sicher|gesichert|ausgemacht)"
    r" | vorbehalt\w* | vorbehaltlich | frühestens"
    r" | (?:geht|gehen|ging|gingen)\b[^.;]{0,100}\bvon\b(?:[^.;]|\.(?=\d)){2,120}\baus(?=\W*$|[,.;])"
    # forecasts
    r" | \w*prognose\w* | prognosti\w+ | \w*modellrechnung\w* | hochrechnung\w* | hochgerechnet"
    r" | \w*vorausberechnung\w* | vorhersage\w* | vorhergesagt | vorausgesagt | simulation\w* | szenari\w+"
    r" | (?:nach|laut) (?:\w+ )?berechnung\w*"
    r" | berechnung\w* zufolge"
    rf" | {_split('sag(?:t|en|te|ten)', 'voraus')} | im (?:besten|günstig\w+|schlimm\w+|ungünstig\w+) fall\w* | günstigenfalls"
    r" | nach (?:ersten?|bisherig\w+|vorläufig\w+|aktuell\w*|derzeitig\w*) "
    r"(?:erkenntnis\w*|ermittlung\w*|schätzung\w*|information\w*|angaben)"
    r" | komm(?:t|en) (?:\S+ ){0,6}(?:infrage|in frage) | nach (?:\w+ )?einschätzung | einschätzung\w* zufolge"
    # fearing, hoping, supposing
    r" | behaupt\w+ | beteuer\w+ | nach (?:eigener )?darstellung | (?:be)?fürcht\w+ | erhoff\w+ | gehofft "
    r"| hofften? | schätzen | vermeintlich | annahme"
    r" | (?:nimmt|nehmen)\b[^,]{0,30}\ban(?=,)"
    r" | glaub(?:t|en|te|ten) | verdächtig | tatverdächtig\w* | ahn(?:t|en) | gefahr, dass | risiko, dass "
    r"| warn(?:t|en|te|ten) vor | sorge, dass | droht | drohen | drohten?"
    r" | nicht ausgeschlossen | (?:ging|gingen) davon aus | auszugehen | ausgegangen | gerechnet | optimistisch"
    r" | (?:muss|müssen)\b.{0,80}\b(?:einstellen|gefasst) | (?:sieht|sah) (?:so|danach|alles) .{0,20}aus"
    r" | (?:steht|ist) zu (?:erwarten|befürchten|hoffen|vermuten|rechnen)"
    r" | allem anschein nach | anscheinend | augenscheinlich | scheinen | schien\w* | theoretisch"
    # perhaps, and only if all goes well
    r" | vielleicht | eventuell\w* | gegebenenfalls | unter umständen | notfalls | wenn möglich"
    r" | (?:läuft|klappt|geht|verläuft) (?:alles|es|das|der bau)\b[^,]{0,30}(?=,) | wenn alles | nach plan"
)
_REPORTED: Final = "sei | seien | habe | würde\\w* | werde | gebe | hätte\\w* | wäre\\w* | laut | zufolge | nach angaben"
MARKERS: Final[tuple[tuple[Force, Words], ...]] = (
    (Force.MUST, any_of(_MUST)),
    (Force.REQUEST, any_of(_REQUEST)),
    (Force.PLAN, any_of(_PLAN)),
    (Force.CHANCE, any_of(_CHANCE)),
    (Force.LIKELY, any_of(_LIKELY)),
    (Force.REPORTED, any_of(_REPORTED)),
)


@lru_cache(maxsize=16384)
def forces(text: str) -> frozenset[Force]:
    """Give every kind of force that a text marks; none means that it states plainly."""
    return frozenset(force for force, words in MARKERS if words.search(text))
