# SPDX-License-Identifier: EUPL-1.2
"""Fuzz our own parsers: `python -m tests.reliability.fuzz [--seconds EACH] [--state FILE] [NAME…]`.

Whatever the bytes: an answer or one of our own failures, within 5 s. What brought a parser down is kept in the folder for
temporary files. With `--state` the seconds of each parser are added up over several calls, until each has had its share.
`--atheris NAME` lets atheris (libFuzzer, not among the locked packages: `pip install atheris`) choose the bytes of one parser by
the lines that they reach; it is run by hand.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.reliability import report
from tests.reliability.fuzz_targets import FAILURES, PARSERS
from tests.reliability.hostile import WORDS

SECONDS_MOST = 5.0
PARTS = (
    *b'<item>|</item>|<![CDATA[|]]>|<title>|&amp;|&#x|<|>|"|<!--|-->|<entry>|{|}|[|]'.split(b"|"),
    *b"=?utf-8?b?|?=|boundary=|--|Content-Type: |charset=x|cid:|data:|javascript:|http://[|Sperrfrist: 25:99 Uhr|  ".split(b"|"),
    *b"[[a]]\n|[a.b]\n|x = 1\n|\n## Beitrag 1: \n|00:00:99.1 --> |* 1 FETCH (|{99}\r\n|AAAA3 NO \r\n|null|1e999|-1|true".split(
        b"|"
    ),
    *(b"\0", b"\xff", b"\r\n\r\n", b"\xe2\x80\xae", b"9" * 50, b"9" * 400, "²".encode(), "٣".encode()),
)

# what JSON may hold where something else is looked for
LEAVES: tuple[object, ...] = (None, True, 0, -1, 1e308, 10**400, "", "x", "²", [], {}, [None], [[]], {"x": None})


def tried(parse: Callable[[bytes], object], content: bytes) -> None:
    """Parse; an answer or a failure of ours is well, anything else is raised."""
    begun = time.process_time()
    with suppress(*FAILURES):
        parse(content)
    seconds = time.process_time() - begun
    if seconds > SECONDS_MOST:
        raise AssertionError(f"{seconds:.1f} s for {content[:200]!r}")


def bent(dice: random.Random, content: bytes) -> bytes:
    """Cut, double, swap and fill in parts."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        at, to = sorted((dice.randint(0, len(changed)), dice.randint(0, len(changed))))
        match dice.randint(0, 5):
            case 0:
                del changed[at : min(to, at + 200)]
            case 1:
                changed[at:at] = dice.choice(PARTS) * dice.choice((1, 1, 3, 100, 5000))
            case 2:
                changed[at:at] = changed[at : min(to, at + 500)]
            case 3 if changed:
                changed[min(at, len(changed) - 1)] ^= 1 << dice.randint(0, 7)
            case 4:
                changed[at : min(to, at + dice.randint(1, 40))] = dice.choice(PARTS)
            case _:
                changed[at:at] = dice.choice(list(WORDS.values()))[:300].encode("utf-8", "replace")
    return bytes(changed)


def replaced(dice: random.Random, form: object) -> object:
    """Put something of another kind in one place of a JSON value: at its top, or somewhere inside."""
    if isinstance(form, dict | list) and form and dice.random() < 0.85:
        at = dice.choice(list(form) if isinstance(form, dict) else range(len(form)))
        fresh = form.copy()
        fresh[at] = replaced(dice, form[at])
        return fresh
    return dice.choice(LEAVES)


def reshaped(dice: random.Random, content: bytes) -> bytes:
    """Change a JSON value in one to three places, so that it stays JSON; what is none is bent as bytes."""
    try:
        form = json.loads(content)
    except ValueError:
        return bent(dice, content)
    for _ in range(dice.randint(1, 3)):
        form = replaced(dice, form)
    return json.dumps(form).encode()


