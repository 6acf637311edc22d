# SPDX-License-Identifier: EUPL-1.2
"""Groups of words that say the same in a press release and on the air."""

from typing import Final

from pipeline.language.morphology import known, lemma
from pipeline.language.plain_words_more import GROUPS

_GROUPS: Final = """
auto pkw fahrzeug kraftfahrzeug kfz wagen autofahrer verkehr fahrzeughalter befahren
lastwagen lkw laster schwerverkehr
kind schüler schülerin schule mädchen junge jugendlicher jugendliche klasse
haus gebäude bau neubau bauwerk bauen errichten gebaut
besucher gast publikum zuschauer zuschauerin besuch
bürger bürgerin einwohner einwohnerin bewohner bevölkerung bürgerschaft anwohner anlieger steinbrücker
helfer helferin einsatzkraft feuerwehrleute feuerwehr rettungskräfte
umweg umleitung umleiten ausweichen sperren gesperrt sperrung umfahren vollsperrung
info auskunft beraten beratung information informationsveranstaltung infoabend veranstaltung abend
antrag beantragen antragstellung stellen
abgeschlossen abschließen beenden abschluss fertigstellung fertigstellen
nachweisen feststellen entdecken gefunden befund nachweis festgestellt
ursache auslöser hintergrund
entscheiden beschließen beschluss abstimmen abstimmung stimmen entscheidung votum verabschieden wahl wählen
ersetzen austauschen wechseln erneuern tauschen
verteilen ausgeben ausgabe austeilen abgeben
ausstellung schau sonderausstellung ausstellen anschauen museum
kaputt defekt beschädigt beschädigen ausfall schaden ausfallen
bezahlen zahlen tragen übernehmen kosten finanzieren ausgeben fällig entrichten
fehlen suchen brauchen benötigen nötig gesucht mangel bedarf
internet netz online digital website webseite
verwenden nutzen einsetzen gebrauchen benutzen
verboten verbieten untersagen untersagt verbot tabu
begründen begründung grund ursache hintergrund
reparieren reparatur instandsetzen sanieren
zusammenlegen zusammenlegung vereinen vereinigen zusammenschluss fusion gemeinsam
anstecken ansteckung auftreten infizieren infektion erkranken erkrankt erkrankung krankheit virus auftauchen
schreiben schriftlich brief schreiben
wohnen leben wohnort bewohner
etat haushalt budget
lohn entgelt vergütung bezahlung verdienen geld
übersetzen dolmetscher dolmetschen sprache sprachlotse lotse
vorgänger nachfolger folgen nachfolge antreten
abreißen abriss reißen abbrechen
ausweichen verlegen verlegung ausweich verlagern umziehen umzug ziehen
ändern änderung anpassen anpassung umstellen
glatt glatteis glätte eis gefrieren frieren frost
huhn hühner gans gänse geflügel tier
einschulen schule einschulung schulanfang
leihen leihgabe ausleihen
anbau anbauen erweitern bauen
kita kindertagesstätte kindergarten
preis auszeichnung ehrung auszeichnen verleihen gewinnen preisträger
eltern mutter vater familie
firma unternehmen betrieb
zahlung beitrag gebühr entgelt eintritt preis teuer verteuern erhöhen steigen tarif
billig günstig senken sinken
zuschuss förderung fördern unterstützung beteiligen geld mittel
tor tür eingang
verschlossen geschlossen schließen schließung zu
auftreten spielen konzert musik
gestorben sterben tot verstorben tod nachruf trauer
lehren unterricht unterrichten lernen schule kurs
kandidat kandidatin bewerber bewerberin bewerbung
arbeiten arbeit baustelle bauarbeiten
müll abfall entsorgen loswerden wertstoff sperrmüll
arzt ärztin mediziner praxis klinik krankenhaus
regen niederschlag unwetter sturm gewitter
sanieren sanierung renovieren modernisieren instandsetzen erneuern
mitmachen teilnehmen teilnahme beteiligen
verletzt verletzung verletzen
stelle arbeitsplatz job
start auftakt beginn eröffnung eröffnen
untersuchen untersuchung prüfen prüfung ermitteln labor probe
sitzung tagen tagung beraten
daheim hause zuhause
wohnung wohnen unterkunft
rat stadtrat gemeinderat kreistag stadtverordnetenversammlung gremium
verwaltung rathaus stadt gemeinde kommune kreis landkreis kreisverwaltung
straße fahrbahn ortsdurchfahrt strecke weg
wasser trinkwasser leitung
einreichen abgeben bewerben anmelden anmeldung melden
fahrrad rad radfahrer radweg radverkehr radeln velo
bus bahn zug nahverkehr linie buslinie fahrgast
brand feuer brennen flamme löschen feuerwehr
verletzt verletzte schaden unverletzt wunde opfer
unfall zusammenstoß kollision crash verunglücken zusammenprall
polizei beamter beamte streife ermittler
täter einbrecher unbekannte verdächtige angreifer verursacher dieb
hitze heiß wärme temperatur
kälte frost kalt minusgrad frieren gefrierpunkt streng
krank erkrankt erkrankte patient infiziert
kochen essen speise mahlzeit gericht lebensmittel verpflegung nahrung imbiss
trinken getränk durst
baby säugling kleinkind kleine kind
alt senior seniorin älter rentner ältere
musiker musik band orchester kapelle chor
buch medium bücherei bibliothek lesen leser
flasche packung abgepackt behälter
hahn leitung leitungswasser
laub blatt blätter
acker feld landwirt bauer landwirtschaft ernte ernten rübe rüben zuckerrübe
wald forst baum holz
hund vierbeiner tier leine halter anleinen
foto bild aufnahme
karte ticket eintrittskarte fahrschein
formular antrag vordruck bogen ausfüllen
mail e-mail nachricht post elektronisch
schild beschilderung hinweisschild verkehrszeichen
markierung markieren kennzeichnen kennzeichnung absichern warnschild
reinigen säubern putzen sauber verschmutzen verschmutzung dreck verdrecken beseitigen kehren
tempo geschwindigkeit schnell langsam tempolimit
abstand entfernung distanz
genügend ausreichend genug reichen
vorschrift regel regelung auflage bestimmung vorgabe satzung ordnung
verbot verboten untersagen unzulässig
strafe bußgeld geldbuße verwarnung ermahnen hinweiszettel riskieren drohen
rechnung kosten gebühr forderung
passwort kennwort zugangsdaten
computer rechner server it hacker angriff cyberangriff
klausel vertrag vereinbarung abkommen abmachung
zustimmen zustimmung billigen einverstanden befürworten
ablehnen ablehnung zurückweisen nein dagegen mehrheit
aufnahme aufnehmen unterbringen unterkunft obdach schlafplatz bett übernachtung schlafen notunterkunft
obdachlose wohnungslose obdach obdachlos hilflos
verein klub club vereinigung mitglied
pacht pächter pachten miete mieten vermieten
garten kleingarten parzelle grundstück fläche beet
becken pool schwimmbecken planschbecken bad schwimmbad hallenbad freibad schwimmen baden
sauna ofen öfen saunieren
fehlen mangel lieferung liefern
gesperrt freigeben freigabe zugänglich betreten
einschränkung uneingeschränkt beschränken normal regulär
leiten führen leitung vorsitz amtieren amtszeit chef regieren amt
beginnen anlaufen anfangen starten losgehen
weiterbauen bauabschnitt ausbau
umfrage befragung befragen
stimme abstimmen votieren dafür
mehrheit gewinnen absolute stichwahl
kandidieren antreten bewerben bewerber
freiwillig ehrenamtlich pflicht
begeistern gewinnen werben
üben übung training trainieren proben
hof wertstoffhof betriebshof bauhof
steil steigung gefälle
eis schnee winter räumen streuen glätte räumpflicht streupflicht
salz streusalz
treppe stufe rampe
adresse anschrift
name unterschrift unterschreiben
einwand einwendung einspruch widerspruch bedenken stellungnahme
unterlage plan akte dokument papier auslegen einsehen
vogel rotmilan brut nest
beeinträchtigen leiden belasten stören gefährden
klären geklärt prüfen untersuchen herausfinden
vermuten möglicherweise womöglich verdacht annehmen
kopieren stehlen entwenden abfließen erbeuten
stand bude händler markt marktstand beschicker standplatz anbieter
verkaufen verkauf kaufen anbieten
parken parkplatz stellplatz
parken abstellen
ausweis pass personalausweis dokument
bewohner anwohner anlieger mieter bewohnerparken
gegend viertel quartier umgebung stadtteil umfeld
gespräch sprechen besprechen verhandeln beraten reden
ermäßigt ermäßigung rabatt nachlass sparen
umsonst kostenlos gratis kostenfrei gebührenfrei unentgeltlich
verdienst lohn gehalt vergütung aufwandsentschädigung
steuer abgabe hebesatz grundsteuer gewerbesteuer
schulden kredit darlehen tilgen
personal beschäftigte mitarbeiter angestellte belegschaft kraft
schuh schuhwerk
rückkehr zurückkehren zurück rückfahrt heimfahrt
ausflug fahrt reise tour ausfahrt
gäste teilnehmende teilnehmer mitfahrer besucher
begleiten begleitung begleitperson aufsicht
verlierer unterlegene mitbewerber konkurrent
flotte fuhrpark fahrzeug bus
tür türen eingang pforte
schlüssel schloss
nachbar nachbarschaft anwohner angrenzend
bescheid zusage absage
vorzug bevorzugen vorrang
arzt hausarzt praxis ärztlich
gefahr gefährlich risiko gefährden ungefährlich
dunkel licht beleuchtung lampe laterne
lärm laut geräusch leise ruhe
glatt belag asphalt fahrbahn asphaltieren teer
breit verbreitern platz breite
feier feiern fest jubiläum geburtstag
heilen gesund genesen gesundheit
blut spenden spende
schülerticket fahrkarte monatskarte
leerung leeren abholen abfuhr tonne
sperren absperren absperrung
schneiden fällen roden rodung
fluss pegel hochwasser wasserstand
laufen lauf läufer rennen joggen
sport turnen turnhalle sporthalle halle
vorlesen lesung lesen autor
malen kunst künstler gemälde
lernen kurs seminar lehrgang
telefon anrufen hotline anruf rufnummer bürgertelefon
rathaus bürgerbüro stadtverwaltung amt
kirche gemeinde gottesdienst pfarrer andacht
friedhof grab bestattung beerdigung
heirat heiraten trauung hochzeit standesamt
geburt geboren
kreuzung knoten kreisel kreisverkehr
erneuern neu neuer modern modernisieren
zählen zählung messen messung
loben lob anerkennung
übernehmen übernahme kaufen kauf
umzug umziehen einziehen wechseln
klage klagen gericht urteil richter prozess
jederzeit durchgehend immer ständig stets rund ununterbrochen ganztägig
dicht gesperrt geschlossen sperrung sperren vollsperrung
hinterher danach anschließend später nachträglich zurück erstattet erstattung erstatten
frist einsendeschluss bewerbungsschluss anmeldeschluss termin
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in (_GROUPS + GROUPS).split("\n"):
        group = line.split()
        for word in group:
            table.setdefault(word, set()).update(group)
    return {word: frozenset(group) for word, group in table.items()}


_TABLE: Final = _table()


def alike(word: str) -> frozenset[str]:
    """Give the words that say the same as this one, itself included; () for a word of its own."""
    forms = (lemma(word), word.lower(), *(() if known(word) else (lemma(word.lower()),)))
    return frozenset().union(*(_TABLE.get(form, ()) for form in forms))
