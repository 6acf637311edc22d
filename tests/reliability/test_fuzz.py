# SPDX-License-Identifier: EUPL-1.2
"""Fuzzing of our own parsers: whatever the bytes, an answer or a SourceError (or ConfigError), never anything else, and soon.

By default some dozens of examples each. The slow test bends the same way each time, so that a red run is red again;
`make fuzz` goes on for ten minutes each and bends anew.
"""

import os
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.keep import erased
from tests.engines.test_imap_source import mail
from tests.reliability.fuzz import bent, fuzzed, tried
from tests.reliability.fuzz_targets import FAILURES, LISTED, PARSERS, TALK, VTT

SECONDS = float(os.environ.get("NEWSREEL_FUZZ_SECONDS", "5"))
SEED = 20261129
BRIEF = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("name", PARSERS)
@BRIEF
@given(content=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    tried(PARSERS[name].read, content)


@pytest.mark.parametrize("name", PARSERS)
@BRIEF
@given(data=st.data())
def test_a_good_one_with_parts_out_of_place_is_read_or_refused(name: str, data: st.DataObject) -> None:
    dice = data.draw(st.randoms(use_true_random=False))
    tried(PARSERS[name].read, bent(dice, dice.choice(PARSERS[name].seeds)))


@pytest.mark.parametrize("name", PARSERS)
def test_what_fuzzing_begins_from_is_what_the_parser_is_for(name: str) -> None:
    """A parser that refuses its seed would be fuzzed at its door only."""
    PARSERS[name].read(PARSERS[name].seeds[0])


def test_a_parser_that_crashes_is_found() -> None:
    with pytest.raises(ZeroDivisionError):
        tried(lambda content: 1 // (len(content) - len(content)), b"x")
    assert ZeroDivisionError not in FAILURES


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_long_fuzzing_finds_no_crash(name: str) -> None:
    print(f"{name}: {fuzzed(name, SECONDS, SEED)} in {SECONDS:.0f} s")


@pytest.mark.parametrize("content", [b"{}", b"[]\n", b'{"kind": 1}\n', b"\xff", b'{"kind": "item", "digest": "x"}\n{'])
def test_a_damaged_list_of_erasures_is_never_an_empty_one(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "erased.jsonl").write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"):
        erased.read(tmp_path / "erased.jsonl")


def test_the_mails_that_fuzzing_starts_from_are_good_ones() -> None:
    assert message_from_bytes(mail(1), policy=policy.default)["Message-ID"] == "<1@kreis.example>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("robots.txt", "User-agent: *\nCrawl-delay: ²3\n".encode()),
        ("WebDAV answers", LISTED.replace(b"/dav/a/", b"//[/a/")),
        ("IMAP answers", TALK.replace(b"CAPABILITY IMAP4rev1", b"CAPABILITY \xe2")),
        ("keys", b'["%s", "text/plain", 1e999]' % (b"0" * 64)),
        ("values", PARSERS["values"].seeds[1].replace(b"7.5", b"9" * 400)),
        ("WebVTT and SubRip", VTT.replace(b"Guten Tag", b"&#" + b"9" * 5000 + b";")),
        ("feed", PARSERS["feed"].seeds[0].replace(b"</title>", b"&amp;#" + b"9" * 5000 + b";</title>")),
        ("film mark", PARSERS["film mark"].seeds[0].replace(b"VideoHandler", b"\xd7" * 12)),
        ("points.json", re.sub(rb"[0-9.]+", b"9" * 400, PARSERS["points.json"].seeds[0])),
        *(("IMAP answers", re.sub(rb"{\d+}", b"{%s}" % (b"9" * digits), TALK)) for digits in (60, 5_000)),
        ("avatar.toml", PARSERS["avatar.toml"].seeds[0].replace(b"[700, 800]", b"[700, %s]" % (b"9" * 400))),
        *(("backup manifest", content) for content in (b"null", b"[]", b"1", b'{"beside": null}')),
        ("script.md", PARSERS["script.md"].seeds[0] + b"<!--" * 24_000),
        ("mail", b"From: " + b"(" * 50_000 + b"\n" + mail(1)),
    ],
)
def test_what_once_brought_a_parser_down_is_read_or_refused(name: str, content: bytes) -> None:
    tried(PARSERS[name].read, content)
