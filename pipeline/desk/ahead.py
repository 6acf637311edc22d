# SPDX-License-Identifier: EUPL-1.2
"""Importing this reads the dictionary of word forms, which takes 0.8 s: the process that others come from does it while nobody
waits, and every film and check finds it there.
"""

from typing import Final

from pipeline.language.facts import marks

READ: Final = marks("Der Landkreis Beispielheim baut am 20. November 2026 acht Räume für 1,8 Millionen Euro.")
