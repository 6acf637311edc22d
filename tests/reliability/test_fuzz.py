# SPDX-License-Identifier: EUPL-1.2
"""Fuzzing of our own parsers: whatever the bytes, an answer or a SourceError (or ConfigError), never anything else, and soon.

By default some dozens of examples each; `NEWSREEL_FUZZ_SECONDS=600 pytest -m slow tests/reliability/test_fuzz.py` goes on for ten
minutes each.
"""

import contextlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.engines.addresses import check_address
from pipeline.engines.feed_source import read_feed
from pipeline.engines.fetch import Fetched, Fetcher
from pipeline.engines.imap_source import read_mailbox
from pipeline.engines.mail_source import MailSource
from pipeline.engines.manners import read_rules, retry_after
from pipeline.engines.markup import read_blocks
from pipeline.engines.newsletters import split_newsletter
from pipeline.engines.page_source import page_title
from pipeline.engines.pictures import keep_picture
from pipeline.engines.plain_mail import split_plain
from pipeline.errors import ConfigError, SourceError, StoreError
from pipeline.keep import canon, erased
from pipeline.model import Edition
from pipeline.settings import FetchSettings, SourceSettings
from tests.doubles.shelf import MemoryShelf
from tests.engines.test_imap_source import mail
from tests.reliability.hostile import WORDS, atom, json_feed, rss

DAY, ZONE = date(2026, 11, 20), ZoneInfo("Europe/Berlin")
SECONDS = float(os.environ.get("NEWSREEL_FUZZ_SECONDS", "20"))
BRIEF = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PARTS = (
    *b'<item>|</item>|<![CDATA[|]]>|<title>|&amp;|&#x|<|>|"|<!--|-->|<entry>|{|}|[|]'.split(b"|"),
    *b"=?utf-8?b?|?=|boundary=|--|Content-Type: |charset=x|cid:|data:|javascript:|http://[|Sperrfrist: 25:99 Uhr|  ".split(b"|"),
    *(b"\0", b"\xff", b"\r\n\r\n", b"\xe2\x80\xae", b"9" * 50),
)


def feed(content: bytes) -> None:
    read_feed(Fetched(content, "", "https://a.example/feed"), "it", ZONE)


def letter(content: bytes) -> None:
    source = MailSource(
        "m", SourceSettings("mail", "a.eml"), Path("/nowhere"), 7, Fetcher(FetchSettings(deadline_seconds=0.01)), "Europe/Berlin"
    )
    source.editions((content,), DAY, MemoryShelf())


def page(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    split_newsletter(text, "https://a.example/")
    read_blocks(text, "https://a.example/")
    page_title(text, DAY)
    split_plain(text)


def picture(content: bytes) -> None:
    keep_picture(content, "", "", MemoryShelf())


def words(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    for read in (check_address, read_mailbox, retry_after):
        try:
            read(text)  # type: ignore[operator]
        except (SourceError, ConfigError):
            continue
    read_rules(content)


def kept(content: bytes) -> None:
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return
    canon.revive(Edition, form, lambda *_: None)


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\2\0\0\0"
PARSERS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "feed": (feed, (rss(), atom(), json_feed(), *(rss(text=text) for text in list(WORDS.values())[:12]))),
    "mail": (letter, (mail(1), mail(2, sender="ä@x"))),
    "page": (page, (b"<h2>Titel</h2><p>Ein ganzer Satz steht hier, und er ist lang genug.</p>" * 3,)),
    "picture": (
        picture,
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\2\0\0\0",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"RIFF\0\0\0\0WEBPVP8 ",
        ),
    ),
    "words": (words, (b"https://www.example.org/", b"imaps://p@m.example/INBOX?from=a", b"User-agent: *\nDisallow: /", b"120")),
    "kept": (kept, (canon.dump(canon.plain(Edition("e", "T", DAY, "s", ()))),)),
}


def tried(parse: Callable[[bytes], None], content: bytes) -> None:
    begun = time.process_time()
    with contextlib.suppress(SourceError, ConfigError, StoreError):
        parse(content)
    assert time.process_time() - begun < 5, content[:200]


@pytest.mark.parametrize("name", PARSERS)
@BRIEF
@given(content=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    tried(PARSERS[name][0], content)


@pytest.mark.parametrize("name", PARSERS)
@BRIEF
@given(data=st.data())
def test_a_good_one_with_parts_out_of_place_is_read_or_refused(name: str, data: st.DataObject) -> None:
    parse, seeds = PARSERS[name]
    dice = data.draw(st.randoms(use_true_random=False))
    tried(parse, bent(dice, dice.choice(seeds)))


def bent(dice: random.Random, content: bytes) -> bytes:
    """Cut, double, swap and fill in parts."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        at, to = sorted((dice.randint(0, len(made)), dice.randint(0, len(made))))
        match dice.randint(0, 4):
            case 0:
                del made[at : min(to, at + 200)]
            case 1:
                made[at:at] = dice.choice(PARTS) * dice.choice((1, 1, 3, 100))
            case 2:
                made[at:at] = made[at : min(to, at + 500)]
            case 3 if made:
                made[min(at, len(made) - 1)] ^= 1 << dice.randint(0, 7)
            case _:
                made[at:at] = dice.choice(list(WORDS.values()))[:300].encode("utf-8", "replace")
    return bytes(made)


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_long_fuzzing_finds_no_crash(name: str) -> None:
    parse, seeds = PARSERS[name]
    dice, until, rounds = random.Random(time.time_ns()), time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        content = bent(dice, dice.choice(seeds))
        try:
            tried(parse, content)
        except BaseException:
            Path(tempfile.gettempdir(), f"newsreel-fuzz-{name}.bin").write_bytes(
                content
            )  # what brought it down, for whoever mends it
            raise
        rounds += 1
    print(f"{name}: {rounds} in {SECONDS:.0f} s")


@pytest.mark.parametrize("content", [b"{}", b"[]\n", b'{"kind": 1}\n', b"\xff", b'{"kind": "item", "digest": "x"}\n{'])
def test_a_damaged_list_of_erasures_is_never_an_empty_one(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "erased.jsonl").write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"):
        erased.read(tmp_path / "erased.jsonl")


def test_the_mails_that_fuzzing_starts_from_are_good_ones() -> None:
    assert message_from_bytes(mail(1), policy=policy.default)["Message-ID"] == "<1@kreis.example>"
