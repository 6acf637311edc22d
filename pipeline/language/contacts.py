# SPDX-License-Identifier: EUPL-1.2
"""Telephone numbers, addresses and mail in a text: kept for the service panel, cut from what a language model sees."""

import re
from functools import lru_cache
from typing import Final

from pipeline.language.mention import Mention
from pipeline.language.sentences import split
from pipeline.model import FactKind

_MAIL: Final = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\s\(at\)\s)\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>()„“]+[^\s<>()„“.,;:!?]"
    r"|(?<![\w@.])[a-zA-Z0-9][\w-]*(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info|example|berlin|hessen"
    r"|bayern|nrw)(?:/[^\s<>()„“]*[^\s<>()„“.,;:!?])?(?![\w-])"
)
_LABEL: Final = (
    r"(?:Tel(?:efon|efonnummer|\.)?|Telefonisch|Fon|Mobil|Handy|Hotline|Rufnummer|Fax|Bürgertelefon"
    r"|Servicetelefon|Infotelefon|Notruf|Ruf)"
)
_PHONE: Final = re.compile(
    rf"(?:\b{_LABEL}\b\.?(?:\s*(?:ist|unter|hat|:|der|die|Nummer|Rufnummer))*\s*)(?P<labelled>\+?[\d(][\d\s\u00a0/()–-]{{2,}}\d)"
    r"|(?<![\d.,/-])(?P<plain>(?:\+49[\s(0)]*"
    r"|\(?0)[1-9]\d{1,4}\)?[\s\u00a0]*[/\s–-][\s\u00a0/–-]*\d[\d\s\u00a0/–-]{2,}\d)(?!\d|\.\d)"
)
_CARRIER: Final = re.compile(
    r"(?:,|\s|\(|–|-)*\b(?:(?:per|via|oder|und|sowie|auch|jederzeit)\s+)*(?:(?:telefonisch|online|per "
    r"E-Mail|im Internet|im Netz|auf der (?:Internetseite|Website|Homepage|Seite)|auf|unter|über|an"
    r"|bei|E-Mail|Mail|Tel\.?|Telefon|Fax|Internet|Web|Infos?|Informationen|der|Nummer|Rufnummer"
    r"|Adresse|folgender|die)[\s.:,]*)+$",
    re.IGNORECASE,
)
_CONTACT_HEAD: Final = re.compile(
    r"^\s*(?:(?:Ihre?\s+)?Ansprechpartner(?:in|innen)?|Pressekontakt|Pressestelle|Kontakt(?:daten)?"
    r"|Rückfragen|Für Rückfragen|Fragen beantworte[tn]|Auskunft|Auskünfte"
    r"|Information(?:en)?\s*(?:unter|:|und Anmeldung)|"
    r"Weitere Informationen|Weitere Infos|Nähere Informationen|Mehr Informationen|Mehr Infos|Hinweis "
    r"an die Redaktion|Herausgeber|Impressum|Verantwortlich|Formulare|Anmeldung(?:en)?\s*(?:unter|bei"
    r"|per|:|sind)|Tickets?:?\s+unter|Bildunterschrift|Foto:|Link:|Telefon|Tel\.|E-Mail|Internet)",
    re.IGNORECASE,
)
_PRESS: Final = re.compile(
    r"^\s*(?:Hinweis an die Redaktion|Pressekontakt|Sperrfrist|Bildunterschrift|Foto:|Bildquelle"
    r"|Impressum|Herausgeber|Verantwortlich im Sinne|V\.\s?i\.\s?S\.\s?d\.\s?P)",
    re.IGNORECASE,
)


def contacts(text: str) -> tuple[Mention, ...]:
    """Find mail addresses, web addresses and telephone numbers; the value of a number is its digits."""
    found: list[Mention] = []
    for kind, pattern in ((FactKind.MAIL, _MAIL), (FactKind.URL, _URL), (FactKind.PHONE, _PHONE)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind is FactKind.PHONE:
                group = "labelled" if match["labelled"] else "plain"
                start, end = match.span(group)
                if len(re.sub(r"\D", "", text[start:end])) < (3 if group == "labelled" else 6):
                    continue
            if any(start < other.end and end > other.start for other in found):
                continue
            wording = text[start:end].strip()
            value = re.sub(r"\D", "", wording) if kind is FactKind.PHONE else re.sub(r"\s*[(\[]at[)\]]\s*", "@", wording).lower()
            found.append(Mention(kind, wording, value, start, start + len(wording)))
    return tuple(sorted(found, key=lambda mention: mention.start))


def cut_contacts(text: str) -> str:
    """Cut contact blocks, telephone numbers, mail and web addresses: text → what a language model may see.

    A paragraph or sentence that only says whom to ask is cut whole; elsewhere the number goes with the words that lead to it.
    """
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text):
        if _PRESS.match(paragraph) or (_CONTACT_HEAD.match(paragraph) and contacts(paragraph)):
            continue
        kept = [_cut_sentence(span.of(paragraph)) for span in split(paragraph)]
        joined = " ".join(sentence for sentence in kept if sentence)
        if joined:
            paragraphs.append(joined)
    return "\n\n".join(paragraphs)


@lru_cache(maxsize=8192)
def is_contact(sentence: str) -> bool:
    """Whether a sentence does nothing but say whom to ask, or addresses the press."""
    return bool(_PRESS.match(sentence)) or not _cut_sentence(sentence)


def _cut_sentence(sentence: str) -> str:
    """Cut contacts from one sentence; empty where nothing worth telling is left."""
    sentence = " ".join(sentence.split())
    found = contacts(sentence)
    if _PRESS.match(sentence):
        return ""
    if not found:
        return sentence.strip()
    if _CONTACT_HEAD.match(sentence):
        return ""
    kept = sentence
    for mention in reversed(found):
        before = kept[: mention.start]
        carrier = _CARRIER.search(before)
        head = before[: carrier.start()] if carrier else before.rstrip(" (")
        kept = head + kept[mention.end :].lstrip(")")
    kept = re.sub(r"\(\s*[,;:.]*\s*\)", "", kept)
    kept = re.sub(r"\s+([.,;:!?)])", r"\1", re.sub(r"[\s:,;]+([.!?])", r"\1", re.sub(r"\s{2,}", " ", kept))).strip(" ,;:–-")
    kept = re.sub(r"\s*[:;]\s*,", ",", kept)
    if re.search(r"\b(?:stehen|steht|gibt es|finden Sie|finden sich|findet sich|sind|ist|lautet)[.!?]?$", kept):
        return ""  # what was told there is gone
    if len(re.findall(r"[^\W\d_]{2,}", kept)) < 4 or re.match(r"^(?:und|oder|sowie)\b", kept):
        return ""
    return kept if kept[-1:] in ".!?“" else kept + "."
