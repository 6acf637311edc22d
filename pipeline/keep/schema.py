# SPDX-License-Identifier: EUPL-1.2
"""The ledger's tables and the numbered migrations that lead to them.

Rows are only added, except leases and what serves the desk (accounts, one-time links, sessions, drafts). Times are UTC in
ISO 8601 text, so that SQLite and PostgreSQL sort them alike.
"""

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
)

from pipeline.errors import StoreError

META = MetaData()


def _log(name: str, *columns: Column[object] | UniqueConstraint) -> Table:
    return Table(
        name,
        META,
        Column("id", Integer, primary_key=True, autoincrement=True),
        *columns,
        Column("at", String(40), nullable=False),
    )


migration = Table("migration", META, Column("number", Integer, primary_key=True))

# What was made from what: the key names stage, version, input, settings, engines and take.
made = _log(
    "made",
    Column("key", String(64), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("bulletin", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seconds", Float, nullable=False),
)
# The value that counts for a bulletin and a stage; the latest row wins, the others are the history.
head = _log(
    "head",
    Column("bulletin", String(200), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("by", String(200), nullable=False),
    Column("reason", Text, nullable=False, default=""),
)
# A newsletter issue that was planned: one row per planning.
edition = _log(
    "edition",
    Column("source", String(400), nullable=False),
    Column("name", String(200), nullable=False),
    Column("day", String(10), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("plan", String(64), nullable=False),
)
bulletin = Table(
    "bulletin",
    META,
    Column("name", String(200), primary_key=True),
    Column("edition", String(700), nullable=False),
    Column("rundown", String(200), nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(40), nullable=False),
    UniqueConstraint("edition", "rundown"),
)
# What people decided. `words` and `film` are the digests that they saw; `due` is the time of a scheduled release.
decision = _log(
    "decision",
    Column("bulletin", String(200), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("words", String(64), nullable=False, default=""),
    Column("film", String(64), nullable=False, default=""),
    Column("by", String(200), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("due", String(40), nullable=False, default=""),
)
publication = _log(
    "publication",
    Column("bulletin", String(200), nullable=False, index=True),
    Column("target", String(400), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("film", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
# A stage that could not be made: the bulletin is parked there until a later run gets past it.
parked = _log(
    "parked",
    Column("bulletin", String(200), nullable=False, index=True),
    Column("stage", String(32), nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False),
)
# Every call to a language model or speech server: what left the machine.
call = _log(
    "call",
    Column("bulletin", String(200), nullable=False),
    Column("host", String(200), nullable=False),
    Column("model", String(200), nullable=False),
    Column("prompt", String(64), nullable=False),
    Column("parameters", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("outcome", String(60), nullable=False, server_default=""),
    Column("seconds", Float, nullable=False, server_default="0"),
)
lease = Table(
    "lease",
    META,
    Column("name", String(300), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", Float, nullable=False),
    Column("fence", Integer, nullable=False),
)

# Who may use the desk. `name` stands in decisions, `pseudonym` in the audit chain; `roles` are parted by blanks.
account = Table(
    "account",
    META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("pseudonym", String(40), nullable=False, unique=True),
    Column("password", String(200), nullable=False, default=""),
    Column("roles", String(200), nullable=False, default=""),
    Column("active", Integer, nullable=False, default=1),
    Column("trained_until", String(10), nullable=False, default=""),
    Column("language", String(5), nullable=False, default="de"),
    Column("at", String(40), nullable=False),
)
# One-time links with which an account sets its password; only the digest of the link's secret is kept.
invitation = Table(
    "invitation",
    META,
    Column("digest", String(64), primary_key=True),
    Column("account", Integer, nullable=False),
    Column("until", String(40), nullable=False),
    Column("used", Integer, nullable=False, default=0),
)
session = Table(
    "session",
    META,
    Column("digest", String(64), primary_key=True),
    Column("account", Integer, nullable=False, index=True),
    Column("token", String(64), nullable=False),
    Column("until", String(40), nullable=False),
)
# What somebody has typed and not yet saved: one draft per person and bulletin.
draft = Table(
    "draft",
    META,
    Column("bulletin", String(200), primary_key=True),
    Column("account", Integer, primary_key=True),
    Column("base", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
# Switches of the whole newsroom (publishing paused, training required); the latest row of a name wins.
switch = _log(
    "switch",
    Column("name", String(40), nullable=False, index=True),
    Column("value", String(200), nullable=False),
    Column("by", String(200), nullable=False),
    Column("reason", Text, nullable=False, default=""),
)
# Who did what: each row carries the hash of the row before it. `who` is a pseudonym.
audit = Table(
    "audit",
    META,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("who", String(40), nullable=False),
    Column("act", String(40), nullable=False),
    Column("bulletin", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
DESK = (account, invitation, session, draft, switch, audit)
# Who stands in for whom, on which days (YYYY-MM-DD, both included); the latest row of an account wins.
deputy = _log(
    "deputy",
    Column("account", Integer, nullable=False, index=True),
    Column("stands_in", Integer, nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
)
# Which person of a sign-on service an account belongs to.
signon = Table(
    "signon",
    META,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(300), primary_key=True),
    Column("account", Integer, nullable=False),
)
# Each notice that went out, so that none goes twice.
notice = _log(
    "notice",
    Column("key", String(300), nullable=False),
    Column("channel", String(40), nullable=False),
    UniqueConstraint("key", "channel"),
)
# Active seconds at the desk per bulletin, where the newsroom measures them: no names, no times of day.
minutes = Table(
    "minutes",
    META,
    Column("bulletin", String(200), primary_key=True),
    Column("seconds", Integer, nullable=False),
)
# How a word is spoken, as somebody at the desk put it right; the latest row of a word wins, an empty one takes it back.
pronunciation = _log(
    "pronunciation",
    Column("written", String(80), nullable=False),
    Column("spoken", String(200), nullable=False),
    Column("by", String(200), nullable=False),
)
PEOPLE = (deputy, signon, notice, minutes, pronunciation)


def _first(connection: Connection) -> None:
    """Make all tables of version 0.1."""
    META.create_all(connection)


def _second(connection: Connection) -> None:
    """Make the tables of the desk; a new ledger has them from number 1 already."""
    META.create_all(connection, tables=DESK, checkfirst=True)


def _third(connection: Connection) -> None:
    """Keep what became of a call and how long it took; a new ledger has both columns from number 1 already."""
    there = {str(column["name"]) for column in inspect(connection).get_columns("call")}
    for name, kind in (("outcome", "VARCHAR(60) DEFAULT ''"), ("seconds", "FLOAT DEFAULT 0")):
        if name not in there:
            connection.exec_driver_sql(f'ALTER TABLE "call" ADD COLUMN {name} {kind} NOT NULL')


def _fourth(connection: Connection) -> None:
    """Make the tables of deputies, sign-on, notices, minutes and pronunciations."""
    META.create_all(connection, tables=PEOPLE, checkfirst=True)


MIGRATIONS = (_first, _second, _third, _fourth)
"""In order; a number that was released is never changed."""


def migrate(connection: Connection) -> None:
    """Bring a ledger to the newest form. Safe to call at every start. Raises StoreError for one of a later version."""
    migration.create(connection, checkfirst=True)
    done = set(connection.execute(select(migration.c.number)).scalars())
    if done and max(done) > len(MIGRATIONS):
        raise StoreError("The ledger was written by a newer version of newsreel.", "Install that version, or restore a backup.")
    for number, step in enumerate(MIGRATIONS, 1):
        if number not in done:
            step(connection)
            connection.execute(insert(migration).values(number=number))


def known(connection: Connection) -> bool:
    """Tell whether this database already is a ledger."""
    return inspect(connection).has_table("migration")
