# SPDX-License-Identifier: EUPL-1.2
"""How fast is the render? newsreel against a plain two-thread x264 encode of the same finished frames, side by side in one run.

    python -m benchmarks.render            the sample bulletin (about 100 s), three rounds, interleaved
    python -m benchmarks.render --quick    the first 25 s of it, one round

The presenter's raster layers are made beforehand and have a row of their own: they are made once per presenter. Everything else
starts from an empty store. Wall times depend on the machine and its load; the ratios are what counts.
"""

import argparse
import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import av

from pipeline import settings
from pipeline.keep.store import Store
from pipeline.model import FPS, Cut, Frames, Timeline
from pipeline.newsroom import Newsroom
from pipeline.picture.atlas import VERSION, build_atlas
from pipeline.producer import run
from pipeline.stages.render import Props, render

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 20)  # the sample newsletter's own day


def cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of a piece of work."""
    wall, used = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - used


def sample(folder: Path) -> tuple[Newsroom, Timeline]:
    """Make the sample up to its timeline, with the voice that comes in the wheels."""
    to = settings.load(ROOT / "config.toml")
    to = replace(to, keep=replace(to.keep, output=str(folder)), voice=replace(to.voice, engine="espeak"))
    room = Newsroom(to)
    outcome = run(room, DAY).outcomes[0]
    if outcome.package is None:
        raise SystemExit(f"The sample could not be made: {outcome.parked}")
    return room, outcome.package.master.timeline


def shortened(timeline: Timeline, seconds: float) -> Timeline:
    """Give the timeline of the first seconds, ended at a cut."""
    cuts: Sequence[Cut] = [cut for cut in timeline.cuts if cut.end <= seconds * FPS]
    return replace(timeline, cuts=tuple(cuts), length=Frames(cuts[-1].end))


def x264(film: Path, to: Path) -> None:
    """Encode the finished frames again, plainly: x264 veryfast crf 21 with two threads, sound left out."""
    with av.open(str(film)) as given, av.open(str(to), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        source = given.streams.video[0]
        stream.width, stream.height, stream.pix_fmt = source.width, source.height, "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "21"}
        stream.codec_context.thread_count = 2
        for frame in given.decode(source):
            frame.pict_type = 0
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)


def decode(film: Path) -> None:
    """Decode a film and throw the frames away: what `x264` spends besides encoding."""
    with av.open(str(film)) as given:
        for _ in given.decode(video=0):
            pass


def main() -> None:
    """Measure and print a table."""
    wanted = argparse.ArgumentParser(description="Measure the render.")
    wanted.add_argument("--quick", action="store_true")
    quick = wanted.parse_args().quick
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        room, timeline = sample(folder / "made")
        timeline = shortened(timeline, 25) if quick else timeline
        seconds = timeline.length / FPS
        use, to = room.engines("bench"), room.slices(timeline.speech.script.rundown).render
        props: Props = use.props
        kept: list[bytes] = []
        atlas_wall, atlas_cpu = measured(lambda: kept.append(build_atlas(props.rig).to_bytes()))
        rows: list[tuple[float, float, float, float]] = []
        for n in range(1 if quick else 3):
            store = Store(folder / f"store{n}")
            for sentence in (
                timeline.speech.audio,
                *(s.item.picture.blob for s in timeline.speech.script.rundown.slots if s.item.picture),
            ):
                store.put(room.store.path(sentence), sentence.media)
            store.remember(f"atlas|{VERSION}|{props.figure}", store.put(kept[0], "application/octet-stream"))
            films: list[Path] = []

            def ours(store: Store = store, films: list[Path] = films) -> None:
                made = render.verb(timeline, to, props, use.encoder, use.crew, store)
                films.append(store.path(made.films[0].blob))

            wall, used = measured(ours)
            plain_wall, plain_cpu = measured(lambda films=films: x264(films[0], folder / "plain.mp4"))
            decode_wall, decode_cpu = measured(lambda films=films: decode(films[0]))
            rows.append((wall, used, plain_wall - decode_wall, plain_cpu - decode_cpu))
        room.close()
    wall, used, plain_wall, plain_cpu = (statistics.median(column) for column in zip(*rows, strict=True))
    machine = f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} cores"
    print(f"{machine}, {seconds:.1f} s of 1920 x 1080 at 25 fps\n")
    print("| what | wall s | CPU s | x real time |\n|---|---|---|---|")
    print(f"| newsreel: compose, encode, sound, join | {wall:.1f} | {used:.1f} | {seconds / wall:.1f} |")
    print(
        f"| plain x264 of the same frames, decoding taken off | {plain_wall:.1f} | {plain_cpu:.1f} | {seconds / plain_wall:.1f} |"
    )
    print(f"| presenter's raster layers, once per presenter | {atlas_wall:.1f} | {atlas_cpu:.1f} | |")
    print(f"\nnewsreel / plain x264: {wall / plain_wall:.2f} x wall, {used / plain_cpu:.2f} x CPU")


if __name__ == "__main__":
    main()