def made(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Make one input: nearly always a good one, bent or reshaped; sometimes noise."""
    way = dice.random()
    if way < 0.05:
        return dice.randbytes(dice.randint(0, 2000))
    return (reshaped if way < 0.25 else bent)(dice, dice.choice(seeds))


def fuzzed(name: str, seconds: float, seed: int) -> int:
    """Bend good input of a parser for some seconds of computing → how many times. What brings it down is kept, and raised."""
    parser, dice = PARSERS[name], random.Random(seed)
    until, rounds = time.process_time() + seconds, 0
    while time.process_time() < until:
        content = made(dice, parser.seeds)
        try:
            tried(parser.read, content)
        except BaseException:
            Path(tempfile.gettempdir(), f"newsreel-fuzz-{name.replace(' ', '-')}.bin").write_bytes(content)
            raise
        rounds += 1
    return rounds


def guided(name: str, more: Sequence[str]) -> None:
    """Let atheris choose the bytes; it never comes back."""
    import atheris  # type: ignore[import-not-found]

    parser = PARSERS[name]
    atheris.instrument_all()
    corpus = Path(tempfile.gettempdir(), f"newsreel-corpus-{name.replace(' ', '-')}")
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(parser.seeds):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], str(corpus), *more], lambda content: tried(parser.read, content))
    atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz all parsers, or some; 1 where one crashed."""
    parser = argparse.ArgumentParser(description="fuzz our own parsers")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PARSERS)}")
    parser.add_argument("--seconds", type=float, default=600.0, metavar="EACH")
    parser.add_argument("--part", type=float, default=60.0, metavar="SECONDS", help="the turn of one parser")
    parser.add_argument("--state", type=Path, default=None, metavar="FILE")
    parser.add_argument("--minutes", type=float, default=1e6, metavar="MOST")
    parser.add_argument("--atheris", nargs=argparse.REMAINDER, default=None, metavar="NAME")
    parser.add_argument("--row", action="store_true", help="write the row of docs/reliability.md")
    given = parser.parse_args(arguments)
    if given.atheris:
        guided(given.atheris[0], given.atheris[1:])
    names = given.names or list(PARSERS)
    had: dict[str, list[float]] = json.loads(given.state.read_text()) if given.state and given.state.exists() else {}
    until, crashed = time.monotonic() + 60 * given.minutes, 0
    while due := [name for name in names if had.get(name, [0.0])[0] < given.seconds]:
        for name in due:
            if time.monotonic() > until:
                return _told(names, had, crashed, given.row)
            seconds, rounds, crashes = had.get(name, [0.0, 0, 0])
            try:
                turn = min(given.part, given.seconds - seconds)
                rounds += fuzzed(name, turn, time.time_ns())
            except Exception as wrong:  # noqa: BLE001 - whatever it was, it is counted, told and kept
                crashed, crashes = crashed + 1, crashes + 1
                print(f"CRASH {name}: {type(wrong).__name__}: {str(wrong)[:200]}", flush=True)
            had[name] = [seconds + turn, rounds, crashes]
            if given.state:
                given.state.write_text(json.dumps(had))
    return _told(names, had, crashed, given.row)


def _told(names: Sequence[str], had: dict[str, list[float]], crashed: int, row: bool) -> int:
    rows = [(name, *had.get(name, [0.0, 0, 0])) for name in names]
    for name, seconds, rounds, crashes in rows:
        print(f"{name}: {rounds:.0f} inputs in {seconds:.0f} s, {crashes:.0f} crashes")
    if row:
        least, inputs, crashes = min(r[1] for r in rows), sum(r[2] for r in rows), sum(r[3] for r in rows)
        figure = f"{len(rows)} parsers, {least:.0f} s of computing each, {inputs:,.0f} inputs, {crashes:.0f} crashes"
        heads = ["| parser | its bytes come from | seconds | inputs | crashes |", "|---|---|---|---|---|"]
        detail = [f"| {n} | {PARSERS[n].giver} | {s:.0f} | {i:,.0f} | {c:.0f} |" for n, s, i, c in rows]
        reached = least >= 600 and crashes == 0 and set(names) == set(PARSERS)
        report.record("fuzz", figure, reached, "make fuzz", "\n".join((*heads, *detail)) + "\n")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
