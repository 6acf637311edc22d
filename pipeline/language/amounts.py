# SPDX-License-Identifier: EUPL-1.2
"""Money, percent, units, fractions, ordinals, compounds with numbers. Every rule: text, position → pieces (none if not)."""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.language.grammar import ending, noun_after, one
from pipeline.language.grammar import gender as gender_of
from pipeline.language.numbers import amount, cardinal, decimal, digits, fraction, in_compound, ordinal, roman
from pipeline.language.pieces import Piece
from pipeline.language.sentences import opens_sentence, ordinal_stop

_GROUPED: Final = r"(?:\d{1,3}(?:[.\u00a0\u202f']\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)"
_PLAIN: Final = r"(?:\d{1,3}(?:[.\u00a0\u202f']\d{3})+(?!\d)|\d+)"
_MAGNITUDE: Final = r"(?:Mio\.?|Mrd\.?|Tsd\.?|Millionen|Million|Milliarden|Milliarde|T(?=€)|T(?=EUR))"
_CURRENCY: Final = r"(?:€|Euro\b|EUR\b|Cent\b|Ct\.?|ct\.?|\$|US-Dollar\b|CHF\b)"
_MONEY: Final = re.compile(rf"({_GROUPED})(?:,(\d+|-+|–))?(\s*)({_MAGNITUDE}\s*)?({_CURRENCY})(?!\w)")
_LEADING_EURO: Final = re.compile(rf"(T?)(?:€|EUR)\s?({_PLAIN})(?:,(\d+|-+|–))?")
_LARGE: Final = re.compile(rf"({_GROUPED})(?:,(\d+))?\s*({_MAGNITUDE})(?!\w)")
_NUMBER: Final = re.compile(rf"({_PLAIN})(?:,(\d+))?")
_CURRENCIES: Final = {
    "€": "Euro",
    "EUR": "Euro",
    "Ct": "Cent",
    "ct": "Cent",
    "Ct.": "Cent",
    "ct.": "Cent",
    "$": "Dollar",
    "US-Dollar": "U S Dollar",
    "CHF": "Franken",
}
_CENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is written after a number, and said for one and for many."""

    written: str
    single: str
    many: str


def _units(rows: str) -> tuple[Unit, ...]:
    parsed = []
    for row in rows.strip().splitlines():
        written, _, spoken = row.partition("=")
        single, _, many = spoken.partition("|")
        parsed.append(Unit(written.strip(), single.strip(), (many or single).strip()))
    return tuple(sorted(parsed, key=lambda unit: -len(unit.written)))


UNITS: Final = _units("""
km/h = Stundenkilometer
km² = Quadratkilometer
km2 = Quadratkilometer
qkm = Quadratkilometer
m² = Quadratmeter
m2 = Quadratmeter
qm = Quadratmeter
m³/h = Kubikmeter pro Stunde
m³ = Kubikmeter
m3 = Kubikmeter
cbm = Kubikmeter
cm² = Quadratzentimeter
cm³ = Kubikzentimeter
m/s = Meter pro Sekunde
l/m² = Liter pro Quadratmeter
µg/m³ = Mikrogramm pro Kubikmeter
µg = Mikrogramm
µm = Mikrometer
km = Kilometer
cm = Zentimeter
mm = Millimeter
m = Meter
ha = Hektar
kg = Kilogramm
mg = Milligramm
g = Gramm
t = Tonne | Tonnen
l = Liter
L = Liter
ml = Milliliter
hl = Hektoliter
kWh/m²a = Kilowattstunden pro Quadratmeter und Jahr
kWh/a = Kilowattstunden pro Jahr
t/a = Tonnen pro Jahr
kWp = Kilowatt Peak
MWp = Megawatt Peak
kWh = Kilowattstunde | Kilowattstunden
MWh = Megawattstunde | Megawattstunden
GWh = Gigawattstunde | Gigawattstunden
TWh = Terawattstunde | Terawattstunden
kW = Kilowatt
MW = Megawatt
GW = Gigawatt
W = Watt
kV = Kilovolt
V = Volt
PS = P S
GB = Gigabyte
MB = Megabyte
TB = Terabyte
Gbit/s = Gigabit pro Sekunde
GBit/s = Gigabit pro Sekunde
Mbit/s = Megabit pro Sekunde
MBit/s = Megabit pro Sekunde
Gbit = Gigabit
Mbit = Megabit
Hz = Hertz
kHz = Kilohertz
MHz = Megahertz
dB(A) = Dezibel
dB = Dezibel
°C = Grad Celsius
° C = Grad Celsius
° = Grad
%ig = prozentig
% = Prozent
v. H. = Prozent
‰ = Promille
Std. = Stunde | Stunden
Std = Stunde | Stunden
Min. = Minute | Minuten
min = Minute | Minuten
Sek. = Sekunde | Sekunden
sec = Sekunde | Sekunden
h = Stunde | Stunden
Wo. = Woche | Wochen
J. = Jahr | Jahre
EW = Einwohner
Ew. = Einwohner
""")
_UNIT: Final = re.compile(rf"({_PLAIN})(?:,(\d+))?(\s?|-)({'|'.join(re.escape(unit.written) for unit in UNITS)})(?![\w²³])")
_BARE_UNIT: Final = re.compile(rf"({'|'.join(re.escape(unit.written) for unit in UNITS)})(?![\w²³])")
_DATIVE_YEARS: Final = re.compile(r"\b(?:von|ab|mit|nach|seit|unter|zwischen|vor)\s+(?:\d+\s*(?:[–-]|bis|und)\s*)?$")
_PLAIN_UNITS: Final = frozenset(
    "km/h km² km2 qkm m² m2 qm m³ m3 cbm cm² cm³ l/m² µg/m³ µg km cm mm kg mg ml kWp MWp kWh MWh GWh TWh kW kV Gbit/s Mbit/s "
    "MBit/s Gbit Mbit kHz MHz dB dB(A) ha".split()
)
"""Units that are no word and no initial, so that they are known without a number too."""
_ROADS: Final = frozenset({"L", "A", "B", "K"})
"""Letters that name a road before a number: the second of "L 3097/L 3115" is no litre."""
_DATIVE_SPEEDS: Final = re.compile(r"\b(?:von|ab|mit|bei)\s+(?:(?:rund|etwa|über|mehr als)\s+)?(?:\d+\s*(?:[–-]|bis|und)\s*)?$")
_PERCENTAL: Final = re.compile(r"(\d+)(?:,(\d+))?[\s-]?%-?(ig[^\W\d_]*)")
_COMPOUND: Final = re.compile(
    r"(\d+(?:\.\d{3})*)(?:,(\d+))?-?((?:[jJ]ährig|[tT]ägig|stündig|stündlich|minütig|köpfig|stellig|stöckig|geschossig|teilig|wöchig"
    r"|wöchentlich|monatig|monatlich|prozentig|spurig|gleisig|seitig|jährlich|malig|reihig|klassig|zügig|bändig|sitzig|strahlig"
    r"|eckig|zeilig|türig|gruppig|gängig|gradig|fach|mal(?!\w))[^\W\d_]*)"
)
_TIMES: Final = re.compile(r"(\d+)\s?[x×](?![\w])(?!\s*\d)")
_BY: Final = re.compile(r"[x×](?=\s?\d)")
_FRACTION: Final = re.compile(r"(\d{1,2})/(\d{1,3})(?![\d/.]\d?)(?!\w)")
_MIXED: Final = re.compile(r"(\d+)(?:\s?([½¼¾⅓⅔])|\s1/2(?!\d))")
_VULGAR: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_ORDINAL: Final = re.compile(r"(\d{1,4}|\d{1,3}(?:\.\d{3})+)\.(?!\d)")
_ROMAN: Final = re.compile(r"([IVX]+)(\.?)(?![\w.])")
_REGENTS: Final = re.compile(
    r"\b(Heinrich|Karl|Ludwig|Friedrich|Wilhelm|Georg|Ernst|Otto|Philipp|Johannes|Paul|Benedikt|Leo|Pius|Johann|Charles|Ferdinand"
    r"|Maximilian|Albert|Albrecht|Rudolf|Konrad|Franz|Joseph|Josef|Gregor|Innozenz|Clemens|Urban|Nikolaus|Alexander|Peter|Gustav"
    r"|Christian|Leopold|Adolf|August|Wenzel|Sigismund|Elisabeth|Katharina|Margarethe|Margrethe)(s?)\s+$"
)
_LABELS: Final = re.compile(
    r"\b\w*(?:Teil|Stufe|Kapitel|Abschnitt|abschnitt|Phase|Klasse|Band|SGB|Hartz|Gruppe|Typ|Agenda|Block|Modul|Etappe|Runde"
    r"|Kategorie|Zone|Kap\.|Abschn\.|Weltkrieg|Los|Sekundarstufe|Grad|Akt|Sek\.)\s+(?:[IVX]+\s+(?:und|oder|bis)\s+)?$"
)


def money(text: str, position: int) -> tuple[Piece, ...]:
    """Read "1,9 Mio. Euro", "12,50 €", "0,50 €", "12,– Euro", "500 Tsd. €", "€ 20"."""
    if leading := _LEADING_EURO.match(text, position):
        if leading[1]:
            thousands, _ = _magnified("", leading[2], (leading[3] or "").strip("-–"), "T")
            return (Piece(position, leading.end(), f"{thousands} Euro"),)
        return (Piece(position, leading.end(), _price(leading[2], leading[3] or "", "Euro")),)
    met = _MONEY.match(text, position)
    if met is None:
        return ()
    whole, cents, magnitude = met[1], met[2] or "", (met[4] or "").strip()
    name = _CURRENCIES.get(met[5], met[5])
    unit_start = met.start(5)
    unit_end = met.end()
    if magnitude:
        words = _magnified(text[:position], whole, cents, magnitude)
        return (
            Piece(position, met.end(2) if met[2] else met.end(1), words[0]),
            Piece(met.start(4), met.start(4) + len(magnitude), words[1]),
            Piece(unit_start, unit_end, name),
        )
    if cents.strip("-–"):
        return (Piece(position, met.end(), _price(whole, cents, name)),)
    number = _count(text[:position], whole, name)
    return (Piece(position, met.end(2) if met[2] else met.end(1), number), Piece(unit_start, unit_end, name))


def _price(whole: str, cents: str, name: str) -> str:
    cents = cents.strip("-–")
    number = int(re.sub(r"\D", "", whole))
    if not cents or int(cents) == 0:
        return f"{'ein' if number == 1 else amount(whole)} {name}"
    if len(cents) != _CENTS or name != "Euro":
        return f"{decimal(whole, cents)} {name}"
    if number == 0:
        return f"{'ein' if int(cents) == 1 else cardinal(int(cents))} Cent"
    return f"{'ein' if number == 1 else amount(whole)} Euro {cardinal(int(cents))}"


def _magnified(before: str, whole: str, places: str, magnitude: str) -> tuple[str, str]:
    """Give the words of the number and of its magnitude: ("1", "", "Mio.") → "eine", "Million"."""
    single = re.sub(r"\D", "", whole) == "1" and not places
    thousand = magnitude.startswith("T")
    if thousand:
        scaled = int(re.sub(r"\D", "", whole)) * 1000 + int(places.ljust(3, "0")[:3] or 0)
        return cardinal(scaled), ""
    name = "Million" if magnitude.startswith("Mi") and "o" in magnitude else "Milliarde"
    if single:
        return one(before, name), name
    return (decimal(whole, places) if places else amount(whole)), name + ("en" if name == "Million" else "n")


def _count(before: str, whole: str, noun: str) -> str:
    if re.sub(r"\D", "", whole) == "1" and len(whole) == 1:
        return one(before, noun) if noun not in {"Euro", "Cent"} else "ein"
    return amount(whole)


def large(text: str, position: int) -> tuple[Piece, ...]:
    """Read "1,2 Mio. Menschen", "1 Mrd.", "500 Tsd."."""
    met = _LARGE.match(text, position)
    if met is None:
        return ()
    words = _magnified(text[:position], met[1], met[2] or "", met[3])
    ended = met[0].endswith(".") and not text[met.end() :].strip('“”"»«) \n')
    tail = (Piece(met.end() - 1, met.end(), "."),) if ended else ()
    number_end = met.end(2) if met[2] else met.end(1)
    return (Piece(position, number_end, words[0]), Piece(met.start(3), met.end() - len(tail), words[1]), *tail)


def unit(text: str, position: int) -> tuple[Piece, ...]:
    """Read "5 km", "20 °C", "3,5 %", "50 km/h", "1 t"; a unit's own full stop that ends the sentence is kept."""
    if percental := _PERCENTAL.match(text, position):
        number = decimal(percental[1], percental[2]) + " " if percental[2] else in_compound(int(percental[1]))
        return (Piece(position, percental.end(), f"{number}prozent{percental[3]}"),)
    met = _UNIT.match(text, position)
    if met is None:
        return ()
    found = next(unit for unit in UNITS if unit.written == met[4])
    single = met[1] == "1" and not met[2]
    number = decimal(met[1], met[2]) if met[2] else amount(met[1])
    if single:
        number = one(text[:position], found.single)
    if single and found.single in {"Prozent", "Grad", "Grad Celsius"}:
        number = "ein"
    word = found.single if single else found.many
    if word == "Jahre" and _DATIVE_YEARS.search(text, 0, position):
        word = "Jahren"
    if word == "Stundenkilometer" and _DATIVE_SPEEDS.search(text, 0, position):
        word = "Stundenkilometern"
    ended = met[4].endswith(".") and not text[met.end() :].strip('“”"»«) \n')
    tail = (Piece(met.end() - 1, met.end(), "."),) if ended else ()
    return (
        Piece(position, met.end(2) if met[2] else met.end(1), number),
        Piece(met.start(4), met.end() - len(tail), word),
        *tail,
    )


