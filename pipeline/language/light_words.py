# SPDX-License-Identifier: EUPL-1.2
"""Words that news may use whatever the source says: they carry a statement of any kind."""

import re
from typing import Final

from pipeline.language.morphology import known, lemma

LIGHT: Final = frozenset(
    """
    sein haben werden sollen können müssen dürfen wollen mögen lassen geben gehen kommen stehen liegen bleiben machen tun
    nehmen bringen halten führen laufen beginnen starten anfangen enden dauern gelten heißen sagen mitteilen erklären
    betonen berichten melden laut angabe ansicht einsatz zeit moment mal tag woche monat jahr stunde uhr morgen abend heute
    jetzt bald künftig bisher dann danach vorher später früher wieder weiter weiterhin noch schon erst immer meist etwa rund
    gut knapp fast viel mehr weniger viele wenige einige mehrere alle jeder ganz groß klein neu alt letzt nächst kommend
    vergangen vorig eigen weit lang lange kurz hoch niedrig deutlich besonders möglich nötig notwendig offen fertig gesamt
    insgesamt jemand niemand nichts etwas alles mensch leute person teil ende anfang beginn grund fall sache thema angebot
    plan geplant planen vorsehen bieten anbieten erhalten bekommen kriegen brauchen benötigen nutzen finden stattfinden wer
    wenn weil dazu davon dabei dafür damit darum dadurch daran hier dort außerdem zudem ebenfalls auch nur sogar jetzig
    solch gewiss bestimmt gar eher lieber gleich schnell direkt einmal zweimal dreimal zusammen gemeinsam einzeln ab bis
    zahlen kosten betragen zählen sehen stellen setzen legen ziehen treffen gehören reichen rechnen mitmachen sorgen wissen
    denken hoffen wünschen freuen bitten fragen antworten informieren erfahren kümmern schaffen entstehen erscheinen öffnen
    schließen zeigen fahren leisten bestehen verbinden weitergehen losgehen dauerhaft vorerst bekannt folgen statt derzeit
    aktuell zurzeit momentan voraussichtlich wohl vermutlich wahrscheinlich spätestens frühestens mindestens höchstens je
    pro jeweils täglich wöchentlich monatlich jährlich damals zuletzt zuerst zunächst anschließend zugleich mittlerweile
    inzwischen seither seitdem lediglich allein komplett vollständig rechtzeitig zusätzlich weitere ander interessieren
    interessierte interessent betroffene beteiligte schnitt durchschnitt hälfte doppelt dreifach drittel viertel euro cent
    prozent million milliarde meter kilometer januar februar märz april mai juni juli august september oktober november
    dezember montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende sommer winter herbst frühjahr denn doch
    zwar jedoch allerdings dagegen hingegen außer trotz wegen samt mitsamt bislang kostenlos gratis frei gehend liegend
    möglichst stattdessen übrig übrigens selbst selber leider sämtlich solche genug genügend normal per dringend irgendwann
    bisschen richtung seite ort gast gern gerne beispiel sonst allgemein eigentlich natürlich unbedingt vielleicht kaum
    einzig weg los mit vorbei heran raus rein draußen drinnen da drauf ganze nämlich schließlich entweder sowohl erstmals
    erneut nahe nah mitten überall nirgends vorne hinten oben unten herum allerseits vorschlagen vorschlag schlagen fangen
    fallen lösen fortan nun lenken klappen bestens normalerweise dringlich wichtig schön versuchen falls klar unklar woher
    warum wohin weshalb hin her euer euch unser mein dein ihr wir hinein heraus herein hinaus hinauf herunter herüber
    dorthin darin drin ran für gibt geht fürs ums aufs ins übers vors durchs ans beim zufolge womöglich notfalls
    vorsichtshalber okay achtung endlich bescheid verraten rat raten stand heutig derzeitig gegenwärtig gegend bereich
    umgebung stelle platz zurück rest betrag summe sofort einfach schlicht fest sicher schwer leicht stark genau rasch
    langsam plötzlich eben halt wieso wann wem wen was wessen wofür womit wobei wonach wogegen worum hauptsache obwohl
    sobald solange nachdem bevor etliche ein paar reihe menge anzahl dutzend haufen größer kleiner kleinere früh spät älter
    jünger jung extra spezial ober unter haupt sondern gegen ohne beide beid dritt viert zweit mancher manches irgendwo
    irgendwie irgendein anders besser schlecht schlechter best wirklich tatsächlich freilich vermehrt verstärkt warten
    schauen gucken passieren geschehen klingen wirken scheinen hören merken meinen glauben erzählen reden sprechen loslegen
    ausmachen ausprobieren anfassen vorbeikommen vorbeischauen hingehen hinkommen mitkommen mitbringen dabeihaben werfen
    packen drehen holen rufen stecken hängen sitzen schicken wohnen rennen hocken einander nacheinander hintereinander
    miteinander untereinander gleichzeitig zeitgleich nebenbei ohnehin sowieso schritt punkt weise art sorte form wort satz
    frage antwort nachricht meldung mitteilung hinweis kreuz name zahl nummer jahrelang tagelang wochenlang monatelang
    stundenlang lebenslang ganztags tagsüber nachts mittags frühmorgens abends neuigkeit idee eindruck blick hand auge kopf
    fuß leben welt zukunft vergangenheit gegenwart alltag zuhause heim team mannschaft gruppe truppe kollege kollegin chef
    chefin leiter leiterin leitung spitze verantwortliche zuständige betreffen betroffen angehen beteiligt erhältlich
    dran unterwegs also vorab nachmittags vormittags daheim soweit letzte halbe aufgepasst rüber runter keins
    viertelstunde dreiviertelstunde immerhin schluss ansehen anschauen hause fürs ohnedies jedenfalls mehrfach darauf drauf
    daneben deswegen dahin dortig nebenan andermal anhand entgegen infrage weder dahinter
    gegeneinander nachmittag vormittag außen besondere willkommen mithelfen mitreden auskennen
    gedenken locken einladen laden lädt rät bitte demnach idealerweise egal welch welcher möglichkeit denkbar
    """.split()
)
"""Lemmas that carry a statement of any kind; that the source lacks them says nothing."""


def light(word: str) -> bool:
    """Whether a word says nothing about where a sentence comes from."""
    plain = re.sub(r"['’]s$", "", word)  # "gibt's"
    forms = {lemma(plain), plain.lower()}
    if not known(plain) and (verb := lemma(plain.lower())).endswith("n"):
        forms.add(verb)  # "Reservieren Sie": no noun
    return not LIGHT.isdisjoint(forms)
