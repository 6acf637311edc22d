# SPDX-License-Identifier: EUPL-1.2
"""How many swaps the binding rules see, against how many ambers a faithful script gets: the curve over their one margin."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))

import score

from pipeline.language import check_bindings

MARGINS = (0.05, 0.1, 0.15, 0.22, 0.3, 0.4, 0.6)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per margin: swaps flagged and ambers per 100 s; exit code 2 where there are no cases."""
    parser = argparse.ArgumentParser(description="Swaps found against ambers per faithful script.")
    parser.add_argument("--split", choices=("dev", "locked"), default="dev")
    chosen = parser.parse_args(arguments)
    cases = score.load((score.HERE / chosen.split).glob("*.toml"))
    if not cases:
        print(f"There are no cases in {score.HERE / chosen.split}.", file=sys.stderr)
        return 2
    print("margin   swaps within the release flagged   ambers per faithful 100 s")
    for margin in MARGINS:
        with patch.object(check_bindings, "MARGIN", margin):
            result = score.score(cases)
        ambers = result.ambers / max(1, result.characters) * score.PROGRAMME
        mark = "  (in use)" if margin == check_bindings.MARGIN else ""
        print(f"{margin:6.2f}   {result.within.line():32}   {ambers:.1f}{mark}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
