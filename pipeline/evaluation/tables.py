# SPDX-License-Identifier: EUPL-1.2
"""A score as lines for people, as values for programs, and as the list of what went wrong."""

from collections.abc import Sequence

from pipeline.evaluation.cases import KINDS, Corpus
from pipeline.evaluation.counting import RED_KINDS, Count, Score
from pipeline.language.check_bindings import MARGIN

Curve = Sequence[tuple[float, Count, float]]


def table(result: Score, corpus: Corpus) -> str:
    """Write what was measured as text, each goal of issue 3 beside its figure."""
    cases = corpus.cases
    scripts, errors = sum(len(c.scripts) for c in cases), sum(len(c.errors) for c in cases)
    answers = sum(len(c.answers) for c in cases)
    lines = [
        f"{len(cases)} releases, {scripts} scripts, {errors} planted errors, {answers} answers; corpus {corpus.digest[:12]}",
        "",
        f"{'planted error':26}{'red':>28}{'red or amber':>30}",
    ]
    lines += [f"{kind:26}{result.red[kind].line():>28}{result.any[kind].line():>30}" for kind in KINDS if kind in result.any]
    lines += ["", f"{'false alarms by finding':42}faithful sentences"]
    for code, hit in sorted(result.alarms.items(), key=lambda entry: (not entry[0].startswith("red"), -entry[1])):
        lines.append(f"{code:42}{Count(hit, result.quiet_red.all).line()}")
    if result.answer_kinds:
        lines += ["", f"{'wrong answers of a model':42}flagged"]
        lines += [f"{kind:42}{count.line()}" for kind, count in sorted(result.answer_kinds.items())]
    return "\n".join([*lines, "", *_goals(result)])


def _goals(result: Score) -> list[str]:
    """Give the figures that issue 3 sets goals for."""
    seconds = result.seconds or [0.0]
    hardened = result.joined(("negation", "hardened-obligation"))
    rows: tuple[tuple[str, str, str], ...] = (
        ("red, values absent from the release", result.joined(RED_KINDS, red=True).line(), "at least 97 %"),
        ("negation and hardened obligation", hardened.line(), "at least 90 %"),
        ("fabricated sentence", result.joined(("fabricated-sentence",)).line(), "at least 95 %"),
        ("swap within the release", result.within.line(), "at least 75 %"),
        ("faithful sentences without red", result.quiet_red.line(), f"at least 98 %; essentials missed {result.essentials}"),
        ("faithful sentences without amber", result.quiet_amber.line(), ""),
        ("faithful headlines and cards", result.headlines.line(), ""),
        ("ambers per faithful 100 s script", f"{result.ambers_per_programme:.1f}", "at most 5"),
        ("identity test, sentences unflagged", result.identity.line(), "100 %"),
        ("wrong source, sentences flagged", result.strangers.line(), ""),
        ("answers of a model, wrong and flagged", result.answers_wrong.line(), "at least 60 %"),
        ("answers of a model, right and quiet", result.answers_right.line(), ""),
        (
            "time per script",
            f"{sum(seconds) / len(seconds):.3f} s, slowest {max(seconds):.2f} s",
            f"under 1 s; reading the dictionaries took {result.loading:.1f} s",
        ),
    )
    return [f"{name:38}{value}{f'   ({goal})' if goal else ''}" for name, value, goal in rows]


def summary(result: Score, corpus: Corpus) -> dict[str, object]:
    """Give the same as values for machines: [hit, all] for each count."""
    seconds = result.seconds or [0.0]
    return {
        "corpus": corpus.digest,
        "releases": len(corpus.cases),
        "red": {kind: _pair(count) for kind, count in result.red.items()},
        "any": {kind: _pair(count) for kind, count in result.any.items()},
        "within": _pair(result.within),
        "quiet_red": _pair(result.quiet_red),
        "quiet_amber": _pair(result.quiet_amber),
        "false_alarms": result.alarms,
        "headlines": _pair(result.headlines),
        "ambers_per_programme": result.ambers_per_programme,
        "identity": _pair(result.identity),
        "wrong_source": _pair(result.strangers),
        "answers_wrong": _pair(result.answers_wrong),
        "answers_right": _pair(result.answers_right),
        "answer_kinds": {kind: _pair(count) for kind, count in result.answer_kinds.items()},
        "mean_seconds": round(sum(seconds) / len(seconds), 4),
        "slowest_seconds": round(max(seconds), 3),
    }


def _pair(count: Count) -> list[int]:
    return [count.hit, count.all]


def curve_table(points: Curve) -> str:
    """Write the curve of the binding rules: swaps found against ambers, over their one margin."""
    lines = ["margin   swaps within the release flagged   ambers per faithful 100 s"]
    lines += [f"{m:6.2f}   {swaps.line():32}   {ambers:.1f}{'  (in use)' if m == MARGIN else ''}" for m, swaps, ambers in points]
    return "\n".join(lines)


def curve_summary(points: Curve) -> list[dict[str, object]]:
    """Give the curve as values for machines."""
    return [{"margin": m, "within": _pair(swaps), "ambers_per_programme": ambers} for m, swaps, ambers in points]


def misses(result: Score) -> str:
    """List every miss and every false alarm. Who reads this about the locked split can no longer call it locked."""
    lines = []
    for kind, count in sorted(result.any.items()):
        lines += [f"MISSED {text}" for text in count.misses]
        if kind in RED_KINDS:
            lines += [f"NOT RED {text}" for text in result.red[kind].misses if text not in count.misses]
    for name, count in (
        ("MISSED SWAP", result.within),
        ("DROP NOT RED", result.red.get("dropped-essential", Count())),
        ("FALSE RED", result.quiet_red),
        ("FALSE AMBER", result.quiet_amber),
        ("HEADLINE", result.headlines),
        ("IDENTITY", result.identity),
        ("STRANGER UNSEEN", result.strangers),
        ("ANSWER MISSED", result.answers_wrong),
        ("ANSWER FALSE", result.answers_right),
    ):
        lines += [f"{name} {text}" for text in count.misses]
    return "\n".join(lines)
