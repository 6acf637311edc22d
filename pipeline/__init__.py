# SPDX-License-Identifier: EUPL-1.2
"""newsreel: a newsletter in, a news video out. Read `producer.py` first."""

import os

# Our matrices are of 3 x 3: threads of the linear algebra would only spin beside them, 4 % of a render (docs/decisions/0013).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported
