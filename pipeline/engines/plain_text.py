# SPDX-License-Identifier: EUPL-1.2
"""Plain text from what the web calls text: no tags, no hidden characters, whole sentences."""

import html
import re
import unicodedata
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from pipeline.language import sentences

_ELEMENT: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[a-zA-Z!?][^<>]*>", re.DOTALL | re.IGNORECASE)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e0fff]"
)
"""Soft hyphens, joiners, marks of direction, tag characters, selectors: seen by a machine, not by a reader."""
RAW_MOST: Final = 20_000
"""Characters of a raw title or teaser that are looked at; more is an attack or an accident."""
LINK_MOST: Final = 2000
"""Characters of a web address, as browsers and servers commonly bound it."""
_SPACE: Final = re.compile(r"\s+")
_COUNTED: Final = re.compile(r"(utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|msclkid|mc_[ce]id|wt_\w+|etcc_\w+|_hs\w+)")
_CUT_END: Final = re.compile(
    r"\s*(?:\[?\s*(?:…|\.\.\.)\s*\]?)?\s*(?:(?:\[|\()?(?:weiter\s*lesen|mehr(?: lesen| erfahren)?|read more)\s*(?:\]|\))?"
    r"\s*(?:»|>|→|…|\.\.\.)*)?\s*$",
    re.IGNORECASE,
)
_NO_CHARACTER: Final = re.compile(r"&#[0-9]{8,};?")
"""References beyond every character; those of thousands of digits bring html.unescape down."""
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.)\s*\]?\s*(?:(?:\[|\()?(?:weiter\s*lesen|mehr)[^.]{0,12})?$", re.IGNORECASE)


def tidy(text: str) -> str:
    """One line of clean text: composed characters (NFC), nothing invisible, white space folded."""
    text = _INVISIBLE.sub("", text)
    text = "".join(" " if c in "\t\n\r\f\v\x85\u2028\u2029" else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def one_line(raw: str) -> str:
    """Clean a raw title: tags cut out, entities resolved (also twice escaped ones), invisible characters dropped."""
    text = raw[:RAW_MOST]
    for _ in range(3):
        once = html.unescape(_NO_CHARACTER.sub("", _ELEMENT.sub(" ", text)))
        if once == text:
            break
        text = once
    return tidy(_ELEMENT.sub(" ", text))


def is_cut(text: str) -> bool:
    """Tell whether a text breaks off ("…", "...", "[…] weiterlesen")."""
    return bool(_ELLIPSIS.search(text.strip()))


def whole_sentences(text: str) -> str:
    """Cut a text that breaks off back to its last whole sentence; empty where it holds none."""
    kept = _CUT_END.sub("", text.strip()) if is_cut(text) else text.strip()
    paragraphs = kept.split("\n\n")
    while paragraphs:
        spans = sentences.split(paragraphs[-1])
        whole = [span for span in spans if _is_closed(span.of(paragraphs[-1]))]
        # What follows the last closed sentence is the piece that breaks off.
        last = paragraphs[-1][: whole[-1].end].strip() if whole else ""
        if last:
            return "\n\n".join([*paragraphs[:-1], last])
        paragraphs.pop()
    return ""


def _is_closed(sentence: str) -> bool:
    return bool(re.search(r"[.!?][\"“”»«’‘)\]]*$", sentence.strip())) and not is_cut(sentence)


def web_address(raw: str, base: str = "") -> str:
    """Give a link as an absolute http(s) address, empty for anything else ("javascript:", "file:", "mailto:")."""
    if len(raw) > LINK_MOST:
        return ""
    written = _INVISIBLE.sub("", raw).strip()
    if not written or re.search(r"[\x00-\x20\x7f]", written):
        written = re.sub(r"[\x00-\x1f\x7f]", "", written).replace(" ", "%20")
    try:
        joined = urljoin(base, written) if base else written
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return ""
    except ValueError:
        return ""
    return joined


def canonical(link: str) -> str:
    """Give the address without what only counts readers: no utm_ and similar parameters, no fragment, host in lower case."""
    if not link:
        return ""
    parts = urlsplit(link)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _COUNTED.fullmatch(k.lower())]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))


def identity(*parts: str) -> str:
    """Make an identity from what an item says, where the source gives none: 16 hex digits of SHA-256."""
    return sha256("\n".join(part.casefold() for part in parts).encode()).hexdigest()[:16]
