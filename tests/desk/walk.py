# SPDX-License-Identifier: EUPL-1.2
"""The morning walk in a browser, counted: one account opens, reads, fixes a number, listens; a second one approves."""

import json
import time
from dataclasses import dataclass, field

from tests.desk.browser import Tab
from tests.desk.newsroom import PASSWORD

WORDS_PER_MINUTE = 250
"""Silent reading of an adult (Brysbaert 2019: 238 words a minute, fiction 260)."""


@dataclass
class Walk:
    """What two people did: `actions` as they happened, `waits` the seconds that the machine took for each."""

    tab: Tab
    address: str
    actions: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    steps: list[tuple[str, float]] = field(default_factory=list)
    """Everything in its order, waits for the machine too."""

    def press(self, what: str, selector: str) -> None:
        """Press something that leads to another page."""
        self._timed(what, lambda: self.tab.submit(selector))

    def type(self, what: str, selector: str, text: str) -> None:
        self._timed(what, lambda: self.tab.type(selector, text))

    def hear(self, what: str, selector: str) -> None:
        """Press a button that speaks, and wait until the sound has begun."""
        script = f"""new Promise((done, fail) => {{
            const kind = HTMLMediaElement.prototype, play = kind.play;
            kind.play = function () {{ kind.play = play; done(1); return play.call(this); }};
            setTimeout(() => fail(new Error("nothing to hear")), 20000);
            document.querySelector({json.dumps(selector)}).click();
        }})"""
        self._timed(what, lambda: self.tab.run(script))

    def wait(self, what: str, condition: str, seconds: float = 180) -> None:
        """Wait for the machine; this is no action."""
        begun = time.perf_counter()
        self.tab.wait(condition, seconds)
        self._note(what, begun)

    def _timed(self, what: str, act: object) -> None:
        begun = time.perf_counter()
        act()  # type: ignore[operator]
        self.actions.append(what)
        self._note(what, begun)

    def _note(self, what: str, begun: float) -> None:
        self.waits.append(time.perf_counter() - begun)
        self.steps.append((what, self.waits[-1]))


def morning(tab: Tab, address: str, bulletin: str, field_name: str, text: str, people: tuple[str, str]) -> Walk:
    """Walk through it; `field_name` is the sentence with the number, `text` what it becomes."""
    walk = Walk(tab, address)
    _enter(walk, people[0])
    walk.press("open the bulletin", f"a[href='/b/{bulletin}']")
    walk.press("Bearbeiten", "[data-key=e]")
    walk.type("fix the number", f"[name='{field_name}']", text)
    walk.hear("Anhören", f"button[value='{field_name}']")
    walk.press("Speichern und Film neu machen", "[name=do][value=save]")
    walk.wait("the film", "document.body && document.body.dataset.page === 'review'")
    walk.press("Abmelden", ".who form button")
    _enter(walk, people[1])
    walk.press("open the bulletin", f"a[href='/b/{bulletin}']")
    walk.press("Text und Film freigeben", ".decide button.good")
    return walk


def _enter(walk: Walk, name: str) -> None:
    walk.tab.go(f"{walk.address}/anmelden")
    walk.type("name", "#name", name)
    walk.type("password", "#password", PASSWORD)
    walk.press("Anmelden", "main form button")
