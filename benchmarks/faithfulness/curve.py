# SPDX-License-Identifier: EUPL-1.2
"""Swaps found against ambers, over the margin of the binding rules: `newsreel eval --curve`."""

import sys

from pipeline.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["eval", "--curve", *sys.argv[1:]]))
