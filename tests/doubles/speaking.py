# SPDX-License-Identifier: EUPL-1.2
"""A short film for presenter engines: some sentences of real speech, and a store with their sound."""

from datetime import date
from pathlib import Path

import numpy as np

from pipeline.keep.store import Store
from pipeline.model import Cut, Frames, Rundown, Samples, Scene, SceneKind, Script, Sentence, Speech, Timeline
from pipeline.sound.wav import write_wav
from tests.picture.film import shifted
from tests.picture.spoken import sentences

AT = Frames(10)


def speaking(store: Store, count: int = 2) -> Timeline:
    """The first `count` sentences (real phonemes, a hum for sound), the presenter alone in the studio."""
    told, at = [], 0
    for n, said in enumerate(sentences()[:count]):
        told.append(shifted(said, f"opening.{n + 1}", at))
        at = -(-(told[-1].end + 14_400) // 1920) * 1920
    hum = (0.1 * np.sin(np.arange(at) * 2 * np.pi * 120 / 48_000)).astype(np.float32)
    script = Script(
        Rundown("t", "T", date(2026, 11, 20), "de", ()), "T", tuple(Sentence(s.text) for s in told), (), (), "t", False
    )
    speech = Speech(script, store.put(write_wav(hum), "audio/wav"), Samples(at), tuple(told), (), 1.0, "test")
    end = Frames(AT + at // 1920 + 10)
    starts = [0, *(AT + s.start // 1920 - 4 for s in told[1:]), end]
    cuts = tuple(Cut(s.where, Frames(a), Frames(b)) for s, a, b in zip(told, starts[:-1], starts[1:], strict=True))
    return Timeline(speech, end, AT, (Scene(SceneKind.WELCOME, Frames(0), end),), (), (), (), cuts)


def store_in(folder: Path) -> Store:
    return Store(folder / "store")
