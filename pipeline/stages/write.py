# SPDX-License-Identifier: EUPL-1.2
"""Write the script: Rundown → Script. The writer drafts each item; code checks each sentence and lands the length."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pipeline.errors import EngineError
from pipeline.language import templates
from pipeline.language.card_en import english_headline, english_panel, english_service
from pipeline.language.extract import leans, readable, title_sentence
from pipeline.language.facts import cut_contacts, item_sentences, ledger, service
from pipeline.language.fit import Candidate, Fitted, fit
from pipeline.language.gravity import grave
from pipeline.language.headline import fits, headline, in_english, kicker, panel
from pipeline.language.pace import Pace, predict
from pipeline.language.spoken import GenderPolicy, Lexicon, spoken_form
from pipeline.language.templates import Theme, Wording
from pipeline.language.vet import Verdict, orders, sound_headline, vet
from pipeline.model import Fact, Finding, Item, Origin, Rundown, Script, Sentence, Severity, Slot, Story
from pipeline.ports import Brief, Draft, Repair, Writer
from pipeline.sound.fit import SENTENCE_PAUSE, STORY_PAUSE, Give, landing
from pipeline.stages.stage import stage

Profile = Literal["news", "plain", "en"]

CHARACTERS: Final = {"news": (45, 80), "plain": (30, 60), "en": (45, 85)}
"""Least and most characters of one sentence, per profile (research/prompt.md, section 3)."""

_SENTENCE_SECONDS: Final = {"news": 4.9, "plain": 3.9, "en": 4.9}
"""A sentence of 67 spoken characters at 13.75 a second, pause included (research/prompt.md, section 4)."""
_MOST_CORE: Final = 14
_REPAIRS: Final = 2
_FITS: Final = 1.5
"""Seconds that a choice may be too long before rank 1 must give way; pauses take up less than that."""
_MISSED: Final = 3.0
"""Seconds beside the wanted length from which the editor is told (issue 3: 100 ± 3 s)."""

NO_LEXICON: Final = Lexicon(())
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WriteSettings:
    """What this stage reads. `speech_seconds` is the time from the first spoken word to the last, pauses included."""

    programme: str
    name: str
    pace: Pace
    speech_seconds: float
    profile: Profile = "news"
    greeting: str = Wording("", "").greeting
    signoff: str = Wording("", "").signoff
    ai_notice: str = Wording("", "").ai_notice
    presenter: str = ""
    lexicon: Lexicon = NO_LEXICON
    gender: GenderPolicy = "neutral"
    sentence_pause: Give = SENTENCE_PAUSE
    story_pause: Give = STORY_PAUSE


@dataclass(frozen=True, slots=True)
class _Told:
    """An item on its way to a story: its brief, the sentences that passed, and what was found on the way."""

    brief: Brief
    draft: Draft
    order: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def spares(self) -> frozenset[int]:
        """Give the places of the spare sentences in the order of speaking."""
        core = set(self.draft.core)
        return frozenset(n for n, sentence in enumerate(self.order) if sentence not in core)


def _reads(rundown: Rundown) -> object:
    slots = tuple(
        (s.item.id, s.item.title, s.item.text, s.item.published, s.item.link, s.item.picture is not None, s.seconds)
        for s in rundown.slots
    )
    return (rundown.id, rundown.title, rundown.day, rundown.language, slots)


@stage("write", 2, _reads)
def write(rundown: Rundown, to: WriteSettings, writer: Writer, fallback: Writer) -> Script:
    """Write the script: Rundown → Script.

    A writer that fails is replaced, item by item, by the fallback; a sentence that fails is repaired, replaced by its source
    or dropped. Raises EngineError where neither writer gives a draft.
    """
    profile: Profile = "en" if rundown.language == "en" else to.profile
    core = core_count(to.speech_seconds, len(rundown.slots), profile)
    told = [_tell(brief_of(slot, core, profile, rundown), writer, fallback) for slot in rundown.slots]
    themes = tuple(Theme(t.draft.headline, t.draft.kicker, t.brief.grave) for t in told)
    wording = Wording(
        to.programme, to.name, to.presenter, to.greeting, to.signoff, to.ai_notice, "en" if profile == "en" else "de"
    )
    opening, closing = templates.opening(wording, themes), templates.closing(wording)
    bridges = tuple(templates.transition(themes, n, wording.language) for n in range(len(themes)))
    fixed = (*opening, *closing, *(bridge for bridge in bridges if bridge))
    fitted, missed = _land(told, rundown.slots, fixed, to, wording.language)
    stories = tuple(
        _story(t, slot.item, keep, bridge)
        for t, slot, keep, bridge in zip(told, rundown.slots, fitted.kept, bridges, strict=True)
    )
    writers = tuple(dict.fromkeys(t.draft.writer for t in told))
    return Script(
        rundown=rundown,
        title=rundown.title,
        opening=opening,
        stories=stories,
        closing=closing,
        writer=", ".join(writers) or writer.name,
        excerpt=bool(writers) and all(name == fallback.name for name in writers) and fallback.excerpt,
        findings=(*(finding for t in told for finding in t.findings), *missed),
    )


def core_count(seconds: float, items: int, profile: Profile = "news") -> int:
    """Give the number of core sentences per item: the time for stories over the time of a sentence, 2 to 14."""
    for_stories = max(seconds - 19.0, 10.0)
    return max(2, min(_MOST_CORE, round(for_stories / (_SENTENCE_SECONDS[profile] * max(items, 1)))))


def brief_of(slot: Slot, core: int, profile: Profile, rundown: Rundown) -> Brief:
    """Say what the writer may know: numbered sentences without contacts, and the facts found beforehand."""
    tainted = set(orders(slot.item))
    return Brief(
        item=slot.item,
        sentences=tuple("" if n in tainted else cut_contacts(s) for n, s in enumerate(item_sentences(slot.item))),
        facts=tuple(fact for fact in ledger(slot.item) if fact.sentence not in tainted),
        core=core,
        characters=CHARACTERS[profile],
        grave=grave(slot.item),
        profile=profile,
        language="en" if profile == "en" else rundown.language,
    )


def _tell(brief: Brief, writer: Writer, fallback: Writer) -> _Told:
    """Draft one item and keep the sentences that pass."""
    findings: list[Finding] = []
    where = f"item:{brief.item.id}"
    if orders(brief.item):
        text = "Die Meldung enthält eine Anweisung an eine Maschine. Dieser Teil wurde nicht verwendet; bitte die Quelle prüfen."
        quote = item_sentences(brief.item)[orders(brief.item)[0]]
        findings.append(Finding("instruction-in-source", Severity.AMBER, text, where, quote[:200]))
    try:
        draft = writer.draft(brief)
    except EngineError as failed:
        if writer is fallback:
            raise
        if brief.language == "en":
            text = f"No English text of “{brief.item.title}”: {failed.message}"
            hint = "There is no excerpt in English. The next run asks again; `newsreel show ID calls` has the answers."
            raise EngineError(text, hint) from failed
        _LOG.warning("writer %s failed for one item: %s", writer.name, type(failed).__name__)
        draft = fallback.draft(brief)
        text = (
            f"Das Sprachmodell lieferte für „{brief.item.title}“ keinen brauchbaren Text. "
            "Der Beitrag ist ein Auszug aus der Meldung: bitte gegenlesen."
        )
        findings.append(Finding("writer-fallback", Severity.AMBER, text, where, failed.message))
    findings += draft.notes
    core, spares = _passed(brief, draft.core, writer, findings), _passed(brief, draft.spares, writer, findings, spare=True)
    if not core and spares:
        core, spares = (replace(spares[0], rank=1),), spares[1:]
    if not core:
        core = (_only_title(brief, draft.headline),)
        text = f"„{brief.item.title}“ enthält keinen ganzen Satz, der gesprochen werden kann. Gesendet wird nur die Überschrift."
        findings.append(Finding("item-without-sentence", Severity.AMBER, text, where))
    draft = replace(draft, core=core, spares=spares, headline=_sound_headline(brief, draft.headline, core[0].text))
    return _Told(brief, draft, in_order(core, spares), tuple(findings))


def _only_title(brief: Brief, written: str) -> Sentence:
    """Tell the title where no sentence passed; in English the writer's headline. Raises EngineError where that fails as well."""
    if brief.language != "en":
        return title_sentence(brief)
    if not written or not sound_headline(brief, written):
        raise EngineError(
            f"No English sentence about “{brief.item.title}” passed the check.",
            "The next run asks again; see `newsreel show ID calls`.",
        )
    return Sentence(f"The press office reports: {written.rstrip('.!? ')}.", (0,), (), 1, Origin.TEMPLATE)


