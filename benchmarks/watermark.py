# SPDX-License-Identifier: EUPL-1.2
"""Is the mark of a film read after everything that platforms do to films, unseen, and never where there is none?

    python -m benchmarks.watermark            20 marked clips and 50 unmarked ones (seven CPU minutes)
    python -m benchmarks.watermark --quick    6 and 12

A marked clip is four seconds of a bulletin of the benchmark of scripts (`pipeline/evaluation`): both presenters, both design
packs, every format, each with an id of its own, painted and encoded as the render does it. Every attack is made to each clip by
itself. The unmarked ones are the same clips without the mark, and pictures made by chance: noise, gradients, plates, grids.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import cpu
from pipeline import settings
from pipeline.engines.film_mark import read_mark
from pipeline.engines.pyav_encoder import PyavEncoder
from pipeline.evaluation.cases import CORPUS, load
from pipeline.model import FPS, Frames, Rundown, Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture import paint
from pipeline.picture.stage import Set
from pipeline.picture.watermark import code_of, pattern
from pipeline.ports import PlaneFrame
from pipeline.settings import Format
from pipeline.stages.cue import cue
from pipeline.stages.plan import share
from pipeline.stages.render import staged
from pipeline.stages.speak import speak
from pipeline.stages.write import write

LENGTH: Final = 4 * FPS
SIDES: Final = (("anna", "beispielheim"), ("thomas", "waldmark"), ("thomas", "beispielheim"), ("anna", "waldmark"))
FORMATS: Final[tuple[Format, ...]] = ("16x9", "16x9", "16x9", "9x16", "16x9", "1x1")
LEAST_DB: Final = 42.0
Luma = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Clip:
    """A few seconds of a bulletin: what stands on the stage, from which frame on, and the bulletin's id."""

    name: str
    timeline: Timeline
    on: Set
    start: Frames

    def frames(self) -> Iterator[PlaneFrame]:
        """Paint it."""
        return paint.frames(self.timeline, self.start, Frames(self.start + LENGTH), self.on)

    @property
    def size(self) -> tuple[int, int]:
        """Give width and height in px."""
        width, height = self.on.design.layout(self.on.form).size
        return width, height


def room(folder: Path, avatar: str, pack: str) -> Newsroom:
    """Open a newsroom with a presenter and a design pack; all share one store."""
    to = settings.load(Path(__file__).resolve().parents[1] / "config.toml")
    return Newsroom(
        replace(
            to,
            keep=replace(to.keep, output=str(folder)),
            voice=replace(to.voice, engine="espeak"),
            script=replace(to.script, writer="extract"),
            presenter=replace(to.presenter, avatar=avatar),
            design=replace(to.design, pack=pack),
        )
    )


def clips(folder: Path, count: int) -> Iterator[Clip]:
    """Give `count` clips of different bulletins, each begun at another place of its programme."""
    cases = load((CORPUS / "dev").glob("*.toml"))
    rooms = [room(folder, *side) for side in SIDES]
    for n in range(count):
        here = rooms[n % len(rooms)]
        chosen = [cases[(n * 5 + k * (1 + n % 3)) % len(cases)] for k in range(3)]
        rundown = Rundown(f"clip-{n:02d}", "Kreis kompakt", chosen[0].day, "de", share(tuple(c.item for c in chosen), 73.0))
        to, use = here.cast.slices(rundown, None, 1), here.cast.engines(rundown.id)
        script = write(rundown, to.write, use.writer, use.extract)
        timeline = cue(speak(script, to.speak, use.voice, here.store, use.reference), to.cue)
        on = staged(timeline, FORMATS[n % len(FORMATS)], to.render, use.props, here.store)
        cut = timeline.cuts[(n * 3) % len(timeline.cuts)]
        yield Clip(rundown.id, timeline, on, Frames(min(cut.start, timeline.length - LENGTH)))
    for one in rooms:
        one.close()


# ---------------------------------------------------------------- what platforms do


def lumas(film: Path) -> Iterator[Luma]:
    """Decode a film → its luma, picture by picture."""
    with av.open(str(film)) as given:
        for picture in given.decode(given.streams.video[0]):
            yield np.ascontiguousarray(picture.reformat(format="gray").to_ndarray())


