# SPDX-License-Identifier: EUPL-1.2
"""Who was paused, lost the lease and wakes up again publishes nothing and settles nothing; a retraction waits for nobody."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline import producer, publishing, release, review
from pipeline.errors import BusyError
from pipeline.keep.lease import leased
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from pipeline.studio import Studio
from tests.doubles import postgres
from tests.fleet import towns
from tests.reliability import small_night

LEASE = 0.6
"""Seconds that a lease lasts here, so that a pause is soon too long."""


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.services)])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Give a newsroom with one approved film."""
    with small_night.stubbed():
        if request.param == "file":
            towns.found(tmp_path / "a", "", 1, url="")
            yield ready(tmp_path / "a")
        else:
            with postgres.schema() as place:
                towns.found(tmp_path / "a", place, 1)
                yield ready(tmp_path / "a")


def ready(folder: Path) -> Path:
    room = towns.opened(folder)
    for outcome in producer.run(room, towns.NOON.date()).outcomes:
        review.approve(room, outcome.bulletin, "Schulz")
    room.close()
    return folder


def asleep(work: Callable[[Newsroom], object], folder: Path) -> int:
    """Fork a worker that does its work until it pauses itself → its number, once it stands still."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            room = Newsroom(load(folder / "config.toml"), clock=lambda: towns.NOON)
            work(room)
            code = 0
        except BusyError:
            code = 75
        finally:
            os._exit(code)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    time.sleep(LEASE * 1.5)  # its lease runs out; nobody's clock is asserted
    return child


def woken(child: int) -> int:
    """Let it go on → its exit code: 75 where it found that it had lost the lease."""
    os.kill(child, signal.SIGCONT)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def pause(room: Newsroom) -> None:
    """Stand still, but not amid a write of another thread, which would keep the ledger from everybody."""
    with room.ledger.write():
        pass
    # to this thread: sent to the process, another one may take it, and this one goes on until that has its turn on a busy machine
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


def publishes_and_pauses(at: str) -> Callable[[Newsroom], object]:
    """Give a publication that pauses where the target reads the store ("path"), or after it has sent: where what it sent is
    about to be written down ("record"), or, where nothing had to be sent, where the ledger is asked ("look")."""

    def work(room: Newsroom) -> object:
        release.leased = partial(leased, seconds=LEASE, beat=60.0)  # type: ignore[attr-defined]
        where, name = {"path": (publishing._Fenced, "path"), "record": (publishing, "Published"), "look": (publishing, "stands")}[
            at
        ]
        real = getattr(where, name)

        def paused(*given: object) -> object:
            pause(room)
            return real(*given)

        setattr(where, name, paused)
        return release.publish(room, room.ledger.bulletins()[0].name)

    return work


def looks(folder: Path) -> tuple[str, list[str]]:
    room = towns.opened(folder)
    name = room.ledger.bulletins()[0].name
    found = (room.state(name), [entry.kind for entry in room.ledger.publications(name)])
    room.close()
    return found


@pytest.mark.parametrize("at", ["path", "record"])
def test_a_publication_that_was_taken_over_is_published_once(town: Path, at: str) -> None:
    child = asleep(publishes_and_pauses(at), town)
    room = towns.opened(town)
    (delivered,) = release.publish(room, room.ledger.bulletins()[0].name)
    room.close()
    assert delivered.problem == ""
    assert woken(child) == 75
    assert looks(town) == ("published", ["publish"])
    assert [len(versions) for versions in towns.stands_outside(town).values()] == [1]


def test_a_publication_that_sleeps_through_a_retraction_does_not_publish_afterwards(town: Path) -> None:
    room = towns.opened(town)
    name = room.ledger.bulletins()[0].name
    release.publish(room, name)
    room.close()
    child = asleep(publishes_and_pauses("look"), town)
    room = towns.opened(town)
    release.retract(room, name, "Die Meldung war falsch.")
    room.close()
    assert woken(child) == 75
    assert looks(town) == ("retracted", ["publish", "retract"])
    assert [versions for versions in towns.stands_outside(town).values() if versions] == []


def test_a_film_that_was_taken_over_is_not_settled_by_who_wakes_up_late(town: Path) -> None:
    def settles(room: Newsroom) -> None:
        name = room.ledger.bulletins()[0].name
        with leased(room.ledger, f"bulletin:{name}", seconds=LEASE, beat=60.0) as lease:
            package = room.package(name)
            assert package is not None
            room.ledger.set_head(name, "package", "0" * 64, "newsreel")
            pause(room)
            room.settle(name, package, lease)

    child = asleep(settles, town)
    room = towns.opened(town)
    name = room.ledger.bulletins()[0].name
    with leased(room.ledger, f"bulletin:{name}"):
        assert woken(child) == 75
    head = room.ledger.head(name, "package")
    assert head is not None
    assert head.digest == "0" * 64
    room.close()


def test_a_stage_of_who_has_lost_the_lease_parks_nothing(town: Path) -> None:
    room = towns.opened(town)
    name = room.ledger.bulletins()[0].name
    with leased(room.ledger, f"bulletin:{name}", beat=60.0) as lost:
        with leased(room.ledger, f"bulletin:{name}", force=True):
            pass
        studio = Studio(name, room.store, room.ledger, room.watch, lost)
        studio.retake("write", "newsreel")
        with pytest.raises(BusyError):
            producer._produce(room, studio, "pack")
    assert room.ledger.parked(name) is None
    room.close()
