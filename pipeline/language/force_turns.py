# SPDX-License-Identifier: EUPL-1.2
"""Turns of phrase that decide whether a change of force is one: what binds nobody, what leaves open, what only names a stage."""

import re
from typing import Final

STILL_OPEN: Final = re.compile(
    r"(?i)\bnichts (?:entschieden|beschlossen|festgelegt)\b|\bohne (?:\w+ )?(?:beschluss|ergebnis|entscheidung)\b"
    r"|\bsuch(?:t|en)\b|\bnoch (?:nichts?|kein\w*)\b|\bnoch (?:\w+ ){0,3}(?:entscheiden|zustimmen|genehmigen"
    r"|beschließen|absegnen|beraten|prüfen|klären)\b|\bob\b.{0,80}\b(?:weiß|wissen|bespricht|besprechen|berät|beraten|diskutier\w+|befindet|entscheide\w*|abgestimmt|stimmt|prüft|geprüft|klär\w*|offen"
    r"|schaut|schauen|ansehen|anschauen|sieht sich\b.{0,30}\ban|untersuch\w+|überleg\w+)\b"
)
"""What is said to be open: that nothing is so yet, or that others decide whether it will be."""
IMPERSONAL: Final = re.compile(
    r"\b(?:ist|sind|war|waren)\b.{0,90}\b"
    r"zu (?:sehen|hören|finden|lesen|erleben|erwarten|haben|erreichen|verstehen|erkennen|spüren|rechnen|befürchten|hoffen)\b"
    r"|\b(?:muss|müssen|müsste\w*)\b.{0,120}\b(?:rechnen|gerechnet|einstellen|gefasst|auskommen|leben|warten|gedulden)\b"
    r"|\b(?:wäre|wären|müsste\w*)\b.{0,30}\b(?:nötig|notwendig|erforderlich)\b"
    r"|\b(?:muss|müssen)\b[^,;]{0,60}\bnoch\b[^,;]{0,40}\b(?:entscheiden|zustimmen|genehmigen|beschließen|absegnen|entschieden"
    r"|genehmigt|beschlossen|geklärt|geprüft)\b"
    r"|\bverlang\w+\b[^,;]{0,50}\b(?:Euro|Prozent|Cent)\b"
    r"|\b(?:nötig|notwendig|erforderlich) (?:wäre|wären)\b|\b[Ww]er\b[^,]*\b(?:muss|müssen)(?=,)"
    r"|\b(?:[Ww]enn|[Ff]alls|[Ss]ofern|[Ss]oweit|wo|wie) [^,]*\b(?:verlangt|verlangen|erfordert|erfordern"
    r"|nötig|erforderlich|notwendig)\b"
)
"""What looks like a duty and is none: "ist zu sehen", "nötig wären", "muss man mit Regen rechnen"."""
DETOUR: Final = re.compile(
    r"\b(?:über die [ABLKS] ?\d+|Umweg\w*|ausweichen|umfahren|umgeleitet|Umleitung\w*|warten|Geduld|meiden)\b"
)
EARLIEST: Final = re.compile(r"\bfrühestens\b", re.IGNORECASE)
ORDERS: Final = re.compile(r"(?i)ordnet|angeordnet|anordnung|verbiet|untersag|schreib")
"""Acts of an authority: said of a plan they make a fact of it."""
HANGS: Final = re.compile(r"(?:\w{3,}(?:en|ern|eln)|werden|sein)\W*$")
BARE_INFINITIVE: Final = re.compile(r"^(?:\S+ ){0,3}(?:zu \w+en|\w+zu\w+en|\w+en)\W*$")
"""No statement yet: "Dort umzubauen, …", "Ortswehren zusammenlegen, …"."""
TO: Final = re.compile(r"\b(?:zu \w+|\w{2,}zu\w+)e?n\W*$")
RELATIVE: Final = re.compile(
    r"(?:(?:in|an|auf|mit|für|von|zu|bei|durch|über|aus) )?(?:die|der|das|dem|den|deren|dessen|denen|welche\w*)\s"
)
POSSIBLE: Final = re.compile(
    r"\b(?:[Aa]uf (?:Wunsch|Anfrage)|[Bb]ei Bedarf|[Nn]ach (?:Absprache|Vereinbarung)"
    r"|kann|können|könne|könnte\w*|darf|dürfen|möglich\w*|Möglichkeit\w*|Gelegenheit\w*|die Chance|[Ee]rmöglich\w+"
    r"|(?:bietet|bieten|bot|boten)\b[^,]*\ban(?=,)|(?:steht|stehen)\b.{0,40}\bfrei|freigestellt|[Aa]nspruch|berechtigt|das Recht"
    r"|(?:steht|stehen)\b.{0,40}\boffen"
    r"|(?:stellt|stellen)\b[^,]{0,40}\bfrei"
    r"|die Wahl(?=, ob| zwischen)|(?:bleibt|ist|sind)\b[^,.]{0,40}\büberlassen|selbst entscheiden"
    r"|erlaubt|freiwillig\w*|eventuell|gegebenenfalls)\b"
)
GRANTED: Final = re.compile(
    r"\b(?:bewilligt\w*|genehmigt\w*|beschlossen\w*|beschließt|zugesagt|bekommt|bekommen|bekam|erhält|erhalten|erhielt|gewonnen"
    r"|gewinnt|gewährt\w*|verabschiedet|zugestimmt|freigegeben|richtet\b.*\baus)\b"
)
ASKED: Final = re.compile(
    r"\b(?:beantragt\w*|beantragen|Antrag\w*|angemeldet|bewirbt|bewerben|beworben|Bewerbung\w*|angefragt|erbeten|bittet um"
    r"|hofft|hoffen|angekündigt\w*|vorgeschlagen|fordert|fordern|gefordert|in Aussicht gestellt|verhandelt|verhandeln"
    r"|angeboten|nominiert|befasst|befassen|Tagesordnung|Kandidat\w*|kandidiert)\b"
)
IDEA: Final = re.compile(
    r"\b(?:im Gespräch|denkbar|im Raum|angedacht|Gedankenspiel\w*|Überlegung\w*|überlegt|erwägt|erwogen|diskutiert"
    r"|vorstellen|prüft|geprüft|prüfen|in Betracht|möglich\w*)\b"
)
PLANNED: Final = re.compile(r"\b(?:geplant|vorgesehen|angekündigt|fest eingeplant|terminiert|angesetzt)\b")
"""Stages of one matter: an idea or a plan, asked for or granted, announced or decided."""
SOFTER: Final = re.compile(
    r"\b(?:wird\b.{0,60}\bgebeten|werden\b.{0,60}\bgebeten|gebeten|bittet|bitten|bat|baten|empfohlen|empfiehlt|empfehlen"
    r"|empfehlenswert|ratsam|rät|raten|geraten|appelliert|appellieren|ruft|rufen|sollten?(?= )|sollte|möglichst"
    r"|nach Möglichkeit|eingeladen|freiwillig\w*|kann|können|darf|dürfen)\b",
    re.IGNORECASE,
)
ASKS: Final = re.compile(r"(?i)(?!kann|könn|darf|dürf|freiw|eingel)")
_NEED: Final = (
    r"(?:nötig|notwendig|erforderlich|vonnöten|vorgeschrieben|verlangt|vorausgesetzt|verpflichtet|verpflichtend|zwingend|Pflicht|\w+pflicht"
    r"|Voraussetzung|Bedingung|gebraucht|benötigt)"
)
_NO: Final = r"(?:nicht|kein\w*|niemand|nichts|keinerlei|ohne|weder)"
NEEDLESS: Final = re.compile(
    rf"(?i)\b{_NO}\b[^,;]{{0,80}}\b{_NEED}\b|\b(?:muss|müssen|musst|braucht|brauchen|brauche|benötigt|benötigen)\b[^,;]{{0,60}}\b{_NO}\b"
    rf"|\b{_NO}\b[^,;]{{0,60}}\b(?:muss|müssen|braucht|brauchen)\b|\b(?:freiwillig|optional|überflüssig|entbehrlich|verzichtbar|unnötig)\b"
    rf"|\b\w*pflicht\b[^,;]*\b{_NO}\b"
    r"|\bkommt\b[^,;]*\bohne\b[^,;]*\baus\b|\berübrigt sich\b|\bentfällt die \w*pflicht\b"
    r"|\bohne \w*(?:anmeldung|termin|voranmeldung)\b"
)
"""That something need not be."""
INVITES: Final = re.compile(
    r"(?i)\b(?:lädt|laden|lud|luden)\b(?=[^;]{0,160}\b(?:zu|zum|zur|in|ins|auf)\b[^;]{0,120}\bein\b)"
    r"|\beingeladen\b(?!, )|\bwillkommen\b(?!, )|\beinladung\w*\b"
)
"""An invitation to an event, which takes place."""
PERMITS_IF: Final = re.compile(
    r"(?i)\b(?:darf|dürfen|kann|können|erlaubt|berechtigt|möglich|zugelassen)\b[^;]*(?:, wer\b|, sofern\b"
    r"|\bnur\b|, wenn\b|\bsoweit\b"
    r"|, die\b|, solange\b)|\bnur\b[^;,]*\b(?:darf|dürfen|kann|können)\b"
)
"""A permission with a condition, which may be told as a duty: "mitmachen darf, wer 16 ist" → "man muss 16 sein"."""
BOUNDED: Final = re.compile(r"(?i)\b(?:bis zu|höchstens|maximal|nicht mehr als|nicht länger als|mindestens|erst ab|ohne)\b")
"""A permission with a bound, which may be told as a ban beyond it: "bis zu fünf Kinder" → "mehr als fünf sind nicht erlaubt"."""
COSTS: Final = re.compile(
    r"(?i)\b(?:fällig|kost(?!en(?:los|frei))\w+|\w*gebühr(?!enfrei)\w*|\w*beitrag(?!sfrei)\w*|\w*steuer\w*|\w*preis\w*|beträgt|zahl\w+|entricht\w+|erheb\w+|\w*eintritt\w*"
    r"|bußgeld\w*|geldbuße\w*|verwarngeld\w*)\b"
)
FORBIDS: Final = re.compile(
    r"(?i)\b\w*verbot\w*|\b(?:ausgeschlossen|untersag\w+|verbiet\w+|verwehrt|gesperrt\w*|unzulässig\w*|tabu"
    r"|nicht (?:erlaubt|gestattet"
    r"|zulässig|zugelassen|möglich)|(?:darf|dürfen)\b[^,;]*\b(?:nicht|kein\w*|niemand)|stillgelegt|geschlossen)\b"
)
"""What shuts out: it may be told as a ban."""
ANAPHOR: Final = re.compile(
    r"(?:Dies\w*|Das|Die Teilnahme|Der Besuch|Dort|Darin|Hier\w*|Dabei|Dafür|Sie|Er|Es|In (?:beiden|diese[nrm]"
    r"|alle[nr])|Beid\w+|Alle|Auch)\b"
)
"""How a sentence begins that goes on about what stands before it."""
OPINION: Final = re.compile(
    r"\b(?:hält|halten|hielt|hielten)\b.{2,60}\bfür (?!möglich|denkbar|wahrscheinlich"
    r"|vorstellbar|realistisch|machbar)\w+|\bals \w+ (?:ein|bezeichnet\w*|eingeschätzt)\b"
)
ATTRIBUTES: Final = re.compile(
    r"\b(?:warn\w+|sag(?:t|en|te|ten)|mein(?:t|en|te)|find(?:et|en)|[Ll]aut"
    r"|[Nn]ach Ansicht|[Aa]us Sicht|so|zufolge)\b"
)
NOT_EXCLUDED: Final = re.compile(r"(?i)\bnicht (?:auszuschließen|ausgeschlossen|ausschließen)|\bschließ\w+\b.*\bnicht aus\b")
CONDITION_IN: Final = re.compile(r"(?i)\b(?:sofern|wenn|falls|vorbehaltlich|vorbehalt|soweit)\b")
DRAFT: Final = re.compile(r"(?i)\b(?:\w*entw[uü]rf\w*|\w*vorschlag\w*|soll|sollen|geplant|vorgesehen|vorsieht|will|wollen)\b")
CONDITION: Final = re.compile(r"(?i)(?:wer|wenn|falls|sofern)\b")
NOT_BEFORE: Final = re.compile(
    r"(?i)\bvor\b[^,;]*\b(?:nicht|kein\w*)\b|\bnicht vor\b|\bmindestens bis\b|\bbis mindestens\b|\berst\b|\bfrühestens\b"
)
BAN: Final = re.compile(
    r"(?i)\b(?:verboten\w*|untersagt\w*|\w*verbot|unzulässig\w*|tabu|nicht (?:erlaubt|gestattet|zulässig)"
    r"|(?:darf|dürfen)\b.{0,60}\b(?:nichts?|kein\w*|niemand|nur)|(?:niemand|kein\w*)\b.{0,40}\b(?:darf|dürfen))"
)
NARROWS: Final = re.compile(
    r"(?i)\b(?:nur|ausschließlich|lediglich|erst|frühestens|außer|\w*gesperrt\w*|\w*sperrung\w*|geschlossen\w*|vorbehalten\w*)\b"
)
OFFERED: Final = re.compile(
    r"\b(?:\w{5,}schluss|\w*frist|zeit(?=[,.])|geht|gehen|lässt sich|lassen sich"
    r"|gibt es|bietet|bieten|lädt|laden|offen|erreich\w+"
    r"|(?:kommt|kommen)\b(?! es)[^,;]*\b(?:rein|hinein|durch|hin|ran|heran|zu|zum|zur|ins?|auf)"
    r"|(?:fährt|fahren|reist|parkt|parken)\b[^,;]*\b(?:gratis|umsonst|kostenlos|kostenfrei|frei)"
    r"|berät|beraten|zugänglich|Angebot\w*|hilft|helfen|unterstütz\w+|informier\w+|zeigt|zeigen|bereit|Auskunft|verleiht"
    r"|(?:ist|sind)\b.{0,80}\b(?:gratis|kostenlos|kostenfrei|frei|umsonst)"
    r"|steht|stehen|gilt|gelten|(?:nimmt|nehmen)(?!\b.*\bteil\b))\b",
    re.IGNORECASE,
)
"""How a chance is told without "können"."""


