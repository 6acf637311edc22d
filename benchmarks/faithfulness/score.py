# SPDX-License-Identifier: EUPL-1.2
"""`newsreel eval` without its name: python benchmarks/faithfulness/score.py --split dev. README.md describes what is counted."""

import sys

from pipeline.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["eval", *sys.argv[1:]]))
