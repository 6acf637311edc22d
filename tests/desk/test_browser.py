# SPDX-License-Identifier: EUPL-1.2
"""The desk in a real browser: nothing hostile runs, the policy reports nothing, keys and autosave work."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn

from tests.desk.browser import Tab, chromium
from tests.desk.newsroom import NUMBER, PASSWORD, House, opened, wait_for_film
from tests.desk.test_review_page import HOSTILE
from tests.desk.walk import morning
from tests.doubles import values

pytestmark = pytest.mark.browser
LISTEN = "window.reported = []; addEventListener('securitypolicyviolation', e => window.reported.push(e.violatedDirective));"
SIZES = ((320, 700), (768, 1000), (1280, 900), (1920, 1080))


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as made:
        yield made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def address(house: House) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(house.client.app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def enter(tab: Tab, address: str, name: str) -> None:
    tab.call("Network.clearBrowserCookies")
    tab.go(f"{address}/anmelden")
    tab.type("#name", name)
    tab.type("#password", PASSWORD)
    tab.submit("main form button")


def complaints(tab: Tab) -> list[str]:
    """Give what was said but for notes on small test files that are no films."""
    return [said for said in tab.said if not said.startswith("verbose")]


def test_hostile_titles_run_nothing_and_the_policy_reports_nothing(house: House, address: str, tab: Tab) -> None:
    house.account("Lea", "leitung", "redaktion")
    script = values.script()
    names = []
    for n, text in enumerate(HOSTILE):
        item = replace(values.BRIDGE, title=text, text=f"{text}\n\n{values.BRIDGE.text}", link=text)
        story = replace(script.stories[0], headline=text, kicker=text)
        rundown = replace(script.rundown, slots=(replace(script.rundown.slots[0], item=item), script.rundown.slots[1]))
        bad = replace(script, title=text, rundown=rundown, stories=(story, script.stories[1]))
        names.append(house.bulletin(f"b{n}", bad, (replace(NUMBER, message=text, quote=text),)))
    enter(tab, address, "Lea")
    tab.said.clear()
    tab.asked.clear()
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
    for name in names:
        for path in ("/?stand=alle", f"/b/{name}", f"/b/{name}/bearbeiten", f"/b/{name}/meldungen", f"/b/{name}/fassungen"):
            tab.go(address + path)
            tab.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            assert tab.run("window.reported.join()") == "", path
            links = "[...document.querySelectorAll('a')].every(a => a.protocol === 'http:' || a.protocol === 'https:')"
            assert tab.run(links), path
    assert complaints(tab) == []
    assert [a for a in tab.asked if not a.startswith((address, "data:"))] == []


def test_the_policy_would_report_what_a_hostile_title_brought(house: House, address: str, tab: Tab) -> None:
    """The check above can fail: a script in the page is stopped, and said to have been."""
    house.account("Lea", "lesen")
    enter(tab, address, "Lea")
    tab.call("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
    tab.go(address)
    tab.run(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); })()"
    )
    tab.wait("window.reported.length > 0")
    assert tab.run("window.ran") is None


def test_the_morning_walk_takes_fifteen_actions(house: House, address: str, tab: Tab) -> None:
    house.account("Anna", "redaktion")
    house.account("Falk", "freigabe")
    name = house.bulletin()
    tab.call("Network.clearBrowserCookies")
    walk = morning(tab, address, name, "s1.t3", "Der Kreis bezahlt 1,8 Millionen Euro.", ("Anna", "Falk"))
    assert house.room.state(name) == "approved"
    assert len(walk.actions) <= 15, walk.actions
    script = house.room.script(name)
    assert script is not None
    assert script.stories[0].sentences[2].text == "Der Kreis bezahlt 1,8 Millionen Euro."


def test_everything_is_reached_by_keyboard(house: House, address: str, tab: Tab) -> None:
    """Tab walks through the page: each link, button, field and summary that is seen is reached, and shows that it is."""
    house.account("Lea", "leitung", "redaktion", "freigabe")
    name = house.bulletin(findings=(NUMBER,))
    enter(tab, address, "Lea")
    tab.size(1280, 900)
    seen = "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]"
    shown = f"{seen}.filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && !e.closest('video'))"
    for path in ("/", f"/b/{name}", f"/b/{name}/bearbeiten", f"/b/{name}/beitrag/1/bild", "/konten", "/leitung", "/ich"):
        tab.go(address + path)
        wanted = int(str(tab.run(f"(window.wanted = new Set({shown})).size")))
        tab.run("window.bare = []; window.left = new Set(window.wanted); document.body.focus()")
        note = """(() => { const e = document.activeElement; window.left.delete(e);
            const bare = getComputedStyle(e).outlineStyle === 'none';
            if (window.wanted.has(e) && bare) window.bare.push(e.outerHTML.slice(0, 90)); })()"""
        for _ in range(wanted + 40):
            tab.key("Tab")
            tab.run(note)
            if not int(str(tab.run("window.left.size"))):
                break
        assert tab.run("[...window.left].map(e => e.outerHTML.slice(0, 90)).join('\\n')") == "", path
        assert tab.run("window.bare.join('\\n')") == "", path


def test_keys_go_from_one_bulletin_to_the_next(house: House, address: str, tab: Tab) -> None:
    house.account("Lea", "lesen")
    for n in range(3):
        house.bulletin(f"b{n}")
    enter(tab, address, "Lea")
    seen = []
    for key in ("j", "j", "k"):
        tab.key(key)
        seen.append(str(tab.run("document.activeElement.pathname")))
    assert seen == ["/b/b0", "/b/b1", "/b/b0"]


def test_hovering_a_sentence_lights_its_source_up(house: House, address: str, tab: Tab) -> None:
    house.account("Lea", "lesen")
    name = house.bulletin()
    enter(tab, address, "Lea")
    tab.go(f"{address}/b/{name}")
    tab.run("document.getElementById('s-1-3').dispatchEvent(new MouseEvent('mouseenter'))")
    assert tab.run("[...document.querySelectorAll('.source .linked')].map(e => e.id).join()") == "q-1-3"


def test_a_click_keeps_the_link_alight_until_the_next(house: House, address: str, tab: Tab) -> None:
    house.account("Lea", "lesen")
    name = house.bulletin()
    enter(tab, address, "Lea")
    tab.go(f"{address}/b/{name}")
    alight = "[...document.querySelectorAll('.source .linked')].map(e => e.id).join()"
    tab.run("document.getElementById('s-1-3').click()")
    tab.run("document.getElementById('s-1-3').dispatchEvent(new MouseEvent('mouseleave'))")
    assert tab.run(alight) == "q-1-3"
    tab.run("document.querySelector('#s-1-1 .tools a').focus()")
    assert "q-1-1" in str(tab.run(alight)), "focus lights up too"
    tab.run("document.activeElement.blur(); document.getElementById('s-1-3').click()")
    assert tab.run(alight) == ""
    tab.run("document.getElementById('q-1-3').click()")
    assert tab.run("document.querySelector('.sentence.pinned').id") == "s-1-3"


def test_stories_move_by_buttons_and_the_marked_word_goes_to_the_lexicon(house: House, address: str, tab: Tab) -> None:
    house.account("Anna", "redaktion")
    name = house.bulletin()
    before = house.room.script(name)
    assert before is not None
    enter(tab, address, "Anna")
    tab.go(f"{address}/b/{name}/bearbeiten")
    tab.run("document.querySelector('[data-move=\"1\"]').click()")
    assert tab.run("[...document.querySelectorAll('[data-place]')].map(e => e.name + e.value).join()") == "s2.place1,s1.place2"
    tab.run("(() => { const e = document.getElementById('s1-2'); e.focus(); e.setSelectionRange(4, 13); })()")
    tab.wait("document.getElementById('written').value === 'Umleitung'")
    tab.submit("[name=do][value=save]")
    wait_for_film(house, name)
    after = house.room.script(name)
    assert after is not None
    assert [story.item_id for story in after.stories] == [story.item_id for story in reversed(before.stories)]


def test_the_point_of_a_picture_is_set_by_click_and_by_keyboard(house: House, address: str, tab: Tab) -> None:
    house.account("Anna", "redaktion")
    name = house.bulletin()
    number = next(
        n
        for n, slot in enumerate(house.room.script(name).rundown.slots, 1)
        if slot.item.picture  # type: ignore[union-attr]
    )
    enter(tab, address, "Anna")
    tab.size(1280, 900)
    tab.go(f"{address}/b/{name}/beitrag/{number}/bild")
    point = "[...document.querySelectorAll('input[type=range]')].map(e => e.value).join()"
    at = tab.run(
        "(() => { const r = document.querySelector('[data-pick]').getBoundingClientRect();"
        " return [r.x, r.y, r.width, r.height]; })()"
    )
    x, y, width, height = at  # type: ignore[misc]
    views = "[...document.querySelectorAll('svg[data-w]')].map(e => e.getAttribute('viewBox')).join()"
    before = tab.run(views)
    for kind in ("mousePressed", "mouseReleased"):
        tab.call("Input.dispatchMouseEvent", type=kind, x=x + width * 0.9, y=y + height * 0.1, button="left", clickCount=1)
    assert tab.run(point) == "90,10"
    assert tab.run(views) != before, "the crops follow"
    tab.run("document.querySelector('[data-pick]').focus()")
    for key in ("ArrowLeft", "ArrowDown", "ArrowDown"):
        tab.key(key)
    assert tab.run(point) == "88,14"
    tab.submit("[name=do][value=save]")
    wait_for_film(house, name)
    script = house.room.script(name)
    assert script is not None
    picture = script.rundown.slots[number - 1].item.picture
    assert picture is not None
    assert picture.focus == (0.88, 0.14)


def test_typing_is_kept_as_a_draft_and_moves_the_length(house: House, address: str, tab: Tab) -> None:
    house.account("Anna", "redaktion")
    name = house.bulletin()
    enter(tab, address, "Anna")
    tab.go(f"{address}/b/{name}/bearbeiten")
    before = tab.run("document.getElementById('long').textContent")
    tab.type("#s1-4", "Das ist ein langer neuer Satz, der die Sendung um einige Sekunden verlängert.")
    assert tab.run("document.getElementById('long').textContent") != before
    assert tab.run("document.querySelectorAll('[data-section=s1] textarea').length") == 5, "another empty row follows"
    tab.wait("document.getElementById('kept').textContent.includes('gesichert')")
    tab.go(f"{address}/b/{name}/bearbeiten")
    assert "langer neuer Satz" in str(tab.run("document.getElementById('s1-4').value"))
    tab.submit("[name=do][value=save]")
    wait_for_film(house, name)
    script = house.room.script(name)
    assert script is not None
    assert script.stories[0].sentences[-1].text.startswith("Das ist ein langer neuer Satz")


def test_two_editors_meet_and_the_second_sees_the_words_of_the_first(house: House, address: str, tab: Tab) -> None:
    house.account("Anna", "redaktion")
    ben = house.person("Ben", "redaktion")
    name = house.bulletin()
    enter(tab, address, "Anna")
    tab.go(f"{address}/b/{name}/bearbeiten")
    ben.edit(name, ("s1.t2", "Die Umleitung führt über Waldau."))
    wait_for_film(house, name)
    tab.type("#s1-2", "Die Umleitung führt über Altdorf.")
    tab.submit("[name=do][value=save]")
    assert tab.run("document.querySelector('.conflict ins').textContent") == "Altdorf."
    assert tab.run("document.querySelector('.conflict del').textContent") == "Waldau."


def test_nothing_is_wider_than_the_window_and_every_target_is_large_enough(house: House, address: str, tab: Tab) -> None:
    house.account("Lea", "leitung", "redaktion")
    name = house.bulletin(findings=(NUMBER,))
    enter(tab, address, "Lea")
    small = """[...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')].filter(e => {
        const r = e.getBoundingClientRect();
        return r.width > 1 && r.height > 1 && (r.width < 24 || r.height < 24) && !e.closest('p:not(.tools)');
    }).map(e => e.outerHTML.slice(0, 120)).join('\\n')"""
    for path in (
        "/",
        f"/b/{name}",
        f"/b/{name}/bearbeiten",
        f"/b/{name}/fassungen",
        f"/b/{name}/beitrag/1/bild",
        "/konten",
        "/leitung",
        "/protokoll",
        "/ich",
    ):
        for width, height in SIZES:
            tab.size(width, height)
            tab.go(address + path)
            assert tab.run("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width}"
            assert tab.run(small) == "", f"{path} at {width}"


@pytest.mark.skipif(not os.environ.get("NEWSREEL_AXE"), reason="NEWSREEL_AXE names axe.min.js; .ci/run fetches it from npm")
def test_axe_finds_nothing_in_light_and_dark_at_four_widths(house: House, address: str, tab: Tab) -> None:
    axe = Path(os.environ["NEWSREEL_AXE"]).read_text(encoding="utf-8")
    house.account("Lea", "leitung", "redaktion", "freigabe")
    name = house.bulletin(findings=(NUMBER,))
    enter(tab, address, "Lea")
    out = house.bulletin("draussen")
    falk = house.person("Falk", "freigabe", "web")
    falk.approve(out)
    falk.post(f"/b/{out}/veroeffentlichen", falk.digests(out))
    pages = (
        "/",
        "/?stand=alle",
        f"/b/{out}",
        f"/b/{name}",
        f"/b/{name}/bearbeiten",
        f"/b/{name}/fassungen",
        f"/b/{name}/meldungen",
        f"/b/{name}/beitrag/1/bild",
        f"/b/{name}/beitrag/2/bild",
        "/konten",
        "/leitung",
    )
    for path in (*pages, "/protokoll", "/ich", "/b/nein", f"/b/{name}/warten", "/anmelden"):
        if path == "/anmelden":
            tab.call("Network.clearBrowserCookies")
        for width, height in SIZES:
            for dark in (False, True):
                tab.size(width, height, dark)
                tab.go(address + path)
                tab.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
                tab.run(axe)
                found = tab.run(
                    "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target).join()).join('\\n'))"
                )
                assert found == "", f"{path} at {width}, dark {dark}"
