# SPDX-License-Identifier: EUPL-1.2
"""A fleet: many newsrooms that share workers, each with a folder, a ledger, a store and keys of its own."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline import settings, strict
from pipeline.errors import ConfigError
from pipeline.orders import Patience
from pipeline.settings import Settings

FILE, SECRETS = "fleet.toml", "secrets.env"
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
SERVER: Final = ("postgresql://", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True)
class FleetFile:
    """fleet.toml. `jobs` is the database of the jobs; where empty, the one in which the newsrooms' ledgers lie."""

    jobs: str = ""
    schema: str = "newsreel_jobs"
    newsrooms: tuple[str, ...] = ("*/config.toml",)
    """Which files are newsrooms, relative to the fleet's folder; each is called by the folder it stands in."""
    worker: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The newsrooms by name, the file of each one's configuration, and where their jobs wait."""

    place: Path
    file: FleetFile
    configs: Mapping[str, Path]

    def names(self) -> tuple[str, ...]:
        """Give the names of all newsrooms, sorted."""
        return tuple(sorted(self.configs))

    def config(self, name: str) -> Path:
        """Give the configuration file of a newsroom. Raises ConfigError where there is none of that name."""
        if name not in self.configs:
            known = ", ".join(self.names()[:8]) or "none"
            raise ConfigError(
                f"There is no newsroom {name} in {self.place}.", f"Known: {known}. Machines must share that folder."
            )
        return self.configs[name]

    def read(self) -> "Roll":
        """Read every configuration; one that is wrong is set aside, and two that would share something are refused."""
        read: dict[str, Settings] = {}
        wrong: dict[str, ConfigError] = {}
        for name in self.names():
            try:
                read[name] = settings.load(self.configs[name])
            except ConfigError as failed:
                wrong[name] = failed
        _apart(read)
        return Roll(read, wrong, self._jobs(read))

    def _jobs(self, read: Mapping[str, Settings]) -> str:
        found = {self.file.jobs} if self.file.jobs else {one.keep.ledger for one in read.values()}
        if len(found) == 1 and next(iter(found)).startswith(SERVER):
            return next(iter(found))
        hint = f'Write jobs = "postgresql+psycopg://user@host/database" into {self.place / FILE}.'
        if any(not url.startswith(SERVER) for url in found) or not found:
            raise ConfigError(f"The jobs of {self.place} need a PostgreSQL database, and none is named.", hint)
        raise ConfigError(
            f"The ledgers of {self.place} lie in {len(found)} databases, so it is not clear where its jobs are.", hint
        )


@dataclass(frozen=True, slots=True)
class Roll:
    """What was read: the newsrooms' settings, the ones that are wrong, and the database of the jobs."""

    newsrooms: Mapping[str, Settings]
    wrong: Mapping[str, ConfigError]
    jobs: str


def open_fleet(place: Path | None, config: Path) -> Fleet:
    """Find the newsrooms: of a folder, of a fleet.toml, or (without a place) the one of `config`. Raises ConfigError."""
    if place is None:
        home = config.resolve().parent
        return Fleet(home, FleetFile(), {_named(home.name): config})
    if not place.exists():
        raise ConfigError(f"There is no {place}.", "Name a folder with one folder per newsroom, or a fleet.toml, with --fleet.")
    file = place / FILE if place.is_dir() else place
    home = file.resolve().parent
    described = _described(file) if file.exists() else FleetFile()
    configs: dict[str, Path] = {}
    for pattern in described.newsrooms:
        for found in sorted(home.glob(pattern)):
            name = _named(found.parent.name)
            if configs.setdefault(name, found) != found:
                raise ConfigError(f"Two newsrooms of {place} are called {name}.", "Give one folder another name.")
    if not configs:
        raise ConfigError(f"There is no newsroom in {place}.", "Each is a folder with a config.toml: `newsreel init DIR/NAME`.")
    return Fleet(place, described, configs)


def _named(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ConfigError(
            f"A newsroom cannot be called {name!r}.", "Name its folder with letters, digits, dots, hyphens, underscores."
        )
    return name


def _described(file: Path) -> FleetFile:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ConfigError(f"{file} is not valid TOML: {wrong}.", "Mend that line and run again.") from wrong
    except OSError as wrong:
        raise ConfigError(f"{file} cannot be read: {wrong.strerror}.", "Check the file's rights.") from wrong
    read = strict.read(FleetFile, table, str(file))
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", read.schema):
        raise ConfigError(f"{file}: schema is {read.schema!r}.", "Write it in small letters, digits and underscores.")
    if read.worker.beat_seconds <= 0 or read.worker.stalled_seconds < 2 * read.worker.beat_seconds:
        raise ConfigError(f"{file}: worker: stalled_seconds is too short.", "It must be at least twice beat_seconds.")
    return read


def _apart(read: Mapping[str, Settings]) -> None:
    """Refuse two newsrooms that would write into the same ledger, store or output folder."""
    taken: dict[tuple[str, str], str] = {}
    for name, one in read.items():
        for what, where in _places(one):
            other = taken.setdefault((what, where), name)
            if other != name:
                raise ConfigError(
                    f"The newsrooms {other} and {name} have the same {what}.",
                    "Give each its own: [keep] output, schema and store.",
                )


def _places(one: Settings) -> Iterator[tuple[str, str]]:
    keep = one.keep
    yield "output folder", str(one.path(keep.output).resolve())
    if "://" in keep.ledger:
        yield "ledger", f"{keep.ledger} {keep.schema}"
    elif keep.ledger:
        yield "ledger", str(one.path(keep.ledger).resolve())
    if keep.store.startswith("s3://"):
        yield "store", f"{keep.store_endpoint} {keep.store.rstrip('/')}"
    elif keep.store:
        yield "store", str(one.path(keep.store).resolve())


# ---------------------------------------------------------------- keys


def secrets(home: Path) -> dict[str, str]:
    """Read a newsroom's own keys from secrets.env beside its configuration: NAME=value, a line each. Raises ConfigError."""
    file = home / SECRETS
    if not file.exists():
        return {}
    if file.stat().st_mode & 0o077:
        raise ConfigError(f"{file} can be read by others.", f"chmod 600 {file}")
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name.strip()):
            raise ConfigError(f"{file}: line {number} is no key.", "Write NAME=value.")
        found[name.strip()] = value.strip().strip('"')
    return found


def dressed(environment: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of one newsroom's job: the worker's without NEWSREEL_ variables, and the newsroom's own keys."""
    kept = {name: value for name, value in environment.items() if not name.startswith("NEWSREEL_")}
    return kept | dict(own)


def wear(home: Path) -> None:
    """Put on a newsroom's keys, in a process that works for nobody else."""
    wanted = dressed(os.environ, secrets(home))
    os.environ.clear()
    os.environ.update(wanted)
