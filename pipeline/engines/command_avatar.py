# SPDX-License-Identifier: EUPL-1.2
"""An outside avatar program (a neural one, for instance) behind the avatar port; where it fails, the drawn presenter steps in.

The program is started once per film with an argv of its own (no shell), in a process group that is killed whole, without the
newsroom's secrets in its environment. It gets the sound as a WAV as long as the film and what is said when as JSON; it writes
`presenter.*` (mp4, mov, webm or mkv; 25 pictures a second) into a folder, and `matte.*` where a matte was agreed. Its sound is
never used.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.engines.footage import Backing, Film, Footage, names_of
from pipeline.engines.limits import PROGRAM_MEMORY, end_group, limit_child
from pipeline.engines.rig2d_avatar import Rig2dAvatar
from pipeline.errors import ConfigError, EngineError, NewsreelError
from pipeline.model import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Blob, Finding, Severity, Timeline
from pipeline.picture.acting import Posed
from pipeline.picture.portrait import CANVAS
from pipeline.ports import Avatar, Folder, Performance, Shelf
from pipeline.sound.wav import read_wav, write_wav

VERSION = 1
PLACES = ("audio", "timing", "folder", "out", "fps", "frames", "width", "height", "seed")
"""What may stand in braces in the command."""
_SECRETS = "NEWSREEL_"
_MOST_BYTES = 4_000_000_000  # of what a program may write
_SAID = 400  # last characters of what it said that are shown
_KINDS = (".mov", ".mp4", ".webm", ".mkv")


@dataclass(frozen=True, slots=True)
class Order:
    """How the program is called. `time_limit` in seconds per film; `backing` is what stands behind the figure."""

    command: tuple[str, ...]
    time_limit: float
    backing: Backing = "alpha"
    key: tuple[int, int, int] = (0, 255, 0)


class CommandAvatar:
    """Calls a program, checks what it gives, and remembers it under sound, timing, folder and command."""

    name = "command"

    def __init__(self, order: Order, seed: int = 7, spare: Avatar | None = None) -> None:
        if not order.command:
            raise ConfigError(
                "[presenter] engine is “command”, but there is no command.", 'Write command = ["program", "{audio}"].'
            )
        for part in order.command:
            _filled(part, dict.fromkeys(PLACES, ""))
        self._order, self._seed = order, seed
        self._spare = spare or Rig2dAvatar(seed)

    @property
    def fingerprint(self) -> str:
        """Everything that changes its pictures besides sound, timing and folder; the time limit does not."""
        told = json.dumps([VERSION, self._order.command, self._order.backing, self._order.key, self._seed])
        return f"command/{hashlib.sha256(told.encode()).hexdigest()[:16]}/{self._spare.fingerprint}"

    def perform(self, timeline: Timeline, folder: Folder, shelf: Shelf) -> Performance:
        """Perform a film: what the program made before, what it makes now, or the drawn presenter with an amber finding."""
        key = self._key(timeline, folder)
        blob = shelf.recall(key)
        if blob is None:
            try:
                blob = self._made(timeline, folder, shelf)
            except EngineError as wrong:
                return self._stand_in(timeline, folder, shelf, wrong)
            shelf.remember(key, blob)
        kept = json.loads(shelf.read(blob))
        video, matte = (Blob(*part) if part else None for part in (kept["video"], kept["matte"]))
        if video is None:
            raise EngineError("A kept performance names no video.", "Remove it from the store; it is made anew.")
        film = Film(shelf.path(video), shelf.path(matte) if matte else None, self._order.backing, self._order.key)
        return Footage(film, tuple(kept["names"]))

    def _key(self, timeline: Timeline, folder: Folder) -> str:
        told = [self.fingerprint, folder.fingerprint, timeline.speech.audio.digest, timing(timeline)]
        return f"avatar|{VERSION}|{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"

    def _stand_in(self, timeline: Timeline, folder: Folder, shelf: Shelf, wrong: NewsreelError) -> Performance:
        """Let the drawn presenter of the same folder perform; the finding says why. Raises EngineError where there is none."""
        message = (
            "Das Programm für die Sprecherfigur hat kein brauchbares Video geliefert; statt dessen ist die gezeichnete Figur zu "
            f"sehen. {wrong.message} Ein neuer Versuch: newsreel run --retake render."
        )
        try:
            played = self._spare.perform(timeline, folder, shelf)
        except ConfigError as missing:
            raise EngineError(
                f"{wrong.message} {missing.message}", "Put a presenter.svg into the folder, as a stand-in."
            ) from wrong
        if isinstance(played, Posed):
            played.findings = (Finding("avatar-fallback", Severity.AMBER, message, "presenter"),)
        return played

    def _made(self, timeline: Timeline, folder: Folder, shelf: Shelf) -> Blob:
        """Run the program in a scratch folder and keep what it wrote."""
        scratch = shelf.scratch()
        try:
            film = self._run(timeline, folder, shelf, scratch)
            names = names_of(film, timeline.length)
            parts = [
                None if file is None else shelf.put(file, f"video/{file.suffix.removeprefix('.')}")
                for file in (film.video, film.matte)
            ]
            note = {"names": names} | {
                name: part and [part.digest, part.media, part.size] for name, part in zip(("video", "matte"), parts, strict=True)
            }
            return shelf.put(json.dumps(note).encode(), "application/json")
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _run(self, timeline: Timeline, folder: Folder, shelf: Shelf, scratch: Path) -> Film:
        out, face = scratch / "out", scratch / "folder"
        try:
            out.mkdir()
            for name, content in folder.files:
                (face / name).parent.mkdir(parents=True, exist_ok=True)
                (face / name).write_bytes(content)
            (scratch / "voice.wav").write_bytes(_sound(timeline, shelf))
            (scratch / "timing.json").write_text(json.dumps(timing(timeline), ensure_ascii=False), encoding="utf-8")
        except OSError as wrong:
            raise EngineError(f"The avatar program's folder cannot be written: {wrong}.", "Check the free disk space.") from wrong
        places = {
            "audio": str(scratch / "voice.wav"), "timing": str(scratch / "timing.json"), "folder": str(face), "out": str(out),
            "fps": str(FPS), "frames": str(timeline.length), "width": str(CANVAS[0]), "height": str(CANVAS[1]),
            "seed": str(self._seed),
        }  # fmt: skip
        call([_filled(part, places) for part in self._order.command], scratch, self._order.time_limit)
        if sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) > _MOST_BYTES:
            raise EngineError("The avatar program wrote more than 4 GB.", "Let it write a compressed video.")
        video, matte = _written(out, "presenter"), _written(out, "matte")
        if video is None:
            raise EngineError("The avatar program wrote no presenter.mp4, .mov, .webm or .mkv.", "{out} is the folder for it.")
        if self._order.backing == "matte" and matte is None:
            raise EngineError("The avatar program wrote no matte.", "Set [presenter] backing, or let it write matte.mp4.")
        return Film(video, matte, self._order.backing, self._order.key)


def timing(timeline: Timeline) -> dict[str, object]:
    """Say what is said when, for a program: frames and seconds from the film's first frame."""
    shift = timeline.voice_at * SAMPLES_PER_FRAME

    def seconds(sample: int) -> float:
        return round((sample + shift) / SAMPLE_RATE, 4)

    said = timeline.speech.sentences
    return {
        "fps": FPS,
        "frames": timeline.length,
        "seconds": round(timeline.length / FPS, 4),
        "language": timeline.speech.script.rundown.language,
        "sentences": [{"text": s.text, "start": seconds(s.start), "end": seconds(s.end)} for s in said],
        "words": [{"text": s.text[w.at : w.to], "start": seconds(w.start), "end": seconds(w.end)} for s in said for w in s.words],
        "phonemes": [{"ipa": p.ipa, "start": seconds(p.start), "end": seconds(p.end)} for s in said for p in s.phonemes],
    }


