# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel show ID speech` says: how a finished bulletin is heard and read, measured on the files that viewers get.

Captions are read back from the package's own WebVTT, SubRip and TTML, loudness is that of the decoded AAC, the onsets of words
and of captions are held against the silences of the voice track. What cannot be measured on one bulletin (the alignment against
an engine with labels of its own, the processor time of the synthesis) stands in `benchmarks/speech.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.delivery.captions import Fault, lint, parse
from pipeline.delivery.imsc import read_imsc
from pipeline.engines.film_sound import film_sound
from pipeline.errors import StoreError
from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Caption, Package, SpokenSentence, Timeline, Timing, Word
from pipeline.ports import Shelf
from pipeline.settings import Settings
from pipeline.sound.align import begins
from pipeline.sound.loudness import TARGETS, measure
from pipeline.sound.wav import read_wav

PEAK = -1.0  # dBTP after AAC
LOUDNESS_LU = 0.3
ONSET_MS = {Timing.NATIVE: 40.0, Timing.ALIGNED: 120.0, Timing.ESTIMATED: 120.0}
"""How far a caption's beginning may lie from its first word (issue 4), by the worst timing source of the bulletin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured row: what, how much, what was asked for, and whether it is met. Nothing asked for is met."""

    what: str
    value: str
    target: str = ""
    met: bool = True


@dataclass(frozen=True, slots=True)
class Spread:
    """Differences in ms, all positive: how many, their median, the 95th percentile, the largest."""

    count: int
    median: float
    p95: float
    largest: float

    def __str__(self) -> str:
        return f"median {self.median:.0f}, p95 {self.p95:.0f}, max {self.largest:.0f} ms (n = {self.count})"


@dataclass(frozen=True, slots=True)
class Heard:
    """A film's sound as it is decoded: LUFS and dBTP."""

    format: str
    lufs: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class SpeechReport:
    """The figures of a bulletin's speech, its captions and its sound."""

    figures: tuple[Figure, ...]
    form: dict[str, object]
    sentences: tuple[SpokenSentence, ...]

    def rows(self) -> Iterator[str]:
        """Give the report as lines for people."""
        wide = max(len(figure.what) for figure in self.figures)
        for figure in self.figures:
            verdict = f"  [{figure.target}: {'met' if figure.met else 'MISSED'}]" if figure.target else ""
            yield f"{figure.what:{wide}}  {figure.value}{verdict}"
        for s in self.sentences:
            yield f"  {s.start / SAMPLE_RATE:7.2f} s  {s.where:10} {s.timing.value:9} {s.spoken}"


def spread(differences: Sequence[float]) -> Spread:
    """Signed differences in ms → their spread; all zero where there are none."""
    sizes = np.abs(np.asarray(differences, dtype=np.float64))
    if not sizes.size:
        return Spread(0, 0.0, 0.0, 0.0)
    return Spread(len(sizes), float(np.median(sizes)), float(np.percentile(sizes, 95)), float(sizes.max()))


def word_onsets(sentences: Sequence[SpokenSentence], shelf: Shelf) -> Spread:
    """How far words that follow a silence begin from where sound begins."""
    off: list[float] = []
    for sentence in sentences:
        starts = [word.start - sentence.start for word in sentence.words]
        sound = read_wav(shelf.read(sentence.audio)).sound
        off += [min((start - begin for start in starts), key=abs) * 1000 / SAMPLE_RATE for begin in begins(sound) if starts]
    return spread(off)


def _first_words(captions: Sequence[Caption], timeline: Timeline) -> Iterator[tuple[Caption, SpokenSentence, Word | None]]:
    """Find what each caption begins with; None where that is no word. Raises StoreError where it holds other words."""
    heard: list[tuple[str, SpokenSentence, Word | None]] = []
    for sentence in timeline.speech.sentences:
        for token in re.finditer(r"\S+", sentence.text):
            word = next((w for w in sentence.words if w.at < token.end() and w.to > token.start()), None)
            heard.append((token.group(), sentence, word))
    at = 0
    for caption in captions:
        shown = " ".join(caption.lines).split()
        if [text for text, _, _ in heard[at : at + len(shown)]] != shown:
            raise StoreError(f"The caption “{' '.join(shown)}” does not hold the words that are spoken.", "Make it anew.")
        yield caption, heard[at][1], heard[at][2]
        at += len(shown)


def _late(caption: Caption, sample: int, timeline: Timeline) -> float:
    """Give how many ms a caption begins after a sample of the speech."""
    return (caption.start - timeline.voice_at - sample / SAMPLES_PER_FRAME) * 1000 / FPS


def caption_onsets(captions: Sequence[Caption], timeline: Timeline) -> Spread:
    """How far captions begin from where their first word is said to begin. Raises StoreError where they hold other words."""
    found = _first_words(captions, timeline)
    return spread([_late(caption, word.start, timeline) for caption, _, word in found if word is not None])


def captions_heard(captions: Sequence[Caption], timeline: Timeline, shelf: Shelf) -> Spread:
    """How far captions that follow a silence begin from where sound begins: what a viewer sees and hears, no timing believed."""
    off: list[float] = []
    for caption, sentence, word in _first_words(captions, timeline):
        onsets = [sentence.start + sample for sample in begins(read_wav(shelf.read(sentence.audio)).sound)]
        for onset in onsets:
            nearest = min(sentence.words, key=lambda w: abs(w.start - onset), default=None)
            if word is not None and nearest == word:
                off.append(_late(caption, onset, timeline))
    return spread(off)


def film_loudness(package: Package, shelf: Shelf) -> tuple[Heard, ...]:
    """Decode each film's sound and measure it."""
    heard = []
    for film in package.master.films:
        measured = measure(film_sound(shelf.path(film.blob)))
        heard.append(Heard(film.format, measured.lufs, measured.true_peak))
    return tuple(heard)


def speech_report(package: Package, shelf: Shelf, settings: Settings) -> SpeechReport:
    """Measure a finished bulletin: Package → figures against what was asked for."""
    timeline = package.master.timeline
    speech = timeline.speech
    spoken = sum(s.end - s.start for s in speech.sentences) / SAMPLE_RATE
    fallen = [f for f in speech.findings if f.code == "voice-fallback"]
    figures = [
        Figure("engine", speech.engine),
        Figure("voices", ", ".join(sorted({s.voice for s in speech.sentences}))),
        Figure("fallback", "; ".join(f.message for f in fallen) or "none used"),
        _timing(speech.sentences),
        _length(timeline, settings),
        Figure("speech", f"{speech.length / SAMPLE_RATE:.2f} s at rate {speech.rate:g}", "rate 0.95 to 1.05", _near(speech.rate)),
        Figure("pace", f"{sum(len(s.spoken) for s in speech.sentences) / spoken:.2f} characters/s"),
    ]
    words = word_onsets(speech.sentences, shelf)
    worst = _worst(speech.sentences)
    limit = 20.0 if worst is Timing.NATIVE else 80.0
    figures.append(Figure("words after a silence", str(words), f"p95 ≤ {limit:g} ms", words.p95 <= limit))
    read, form = _captions(package, shelf, ONSET_MS[worst])
    sound, loudness = _sound(package, shelf, settings)
    figures += [*read, *sound]
    form |= loudness | {
        "engine": speech.engine,
        "voices": sorted({s.voice for s in speech.sentences}),
        "fallback": bool(fallen),
        "timing": sorted({s.timing.value for s in speech.sentences}),
        "programme_seconds": timeline.length / FPS,
        "speech_seconds": round(speech.length / SAMPLE_RATE, 3),
        "rate": speech.rate,
        "characters_per_second": round(sum(len(s.spoken) for s in speech.sentences) / spoken, 2),
        "pauses_seconds": [round(p / SAMPLE_RATE, 3) for p in speech.pauses],
        "word_onset_ms": _plain(words),
        "figures": [{"what": f.what, "value": f.value, "target": f.target, "met": f.met} for f in figures],
        "missed": [f.what for f in figures if not f.met],
        "sentences": [{"where": s.where, "timing": s.timing.value, "spoken": s.spoken} for s in speech.sentences],
    }
    return SpeechReport(tuple(figures), form, speech.sentences)


def _timing(sentences: Sequence[SpokenSentence]) -> Figure:
    counts = {source: sum(s.timing is source for s in sentences) for source in Timing}
    value = ", ".join(f"{source.value} {count}" for source, count in counts.items() if count)
    return Figure("timing of the sentences", value, "none estimated", not counts[Timing.ESTIMATED])


def _worst(sentences: Sequence[SpokenSentence]) -> Timing:
    """Give the least exact timing source that occurs."""
    return next((t for t in (Timing.ESTIMATED, Timing.ALIGNED) if any(s.timing is t for s in sentences)), Timing.NATIVE)


def _near(rate: float) -> bool:
    return 0.95 <= round(rate, 4) <= 1.05


def _length(timeline: Timeline, settings: Settings) -> Figure:
    """The length of the programme: ± 1 s where eSpeak speaks, ± 3 s with any other engine."""
    asked, seconds = settings.script.target_seconds, timeline.length / FPS
    slack = 1.0 if all(s.voice.startswith("espeak:") for s in timeline.speech.sentences) else 3.0
    return Figure("programme", f"{seconds:.2f} s", f"{asked:g} ± {slack:g} s", abs(seconds - asked) <= slack)


def _captions(package: Package, shelf: Shelf, onset_ms: float) -> tuple[list[Figure], dict[str, object]]:
    """Read the caption files of a package back and judge them."""
    language = package.master.timeline.speech.script.rundown.language
    files = {f.name: f.blob for f in package.files}
    vtt, srt = (parse(shelf.read(files[f"captions.{language}.{kind}"]).decode("utf-8")) for kind in ("vtt", "srt"))
    written = [vtt, srt]
    if broadcast := files.get(f"captions.{language}.ttml"):  # packages of version 2 have none
        written.append(read_imsc(shelf.read(broadcast)))
    faults: tuple[Fault, ...] = tuple(fault for captions in written for fault in lint(captions))
    onsets, seen = caption_onsets(vtt, package.master.timeline), captions_heard(vtt, package.master.timeline, shelf)
    lengths = [(c.end - c.start) / FPS for c in vtt]
    rates = [(sum(map(len, c.lines)) + len(c.lines) - 1) / seconds for c, seconds in zip(vtt, lengths, strict=True)]
    gaps = [b.start - a.end for a, b in pairwise(vtt)]
    share = sum(rate <= 15 for rate in rates) / max(len(rates), 1)
    form: dict[str, object] = {
        "captions": len(vtt),
        "caption_faults": len(faults),
        "caption_fault_rules": [f"{fault.number}: {fault.rule}: {fault.measured:g}" for fault in faults],
        "caption_lines": max((len(c.lines) for c in vtt), default=0),
        "caption_characters": max((len(row) for c in vtt for row in c.lines), default=0),
        "caption_seconds": [min(lengths, default=0.0), max(lengths, default=0.0)],
        "caption_gap_frames": min(gaps, default=0),
        "caption_characters_per_second": round(max(rates, default=0.0), 2),
        "captions_at_most_15_per_second": round(share, 3),
        "caption_onset_ms": _plain(onsets),
        "caption_against_sound_ms": _plain(seen),
    }
    box = f"{form['caption_lines']} × {form['caption_characters']} characters at most"
    span = (
        f"{min(lengths, default=0.0):.2f} to {max(lengths, default=0.0):.2f} s, gap {form['caption_gap_frames']} frames at least"
    )
    figures = [
        Figure(
            f"captions ({len(written)} files read back)",
            f"{len(vtt)}, {len(faults)} faults",
            "none, all alike",
            not faults and all(captions == vtt for captions in written),
        ),
        Figure("caption size", box, "2 × 37", not any("lines" in f.rule or "a line" in f.rule for f in faults)),
        Figure("caption times", span, "1 to 7 s, 1 frame", not any("seconds" in f.rule or "gap" in f.rule for f in faults)),
        Figure("fastest caption", f"{max(rates, default=0.0):.1f} characters/s", "≤ 17", max(rates, default=0.0) <= 17),
        Figure("captions at 15 characters/s or less", f"{share:.0%}", "≥ 90 %", share >= 0.9),
        Figure("caption against first word", str(onsets), f"≤ {onset_ms:g} ms", onsets.largest <= onset_ms),
        Figure("caption against the sound", str(seen), f"p95 ≤ {onset_ms:g} ms", seen.p95 <= onset_ms),
    ]
    return figures, form


def _sound(package: Package, shelf: Shelf, settings: Settings) -> tuple[list[Figure], dict[str, object]]:
    """Measure the sound that viewers hear, beside what was mastered."""
    target = TARGETS[settings.sound.profile]
    films = film_loudness(package, shelf)
    figures = [Figure("loudness as mastered", f"{package.master.loudness:.2f} LUFS, {package.master.true_peak:.2f} dBTP")]
    for film in films:
        near = abs(film.lufs - target) <= LOUDNESS_LU
        figures += [
            Figure(f"loudness of {film.format} (AAC decoded)", f"{film.lufs:.2f} LUFS", f"{target:g} ± {LOUDNESS_LU} LU", near),
            Figure(f"true peak of {film.format}", f"{film.true_peak:.2f} dBTP", f"≤ {PEAK} dBTP", film.true_peak <= PEAK),
        ]
    return figures, {
        "loudness_lufs": round(package.master.loudness, 2),
        "true_peak_dbtp": round(package.master.true_peak, 2),
        "films": [
            {"format": f.format, "loudness_lufs": round(f.lufs, 2), "true_peak_dbtp": round(f.true_peak, 2)} for f in films
        ],
    }


def _plain(spread_: Spread) -> dict[str, object]:
    return {
        "count": spread_.count,
        "median": round(spread_.median, 1),
        "p95": round(spread_.p95, 1),
        "max": round(spread_.largest, 1),
    }
