# SPDX-License-Identifier: EUPL-1.2
"""How fast is the render? newsreel, MoviePy and a plain x264 encode of the same bulletin, side by side in one run.

    python -m benchmarks.render            all of it (about a quarter of an hour); writes docs/bench.md and docs/images/bench.svg
    python -m benchmarks.render --quick    a taste in under three minutes, written to the screen only
    python -m benchmarks.render --only night,formats    some parts, written to the screen only

Each side runs in a process of its own; the sides take turns, and of several rounds the median counts. The presenter's raster
layers are made beforehand and have a row of their own: they are made once per presenter. Everything else starts from an empty
store. Wall times depend on the machine and its load; the ratios are what counts.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.bulletin import ROOT, Bulletin, prepare
from benchmarks.chart import Bar, bars
from benchmarks.composite import ssim
from benchmarks.goals import Goal
from benchmarks.measuring import load, machine, measured, watched
from pipeline.model import FPS
from pipeline.picture.atlas import build_atlas

ALIKE = 0.98  # SSIM that stills must reach before two films are compared
EXCERPT, TASTE = 40.0, 10.0  # seconds that MoviePy makes: all of the bulletin would take it a quarter of an hour
SHORT, LONG = 25.0, 1200.0
PARTS = ("plain", "moviepy", "night", "formats", "lengths", "join", "fixed")


@dataclass(frozen=True, slots=True)
class Row:
    """One side: wall and CPU seconds, seconds of film, bytes, peak memory in MB (proportional, all processes)."""

    wall: float
    cpu: float
    seconds: float
    size: float
    memory: float


def side(name: str, folder: Path, seconds: float) -> tuple[dict[str, float], float]:
    """Run one side in a process of its own → what it says, peak memory."""
    out, memory = watched(["-m", "benchmarks.sides", name, str(folder), str(seconds)])
    said: dict[str, float] = json.loads(out.strip().splitlines()[-1])
    return said, memory


def row(name: str, folder: Path, seconds: float) -> Row:
    """Run one side that makes a film."""
    said, memory = side(name, folder, seconds)
    return Row(said["wall"], said["cpu"], said["seconds"], said["size"], memory)


def rounds(names: Sequence[str], folder: Path, seconds: float, times: int) -> dict[str, Row]:
    """Let the sides take turns → the median of each."""
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for _ in range(times):
        for name in names:
            rows[name].append(row(name, folder, seconds))
    return {name: _middle(given) for name, given in rows.items()}


def _middle(given: Sequence[Row]) -> Row:
    wall, cpu, memory = (statistics.median(values) for values in zip(*((r.wall, r.cpu, r.memory) for r in given), strict=True))
    return Row(wall, cpu, given[0].seconds, given[0].size, memory)


# ---------------------------------------------------------------- do they show the same, and how well?


def stills(film: Path, count: int) -> list[NDArray[np.uint8]]:
    """Take stills out of a film, evenly spread: red, green, blue."""
    with av.open(str(film)) as given:
        frames = given.streams.video[0].frames
        wanted = {round((k + 0.5) * frames / count) for k in range(count)}
        shown = (frame for n, frame in enumerate(given.decode(video=0)) if n in wanted)
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in shown]


def alike(one: Path, two: Path) -> float:
    """Give the lowest similarity of stills of two films."""
    return min(ssim(a, b) for a, b in zip(stills(one, 9), stills(two, 9), strict=True))


def faithful(film: Path, frames: Path) -> tuple[float, float]:
    """Hold a film against its finished frames → mean SSIM, PSNR in dB, both of luma, of every 25th frame."""
    raw = np.memmap(frames, np.uint8, "r").reshape(-1, 1080 * 3 // 2, 1920)
    near, error = [], []
    with av.open(str(film)) as given:
        for n, frame in enumerate(given.decode(video=0)):
            if n % FPS == 0:
                shown = np.asarray(frame.to_ndarray()[:1080], np.uint8)
                near.append(ssim(shown, raw[n, :1080]))
                error.append(float(np.mean((shown.astype(np.float32) - raw[n, :1080]) ** 2)))
    return float(np.mean(near)), float(10 * np.log10(65025 / np.mean(error)))


# ---------------------------------------------------------------- what is written


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""])


def film_row(name: str, made: Row) -> list[str]:
    """Write one side as a row of a table."""
    speed, size = made.seconds / made.wall, f"{made.size / 1e6:.1f}" if made.size else ""
    per_second = made.cpu / made.seconds
    return [name, f"{made.wall:.1f}", f"{made.cpu:.1f}", f"{per_second:.2f}", f"{speed:.2f}", f"{made.memory:.0f}", size]


HEAD = ("side", "wall s", "CPU s", "CPU s per second", "x real time", "peak memory MB", "size MB")


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the run has to say: text, and rows of the table of goals."""

    text: tuple[str, ...]
    goals: tuple[Goal, ...]


