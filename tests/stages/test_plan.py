# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.model import Edition, Item, LeftOutReason
from pipeline.settings import RundownSettings, Settings
from pipeline.stages.plan import SLOT_LEAST, PlanSettings, plan, share, slug

DAY = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
TOPICS = ("Brücke", "Schule", "Fahrplan", "Ehrenamt", "Radweg", "Klinikum", "Museum")
TO = PlanSettings(RundownSettings(), DAY)


def item(n: int, words: int = 80) -> Item:
    topic = TOPICS[n]
    text = " ".join(f"{topic} {k} wird neu." for k in range(n * 100, n * 100 + words // 4))
    return Item(f"id{n}", f"{topic} im Kreis", text, f"https://k.example/{n}", DAY - timedelta(days=1))


def edition(*items: Item) -> Edition:
    return Edition("2026-kw47", "Ausgabe", DAY, "presse", items)


def reasons(*items: Item, to: PlanSettings = TO) -> dict[str, LeftOutReason]:
    return {left.item_id: left.reason for left in plan(edition(*items), to).left_out}


def test_an_edition_becomes_one_rundown_in_the_newsletters_order() -> None:
    made = plan(edition(*(item(n) for n in range(4))), TO)
    (rundown,) = made.rundowns
    assert (rundown.id, rundown.title, rundown.day) == ("2026-kw47", "Kreis kompakt, Kalenderwoche 47/2026", DAY)
    assert [slot.item.id for slot in rundown.slots] == ["id0", "id1", "id2", "id3"]
    assert made.left_out == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "[GELÖSCHT] Schule"}, LeftOutReason.WITHDRAWN),
        ({"embargo": datetime(2026, 11, 25, 10, tzinfo=BERLIN)}, LeftOutReason.EMBARGO),
        ({"published": DAY - timedelta(days=8)}, LeftOutReason.TOO_OLD),
        ({"title": "Öffentliche Ausschreibung"}, LeftOutReason.TENDER),
        ({"title": "Einladung zum Bauausschuss"}, LeftOutReason.MEETING),
        (
            {"text": "Am 19. November 2026 sind alle um 18 Uhr zum Jobabend eingeladen.", "published": date(2026, 11, 15)},
            LeftOutReason.OVER,
        ),
        ({"text": ""}, LeftOutReason.TOO_SHORT),
        ({"text": "Nur drei Wörter."}, LeftOutReason.TOO_SHORT),
    ],
)
def test_each_reason_to_leave_an_item_out_is_named_with_a_sentence(change: dict[str, object], reason: LeftOutReason) -> None:
    made = plan(edition(item(0), replace(item(1), **change)), TO)
    (left,) = made.left_out
    assert (left.item_id, left.reason) == ("id1", reason)
    assert left.detail.endswith((".", ".)"))
    assert [slot.item.id for slot in made.rundowns[0].slots] == ["id0"]


def test_an_embargo_that_ends_on_the_day_itself_does_not_hold_the_item_back() -> None:
    assert reasons(replace(item(0), embargo=datetime(2026, 11, 20, 10, tzinfo=BERLIN))) == {}
    assert reasons(replace(item(0), embargo=datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("UTC")))) == {
        "id0": LeftOutReason.EMBARGO
    }


def test_an_embargo_outweighs_every_other_reason_to_look_at_an_item() -> None:
    held = replace(item(0), text="Kurz.", embargo=datetime(2026, 12, 1, tzinfo=BERLIN))
    assert reasons(held) == {"id0": LeftOutReason.EMBARGO}


def test_what_was_broadcast_is_not_told_again() -> None:
    assert reasons(item(0), item(1), to=replace(TO, broadcast=frozenset({"id1"}))) == {"id1": LeftOutReason.BROADCAST}


def test_tenders_and_meetings_stay_where_they_are_allowed() -> None:
    to = replace(TO, rundown=RundownSettings(allow_tenders=True, allow_meetings=True))
    both = (replace(item(0), title="Öffentliche Ausschreibung"), replace(item(1), title="Einladung zum Bauausschuss"))
    assert reasons(*both, to=to) == {}


