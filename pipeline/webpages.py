# SPDX-License-Identifier: EUPL-1.2
"""What `publish` adds to an approved package: pages, feeds and kits, made of approved values, addresses and dates.

No approval covers them, because they change with the place of publication; nothing in them is written by hand or by a model.
"""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pipeline import interpreting, rules
from pipeline.delivery import feeds, posts, server_rules, site_pages
from pipeline.delivery.listing import LATEST, Correction, Listing, Shown, Site, listing_of
from pipeline.delivery.notices import nothing_page
from pipeline.delivery.rights import rights_of
from pipeline.delivery.site_pages import Row, Work
from pipeline.delivery.structured import oembed
from pipeline.errors import StoreError
from pipeline.keep.accounts import Accounts
from pipeline.language.on_screen import only_seen
from pipeline.model import Blob, Package, Script
from pipeline.newsroom import Newsroom, film_digest
from pipeline.roles import NAMES, Role
from pipeline.studio import MACHINE

MONTHS_SHOWN = timedelta(days=365)
"""How long the corrections page remembers."""
OUT: Final = "out"
"""The head that holds when a version was first sent out: pages bear that moment, so that sending them again changes nothing."""
Pages = tuple[tuple[str, bytes], ...]


def site_of(room: Newsroom, address: str, package: Package) -> Site:
    """Describe a target for its pages."""
    language = package.master.timeline.speech.script.rundown.language
    return Site(address, room.cast.imprint(language), origin_of(room, package))


def origin_of(room: Newsroom, package: Package) -> str:
    """Give the digital source type that a package names; that of the present engines where it names none."""
    ai = description(room, package).get("ai")
    named = ai.get("digital_source_type") if isinstance(ai, dict) else None
    return str(named) if named else room.cast.source_type()


def description(room: Newsroom, package: Package) -> dict[str, object]:
    """Read bulletin.json of a package; empty where it has none."""
    blob = next((f.blob for f in package.files if f.name == "bulletin.json"), None)
    form: object = json.loads(room.store.read(blob)) if blob is not None else {}
    return form if isinstance(form, dict) else {}


# ---------------------------------------------------------------- one bulletin


def set_out(room: Newsroom, bulletin: str, package: Package) -> None:
    """Write down, once per version, that it leaves now."""
    film = film_digest(package)
    if all(head.digest != film for head in room.ledger.heads(bulletin, OUT)):
        room.ledger.set_head(bulletin, OUT, film, MACHINE)


def shown_of(room: Newsroom, bulletin: str, package: Package, until: datetime | None = None) -> Shown:
    """Say how a package is shown: with the moments at which the bulletin and this version left, and its corrections so far."""
    return _shown(room, listing_of(bulletin, package), film_digest(package), until)


def _shown(room: Newsroom, listing: Listing, film: str, until: datetime | None) -> Shown:
    zone = ZoneInfo(room.settings.newsroom.timezone)
    out = room.ledger.heads(listing.id, OUT)
    moments = [datetime.fromisoformat(h.at).astimezone(zone).replace(microsecond=0) for h in out]
    mine = [at for at, head in zip(moments, out, strict=True) if head.digest == film]
    now = room.clock().astimezone(zone).replace(microsecond=0)
    first, last = (moments[0] if moments else now), (mine[0] if mine else now)
    return Shown(listing, first, last, corrections(room, listing.id, until))


def corrections(room: Newsroom, bulletin: str, until: datetime | None = None) -> tuple[Correction, ...]:
    """Give the corrections of a bulletin that its readers shall see, oldest first."""
    zone = ZoneInfo(room.settings.newsroom.timezone)
    notes = ((datetime.fromisoformat(d.at), d.reason) for d in room.ledger.decisions(bulletin) if d.kind == "correct")
    return tuple(Correction(at.astimezone(zone).date(), text) for at, text in notes if until is None or at <= until)


