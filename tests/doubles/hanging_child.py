# SPDX-License-Identifier: EUPL-1.2
"""A child process that greets and then never answers; with "crash" it ends instead, with "mute" it does not even greet."""

import sys
import time

mode = sys.argv[-1] if sys.argv[-1] in ("crash", "mute") else "hang"
if mode == "mute":
    time.sleep(60)
sys.stdout.write('{"ok": true}\n')
sys.stdout.flush()
sys.stdin.readline()
if mode == "hang":
    time.sleep(60)
