# SPDX-License-Identifier: EUPL-1.2
"""What a night may spend on language models: caps on calls, tokens and cost, over every run and every process of that night."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from pipeline.errors import EngineError
from pipeline.settings import OpenAIWriterSettings

CALLS_PER_ITEM: Final = 6
"""research/condense.md, section 5."""
_DEAD_AFTER: Final = 3
"""Unanswered calls in a row after which a server is left alone for the run."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls took: how many they were, and their tokens."""

    calls: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0


def _nothing() -> Usage:
    return Usage()


@dataclass(slots=True)
class Budget:
    """What a night may spend on language models, and what it has spent. Prices in euro per million tokens.

    `recorded` tells what the ledger knows of this night; it is asked before every call, so that a second run, or one beside
    this one, does not begin at zero.
    """

    max_calls: int = 60
    max_tokens: int = 200_000
    max_cost_eur: float = 1.0
    price_in: float = 0.0
    price_out: float = 0.0
    recorded: Callable[[], Usage] = field(default=_nothing, repr=False)
    calls: int = 0
    tokens: int = 0
    cost_eur: float = 0.0
    unanswered: int = 0
    item: str = ""
    item_calls: int = 0

    def begin(self, item: str) -> None:
        """Begin an item: its draft and its repairs share one allowance of calls."""
        self.item, self.item_calls = item, 0

    def left(self) -> int:
        """Give the calls that the item at hand may still make."""
        return max(0, CALLS_PER_ITEM - self.item_calls)

    def take(self) -> None:
        """Take one call. Raises EngineError where nothing more may be spent, or the server has stopped answering."""
        if self.unanswered >= _DEAD_AFTER:
            raise EngineError(
                "The language model's server does not answer; it is left alone for this run.", "See `newsreel doctor`."
            )
        self._catch_up()
        caps = (
            ("max_calls", self.calls >= self.max_calls),
            ("max_tokens", self.tokens >= self.max_tokens),
            ("max_cost_eur", self.cost_eur >= self.max_cost_eur and self.price_in + self.price_out > 0),
        )
        for key, reached in caps:
            if reached:
                raise EngineError(
                    "A cap on the language model is reached for this night.", f"Raise {key} in [writer.openai] if need be."
                )
        self.calls += 1
        self.item_calls += 1

    def spend(self, prompt_tokens: int, answer_tokens: int) -> None:
        """Count what a call took."""
        self.tokens += prompt_tokens + answer_tokens
        self.cost_eur += self._cost(prompt_tokens, answer_tokens)

    def _catch_up(self) -> None:
        """Count what other runs of the night have spent."""
        night = self.recorded()
        self.calls = max(self.calls, night.calls)
        self.tokens = max(self.tokens, night.prompt_tokens + night.answer_tokens)
        self.cost_eur = max(self.cost_eur, self._cost(night.prompt_tokens, night.answer_tokens))

    def _cost(self, prompt_tokens: int, answer_tokens: int) -> float:
        return (prompt_tokens * self.price_in + answer_tokens * self.price_out) / 1_000_000


def budget_of(settings: OpenAIWriterSettings, recorded: Callable[[], Usage] = _nothing) -> Budget:
    """Give the caps of one night; every writer of a run shares them."""
    return Budget(settings.max_calls, settings.max_tokens, settings.max_cost_eur, settings.price_in, settings.price_out, recorded)