def test_of_a_repeat_the_later_is_kept_and_of_one_day_the_longer() -> None:
    earlier = replace(item(0), id="old", published=DAY - timedelta(days=5))
    assert reasons(item(0), earlier) == {"old": LeftOutReason.REPEAT}
    assert reasons(earlier, item(0)) == {"old": LeftOutReason.REPEAT}
    longer = replace(item(0), id="long", text=item(0).text + " Und noch ein weiterer Satz dazu.")
    assert reasons(item(0), longer) == {"id0": LeftOutReason.REPEAT}


def test_of_too_many_items_those_stay_that_matter_most() -> None:
    urgent = replace(
        item(6), title="Trinkwasser abkochen", text=item(6).text + " Bitte bis 30. November abkochen. Es kostet 500 Euro."
    )
    left = reasons(*(item(n) for n in range(6)), urgent)
    assert "id6" not in left
    assert set(left.values()) == {LeftOutReason.NO_ROOM}
    assert len(left) == 3


def test_an_item_that_is_left_out_changes_nothing_in_the_rundown() -> None:
    told = [item(n) for n in range(4)]
    one = plan(edition(*told, replace(item(5), title="[GELÖSCHT] Alt")), TO).rundowns
    other = plan(edition(*told, replace(item(5), title="[GELÖSCHT] Neu", text="Anders.")), TO).rundowns
    assert one == other


def test_one_bulletin_per_item_has_a_readable_id_of_its_own() -> None:
    same = replace(item(3), title=item(0).title)
    made = plan(edition(item(0), item(1), same), replace(TO, rundown=RundownSettings(shape="item")))
    assert [r.id for r in made.rundowns] == ["2026-11-20-bruecke-kreis", "2026-11-20-schule-kreis", "2026-11-20-bruecke-kreis-2"]
    assert [len(r.slots) for r in made.rundowns] == [1, 1, 1]


def test_an_id_that_another_bulletin_has_gets_a_number_and_a_further_language_its_name() -> None:
    to = replace(TO, taken=frozenset({"2026-kw47"}), rundown=RundownSettings(languages=("en",)))
    made = plan(edition(item(0)), to).rundowns
    assert [(r.id, r.language) for r in made] == [("2026-kw47-2", "de"), ("2026-kw47-2-en", "en")]
    assert made[0].slots == made[1].slots


def test_nothing_to_tell_gives_no_rundown() -> None:
    assert plan(edition(), TO).rundowns == ()
    assert plan(edition(replace(item(0), text="")), TO).rundowns == ()


def test_the_time_is_shared_by_the_length_of_the_texts() -> None:
    slots = share((item(0, 400), item(1, 400), item(2, 120)), 80.0)
    seconds = [slot.seconds for slot in slots]
    assert sum(seconds) == pytest.approx(80.0, abs=0.3)
    assert seconds[0] == pytest.approx(seconds[1], abs=1.0)
    assert seconds[1] > seconds[2] >= SLOT_LEAST


def test_a_short_text_is_not_given_more_time_than_it_can_fill() -> None:
    short = replace(item(0), text="x" * 200)
    assert [slot.seconds for slot in share((short, short), 80.0)] == [15.4, 15.4]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Brücke an der K 12 ab 30. November voll gesperrt", "bruecke-k-12-30-november-voll"),
        ("../../etc/passwd", "etc-passwd"),
        ("Größe & Übermaß", "groesse-uebermass"),
        ("Der und die", "der-und-die"),
    ],
)
def test_a_slug_is_made_of_plain_letters(title: str, name: str) -> None:
    assert slug(title) == name
    assert len(slug("日本語")) == 8


def test_the_slice_is_taken_from_the_whole_configuration() -> None:
    to = PlanSettings.of(Settings(home=Path("/")), DAY, frozenset({"x"}))
    assert (to.programme, to.target_seconds, to.broadcast) == ("Kreis kompakt", 100.0, frozenset({"x"}))
