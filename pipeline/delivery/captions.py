# SPDX-License-Identifier: EUPL-1.2
"""Captions as files: Caption… ↔ WebVTT and SubRip. The lint reads the written file back and judges what viewers get."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pipeline.model import FPS, Caption, Frames

MS_PER_FRAME = 1000 // FPS  # 40, exactly
_CLOCK = r"([0-9]{1,4}):([0-9]{2}):([0-9]{2})[.,]([0-9]{3})"


@dataclass(frozen=True, slots=True)
class Fault:
    """A caption against the standard: its number (1-based), the rule and the measured value."""

    number: int
    rule: str
    measured: float


def clock(frame: int, point: str) -> str:
    """Give a frame as hh:mm:ss.mmm, with the decimal point of the format."""
    ms = frame * MS_PER_FRAME
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds, ms = divmod(rest, 1000)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{ms:03d}"


def webvtt(captions: Sequence[Caption], language: str) -> str:
    """Write WebVTT (W3C): UTF-8, one numbered cue per caption, text escaped."""
    head = f"WEBVTT\nKind: captions\nLanguage: {language}\n"
    cues = [
        f"\n{n}\n{clock(c.start, '.')} --> {clock(c.end, '.')}\n" + "\n".join(escape(row, quote=False) for row in c.lines) + "\n"
        for n, c in enumerate(captions, 1)
    ]
    return head + "".join(cues)


def srt(captions: Sequence[Caption]) -> str:
    """Write SubRip, as platforms take it."""
    cues = [
        f"{n}\n{clock(c.start, ',')} --> {clock(c.end, ',')}\n" + "\n".join(c.lines) + "\n" for n, c in enumerate(captions, 1)
    ]
    return "\n".join(cues)


def chapters(marks: Sequence[tuple[Frames, str]], end: Frames, language: str) -> str:
    """Write chapters as WebVTT: (first frame, title)… → text."""
    cues = []
    for n, (start, title) in enumerate(marks):
        stop = marks[n + 1][0] if n + 1 < len(marks) else end
        cues.append(f"\n{n + 1}\n{clock(start, '.')} --> {clock(stop, '.')}\n{escape(title, quote=False)}\n")
    return f"WEBVTT\nKind: chapters\nLanguage: {language}\n" + "".join(cues)


def parse(text: str) -> tuple[Caption, ...]:
    """Read WebVTT or SubRip back → captions. Times are rounded to frames."""
    pattern = re.compile(rf"(?<!\d){_CLOCK} --> {_CLOCK}[^\n]*\n(.*?)(?:\n\n|\n?\Z)", re.S)
    out = []
    for match in pattern.finditer(text):
        numbers = [int(g) for g in match.groups()[:8]]
        start, end = (_frame(*numbers[:4]), _frame(*numbers[4:]))
        rows = tuple(_unescaped(row) for row in match.group(9).strip("\n").split("\n"))
        out.append(Caption(start, end, rows))
    return tuple(out)


def _unescaped(row: str) -> str:
    """Undo what `vtt` escapes, and nothing else: html.unescape stumbles over a reference of thousands of digits."""
    return row.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _frame(hours: int, minutes: int, seconds: int, ms: int) -> Frames:
    return Frames(round((((hours * 60 + minutes) * 60 + seconds) * 1000 + ms) / MS_PER_FRAME))


def lint(captions: Sequence[Caption], width: int = 37) -> tuple[Fault, ...]:
    """Judge captions: at most 2 lines of `width` characters, 1 to 7 s, a gap of at least one frame, at most 17 characters/s."""
    faults = []
    for n, caption in enumerate(captions, 1):
        frames = caption.end - caption.start
        characters = sum(map(len, caption.lines)) + len(caption.lines) - 1
        if len(caption.lines) > 2:
            faults.append(Fault(n, "at most 2 lines", len(caption.lines)))
        if max(map(len, caption.lines)) > width:
            faults.append(Fault(n, f"at most {width} characters a line", max(map(len, caption.lines))))
        if not FPS <= frames <= 7 * FPS:
            faults.append(Fault(n, "1 to 7 seconds", frames / FPS))
        if characters * FPS > 17 * frames:
            faults.append(Fault(n, "at most 17 characters a second", characters * FPS / frames))
        if n < len(captions) and captions[n].start - caption.end < 1:
            faults.append(Fault(n, "a gap of at least one frame", captions[n].start - caption.end))
    return tuple(faults)
