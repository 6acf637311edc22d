# SPDX-License-Identifier: EUPL-1.2
"""The lexicon of a county (lexikon.toml): how its names and acronyms are spoken, by respelling, on every engine."""

import re
import tomllib
from dataclasses import dataclass
from typing import Final

from pipeline.errors import ConfigError

_KEYS: Final = frozenset({"written", "spoken", "ipa"})
_SPEAKABLE: Final = re.compile(r"[^\W\d_]+(?:[ '][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A written form, how it is respelt for the voice, and its sounds in IPA (empty: unknown)."""

    written: str
    spoken: str
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries, longest written form first, so that "Bad Beispiel" wins over "Bad"."""

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.entries, key=lambda entry: (-len(entry.written), entry.written)))
        object.__setattr__(self, "entries", ordered)

    def relevant(self, text: str) -> "Lexicon":
        """Keep the entries whose word the text holds: only they may void what was spoken from it."""
        return Lexicon(tuple(entry for entry in self.entries if pattern(entry).search(text)))

    def at(self, text: str, position: int) -> tuple[Entry, int, bool] | None:
        """Give the entry that starts here, where it ends, and whether a genitive s was taken along."""
        for entry in self.entries:
            if text.startswith(entry.written, position) and (met := pattern(entry).match(text, position)):
                return entry, met.end(), met.end() - position > len(entry.written)
        return None


def pattern(entry: Entry) -> re.Pattern[str]:
    """Give the expression for the entry as a whole word, upper and lower case as written, genitive s included."""
    return re.compile(rf"(?<![^\W_]){re.escape(entry.written)}s?(?![^\W_])")


def parse_lexicon(toml_text: str) -> Lexicon:
    """Read `[[entry]] written = … spoken = … ipa = …`: text of lexikon.toml → Lexicon.

    Raises ConfigError for broken TOML, an unknown key, a missing or empty value, a word entered twice, and a respelling
    with digits or symbols (the voice must be given words only).
    """
    try:
        table = tomllib.loads(toml_text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, thousands of brackets
        raise ConfigError(f"The lexicon is no valid TOML: {error}.") from error
    unknown = sorted(set(table) - {"entry"})
    rows = table.get("entry", [])
    if unknown or not isinstance(rows, list):
        raise ConfigError(
            f"The lexicon knows only [[entry]] tables, not: {', '.join(unknown) or 'entry'}.",
            "Write [[entry]] with written, spoken and, if you like, ipa.",
        )
    entries = tuple(_entry(row, number) for number, row in enumerate(rows, start=1))
    seen: set[str] = set()
    for entry in entries:
        if entry.written in seen:
            raise ConfigError(f"The lexicon has two entries for “{entry.written}”.", "Keep one of them.")
        seen.add(entry.written)
    return Lexicon(entries)


def _entry(row: object, number: int) -> Entry:
    if not isinstance(row, dict):
        raise ConfigError(f"Entry {number} of the lexicon is no table.", "Write [[entry]] above it.")
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise ConfigError(
            f"Entry {number} of the lexicon has an unknown key: {', '.join(unknown)}.", "Known: written, spoken, ipa."
        )
    written, spoken, ipa = (row.get(key, "") for key in ("written", "spoken", "ipa"))
    if not isinstance(written, str) or not isinstance(spoken, str) or not isinstance(ipa, str):
        raise ConfigError(f"Entry {number} of the lexicon: written, spoken and ipa must be texts in quotes.")
    written, spoken, ipa = written.strip(), " ".join(spoken.split()), ipa.strip()
    if not written or not spoken:
        raise ConfigError(f"Entry {number} of the lexicon needs both written and spoken.")
    if not written[0].isalnum() or not written[-1].isalnum():
        raise ConfigError(f"Entry {number} of the lexicon: “{written}” must begin and end with a letter or a digit.")
    if not _SPEAKABLE.fullmatch(spoken):
        raise ConfigError(
            f"Entry {number} of the lexicon: “{spoken}” must be letters and spaces.",
            "Write it the way it is read aloud: no digits, hyphens or full stops.",
        )
    return Entry(written, spoken, ipa)
