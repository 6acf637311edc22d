# SPDX-License-Identifier: EUPL-1.2
"""Check the words: Script → Report. Every sentence against the item that it came from, before anyone approves it."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.language.check_absence import absent
from pipeline.language.check_bindings import MARGIN, bindings
from pipeline.language.check_dropped import deadline, dropped, sure
from pipeline.language.check_english import absent_english, dropped_english, restrained_english, sure_in_english
from pipeline.language.check_relations import relations
from pipeline.language.check_style import forbidden, over, restrained, style
from pipeline.language.check_support import named_source, supported
from pipeline.language.facts import Mark, marks
from pipeline.language.gravity import grave
from pipeline.language.ground import Flag, Ground, ground
from pipeline.language.moments import spoken_date
from pipeline.model import Fact, FactKind, Finding, Origin, PanelKind, Report, Script, Sentence, Severity, Story
from pipeline.stages.stage import stage

__all__ = ["CheckSettings", "Mark", "check", "check_sentence", "marks"]

VERSION = 11
"""Raise it when a rule changes: a report made by other rules is made again."""


_WRONG_PLACE = frozenset({"value-misplaced", "roles-swapped", "quotation-misattributed"})


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What the check depends on besides the script: the day of release, a period of restraint before elections, the profile.

    `margin` is by how much another place of the source must fit better before a value counts as misplaced.
    """

    day: date
    restraint: bool = False
    profile: str = "news"
    margin: float = MARGIN


def _reads(script: Script) -> object:
    """The whole script with its items: every word of both can change the report."""
    return script


@stage("check", VERSION, _reads)
def check(script: Script, to: CheckSettings) -> Report:
    """Check a script against its items: Script → Report. Templates are exempt."""
    if script.rundown.language == "en":
        to = replace(to, profile="en")
    findings: list[Finding] = []
    items = {slot.item.id: slot.item for slot in script.rundown.slots}
    told = script.erratum.sentences if script.erratum is not None else ()
    for place, lines in (("opening", script.opening), ("erratum", told), ("closing", script.closing)):
        for number, sentence in enumerate(lines, 1):
            if sentence.origin is not Origin.TEMPLATE:
                findings += _findings(forbidden(sentence.text, None), f"{place}.{number}")
    for number, story in enumerate(script.stories, 1):
        item = items.get(story.item_id)
        if item is None:
            message = "Zu diesem Beitrag fehlt die Meldung. Entfernen Sie den Beitrag, oder planen Sie neu."
            findings.append(Finding("story-without-item", Severity.RED, message, f"{number}.1"))
            continue
        findings += _story(story, number, ground(item), to)
    return Report(script, tuple(dict.fromkeys(findings)))


def check_sentence(
    sentence: Sentence, source: Ground, to: CheckSettings, before: str = "", sober: bool = False
) -> tuple[Flag, ...]:
    """Check one sentence against its item; `before` is what the story told already. Templates give nothing."""
    if sentence.origin is Origin.TEMPLATE:
        return ()
    text = sentence.text
    if to.profile == "en":
        held = restrained_english(text, source) if to.restraint else ()
        return (*absent_english(text, source), *named_source(sentence, source), *forbidden(text, None), *held)
    flags = [
        *absent(text, source),
        *supported(sentence, source),
        *forbidden(text, source),
        *(restrained(text, source) if to.restraint else ()),
        *over(text, to.day, source.item.published),
    ]
    red = {flag.quote for flag in flags if flag.severity is Severity.RED and flag.quote}
    soft = [*relations(text, source, sentence.sources, before), *bindings(text, source, sentence.sources, to.margin)]
    # what is absent altogether needs no second remark about where it belongs, and one place that does not fit is reason enough
    soft = _once([flag for flag in soft if flag.quote not in red])
    if soft:  # one reason to look is enough: that words differ says less than what differs
        flags = [flag for flag in flags if flag.code != "words-not-in-source"]
    said = {flag.code for flag in soft}
    flags += soft
    flags += [flag for flag in style(text, source, to.profile, sober) if flag.code not in said]
    return tuple(flags)


