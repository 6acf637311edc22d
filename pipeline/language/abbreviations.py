# SPDX-License-Identifier: EUPL-1.2
"""The inventory of German abbreviations in municipal prose, and what is said for each."""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.language.calendar_de import MONTH_SPELLINGS, MONTHS, WEEKDAY_SPELLINGS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`written` with its full stops (blanks in it are optional), `spoken`, and whether a sentence may well end with it.

    An `adjective` has its ending still to come: "stv." is "stellvertretend" plus what the article asks for.
    """

    written: str
    spoken: str
    ends: bool = False
    adjective: bool = False


def _table(rows: str, *, ends: bool = False, adjective: bool = False) -> tuple[Abbreviation, ...]:
    pairs = (row.split("=", 1) for row in rows.strip().splitlines())
    return tuple(Abbreviation(written.strip(), spoken.strip(), ends, adjective) for written, spoken in pairs)


_INSIDE: Final = _table("""
z. B. = zum Beispiel
d. h. = das heißt
d. i. = das ist
i. d. R. = in der Regel
i. A. = im Auftrag
i. V. = in Vertretung
i. V. m. = in Verbindung mit
i. S. d. = im Sinne des
i. H. v. = in Höhe von
i. d. F. = in der Fassung
i. d. F. v. = in der Fassung vom
i. e. S. = im engeren Sinne
u. a. = unter anderem
u. U. = unter Umständen
u. v. a. = und viele andere
v. a. = vor allem
o. g. = oben genannt
z. T. = zum Teil
z. Zt. = zur Zeit
z. Z. = zur Zeit
z. H. = zu Händen
z. Hd. = zu Händen
s. o. = siehe oben
s. u. = siehe unten
m. E. = meines Erachtens
v. l. = von links
v. r. = von rechts
v. l. n. r. = von links nach rechts
a. d. = an der
o. ä. = oder ähnlich
Dr.-Ing. = Doktor Ingenieur
Dr. med. = Doktor
Dr. jur. = Doktor
Dr. phil. = Doktor
Dr. rer. nat. = Doktor
Dr. rer. pol. = Doktor
BGBl. = Bundesgesetzblatt
Dipl.-Ing. = Diplomingenieur
Dipl.-Kfm. = Diplomkaufmann
Dipl.-Päd. = Diplompädagogin
Reg.-Bez. = Regierungsbezirk
Dr. = Doktor
Prof. = Professor
Hr. = Herr
Hrn. = Herrn
St. = Sankt
Bgm. = Bürgermeister
Bgm.in = Bürgermeisterin
OB = Oberbürgermeister
Lkr. = Landkreis
Landkr. = Landkreis
Stt. = Stadtteil
Kirchengem. = Kirchengemeinde
Sek. I = Sekundarstufe eins
Sek. II = Sekundarstufe zwei
Sek I = Sekundarstufe eins
Sek II = Sekundarstufe zwei
Ldkr. = Landkreis
Krs. = Kreis
Kr. = Kreis
Rh.-Pf. = Rheinland Pfalz
Reg.-Präs. = Regierungspräsidium
Gde. = Gemeinde
Vors. = Vorsitz
Nr. = Nummer
Nrn. = Nummern
lfd. = laufend
Hausnr. = Hausnummer
Hausnrn. = Hausnummern
Hs.-Nr. = Hausnummer
Az. = Aktenzeichen
Aktz. = Aktenzeichen
lit. = Buchstabe
Jgst. = Jahrgangsstufe
Abs. = Absatz
Art. = Artikel
Kap. = Kapitel
Abschn. = Abschnitt
Anf. = Anfang
Kto. = Konto
Fa. = Firma
Flst. = Flurstück
i. Odw. = im Odenwald
n. V. = nach Vereinbarung
Erw. = Erwachsene
erm. = ermäßigt
Abb. = Abbildung
S. = Seite
Anm. = Anmerkung
Bd. = Band
Hrsg. = Herausgeber
Ziff. = Ziffer
Buchst. = Buchstabe
ca. = circa
rd. = rund
bzw. = beziehungsweise
ggf. = gegebenenfalls
ggfs. = gegebenenfalls
evtl. = eventuell
evt. = eventuell
inkl. = inklusive
incl. = inklusive
exkl. = exklusive
einschl. = einschließlich
zzgl. = zuzüglich
abzgl. = abzüglich
ggü. = gegenüber
gem. = gemäß
lt. = laut
vgl. = vergleiche
max. = maximal
mind. = mindestens
min. = mindestens
insb. = insbesondere
insbes. = insbesondere
bes. = besonders
vorauss. = voraussichtlich
voraussichtl. = voraussichtlich
tägl. = täglich
mtl. = monatlich
jährl. = jährlich
wöchentl. = wöchentlich
tel. = telefonisch
Tel. = Telefon
Tel.-Nr. = Telefonnummer
Mob. = Mobil
geb. = geboren
verh. = verheiratet
gest. = gestorben
gegr. = gegründet
erb. = erbaut
od. = oder
u. = und
v. = von
m. = mit
f. = für
zw. = zwischen
i. = in
Anz. = Anzahl
Ansprechp. = Ansprechperson
Ausg. = Ausgabe
Feuerw. = Feuerwehr
""")

_AT_END: Final = _table(
    """