SAYS_HOW: Final = re.compile(r"(?i)(?!verlang|ford|entsch|besch|hat|haben|wurde|ist)")
"""Verbs of saying that also say how binding it is: "…, rät die Verwaltung", "…, hofft die Landrätin"."""
SAYING: Final = re.compile(
    r"(?:so|sagt\w*|sagen|teilt\w*|teilen|erklär\w+|betont\w*|heißt|hieß|meint\w*|meinen|bittet|bitten|bat|rät|raten|empfiehlt"
    r"|empfehlen|mahnt|mahnen|fordert\w*|fordern|verlang\w+|hofft|hoffen|wünsch\w+|kündigt\w*|entscheidet|beschloss|beschließt"
    r"|(?:hat|haben|wurde|ist)(?= .*\b(?:entschieden|beschlossen|mitgeteilt|erklärt|gesagt|betont)\b))\b"
)
"""A piece that only names who says what stands before it: "…, sagt der Bürgermeister"."""
ATTRIBUTED: Final = re.compile(r"\b(?:[Ll]aut|[Nn]ach (?:\w+ )?Angaben|zufolge)\b")
ANNOUNCED: Final = re.compile(
    r"(?i)\b(?:kündig(?:t|en|te|ten)\b[^.;]{1,80}\ban(?=\W*$|[,.;])"
    r"|versprech\w+|verspricht|versprach\w*)"
)
"""Who announces or promises is sure: it leaves nothing open that the source only hopes for."""
PERMITS: Final = re.compile(r"(?i)\b(?:darf|dürfen|erlaubt|gestattet)\b(?![^,;]*\b(?:vielleicht|eventuell|möglicherweise)\b)")
"""A permission is none yet where others still have to speak about it."""
MOTION: Final = re.compile(
    r"(?i)\b(?:beantragt\w*|antrag|gefordert|fordert|fordern|vorgeschlagen|schl[aä]gt\b[^.;]*\bvor|regt\b[^.;]*\ban|angeregt)\b"
)
"""What somebody has only moved: nobody may do it yet."""
EXAMINED: Final = re.compile(r"(?i)\b(?:prüft|prüfen|geprüft|erwägt|erwägen|erwogen|überlegt)\b")
"""What is only looked into: it cannot be done yet."""
ABLE: Final = re.compile(
    r"(?i)\b(?:kann|können|könne|möglich(?:e[rsnm]?)?|ermöglich\w+|(?!nachbar|denkbar|vorstellbar|machbar)\w+bar|darf|dürfen|erlaubt"
    r"|gestattet|freiwillig\w*|(?:lässt|lassen) sich)\b"
)
"""Being able is no doubt by itself: "soll möglich sein" told as "ist möglich" is a plan made a fact."""
DELIBERATES: Final = re.compile(
    r"(?i)\b(?:entscheide\w*|entschieden|beraten|berät|befass\w+|diskutier\w+|debattier\w+|stimmt|stimmen|abstimm\w+"
    r"|spricht|sprechen)\b"
)
VOTE_ASKED: Final = re.compile(r"(?i)\b(?:abstimmen|entscheiden|befinden|mitreden) (?:zu )?lassen\b")
"""That others should decide, which is only wished for itself."""
DOUBT: Final = re.compile(
    r"(?i)\b(?:könnte\w*|dürfte\w*|möglicherweise|womöglich|vielleicht|eventuell|vermutlich\w*|wahrscheinlich\w*|wohl"
    r"|mutmaßlich\w*"
    r"|vermut\w+|verdacht\w*|verdächtig\b|für (?:möglich|denkbar|wahrscheinlich)"
    r"|nicht aus(?:zuschließen|geschlossen)?|unter umständen|gegebenenfalls)\b"
)
"""Doubts that remain when a source is named: "könnte laut Gutachter"."""
WHO_WILL: Final = re.compile(
    r"(?i)\b(?:wer|wenn|falls|sofern|(?:alle|diejenigen|interessierte|eltern|bürger|menschen), die)\b"
    r"[^,]*\b(?:möchte\w*|will|wollen|mag|mögen|kann|können|plant|planen)\b[^,.]*"
)
"""Whoever wants to: no plan of the town."""
IN_PLANNING: Final = re.compile(
    r"\b(?:in|an|bei|mit|zu|zur) (?:die|der|den|dem|ihre[rn]?)? ?(?:Planung(?:en)?|Plänen|Vorhaben|Entwurf)\b"
)
"""The work on a plan, in which somebody has a part or none."""
UNDECIDED: Final = re.compile(
    r"(?:Ob|Wann|Wer|Wie|Wo) [^;]*, (?:ist|sind|bleibt|steht|weiß|wird)\b"
    r"[^;]*\b(?:offen|unklar|ungewiss|niemand|nicht|noch|fraglich|später|entschieden)\b"
)
"""That nobody knows yet: no claim at all."""
MOVED: Final = re.compile(r"(?i)\bauf (?:antrag|initiative|vorschlag|betreiben|druck) (?:de[rs]|von|einer|eines)\b")
"""Who has moved it: no chance for whoever applies."""
ATTRIBUTE: Final = re.compile(r"\b(?:geplant|vorgesehen|angekündigt|freiwillig|möglich|erwartet|gewünscht)e[nrsm]? (?=[A-ZÄÖÜ])")
"""Words of force that only belong to a noun: "die geplanten Arbeiten beginnen"."""
ORDERED: Final = re.compile(r"(?i)verpflicht|angewiesen|gezwung|zwing|vorgeschrieben|vorschrift|\w*pflicht|angeordnet|anordnung")
"""What is more than "must, by Friday": nobody says so of a mere deadline."""
SELF_SERVED: Final = re.compile(r"\bberaten\b")
"""No offer any more where people have it done: "lassen sich beraten"."""
TOPIC: Final = re.compile(
    r"(?:Los geht|Beginn ist|Start ist|Treffpunkt)\b|(?:Es|Dabei|Darin|Dort|Am \w+"
    r"|Im \w+)? ?geht(?: es)? um\b|.*\bThema\b"
)
MATTER: Final = re.compile(
    r"(?<![Nn]ach )(?<![Ll]aut )\b(?:[Dd]as|[Dd]em|des|[Dd]ieses|diesem|[Dd]ie|[Dd]er"
    r"|den) (?:\w+e[nrsm]? )?(?:Vorhabens?|Entwurfs?|Planung(?:en)?|Vorschlags?|Ziels?)\b(?!:)"
)
"""A plan that is only named: "das Land fördert das Vorhaben"."""
ONCE: Final = re.compile(
    r"(?i)[^,]*\b(?:ursprünglich|eigentlich|einst|bislang|zunächst)\b[^,]*\b(?:sollten?|geplant|wollten?|vorgesehen"
    r"|angekündigt)\b[^,]*"
)
"""A plan of old: "die ursprünglich im März enden sollten"."""
BY_APPOINTMENT: Final = re.compile(
    r"(?i)\b(?:nach|mit|gegen) (?:\w+er )?(?:anmeldung|voranmeldung|absprache|vereinbarung|terminvereinbarung|vorlage"
    r"|genehmigung)\b"
)
VANISHES: Final = re.compile(
    r"(?i)\b(?:ausf[aä]ll\w*|entf[aä]ll\w*|wegf[aä]llt|abzusagen|absag\w+|streich\w+|wegf[aä]ll\w+|einstellen|einzustellen|verzichten|abschaff\w+"
    r"|abzuschaffen|aufheben|aufzuheben|ablehn\w+|verbieten|untersagen|schließen|ruhen|scheiter\w+|kippen|stoppen|abbrechen"
    r"|auflösen|beenden)\b"
)
ONLY: Final = re.compile(r"(?i)\b(?:nur|ausschließlich|lediglich|allein)\b")
URGES: Final = re.compile(r"(?i)\b(?:soll|sollen|sollten?|gebeten|aufgefordert|aufgerufen|angehalten)\b")
ALLOWS: Final = re.compile(
    r"(?i)\b(?:darf|dürfen|das recht|berechtigt|anspruch (?:auf|darauf)|möglichkeit|gelegenheit|die chance"
    r"|freigestellt|erlaubt|gestattet|(?:steht"
    r"|stehen)\b.{0,40}\b(?:offen|frei))\b"
)