def pages_of(room: Newsroom, bulletin: str, package: Package, address: str) -> Pages:
    """Make the pages of a bulletin's stable address at one target."""
    script = package.master.timeline.speech.script
    site, shown = site_of(room, address, package), shown_of(room, bulletin, package)
    pictures = rights_of(script, room.settings.permissions, shown.last.date())
    credits_ = tuple(right.credited for right in pictures if right.credit)
    work = _work(room, bulletin, package, tuple(right.public for right in pictures))
    web = next((track.captions for track in package.master.timeline.captions if track.use == "web"), ())
    missing = tuple(f"{one.headline}: „{one.text}“" for one in only_seen(package.master.timeline))
    clip = interpreting.clip_of(room, bulletin, film_digest(package))
    signed = clip is not None
    made = [
        ("embed.html", site_pages.player(script, shown, site, signed)),
        ("index.html", site_pages.watch(script, shown, site, credits_, signed)),
        ("making-of.html", site_pages.making_of(script, site.imprint, work, shown.notes)),
        ("accessibility.html", site_pages.accessibility_page(script, site.imprint, web, missing, signed)),
    ]
    if clip is not None:
        made.append((site_pages.SIGNED, room.store.read(clip)))
    if site.base:
        made.append(("oembed.json", oembed(shown, site)))
    return tuple(made)


def _work(room: Newsroom, bulletin: str, package: Package, pictures: tuple[str, ...]) -> Work:
    """Say how a video was made and who reviewed it, by role."""
    master = package.master
    speech = master.timeline.speech
    script = speech.script
    voices = ", ".join(sorted({_voice(s.voice) for s in speech.sentences})) or speech.engine
    kind = "Auszug: Sätze der Meldungen, keine neuen" if script.excerpt else "von einem Sprachmodell gekürzt, jede Angabe geprüft"
    writers = ", ".join(dict.fromkeys(_writer(name) for name in script.writer.split(", ")))
    origin = description(room, package).get("provenance")
    told = origin if isinstance(origin, dict) else {}
    proof = (
        "Die Videodateien tragen Content Credentials (C2PA): signierte Angaben zur Herkunft, lesbar etwa auf "
        "contentcredentials.org oder mit newsreel detect."
        if told.get("signed")
        else "Diese Videodateien tragen keine Signatur; die Prüfsummen stehen in der Datei SHA256SUMS."
    )
    if told.get("watermark"):
        proof += " Im Bild steckt ein unsichtbares Wasserzeichen mit der Kennung der Sendung; auch newsreel detect liest es."
    return Work(
        (
            ("Text", f"{writers} ({kind})"),
            ("Stimme", f"{voices}, künstlich"),
            ("Sprecherfigur", _figure(master.presenter)),
            ("Bild, Ton, Schnitt", f"newsreel {version('newsreel')}, H.264 und AAC"),
            ("Lautheit", f"{master.loudness:.1f} LUFS, Spitze {master.true_peak:.1f} dBTP".replace(".", ",").replace("-", "−")),
        ),
        _reviewed(room, bulletin, film_digest(package)),
        pictures,
        proof,
    )


_PRODUCTS: Final = {
    "espeak": "eSpeak NG",
    "pico": "SVOX Pico",
    "piper": "Piper",
    "flite": "Flite",
    "pyttsx3": "die Stimme des Betriebssystems",
    "extract": "newsreel",
    "openai": "Sprachmodell",
}
_FIGURES: Final = {"rig2d": "gezeichnet und bewegt", "photo": "bewegtes Porträtfoto", "command": "erzeugt"}


def _voice(name: str) -> str:
    """Name a voice as its makers do: "pico:de-DE" is SVOX Pico (de-DE)."""
    engine, _, which = name.partition(":")
    return f"{_PRODUCTS.get(engine, engine)}{f' ({which})' if which else ''}"


def _writer(name: str) -> str:
    """Name who drafted the text: "openai:mistral" is the language model mistral."""
    engine, _, which = name.partition(":")
    return f"{_PRODUCTS.get(engine, engine)} {which}".strip()


def _figure(presenter: str) -> str:
    """Say who is seen, and that it is no human: "anna/rig2d" is Anna, drawn."""
    name, _, engine = presenter.partition("/")
    how = f"{_FIGURES.get(engine, 'gezeichnet und bewegt')} von einem Programm, kein Mensch"
    return f"{name.capitalize()}, {how}" if name else how


