# SPDX-License-Identifier: EUPL-1.2
"""Imported by the server that forks a worker's children: what every bulletin needs is read once, not by each of them.

Three to four seconds of computing per bulletin, most of it SciPy, the German dictionary and the database's driver. Nothing
here starts a thread or opens anything, so that it is safe to fork.
"""

import psycopg
from sqlalchemy.dialects.postgresql import psycopg as dialect

from pipeline import hand, jobs
from pipeline.engines import c2pa_signer, espeak_voice, feed_source, pyav_encoder, pyav_reducer
from pipeline.language import morphology
from pipeline.sound import jingle, loudness, mix
from pipeline.stages import render

__all__ = [
    "c2pa_signer",
    "dialect",
    "espeak_voice",
    "feed_source",
    "hand",
    "jingle",
    "jobs",
    "loudness",
    "mix",
    "psycopg",
    "pyav_encoder",
    "pyav_reducer",
    "render",
]

morphology.lemma("Häuser")
