# SPDX-License-Identifier: EUPL-1.2
"""Who gets in, and who may do what: the whole table of pages against every role."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.desk.app import entries, first_link
from pipeline.desk.gate import Entry
from pipeline.desk.inbox import Lines
from pipeline.keep.accounts import Accounts
from pipeline.roles import Right, Role
from tests.desk.newsroom import PASSWORD, House, Page, opened

RIGHTS = Path(__file__).resolve().parents[2] / "docs" / "rights.md"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("desk")) as made:
        made.bulletin()
        yield made


@pytest.fixture(scope="module")
def table(house: House) -> tuple[Entry, ...]:
    return entries(Lines(house.desk))


def filled(path: str) -> str:
    values = {"bulletin": "2026-kw47", "file": "poster.jpg", "number": "1", "secret": "x", "digest": "0" * 64}
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], path)


def written() -> dict[tuple[str, str], tuple[str, ...]]:
    """Read docs/rights.md → what each role may do at each address."""
    rows = re.findall(r"^\| (GET|POST) \| `([^`]+)` \| (.+) \|$", RIGHTS.read_text(encoding="utf-8"), re.M)
    return {(method, path): tuple(cell.strip() for cell in cells.split("|")) for method, path, cells in rows}


def test_the_written_table_names_every_page_and_no_other(table: tuple[Entry, ...]) -> None:
    assert set(written()) == {(entry.method, entry.path) for entry in table}


def test_the_matrix_of_roles_and_pages_holds_as_written(house: House) -> None:
    people = {role: house.person(f"Person {role}", role) for role in Role}
    walked = 0
    for (method, path), cells in written().items():
        if path == "/abmelden":  # it ends the session that the walk goes on with; every role may
            assert cells == ("●",) * len(Role)
            continue
        for role, cell in zip(Role, cells, strict=True):
            at = filled(path)
            page = people[role].get(at) if method == "GET" else people[role].post(at)
            refused = page.status == 403 and "Dafür fehlt Ihrem Konto die Rolle" in page.text
            assert refused is (cell == "–"), f"{role} {method} {path}: {page.status}, written: {cell}"
            walked += 1
    assert walked == len(Role) * (len(written()) - 1)


def test_nobody_gets_in_without_an_account(house: House, table: tuple[Entry, ...]) -> None:
    house.client.cookies.clear()
    for entry in table:
        if entry.right is Right.ANYBODY:
            continue
        answer = house.client.request(entry.method, filled(entry.path))
        wanted = 303 if entry.method == "GET" else 401
        assert answer.status_code == wanted, entry.path
        assert entry.method == "POST" or answer.headers["location"].startswith("/anmelden")


def test_every_form_needs_the_token_of_the_session(house: House, table: tuple[Entry, ...]) -> None:
    everything = house.person("Alle Rollen", *Role)
    for entry in table:
        if entry.method == "POST" and entry.right is not Right.ANYBODY:
            page = everything.post(filled(entry.path), token="another one")
            assert page.status == 403, entry.path
            assert "abgelaufen" in page.text


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_a_form_of_a_foreign_page_does_nothing(house: House, headers: dict[str, str]) -> None:
    person = house.person(f"Lea {sorted(headers.items())}", "leitung")
    body = {"token": person.token, "value": "1", "reason": "von fremder Seite"}
    answer = person.client.post("/leitung/anhalten", data=body, headers=headers)
    assert answer.status_code == 403
    assert house.desk.paused is None


def test_a_form_that_is_far_too_long_is_refused(house: House) -> None:
    person = house.person("Langschreiber", "redaktion")
    assert person.post("/b/2026-kw47/entwurf", {"title": "x" * 500_000}).status == 413


def test_every_answer_carries_the_strict_headers(house: House) -> None:
    person = house.person("Kopf", "leitung")
    for path in ("/", "/b/2026-kw47", "/anmelden", "/static/desk.css", "/gibt-es-nicht", "/b/2026-kw47/datei/poster.jpg"):
        page = person.get(path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path
        assert page.headers["x-content-type-options"] == "nosniff"
    embedded = person.get("/b/2026-kw47/datei/embed.html")
    assert embedded.headers["content-security-policy"].startswith("sandbox;")


def test_no_page_carries_inline_script_or_style_or_a_foreign_address(house: House) -> None:
    person = house.person("Genau", *Role)
    for path in (
        "/",
        "/b/2026-kw47",
        "/b/2026-kw47/bearbeiten",
        "/b/2026-kw47/fassungen",
        "/konten",
        "/leitung",
        "/protokoll",
        "/ich",
    ):
        text = person.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)", text), path
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), path
        assert not re.search(r"(?:src|action)=\"(?!/)", text.replace('src=""', "")), path


def login(house: House, name: str, password: str) -> Page:
    house.client.cookies.clear()
    return Page.of(house.client.post("/anmelden", data={"name": name, "password": password}, headers={"origin": "http://desk"}))


def test_a_login_opens_a_session_whose_cookie_scripts_cannot_read(house: House) -> None:
    house.account("Nora", "lesen")
    page = login(house, "nora", PASSWORD)
    assert page.status == 303
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert house.client.get("/").status_code == 200


def test_after_eight_failures_even_the_right_password_waits(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        house.account("Otto", "lesen")
        assert {login(house, "Otto", f"falsch {n}").status for n in range(8)} == {403}
        assert login(house, "Otto", PASSWORD).status == 429
        house.desk.by_name.seconds = 0
        assert login(house, "Otto", PASSWORD).status == 303


def test_a_wrong_name_and_a_wrong_password_look_alike(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        house.account("Paul", "lesen")
        known, unknown = login(house, "Paul", "falsch"), login(house, "Paula", "falsch")
        assert known.status == unknown.status == 403
        assert known.text.replace("Paul", "?") == unknown.text.replace("Paula", "?")


def test_a_login_never_leads_to_a_foreign_page(house: House) -> None:
    house.account("Rita", "lesen")
    for onward in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = house.client.post("/anmelden", data={"name": "Rita", "password": PASSWORD, "weiter": onward})
        assert answer.headers["location"] == "/"


def test_an_account_that_is_switched_off_is_out_at_once(house: House) -> None:
    person = house.person("Sven", "redaktion")
    assert person.get("/").status == 200
    house.desk.accounts.change(person.account, ("redaktion",), False, "")
    assert person.get("/").status == 303


def test_the_first_link_makes_the_first_account_and_works_once(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        secret = first_link(house.room)
        fields = {"name": "Vera Leit", "password": "ein ganz neuer Satz", "again": "ein ganz neuer Satz"}
        assert house.client.get(f"/einladung/{secret}").status_code == 200
        assert house.client.post(f"/einladung/{secret}", data={**fields, "again": "anders"}).status_code == 422
        assert house.client.post(f"/einladung/{secret}", data=fields).status_code == 303
        assert house.client.get("/konten").status_code == 200
        assert house.client.post(f"/einladung/{secret}", data=fields).status_code == 410
        assert first_link(house.room) == ""
        assert [a.name for a in Accounts(house.room.ledger).all()] == ["Vera Leit"]


def test_a_link_is_over_after_three_days(tmp_path: Path) -> None:
    from datetime import timedelta

    with opened(tmp_path) as house:
        secret = first_link(house.room)
        house.clock.now += timedelta(hours=73)
        assert house.client.get(f"/einladung/{secret}").status_code == 410


def test_the_last_leitung_cannot_lock_itself_out(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        lead = house.person("Lea", "leitung")
        page = lead.post(f"/konten/{lead.account.id}", {"role": "lesen", "active": "1"})
        assert page.status == 409
        assert "letzte Konto" in page.text
        assert lead.get("/konten").status == 200


def test_secrets_stand_in_the_ledger_as_digests_only(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        secret = first_link(house.room)
        person = house.person("Tim", "lesen")
        house.room.ledger.engine.dispose()
        kept = b"".join(f.read_bytes() for f in (tmp_path / "output").glob("ledger.sqlite*"))
        for word in (secret, person.client.cookies["newsreel"], PASSWORD):
            assert word.encode() not in kept
