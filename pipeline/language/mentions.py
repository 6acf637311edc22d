# SPDX-License-Identifier: EUPL-1.2
"""Text → its checkable statements: contacts, dates and times, names, numbers, quotations, in the order of the text."""

from functools import lru_cache

from pipeline.language.contacts import contacts
from pipeline.language.mention import Mention
from pipeline.language.moments import moments
from pipeline.language.names_de import names
from pipeline.language.quantities import quantities
from pipeline.language.quotations import quotations


@lru_cache(maxsize=8192)
def mentions(sentence: str) -> tuple[Mention, ...]:
    """Find every checkable statement of one sentence. Only quotations may hold others; the rest do not overlap."""
    reached = contacts(sentence)
    taken = [(mention.start, mention.end) for mention in reached]
    found = [*reached, *moments(sentence, taken)]
    found += names(sentence, taken)
    found += quantities(sentence, taken)
    found += quotations(sentence)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))