def against_plain(folder: Path, seconds: float, times: int) -> tuple[Part, dict[str, Row]]:
    """newsreel against the plain encode of its own finished frames."""
    composed = row("frames", folder, seconds)
    made = rounds(("newsreel", "plain"), folder, seconds, times)
    ours, plain = made["newsreel"], made["plain"]
    rows = [film_row("newsreel: compose, encode, sound, join", ours), film_row("plain x264 veryfast, 2 threads, no sound", plain)]
    (near, decibels), (plain_near, plain_decibels) = (
        faithful(folder / f"{name}.mp4", folder / "frames.yuv") for name in ("newsreel", "plain")
    )
    (folder / "frames.yuv").resolve().unlink()
    quality = (
        f"Held against the finished frames (luma): newsreel SSIM {near:.4f}, PSNR {decibels:.1f} dB; "
        f"plain SSIM {plain_near:.4f}, PSNR {plain_decibels:.1f} dB. newsreel's size includes the sound.\n"
    )
    title = f"## Against a plain encode of the finished frames ({ours.seconds:.0f} s of 1920 x 1080)\n"
    goals = (
        Goal(
            "render to the finished MP4, store empty but for the atlas", ours.seconds / ours.wall, 4.5, "x real time", least=True
        ),
        Goal("composing a frame, mean CPU", composed.cpu / composed.seconds / FPS * 1000, 3.5, "ms"),
        Goal("against the plain encode, wall", ours.wall / plain.wall, 1.05, "x"),
        Goal("against the plain encode, CPU", ours.cpu / plain.cpu, 1.3, "x"),
        Goal("peak memory, all processes, proportional", ours.memory, 700, "MB"),
    )
    return Part((title, table(HEAD, rows), quality), goals), {**made, "frames": composed}


def against_moviepy(folder: Path, seconds: float, times: int) -> tuple[Part, dict[str, Row]]:
    """newsreel against MoviePy (in one round: it takes minutes) on the same excerpt; ratios only where both show the same."""
    made = rounds(("newsreel",), folder, seconds, times) | rounds(("moviepy", "moviepy-tuned"), folder, seconds, 1)
    ours = made["newsreel"]
    same = {name: alike(folder / "newsreel.mp4", folder / f"{name}.mp4") for name in ("moviepy", "moviepy-tuned")}
    rows = [
        film_row("newsreel", ours),
        film_row("MoviePy CompositeVideoClip, as it comes", made["moviepy"]),
        film_row("the same, opaque ground, veryfast crf 21, 2 threads", made["moviepy-tuned"]),
    ]
    said, goals = [], []
    for name, words, aim in (("moviepy-tuned", "MoviePy tuned", 8.0), ("moviepy", "MoviePy as it comes", 12.0)):
        if same[name] >= ALIKE:
            goals.append(Goal(f"against {words}, wall", made[name].wall / ours.wall, aim, "x", least=True))
            said.append(f"{words}: {made[name].cpu / ours.cpu:.1f} x the CPU (lowest SSIM of nine stills: {same[name]:.3f}).")
        else:
            said.append(f"{words}: the stills differ (SSIM {same[name]:.3f}), so there is no ratio.")
    text = (
        f"Measured on the first {ours.seconds:.0f} s of the same bulletin. MoviePy gets every layer finished and only lays them "
        "over each other and encodes.\n"
    )
    return Part(
        (f"## Against MoviePy ({ours.seconds:.0f} s)\n", table(HEAD, rows), text, " ".join(said) + "\n"), tuple(goals)
    ), made


