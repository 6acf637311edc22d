# SPDX-License-Identifier: EUPL-1.2
"""Manners towards other people's servers: one request per second and host, robots.txt for what nobody subscribed to, Retry-After.

Hosts that the configuration names as its own ([fetch] allow_private_hosts) are asked as fast as they answer.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from pipeline.errors import SourceError

APART_SECONDS = 1.0
WAIT_MOST = 20.0
"""Seconds that a run waits because a server asks for it; a longer Retry-After ends the run's business with that host."""
AGENT = "newsreel"


@dataclass(slots=True)
class Manners:
    """What one run remembers of the hosts that it asks."""

    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def before(self, host: str) -> None:
        """Wait until a second has passed since this host was asked last."""
        with self._lock:
            now = self.clock()
            turn = max(now, self._last.get(host, now - APART_SECONDS) + APART_SECONDS)
            self._last[host] = turn
        if turn > now:
            self.wait(turn - now)

    def allowed(self, url: str, fetch_rules: Callable[[str], bytes]) -> None:
        """Ask the host's robots.txt, once per run. Raises SourceError where it keeps programs from this page.

        A host without robots.txt, or one that does not answer for it, forbids nothing (RFC 9309, 2.3.1.3).
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._rules:
            try:
                self._rules[root] = read_rules(fetch_rules(f"{root}/robots.txt"))
            except SourceError:
                self._rules[root] = None
        rules = self._rules[root]
        if rules is not None and not rules.can_fetch(AGENT, url):
            raise SourceError(f"{root}/robots.txt asks programs to stay away from {url}.", "Ask the webmaster, or use a feed.")


def read_rules(body: bytes) -> RobotFileParser:
    """Read a robots.txt; at most the first 500 kB count (RFC 9309, 2.5)."""
    rules = RobotFileParser()
    rules.parse([line for line in body[:500_000].decode("utf-8", "replace").splitlines() if _is_rule(line)])
    return rules


def _is_rule(line: str) -> bool:
    """Tell whether a line can be read; urllib's parser raises ValueError for “Disallow: //[” and “Crawl-delay: ²”."""
    name, _, value = line.split("#", 1)[0].partition(":")
    if name.strip().lower() in ("crawl-delay", "request-rate") and not re.fullmatch(r"[0-9]{1,6}(/[0-9]{1,6})?", value.strip()):
        return False
    try:
        urlsplit(unquote(value.strip()))
    except ValueError:
        return False
    return True


def retry_after(header: str, now: datetime | None = None) -> float | None:
    """Give the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), None where it says nothing usable."""
    text = header.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    stated = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (stated - (now or datetime.now(UTC))).total_seconds())
