# SPDX-License-Identifier: EUPL-1.2
"""Pairs of opposite words, by fields of life: what stands on one side of "=" cannot be said of what is on the other."""

from typing import Final

PAIRS: Final = """
öffnen öffnung eröffnung wiedereröffnung eröffnen offen freigeben aufmachen aufsperren wiedereröffnen freie frei befahren \
befahrbar passierbar betreten = schließen sperren absperren geschlossen zumachen dichtmachen abriegeln dicht sperrung \
vollsperrung schließung
steigen erhöhen anheben zunehmen wachsen anwachsen ansteigen verteuern teuer aufstocken klettern hochgehen anstieg zunahme \
erhöhung anhebung zuwachs vermehren verdoppeln = sinken senken abnehmen fallen zurückgehen schrumpfen verringern reduzieren \
billig günstig verbilligen rückgang abnahme senkung mindern nachlassen kürzen kürzung halbieren verbilligung
beginnen starten anfangen anlaufen losgehen beginn start auftakt aufnehmen = enden beenden auslaufen abschließen abschluss \
aufhören einstellen abbrechen
stattfinden verkehren = entfallen ausfallen absagen wegfallen streichen ausfall absage pausieren ruhen aussetzen
dürfen erlauben erlaubt gestatten zulassen zulässig erlaubnis zulassung erwünscht willkommen = unerwünscht hausverbot \
verbieten untersagen verbot unzulässig fahrverbot verboten untersagt tabu
zustimmen annehmen befürworten billigen zustimmung bewilligen genehmigen zusagen gutheißen absegnen unterstützen stattgeben \
= ablehnen ablehnung zurückweisen verwerfen versagen verweigern absage dagegen
kostenlos erlassen erließ erlässt kostenfrei gebührenfrei gratis unentgeltlich befreien umsonst frei beitragsfrei \
gebührenbefreiung verschenken = kostenpflichtig gebührenpflichtig zahlen bezahlen entrichten
verlängern ausweiten erweitern ausbauen vergrößern ausdehnen verlängerung erweiterung = verkürzen kürzen einschränken \
verkleinern begrenzen einschränkung stutzen
möglich machbar zugänglich verfügbar erreichbar = unmöglich ausgeschlossen ausgebucht vergriffen ausverkauft
bekannt klar feststehen klären geklärt entscheiden aufklären aufgeklärt beantworten wissen = unbekannt unklar ungeklärt \
ungewiss strittig rätseln
sicher ungefährlich unbedenklich harmlos gefahrlos ungiftig = gefährlich unsicher bedenklich riskant gesundheitsschädlich \
giftig gefahr abraten warnen
gewinnen siegen sieg gewinn überschuss plus = verlieren unterliegen niederlage verlust defizit minus fehlbetrag
freiwillig = verpflichtend pflicht zwingend vorgeschrieben anmeldepflicht
dauerhaft unbefristet = vorübergehend befristet vorläufig
endgültig rechtskräftig verbindlich unanfechtbar = vorbehalt vorbehaltlich vorläufig unverbindlich
einhalten unterschreiten befolgen beachten = überschreiten übersteigen verstoßen missachten überschreitung verstoß
fließen auszahlen überweisen ausschütten auszahlung = einbehalten zurückhalten
bestätigen belegen erhärten = widerlegen dementieren bestreiten entkräften ausräumen
festnehmen fassen festgenommen gefasst = flüchtig flüchten entkommen
auftauchen wiederfinden wiedergefunden = verschwinden vermissen vermisst verschwunden
besetzt = unbesetzt vakant frei
pünktlich planmäßig fristgerecht termingerecht zeitplan = verspätet verzögert verzögern verzug verzögerung
leichtverletzt = schwerverletzt lebensgefährlich
tagsüber = nachts
morgens vormittags = abends nachmittags
werktags = wochenende feiertags
drinnen innen = draußen außen
oben = unten
vorn vorne = hinten
einseitig halbseitig = beidseitig
warm = kalt
trocken = nass feucht
verbessern besser entspannen = verschlechtern schlechter verschärfen zuspitzen
erleichtern leichter = erschweren schwieriger
einziehen = ausziehen
einsteigen = aussteigen
kaufen ankaufen erwerben = verkaufen veräußern
anschalten einschalten leuchten brennen = ausschalten abschalten löschen erloschen
funktionieren = streiken versagen defekt kaputt gestört
verurteilen schuldig = freisprechen freigesprochen unschuldig
einig einigen einigung einigkeit = uneinig streiten zerstritten streit
antreten kandidieren weitermachen = aufhören ausscheiden zurücktreten
verlängern verlängerung weiterlaufen = auslaufen ablaufen
laufen andauern = ablaufen verstreichen vorbei
mehrheit = minderheit
vorhanden = fehlen
anwesend = abwesend
eigen = fremd
zurückkehren zurückkommen heimkehren = verlassen wegziehen abwandern
bestehen fortbestehen = auflösen
gemeinsam = getrennt
annehmen aufnehmen entgegennehmen = abweisen ablehnen zurückweisen
wiederaufnehmen = einstellen unterbrechen abbrechen
öffentlich = nichtöffentlich
erfolgreich erfolg gelingen bestehen = scheitern erfolglos misslingen durchfallen
unverletzt unversehrt heil glimpflich verschonen = schaden verletzen verletzte schwerverletzte töten verunglücken
unverändert gleichbleiben beibehalten = ändern verändern umstellen
gültig gelten inkrafttreten = ungültig aufheben außerkrafttreten verfallen erlöschen
gesund negativ = krank erkranken infizieren positiv
einstimmig einmütig = mehrheitlich knapp
nördlich norden nord = südlich süden süd
östlich osten ost = westlich westen west
links linke = rechts rechte
ausreichen genügen reichen ausreichend genug = fehlen mangeln mangel knapp engpass
loben begrüßen würdigen = kritisieren bemängeln rügen beklagen
behalten festhalten fortsetzen weiterführen = abschaffen aufgeben auflösen
einstellen anstellen = entlassen kündigen
betreffen betroffen = verschonen ausnehmen ausgenommen
innerhalb = außerhalb
mindestens wenigstens = höchstens maximal
früher vorher eher vorverlegen vorziehen = später hinausschieben verzögern verspäten
vollständig vollendet komplett ganz = unvollständig teilweise
beitreten eintreten = austreten
einfahren ankommen = abfahren
schnell zügig = langsam schleppend
stark = schwach
hoch groß = niedrig klein gering
sauber unbelastet einwandfrei = verschmutzen verunreinigen belasten belastet
öffnung wiedereröffnung = schließung
berechtigen anspruch = ausschließen
gewähren bekommen auszahlen = streichen verweigern entziehen
einschalten = abschalten
nutzen benutzen = meiden vermeiden
beschließen verabschieden = ablehnen vertagen verwerfen
eröffnen gründen = schließen auflösen
eröffnen = beenden abschließen
sanieren renovieren = unsaniert
zuerst = zuletzt
frühestens = spätestens
verfügbar restplatz platz frei = ausgebucht vergriffen ausverkauft belegt voll
arbeiten = ruhen
# damage, repair, working order
unbeschädigt intakt unversehrt funktionstüchtig betriebsbereit einsatzbereit funktionsfähig = beschädigen beschädigt \
zerstören zerstört demolieren marode baufällig schadhaft kaputt defekt schaden ausbrennen niederbrennen einsturzgefährdet
reparieren instandsetzen beheben wiederherstellen flicken reparatur = kaputt defekt außerbetrieb
standhalten = nachgeben einstürzen einbrechen kollabieren
funktionieren klappen laufen gelingen anspringen hinhauen = streiken ausfallen haken stocken klemmen misslingen schiefgehen \
stillstehen stillliegen lahmliegen stillstand
fahren verkehren pendeln laufen = stillstehen stehenbleiben ausfallen stilllegen stillgelegt
fließen sprudeln strömen = versiegen versiegt austrocknen ausgetrocknet trockenfallen
# stock, room, number
reichlich genug genügend ausreichend üppig vorrätig vorhanden massenhaft = aufbrauchen aufgebraucht verbraucht erschöpft \
unzureichend erschöpfen knapp rar mangelware ausgegangen fehlen dürftig spärlich
leer leerstehend leerstehen unbewohnt unbesetzt verwaist = voll bewohnt belegt besetzt vermietet bevölkert bezogen
voll gefüllt überfüllt randvoll prallvoll = leer
zunehmen anwachsen mehren häufen ausbreiten verbreiten zulegen hochschnellen explodieren rasant wachsend = rückläufig \
schwinden schwund verlieren einbrechen abflauen abebben zurückfallen verebben
viel viele zahlreich häufig oft regelmäßig = kaum selten vereinzelt wenig wenige
überfüllt ausgelastet überlaufen = unterbesetzt unausgelastet
# taking away and keeping
aussprechen zusprechen zuerkennen verleihen = entziehen aberkennen absprechen
festhalten beibehalten behalten fortbestehen weiterbetreiben weiterführen fortführen bewahren aufrechterhalten verbleiben \
weiterlaufen fortsetzen = aufgeben abschaffen auflösen abreißen abbauen stilllegen einstampfen abwickeln beenden einstellen \
dichtmachen schließen streichen wegfallen entfallen verschwinden abschalten zurückziehen zurücknehmen fallenlassen abrücken \
abkehren aufheben kippen rückgängig widerrufen kassieren
aufbauen errichten montieren anbringen installieren einbauen aufstellen pflanzen hinzukommen = abbauen abreißen demontieren \
entfernen beseitigen wegnehmen ausbauen fällen roden verschwinden abmontieren
einstellen anheuern einstellung personalaufbau = entlassen entlassung personalabbau kündigen
aufnehmen annehmen einlassen hereinlassen = abweisen zurückschicken wegschicken aufnahmestopp
anfangen aufnehmen starten loslegen = aufhören pausieren ruhen aussetzen unterbrechen abbrechen stoppen
wiederaufnehmen weitergehen fortsetzen weitermachen weiterlaufen andauern = beenden abbrechen enden aufhören abgeschlossen
# saying yes and no
zugeben einräumen eingestehen gestehen geständig zugegeben = bestreiten leugnen abstreiten dementieren zurückweisen \
unschuldig beteuern
befürworten begrüßen unterstützen gutheißen dafür billigen befürworter mittragen fürsprecher = ablehnen dagegen kritisieren \
gegner verurteilen missbilligen bekämpfen widersetzen sperren
einig einigen einigkeit einvernehmen eintracht konsens übereinstimmen einverstanden = uneinig streiten zerstritten streit \
zoff zwist überworfen dissens gespalten
vertrauen = misstrauen misstrauisch
zufrieden zufriedenheit erfreut froh glücklich begeistert dankbar = unzufrieden enttäuscht verärgert wütend empört unmut \
sauer frust
günstig positiv erfreulich hervorragend ausgezeichnet bestnote = schlecht negativ ungünstig enttäuschend verheerend \
mangelhaft miserabel durchwachsen katastrophal mies
loben lob dank anerkennung = tadeln tadel kritik rügen schelte
zulassen stattgeben = abweisen zurückweisen abschmettern verwerfen
einwilligen zusagen annehmen anerkennen = absagen ausschlagen verweigern
# law and force
gültig wirksam rechtmäßig rechtens rechtskräftig bindend zulässig rechtskonform = nichtig unwirksam ungültig rechtswidrig \
unzulässig illegal gesetzeswidrig hinfällig
legal = illegal
festnehmen verhaften inhaftieren haft gewahrsam gefängnis untersuchungshaft fassen einsperren festsetzen = flüchtig flucht \
entkommen flüchten freilassen entwischen entlassen untergetaucht fahndung
schuldig verurteilen verurteilt = unschuldig freisprechen freigesprochen freispruch
vorsätzlich absichtlich mutwillig = fahrlässig versehentlich unabsichtlich
bestrafen strafbar ahnden = straffrei straflos ungestraft
# knowledge
anonym unbekannt namenlos = namentlich
eindeutig zweifelsfrei gesichert = zweifelhaft fraglich umstritten
echt original = gefälscht fälschung falsch unecht
wahr richtig zutreffen zutreffend = falsch unwahr unzutreffend gelogen erfunden
identifizieren erkennen aufspüren = unerkannt unkenntlich
geheim vertraulich = öffentlich bekannt
auftauchen gefunden wiedergefunden auffinden = verschwunden unauffindbar verschollen
# time
pünktlich rechtzeitig = verspätet unpünktlich
schneller früher eher kürzer zügiger = länger später langsamer
sofort unverzüglich umgehend = später irgendwann
fabrikneu = gebraucht
modern zeitgemäß = veraltet überholt
einmalig = wiederholt mehrfach
regelmäßig ständig dauernd immer = gelegentlich unregelmäßig nie selten
vorverlegen vorziehen = verschieben vertagen hinauszögern verlegen aufschieben
ganztags ganztägig = halbtags halbtägig
dauerhaft langfristig endgültig = vorübergehend kurzfristig zeitweise
fertig vollendet fertigstellen abgeschlossen = unfertig unvollendet halbfertig
abarbeiten erledigen erledigt aufgearbeitet = liegenbleiben rückstand stau unerledigt unbearbeitet offen
beginnen = vorbei enden
# place and way
hinein = hinaus
ankommen eintreffen = abreisen abfahren aufbrechen
anreisen = abreisen
hinauf bergauf = hinunter bergab
vorwärts = rückwärts
zuziehen zuzug zuwandern = wegziehen wegzug abwandern abwanderung
bleiben verbleiben = ausziehen umziehen wegziehen weggehen verlassen
zugänglich begehbar betretbar erreichbar zutritt = unzugänglich unerreichbar abgeriegelt abgesperrt gesperrt
barrierefrei stufenlos rollstuhlgerecht ebenerdig = treppe stufe stufen
städtisch = ländlich
zentral mittendrin = abgelegen außerhalb
nah nahe = fern entfernt
verbinden zusammenlegen vereinigen zusammenschließen fusionieren zusammen = trennen aufteilen spalten aufspalten teilen
# people
anfänger einsteiger neuling anfängerkurs = fortgeschritten fortgeschrittener profi fortgeschrittenenkurs könner
volljährig = minderjährig
hauptamtlich hauptberuflich = ehrenamtlich
ledig = verheiratet
überleben überlebt lebend lebendig gerettet retten = sterben tot tödlich umkommen verenden ertrinken tod verstorben
genesen gesund erholen erholt heilen = krank erkranken leiden
antreten weitermachen kandidieren wiederantreten = ausscheiden zurücktreten aufhören rücktritt
arbeitslos = beschäftigt berufstätig
bekannt berühmt = unbekannt
mitmachen teilnehmen dabei = fernbleiben fehlen wegbleiben schwänzen boykottieren
einzeln allein = gemeinsam zusammen gruppe
# money
unentgeltlich spendieren schenken kostenfrei = kostenpflichtig
reich wohlhabend = arm bedürftig
gewinn überschuss profit = verlust defizit minus verschulden schulden draufzahlen
schuldenfrei entschulden abtragen abbezahlen tilgen = verschuldet schulden
sparen einsparen = verschwenden ausgeben verprassen
steuerfrei = steuerpflichtig
spenden schenken = verkaufen
bezahlen begleichen übernehmen tragen = schuldig
fördern bezuschussen unterstützen zuschießen = streichen kürzen
erstatten rückerstattung erstattung zurückbekommen zurückerhalten rückzahlung zurückzahlen ersetzen = einbehalten
teuer = preiswert günstig billig
sinken herabsetzen herunter ermäßigen = heraufsetzen verteuern
# safety, weather, nature, food
unbedenklich bedenkenlos sicher genießbar trinkbar essbar = gefährlich ungenießbar verseucht vergiftet \
gesundheitsgefährdend verkeimt lebensgefährlich
entwarnung aufatmen = warnung alarm gefahr bedrohlich
sonnig heiter trocken schön = regnerisch bewölkt nass verregnet regen trüb
mild warm heiß = kalt frostig kühl eisig
ruhig friedlich still gewaltfrei = laut unruhig gewalttätig krawall ausschreitung randalieren
gewaltlos = gewaltsam
hell beleuchtet beleuchten = dunkel finster unbeleuchtet
tief flach seicht = hoch steil
wild = zahm angeleint
angeleint leine = freilaufend unangeleint
roh = gekocht
nüchtern alkoholfrei = betrunken alkoholisiert
schützen geschützt = ungeschützt schutzlos gefährden preisgeben
bedroht gefährdet = ungefährdet gesichert
voranbringen beschleunigen fördern vorantreiben = bremsen ausbremsen behindern blockieren verzögern erschweren hemmen lähmen
erlauben ermöglichen = verhindern unmöglich vereiteln unterbinden
erfolgreich geglückt glücken gelingen = missglücken fehlschlagen gescheitert vergeblich erfolglos
eingehalten einhalten = gebrochen brechen verfehlen reißen sprengen überziehen
dicht wasserdicht = undicht leck
vollzählig lückenlos = lückenhaft unvollständig
einfach leicht = schwierig schwer kompliziert
nützlich sinnvoll = nutzlos sinnlos überflüssig unnötig
wichtig entscheidend maßgeblich ausschlaggebend bedeutsam = unwichtig nebensächlich egal unerheblich gleichgültig \
irrelevant belanglos bedeutungslos
gleich identisch einheitlich = unterschiedlich verschieden abweichend
freiwillig = gezwungen unfreiwillig zwang
selbstständig eigenständig unabhängig = abhängig angewiesen unselbstständig
bestehen bestanden = durchfallen durchgefallen
wachsen gedeihen blühen = verkümmern eingehen absterben welken
einsammeln aufheben = wegwerfen liegenlassen
digital online elektronisch = analog papierform
beitritt beitreten = austritt austreten
erstmals erstmalig = letztmals letztmalig
optimistisch zuversichtlich = pessimistisch skeptisch besorgt
interesse begeisterung = desinteresse
klagen beklagen murren jammern schimpfen = zufrieden freuen jubeln
behalten bewahren retten = verlieren einbüßen
sprudeln zulegen boomen = einbrechen wegbrechen
betreffen betroffen = unberührt verschont ausgenommen
funktionieren = abschalten stilllegen ausknipsen
durchgehend geöffnet offen = pause ruhetag betriebsferien
gelingen gelungen geglückt glücken klappen = misslang misslungen misslingen missglückt schiefgehen schiefgegangen
einführen einführung schaffen = abschaffen abschaffung
offen zugänglich = unzugänglich
mitteilen offenlegen verraten nennen bekanntgeben = verschweigen verheimlichen geheimhalten
anschließen angeschlossen = abgeschnitten abtrennen abgeklemmt
beitragen helfen nützen guttun = schaden schädlich schädigen
erholen aufwärtsgehen bergauf = abwärtsgehen
heben = senken
einzahlen = abheben auszahlen
laden aufladen = entladen
mitbringen mitnehmen = zuhauselassen
einreichen = zurückziehen zurücknehmen
eilig dringend = aufschieben
zögern abwarten = handeln
anmelden = abmelden
belasten belastung = entlasten entlastung
bewaffnet = unbewaffnet
verschärfen strenger streng = lockern lockerung milder großzügiger
verschärfung = lockerung
entscheiden beschließen entschieden = vertagen vertagt aufschieben verschieben zurückstellen zurückgestellt
erreichbar durchkommen = überlastet belegt besetzt
herausgeben rausrücken aushändigen ausliefern übergeben = verschluss zurückhalten vorenthalten
uneingeschränkt vollumfänglich volllast = eingeschränkt notbetrieb sparflamme
enthalten inbegriffen inklusive eingeschlossen = extra zusätzlich gesondert aufpreis zuschlag
eintreffen ankommen auftauchen erscheinen einfinden = ausbleiben ausgeblieben fernbleiben
überdurchschnittlich besser übertreffen = unterdurchschnittlich schlechter
zustimmen einverstanden zustimmung = widersprechen widerspruch einspruch verwahren
reibungslos glatt problemlos störungsfrei pannenfrei planmäßig = panne schwierigkeit problem komplikation holprig \
zwischenfall störung
sicher mängelfrei = mangel mängel
hinterherkommen mitkommen = zurückliegen rückstand
sorglos gelassen = besorgt sorge angst
pünktlich = verspätet
genau exakt = ungefähr grob
laut lautstark = leise
zulässig = unzulässig
verbreitern = verengen
lang = kurz
dick = dünn
mehrheitlich einstimmig = niemand
verfügbar angeboten anbieten = ausgelaufen eingestellt
befolgen beherzigen gehorchen = ignorieren missachten hinwegsetzen
vertraut bewährt = fremd ungewohnt
übernehmen antreten = abgeben niederlegen zurücktreten abtreten
zusammenarbeiten kooperieren = alleingang
ausgewogen gerecht fair = ungerecht unfair einseitig
stabil standsicher = instabil wackelig einsturzgefährdet
geregelt gesichert = ungeregelt ungesichert
siegen gewinnen durchsetzen = unterliegen verlieren geschlagen niederlage
wachsam aufmerksam = unaufmerksam leichtsinnig
vorn führend spitze = schlusslicht hinten letzter
ausreichend besetzt = unterbesetzt personalmangel
unbeschränkt = beschränken beschränkt begrenzt vorbehalten
erteilen ausstellen = widerrufen entziehen aberkennen
akzeptieren hinnehmen anerkennen = klage klagen anfechten widersprechen widerspruch beschwerde
beruhigen entschärfen entspannen = eskalieren zuspitzen verschärfen
"""

