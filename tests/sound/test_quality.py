# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace

import numpy as np
import pytest

from pipeline.ports import Utterance, Voice
from pipeline.sound.quality import faults, predicted_seconds
from tests.doubles import voices

TEXT = "Die Brücke über den Mühlbach wird am Montag für ein halbes Jahr gesperrt."


def test_good_speech_has_no_fault_at_any_rate_within_bounds() -> None:
    for rate in (0.95, 1.0, 1.05):
        assert faults(voices.Babbler().speak(Utterance(TEXT, "", rate=rate)), TEXT, rate) == ()


@pytest.mark.parametrize(
    ("voice", "code"),
    [
        (voices.silent(), "silent"),
        (voices.empty(), "empty"),
        (voices.wrong_rate(), "length"),
        (voices.hasty(), "length"),
        (voices.shouting(), "clipped"),
        (voices.broken(), "broken"),
    ],
)
def test_each_fault_is_named(voice: Voice, code: str) -> None:
    assert faults(voice.speak(Utterance(TEXT, "")), TEXT)[0].code == code


def test_mostly_silence_and_an_absurd_rate_are_faults() -> None:
    good = voices.Babbler().speak(Utterance(TEXT, ""))
    gaps = good.pcm.copy()
    gaps[len(gaps) // 8 : -len(gaps) // 8] = 0
    assert [fault.code for fault in faults(replace(good, pcm=gaps), TEXT)] == ["gaps"]
    assert faults(replace(good, sample_rate=1), TEXT)[0].code == "rate"


def test_a_short_sentence_may_vary_by_half_a_second() -> None:
    said = voices.Babbler().speak(Utterance("Guten Tag.", ""))
    longer = replace(said, pcm=voices.babble(predicted_seconds("Guten Tag.") + 0.45))
    assert faults(longer, "Guten Tag.") == ()
    assert np.isclose(predicted_seconds(TEXT, 2.0) * 2, predicted_seconds(TEXT))