def lengths(folder: Path) -> Part:
    """Cost and memory from 25 seconds to 20 minutes."""
    once, _ = side("once", folder, LONG)
    said = [side("whole", folder, seconds) for seconds in (SHORT, 100.0, LONG)]
    rows = [Row(each["wall"], each["cpu"], each["seconds"], each["size"], memory) for each, memory in said]
    middle = rows[1].cpu / rows[1].seconds
    goals = [
        Goal(f"CPU per second of a film of {made.seconds:.0f} s, off that of {rows[1].seconds:.0f} s",
             abs(made.cpu / made.seconds / middle - 1) * 100, 10, "%")
        for made in (rows[0], rows[2])
    ]  # fmt: skip
    goals.append(Goal(f"peak memory of a film of {rows[2].seconds:.0f} s", rows[2].memory, 700, "MB"))
    text = (
        "All three are whole, from opener to closer, and made on any night but the first: presenter, places and music lie in\n"
        f"the store (places and music took {once['cpu']:.2f} CPU s, once per newsroom). The short one tells one sentence of one\n"
        "story; the long one tells the stories of the sample again and again, each time with other motions of the presenter.\n"
    )
    shown = table(HEAD, [film_row(f"{made.seconds:.0f} s", made) for made in rows])
    return Part(("## From 25 seconds to 20 minutes\n", shown, text), tuple(goals))


def formats(folder: Path) -> Part:
    """What portrait and square cost in addition."""
    said, _ = side("formats", folder, 0.0)
    names = ("16x9", "9x16", "1x1")
    cells = [[name, f"{said[f'{name} wall']:.1f}", f"{said[f'{name} cpu']:.1f}"] for name in names]
    goals = tuple(
        Goal(f"{name} in addition, of the CPU of 16:9", said[f"{name} cpu"] / said["16x9 cpu"], aim, "x")
        for name, aim in (("9x16", 1.0), ("1x1", 0.65))
    )
    text = "Portrait and square are made after 16:9, whose sound they share; their captions are burned in.\n"
    return Part(("## Further formats\n", table(("format", "wall s", "CPU s"), cells), text), goals)


def morning(folder: Path) -> Part:
    """A whole run, and an editor's morning."""
    said, memory = side("night", folder, 0.0)
    around = said["wall"] - said["render"] - said["lines"]
    rows = [
        ["`newsreel run`, gather to pack, empty store", f"{said['wall']:.1f}", f"{said['cpu']:.1f}"],
        ["of it the film of 720 lines, which counts as render", f"{said['lines']:.1f}", f"{said['lines_cpu']:.1f}"],
        ["of it around render", f"{around:.1f}", ""],
        ["sound and still of a changed sentence", f"{said['heard']:.2f}", f"{said['heard_cpu']:.2f}"],
        ["preview of its story, 640 x 360", f"{said['proxy']:.2f}", f"{said['proxy_cpu']:.2f}"],
        ["changed sentence, from save to finished MP4", f"{said['edit_wall']:.1f}", f"{said['edit_cpu']:.1f}"],
    ]
    goals = (
        Goal("one changed sentence, from save to finished MP4", said["edit_wall"], 5, "s"),
        Goal("one changed sentence, of the whole CPU", said["edit_cpu"] / said["cpu"] * 100, 20, "%"),
        Goal("sound and still of a changed sentence", said["heard"], 1.5, "s"),
        Goal("preview of one story", said["proxy"], 3, "s"),
        Goal("whole run around render, of the wall", around / said["wall"] * 100, 15, "%"),
    )
    text = f"Peak memory of the run, all processes: {memory:.0f} MB.\n"
    return Part(("## A night and a morning\n", table(("what", "wall s", "CPU s"), rows), text), goals)


def join(folder: Path) -> Part:
    """Is the joined film what its segments are?"""
    said, _ = side("joined", folder, SHORT)
    goals = (
        Goal("frames composed in segments that differ from a single pass", said["composed"], 0, ""),
        Goal("frames decoded from the joined film that differ from its segments'", said["decoded"], 0, ""),
        Goal("drift of the sound at the end of the joined film", said["drift"] + said["sound"], 0, "samples"),
    )
    return Part((f"## The join ({said['frames']:.0f} frames)\n",), goals)