def _sound_headline(brief: Brief, written: str, lead: str) -> str:
    """Give the first of these that passes: the writer's headline, the item's title, the first sentence; shortened to fit.

    The title of an item is German, so an English programme goes without it.
    """
    titles = (
        (written, english_headline(lead)) if brief.language == "en" else (written, headline(brief.item.title), headline(lead))
    )
    return next((title for title in titles if title and fits(title) and sound_headline(brief, title)), titles[1])


def _passed(
    brief: Brief, sentences: Sequence[Sentence], writer: Writer, findings: list[Finding], *, spare: bool = False
) -> tuple[Sentence, ...]:
    """Keep what passes; send a failing core sentence back at most twice; then its source sentence, or nothing."""
    kept: list[Sentence] = []
    for sentence in sentences:
        verdict = vet(brief, sentence)
        if not verdict.fault:
            kept.append(sentence)
            continue
        mended = None if spare else _mended(brief, sentence, verdict, writer)
        if mended is None and not verdict.red:
            kept.append(sentence)  # an editor sees it in colour; a repair that fits could not be had
            continue
        if mended is not None:
            kept.append(mended)
        if not spare:
            findings.append(_told_of(brief, sentence, verdict, mended))
    return tuple(kept)


def _mended(brief: Brief, sentence: Sentence, verdict: Verdict, writer: Writer) -> Sentence | None:
    """Ask the writer to mend a sentence; a repair that loses or adds a fact is refused. Then the source sentence."""
    keep = _facts_told(brief, sentence, verdict)
    wanted = {fact.value for fact in keep}
    failing, fault = sentence, verdict.fault
    for _ in range(_REPAIRS):
        try:
            answer = writer.repair(Repair(brief, failing, fault, keep))
        except EngineError as failed:
            _LOG.warning("repair by %s failed: %s", writer.name, type(failed).__name__)
            break
        if answer is None:
            break
        after = vet(brief, answer)
        if not after.fault and after.told == wanted:
            return replace(answer, rank=sentence.rank)
        failing, fault = answer, after.fault or "Die Angaben müssen dieselben bleiben: nichts weglassen, nichts hinzufügen."
    return _source_sentence(brief, sentence) if verdict.red else None


