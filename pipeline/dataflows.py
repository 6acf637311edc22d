# SPDX-License-Identifier: EUPL-1.2
"""The data flows that a configuration causes, as a German page for the processing record: what goes where, and what stays.

It is made of config.toml alone and so tells no nicer story than the programme lives. A draft for the authority to check.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.settings import Settings

DRAFT = "> **Entwurf**, aus der Konfiguration erzeugt. Vor Gebrauch durch die Behörde (Datenschutz, IT-Sicherheit) zu prüfen."
HERE = ("localhost", "127.0.0.1", "::1", "")


@dataclass(frozen=True, slots=True)
class Flow:
    """One way that data take. `outside` is true where they leave this machine."""

    what: str
    source: str
    goal: str
    grounds: str
    outside: bool


def page(to: Settings) -> str:
    """Write the page: settings → Markdown."""
    flows = tuple(flows_of(to))
    rows = [f"| {f.what} | {f.source} | {f.goal} | {f.grounds} | {'ja' if f.outside else 'nein'} |" for f in flows]
    leaves = sorted({f.goal for f in flows if f.outside})
    said = (
        "Empfänger außerhalb dieses Rechners: " + ", ".join(leaves) + "."
        if leaves
        else "Es verlassen keine Daten diesen Rechner."
    )
    kept = "\n".join(f"- {line}" for line in kept_of(to))
    head = "| Daten | von | nach | Zweck und Auslöser | verlässt den Rechner |\n|---|---|---|---|---|"
    return (
        f"# Datenflüsse: {to.newsroom.programme}\n\n{DRAFT}\n\n{said}\n\n{head}\n"
        + "\n".join(rows)
        + f"\n\n## Was bleibt\n\n{kept}\n"
    )


def flows_of(to: Settings) -> Iterator[Flow]:
    """Give every flow of a configuration, in the order of a bulletin's way."""
    for source in to.sources:
        host = urlsplit(source.url).hostname or "Datei auf diesem Rechner"
        yield Flow("Meldungen, Bilder mit Bildnachweis", _cell(host), "dieser Rechner", "Abruf der Quelle in jedem Lauf", False)
        if host not in HERE and "://" in source.url:
            yield Flow(
                "IP-Adresse, Name des Programms, angefragte Adresse", "dieser Rechner", _cell(host), "Abruf der Quelle", True
            )
    if to.writer.openai.base_url and to.script.writer != "extract":
        host = urlsplit(to.writer.openai.base_url).hostname or ""
        what = "Titel und Text der ausgewählten Meldungen, ohne Kontaktblöcke"
        yield Flow(
            what,
            "dieser Rechner",
            _cell(f"{host} (Modell {to.writer.openai.model})"),
            "Entwurf des Sprechertextes",
            host not in HERE,
        )
    if to.voice.base_url:
        host = urlsplit(to.voice.base_url).hostname or ""
        yield Flow("Sprechertext, Satz für Satz", "dieser Rechner", _cell(host), "Sprachausgabe", host not in HERE)
    for target in to.targets:
        # a bucket is no host: what it is called says nothing of who keeps it
        url = (target.endpoint or "https://s3.amazonaws.com") if target.kind == "s3" else target.url or target.base_url
        host = urlsplit(url).hostname or "Ordner auf diesem Rechner"
        what = "freigegebener Film, Untertitel, Textfassung, Seiten"
        yield Flow(
            what,
            "dieser Rechner",
            _cell(f"{target.name or target.kind} ({host})"),
            "Veröffentlichung nach Freigabe",
            bool(target.url),
        )
    yield from _shared(to)
    if to.notice.smtp_host:
        goal = f"{to.notice.smtp_host} an {', '.join(to.notice.to) or 'niemanden'}"
        yield Flow(
            "Hinweis ohne Inhalt eines Beitrags",
            "dieser Rechner",
            _cell(goal),
            "Erinnerung an Freigaben",
            to.notice.smtp_host not in HERE,
        )
    if to.notice.webhook:
        host = urlsplit(to.notice.webhook).hostname or ""
        yield Flow(
            "Hinweis ohne Inhalt eines Beitrags", "dieser Rechner", _cell(host), "Erinnerung an Freigaben", host not in HERE
        )
    if to.login.oidc.issuer:
        host = urlsplit(to.login.oidc.issuer).hostname or ""
        yield Flow("Anmeldename, Gruppen", _cell(host), "dieser Rechner", "Anmeldung an der Redaktion", False)
    if to.provenance.time_stamp_url:
        host = urlsplit(to.provenance.time_stamp_url).hostname or ""
        yield Flow("Prüfsumme des Films", "dieser Rechner", _cell(host), "Zeitstempel des Herkunftsnachweises", host not in HERE)


