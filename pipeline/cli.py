# SPDX-License-Identifier: EUPL-1.2
"""Arguments → producer → exit code: 0 done, 1 failed, 2 usage or configuration, 3 finished but items were parked."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import logs
from pipeline.errors import ConfigError, NewsreelError

if TYPE_CHECKING:  # heavy imports wait for the command that needs them: `newsreel --help` in 0.3 s
    from pipeline.newsroom import Newsroom

Verb = Callable[[argparse.Namespace], int]
_ELSEWHERE = (
    {"run": "commands_night"}
    | dict.fromkeys(("desk", "release", "correct", "audit"), "commands_desk")
    | dict.fromkeys(("enqueue", "worker", "fleet"), "commands_fleet")
)
"""Verbs that are not in commands.py: only the night imports all that checks, speaks and paints; what runs all day or every five
minutes imports as little as it can."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"newsreel: {message}\n")


class _Verbs:
    """The verbs of the command line: each is added with the arguments that many of them share."""

    def __init__(self, top: argparse.ArgumentParser) -> None:
        self.below = top.add_subparsers(dest="verb", required=True, metavar="COMMAND", parser_class=_Parser)

    def __call__(
        self, name: str, does: str, *, json: bool = False, bulletin: bool = False, config: bool = True
    ) -> argparse.ArgumentParser:
        """Add a verb; `json` lets it report for programs, `bulletin` asks for an id."""
        made = self.below.add_parser(name, help=does, description=does)
        if config:
            made.add_argument(
                "--config", type=Path, default=Path("config.toml"), help="configuration file (default: config.toml)"
            )
        made.add_argument("--verbose", "-v", action="store_true", help="log every value that is made or kept")
        made.add_argument("--log-json", action="store_true", help="log one JSON object per line")
        if json:
            made.add_argument("--json", action="store_true", help="report as JSON")
        if bulletin:
            made.add_argument("bulletin", metavar="ID")
        return made


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = _Parser(prog="newsreel", description="From the newsletter to the news video.")
    verb = _Verbs(top)
    _of_the_night(verb)
    _of_the_editors(verb)
    _of_the_web(verb)
    _of_the_house(verb)
    _of_the_looks(verb)
    _of_the_fleet(verb)
    return top


def _of_the_night(verb: _Verbs) -> None:
    """Making bulletins and looking at them."""
    init = verb("init", "write a newsroom of your own: commented configuration and folders", config=False)
    init.add_argument("folder", type=Path, metavar="DIR")
    run = verb("run", "gather, plan and produce what is new", json=True)
    run.add_argument("--date", type=_day, default=None, metavar="YYYY-MM-DD", help="the day the run is for (default: today)")
    run.add_argument("--until", choices=("gather", "plan", "write", "check", "speak", "cue", "render", "pack"), default="pack")
    run.add_argument("--retake", action="append", default=[], metavar="STAGE[:ID]", help="make a new take of a stage")
    run.add_argument("--jobs", type=int, default=None, metavar="N", help="worker processes (default: one per core)")
    verb("status", "list bulletins and what they wait for", json=True)
    show = verb("show", "show a bulletin, or one of its values", json=True, bulletin=True)
    show.add_argument(
        "value",
        nargs="?",
        default="",
        metavar="VALUE",
        help="rundown, script, findings, speech, timeline, master, package, history, calls",
    )


def _of_the_editors(verb: _Verbs) -> None:
    """Deciding on bulletins."""
    edit = verb("edit", "take over an edited script.md", bulletin=True)
    edit.add_argument("--file", type=Path, required=True)
    edit.add_argument("--by", required=True, metavar="NAME")
    approve = verb("approve", "approve script and film", bulletin=True)
    approve.add_argument("--by", required=True, metavar="NAME")
    approve.add_argument("--digest", default="", metavar="D", help="the film digest that you saw (at least 8 digits)")
    approve.add_argument(
        "--due", default="", metavar="WHEN", help='release at a time of the newsroom\'s clock: "2026-11-20 18:00"'
    )
    approve.add_argument("--reason", default="", metavar="TEXT", help="why the last author approves alone ([review] alone)")
    tick = verb("tick", "tick a red finding with a reason", bulletin=True)
    tick.add_argument("mark", metavar="MARK", help="the finding as `approve` names it, such as 2.3:number-not-in-source")
    tick.add_argument("--by", required=True, metavar="NAME")
    tick.add_argument("--reason", required=True, metavar="TEXT")
    reject = verb("reject", "reject a bulletin with a reason", bulletin=True)
    reject.add_argument("--by", required=True, metavar="NAME")
    reject.add_argument("--reason", required=True, metavar="TEXT")
    publish = verb("publish", "publish an approved bulletin to every target", json=True, bulletin=True)
    publish.add_argument("--by", default="", metavar="NAME")
    publish.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    verb("release", "publish what was scheduled and send notices that are due; for cron", json=True)
    correct = verb("correct", "say what was wrong in a published bulletin", bulletin=True)
    correct.add_argument("--by", required=True, metavar="NAME")
    correct.add_argument("--note", required=True, metavar="TEXT")
    retract = verb("retract", "take a published bulletin back", json=True, bulletin=True)
    retract.add_argument("--reason", required=True, metavar="TEXT")
    retract.add_argument("--by", default="", metavar="NAME")


