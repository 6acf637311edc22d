# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on against a real local provider, the header of a listed proxy, deputies."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.errors import ConfigError
from pipeline.keep.accounts import Accounts
from pipeline.settings import LoginSettings, OidcSettings, Settings
from tests.desk.newsroom import PASSWORD, House, Page, opened
from tests.doubles.oidc_server import CLIENT, OTHER, SECRET, Provider, running

ROLES = ("presse=redaktion", "amt13=freigabe")


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    with running(made) as listener:
        made.issuer = listener.url
        yield made


@pytest.fixture
def house(tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("NEWSREEL_OIDC_SECRET", SECRET)
    with opened(tmp_path, change=lambda plain: signed(plain, provider, ROLES)) as made:
        yield made


def signed(plain: Settings, provider: Provider, roles: tuple[str, ...]) -> Settings:
    oidc = OidcSettings(provider.issuer, CLIENT)
    return replace(plain, login=LoginSettings(roles=roles, oidc=oidc), notice=replace(plain.notice, desk_url="http://desk"))


def sign_on(house: House, provider: Provider, change: str = "") -> Page:
    begun = Page.of(house.client.get("/anmelden/dienst?weiter=/ich"))
    assert begun.status == 303, begun.text
    back = provider.sign_on(begun.headers["location"])
    return Page.of(house.client.get(f"/anmelden/zurueck?{back}{change}"))


def test_a_person_of_the_provider_comes_in_with_the_roles_of_their_groups(house: House, provider: Provider) -> None:
    page = sign_on(house, provider)
    assert (page.status, page.headers["location"]) == (303, "/ich")
    account = Accounts(house.room.ledger).find("Anna Amt")
    assert account is not None
    assert account.roles == ("redaktion",)
    assert "Anna Amt" in house.client.get("/").text
    assert house.client.get("/konten").status_code == 403


def test_groups_decide_anew_at_each_sign_on(house: House, provider: Provider) -> None:
    sign_on(house, provider)
    provider.person["groups"] = ["presse", "amt13"]
    provider.person["name"] = "Anna Neuer-Name"
    sign_on(house, provider)
    (account,) = Accounts(house.room.ledger).all()
    assert (account.name, account.roles) == ("Anna Amt", ("redaktion", "freigabe"))
    provider.person["groups"] = ["kantine"]
    assert sign_on(house, provider).status == 409


def test_groups_may_stand_in_the_userinfo(house: House, provider: Provider) -> None:
    provider.only_userinfo = True
    assert sign_on(house, provider).status == 303


LIES: list[dict[str, object]] = [
    {"iss": "http://evil.example"},
    {"aud": "another-program"},
    {"aud": ["newsreel", "other"], "azp": "other"},
    {"nonce": "another"},
    {"nonce": None},
    {"exp": 1_600_000_000},
    {"exp": None},
    {"iat": None},
    {"sub": None},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_token_that_does_not_fit_lets_nobody_in(house: House, provider: Provider, lie: dict[str, object]) -> None:
    provider.lie = lie
    assert sign_on(house, provider).status == 403
    assert Accounts(house.room.ledger).all() == ()


def test_a_token_signed_by_somebody_else_lets_nobody_in(house: House, provider: Provider) -> None:
    provider.key = OTHER
    assert sign_on(house, provider).status == 403
    assert house.client.get("/").status_code == 303


def test_an_answer_for_another_browser_is_refused(house: House, provider: Provider) -> None:
    begun = Page.of(house.client.get("/anmelden/dienst"))
    back = provider.sign_on(begun.headers["location"])
    house.client.cookies.clear()
    assert house.client.get(f"/anmelden/zurueck?{back}").status_code == 403


def test_an_answer_is_taken_once(house: House, provider: Provider) -> None:
    begun = Page.of(house.client.get("/anmelden/dienst"))
    back = provider.sign_on(begun.headers["location"])
    state = house.client.cookies["newsreel-dienst"]
    assert house.client.get(f"/anmelden/zurueck?{back}").status_code == 303
    house.client.cookies.set("newsreel-dienst", state)
    assert house.client.get(f"/anmelden/zurueck?{back}").status_code == 403


def test_a_sign_on_that_took_too_long_is_refused(house: House, provider: Provider) -> None:
    clock = iter([0.0, 700.0, 700.0])
    house.desk.started.clock = lambda: next(clock)
    assert sign_on(house, provider).status == 403


def test_an_answer_of_another_issuer_is_refused(house: House, provider: Provider) -> None:
    assert sign_on(house, provider, "&iss=http://evil.example").status == 403


def test_a_broken_off_sign_on_is_said(house: House) -> None:
    page = house.client.get("/anmelden/zurueck?error=access_denied&state=x")
    assert page.status_code == 403
    assert "abgebrochen" in page.text


def test_a_provider_that_is_down_is_said(tmp_path: Path) -> None:
    gone = Provider(issuer="http://127.0.0.1:9")
    with opened(tmp_path, change=lambda plain: signed(plain, gone, ROLES)) as house:
        assert house.client.get("/anmelden/dienst").status_code == 502
        assert "Mit dem Dienstkonto anmelden" in house.client.get("/anmelden").text


def test_a_provider_in_the_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError), opened(tmp_path, change=lambda p: signed(p, Provider(issuer="http://login.example"), ROLES)):
        pass


def test_a_name_alone_opens_nobodys_account(house: House, provider: Provider) -> None:
    house.account("Anna Amt", "leitung")
    assert sign_on(house, provider).status == 409
    assert house.client.get("/").status_code == 303


def test_without_a_table_of_roles_the_leitung_makes_the_account_first(
    tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREEL_OIDC_SECRET", SECRET)
    with opened(tmp_path, change=lambda plain: signed(plain, provider, ())) as house:
        assert sign_on(house, provider).status == 409
        Accounts(house.room.ledger).add("Anna Amt", ("freigabe",))
        assert sign_on(house, provider).status == 303
        provider.person |= {"sub": "u-2"}
        assert sign_on(house, provider).status == 409, "somebody else of the same name"


# ---------------------------------------------------------------- the header of a proxy


def behind(plain: Settings) -> Settings:
    to = LoginSettings(
        header="X-Remote-User", roles_header="X-Remote-Groups", proxies=("testclient",), roles=ROLES, passwords=False
    )
    return replace(plain, login=to)


def test_a_listed_proxy_names_the_person(tmp_path: Path) -> None:
    with opened(tmp_path, change=behind) as house:
        headers = {"X-Remote-User": "Anna Amt", "X-Remote-Groups": "presse,andere"}
        assert house.client.get("/anmelden", headers=headers).status_code == 303
        assert "Anna Amt" in house.client.get("/", headers=headers).text
        other = {"X-Remote-User": "Ben Bau", "X-Remote-Groups": "presse"}
        assert house.client.get("/", headers=other).status_code == 303, "the session of somebody else does not count"
        assert house.client.get("/anmelden", headers={"X-Remote-User": "Carl", "X-Remote-Groups": "kantine"}).status_code == 409


def test_a_header_from_any_other_address_is_ignored(tmp_path: Path) -> None:
    def elsewhere(plain: Settings) -> Settings:
        changed = behind(plain)
        return replace(changed, login=replace(changed.login, proxies=("10.0.0.1",)))

    with opened(tmp_path, change=elsewhere) as house:
        answer = house.client.get("/anmelden", headers={"X-Remote-User": "Anna Amt", "X-Remote-Groups": "presse"})
        assert answer.status_code == 200
        assert Accounts(house.room.ledger).all() == ()


def test_behind_a_proxy_the_address_that_counts_is_the_proxys_own(tmp_path: Path) -> None:
    from pipeline.desk.serving import Peer

    seen: list[object] = []

    async def app(scope: dict[str, object], *_: object) -> None:
        scope["client"] = ("203.0.113.9", 1)  # as the proxy's X-Forwarded-For says
        seen.append((scope["newsreel.peer"], scope["client"]))

    import anyio

    anyio.run(Peer(app), {"type": "http", "client": ("10.0.0.1", 5)}, None, None)  # type: ignore[arg-type]
    assert seen == [("10.0.0.1", ("203.0.113.9", 1))]


def test_without_passwords_nobody_comes_in_by_one(tmp_path: Path) -> None:
    with opened(tmp_path, change=behind) as house:
        house.account("Anna", "redaktion")
        page = house.client.post("/anmelden", data={"name": "Anna", "password": PASSWORD})
        assert page.status_code == 403
        assert 'type="password"' not in page.text


# ---------------------------------------------------------------- deputies


def test_a_deputy_has_the_roles_on_the_set_days_and_not_before(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        name = house.bulletin()
        falk, vera = house.person("Falk", "freigabe"), house.person("Vera", "redaktion")
        who = {"who": str(vera.account.id), "first": "2026-11-20", "last": "2026-11-27"}
        assert vera.approve(name).status == 403
        assert falk.post("/ich/vertretung", {**who, "last": "2026-11-19"}).status == 409
        assert falk.post("/ich/vertretung", {**who, "who": str(falk.account.id)}).status == 409
        assert falk.post("/ich/vertretung", {**who, "first": "2026-11-21"}).status == 303
        assert vera.approve(name).status == 403, "it begins tomorrow"
        assert falk.post("/ich/vertretung", who).status == 303
        assert "Vera" in falk.get("/ich").text
        assert vera.approve(name).status == 303
        assert house.room.ledger.decisions(name)[-1].by == "Vera"
        assert falk.post("/ich/vertretung", {"who": "0"}).status == 303
        assert vera.approve(name).status == 403


def test_a_deputy_still_does_not_approve_their_own_words(tmp_path: Path) -> None:
    from tests.desk.newsroom import wait_for_film

    with opened(tmp_path) as house:
        name = house.bulletin()
        falk, vera = house.person("Falk", "freigabe"), house.person("Vera", "redaktion")
        falk.post("/ich/vertretung", {"who": str(vera.account.id), "first": "2026-11-20", "last": "2026-11-27"})
        vera.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
        wait_for_film(house, name)
        assert vera.approve(name).status == 409


def test_a_deputy_of_somebody_who_is_switched_off_has_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        name = house.bulletin()
        falk, vera = house.person("Falk", "freigabe"), house.person("Vera", "redaktion")
        falk.post("/ich/vertretung", {"who": str(vera.account.id), "first": "2026-11-20", "last": "2026-11-27"})
        house.desk.accounts.change(falk.account, ("freigabe",), False, "")
        assert vera.approve(name).status == 403


def test_the_sign_on_begins_at_the_providers_own_address(house: House, provider: Provider) -> None:
    begun = Page.of(house.client.get("/anmelden/dienst?weiter=https://evil.example"))
    assert urlsplit(begun.headers["location"]).netloc == urlsplit(provider.issuer).netloc
    assert "code_challenge_method=S256" in begun.headers["location"]