def per_unit(text: str, position: int) -> tuple[Piece, ...]:
    """Read a unit without a number: the m² of "9 €/m²" and of "in m²"."""
    met = _BARE_UNIT.match(text, position)
    if met is None or not (met[1] in _PLAIN_UNITS or (position and text[position - 1] == "/")):
        return ()
    if met[1] in _ROADS and re.match(r"\s?\d", text[met.end() :]):
        return ()
    found = next(unit for unit in UNITS if unit.written == met[1])
    after_stroke = text[position - 1 : position] == "/"
    return (Piece(position, met.end(), found.single if after_stroke else found.many),)


def by(text: str, position: int) -> tuple[Piece, ...]:
    """Read the x of "12 x 8 m"."""
    met = _BY.match(text, position)
    if met is None or not re.search(r"\d\s?$", text[:position]):
        return ()
    return (Piece(position, position + 1, "mal"),)


def compound(text: str, position: int) -> tuple[Piece, ...]:
    """Read "50-jährig", "12-mal", "3-fach", "16-Jährige", "3,5-prozentig", and "3x"."""
    if met := _TIMES.match(text, position):
        return (Piece(position, met.end(), in_compound(int(met[1])) + "mal"),)
    met = _COMPOUND.match(text, position)
    if met is None:
        return ()
    if met[2]:
        return (Piece(position, met.end(), f"{decimal(met[1], met[2])}{met[3].lower()}"),)
    word = in_compound(int(met[1].replace(".", "")))
    if met[3][0].isupper():
        word = word[0].upper() + word[1:]
    return (Piece(position, met.end(), word + met[3].lower()),)