def _reviewed(room: Newsroom, bulletin: str, film: str) -> str:
    """Say who approved a film, by role and never by name."""
    approval = next((d for d in reversed(room.ledger.decisions(bulletin)) if d.kind == "approve" and d.film == film), None)
    if approval is None:
        return "Niemand hat diese Fassung freigegeben."
    account = Accounts(room.ledger).find(approval.by)
    known = [NAMES[Role(role)] for role in account.roles if role in tuple(Role)] if account is not None else []
    day = datetime.fromisoformat(approval.at).astimezone(ZoneInfo(room.settings.newsroom.timezone)).date()
    role = f" (Rolle: {', '.join(known)})" if known else ""
    apart = room.settings.review.four_eyes and not approval.reason  # a reason stands where the last author approved alone
    eyes = " Wer die letzten Worte schrieb, gab nicht selbst frei (Vier-Augen-Prinzip)." if apart else ""
    return f"Text und Film wurden von einem Menschen der Pressestelle geprüft und am {day:%d.%m.%Y} freigegeben{role}.{eyes}"


# ---------------------------------------------------------------- all bulletins of a target


def standing(room: Newsroom, target: str) -> tuple[Shown, ...]:
    """Give the bulletins that stand at a target now, newest first."""
    found = []
    for entry in room.ledger.bulletins():
        last = next((p for p in reversed(room.ledger.publications(entry.name)) if p.target == target), None)
        listing = _listed(room, entry.name, last.film) if last is not None and last.kind == "publish" else None
        if last is not None and listing is not None:
            found.append(_shown(room, listing, last.film, datetime.fromisoformat(last.at)))
    return tuple(sorted(found, key=lambda one: (one.listing.day, one.first), reverse=True))


def package_with(room: Newsroom, bulletin: str, film: str) -> Package | None:
    """Find the package of a version; None where the store has let it go."""
    for head in reversed(room.ledger.heads(bulletin, "package")):
        try:
            package = room.store.get_value(Package, head.digest)
        except StoreError:
            continue  # made by another version; what stands outside stays there, only the overview forgets it
        if film_digest(package) == film:
            return package
    return None


def _listed(room: Newsroom, bulletin: str, film: str) -> Listing | None:
    """Give the listing of a version, kept so that a year of bulletins is listed in a moment."""
    key = f"listing|1|{bulletin}|{film}"
    kept = room.store.recall(key)
    if kept is not None:
        return room.store.get_value(Listing, kept.digest)
    package = package_with(room, bulletin, film)
    if package is None:
        return None
    listing = listing_of(bulletin, package)
    room.store.remember(key, Blob(room.store.put_value(listing), "application/json", 0))
    return listing


def root_pages(room: Newsroom, target: str, address: str, unnamed: Collection[str] = ()) -> Pages:
    """Make feeds, overview, corrections and the page of the newest bulletin. An empty page is to be taken away.

    `unnamed` bulletins were taken back because what they told is erased: they are listed without title and notes.
    """
    language = room.settings.newsroom.language
    imprint = room.cast.imprint(language)
    site = Site(address, imprint, room.cast.source_type())
    shown = standing(room, target)
    made = [
        ("index.html", site_pages.overview(shown, site)),
        ("corrections.html", site_pages.corrections(_rows(room, target, unnamed), site)),
    ]
    for spoken in sorted({language, *(one.listing.language for one in shown), *room.settings.rundown.languages}):
        newest = next((one for one in shown if one.listing.language == spoken), None)
        folder = LATEST if spoken == language else f"{LATEST}-{spoken}"
        script = _script_of(room, newest) if newest is not None else None
        page = nothing_page(imprint)
        if newest is not None and script is not None:
            signed = interpreting.clip_of(room, newest.listing.id, newest.listing.film) is not None
            page = site_pages.player(script, newest, site, signed)
        made.append((f"{folder}/embed.html", page))
    known = bool(address)
    made += [
        ("feed.xml", feeds.media_rss(shown, site, language) if known else b""),
        ("feed.json", feeds.json_feed(shown, site, language) if known else b""),
        ("sitemap.xml", feeds.sitemap(shown, site) if known else b""),
    ]
    return tuple(made)