usw. = und so weiter
usf. = und so fort
etc. = et cetera
u. Ä. = und Ähnliches
u. ä. = und Ähnliches
o. Ä. = oder Ähnliches
u. a. m. = und anderes mehr
u. v. m. = und vieles mehr
u. v. a. m. = und vieles andere mehr
e. V. = E V
e. G. = E G
a. D. = außer Dienst
a. M. = am Main
a. Rh. = am Rhein
i. R. = im Ruhestand
n. Chr. = nach Christus
v. Chr. = vor Christus
d. J. = dieses Jahres
d. M. = dieses Monats
p. a. = im Jahr
p. P. = pro Person
Std. = Stunden
Min. = Minuten
Sek. = Sekunden
Mio. = Millionen
Mrd. = Milliarden
Tsd. = Tausend
Jh. = Jahrhundert
Jhd. = Jahrhundert
Jhdt. = Jahrhundert
Str. = Straße
Pl. = Platz
Hbf. = Hauptbahnhof
Bhf. = Bahnhof
MwSt. = Mehrwertsteuer
USt. = Umsatzsteuer
Ffm. = Frankfurt
Odw. = Odenwald
Nds. = Niedersachsen
Vereinb. = Vereinbarung
Äq. = Äquivalent
Mwst. = Mehrwertsteuer
Std./Woche = Stunden pro Woche
Einw. = Einwohner
EW. = Einwohner
Pers. = Personen
Teiln. = Teilnehmende
Hj. = Halbjahr
Jg. = Jahrgang
Kl. = Klasse
OG. = Obergeschoss
EG. = Erdgeschoss
Whg. = Wohnung
Abt. = Abteilung
Zi. = Zimmer
""",
    ends=True,
)

_ADJECTIVES: Final = _table(
    """
stv. = stellvertretend
stellv. = stellvertretend
ehem. = ehemalig
sog. = sogenannt
gepl. = geplant
ev. = evangelisch
evang. = evangelisch
kath. = katholisch
städt. = städtisch
versch. = verschieden
öffentl. = öffentlich
dt. = deutsch
allg. = allgemein
gesetzl. = gesetzlich
ehrenamtl. = ehrenamtlich
hess. = hessisch
bayer. = bayerisch
Hl. = Heilig
hl. = heilig
gr. = groß
kl. = klein
""",
    adjective=True,
)

_BARE: Final = _table(
    """
Hbf = Hauptbahnhof
Bhf = Bahnhof
OT = Ortsteil
BA = Bauabschnitt
KW = Kalenderwoche
BGBl = Bundesgesetzblatt
GVBl = Gesetz und Verordnungsblatt
OG = Obergeschoss
EG = Erdgeschoss
UG = Untergeschoss
DG = Dachgeschoss
ca = circa
bzw = beziehungsweise
usw = und so weiter
inkl = inklusive
ggf = gegebenenfalls
Nr = Nummer
Tel = Telefon
Str = Straße
Mio = Millionen
Mrd = Milliarden
Tsd = Tausend
Std = Stunden
MwSt = Mehrwertsteuer
Lkr = Landkreis
""",
    ends=True,
)

_CALENDAR: Final = tuple(
    Abbreviation(spelling + ".", MONTHS[index], ends=True)
    for spelling, index in MONTH_SPELLINGS
    if spelling not in MONTHS and spelling not in ("Jänner", "Maerz", "Jan")
) + tuple(
    Abbreviation(spelling + ".", WEEKDAYS[index], ends=True)
    for spelling, index in WEEKDAY_SPELLINGS
    if spelling not in WEEKDAYS and spelling not in ("Sonnabend", "Fr", "So", "Do")
)

ABBREVIATIONS: Final = tuple(
    sorted((*_INSIDE, *_AT_END, *_ADJECTIVES, *_BARE, *_CALENDAR), key=lambda entry: -len(entry.written))
)
"""The inventory, longest first. "Fr." (Frau or Freitag), "Jan.", "So.", "Do.", "-str." and the units live in their rules."""

_INITIALS: Final = re.compile(r"\. [A-ZÄÖÜ]\.")
"""Two capitals with full stops are a person's initials: "M. E." opens no sentence as "m. E."."""
_WRITTEN: Final = frozenset(entry.written for entry in ABBREVIATIONS)


def _expression(entry: Abbreviation) -> str:
    written = entry.written
    body = re.escape(written).replace(r"\ ", r"[ \u00a0\u202f\u2009]?")
    opens = written[0].upper() + written[1:]
    several = len(written) > 2
    if written[0].islower() and several and opens not in _WRITTEN and (written == "z. B." or not _INITIALS.search(written)):
        body = f"[{written[0]}{written[0].upper()}]" + body[1:]
    return body + ("" if written.endswith(".") else r"(?!\w|\.\w)")


_BEFORE_DIGIT: Final = frozenset({"Art.", "S.", "Kl.", "Jg."})
"""Words or initials elsewhere: "dieser Art."."""
_ANY: Final = re.compile("|".join(f"({_expression(entry)})" for entry in ABBREVIATIONS))


@dataclass(frozen=True, slots=True)
class Found:
    """An abbreviation met in a text: its entry, what is said for it (capital as written), and where it ends."""

    entry: Abbreviation
    spoken: str
    end: int


def abbreviation_at(text: str, position: int) -> Found | None:
    """Give the abbreviation that starts exactly here, the longest first; None if there is none."""
    if position and (text[position - 1].isalnum() or text[position - 1] == "."):
        return None
    met = _ANY.match(text, position)
    if met is None or met.lastindex is None:
        return None
    entry = ABBREVIATIONS[met.lastindex - 1]
    after = text[met.end() : met.end() + 1]
    if after.isalpha() and entry.written.endswith("."):
        return None
    if entry.written in _BEFORE_DIGIT and not re.match(r"\s?\d", text[met.end() :]):
        return None
    capital = met[0][0].isupper() and entry.spoken[0].islower()
    return Found(entry, entry.spoken[0].upper() + entry.spoken[1:] if capital else entry.spoken, met.end())
