# SPDX-License-Identifier: EUPL-1.2
"""An outside avatar program: audio, timing → a video of a plain face whose mouth opens with the vowels.

talking_program.py --audio WAV --timing JSON --out DIR --frames N --as WAY
"""

import argparse
import json
import subprocess
import sys
import time
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SIDE = 96
OPEN = set("aɑɐeɛəiɪoɔuʊyʏøœɜ")


def face(wide: float) -> np.ndarray:
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    picture = np.zeros((SIDE, SIDE, 4), np.uint8)
    picture[np.hypot((x - 48) / 36, (y - 50) / 44) < 1] = (224, 180, 150, 255)
    picture[np.hypot((x - 48) / 14, (y - 68) / max(0.5, wide)) < 1] = (70, 20, 20, 255)
    return picture


def write(to: Path, pictures: list[np.ndarray], codec: str, pixels: str, given: str, rate: int = 25) -> None:
    with av.open(str(to), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, pixels
        if codec == "libx264":
            stream.options = {"crf": "12", "g": "25"}
        for n, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format=given)
            frame.pts, frame.time_base = n, Fraction(1, rate)
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)


def on_ground(pictures: list[np.ndarray], colour: tuple[int, int, int]) -> list[np.ndarray]:
    return [np.where(p[..., 3:] > 0, p[..., :3], np.array(colour, np.uint8)).astype(np.uint8) for p in pictures]


def main() -> None:
    read = argparse.ArgumentParser()
    for name in ("audio", "timing", "out", "frames", "as"):
        read.add_argument(f"--{name}", required=True)
    given = read.parse_args()
    frames, out, way = int(given.frames), Path(given.out), getattr(given, "as")
    with wave.open(given.audio) as sound:
        assert sound.getframerate() == 48_000
        assert sound.getnframes() == frames * 1920, "the sound is as long as the film"
    if way == "crash":
        sys.stderr.write("no graphics card\n")
        raise SystemExit(3)
    if way == "hang":
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(90)", str(out)])
        time.sleep(90)
    if way == "nothing":
        return
    told = json.loads(Path(given.timing).read_text(encoding="utf-8"))
    assert told["frames"] == frames
    wide = np.zeros(frames + 2)
    for sound in told["phonemes"]:
        if set(sound["ipa"]) & OPEN:
            wide[int(sound["start"] * 25) : int(sound["end"] * 25) + 1] = 9
    wide = np.convolve(wide, (0.25, 0.5, 0.25), "same").round()
    pictures = [face(w) for w in wide[: {"short": frames - 10, "long": frames + 2}.get(way, frames)]]
    if way == "webm":
        write(out / "presenter.webm", pictures, "libvpx-vp9", "yuva420p", "rgba")
    elif way == "matte":
        write(out / "presenter.mp4", [p[..., :3].copy() for p in pictures], "libx264", "yuv420p", "rgb24")
        write(out / "matte.mp4", [np.repeat(p[..., 3:], 3, 2) for p in pictures], "libx264", "yuv420p", "rgb24")
    elif way in ("chroma", "opaque"):
        ground = (0, 255, 0) if way == "chroma" else (120, 130, 140)
        write(out / "presenter.mp4", on_ground(pictures, ground), "libx264", "yuv420p", "rgb24")
    else:
        write(out / "presenter.mov", pictures, "png", "rgba", "rgba", 30 if way == "rate" else 25)


if __name__ == "__main__":
    main()