def fractions(text: str, position: int) -> tuple[Piece, ...]:
    """Read "1/2", "2/3", "½ Stunde", "2 ½"; a slash between other numbers ("Nr. 3/2026") is not a fraction."""
    if mixed := _MIXED.match(text, position):
        return (Piece(position, mixed.end(), _mixed(int(mixed[1]), mixed[2] or "½")),)
    pair = _VULGAR.get(text[position])
    end = position + 1
    if pair is None:
        met = _FRACTION.match(text, position)
        if met is None or not 0 < int(met[1]) < int(met[2]) or int(met[2]) > 100:
            return ()
        if re.search(r"(?:Nr\.|Nummer|Linie|Linien|Klassen|Klasse|Gruppe|[/\d])\s*$", text[:position]):
            return ()
        if int(met[2]) > 10 and int(met[2]) != 100:
            return ()
        pair, end = (int(met[1]), int(met[2])), met.end()
    if pair == (1, 2) and (noun := re.match(r"\s+([A-ZÄÖÜ]\w+)", text[end:])):
        return (Piece(position, end, _half(text[:position], noun[1])),)
    return (Piece(position, end, fraction(*pair)),)


def _half(before: str, noun: str) -> str:
    form = one(before, noun)
    kind = gender_of(noun)
    tail = {"einer": "en", "einem": "en", "einen": "en", "eine": "e"}.get(form, "es" if kind == "n" else "er")
    return f"{form} halb{tail}"