def _sound(timeline: Timeline, shelf: Shelf) -> bytes:
    """Give the voice as a WAV of the film's length: 48 kHz, mono."""
    track = read_wav(shelf.read(timeline.speech.audio)).sound
    voice = track if track.ndim == 1 else track.mean(axis=1)
    out = np.zeros(timeline.length * SAMPLES_PER_FRAME, np.float32)
    at = timeline.voice_at * SAMPLES_PER_FRAME
    part = voice[: max(0, len(out) - at)]
    out[at : at + len(part)] = part
    return write_wav(out)


def _filled(part: str, places: dict[str, str]) -> str:
    """Put values into a part of the command. Raises ConfigError for braces that name nothing."""
    try:
        return part.format(**places)
    except (KeyError, IndexError, ValueError) as wrong:
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        raise ConfigError(f"[presenter] command has “{part}”, which cannot be filled in.", f"Known: {known}.") from wrong


def call(command: Sequence[str], folder: Path, time_limit: float) -> None:
    """Run a program to its end in a process group of its own. Raises EngineError where it fails or takes too long.

    Whatever it has started and left behind is killed with it.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
    log = folder / "said.txt"
    try:
        with log.open("wb") as said:
            child = subprocess.Popen(  # noqa: S603 - the operator's own program, without a shell
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
    except (OSError, ValueError) as wrong:
        raise EngineError(
            f"The avatar program {command[0]} cannot be started: {wrong}.", "Correct [presenter] command."
        ) from wrong
    limit_child(child.pid, PROGRAM_MEMORY)
    try:
        code = child.wait(timeout=time_limit)
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"The avatar program took longer than {time_limit:g} seconds and was stopped.",
            "Raise [presenter] time_limit_seconds.",
        ) from None
    finally:
        end_group(child.pid)
        child.wait()
    if code != 0:
        last = log.read_text(encoding="utf-8", errors="replace").strip()[-_SAID:]
        raise EngineError(f"The avatar program ended with code {code}: {last or 'it said nothing'}", "Run it by hand.")


def _written(out: Path, name: str) -> Path | None:
    """Find a video by its stem."""
    return next((file for kind in _KINDS if (file := out / f"{name}{kind}").is_file()), None)
