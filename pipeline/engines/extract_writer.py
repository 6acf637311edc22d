# SPDX-License-Identifier: EUPL-1.2
"""The writer that needs no language model: it picks and shortens sentences of the item. Its craft is `language.extract`."""

from dataclasses import dataclass

from pipeline.errors import ConfigError
from pipeline.language.extract import extract
from pipeline.model import Sentence
from pipeline.ports import Brief, Draft, Repair


@dataclass(frozen=True, slots=True)
class ExtractWriter:
    """Scripts made of the source's own sentences, marked "Auszug". German only."""

    name: str = "extract"
    fingerprint: str = "extract 2"
    excerpt: bool = True

    def draft(self, brief: Brief) -> Draft:
        """Pick the sentences of one item. Raises ConfigError for a profile that needs a translator."""
        if brief.language != "de" or brief.profile == "en":
            raise ConfigError(
                "The extract writer cannot write English: it only picks sentences of the German source.",
                "Configure a language model ([writer.openai] base_url and model), or take “en” out of [rundown] languages and "
                "[script] profile.",
            )
        return extract(brief)

    def repair(self, repair: Repair) -> Sentence | None:
        """Mend nothing: a picked sentence is the source's own, and the next one is as good."""
        return None
