# SPDX-License-Identifier: EUPL-1.2
"""Log lines for people, or one JSON object per line for machines. Never the text of an item, never a key."""

import json
import logging
import sys
import threading
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
    """Send the log to standard error: warnings, with `verbose` also each value that is made or kept.

    With `as_json` nothing else is written there: failures of threads and warnings of packages are lines of the log too.
    """
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines() if as_json else logging.Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[out])
    if as_json:
        logging.captureWarnings(True)
        sys.excepthook = lambda kind, wrong, trace: _log.critical("%s", wrong, exc_info=(kind, wrong, trace))
        threading.excepthook = _thread_failed


def for_machines() -> bool:
    """Tell whether the log is JSON lines."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)


def tell(text: str, level: int = logging.INFO) -> None:
    """Say a line on standard error whatever the level of the log: as it is to people, as one JSON object to machines."""
    if for_machines():
        _log.handle(_log.makeRecord(_log.name, level, __file__, 0, "%s", (text,), None))
    else:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


_log = logging.getLogger("newsreel")


def _thread_failed(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None and what.exc_type is not SystemExit:
        name = what.thread.name if what.thread is not None else "thread"
        _log.error("%s: %s", name, what.exc_value, exc_info=(what.exc_type, what.exc_value, what.exc_traceback))