def _once(flags: list[Flag]) -> list[Flag]:
    """Keep of the findings that say that something stands in a wrong place only the first."""
    first = next((flag for flag in flags if flag.code in _WRONG_PLACE), None)
    return [flag for flag in flags if flag.code not in _WRONG_PLACE or flag is first]


def _story(story: Story, number: int, source: Ground, to: CheckSettings) -> list[Finding]:
    """Check one story: its sentences, headline, kicker, card and service panel, and what it leaves out."""
    findings = _conflicts(source)
    sober = story.grave or grave(source.item)
    told: list[str] = []
    for place, sentence in enumerate(story.sentences, 1):
        findings += _findings(check_sentence(sentence, source, to, " ".join(told), sober), f"{number}.{place}")
        told.append(sentence.text)
    for name, text in (("headline", story.headline), ("kicker", story.kicker), ("panel", _panel(story))):
        if text:
            wrong = absent_english(text, source, names=False) if to.profile == "en" else absent(text, source)
            findings += _findings((*wrong, *forbidden(text, source)), f"{number}.{name}")
    if to.restraint and story.panel.kind is PanelKind.PICTURE and source.item.picture is not None:
        shown = f"{source.item.picture.alt} {source.item.picture.credit}"
        if any(flag.code.startswith("restraint") for flag in restrained(f"{shown} dankt", source)):
            message = "Vor der Wahl keine Bilder von Amtsträgern oder Bewerbern. Wählen Sie eine andere Karte."
            findings.append(Finding("restraint-picture", Severity.RED, message, f"{number}.panel"))
    if any(sentence.origin is not Origin.TEMPLATE for sentence in story.sentences):
        findings += _left_out(tuple(told), number, source, to.profile == "en")
    return findings


def _left_out(told: tuple[str, ...], number: int, source: Ground, english: bool) -> list[Finding]:
    """Name what the story must tell and does not: red where that is sure, else at most one amber."""
    findings: list[Finding] = []
    doubtful: list[Fact] = []
    for fact in dropped_english(told, source) if english else dropped(told, source):
        if not (sure_in_english if english else sure)(fact, told, source):
            doubtful.append(fact)
            continue
        wording = _worded(fact)
        message = f"Es fehlt: {wording} (Satz {fact.sentence} der Quelle). Das muss der Beitrag sagen."
        findings.append(Finding("essential-dropped", Severity.RED, message, f"{number}.1", wording))
    if doubtful:
        message = (
            f"{_worded(doubtful[0])} (Satz {doubtful[0].sentence} der Quelle) kommt nicht vor. Prüfen Sie, ob es fehlen darf."
        )
        findings.append(Finding("essential-untold", Severity.AMBER, message, f"{number}.1", _worded(doubtful[0])))
    elif not english and (late := deadline(told, source)) is not None:
        message = f"Die Frist {late.text} (Satz {late.sentence} der Quelle) kommt nicht vor. Prüfen Sie, ob sie fehlen darf."
        findings.append(Finding("essential-untold", Severity.AMBER, message, f"{number}.1", late.text))
    return findings


def _worded(fact: Fact) -> str:
    return spoken_date(fact.value) if fact.kind is FactKind.DATE else fact.text


def _panel(story: Story) -> str:
    """Give the words on the card as one text: figure and unit belong together."""
    return " ".join(part for part in (story.panel.figure, story.panel.unit, story.panel.line) if part)


def _conflicts(source: Ground) -> list[Finding]:
    """Statements of the item that contradict each other: told once, at the item."""
    facts = [entry.fact for entry in source.facts if entry.fact.conflict]
    if not facts:
        return []
    said = ", ".join(dict.fromkeys(f"„{fact.text}“ (Satz {fact.sentence})" for fact in facts))
    message = f"Die Meldung widerspricht sich: {said}. Fragen Sie nach, bevor Sie eine der Angaben senden."
    return [Finding("conflict-in-source", Severity.AMBER, message, f"item:{source.item.id}", facts[0].text)]


def _findings(flags: tuple[Flag, ...], where: str) -> list[Finding]:
    return [Finding(flag.code, flag.severity, flag.message, where, flag.quote) for flag in flags]
