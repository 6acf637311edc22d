# SPDX-License-Identifier: EUPL-1.2
"""Deciding: approvals are bound to the digests on screen, and nothing leaves without a valid one."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pipeline import release, review, rules
from pipeline.errors import ReviewError
from pipeline.model import Package
from pipeline.newsroom import film_digest
from pipeline.rules import mark_of
from tests.desk.newsroom import NUMBER, House, opened, text_of, wait_for_film


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_script_and_film_are_approved_in_one_act_and_published(house: House) -> None:
    name = house.bulletin()
    falk = house.person("Falk", "freigabe")
    assert falk.approve(name).headers["location"].endswith("ok=approved")
    decision = house.room.ledger.decisions(name)[-1]
    assert (decision.kind, decision.by) == ("approve", "Falk")
    assert {"film": decision.film, "words": decision.words} == falk.digests(name)
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303
    assert house.room.state(name) == "published"


@pytest.mark.parametrize("change", [{"film": "0" * 64}, {"film": ""}, {"words": "0" * 64}, {"words": ""}])
def test_an_approval_without_the_digests_that_stand_is_refused(house: House, change: dict[str, str]) -> None:
    name = house.bulletin()
    page = house.person("Falk", "freigabe").approve(name, **change)
    assert page.status == 409
    assert "Nichts wurde entschieden" in page.text
    assert house.room.state(name) == "review"


def test_a_later_edit_voids_the_approval_and_shows_the_changed_words_first(house: House) -> None:
    name = house.bulletin()
    anna, falk = house.person("Anna", "redaktion"), house.person("Falk", "freigabe", "web")
    falk.approve(name)
    old = falk.digests(name)
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    assert house.room.state(name) == "review"
    page = falk.get(f"/b/{name}")
    assert "Seit der Freigabe geändert" in page.text
    assert page.text.index("<del>Neuhof.</del>") < page.text.index("<video")
    assert "bitte neu freigeben" in falk.get("/").text
    assert falk.post(f"/b/{name}/veroeffentlichen", old).status == 409
    assert house.room.ledger.publications(name) == ()


def test_the_last_author_is_not_the_approver(house: House) -> None:
    name = house.bulletin()
    anna = house.person("Anna", "redaktion", "freigabe")
    anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    assert "Vier Augen" in anna.get(f"/b/{name}").text
    assert anna.approve(name).status == 409
    assert house.person("Falk", "freigabe").approve(name).status == 303


def test_without_four_eyes_one_person_may_do_both(tmp_path: Path) -> None:
    with opened(tmp_path, four_eyes=False) as house:
        name = house.bulletin()
        anna = house.person("Anna", "redaktion", "freigabe")
        anna.edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
        wait_for_film(house, name)
        assert anna.approve(name).status == 303


def test_the_old_film_cannot_be_approved_while_the_new_one_is_not_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    name = house.bulletin()
    monkeypatch.setattr(house.desk.jobs, "remake", lambda *_: None)
    house.person("Anna", "redaktion").edit(name, ("s1.t2", "Die Umleitung führt über Altdorf."))
    wait_for_film(house, name)
    page = house.person("Falk", "freigabe").approve(name)
    assert page.status == 409
    assert "noch nicht den geltenden Text" in page.text


def test_a_red_finding_blocks_until_it_is_ticked_with_a_reason(house: House) -> None:
    name = house.bulletin(findings=(NUMBER,))
    falk = house.person("Falk", "freigabe")
    assert "rote" in falk.approve(name).text
    tick = {"film": falk.digests(name)["film"], "mark": mark_of(NUMBER)}
    assert falk.post(f"/b/{name}/abhaken", {**tick, "reason": " "}).status == 409
    assert falk.post(f"/b/{name}/abhaken", {**tick, "mark": "erfunden", "reason": "stimmt so"}).status == 409
    assert falk.post(f"/b/{name}/abhaken", {**tick, "reason": "Steht im Anhang der Meldung."}).status == 303
    assert "Steht im Anhang" in falk.get(f"/b/{name}").text
    assert falk.approve(name).status == 303


def test_a_rejection_and_a_return_need_a_reason(house: House) -> None:
    name = house.bulletin()
    falk = house.person("Falk", "freigabe")
    film = {"film": falk.digests(name)["film"]}
    for act in ("ablehnen", "zurueckgeben"):
        assert falk.post(f"/b/{name}/{act}", film).status == 409
    assert falk.post(f"/b/{name}/zurueckgeben", {**film, "reason": "Bitte kürzen."}).status == 303
    assert house.room.state(name) == "review"
    assert "Bitte kürzen." in falk.get("/").text
    assert falk.post(f"/b/{name}/ablehnen", {**film, "reason": "Kein Thema für uns."}).status == 303
    assert house.room.state(name) == "rejected"


def test_the_pause_stops_every_publication(house: House) -> None:
    name = house.bulletin()
    falk, lea = house.person("Falk", "freigabe", "web"), house.person("Lea", "leitung")
    falk.approve(name)
    assert lea.post("/leitung/anhalten", {"value": "1"}).status == 409
    assert lea.post("/leitung/anhalten", {"value": "1", "reason": "Unwetterlage"}).status == 303
    assert "Unwetterlage" in falk.get("/").text
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 409
    lea.post("/leitung/anhalten", {"value": "0"})
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 303


def test_a_release_can_be_scheduled_but_not_for_the_past(house: House) -> None:
    name = house.bulletin()
    falk = house.person("Falk", "freigabe")
    assert falk.approve(name, due="2026-11-20T08:30").status == 409, "that is 07:30 UTC, and it is 08:00"
    assert falk.approve(name, due="übermorgen").status == 409
    assert falk.approve(name, due="2026-11-20T18:00").headers["location"].endswith("ok=scheduled")
    assert house.room.state(name) == "scheduled"
    assert house.room.ledger.decisions(name)[-1].due == "2026-11-20T17:00:00+00:00"
    assert falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name)).status == 409
    house.clock.now += timedelta(hours=10)
    assert "Jetzt veröffentlichen" in falk.get(f"/b/{name}").text
    assert "freigegeben" in text_of(falk.get("/").text)


def test_a_published_bulletin_is_retracted_with_a_reason(house: House) -> None:
    name = house.bulletin()
    falk = house.person("Falk", "freigabe")
    falk.approve(name)
    assert falk.post(f"/b/{name}/zurueckziehen", {"reason": "Falsche Zahl"}).status == 409, "it was never published"
    falk.post(f"/b/{name}/veroeffentlichen", falk.digests(name))
    assert falk.post(f"/b/{name}/zurueckziehen", {"reason": ""}).status == 409
    assert falk.post(f"/b/{name}/zurueckziehen", {"reason": "Falsche Zahl"}).status == 303
    assert house.room.state(name) == "retracted"
    anna = house.person("Anna", "redaktion")
    assert anna.edit(name, ("title", "Neu")).status == 409


def test_a_required_training_record_is_asked_for(house: House) -> None:
    name = house.bulletin()
    falk, lea = house.person("Falk", "freigabe"), house.person("Lea", "leitung")
    lea.post("/leitung/ki-pass", {"value": "1"})
    assert "KI-Pass" in falk.approve(name).text
    lea.post(f"/konten/{falk.account.id}", {"role": "freigabe", "active": "1", "trained_until": "2027-01-31"})
    assert falk.approve(name).status == 303


class Desk(RuleBasedStateMachine):
    """Any order of edits, decisions and stale forms: nothing is approved or published that was not on screen as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.context = opened(Path(self.folder))
        self.house = self.context.__enter__()
        self.name = self.house.bulletin(findings=(NUMBER,))
        self.house.findings = (NUMBER,)
        self.anna = self.house.person("Anna", "redaktion", "freigabe", "web")
        self.falk = self.house.person("Falk", "redaktion", "freigabe", "web")
        self.seen = [self.falk.digests(self.name)]
        self.approved = self.published = 0

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @rule(who=st.booleans(), word=st.integers(0, 3))
    def edit(self, who: bool, word: int) -> None:
        (self.anna if who else self.falk).edit(self.name, ("s1.t2", f"Die Umleitung führt über Ort {word}."))
        wait_for_film(self.house, self.name)

    @rule()
    def look(self) -> None:
        self.seen.append(self.falk.digests(self.name))

    @rule(who=st.booleans())
    def tick(self, who: bool) -> None:
        form = {"film": self.house.room.film(self.name), "mark": mark_of(NUMBER), "reason": "geprüft"}
        (self.anna if who else self.falk).post(f"/b/{self.name}/abhaken", form)

    @rule(who=st.booleans(), data=st.data())
    def approve(self, who: bool, data: st.DataObject) -> None:
        person = self.anna if who else self.falk
        digests = data.draw(st.sampled_from(self.seen))
        now, red = person.digests(self.name), "1.3" in _open(self.house, self.name)
        head = self.house.room.ledger.head(self.name, "script")
        own = head is not None and head.by == person.account.name
        page = person.post(f"/b/{self.name}/freigeben", digests)
        if page.status == 303:
            assert digests == now, "approved what was not on screen"
            assert not red, "approved with an open red finding"
            assert not own, "approved one's own words"
            self.approved += 1

    @rule(data=st.data())
    def reject(self, data: st.DataObject) -> None:
        digests = data.draw(st.sampled_from(self.seen))
        page = self.falk.post(f"/b/{self.name}/ablehnen", {"film": digests["film"], "reason": "so nicht"})
        assert page.status == 409 or digests["film"] == self.house.room.film(self.name)

    @rule(data=st.data())
    def publish(self, data: st.DataObject) -> None:
        digests = data.draw(st.sampled_from(self.seen))
        state = self.house.room.state(self.name)
        page = self.falk.post(f"/b/{self.name}/veroeffentlichen", {"film": digests["film"]})
        if page.status == 303:
            assert state in ("approved", "published", "corrected")
            assert digests["film"] == self.house.room.film(self.name)
            self.published += 1

    @rule(who=st.booleans(), data=st.data(), hours=st.integers(1, 4))
    def schedule(self, who: bool, data: st.DataObject, hours: int) -> None:
        person = self.anna if who else self.falk
        due = (self.house.clock.now + timedelta(hours=hours)).astimezone(self.house.desk.zone)
        form = {**data.draw(st.sampled_from(self.seen)), "due": f"{due:%Y-%m-%d}", "due_time": f"{due:%H:%M}"}
        person.post(f"/b/{self.name}/freigeben", form)

    @rule(minutes=st.sampled_from((20, 90)))
    def time_passes_and_cron_comes(self, minutes: int) -> None:
        self.house.clock.now += timedelta(minutes=minutes)
        for person in (self.anna, self.falk):
            person.sign_in()
        before = len(self.house.room.ledger.publications(self.name))
        state = self.house.room.state(self.name)
        for one in release.release(self.house.room):
            assert one.holds or state in ("approved", "scheduled")
        assert state in ("approved", "scheduled") or len(self.house.room.ledger.publications(self.name)) == before

    @rule(breaks=st.booleans())
    def the_voice_breaks_or_is_mended(self, breaks: bool) -> None:
        self.house.broken = breaks

    @rule(version=st.integers(1, 4))
    def restore(self, version: int) -> None:
        head = self.house.room.ledger.head(self.name, "script")
        assert head is not None
        self.anna.post(f"/b/{self.name}/fassungen", {"base": head.digest, "version": str(version)})
        wait_for_film(self.house, self.name)

    @rule(who=st.booleans())
    def correct(self, who: bool) -> None:
        (self.anna if who else self.falk).post(f"/b/{self.name}/berichtigen", {"note": "Wir hatten den Ort verwechselt."})

    @rule(data=st.data())
    def approve_on_the_command_line(self, data: st.DataObject) -> None:
        digests = data.draw(st.sampled_from(self.seen))
        with contextlib.suppress(ReviewError):
            review.approve(self.house.room, self.name, "Falk", digests["film"], words=digests["words"])

    @invariant()
    def every_approval_names_a_film_and_the_very_words_that_it_speaks(self) -> None:
        store, ledger = self.house.room.store, self.house.room.ledger
        pairs = set()
        for head in ledger.heads(self.name, "package"):
            package = store.get_value(Package, head.digest)
            pairs.add((film_digest(package), store.put_value(package.master.timeline.speech.script)))
        approved = {(d.film, d.words) for d in ledger.decisions(self.name) if d.kind == "approve"}
        assert approved <= pairs
        out = {p.film for p in ledger.publications(self.name) if p.kind == "publish"}
        assert out <= {film for film, _ in approved}

    @invariant()
    def an_approved_state_has_an_approval_of_what_stands_now(self) -> None:
        if self.house.room.state(self.name) in ("approved", "scheduled"):
            now = self.falk.digests(self.name)
            last = [d for d in self.house.room.ledger.decisions(self.name) if d.kind in ("approve", "reject")][-1]
            assert (last.kind, last.film, last.words) == ("approve", now["film"], now["words"])


def _open(house: House, name: str) -> set[str]:
    package = house.desk.package(name)
    assert package is not None
    return {finding.where for finding in rules.open_findings(house.room, name, package)}


@pytest.mark.slow
def test_no_order_of_acts_approves_what_was_not_on_screen_at_length() -> None:
    long = settings(
        max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    run_state_machine_as_test(Desk, settings=long)


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
