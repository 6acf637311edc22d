# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.keep import canon
from pipeline.model import Blob, Edition, Erratum, Finding, Item, Picture, Rundown, Script, Sentence, Severity, Slot
from tests.doubles import values

texts = st.text(max_size=30)
items = st.builds(
    Item,
    id=texts,
    title=texts,
    text=texts,
    link=texts,
    published=st.none() | st.dates(),
    picture=st.none()
    | st.builds(
        Picture,
        blob=st.builds(Blob, digest=texts, media=texts, size=st.integers(0, 10**9)),
        width=st.integers(1, 9000),
        height=st.integers(1, 9000),
        credit=texts,
        alt=texts,
        focus=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    ),
    embargo=st.none() | st.datetimes(timezones=st.just(UTC)),
)
rundowns = st.builds(
    Rundown,
    id=texts,
    title=texts,
    day=st.dates(),
    language=st.sampled_from(["de", "en"]),
    slots=st.lists(st.builds(Slot, item=items, seconds=st.floats(0, 1000)), max_size=3).map(tuple),
)


def nothing_kept(kind: type, digest: str) -> object:
    raise AssertionError(f"no {kind} is referred to")


@given(rundowns)
def test_a_value_comes_back_equal_and_equal_values_have_equal_bytes(rundown: Rundown) -> None:
    import json

    form = json.loads(canon.dump(canon.plain(rundown)))
    again = canon.revive(Rundown, form, nothing_kept)
    assert again == rundown
    assert canon.dump(canon.plain(again)) == canon.dump(canon.plain(rundown))


def test_a_changed_character_changes_the_digest() -> None:
    first = Finding("code", Severity.RED, "Die Zahl 72 fehlt.", "1.2")
    second = Finding("code", Severity.RED, "Die Zahl 73 fehlt.", "1.2")
    assert canon.digest_of(first) != canon.digest_of(second)


def test_an_unknown_field_is_damage_and_not_ignored() -> None:
    form = canon.plain(Finding("code", Severity.NOTE, "text", "film")) | {"colour": "blue"}
    with pytest.raises(StoreError, match="colour"):
        canon.revive(Finding, form, nothing_kept)


def test_a_chain_value_is_written_by_reference() -> None:
    from pipeline.model import LeftOut, Plan

    edition = Edition("2026-kw47", "Kreis", date(2026, 11, 20), "feed", ())
    plan = Plan(edition, (), ())
    kept = {}

    def refer(value: object) -> str:
        kept["edition"] = value
        return canon.digest_of(value)

    form = canon.plain(plan, refer)
    assert form["edition"] == {"$": canon.digest_of(edition)}
    assert kept["edition"] is edition
    assert canon.revive(Plan, form, lambda kind, digest: edition) == plan
    assert LeftOut  # the type is part of the plan


def test_an_embargo_keeps_its_time_zone() -> None:
    item = Item("a", "t", "x", "", None, embargo=datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert canon.revive(Item, canon.plain(item), nothing_kept).embargo == item.embargo


def test_a_script_without_a_correction_keeps_the_digest_that_it_had_before_there_were_any() -> None:
    plain = canon.plain(values.script(), lambda _: "0")
    assert "erratum" not in plain
    told = replace(values.script(), erratum=Erratum(date(2026, 11, 21), (Sentence("Es ist Altdorf."),)))
    form = canon.plain(told, lambda _: "0")
    assert form["erratum"]["sentences"][0]["text"] == "Es ist Altdorf."
    assert canon.revive(Script, form, lambda _kind, _digest: told.rundown) == told
