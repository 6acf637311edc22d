# SPDX-License-Identifier: EUPL-1.2
"""Log lines for people, or one JSON object per line for machines. Never the text of an item, never a key."""

import json
import logging
import sys
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: at (UTC), level, logger, message; a failure with its place."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        form = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            form["failure"] = self.formatException(record.exc_info)
        return json.dumps(form, ensure_ascii=False)


def begin(verbose: bool, as_json: bool) -> None:
    """Send the log to standard error: warnings, with `verbose` also each value that is made or kept."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[out])
