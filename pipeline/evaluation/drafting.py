# SPDX-License-Identifier: EUPL-1.2
"""Ask the configured language model for a draft of every release, and let the check judge it before anything is mended.

The drafts are what the model gave: neither repaired nor fitted. So the figures compare models and prompts. They say what the
check flags, not what is wrong: for that a person must read the sentences.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.casting import Cast
from pipeline.errors import ConfigError, EngineError
from pipeline.evaluation.cases import Case, Corpus
from pipeline.evaluation.counting import Count, shown
from pipeline.model import Finding, Origin, Panel, PanelKind, Rundown, Script, Sentence, Severity, Slot, Story
from pipeline.ports import Draft, Writer
from pipeline.settings import ScriptSettings
from pipeline.stages.check import CheckSettings, check
from pipeline.stages.write import brief_of

_CORE: Final = 4
"""Core sentences asked for: a programme of four stories (research/prompt.md, section 4)."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """One sentence of a draft and what the check says about it."""

    case: str
    sentence: Sentence
    findings: tuple[Finding, ...]

    @property
    def red(self) -> bool:
        """Tell whether it would block approval."""
        return any(f.severity is Severity.RED for f in self.findings)


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a model drafted for a corpus. `failed` are the releases without a usable draft, each with the reason."""

    model: str
    corpus: Corpus
    sentences: tuple[Drafted, ...]
    failed: tuple[tuple[str, str], ...]
    seconds: float


def draft(corpus: Corpus, cast: Cast, to: ScriptSettings) -> Drafts:
    """Draft every release with the language model of the configuration. Raises ConfigError where none is configured."""
    profile: Literal["news", "plain", "en"] = to.profile
    made: list[Drafted] = []
    failed: list[tuple[str, str]] = []
    name, begun = "", time.perf_counter()
    for case in corpus.cases:
        writer = cast.writer(f"eval:{case.id}")
        if writer is None:
            raise ConfigError("No language model is configured.", "Fill in base_url and model under [writer.openai].")
        rundown = Rundown(case.id, case.item.title, case.day, "en" if profile == "en" else "de", (Slot(case.item, 30.0),))
        answer = _asked(writer, case, rundown, profile, failed)
        if answer is not None:
            name = answer.writer
            made += _judged(case, rundown, answer, profile)
    return Drafts(name, corpus, tuple(made), tuple(failed), time.perf_counter() - begun)


def _asked(
    writer: Writer, case: Case, rundown: Rundown, profile: Literal["news", "plain", "en"], failed: list[tuple[str, str]]
) -> Draft | None:
    """Ask for one draft; what fails is told in the report, and the next release is asked for."""
    try:
        return writer.draft(brief_of(rundown.slots[0], _CORE, profile, rundown))
    except EngineError as wrong:
        failed.append((case.id, wrong.message))
        return None


def _judged(case: Case, rundown: Rundown, answer: Draft, profile: str) -> list[Drafted]:
    """Check core and spares as one story. Essential facts that are missing are told at its first sentence."""
    told = (*answer.core, *answer.spares)
    story = Story(case.item.id, answer.kicker, "", told, Panel(PanelKind.WORDS))
    script = Script(rundown, case.item.title, (), (story,), (), answer.writer, excerpt=False)
    found = check(script, CheckSettings(case.day, profile=profile)).findings
    return [
        Drafted(case.id, sentence, tuple(shown(found, f"1.{place}")))
        for place, sentence in enumerate(told, 1)
        if sentence.origin is Origin.MODEL
    ]


def _share(drafts: Drafts, severity: Severity) -> Count:
    every = drafts.sentences
    return Count(sum(any(f.severity is severity for f in one.findings) for one in every), len(every))


def _codes(drafts: Drafts) -> dict[str, int]:
    """Give each finding with the number of sentences that carry it, reds first."""
    codes: dict[str, int] = {}
    for one in drafts.sentences:
        for code in {f"{f.severity.value} {f.code}" for f in one.findings}:
            codes[code] = codes.get(code, 0) + 1
    return dict(sorted(codes.items(), key=lambda entry: (not entry[0].startswith("red"), -entry[1])))


def table(drafts: Drafts) -> str:
    """Write what the check says about the drafts as text."""
    cases = len(drafts.corpus.cases)
    every = drafts.sentences
    words = sum(len(one.sentence.text.split()) for one in every) / max(1, len(every))
    lines = [
        f"{drafts.model or 'no draft'}: {cases} releases, {len(every)} sentences; corpus {drafts.corpus.digest[:12]}",
        "",
        f"{'releases with a usable draft':38}{Count(cases - len(drafts.failed), cases).line()}",
        f"{'sentences with a red finding':38}{_share(drafts, Severity.RED).line()}",
        f"{'sentences with an amber finding':38}{_share(drafts, Severity.AMBER).line()}",
        f"{'words per sentence':38}{words:.1f}   (about 11)",
        f"{'time per release':38}{drafts.seconds / max(1, cases):.1f} s",
    ]
    lines += [f"{code:38}{Count(hit, len(every)).line()}" for code, hit in _codes(drafts).items()]
    return "\n".join([*lines, *(f"no draft of {case}: {why}" for case, why in drafts.failed)])


def summary(drafts: Drafts) -> dict[str, object]:
    """Give the same as values for programs, with every sentence; of the locked split without them."""
    form: dict[str, object] = {
        "model": drafts.model,
        "corpus": drafts.corpus.digest,
        "releases": len(drafts.corpus.cases),
        "failed": [{"case": case, "reason": why} for case, why in drafts.failed],
        "sentences": len(drafts.sentences),
        "red": _share(drafts, Severity.RED).hit,
        "amber": _share(drafts, Severity.AMBER).hit,
        "findings": _codes(drafts),
        "seconds": round(drafts.seconds, 1),
    }
    return form if drafts.corpus.locked else form | {"drafts": [_form(one) for one in drafts.sentences]}


def _form(one: Drafted) -> dict[str, object]:
    return {
        "case": one.case,
        "text": one.sentence.text,
        "sources": list(one.sentence.sources),
        "findings": [{"code": f.code, "severity": f.severity.value, "quote": f.quote} for f in one.findings],
    }


def flagged(drafts: Drafts) -> str:
    """List the sentences that the check flags, with the reason."""
    every: Sequence[Drafted] = drafts.sentences
    return "\n".join(
        f"{'RED' if one.red else 'AMBER'} {one.case}: {one.sentence.text} → {[(f.code, f.message) for f in one.findings]}"
        for one in every
        if one.findings
    )