def _facts_told(brief: Brief, sentence: Sentence, verdict: Verdict) -> tuple[Fact, ...]:
    """Give the facts that a sentence rightly tells, one per value, those that it cites first."""
    ranked = sorted(brief.facts, key=lambda fact: (fact.id not in sentence.facts, not fact.essential))
    kept = {fact.value: fact for fact in reversed(ranked) if fact.value in verdict.told}
    return tuple(sorted(kept.values(), key=lambda fact: (fact.sentence, fact.start)))


def _source_sentence(brief: Brief, sentence: Sentence) -> Sentence | None:
    """Give the first cited source sentence in a form that can be read, None where it has none that passes or is German."""
    if brief.language == "en":
        return None
    for number in sentence.sources:
        for spoken in readable(brief, number):
            if not vet(brief, spoken).red:
                return replace(spoken, rank=sentence.rank)
    return None


def _told_of(brief: Brief, sentence: Sentence, verdict: Verdict, mended: Sentence | None) -> Finding:
    did = "weggelassen" if mended is None else "ersetzt" if mended.origin is Origin.EXTRACT else "umformuliert"
    text = f"Ein Satz zu „{brief.item.title}“ wurde {did}: {verdict.fault}"
    return Finding(
        f"sentence-{'dropped' if mended is None else 'replaced'}", Severity.NOTE, text, f"item:{brief.item.id}", sentence.text
    )


