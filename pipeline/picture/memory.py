# SPDX-License-Identifier: EUPL-1.2
"""A function that remembers its last results: what is drawn once is drawn for the next frames too."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Memory(Generic[Key, Made]):
    """Remembers the last `size` results of a function."""

    def __init__(self, size: int, make: Callable[[Key], Made]) -> None:
        self._size, self._make = size, make
        self._kept: OrderedDict[Key, Made] = OrderedDict()

    def __call__(self, key: Key) -> Made:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = self._make(key)
        self._kept[key] = made
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return made