def _shared(to: Settings) -> Iterator[Flow]:
    """Give the flows to what machines share: the database of the ledger, the bucket of the store, a proxy."""
    database, bucket = _database(to), _bucket(to)
    if database:
        what = "Entwürfe, Antworten des Sprachmodells, Entscheidungen, Konten und Namen der Redaktion, Protokoll"
        yield Flow(what, "dieser Rechner", _cell(f"Datenbank ({database})"), "jeder Lauf, jede Handlung", database not in HERE)
    if bucket:
        what = "Meldungen, Texte, Ton, Bilder, Filme, abgerufene Seiten, Kennungen von Gelöschtem"
        yield Flow(what, "dieser Rechner", _cell(f"Speicher ({bucket})"), "jeder Lauf, jede Handlung", bucket not in HERE)
    if to.fetch.proxy:
        host = urlsplit(to.fetch.proxy).hostname or ""
        what = "alles, was zu Quellen, Sprachmodell und Zielen geht, verschlüsselt nur, wo deren Adresse es ist"
        yield Flow(what, "dieser Rechner", _cell(f"Zwischenrechner ({host})"), "jeder Abruf, jede Sendung", host not in HERE)


def _database(to: Settings) -> str:
    """Name the host on which the ledger stands, empty where it is a file."""
    return (urlsplit(to.keep.ledger).hostname or "localhost") if "://" in to.keep.ledger else ""


def _bucket(to: Settings) -> str:
    """Name the host of the bucket in which the store lies, empty where it is a folder."""
    endpoint = to.keep.store_endpoint or "https://s3.amazonaws.com"
    return (urlsplit(endpoint).hostname or endpoint) if to.keep.store.startswith("s3://") else ""


def kept_of(to: Settings) -> Iterator[str]:
    """Say what stays, where, and for how long."""
    places = [
        f"im Ordner `{folder}`" for folder in dict.fromkeys((to.keep.output, to.keep.store)) if folder and "://" not in folder
    ]
    places += [f"im Speicher ({_bucket(to)})"] if _bucket(to) else []
    places += [f"in der Datenbank ({_database(to)})"] if _database(to) else []
    yield f"Meldungen, Texte, Ton, Bilder und Filme {' und '.join(places)}, bis `newsreel erase` sie löscht."
    days = to.review.names_days
    after = (
        f"{days} Tage nach der Veröffentlichung durch Kennungen ersetzt" if days else "nicht ersetzt ([review] names_days = 0)"
    )
    yield f"Namen derer, die bearbeitet und freigegeben haben: {after}."
    yield "Das Protokoll der Handlungen: nur mit Kennungen, verkettet, unbefristet."
    working = to.keep.working_days
    until = f"{working} Tage, dann löscht sie `newsreel tidy`" if working else "mit dem Beitrag, bis zu dessen Löschung"
    yield f"Antworten des Sprachmodells, gesprochene Sätze und abgerufene Seiten: {until}."
    measured = "summiert je Beitrag, ohne Namen und Uhrzeiten" if to.review.measure_minutes else "nicht gemessen"
    yield f"Arbeitsminuten an der Redaktion: {measured}."
    yield "Nach einer Löschung bleibt eine Prüfsumme in `erased.jsonl`, damit die Meldung nicht wiederkommt."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