def _of_the_web(verb: _Verbs) -> None:
    """What stands outside: origin, rights, uploads by hand, live pages."""
    keys = verb("keys", "make keys that sign films (a chain for tests)")
    keys.add_argument("act", choices=("init",))
    detect = verb("detect", "read content credentials and watermark of a file", json=True)
    detect.add_argument("file", type=Path, metavar="FILE")
    verb("rights", "list pictures of published videos whose permission is missing or over", json=True)
    up = verb("uploaded", "note an upload made by hand, or that it was taken down", bulletin=True)
    up.add_argument("--where", required=True, metavar="PLATFORM", help="youtube, instagram, facebook, mastodon …")
    up.add_argument("--address", default="", metavar="ADDRESS")
    up.add_argument("--gone", action="store_true", help="it was taken down there")
    interpret = verb("interpret", "lay a film in sign language beside a bulletin, to be shown under the video", bulletin=True)
    interpret.add_argument("--file", type=Path, default=None, metavar="FILE", help="MP4 of the interpreter")
    interpret.add_argument("--remove", action="store_true", help="show none any more")
    interpret.add_argument("--by", required=True, metavar="NAME")
    embed = verb("embed", "check a live embed page", json=True)
    embed.add_argument("act", choices=("check",))
    embed.add_argument("url", metavar="URL")


def _of_the_house(verb: _Verbs) -> None:
    """Keeping the newsroom in order, and trying things."""
    verb("doctor", "check engines, fonts, disk, hosts and give advice", json=True)
    tidy = verb("tidy", "remove what no bulletin refers to any more")
    tidy.add_argument("--verify", action="store_true", help="read every file of the store and put damaged ones aside")
    verb("metrics", "write numbers for Prometheus, and 1 where the newsroom is not well")
    completion = verb("completion", "write a completion script for a shell", config=False)
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    verb("dataflows", "write the German page of data flows of this configuration (a draft)")
    erase = verb("erase", "forget an item, a picture or a person for good, at every target too", json=True)
    erase.add_argument("named", metavar="WHAT", help="an item's id, a picture's digest, or a name that items mention")
    erase.add_argument("--reason", default="", metavar="TEXT", help="why; without the name of whom it concerns")
    erase.add_argument("--dry-run", action="store_true", help="only say how much would be erased")
    backup = verb("backup", "copy ledger, store and configuration to a folder, and check the copy", json=True)
    backup.add_argument("folder", type=Path, metavar="DIR")
    restore = verb("restore", "check a backup and bring it back; what was erased since is erased again")
    restore.add_argument("folder", type=Path, metavar="DIR")
    restore.add_argument("--verify", action="store_true", help="only check it")
    restore.add_argument("--erased", type=Path, default=None, metavar="FILE", help="erased.jsonl of a newer backup")
    serve = verb("desk", "open the editors' pages")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8420)
    serve.add_argument("--behind", default="", metavar="PROXY", help="address of a proxy whose X-Forwarded-* headers count")
    audit = verb("audit", "check or export the audit chain", json=True)
    audit.add_argument("act", choices=("verify", "export"))
    audit.add_argument("--head", default="", metavar="HASH", help="a hash noted earlier: a chain cut off before it is broken")
    measure = verb("eval", "measure the check of scripts against the faithfulness benchmark", json=True)
    measure.add_argument("--split", choices=("dev", "locked", "all"), default="dev")
    measure.add_argument("--corpus", type=Path, default=None, metavar="DIR", help="default: benchmarks/faithfulness")
    measure.add_argument("--only", default="", metavar="TEXT", help="only cases whose file name contains this")
    measure.add_argument("--misses", action="store_true", help="also list every miss and false alarm; never of the locked split")
    measure.add_argument("--curve", action="store_true", help="swaps found against ambers, over the margin of the binding rules")
    measure.add_argument("--model", action="store_true", help="ask the configured language model, and check what it drafts")
    voices = verb("voices", "list the voices that are installed", json=True)
    voices.add_argument("--engine", default="")
    say = verb("say", "speak a sentence to a WAV file")
    say.add_argument("text")
    say.add_argument("--to", type=Path, default=Path("say.wav"))


