# SPDX-License-Identifier: EUPL-1.2
"""Words in capitals: which are spelt letter by letter ("Ö P N V") and which are read as words ("Nato")."""

import re
from typing import Final

_AS_WORDS: Final = {
    "NATO": "Nato",
    "UNO": "Uno",
    "UNESCO": "Unesco",
    "UNICEF": "Unicef",
    "PISA": "Pisa",
    "TÜV": "Tüff",
    "BAföG": "Bafög",
    "BAFÖG": "Bafög",
    "Bafög": "Bafög",
    "KITA": "Kita",
    "KiTa": "Kita",
    "KITAS": "Kitas",
    "KiTas": "Kitas",
    "MINT": "Mint",
    "AWO": "Awo",
    "NABU": "Nabu",
    "BUND": "Bund",
    "GEMA": "Gema",
    "SCHUFA": "Schufa",
    "DEKRA": "Dekra",
    "COVID": "Covid",
    "AIDS": "Aids",
    "ISEK": "Isek",
    "IKEK": "Ikek",
    "LEADER": "Lieder",
    "DAX": "Dax",
    "ELSTER": "Elster",
    "PIN": "Pin",
    "DIN": "Din",
    "ISO": "Iso",
    "BLZ": "Bankleitzahl",
    "VVK": "Vorverkauf",
    "PLZ": "Postleitzahl",
    "LfU": "L F U",
    "BImA": "Bima",
    "SIM": "Sim",
    "ZOB": "Zopp",
    "OLED": "Oled",
    "ALDI": "Aldi",
    "REWE": "Rewe",
    "EDEKA": "Edeka",
    "BAMF": "Bamf",
    "NINA": "Nina",
    "KATWARN": "Katwarn",
    "LEGO": "Lego",
    "WLAN": "W Lan",
    "ver.di": "Verdi",
    "LaDaDi": "Ladadi",
    "JuLeiCa": "Juleika",
    "Juleica": "Juleika",
    "JULEICA": "Juleika",
    "BImSchG": "Bundesimmissionsschutzgesetz",
    "BauGB": "Baugesetzbuch",
    "DIY": "Di Ei Wai",
    "DJ": "Didschei",
    "DJs": "Didscheis",
    "ÖPNV": "Ö P N V",
    "vhs": "V H S",
    "GmbH": "G M B H",
    "gGmbH": "gemeinnützige G M B H",
    "mbH": "M B H",
    "Lkw": "L K W",
    "Pkw": "P K W",
    "Kfz": "K F Z",
    "KfW": "K F W",
    "AfD": "A F D",
    "TVöD": "T V Ö D",
    "StVO": "S T V O",
    "StGB": "S T G B",
    "GbR": "G B R",
    "PKWs": "P K W",
    "LKWs": "L K W",
    "Lkws": "L K W",
    "Pkws": "P K W",
    "eG": "E G",
    "eV": "E V",
    "kW": "Kilowatt",
    "kWh": "Kilowattstunden",
    "MdB": "Mitglied des Bundestages",
    "MdL": "Mitglied des Landtages",
    "MdEP": "Mitglied des Europäischen Parlaments",
    "QR": "Q R",
    "TikTok": "Ticktock",
    "BGM": "B G M",
}
_SPELT: Final = frozenset(
    "ADAC ADFC DIHK KVHS DLRG ASB ASP EDV EU KI IT IHK RMV HSE DGB CDU CSU SPD FDP FDJ UWG FWG ICE IC RB RE USA EKHN BRK DRK "
    "THW BGB HGO GPS USB PDF DVD CD TV HIV PV UKW ARD ZDF WDR HR NDR MDR SWR BR DPD DHL UPS AKW OGV TSV TSG SV SG FC FSV "
    "KSV TV SKV OWK AOK BKK DAK AG KG OHG UG SGB CO EEG GEG EEG AGB ABC UFO EM WM OP OB VIP PC LED NRW AED".split()
)
_ONSETS: Final = re.compile(
    r"(?:SCHW|SCHR|SCHL|SCHM|SCHN|SCH|STR|SPR|SPL|PFL|CHR|ST|SP|BL|BR|CH|CL|CR|DR|FL|FR|GL|GR|GN|KL|KR|KN|PF|PL|PR|PH|QU|SK|SM|SN|TR"
    r"|TH|TSCH|ZW|WR|[BCDFGHJKLMNPQRSTVWXZ])?[AEIOUÄÖÜY]"
)
_VOWEL: Final = re.compile(r"[AEIOUÄÖÜY]")
_SHORTEST_WORD: Final = 4
_SURELY_WORD: Final = 6


_SMALL_WORDS: Final = frozenset(
    "DER DIE DAS DEM DEN DES UND IN IM AM AN AUF AUS BEI FÜR MIT VON VOM ZU ZUM ZUR AB BIS ALS EIN NEU NEUE WIR SIE IHR ALLE "
    "NICHT KEIN OHNE UNTER ÜBER NACH VOR TAG THE NEIN JA NO HIER JETZT".split()
)
"""Words of headlines in capitals that no acronym is spelt like."""


def spoken_word(word: str) -> str:
    """Give what is said for one word of letters: acronyms spelt or read, everything else as it is written.

    An unknown word in capitals is spelt up to three letters, and beyond unless it can be pronounced as German.
    """
    known = _AS_WORDS.get(word)
    if known:
        return known
    if len(word) == 1:
        return word.upper() if word.isascii() or word.upper() in "ÄÖÜ" else word
    if word in _SMALL_WORDS:
        return _capitalised(word)
    if word in _SPELT:
        return _spelt(word)
    if word.endswith("s") and word[:-1].isupper() and len(word) > 2:
        return spoken_word(word[:-1])
    if not word.isupper():
        return _spelt(word.upper()) if not _VOWEL.search(word.upper()) and word[0].isupper() else word
    return _capitalised(word) if _pronounceable(word) else _spelt(word)


def _spelt(word: str) -> str:
    return " ".join(letter for letter in word if letter.isalpha())


def _pronounceable(word: str) -> bool:
    if len(word) < _SHORTEST_WORD or not _VOWEL.search(word):
        return False
    if len(word) >= _SURELY_WORD:
        return True
    longest = max(len(cluster) for cluster in re.split(_VOWEL, word))
    return bool(_ONSETS.match(word)) and longest <= 3


def _capitalised(word: str) -> str:
    return word[0] + word[1:].lower()
