# SPDX-License-Identifier: EUPL-1.2
"""How good are voice, timing, captions and sound? Prints the rows of issue 4's table, each measured here and now.

    python -m benchmarks.speech            everything, about six minutes on two cores
    python -m benchmarks.speech --quick    fewer texts and runs, about one minute

Alignment is held against engines with labels of their own: flite (English; `.ci/voices` installs it), whose segments are summed
up to words, and German between the timbres of eSpeak NG, each word faster or slower, with pauses, echo and noise. No constant of
`pipeline/sound/align.py` was chosen on the sentences in `sentences_en.txt`.
"""

import argparse
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.delivery.captions import lint, parse, srt, webvtt
from pipeline.delivery.imsc import imsc, read_imsc
from pipeline.engines.espeak_voice import EspeakVoice
from pipeline.engines.film_sound import film_sound
from pipeline.engines.pico_voice import PicoVoice
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.engines.pyttsx3_voice import Pyttsx3Voice
from pipeline.language.spoken import spoken_form
from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Timeline, Timing
from pipeline.ports import PlaneFrame, Utterance, Uttered, Voice
from pipeline.report_speech import Spread, caption_onsets, captions_heard, spread, word_onsets
from pipeline.sound.loudness import TARGETS, Profile, master, measure
from pipeline.sound.mix import MixPlan, mix
from pipeline.sound.stretch import stretched
from pipeline.sound.timing import timed
from pipeline.sound.trim import at_48k, edges
from pipeline.sound.wav import Sound, read_wav, write_wav
from tests.doubles.bulletins import programme, stories
from tests.doubles.shelf import MemoryShelf

HERE = Path(__file__).parent
FLITE = ("slt", "rms", "awb", "kal16")
"""Three voices from recordings of people and one of diphones."""
PYTTSX3_TEXT = (
    "Die Kreisstraße zwölf zwischen Musterbach und Oberau wird ab Montag, dem dreißigsten November, voll gesperrt. "
    "Grund ist die Sanierung der Brücke über den Beispielbach. Sie kostet eine Komma neun Millionen Euro und dauert bis Ende "
    "März. Eine Umleitung über die Landesstraße ist ausgeschildert."
)
PROFILES: tuple[Profile, ...] = ("web", "social", "broadcast")


def row(measure_: str, target: str, figure: str, met: bool) -> bool:
    """Print one row of the table."""
    print(f"| {measure_} | {target} | {figure} | {'met' if met else 'MISSED'} |", flush=True)
    return met


def shares(differences: Sequence[float]) -> str:
    """Differences in ms → the spread in words, with the share within 100 ms."""
    return f"{spread(differences)}, {within(differences):.1%} within 100 ms"


def within(differences: Sequence[float], ms: float = 100.0) -> float:
    """Give the share of differences that are at most `ms`."""
    return float(np.mean(np.abs(differences) <= ms)) if len(differences) else 0.0


# ---------------------------------------------------------------- alignment against flite


