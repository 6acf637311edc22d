# SPDX-License-Identifier: EUPL-1.2
"""Look at everything that a night needs, and say what to do where something is missing."""

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.consent import ended, today
from pipeline.dressing import presenter_folder, reds
from pipeline.engines.fetch import Fetcher
from pipeline.errors import NewsreelError
from pipeline.newsroom import Newsroom
from pipeline.ports import Utterance

ROOM_NEEDED = 2_000_000_000  # bytes; a night of twenty bulletins keeps about 1.5 GB
CHOOSE = "Mend the presenter's folder, or name another one under [presenter] avatar."
OLDEST_EXPAT = (2, 4, 1)  # billion-laughs protection since then


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `state` is "good", "poor" (works, could be better) or "bad"."""

    name: str
    state: str
    found: str
    advice: str = ""


def examine(room: Newsroom) -> tuple[Check, ...]:
    """Look at everything → one Check each, in the order of a bulletin's way. Nothing is changed."""
    looks: tuple[tuple[str, Callable[[Newsroom], Iterator[Check]]], ...] = (
        ("python", _python),
        ("disk", _disk),
        ("sources", _sources),
        ("writer", _writer),
        ("voice", _voice),
        ("presenter and design", _props),
        ("encoder", _encoder),
        ("targets", _targets),
        ("clock", _clock),
    )
    found: list[Check] = []
    for name, look in looks:
        try:
            found += look(room)
        except NewsreelError as wrong:
            found.append(Check(name, "bad", wrong.message, wrong.hint))
    return tuple(found)


def _python(room: Newsroom) -> Iterator[Check]:
    import pyexpat

    yield Check(
        "python",
        "good",
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, newsreel {version('newsreel')}",
    )
    expat = pyexpat.version_info
    fine = expat >= OLDEST_EXPAT
    advice = "" if fine else "Update Python: older versions of libexpat let hostile feeds use up the memory."
    yield Check("feed parser", "good" if fine else "bad", f"libexpat {'.'.join(map(str, expat))}", advice)


def _disk(room: Newsroom) -> Iterator[Check]:
    free = shutil.disk_usage(room.output).free
    state, advice = ("good", "") if free > ROOM_NEEDED else ("bad", "Free some space, or run `newsreel tidy`.")
    yield Check("disk", state, f"{free / 1e9:.1f} GB free for {room.output}", advice)


def _sources(room: Newsroom) -> Iterator[Check]:
    if not room.settings.sources:
        yield Check("sources", "bad", "none is configured", 'Add [[sources]] with kind = "feed" and a url.')
    fetch = Fetcher(replace(room.settings.fetch, ca_file=_file(room, room.settings.fetch.ca_file)))
    for source in room.settings.sources:
        if source.url.startswith(("http://", "https://")):
            try:
                brought = fetch.get(source.url)
            except NewsreelError as wrong:
                yield Check(f"source {source.url}", "bad", wrong.message, wrong.hint)
                continue
            yield Check(f"source {source.url}", "good", f"answers with {brought.media}, {len(brought.body) // 1000} kB")
        else:
            there = room.settings.path(source.url).exists()
            yield Check(
                f"source {source.url}",
                "good" if there else "bad",
                "is there" if there else "is not there",
                "" if there else "Correct url.",
            )


def _writer(room: Newsroom) -> Iterator[Check]:
    to = room.settings.writer.openai
    if not to.base_url:
        yield Check(
            "writer", "poor", "extract (no language model)", "Scripts are excerpts. Fill in [writer.openai] for condensed ones."
        )
        return
    from pipeline.engines.llm_probe import probe
    from pipeline.engines.openai_writer import open_writer

    host = urlsplit(to.base_url).hostname or ""
    writer = open_writer(
        to, room.settings.home, None, proxy=room.settings.fetch.proxy, ca_file=_file(room, room.settings.fetch.ca_file)
    )
    problem = probe(writer)
    if problem:
        yield Check("writer", "bad", f"{to.model} at {host}: {problem}", "Check base_url, model and key under [writer.openai].")
    else:
        yield Check("writer", "good", f"{to.model} at {host} answers")


def _voice(room: Newsroom) -> Iterator[Check]:
    opened = room.cast.voice()
    uttered = opened.voice.speak(Utterance("Guten Tag.", opened.named("de")))
    state = "poor" if uttered.voice.startswith("espeak") else "good"
    advice = "eSpeak is clear but mechanical; docs/voices.md says how to get a better voice." if state == "poor" else ""
    yield Check("voice", state, f"{uttered.voice} ({opened.why})", advice)


def _props(room: Newsroom) -> Iterator[Check]:
    props = room.cast.props()
    why = " ".join(f.message for f in reds(presenter_folder(room.settings), today(room)))
    yield Check("presenter", "bad" if why else "good", why or f"{props.rig.screen_name} ({props.credit})", CHOOSE if why else "")
    for one in ended(room):
        films = ", ".join(one.bulletins)
        yield Check(f"consent {one.folder}", "bad", one.why, f"Take these films back with `newsreel retract`: {films}.")
    if props.design.id == "beispielheim" and room.settings.newsroom.name != "Landkreis Beispielheim":
        found = "the sample county's marks and web address are shown"
        yield Check(
            "design", "poor", found, "Copy assets/beispielheim to assets/<yours>, change design.toml, name it in [design] pack."
        )
        return
    yield Check("design", "good", f"{props.design.id}, type {props.design.fonts.regular}")


def _encoder(room: Newsroom) -> Iterator[Check]:
    import av

    codecs = [name for name in ("libx264", "aac") if name not in av.codecs_available]
    if codecs:
        yield Check("encoder", "bad", f"PyAV {av.__version__} lacks {', '.join(codecs)}", "Reinstall av from its wheel.")
    else:
        yield Check("encoder", "good", f"PyAV {av.__version__} with libx264 and aac")


def _targets(room: Newsroom) -> Iterator[Check]:
    if not room.settings.targets:
        yield Check("targets", "poor", "none is configured", "Publishing needs one: add [[targets]].")
    for target in room.settings.targets:
        folder = room.settings.path(target.path)
        parent = next(p for p in (folder, *folder.parents) if p.exists())
        fine = target.kind != "folder" or _writable(parent)
        yield Check(
            f"target {target.name or target.kind}",
            "good" if fine else "bad",
            str(folder),
            "" if fine else f"{parent} cannot be written.",
        )


def _clock(room: Newsroom) -> Iterator[Check]:
    now = datetime.now(UTC)
    fine = now.year >= 2026  # before this program existed
    yield Check("clock", "good" if fine else "bad", now.isoformat(timespec="seconds"), "" if fine else "Set the machine's clock.")


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _file(room: Newsroom, written: str) -> str:
    return str(room.settings.path(written)) if written else ""
