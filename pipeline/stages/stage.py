# SPDX-License-Identifier: EUPL-1.2
"""A stage: a verb, its version, and the projection of its input that it reads.

Two inputs with the same projection give the same result, so a changed link does not re-render a film. The version is raised
by hand when a verb's results change; a golden digest per stage reminds of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

Given = TypeVar("Given")
Given_ = TypeVar("Given_")
Rest = ParamSpec("Rest")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Stage(Generic[Given, Rest, Made]):
    """One verb of the chain. Calling the stage calls the verb."""

    name: str
    version: int
    reads: Callable[[Given], object]
    verb: Callable[Concatenate[Given, Rest], Made]

    def __call__(self, given: Given, *args: Rest.args, **named: Rest.kwargs) -> Made:
        """Turn one value into the next."""
        return self.verb(given, *args, **named)


def stage(
    name: str, version: int, reads: Callable[[Given], object]
) -> Callable[[Callable[Concatenate[Given, Rest], Made]], Stage[Given, Rest, Made]]:
    """Declare a verb as a stage; `reads` gives the part of its input that can change the result (any canonical value)."""

    def declare(verb: Callable[Concatenate[Given, Rest], Made]) -> Stage[Given, Rest, Made]:
        return Stage(name, version, reads, verb)

    return declare
