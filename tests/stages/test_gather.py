# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass, field
from datetime import date

import pytest

from pipeline.errors import SourceError
from pipeline.model import Edition, Severity
from pipeline.ports import Gathered, Shelf
from pipeline.stages.gather import gather
from tests.doubles.shelf import MemoryShelf

DAY = date(2026, 11, 20)


@dataclass
class Calm:
    name: str
    ids: tuple[str, ...] = ("2026-kw47",)
    asked: list[date] = field(default_factory=list)

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        self.asked.append(day)
        return Gathered(tuple(Edition(name, "Ausgabe", day, self.name, ()) for name in self.ids))


@dataclass
class Dead:
    name: str = "tot"

    def gather(self, day: date, shelf: Shelf) -> Gathered:
        raise SourceError("The feed is gone.", "Check the address.")


def test_a_dead_source_does_not_stop_the_others() -> None:
    got = gather([Dead(), Calm("Presse Feed")], DAY, MemoryShelf())
    assert [e.source for e in got.editions] == ["Presse Feed"]
    (finding,) = got.findings
    assert (finding.code, finding.severity, finding.where) == ("source-failed", Severity.AMBER, "source:tot")
    assert "The feed is gone." in finding.quote


def test_where_every_source_fails_the_first_reason_is_the_failure() -> None:
    with pytest.raises(SourceError, match="gone"):
        gather([Dead(), Dead("auch")], DAY, MemoryShelf())


def test_ids_are_unique_and_do_not_depend_on_which_source_is_silent() -> None:
    sources = [Calm("a", ("2026-kw47", "2026-kw47")), Calm("Presse Mail")]
    assert [e.id for e in gather(sources, DAY, MemoryShelf()).editions] == ["2026-kw47", "2026-kw47-2", "2026-kw47-presse-mail"]
    assert [e.id for e in gather([Dead(), sources[1]], DAY, MemoryShelf()).editions] == ["2026-kw47-presse-mail"]


def test_no_source_at_all_gives_nothing() -> None:
    assert gather([], DAY, MemoryShelf()) == Gathered((), ())
