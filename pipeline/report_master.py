# SPDX-License-Identifier: EUPL-1.2
"""What `newsreel show ID master` says: how a finished bulletin is seen, measured on the decoded MP4 of every format.

The mouth, the head, the label, the colours and the contrast are read from pixels; the sound is that of the decoded AAC. Only
where to look, and what should be there, is taken from the timeline, the design and the presenter.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.engines.film_pictures import FilmFacts, film_facts, film_packets, film_pictures
from pipeline.engines.film_sound import film_sound
from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Cut, Film, Master, Timeline, Timing
from pipeline.picture import paint
from pipeline.picture.design import FORMATS
from pipeline.picture.film_watch import Watched, labelled, watch
from pipeline.picture.lip_check import Lips
from pipeline.picture.stage import Set
from pipeline.ports import Encoder, Shelf
from pipeline.report_speech import Figure
from pipeline.sound.wav import Sound, read_wav
from pipeline.stages.render import Props, RenderSettings, performed, staged

CONTROL = 0.40
NATIVE_MS, ALIGNED_MS = 40.0, 80.0
"""How far a closure's middle may lie from its phoneme's in 95 of 100 (issue 5): with the voice's own times, and with others."""
PAUSE_PX, SWAY_PX, LIP_SYNC_MS = 2.0, 0.4, 20.0
DELTA_E, CONTRAST_WORDS, CONTRAST_SHAPES = 3.0, 4.5, 3.0
FLASHES, FLAT_PX = 3.0, 15.0
LIP_SYNC_ALIGNED_MS = 40.0
"""With times that were found by alignment the silences of b and p lie less exactly; EBU R 37 allows 40 ms at the output."""
_SLOW = 8  # the sound is compared at 6 kHz: 0.17 ms a sample
_FURTHEST = 0.5  # s by which sound and picture may be apart and still be measured
_HOP, _WINDOW = 96, 384  # samples: the voice's energy every 2 ms over 8 ms
_NEAR_MS, _DEPTH_DB, _LEAST_MS = 100.0, 20.0, 10.0  # a silence of a stop: how far away, how deep, how long at least
_LEAST_STOPS = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """One film: what it says of itself, what is seen, and how sound and picture lie (ms, positive: the picture is late).

    `silences` is the median distance of closed lips from the silences of b and p in the sound, NaN where too few are found.
    """

    facts: FilmFacts
    seen: Watched
    against_sound: float
    silences: float
    stops: int
    poster: bool
    same: bool

    @property
    def enough(self) -> bool:
        """Tell whether there were silences enough to measure."""
        return self.stops >= _LEAST_STOPS

    @property
    def lips(self) -> Lips:
        """What was measured of the mouth. Raises AssertionError before the film was watched to its end."""
        if self.seen.lips is None:
            raise AssertionError("the film was not watched to its end")
        return self.seen.lips


@dataclass(frozen=True, slots=True)
class MasterReport:
    """The figures of a bulletin's films."""

    figures: tuple[Figure, ...]
    form: dict[str, object]

    def rows(self) -> Iterator[str]:
        """Give the report as lines for people."""
        wide = max(len(figure.what) for figure in self.figures)
        for figure in self.figures:
            verdict = f"  [{figure.target}: {'met' if figure.met else 'MISSED'}]" if figure.target else ""
            yield f"{figure.what:{wide}}  {figure.value}{verdict}"


def master_report(master: Master, to: RenderSettings, props: Props, encoder: Encoder, shelf: Shelf) -> MasterReport:
    """Measure every film of a master: Master → figures against what was asked for. Raises EngineError where one is unreadable."""
    voice = read_wav(shelf.read(master.timeline.speech.audio)).sound
    found = [_measure(master, film, to, props, encoder, shelf, voice) for film in master.films]
    native = all(s.timing is Timing.NATIVE for s in master.timeline.speech.sentences)
    figures = (
        *_said(master),
        *_mouth(found, NATIVE_MS if native else ALIGNED_MS),
        *_sync(found, LIP_SYNC_MS if native else LIP_SYNC_ALIGNED_MS),
        *_picture(found),
    )
    form: dict[str, object] = {
        "films": [_plain(film) for film in found],
        "loudness_lufs": round(master.loudness, 2),
        "true_peak_dbtp": round(master.true_peak, 2),
        "figures": [{"what": f.what, "value": f.value, "target": f.target, "met": f.met} for f in figures],
        "missed": [f.what for f in figures if not f.met],
        "findings": [{"severity": f.severity.value, "where": f.where, "message": f.message} for f in master.findings],
    }
    return MasterReport(figures, form)