PHRASES: Final = r"""
bleib\w*\b[^,;]*\b(?:bestehen|erhalten|am Netz|im Programm|stehen)(?=\W*$|[,;.]| und) = beibehalten
(?:halt|hält|hielt)\w*\b[^,;]*\bfest(?=\W*$|[,;.]) = festhalten
(?:in|im) (?:vollem |regulärem )?(?:Betrieb|Einsatz)\b|am Netz = funktionieren
außer (?:Betrieb|Dienst|Gefecht|Funktion)|vom Netz|(?:steht|stehen|standen|stand)\b[^,;]*\bstill\b = stillstehen
außer Kraft|keine Gültigkeit|nicht mehr in Kraft = ungültig
in Kraft(?! treten| tritt) = gültig
in (?:Unter\w*haft|Haft|Gewahrsam)|hinter Gittern|ins Gefängnis|im Gefängnis|(?:klickten|Handschellen) = verhaften
auf (?:freiem Fuß|der Flucht) = flüchtig
auf Eis(?= |\W*$)|auf die lange Bank = vertagen
grünes Licht|gibt\b[^,;]*\bdas Ja|Segen = zustimmen
rote Karte|eine? (?:Absage|Abfuhr|Korb)|ein klares Nein = ablehnen
nach unten (?:korrigier\w+|geh\w*|angepasst)|(?:geht|gehen|ging\w*)\b[^,;]*\b(?:nach unten|runter|bergab|in den Keller) = sinken
nach oben (?:korrigier\w+|geh\w*|angepasst)|(?:geht|gehen|ging\w*)\b[^,;]*\b(?:nach oben|hoch|rauf)(?=\W*$|[,;.]) = steigen
doppelt so|immer (?:mehr|größer|höher|häufiger|teurer)|mehr als (?:bisher|früher|im Vorjahr) = zunehmen
halb so|immer (?:weniger|kleiner|seltener|billiger) = rückläufig
rote Zahlen|roten Zahlen|mehr (?:ausgegeben|aus|ausgeben) als (?:sie |er )?(?:einge|ein)\w* = defizit
schwarze Zahlen|schwarzen Zahlen|mehr (?:eingenommen|ein) als (?:ausgegeben|aus) = überschuss
in der Lage|imstande = möglich
außerstande = unmöglich
in trockenen Tüchern|unter Dach und Fach = beschließen
zum (?:letzten|vorerst letzten) Mal = letztmals
zum ersten Mal = erstmals
außer (?:Lebensg|G)efahr = sicher
unter Denkmalschutz|unter Schutz|unter Naturschutz = geschützt
auf (?:eigenen|seinen|ihren) (?:Kosten )?sitzen|bleib\w*\b[^,;]*\bsitzen = schuldig
die Treue|weiter dabei = bleiben
zugrunde|zu Bruch|in Flammen|in Trümmern|in Mitleidenschaft|Schaden (?:genommen|erlitten|davon) = beschädigen
mit (?:dem|einem) Schrecken|mit heiler Haut|ohne (?:Schaden|Kratzer|Verletzung\w*) = unversehrt
ums Leben|tot geborgen|nur noch tot|kam\w* um = sterben
am Leben|mit dem Leben davon = überleben
zur Verfügung|auf Lager|im Angebot|zu haben = verfügbar
Mangelware|zur Neige = knapp
(?:mit|ohne) (?:Vorsatz|Absicht) = vorsätzlich
mit voller Leistung|in vollem Umfang|ohne Einschränkung\w* = uneingeschränkt
unter Verschluss = verschluss
(?:ist|sind)\b[^,;]*\bgekommen|\bkam(?:en)?\b(?= [^,;]*\w+\W*$) = eintreffen
hinterher(?=\W*$) = hinterherkommen
(?:gut|leicht|schnell|kaum|nicht) durch(?=\W*$) = durchkommen
zu spät(?=\W*$|,) = abweisen
zu (?:wenige?|wenig)\b = mangel
(?:lag|liegt|lagen|liegen) (?:\w+ )?unter (?:de[rmn]|dem)\b = sinken
(?:lag|liegt|lagen|liegen) (?:\w+ )?über (?:de[rmn]|dem)\b = steigen
steh\w* (?:allen|jedem|jeder)\b[^,;]*\boffen = unbeschränkt
(?:auf den Weg|unter Dach) (?:gebracht|bringen)|bring\w* [^,;]*\bauf den Weg = beschließen
(?:mit|ohne) (?:Grenze|Obergrenze|Limit|Begrenzung|Beschränkung) = begrenzt
(?:inzwischen|schon|bereits|konnte) ermittelt|ermittelt werden konnte = identifizieren
(?:wird|werden) (?:weiter |noch |weiterhin )*gesucht|sucht noch = unerkannt
(?:bleib\w*|halt\w*|hält) [^,;]*\btreu\b|treu (?:bleib\w*|geblieben) = teilnehmen
auf Dauer|für immer = dauerhaft
an den (?:Kosten|Ausgaben) (?:\w+ )?beteilig\w+ = zahlen
(?:Zahl|Niveau|Stand|Mitglieder\w*)\b[^,;]*\bhalten = behalten
ohne (?:\w+e )?(?:Zwischenf[aä]ll|Problem|Schwierigkeit|Störung|Panne|Komplikation)\w* = reibungslos
(?:wird|werden)\b[^,;]*\b(?:weiterhin|nach wie vor|immer noch)(?! nicht| kein) = andauern
steh(?:t|en) (?:noch immer|immer noch|wieder still|weiter)(?=\W*$) = stillstehen
bleib\w*\b[^,;]*\bzuständig = übernehmen
aus Versehen = versehentlich
unter den (?:veranschlagt|geplant|kalkuliert|erwartet)en \w+|billiger als|günstiger als = billig
über den (?:veranschlagt|geplant|kalkuliert|erwartet)en \w+|teurer als = teuer
wie geplant|wie vorgesehen = stattfinden
[Ee]in Teil\b(?! der Stadt| des Ortes) = teilweise
steh(?:t|en) (?:immer )?noch(?= |\W*$)|steh(?:t|en) weiter(?:hin)? = errichten
(?:gilt|gelten)\b[^,;]*\b(?:hinaus|weiter|weiterhin) = verlängern
f[aä]ll(?:t|en) unter (?:die|das|den) = betreffen
(?:seinen|ihren) Namen (?:genannt|verraten|preis) = namentlich
(?:kommt|kommen|gelangt|gelangen)\b[^,;]*\b(?:heran|ran|hinein|rein|herein|hin)(?=\W*$) = zugänglich
lieg(?:t|en) noch\b(?! nicht)[^,;]*\b(?:Anträge|Fälle|Akten|Bescheide) = unerledigt
geh(?:t|en) (?:immer noch |noch immer |noch |derzeit |zurzeit |schon )*(?:nicht|wieder)(?=\W*$) = funktionieren
ist (?:wieder |noch )?(?:da|zurück)(?=\W*$|,) = zurückkehren
hinter (?:dem|den|ihrem|seinem|der) (?:Vorhaben|Plan|Plänen|Projekt|Vorstand|Entwurf)|steh\w* (?:voll )?hinter = befürworten
(?:wehr|stemm|sträub)\w* sich\b[^,;]*\bgegen|macht\w* (?:Front|mobil) gegen|Sturm gegen = dagegen
im (?:Zeitplan|Plan|Soll)|nach Plan|wie geplant|im Kostenrahmen = planmäßig
(?:hinkt|hinken|hinkte)\b|im (?:Verzug|Rückstand)|in Verzug|aus dem Ruder|länger als (?:geplant|gedacht|erwartet) = verzögern
(?:schneller|früher|eher) (?:voran |fertig )?als (?:geplant|gedacht|erwartet)|schneller voran = schneller
länger (?:dauer\w* )?als (?:geplant|gedacht|erwartet)|langsamer voran = länger
über Bord|den Rücken|auf den Müll = abschaffen
ein Ende|Schluss mit|das Aus(?=\W)|dem Aus\b = beenden
in die nächste Runde|geht\b[^,;]*\bweiter(?=\W*$|[,;.]) = fortsetzen
mit dem Rollstuhl(?= kommt| können| kann) = barrierefrei
spiel\w*\b[^,;]*\bRolle|(?:kommt|kam) es\b[^,;]*\ban(?=\W*$|[,;]) = entscheidend
zähl(?:t|en|te|ten)(?:\s\w+){0,2}, (?:wer|was|wann|wie)\b = entscheidend
ins Gewicht|einen Unterschied = entscheidend
(?:konnte|konnten|wurde|wurden|ist|sind)\b[^,;]*\b(?:ermittelt|herausgefunden|ergründet)(?= werden| worden|\W*$) = klären
(?:geht|gehen|ging\w*)\b[^,;]*\bleer aus = streichen
frei (?:herum)?lauf\w* = freilaufend
(?:kann|können|könnt)\b[^,;]*\banstecken = gefährlich
ohne (?:jede |weitere )?Änderung\w* = ändern
wie (?:immer|gewohnt|gehabt) = unverändert
(?:jetzt|nun|künftig|dann|ab \w+)\b[^,;]{0,30}\banders(?=\W*$|[,;]) = ändern
jede Schuld von sich|(?:weist|weisen|wies|wiesen)\b[^,;]*\bvon sich = bestreiten
"""
"""Turns of phrase, each with a word above that takes the same side."""
