# SPDX-License-Identifier: EUPL-1.2
"""The commands of the web team: what would be sent, keys, origin of a file, rights, uploads by hand, a check of a live page."""

import argparse

from pipeline import publishing, release
from pipeline.errors import ConfigError
from pipeline.saying import opened, say, say_json


def dry_run(given: argparse.Namespace) -> int:
    """Say what publishing would send to each target, without sending."""
    with opened(given) as room:
        found = release.would_send(room, given.bulletin)
        if given.json:
            say_json({"targets": [{"name": name, "paths": list(paths), "problem": wrong} for name, paths, wrong in found]})
        else:
            for name, paths, wrong in found:
                say(f"{name}  {wrong or f'{len(paths)} file(s) would be sent'}")
                for path in paths:
                    say(f"    {path}")
        return 1 if any(wrong for _, _, wrong in found) else 0


def do_keys(given: argparse.Namespace) -> int:
    """Make a chain of certificates for tests."""
    from pipeline.engines.signing_keys import make_chain

    with opened(given) as room:
        folder = room.settings.path(room.settings.provenance.keys)
        make_chain(folder, room.settings.newsroom.name, room.clock())
        say(f"Wrote root.pem, chain.pem and key.pem to {folder}. Films made from now on are signed; keep key.pem secret.")
    return 0


def do_detect(given: argparse.Namespace) -> int:
    """Read content credentials and watermark of a file."""
    from pipeline.engines.c2pa_signer import credentials

    with opened(given) as room:
        if not given.file.exists():
            raise ConfigError(f"There is no file {given.file}.", "Name a film or a poster.")
        root = room.settings.path(room.settings.provenance.keys) / "root.pem"
        found = credentials(given.file, root.read_bytes() if root.exists() else b"")
        mark = _mark(given, [entry.name for entry in room.ledger.bulletins()])
        form = {
            "credentials": found.state,
            "issuer": found.issuer,
            "title": found.title,
            "digital_source_type": found.source_type,
            "generator": found.generator,
            "time": found.time,
            "faults": list(found.faults),
            "watermark": mark,
        }
        if given.json:
            say_json(form)
        else:
            for name, value in form.items():
                if value:
                    say(f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}")
        return 1 if found.state == "invalid" else 0


def _mark(given: argparse.Namespace, bulletins: list[str]) -> str:
    """Read the watermark of a film: the bulletin's name, or its code where no bulletin of this newsroom has it."""
    from pipeline.engines.film_mark import read_mark
    from pipeline.picture.watermark import code_of

    if given.file.suffix.lower() not in (".mp4", ".mov", ".webm", ".mkv", ".m4v"):
        return ""
    found = read_mark(given.file)
    if found is None:
        return "none"
    return next((name for name in bulletins if code_of(name) == found.code), f"unknown bulletin, code {found.code:08x}")


def do_rights(given: argparse.Namespace) -> int:
    """List the pictures of published videos whose permission is missing or over."""
    from pipeline import rules
    from pipeline.delivery.rights import rights_of

    with opened(given) as room:
        found = []
        for entry in room.ledger.bulletins():
            script = room.script(entry.name)
            if script is None or room.state(entry.name) not in ("published", "corrected"):
                continue
            for right in rights_of(script, room.settings.permissions, rules.today(room)):
                if right.missing:
                    found.append((entry.name, right))
        if given.json:
            say_json(
                {
                    "pictures": [
                        {"bulletin": n, "story": r.headline, "credit": r.credit, "until": r.until, "over": r.over}
                        for n, r in found
                    ]
                }
            )
        else:
            for name, right in found:
                say(f"{name}  {right}" + ("  (over)" if right.over else ""))
            if not found:
                say("Every picture of a published video has a permission that holds.")
        return 3 if found else 0


def do_uploaded(given: argparse.Namespace) -> int:
    """Note an upload that a person made, so that a correction or retraction names it."""
    from pipeline.newsroom import registered_by_name

    if not given.gone and not given.address:
        raise ConfigError("Where does it stand?", "Add --address ADDRESS, or --gone where it was taken down.")
    if given.address and not given.address.startswith(("https://", "http://")):
        raise ConfigError(f"--address {given.address} is no web address.", "Copy it from the browser: https://…")
    with opened(given) as room:
        registered_by_name(room, given.bulletin)
        publishing.uploaded(room, given.bulletin, given.where, given.address, given.gone)
        say(f"{given.bulletin}  {given.where}  {'taken down' if given.gone else given.address}")
    return 0


def do_interpret(given: argparse.Namespace) -> int:
    """Lay a film in sign language beside a bulletin."""
    from pipeline import interpreting
    from pipeline.newsroom import registered_by_name

    if (given.file is None) is not given.remove:
        raise ConfigError("Which film in sign language?", "Add --file FILE, or --remove to show none any more.")
    with opened(given) as room:
        registered_by_name(room, given.bulletin)
        if given.remove:
            interpreting.take_away(room, given.bulletin, given.by)
        else:
            interpreting.interpret(room, given.bulletin, given.file, given.by)
        say(f"{given.bulletin}  noted; `newsreel publish {given.bulletin}` shows it.")
    return 0


def do_embed(given: argparse.Namespace) -> int:
    """Check a live embed page."""
    from pipeline.engines.live_page import check_page

    with opened(given) as room:
        ca_file = str(room.settings.path(room.settings.fetch.ca_file)) if room.settings.fetch.ca_file else ""
        found = check_page(given.url, ca_file, room.settings.fetch.proxy)
        if given.json:
            say_json({"checks": [{"name": c.name, "ok": c.ok, "found": c.found} for c in found]})
        else:
            for check in found:
                say(f"{'ok ' if check.ok else 'BAD'} {check.name}: {check.found}")
        return 0 if all(check.ok for check in found) else 1