def in_order(core: Sequence[Sentence], spares: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Put core and spares in the order of speaking: a spare follows the last core sentence whose source stands before its own.

    The first core sentence stays first. Where the core does not follow the source's order, spares come at the end.
    """
    places = [max(sentence.sources, default=0) for sentence in core]
    if places != sorted(places):
        return (*core, *spares)
    ordered = [(place, 0, n, sentence) for n, (place, sentence) in enumerate(zip(places, core, strict=True))]
    first = places[0] if places else 0
    for n, sentence in enumerate(spares):
        ordered.append((max(first, max(sentence.sources, default=0)), 1, n, sentence))
    return tuple(sentence for *_, sentence in sorted(ordered, key=lambda entry: entry[:3]))


def _land(
    told: Sequence[_Told], slots: Sequence[Slot], fixed: Sequence[Sentence], to: WriteSettings, language: str
) -> tuple[Fitted, tuple[Finding, ...]]:
    """Choose the sentences whose predicted length is the wanted one, and say where that cannot be had."""
    gaps = to.story_pause.natural - to.sentence_pause.natural
    frame = sum(_seconds(s, to, language) for s in fixed) + gaps * (len(told) + 1) - to.sentence_pause.natural
    for_stories = max(to.speech_seconds - frame, 1.0)
    stories = [_candidates(t, to, language) for t in told]
    shares = [max(slot.seconds, 0.1) for slot in slots]
    fitted = fit(stories, for_stories, shares)
    findings: list[Finding] = []
    if fitted.seconds > for_stories + _FITS:
        full = fitted
        fitted = fit(stories, for_stories, shares, drop_first=True)
        findings += _given_up(told, full, fitted)
    return fitted, (*findings, *_missed(fitted, frame, len(fixed), len(told), to))


def _missed(fitted: Fitted, frame: float, fixed: int, stories: int, to: WriteSettings) -> tuple[Finding, ...]:
    """Say where the length will be missed: what was chosen, with pauses and rate as the voice will fit them."""
    sentences = fixed + sum(sum(kept) for kept in fitted.kept)
    pauses = (to.story_pause,) * (stories + 1) + (to.sentence_pause,) * max(0, sentences - stories - 2)
    spoken = fitted.seconds + frame - sum(pause.natural for pause in pauses)
    total = landing(spoken, to.speech_seconds, pauses)
    if abs(total - to.speech_seconds) <= _MISSED:
        return ()
    lasts = f"Der Sprechertext dauert rund {total:.0f} Sekunden statt {to.speech_seconds:.0f}."
    if total < to.speech_seconds:
        text = f"Zu wenig Stoff: {lasts} Die Sendung wird kürzer; aufgefüllt wird nicht."
        return (Finding("too-little-material", Severity.AMBER, text, "speech"),)
    text = f"Zu viel Unverzichtbares: {lasts} Bitte kürzen oder eine Meldung herausnehmen."
    return (Finding("too-much-material", Severity.AMBER, text, "speech"),)


def _candidates(told: _Told, to: WriteSettings, language: str) -> tuple[Candidate, ...]:
    spares = told.spares
    return tuple(
        Candidate(_seconds(s, to, language), s.rank, n in spares, n > 0 and _leans(s, told.order[n - 1]))
        for n, s in enumerate(told.order)
    )


def _leans(sentence: Sentence, before: Sentence) -> bool:
    """A picked sentence that points back, or is the rest of the one before it, is spoken only behind it."""
    return sentence.origin is Origin.EXTRACT and (leans(sentence.text) or sentence.sources == before.sources)


def _given_up(told: Sequence[_Told], full: Fitted, fitted: Fitted) -> list[Finding]:
    """Say which indispensable sentences had to go because there are too many of them."""
    findings: list[Finding] = []
    for number, (t, before, after) in enumerate(zip(told, full.kept, fitted.kept, strict=True), 1):
        for sentence, was, now in zip(t.order, before, after, strict=True):
            if was and not now and sentence.rank == 1:
                text = f"Aus Zeitgründen weggelassen, obwohl wichtig (Beitrag {number}): „{sentence.text}“"
                findings.append(Finding("essential-dropped-for-time", Severity.AMBER, text, str(number), sentence.text))
    return findings


def _seconds(sentence: Sentence, to: WriteSettings, language: str) -> float:
    """Predict a sentence's time on air, with the natural pause after it."""
    spoken = spoken_form(sentence.text, to.lexicon, to.gender, language).text
    return predict(spoken, to.pace) + to.sentence_pause.natural


def _story(told: _Told, item: Item, keep: Sequence[bool], bridge: Sentence | None) -> Story:
    """Make the story of what was chosen; what was not stays with it as spares."""
    spoken = tuple(sentence for sentence, kept in zip(told.order, keep, strict=True) if kept)
    left = tuple(sentence for sentence, kept in zip(told.order, keep, strict=True) if not kept)
    english = told.brief.language == "en"
    topic = told.draft.kicker or kicker(item)
    title = told.draft.headline or headline(item.title)
    card = panel(item, told.brief.facts, grave=told.brief.grave)
    served = english_service(item, told.brief.facts) if english else service(item, told.brief.facts)
    return Story(
        item_id=item.id,
        kicker=in_english(topic) if english else topic,
        headline=title,
        sentences=(*((bridge,) if bridge else ()), *spoken),
        panel=english_panel(card, title) if english else card,
        facts=told.brief.facts,
        spares=left,
        service=told.draft.service or served,
        grave=told.brief.grave,
    )