def _of_the_looks(verb: _Verbs) -> None:
    """How it looks: presenters and design packs, each a folder."""
    avatar = verb("avatar", "check a presenter's folder, show it speaking, set the points of a portrait", json=True)
    avatar.add_argument("act", choices=("check", "preview", "points"))
    avatar.add_argument("folder", type=Path, metavar="DIR", help="the presenter's folder, or the name of a shipped one")
    avatar.add_argument("text", nargs="?", default="Guten Abend aus der Redaktion.", help="what is said in the preview")
    avatar.add_argument("--to", type=Path, default=None, metavar="FILE", help="where the sheet (PNG) or the preview (MP4) goes")
    avatar.add_argument("--port", type=int, default=8421, help="port of the page on which points are set (this machine only)")
    design = verb("design", "check a design pack, or make one from a logo", json=True)
    design.add_argument("act", choices=("check", "new"))
    design.add_argument("folder", type=Path, nargs="?", default=None, metavar="DIR", help="default: the configured pack")
    design.add_argument("--logo", type=Path, default=None, metavar="FILE", help="SVG, PNG or JPEG")
    design.add_argument("--name", default="", metavar="NAME", help='the county as it is written: "Landkreis Waldmark"')
    design.add_argument("--into", type=Path, default=Path("assets"), metavar="DIR", help="where the pack's folder is made")


def _of_the_fleet(verb: _Verbs) -> None:
    """Many newsrooms on many machines."""
    put = verb("enqueue", "put the jobs of a night into the queue of a fleet", json=True)
    put.add_argument("--date", type=_day, default=None, metavar="YYYY-MM-DD", help="the day the night is for (default: today)")
    put.add_argument("--only", default="", metavar="NAME", help="one newsroom of the fleet")
    put.add_argument("--release", action="store_true", help="instead: publish what was scheduled and is due")
    worker = verb("worker", "take jobs of a fleet and do them, until told to stop")
    worker.add_argument("--jobs", type=int, default=0, metavar="N", help="bulletins at a time (default: one per core)")
    worker.add_argument("--once", action="store_true", help="stop when no job waits")
    look = verb("fleet", "count the jobs of a fleet that wait, run and have failed", json=True)
    for one in (put, worker, look):
        one.add_argument(
            "--fleet",
            type=Path,
            default=None,
            metavar="PLACE",
            help="folder of newsrooms, or fleet.toml (default: --config)",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    given = parser().parse_args(arguments)
    logs.begin(given.verbose, given.log_json)
    module = import_module(f"pipeline.{_ELSEWHERE.get(given.verb, 'commands')}")
    verb: Verb = getattr(module, f"do_{given.verb}")
    try:
        return verb(given)
    except NewsreelError as wrong:
        parts = (f"newsreel: {wrong.message}", wrong.hint)
        logs.tell((" " if logs.for_machines() else "\n  ").join(filter(None, parts)), logging.ERROR)
        return wrong.exit_code
    except KeyboardInterrupt:
        logs.tell("newsreel: stopped; finished stages are kept, run again to go on.", logging.ERROR)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, so nobody misses the rest
        return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from None


def open_newsroom(given: argparse.Namespace) -> "Newsroom":
    """Open the newsroom that the arguments name."""
    from dataclasses import replace

    from pipeline import settings
    from pipeline.newsroom import Newsroom
    from pipeline.terminal import watch

    read = settings.load(given.config)
    jobs = getattr(given, "jobs", None)
    if jobs is not None:
        if jobs < 1:
            raise ConfigError(f"--jobs is {jobs}.", "Give at least one worker.")
        read = replace(read, video=replace(read.video, jobs=jobs))
    room = Newsroom(read, watch())
    room.catch_up()
    return room


def today(given: argparse.Namespace, room: "Newsroom") -> date:
    """Give the day that a run is for: --date, else today in the newsroom's time zone."""
    from zoneinfo import ZoneInfo

    if given.date is not None:
        return date.fromisoformat(str(given.date))
    now: datetime = room.clock()
    return now.astimezone(ZoneInfo(room.settings.newsroom.timezone)).date()


if __name__ == "__main__":
    sys.exit(main())
