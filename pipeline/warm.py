# SPDX-License-Identifier: EUPL-1.2
"""Imported by the server that forks a worker's children: what every bulletin needs is read once, not by each of them.

Three to four seconds of computing per bulletin, most of it SciPy and the German dictionary. Nothing here starts a thread or
opens anything, so that it is safe to fork.
"""

from pipeline import jobs
from pipeline.engines import feed_source, pyav_encoder
from pipeline.language import morphology
from pipeline.sound import jingle, loudness, mix
from pipeline.stages import render

__all__ = ["feed_source", "jingle", "jobs", "loudness", "mix", "pyav_encoder", "render"]

morphology.lemma("Häuser")
