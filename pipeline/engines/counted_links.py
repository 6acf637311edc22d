# SPDX-License-Identifier: EUPL-1.2
"""Links that count their reader → the addresses behind them, without asking the counter."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.engines.plain_text import web_address

_COUNTER_PATH: Final = re.compile(
    r"/(?:c|r|l|lt|go|click|clicks|klick|track|tracking|tr|redirect|redir|ls/click|wf/click|sendlink\.asp|d)(?:/|$|\.)[\w%.=&/-]*[\w=-]{8,}",
    re.I,
)


def behind(link: str) -> str:
    """Give the address that a counting link carries in itself (in its query or its path), else the link as it is."""
    parts = urlsplit(link)
    for _, value in parse_qsl(parts.query):
        for said in (value, unquote(value), _base64(value)):
            if re.match(r"https?://[\w.-]+\.\w", said, re.I) and web_address(said):
                return web_address(said)
    met = re.search(r"/(https?(?::|%3A)(?:/|%2F){2}[^\s]+)", parts.path, re.I)
    if met:
        said = unquote(met[1])
        # Behind the carried address counters put segments of their own ("/1/0100018…/…").
        said = re.sub(r"/\d/[\w-]{20,}.*$", "", said)
        return web_address(said) or link
    return link


def _base64(value: str) -> str:
    if not re.match(r"aHR0c[\w+/=-]+$", value):
        return ""
    try:
        return base64.urlsafe_b64decode(value.replace("+", "-").replace("/", "_") + "=" * (-len(value) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def uncounted(links: Iterable[str], sender: str) -> Callable[[str], str]:
    """Give a function that turns the links of one mail into the true ones; a counter that hides its target gives an empty link.

    A personal link must never be published: whoever follows it is counted as the person who got the mail. A foreign host that
    most links of a mail lead to is such a counter.
    """
    hosts = Counter(urlsplit(behind(link)).hostname or "" for link in links)
    most, times = hosts.most_common(1)[0] if hosts else ("", 0)
    counter = most if times >= 2 and 2 * times > sum(hosts.values()) and not _same_house(most, sender) else ""

    def true(link: str) -> str:
        target = behind(link)
        if not target:
            return ""
        parts = urlsplit(target)
        hidden = target == link and _COUNTER_PATH.search(parts.path + ("?" + parts.query if parts.query else ""))
        if hidden and (
            parts.hostname == counter
            or re.match(r"(?:klick|click|track|links?|news|newsletter|t|lnk|r)\d*\.", parts.hostname or "")
        ):
            return ""
        return target

    return true


def _same_house(host: str, sender: str) -> bool:
    """Tell whether a host belongs to the sender: the last two labels are the same."""
    return bool(sender) and host.split(".")[-2:] == sender.split(".")[-2:]
