# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import EngineError
from pipeline.keep.ledger import Ledger
from pipeline.keep.store import Store
from pipeline.model import Rundown, Script, Speech
from pipeline.stages.stage import Stage
from pipeline.studio import Quiet, StageError, Studio
from tests.doubles import values


@dataclass(frozen=True)
class Pen:
    """An engine: what it writes depends on its fingerprint."""

    fingerprint: str = "pen 1"


@dataclass(frozen=True, slots=True)
class Wish:
    words: int = 100


class Counted:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, given: Rundown, to: Wish, pen: Pen) -> Script:
        self.calls += 1
        return replace(values.script(), rundown=given, writer=f"{pen.fingerprint} {to.words} #{self.calls}")


def reads(rundown: Rundown) -> object:
    return tuple((slot.item.title, slot.item.text) for slot in rundown.slots)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    ledger = Ledger(tmp_path / "ledger.sqlite", lambda: datetime.now(UTC))
    yield Studio("2026-kw47", Store(tmp_path / "store"), ledger, Quiet())
    ledger.close()


@pytest.fixture
def verb() -> Counted:
    return Counted()


@pytest.fixture
def write(verb: Counted) -> Stage:
    return Stage("write", 1, reads, verb)


def test_the_same_key_gives_the_same_value_and_calls_nobody(studio: Studio, write: Stage, verb: Counted) -> None:
    first = studio.make(Script, write, values.rundown(), Wish(), Pen())
    second = studio.make(Script, write, values.rundown(), Wish(), Pen())
    assert first == second
    assert verb.calls == 1


@pytest.mark.parametrize("change", ["words", "pen", "version", "input", "take"])
def test_whatever_can_change_the_result_changes_the_key(studio: Studio, verb: Counted, write: Stage, change: str) -> None:
    studio.make(Script, write, values.rundown(), Wish(), Pen())
    given = values.rundown(values.BRIDGE) if change == "input" else values.rundown()
    if change == "take":
        studio.retake("write", "Meier")
    again = Stage("write", 2, reads, verb) if change == "version" else write
    studio.make(Script, again, given, Wish(90 if change == "words" else 100), Pen("pen 2" if change == "pen" else "pen 1"))
    assert verb.calls == 2


def test_a_changed_link_writes_nothing_anew_but_stands_in_the_value(studio: Studio, write: Stage, verb: Counted) -> None:
    studio.make(Script, write, values.rundown(), Wish(), Pen())
    moved = values.rundown(replace(values.BRIDGE, link="https://kreis-beispielheim.example/neu"), values.SCHOOL)
    script = studio.make(Script, write, moved, Wish(), Pen())
    assert verb.calls == 1
    assert script.rundown.slots[0].item.link == "https://kreis-beispielheim.example/neu"


def test_two_stages_with_equal_inputs_do_not_share_a_result(studio: Studio, write: Stage, verb: Counted) -> None:
    studio.make(Script, write, values.rundown(), Wish(), Pen())
    studio.make(Script, Stage("rewrite", 1, reads, verb), values.rundown(), Wish(), Pen())
    assert verb.calls == 2


def test_the_editors_words_win_over_the_writers(studio: Studio, write: Stage) -> None:
    drafted = studio.head(studio.make(Script, write, values.rundown(), Wish(), Pen()))
    edited = replace(drafted, title="Von Hand")
    studio.ledger.set_head("2026-kw47", "script", studio.store.put_value(edited), "Meier")
    assert studio.head(studio.make(Script, write, values.rundown(), Wish(), Pen())).title == "Von Hand"


def test_a_lost_value_is_made_again(studio: Studio, write: Stage, verb: Counted) -> None:
    studio.make(Script, write, values.rundown(), Wish(), Pen())
    for file in studio.store.folder.glob("??/*"):
        file.unlink()
    studio.make(Script, write, values.rundown(), Wish(), Pen())
    assert verb.calls == 2


def test_a_value_whose_bytes_are_lost_is_made_again(studio: Studio) -> None:
    calls = []

    def speak(given: Script) -> Speech:
        calls.append(1)
        return replace(values.speech(given), audio=studio.store.put(b"RIFF", "audio/wav"), sentences=())

    stage = Stage("speak", 1, lambda script: script.title, speak)
    speech = studio.make(Speech, stage, values.script())
    studio.store.path(speech.audio).unlink()
    studio.make(Speech, stage, values.script())
    assert len(calls) == 2


def test_a_failure_names_the_bulletin_and_the_stage_and_keeps_its_hint(studio: Studio) -> None:
    def broken(given: Script) -> Speech:
        raise EngineError("The voice is hoarse.", "Give it tea.")

    with pytest.raises(StageError) as raised:
        studio.make(Speech, Stage("speak", 1, lambda s: s.title, broken), values.script())
    assert (raised.value.bulletin, raised.value.stage, raised.value.hint) == ("2026-kw47", "speak", "Give it tea.")
