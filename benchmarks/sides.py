# SPDX-License-Identifier: EUPL-1.2
"""One side of the comparison in a process of its own: `python -m benchmarks.sides SIDE FOLDER SECONDS` → one line of JSON.

Only the work itself is timed, not the start of the process.
"""

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from zlib import crc32

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.bulletin import DAY, brief, encoder, fresh, given, lengthened, newsroom, shortened
from benchmarks.measuring import Spent, measured
from pipeline.delivery.script_text import write_script
from pipeline.engines.crew import ForkCrew
from pipeline.engines.pyav_reducer import PyavReducer
from pipeline.keep.store import Store
from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Blob, Frames, Script, Timeline
from pipeline.picture import paint
from pipeline.ports import PlaneFrame
from pipeline.rehearsal import glimpse, proxy, rehearse
from pipeline.settings import Format
from pipeline.sound import jingle
from pipeline.stages.finish import small
from pipeline.stages.render import MUSIC, render, staged

_KEPT, _LENGTHS = "kept", "lengths"
_REACH = 400  # samples: a little more than a period of the hum, by which the sound is looked for


def asked(folder: Path, seconds: float) -> Timeline:
    """Give the bulletin's first seconds; 0 means as it is."""
    timeline = given(folder).timeline
    return shortened(timeline, seconds) if seconds else timeline


def newsreel(folder: Path, seconds: float) -> dict[str, float]:
    """Timeline → finished MP4; the store is empty but for the presenter's layers."""
    return _rendered(folder, asked(folder, seconds), fresh(folder))


def once(folder: Path, seconds: float) -> dict[str, float]:
    """What is made once per newsroom besides the presenter: places and music; a seed is left that holds them.

    Also left are whole bulletins, opener to closer: of 25 s, as it is, and as long as is asked for; `whole` renders one of them.
    """
    bulletin, store = given(folder), fresh(folder)
    timeline = bulletin.timeline
    made: list[bytes] = []
    spent = measured(lambda: made.append(jingle.music().to_bytes())).cpu
    store.remember(MUSIC, store.put(made[0], "application/octet-stream"))
    spent += measured(lambda: staged(timeline, "16x9", bulletin.to, bulletin.props, store)).cpu
    lengths = (brief(timeline, store), timeline, lengthened(timeline, seconds, store))
    (folder / _LENGTHS).write_bytes(pickle.dumps(lengths))
    shutil.rmtree(folder / _KEPT, ignore_errors=True)
    shutil.copytree(store.folder, folder / _KEPT)
    return {"cpu": spent}


def whole(folder: Path, seconds: float) -> dict[str, float]:
    """The bulletin nearest to this length of those that `once` has left, made on any night but the first."""
    lengths: tuple[Timeline, ...] = pickle.loads((folder / _LENGTHS).read_bytes())  # noqa: S301 - our own file of a minute ago
    return _rendered(folder, min(lengths, key=lambda t: abs(t.length / FPS - seconds)), fresh(folder, _KEPT))


def _rendered(folder: Path, timeline: Timeline, store: Store) -> dict[str, float]:
    bulletin, made = given(folder), []
    spent = measured(lambda: made.append(render.verb(timeline, bulletin.to, bulletin.props, encoder(), ForkCrew(), store)))
    film = made[0].films[0].blob
    (folder / "newsreel.mp4").write_bytes(store.read(film))
    return _row(spent, timeline.length, film.size)


def frames(folder: Path, seconds: float) -> dict[str, float]:
    """Timeline → its finished frames, raw, one after the other: what the plain encode gets; composing alone is timed."""
    bulletin, timeline = given(folder), asked(folder, seconds)
    on = staged(timeline, "16x9", bulletin.to, bulletin.props, fresh(folder))
    paint.prepare(timeline, on, [(cut.start, cut.end) for cut in timeline.cuts])
    with (folder / "frames.yuv").open("wb") as out:
        for cut in timeline.cuts:
            for frame in paint.frames(timeline, cut.start, cut.end, on):
                for plane in (frame.y, frame.u, frame.v):
                    out.write(plane.tobytes())

    def compose() -> None:
        for cut in timeline.cuts:
            for _ in paint.frames(timeline, cut.start, cut.end, on):
                pass

    return _row(measured(compose), timeline.length, 0)