def _mixed(whole: int, sign: str) -> str:
    number = in_compound(whole)
    if sign == "½":
        return f"{number}einhalb"
    return f"{cardinal(whole)} {fraction(*_VULGAR[sign])}"


def ordinals(text: str, position: int) -> tuple[Piece, ...]:
    """Read "der 3. Platz", "in der 3. Klasse", "50. Jubiläum", "3./4. Klasse"."""
    met = _ORDINAL.match(text, position)
    if met is None or not ordinal_stop(text, met.end() - 1):
        return ()
    number = int(met[1].replace(".", ""))
    return (Piece(position, met.end(), ordinal(number, ending(text[:position], text[met.end() :]))),)


def romans(text: str, position: int) -> tuple[Piece, ...]:
    """Read "Heinrich VIII.", "II. Bauabschnitt", "Teil III", "SGB XII"."""
    met = _ROMAN.match(text, position)
    number = roman(met[1]) if met else 0
    if met is None or not number:
        return ()
    before, after = text[:position], text[met.end() :]
    ends = met[2] and not after.strip('“”"»«) \n')
    if regent := _REGENTS.search(before):
        word = _regnal(before[: regent.start()], regent[1], bool(regent[2]), number)
        goes_on = met[2] and not ends and not _starts_sentence(after)
        stop = () if goes_on or not met[2] else (Piece(met.end() - 1, met.end(), "."),)
        return (Piece(position, met.end() - len(stop), word), *stop)
    if met[2] and not ends and re.match(r"\s+(?:[a-zäöü]+\s+)?[A-ZÄÖÜ]", after) and not _LABELS.search(before):
        return (Piece(position, met.end(), ordinal(number, ending(before, after))),)
    if len(met[1]) > 1 or _LABELS.search(before):
        if met[1] == "XX" or not (_LABELS.search(before) or re.search(r"[A-ZÄÖÜ]\w*\s+$", before)):
            return ()
        return (Piece(position, met.end(1), cardinal(number)),)
    return ()


