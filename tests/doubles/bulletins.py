# SPDX-License-Identifier: EUPL-1.2
"""Twelve invented bulletins as scripts, and what becomes of them with a real voice."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.model import Origin, Panel, PanelKind, Script, Sentence, Slot, Speech, Story, Timeline
from pipeline.ports import Shelf, Voice
from pipeline.stages.cue import CueSettings, cue
from pipeline.stages.speak import SpeakSettings, speak
from tests.doubles import values

SPEECH_SECONDS = 90.6
"""What is left of 100 s for the voice between opener (3.0 s) and closer (6.4 s)."""

CUES = CueSettings(75, 160, "Anna, KI-Sprecherin", "Sprecherfigur und Stimme: KI-generiert")
CLOSING = ("Das war Kreis kompakt.", "Ich bin eine KI-Stimme. Den Text verantwortet die Pressestelle.")


@cache
def stories() -> dict[str, list[list[str]]]:
    """Give the sentences of each bulletin, story by story."""
    table = tomllib.loads((Path(__file__).parents[1] / "golden" / "scripts_de.toml").read_text(encoding="utf-8"))
    return {name: one["stories"] for name, one in table.items()}


def bulletin(name: str) -> Script:
    """Give a bulletin as a script, with greeting and closing."""
    told = stories()[name]
    slots = tuple(Slot(replace(values.SCHOOL, id=f"item-{k}"), 20.0) for k in range(len(told)))
    return Script(
        rundown=replace(values.rundown(), slots=slots),
        title="Kreis kompakt",
        opening=(values.GREETING,),
        stories=tuple(
            Story(f"item-{k}", "Kreis", "Schlagzeile", tuple(Sentence(s) for s in story), Panel(PanelKind.WORDS))
            for k, story in enumerate(told)
        ),
        closing=tuple(Sentence(text, origin=Origin.TEMPLATE) for text in CLOSING),
        writer="extract",
        excerpt=False,
    )


def programme(name: str, voice: Voice, asked: str, shelf: Shelf, reference: Voice) -> Timeline:
    """Speak a bulletin, fitted to 100 s, and time its cues."""
    speech: Speech = speak(bulletin(name), SpeakSettings(voice=asked, speech_seconds=SPEECH_SECONDS), voice, shelf, reference)
    return cue(speech, CUES)
