# SPDX-License-Identifier: EUPL-1.2
"""A source that changes what it has said: what is due is made anew, an approval goes stale, and people are told what changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import following, producer, release, review
from pipeline.errors import ReviewError
from pipeline.keep import audit
from pipeline.keep.lease import leased
from pipeline.newsroom import Newsroom
from pipeline.settings import load
from tests.doubles.values import BRIDGE
from tests.reliability import small_night

NAME = "2026-kw47"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom after its night."""
    with small_night.stubbed():
        small_night.found(tmp_path / "town")
        opened = Newsroom(load(tmp_path / "town" / "config.toml"), clock=lambda: small_night.NOW)
        producer.run(opened, small_night.DAY)
        yield opened
        opened.close()


def changed(room: Newsroom, before: str = "vier Euro", after: str = "sechs Euro") -> None:
    feed = room.settings.home / "feed.xml"
    text = feed.read_text(encoding="utf-8")
    assert before in text
    feed.write_text(text.replace(before, after), encoding="utf-8")


def test_a_changed_item_voids_the_approval_and_says_what_changed(room: Newsroom) -> None:
    review.approve(room, NAME, "Schulz")
    changed(room)
    producer.run(room, small_night.DAY)
    assert room.state(NAME) == "review"
    last = room.ledger.decisions(NAME)[-1]
    assert (last.kind, "vier Euro" in last.reason, "sechs Euro" in last.reason) == ("source", True, True)
    with pytest.raises(ReviewError):
        release.publish(room, NAME)
    script = room.script(NAME)
    assert script is not None
    assert "sechs Euro" in " ".join(s.text for story in script.stories for s in story.sentences)
    assert next(entry.act for entry in audit.entries(room.ledger)) == "source-changed"
    review.approve(room, NAME, "Schulz")
    release.publish(room, NAME)
    assert room.state(NAME) == "published"


def test_a_scheduled_release_is_held_too(room: Newsroom) -> None:
    review.approve(room, NAME, "Schulz", due=small_night.NOW + timedelta(hours=3))
    assert room.state(NAME) == "scheduled"
    changed(room)
    producer.run(room, small_night.DAY)
    assert room.state(NAME) == "review"


def test_an_item_that_is_not_used_changes_nothing(room: Newsroom) -> None:
    review.approve(room, NAME, "Schulz")
    changed(
        room,
        "</channel>",
        "<item><title>Neu und kurz</title><guid>neu</guid><description>Ein Satz.</description></item></channel>",
    )
    producer.run(room, small_night.DAY)
    assert room.state(NAME) == "approved"


def test_the_editors_words_stay_and_are_checked_against_the_new_item(room: Newsroom) -> None:
    text = (room.folder(NAME) / "script.md").read_text(encoding="utf-8")
    assert "vier Euro" in text
    review.edit(room, NAME, text.replace("kostet vier Euro", "kostet genau vier Euro"), "Weber")
    review.approve(room, NAME, "Schulz")
    changed(room)
    producer.run(room, small_night.DAY)
    script = room.script(NAME)
    assert script is not None
    assert "genau vier Euro" in " ".join(s.text for story in script.stories for s in story.sentences)
    assert room.state(NAME) == "review"
    assert [f.code for f in review.open_findings(room, NAME)] != []


def test_what_is_published_stays_and_people_are_told(room: Newsroom) -> None:
    review.approve(room, NAME, "Schulz")
    release.publish(room, NAME)
    before = small_night.stand(room.settings.home)
    changed(room)
    found = [f for f in producer.run(room, small_night.DAY).findings if f.code == "source-changed"]
    assert len(found) == 1
    assert "„Der Eintritt kostet vier Euro.“ → „Der Eintritt kostet sechs Euro.“" in found[0].message
    after = small_night.stand(room.settings.home)
    assert after.files == before.files
    assert [row for row in after.rows if row[0] != "edition"] == [row for row in before.rows if row[0] != "edition"]
    assert [f for f in producer.run(room, small_night.DAY).findings if f.code == "source-changed"] == []


def test_a_bulletin_that_somebody_works_on_is_followed_by_the_next_run(room: Newsroom) -> None:
    review.approve(room, NAME, "Schulz")
    changed(room)
    with leased(room.ledger, f"bulletin:{NAME}"):
        producer.run(room, small_night.DAY)
        assert room.state(NAME) == "approved"
    producer.run(room, small_night.DAY)
    assert room.state(NAME) == "review"


def test_changes_are_said_in_german() -> None:
    after = replace(BRIDGE, title="Brücke bleibt offen", link="https://a.example/neu", picture=None)
    said = following.changes(BRIDGE, after)
    assert f"„{BRIDGE.title}“ → „Brücke bleibt offen“" in said
    assert "der Link ist anders" in said
    assert ("das Bild ist entfallen" in said) == (BRIDGE.picture is not None)
    assert "Form" in following.changes(BRIDGE, BRIDGE)
