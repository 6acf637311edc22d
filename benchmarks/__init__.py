# SPDX-License-Identifier: EUPL-1.2
"""What newsreel costs, measured."""

import pipeline  # noqa: F401 - it says how many threads numpy may start, before numpy is imported
