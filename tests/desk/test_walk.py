# SPDX-License-Identifier: EUPL-1.2
"""A morning at the desk, with films that nobody rendered: look, mend, tick, approve, publish; and what the desk refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.newsroom import NUMBER, House, opened, wait_for_film


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_strangers_are_led_to_the_login_and_see_nothing(house: House) -> None:
    bulletin = house.bulletin()
    for path in ("/", f"/b/{bulletin}", f"/b/{bulletin}/bearbeiten"):
        answer = house.client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/anmelden")


def test_no_page_allows_inline_scripts_or_foreign_hosts(house: House) -> None:
    bulletin = house.bulletin()
    editor = house.person("Meier", "redaktion")
    for path in ("/", f"/b/{bulletin}", f"/b/{bulletin}/bearbeiten"):
        policy = editor.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy


def test_the_inbox_shows_what_waits_and_the_review_page_each_sentence_with_its_source(house: House) -> None:
    bulletin = house.bulletin(findings=(NUMBER,))
    editor = house.person("Meier", "redaktion")
    assert bulletin in editor.get("/").text
    page = editor.get(f"/b/{bulletin}")
    assert page.status == 200
    assert "Die Umleitung führt über" in page.text
    assert NUMBER.message in page.text


def test_a_title_with_markup_stays_text(house: House) -> None:
    from dataclasses import replace

    from tests.doubles import values

    script = values.script()
    story = replace(script.stories[0], headline="<script>alert(1)</script>")
    bulletin = house.bulletin(script=replace(script, stories=(story, *script.stories[1:])))
    page = house.person("Meier", "redaktion").get(f"/b/{bulletin}")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_the_last_author_cannot_approve_but_somebody_else_can(house: House) -> None:
    bulletin = house.bulletin()
    author, colleague = house.person("Meier", "redaktion", "freigabe"), house.person("Schulz", "freigabe")
    field = next(name for name, value in author.fields(bulletin) if value == "Die Umleitung führt über Neuhof.")
    saved = author.edit(bulletin, (field, "Die Umleitung führt über den Ortsteil Neuhof."))
    assert saved.status in (200, 303)
    wait_for_film(house, bulletin)
    assert house.remade == [bulletin]
    author.approve(bulletin)
    assert house.room.state(bulletin) == "review"
    colleague.approve(bulletin)
    assert house.room.state(bulletin) == "approved"


def test_an_approval_of_another_film_than_the_one_that_stands_is_refused(house: House) -> None:
    bulletin = house.bulletin()
    person = house.person("Schulz", "freigabe")
    person.approve(bulletin, film="0" * 64)
    assert house.room.state(bulletin) == "review"


def test_who_may_only_read_can_change_nothing(house: House) -> None:
    bulletin = house.bulletin()
    reader = house.person("Gast", "lesen")
    assert reader.approve(bulletin).status == 403
    assert reader.post(f"/b/{bulletin}/bearbeiten", {"do": "save"}).status == 403
    assert house.room.state(bulletin) == "review"


def test_a_form_without_its_token_is_refused(house: House) -> None:
    bulletin = house.bulletin()
    person = house.person("Schulz", "freigabe")
    answer = person.post(f"/b/{bulletin}/freigeben", person.digests(bulletin), token="forged")
    assert answer.status == 403
    assert house.room.state(bulletin) == "review"