def _measure(
    master: Master, film: Film, to: RenderSettings, props: Props, encoder: Encoder, shelf: Shelf, voice: Sound
) -> Measured:
    """Watch and hear one film."""
    timeline, file = master.timeline, shelf.path(film.blob)
    outside = props.outside is not None and master.presenter.endswith(f"/{props.outside[0].name}")
    footage = performed(timeline, props, shelf) if outside else None  # kept: the program is not called again
    on = staged(timeline, next(form for form in FORMATS if form == film.format), to, props, shelf, footage)
    facts, heard = film_facts(file), film_sound(file).mean(axis=1)
    seen = watch(timeline, on, film_pictures(file))
    if seen.lips is None:
        raise AssertionError("watching a film ends with its lips")
    late = float(np.median(seen.lips.centres)) if seen.lips.centres else 0.0
    start = (facts.sound_at - facts.picture_at) * 1000
    apart = late - _lag(heard, voice, timeline.voice_at * SAMPLES_PER_FRAME) - start
    silences, stops = _beside_silences(heard, seen.lips.stops)
    still = next((p for p in master.posters if p.format == film.format), None)
    poster = still is not None and labelled(np.asarray(Image.open(BytesIO(shelf.read(still.blob))).convert("RGB")), on, timeline)
    return Measured(facts, seen, apart, silences - start, stops, poster, _made_alike(timeline, on, film, encoder, shelf))


def _lag(heard: NDArray[np.float32], voice: Sound, at: int) -> float:
    """Find how many ms later than planned the voice (beginning at sample `at`) is heard in the film's sound."""
    size = len(heard) // _SLOW
    given = np.zeros(size * _SLOW, np.float32)
    part = voice[: max(0, len(given) - at)]
    given[at : at + len(part)] = part if part.ndim == 1 else part.mean(axis=1)
    one, two = (_slow(s, size) for s in (heard, given))
    length = 1 << (2 * size - 1).bit_length()
    both = np.fft.irfft(np.fft.rfft(one, length) * np.conj(np.fft.rfft(two, length)), length)
    most = int(_FURTHEST * SAMPLE_RATE / _SLOW)
    near = np.concatenate([both[-most:], both[: most + 1]])
    return float(int(near.argmax()) - most) * _SLOW * 1000 / SAMPLE_RATE