def encoded(pictures: Iterator[Luma], to: Path, crf: int) -> Path:
    """Encode pictures in grey: colour carries nothing of the mark."""
    with av.open(str(to), "w") as out:
        stream: Any = None
        for n, luma in enumerate(pictures):
            height, width = luma.shape[0] // 2 * 2, luma.shape[1] // 2 * 2
            if stream is None:
                stream = out.add_stream("libx264", rate=FPS)
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                stream.options = {"preset": "superfast", "crf": str(crf)}
            whole = np.vstack([luma[:height, :width], np.full((height // 2, width), 128, np.uint8)])
            picture = av.VideoFrame.from_ndarray(whole, "yuv420p")
            picture.pts, picture.time_base = n, Fraction(1, FPS)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return to


def smaller(luma: Luma, short: int) -> Luma:
    """Make a picture small: its short side in px."""
    height, width = luma.shape
    size = round(width * short / min(width, height) / 2) * 2, round(height * short / min(width, height) / 2) * 2
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def cropped(luma: Luma, share_: float, left: float, top: float, back: bool) -> Luma:
    """Take a share of both sides away, `left` and `top` of it there; blown up to the old size again where asked."""
    height, width = luma.shape
    x, y = round(width * share_ * left), round(height * share_ * top)
    part = luma[y : y + round(height * (1 - share_)), x : x + round(width * (1 - share_))]
    if not back:
        return np.ascontiguousarray(part)
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def attacks(film: Path, n: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """Make every attack of the table to a clip, each by itself; the crop lies elsewhere in each clip."""
    at = np.random.default_rng(n).random(4)
    yield "as rendered", film
    yield "CRF 32", encoded(lumas(film), folder / "coarse.mp4", 32)
    yield "360 lines", encoded((smaller(one, 360) for one in lumas(film)), folder / "small.mp4", 23)
    excerpt = (one for number, one in enumerate(lumas(film)) if number >= FPS)
    yield "3 s excerpt", encoded(excerpt, folder / "excerpt.mp4", 23)
    crop = (cropped(one, 0.03, at[0], at[1], n % 2 == 0) for one in lumas(film))
    yield "3 % crop", encoded(crop, folder / "crop.mp4", 23)
    edges = (cropped(one, 0.06, 0.5, 0.5, n % 2 == 1) for one in lumas(film))
    yield "3 % off every edge", encoded(edges, folder / "edges.mp4", 23)


def by_chance(n: int) -> Iterator[Luma]:
    """Draw unmarked pictures of a kind that could be taken for a mark: noise, gradients, plates, grids of cells."""
    draw = np.random.default_rng(1000 + n)
    height, width = ((1080, 1920), (720, 1280), (1920, 1080), (1080, 1080))[n % 4]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    still = 90 + 60 * x / width + 40 * np.sin(y / (40 + 7 * n))
    if n % 3 == 0:
        still += cv2.resize(draw.normal(0, 6, (height // 12, width // 12)).astype(np.float32), (width, height), interpolation=0)
    for _ in range(int(draw.integers(4, 14))):
        a, b = int(draw.integers(0, width - 200)), int(draw.integers(0, height - 90))
        still[b : b + int(draw.integers(30, 90)), a : a + int(draw.integers(60, 200))] = draw.integers(25, 230)
    for _ in range(15):
        yield np.clip(still + draw.normal(0, 2 + n % 5, still.shape), 16, 235).astype(np.uint8)


# ---------------------------------------------------------------- the table


def decibels(clip: Clip, frames: Sequence[PlaneFrame]) -> float:
    """Measure how far the marked pictures are from the unmarked ones: PSNR of luma, the worst of the clip's."""
    worst = 100.0
    mark = pattern(code_of(clip.name), *clip.size)
    for frame in frames[::FPS]:
        plain = frame.y[:, : clip.size[0]]
        error = float(np.mean((plain.astype(np.float32) - (plain + mark)) ** 2))
        worst = min(worst, 10 * float(np.log10(255**2 / error)))
    return worst


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="6 marked and 12 unmarked clips")
    quick = parser.parse_args(arguments).quick
    count, unmarked = (6, 12) if quick else (20, 50)
    read: dict[str, list[bool]] = {}
    worst, least, false, seen, spent = 100.0, 100.0, [], 0, [0.0, 0.0]
    sizes = [0, 0]
    with tempfile.TemporaryDirectory(prefix="newsreel-watermark-") as where:
        folder = Path(where)
        for n, clip in enumerate(clips(folder / "output", count)):
            frames = [PlaneFrame(f.y.copy(), f.u.copy(), f.v.copy()) for f in clip.frames()]
            worst = min(worst, decibels(clip, frames))
            for k, mark in enumerate((None, code_of(clip.name))):
                begun = cpu()
                PyavEncoder(mark=mark).segment(iter(frames), clip.size, folder / f"{k}.mp4")
                spent[k] += cpu() - begun
                sizes[k] += (folder / f"{k}.mp4").stat().st_size
            del frames
            for attack, film in attacks(folder / "1.mp4", n, folder):
                found = read_mark(film)
                right = found is not None and found.code == code_of(clip.name)
                read.setdefault(attack, []).append(right)
                least = min(least, found.score if found is not None else 0.0)
                if not right:
                    print(f"{clip.name} ({clip.on.form}, {clip.on.presenter}): {attack}: {found}", flush=True)
            if seen < unmarked - unmarked // 3:
                seen += 1
                false += [clip.name] if read_mark(folder / "0.mp4") is not None else []
        for n in range(unmarked - seen):
            film = encoded(by_chance(n), folder / "chance.mp4", 23)
            false += [f"chance {n}"] if read_mark(film) is not None else []
    print(f"{'measure':44}{'measured':>18}   target")
    missed = False
    for attack, results in read.items():
        missed |= not all(results)
        print(f"{'read, ' + attack:44}{f'{sum(results)} of {len(results)}':>18}   all")
    missed |= worst < LEAST_DB or bool(false)
    print(f"{'least certainty, standard deviations':44}{least:>18.1f}   {7.0}")
    print(f"{'PSNR of luma, worst picture':44}{f'{worst:.1f} dB':>18}   {LEAST_DB:g} dB")
    print(f"{f'ids read from {unmarked} unmarked clips':44}{len(false):>18}   0   {', '.join(false)}")
    print(f"{'CPU of encoding, marked against unmarked':44}{spent[1] / spent[0] - 1:>17.1%}")
    print(f"{'bytes, marked against unmarked':44}{sizes[1] / sizes[0] - 1:>17.1%}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
