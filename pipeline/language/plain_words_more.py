# SPDX-License-Identifier: EUPL-1.2
"""More groups of words that say the same: what an office writes, and what is said on the air; by field of life."""

from typing import Final

GROUPS: Final = """
schätzen beziffern veranschlagen kalkulieren taxieren kosten gesamtkosten kostenschätzung belaufen
entscheiden entschieden beschließen beschlossen abstimmen votieren
teuer verteuern erhöhen anheben anhebung erhöhung steigen klettern zulegen anstieg aufschlag
billig verbilligen senken senkung reduzieren sinken ermäßigen nachlass
genehmigen genehmigung zustimmen zustimmung erlauben erlaubnis bewilligen bewilligung freigabe absegnen
riskieren drohen ahnden bußgeld strafe geldbuße kassieren
kandidieren kandidatur kandidat bewerben aufstellen wahlvorschlag
anschaffen anschaffung beschaffen beschaffung kaufen erwerben erwerb ankauf
vergeben vergabe auftrag zuschlag beauftragen zuteilen
entfallen wegfallen streichen gestrichen ausfallen ausfall aufheben aufhebung
verdreckt verschmutzt verschmutzung verunreinigt verunreinigung dreckig schmutzig sauber
überquellend überfüllt voll übervoll
mülleimer abfalleimer papierkorb abfallbehälter mülltonne tonne
klo toilette wc abfluss abwasser
pass staatsangehörigkeit nationalität ausweis staatsbürgerschaft
abstellen abschalten ausschalten außer stilllegen
erfassen registrieren registrierung eintragen anmelden aufnehmen
kamera video videoüberwachung videokamera überwachen überwachung
umgestürzt umgefallen umgestürzte entwurzelt umfallen
autofahrer kraftfahrer verkehr verkehrsteilnehmer auto
krankheitsfall erkrankung erkrankt krankheit
duschen abduschen waschen
lebensretter spender stammzellspender helfer
reservieren reservierung terminreservierung buchen buchung vormerken
magen nüchtern essen leer
verleiher anbieter betreiber vermieter
binnen innerhalb
arbeiter bauarbeiter arbeiten handwerker kolonne monteur
stubentiger katze wohnungskatze hauskatze samtpfote
bausumme baukosten gesamtkosten kosten
theke ausleihe leihen tresen
tablet digital online e-book
einnehmen einnahme ertrag erträge
internet online netz www webseite homepage
tür eingang einlass
bagger tiefbau bauarbeiten graben
infoabend informationsabend informieren information bürgerversammlung infoveranstaltung
behalten erhalt erhalten bewahren sanieren
ja-lager befürworter ja-stimme zustimmung
nein-lager gegner nein-stimme
loch fehlbetrag defizit minus lücke fehlen
stopfen decken ausgleichen schließen
schulden schuldenstand kredit verbindlichkeit
tätowieren tattoo
aufwachen wecken
kontrollieren kontrolle kontrolleur prüfen stichprobe
verbieten untersagen tabu unzulässig verboten dürfen
freiwillig ehrenamtlich ehrenamtliche freiwillige
abfahren abfahrt losfahren start starten
ankommen ankunft eintreffen
heizen heizung wärme warm
strom elektrizität energie versorgung
handy smartphone mobiltelefon telefon
laptop notebook rechner
akku aufladen laden steckdose
wasserhahn hahn leitung
spülung spülen durchspülen
sprengen bewässern gießen rasen beregnen
brunnen springbrunnen zisterne
ratte nager schädling
gift köder köderbox
füttern futter fütterung
taube vogel
gastwirt wirtshaus wirt gaststätte gastronomie restaurant kneipe lokal gastronomiebetrieb
speiserest essensrest küchenabfall lebensmittelrest
erstklässler schulanfänger abc-schütze einschulung
lehrer lehrerin lehrkraft pädagoge
azubi auszubildende lehrling ausbildung
student studierende hochschule
rentner ruhestand pension senior
chef leiter geschäftsführer vorsitzende direktor
sprecher sprecherin pressesprecher
gegner kritiker widerstand
bürgerinitiative initiative aktionsbündnis
klagen klage gericht verklagen
auszahlen auszahlung erstatten erstattung rückerstattung zurückbekommen zurückzahlen rückzahlung zurückerhalten
mensch leute person bevölkerung
seuche virus erreger krankheit pest infektion
fahrt anreise anfahrt weg fahrtkosten
zebrastreifen fußgängerüberweg überweg
einwand einwendung widerspruch einspruch wehren beschwerde beanstanden
leise leiser lärm ruhig
spur streifen radspur radfahrstreifen radweg
spind schließfach garderobe
reisepass ausweis personalausweis
hartplatz bolzplatz spielfeld
haltestelle halt halten stopp
bahnsteig gleis
fundbüro fundsache fundstück
grünanlage park anlage grünfläche
gehölz hecke strauch busch
mahlzeit mittagessen essen verpflegung
heizkosten wärme heizung
obergeschoss stockwerk stock etage
abstimmen stimmberechtigt stimmrecht mitstimmen mitbestimmen wahlberechtigt
mitzahlen beteiligen mitfinanzieren zuschießen dazugeben
alt bisherig
vorwissen vorkenntnis vorkenntnisse erfahrung vorerfahrung
grundstück bauplatz bauland
wohnhaus haus wohngebäude
ruhezeit nachtruhe mittagsruhe
aufsicht betreuung betreuen
zeugnis nachweis bescheinigung bestätigung attest
bargeld bar karte kartenzahlung
aufzug fahrstuhl lift
rollstuhl barrierefrei stufenlos
gruppe verein klub mannschaft
mindestalter alter jahre
kostenlos eintritt frei
anlieferung liefern lieferung zufahrt
aushang aushängen bekanntmachung bekanntgabe veröffentlichen
absperrband absperrung zaun
leihen verleih ausleihe mieten
nachlass rabatt ermäßigung vergünstigung
gutachten gutachter untersuchung prüfung
gebäude haus bau
vorort gelände platz
reihenfolge zuerst zuletzt erster rangfolge
hausbesitzer eigentümer hauseigentümer grundstückseigentümer besitzer
mieter mieterin miete wohnung
vermieter hauswirt
laden geschäft händler einzelhandel
kunde kundin verbraucher
bank sparkasse filiale geldinstitut
geldautomat automat bargeld
überweisen überweisung zahlung
schließfach fach tresor
schalter servicestelle anlaufstelle sprechstunde
beratung beraten rat sprechstunde hilfe
flyer faltblatt broschüre handzettel
schriftlich brief post
verschicken versenden versand zusenden zustellen post
anrufen telefonisch anruf telefon
verschärfen strenger verschärfung
lockern lockerung erleichtern
ausweiten ausweitung ausdehnen erweitern
verlängern verlängerung fortsetzung fortsetzen fortführen
verschieben verschiebung verlegen vertagen
absagen absage ausfallen abgesagt
wiedereröffnen wiedereröffnung neueröffnung öffnen
eröffnen eröffnung einweihen einweihung
einstellen einstellung beenden stoppen stopp
umbenennen umbenennung name heißen
umbauen umbau umgebaut
abbauen abbau demontieren
aufbauen aufbau errichten
pflanzen pflanzung ersatzpflanzung nachpflanzen
beleuchten beleuchtung laterne licht
radfahrer radler fahrrad
fußgänger fuß gehweg fußweg
spazieren spaziergänger wandern wanderer waldweg
hundehalter halter hundebesitzer
katzenhalter halter
kastrieren kastration unfruchtbar
chip kennzeichnen kennzeichnung transponder
tierarzt tierärztlich
tierheim tierschutz tierschutzverein
impfen impfung geimpft schutzimpfung
grippe influenza
spritze nadel piks impfung
abstrich test probe
unterschrift unterzeichnen unterschreiben
vertrag unterzeichnen abschließen
gewinner sieger preisträger
verlierer unterlegen unterlegene mitbieter
wettbewerb wettkampf ausschreibung
sportler sportlerin athlet aktiver aktive
ehren ehrung auszeichnen auszeichnung würdigen
gast besucher zuschauer publikum teilnehmer
teilnehmen mitmachen beteiligen teilnahme mitwirken
lauf läufer strecke rennen
halteverbot parkverbot parken
abschleppen abgeschleppt
umleiten umleitung ausweichen
einbahnstraße fahrtrichtung
ampel lichtsignalanlage
gehsteig gehweg bürgersteig
kreuzung einmündung knotenpunkt
baustelle bauarbeiten bauabschnitt etappe abschnitt
etappe abschnitt bauabschnitt phase
schlagloch fahrbahnschaden
müllabfuhr abfuhr leerung entsorgung tour
biotonne bioabfall biomüll küchenabfall
plastiktüte kunststofftüte tüte
gelb gelbe wertstofftonne
restmüll restabfall hausmüll
rausstellen bereitstellen hinausstellen straßenrand
weihnachtsbaum tannenbaum christbaum baum
heiligabend weihnachten feiertag
neujahr silvester jahreswechsel
kindergarten kita betreuung tagesmutter tagespflege kindertagespflege
tagesmutter tagesvater tagespflegeperson kindertagespflege
pflegeeltern pflegefamilie
ganztag nachmittagsbetreuung hort betreuung
schulbus schülerbeförderung bus
ferien sommerferien ferienprogramm
ausflug tagesausflug fahrt
übernachten übernachtung schlafen nacht
losen los auslosen verlosen
anmelden anmeldung eintragen einschreiben
nachmelden nachmeldung kurzentschlossene
freibad schwimmbad bad
eintritt einlass ticket
bürgerentscheid abstimmung volksentscheid
wahlberechtigt stimmberechtigt wahlberechtigte stimmberechtigte
beteiligung wahlbeteiligung beteiligen
auszählen auszählung ausgezählt ergebnis
brief briefwahl
seniorenbeirat beirat
etat haushalt haushaltsentwurf budget
sparen einsparen einsparung haushaltssperre kürzen kürzung
zuschuss zuschießen fördermittel förderung fördergeld förderbescheid
spenden spende geldspende
ausgeben ausgabe aufwendung
steuer besteuern zweitwohnungssteuer
kaltmiete miete
wohnsitz hauptwohnung gemeldet wohnen
algen blaualgen cyanobakterien
see weiher badesee gewässer
erreichbar erreichen telefon telefonisch sprechstunde ansprechbar
unbekannte täter unbekannt zeuge hinweis
kaputt zerstören zerstört beschädigen demolieren vandalismus
loswerden entsorgen entsorgung abgeben
ausrücken alarmieren alarmiert einsatz
angeln angler fisch
"""