def said(*options: str) -> str:
    """Run flite and give what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["flite", *options, "-o", str(Path(folder) / "ignored.wav")]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout


@cache
def phones(word: str) -> int:
    """Count the sounds of a word that is spoken alone."""
    return sum(phone != "pau" for phone in said("-voice", "slt", "-ps", "-t", f"{word} ").split())


def flite(text: str, voice: str) -> tuple[Uttered, tuple[float, ...]]:
    """Speak with flite → the sound, and where words begin by its own labels, in seconds; none where they do not add up."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sentence.wav"
        command = ["flite", "-voice", voice, "-psdur", "-t", text, "-o", str(out)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.split()
        wav = read_wav(out.read_bytes())
    ends = [(name, float(end)) for name, _, end in (item.partition(":") for item in printed)]
    begins = [0.0, *(end for _, end in ends[:-1])]
    sounds = [begin for begin, (name, _) in zip(begins, ends, strict=True) if name != "pau"]
    counts = [phones(word.strip(".,")) for word in text.split()]
    given = Uttered(np.asarray(wav.sound, np.float32), wav.rate, (), (), Timing.ESTIMATED, f"flite:{voice}")
    if sum(counts) != len(sounds):
        return given, ()
    firsts = np.cumsum([0, *counts[:-1]])
    return given, tuple(sounds[int(n)] for n in firsts)


def against_flite(espeak: EspeakVoice, sentences: Sequence[str], voices: Sequence[str] = FLITE) -> tuple[list[float], int]:
    """Align flite's speech → differences in ms of every onset but the first of a sentence; and how many could not be labelled."""
    off: list[float] = []
    unlabelled = 0
    for text in sentences:
        references = [espeak.speak(Utterance(text, timbre, "en")) for timbre in ("en", "en+klatt", "en+f2")]
        places = [sum(len(w) + 1 for w in text.split()[:n]) for n in range(len(text.split()))]
        for voice in voices:
            given, truth = flite(text, voice)
            found = {word.at: word.start / SAMPLE_RATE for word in timed(given, text, references).words}
            unlabelled += not truth
            off += [(found[at] - true) * 1000 for at, true in zip(places[1:], truth[1:], strict=False) if at in found]
    return off, unlabelled


# ---------------------------------------------------------------- alignment between timbres of eSpeak, German


def uneven(uttered: Uttered, seed: int) -> tuple[Sound, list[int]]:
    """Each word faster or slower, pauses between some, an echo and noise → the sound and its true onsets in samples."""
    rng = np.random.default_rng(seed)
    marks = [*(word.start for word in uttered.words), len(uttered.pcm)]
    parts, onsets = [uttered.pcm[: marks[0]]], []
    for n in range(len(uttered.words)):
        if n and rng.random() < 0.15:
            parts.append(np.zeros(int(rng.uniform(0.08, 0.35) * SAMPLE_RATE), np.float32))
        onsets.append(sum(map(len, parts)))
        parts.append(stretched(uttered.pcm[marks[n] : marks[n + 1]], SAMPLE_RATE, rng.uniform(0.75, 1.3)))
    sound = np.concatenate(parts)
    echo = np.pad(sound, (900, 0))[: len(sound)] * np.float32(0.15)
    return sound + echo + rng.standard_normal(len(sound)).astype(np.float32) * np.float32(0.0007), onsets


def between_timbres(espeak: EspeakVoice, texts: Sequence[str]) -> list[float]:
    """Align eSpeak's other timbres with the references → differences in ms of every onset but the first of a sentence."""
    off: list[float] = []
    for seed, text in enumerate(texts):
        references = [espeak.speak(Utterance(text, timbre)) for timbre in ("de", "de+klatt", "de+f2")]
        sound, onsets = uneven(espeak.speak(Utterance(text, ("de+m7", "de+f5", "de+m3")[seed % 3])), seed)
        found = timed(Uttered(sound, SAMPLE_RATE, (), (), Timing.ESTIMATED, "other:one"), text, references).words
        if len(found) == len(onsets):
            off += [(word.start - true) * 1000 / SAMPLE_RATE for word, true in zip(found[1:], onsets[1:], strict=True)]
    return off


# ---------------------------------------------------------------- whole programmes


def programmes(voice: Voice, asked: str, espeak: EspeakVoice, names: Sequence[str]) -> Iterator[tuple[Timeline, MemoryShelf]]:
    """Speak and cue the invented bulletins."""
    for name in names:
        shelf = MemoryShelf()
        yield programme(name, voice, asked, shelf, espeak), shelf


def judged(name: str, made: Sequence[tuple[Timeline, MemoryShelf]], seconds: float, onset_ms: float) -> bool:
    """Print the rows of one voice: length, captions, their onsets."""
    lengths = [timeline.length / FPS for timeline, _ in made]
    target, figure = f"100 ± {seconds:g} s", f"{min(lengths):.2f} to {max(lengths):.2f} s ({len(lengths)} programmes)"
    good = row(f"programme length, {name}", target, figure, max(abs(length - 100) for length in lengths) <= seconds)
    faults, rates, shown, seen, shortest = 0, [], [], [], 1.0
    for timeline, shelf in made:
        web = next(track.captions for track in timeline.captions if track.use == "web")
        files = (parse(webvtt(web, "de")), parse(srt(web)), read_imsc(imsc(web, "de").encode()))
        faults += sum(len(lint(captions)) for captions in files) + sum(captions != web for captions in files)
        own = [(sum(map(len, c.lines)) + len(c.lines) - 1) * FPS / (c.end - c.start) for c in web]
        rates += own
        shortest = min(shortest, sum(rate <= 15 for rate in own) / len(own))
        shown.append(caption_onsets(web, timeline))
        seen.append(captions_heard(web, timeline, shelf))
    figure = f"{len(rates)} captions, {faults} faults in VTT, SRT and TTML read back; fastest {max(rates):.1f} characters/s"
    good &= row(f"captions, {name}", "2 × 37, 1 to 7 s, gap ≥ 1 frame, ≤ 17 characters/s", figure, not faults)
    figure = f"{sum(rate <= 15 for rate in rates) / len(rates):.1%}, worst programme {shortest:.1%}"
    good &= row(f"captions at ≤ 15 characters/s, {name}", "≥ 90 %", figure, shortest >= 0.9)
    figure = f"max {_largest(shown)} ms against the word, {_largest(seen)} ms against the sound after a silence"
    good &= row(f"caption onset, {name}", f"≤ {onset_ms:g} ms", figure, max(_largest(shown), _largest(seen)) <= onset_ms)
    return good


def _largest(spreads: Sequence[Spread]) -> int:
    return round(max(one.largest for one in spreads))


def synthesis(espeak_name: str, names: Sequence[str]) -> tuple[float, float]:
    """Speak the sentences of programmes of 100 s → CPU seconds per 100 s, of the voice alone: child process and resampling."""

    def used() -> float:
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    texts = [[spoken_form(s).text for story in stories()[name] for s in story] for name in names]
    begun, seconds = used(), 0.0
    voice = EspeakVoice(espeak_name)
    for told in texts:
        for text in told:
            seconds += len(voice.speak(Utterance(text, "")).pcm) / SAMPLE_RATE
    voice.close()
    return (used() - begun) * 100 / seconds, seconds


def through_aac(sound: Sound) -> Sound:
    """Put a sound into a small film as the render does, and decode it again."""
    with tempfile.TemporaryDirectory() as folder:
        segment, wav, film = (Path(folder) / name for name in ("segment.mp4", "sound.wav", "film.mp4"))
        encoder = PyavEncoder(preset="ultrafast")
        small = np.full((32, 32), 128, np.uint8)
        frame = PlaneFrame(np.full((64, 64), 90, np.uint8), small, small)
        encoder.segment([frame] * (len(sound) // SAMPLES_PER_FRAME), (64, 64), segment)
        wav.write_bytes(write_wav(sound))
        encoder.join([segment], wav, "t", "c", film)
        return film_sound(film)


def loudness(timeline: Timeline, shelf: MemoryShelf) -> bool:
    """Print the row of each profile: mixed, mastered, encoded as AAC, decoded."""
    track = read_wav(shelf.read(timeline.speech.audio)).sound
    mixed = mix(track, MixPlan(timeline.length * SAMPLES_PER_FRAME, timeline.voice_at * SAMPLES_PER_FRAME))
    good = True
    for profile in PROFILES:
        heard = measure(through_aac(master(mixed, profile).sound))
        target, figure = f"{TARGETS[profile]:g} ± 0.3 LU, ≤ −1.0 dBTP", f"{heard.lufs:.2f} LUFS, {heard.true_peak:.2f} dBTP"
        fine = abs(heard.lufs - TARGETS[profile]) <= 0.3 and heard.true_peak <= -1.0
        good &= row(f"loudness after AAC, {profile}", target, figure, fine)
    return good


def pyttsx3_runs(runs: int) -> bool:
    """Print the row of pyttsx3: every run gives a file, as long as eSpeak NG itself takes for the text."""
    voice, ruler = Pyttsx3Voice(), EspeakVoice()
    pcm = ruler.speak(Utterance(PYTTSX3_TEXT, "")).pcm
    first, last = edges(pcm)
    expected, lengths = (last - first) / SAMPLE_RATE, []
    for _ in range(runs):
        uttered = voice.speak(Utterance(PYTTSX3_TEXT, ""))
        first, last = edges(at_48k(uttered.pcm, uttered.sample_rate))
        lengths.append((last - first) / SAMPLE_RATE)
    ruler.close()
    voice.close()
    figure = f"{len(lengths)} files of {min(lengths):.2f} to {max(lengths):.2f} s; eSpeak NG itself {expected:.2f} s"
    return row(f"pyttsx3, {runs} runs of a 20 s text", "all right", figure, all(abs(s - expected) <= 0.5 for s in lengths))


def report(quick: bool) -> bool:
    """Measure and print every row; true where all are met."""
    espeak = EspeakVoice()
    names = list(stories())[: 2 if quick else None]
    print("| measure | target | figure | |\n|---|---|---|---|")
    spoken = list(programmes(espeak, "de+f2", espeak, names))
    native = [word_onsets(timeline.speech.sentences, shelf) for timeline, shelf in spoken]
    figure = (
        f"max {max(one.largest for one in native):.0f} ms against the sound's energy (n = {sum(one.count for one in native)})"
    )
    good = row("word onset, native", "≤ 20 ms", figure, max(one.largest for one in native) <= 20)
    if shutil.which("flite"):
        sentences = (HERE / "sentences_en.txt").read_text(encoding="utf-8").splitlines()
        off, unlabelled = against_flite(espeak, sentences[: 8 if quick else None])
        figure = f"{shares(off)}; {unlabelled} of {len(sentences[: 8 if quick else None]) * len(FLITE)} utterances without labels"
        met = float(np.percentile(np.abs(off), 95)) <= 80 and within(off) >= 0.98
        good &= row("word onset, aligned against flite's labels", "p95 ≤ 80 ms, ≥ 98 % within 100 ms", figure, met)
    texts = [spoken_form(s).text for name in names for story in stories()[name] for s in story][: 12 if quick else 60]
    off = between_timbres(espeak, texts)
    met = float(np.percentile(np.abs(off), 95)) <= 80 and within(off) >= 0.98
    good &= row("word onset, aligned, German eSpeak timbres", "p95 ≤ 80 ms, ≥ 98 % within 100 ms", shares(off), met)
    good &= judged("espeak de+f2", spoken, 1.0, 40.0)
    if PicoVoice.installed():
        good &= judged("pico", list(programmes(PicoVoice(), "", espeak, names)), 3.0, 120.0)
    good &= loudness(*spoken[0])
    cost, seconds = synthesis("de+f2", names)
    good &= row("synthesis of 100 s, espeak", "≤ 1 s CPU", f"{cost:.2f} s CPU (over {seconds:.0f} s)", cost <= 1.0)
    good &= pyttsx3_runs(3 if quick else 30)
    espeak.close()
    return good


def main() -> None:
    """Read the arguments, measure, and end with 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--quick", action="store_true", help="fewer texts and runs")
    raise SystemExit(0 if report(arguments.parse_args().quick) else 1)


if __name__ == "__main__":
    main()