def plain(folder: Path, seconds: float) -> dict[str, float]:
    """Finished frames → H.264: x264 veryfast crf 21 with two threads, sound left out."""
    import imageio_ffmpeg

    to = folder / "plain.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "1920x1080"]
    command += ["-r", str(FPS), "-i", str(folder / "frames.yuv"), "-c:v", "libx264", "-preset", "veryfast", "-crf", "21"]
    spent = measured(lambda: subprocess.run([*command, "-threads", "2", str(to)], check=True))
    return _row(spent, asked(folder, seconds).length, to.stat().st_size)


def moviepy(folder: Path, seconds: float, tuned: bool = False) -> dict[str, float]:
    """The same layers → MP4 by CompositeVideoClip as it comes; the sound is given, finished."""
    from benchmarks import composite
    from pipeline.sound.wav import write_wav

    bulletin, timeline = given(folder), asked(folder, seconds)
    on = staged(timeline, "16x9", bulletin.to, bulletin.props, fresh(folder))
    hum = np.sin(np.arange(timeline.length * 1920) * 0.02).astype(np.float32) * 0.1
    (folder / "sound.wav").write_bytes(write_wav(np.repeat(hum[:, None], 2, axis=1)))
    to = folder / ("moviepy-tuned.mp4" if tuned else "moviepy.mp4")
    spent = measured(lambda: composite.write(timeline, on, folder / "sound.wav", to, tuned))
    return _row(spent, timeline.length, to.stat().st_size)


def formats(folder: Path, _seconds: float) -> dict[str, float]:
    """16:9, then portrait and square in addition: CPU and wall seconds of each."""
    bulletin, store = given(folder), fresh(folder)
    said: dict[str, float] = {}
    have: tuple[Format, ...] = ()
    every: tuple[Format, ...] = ("16x9", "9x16", "1x1")
    for form in every:
        have = (*have, form)
        to = replace(bulletin.to, formats=have)
        spent = measured(partial(render.verb, bulletin.timeline, to, bulletin.props, encoder(), ForkCrew(), store))
        said |= {f"{form} wall": spent.wall, f"{form} cpu": spent.cpu}
    return said


def joined(folder: Path, seconds: float) -> dict[str, float]:
    """Segments, sound and join by hand: frames that differ, and by how many samples the sound is longer than the picture."""
    bulletin, timeline = given(folder), asked(folder, seconds)
    on, made = staged(timeline, "16x9", bulletin.to, bulletin.props, fresh(folder)), encoder()
    width, height = on.design.layout("16x9").size
    composed: list[int] = []
    parts: list[Path] = []
    for n, cut in enumerate(timeline.cuts):
        parts.append(folder / f"part{n}.mp4")
        made.segment(_summed(paint.frames(timeline, cut.start, cut.end, on), composed), (width, height), parts[-1])
    through: list[int] = []
    for _ in _summed(paint.frames(timeline, Frames(0), timeline.length, on), through):
        pass
    at = np.arange(timeline.length * SAMPLES_PER_FRAME)
    hum = np.sin(np.cumsum(0.02 + 0.01 * np.sin(at * 0.0003))).astype(np.float32)  # each stretch of it is another
    made.sound([np.repeat(hum[:, None], 2, axis=1) * np.float32(0.1)], folder / "part.m4a")
    film = folder / "joined.mp4"
    made.join(parts, folder / "part.m4a", "", "", film)
    apart = [sum_ for part in parts for sum_ in _decoded(part)]
    (own, shift), (given_, _) = (_heard(file, hum) for file in (film, folder / "part.m4a"))
    return {
        "frames": len(apart),
        "composed": sum(a != b for a, b in zip(composed, through, strict=True)),
        "decoded": sum(a != b for a, b in zip(apart, _decoded(film), strict=True)),
        "sound": abs(own - given_),
        "drift": shift,
    }


def _summed(frames: Iterable[PlaneFrame], sums: list[int]) -> Iterator[PlaneFrame]:
    """Pass pictures on and note a check sum of each."""
    for frame in frames:
        sums.append(crc32(frame.v.data, crc32(frame.u.data, crc32(frame.y.data))))
        yield frame


def _decoded(film: Path) -> list[int]:
    """Give a check sum of each picture of a film."""
    with av.open(str(film)) as shown:
        return [crc32(frame.to_ndarray().tobytes()) for frame in shown.decode(video=0)]