def root_names(room: Newsroom, bulletin: str, package: Package, address: str) -> tuple[str, ...]:
    """Name the pages about all bulletins that a newly published version changes: overview, feeds, the newest one's page."""
    language = package.master.timeline.speech.script.rundown.language
    latest = LATEST if language == room.settings.newsroom.language else f"{LATEST}-{language}"
    noted = ("corrections.html",) if corrections(room, bulletin) else ()
    return ("index.html", *noted, f"{latest}/embed.html", *(("feed.xml", "feed.json", "sitemap.xml") if address else ()))


def _script_of(room: Newsroom, shown: Shown) -> Script | None:
    """Give the script that is seen in a version."""
    bulletin = shown.listing.id
    films = {p.film for p in room.ledger.publications(bulletin) if p.film.startswith(shown.listing.film)}
    package = package_with(room, bulletin, films.pop()) if films else None
    return package.master.timeline.speech.script if package is not None else None


def _rows(room: Newsroom, target: str, unnamed: Collection[str]) -> tuple[Row, ...]:
    """List what was corrected or taken back within twelve months, newest first."""
    zone, today = ZoneInfo(room.settings.newsroom.timezone), rules.today(room)
    found: list[Row] = []
    for entry in room.ledger.bulletins():
        here = [p for p in room.ledger.publications(entry.name) if p.target == target]
        if not here:
            continue
        stands, script = here[-1].kind == "publish", None if entry.name in unnamed else room.script(entry.name)
        # An id may be made of a title too ([rundown] shape = "item"), so the programme stands where there is no title.
        title = script.title if script is not None else room.settings.newsroom.programme
        link = f"{entry.name}/index.html" if stands else ""
        notes = () if entry.name in unnamed else corrections(room, entry.name, datetime.fromisoformat(here[-1].at))
        for note in notes:
            found.append(Row(note.day, title, note.text, link))
        if not stands:
            found.append(Row(datetime.fromisoformat(here[-1].at).astimezone(zone).date(), title, "Zurückgezogen.", ""))
    return tuple(sorted((row for row in found if today - row.day <= MONTHS_SHOWN), key=lambda row: row.day, reverse=True))


# ---------------------------------------------------------------- for the web team


def kit_folder(room: Newsroom, bulletin: str) -> Path:
    """Give the folder with what the web team pastes and uploads by hand."""
    return room.output / "web" / bulletin


def write_kit(room: Newsroom, bulletin: str, package: Package, address: str) -> Path:
    """Write snippets, post texts, upload kits and the rules for web servers → their folder. Raises StoreError."""
    folder = kit_folder(room, bulletin)
    try:
        for name, body in _kit(room, bulletin, package, address):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists() or place.read_bytes() != body:
                place.write_bytes(body)
    except OSError as wrong:
        raise StoreError(f"{wrong.filename or folder} cannot be written: {wrong.strerror}.", "Check the disk.") from wrong
    return folder


def _kit(room: Newsroom, bulletin: str, package: Package, address: str) -> Iterator[tuple[str, bytes]]:
    site, shown = site_of(room, address, package), shown_of(room, bulletin, package)
    parts = posts.snippets(shown, site)
    kits = tuple((platform, posts.kit(platform, shown, site)) for platform in posts.PLATFORMS)
    told = tuple((platform.name, text.strip()) for platform, text in kits)
    yield "einbinden.html", site_pages.embedding(shown.listing.title, site.imprint, parts, told)
    for snippet in parts:
        name = snippet.name.lower().replace(": ", "-").replace(" ", "-")
        yield f"snippets/{name}.txt", (snippet.text + "\n").encode()
    for platform, text in kits:
        yield f"posts/{platform.key}.txt", text.encode()
    yield "server/nginx.conf", server_rules.nginx(address).encode()
    yield "server/htaccess.txt", server_rules.apache(address).encode()