def _slow(sound: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """Reduce a sound to 6 kHz by averaging."""
    slow: NDArray[np.float64] = sound[: size * _SLOW].reshape(size, _SLOW).mean(axis=1, dtype=np.float64)
    return slow


def _beside_silences(heard: NDArray[np.float32], stops: Sequence[float]) -> tuple[float, int]:
    """Hold the middles (ms) at which lips are seen closed for b and p against the silences that are heard → median, count."""
    edge = np.diff(heard, prepend=heard[:1])  # takes the bed's low notes away
    energy = np.convolve(edge**2, np.ones(_WINDOW) / _WINDOW, "same")[::_HOP]
    level, step = 10 * np.log10(energy + 1e-10), _HOP * 1000 / SAMPLE_RATE
    apart = []
    for middle in stops:
        first, last = int((middle - _NEAR_MS) / step), int((middle + _NEAR_MS) / step)
        part = level[max(0, first) : last]
        if len(part) < last - first or part.max() - part.min() < _DEPTH_DB:
            continue
        low = left = right = int(part.argmin())
        while left > 0 and part[left - 1] < part[low] + 6:
            left -= 1
        while right + 1 < len(part) and part[right + 1] < part[low] + 6:
            right += 1
        inside = left > 0 and right + 1 < len(part)
        if inside and (right - left + 1) * step >= _LEAST_MS:
            apart.append(middle - (first + (left + right + 1) / 2) * step)
    return (float(np.median(apart)) if len(apart) >= _LEAST_STOPS else float("nan")), len(apart)


def _made_alike(timeline: Timeline, on: Set, film: Film, encoder: Encoder, shelf: Shelf) -> bool:
    """Paint and encode the shortest spoken segment once more: the film must hold the very same bytes."""
    spoken = [cut for cut in timeline.cuts if "." in cut.where] or list(timeline.cuts)
    cut: Cut = min(spoken, key=lambda c: c.end - c.start)
    folder, count = shelf.scratch(), cut.end - cut.start
    try:
        again = folder / "again.mp4"
        encoder.segment(paint.frames(timeline, cut.start, cut.end, on), (film.width, film.height), again)
        return film_packets(again, 0, count) == film_packets(shelf.path(film.blob), cut.start, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- rows


def _said(master: Master) -> Iterator[Figure]:
    """What the master says of itself."""
    for film in master.films:
        size, seconds = film.blob.size / 1e6, film.frames / FPS
        yield Figure(f"film {film.format}", f"{film.width} × {film.height}, {seconds:.2f} s, {size:.2f} MB")
    yield Figure("sound as mastered", f"{master.loudness:.2f} LUFS, {master.true_peak:.2f} dBTP")
    for finding in master.findings:
        yield Figure(f"finding {finding.where}", f"{finding.severity.value}: {finding.message}")


def _mouth(found: Sequence[Measured], centre_ms: float) -> Iterator[Figure]:
    """How the presenter speaks."""

    def row(what: str, target: str, value: Callable[[Lips], str], met: Callable[[Lips], bool]) -> Figure:
        return _row(found, what, target, lambda m: value(m.lips), lambda m: met(m.lips))

    yield row("m, b, p in view", "", lambda x: f"{x.watched} of {x.phonemes}", lambda x: True)
    yield row("m, b, p closed", "100 %", lambda x: f"{x.closed}/{x.watched}", lambda x: x.closed == x.watched > 0)
    yield row("  control, 5 frames off", "< 40 %", lambda x: f"{x.control:.0%}", lambda x: x.control < CONTROL)
    yield row(
        "closure against phoneme",
        f"p95 ≤ {centre_ms:g} ms",
        lambda x: f"{_p95(x):.0f} ms ({len(x.centres)})",
        lambda x: bool(x.centres) and _p95(x) <= centre_ms,
    )
    yield row("shortest closure", "≥ 2 frames", lambda x: f"{min(x.runs, default=0)}", lambda x: min(x.runs, default=0) >= 2)
    yield row(
        "mouth in pauses > 200 ms",
        f"≤ {PAUSE_PX:g} px of 800",
        lambda x: f"{x.widest_pause:.1f} ({x.pauses})",
        lambda x: x.pauses > 0 and x.widest_pause <= PAUSE_PX,
    )
    yield row("teeth for one frame only", "never", lambda x: f"{len(x.teeth_flashes)}", lambda x: not x.teeth_flashes)
    yield row("sway per frame", f"≤ {SWAY_PX} px", lambda x: f"{x.sway:.2f}", lambda x: round(x.sway, 2) <= SWAY_PX)


def _sync(found: Sequence[Measured], silence_ms: float) -> Iterator[Figure]:
    """How sound and picture lie, and whether the film can be made again."""
    target = f"± {LIP_SYNC_MS:g} ms"
    yield _row(
        found,
        "picture against sound",
        target,
        lambda m: f"{m.against_sound:+.0f} ms",
        lambda m: abs(m.against_sound) <= LIP_SYNC_MS,
    )
    yield _row(
        found,
        "lips against silences of b, p",
        f"± {silence_ms:g} ms",
        lambda m: f"{m.silences:+.0f} ms ({m.stops})" if m.enough else f"too few ({m.stops})",
        lambda m: not m.enough or abs(m.silences) <= silence_ms,
    )
    yield _row(found, "a segment made again", "same bytes", lambda m: "same" if m.same else "other", lambda m: m.same)


def _picture(found: Sequence[Measured]) -> Iterator[Figure]:
    """What is seen besides the presenter."""

    def row(what: str, target: str, value: Callable[[Watched], str], met: Callable[[Watched], bool]) -> Figure:
        return _row(found, what, target, lambda m: value(m.seen), lambda m: met(m.seen))

    yield row(
        "AI label in sampled frames",
        "100 %",
        lambda s: f"{s.sampled - len(s.unlabelled)}/{s.sampled}",
        lambda s: not s.unlabelled,
    )
    yield _row(found, "AI label on the poster", "yes", lambda m: "yes" if m.poster else "no", lambda m: m.poster)
    yield row(
        "palette in the film",
        f"ΔE ≤ {DELTA_E:g}",
        lambda s: _off(s.palette),
        lambda s: max(s.palette.values(), default=99.0) <= DELTA_E,
    )
    yield _row(
        found, "colour tags", "BT.709, limited", lambda m: "BT.709" if m.facts.is_bt709 else "other", lambda m: m.facts.is_bt709
    )
    yield row(
        "contrast of words",
        f"≥ {CONTRAST_WORDS}",
        lambda s: f"{s.words[0]:.1f} “{s.words[1]}” ({s.measured_words})",
        lambda s: s.measured_words > 0 and s.words[0] >= CONTRAST_WORDS,
    )
    yield row(
        "contrast of shapes",
        f"≥ {CONTRAST_SHAPES:g}",
        lambda s: f"{s.shapes[0]:.1f} {s.shapes[1]}",
        lambda s: s.shapes[0] >= CONTRAST_SHAPES,
    )
    yield row("words hidden by other layers", "none", lambda s: ", ".join(s.hidden) or "none", lambda s: not s.hidden)
    yield row("QR codes read", "all", lambda s: f"{s.codes - len(s.unread)}/{s.codes}", lambda s: not s.unread)
    yield row("flashes", f"≤ {FLASHES:g} a second", lambda s: f"{s.flashes:.1f}", lambda s: s.flashes <= FLASHES)
    yield row(
        "flat runs in the wall",
        f"< {FLAT_PX:g} px",
        lambda s: f"{s.flat:.1f}" if s.flat else "no wall",
        lambda s: s.flat < FLAT_PX,
    )


def _row(
    found: Sequence[Measured], what: str, target: str, value: Callable[[Measured], str], met: Callable[[Measured], bool]
) -> Figure:
    """One measure over all formats: met where every film meets it."""
    return Figure(what, " · ".join(f"{m.seen.form} {value(m)}" for m in found), target, all(map(met, found)))


def _p95(lips: Lips) -> float:
    return float(np.percentile(np.abs(lips.centres), 95)) if lips.centres else 0.0


def _off(palette: dict[str, float]) -> str:
    """Name the colour that is off most."""
    name, error = max(palette.items(), key=lambda entry: entry[1], default=("none", 0.0))
    return f"{error:.1f} {name} ({len(palette)})"


def _plain(film: Measured) -> dict[str, object]:
    """One film's figures for programs."""
    lips, seen = film.lips, film.seen
    return {
        "format": seen.form,
        "frames": seen.frames,
        "closures": {
            "phonemes": lips.phonemes,
            "in_view": lips.watched,
            "closed": lips.closed,
            "control": round(lips.control, 3),
        },
        "closure_ms": {
            "p95": round(_p95(lips), 1),
            "median": round(float(np.median(lips.centres or [0.0])), 1),
            "count": len(lips.centres),
        },
        "closure_frames_least": min(lips.runs, default=0),
        "pauses": {"count": lips.pauses, "widest_px": round(lips.widest_pause, 2)},
        "teeth_flashes": list(lips.teeth_flashes),
        "sway_px": round(lips.sway, 3),
        "picture_against_sound_ms": round(film.against_sound, 1),
        "lips_against_silences_ms": round(film.silences, 1) if film.enough else None,
        "stops": film.stops,
        "same_bytes": film.same,
        "label": {"sampled": seen.sampled, "missing": seen.unlabelled, "poster": film.poster},
        "palette": {name: round(error, 2) for name, error in sorted(seen.palette.items())},
        "bt709": film.facts.is_bt709,
        "contrast_words": {"least": round(seen.words[0], 2), "words": seen.words[1], "measured": seen.measured_words},
        "contrast_shapes": {"least": round(seen.shapes[0], 2), "shape": seen.shapes[1]},
        "hidden_words": list(seen.hidden),
        "qr": {"codes": seen.codes, "unread": list(seen.unread)},
        "flashes_per_second": seen.flashes,
        "flat_run_px": round(seen.flat, 1),
    }
