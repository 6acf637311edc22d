# SPDX-License-Identifier: EUPL-1.2
"""The picture of a story at the desk: exchanged with credit and permission, cropped about a point, left out."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from pipeline.desk.gate import MOST_BYTES
from pipeline.language import differences
from pipeline.model import PanelKind, Picture, Script
from pipeline.picture.cropping import cut, fills
from tests.desk.newsroom import House, Page, Person, opened, wait_for_film

SAID = {
    "credit": "Foto: Iris Klein",
    "alt": "Ein Bagger auf der Brücke",
    "licence": "erlaubt per Mail vom 18.11.2026",
    "allowed": "1",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def photo(width: int = 1600, height: int = 900, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, form)
    return out.getvalue()


def bring(who: Person, bulletin: str, content: bytes, **said: str) -> Page:
    """Upload a picture for the first story, as a browser does."""
    fields = {"token": who.token, **SAID, **said}
    files = {"file": ("baustelle.jpg", content, "image/jpeg")} if content else {"file": ("", b"", "application/octet-stream")}
    answer = who.client.post(f"/b/{bulletin}/beitrag/1/bild/neu", data=fields, files=files, headers={"origin": "http://desk"})
    return Page.of(answer)


def picture_of(house: House, bulletin: str, story: int = 1) -> Picture | None:
    script = house.room.script(bulletin)
    assert script is not None
    item = script.stories[story - 1].item_id
    return next(slot.item.picture for slot in script.rundown.slots if slot.item.id == item)


def settle(who: Person, bulletin: str, story: int = 1, **fields: str) -> Page:
    words = who.digests(bulletin)["words"]
    given = {"words": words, "credit": "Foto: Iris Klein", "alt": "Ein Bagger", "x": "50", "y": "42", "do": "save", **fields}
    return who.post(f"/b/{bulletin}/beitrag/{story}/bild", given)


def test_another_picture_counts_only_once_its_crop_is_taken_over(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    before = picture_of(house, name)
    brought = bring(anna, name, photo())
    assert brought.status == 303
    assert picture_of(house, name) == before, "nothing counts yet"
    place = brought.headers["location"]
    page = anna.get(place)
    fresh = re.search(r"neu=([0-9a-f]{64})", place)[1]  # type: ignore[index]
    assert "Neues Bild: Ausschnitt wählen" in page.text
    assert anna.get(f"/b/{name}/bild/neu/{fresh}").headers["content-type"] == "image/jpeg"
    saved = settle(anna, name, neu=fresh, x="80", y="20", credit=SAID["credit"], alt=SAID["alt"])
    assert saved.headers["location"].startswith(f"/b/{name}/warten")
    wait_for_film(house, name)
    now = picture_of(house, name)
    assert now is not None
    assert (now.credit, now.alt, now.licence, now.focus) == (SAID["credit"], SAID["alt"], SAID["licence"], (0.8, 0.2))
    assert (now.width, now.height) == (1600, 900)
    assert house.remade == [name]


def test_a_new_picture_voids_the_approval_and_is_named_first(house: House) -> None:
    name = house.bulletin()
    anna, falk = house.person("Anna", "redaktion"), house.person("Falk", "freigabe")
    falk.approve(name)
    fresh = bring(anna, name, photo()).headers["location"].split("neu=")[1][:64]
    settle(anna, name, neu=fresh)
    wait_for_film(house, name)
    assert house.room.state(name) == "review"
    page = falk.get(f"/b/{name}").text
    late = page[page.index("Seit der Freigabe geändert") :][:1500]
    assert "Beitrag 1, Bild" in late
    assert "Iris Klein" in re.sub("<[^>]+>", "", late)


def test_the_chain_names_credit_and_permission(house: House) -> None:
    name = house.bulletin()
    bring(house.person("Anna", "redaktion"), name, photo())
    lea = house.person("Lea", "leitung")
    assert SAID["licence"] in lea.get("/protokoll").text


@pytest.mark.parametrize("missing", ["credit", "alt", "licence", "allowed"])
def test_no_picture_without_credit_description_and_permission(house: House, missing: str) -> None:
    name = house.bulletin()
    assert bring(house.person("Anna", "redaktion"), name, photo(), **{missing: ""}).status == 409


@pytest.mark.parametrize("content", [b"", b"GIF89a nothing", photo(100, 100), b"<svg onload=alert(1)>", photo(900, 90)])
def test_what_is_no_picture_is_refused_with_what_to_do(house: House, content: bytes) -> None:
    name = house.bulletin()
    refused = bring(house.person("Anna", "redaktion"), name, content)
    assert refused.status == 409
    assert "Bild" in refused.text
    assert "Traceback" not in refused.text


def test_a_file_that_is_too_large_is_refused_unread(house: House) -> None:
    name = house.bulletin()
    most = house.room.settings.fetch.max_picture_bytes + MOST_BYTES
    assert bring(house.person("Anna", "redaktion"), name, b"\xff" * (most + 1)).status == 413


def test_strangers_and_readers_leave_no_files(house: House) -> None:
    name = house.bulletin()
    files = {"file": ("a.jpg", photo(), "image/jpeg")}
    assert house.client.post(f"/b/{name}/beitrag/1/bild/neu", data=SAID, files=files).status_code == 401
    assert bring(house.person("Gast", "lesen"), name, photo()).status == 403


def test_other_forms_still_carry_no_file(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    answer = anna.client.post(f"/b/{name}/bearbeiten", data={"token": anna.token}, files={"file": ("a", b"x" * 9)})
    assert answer.status_code == 400


def test_a_picture_brought_to_one_bulletin_is_not_shown_by_another(house: House) -> None:
    name, other = house.bulletin(), house.bulletin("andere")
    anna = house.person("Anna", "redaktion")
    fresh = bring(anna, name, photo()).headers["location"].split("neu=")[1][:64]
    assert anna.get(f"/b/{other}/bild/neu/{fresh}").status == 409
    assert settle(anna, other, neu=fresh).status == 409


def test_a_click_without_scripts_shows_the_point_and_saves_nothing(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    before = house.room.script(name)
    picture = picture_of(house, name)
    assert picture is not None
    page = settle(anna, name, **{"punkt.x": "216", "punkt.y": "81", "do": ""})
    assert page.status == 200
    assert 'name="x" type="range" min="0" max="100" value="75"' in page.text
    assert house.room.script(name) == before


def test_a_picture_is_left_out_and_its_card_becomes_words(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion")
    script: Script | None = house.room.script(name)
    assert script is not None
    number = next(n for n in range(1, len(script.stories) + 1) if picture_of(house, name, n) is not None)
    assert settle(anna, name, number, do="drop").status == 303
    wait_for_film(house, name)
    after = house.room.script(name)
    assert after is not None
    assert picture_of(house, name, number) is None
    assert after.stories[number - 1].panel.kind is not PanelKind.PICTURE
    assert any(d.label == f"Beitrag {number}, Bild" for d in differences.scripts(script, after))


def test_a_stale_page_takes_nothing_over(house: House) -> None:
    name = house.bulletin()
    anna, ben = house.person("Anna", "redaktion"), house.person("Ben", "redaktion")
    words = anna.digests(name)["words"]
    ben.edit(name, ("s1.t2", "Die Umleitung führt über Waldau."))
    wait_for_film(house, name)
    assert settle(anna, name, words=words, x="10").status == 409


@given(
    size=some.tuples(some.integers(240, 4000), some.integers(240, 4000)),
    box=some.tuples(some.integers(100, 2000), some.integers(100, 2000)),
    focus=some.tuples(some.floats(0, 1), some.floats(0, 1)),
)
def test_a_crop_lies_in_the_picture_and_has_the_shape_of_its_box(
    size: tuple[int, int], box: tuple[int, int], focus: tuple[float, float]
) -> None:
    x, y, w, h = cut(*size, focus, *box)
    assert 0 <= x <= x + w <= size[0]
    assert 0 <= y <= y + h <= size[1]
    assert w == size[0] or h == size[1]
    assert abs(w * box[1] - h * box[0]) <= max(box)
    assert x - 1 <= focus[0] * size[0] <= x + w + 1
    assert y - 1 <= focus[1] * size[1] <= y + h + 1
    assert fills(*size, *size)