def fixed(bulletin: Bulletin) -> Part:
    """The presenter's raster layers, made once per presenter; how long the command takes to start."""
    spent = measured(lambda: build_atlas(bulletin.props.rig))
    command = [sys.executable, "-c", "from pipeline.cli import main; main(['--help'])"]
    starts = [measured(lambda: subprocess.run(command, check=False, capture_output=True)).wall for _ in range(5)]
    goals = (
        Goal("the presenter's raster layers, once per presenter", spent.cpu, 8, "CPU s"),
        Goal("`newsreel --help`, median of five", statistics.median(starts), 0.3, "s"),
    )
    return Part((), goals)


def plot(plain: dict[str, Row], moviepy: dict[str, Row]) -> str:
    """Draw how many seconds of film each side makes per second."""
    ours = plain["newsreel"]
    given = [
        Bar("newsreel", ours.seconds / ours.wall, f"{ours.seconds / ours.wall:.1f} x", own=True),
        Bar("plain x264, frames finished", ours.seconds / plain["plain"].wall, f"{ours.seconds / plain['plain'].wall:.1f} x"),
    ]
    for name, words in (("moviepy-tuned", "MoviePy, tuned"), ("moviepy", "MoviePy, as it comes")):
        speed = moviepy[name].seconds / moviepy[name].wall
        given.append(Bar(words, speed, f"{speed:.2f} x"))
    return bars("Seconds of film per second, 1920 x 1080, two cores", given)


def main() -> None:
    """Measure and write."""
    wanted = argparse.ArgumentParser(description="Measure the render.")
    wanted.add_argument("--quick", action="store_true", help="a taste in under three minutes; writes nothing")
    wanted.add_argument("--only", default="", help=f"some of {','.join(PARTS)}; writes nothing")
    wanted.add_argument("--rounds", type=int, default=3)
    asked = wanted.parse_args()
    parts = tuple(asked.only.split(",")) if asked.only else ("plain", "moviepy") if asked.quick else PARTS
    if unknown := set(parts) - set(PARTS):
        wanted.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    times = 1 if asked.quick else asked.rounds
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - the raw frames are read from memory
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory(dir=memory) as raw:
        folder = Path(name)
        bulletin = prepare(folder)
        (folder / "frames.yuv").symlink_to(Path(raw) / "frames.yuv")
        before = load()
        made, sides = _measured(parts, folder, bulletin, asked.quick, times)
    taken = "one round" if times == 1 else f"median of {times} rounds, taking turns"
    said = f"{machine()}; load before: {before:.1f}; {taken}.\n"
    reach = table(("measure", "goal", "measured", ""), [goal.cells() for part in made for goal in part.goals])
    page = "\n".join(["# How fast is it?\n", said, reach, *(text for part in made for text in part.text)])
    print(page)
    if parts == PARTS:
        (ROOT / "docs" / "bench.md").write_text(f"{page}\n![](images/bench.svg)\n\nMeasured by `make bench`.\n", encoding="utf-8")
        (ROOT / "docs" / "images" / "bench.svg").write_text(plot(*sides), encoding="utf-8")


def _measured(
    parts: Sequence[str], folder: Path, bulletin: Bulletin, quick: bool, times: int
) -> tuple[list[Part], list[dict[str, Row]]]:
    """Do the parts that are wanted → what they say, and the sides of the two comparisons."""
    made: list[Part] = []
    sides: list[dict[str, Row]] = []
    for name in (part for part in PARTS if part in parts):
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        match name:
            case "plain":
                whole = bulletin.timeline.length / FPS
                enough = min(SHORT if quick else whole, _room((folder / "frames.yuv").resolve().parent))
                part, rows = against_plain(folder, enough if enough < whole else 0.0, times)
                sides.append(rows)
            case "moviepy":
                part, rows = against_moviepy(folder, TASTE if quick else EXCERPT, times)
                sides.append(rows)
            case "night":
                part = morning(folder)
            case "formats":
                part = formats(folder)
            case "lengths":
                part = lengths(folder)
            case "join":
                part = join(folder)
            case _:
                part = fixed(bulletin)
        made.append(part)
    return made, sides


def _room(folder: Path) -> float:
    """Give how many seconds of raw frames fit where the folder lies, with as much again left over."""
    return shutil.disk_usage(folder).free / 2 / (1920 * 1080 * 1.5 * FPS)


if __name__ == "__main__":
    main()
