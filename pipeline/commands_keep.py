# SPDX-License-Identifier: EUPL-1.2
"""The commands that keep a newsroom safe: erase, back up, restore, measure."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import settings
from pipeline.errors import StoreError
from pipeline.saying import opened, say, say_json

if TYPE_CHECKING:
    from pipeline.backing_up import Proof


def do_erase(given: argparse.Namespace) -> int:
    """Forget an item, a picture or a person for good."""
    from pipeline import erasing

    with opened(given) as room:
        if given.dry_run:
            found = erasing.meant(room, given.named)
            others, said = len(found.words | found.texts), len(found.said)
            what = f"{len(found.items)} item(s), {len(found.pictures)} picture(s), words of {others} bulletin(s)"
            say(f"would erase {what}, {said} other text(s)")
            return 0
        done = erasing.erase(room, given.named, given.reason)
        form = {
            "items": done.items, "pictures": done.pictures, "bulletins": list(done.bulletins), "retracted": list(done.retracted),
            "texts": done.texts, "files": done.files, "bytes": done.freed, "by_hand": list(done.by_hand),
        }  # fmt: skip
        if given.json:
            say_json(form)
        else:
            say(f"{done.items} item(s), {done.pictures} picture(s) and {done.texts} other text(s) erased")
            say(f"{done.files} file(s), {done.freed / 1e6:.1f} MB removed")
            for name in done.bulletins:
                anew = "is made anew without it" if room.state(name) != "retracted" else "was taken back before"
                say(f"{name}  " + ("taken back from every target" if name in done.retracted else anew))
            for todo in done.by_hand:
                say(f"! {todo}")
            say("Backups still hold it: `newsreel backup` removes it from their folder, `newsreel restore` erases it again.")
    return 0


def do_backup(given: argparse.Namespace) -> int:
    """Back the newsroom up into a folder and check what was written."""
    from pipeline import backing_up

    with opened(given) as room:
        saved = backing_up.backup(room, given.folder)
    _refuse(backing_up.verify(given.folder), given.folder)
    if given.json:
        say_json({"files": saved.files, "bytes": saved.size, "new": saved.new})
    else:
        say(f"{given.folder}  {saved.files} file(s), {saved.size / 1e6:.1f} MB, {saved.new} new, all verified")
    return 0


def do_restore(given: argparse.Namespace) -> int:
    """Check a backup; without --verify also bring it back."""
    from pipeline import backing_up

    proof = backing_up.verify(given.folder)
    _refuse(proof, given.folder)
    if given.verify:
        say(f"{given.folder}  {proof.files} file(s) verified, nothing missing, audit chain whole")
        return 0
    later = backing_up.restore(settings.load(given.config), given.folder, given.erased)
    say(f"{proof.files} file(s) verified and brought back; {later.count} erasure(s) repeated")
    return 0


def do_metrics(given: argparse.Namespace) -> int:
    """Write the newsroom's numbers as Prometheus reads them; for the text-file collector or a probe."""
    from pipeline import measuring

    try:
        with opened(given) as room:
            say(measuring.metrics(room).rstrip("\n"))
            return 1 if measuring.ill(room) else 0
    except StoreError:
        say(measuring.up(False).rstrip("\n"))
        raise


def do_completion(given: argparse.Namespace) -> int:
    """Write a completion script for a shell."""
    from pipeline import completion
    from pipeline.cli import parser

    say(completion.script(parser(), given.shell).rstrip("\n"))
    return 0


def do_dataflows(given: argparse.Namespace) -> int:
    """Write the page of data flows that this configuration causes, in German, as a draft."""
    from pipeline import dataflows

    say(dataflows.page(settings.load(given.config)).rstrip("\n"))
    return 0


def _refuse(proof: "Proof", folder: Path) -> None:
    """Raise StoreError where a backup is not whole."""
    if not proof.whole:
        found = [f"{len(proof.damaged)} damaged", f"{len(proof.missing)} missing"]
        found += [f"audit chain broken at row {proof.broken}"] if proof.broken else []
        files = ", ".join(proof.damaged[:3])
        mend = f"Delete {files} there and run `newsreel backup` again: it copies them anew. Or use" if files else "Use"
        raise StoreError(f"The backup {folder} is not whole: {', '.join(found)}.", f"{mend} an earlier backup.")