def _heard(film: Path, hum: NDArray[np.float32]) -> tuple[int, int]:
    """Decode the sound of a file → its samples, and by how many samples its last second lies off the hum that was given."""
    with av.open(str(film)) as shown:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in shown.decode(audio=0)])
    at = len(hum) - 2 * SAMPLE_RATE
    last = sound[at : at + SAMPLE_RATE]
    fit = [float(last @ hum[at + off : at + off + SAMPLE_RATE]) for off in range(-_REACH, _REACH + 1)]
    return len(sound), abs(int(np.argmax(fit)) - _REACH)


def night(folder: Path, _seconds: float) -> dict[str, float]:
    """A whole run with an empty store, then an editor's morning: hear and see a changed sentence, then have its film.

    One sentence of each story is changed in turn; the film of the one in the middle counts.
    """
    from pipeline import review
    from pipeline.producer import run

    class Stages:
        """Adds up what the stages take."""

        def __init__(self) -> None:
            self.render = 0.0

        def begins(self, bulletin: str, stage: str) -> None: ...

        def goes(self, bulletin: str, share: float) -> None: ...

        def has(self, bulletin: str, stage: str, kept: bool, seconds: float) -> None:
            if stage == "render":
                self.render += seconds

    room, stages = newsroom(folder / "night"), Stages()
    room.watch = stages
    seed = fresh(folder)
    key = next(k for k in (seed.folder / "keys").glob("*/*"))
    blob = json.loads(key.read_text(encoding="utf-8"))[0]
    to = room.store.folder / "keys" / key.parent.name / key.name
    to.parent.mkdir(parents=True, exist_ok=True)
    room.store.put(seed.folder / blob[:2] / blob, "application/octet-stream")
    to.write_bytes(key.read_bytes())
    whole = measured(lambda: run(room, DAY))
    in_render = stages.render
    name = room.ledger.bulletins()[0].name
    script, package = room.script(name), room.package(name)
    if script is None or package is None:
        raise SystemExit("The run made no package.")
    reduced = measured(partial(_reduce, package.master.films[0].blob, room.store, Store(folder / "reduced")))
    changed = _edited(script, 1)
    heard = measured(lambda: glimpse(room, rehearse(room, name, changed), "2.2"))
    seen = measured(lambda: proxy(room, rehearse(room, name, changed), 2))
    saves = []
    for story in range(len(script.stories)):
        script = _edited(script, story)
        saves.append(measured(partial(review.edit, room, name, write_script(script), "Eva Muster")))
    saved = sorted(saves, key=lambda spent: spent.wall)[len(saves) // 2]
    room.close()
    return {
        "wall": whole.wall, "cpu": whole.cpu, "render": in_render, "lines": reduced.wall, "lines_cpu": reduced.cpu,
        "edit_wall": saved.wall, "edit_cpu": saved.cpu,
        "heard": heard.wall, "heard_cpu": heard.cpu, "proxy": seen.wall, "proxy_cpu": seen.cpu,
    }  # fmt: skip


def _reduce(film: Blob, given: Store, empty: Store) -> None:
    """Make the film of 720 lines, with nothing kept."""
    if small(empty.put(given.path(film), "video/mp4"), PyavReducer(), ForkCrew(), empty)[0] is None:
        raise SystemExit("There is no film of 720 lines.")


def _edited(script: Script, story: int) -> Script:
    """Put one more word into a story's second sentence."""
    told = script.stories[story]
    first, _, rest = told.sentences[1].text.partition(" ")
    changed = replace(told.sentences[1], text=f"{first} wirklich {rest}")
    told = replace(told, sentences=(told.sentences[0], changed, *told.sentences[2:]))
    return replace(script, stories=(*script.stories[:story], told, *script.stories[story + 1 :]))


def _row(spent: Spent, length: int, size: int) -> dict[str, float]:
    return {"wall": spent.wall, "cpu": spent.cpu, "seconds": length / FPS, "size": size}


SIDES = {
    "newsreel": newsreel,
    "once": once,
    "whole": whole,
    "frames": frames,
    "plain": plain,
    "moviepy": moviepy,
    "moviepy-tuned": lambda folder, seconds: moviepy(folder, seconds, tuned=True),
    "formats": formats,
    "joined": joined,
    "night": night,
}

if __name__ == "__main__":
    print(json.dumps(SIDES[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))))
