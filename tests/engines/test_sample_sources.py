# SPDX-License-Identifier: EUPL-1.2
"""The sample newsletter says the same in its three forms, and the plan of it is the one that its author meant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.engines.feed_source import feed_source
from pipeline.engines.fetch import Fetcher
from pipeline.engines.mail_source import mail_source
from pipeline.engines.page_source import page_source
from pipeline.model import Edition, LeftOutReason
from pipeline.ports import Source
from pipeline.settings import FetchSettings, RundownSettings, SourceSettings
from pipeline.stages.plan import PlanSettings, plan
from tests.doubles.shelf import MemoryShelf

SAMPLE = Path(__file__).resolve().parents[2] / "assets" / "sample"
DAY = date(2026, 11, 20)
FORMS: tuple[tuple[str, Callable[[SourceSettings, Path, int, Fetcher], Source]], ...] = (
    ("feed.xml", feed_source),
    ("newsletter.eml", mail_source),
    ("newsletter.html", page_source),
)


@pytest.fixture(scope="module")
def editions() -> tuple[Edition, ...]:
    """The sample as each source reads it; nothing of it may need the network."""
    read = []
    for file, opened in FORMS:
        source = opened(SourceSettings("feed", file), SAMPLE, 7, Fetcher(FetchSettings(deadline_seconds=0.1)))
        (edition,) = source.gather(DAY, MemoryShelf()).editions
        read.append(edition)
    return tuple(read)


def test_all_three_forms_give_the_same_eight_items(editions: tuple[Edition, ...]) -> None:
    told = [
        [
            (i.title, " ".join(i.text.split()), i.published, i.embargo, i.picture and (i.picture.credit, i.picture.alt))
            for i in e.items
        ]
        for e in editions
    ]
    assert len(told[0]) == 8
    assert told[0] == told[1] == told[2]
    assert [e.findings for e in editions] == [(), (), ()]
    assert {e.id for e in editions} == {"2026-kw47"}


def test_the_plan_leaves_out_the_embargo_the_past_event_and_the_repeat(editions: tuple[Edition, ...]) -> None:
    for edition in editions:
        made = plan(edition, PlanSettings(RundownSettings(), DAY))
        reasons = {left.title.split()[0]: left.reason for left in made.left_out}
        assert reasons["Kreiskultursommer"] is LeftOutReason.EMBARGO
        assert reasons["Erlebrücke"] is LeftOutReason.REPEAT
        assert reasons["Kreis"] is LeftOutReason.OVER
        assert len(made.rundowns[0].slots) == 4
        assert all(slot.item.picture for slot in made.rundowns[0].slots)