def _starts_sentence(after: str) -> bool:
    word = re.match(r"\s*([^\W\d_]+)", after)
    return word is not None and opens_sentence(word[1])


def _regnal(before: str, name: str, genitive: bool, number: int) -> str:
    if name in {"Elisabeth", "Katharina", "Margarethe", "Margrethe"}:
        return "der " + ordinal(number, "en").capitalize() if genitive else "die " + ordinal(number).capitalize()
    last = re.search(r"(\w+)\s*(?:(?:Kaiser|König|Papst|Landgraf|Graf|Herzog|Großherzog|Kurfürst|Fürst)s?\s*)?$", before)
    word = last[1].lower() if last else ""
    if genitive:
        return "des " + ordinal(number, "en").capitalize()
    if word in {"von", "unter", "mit", "bei", "nach", "zu", "dem", "seit", "vom"}:
        return "dem " + ordinal(number, "en").capitalize()
    if word in {"für", "gegen", "durch", "den", "um"}:
        return "den " + ordinal(number, "en").capitalize()
    return "der " + ordinal(number).capitalize()


def number(text: str, position: int) -> tuple[Piece, ...]:
    """Read any other number: 2.450, 3,5, and "1" before a noun by its gender."""
    met = _NUMBER.match(text, position)
    if met is None:
        return ()
    if met[2]:
        return (Piece(position, met.end(), decimal(met[1], met[2])),)
    written = met[1]
    if len(written) > 1 and written[0] == "0":
        return (Piece(position, met.end(), digits(written)),)
    counted = re.match(r"[\s\u00a0]+([A-ZÄÖÜ][a-zäöüß]\w*)", text[met.end() :])
    free = not re.search(r"(?:[A-ZÄÖÜ]\w*|[.\d:–/+&-]|Nr\.)\s*$", text[:position]) or position == 0
    if written == "1" and counted and free and not opens_sentence(counted[1]) and noun_after(text[met.end() :]):
        return (Piece(position, met.end(), one(text[:position], counted[1])),)
    if written == "1" and text[met.end() : met.end() + 1] == "-":
        return (Piece(position, met.end(), "ein"),)
    if re.match(r"-Jahr", text[met.end() :]):
        return (Piece(position, met.end(), in_compound(int(re.sub(r"\D", "", written)))),)
    return (Piece(position, met.end(), amount(written)),)
