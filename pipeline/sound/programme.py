# SPDX-License-Identifier: EUPL-1.2
"""Mix and master a programme on tapes: the voice track → its sound, in as much memory for twenty minutes as for two."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.sound.jingle import Music
from pipeline.sound.loudness import Loudness, Profile, master_onto
from pipeline.sound.mix import MixPlan, mix_onto
from pipeline.sound.tape import Tape, Track, stretches
from pipeline.sound.wav import Sound


@contextmanager
def produced(
    voice: Track, plan: MixPlan, music: Music, profile: Profile, scratch: Path
) -> Iterator[tuple[Iterator[Sound], Loudness]]:
    """The voice (48 kHz mono) → the parts of the mastered programme, stereo, to be read before it is left; and its loudness.

    Takes up to 770 kB a second in the scratch folder. Raises EngineError where that is full or the loudness out of reach.
    """
    whole = (plan.total, 2)
    with Tape(scratch, whole) as mastered:
        with Tape(scratch, whole) as mixed:
            with Tape(scratch, voice.shape) as aside:
                mix_onto(mixed, voice, plan, music, aside)
            loudness = master_onto(mastered, mixed, profile)
        yield (mastered[part] for part in stretches(len(mastered))), loudness
